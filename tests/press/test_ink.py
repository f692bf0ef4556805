"""Ink on the plates, as Ghostscript separates them: black text prints in black alone, and the tint goes on beneath it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pikepdf
import pytest
import yaml
from PIL import Image
from tests.support import press
from tests.support.judges import ink_cov
from tests.support.press import THEME, encoded, plates, small_recipe, wanted

from panelpress.ground.files import Cache
from panelpress.inspect.reader import read_pdf
from panelpress.press.make import make
from panelpress.press.recipe import PICTURE_ADDRESS

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.pdf import PageFacts, PdfFacts

pytestmark = [pytest.mark.slow, pytest.mark.judge]

MM: Final = 25.4
UNTINTED: Final = re.sub(
    r"(--(?:paper|accent|quiet|line|awaited|book-paper|[a-z-]*)): device-cmyk\([^)]*\)",
    lambda m: (
        f"{m[1]}: device-cmyk(0 0 0 {'0' if 'paper' in m[1] else '.3' if m[1] in ('--line', '--awaited') else '1'})"
    ),
    THEME,
)
TEXT_PAGES: Final = {"text", "imprint", "contents", "works", "colophon", "half-title", "caption"}


def text_pages(root: Path) -> list[int]:
    """The numbers of the catalogue's pages that hold text and no picture."""
    found: list[int] = []
    number = 1
    for entry in yaml.safe_load((root / "catalogue.yml").read_text("utf-8"))["catalogue"]["flat_plan"]:
        pages = entry.get("pages", 1)
        if entry["kind"] in TEXT_PAGES and "photo" not in entry:
            found += range(number, number + pages)
        number += pages
    return found


def _untinted(folder: Path) -> None:
    press.copy_sample(folder)
    (folder / "styles").mkdir(exist_ok=True)
    (folder / "styles/untinted.css").write_text(UNTINTED, "utf-8")
    said = folder / "catalogue.yml"
    changed, times = re.subn(r"(?m)^theme: .*$", "theme: untinted", said.read_text("utf-8"))
    assert times == 1
    said.write_text(changed, "utf-8")
    press.build_whole(folder)


@pytest.fixture(scope="session")
def untinted(tmp_path_factory: pytest.TempPathFactory) -> press.Project:
    """Return the sample on white paper, every other ink black."""
    return press.project(press.once(tmp_path_factory, "built-untinted", _untinted))


def test_the_theme_without_tint_has_one_ink() -> None:
    colours = re.findall(r"device-cmyk\(([^)]*)\)", UNTINTED)
    assert len(colours) >= 5
    assert all(colour.split()[:3] == ["0", "0", "0"] for colour in colours)


def test_without_a_tint_every_page_of_the_book_carries_ink_on_k_alone(untinted: press.Project) -> None:
    """Pages of text because text is 100 K; pages with photographs because greys are K too."""
    covered = ink_cov(untinted.files["catalogue"])
    assert len(covered) == untinted.said["catalogue"]["pages"]
    texts = text_pages(untinted.root)
    assert texts
    for page in covered:
        assert (page.cyan, page.magenta, page.yellow) == (0, 0, 0), page
        if page.page in texts:
            assert page.black_only, page


def test_without_a_tint_every_panel_carries_ink_on_k_alone(untinted: press.Project) -> None:
    for key, path in untinted.files.items():
        if not key.startswith("catalogue"):
            (page,) = ink_cov(path)
            assert page.black_only, (key, page)


