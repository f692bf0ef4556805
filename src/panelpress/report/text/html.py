"""The editor's table as a page: the table, how the panels hang, drawn to scale, and the findings with their lines."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.units import count
from panelpress.report.hang import drawing
from panelpress.report.html.findings import finding
from panelpress.report.html.style import STYLE
from panelpress.report.text import HEADINGS, figures

if TYPE_CHECKING:
    from panelpress.report.text import Row, TextReport


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
svg text {{ font-family: inherit }} .wall {{ overflow-x: auto; margin: 1rem 0 }}</style></head>
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
