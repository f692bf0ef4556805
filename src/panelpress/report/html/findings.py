"""Findings as HTML: what, where from, where on paper, figures, what to do, why."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.report import words
from panelpress.report.groups import Group, of_many
from panelpress.report.html.pages import badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.report.model import ItemReport

_FIRST, _MOST = 3, 300


def finding(found: Diagnostic) -> str:
    """Return one finding that stands for itself."""
    where = (_source(found), escape(words.paper(found)))
    return _entry(Group(0, (found,)), "div", "", [f'<p class="quiet">{line}</p>' for line in where if line])


def listed(item: ItemReport, told: Sequence[Group]) -> str:
    """Return an item's findings as a list, and what is accepted as another after it."""
    open_ = [g for g in told if not g.first.accepted]
    settled = [g for g in told if g.first.accepted]
    made = _list(item, open_) if open_ else "<p>Nothing to report.</p>"
    if settled:
        made += f"<h3>Accepted: told, and not counted</h3>{_list(item, settled)}"
    return f'<div class="list">{made}</div>'


def _list(item: ItemReport, told: Sequence[Group]) -> str:
    entries = "".join(
        _entry(
            group,
            "li",
            f' id="{escape(item.key, quote=True)}-f{group.number}"',
            _places(item, group),
            badge(item, group),
        )
        for group in told
    )
    return f'<ol class="findings">{entries}</ol>'


def _entry(group: Group, tag: str, id: str, places: Sequence[str], number: str = "") -> str:
    first = group.first
    review = f", {words.REVIEW}" if first.review else ""
    figures = words.figures(first) if len(group.found) == 1 else ""
    settled = words.accepted(first)
    quiet = f' <code class="quiet">{escape(first.id)}</code>' if number else ""
    lines = [
        f'<p>{number}<span class="level">{group.level.word.capitalize()}{review}.</span> {prose(group.message)}{quiet}</p>',
        *places,
        f"<p>{escape(figures[0].upper() + figures[1:])}.</p>" if figures else "",
        f"<p><b>{prose(settled)}.</b></p>" if settled else "",
        f"<p><b>What to do:</b> {prose(group.help)}</p>" if group.help and not settled else "",
        f'<p class="quiet"><b>Why:</b> {escape(first.why)}</p>' if first.why and first.level is not Level.NOTE else "",
    ]
    return f'<{tag} class="finding {group.level.word}"{id}>' + "".join(lines) + f"</{tag}>"


def _places(item: ItemReport, group: Group) -> list[str]:
    """Return where a group's findings are: one as lines, many as a list of which the first few are in sight."""
    if len(group.found) == 1:
        found = group.first
        return [f'<p class="quiet">{line}</p>' for line in (_source(found), _on_paper(item, found)) if line]
    lines = []
    for found, times in group.places[:_MOST]:
        place = " · ".join(part for part in (_on_paper(item, found), _source(found)) if part)
        lines.append(of_many(found, times, place) if place else prose(of_many(found, times, "")))
    first, rest = lines[:_FIRST], lines[_FIRST:]
    left = len(group.places) - len(lines)
    more = f"<li>and {left:,} more, all of them in the JSON report</li>" if left else ""
    told = f'<ul class="places quiet">{_items(first)}</ul>'
    if rest:
        told += (
            f"<details><summary>{len(group.places) - len(first):,} more</summary>"
            f'<ul class="places quiet">{_items(rest)}{more}</ul></details>'
        )
    return [told]


def _items(lines: Sequence[str]) -> str:
    return "".join(f"<li>{line}</li>" for line in lines)


def _source(found: Diagnostic) -> str:
    """Return the file and line a finding comes from, and the words or the photograph there."""
    if found.span:
        return f"<code>{escape(found.span.file)}</code>, line {found.span.line}"
    if found.origin is None:
        return ""
    origin = found.origin
    what = f"photograph {origin.photograph}" if origin.photograph else f"“{origin.phrase}”" if origin.phrase else ""
    return f"<code>{escape(origin.file)}</code>, line {origin.line}" + (f": {escape(what)}" if what else "")


def _on_paper(item: ItemReport, found: Diagnostic) -> str:
    """Return the place on paper, with a link to its page where that is shown."""
    told = escape(words.paper(found, item=False))
    page = found.place.page if found.place else None
    if page is None or not any(look.page == page for look in item.looks):
        return told
    link = f'<a href="#{escape(item.key, quote=True)}-p{page}">page {page}</a>'
    return told.replace(f"page {page}", link, 1)


def prose(text: str) -> str:
    """Return a message as HTML: its first letter a capital, words in backticks as code."""
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return html[:1].upper() + html[1:]