def without_text(path: Path, target: Path) -> Path:
    """Write the same file with every text object taken out."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            kept, inside = [], False
            for one in pikepdf.parse_content_stream(page):
                operator = str(one.operator)
                inside = inside or operator == "BT"
                if not inside:
                    kept.append(one)
                inside = inside and operator != "ET"
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        pdf.save(target)
    return target


def test_cyan_magenta_and_yellow_do_not_see_the_black_text_of_a_tinted_page(
    sample: press.Project, tmp_path: Path
) -> None:
    """With and without its text the page has the same three plates: black letters knock nothing out of the paper's tint.

    Folios and running feet in 80 % black are no black text: they knock out, and are left out here.
    """
    book = sample.files["catalogue"]
    bare = without_text(book, tmp_path / "bare.pdf")
    chosen = text_pages(sample.root)
    for number in chosen[:: max(1, len(chosen) // 4)]:
        inked, blank = plates(book, number, 100), plates(bare, number, 100)
        black = inked[..., 3] == 255
        assert black.sum() > 100
        assert len(np.unique(inked[black], axis=0)) == 1  # beneath all of them the same tint
        assert inked[black][0].tolist()[:3] == blank[2, 2, :3].tolist() != [0, 0, 0]
        paler = (inked[..., 3] > 0) & ~black
        assert np.array_equal(inked[~paler][:, :3], blank[~paler][:, :3])


def test_a_panels_small_text_overprints_and_its_large_text_knocks_out(sample: press.Project) -> None:
    """By facts: 100 K below 36 pt on paper overprints with OPM 1, from 36 pt on it does not; nothing else overprints."""
    seen = set()
    for path in sample.files.values():
        facts = read_pdf(path, raster=False)
        for page in facts.pages:
            for run in page.texts:
                (paint,) = run.paints
                small = run.size_pt < 35.9
                assert paint.overprint == (paint.colour.black_only and small and not over_image(page, run.order)), run
                assert paint.opm == (1 if paint.overprint else 0)
                seen.add((paint.colour.black_only, small))
            for shape in page.shapes:
                assert not shape.paint.overprint or (shape.paint.colour.black_only and shape.width_pt < 2)
    assert {(True, True), (True, False), (False, True)} <= seen


def over_image(page: PageFacts, order: int) -> bool:
    run = next(run for run in page.texts if run.order == order)
    return any(image.order < order and image.box.overlap(run.box) for image in page.images)


# -- on a page of our own, ink by ink --------------------------------------------------------------------------------

CSS: Final = """
p { position: absolute; margin: 0; left: 5mm; font-family: "Source Sans Pro" }
.small { top: 5mm; font-size: 35.9pt } .large { top: 21mm; font-size: 36pt } .over { top: 50mm; font-size: 20pt }
.beside { top: 70mm; font-size: 20pt }
.photo { position: absolute; left: 0; top: 45mm; width: 60mm; height: 22mm }
div { position: absolute; left: 80mm; width: 15mm }
.rule { top: 5mm; height: 1.9pt; background: var(--ink) } .bar { top: 10mm; height: 5mm; background: var(--ink) }
.ruled { top: 20mm; height: 5mm; border: 1pt dashed var(--ink) }
.white { top: 30mm; height: 9mm; border: 1mm dashed device-cmyk(0 0 0 0) }
.on { left: 30mm; top: 62mm; height: 1pt; background: var(--ink) }
"""
HTML: Final = (
    '<img class="photo" src="PHOTO" alt=""><p class="small">MMMM</p><p class="large">MMMM</p>'
    '<p class="over">MMMM</p><p class="beside">MMMM</p>'
    '<div class="rule"></div><div class="bar"></div><div class="ruled"></div><div class="white"></div>'
    '<div class="on"></div>'
)
INKS: Final = (100, 80, 60, 40)  # of 255
PAPER: Final = (10, 8, 20, 0)  # the theme's tint, of 255
DPI: Final = 300


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tinted page with text, rules and a photograph of one ink mix."""
    folder = tmp_path_factory.mktemp("mixed")
    photo = folder / "photo.jpg"
    photo.write_bytes(encoded(Image.new("CMYK", (600, 220), INKS), "JPEG", quality=98))
    order = wanted(photo, 60, 22, 254, 98)
    recipe = small_recipe(HTML.replace("PHOTO", f"{PICTURE_ADDRESS}{order.key}.jpg"), CSS, size=(100.0, 80.0))
    made = make(replace(recipe, pictures=(order,)), Cache(None))
    path = folder / "mixed.pdf"
    path.write_bytes(made.data)
    return path


@pytest.fixture(scope="module")
def inks(mixed: Path) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """Return its plates."""
    return plates(mixed, 1, DPI)


def area(
    inks: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]], left: float, top: float, right: float, bottom: float
) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """The inks of a rectangle in mm from the trim, one row a pixel."""
    rows, columns = ([round((v + 3) / MM * DPI) for v in pair] for pair in ((top, bottom), (left, right)))
    return inks[rows[0] : rows[1], columns[0] : columns[1]].reshape(-1, 4)


