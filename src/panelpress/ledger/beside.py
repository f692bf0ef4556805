"""Which words a comment is about: a place on a sheet of a proof becomes an item, a line, the words under it, and their source.

A proof's record says where each line stood on which sheet. Where in a line a word stands is reckoned from the letters before
it: it names whole words, and is off by a word at most where a line is spaced out.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.facts.signing import Mark, NumberedLine, ProofSheet
    from panelpress.ledger.proofs import ProofRecord

Box = tuple[float, float, float, float]

NEAR_MM = 8.0
"""How far beside a line, on the sheet, a note still belongs to it: the size of a note's own sign."""
_ASIDE_MM = 20.0  # a note in the margin, to the left or right of the line it is about
_MARGIN_MM = 40.0  # how far from a panel's edge a comment still is about the panel
_MARKED = 0.5  # of a line's height inside a frame: the line is meant
_ONE_LINE = 1.8  # lines high: the most that a viewer makes a stretch of words
_OF_WORDS = ("highlight", "strike-out", "underline")
_NARROW, _WIDE = frozenset("iljtfrI.,;:'’‘!|()[]- "), frozenset("mwMWQO@—…")
_LETTER = {"narrow": 0.55, "usual": 1.0, "wide": 1.5}  # widths of letters, of the usual one


@dataclass(frozen=True, slots=True)
class Beside:
    """What a comment is about: an item ("": none, a cover or a sign-off sheet), its page and line (0: none), its words."""

    item: str = ""
    page: int = 0
    line: int = 0
    file: str = ""
    source_line: int = 0
    quote: str = ""


def beside(record: ProofRecord, mark: Mark) -> Beside:
    """Return what a comment is about, by where it stands on its sheet.

    What marks words is about the lines it covers; what is drawn around lines, about these; everything else about the nearest
    line within :data:`NEAR_MM`, and otherwise about the item without a line: a picture, or its design.
    """
    sheet = _sheet(record, mark)
    if sheet is None or sheet.item not in record.items:
        return Beside()
    boxes = [_on_item(box, sheet) for box in mark.boxes]
    lines = [line for line in record.items[sheet.item].lines if line.page == sheet.page]
    found = list(_covered(boxes, lines, mark.kind))
    if found:
        first = min((line for line, _ in found), key=lambda line: line.number)
        words = " ".join(quote for _, quote in sorted(found, key=lambda each: each[0].number) if quote)
        return Beside(sheet.item, sheet.page, first.number, first.file, first.line, words)
    near = _nearest(boxes, lines, sheet.scale)
    if near is None:
        return Beside(sheet.item, sheet.page)
    quote = _around(near, boxes[0]) if mark.kind == "insertion" else near.text
    return Beside(sheet.item, sheet.page, near.number, near.file, near.line, quote)


def _sheet(record: ProofRecord, mark: Mark) -> ProofSheet | None:
    """Return which page of an item a comment stands on: a sheet may show two pages of a book."""
    shown = [sheet for sheet in record.sheets if sheet.sheet == mark.sheet]
    best = min(shown, key=lambda sheet: _gap(mark.boxes[0], _frame(sheet)), default=None)
    return best if best and _gap(mark.boxes[0], _frame(best)) <= _MARGIN_MM else None


def _frame(sheet: ProofSheet) -> Box:
    return (sheet.left, sheet.top, sheet.left + sheet.width, sheet.top + sheet.height)


