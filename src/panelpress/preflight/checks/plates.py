"""The plates as drawn: how much ink lies on one place, and which inks there are."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.facts.paint import PROCESS
from panelpress.ground.diagnostics import Level, Place
from panelpress.preflight.checks.page import mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, Ordered, inked_pages, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.paint import ColourSpace
    from panelpress.facts.pdf import InkPeak, PageFacts, PageInk
    from panelpress.ground.geometry import Box
    from panelpress.preflight.order import Subject


@check(
    "ink/total",
    over=inked_pages,
    level=Level.ERROR,
    source="GWG 2022 R0026: 320 % in sheetfed offset; house: a warning from 300 %",
    fix="Convert the picture with a profile of lower total ink, or take colour out of the tint.",
)
def ink_total(
    page: OnPage[PageInk], *, most_percent: float = 320, warn_percent: float = 300, slack_percent: float = 1
) -> Iterator[Finding]:
    """No place of 15 mm by 15 mm carries more ink than the press can dry.

    Too much ink sets off on the next sheet, tears the paper and dries for days. It is the mean of Cyan, Magenta, Yellow
    and Black over any square of 15 mm inside the bleed, wherever it lies; small dark places may exceed it. The printer's own
    limit, where the order has one, counts instead of both. ``slack_percent`` is what four plates of 256 steps may round up.
    """
    ink, ordered = page.what, page.order.tac
    most, warn = (most_percent, min(warn_percent, most_percent)) if ordered is None else (ordered, ordered)
    measured = 100 * ink.square.ink
    if measured > warn + slack_percent:
        limit = most if measured > most + slack_percent else warn
        yield Finding(
            f"a square of {mm(ink.square_mm)} mm on page {page.page.number} carries {measured:.0f} % ink "
            f"({_where(ink.square, page)})",
            Place(page=page.page.number, box=ink.square.box),
            f"{measured:.0f} %",
            f"at most {limit:g} %",
            level=None if measured > most + slack_percent else Level.WARNING,
        )
    for what in ink.unread:
        yield Finding(
            f"the ink of {what} on page {page.page.number} could not be measured",
            Place(page=page.page.number, object=what),
            "unknown",
            f"at most {most:g} %",
            "Look at its plates in a viewer that shows separations.",
            level=Level.WARNING,
            review=True,
        )


@check(
    "ink/total-spot",
    over=inked_pages,
    level=Level.WARNING,
    source="ECI, ISO Coated v2: 330 %; the printer's limit and 10 %",
    fix="Convert the picture with a profile of lower total ink, or take colour out of the tint.",
)
def ink_total_spot(
    page: OnPage[PageInk], *, most_percent: float = 330, over_order_percent: float = 10, slack_percent: float = 1
) -> Iterator[Finding]:
    """No single spot carries more ink than the paper holds.

    What is too small to count in a square of 15 mm can still stick to the next sheet: text in four full inks, the black
    of a badly converted picture. Measured pixel by pixel of the drawn plates. Where the order has a limit of its own, a spot
    may exceed it by ``over_order_percent``.
    """
    ink, ordered = page.what, page.order.tac
    most = most_percent if ordered is None else ordered + over_order_percent
    measured = 100 * ink.spot.ink
    if measured > most + slack_percent:
        yield Finding(
            f"a spot on page {page.page.number} carries {measured:.0f} % ink ({_where(ink.spot, page)})",
            Place(page=page.page.number, box=ink.spot.box),
            f"{measured:.0f} %",
            f"at most {most:g} %",
        )


def _where(peak: InkPeak, page: OnPage[PageInk]) -> str:
    """Return a place as people find it with a ruler, and the picture it lies on where there is one."""
    box = peak.box
    on = [i for i in page.page.images if i.visible is not None and _shared(i.visible, box) > 0.5]
    what = f", on {named(Ordered(on[-1], page.order))}" if on else ""
    return f"{mm(box.left)} mm from the left, {mm(box.top)} mm from the top{what}"


def _shared(ground: Box, box: Box) -> float:
    shared = ground.overlap(box)
    return shared.area / box.area if shared is not None and box.area else 0.0


@dataclass(frozen=True, slots=True)
class SpotInk:
    """An ink beside the process inks: the full tints it is described by, and the pages it is used on."""

    name: str
    alternates: tuple[str, ...]
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SpotInks:
    """All spot inks of a file and the ones ordered, None where nothing is said."""

    used: tuple[SpotInk, ...]
    ordered: tuple[str, ...] | None


def _spot_inks(subject: Subject) -> Iterator[SpotInks]:
    seen: dict[str, dict[int, None]] = {}
    said: dict[str, dict[str, None]] = {}
    for page in subject.pdf.pages:
        for space in _spaces(page):
            for name in space.colorants:
                if name not in (*PROCESS, "All", "None"):
                    seen.setdefault(name, {})[page.number] = None
                    if space.kind == "Separation" and space.base is not None:
                        said.setdefault(name, {})[f"{space.base.words} {space.full}".strip()] = None
    used = tuple(SpotInk(name, tuple(said.get(name, ())), tuple(seen[name])) for name in sorted(seen))
    if used or subject.order.spots is not None:
        yield SpotInks(used, subject.order.spots)


def _spaces(page: PageFacts) -> Iterator[ColourSpace]:
    for image in page.images:
        if image.visible is not None:
            yield from (image.space or image.paint.colour.space).chain
    for run in page.texts:
        if run.visible is not None:
            for paint in run.paints:
                yield from paint.colour.space.chain
    for shape in page.shapes:
        if shape.visible is not None:
            yield from shape.paint.colour.space.chain


_SUFFIX = re.compile(
    r"(?:[\s-]+|(?<=\d))(?:XGC|EC|HC|PC|TCX|TC|TPX|TP|CVU|CVC|CV|CP|UP|C|E|K|M|N|U|Z)$", re.IGNORECASE
)  # GWG 2022 R0021: what makers add for the paper


def _letters(name: str) -> str:
    """Return a name as GWG 2022 R0022 compares it: one form of every letter, no capitals, and no spaces either."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def _stem(name: str) -> str:
    return _letters(_SUFFIX.sub("", unicodedata.normalize("NFKC", name).strip()))


