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
"""Of the figures on A4, pt: read on paper at arm's length, and on a screen when it is zoomed"""
_ON: Final = 297.0
"""The longer side of the paper that offices print on, mm: whatever is larger comes out of a printer made smaller"""
FIGURE: Final = 1.0
"""Width of a figure at this size, mm (0.497 em in Source Sans)"""
HEIGHT: Final = 1.4
"""Height of a figure, mm (0.66 em, and a hair of air)"""
GAP: Final = 0.9
"""Between a number and its line, on A4"""
_SAME_COLUMN: Final = 6.0
"""How far the beginnings of lines of one column may lie apart: an indent, a hanging figure"""
_BELOW: Final = 2.2
"""Lines high: how far down the next line of the same column begins at most"""


@dataclass(frozen=True)
class Beside:
    """A number to print: where its figures lie."""

    number: int
    box: Box


def size_on(width: float, height: float) -> float:
    """Return the size of the figures on a sheet, pt: so large that they have :data:`SIZE` when it is printed on A4."""
    return SIZE * max(1.0, width / _ON, height / _ON)


def beside(lines: Sequence[tuple[int, Box]], page: Box, size: float = SIZE) -> tuple[Beside, ...]:
    """Return a place for each line's number.

    Tried in turn: left of the column the line stands in, left of the line itself, right of the line; the first place is taken
    that touches no line and no other number, and otherwise the one that touches least.

    Args:
        lines: each line's number, and where it lies.
        page: the trim of the page; a number may stand outside it.
        size: of the figures, pt.
    """
    taken = [box for _, box in lines]
    found = []
    for (number, box), column in zip(lines, _columns([box for _, box in lines]), strict=True):
        places = list(_places(number, box, column, page, size / SIZE))
        best = min(places, key=lambda place: (_touched(place, taken), places.index(place)))
        taken.append(best)
        found.append(Beside(number, best))
    return tuple(found)


def _places(number: int, line: Box, column: float, page: Box, times: float) -> Iterator[Box]:
    width, half, gap = FIGURE * len(str(number)) * times, HEIGHT / 2 * times, GAP * times
    middle = (line.top + line.bottom) / 2
    rights = (column - gap, line.left - gap, line.left - gap / 3, line.right + gap + width, page.left - gap)
    for right in rights:
        yield Box(right - width, middle - half, right, middle + half)


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
