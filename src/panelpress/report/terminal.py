"""For people at a terminal: findings with the line they come from, and a table of what was made."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from panelpress.ground.diagnostics import Level
from panelpress.ground.units import count, size
from panelpress.report import words
from panelpress.report.groups import Group, grouped, groups, of_many
from panelpress.report.opening import opening

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.report.model import ItemReport, Report

STYLES = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
_STATES = {
    "ready": ("ready", "green"),
    "rejected": ("REJECTED", "bold red"),
    "kept": ("unchanged", "green"),
    "absent": ("absent", "yellow"),
    "crashed": ("FAULT", "bold red"),
}
_SHOWN = 96
_ROOMY = 92  # columns
_FIRST_PLACES = 3
_NO_WRAP = 1_000_000
_WIDEST = 110  # columns: longer lines are hard to follow


def folded(text: str, first: int, indent: str, width: int) -> str:
    """Return a sentence folded to a width: its first line begins ``first`` columns in, the others after ``indent``."""
    lines = textwrap.wrap(" " * first + text, width, subsequent_indent=indent, break_long_words=False,
                          break_on_hyphens=False, drop_whitespace=True) if first + len(text) > width else []  # fmt: skip
    return "\n".join([lines[0][first:], *lines[1:]]) if lines else text


def width_of(console: Console) -> int:
    """Return how wide sentences may run: folded at a terminal, whole in a file or pipe, where others search them."""
    return min(console.width, _WIDEST) if console.is_terminal else _NO_WRAP


def diagnostic(found: Diagnostic | Group, width: int = _NO_WRAP) -> Text:
    """Return a finding as lines: what is wrong, its source, the place on paper, the offending line, figures, remedy."""
    group = found if isinstance(found, Group) else Group(0, (found,))
    first = group.first
    style = STYLES[group.level]
    mark = f"{group.level.word}[{first.id}]"
    text = Text()
    text.append(group.level.word, style).append(f"[{first.id}]", "dim")
    if first.review:
        text.append(f" {words.REVIEW}", "bold")
        mark += f" {words.REVIEW}"
    text.append(f": {folded(group.message, len(mark) + 2, '    ', width)}\n")
    if len(group.found) == 1:
        text.append_text(_place(first, style, width))
    else:
        text.append_text(_places(group, width))
    if len(group.found) == 1 and (figures := words.figures(first)):
        text.append("   = ", "blue").append(folded(figures, 5, "     ", width) + "\n")
    if settled := words.accepted(first):
        text.append("   = ", "blue").append(folded(settled, 5, "     ", width) + "\n")
    elif group.help:
        text.append("   = ", "blue").append("help: ", "bold")
        text.append(folded(group.help, 11, "     ", width) + "\n")
    return text


def _places(group: Group, width: int) -> Text:
    """Return the first few of a group's places."""
    text = Text()
    for found, times in group.places[:_FIRST_PLACES]:
        place = ": ".join(part for part in (words.source(found), words.paper(found)) if part)
        text.append("  --> ", "blue").append(folded(of_many(found, times, place), 6, "      ", width) + "\n")
    left = len(group.places) - _FIRST_PLACES
    if left > 0:
        text.append(f"      and {left:,} more\n", "dim")
    return text


def _place(found: Diagnostic, style: str, width: int) -> Text:
    """Return where a finding is: the line of the project it comes from, and its place on paper."""
    text = Text()
    if source := words.source(found):
        text.append("  --> ", "blue").append(folded(source, 6, "      ", width) + "\n")
        if found.span and found.span.text.strip():
            text.append_text(_excerpt(found, style))
    if place := words.paper(found):
        text.append("   at " if source else "  --> ", "blue").append(folded(place, 6, "      ", width) + "\n")
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


