"""For people at a terminal: one line for each place a photograph stands in, the worst first, then what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from panelpress.ground.diagnostics import Level
from panelpress.ground.units import count
from panelpress.report.terminal import show

if TYPE_CHECKING:
    from rich.console import Console

    from panelpress.report.photos import PhotoReport, Placement, Row

_ROOMY = 110  # columns: where colour has a column of its own


def show_photos(report: PhotoReport, out: Console, aside: Console, *, verbose: bool = False) -> None:
    """Print the table to ``out``, and findings and the sum of it all to ``aside``."""
    show([d for d in report.everything if verbose or d.level is not Level.NOTE], aside)
    out.print(table(report, out.width))
    notes = [d for d in report.everything if d.level is Level.NOTE]
    if notes and not verbose:
        aside.print(Text("notes", "cyan"))
        for note in notes:
            aside.print(Text(f"  {note.message}"), soft_wrap=True)
    aside.print()
    aside.print(summary(report), soft_wrap=True)


def table(report: PhotoReport, width: int) -> Table:
    """Return the table: the picture and its pixels, where it stands, its resolution there, how large it could be."""
    roomy = width >= _ROOMY
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    made.add_column("photograph", overflow="fold")
    if roomy:
        made.add_column("colour", overflow="fold")
    for heading, right in (("stands on", False), ("mm", False), ("ppi/wanted", True), ("largest, mm", False)):
        made.add_column(heading, justify="right" if right else "left", no_wrap=True)
    for row in report.rows:
        made.add_row(*_cells(row, roomy=roomy))
    return made


def _cells(row: Row, *, roomy: bool) -> list[Text]:
    """Return a photograph's cells, a line for each place it stands in."""
    facts = row.facts
    name = Text(row.id)
    name.append("\n" + (f"{facts.width}×{facts.height}" if facts else "–"), "dim")
    if row.status != "final":
        name.append(f" {row.status}", "dim")
    name.append("\n")  # an empty line below each
    colour = [Text(facts.colour if facts else "")] if roomy else []
    if not row.placements:
        return [name, *colour, Text("nowhere", "dim"), Text(), Text(), Text(_largest(row))]
    ppi = Text("\n").join(_ppi(place, known=facts is not None) for place in row.placements)
    return [
        name,
        *colour,
        Text("\n".join(_where(place) for place in row.placements)),
        Text("\n".join(f"{place.width_mm:.0f}×{place.height_mm:.0f}" for place in row.placements)),
        ppi,
        Text(_largest(row)),
    ]


def _where(place: Placement) -> str:
    words = place.item if not place.item.startswith("catalogue") else f"catalogue p. {place.page}"
    return words if place.treatment == "whole" else f"{words}, {place.treatment}"


def _ppi(place: Placement, *, known: bool) -> Text:
    if not known:
        return Text(f"–/{place.wanted_ppi:.0f}")
    style = "bold red" if place.ppi < place.least_ppi else "yellow" if place.enough < 1 else "green"
    return Text(f"{place.ppi:.0f}", style).append(f"/{place.wanted_ppi:.0f}", "default")


def _largest(row: Row) -> str:
    if row.honest is None:
        return "–"
    panel = "panel {:.0f}×{:.0f}".format(*row.honest.panel)
    return panel if row.honest.book is None else panel + "\nbook  {:.0f}×{:.0f}".format(*row.honest.book)


def summary(report: PhotoReport) -> Text:
    """Return the last line: how many there are, how many stand in for others, how many need something."""
    waiting = sum(1 for row in report.rows if row.status != "final")
    needy = sum(1 for row in report.rows if any(d.level > Level.NOTE for d in row.findings))
    text = Text()
    text.append(count(len(report.rows), "photograph"), "bold")
    text.append(f", {waiting} of them still to come" if waiting else "")
    text.append(f"; {needy} need something" if needy else "; nothing is wrong with any")
    if report.unused:
        text.append(f"; {count(len(report.unused), 'file')} in photos/ unused")
    text.append(f"; panels are seen from {report.distance_m:g} m")
    return text
