"""What stands on a page outside a box that may change: taken from two files, it tells whether only the box did.

What is wholly in the box is left out, what crosses its edge is not. What lies wholly outside the bleed is cut off and left out
too: the slug line tells each file from every other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.facts.pdf import PageFacts, PdfFacts
    from panelpress.ground.geometry import Box

_HAIR_MM = 1e-4


@dataclass(frozen=True, slots=True)
class Changed:
    """Something of which only one of two files has this many: what it is, in words, and where, mm from the trim's corner."""

    words: str
    box: Box | None


def outside(page: PageFacts, box: Box) -> tuple[tuple[str, Box | None, Any], ...]:
    """Return all that stands on a page outside a box, each with what it is in words, its place, and all that is known of it."""
    found: list[tuple[str, Box | None, Any]] = [
        ("the page's boundaries", None, (page.boxes, page.trim, page.user_unit, page.rotate))
    ]
    for words, where, thing in _painted(page):
        if not _is_left_out(where, box, page):
            found.append((words, where, thing))
    found += [
        ("transparency", use.box, (use.kind, use.detail, use.box))
        for use in page.transparencies
        if use.box is None or not _is_left_out(use.box, box, page)
    ]
    return tuple(found)


def _painted(page: PageFacts) -> Iterator[tuple[str, Box, Any]]:
    """Yield what is painted; its place among the others counts only by what comes before what."""
    for run in page.texts:
        yield (
            f"“{run.text}”",
            run.box,
            replace(run, order=0, covered=False, font=run.font.partition("+")[2] or run.font),
        )
    for shape in page.shapes:
        yield (
            {"fill": "an area", "stroke": "a line", "shading": "a gradient"}[shape.kind],
            shape.box,
            replace(shape, order=0),
        )
    for image in page.images:
        yield f"picture {image.name}", image.box, replace(image, order=0)


def _is_left_out(where: Box, box: Box, page: PageFacts) -> bool:
    bleed = page.boxes.bleed or page.trim
    return box.contains(where) or bleed.overlap(where.shrunk(-_HAIR_MM)) is None


def changed(one: PdfFacts, other: PdfFacts, box: Box) -> tuple[Changed, ...]:
    """Return what is not the same in two files outside a box, the box on every page; () where nothing is."""
    if len(one.pages) != len(other.pages):
        return (Changed(f"{len(one.pages)} and {len(other.pages)} pages", None),)
    found: list[Changed] = []
    for was, now in zip(one.pages, other.pages, strict=True):
        before, after = outside(was, box), outside(now, box)
        found += [Changed(words, where) for words, where, _ in _only(before, after)]
        found += [Changed(words, where) for words, where, _ in _only(after, before)]
    return tuple(found)


def _only(these: Sequence[tuple[str, Box | None, Any]], those: Sequence[tuple[str, Box | None, Any]]) -> Iterator[Any]:
    """Yield what is among these and not as often among those; where all is, what comes in another order."""
    left = list(those)
    missing = False
    for each in these:
        if each in left:
            left.remove(each)
        else:
            missing = True
            yield each
    if not missing and len(these) == len(those):
        yield from (a for a, b in zip(these, those, strict=True) if a != b)
