"""Pages as pictures, with what was found drawn on them: outlines in mm over a small picture of each page."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.ground.geometry import Box, Edges
from panelpress.ground.units import count
from panelpress.report.words import paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.facts.look import PageLook
    from panelpress.facts.pdf import Plate
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.report.groups import Group
    from panelpress.report.model import ItemReport

_MOST_LARGE, _MOST_SMALL = 24, 80
_MOST_MARKS = 80  # of one kind on one page: more only blacken it
_DENSE = 12  # so many marks on one page are drawn thin
_SHOWN_PX = 420  # about how wide a page is shown: letters and tags are sized for it


@dataclass(frozen=True)
class Mark:
    """One finding on a page: the number of its group, and where (None: the page as a whole)."""

    group: Group
    found: Diagnostic
    box: Box | None


def data_uri(jpeg: bytes) -> str:
    """Return a JPEG as an address that holds it."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def marks_by_page(told: Sequence[Group]) -> dict[int, list[Mark]]:
    """Return what is to be drawn on each page."""
    marks: dict[int, list[Mark]] = {}
    for group in told:
        for found in group.found:
            if found.place is not None and found.place.page is not None:
                marks.setdefault(found.place.page, []).append(Mark(group, found, found.place.box))
    return marks


def pages(item: ItemReport, told: Sequence[Group]) -> tuple[str, str]:
    """Return an item's pages as HTML: those with warnings and errors large, and a strip of the others."""
    marks = marks_by_page(told)
    grave = {page for page, found in marks.items() if any(mark.group.level is not Level.NOTE for mark in found)}
    large = [look for look in item.looks if look.page in grave][:_MOST_LARGE]
    if len(item.looks) == 1:
        large = list(item.looks)
    others = [look for look in item.looks if look not in large]
    shown, left = others[:_MOST_SMALL], others[_MOST_SMALL:]
    first = "".join(_figure(item, look, marks.get(look.page, [])) for look in large)
    second = "".join(_figure(item, look, marks.get(look.page, [])) for look in shown)
    more = f'<p class="quiet">and {count(len(left), "more page")}</p>' if left else ""
    return (
        f'<div class="large">{first}</div>' if first else "",
        f'<div class="strip">{second}</div>{more}' if second else "",
    )


def _figure(item: ItemReport, look: PageLook, marks: list[Mark]) -> str:
    key = escape(item.key, quote=True)
    whole = dict.fromkeys(mark.group for mark in marks if mark.box is None)
    badges = "".join(badge(item, group) for group in whole)
    told = f" · the whole page: {badges}" if badges else ""
    name = f"Page {look.page}" if item.pages > 1 else "The page"
    resize = (
        f'<a class="larger" href="#{key}-p{look.page}" title="show it larger">{name}</a>'
        f'<a class="smaller" href="#{key}">{name}, smaller again</a>'
    )
    return (
        f'<figure id="{key}-p{look.page}">{_drawing(item, look, marks)}<figcaption>{resize}{told}</figcaption></figure>'
    )


def badge(item: ItemReport, group: Group) -> str:
    """Return a group's number as a link to it."""
    return (
        f'<a class="badge {group.level.word}" href="#{escape(item.key, quote=True)}-f{group.number}" '
        f'aria-label="Finding {group.number}">{group.number}</a>'
    )


def _drawing(item: ItemReport, look: PageLook, marks: list[Mark]) -> str:
    sheet = _Turned(look)
    unit = sheet.width / _SHOWN_PX
    said = f"Page {look.page} of {item.label}" + (f", {count(len(marks), 'finding')}" if marks else "")
    return (
        f'<svg class="page" viewBox="0 0 {_n(sheet.width)} {_n(sheet.height)}" role="group" '
        f'aria-label="{escape(said, quote=True)}">{sheet.image()}'
        f'<g class="lines">{"".join(_lines(item, look, sheet, unit))}</g>'
        f'<g class="marks{" dense" if len(marks) > _DENSE else ""}">{"".join(_outlines(marks, sheet))}</g>'
        f'<g class="tags">{"".join(_tags(item, marks, sheet, unit))}</g></svg>'
    )


class _Turned:
    """A page as a reader sees it: mm from the top-left corner of what is shown, turned as the file says."""

    def __init__(self, look: PageLook) -> None:
        self.look, self.turns = look, look.rotate // 90 % 4
        sides = (look.area.width, look.area.height)
        self.width, self.height = sides if self.turns % 2 == 0 else sides[::-1]

    def box(self, box: Box) -> Box:
        """Return a box given in mm from the trim's corner, cut to what is shown."""
        area = self.look.area
        corners = [self._point(x - area.left, y - area.top) for x, y in ((box.left, box.top), (box.right, box.bottom))]
        turned = Box.around(corners)
        left, top = min(max(turned.left, 0.0), self.width), min(max(turned.top, 0.0), self.height)
        return Box(left, top, max(left, min(turned.right, self.width)), max(top, min(turned.bottom, self.height)))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        wide, high = self.look.area.width, self.look.area.height
        return ((x, y), (high - y, x), (wide - x, high - y), (y, wide - x))[self.turns]

    def image(self) -> str:
        """Return the picture, turned."""
        wide, high = self.look.area.width, self.look.area.height
        moves = ("", f"translate({_n(high)} 0)", f"translate({_n(wide)} {_n(high)})", f"translate(0 {_n(wide)})")
        turn = f' transform="{moves[self.turns]} rotate({90 * self.turns})"' if self.turns else ""
        return (
            f'<image href="{data_uri(self.look.picture)}" width="{_n(wide)}" height="{_n(high)}" '
            f'preserveAspectRatio="none"{turn}/>'
        )


