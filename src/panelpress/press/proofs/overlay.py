"""What is drawn on the sheets after they were laid out: lines of trim, bleed and safe area, line numbers, words, the code.

The words of an item lie over its picture as text that is there and not painted (rendering mode 3: ISO 32000-1, 9.3.6), so
that a viewer finds, selects, highlights and strikes them out. Each line is as wide as it is in the picture.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from panelpress.ground.geometry import Box, Edges
from panelpress.ground.units import mm_to_pt, pt_to_mm
from panelpress.press.proofs.numbers import beside, size_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from panelpress.facts.signing import NumberedLine
    from panelpress.press.proofs.arrange import Placed
    from panelpress.press.proofs.content import ItemShown
    from panelpress.press.proofs.letters import Letters

FONT: Final = "PpLetters"
"""The name of the drawn letters' font among a page's resources"""
_BELOW: Final = 0.22
_ABOVE: Final = 0.75
"""How far a line's box reaches below and above its baseline, em (as the layout's facts measure it)"""
_LINE: Final = "0.75 0 0.25"
"""Colour of the lines, sRGB: rare in photographs; told apart by their dashes, not by it"""
_WIDTH: Final = 0.5
_HALO: Final = 1.3
_STRIP: Final = "may change from town to town"
_DASHES: Final = {"bleed": "[2.4 1.6] 0", "trim": "[] 0", "safe area": "[0.6 1.4] 0", _STRIP: "[4 1.2 0.8 1.2] 0"}
_LABEL: Final = 1.9
"""How much further left each line's name stands than the one outside it, mm for each pt of its letters"""
_CAP: Final = 0.66
"""Height of capitals and figures, em"""


class Drawing:
    """The drawing on one sheet, as operators of a content stream; lengths in mm from the sheet's top-left corner.

    ``figures`` is the size of the lines' numbers and of the names of the edges on it, pt.
    """

    def __init__(self, letters: Letters, width: float, height: float) -> None:
        self.figures = size_on(width, height)
        self._letters = letters
        self._height = height
        self._out = io.StringIO()
        self._words = io.StringIO()

    @property
    def operators(self) -> bytes:
        """What was drawn, which is no part of the document's text, and the words, which are."""
        return f"/Artifact BMC\nq\n{self._out.getvalue()}Q\nEMC\n{self._words.getvalue()}".encode()

    def say(self, text: str, left: float, baseline: float, size: float) -> None:
        """Draw text in black; ``size`` in pt."""
        self._put(text, left, baseline, size, "0 g 0 Tr")

    def haloed(self, text: str, left: float, baseline: float, size: float, colour: str = "0 0 0") -> None:
        """Draw text that is read on any ground: in a rim of white."""
        self._put(text, left, baseline, size, f"1 G {size / 4:.2f} w 1 j 1 Tr")
        self._put(text, left, baseline, size, f"{colour} rg 0 Tr")

    def unseen(self, line: str, box: Box, mark: Callable[[], int]) -> None:
        """Put a line's words where they stand, without painting them; ``mark`` gives the number of their marked content."""
        em = box.height / (_ABOVE + _BELOW)
        size = mm_to_pt(em)
        natural = self._letters.width(line, size)
        if natural <= 0 or box.width <= 0 or size <= 0:
            return
        stretch = 100 * mm_to_pt(box.width) / natural
        put = self._text(line, box.left, box.bottom - _BELOW * em, size, f"3 Tr {stretch:.3f} Tz")
        self._words.write(f"/P <</MCID {mark()}>> BDC {put} EMC\n")

    def _put(self, text: str, left: float, baseline: float, size: float, state: str) -> None:
        self._out.write(self._text(text, left, baseline, size, state) + "\n")

    def _text(self, text: str, left: float, baseline: float, size: float, state: str) -> str:
        at = f"{mm_to_pt(left):.3f} {mm_to_pt(self._height - baseline):.3f}"
        return f"q BT /{FONT} {size:.3f} Tf {state} {at} Td {self._letters.written(text).decode()} Tj ET Q"

    def frame(self, box: Box, kind: str) -> None:
        """Draw one of the lines: ``bleed``, ``trim``, ``safe area``, or the strip that may change."""
        width, height = mm_to_pt(box.width), mm_to_pt(box.height)
        place = f"{mm_to_pt(box.left):.3f} {mm_to_pt(self._height - box.bottom):.3f} {width:.3f} {height:.3f} re S"
        self._out.write(f"1 G {_HALO} w {place}\n{_LINE} RG {_WIDTH} w {_DASHES[kind]} d {place} [] 0 d\n")

    def label(self, kind: str, right: float, line: float) -> None:
        """Write what a line is called onto it, ending at ``right``."""
        size = self.figures
        width = pt_to_mm(self._letters.width(kind, size))
        self.haloed(kind, right - width, line + pt_to_mm(size) * _CAP / 2 - 0.1, size, _LINE)

    def modules(self, rows: Sequence[Sequence[int]], box: Box) -> None:
        """Draw a square code: each dark module a square of the grid that fills ``box``, all of one path."""
        step = mm_to_pt(box.width) / len(rows)
        left, top = mm_to_pt(box.left), mm_to_pt(self._height - box.top)
        self._out.write("0 g\n")
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    self._out.write(f"{left + x * step:.3f} {top - (y + 1) * step:.3f} {step:.3f} {step:.3f} re\n")
        self._out.write("f\n")


