"""Every kind of file a photograph comes as, with a chart of 24 colours in it: what the press prints is what was meant.

The chart goes through the converter, its inks are shown through the press profile, and each patch is compared with what the
file means by its own profile. Colours that no press has are left out of the mean, by the profile's own gamut.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import pytest
from PIL import Image, ImageCms
from tests.press.test_pictures import deep_tiff, patches, rgb16_tiff
from tests.support.press import (
    PRESS,
    adobe_rgb,
    back_to_srgb,
    delta_e_2000,
    display_p3,
    encoded,
    grey_gamma,
    lab_from_srgb,
    srgb,
    wanted,
)

from panelpress.ground.files import Cache, digest_file
from panelpress.press.pictures.derive import press_picture
from panelpress.press.recipe import Treatment

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

Colours = np.ndarray[Any, Any]
HEIC: Final = Path(__file__).parent / "data" / "chart.heic"
CHART: Final = [
    (115, 82, 68), (194, 150, 130), (98, 122, 157), (87, 108, 67), (133, 128, 177), (103, 189, 170),
    (214, 126, 44), (80, 91, 166), (193, 90, 99), (94, 60, 108), (157, 188, 64), (224, 163, 46),
    (56, 61, 150), (70, 148, 73), (175, 54, 60), (231, 199, 31), (187, 86, 149), (8, 133, 161),
    (243, 243, 242), (200, 200, 200), (160, 160, 160), (122, 122, 121), (85, 85, 85), (52, 52, 52),
]  # fmt: skip
"""The 24 patches of the ColorChecker in sRGB: skins, sky, foliage, primaries, greys."""
PICTURE: Final = patches(CHART, 6)
GREYS: Final = [(v,) for v in range(0, 256, 11)]
GREY_PICTURE: Final = patches(GREYS, 6)
PATCH: Final = 16


@dataclass(frozen=True)
class Kind:
    """A file: its name, how it is made of the chart, the profile that says what its numbers mean, how it is turned."""

    name: str
    make: Callable[[], bytes]
    profile: bytes | None = None
    turn: int = 1


def _exif(turn: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F] = "A camera that says its name"
    exif.get_ifd(0x8825)[2] = (19.0, 35.0, 1.0)
    return exif


def _saved(kind: str, picture: Image.Image = PICTURE, **options: Any) -> Callable[[], bytes]:
    return lambda: encoded(picture, kind, **options)


def _turned(turn: int) -> Image.Image:
    """The chart as a camera held that way writes it: EXIF says how to set it upright again."""
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    return PICTURE.transpose(back[turn])


def _press_inks() -> Image.Image:
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(PRESS.icc)),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return cast("Image.Image", ImageCms.applyTransform(PICTURE, transform))


Q: Final[dict[str, Any]] = {"quality": 96, "subsampling": 0}
KINDS: Final = [
    Kind("baseline.jpg", _saved("JPEG", **Q)),
    Kind("progressive.jpg", _saved("JPEG", progressive=True, **Q)),
    Kind("subsampled.jpg", _saved("JPEG", quality=95)),
    Kind("srgb.jpg", _saved("JPEG", icc_profile=srgb(), **Q), srgb()),
    Kind("adobe.jpg", _saved("JPEG", icc_profile=adobe_rgb(), **Q), adobe_rgb()),
    Kind("p3.jpg", _saved("JPEG", icc_profile=display_p3(), **Q), display_p3()),
    Kind("upside-down.jpg", lambda: encoded(_turned(3), "JPEG", exif=_exif(3), **Q)),
    Kind("standing.jpg", lambda: encoded(_turned(6), "JPEG", exif=_exif(6), icc_profile=srgb(), **Q), srgb()),
    Kind("lying.jpg", lambda: encoded(_turned(8), "JPEG", exif=_exif(8), **Q)),
    Kind("plain.png", _saved("PNG")),
    Kind("adobe.png", _saved("PNG", icc_profile=adobe_rgb()), adobe_rgb()),
    Kind("p3.png", _saved("PNG", icc_profile=display_p3()), display_p3()),
    Kind("palette.png", lambda: encoded(PICTURE.quantize(64), "PNG")),
    Kind("opaque-alpha.png", lambda: encoded(PICTURE.convert("RGBA"), "PNG")),
    Kind("standing.png", lambda: encoded(_turned(6), "PNG", exif=_exif(6))),
    Kind("plain.tif", _saved("TIFF")),
    Kind("lzw.tif", _saved("TIFF", compression="tiff_lzw")),
    Kind("deflate-adobe.tif", _saved("TIFF", compression="tiff_adobe_deflate", icc_profile=adobe_rgb()), adobe_rgb()),
    Kind("packbits.tif", _saved("TIFF", compression="packbits")),
    Kind("jpeg.tif", _saved("TIFF", compression="jpeg", quality=96)),
    Kind("standing.tif", lambda: encoded(_turned(6), "TIFF", tiffinfo={274: 6})),
    Kind("deep.tif", lambda: rgb16_tiff(np.asarray(PICTURE).astype(np.uint16) * 257)),
    Kind("lossless.webp", _saved("WEBP", lossless=True)),
    Kind("lossy.webp", _saved("WEBP", quality=98)),
    Kind("plain.bmp", _saved("BMP")),
    Kind("telephone.heic", HEIC.read_bytes),
    Kind("press.tif", lambda: encoded(_press_inks(), "TIFF", icc_profile=PRESS.icc), b"press"),
    Kind("press-lzw.tif", lambda: encoded(_press_inks(), "TIFF", compression="tiff_lzw"), b"press"),
    Kind("press.jpg", lambda: encoded(_press_inks(), "JPEG", icc_profile=PRESS.icc, **Q), b"press"),
]


def meant(kind: Kind) -> Colours:
    """What the chart's numbers mean, as sRGB in floating point where a profile says so."""
    if kind.profile in (None, srgb()):
        return np.array(CHART, float)
    if kind.profile == b"press":
        return np.asarray(back_to_srgb(_press_inks()))[PATCH // 2 :: PATCH, PATCH // 2 :: PATCH].reshape(-1, 3)
    source = ImageCms.ImageCmsProfile(io.BytesIO(kind.profile or b""))
    transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    shown = np.asarray(cast("Image.Image", ImageCms.applyTransform(PICTURE, transform)))
    return shown[PATCH // 2 :: PATCH, PATCH // 2 :: PATCH].reshape(-1, 3).astype(float)


def printable(rgb: Colours) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which sRGB colours the press has, by its profile's gamut: others come out in the alarm colour."""
    picture = Image.fromarray(rgb.round().astype(np.uint8)[None])
    proof = ImageCms.buildProofTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(PRESS.icc)),
        "RGB", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Intent.ABSOLUTE_COLORIMETRIC,
        ImageCms.Flags.SOFTPROOFING | ImageCms.Flags.GAMUTCHECK,
    )  # fmt: skip
    checked = np.asarray(cast("Image.Image", ImageCms.applyTransform(picture, proof)))[0].astype(int)
    return np.asarray((np.abs(checked - 127).max(axis=1) > 2) & (rgb.min(axis=1) > 0) & (rgb.max(axis=1) < 255))


