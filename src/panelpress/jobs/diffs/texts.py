"""Which words changed between two files, read from the finished bytes: what a page shows, in the order it is painted in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.compare.words import word_changes
from panelpress.report.diff import TextChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.facts.pdf import PageFacts, TextRun

_INVISIBLE = 3
"""The render mode that paints nothing (ISO 32000-2, table 104)"""
_GAP = 0.12
"""From which gap on, in type sizes, two runs on a line are two words: a word space is a quarter, kerning a twentieth"""
_BACK = 0.5
"""A run that begins so far before the end of the last, in type sizes, is on another line, or in another column"""
_PT_PER_MM = 72 / 25.4

PagePairs = list[tuple["PageFacts | None", "PageFacts | None"]]


def lines_of(page: PageFacts) -> tuple[str, ...]:
    """Return the lines of a page inside its bleed in the order they are painted in; text that nobody sees is left out."""
    paper = page.boxes.bleed or page.trim
    found: list[str] = []
    last: TextRun | None = None
    for run in page.texts:
        if run.mode == _INVISIBLE or run.visible is None or paper.overlap(run.box) is None or not run.text.strip():
            continue
        gap = _gap(last, run) if last is not None else None
        if gap is None:
            found.append(run.text)
        else:
            found[-1] += f" {run.text}" if gap > _GAP else run.text
        last = run
    return tuple(found)


def _gap(last: TextRun, run: TextRun) -> float | None:
    """Return how far a run stands from the end of the last one on its line, in type sizes; None where it begins another."""
    shared = min(last.box.bottom, run.box.bottom) - max(last.box.top, run.box.top)
    if shared < min(last.box.height, run.box.height) / 2:
        return None
    gap = (run.box.left - last.box.right) * _PT_PER_MM / max(run.size_pt, 0.1)
    return gap if -_BACK < gap < 4 else None


def text_changes(pairs: Sequence[tuple[PageFacts | None, PageFacts | None]]) -> tuple[TextChange, ...]:
    """Return where words changed, page by page; pages that follow each other and changed are told together.

    A word that moved on to the next page with its line is no change.
    """
    found: list[TextChange] = []
    for stretch in _stretches(pairs):
        before = [line for page, _ in stretch if page is not None for line in lines_of(page)]
        after = [line for _, page in stretch if page is not None for line in lines_of(page)]
        pieces = word_changes(before, after)
        if pieces:
            first = tuple(page.number for page, _ in stretch if page is not None)
            second = tuple(page.number for _, page in stretch if page is not None)
            found.append(TextChange(first, second, pieces))
    return tuple(found)


def _stretches(pairs: Sequence[tuple[PageFacts | None, PageFacts | None]]) -> Iterator[PagePairs]:
    """Yield pages of which the words differ, those that follow each other together."""
    stretch: PagePairs = []
    for first, second in pairs:
        if words_of(first) != words_of(second):
            stretch.append((first, second))
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def words_of(page: PageFacts | None) -> str:
    """Return all words of a page; "" for none."""
    return " ".join(" ".join(lines_of(page)).split()) if page is not None else ""
