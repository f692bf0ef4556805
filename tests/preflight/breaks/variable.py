"""The strip that changes from town to town: what crosses its edge, and what stands in it that is no part of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.preflight.breaks.base import breaks, ordered, passes, untouched
from tests.support import facts
from tests.support import goodpdf as good

from panelpress.ground.geometry import Box

if TYPE_CHECKING:
    import pikepdf

    from panelpress.facts.layout import LayoutFacts

STRIP = ordered(variable=Box(75, 120, 140, 150))
GREY = "/GSover gs 0 0 0 0.2 k"


def set_in(frame: str, box: Box) -> LayoutFacts:
    """Return the good layout with a line more, which no source asks for."""
    layout = facts.good_layout()
    line = replace(layout.texts[0], text="Redhills", box=box, visible=box, block="", frame=frame)
    return replace(layout, texts=(*layout.texts, line))


@passes("layout/variable", order=STRIP)
def a_tint_in_the_strip_and_one_beneath_all_of_it(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(70, 55, 143, 95, GREY))
    good.draw_more(pdf, good.tint(80, 65, 130, 85, GREY))


passes("layout/variable", order=STRIP, layout=set_in("venue-1", Box(80, 125, 100, 130)))(untouched)


@breaks("layout/variable", order=STRIP)
def a_tint_that_leaves_the_strip(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(80, 55, 130, 85, GREY))


@breaks("layout/variable", order=STRIP)
def a_line_that_reaches_into_the_strip(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(60, 75, 100, 76, GREY))


breaks("layout/variable", order=STRIP, layout=set_in("folio", Box(80, 125, 100, 130)))(untouched)
breaks("layout/variable", order=STRIP, layout=set_in("venue-1", Box(80, 40, 100, 45)))(untouched)
