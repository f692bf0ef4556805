"""The rim of the page: what stands too near the knife without going through it, what is drawn beyond the bleed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
from panelpress.preflight.checks.page import mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import Ordered, named, pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import PageFacts
    from panelpress.ground.geometry import Box
    from panelpress.preflight.order import Order, Subject

_HAIR_MM = 1e-4


@dataclass(frozen=True, slots=True)
class Near:
    """Things of one sort near one edge: what they are, the nearest one's place and distance, how many there are."""

    words: str
    edge: str
    distance: float
    box: Box
    number: int
    wanted: float


def _with_safe_area(subject: Subject) -> Iterator[Ordered[PageFacts]]:
    if subject.order.safe is not None:
        yield from pages(subject)


@check(
    "page/safe",
    over=_with_safe_area,
    level=Level.WARNING,
    source="printers' guides: 5 mm (A5), 10 mm (panels) from the trim; ±1 mm of cutting and folding",
    fix="Move it inwards, or let it run on into the bleed.",
)
def page_safe(sheet: Ordered[PageFacts], *, tolerance_mm: float = 0.2) -> Iterator[Finding]:
    """Pictures and drawings keep their distance from the trim, or go on beyond it.

    A logo or a frame that ends near the knife shows every millimetre the cut wanders, and frames cover it. What reaches the
    trim is meant to bleed; text has a check of its own. Tints and rules are only noted.
    """
    page = sheet.what
    for near in _near(page, sheet.order, tolerance_mm):
        more = f" and {count(near.number - 1, 'other thing')}" if near.number > 1 else ""
        yield Finding(
            f"{near.words}{more} on page {page.number} ends {mm(near.distance)} mm from the {near.edge} edge",
            Place(page=page.number, box=near.box, object=f"{near.edge} edge"),
            f"{mm(near.distance)} mm",
            f"at least {mm(near.wanted)} mm, or none",
            level=Level.NOTE if near.words == "a tint or rule" else None,
        )


def _near(page: PageFacts, order: Order, tolerance: float) -> Iterator[Near]:
    """Yield what stands near each edge of a page, once for each sort of thing."""
    assert order.safe is not None
    trim = page.trim
    for edge, wanted in order.safe.named:
        sorts: dict[str, list[tuple[float, Box]]] = {}
        for words, box in _seen(page, order):
            distance = _distances(box, trim)[edge]
            if tolerance < distance < wanted - tolerance and trim.overlap(box.shrunk(-_HAIR_MM)) is not None:
                sorts.setdefault(words, []).append((distance, box))
        for words, places in sorts.items():
            distance, box = min(places, key=lambda p: p[0])
            yield Near(words, edge, distance, box, len(places), wanted)


def _seen(page: PageFacts, order: Order) -> Iterator[tuple[str, Box]]:
    """Pictures and what is drawn, but nothing white: nobody sees where that ends."""
    for image in page.images:
        if image.visible is not None:
            yield named(Ordered(image, order)), image.visible
    for shape in page.shapes:
        if shape.visible is not None and not shape.paint.colour.white:
            plain = shape.rectangular or shape.kind == "stroke"
            yield "a tint or rule" if plain else "a drawing", shape.visible


def _distances(box: Box, trim: Box) -> dict[str, float]:
    return {
        "top": box.top - trim.top,
        "right": trim.right - box.right,
        "bottom": trim.bottom - box.bottom,
        "left": box.left - trim.left,
    }


def _with_bleed(subject: Subject) -> Iterator[Ordered[PageFacts]]:
    return (p for p in pages(subject) if p.what.boxes.bleed is not None)


@check(
    "bleed/beyond",
    over=_with_bleed,
    level=Level.WARNING,
    source="house; printers' guides: nothing but marks outside the bleed",
    fix="End it at the BleedBox.",
)
def bleed_beyond(sheet: Ordered[PageFacts], *, tolerance_mm: float = 0.1) -> Iterator[Finding]:
    """What bleeds ends with the bleed.

    Paint that runs on beyond the BleedBox covers the marks and the neighbour on the printer's sheet. What stands wholly
    outside is a mark, and another check's.
    """
    page = sheet.what
    bleed = page.boxes.bleed
    assert bleed is not None
    over = [
        (words, box)
        for words, box in _seen(page, sheet.order)
        if bleed.overlap(box.shrunk(-_HAIR_MM)) is not None and not bleed.contains(box, tolerance_mm)
    ]
    if over:
        words, box = over[0]
        beyond = max(-distance for distance in _distances(box, bleed).values())
        more = f" and {count(len(over) - 1, 'other thing')}" if len(over) > 1 else ""
        yield Finding(
            f"{words}{more} on page {page.number} runs {mm(beyond)} mm beyond the bleed",
            Place(page=page.number, box=box),
            f"{mm(beyond)} mm",
            "none",
        )
