"""What may be done to a photograph, and what its pixels go through on the way to their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.support import press
from tests.support.press import encoded, findings, one_item

from panelpress.press.pictures.ingest import turned
from panelpress.press.pictures.resample import resampled, sharpened, target_size
from panelpress.press.treatment import crop_to

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ground.geometry import Box

pytestmark = pytest.mark.slow

# -- cropping --------------------------------------------------------------------------------------------------------

RATIOS: Final = st.floats(0.3, 3.5)
POINTS: Final = st.tuples(st.floats(0, 1), st.floats(0, 1))


@given(RATIOS, RATIOS, POINTS)
def test_a_crop_has_the_places_shape_and_shows_the_most_that_goes(
    ratio: float, wanted: float, focus: tuple[float, float]
) -> None:
    left, top, right, bottom = crop_to(ratio, wanted, focus, None) or (0, 0, 1, 1)
    assert 0 <= left < right <= 1 + 1e-9
    assert 0 <= top < bottom <= 1 + 1e-9
    assert ratio * (right - left) / (bottom - top) == pytest.approx(wanted, rel=2e-3)
    assert max(right - left, bottom - top) == pytest.approx(1, abs=1e-3)


@given(RATIOS, RATIOS, POINTS)
def test_the_focus_stays_in_it(ratio: float, wanted: float, focus: tuple[float, float]) -> None:
    left, top, right, bottom = crop_to(ratio, wanted, focus, None) or (0, 0, 1, 1)
    assert left - 1e-9 <= focus[0] <= right + 1e-9
    assert top - 1e-9 <= focus[1] <= bottom + 1e-9


@given(RATIOS, RATIOS, POINTS, st.tuples(st.floats(0, 0.45), st.floats(0, 0.45)), st.floats(0.05, 0.5))
def test_what_must_be_kept_is_in_it_whenever_it_fits(
    ratio: float, wanted: float, focus: tuple[float, float], corner: tuple[float, float], size: float
) -> None:
    keep = (corner[0], corner[1], corner[0] + size, corner[1] + size)
    left, top, right, bottom = crop_to(ratio, wanted, focus, keep) or (0, 0, 1, 1)
    if right - left >= size:
        assert left - 1e-9 <= keep[0]
        assert keep[2] <= right + 1e-9
    if bottom - top >= size:
        assert top - 1e-9 <= keep[1]
        assert keep[3] <= bottom + 1e-9


# -- permission ------------------------------------------------------------------------------------------------------

GEOMETRY: Final = """\
size: [594, 841]
frames:
  title: {left: 36, top: 700, width: 522, height: 60}
  folio: {left: 36, top: 809, width: 390, height: 14}
  number: {left: 470, top: 809, width: 88, height: 14}
slots:
  - {left: 36, top: 42, width: 522, height: 600, SLOT}