def summary(report: Report, width: int = 100) -> Table:
    """Return the table of items: pages, trim, file size, lowest effective resolution, findings; trim only where it fits."""
    roomy = width >= _ROOMY
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1))
    columns = ("item", "pages", *(("trim, mm",) if roomy else ()), "size", "ppi", "findings", "")
    for heading in columns:
        right = heading in ("pages", "trim, mm", "size", "ppi")
        squeezed = heading in ("item", "findings")
        table.add_column(heading, justify="right" if right else "left", no_wrap=not squeezed, overflow="fold")
    for item in report.shown:
        word, style = _STATES[item.state]
        made = item.pages > 0
        trim = f"{item.width_mm:g} × {item.height_mm:g}" if made else "–"
        table.add_row(
            item.label,
            str(item.pages) if made else "–",
            *((trim,) if roomy else ()),
            size(item.octets) if item.octets else "–",
            f"{item.lowest_ppi:.0f}" if item.lowest_ppi is not None else "–",
            words.findings_in_words(item),
            Text(word, style),
        )
    return table


def show(findings: Iterable[Diagnostic], console: Console) -> None:
    """Print findings, worst first, one empty line between them; repeats of one check as one."""
    _print(grouped(tuple(sorted(findings, key=lambda d: -d.level))), console)


def _print(found: Iterable[Group], console: Console) -> None:
    for group in found:
        console.print(diagnostic(group, width_of(console)), soft_wrap=True)


def _together(notes: Iterable[Diagnostic]) -> list[str]:
    """Return one line for each thing noted, however many items it concerns: what, then in which items."""
    concerned: dict[str, list[str]] = {}
    for note in notes:
        items = concerned.setdefault(note.message, [])
        if note.place and note.place.item and note.place.item not in items:
            items.append(note.place.item)
    return [f"{message} ({', '.join(items)})" if items else message for message, items in concerned.items()]


def show_report(report: Report, console: Console, *, verbose: bool = False) -> None:
    """Print a whole run: findings by item, what is accepted, notes, the table, the verdict."""
    show((d for d in report.remarks if verbose or d.level is not Level.NOTE), console)
    told: set[tuple[str, str, str]] = set()
    for item in report.shown:
        fresh = _not_told(item, told) if report.folder else item
        if report.held:  # what is still to come is told once, below, as what is in the way
            fresh = _without_to_come(fresh)
        _show_item(fresh, console, verbose=verbose, headed=not report.folder, partial=report.partial)
    _show_accepted(report, console)
    if not verbose:
        _show_notes(report, console)
    console.print(summary(report, console.width))
    console.print()
    _show_held(report.held, console)
    _say_verdict(report, console)


def _not_told(item: ItemReport, told: set[tuple[str, str, str]]) -> ItemReport:
    """Return an item without those of its problems that lie in a line of the project and were told with an item before it.

    A caption without its rights is one line to write, however many items its photograph stands in.
    """
    left = []
    for found in item.problems:
        known_as = (found.id, found.message, words.source(found))
        if not found.span or known_as not in told:
            left.append(found)
        told.add(known_as)
    return replace(item, problems=tuple(left))


def _without_to_come(item: ItemReport) -> ItemReport:
    """Return an item without what is found of what is still to come."""
    outcomes = tuple(
        replace(each, found=tuple(d for d in each.found if not words.is_to_come(d))) for each in item.outcomes
    )
    return replace(item, problems=tuple(d for d in item.problems if not words.is_to_come(d)), outcomes=outcomes)


def _show_item(item: ItemReport, console: Console, *, verbose: bool, headed: bool, partial: bool) -> None:
    """Print what was found of one item; ``headed``: after its name and what there is to say of the whole file."""
    told = [g for g in groups(item) if not g.first.accepted and (verbose or g.level is not Level.NOTE)]
    if headed and told:
        begin = opening(item, partial=partial)
        line = Text(folded(f"{item.label}: {begin}" if begin else item.label, 0, "", width_of(console)))
        line.stylize("bold", 0, len(item.label))
        console.print(line, soft_wrap=True)
        console.print()
    _print(told, console)


