"""Bleed broken: declared too little, or not painted."""

from __future__ import annotations

import pikepdf
from pikepdf import Array
from tests.preflight.breaks.base import box, breaks
from tests.support import goodpdf as good

from panelpress.ground.units import mm_to_pt


@breaks("bleed/declared")
def two_millimetres_on_the_right(pdf: pikepdf.Pdf) -> None:
    left, bottom, right, top = box(pdf, "/BleedBox")
    pdf.pages[0].obj.BleedBox = Array([left, bottom, right - mm_to_pt(1), top])


@breaks("bleed/declared")
def no_bleedbox(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj["/BleedBox"]


@breaks("bleed/painted")
def tint_ends_at_the_left_trim(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.TINT, good.tint(0, 170, 151, 213))


@breaks("bleed/painted")
def tint_ends_a_millimetre_beyond(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.TINT, good.tint(-3, 170, 149, 213))


@breaks("bleed/painted", entails={"image/placed": "the picture is no longer in its place"})
def picture_ends_at_the_trim_on_a_tint_that_goes_on(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.PICTURE, good.place("Im0", 0, 175, 40, 30))


@breaks("bleed/painted")
def hairline_of_white_at_the_trim(pdf: pikepdf.Pdf) -> None:
    halves = good.tint(0.6, 170, 151, 213) + "\n" + good.tint(-3, 170, 0.1, 213)
    good.redraw(pdf, good.TINT, halves)
