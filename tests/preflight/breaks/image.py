"""Pictures broken: too coarse, in the wrong colours, torn, moved."""

from __future__ import annotations

import random

import pikepdf
from pikepdf import Array, Name, String
from tests.preflight.breaks.base import AS_PACKED, OLD_ORDER, TORN, breaks, ordered, untouched
from tests.support import goodpdf as good

from panelpress.ground.geometry import Box
from panelpress.ground.units import mm_to_pt
from panelpress.preflight.order import Awaited, Planned


@breaks("image/resolution", entails={"image/placed": "it is larger than planned"})
def placed_too_large(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.PICTURE, good.place("Im0", 20, 90, 100, 75))


@breaks("image/bitmap-resolution")
def bars_too_large(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.BITMAP, good.place("Im1", 80, 100, 50, 8))


@breaks("image/resolution-equal", entails={"image/placed": "it is lower than planned"})
def squeezed(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.PICTURE, good.place("Im0", 20, 100, 40, 28))


def picture(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    stream = pdf.pages[0].obj.Resources.XObject.Im0
    assert isinstance(stream, pikepdf.Stream)
    return stream


@breaks("image/too-fine")
def a_thousand_ppi(pdf: pikepdf.Pdf) -> None:
    image = picture(pdf)
    image.Width, image.Height = 1600, 1200
    image.write(random.Random(1).randbytes(1600 * 1200))


@breaks("image/colour")
def rgbpicture(pdf: pikepdf.Pdf) -> None:
    image = picture(pdf)
    image.ColorSpace = Name.DeviceRGB
    image.write(bytes(480 * 360 * 3))


@breaks("image/colour")
def indexed_rgbpicture(pdf: pikepdf.Pdf) -> None:
    picture(pdf).ColorSpace = Array([Name.Indexed, Name.DeviceRGB, 1, String("abcdef")])


@breaks("image/encoding")
def sixteen_bits(pdf: pikepdf.Pdf) -> None:
    image = picture(pdf)
    image.BitsPerComponent = 16
    image.write(bytes(480 * 360 * 2))


@breaks("image/encoding", file=AS_PACKED, entails=TORN)
def lzwpicture(pdf: pikepdf.Pdf) -> None:
    picture(pdf).write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)


@breaks("image/encoding", order=OLD_ORDER, file={"flavour": "PDF/X-1a:2003"}, entails=TORN)
def jpeg_2000_in_x1a(pdf: pikepdf.Pdf) -> None:
    picture(pdf).write(b"\0\0\0\x0cjP  \r\n\x87\n", filter=Name.JPXDecode)


breaks("image/placed", order=ordered(plates=(Planned("banner", 1, Box(20, 80, 60, 110.2)),)))(untouched)


@breaks("image/whole", entails=TORN)
def jpeg_cut_short(pdf: pikepdf.Pdf) -> None:
    picture(pdf).write(b"\xff\xd8\xff\xe0" + bytes(200), filter=Name.DCTDecode)


@breaks("image/mirrored")
def mirroredpicture(pdf: pikepdf.Pdf) -> None:
    right, bottom = (mm_to_pt(good.origin() + v) for v in (60, 100))
    matrix = f"{-mm_to_pt(40):.4f} 0 0 {mm_to_pt(30):.4f} {right:.4f} {bottom:.4f} cm"
    good.redraw(pdf, good.PICTURE, f"q {matrix} /Im0 Do Q")


@breaks("image/mirrored")
def picture_upside_down(pdf: pikepdf.Pdf) -> None:
    right, top = (mm_to_pt(good.origin() + v) for v in (60, 130))
    matrix = f"{-mm_to_pt(40):.4f} 0 0 {-mm_to_pt(30):.4f} {right:.4f} {top:.4f} cm"
    good.redraw(pdf, good.PICTURE, f"q {matrix} /Im0 Do Q")


@breaks("image/text-over")
def heading_on_thepicture(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.line_of_text(good.WORDS[:16], 22, 110, 10))


breaks("image/stand-in", order=ordered(stand_ins=(Awaited("gala-1951", 1),)))(untouched)
