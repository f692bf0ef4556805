"""Codes on the paper: a panel's address and a book's ISBN, in 100 K on white, with their room, in every theme and standard.

What is printed is read by a decoder from pages that Ghostscript and poppler drew, and by our own reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.support import press
from tests.support.judges import ask
from tests.support.press import findings, one_item
from tests.support.project import Project, small_project

from panelpress.exhibition.codes import check_figure
from panelpress.ground.diagnostics import Level, Span
from panelpress.ground.geometry import Box
from panelpress.inspect.reader import read_pdf
from panelpress.press.codes import BARS, barcode, qr_code

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.pdf import Code, PdfFacts, Shape
    from panelpress.jobs.work import Result
    from panelpress.press.recipe import Recipe, SetCode

LINK: Final = "https://www.example.org/miners/durham"
ISBN: Final = "978-3-16-148410-0"
FIGURES: Final = "9783161484100"
HERE: Final = Span("panels/01-coal.md", 3)
PLACE: Final = Box(264, 788, 298, 822)
COAL, BOOK = "panels/01-coal.md", "catalogue.yml"
K: Final = (0.0, 0.0, 0.0, 1.0)
WHITE: Final = (0.0, 0.0, 0.0, 0.0)


# -- what is drawn ---------------------------------------------------------------------------------------------------


def read(code: SetCode, module_px: int = 4) -> list[tuple[str, str]]:
    """Return what a decoder reads from a code's own rectangles, painted by nobody's renderer."""
    svg = code.svg.decode()
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    assert size
    picture = np.full((int(size[2]) * module_px, int(size[1]) * module_px), 255, np.uint8)
    black = svg.rsplit('d="', 1)[1]
    for x, y, w, h in (map(int, m) for m in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", black)):
        area = picture[y * module_px : (y + h) * module_px, x * module_px : (x + w) * module_px]
        assert (area == 255).all(), "no module is painted twice: holes would show under the even-odd rule"
        area[:] = 0
    return [(found.format.name, found.text) for found in zxingcpp.read_barcodes(picture)]


@given(st.from_regex(r"97[89][0-9]{9}", fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_every_isbn_is_drawn_so_that_a_decoder_reads_it(twelve: str) -> None:
    isbn = twelve + str(check_figure(twelve))
    code = barcode(isbn, Box(0, 0, 40, 40), 1, HERE)
    assert code is not None
    assert read(code) == [("EAN13", isbn)]


@given(st.from_regex(r"https://[a-z]{3,12}\.org/[a-zA-Z0-9_~./?=&%+-]{0,54}", fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_every_address_is_drawn_so_that_a_decoder_reads_it(address: str) -> None:
    code = qr_code(address, PLACE, 1, HERE)
    assert code is not None
    assert read(code) == [("QRCode", address)]
    assert code.module_mm >= 0.8


def modules(address: str, side: float) -> int | None:
    """Return how many modules a side of a QR code in a square place has; None where it is not set."""
    code = qr_code(address, Box(0, 0, side, side), 1, HERE)
    return round(code.box.width / code.module_mm) - 2 * 4 if code else None


def test_a_qr_code_is_25_mm_or_more_or_it_is_not_set() -> None:
    assert modules("https://www.example.org", 33.0) == 25, "modules of 1 mm"
    assert modules("https://www.example.org", 32.9) is None, "24.9 mm"


def test_the_modules_of_a_qr_code_are_0_8_mm_or_more_or_it_is_not_set() -> None:
    assert modules("https://www.example.org/".ljust(78, "a"), 34.0) == 33, "modules of 0.83 mm"
    assert modules("https://www.example.org/".ljust(79, "a"), 34.0) is None, "37 of them, 0.76 mm"


@pytest.mark.parametrize(
    ("width", "scale"), [(60.0, 1.0), (37.29, 1.0), (33.0, 33 / 37.29), (29.832, 0.8), (29.8, None)]
)
def test_a_barcode_is_as_large_as_its_place_from_80_to_100_per_cent(width: float, scale: float | None) -> None:
    code = barcode(ISBN, Box(0, 0, width, 60), 1, HERE)
    assert (code.module_mm / 0.33 if code else None) == (pytest.approx(scale) if scale else None)


# -- what is printed -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Printed:
    """An item made and judged, and what our reader sees in its file."""

    result: Result
    recipe: Recipe
    path: Path

    @property
    def facts(self) -> PdfFacts:
        """What our reader sees, codes too."""
        return read_pdf(self.path, plates=False, codes=True)

    @property
    def codes(self) -> list[Code]:
        """Every code on its pages."""
        return [code for page in self.facts.pages for code in page.codes or ()]

    def shapes(self, code: SetCode) -> list[Shape]:
        """Return what is painted in a code's place."""
        pages = [page for page in self.facts.pages if page.number == code.page]
        around = code.box.shrunk(-0.05)
        return [shape for page in pages for shape in page.shapes if around.contains(shape.box)]


