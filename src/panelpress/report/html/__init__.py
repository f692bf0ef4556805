"""For curators and printers: one self-contained page that opens anywhere, says the verdict first, and prints well."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.ground.units import count, size
from panelpress.report.terminal import findings_in_words, where

if TYPE_CHECKING:
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.preflight.framework import Outcome
    from panelpress.report.model import ItemReport, Report

STYLE = """
:root { color-scheme: light dark; --ink: #1c1a18; --paper: #f7f5ee; --line: #cfcabd; --quiet: #5d5850;
  --error: #a3200f; --warning: #8a5a00; --note: #1f5673; --good: #2c6231 }
@media (prefers-color-scheme: dark) { :root { --ink: #ece8df; --paper: #1b1a18; --line: #45413a; --quiet: #b0a99b;
  --error: #ff8a75; --warning: #f0b550; --note: #8cc7e8; --good: #8fd196 } }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif }
h1 { font: 600 2rem/1.2 "Source Serif 4", "Source Serif Pro", Georgia, serif; margin: 0 0 .25rem }
h2 { font-size: 1.25rem; margin: 2.75rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line) }
.quiet { color: var(--quiet) } .verdict { font-size: 1.25rem; margin: 1.25rem 0 2rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { font-weight: 600 } a { color: inherit } .number { text-align: right }
.error { color: var(--error) } .warning { color: var(--warning) } .note { color: var(--note) } .good { color: var(--good) }
.finding { margin: 1rem 0; padding-left: 1rem; border-left: 4px solid currentColor }
.finding p { margin: .15rem 0; color: var(--ink) }
.finding .level { font-weight: 600; color: inherit } code { font-size: .9em; overflow-wrap: anywhere }
details { margin: .75rem 0 } summary { cursor: pointer; color: var(--quiet) }
"""
_STATES = {
    "ready": ("ready", "good"),
    "kept": ("unchanged", "good"),
    "rejected": ("rejected", "error"),
    "absent": ("absent", "warning"),
    "crashed": ("fault of the program", "error"),
}


def page(report: Report) -> str:
    """Return the report as an HTML document without scripts, remote files or the time of day."""
    bad = [item for item in report.items if item.state not in ("ready", "kept")]
    verdict = (
        f'<p class="verdict error"><b>Not complete.</b> Missing: {escape(", ".join(i.label for i in bad))}.</p>'
        if bad
        else f'<p class="verdict good"><b>Ready for the printer.</b> {count(len(report.items), "file")}.</p>'
    )
    rows = "\n".join(_row(item) for item in report.items)
    sections = "\n".join(_section(item) for item in report.items)
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preflight: {escape(report.title)}</title><style>{STYLE}</style></head>
<body>
<h1>{escape(report.title)}</h1>
<p class="quiet">Preflight of {escape(report.job)}, edition {report.edition}, {escape(report.date)}</p>
{verdict}
<div class="scroll"><table>
<thead><tr><th>Item</th><th>File</th><th class="number">Pages</th><th>Trim, mm</th><th class="number">Size</th>
<th class="number">Lowest ppi</th><th>Findings</th><th></th></tr></thead>
<tbody>
{rows}
</tbody></table></div>
{sections}
</body>
</html>
"""


def _row(item: ItemReport) -> str:
    word, style = _STATES[item.state]
    ppi = "–" if item.lowest_ppi is None else f"{item.lowest_ppi:.0f}"
    trim = f"{item.width_mm:g} × {item.height_mm:g}" if item.pages else "–"
    return (
        f'<tr><td><a href="#{escape(item.key)}">{escape(item.label)}</a></td><td><code>{escape(item.file or "–")}</code></td>'
        f'<td class="number">{item.pages or "–"}</td><td>{trim}</td>'
        f'<td class="number">{size(item.octets) if item.octets else "–"}</td><td class="number">{ppi}</td>'
        f'<td>{findings_in_words(item)}</td><td class="{style}">{word}</td></tr>'
    )


def _section(item: ItemReport) -> str:
    findings = "\n".join(finding(d) for d in item.findings) or "<p>Nothing to report.</p>"
    checks = "\n".join(_check(o) for o in item.outcomes)
    looked = sum(1 for o in item.outcomes if o.examined)
    table = (
        f"<details><summary>{count(looked, 'check')} looked at something, "
        f'{len(item.outcomes) - looked} had nothing to look at</summary><div class="scroll"><table>'
        f'<thead><tr><th>Check</th><th></th><th class="number">Looked at</th><th>Result</th></tr></thead>'
        f"<tbody>{checks}</tbody></table></div></details>"
        if item.outcomes
        else ""
    )
    digest = f'<p class="quiet">Content digest <code>{item.content_digest}</code></p>' if item.content_digest else ""
    return f'<h2 id="{escape(item.key)}">{escape(item.label)}</h2>\n{digest}\n{findings}\n{table}'


def finding(found: Diagnostic) -> str:
    """Return one finding as HTML."""
    at = f"{found.span.file}, line {found.span.line}" if found.span else where(found.place) if found.place else ""
    figures = "; ".join(
        text
        for text in (
            f"measured {found.measured}" if found.measured else "",
            f"wanted {found.required}" if found.required else "",
        )
        if text
    )
    lines = [
        f'<p><span class="level">{found.level.word.capitalize()}.</span> {_prose(found.message)}</p>',
        f'<p class="quiet">{escape(at)}</p>' if at else "",
        f"<p>{escape(figures[0].upper() + figures[1:])}.</p>" if figures else "",
        f"<p><b>What to do:</b> {_prose(found.help)}</p>" if found.help else "",
        f'<p class="quiet"><b>Why:</b> {escape(found.why)}</p>' if found.why and found.level is not Level.NOTE else "",
    ]
    return f'<div class="finding {found.level.word}">' + "".join(lines) + "</div>"


def _prose(text: str) -> str:
    """Return a message as HTML: its first letter a capital, words in backticks as code."""
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return html[:1].upper() + html[1:]


def _check(outcome: Outcome) -> str:
    word = outcome.state.value
    style = {"passed": "good", "failed": "error", "crashed": "error"}.get(word, "quiet")
    return (
        f"<tr><td><code>{escape(outcome.id)}</code></td><td>{escape(outcome.title)}</td>"
        f'<td class="number">{outcome.examined}</td><td class="{style}">{word}</td></tr>'
    )
