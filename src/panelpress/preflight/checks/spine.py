"""Glued books: how thick the back is, what may stand on it, and the strip beside it that the glue takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.preflight.checks.page import mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, Ordered, at, pages, quoted, shortened, visible_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.layout import Block
    from panelpress.facts.pdf import PageFacts, TextRun
    from panelpress.ground.geometry import Box
    from panelpress.preflight.order import Spine, Subject

_HAIR_MM = 1e-4  # a line of no width has a place, too
_SPREAD = 1.5  # a page this many times as wide as a page of the book is two of them and the back


def _with_spine(subject: Subject) -> Iterator[Ordered[PageFacts]]:
    """The pages of a cover, or the first of a whole book: the back is one, however many pages there are."""
    if subject.order.spine is not None and subject.order.part != "inner":
        listed = list(pages(subject))
        yield from listed if subject.order.part == "cover" else listed[:1]


def _is_spread(page: PageFacts, spine: Spine) -> bool:
    return page.trim.width > _SPREAD * spine.page_mm


@check(
    "page/spine",
    over=_with_spine,
    level=Level.ERROR,
    source="Sky Blue: 3 to 3.5 mm at least; Calverts: leaves times caliper, and the cover",
    fix="Ask the printer for the width of the back, and draw the cover by it.",
)
def page_spine(sheet: Ordered[PageFacts], *, tolerance_mm: float = 0.5, least_mm: float = 3.0) -> Iterator[Finding]:
    """A cover drawn in one piece is two pages and the back wide, and the back is thick enough to be glued.

    Drawn too wide or too narrow, the back's lettering wanders onto a side, and both sides are off by half of it. A book
    thinner than ``least_mm`` does not hold in glue: that is a warning, and stitching the remedy. A cover of single pages
    is assembled by the printer, and only its thickness is judged.
    """
    page, spine = sheet.what, sheet.order.spine
    assert spine is not None
    if spine.width_mm < least_mm - 1e-9:
        yield Finding(
            f"the back of the book is {mm(spine.width_mm)} mm thick: too thin to be glued",
            Place(page=page.number),
            f"{mm(spine.width_mm)} mm",
            f"at least {mm(least_mm)} mm",
            "Have it stitched, or printed on thicker paper.",
            level=Level.WARNING,
        )
    if _is_spread(page, spine):
        wanted = 2 * spine.page_mm + spine.width_mm
        if abs(page.trim.width - wanted) > tolerance_mm + 1e-9:
            yield Finding(
                f"the cover is {mm(page.trim.width)} mm wide; two pages and a back of {mm(spine.width_mm)} mm "
                f"are {mm(wanted)} mm",
                Place(page=page.number),
                f"{mm(page.trim.width)} mm",
                f"{mm(wanted)} ± {mm(tolerance_mm)} mm",
            )


def _on_spine(subject: Subject) -> Iterator[OnPage[TextRun]]:
    """Text that stands on the back of a cover drawn in one piece."""
    spine = subject.order.spine
    for text in visible_texts(subject) if spine is not None else ():
        if spine is not None and _is_spread(text.page, spine):
            middle, visible = text.page.trim.width / 2, text.what.visible
            if visible is not None and visible.left < middle + spine.width_mm / 2 > middle - spine.width_mm / 2:
                on = min(visible.right, middle + spine.width_mm / 2) - max(visible.left, middle - spine.width_mm / 2)
                if on > 0:
                    yield text


@check(
    "text/spine",
    over=_on_spine,
    level=Level.WARNING,
    source="printers' guides: lettering on a back of about 6 mm and more",
    fix="Take the lettering off the back.",
)
def text_spine(text: OnPage[TextRun], *, least_mm: float = 6.0) -> Iterator[Finding]:
    """Lettering stands only on a back that is wide enough for it.

    The fold wanders by a millimetre either way: on a thin back the letters end up half on the front.
    """
    spine = text.order.spine
    assert spine is not None
    if spine.width_mm < least_mm - 1e-9:
        yield Finding(
            f"{quoted(text.what)} stands on a back of {mm(spine.width_mm)} mm",
            at(text.what, text.what.visible),
            f"{mm(spine.width_mm)} mm",
            f"at least {mm(least_mm)} mm",
        )


def _glued(subject: Subject) -> Iterator[tuple[Ordered[PageFacts], bool]]:
    """The pages whose edge is glued: inside the cover (True), and the first and last inside the book (False)."""
    order, number = subject.order, len(subject.pdf.pages)
    if order.binding != "perfect":
        return
    inside = {"": (2, number - 1), "cover": (2, 3), "inner": ()}[order.part]
    leaves = {"": (3, number - 2), "cover": (), "inner": (1, number)}[order.part]
    for sheet in pages(subject):
        if sheet.what.number in (*inside, *leaves):
            yield sheet, sheet.what.number in inside


@check(
    "page/hinge",
    over=_glued,
    level=Level.WARNING,
    source="Park Communications: 6 mm; Purfect Finish: neither ink nor varnish there",
    fix="Keep the strip beside the back free of ink inside the cover, and of everything that matters on the page it meets.",
)
def page_hinge(
    seen: tuple[Ordered[PageFacts], bool], *, hinge_mm: float = 6.0, tolerance_mm: float = 0.2
) -> Iterator[Finding]:
    """The strip beside the back of a glued book is left to the glue.

    The first and the last page are glued to the cover along it. Glue does not hold on ink, so the cover's inside is bare
    there; of a picture on the page it meets, that much is never seen again.
    """
    sheet, inside_cover = seen
    page = sheet.what
    strip = _strip(page, hinge_mm - tolerance_mm - 2 * _HAIR_MM)
    seen_there = [shape.visible for shape in page.shapes if inside_cover and not shape.paint.colour.white]
    seen_there += [image.visible for image in page.images]
    seen_there += [run.visible for run in page.texts if run.paints]
    on = [box for box in seen_there if box is not None and strip.overlap(box.shrunk(-_HAIR_MM)) is not None]
    if on:
        where = "the inside of the cover" if inside_cover else "a page glued to the cover"
        yield Finding(
            f"something is printed on the strip of {mm(hinge_mm)} mm beside the back on page {page.number}, {where}",
            Place(page=page.number, box=on[0]),
            "ink",
            "bare paper" if inside_cover else "no picture, no text",
        )


def _strip(page: PageFacts, width: float) -> Box:
    """Return the strip beside the back: odd pages have it on their left, even ones on their right."""
    trim = page.trim
    box = type(trim)
    if page.number % 2:
        return box(trim.left, trim.top, trim.left + width, trim.bottom)
    return box(trim.right - width, trim.top, trim.right, trim.bottom)


_PAGES = re.compile(r"\b(\d{1,4})\s+(?:pages|pp\b|páginas|páxinas|Seiten|tudalen|leathanach)", re.IGNORECASE)
_IMPRINT_FRAMES = ("imprint", "colophon")


def _imprints(subject: Subject) -> Iterator[tuple[Block, int]]:
    """The paragraphs of the imprint and the colophon, with how many pages the book has."""
    real = subject.order.book_pages
    for block in subject.layout.blocks if subject.layout is not None and real is not None else ():
        if block.frame in _IMPRINT_FRAMES and real is not None:
            yield block, real


@check(
    "page/imprint",
    over=_imprints,
    level=Level.ERROR,
    source="the flat plan",
    fix="Correct the figure in the imprint.",
)
def page_imprint(seen: tuple[Block, int]) -> Iterator[Finding]:
    """The number of pages the imprint states is the real one.

    Libraries copy it into their catalogues; a book that was lengthened at the last minute keeps the old figure.
    """
    block, real = seen
    for stated in _PAGES.findall(block.text):
        if int(stated) != real:
            yield Finding(
                f"the imprint says {stated} pages, the book has {real} “{shortened(block.text)}” "
                f"({block.source.file}:{block.source.line})",
                Place(object=block.id),
                f"{stated} pages",
                f"{real} pages",
            )
