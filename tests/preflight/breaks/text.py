"""Text broken: lost, too near the trim, too small, still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.preflight.breaks.base import breaks, ordered, redrawn_heading, untouched
from tests.support import facts
from tests.support import goodpdf as good

from panelpress.facts.layout import MissingGlyph
from panelpress.preflight.order import Awaited

if TYPE_CHECKING:
    import pikepdf

breaks("text/complete", layout=facts.layout(("The lodge banner was carried out at dawn. A band walked be-",)))(
    untouched
)
breaks("text/planned-pages", layout=facts.layout(blocks=(facts.planned_block(last_page=0),)))(untouched)
breaks(
    "text/glyphs",
    layout=facts.layout(missing_glyphs=(MissingGlyph("\u2766", "FLORAL HEART", "bread \u2766 roses", None),)),
)(untouched)


@breaks("text/safe")
def too_near_the_trim(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.TEXT, good.line_of_text("Coal and bread", 3, 80, 10))


breaks("text/minimum-size")(redrawn_heading("/GSover gs 0 0 0 1 k", 4.5))


@breaks("text/gutter", order=ordered(binding="perfect"))
def too_near_the_spine(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.TEXT, good.line_of_text("Coal and bread", 7, 80, 10))


@breaks("text/language")
def language_unknown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


breaks("text/to-be-supplied", order=ordered(to_be_supplied=(Awaited("foreword"),)))(untouched)
