"""For editors: a contact sheet with thumbnails, one card a photograph, the worst first; self-contained, prints well."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.units import count, size
from panelpress.report.html import STYLE, finding

if TYPE_CHECKING:
    from panelpress.report.photos import PhotoReport, Placement, Row

_STYLE = """
body { max-width: 76rem }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 2.5rem 2rem }
.card { break-inside: avoid } .card h2 { border: 0; margin: .75rem 0 .1rem; padding: 0; font-size: 1.1rem }
.frame { background: #8a857b; height: 15rem; display: flex; align-items: center; justify-content: center }
.frame img { max-width: 88%; max-height: 88%; box-shadow: 0 1px 5px #0006 } .frame p { color: #fff }
dl { margin: .4rem 0; display: grid; grid-template-columns: 6.5rem 1fr; gap: 0 .75rem; font-size: .92rem }
dt { color: var(--quiet) } dd { margin: 0; overflow-wrap: anywhere }
.card table { font-size: .92rem; margin-top: .4rem } .card td:nth-child(2), .card td:nth-child(4) { white-space: nowrap }
.card .id { margin: 0; font-size: .9rem } .card .finding { font-size: .92rem }
"""


def page(report: PhotoReport) -> str:
    """Return the contact sheet as an HTML document without scripts, remote files or the time of day."""
    needy = [row for row in report.rows if any(d.level.word != "note" for d in row.findings)]
    word = (
        f'<p class="verdict warning"><b>{count(len(needy), "photograph")} of {len(report.rows)}</b> need something.</p>'
        if needy
        else f'<p class="verdict good"><b>Nothing is wrong</b> with any of {count(len(report.rows), "photograph")}.</p>'
    )
    loose = "\n".join(finding(d) for d in report.findings)
    cards = "\n".join(_card(row) for row in report.rows)
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Photographs: {escape(report.title)}</title><style>{STYLE}{_STYLE}</style></head>
<body>
<h1>{escape(report.title)}</h1>
<p class="quiet">The photographs, the worst first. Panels are seen from {report.distance_m:g} m.</p>
{word}
{loose}
<div class="cards">
{cards}
</div>
</body>
</html>
"""


def _card(row: Row) -> str:
    shown = (
        f'<img alt="{escape(row.alt or row.title, quote=True)}" '
        f'src="data:image/jpeg;base64,{base64.b64encode(row.thumbnail).decode()}">'
        if row.thumbnail
        else "<p>not here yet</p>"
        if row.status == "awaited"
        else "<p>cannot be read</p>"
    )
    facts = row.facts
    said = {
        "file": f"<code>{escape(row.file)}</code>" if row.file else "–",
        "pixels": f"{facts.width} × {facts.height}, {size(facts.octets)}" if facts else "–",
        "colour": escape(facts.colour) if facts else "–",
        "prints as": escape(row.black),
        "largest": _largest(row),
        "credit": escape(row.credit) or "–",
        "rights": escape(row.rights) or "–",
        "alt text": escape(row.alt) or "–",
    }
    list_ = "".join(f"<dt>{key}</dt><dd>{value}</dd>" for key, value in said.items())
    state = "" if row.status == "final" else f' <span class="note">{escape(row.status)}</span>'
    number = f"{row.number} " if row.number else ""
    findings = "".join(finding(d) for d in row.findings)
    return (
        f'<article class="card" id="{escape(row.id)}"><div class="frame">{shown}</div>'
        f'<h2>{number}{escape(row.title or row.id)}{state}</h2><p class="quiet id"><code>{escape(row.id)}</code></p>'
        f"{_places(row)}<dl>{list_}</dl>{findings}</article>"
    )


def _largest(row: Row) -> str:
    if row.honest is None:
        return "–"
    panel = "{:.0f} × {:.0f} mm on a panel".format(*row.honest.panel)
    return (
        panel if row.honest.book is None else panel + "; {:.0f} × {:.0f} mm in the catalogue".format(*row.honest.book)
    )


def _places(row: Row) -> str:
    if not row.placements:
        return '<p class="quiet">It stands nowhere.</p>'
    lines = "".join(_place(place, known=row.facts is not None) for place in row.placements)
    return (
        '<table><thead><tr><th>Stands on</th><th>mm</th><th class="number">ppi</th><th class="number">wants</th></tr>'
        f"</thead><tbody>{lines}</tbody></table>"
    )


def _place(place: Placement, *, known: bool) -> str:
    style = "error" if place.ppi < place.least_ppi else "warning" if place.enough < 1 else "good"
    where = place.label + (f", page {place.page}" if place.item.startswith("catalogue") else "")
    if place.treatment != "whole":
        where += f" ({place.treatment})"
    wants = f"{place.wanted_ppi:.0f}" + (f" (GWG {place.gwg_ppi:.0f})" if place.gwg_ppi else "")
    ppi = f'<td class="number {style}">{place.ppi:.0f}</td>' if known else '<td class="number">–</td>'
    return (
        f"<tr><td>{escape(where)}</td><td>{place.width_mm:.0f} × {place.height_mm:.0f}</td>{ppi}"
        f'<td class="number">{wants}</td></tr>'
    )
