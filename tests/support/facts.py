"""Facts made by hand, for tests that need no PDF: a page, a picture, a run of text, a layout."""

from __future__ import annotations

from typing import Any

from panelpress.facts.layout import Block, Fitted, Frame, LayoutFacts, Line, SetText, Source
from panelpress.facts.paint import Colour, ColourSpace, Paint
from panelpress.facts.pdf import Boxes, EdgePaint, PageFacts, PdfFacts, PlacedImage, Shape, Stretch, TextRun
from panelpress.ground.geometry import Box, Matrix
from panelpress.preflight.framework import Outcome, Rule, all_checks, run_rules
from panelpress.preflight.order import Order, Subject

CMYK, GREY, RGB = ColourSpace("DeviceCMYK", 4), ColourSpace("DeviceGray", 1), ColourSpace("DeviceRGB", 3)
BLACK = Paint(Colour(CMYK, (0, 0, 0, 1)), overprint=True, opm=1)
TINT = Paint(Colour(CMYK, (0.04, 0.03, 0.08, 0)))
TRIM = Box(0, 0, 148, 210)
SENTENCES = (
    "The lodge banner was carried out at dawn. A band walked before it. Every pit well-known in the county came."
)


def picture(ppi: float = 300, *, turned: Matrix | None = None, **other: Any) -> PlacedImage:
    """Return a picture 100 mm wide and 50 mm high at a resolution."""
    matrix = turned or Matrix(100, 0, 0, -50, 20, 80)
    box = Box.around([matrix.apply(*p) for p in ((0, 0), (1, 0), (1, 1), (0, 1))])
    facts: dict[str, Any] = {
        "page": 1, "name": "Im0", "order": 1, "matrix": matrix, "box": box, "visible": box, "width": 1000, "height": 500,
        "ppi_x": ppi, "ppi_y": ppi, "space": GREY, "bits": 8, "filters": ("DCTDecode",), "mask": "", "inline": False,
        "digest": "0" * 64, "whole": True, "paint": BLACK, **other,
    }  # fmt: skip
    return PlacedImage(**facts)


def run(text: str = "Coal and bread", **other: Any) -> TextRun:
    """Return a run of 10 pt text that stands 20 mm into the page."""
    facts: dict[str, Any] = {
        "page": 1, "order": 9, "text": text, "font": "SourceSansPro-Regular", "size_pt": 10.0, "box": Box(20, 20, 60, 24),
        "fill": BLACK, "stroke": None, "mode": 0, "glyphs": 12, "notdef": 0, **other,
    }  # fmt: skip
    facts.setdefault("visible", facts["box"])
    return TextRun(**facts)


def shape(box: Box, paint: Paint = TINT, **other: Any) -> Shape:
    """Return a filled rectangle."""
    facts: dict[str, Any] = {
        "page": 1, "order": 2, "kind": "fill", "box": box, "visible": box, "paint": paint,
        "width_pt": min(box.width, box.height) * 72 / 25.4, "rectangular": True, **other,
    }  # fmt: skip
    return Shape(**facts)


def page(*, trim: Box = TRIM, bleed: float | None = 3.0, slug: float = 7.0, number: int = 1, **other: Any) -> PageFacts:
    """Return an empty page with all its boxes."""
    bled = None if bleed is None else trim.shrunk(-bleed)
    media = (bled or trim).shrunk(-slug)
    facts: dict[str, Any] = {
        "number": number, "boxes": Boxes(media, None, bled, trim, None, (0.0, 0.0)), "trim": trim, "user_unit": 1.0,
        "rotate": 0, **other,
    }  # fmt: skip
    return PageFacts(**facts)


def edge(reach: float, *, start: float = 0.0, end: float = 148.0, accuracy: float = 0.0) -> EdgePaint:
    """Return a top edge with one painted stretch."""
    return EdgePaint("top", 10.0, accuracy, (Stretch(start, end, reach),))


def pdf(*pages: PageFacts, **other: Any) -> PdfFacts:
    """Return a file of pages."""
    facts: dict[str, Any] = {"digest": "0" * 64, "size": 1, "version": "1.6", "pages": pages or (page(),), **other}
    return PdfFacts(**facts)


def planned_block(last_page: int = 1) -> Block:
    """Return the block of :func:`layout`, planned to end on a page."""
    return Block("b1", SENTENCES, Source("panels/03-num.md", 7), "body", (1, last_page))