def beneath(pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> set[tuple[int, ...]]:
    """What the other plates have where black is full."""
    return {tuple(int(v) for v in row[:3]) for row in np.unique(pixels[pixels[:, 3] == 255], axis=0)}


@pytest.mark.parametrize(
    ("what", "place", "meant"),
    [
        ("small text", (5, 5, 70, 20), PAPER[:3]),
        ("text of 36 pt", (5, 22, 70, 37), (0, 0, 0)),
        ("text over a photograph", (5, 51, 55, 60), (0, 0, 0)),
        ("text beside a photograph", (5, 70, 55, 79), PAPER[:3]),
        ("a rule", (81, 5, 94, 6), PAPER[:3]),
        ("a bar", (81, 10.5, 94, 14.5), (0, 0, 0)),
        ("a dashed line", (80, 20, 95, 26), PAPER[:3]),
        ("a rule over a photograph", (31, 61.5, 44, 63), (0, 0, 0)),
    ],
)
def test_what_lies_beneath_black(
    what: str,
    place: tuple[float, float, float, float],
    meant: tuple[int, ...],
    inks: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]],
) -> None:
    """The paper's tint goes on under small black text and thin rules; large ones and those on pictures knock out."""
    found = area(inks, *place)
    assert (found[:, 3] == 255).sum() > 50, what
    assert beneath(found) == {meant}, what


def test_white_knocks_out_even_after_text(inks: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]) -> None:
    """A white line that overprinted would leave the tint, and be no line."""
    found = {tuple(int(v) for v in row) for row in np.unique(area(inks, 80, 30, 95, 41), axis=0)}
    assert (0, 0, 0, 0) in found
    assert PAPER in found


def test_the_photograph_lies_on_the_paper_in_its_own_inks(
    inks: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]],
) -> None:
    found = np.unique(area(inks, 5, 46, 55, 49), axis=0)
    assert np.abs(found.astype(int) - INKS).max() <= 2


def test_the_reader_sees_the_same_states_as_the_plates(mixed: Path) -> None:
    facts: PdfFacts = read_pdf(mixed, raster=False)
    (page,) = facts.pages
    states = {round(run.box.top): [(p.overprint, p.opm) for p in run.paints] for run in page.texts}
    assert sorted(states.values()) == [[(False, 0)], [(False, 0)], [(True, 1)], [(True, 1)]]
    strokes = [shape for shape in page.shapes if shape.kind == "stroke"]
    assert {(s.paint.colour.white, s.paint.overprint) for s in strokes} == {(True, False), (False, True)}


# -- the difficult boards --------------------------------------------------------------------------------------------


def test_small_text_over_a_tint_keeps_it_and_over_a_photograph_knocks_out(difficult: press.Project) -> None:
    (page,) = read_pdf(difficult.files["over"], raster=False).pages
    said = {run.text.replace("\u00a0", " ").strip(): run.paints[0] for run in page.texts}
    assert said["Small words over a tint."].overprint
    assert not said["Small words over a picture"].overprint
    assert not said["Large over paper"].overprint
    rule = [s for s in page.shapes if s.paint.colour.black_only and s.width_pt < 2]
    assert rule
    assert all(s.paint.overprint for s in rule)


def test_a_board_in_x1a_overprints_the_same_way(difficult: press.Project) -> None:
    facts = read_pdf(difficult.files["over"], raster=False)
    assert facts.info["GTS_PDFXVersion"] == "PDF/X-1a:2003"
    inks = plates(difficult.files["over"], 1, 60)
    bleed, margin = difficult.bleed_of("over"), 12
    rows = slice(*(round((margin + bleed.top + y) / MM * 60) for y in (655, 690)))
    columns = slice(*(round((margin + bleed.left + x) / MM * 60) for x in (60, 300)))
    band = inks[rows, columns].reshape(-1, 4)
    assert (band[:, 3] > 200).sum() > 50
    tint = {tuple(int(v) for v in row) for row in np.unique(band[:, :3], axis=0)}
    assert len(tint) == 1  # 30 % cyan, 10 % magenta, under the letters too
    assert next(iter(tint))[0] == pytest.approx(0.3 * 255, abs=2)


def test_marks_print_on_every_plate(difficult: press.Project) -> None:
    """Registration colour: at the crop marks all four inks are full."""
    inks = plates(difficult.files["marks"], 1, 144)
    margin = round(12 / MM * 144) - 6
    border = np.concatenate([inks[:margin].reshape(-1, 4), inks[-margin:].reshape(-1, 4)])
    full = border[border.min(axis=1) > 200]
    assert len(full) > 100
    partly = border[(border.max(axis=1) > 200) & (border.min(axis=1) < 40)]
    assert len(partly) == 0
