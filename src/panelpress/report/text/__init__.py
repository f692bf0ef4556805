"""The editor's table: words of each text against what a panel holds; for a terminal and for machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from panelpress.report.json import SCHEMA_VERSION, diagnostic
from panelpress.report.terminal import show

if TYPE_CHECKING:
    from rich.console import Console

    from panelpress.facts.prose import Written
    from panelpress.ground.diagnostics import Diagnostic


@dataclass(frozen=True)
class TextReport:
    """Every text, the most words a panel may have in one language, and the findings."""

    texts: tuple[Written, ...]
    most: int
    findings: tuple[Diagnostic, ...]


def show_text(report: TextReport, out: Console, aside: Console) -> None:
    """Print the table to ``out`` and the findings to ``aside``."""
    show(report.findings, aside)
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for heading in ("text", "language", "words", "file"):
        made.add_column(heading, justify="right" if heading == "words" else "left")
    for text in report.texts:
        words = f"{text.words}/{report.most}" if text.panel else str(text.words)
        made.add_row(text.of, text.language, words, text.file)
    out.print(made)


def document(report: TextReport) -> dict[str, Any]:
    """Return the table and the findings as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "texts": [
            {
                "id": text.of,
                "language": text.language,
                "file": text.file,
                "words": text.words,
                "most": report.most if text.panel else None,
            }
            for text in report.texts
        ],
        "findings": [diagnostic(d) for d in report.findings],
    }