def _show_accepted(report: Report, console: Console) -> None:
    """Print what somebody answers for, as a group of its own: it counts no more, and is not hidden."""
    settled = [g for item in report.shown for g in groups(item) if g.first.accepted]
    if not settled:
        return
    console.print(Text("accepted", "bold"))
    width = width_of(console)
    for group in settled:
        place = group.first.place
        item = f" ({place.item})" if place and place.item else ""
        line = f"{group.first.id}: {group.message}{item}: {words.accepted(group.first)}"
        console.print(Text(f"  {folded(line, 2, '    ', width)}"), soft_wrap=True)
    console.print()


def _show_notes(report: Report, console: Console) -> None:
    """Print notes in short: each once; of a stranger's file only how many there are."""
    items = [_without_to_come(item) for item in report.shown] if report.held else report.shown
    found = [*report.remarks, *(d for item in items for d in item.findings)]
    notes = [d for d in found if d.level is Level.NOTE and not d.accepted]
    if not notes:
        return
    if not report.folder:
        console.print(Text(f"{count(len(notes), 'note')}, printed with -v", STYLES[Level.NOTE]))
        console.print()
        return
    console.print(Text("notes", STYLES[Level.NOTE]))
    width = width_of(console)
    for line in _together(notes):
        console.print(Text(f"  {folded(line, 2, '    ', width)}"), soft_wrap=True)
    console.print()


_IN_THE_WAY = {
    "release/ledger": "the record of approvals is not as it was written",
    "release/not-made": "not made",
    "release/nobody-asked": "nobody is asked",
    "release/not-approved": "not approved",
    "release/to-come": "still to come",
    "release/finding": "found, and nobody answers for it",
}


def _show_held(held: Iterable[Diagnostic], console: Console) -> None:
    """Print everything that keeps an edition from being released, kind by kind, nothing left out."""
    kinds: dict[str, list[Diagnostic]] = {}
    for found in held:
        kinds.setdefault(found.id, []).append(found)
    width = width_of(console)
    for id, all_ in kinds.items():
        console.print(Text(_IN_THE_WAY[id], "bold red"))
        for found in all_:
            console.print(Text(f"  {folded(found.message, 2, '    ', width)}"), soft_wrap=True)
        for help in dict.fromkeys(found.help for found in all_ if found.help):
            console.print(
                Text("  help: ", "bold").append(folded(help, 8, "        ", width), "not bold"), soft_wrap=True
            )
        console.print()


def _say_verdict(report: Report, console: Console) -> None:
    """Print the last line: whether it can go to the printer."""
    good, short, rest = words.verdict(report)
    line = folded(f"{short}{rest}", 0, "", width_of(console))
    text = Text(line)
    text.stylize("bold green" if good else "bold red", 0, len(short))
    console.print(text, soft_wrap=True)


def show_editions(report: Report, console: Console, *, verbose: bool = False) -> None:
    """Print what became of the access editions: findings, then each file with its pages and size."""
    show([d for d in report.findings if verbose or d.level is not Level.NOTE], console)
    notes = [d for d in report.findings if d.level is Level.NOTE]
    if notes and not verbose:
        console.print(Text("notes", STYLES[Level.NOTE]))
        for line in _together(notes):
            console.print(Text(f"  {line}"), soft_wrap=True)
        console.print()
    for item in report.items:
        word, style = _STATES[item.state]
        pages = f", {count(item.pages, 'page')}" if item.pages else ""
        console.print(
            Text(f"{report.folder}{item.file}{pages}, {size(item.octets)}: ").append(word, style), soft_wrap=True
        )
    bad = [item.label for item in report.items if item.state == "rejected"]
    if bad:
        console.print(
            Text("Not complete", "bold red").append(f": {', '.join(bad)} in {report.folder}rejected/ to look at"),
            soft_wrap=True,
        )