def _gap(box: Box, other: Box) -> float:
    """Return how far a box's middle is from another box; 0 inside it."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return hypot(max(other[0] - x, 0.0, x - other[2]), max(other[1] - y, 0.0, y - other[3]))


def _on_item(box: Box, sheet: ProofSheet) -> Box:
    left, top, right, bottom = box
    return (
        (left - sheet.left) / sheet.scale,
        (top - sheet.top) / sheet.scale,
        (right - sheet.left) / sheet.scale,
        (bottom - sheet.top) / sheet.scale,
    )


def _covered(boxes: Sequence[Box], lines: Sequence[NumberedLine], kind: str) -> Iterator[tuple[NumberedLine, str]]:
    """Yield each line that is marked, with the words that are."""
    held: dict[int, list[Box]] = {}
    for box in boxes:
        for n in _meant(box, lines, kind):
            held.setdefault(n, []).append(box)
    for n, on_it in held.items():
        yield lines[n], _under(lines[n], on_it)


def _meant(box: Box, lines: Sequence[NumberedLine], kind: str) -> list[int]:
    """Return which lines a box is about.

    A stretch of marked words lies on one line, though viewers make it as high as the leading, and it reaches into the next:
    the line it shares most height with is meant. A frame around lines means all of which it holds half.
    """
    shares = {n: _share(box, line.box) for n, line in enumerate(lines) if _width(box, line.box) > 0}
    best = max(shares, key=lambda n: (shares[n], -n), default=None)
    if best is None or not shares[best]:
        return []
    if kind in _OF_WORDS and box[3] - box[1] <= _ONE_LINE * _height(lines[best].box):
        return [best]
    return [n for n, share in shares.items() if share >= _MARKED]


def _width(box: Box, line: Box) -> float:
    return min(box[2], line[2]) - max(box[0], line[0])


def _height(line: Box) -> float:
    return line[3] - line[1]


def _share(box: Box, line: Box) -> float:
    """Return how much of a line's height lies between a box's top and bottom."""
    return max(0.0, min(box[3], line[3]) - max(box[1], line[1])) / max(_height(line), 1e-6)


def _nearest(boxes: Sequence[Box], lines: Sequence[NumberedLine], scale: float) -> NumberedLine | None:
    """Return the line that a comment stands nearest to, if it is near enough."""
    found: list[tuple[float, int, NumberedLine]] = []
    for box in boxes:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for line in lines:
            left, top, right, bottom = line.box
            across = max(left - x, 0.0, x - right) * scale
            down = max(top - y, 0.0, y - bottom) * scale
            if down <= NEAR_MM and across <= (NEAR_MM if down else _ASIDE_MM):
                middle = (
                    abs((top + bottom) / 2 - y) / 1000
                )  # between two lines that touch, the one whose middle is nearer
                found.append((hypot(across, down) + middle, line.number, line))
    return min(found, key=lambda each: each[:2])[2] if found else None


def _places(line: NumberedLine) -> list[tuple[str, float, float]]:
    """Return the words of a line with where they begin and end, mm from the trim's left edge."""
    widths = [_LETTER["narrow" if c in _NARROW else "wide" if c in _WIDE else "usual"] for c in line.text]
    step = (line.box[2] - line.box[0]) / (sum(widths) or 1.0)
    words: list[tuple[str, float, float]] = []
    at, word, begun = line.box[0], "", line.box[0]
    for letter, width in zip(f"{line.text} ", [*widths, 0.0], strict=True):
        if letter.isspace():
            if word:
                words.append((word, begun, at))
            word, begun = "", at + width * step
        else:
            word += letter
        at += width * step
    return words


def _under(line: NumberedLine, boxes: Sequence[Box]) -> str:
    """Return the words that boxes mark: from the one that begins nearest to where a box does, to the one that ends nearest.

    Where a word stands is an estimate: asked which words a box covers, it would lose short ones at either end.
    """
    words = _places(line)
    if not words:
        return ""
    meant: set[int] = set()
    for left, _, right, _ in boxes:
        first = min(range(len(words)), key=lambda n: abs(words[n][1] - left))
        last = min(range(len(words)), key=lambda n: abs(words[n][2] - right))
        if last < first:  # less than a word
            first = last = max(range(len(words)), key=lambda n: min(words[n][2], right) - max(words[n][1], left))
        meant.update(range(first, last + 1))
    return " ".join(words[n][0] for n in sorted(meant))


def _around(line: NumberedLine, box: Box) -> str:
    """Return the two words between which something is to be put in; the words of the line where it has no more."""
    words = _places(line)
    middle = (box[0] + box[2]) / 2
    before = sum(1 for _, a, b in words if (a + b) / 2 < middle)
    return " ".join(word for word, _, _ in words[max(before - 1, 0) : before + 1])
