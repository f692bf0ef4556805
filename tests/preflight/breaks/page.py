"""The sheet broken: sizes, boxes, orientation, marks, how many pages."""

from __future__ import annotations

import pikepdf
from pikepdf import Array
from tests.preflight.breaks.base import box, breaks, ordered, untouched
from tests.support import goodpdf as good

from panelpress.ground.units import mm_to_pt

NO_TRIM_BOX = {
    "page/trim": "without a TrimBox the size is taken from the MediaBox",
    "bleed/declared": "… and so is the distance of the BleedBox",
    "image/placed": "… and places are measured from it",
}
"""What follows where a page has no TrimBox of its own."""

breaks("page/trim", order=ordered(trim=(148.0, 211.0)))(untouched)


@breaks(
    "page/boxes",
    entails=NO_TRIM_BOX,
)
def trim_on_the_parent_only(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        pdf.Root.Pages.TrimBox = page.obj.TrimBox
        del page.obj["/TrimBox"]


@breaks("page/boxes")
def an_art_box_as_well(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.ArtBox = pdf.pages[0].obj.TrimBox


@breaks(
    "page/boxes",
    entails=NO_TRIM_BOX,
)
def an_art_box_outside_the_bleed_in_place_of_a_trim_box(pdf: pikepdf.Pdf) -> None:
    left, bottom, right, top = box(pdf, "/TrimBox")
    for page in pdf.pages:
        page.obj.ArtBox = Array([left - 20, bottom, right, top])
        del page.obj["/TrimBox"]


@breaks("page/boxes", entails={"bleed/declared": "the BleedBox moved"})
def bleed_outside_the_media(pdf: pikepdf.Pdf) -> None:
    left, bottom, right, top = box(pdf, "/BleedBox")
    pdf.pages[0].obj.BleedBox = Array([left - 40, bottom, right, top])


@breaks("page/crop")
def cropped_to_the_trim(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.CropBox = pdf.pages[0].obj.TrimBox


@breaks("page/origin")
def origin_moved(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
        page[name] = Array([float(v) - 10 for v in page[name]])
    contents = page.Contents
    contents.write(b"1 0 0 1 -10 -10 cm\n" + contents.read_bytes())


@breaks("page/rotation", entails={"page/orientation": "a page turned by 90° is seen on its side"})
def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


@breaks("page/scale")
def half_size_with_user_unit_2(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.UserUnit = 2
    for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
        page[name] = Array([float(v) / 2 for v in page[name]])
    page.Contents.write(b"0.5 0 0 0.5 0 0 cm\n" + page.Contents.read_bytes())


breaks("page/count", file={"pages": 3}, order=ordered(pages=None))(untouched)
breaks("page/count", order=ordered(pages=4))(untouched)


@breaks("page/size-uniform", order=ordered(trim=None))
def second_page_shorter(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1].obj
    for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
        left, bottom, right, top = box(pdf, name, page=2)
        page[name] = Array([left, bottom, right, top - mm_to_pt(10)])


breaks("page/marks", order=ordered(marks=False))(untouched)


@breaks("page/marks")
def marks_taken_away(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.MARK, "")


@breaks("page/blank")
def second_page_white(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Contents.write(good.MARK.encode())


@breaks("page/blank")
def second_page_with_a_tint_and_nothing_on_it(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Contents.write(f"{good.tint(-3, -3, 151, 213)} {good.MARK}".encode())


breaks("page/blank", order=ordered(blank_pages=(2,)))(untouched)
breaks("page/creep", order=ordered(caliper=2.1))(untouched)


@breaks("page/orientation", entails={"page/rotation": "it is turned by that"})
def turned_on_its_side(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Rotate = 270


breaks("page/orientation", order=ordered(trim=(210.0, 148.0)), entails={"page/trim": "the order is on its side"})(
    untouched
)
