"""What leaves the converter is what the printer gets: the bytes of every picture, untouched by layout and writing."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import pikepdf
import pytest
from PIL import Image
from tests.support.press import PRESS, Project, back_to_srgb, composed

from panelpress.ground.files import Cache, digest_file
from panelpress.press.pictures.derive import press_picture

pytestmark = pytest.mark.slow


def placed(path: str) -> dict[str, pikepdf.Dictionary]:
    """Every image XObject of a file by the digest of its encoded bytes."""
    found: dict[str, pikepdf.Dictionary] = {}
    with pikepdf.open(path) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
                raw = bytes(one.read_raw_bytes())
                found[hashlib.sha256(raw).hexdigest()] = pikepdf.Dictionary(
                    Width=one.Width, Height=one.Height, ColorSpace=one.ColorSpace, Filter=one.Filter,
                    Raw=pikepdf.String(raw), BitsPerComponent=one.BitsPerComponent,
                )  # fmt: skip
    return found


def test_every_pictures_bytes_in_the_file_are_the_converters(built: Project) -> None:
    """Made once more here, without the cache of the build, and compared byte by byte."""
    seen = 0
    for key, recipe in built.recipes.items():
        meant = {}
        kept = {plate.id for plate in recipe.plates if not plate.awaited}
        for wanted in recipe.pictures:
            if wanted.id in kept:
                jpeg = press_picture(wanted, PRESS, Cache(None)).data
                meant[hashlib.sha256(jpeg).hexdigest()] = jpeg
        found = placed(str(built.files[key]))
        assert set(found) == set(meant), key
        seen += len(meant)
    assert seen >= 7


def test_no_picture_carries_anything_but_the_picture(built: Project) -> None:
    for path in built.files.values():
        for one in placed(str(path)).values():
            raw = bytes(one.Raw)
            assert raw.startswith(b"\xff\xd8")
            assert raw.endswith(b"\xff\xd9")
            head = raw[: raw.index(b"\xff\xda")]  # what comes after is the picture itself
            for word in (b"Exif", b"GPS", b"ICC_PROFILE", b"http://ns.adobe.com", b"Photoshop 3.0"):
                assert word not in head


def test_a_picture_is_grey_in_one_channel_or_in_the_four_of_the_press(built: Project) -> None:
    spaces = set()
    for path in built.files.values():
        for one in placed(str(path)).values():
            with Image.open(io.BytesIO(bytes(one.Raw))) as picture:
                assert {"L": "/DeviceGray", "CMYK": "/DeviceCMYK"}[picture.mode] == str(one.ColorSpace)
                assert picture.size == (int(one.Width), int(one.Height))
            assert str(one.Filter) == "/DCTDecode"
            assert int(one.BitsPerComponent) == 8
            spaces.add(str(one.ColorSpace))
    assert "/DeviceGray" in spaces


def test_the_sample_is_black_and_white_and_stays_in_one_channel(sample: Project) -> None:
    for path in sample.files.values():
        assert {str(one.ColorSpace) for one in placed(str(path)).values()} <= {"/DeviceGray"}


def test_colour_photographs_look_as_they_did(difficult: Project) -> None:
    """The file's inks, shown through the press profile, against the photograph: means of coarse patches."""
    recipe = difficult.recipes["colour"]
    (wanted,) = recipe.pictures
    (one,) = placed(str(difficult.files["colour"])).values()
    with Image.open(io.BytesIO(bytes(one.Raw))) as picture, Image.open(wanted.path) as original:
        shown = np.asarray(back_to_srgb(picture).resize((12, 8), Image.Resampling.BOX)).astype(float)
        meant = np.asarray(original.convert("RGB").resize((12, 8), Image.Resampling.BOX)).astype(float)
    # many of these colours no press has: they are pulled in, but none turns into another
    assert np.abs(shown - meant).mean() < 25
    assert np.corrcoef(shown.ravel(), meant.ravel())[0, 1] > 0.93


def test_the_turned_photograph_stands(difficult: Project) -> None:
    path = difficult.root / "photos/turned.jpg"
    with Image.open(path) as original:
        assert original.width > original.height
    facts = [plate for recipe in composed(difficult.root).values() for plate in recipe.plates if plate.id == "turned"]
    assert facts
    assert all(plate.box.height > plate.box.width for plate in facts)


def test_the_originals_are_as_they_were(difficult: Project, sample: Project) -> None:
    from tests.press.difficult import photographs  # noqa: PLC0415 - made anew, to compare
    from tests.support.press import ROOT  # noqa: PLC0415

    for name, data in photographs().items():
        assert digest_file(difficult.root / "photos" / name) == hashlib.sha256(data).hexdigest()
    for path in (sample.root / "photos").iterdir():
        assert digest_file(path) == digest_file(ROOT / "photos" / path.name)
