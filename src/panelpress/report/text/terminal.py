"""The editor's tables at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from panelpress.report.terminal import STYLES, folded, show, width_of
from panelpress.report.text import HEADINGS, MEANT, NOUNS, figures

if TYPE_CHECKING:
    from rich.console import Console

    from panelpress.preflight.measures import Measure
    from panelpress.report.text import Board, TextReport

_LEGEND = (
    "words: of its budget · ease: 0 hard to 100 easy, 60 is plain · longest: words in the longest sentence · "
    "left: room below the last line · open: texts still to come"
)
_ROOMY = 110  # columns: below that there is no room for what is wanted
_WIDEST = 120


def show_text(report: TextReport, out: Console, aside: Console) -> None:
    """Print the tables, worst first, to ``out``; the findings and what the columns mean to ``aside``."""
    show(report.findings, aside)
    made = _table("text", "")
    for heading in HEADINGS:
        made.add_column(heading, justify="right", no_wrap=True)
    for row in report.worst_first:
        name = f"{row.number} {row.id}" if row.number else row.id
        style = "red" if row.left_mm is not None and row.left_mm < 0 else ""
        made.add_row(name, row.language, *figures(row), style=style)
    out.print(made)
    _aside(_LEGEND, aside)
    _show_open(report, aside)
    if report.hardest_first:
        out.print()
        _show_legibility(report, out, aside)


def _table(*names: str) -> Table:
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1))
    for name in names:
        made.add_column(name, no_wrap=True)
    return made


def _aside(line: str, aside: Console) -> None:
    aside.print(folded(line, 0, "  ", width_of(aside)), style="dim", soft_wrap=True)


def _show_open(report: TextReport, aside: Console) -> None:
    """Print the states that translations note, and what is to come."""
    translated = [row.id for row in report.rows]
    for row in report.rows:
        if translated.count(row.id) > 1 and row is next(r for r in report.rows if r.id == row.id):
            aside.print(f"a translation of {row.id} as it stands notes `translated_from: {row.state}`", soft_wrap=True)
        for line in row.open:
            aside.print(f"to come ({row.id}): {line}", soft_wrap=True)
    for line in report.open:
        aside.print(f"to come: {line}", soft_wrap=True)


def _show_legibility(report: TextReport, out: Console, aside: Console) -> None:
    """Print how well each panel can be read: its figures nearest their limits, the hardest panel first."""
    roomy = out.width >= _ROOMY
    made = _table("can it be read?")
    for noun in NOUNS.values():
        made.add_column(noun, justify="right", no_wrap=True)
    if roomy:
        made.add_column("nearest its limit", overflow="fold")
    for board in report.hardest_first:
        nearest = (_nearest(board.measures[0]),) if roomy else ()
        made.add_row(board.label, *(_cell(board, check) for check in NOUNS), *nearest)
    out.print(made, width=min(out.width, _WIDEST))
    _aside("each figure is the panel’s worst, the hardest panel first · !: a warning, !!: an error", aside)
    for noun, limits, source in report.limits:
        _aside(f"{noun}: {MEANT[noun]}: {limits} · {source}", aside)


def _cell(board: Board, check: str) -> Text:
    found = board.of(check)
    if found is None:
        return Text("–")
    style = STYLES[found.level] if found.level else "bold" if found is board.measures[0] else ""
    return Text(f"{found.figure}{_mark(found)}", style)


def _mark(found: Measure) -> str:
    return " " + "!" * (found.level - 1) if found.level and found.level > 1 else ""


def _nearest(found: Measure) -> Text:
    said = f"{NOUNS[found.check]}, {found.of}: {found.wanted}"
    return Text(said, STYLES[found.level] if found.level else "")
