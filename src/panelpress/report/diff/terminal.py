"""What differs, at a terminal: a line an item, then what differs in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from panelpress.ground.units import count
from panelpress.report.diff import elided
from panelpress.report.status import runs
from panelpress.report.terminal import show

if TYPE_CHECKING:
    from rich.console import Console

    from panelpress.report.diff import DiffReport, Fact, ItemDiff, PageChange, TextChange

_STYLES = {
    "same": "green",
    "same-picture": "green",
    "different": "bold red",
    "only-first": "yellow",
    "only-second": "yellow",
    "unjudged": "bold red",
}
_MARKS = {"gone": ("[-", "-]", "red"), "new": ("{+", "+}", "green"), "same": ("", "", "default")}
"""Words that are gone and new, told apart without colours too"""
_PAGES, _PLACES = 12, 3


def show_diff(report: DiffReport, out: Console, aside: Console) -> None:
    """Print every item with what differs in it to ``out``; remarks, faults and the verdict to ``aside``."""
    for remark in report.remarks:
        aside.print(Text(remark, "yellow"), soft_wrap=True)
    width = max((len(item.label) for item in report.items), default=0)
    for item in report.items:
        line = Text(f"{item.label:<{width}}  ", "bold").append(item.words, _STYLES[item.state])
        out.print(line, soft_wrap=True)
        _show_item(item, out)
        show(item.faults, aside)
    aside.print()
    style = "bold red" if report.unjudged or not report.same else "bold green"
    aside.print(Text(report.verdict, style), soft_wrap=True)


def _show_item(item: ItemDiff, out: Console) -> None:
    if item.state != "different":
        return
    for fact in item.facts:
        if fact.prints and not fact.same:
            out.print(_fact(fact), soft_wrap=True)
    for text in item.texts:
        out.print(_text(text), soft_wrap=True)
    for page in item.pages[:_PAGES]:
        out.print(_page(page), soft_wrap=True)
    if len(item.pages) > _PAGES:
        out.print(f"  and {count(len(item.pages) - _PAGES, 'page')} more: `--html FILE` shows all", soft_wrap=True)


def _fact(fact: Fact) -> Text:
    line = Text(f"  {fact.name}: ")
    return line.append(fact.first or "none", "red").append(" → ", "dim").append(fact.second or "none", "green")


def _text(text: TextChange) -> Text:
    line = Text(f"  words, {on_pages(text)}: ")
    for kind, words in elided(text.pieces):
        before, after, style = _MARKS[kind]
        inner = words.lstrip()
        line.append(words[: len(words) - len(inner)]).append(f"{before}{inner}{after}", style)
    return line


def on_pages(text: TextChange) -> str:
    """Return on which pages words changed: ``page 3``, ``pages 4–6``, ``page 3, now pages 3, 4``."""
    first, second = _pages(text.first), _pages(text.second)
    return first or second if first == second or not first or not second else f"{first}, now {second}"


def _pages(numbers: tuple[int, ...]) -> str:
    return f"page{'s' if len(numbers) > 1 else ''} {runs(map(str, numbers))}" if numbers else ""


def _page(page: PageChange) -> Text:
    line = Text(f"  {page.name} {page.words}" if page.state != "different" else f"  {page.name}: {page.words}")
    if page.regions:
        places = "; ".join(
            f"{right - left:.0f} × {bottom - top:.0f} mm at {left:.0f}, {top:.0f}"
            for left, top, right, bottom in page.boxes[:_PLACES]
        )
        more = f" and {len(page.boxes) - _PLACES} more" if len(page.boxes) > _PLACES else ""
        line.append(f" ({places}{more})", "dim")
    return line
