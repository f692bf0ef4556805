"""The lines of an item as a proof numbers them, so that people can say "panel 3, line 12"."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from panelpress.facts.signing import NumberedLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from panelpress.facts.layout import LayoutFacts, Line
    from panelpress.ground.geometry import Box

_TOUCHING_MM = 1.0
"""How far the boxes of two lines that stand below each other may overlap"""
_SAME_COLUMN = 0.5
"""How much of the narrower of two lines must lie above or below the other one, for them to be of one column"""


def numbered_lines(layout: LayoutFacts) -> tuple[NumberedLine, ...]:
    """Return every line of source text, counted from 1 on each page in the order in which it is read.

    What a template writes by itself, such as page numbers, has no number.
    """
    sources = {block.id: block.source for block in layout.blocks}
    found = []
    by_page = sorted((line for line in layout.lines if line.block in sources), key=lambda line: line.page)
    for page, lines in groupby(by_page, key=lambda line: line.page):
        written = (line for line in lines if line.text.strip())
        for number, line in enumerate(_as_read(written), 1):
            source = sources[line.block]
            box = (line.box.left, line.box.top, line.box.right, line.box.bottom)
            found.append(NumberedLine(page, number, box, line.text.strip(), source.file, source.line))
    return tuple(found)


def _as_read(lines: Iterable[Line]) -> list[Line]:
    """Return the lines of a page as a reader comes to them.

    They are set in that order but for what has a place of its own, such as a caption: it is read before what stands below it
    in the same column.
    """
    found: list[Line] = []
    for _, paragraph in groupby(lines, key=lambda line: (line.paragraph, line.block)):
        together = list(paragraph)
        place = _place(together[0].box, found)
        found[place:place] = together
    return found


def _place(box: Box, lines: Sequence[Line]) -> int:
    """Return before which of the lines something is read: the first that stands below it in its column, or none."""
    return next((n for n, line in enumerate(lines) if _is_below(line.box, box)), len(lines))


def _is_below(box: Box, other: Box) -> bool:
    shared = min(box.right, other.right) - max(box.left, other.left)
    narrower = min(box.width, other.width)
    return box.top >= other.bottom - _TOUCHING_MM and shared >= _SAME_COLUMN * narrower