def draw_page(drawing: Drawing, item: ItemShown, placed: Placed, mark: Callable[[], int]) -> None:
    """Draw what belongs over an item's page: its lines, its words, and the numbers beside them."""
    _edges(drawing, item, placed)
    lines = [line for line in placed.shown.lines if line.page == placed.shown.page]
    boxes = [placed.at(Box(*line.box)) for line in lines]
    _numbers(drawing, lines, boxes, placed)
    for line, box in zip(lines, boxes, strict=True):
        drawing.unseen(line.text, box, mark)


def _numbers(drawing: Drawing, lines: Sequence[NumberedLine], boxes: Iterable[Box], placed: Placed) -> None:
    numbered = [(line.number, box) for line, box in zip(lines, boxes, strict=True)]
    size = drawing.figures
    for one in beside(numbered, placed.trim, size):
        middle = (one.box.top + one.box.bottom) / 2
        drawing.haloed(str(one.number), one.box.left, middle + pt_to_mm(size) * _CAP / 2, size)


def _edges(drawing: Drawing, item: ItemShown, placed: Placed) -> None:
    """Draw bleed, trim and safe area, each with its name on its lower line, further left the further in it lies."""
    width, height = item.trim
    trim = Box(0, 0, width, height)
    kinds = [("bleed", trim.grown(_outer(item, placed)))] if any(mm for _, mm in item.bleed.named) else []
    kinds.append(("trim", trim))
    if item.safe:
        kinds.append(("safe area", trim.grown(Edges(*(-mm for _, mm in item.safe.named)))))
    if item.variable:
        there = placed.at(item.variable)
        drawing.frame(there, _STRIP)
        drawing.label(_STRIP, there.right - 2.0, there.top)
    right = placed.trim.right - 3.0
    for kind, box in kinds:
        there = placed.at(box)
        drawing.frame(there, kind)
        drawing.label(kind, min(right, there.right - 2.0), there.bottom)
        right -= _LABEL * drawing.figures


def _outer(item: ItemShown, placed: Placed) -> Edges:
    """Return the bleed that is shown: a book's page has none at the fold."""
    bleed = item.bleed
    if not item.facing:
        return bleed
    right_hand = placed.shown.page % 2 == 1
    return Edges(bleed.top, bleed.right if right_hand else 0, bleed.bottom, 0 if right_hand else bleed.left)
