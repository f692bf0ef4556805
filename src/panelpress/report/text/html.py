"""The editor's tables as a page: the texts, how well panels are read, how they hang (to scale), findings with their lines."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.units import count
from panelpress.report.hang import drawing
from panelpress.report.html.findings import finding
from panelpress.report.html.style import STYLE
from panelpress.report.text import HEADINGS, MEANT, NOUNS, figures

if TYPE_CHECKING:
    from panelpress.preflight.measures import Measure
    from panelpress.report.text import Board, Row, TextReport


def page(report: TextReport) -> str:
    """Return the report as an HTML document without scripts or remote files."""
    heads = "".join(f'<th class="number">{escape(heading)}</th>' for heading in HEADINGS)
    rows = "\n".join(_row(row) for row in report.worst_first)
    found = "\n".join(finding(d) for d in report.findings) or "<p>Nothing to report.</p>"
    to_come = [(row.id, line) for row in report.rows for line in row.open] + [("", line) for line in report.open]
    items = "".join(f"<li>{escape(f'{of}: {line}' if of else line)}</li>" for of, line in to_come)
    open_ = f"<h2>{count(len(to_come), 'text')} to come</h2><ul>{items}</ul>" if to_come else ""
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Texts: {escape(report.title)}</title><style>{STYLE}
svg text {{ font-family: inherit }} tbody + tbody tr:first-child > * {{ border-top: 2px solid var(--line) }}
tbody th {{ font-weight: 400 }} .wall {{ overflow-x: auto; margin: 1rem 0 }}</style></head>
<body>
<h1>{escape(report.title)}</h1>
<p class="quiet">What is written, worst first.</p>
<div class="scroll"><table>
<thead><tr><th>Text</th><th>Language</th>{heads}<th>File</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>
<p class="quiet">Words: of a panel’s budget. Ease: reading ease from 0, hard, to 100; 60 is plain language. Longest: words in the
longest sentence. Left: room below the last line, mm.</p>
{_legibility(report)}
<h2>How the panels hang</h2>
<p class="quiet">To scale. The shaded band is what people can read standing and sitting; dark bars are lines of text, grey areas
pictures. <code>hang:</code> in <code>catalogue.yml</code> sets the height.</p>
<div class="wall">{drawing(report.hung)}</div>
{open_}
<h2>{count(len(report.findings), "finding")}</h2>
{found}
</body>
</html>
"""


def _row(row: Row) -> str:
    cells = "".join(f'<td class="number">{escape(cell)}</td>' for cell in figures(row))
    name = f"{row.number} {row.id}" if row.number else row.id
    style = ' class="error"' if row.left_mm is not None and row.left_mm < 0 else ""
    file = f"<td><code>{escape(row.file)}</code></td>"
    return f"<tr{style}><td>{escape(name)}</td><td>{escape(row.language)}</td>{cells}{file}</tr>"


def _legibility(report: TextReport) -> str:
    """Return how well each panel can be read: its figures nearest their limits, the hardest panel and the worst figure first."""
    boards = "\n".join(_board(board) for board in report.hardest_first)
    if not boards:
        return ""
    limits = "".join(
        f'<li>{escape(f"{noun}: {MEANT[noun]}: {wanted}")} <span class="quiet">{escape(source)}</span></li>'
        for noun, wanted, source in report.limits
    )
    return f"""<h2>Can it be read?</h2>
<p class="quiet">Of everything measured on a panel the figure nearest its limit. The hardest panel first, and of each panel what
is worst.</p>
<div class="scroll"><table>
<thead><tr><th>Panel</th><th>What</th><th>Measured</th><th>Wanted</th><th></th><th>Where</th></tr></thead>
{boards}
</table></div>
<p>The limits, and whose they are:</p><ul>{limits}</ul>"""


def _board(board: Board) -> str:
    label = f"{board.label} ({', '.join(board.languages)})"
    head = f'<th rowspan="{len(board.measures)}" scope="rowgroup">{escape(label)}</th>'
    rows = [_measured(m, head if m is board.measures[0] else "") for m in board.measures]
    return f"<tbody>{''.join(rows)}</tbody>"


def _measured(found: Measure, head: str) -> str:
    level = found.level.word if found.level else ""
    style = f' class="{level}"' if level else ""
    verdict = level or "good"
    wanted = ", ".join(part for part in (found.wanted, found.worse) if part)
    cells = (NOUNS[found.check], found.figure, wanted, verdict, f"{found.of}: “{found.words}”")
    return f"<tr>{head}{''.join(f'<td{style}>{escape(cell)}</td>' for cell in cells)}</tr>"