"""
TEMPLATE: Final = """\
{% extends "panel/board.html" %}
{% block content %}{% call frame(page, "title") %}{{ line(text.title, "h1", "small") }}{% endcall %}{% endblock %}
"""


def quartered() -> Image.Image:
    """Red above left, green above right, blue below left, white below right; 3:2."""
    four = np.array([[(200, 40, 40), (40, 160, 60)], [(40, 60, 180), (230, 230, 230)]], np.uint8)
    return Image.fromarray(four.repeat(1200, 0).repeat(1800, 1))


def board(folder: Path, slot: str, caption: str = "", title: str = "One") -> Path:
    return press.write(
        folder,
        {
            "catalogue.yml": press.PLAIN
            + "printers:\n  shop: {makes: panels, target_ppi: 72, warn_ppi: 36, min_ppi: 36}\n",
            "panels/01-one.md": f"---\ntitle: {title}\nlayout: own\n---\n\n![](four)\n",
            "photos/captions.yml": f"photos:\n  four: {{file: four.png, title: Four, credit: Nobody{caption}}}\n",
            "photos/four.png": encoded(quartered(), "PNG"),
            "styles/templates/panel/own.html": TEMPLATE,
            "styles/templates/panel/own.yml": GEOMETRY.replace("SLOT", slot),
        },
    )


def corner_of(path: Path, box: Box) -> str:
    """What colour stands at the upper left of a place, as pdfium renders the first page."""
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[0].render(scale=36 / 72).to_pil().convert("RGB")
    bleed = 5
    at = [round((v + bleed + 20) * 36 / 25.4) for v in (box.left, box.top)]
    red, green, blue = page.getpixel((at[0], at[1]))
    return max((red, "red"), (green, "green"), (blue, "blue"))[1]


def told(folder: Path, slot: str, caption: str = "", title: str = "One") -> list[Diagnostic]:
    result, _, _ = one_item(board(folder, slot, caption, title))
    return [d for d in findings(result) if d.level.word == "error"]


ASKED: Final = {"crop": "show: fill", "flip": "flip: true", "tint": "tint: [0.1, 0.1, 0.2]"}


@pytest.mark.parametrize("what", ASKED)
def test_what_its_author_does_not_permit_is_refused_with_what_to_do(what: str, tmp_path: Path) -> None:
    found = told(tmp_path, ASKED[what])
    assert [d.id for d in found] == [f"picture/{what}"]
    assert f"`{what}: allowed`" in found[0].help
    assert found[0].span is not None
    assert found[0].span.file == "photos/captions.yml"


@pytest.mark.parametrize("what", ["crop", "flip"])
def test_what_is_permitted_is_done(what: str, tmp_path: Path) -> None:
    root = board(tmp_path, ASKED[what], f", {what}: allowed, focus: [0, 0]")
    result, recipe, _ = one_item(root)
    assert result.report.state == "ready", press.texts_of(findings(result))
    (plate,) = recipe.plates
    if what == "crop":
        assert (plate.box.width, plate.box.height) == (522, 600)
        assert plate.treatment.crop == pytest.approx((0, 0, 0.58, 1))
    else:
        assert (plate.treatment.flip, plate.treatment.crop) == (True, None)
    assert corner_of(root / "out/staging" / recipe.file_name, plate.box) == {"crop": "red", "flip": "green"}[what]


def test_a_crop_that_cuts_what_must_be_kept_is_refused_in_millimetres(tmp_path: Path) -> None:
    found = told(tmp_path, "show: fill", ", crop: allowed, keep: [0.1, 0.2, 0.9, 0.8]")
    assert [d.id for d in found] == ["picture/keep"]
    assert "mm beyond the safe area or the crop" in found[0].message


def test_a_crop_moves_to_keep_what_must_be_kept(tmp_path: Path) -> None:
    result, recipe, _ = one_item(
        board(tmp_path, "show: fill", ", crop: allowed, focus: [1, 1], keep: [0.1, 0.2, 0.4, 0.8]")
    )
    assert result.report.state == "ready", press.texts_of(findings(result))
    crop = recipe.plates[0].treatment.crop
    assert crop is not None
    assert crop[0] <= 0.1


def test_what_must_be_kept_may_not_stand_near_the_trim_even_in_a_whole_picture(tmp_path: Path) -> None:
    """A picture that runs into the bleed: its edge is cut or wrapped, 15 mm inside the trim are safe."""
    root = board(tmp_path, "kind: photograph", ", keep: [0.0, 0.3, 0.2, 0.6]")
    geometry = root / "styles/templates/panel/own.yml"
    geometry.write_text(
        geometry.read_text("utf-8").replace("left: 36, top: 42, width: 522", "left: -5, top: 42, width: 604")
    )
    result, _, _ = one_item(root)
    errors = [d for d in findings(result) if d.level.word == "error"]
    assert [d.id for d in errors] == ["picture/keep"]
    assert "20 mm beyond the safe area or the crop at the left" in errors[0].message


def test_text_on_a_photograph_is_refused_unless_its_author_permits_it(tmp_path: Path) -> None:
    over = GEOMETRY.replace("top: 700", "top: 200").replace("SLOT", "align: left")
    for caption, ids in (("", ["image/text-over"]), (", text_over: allowed", [])):
        folder = tmp_path / (caption[2:6] or "bare")
        folder.mkdir()
        root = board(folder, "align: left", caption)
        (root / "styles/templates/panel/own.yml").write_text(over, "utf-8")
        result, _, _ = one_item(root)
        errors = [d.id for d in findings(result) if d.level.word == "error"]
        assert [id for id in errors if id != "text/covered"] == ids  # here the photograph also lies on the text


# -- pixels ----------------------------------------------------------------------------------------------------------


def encode(light: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055))


def test_light_is_averaged_and_not_its_encoding() -> None:
    """A fine check of black and white reflects half the light: sRGB 188, where averaged numbers would be 128."""
    check = (np.indices((400, 400)).sum(axis=0) % 2 * 255).astype(np.uint8)
    small = resampled(np.dstack([check] * 3), (0, 0, 400, 400), (50, 50))
    assert np.abs(small[5:-5, 5:-5].astype(int) - 188).max() <= 1


def test_no_light_line_stands_in_black_beside_a_bright_edge() -> None:
    edge = np.zeros((200, 1411), np.uint8)
    edge[:, 708:] = 255
    row = resampled(edge, (0, 0, 1411, 200), (700, 99))[50].astype(int)
    first = int(np.argmax(row > 60))
    assert row[: first - 1].max() <= 2


@given(st.integers(40, 300), st.integers(40, 300), st.floats(0.2, 1.0), st.integers(0, 9))
def test_strips_have_no_seams(width: int, height: int, scale: float, seed: int) -> None:
    """Made strip by strip or at once, the result is the same picture, whatever the sizes."""
    source = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    whole = Image.fromarray(source.astype(np.float32)).resize(size, Image.Resampling.BICUBIC)
    mine = resampled(source, (0, 0, width, height), size, gamma=1.0)
    assert np.abs(mine.astype(int) - np.asarray(whole).clip(0, 255)).max() <= 1.01


@given(st.floats(10, 5000), st.floats(10, 5000), st.tuples(st.integers(1, 6000), st.integers(1, 6000)))
def test_nothing_is_ever_enlarged(width: float, height: float, place: tuple[int, int]) -> None:
    size = target_size(width, height, place)
    assert size[0] <= max(1, round(width))
    assert size[1] <= max(1, round(height))


def test_sharpening_is_light_and_leaves_grain_and_flat_areas_alone() -> None:
    step = np.full((40, 80), 100, np.uint8)
    step[:, 40:] = 150
    step[::2, ::2] += 1
    sharp = sharpened(step, 200).astype(int)
    assert 4 < sharp.max() - 151 < 20  # a rim of a few levels at the edge
    assert np.abs(sharp[:, :30] - step[:, :30].astype(int)).max() == 0


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turning_is_what_exif_says(orientation: int) -> None:
    from PIL import ImageOps  # noqa: PLC0415

    pixels = np.arange(24, dtype=np.uint8).reshape(4, 6)
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = Image.fromarray(pixels)
    picture.getexif()[0x0112] = orientation
    assert np.array_equal(turned(pixels, orientation), np.asarray(ImageOps.exif_transpose(picture)))
