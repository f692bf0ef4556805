"""Bleed, declared and painted: two different things, and print shops are sent both wrong every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.facts.pdf import EdgePaint, PageFacts, Stretch
from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.geometry import Box
from panelpress.preflight.checks.page import ROUNDING_MM, mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, Ordered, edges, pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from panelpress.preflight.order import Subject

_SHOWN = 3
_MERGE_MM = 0.5


def _with_ordered_bleed(subject: Subject) -> Iterator[Ordered[PageFacts]]:
    return (p for p in pages(subject) if p.order.bleed is not None)


@check(
    "bleed/declared",
    over=_with_ordered_bleed,
    level=Level.ERROR,
    source="the printer's profile; PDF/X prescribes no distance",
    fix="Export with the bleed the printer asks for on every edge, and a BleedBox that says so.",
)
def bleed_declared(sheet: Ordered[PageFacts], *, tolerance_mm: float = 0.01) -> Iterator[Finding]:
    """The BleedBox lies as far outside the trim as ordered, on each edge.

    The printer's software keeps what the BleedBox holds and cuts away the rest. More than ordered is only untidy.
    """
    page, ordered = sheet.what, sheet.order.bleed
    assert ordered is not None
    declared = page.bleed
    if declared is None:
        if max(distance for _, distance in ordered.named) > tolerance_mm:
            wanted = " / ".join(mm(d) for _, d in ordered.named)
            yield Finding(f"page {page.number} has no BleedBox", Place(page=page.number), "no BleedBox", f"{wanted} mm")
        return
    for (edge, has), (_, wants) in zip(declared.named, ordered.named, strict=True):
        if abs(has - wants) > tolerance_mm + ROUNDING_MM:
            yield Finding(
                f"the {edge} edge of page {page.number} declares {mm(has)} mm of bleed, ordered is {mm(wants)} mm",
                Place(page=page.number, object=f"{edge} edge"),
                f"{mm(has)} mm",
                f"{mm(wants)} mm",
                level=None if has < wants else Level.WARNING,
            )


@check(
    "bleed/painted",
    over=edges,
    level=Level.ERROR,
    source="the printer's profile; ISO 15930-7, 6.8; measured on the rendered page",
    fix="Draw the picture or tint on into the bleed, or end it clearly inside the trim.",
)
def bleed_painted(
    side: OnPage[EdgePaint], *, default_mm: float = 3.0, tolerance_mm: float = 0.05, shortest_mm: float = 0.5
) -> Iterator[Finding]:
    """What touches the trim goes on to the edge of the bleed.

    No guillotine is exact to a tenth of a millimetre: paint that ends at the trim leaves a flash of bare paper along
    the edge. The rendered pixels of each edge are read; plain paper at the trim needs nothing, and what ends clearly
    inside the trim is meant to. The distance wanted is the ordered bleed, else the declared one, else ``default_mm``;
    stretches shorter than ``shortest_mm`` are left to the eye.
    """
    wanted = _wanted(side, default_mm)
    slack = tolerance_mm + side.what.accuracy
    short = [s for s in side.what.painted if s.reach < wanted - slack]
    for stretch in _merged(short):
        if stretch.length < shortest_mm:
            continue
        edge, page = side.what.edge, side.page
        what = stretch.object or "the paint"
        ends = "ends at the trim" if stretch.reach <= slack else f"ends {mm(stretch.reach)} mm beyond the trim"
        yield Finding(
            f"{edge} edge of page {page.number}, {mm(stretch.start)} to {mm(stretch.end)} mm: {what} {ends}",
            Place(page=page.number, box=_strip(side, stretch, wanted), object=f"{edge} edge"),
            f"{mm(stretch.reach)} mm",
            f"{mm(wanted)} mm",
        )


def _wanted(side: OnPage[EdgePaint], default_mm: float) -> float:
    ordered = side.order.bleed or side.page.bleed
    return dict(ordered.named)[side.what.edge] if ordered is not None else default_mm


def _merged(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Join stretches that follow one another, as a person sees them: one place, its shortest reach."""
    held: Stretch | None = None
    for s in stretches:
        if (
            held is not None
            and s.start - held.end <= _MERGE_MM
            and (s.object == held.object or not s.object or not held.object)
        ):
            held = Stretch(held.start, s.end, min(held.reach, s.reach), held.object or s.object)
            continue
        if held is not None:
            yield held
        held = s
    if held is not None:
        yield held


def _strip(side: OnPage[EdgePaint], s: Stretch, wanted: float) -> Box:
    """Return the piece of bleed that should be painted."""
    trim = side.page.trim
    return {
        "top": Box(trim.left + s.start, trim.top - wanted, trim.left + s.end, trim.top),
        "bottom": Box(trim.left + s.start, trim.bottom, trim.left + s.end, trim.bottom + wanted),
        "left": Box(trim.left - wanted, trim.top + s.start, trim.left, trim.top + s.end),
        "right": Box(trim.right, trim.top + s.start, trim.right + wanted, trim.top + s.end),
    }[side.what.edge]
