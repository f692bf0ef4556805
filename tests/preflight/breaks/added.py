"""Glued books, the rim of the page, overprint line by line, colour spaces level by level, spot inks, and odd files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pikepdf import Array, Name, String
from tests.preflight.breaks.base import breaks, ordered, passes, untouched
from tests.preflight.breaks.ink import RED, spots
from tests.support import facts
from tests.support import goodpdf as good

from panelpress.facts.layout import Block, LayoutFacts, Source
from panelpress.ground.geometry import Box
from panelpress.ground.units import mm_to_pt
from panelpress.preflight.order import Order, Spine

if TYPE_CHECKING:
    import pikepdf


def glued(width: float = 4.0, page: float = 148.0) -> Order:
    """Return the order of a cover of a glued book whose back is so wide."""
    return ordered(binding="perfect", part="cover", spine=Spine(width, page), gutter=5.0)


# glued books: the good page, 148 mm wide, is taken for a cover in one piece where its pages are said to be half as wide

passes("page/spine", order=glued())(untouched)
breaks("page/spine", order=glued(2.9))(untouched)
breaks(
    "page/spine", order=glued(8.0, 69.0), entails={"text/spine": "the heading stands on the back, which is wide enough"}
)(untouched)
passes("text/spine", order=glued(8.0, 70.0))(untouched)
breaks("text/spine", order=glued(4.0, 72.0))(untouched)
passes("page/hinge", order=glued())(untouched)


@breaks("page/hinge", order=glued(), entails={"page/safe": "the strip beside the back is beside the trim as well"})
def ink_where_the_glue_goes(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(143, 100, 147, 110), page=2)


def imprint(words: str) -> LayoutFacts:
    """Return the good layout with a line of imprint."""
    box = Box(20, 60, 81, 64)
    layout = facts.good_layout()
    line = replace(layout.texts[0], text=words, box=box, visible=box, block="imprint", frame="imprint")
    block = Block("imprint", words, Source("catalogue.yml", 90), "imprint")
    return replace(layout, blocks=(*layout.blocks, block), texts=(*layout.texts, line))


passes("page/imprint", order=ordered(book_pages=2), layout=imprint("2 pages, stitched"))(untouched)
breaks("page/imprint", order=ordered(book_pages=2), layout=imprint("32 pages, stitched"))(untouched)

# the rim


@breaks("page/safe")
def a_drawing_near_the_knife(pdf: pikepdf.Pdf) -> None:
    o = good.origin()
    corner = [mm_to_pt(o + v) for v in (2, 60, 12, 60, 7, 70)]
    good.draw_more(pdf, "q 0 0 0 1 k {:.3f} {:.3f} m {:.3f} {:.3f} l {:.3f} {:.3f} l f Q".format(*corner))


@breaks("bleed/beyond")
def a_tint_past_the_bleed(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(-6, 60, 20, 70))


# overprint


def _line(setup: str) -> str:
    o = good.origin()
    x, y, end = mm_to_pt(o + 30), mm_to_pt(o + 195), mm_to_pt(o + 70)
    return f"q {setup} 1 w {x:.3f} {y:.3f} m {end:.3f} {y:.3f} l S Q"


@breaks("ink/black-line")
def a_line_that_knocks_out_of_a_tint(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, _line("0 0 0 1 K"))


@breaks("ink/grey-line")
def a_line_in_grey_on_a_tint(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, _line("0 G"))


@breaks("ink/grey-overprint")
def a_grey_area_that_overprints(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 40, 40, "/GSover gs 0.5 g"))


@breaks("ink/white-path")
def a_white_area_that_overprints(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(100, 175, 130, 178, "/GSover gs 0 0 0 0 k"))


# colour spaces


@breaks("ink/space", entails={"ink/rgb": "RGB is no ink, by any standard"})
def bare_rgb(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 40, 40, "1 0 0 rg"))


def _calibrated(pdf: pikepdf.Pdf, setup: str, *, own: bool) -> None:
    """Paint a patch in CMYK that is calibrated by a profile of its own, or by the output intent's."""
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    if own:
        data = profile.read_bytes()
        profile = pdf.make_stream(data[:-1] + bytes([data[-1] ^ 1]), N=4)
    pdf.pages[0].obj.Resources.ColorSpace.Press = Array([Name.ICCBased, profile])
    good.draw_more(pdf, good.tint(20, 20, 40, 40, f"{setup} /Press cs 0 0 0 1 scn"))


CALIBRATED = {"ink/calibrated": "it is calibrated, which press files are not"}


@breaks("ink/intent-twice", entails=CALIBRATED)
def the_intents_profile_as_a_colour_space(pdf: pikepdf.Pdf) -> None:
    _calibrated(pdf, "", own=False)


@breaks("ink/icc-overprint", entails=CALIBRATED)
def calibrated_and_overprinting(pdf: pikepdf.Pdf) -> None:
    _calibrated(pdf, "/GSover gs", own=True)


@passes("ink/intent-twice")
@passes("ink/icc-overprint")
def calibrated_by_a_profile_of_its_own(pdf: pikepdf.Pdf) -> None:
    _calibrated(pdf, "", own=True)


# spot inks

BLUE = ("Lodge blue", (1.0, 0.6, 0.0, 0.2))


@passes("ink/spot-described", order=ordered(spots=(RED, "Lodge blue")))
@passes("ink/spot-names", order=ordered(spots=(RED, "Lodge blue")))
@passes("ink/spot-suffix", order=ordered(spots=(RED, "Lodge blue")))
@passes("ink/spot-alike", order=ordered(spots=(RED, "Lodge blue")))
def two_inks_as_ordered(pdf: pikepdf.Pdf) -> None:
    spots(pdf, (RED, (0, 1, 0.8, 0)), BLUE)


@breaks("ink/spot-suffix", order=ordered(spots=(RED, "PANTONE 186 U")))
def one_ink_on_two_papers(pdf: pikepdf.Pdf) -> None:
    spots(pdf, (RED, (0, 1, 0.8, 0)), ("PANTONE 186 U", (0, 0.9, 0.7, 0)))


@breaks("ink/spot-alike", order=ordered(spots=(RED, "Lodge red")))
def two_names_for_one_colour(pdf: pikepdf.Pdf) -> None:
    spots(pdf, (RED, (0, 1, 0.8, 0)), ("Lodge red", (0, 1, 0.8, 0)))


# fonts and files


@breaks("font/widths")
def a_width_that_is_not_the_fonts(pdf: pikepdf.Pdf) -> None:
    widths = pdf.pages[0].obj.Resources.Font.F0.DescendantFonts[0].W
    widths[1] = Array([int(widths[1][0]) + 200])


@breaks("font/courier", entails={"font/family": "it is none of the theme's"})
def set_in_courier(pdf: pikepdf.Pdf) -> None:
    font = pdf.pages[0].obj.Resources.Font.F0
    inner = font.DescendantFonts[0]
    font.BaseFont = inner.BaseFont = inner.FontDescriptor.FontName = Name.Courier
    inner.FontDescriptor.FontFamily = String("Courier")


@breaks("document/info")
def a_number_in_info(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info["/Copies"] = 500


@breaks("document/rendering-intent")
def an_intent_of_no_standard(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, "/Beautiful ri")


@breaks("document/limits")
def states_saved_too_deep(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, "q " * 30 + "Q " * 30)