def layout(lines: tuple[str, ...] | None = None, **other: Any) -> LayoutFacts:
    """Return the layout of one block of three sentences set on three lines, or on the lines given."""
    shown = lines if lines is not None else ("The lodge banner was carried out at dawn. A band walked be-",
                                             "fore it. Every pit well-", "known in the county came.")  # fmt: skip
    texts = tuple(
        SetText(1, text, Box(20, 20 + 5 * i, 120, 25 + 5 * i), Box(20, 20 + 5 * i, 120, 25 + 5 * i),
                "Source Sans Pro", 10.0, "en-GB", "b1", "body")
        for i, text in enumerate(shown)
    )  # fmt: skip
    facts: dict[str, Any] = {
        "item": "panel", "pages": 1, "blocks": (planned_block(),),
        "texts": texts, "frames": (Frame(1, "body", Box(20, 20, 120, 60)),), "pictures": (), "missing_glyphs": (),
        "families": ("Source Sans Pro",), **other,
    }  # fmt: skip
    return LayoutFacts(**facts)


def line(number: int = 1, **other: Any) -> Line:
    """Return a full line of 40 characters of a text, 36 on 48 pt, at the top of a frame."""
    top = 100.0 + 17 * number
    facts: dict[str, Any] = {
        "number": number, "page": 1, "paragraph": 1, "block": "b1", "frame": "body", "text": "n" * 40,
        "box": Box(36, top, 288, top + 12), "measure": 252.0, "size_pt": 36.0, "leading_pt": 48.0, "align": "left",
        "level": "body", "last": False, "hyphenated": False, **other,
    }  # fmt: skip
    return Line(**facts)


def lines(*texts: str, **other: Any) -> tuple[Line, ...]:
    """Return the lines of one paragraph; a list says what each of them has."""
    return tuple(
        line(
            n, text=text, last=n == len(texts), **{k: v[n - 1] if isinstance(v, list) else v for k, v in other.items()}
        )
        for n, text in enumerate(texts, 1)
    )


def words(text: str = "Coal and bread", **other: Any) -> SetText:
    """Return a piece of set text, 36 pt, at the top of a frame."""
    facts: dict[str, Any] = {
        "page": 1, "text": text, "box": Box(36, 100, 288, 112), "visible": Box(36, 100, 288, 112),
        "family": "Source Serif Pro", "size_pt": 36.0, "lang": "en-GB", "block": "b1", "frame": "body",
        "level": "body", "x_height_mm": 6.0, **other,
    }  # fmt: skip
    return SetText(**facts)


def outcome(
    check_id: str, facts: PdfFacts, order: Order | None = None, *, laid: LayoutFacts | None = None, **limits: Any
) -> Outcome:
    """Return what one check makes of facts, with its own limits unless others are given."""
    check = all_checks()[check_id]
    (result,) = run_rules(Subject(facts, laid, order or Order()), [Rule(check, check.level, limits)])
    return result


def good_layout(**other: Any) -> LayoutFacts:
    """Return the layout of the good file of ``goodpdf``: the very words that stand in it, where they stand, and their lines."""
    heading, below = "Coal, bread and song: the Durham banner", "Coal and bread"
    places = [
        (1, heading, Box(20, 17.4, 81.4, 20.9)),
        (1, below, Box(20, 127.4, 42.4, 130.9)),
        (2, below, Box(20, 127.4, 42.4, 130.9)),
        (2, "ISBN 978-3-16-148410-0", Box(70, 59.4, 108, 62.9)),
    ]
    texts = tuple(
        SetText(page, text, box, box, "Source Sans Pro", 10.0, "en-GB", f"b{n}", "body", line=n, x_height_mm=1.71)
        for n, (page, text, box) in enumerate(places, 1)
    )
    lines = tuple(
        Line(
            number=n, page=1, paragraph=1, block="b1", frame="body", text="n" * 40, box=Box(20, 20 + 5 * n, 120, 24 + 5 * n),
            measure=100.0, size_pt=10.0, leading_pt=13.0, align="left", level="body", last=n == 4, hyphenated=False,
        )
        for n in range(1, 5)
    )  # fmt: skip
    facts: dict[str, Any] = {
        "item": "panel", "pages": 2,
        "blocks": tuple(Block(t.block, t.text, Source("panels/03-num.md", 7), "body", (t.page, t.page)) for t in texts),
        "texts": texts, "frames": (Frame(1, "body", Box(20, 15, 120, 135)),), "pictures": (), "missing_glyphs": (),
        "families": ("Source Sans Pro",), "lines": lines, "fitted": Fitted(10, 10, 10, 10), **other,
    }  # fmt: skip
    return LayoutFacts(**facts)
