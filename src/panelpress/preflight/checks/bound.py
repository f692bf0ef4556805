"""Bound books and their leaves: the gutter, what folding pushes out, pages left blank, pages that lie on their side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
from panelpress.preflight.checks.page import mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, Ordered, at, inked_pages, pages, quoted, visible_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import PageFacts, PageInk, TextRun
    from panelpress.preflight.order import Subject


def _bound_texts(subject: Subject) -> Iterator[OnPage[TextRun]]:
    """Text inside the trim of a bound book."""
    if subject.order.binding is None and subject.order.gutter is None:
        return
    for text in visible_texts(subject):
        if text.what.visible is not None and text.page.trim.overlap(text.what.visible) is not None:
            yield text


@check(
    "text/gutter",
    over=_bound_texts,
    level=Level.ERROR,
    source="printers' guides: 10 mm from the spine of a glued book",
    fix="Move the text away from the spine.",
)
def text_gutter(
    text: OnPage[TextRun], *, stitched_mm: float = 0.0, perfect_mm: float = 10.0, tolerance_mm: float = 0.2
) -> Iterator[Finding]:
    """Text keeps out of the gutter of a bound book.

    A glued book does not open flat: what stands near its spine vanishes in the fold. A stitched one does, and the ordinary
    distance from the trim is enough. Odd pages have the spine on their left, even ones on their right.
    """
    order, visible, page = text.order, text.what.visible, text.page
    assert visible is not None
    wanted = order.gutter
    if wanted is None:
        wanted = perfect_mm if order.binding == "perfect" else stitched_mm
    odd = page.number % 2 == 1
    distance = visible.left - page.trim.left if odd else page.trim.right - visible.right
    if distance < wanted - tolerance_mm:
        yield Finding(
            f"{quoted(text.what)} on page {page.number} stands {mm(distance)} mm from the spine "
            f"(the {'left' if odd else 'right'} edge)",
            at(text.what, visible),
            f"{mm(distance)} mm",
            f"at least {mm(wanted)} mm",
        )


def _stitched(subject: Subject) -> Iterator[Subject]:
    order = subject.order
    if order.binding == "saddle-stitch" and order.caliper is not None and order.part != "cover":
        yield subject


@check(
    "page/creep",
    over=_stitched,
    level=Level.NOTE,
    source="Kodak Preps: a quarter of the pages times the caliper",
    fix="Keep text and page numbers that much further from the outer edge; the printer moves the pages, not you.",
)
def page_creep(subject: Subject, *, most_mm: float = 1.0) -> Iterator[Finding]:
    """The innermost pages of a stitched book lose little of their outer edge.

    Folded sheets lie around one another: the innermost stand out by the thickness of all others and are cut off there.
    The printer moves the pages towards the spine to make up for it, so that margins grow narrower from the cover to the middle.
    """
    assert subject.order.caliper is not None
    number = subject.order.book_pages or len(subject.pdf.pages)
    shift = number / 4 * subject.order.caliper
    if shift > most_mm + 1e-9:
        yield Finding(
            f"the innermost of {count(number, 'page')} stand out by {shift:.1f} mm, which is cut off or moved inwards",
            Place(page=max(1, len(subject.pdf.pages) // 2)),
            f"{shift:.1f} mm",
            f"at most {mm(most_mm)} mm",
        )


@check(
    "page/blank",
    over=inked_pages,
    level=Level.WARNING,
    source="GWG 2022 R0005; the flat plan",
    fix="Fill the page, or plan it as blank.",
)
def page_blank(sheet: OnPage[PageInk]) -> Iterator[Finding]:
    """A page is blank only where that is planned, and one planned as blank is.

    A blank page is what a missing font, a hidden layer or a lost file looks like. Where the plan names the blank pages, one
    with a tint and nothing on it is blank, too; where nothing is planned, only one with no ink at all on any plate.
    """
    page, planned = sheet.page, sheet.order.blank_pages
    number = page.number
    if planned is not None and number in planned:
        if _filled(page):
            yield Finding(
                f"page {number} is planned as blank, and something stands on it",
                Place(page=number),
                "text or pictures",
                "blank",
                "Take it away, or correct the plan.",
            )
    elif sheet.what.blank or (planned is not None and not _filled(page)):
        yield Finding(f"page {number} is blank", Place(page=number), "blank", "text or pictures")


def _filled(page: PageFacts) -> bool:
    """Tell whether there is more than tints inside the trim."""
    seen = [run.visible for run in page.texts if run.paints]
    seen += [image.visible for image in page.images]
    seen += [shape.visible for shape in page.shapes if shape.kind == "stroke" or not shape.rectangular]
    return any(box is not None and page.trim.overlap(box.shrunk(-1e-4)) is not None for box in seen)


def _not_square(subject: Subject) -> Iterator[Ordered[PageFacts]]:
    trim = subject.order.trim
    if trim is not None and trim[0] != trim[1]:
        yield from pages(subject)


@check(
    "page/orientation",
    over=_not_square,
    level=Level.WARNING,
    source="GWG 2022 R0004; the order",
    fix="Export the page as it is to be read.",
)
def page_orientation(sheet: Ordered[PageFacts]) -> Iterator[Finding]:
    """Every page stands or lies as ordered, as a reader sees it.

    A landscape page in a portrait book is turned by some printers to the left, by others to the right.
    """
    page, ordered = sheet.what, sheet.order.trim
    assert ordered is not None
    upright = page.trim.height > page.trim.width
    if page.rotate in (90, 270):
        upright = not upright
    if upright != (ordered[1] > ordered[0]):
        words = "upright" if upright else "on its side"
        yield Finding(
            f"page {page.number} is seen {words}",
            Place(page=page.number),
            words,
            "on its side" if upright else "upright",
        )
