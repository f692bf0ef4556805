"""How pictures become inks: black alone, black with a little of the others, four colours; never more ink than the press takes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from tests.press.test_pictures import PHOTO, refused
from tests.support.judges import ask
from tests.support.press import (
    PRESS,
    back_to_srgb,
    coloured,
    encoded,
    facts_of,
    grey_gamma,
    grey_ramp,
    lab_from_srgb,
    pixels,
    small_recipe,
    srgb,
    wanted,
)

from panelpress.ground.files import Cache
from panelpress.press.colour import ink_lab, neutral_for_grey
from panelpress.press.make import make
from panelpress.press.pictures.derive import press_picture
from panelpress.press.pictures.separate import limited, measure_cast, total_ink
from panelpress.press.recipe import PICTURE_ADDRESS, Treatment

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.press.pictures.derive import PressPicture

pytestmark = pytest.mark.slow


def made(path: Path, data: bytes, **treatment: Any) -> PressPicture:
    path.write_bytes(data)
    order = replace(wanted(path, 250, 125, 100, 98), treatment=Treatment(**treatment))
    return press_picture(order, PRESS, Cache(None))


def opened(picture: PressPicture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def notes(picture: PressPicture) -> list[str]:
    return [note.id for note in picture.notes]


# -- max-GCR ---------------------------------------------------------------------------------------------------------


def test_max_gcr_is_black_alone_in_the_lights_and_deeper_than_black_in_the_shadows() -> None:
    inks = np.array(neutral_for_grey(PRESS, 300))
    assert (inks[192:, :3] == 0).all()  # lights and light middle tones: nothing that could drift
    assert 0.55 < inks[128, 3] < 0.65  # between black alone (55 %) and what GCR profiles print (2/1/0/62)
    assert inks[128, :3].max() < 0.06
    deepest = ink_lab(inks[:1], PRESS)[0]
    black_alone = ink_lab(np.array([[0, 0, 0, 1.0]]), PRESS)[0]
    assert deepest[0] < black_alone[0] - 3
    assert (np.diff(ink_lab(inks, PRESS)[:, 0]) >= 0).all()
    assert np.abs(ink_lab(inks, PRESS)[:, 1:]).max() <= 1.5


@pytest.mark.parametrize("limit", [240, 280, 300, 320])
def test_max_gcr_stays_within_every_printers_limit(limit: int) -> None:
    inks = np.array(neutral_for_grey(PRESS, limit))
    assert inks.sum(axis=1).max() * 100 <= limit


def test_a_grey_prints_the_same_lightness_scale_by_every_method(tmp_path: Path) -> None:
    """Shown on paper, the steps of a ramp keep their order and their proportion between paper and that method's black."""
    data = encoded(grey_ramp(), "PNG", icc_profile=srgb())
    shown = {}
    for method in ("k-only", "max-gcr", "four-colour"):
        with opened(made(tmp_path / f"{method}.png", data, black=method)) as picture:
            rgb = np.asarray(back_to_srgb(picture.convert("CMYK")))
        lightness = lab_from_srgb(rgb[rgb.shape[0] // 2])[:, 0]
        shown[method] = (lightness - lightness.min()) / (lightness.max() - lightness.min())
    assert np.abs(shown["k-only"] - shown["max-gcr"]).max() < 0.02
    # Little CMS matches black points in light, ours in lightness: shadows differ a little
    assert np.abs(shown["k-only"] - shown["four-colour"]).max() < 0.08


# -- total ink -------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 255)] * 4), min_size=1, max_size=40), st.integers(150, 400))
def test_limiting_keeps_black_and_the_balance_of_the_others(mixes: list[tuple[int, ...]], limit: int) -> None:
    before = np.array(mixes, np.uint8)[None]
    after = limited(before, limit)
    assert total_ink(after) <= limit
    assert (after[..., 3] == before[..., 3]).all()
    within = before.sum(axis=2, dtype=int) <= (limit - 4) * 2.55
    assert (after[within] == before[within]).all()
    assert (after <= before).all()


DARK: Final = Image.fromarray((np.asarray(coloured(600, 300, 5)) // 6).astype(np.uint8))
"""A colour picture of shadows: where a profile uses all the ink it has."""


@pytest.mark.slow
@pytest.mark.judge
@pytest.mark.parametrize("limit", [240, 300])
@pytest.mark.parametrize("method", ["colour", "max-gcr", "four-colour", "tint"])
def test_no_picture_carries_more_ink_than_the_press_takes_as_ghostscript_separates_it(
    method: str, limit: int, tmp_path: Path
) -> None:
    """The worst pixel of the page, rendered at the picture's own resolution."""
    path = tmp_path / "dark.png"
    path.write_bytes(encoded(DARK if method == "colour" else DARK.convert("L"), "PNG"))
    treatment = Treatment(
        black="k-only" if method in ("colour", "tint") else method,  # type: ignore[arg-type]
        tint=(0.9, 0.9, 0.9) if method == "tint" else None,
        max_ink=limit,
    )
    order = replace(wanted(path, 100, 50, 150, 92), treatment=treatment)
    html = f'<img src="{PICTURE_ADDRESS}{order.key}.jpg" style="width: 100mm; height: 50mm">'
    recipe = replace(small_recipe(html, size=(100.0, 50.0)), pictures=(order,))
    out = tmp_path / "page.pdf"
    out.write_bytes(make(recipe, Cache(None)).data)
    ask("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", "-r150", f"-sOutputFile={tmp_path}/page.tif", out)
    with Image.open(tmp_path / "page.tif") as rendered:
        inks = np.asarray(rendered).astype(int)
    heaviest = inks.sum(axis=2).max() / 2.55
    assert limit * 0.75 < heaviest <= limit


def test_inks_that_are_not_ours_and_too_heavy_are_told(tmp_path: Path) -> None:
    heavy = Image.new("CMYK", (400, 200), (230, 220, 210, 250))
    picture = made(tmp_path / "heavy.jpg", encoded(heavy, "JPEG", quality=95, icc_profile=PRESS.icc), max_ink=300)
    (note,) = [n for n in picture.notes if n.id == "picture/total-ink"]
    assert note.level.word == "warning"
    assert "357 %" in note.message
    assert "300 %" in note.message


# -- what is black and white -----------------------------------------------------------------------------------------


def _toned(grey: np.ndarray[Any, Any], red: float, blue: float) -> Image.Image:
    share = (grey / 255.0)[..., None]
    tone = np.dstack([grey * red, grey.astype(float), grey * blue])
    return Image.fromarray((tone * (1 - share) + grey[..., None] * share).clip(0, 255).astype(np.uint8))


PICTURE_GREY: Final = np.asarray(PHOTO.convert("L"))


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (Image.fromarray(PICTURE_GREY).convert("RGB"), "none"),
        (_toned(PICTURE_GREY, 1.25, 0.7), "tint"),  # sepia
        (_toned(PICTURE_GREY, 0.9, 1.15), "tint"),  # cold
        (PHOTO, "colour"),
        (Image.blend(PHOTO, Image.fromarray(PICTURE_GREY).convert("RGB"), 0.6), "colour"),  # faded
    ],
    ids=["neutral", "sepia", "cold", "colour", "faded colour"],
)
def test_whether_a_picture_has_colour_is_measured(picture: Image.Image, kind: str) -> None:
    assert measure_cast(np.asarray(picture), None).kind == kind


@pytest.mark.parametrize("quality", [60, 90])
def test_jpeg_noise_does_not_make_a_picture_coloured(quality: int) -> None:
    noisy = Image.open(io.BytesIO(encoded(Image.fromarray(PICTURE_GREY).convert("RGB"), "JPEG", quality=quality)))
    assert measure_cast(np.asarray(noisy.convert("RGB")), None).kind == "none"


def test_a_tinted_picture_is_told_and_prints_in_colour(tmp_path: Path) -> None:
    sepia = encoded(_toned(PICTURE_GREY, 1.25, 0.7), "PNG", icc_profile=srgb())
    picture = made(tmp_path / "sepia.png", sepia)
    assert picture.channels == 4
    assert notes(picture) == ["picture/tinted"]
    assert "b* +" in picture.notes[0].message


def test_a_tinted_picture_loses_its_tint_where_its_caption_asks_for_black(tmp_path: Path) -> None:
    sepia = encoded(_toned(PICTURE_GREY, 1.25, 0.7), "PNG", icc_profile=srgb())
    picture = made(tmp_path / "sepia.png", sepia, only_black=True)
    assert picture.channels == 1
    assert notes(picture) == []


def test_a_colour_picture_is_never_made_black_and_white(tmp_path: Path) -> None:
    found = refused(tmp_path / "colour.png", encoded(PHOTO, "PNG"), treatment=Treatment(only_black=True))
    assert found.id == "picture/colour"


def test_a_tint_lies_under_black_in_the_shares_asked_for(tmp_path: Path) -> None:
    data = encoded(grey_ramp(), "PNG", icc_profile=grey_gamma(2.2))
    picture = made(tmp_path / "ramp.png", data, tint=(0.2, 0.2, 0.25))
    inks = pixels(opened(picture))[16].astype(float)
    dark = inks[5:200]
    assert dark[:, 0] / dark[:, 3] == pytest.approx(0.2, abs=0.03)
    assert dark[:, 2] / dark[:, 3] == pytest.approx(0.25, abs=0.03)
    assert notes(picture) == []


# -- untagged --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("picture", "taken"),
    [
        (PHOTO, "sRGB"),
        (PHOTO.convert("L"), "Gray Gamma 2.2"),
        (Image.new("CMYK", (40, 20), (9, 9, 9, 9)), "the inks of"),
    ],
)
def test_a_picture_without_a_profile_is_said_aloud(picture: Image.Image, taken: str, tmp_path: Path) -> None:
    (note,) = made(tmp_path / "untagged.tif", encoded(picture, "TIFF")).notes
    assert note.id == "picture/untagged"
    assert f"it is taken as {taken}" in note.message


def test_the_second_making_says_the_same_from_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "untagged.png"
    path.write_bytes(encoded(PHOTO, "PNG"))
    cache = Cache(tmp_path / "cache")
    first = press_picture(wanted(path), PRESS, cache)
    assert press_picture(wanted(path), PRESS, cache) == first
    assert first.notes


# -- as supplied -----------------------------------------------------------------------------------------------------


def _press_jpeg(picture: Image.Image, **options: Any) -> bytes:
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(PRESS.icc)), "RGB", "CMYK"
    )
    inks = ImageCms.applyTransform(picture, transform)
    assert inks is not None
    return encoded(inks, "JPEG", quality=93, **options)