def _lines(item: ItemReport, look: PageLook, sheet: _Turned, unit: float) -> Iterator[str]:
    """Yield trim, bleed and safe area as thin lines with their names, each at another place along the foot."""
    edges = item.safe
    safe = look.trim.grown(Edges(-edges.top, -edges.right, -edges.bottom, -edges.left)) if edges else None
    for place, (name, box) in enumerate((("bleed", look.bleed), ("trim", look.trim), ("safe", safe))):
        if box is None:
            continue
        on = sheet.box(box)
        x, y = on.left + (8 + 40 * place) * unit, on.bottom - 5 * unit
        yield (
            f'{_rect(on, name)}<text class="{name}" x="{_n(x)}" y="{_n(y)}" '
            f'style="font-size:{_n(11 * unit)}px;stroke-width:{_n(3 * unit)}px">{name}</text>'
        )


def _outlines(marks: list[Mark], sheet: _Turned) -> Iterator[str]:
    drawn: dict[int, int] = {}
    for mark in reversed(marks):  # the worst last, and so on top
        number = mark.group.number
        drawn[number] = drawn.get(number, 0) + 1
        if mark.box is None or drawn[number] > _MOST_MARKS:
            continue
        on = sheet.box(mark.box)
        yield _rect(on, "halo") + _rect(on, mark.group.level.word)


def _tags(item: ItemReport, marks: list[Mark], sheet: _Turned, unit: float) -> Iterator[str]:
    """Yield a group's number at the first of its places on the page, no two on each other."""
    taken: list[tuple[float, float]] = []
    radius = 10 * unit
    told: set[int] = set()
    for mark in marks:
        group = mark.group
        if mark.box is None or group.number in told:
            continue
        told.add(group.number)
        on = sheet.box(mark.box)
        x, y = max(on.left, radius), max(on.top, radius)
        while any(abs(x - a) < 2 * radius and abs(y - b) < 2 * radius for a, b in taken):
            x += 2 * radius
            if x > sheet.width - radius:
                x, y = radius, y + 2 * radius
        taken.append((x, y))
        words = f"Finding {group.number}: {group.message}; {paper(mark.found, item=False)}"
        yield (
            f'<a href="#{escape(item.key, quote=True)}-f{group.number}" aria-label="{escape(words, quote=True)}">'
            f'<circle class="{group.level.word}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'
            f'<text x="{_n(x)}" y="{_n(y + 4 * unit)}" style="font-size:{_n((12 if group.number < 100 else 9) * unit)}px">'
            f"{group.number}</text></a>"
        )


def _rect(box: Box, name: str) -> str:
    return (
        f'<rect class="{name}" x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.width)}" height="{_n(box.height)}"/>'
    )


def _n(mm: float) -> str:
    return f"{mm:.2f}".rstrip("0").rstrip(".")


def plates(item: ItemReport) -> str:
    """Return the plates of each page, small and grey, with how much of the page inside the bleed each covers."""
    drawn = [look for look in item.looks if look.plates]
    if not drawn:
        return ""
    rows = "".join(
        f'<div><div class="quiet">Page {look.page}</div>'
        f"<ul>{''.join(_plate(look, plate) for plate in look.plates)}</ul></div>"
        for look in drawn[:_MOST_SMALL]
    )
    return (
        f'<details class="{"many" if len(drawn) > 1 else "few"}"><summary>Plates: what each ink prints, dark where it lies'
        f'</summary><div class="plates">{rows}</div></details>'
    )


def _plate(look: PageLook, plate: Plate) -> str:
    words = f"{plate.name} {_share(plate.coverage)}"
    area = look.area.overlap(look.bleed or look.trim) or look.area
    sheet = _Turned(replace(look, area=area, picture=plate.look))
    name = escape(f"{plate.name} plate of page {look.page}", quote=True)
    return (
        f'<li><svg class="page" viewBox="0 0 {_n(sheet.width)} {_n(sheet.height)}" role="img" aria-label="{name}">'
        f"{sheet.image() if plate.look else ''}</svg>{escape(words)}</li>"
    )


def _share(part: float) -> str:
    """Return a share in per cent; what is little is not nothing."""
    percent = part * 100
    if part == 0:
        return "0\u00a0%"
    if percent < 0.1:
        return "under 0.1\u00a0%"
    return f"{percent:.1f}\u00a0%" if percent < 10 else f"{percent:.0f}\u00a0%"


LEGEND = """<ul class="legend" aria-label="How to read the pages">
<li><svg aria-hidden="true"><line class="trim" x1="2" y1="8" x2="34" y2="8"/></svg>trim: where the paper is cut</li>
<li><svg aria-hidden="true"><line class="bleed" x1="2" y1="8" x2="34" y2="8"/></svg>bleed: how far colour goes on beyond it</li>
<li><svg aria-hidden="true"><line class="safe" x1="2" y1="8" x2="34" y2="8"/></svg>safe: text stays inside</li>
<li><svg aria-hidden="true" class="marks"><rect class="error" x="4" y="3" width="28" height="10"/></svg>error</li>
<li><svg aria-hidden="true" class="marks"><rect class="warning" x="4" y="3" width="28" height="10"/></svg>warning</li>
<li><svg aria-hidden="true" class="marks"><rect class="note" x="4" y="3" width="28" height="10"/></svg>note</li>
<li>A number on a page leads to its finding and back. The pictures show places, not exact colours.</li>
</ul>"""
