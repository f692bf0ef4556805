"""The lines of an item as a proof numbers them, so that people can say "panel 3, line 12"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.facts.signing import NumberedLine

if TYPE_CHECKING:
    from panelpress.facts.layout import LayoutFacts, Line


def numbered_lines(layout: LayoutFacts) -> tuple[NumberedLine, ...]:
    """Return every line of source text, counted from 1 on each page in the order in which it was set.

    What a template writes by itself, such as page numbers, has no number.
    """
    sources = {block.id: block.source for block in layout.blocks}
    counted: dict[int, int] = {}
    found = []
    for line in _one_each(layout):
        source = sources.get(line.block)
        if source is None or not line.text.strip():
            continue
        counted[line.page] = number = counted.get(line.page, 0) + 1
        box = (line.box.left, line.box.top, line.box.right, line.box.bottom)
        found.append(NumberedLine(line.page, number, box, line.text.strip(), source.file, source.line))
    return tuple(found)


def _one_each(layout: LayoutFacts) -> list[Line]:
    return sorted(layout.lines, key=lambda line: line.page)
