"""For people at a terminal: findings with the line they stand on, and a table of what was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from panelpress.ground.diagnostics import Level
from panelpress.ground.units import count, size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from panelpress.ground.diagnostics import Diagnostic, Place
    from panelpress.report.model import ItemReport, Report

STYLES = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
_STATES = {
    "ready": ("ready", "green"),
    "rejected": ("REJECTED", "bold red"),
    "kept": ("unchanged", "green"),
    "absent": ("absent", "yellow"),
    "crashed": ("FAULT", "bold red"),
}
_AWAITED = ("image/stand-in", "text/to-be-supplied")
_SHOWN = 96
_ROOMY = 92  # columns


def diagnostic(found: Diagnostic) -> Text:
    """Return a finding as lines: what is wrong, where, the offending line, figures, remedy."""
    style = STYLES[found.level]
    text = Text()
    text.append(f"{found.level.word}", style).append(f"[{found.id}]", "dim").append(f": {found.message}\n")
    if found.span:
        span = found.span
        text.append("  --> ", "blue").append(f"{span.file}:{span.line}:{span.column}\n")
        if span.text.strip():
            text.append_text(_excerpt(found, style))
    elif found.place:
        text.append("  --> ", "blue").append(f"{where(found.place)}\n")
    if found.measured or found.required:
        figures = [
            f"measured {found.measured}" if found.measured else "",
            f"wanted {found.required}" if found.required else "",
        ]
        text.append("   = ", "blue").append(", ".join(f for f in figures if f) + "\n")
    if found.help:
        text.append("   = ", "blue").append("help: ", "bold").append(f"{found.help}\n")
    return text


def _excerpt(found: Diagnostic, style: str) -> Text:
    """Return the offending line with its word underlined, cut to a readable width around the word."""
    span = found.span
    assert span is not None
    first = max(0, span.column - 1 - _SHOWN // 2) if span.column + span.length > _SHOWN else 0
    line = span.text[first : first + _SHOWN].replace("\t", " ")
    margin = " " * len(str(span.line))
    start = span.column - 1 - first
    length = max(1, min(span.length, len(line) - start))
    text = Text()
    text.append(f"{margin} |\n", "blue")
    text.append(f"{span.line} | ", "blue").append(("…" if first else "") + line + "\n")
    text.append(f"{margin} | ", "blue").append(" " * (start + (1 if first else 0)) + "^" * length + "\n", style)
    return text


def where(place: Place) -> str:
    """Return a place on paper in words: item, page, millimetres from the trim's top-left corner, object."""
    parts = [place.item or ""]
    if place.page is not None:
        parts.append(f"page {place.page}")
    if place.box is not None:
        parts.append(f"{place.box.left:.0f} mm from the left, {place.box.top:.0f} mm from the top")
    if place.object:
        parts.append(place.object)
    return ", ".join(part for part in parts if part)


def summary(report: Report, width: int = 100) -> Table:
    """Return the table of items: pages, trim, file size, lowest effective resolution, findings; trim only where it fits."""
    roomy = width >= _ROOMY
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1))
    columns = ("item", "pages", *(("trim, mm",) if roomy else ()), "size", "ppi", "findings", "")
    for heading in columns:
        right = heading in ("pages", "trim, mm", "size", "ppi")
        squeezed = heading in ("item", "findings")
        table.add_column(heading, justify="right" if right else "left", no_wrap=not squeezed, overflow="fold")
    for item in report.items:
        word, style = _STATES[item.state]
        made = item.pages > 0
        trim = f"{item.width_mm:g} × {item.height_mm:g}" if made else "–"
        table.add_row(
            item.label,
            str(item.pages) if made else "–",
            *((trim,) if roomy else ()),
            size(item.octets) if item.octets else "–",
            f"{item.lowest_ppi:.0f}" if item.lowest_ppi is not None else "–",
            findings_in_words(item),
            Text(word, style),
        )
    return table


def findings_in_words(item: ItemReport) -> str:
    """Return ``1 error, 2 notes``, or ``none``."""
    counts = [(item.count(level), level.word) for level in (Level.ERROR, Level.WARNING, Level.NOTE)]
    return ", ".join(count(n, word) for n, word in counts if n) or "none"


def verdict(report: Report) -> Text:
    """Return the last line: whether it can go to the printer."""
    good = [item for item in report.items if item.state in ("ready", "kept")]
    bad = [item for item in report.items if item.state not in ("ready", "kept")]
    text = Text()
    if not bad:
        text.append("Ready for the printer", "bold green")
        text.append(f": {count(len(good), 'file')} in {report.folder}")
    else:
        text.append("Not complete", "bold red")
        text.append(f": {', '.join(item.label for item in bad)} missing from {report.folder}")
        text.append(f", {count(len(good), 'file')} good" if good else "")
        if any(item.state == "rejected" for item in bad):
            text.append(f"; what was rejected is in {report.folder}rejected/ to look at")
        if any(item.state == "absent" for item in bad):
            text.append("; what is absent was made of something that has changed: `panelpress build` makes it again")
    awaited = sum(1 for item in report.items for d in item.findings if d.id in _AWAITED)
    if awaited and not bad:
        text.append(f" ({count(awaited, 'stand-in or text', 'stand-ins and texts')} still to be supplied)")
    return text


def show(findings: Iterable[Diagnostic], console: Console) -> None:
    """Print findings, worst first, one empty line between them."""
    for found in sorted(findings, key=lambda d: -d.level):
        console.print(diagnostic(found), soft_wrap=True)


def _together(notes: Iterable[Diagnostic]) -> list[str]:
    """Return one line for each thing noted, however many items it concerns: what, then in which items."""
    concerned: dict[str, list[str]] = {}
    for note in notes:
        items = concerned.setdefault(note.message, [])
        if note.place and note.place.item and note.place.item not in items:
            items.append(note.place.item)
    return [f"{message} ({', '.join(items)})" if items else message for message, items in concerned.items()]


def show_report(report: Report, console: Console, *, verbose: bool = False) -> None:
    """Print a whole run: findings by item, the table, the verdict."""
    show(report.remarks, console)
    for item in report.items:
        found = [d for d in item.findings if verbose or d.level is not Level.NOTE]
        show(found, console)
    notes = [d for item in report.items for d in item.findings if d.level is Level.NOTE]
    if notes and not verbose:
        console.print(Text("notes", STYLES[Level.NOTE]))
        for line in _together(notes):
            console.print(Text(f"  {line}"), soft_wrap=True)
        console.print()
    console.print(summary(report, console.width))
    console.print()
    console.print(verdict(report), soft_wrap=True)
