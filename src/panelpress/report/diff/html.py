"""What differs, as one page that needs no other file: pages beside each other with what changed outlined, words, facts."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.units import count
from panelpress.report.diff import elided
from panelpress.report.diff.terminal import on_pages
from panelpress.report.html.findings import finding
from panelpress.report.html.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.report.diff import DiffReport, Fact, ItemDiff, PageChange, TextChange

_OWN = """
.items { max-width: 52rem } .facts { table-layout: fixed } .facts th { width: 9rem; overflow-wrap: anywhere }
.facts td { overflow-wrap: anywhere } .facts tbody th { font-weight: 400; color: var(--quiet) }
.facts .other th { font-weight: 600; color: var(--ink) } .facts .other td { font-weight: 600 }
.words { max-width: 46rem; font-family: "Source Serif 4", "Source Serif Pro", Georgia, serif }
del { color: var(--error); text-decoration-thickness: 1px } ins { color: var(--good); text-underline-offset: .18em }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.5rem; margin: 1rem 0 2rem }
figure { margin: 0; break-inside: avoid } figure img { display: block; width: 100%; box-shadow: 0 0 0 1px var(--line) }
.sheet { position: relative } .sheet i { position: absolute; outline: 2px solid #c4240f; outline-offset: 1px;
  box-shadow: 0 0 0 5px rgb(255 255 255 / .6); print-color-adjust: exact }
.sheet.book { max-width: 30rem }
figcaption { color: var(--quiet); font-size: .9rem; margin-top: .35rem; overflow-wrap: anywhere }
.none { border: 1px dashed var(--line); padding: 2rem 1rem; color: var(--quiet) }
@media (max-width: 34rem) { .pair { grid-template-columns: minmax(0, 1fr) } .facts th { width: 6rem } }
"""
_STYLES = {
    "same": "good",
    "same-picture": "good",
    "different": "error",
    "only-first": "warning",
    "only-second": "warning",
    "unjudged": "error",
}
_TAGS = {"gone": ("<del>", "</del>"), "new": ("<ins>", "</ins>"), "same": ("", "")}
_LARGE_MM = 500.0


def page(report: DiffReport) -> str:
    """Return the report as an HTML document without scripts, remote files or the time of day."""
    good = report.same and not report.unjudged
    remarks = "".join(f'<p class="warning">{escape(remark)}</p>' for remark in report.remarks)
    rows = "\n".join(_row(item) for item in report.items)
    sections = "\n".join(_section(item, report) for item in report.items if item.state in ("different", "unjudged"))
    alike = "\n".join(_described(item, report) for item in report.items if item.state == "same-picture" and item.facts)
    between = f"{escape(report.first)} and {escape(report.second)}"
    return f"""<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Differences: {between}</title><style>{STYLE}{_OWN}</style></head>
<body>
<header><h1>What differs</h1>
<p class="quiet">Between {between}</p>
<p class="verdict {"good" if good else "error"}">{escape(report.verdict)}</p>
{remarks}</header>
<main>
<table class="items"><thead><tr><th>Item</th><th>What differs</th></tr></thead><tbody>
{rows}
</tbody></table>
{sections}
{alike}
</main>
</body>
</html>
"""


def _row(item: ItemDiff) -> str:
    name = escape(item.label)
    if item.state in ("different", "unjudged") or (item.state == "same-picture" and item.facts):
        name = f'<a href="#{escape(item.key, quote=True)}">{name}</a>'
    return f'<tr><td>{name}</td><td class="{_STYLES[item.state]}">{escape(item.words)}</td></tr>'


def _section(item: ItemDiff, report: DiffReport) -> str:
    parts = [f'<section aria-labelledby="{escape(item.key, quote=True)}">{_heading(item)}']
    parts += [finding(found) for found in item.faults]
    if item.texts:
        parts.append("<h3>Words</h3>")
        parts += [_text(text) for text in item.texts]
    for change in item.pages:
        parts += _page(change, report)
    if item.facts:
        parts += [
            f"<h3>{'The files' if item.state == 'different' else 'What describes them'}</h3>",
            _facts(item, report),
        ]
    parts += [f'<p class="quiet">{escape(remark)}</p>' for remark in item.remarks]
    return "\n".join([*parts, "</section>"])


def _heading(item: ItemDiff) -> str:
    return (
        f'<h2 id="{escape(item.key, quote=True)}">{escape(item.label)}</h2>\n<p>{escape(item.words.capitalize())}.</p>'
    )


def _described(item: ItemDiff, report: DiffReport) -> str:
    remarks = "".join(f'<p class="quiet">{escape(remark)}</p>' for remark in item.remarks)
    return (
        f'<section aria-labelledby="{escape(item.key, quote=True)}">{_heading(item)}\n'
        f"<details><summary>The files side by side</summary>{_facts(item, report)}</details>{remarks}</section>"
    )


def _text(text: TextChange) -> str:
    told = []
    for kind, words in elided(text.pieces):
        before, after = _TAGS[kind]
        inner = words.lstrip()
        told.append(f"{words[: len(words) - len(inner)]}{before}{escape(inner)}{after}")
    where = on_pages(text)
    return f'<p class="words">{"".join(told).strip()} <span class="quiet">{escape(where)}</span></p>'


def _facts(item: ItemDiff, report: DiffReport) -> str:
    rows = "".join(_fact(fact) for fact in item.facts)
    return (
        f'<div class="scroll"><table class="facts"><thead><tr><th></th><th>{escape(report.first)}</th>'
        f"<th>{escape(report.second)}</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _fact(fact: Fact) -> str:
    name = "" if fact.same else ' class="other"'
    return (
        f'<tr{name}><th scope="row">{escape(fact.name)}</th><td>{escape(fact.first) or "–"}</td>'
        f"<td>{escape(fact.second) or '–'}</td></tr>"
    )


def _page(change: PageChange, report: DiffReport) -> Iterator[str]:
    name = change.name[0].upper() + change.name[1:]
    yield f"<h3>{escape(name)}</h3>"
    yield f"<p>{escape(change.words[0].upper() + change.words[1:])}.</p>"
    yield f'<div class="pair">{_figure(change, change.before, report.first)}{_figure(change, change.after, report.second)}</div>'


def _figure(change: PageChange, picture: bytes | None, caption: str) -> str:
    told = f"<figcaption>{escape(caption)}</figcaption>"
    if picture is None:
        return f'<figure><div class="none">There is no such page.</div>{told}</figure>'
    outlines = "".join(
        f'<i style="left:{left:.2%};top:{top:.2%};width:{right - left:.2%};height:{bottom - top:.2%}"></i>'
        for left, top, right, bottom in change.regions
    )
    data = base64.b64encode(picture).decode()
    book = " book" if max(change.area.width, change.area.height) < _LARGE_MM else ""
    about = f"{change.name}, {caption}: {count(len(change.regions), 'part')} outlined"
    return (
        f'<figure><div class="sheet{book}"><img alt="{escape(about, quote=True)}" src="data:image/jpeg;base64,{data}">'
        f"{outlines}</div>{told}</figure>"
    )
