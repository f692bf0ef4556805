"""What is kept, at a terminal: what is wrong first, then what there is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from panelpress.ground.units import count, size
from panelpress.ledger.history import Printed, Reprint, hanging
from panelpress.report.keeping import is_foreign
from panelpress.report.status import Item, runs
from panelpress.report.terminal import show, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from panelpress.ledger.archive import Checked
    from panelpress.report.keeping import HistoryReport, Part, VerifyReport
    from panelpress.report.keeping.reprint import Reprinted, ReprintReport

_STYLES = {"right": "green", "changed": "bold red", "missing": "bold red", "extra": "yellow", "unknown": "magenta"}
_TOLD = 40


def show_verified(report: VerifyReport, out: Console, aside: Console, *, whole: bool) -> None:
    """Print every part with what is wrong in it, with ``whole`` every file of it, to ``out``; the verdict to ``aside``."""
    for part in report.parts:
        _show_part(part, out, aside, whole=whole)
    aside.print()
    aside.print(Text(report.verdict, "bold green" if report.good else "bold red"), soft_wrap=True)


def _show_part(part: Part, out: Console, aside: Console, *, whole: bool) -> None:
    head = Text(f"{part.name}: {part.sums}" if part.files else part.name)
    head.stylize("bold", 0, len(part.name))
    head.append(f"  {part.place}" if part.place else "", "dim")
    out.print(head, soft_wrap=True)
    named = [checked for checked in part.files if whole or checked.state != "right" or checked.words]
    _show_files(named, out)
    for remark in part.remarks:
        out.print(
            Text(textwrap.fill(remark, width_of(out), initial_indent="  ", subsequent_indent="  "), "dim"),
            soft_wrap=True,
        )
    show(part.faults, aside)


def _show_files(files: list[Checked], out: Console) -> None:
    width = max((len(checked.state) for checked in files), default=0)
    for checked in files[:_TOLD]:
        style = "dim" if is_foreign(checked) else _STYLES[checked.state]
        line = Text(f"  {checked.state:<{width}}", style).append(f"  {checked.path}", "default")
        line.append(f": {checked.words}" if checked.words else "", "default")
        out.print(line, soft_wrap=True)
    if len(files) > _TOLD:
        out.print(Text(f"  and {count(len(files) - _TOLD, 'file')} more: `--json` lists all", "dim"), soft_wrap=True)


def show_history(report: HistoryReport, out: Console, aside: Console) -> None:
    """Print the editions, the printings, what hangs where, and the reprints; what is wrong with the records first."""
    show(report.faults, aside)
    if not report.editions and not report.events:
        aside.print("No edition was closed yet: `panelpress build --release` closes one.")
        return
    out.print(_editions(report))
    printed = [event for event in report.events if isinstance(event, Printed)]
    reprints = [event for event in report.events if isinstance(event, Reprint)]
    for title, table in (
        ("printed", _printed(report, printed) if printed else None),
        ("hanging", _hanging(report) if hanging(printed) else None),
        ("reprints", _reprints(report, reprints) if reprints else None),
    ):
        if table is not None:
            out.print()
            out.print(Text(title, "bold"))
            out.print(table)
    if not printed:
        aside.print()
        aside.print(
            "How they were printed is not told yet: `panelpress history add` takes printer, machine, stock and the rest.",
            soft_wrap=True,
        )


def _table(*columns: str) -> Table:
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for name in columns:
        made.add_column(name, overflow="fold")
    return made


def _editions(report: HistoryReport) -> Table:
    made = _table("edition", "date", "items", "archive", "proofs", "index")
    for record in report.editions:
        kept = report.kept.get(record.number)
        there = {
            True: Text(size(record.octets), "green"),
            False: Text("not here", "bold red"),
            None: Text("?", "magenta"),
        }[kept]
        items = f"{len(record.items)}" if not report.item else record.items[report.item].sha256[:12]
        proofs = ", ".join(str(number) for number in record.proofs) or "–"
        made.add_row(str(record.number), record.date, items, there, proofs, record.index[:12])
    if report.item:
        made.columns[2].header = "file"
    return made


def _printed(report: HistoryReport, events: Iterable[Printed]) -> Table:
    events = list(events)
    told = [
        n
        for n in ("printer", "machine", "stock", "lamination", "batch", "strip", "copy", "note")
        if any(getattr(e, n) for e in events)
    ]
    made = _table("date", "item", "ed.", *told)
    for together in _alike(report, events):
        labels, event = together
        made.add_row(event.date, labels, str(event.edition), *(str(getattr(event, name)) or "–" for name in told))
    return made


def _alike(report: HistoryReport, events: Iterable[Printed]) -> list[tuple[str, Printed]]:
    """Return printings with the items of which all the same is told on one line."""
    found: dict[tuple[object, ...], list[Printed]] = {}
    for event in events:
        same = (event.date, event.edition, event.printer, event.machine, event.stock, event.lamination, event.batch,
                event.strip, event.copy, event.note)  # fmt: skip
        found.setdefault(same, []).append(event)
    return [(_names(report, [e.item for e in alike]), alike[0]) for alike in found.values()]


def _names(report: HistoryReport, items: list[str]) -> str:
    """Return items as people call them: ``panel 3 num``, ``panels 1–4, 6, catalogue``, ``all 13 items``."""
    order = list(dict.fromkeys(key for record in report.editions for key in record.items))
    if len(items) > 2 and set(order) <= set(items):
        return f"all {len(items)} items"
    items = sorted(items, key=lambda key: order.index(key) if key in order else len(order))
    known = [Item(key, report.label(key)) for key in items]
    if len(known) < 3:
        return ", ".join(item.label for item in known)
    numbers = runs(item.short for item in known if item.is_panel)
    return ", ".join([f"panels {numbers}", *(item.label for item in known if not item.is_panel)])


def _hanging(report: HistoryReport) -> Table:
    made = _table("copy", "item", "edition", "since")
    found: dict[tuple[str, int, str], list[str]] = {}
    for (copy, item), event in hanging(report.events).items():
        found.setdefault((copy, event.edition, event.date), []).append(item)
    for (copy, edition, date), items in found.items():
        made.add_row(copy, _names(report, items), str(edition), date)
    return made


def _reprints(report: HistoryReport, events: Iterable[Reprint]) -> Table:
    made = _table("date", "item", "ed.", "copies", "how", "printer", "reason")
    for event in events:
        made.add_row(
            event.date, report.label(event.item), str(event.edition), str(event.copies),
            f"{event.how}, strip {event.venue}" if event.venue else event.how, event.printer or "–",
            event.reason or "–",
        )  # fmt: skip
    return made


def show_reprinted(report: ReprintReport, out: Console, aside: Console) -> None:
    """Print the files that were given out with what is proven of them, and precisely what is different about the rest."""
    for item in report.items:
        head = Text(f"{item.label}, edition {item.edition}", "bold")
        out.print(head.append("" if item.given else ": not given out", "bold red"), soft_wrap=True)
        for path in (item.file, item.ticket):
            if path:
                out.print(Text(f"  {path}", "green"), soft_wrap=True)
        _show_lines(item, out)
        show(item.faults, aside)
        if item.page:
            aside.print(Text(f"then and now: {item.page}", "bold"), soft_wrap=True)
    aside.print()
    aside.print(Text(report.verdict, "bold green" if report.good else "bold red"), soft_wrap=True)


def _show_lines(item: Reprinted, out: Console) -> None:
    for sentence in (*item.proven, *item.remarks):
        text = textwrap.fill(
            sentence,
            width_of(out),
            initial_indent="  ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        out.print(Text(text, "default" if sentence in item.proven else "yellow"), soft_wrap=True)
    if item.differences:
        out.print(f"  not as it was ({count(len(item.differences), 'input')}):", soft_wrap=True)
        for each in item.differences[:_TOLD]:
            out.print(f"    {each.words}", soft_wrap=True, markup=False)
        if len(item.differences) > _TOLD:
            out.print(f"    and {len(item.differences) - _TOLD} more: `--json` lists all", soft_wrap=True, markup=False)
