"""The editor's table: each text against what a panel holds, how it reads, and how it stands on its panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panelpress.preflight.measures import urgency
from panelpress.report.json import SCHEMA_VERSION, diagnostic

if TYPE_CHECKING:
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.preflight.measures import Measure
    from panelpress.report.hang import Hanging


@dataclass(frozen=True, slots=True)
class Row:
    """One panel or text in one language.

    Args:
        id: the panel's or text's.
        number: the panel's; 0 for a text of the book.
        language: a BCP 47 tag.
        file: where it is written.
        words: how many it has, headings included.
        budget: how many a panel may have; None for a text of the book.
        ease: reading ease, 0 (hard) to 100; None without a sentence.
        longest: words of its longest sentence.
        size_pt: size of its text as set; None where it has none.
        left_mm: what of its frame is left below its last line, mm; less than 0 where it is too long.
        open: what is still to be supplied.
        state: changes with any word of it; a translation notes what it was made from.
    """

    id: str
    number: int
    language: str
    file: str
    words: int
    budget: int | None
    ease: float | None
    longest: int
    size_pt: float | None
    left_mm: float | None
    open: tuple[str, ...]
    state: str

    @property
    def trouble(self) -> float:
        """How urgent it is to look at: too long for its frame before too many words, before open questions."""
        over = -self.left_mm if self.left_mm is not None and self.left_mm < 0 else 0.0
        full = self.words / self.budget if self.budget else 0.0
        return 1000 * (over > 0) + over + full


@dataclass(frozen=True, slots=True)
class Board:
    """How well one panel can be read, with everything on it: what was measured, the worst first."""

    number: int
    id: str
    languages: tuple[str, ...]
    measures: tuple[Measure, ...]

    @property
    def label(self) -> str:
        """What people call it."""
        return f"{self.number} {self.id}"

    def of(self, check: str) -> Measure | None:
        """Return what was measured for a check."""
        return next((m for m in self.measures if m.check == check), None)


@dataclass(frozen=True)
class TextReport:
    """The table, how the panels hang and are read, what was found, and what is still to be supplied for the whole."""

    title: str
    rows: tuple[Row, ...]
    hung: tuple[Hanging, ...]
    findings: tuple[Diagnostic, ...]
    boards: tuple[Board, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def worst_first(self) -> tuple[Row, ...]:
        """The rows with the most trouble first; equal ones in the order of the exhibition."""
        return tuple(sorted(self.rows, key=lambda row: -round(row.trouble, 2)))

    @property
    def hardest_first(self) -> tuple[Board, ...]:
        """The panels of which anything was measured, that which is hardest to read first."""
        return tuple(sorted((b for b in self.boards if b.measures), key=lambda board: urgency(board.measures[0])))

    @property
    def limits(self) -> tuple[tuple[str, str, str], ...]:
        """What was measured anywhere, the limits its figures are held against, and whose rule that is."""
        told: list[tuple[str, str, str]] = []
        for check, noun in NOUNS.items():
            found = [m for board in self.boards if (m := board.of(check))]
            limits = dict.fromkeys(", ".join(part for part in (m.wanted, m.worse) if part) for m in found)
            told += [(noun, "; ".join(limits), found[0].source)] if found else []
        return tuple(told)


NOUNS = {
    "legible/size": "letters",
    "legible/measure": "line",
    "legible/leading": "leading",
    "legible/contrast": "contrast",
    "legible/height": "height",
}
"""What is measured of a panel, by the check that judges it, in the order of the columns."""
MEANT = {
    "letters": "height of the small letters",
    "line": "characters in a full line",
    "leading": "distance of the lines, as a multiple of the type size",
    "contrast": "of ink and ground, as printed",
    "height": "of the lowest and the highest line above the floor",
}
"""What the columns are."""


def figures(row: Row) -> tuple[str, ...]:
    """Return a row as people read it: words, ease, longest sentence, size, room left, what is open."""
    return (
        f"{row.words}/{row.budget}" if row.budget else str(row.words),
        "–" if row.ease is None else f"{row.ease:.0f}",
        str(row.longest or "–"),
        "–" if row.size_pt is None else f"{row.size_pt:g}",
        "–" if row.left_mm is None else f"{row.left_mm:.0f}" if row.left_mm >= 0 else f"{-row.left_mm:.0f} over",
        str(len(row.open) or "–"),
    )


HEADINGS = ("words", "ease", "longest", "pt", "left, mm", "open")


def document(report: TextReport) -> dict[str, Any]:
    """Return the table and the findings as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "texts": [
            {
                "id": row.id,
                "language": row.language,
                "file": row.file,
                "words": row.words,
                "most": row.budget,
                "reading_ease": None if row.ease is None else round(row.ease, 1),
                "longest_sentence": row.longest,
                "size_pt": row.size_pt,
                "left_mm": None if row.left_mm is None else round(row.left_mm, 1),
                "to_be_supplied": list(row.open),
                "state": row.state,
            }
            for row in report.rows
        ],
        "legibility": [
            {
                "id": board.id,
                "languages": list(board.languages),
                "measures": [_measure(m) for m in board.measures],
            }
            for board in report.boards
        ],
        "to_be_supplied": list(report.open),
        "findings": [diagnostic(d) for d in report.findings],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "check": measure.check,
        "of": measure.of,
        "words": measure.words,
        "measured": measure.figure,
        "required": measure.wanted,
        "worse": measure.worse,
        "share": round(measure.room, 3),
        "level": None if measure.level is None else measure.level.word,
        "source": measure.source,
    }
