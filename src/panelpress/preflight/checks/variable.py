"""The strip that changes from town to town: nothing of it leaves its box, and nothing else reaches into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
from panelpress.preflight.checks.page import mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import Ordered, named, quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.layout import SetText
    from panelpress.facts.pdf import PageFacts
    from panelpress.ground.geometry import Box
    from panelpress.preflight.order import Subject

_FRAME = "venue"
_HAIR_MM = 1e-4


@dataclass(frozen=True, slots=True)
class _Strip:
    """A page with a strip: where it is, what is painted there, and the words on the page as they were laid out."""

    page: PageFacts
    box: Box
    subject: Subject


def _strips(subject: Subject) -> Iterator[_Strip]:
    if subject.order.variable is not None:
        for page in subject.pdf.pages:
            yield _Strip(page, subject.order.variable, subject)


@check(
    "layout/variable",
    over=_strips,
    level=Level.ERROR,
    source="house: what nobody is asked about again may change nothing else",
    fix="Shorten the strip's lines in catalogue.yml, raise `height_mm:`, or keep its place free in the layout.",
)
def layout_variable(strip: _Strip, *, tolerance_mm: float = 0.2) -> Iterator[Finding]:
    """The strip that changes from town to town keeps to its box, and all else keeps out of it.

    What people approved is the panel without the strip, so the strip may touch nothing else. Grounds that go on beneath all of
    the box do not count; what crosses its edge by more than ``tolerance_mm`` does.
    """
    found = list(_crossing(strip, tolerance_mm))
    if found:
        words, box = found[0]
        more = f", and {count(len(found) - 1, 'other thing')}" if len(found) > 1 else ""
        yield Finding(
            f"{words} crosses the edge of the strip that may change{more}",
            Place(page=strip.page.number, box=box),
            f"{mm(_beyond(box, strip.box))} mm outside it",
            "wholly in it or wholly outside",
        )
    layout = strip.subject.layout
    for text in layout.texts if layout else ():
        if text.page == strip.page.number and (message := _astray(text, strip.box, tolerance_mm)):
            where = f"in the frame `{text.frame}`" if text.frame else "in no frame"
            yield Finding(message, Place(page=text.page, box=text.box), where, "the strip in its box, all else outside")
            return


def _crossing(strip: _Strip, tolerance: float) -> Iterator[tuple[str, Box]]:
    """Yield what is painted across the edge of the strip; a picture that covers all of it too."""
    inner, order = strip.box.shrunk(tolerance), strip.subject.order
    things: list[tuple[str, Box, bool]] = []
    things += [(quoted(run), run.visible, False) for run in strip.page.texts if run.visible and run.paints]
    things += [(named(Ordered(image, order)), image.visible, False) for image in strip.page.images if image.visible]
    things += [
        ("a line" if shape.kind == "stroke" else "a tint or drawing", shape.visible, shape.kind == "fill")
        for shape in strip.page.shapes
        if shape.visible is not None
    ]
    for words, box, may_be_ground in things:
        touches = inner.overlap(box.shrunk(-_HAIR_MM)) is not None
        inside = strip.box.contains(box, tolerance)
        if touches and not inside and not (may_be_ground and box.contains(strip.box)):
            yield words, box


def _beyond(box: Box, strip: Box) -> float:
    return max(strip.left - box.left, strip.top - box.top, box.right - strip.right, box.bottom - strip.bottom)


def _astray(text: SetText, strip: Box, tolerance: float) -> str:
    """Return what is wrong with the place of a text, "" for nothing: the strip's outside it, or another's in it."""
    words = f"“{shortened(text.text, 40)}”"
    if text.frame.startswith(_FRAME):  # one that crosses the edge was told before
        return "" if strip.overlap(text.box) else f"{words} belongs to the strip and stands outside it"
    inner = strip.shrunk(tolerance)
    return f"{words} stands in the strip and is no part of it" if inner.overlap(text.box) else ""