def test_a_picture_made_for_this_press_passes_byte_for_byte(tmp_path: Path) -> None:
    supplied = _press_jpeg(coloured(900, 450), icc_profile=PRESS.icc)
    assert made(tmp_path / "press.jpg", supplied).data == supplied


def test_a_profile_is_known_by_its_tables_whatever_its_header_says() -> None:
    """Programs write a profile anew when they embed it: another date, another creator, the same colours."""
    anew = bytearray(PRESS.icc)
    anew[24:36], anew[80:84] = bytes(12), b"SOME"
    assert PRESS.is_of(bytes(anew))
    assert not PRESS.is_of(srgb())
    assert not PRESS.is_of(b"\xff" * 140)  # claims four thousand million tables
    assert not PRESS.is_of(None)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_a_picture_to_be_printed_as_supplied_passes_byte_for_byte(mode: str, tmp_path: Path) -> None:
    supplied = encoded(coloured(900, 450).convert(mode), "JPEG", quality=93)
    assert made(tmp_path / "own.jpg", supplied, as_supplied=True).data == supplied


def test_what_is_private_in_it_does_not_pass(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (19.0, 35.0, 1.0)
    picture = coloured(900, 450).convert("L")
    supplied = encoded(picture, "JPEG", quality=93, exif=exif, comment=b"to whom it may concern")
    plain = encoded(picture, "JPEG", quality=93)
    assert made(tmp_path / "own.jpg", supplied, as_supplied=True).data == plain


def test_one_that_is_far_too_fine_is_resampled_and_its_inks_kept(tmp_path: Path) -> None:
    supplied = encoded(Image.new("CMYK", (4000, 2000), (40, 80, 120, 10)), "JPEG", quality=95)
    picture = made(tmp_path / "fine.jpg", supplied, as_supplied=True)
    assert (picture.width, picture.height) == (984, 492)
    assert np.abs(pixels(opened(picture))[100, 100] - (40, 80, 120, 10)).max() <= 2


def test_an_rgb_picture_cannot_go_as_supplied(tmp_path: Path) -> None:
    found = refused(tmp_path / "rgb.jpg", encoded(PHOTO, "JPEG"), treatment=Treatment(as_supplied=True))
    assert found.id == "picture/as-supplied"


# -- packed without loss ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_picture_packed_without_loss_stands_in_the_file_pixel_by_pixel(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(encoded(coloured(300, 150).convert(mode), "PNG"))
    order = replace(wanted(path, 50, 25, 150), treatment=Treatment(lossless=True))
    html = f'<img src="{PICTURE_ADDRESS}{order.key}.jpg" style="width: 50mm; height: 25mm">'
    result = make(replace(small_recipe(html), pictures=(order,)), Cache(None))
    out = tmp_path / "page.pdf"
    out.write_bytes(result.data)
    listed = ask("pdfimages", "-list", out).out.splitlines()[2].split()
    assert listed[3:9] == ["296", "148", "gray" if mode == "L" else "cmyk", "1" if mode == "L" else "4", "8", "image"]
    assert ask("qpdf", "--check", out).out
    (image,) = facts_of(result).images
    assert (image.filters, image.whole, image.bits) == (("FlateDecode",), True, 8)
    as_jpeg = press_picture(replace(order, treatment=Treatment(), quality=100), PRESS, Cache(None))
    import pikepdf  # noqa: PLC0415 - one use

    with pikepdf.open(out) as pdf:
        (stream,) = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        exact = np.frombuffer(stream.read_bytes(), np.uint8).reshape(148, 296, -1).squeeze().astype(int)
    assert np.abs(exact - pixels(opened(as_jpeg))).max() <= 6  # the JPEG of best quality differs by its rounding