def made(project: Project, key: str) -> Printed:
    result, recipe, _ = one_item(project.root, key)
    assert not [d for d in findings(result) if d.level is Level.ERROR], press.texts_of(findings(result))
    return Printed(result, recipe, project.root / "out" / "staging" / recipe.file_name)


def with_link(folder: Path, link: str = LINK, head: str = "") -> Project:
    project = small_project(folder / "exhibition")
    project.edit(COAL, "title: Coal\n", f"title: Coal\nlink: {link}\n{head}")
    return project


def with_isbn(folder: Path, isbn: str = ISBN) -> Project:
    project = small_project(folder / "exhibition")
    project.edit(BOOK, "  pages: 4\n", f"  pages: 4\n  isbn: {isbn}\n")
    project.edit(BOOK, "{kind: works}", "{kind: back}")
    return project


def seen(path: Path, page: int, ppi: int) -> list[tuple[str, str]]:
    """Return what a decoder reads from a page that poppler drew."""
    out = path.with_name(f"seen-{page}")
    ask(
        "pdftoppm",
        "-r",
        str(ppi),
        "-f",
        str(page),
        "-l",
        str(page),
        "-singlefile",
        "-gray",
        "-png",
        str(path),
        str(out),
    )
    with Image.open(out.with_suffix(".png")) as png:
        return [(c.format.name, c.text) for c in zxingcpp.read_barcodes(np.asarray(png.convert("L")))]


THEMES = ("gallery-bone", "lodge-banner", "underground")


@pytest.mark.slow
@pytest.mark.judge
@pytest.mark.parametrize("theme", THEMES)
def test_a_panels_address_is_printed_in_black_alone_on_white_and_read_in_every_theme(
    theme: str, tmp_path: Path
) -> None:
    project = with_link(tmp_path)
    project.edit(BOOK, "languages:", f"theme: {theme}\nlanguages:")
    printed = made(project, "coal")
    (code,), (planned,) = printed.codes, printed.recipe.codes
    assert (code.kind, code.text) == ("QR", LINK)
    assert (code.dark, code.light, code.inverted, code.mirrored) == ((("Black", 1.0),), (), False, False)
    assert min(clear for _, clear in code.quiet.named) >= 4
    assert code.module_mm == pytest.approx(planned.module_mm, rel=0.01)
    assert min(code.box.width, code.box.height) >= 25
    assert seen(printed.path, 1, 100) == [("QRCode", LINK)]
    ground, modules = printed.shapes(planned)
    assert (ground.paint.colour.components, modules.paint.colour.components) == (WHITE, K)
    assert {ground.paint.colour.space.kind, modules.paint.colour.space.kind} == {"DeviceCMYK"}
    words = "".join(run.text for run in printed.facts.pages[0].texts if run.visible)
    assert LINK.removeprefix("https://") in words


