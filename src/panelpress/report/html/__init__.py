"""For curators and printers: one self-contained page that opens anywhere, says the verdict first, and prints well."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.units import count, size
from panelpress.report import words
from panelpress.report.groups import groups
from panelpress.report.html.findings import finding, listed
from panelpress.report.html.pages import LEGEND, pages, plates
from panelpress.report.html.style import PREFLIGHT, STYLE
from panelpress.report.opening import opening

if TYPE_CHECKING:
    from panelpress.preflight.framework import Outcome
    from panelpress.report.model import ItemReport, Report

__all__ = ["STYLE", "finding", "page"]

_STATES = {
    "ready": ("ready", "good"),
    "kept": ("unchanged", "good"),
    "rejected": ("rejected", "error"),
    "absent": ("absent", "warning"),
    "crashed": ("fault of the program", "error"),
}


def page(report: Report) -> str:
    """Return the report as an HTML document without scripts, remote files or the time of day."""
    good, short, rest = words.verdict(report)
    verdict = f'<p class="verdict {"good" if good else "error"}"><b>{short}</b>{escape(rest)}.</p>'
    about = f"Preflight of {report.job}, edition {report.edition}, {report.date}" if report.job else ""
    rows = "\n".join(_row(item) for item in report.items)
    remarks = "".join(finding(d) for d in report.remarks)
    sections = "\n".join(_section(item, partial=report.partial) for item in report.items)
    legend = LEGEND if any(item.looks for item in report.items) else ""
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preflight: {escape(report.title)}</title><style>{STYLE}{PREFLIGHT}</style></head>
<body>
<header><h1>{escape(report.title)}</h1>
{f'<p class="quiet">{escape(about)}</p>' if about else ""}
{verdict}</header>
<main>
<div class="scroll"><table class="items">
<thead><tr><th>Item</th><th>File</th><th class="number">Pages</th><th>Trim, mm</th><th class="number">Size</th>
<th class="number">Lowest ppi</th><th>Findings</th><th></th></tr></thead>
<tbody>
{rows}
</tbody></table></div>
{remarks}
{legend}
{sections}
</main>
</body>
</html>
"""


def _row(item: ItemReport) -> str:
    word, style = _STATES[item.state]
    ppi = "–" if item.lowest_ppi is None else f"{item.lowest_ppi:.0f}"
    trim = f"{item.width_mm:g} × {item.height_mm:g}" if item.pages else "–"
    return (
        f'<tr><td><a href="#{escape(item.key, quote=True)}">{escape(item.label)}</a></td>'
        f'<td class="more"><code>{escape(item.file or "–")}</code></td>'
        f'<td class="more number">{item.pages or "–"}</td><td class="more">{trim}</td>'
        f'<td class="more number">{size(item.octets) if item.octets else "–"}</td><td class="more number">{ppi}</td>'
        f'<td class="findings-in-words">{words.findings_in_words(item)}</td><td class="state {style}">{word}</td></tr>'
    )


def _section(item: ItemReport, *, partial: bool) -> str:
    told = groups(item)
    large, strip = pages(item, told)
    single = ' class="single"' if large and len(item.looks) == 1 else ""
    begin = opening(item, partial=partial)
    digest = f'<p class="quiet">Content digest <code>{item.content_digest}</code></p>' if item.content_digest else ""
    parts = (
        f'<section aria-labelledby="{escape(item.key, quote=True)}">',
        f'<h2 id="{escape(item.key, quote=True)}">{escape(item.label)}</h2>',
        f"<p>{escape(begin)}</p>" if begin else "",
        f"<div{single}>{large}{listed(item, told)}</div>",
        strip,
        _not_drawn(item),
        plates(item),
        _checks(item),
        digest,
        "</section>",
    )
    return "\n".join(part for part in parts if part)


def _not_drawn(item: ItemReport) -> str:
    """Return why a file that is there is not shown, where that is so."""
    if item.looks or item.state != "kept":
        return ""
    return '<p class="quiet">Unchanged since an earlier build, and not drawn again: <code>panelpress build</code> draws all.</p>'


def _checks(item: ItemReport) -> str:
    if not item.outcomes:
        return ""
    looked = sum(1 for o in item.outcomes if o.examined)
    rows = "\n".join(_check(o) for o in item.outcomes)
    return (
        f"<details><summary>{count(looked, 'check')} looked at something, "
        f'{len(item.outcomes) - looked} had nothing to look at</summary><div class="scroll"><table>'
        f'<thead><tr><th>Check</th><th></th><th class="number">Looked at</th><th>Result</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _check(outcome: Outcome) -> str:
    word = outcome.state.value
    style = {"passed": "good", "failed": "error", "crashed": "error", "needs-review": "warning"}.get(word, "quiet")
    shown = {"waived": "accepted", "needs-review": words.REVIEW}.get(word, word)
    return (
        f"<tr><td><code>{escape(outcome.id)}</code></td><td>{escape(outcome.title)}</td>"
        f'<td class="number">{outcome.examined}</td><td class="{style}">{shown}</td></tr>'
    )
