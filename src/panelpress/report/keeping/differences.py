"""The page that shows what is different about an item that was to be printed again: inputs, and its pages then and now."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.units import count
from panelpress.report.html.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.change import Fraction
    from panelpress.report.keeping.reprint import Reprinted

_OWN = """
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1.5rem; margin: 1rem 0 2rem }
figure { margin: 0; position: relative } figure img { display: block; width: 100%; box-shadow: 0 0 0 1px var(--line) }
.sheet { position: relative } .sheet i { position: absolute; outline: 2px solid #c4240f; outline-offset: 1px }
figcaption { color: var(--quiet); font-size: .9rem; margin-top: .35rem }
.none { border: 1px dashed var(--line); padding: 2rem 1rem; color: var(--quiet) }
"""


@dataclass(frozen=True)
class PagePair:
    """A page then and now, as JPEGs; "before" is None where no picture of it is kept.

    ``regions`` are the parts that changed; None where that cannot be told.
    """

    page: int
    before: bytes | None
    after: bytes
    regions: tuple[Fraction, ...] | None


def page(item: Reprinted, title: str, pairs: tuple[PagePair, ...]) -> str:
    """Return the page, complete: it needs no other file."""
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(item.label)}: not the same</title><style>{STYLE}{_OWN}</style></head><body>"
        f"<h1>{escape(item.label)} is not the same as in edition {item.edition}</h1>"
        f'<p class="quiet">{escape(title)}</p><p class="verdict error">Nothing was put where a printer would take it.</p>'
        + "".join(_parts(item, pairs))
        + "</body></html>\n"
    )


def _parts(item: Reprinted, pairs: tuple[PagePair, ...]) -> Iterator[str]:
    for fault in item.faults:
        yield f"<p>{escape(fault.message)}</p>"
    yield "<h2>What it is made from</h2>"
    if item.differences:
        rows = "".join(
            f"<tr><td><code>{escape(d.what)}</code></td><td><code>{escape(d.was or 'was not there')}</code></td>"
            f"<td><code>{escape(d.now or 'is not there')}</code></td></tr>"
            for d in item.differences
        )
        yield (
            f'<p>{count(len(item.differences), "input")} not as in the edition.</p><div class="scroll"><table><thead><tr>'
            f"<th>Input</th><th>Then</th><th>Now</th></tr></thead><tbody>{rows}</tbody></table></div>"
        )
    else:
        yield "<p>Every input is as it was in the edition: panelpress, or something below it, makes another file of them.</p>"
    for remark in item.remarks:
        yield f'<p class="quiet">{escape(remark)}</p>'
    for pair in pairs:
        yield f"<h2>Page {pair.page}</h2>{_told(pair)}" + '<div class="pair">' + _figure(pair.before, "then", pair)
        yield _figure(pair.after, "now", pair) + "</div>"


def _told(pair: PagePair) -> str:
    if pair.before is None or pair.regions is None:
        return ""
    if not pair.regions:
        return "<p>These small pictures show no difference that an eye would find; the files differ all the same.</p>"
    return f"<p>{count(len(pair.regions), 'part')} of the page differ{'s' if len(pair.regions) == 1 else ''}.</p>"


def _figure(picture: bytes | None, when: str, pair: PagePair) -> str:
    if picture is None:
        return (
            '<figure><div class="none">No picture of the page as it was is kept here: the archive that holds it is not '
            "there.</div><figcaption>then</figcaption></figure>"
        )
    outlines = "".join(
        f'<i style="left:{left:.2%};top:{top:.2%};width:{right - left:.2%};height:{bottom - top:.2%}"></i>'
        for left, top, right, bottom in pair.regions or ()
    )
    data = base64.b64encode(picture).decode()
    return (
        f'<figure><div class="sheet"><img alt="page {pair.page} {when}" src="data:image/jpeg;base64,{data}">{outlines}</div>'
        f"<figcaption>{when}</figcaption></figure>"
    )