def _alike(one: str, other: str) -> bool:
    return _letters(one) == _letters(other) or _stem(one) == _stem(other)


@check(
    "ink/spot-names",
    over=_spot_inks,
    level=Level.WARNING,
    source="GWG 2022 R0020 to R0022",
    fix="Give each ink one name and one alternate in every file it comes from, or convert it to process inks.",
)
def ink_spot_names(inks: SpotInks) -> Iterator[Finding]:
    """Every spot ink is wanted, has one name, and is described in one way.

    Each name makes a plate of its own: two spellings of one ink make two plates, and one that nobody ordered stops the
    job or is converted by the RIP. An ink described in two ways changes its colour on screen and proof from page to page.
    """
    for spot in inks.used:
        place = Place(page=spot.pages[0], object=spot.name)
        if inks.ordered is not None and spot.name not in inks.ordered:
            ordered = "inks " + ", ".join(inks.ordered) if inks.ordered else "process inks only"
            yield Finding(f"the spot ink “{spot.name}” is used and was not ordered", place, spot.name, ordered)
        if len(spot.alternates) > 1:
            yield Finding(
                f"the spot ink “{spot.name}” is described in {len(spot.alternates)} ways",
                place,
                " and ".join(spot.alternates),
                "one alternate",
            )
    for number, spot in enumerate(inks.used):
        twin = next((t for t in inks.used[:number] if _alike(t.name, spot.name)), None)
        if twin is not None:
            same = _letters(twin.name) == _letters(spot.name)
            yield Finding(
                f"“{twin.name}” and “{spot.name}” are two plates"
                + (" of what is spelt alike" if same else ", and differ only in what is said of the paper"),
                Place(page=spot.pages[0], object=spot.name),
                f"“{twin.name}”, “{spot.name}”",
                "one name",
            )