def shown(data: bytes) -> Colours:
    """A press picture's patches as the press shows them, sRGB; a copy of the chart of any size."""
    with Image.open(io.BytesIO(data)) as picture:
        inks = picture.convert("CMYK") if picture.mode == "L" else picture
        rgb = np.asarray(back_to_srgb(inks))
    step = rgb.shape[1] / 6
    at = [round(step * (i + 0.5)) for i in range(6)]
    return np.array([rgb[y, x] for y in at[:4] for x in at], float)


def derived(kind: Kind, folder: Path, treatment: Treatment | None = None) -> bytes:
    path = folder / kind.name
    path.write_bytes(kind.make())
    before = digest_file(path)
    order = replace(wanted(path, 500, 333, 100, 98), treatment=treatment or Treatment())
    made = press_picture(order, PRESS, Cache(None))
    assert digest_file(path) == before
    return made.data


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_the_chart_prints_as_its_file_means_it(kind: Kind, tmp_path: Path) -> None:
    target = meant(kind)
    inside = printable(target)
    assert inside.sum() >= 12
    difference = delta_e_2000(lab_from_srgb(target), lab_from_srgb(shown(derived(kind, tmp_path))))
    assert difference[inside].mean() < 1.0
    assert difference[inside].max() < 3.0


@pytest.mark.parametrize("kind", [k for k in KINDS if k.profile != b"press"][::5], ids=lambda k: k.name)
def test_the_perceptual_intent_keeps_every_colour_apart(kind: Kind, tmp_path: Path) -> None:
    """It pulls all colours towards those the press has: nothing is exact, nothing clips onto its neighbour."""
    target = meant(kind)
    plain = shown(derived(kind, tmp_path, Treatment(intent="perceptual")))
    difference = delta_e_2000(lab_from_srgb(target), lab_from_srgb(plain))
    assert 0.5 < difference.mean() < 6.0
    lab = lab_from_srgb(plain)
    apart = [delta_e_2000(lab[i], lab[j]) for i in range(24) for j in range(i)]
    assert min(float(d) for d in apart) > 4


GREY_KINDS: Final = [
    Kind("grey.jpg", _saved("JPEG", GREY_PICTURE, **Q)),
    Kind("grey-tagged.jpg", _saved("JPEG", GREY_PICTURE, icc_profile=grey_gamma(2.2), **Q)),
    Kind("grey.png", _saved("PNG", GREY_PICTURE)),
    Kind("grey.tif", _saved("TIFF", GREY_PICTURE, compression="tiff_lzw")),
    Kind("grey-deep.tif", lambda: deep_tiff(1, np.asarray(GREY_PICTURE).astype(np.uint16) * 257)),
    Kind("grey.webp", lambda: encoded(GREY_PICTURE.convert("RGB"), "WEBP", lossless=True)),
    Kind("grey-rgb.png", lambda: encoded(GREY_PICTURE.convert("RGB"), "PNG")),
]


@pytest.mark.parametrize("method", ["k-only", "max-gcr", "four-colour"])
@pytest.mark.parametrize("kind", GREY_KINDS, ids=lambda k: k.name)
def test_greys_stay_neutral_and_in_order(kind: Kind, method: Any, tmp_path: Path) -> None:
    data = derived(kind, tmp_path, Treatment(black=method))
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.mode == ("L" if method == "k-only" else "CMYK")
    lab = lab_from_srgb(shown(data))
    assert np.abs(lab[:, 1:]).max() < 1.5
    assert (np.diff(lab[: len(GREYS), 0]) > 0).all()
    assert (lab[0, 0], lab[23, 0]) == (pytest.approx(0, abs=17), pytest.approx(99.3, abs=0.6))


def test_nothing_personal_reaches_an_output(tmp_path: Path) -> None:
    for kind in KINDS:
        data = derived(kind, tmp_path)
        head = data[: data.index(b"\xff\xda")]
        for word in (b"Exif", b"GPS", b"A camera", b"http://ns.adobe.com", b"Photoshop 3.0"):
            assert word not in head, kind.name
