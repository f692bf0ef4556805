"""What came back, and the to-do list, at a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.text import Text

from panelpress.ground.units import count
from panelpress.report.signoff import commented, decided, shortest, signed
from panelpress.report.terminal import show, width_of

if TYPE_CHECKING:
    from rich.console import Console

    from panelpress.report.signoff import Back, ImportReport, ToDo
    from panelpress.report.signoff.log import Log

_STYLES = {
    "counts": "green", "corrections-open": "yellow", "lapsed": "bold red", "unknown": "magenta", "not-listed": "yellow",
    "not-asked": "yellow", "withdrawn": "yellow",
}  # fmt: skip
_STATES = {"recorded": "recorded", "already": "already recorded", "refused": "refused"}


def show_import(report: ImportReport, out: Console, aside: Console) -> None:
    """Print of each file who decided what, and every comment, to ``out``; what is wrong and the sum of it to ``aside``."""
    show(report.faults, aside)
    for back in report.files:
        _show_back(back, out, aside)
    aside.print(_verdict(report), soft_wrap=True)


def _show_back(back: Back, out: Console, aside: Console) -> None:
    proof = f", proof {back.proof}" if back.proof else ""
    kept = f"; kept as {back.kept}" if back.kept else ""
    head = Text(f"{back.name}{proof}: {_STATES[back.state]}{kept}")
    head.stylize("bold", 0, len(back.name))
    (aside if back.state == "refused" else out).print(head, soft_wrap=True)
    width = width_of(out)
    who = ""
    for found in back.decisions:
        if signed(found.decision) != who:
            who = signed(found.decision)
            out.print(Text(f"  {who}"), soft_wrap=True)
        out.print(Text(_folded(decided(found), 4, width), _STYLES[found.verdict]), soft_wrap=True)
    for said in back.comments:
        out.print(Text(_folded(commented(said.comment, said.label), 2, width)), soft_wrap=True)
    show(back.problems, aside)


def _folded(line: str, indent: int, width: int) -> str:
    before = " " * indent
    return textwrap.fill(before + line, width, subsequent_indent=before + "    ", break_on_hyphens=False)


def _verdict(report: ImportReport) -> Text:
    """Return the last line: how much of it is recorded."""
    read = [back for back in report.files if back.state != "refused"]
    decisions = [d for back in read for d in back.decisions]
    counts = sum(1 for d in decisions if d.verdict in ("counts", "corrections-open"))
    comments = sum(len(back.comments) for back in read)
    refused = len(report.files) - len(read)
    parts = [
        f"{count(len(decisions), 'decision')}, of which {counts} {'counts' if counts == 1 else 'count'}",
        count(comments, "comment"),
        *([f"{count(refused, 'file')} refused"] if refused else []),
    ]
    good = all(back.clear for back in report.files) and not report.faults
    return Text("; ".join(parts) + ": `panelpress status` tells where it stands", "bold green" if good else "bold")


def show_list(report: ToDo, out: Console, aside: Console, *, whole: bool) -> None:
    """Print the comments that are not done, by item, each after the digits it is called by; with ``whole`` those done too."""
    show(report.faults, aside)
    short = shortest(entry for asked in report.asked for entry in asked.entries)
    width = width_of(out)
    item = None
    for asked in report.asked if whole else report.open:
        label = report.labels.get(asked.comment.item, asked.comment.item)
        if asked.comment.item != item:
            item = asked.comment.item
            out.print(Text(label or "the whole", "bold"), soft_wrap=True)
        mark = "done" if asked.done else "open"
        line = f"{short[asked.entries[0]]}  {mark}  {commented(asked.comment, label)}, proof {asked.comment.proof}"
        out.print(Text(_folded(line, 2, width), "dim" if asked.done else ""), soft_wrap=True)
        for answer in asked.answers:
            note = f": {answer.note}" if answer.note else ""
            out.print(Text(_folded(f"done by {answer.by}, {answer.date}{note}", 12, width), "dim"), soft_wrap=True)
    done = len(report.asked) - len(report.open)
    rest = "" if whole or not done else f", {done} done: `--all` lists them"
    aside.print(Text(f"{count(len(report.open), 'comment')} open{rest}", "bold"), soft_wrap=True)


def show_log(report: Log, out: Console, aside: Console) -> None:
    """Print every entry after the digits it is called by, with who took it back where somebody did."""
    show(report.faults, aside)
    width = width_of(out)
    for each in report.entries:
        line = _folded(f"{each.digits}  {each.date}  {each.words}", 0, width)
        out.print(Text(line, "dim" if each.taken_back else ""), soft_wrap=True)
        if each.taken_back:
            out.print(Text(_folded(each.taken_back, 10, width), "yellow"), soft_wrap=True)
    back = sum(1 for each in report.entries if each.taken_back)
    rest = f", {back} taken back" if back else ""
    aside.print(Text(f"{count(len(report.entries), 'entry', 'entries')}{rest}", "bold"), soft_wrap=True)
