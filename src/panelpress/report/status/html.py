"""Where the exhibition stands, as a page for the project's website: quiet, self-contained, without scripts."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.units import count
from panelpress.report.html.findings import finding
from panelpress.report.html.style import STYLE
from panelpress.report.status import TITLES, acceptances, aside, cell, of_items, wanted, withdrawn, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.ground.gates import GateId
    from panelpress.ledger.standing import Standing
    from panelpress.report.status import Item, StatusReport, Wanted

_MARKS = {
    "approved": "good", "waiting": "quiet", "lapsed": "error", "changes": "error", "expired": "error",
    "corrections-open": "warning", "unknown": "warning",
}  # fmt: skip
_STYLE = """
.status th, .status td { padding-right: 1.25rem } .status tbody th { font-weight: 600; white-space: nowrap }
.status td > span { display: block } .status b { font-weight: 600 } .status b.quiet { font-weight: 400 }
.name { white-space: nowrap }
.status td .who { color: var(--quiet); font-size: .92rem }
.wanted { list-style: none; padding: 0; max-width: 52rem } .wanted li { margin: 0 0 .8rem; padding-left: 1rem;
  border-left: 4px solid currentColor } .wanted li > * { color: var(--ink) } .wanted .head { font-weight: 600; display: block }
.aside li { max-width: 52rem; margin-bottom: .4rem }
@media (max-width: 46rem) {
  body { padding-top: 1.5rem } h1 { font-size: 1.6rem }
  .status thead { display: none } .status tr { display: block; padding: .9rem 0; border-bottom: 1px solid var(--line) }
  .status tbody th { display: block; border: 0; padding: 0 0 .3rem }
  .status td { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); border: 0; padding: .1rem 0 }
  .status td::before { content: attr(data-gate); color: var(--quiet); grid-row: 1 / span 9 }
  .status td > span { grid-column: 2 }
}
@media print { .status tr { break-inside: avoid } }
"""


def page(report: StatusReport) -> str:
    """Return the report as an HTML document without scripts, remote files or the time of day."""
    heads = "".join(f"<th>{escape(TITLES[gate])}</th>" for gate in report.gates)
    rows = "\n".join(_row(report, item) for item in report.items)
    faults = "".join(finding(d) for d in report.faults)
    broken = f"<h2>The record is not as it was written</h2>{faults}" if faults else ""
    still = "".join(_wanted(found, report) for found in wanted(report))
    strip = f'<p class="quiet">{escape(report.strip)}</p>' if report.strip else ""
    open_ = f"<p>{count(len(report.open), 'comment')} still to be answered.</p>" if report.open else ""
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Status: {escape(report.title)}</title><style>{STYLE}{_STYLE}</style></head>
<body>
<header><h1>{escape(report.title)}</h1>
<p class="quiet">Who has approved what. Edition {report.edition}, as of {escape(report.date)}</p>
<p class="verdict{" good" if report.approved else ""}"><b>{escape(report.verdict)}</b>
{'<a href="#wanted">What is still wanted, of whom</a>' if still else ""}</p></header>
<main>
{broken}
<div class="scroll"><table class="status">
<thead><tr><th>Item</th>{heads}</tr></thead>
<tbody>
{rows}
</tbody></table></div>
{f'<h2 id="wanted">Still wanted</h2><ul class="wanted">{still}</ul>' if still else ""}
{strip}
{open_}
{_listed("Recorded, does not count", aside(report.uncounted, report))}
{_listed("Recorded, and taken back", withdrawn(report))}
{_listed("Findings that somebody accepted", acceptances(report))}
{_record(report)}
</main>
</body>
</html>
"""


def _row(report: StatusReport, item: Item) -> str:
    cells = "".join(_cell(report, item, gate) for gate in report.gates)
    return f'<tr><th scope="row">{escape(item.label)}</th>{cells}</tr>'


def _cell(report: StatusReport, item: Item, gate: GateId) -> str:
    told = dict.fromkeys(_line(standing) for standing in report.at(item.key, gate))
    lines = "".join(told) or '<span class="quiet">–</span>'
    return f'<td data-gate="{escape(TITLES[gate], quote=True)}">{lines}</td>'


def _line(standing: Standing) -> str:
    state, what, people = cell(standing)
    named = " or ".join(f'<span class="name">{escape(name)}</span>' for name in people)
    rest = ", ".join(part for part in (escape(what), named) if part)
    who = f' <span class="who">{rest}</span>' if rest else ""
    said = escape(words(standing) or "not built as it is now", quote=True)
    return f'<span title="{said}"><b class="{_MARKS[standing.state]}">{escape(state)}</b>{who}</span>'


def _wanted(found: Wanted, report: StatusReport) -> str:
    head = ", ".join(part for part in (of_items(found, report), found.gate) if part)
    return (
        f'<li class="{_MARKS[found.state]}"><span class="head">{escape(head)}</span>'
        f"<span>{_set(found.words)}</span></li>"
    )


def _listed(heading: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{_set(line)}</li>" for line in lines)
    return f'<h2>{heading}</h2><ul class="aside">{items}</ul>' if items else ""


def _set(words: str) -> str:
    """Return words with what is to be typed set as such."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words))


def _record(report: StatusReport) -> str:
    heads = ", ".join(f"<code>{head[:12]}</code>" for head in report.heads) or "none yet"
    return (
        f'<h2>The record</h2><p class="quiet">{count(report.entries, "entry", "entries")} in the ledger; it ends with '
        f"{heads}. It proves what was recorded and in which order, not who somebody is.</p>"
    )
