"""Where the exhibition stands, at a terminal: what was done to the ledger first, then the table, then what is wanted of whom."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from panelpress.ground.units import count
from panelpress.report.status import TITLES, acceptances, aside, cell, of_items, wanted, withdrawn
from panelpress.report.terminal import show, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from panelpress.ground.gates import GateId
    from panelpress.ledger.standing import Standing
    from panelpress.report.status import StatusReport, Wanted

STYLES = {
    "changes": "bold red", "corrections-open": "yellow", "lapsed": "bold red", "expired": "red", "unknown": "magenta",
    "waiting": "default", "approved": "green",
}  # fmt: skip
_KEPT = "\u00a0"  # a space at which no line breaks
_SHORT: dict[GateId, str] = {"credits": "Credits", "layout": "Layout", "photographs": "Photos"}


def show_status(report: StatusReport, out: Console, aside_: Console) -> None:
    """Print the table to ``out``; faults of the ledger, what is wanted and the sum of it all to ``aside_``."""
    show(report.faults, aside_)
    out.print(table(report))
    width = width_of(aside_)
    if named := legend(report):
        out.print(Text(textwrap.fill(named, width_of(out)), "dim"), soft_wrap=True)
    if report.strip:
        aside_.print(Text(report.strip, "dim"), soft_wrap=True)
    aside_.print()
    for found in wanted(report):
        aside_.print(line(found, report, width), soft_wrap=True)
    _listed("recorded, does not count", list(aside(report.uncounted, report)), aside_, width)
    _listed("taken back", list(withdrawn(report)), aside_, width)
    _listed("accepted findings", list(acceptances(report)), aside_, width)
    if report.open:
        aside_.print(f"{count(len(report.open), 'comment')} open: `panelpress signoff list`", soft_wrap=True)
    aside_.print()
    aside_.print(Text(report.verdict, "bold green" if report.approved else "bold"), soft_wrap=True)


def table(report: StatusReport) -> Table:
    """Return the table: a row an item, a column a gate, in each cell a line for each organisation."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    tags = initials(report)
    made.add_column("item", overflow="fold")
    for gate in report.gates:
        made.add_column(_SHORT.get(gate, TITLES[gate]), overflow="fold")
    for item in report.items:
        name = item.label.removeprefix("panel ")
        made.add_row(name, *(_cell(report.at(item.key, gate), tags) for gate in report.gates))
    return made


def initials(report: StatusReport) -> dict[str, str]:
    """Return a short form for everybody the table names, no two alike: ``AW`` for A. Writer, ``AWr`` where that is taken."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(name for standing in report.standings for name in cell(standing)[2]):
        parts = [part for part in name.replace(".", " ").split() if part[0].isalnum()] or [name]
        first = "".join(part[0] for part in parts[:-1])
        tags = (f"{first}{parts[-1][:letters]}" for letters in range(1, len(parts[-1]) + 1))
        taken = set(found.values())
        found[name] = next((tag for tag in tags if tag not in taken), f"{first}{parts[-1]}{len(found)}")
    return found


def legend(report: StatusReport) -> str:
    """Return who is meant by which short form, by organisation."""
    tags = initials(report)
    people: dict[str, dict[str, None]] = {}
    for standing in report.standings:
        people.setdefault(standing.organisation, {}).update(dict.fromkeys(cell(standing)[2]))
    return " · ".join(
        f"{', '.join(f'{tags[name]} {name}'.replace(' ', _KEPT) for name in names)} ({organisation})"
        for organisation, names in people.items()
        if names
    )


def _cell(found: Sequence[Standing], tags: Mapping[str, str]) -> Text:
    """Return where an item stands at a gate: those of whom the same is to be said on one line."""
    together: dict[tuple[str, str, str], list[str]] = {}
    for standing in found:
        state, what, who = cell(standing)
        listed = together.setdefault((state, what, STYLES[standing.state]), [])
        listed += ["/".join(tags[name] for name in who[:2]) + ("…" if len(who) > 2 else "")] if who else []
    lines = [
        Text(state, style).append(f" {' '.join(who)}" if who else "", "default").append(f"\n{what}" if what else "")
        for (state, what, style), who in together.items()
    ]
    return Text("\n").join(lines) if lines else Text("–", "dim")


def line(found: Wanted, report: StatusReport, width: int) -> Text:
    """Return what is wanted as a sentence, folded to a width."""
    head = ", ".join(part for part in (of_items(found, report), found.gate) if part)
    made = Text(textwrap.fill(f"{head} — {found.words}", width, subsequent_indent="    ", break_on_hyphens=False))
    made.stylize(STYLES[found.state], 0, made.plain.index(" — "))
    return made


def _listed(heading: str, lines: list[str], console: Console, width: int) -> None:
    if lines:
        console.print(Text(heading, "bold"))
        for each in lines:
            folded = textwrap.fill(f"  {each}", width, subsequent_indent="    ", break_on_hyphens=False)
            console.print(Text(folded), soft_wrap=True)
