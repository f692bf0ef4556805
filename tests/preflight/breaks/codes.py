"""Codes broken: what they say, their ink, their quiet zone, their size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.preflight.breaks.base import breaks, ordered, untouched
from tests.support import goodpdf as good

from panelpress.ground.units import mm_to_pt
from panelpress.preflight.order import OrderedCode

if TYPE_CHECKING:
    import pikepdf

_OTHER = "9780306406157"
_MOVED = OrderedCode("EAN-13", good.ISBN, 1)

breaks("code/decodes", order=ordered(codes=(OrderedCode("QR", good.LINK + "/2", 2),)))(untouched)
breaks("code/decodes", order=ordered(codes=(OrderedCode("EAN-13", good.ISBN, 9),)))(untouched)
breaks("code/decodes", order=ordered(codes=(_MOVED,)))(untouched)


@breaks("code/decodes")
def painted_over(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(22, 137, 28, 143, "0 0 0 0 k"), 2)


@breaks("code/mirrored")
def seen_in_a_mirror(pdf: pikepdf.Pdf) -> None:
    middle = 2 * mm_to_pt(good.origin() + 25)  # of the code, twice: it stays where it is
    good.redraw(pdf, good.QR, f"q -1 0 0 1 {middle:.4f} 0 cm {good.QR} Q", 2)


@breaks("code/isbn", order=ordered(codes=(OrderedCode("EAN-13", _OTHER, 2),)))
def another_books_barcode(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.BARCODE, good.code("EAN13", _OTHER, 70, 145, 0.33), 2)


def _recoloured(colour: str) -> tuple[str, str]:
    return good.QR, good.code("QRCode", good.LINK, 20, 145, colour=colour)


@breaks("code/ink")
def in_four_inks(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, *_recoloured("0.4 0.3 0.3 1 k"), 2)


@breaks("code/ink")
def in_grey(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, *_recoloured("0 0 0 0.8 k"), 2)


@breaks("code/ink")
def in_cyan(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, *_recoloured("1 0 0 0 k"), 2)


@breaks("code/ink")
def on_a_tint(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.QR, f"{good.tint(10, 120, 50, 155)}\n{good.QR}", 2)


@breaks("code/ink")
def light_on_dark(pdf: pikepdf.Pdf) -> None:
    ground = good.tint(10, 120, 50, 155, "0 0 0 1 k")
    good.redraw(pdf, good.QR, f"{ground}\n{good.code('QRCode', good.LINK, 20, 145, colour='0 0 0 0 k')}", 2)


@breaks("code/quiet-zone")
def something_two_modules_beside_it(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(15, 136, 19.2, 144, "0 0 0 1 k"), 2)


@breaks("code/quiet-zone")
def a_picture_nine_modules_before_the_barcode(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(60, 125, 67, 144, "0 0 0 0.4 k"), 2)


@breaks("code/size")
def a_qr_code_too_small(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.QR, good.code("QRCode", good.LINK, 20, 145, 0.3), 2)


@breaks("code/size")
def a_barcode_at_70_per_cent(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.BARCODE, good.code("EAN13", good.ISBN, 70, 145, 0.23), 2)


@breaks("code/size")
def a_barcode_at_210_per_cent(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.BARCODE, good.code("EAN13", good.ISBN, 60, 145, 0.69), 2)
