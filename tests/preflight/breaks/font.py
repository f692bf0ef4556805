"""Fonts broken: missing, drawn, without a shape for a character."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from tests.preflight.breaks.base import breaks, untouched
from tests.support import facts
from tests.support import goodpdf as good


def _inner_font(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj.Resources.Font.F0.DescendantFonts[0]


@breaks("font/embedded")
def program_removed(pdf: pikepdf.Pdf) -> None:
    del _inner_font(pdf).FontDescriptor["/FontFile2"]


@breaks("font/type3", entails={"font/family": "it is none of the theme's"})
def drawn_letters(pdf: pikepdf.Pdf) -> None:
    glyph = pdf.make_stream(b"1000 0 0 0 1000 1000 d1 100 100 800 800 re f")
    pdf.pages[0].obj.Resources.Font.F3 = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1000, 1000]), FirstChar=97, LastChar=97,
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), Widths=Array([1000]), CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Differences=Array([97, Name.a])), Resources=Dictionary(),
    )  # fmt: skip
    good.draw_more(pdf, "q /GSover gs 0 0 0 1 k BT /F3 10 Tf 1 0 0 1 100 120 Tm (aaa) Tj ET Q")


@breaks("font/notdef")
def emptybox(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, "q /GSover gs 0 0 0 1 k BT /F0 10 Tf 1 0 0 1 100 120 Tm <0000> Tj ET Q")


breaks("font/family", layout=facts.layout(families=("Source Serif Pro",)))(untouched)
