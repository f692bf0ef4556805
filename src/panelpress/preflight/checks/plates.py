"""The plates as drawn: how much ink lies on one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.preflight.checks.page import mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, Ordered, inked_pages, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import InkPeak, PageInk
    from panelpress.ground.geometry import Box


@check(
    "ink/total",
    over=inked_pages,
    level=Level.ERROR,
    source="GWG 2022 R0026: 320 % in sheetfed offset; house: a warning from 300 %",
    fix="Convert the picture with a profile of lower total ink, or take colour out of the tint.",
)
def ink_total(
    page: OnPage[PageInk],
    *,
    most_percent: float = 320,
    warn_percent: float = 300,
    slack_percent: float = 1,
    by_order: bool = True,
) -> Iterator[Finding]:
    """No place of 15 mm by 15 mm carries more ink than the press can dry.

    Too much ink sets off on the next sheet, tears the paper and dries for days. It is the mean of Cyan, Magenta, Yellow
    and Black over any square of 15 mm inside the bleed, wherever it lies; small dark places may exceed it. The printer's own
    limit, where the order has one, counts instead of both, unless ``by_order`` is false. ``slack_percent`` is what four
    plates of 256 steps may round up.
    """
    ink, ordered = page.what, page.order.tac if by_order else None
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
