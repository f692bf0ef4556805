"""Where the numbers of lines are printed: left of each line's column, clear of all that is set, and of each other.

Lengths are in mm on the sheet, from its top-left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from panelpress.ground.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZE: Final = 5.5
"""Of the figures, pt: read on paper at arm's length, and on a screen when it is zoomed"""
FIGURE: Final = 1.0
"""Width of a figure at this size, mm (0.497 em in Source Sans)"""
HEIGHT: Final = 1.4
"""Height of a figure, mm (0.66 em, and a hair of air)"""
GAP: Final = 0.9
"""Between a number and its line"""
_SAME_COLUMN: Final = 6.0
"""How far the beginnings of lines of one column may lie apart: an indent, a hanging figure"""
_BELOW: Final = 2.2
"""Lines high: how far down the next line of the same column begins at most"""


@dataclass(frozen=True)
class Beside:
    """A number to print: where its figures lie."""

    number: int
    box: Box


def beside(lines: Sequence[tuple[int, Box]], page: Box) -> tuple[Beside, ...]:
    """Return a place for each line's number.

    Tried in turn: left of the column the line stands in, left of the line itself, right of the line; the first place is taken
    that touches no line and no other number, and otherwise the one that touches least.

    Args:
        lines: each line's number, and where it lies.
        page: the trim of the page; a number may stand outside it.
    """
    taken = [box for _, box in lines]
    found = []
    for (number, box), column in zip(lines, _columns([box for _, box in lines]), strict=True):
        places = list(_places(number, box, column, page))
        best = min(places, key=lambda place: (_touched(place, taken), places.index(place)))
        taken.append(best)
        found.append(Beside(number, best))
    return tuple(found)


def _places(number: int, line: Box, column: float, page: Box) -> Iterator[Box]:
    width = FIGURE * len(str(number))
    middle = (line.top + line.bottom) / 2
    rights = (column - GAP, line.left - GAP, line.left - GAP / 3, line.right + GAP + width, page.left - GAP)
    for right in rights:
        yield Box(right - width, middle - HEIGHT / 2, right, middle + HEIGHT / 2)


def _touched(place: Box, taken: Sequence[Box]) -> float:
    """Return how much of a place is taken already, in square mm, counted to the hundredth."""
    shared = (place.overlap(other) for other in taken)
    return round(sum(each.area for each in shared if each), 2)


def _columns(boxes: Sequence[Box]) -> list[float]:
    """Return for each line where its column begins: at the leftmost of the lines that follow each other closely."""
    columns: list[list[int]] = []
    for n, box in enumerate(boxes):
        last = columns[-1] if columns else []
        if last and _continues(boxes[last[-1]], min(boxes[i].left for i in last), box):
            last.append(n)
        else:
            columns.append([n])
    begins = [0.0] * len(boxes)
    for column in columns:
        for n in column:
            begins[n] = min(boxes[i].left for i in column)
    return begins


def _continues(above: Box, begins: float, box: Box) -> bool:
    height = max(above.height, box.height)
    return 0 < box.top - above.top <= _BELOW * height and abs(box.left - begins) <= _SAME_COLUMN