@pytest.mark.slow
@pytest.mark.judge
@pytest.mark.parametrize("theme", THEMES)
def test_the_plates_of_a_code_are_black_and_nothing_else(theme: str, tmp_path: Path) -> None:
    """As a press would print it, by Ghostscript: white knocks out the theme's paper, whatever overprints on the page."""
    project = with_link(tmp_path)
    project.edit(BOOK, "languages:", f"theme: {theme}\nlanguages:")
    printed = made(project, "coal")
    place, bleed, dpi = printed.recipe.codes[0].box, printed.recipe.sheet.bleed, 72
    inks = press.plates(printed.path, 1, dpi)
    off = printed.facts.pages[0].boxes.media, printed.facts.pages[0].trim
    assert bleed.left > 0
    x, y = -off[0].left, -off[0].top
    rows = slice(round((place.top + y + 0.5) / 25.4 * dpi), round((place.bottom + y - 0.5) / 25.4 * dpi))
    columns = slice(round((place.left + x + 0.5) / 25.4 * dpi), round((place.right + x - 0.5) / 25.4 * dpi))
    part = inks[rows, columns]
    assert part[..., :3].max() == 0
    assert (part[..., 3].min(), part[..., 3].max()) == (0, 255)
    assert part[:8, :, 3].max() == 0, "the quiet zone"


@pytest.mark.slow
@pytest.mark.judge
@pytest.mark.parametrize("standard", ["pdf/x-4", "pdf/x-1a"])
def test_a_books_isbn_is_a_barcode_on_its_back_and_a_line_in_its_imprint(standard: str, tmp_path: Path) -> None:
    project = with_isbn(tmp_path)
    project.edit(BOOK, "press: {makes: catalogue,", f"press: {{makes: catalogue, standard: {standard},")
    printed = made(project, "catalogue")
    (code,) = printed.codes
    assert (code.page, code.kind, code.text) == (4, "EAN-13", FIGURES)
    assert (code.dark, code.light) == ((("Black", 1.0),), ())
    assert code.module_mm == pytest.approx(0.33, rel=0.01)
    assert code.box.width == pytest.approx(BARS * 0.33, rel=0.01)
    assert code.quiet.left >= 11
    assert code.quiet.right >= 7
    assert seen(printed.path, 4, 300) == [("EAN13", FIGURES)]
    words = [" ".join(run.text for run in page.texts if run.visible) for page in printed.facts.pages]
    assert [
        number for number, said in enumerate(words, 1) if f"ISBN\u00a0{ISBN}" in said or f"ISBN {ISBN}" in said
    ] == [2, 4]


LONG = "https://www.example.org/the-durham-miners/and/international-solidarity?panel=1"
TEXT, TIME = "Coal was cut here for two hundred years.", "1974\n: The miners came out."
FIGURE, OTHER = "![](seam)", "![](loaf)"
LAYOUTS: Final = {
    "text-picture": (TEXT, FIGURE),
    "text-picture-upright": (TEXT, FIGURE),
    "picture": (FIGURE,),
    "picture-pair": (FIGURE, OTHER),
    "picture-stack": (FIGURE, OTHER),
    "timeline": (TIME, FIGURE),
    "credits": (TEXT, FIGURE),
    "credits-upright": (TEXT, FIGURE),
    "quotation": (f"> {TEXT}\n> — Somebody", FIGURE),
    "title": (TEXT, FIGURE),
    "bilingual": (TEXT, FIGURE),
}


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("link", [LINK, LONG], ids=["one line", "two lines"])
def test_every_layout_has_a_place_for_a_code_that_nothing_else_reaches(layout: str, link: str, tmp_path: Path) -> None:
    project, plain = small_project(tmp_path / "exhibition"), layout.removesuffix("-upright")
    if layout.endswith("-upright"):
        project.picture("seam.png", (507, 760))
    body = "\n\n".join(LAYOUTS[layout])
    project.write(COAL, f"---\ntitle: Coal\nlink: {link}\nlayout: {plain}\n---\n\n{body}\n")
    project.write("panels/01-coal.es.md", f"---\ntitle: Carbón\nlayout: {plain}\n---\n\nAquí se cortaba carbón.\n")
    if layout != "bilingual":
        (project.root / "panels/01-coal.es.md").unlink()
    printed = made(project, "coal")
    (code,) = printed.codes
    assert code.text == link
    assert min(clear for _, clear in code.quiet.named) >= 4
    (planned,) = printed.recipe.codes
    texts = [run for page in printed.facts.pages for run in page.texts if run.visible]
    assert not [run.text for run in texts if run.visible and run.visible.overlap(planned.box)]
    assert not [image.name for image in printed.facts.images if image.box.overlap(planned.box)]
    assert not [d for d in findings(printed.result) if d.id.startswith(("code/", "text/", "layout/"))]


