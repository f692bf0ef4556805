"""The editor's table at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from panelpress.report.terminal import show
from panelpress.report.text import HEADINGS, figures

if TYPE_CHECKING:
    from rich.console import Console

    from panelpress.report.text import TextReport

_LEGEND = (
    "words: of its budget · ease: 0 hard to 100 easy, 60 is plain · longest: words in the longest sentence · "
    "left: room below the last line · open: texts still to come"
)


def show_text(report: TextReport, out: Console, aside: Console) -> None:
    """Print the table, worst first, to ``out``; the findings and what the columns mean to ``aside``."""
    show(report.findings, aside)
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1))
    made.add_column("text", no_wrap=True)
    made.add_column("", no_wrap=True)
    for heading in HEADINGS:
        made.add_column(heading, justify="right", no_wrap=True)
    for row in report.worst_first:
        name = f"{row.number} {row.id}" if row.number else row.id
        style = "red" if row.left_mm is not None and row.left_mm < 0 else ""
        made.add_row(name, row.language, *figures(row), style=style)
    out.print(made)
    aside.print(_LEGEND, style="dim")
    translated = [row.id for row in report.rows]
    for row in report.rows:
        if translated.count(row.id) > 1 and row is next(r for r in report.rows if r.id == row.id):
            aside.print(f"a translation of {row.id} as it stands notes `translated_from: {row.state}`", soft_wrap=True)
        for line in row.open:
            aside.print(f"to come ({row.id}): {line}", soft_wrap=True)
    for line in report.open:
        aside.print(f"to come: {line}", soft_wrap=True)