@pytest.mark.slow
def test_an_address_is_divided_after_a_stroke_not_at_its_own_hyphen(tmp_path: Path) -> None:
    runs = made(with_link(tmp_path, LONG), "coal").facts.pages[0].texts
    lines: dict[float, str] = {}
    for run in runs:
        if run.visible:
            lines[round(run.box.bottom, 1)] = lines.get(round(run.box.bottom, 1), "") + run.text
    assert {"www.example.org/the-durham-miners/and/", "international-solidarity?panel=1"} <= set(lines.values())


@pytest.mark.slow
def test_where_no_code_is_asked_for_a_build_looks_for_none(tmp_path: Path) -> None:
    project = small_project(tmp_path / "exhibition")
    result, recipe, _ = one_item(project.root, "coal")
    assert recipe.codes == ()
    examined = {o.id: o.examined for o in result.report.outcomes if o.id.startswith("code/")}
    assert "code/decodes" in examined
    assert set(examined.values()) == {0}


# -- what does not fit -----------------------------------------------------------------------------------------------


def test_an_address_that_is_too_long_is_refused_with_its_line_and_how_long_it_may_be(tmp_path: Path) -> None:
    long = "https://www.example.org/".ljust(90, "a")
    result, _, _ = one_item(with_link(tmp_path, long).root, "coal")
    (found,) = (d for d in findings(result) if d.id == "layout/link")
    assert found.span is not None
    assert (found.span.file, found.span.line) == (COAL, 3)
    assert "78 characters at most" in found.help
    assert "this one has 90" in found.help


GEOMETRY = "size: [594, 841]\nframes:\n  title: {left: 36, top: 40, width: 522, height: 100}\n"
TEMPLATE = '{% extends "panel/board.html" %}{% block content %}{% endblock %}{% block folio %}{% endblock %}'


def test_a_link_on_a_layout_without_a_place_for_it_is_refused_with_its_line(tmp_path: Path) -> None:
    project = with_link(tmp_path, head="layout: own\n")
    project.edit(COAL, "\n![](seam)\n", "")
    project.write("styles/templates/panel/own.html", TEMPLATE)
    project.write("styles/templates/panel/own.yml", GEOMETRY)
    result, _, _ = one_item(project.root, "coal")
    (found,) = (d for d in findings(result) if d.id == "layout/link")
    assert found.span is not None
    assert (found.span.file, found.span.line) == (COAL, 3)
    assert "`own` has no place" in found.message
    assert "34 mm" in found.help


@pytest.mark.parametrize(
    ("frames", "says"),
    [
        ("", "it has no frame `isbn`"),
        ("  isbn: {left: 60, top: 150, width: 29, height: 40}\n", "29 × 40 mm"),
        ("  isbn: {left: 60, top: 150, width: 40, height: 24}\n", "40 × 24 mm"),
    ],
)
def test_an_isbn_on_a_back_without_room_is_refused_with_its_line(frames: str, says: str, tmp_path: Path) -> None:
    project = with_isbn(tmp_path)
    back = '{% from "macros.html" import isbn_code with context %}<section class="page fixed cover"></section>'
    geometry = "size: [148, 210]\nframes:\n  names: {left: 16, top: 136, width: 70, height: 10}\n"
    project.write("styles/templates/book/back-isbn.html", back)
    project.write("styles/templates/book/back-isbn.yml", geometry + frames)
    result, _, _ = one_item(project.root, "catalogue")
    (found,) = (d for d in findings(result) if d.id == "layout/isbn")
    assert found.span is not None
    assert (found.span.file, found.span.line) == (BOOK, 13)
    assert says in found.message
    assert "28 mm" in found.help
