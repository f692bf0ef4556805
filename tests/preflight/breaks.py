"""One way, at least, to break a good file for every check, and what else that must trip, with the reason.

A break is made with ``@breaks(check, …)`` over a function that alters the open PDF; what is not in the PDF (the order, the
layout) is broken through the keyword arguments. ``entails`` names other checks that cannot but trip as well, and why.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from tests.support import facts
from tests.support import goodpdf as good

from panelpress.facts.layout import LayoutFacts, MissingGlyph
from panelpress.ground.geometry import Box, Edges
from panelpress.ground.units import mm_to_pt
from panelpress.preflight.order import Awaited, Licence, Order, Planned, Stop

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[pikepdf.Pdf], None]

_HALL = Stop("Redhills, Durham", "United Kingdom", dt.date(2027, 3, 1), dt.date(2027, 5, 31))
LICENCE = Licence(
    "banner", 1, dt.date(2026, 1, 1), dt.date(2027, 5, 31), ("United Kingdom",), ("panels", "catalogue"), 500, "given"
)  # fmt: skip

ORDER = Order(
    item="sample", trim=good.TRIM, bleed=Edges.all(3), safe=Edges.all(5), pages=2, multiple=2, flavour="PDF/X-4",
    condition="FOGRA39", min_ppi=150, warn_ppi=225, marks=True,
    plates=(Planned("banner", 1, Box(20, 80, 60, 110)),), licences=(LICENCE,), tour=(_HALL,), medium="catalogue",
    print_run=500, spots=(), binding="saddle-stitch", caliper=0.1, blank_pages=(), date=dt.date(2026, 11, 24),
)  # fmt: skip
OLD_ORDER = dataclasses.replace(ORDER, flavour="PDF/X-1a:2003")


@dataclass(frozen=True)
class Break:
    """A file (or its order or layout) broken in exactly one way."""

    check: str
    name: str
    change: Change
    order: Order = ORDER
    layout: LayoutFacts | None = None
    file: dict[str, Any] = field(default_factory=dict)
    entails: dict[str, str] = field(default_factory=dict)


BREAKS: list[Break] = []


def breaks(check: str, **other: Any) -> Callable[[Change], Change]:
    """Register a function as a way to break a good file."""

    def register(change: Change) -> Change:
        BREAKS.append(Break(check, f"{check}: {change.__name__.strip('_').replace('_', ' ')}", change, **other))
        return change

    return register


def untouched(_pdf: pikepdf.Pdf) -> None:
    """The file is good; what is broken is what it is held against."""


def ordered(**figures: Any) -> Order:
    return dataclasses.replace(ORDER, **figures)


def _box(pdf: pikepdf.Pdf, name: str, *, page: int = 1) -> list[float]:
    return [float(v) for v in pdf.pages[page - 1].obj[name]]


# page

breaks("page/trim", order=ordered(trim=(148.0, 211.0)))(untouched)


@breaks(
    "page/boxes",
    entails={
        "page/trim": "without a TrimBox the size is taken from the MediaBox",
        "bleed/declared": "… and so is the distance of the BleedBox",
        "image/placed": "… and places are measured from it",
    },
)
def trim_on_the_parent_only(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        pdf.Root.Pages.TrimBox = page.obj.TrimBox
        del page.obj["/TrimBox"]


@breaks("page/boxes")
def an_art_box_as_well(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.ArtBox = pdf.pages[0].obj.TrimBox


@breaks("page/boxes", entails={"bleed/declared": "the BleedBox moved"})
def bleed_outside_the_media(pdf: pikepdf.Pdf) -> None:
    left, bottom, right, top = _box(pdf, "/BleedBox")
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
        left, bottom, right, top = _box(pdf, name, page=2)
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


# bleed


@breaks("bleed/declared")
def two_millimetres_on_the_right(pdf: pikepdf.Pdf) -> None:
    left, bottom, right, top = _box(pdf, "/BleedBox")
    pdf.pages[0].obj.BleedBox = Array([left, bottom, right - mm_to_pt(1), top])


@breaks("bleed/declared")
def no_bleed_box(pdf: pikepdf.Pdf) -> None:
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


# image


@breaks("image/resolution", entails={"image/placed": "it is larger than planned"})
def placed_too_large(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.PICTURE, good.place("Im0", 20, 90, 100, 75))


@breaks("image/bitmap-resolution")
def bars_too_large(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.BITMAP, good.place("Im1", 80, 100, 50, 8))


@breaks("image/resolution-equal", entails={"image/placed": "it is lower than planned"})
def squeezed(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.PICTURE, good.place("Im0", 20, 100, 40, 28))


def _picture(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    stream = pdf.pages[0].obj.Resources.XObject.Im0
    assert isinstance(stream, pikepdf.Stream)
    return stream


@breaks("image/too-fine")
def a_thousand_ppi(pdf: pikepdf.Pdf) -> None:
    image = _picture(pdf)
    image.Width, image.Height = 1600, 1200
    image.write(random.Random(1).randbytes(1600 * 1200))


@breaks("image/colour")
def rgb_picture(pdf: pikepdf.Pdf) -> None:
    image = _picture(pdf)
    image.ColorSpace = Name.DeviceRGB
    image.write(bytes(480 * 360 * 3))


@breaks("image/colour")
def indexed_rgb_picture(pdf: pikepdf.Pdf) -> None:
    _picture(pdf).ColorSpace = Array([Name.Indexed, Name.DeviceRGB, 1, String("abcdef")])


@breaks("image/encoding")
def sixteen_bits(pdf: pikepdf.Pdf) -> None:
    image = _picture(pdf)
    image.BitsPerComponent = 16
    image.write(bytes(480 * 360 * 2))


_TORN = {"ink/total": "what cannot be unpacked cannot be measured"}
_AS_PACKED = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}


@breaks("image/encoding", file=_AS_PACKED, entails=_TORN)
def lzw_picture(pdf: pikepdf.Pdf) -> None:
    _picture(pdf).write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)


@breaks("image/encoding", order=OLD_ORDER, file={"flavour": "PDF/X-1a:2003"}, entails=_TORN)
def jpeg_2000_in_x1a(pdf: pikepdf.Pdf) -> None:
    _picture(pdf).write(b"\0\0\0\x0cjP  \r\n\x87\n", filter=Name.JPXDecode)


breaks("image/placed", order=ordered(plates=(Planned("banner", 1, Box(20, 80, 60, 110.2)),)))(untouched)


@breaks("image/whole", entails=_TORN)
def jpeg_cut_short(pdf: pikepdf.Pdf) -> None:
    _picture(pdf).write(b"\xff\xd8\xff\xe0" + bytes(200), filter=Name.DCTDecode)


@breaks("image/mirrored")
def mirrored_picture(pdf: pikepdf.Pdf) -> None:
    right, bottom = (mm_to_pt(good.origin() + v) for v in (60, 100))
    matrix = f"{-mm_to_pt(40):.4f} 0 0 {mm_to_pt(30):.4f} {right:.4f} {bottom:.4f} cm"
    good.redraw(pdf, good.PICTURE, f"q {matrix} /Im0 Do Q")


@breaks("image/mirrored")
def picture_upside_down(pdf: pikepdf.Pdf) -> None:
    right, top = (mm_to_pt(good.origin() + v) for v in (60, 130))
    matrix = f"{-mm_to_pt(40):.4f} 0 0 {-mm_to_pt(30):.4f} {right:.4f} {top:.4f} cm"
    good.redraw(pdf, good.PICTURE, f"q {matrix} /Im0 Do Q")


@breaks("image/text-over")
def heading_on_the_picture(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.line_of_text(good.WORDS[:16], 22, 110, 10))


breaks("image/stand-in", order=ordered(stand_ins=(Awaited("gala-1951", 1),)))(untouched)

# ink


def _redrawn_heading(setup: str, size: float = 10) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        good.redraw(pdf, good.HEADING, good.line_of_text(good.WORDS, 20, good.TRIM[1] - 20, size, setup))

    return change


def _separation_over_rgb(pdf: pikepdf.Pdf) -> None:
    transform = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([1, 0, 0]), N=1)
    spaces = pdf.pages[0].obj.Resources.ColorSpace
    spaces.Spot = Array([Name.Separation, Name("/Red"), Name.DeviceRGB, transform])


@breaks("ink/rgb")
def rgb_by_name(pdf: pikepdf.Pdf) -> None:
    _redrawn_heading("/DeviceRGB cs 0 0 0 sc")(pdf)


@breaks("ink/rgb")
def rgb_fill(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 40, 40, "1 0 0 rg"))


@breaks("ink/rgb", entails={"ink/spot-names": "nobody ordered the ink"})
def spot_with_an_rgb_alternate(pdf: pikepdf.Pdf) -> None:
    _separation_over_rgb(pdf)
    good.draw_more(pdf, good.tint(20, 20, 40, 40, "/Spot cs 1 scn"))


@breaks("ink/rgb")
def rgb_gradient(pdf: pikepdf.Pdf) -> None:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([1, 0, 0]), N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 99, 99]), Function=function)
    pdf.pages[0].obj.Resources.Shading = Dictionary(Sh0=shading)
    good.draw_more(pdf, f"q {good.rect(40, 30, 30, 30)} W n /Sh0 sh Q")


@breaks("ink/calibrated")
def icc_black(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    pdf.pages[0].obj.Resources.ColorSpace.Press = Array([Name.ICCBased, profile])
    good.draw_more(pdf, good.tint(20, 20, 40, 40, "/Press cs 0 0 0 1 scn"))


breaks("ink/black-text")(_redrawn_heading("0 0 0 1 k"))
breaks("ink/grey-text")(_redrawn_heading("/GSover gs 0 g"))
breaks("ink/rich-black-text")(_redrawn_heading("0.7 0.7 0.7 0.9 k"))
breaks("ink/multi-ink-text")(_redrawn_heading("0.5 0.5 0 0 k", 7))


@breaks("ink/black-text")
def overprint_mode_0(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState.GSzero = Dictionary(OP=True, OPM=0)
    _redrawn_heading("/GSzero gs 0 0 0 1 k")(pdf)


@breaks("ink/black-text")
def overprint_set_and_reset(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState.GSoff = Dictionary(OP=False, op=False)
    _redrawn_heading("/GSover gs /GSoff gs 0 0 0 1 k")(pdf)


@breaks("ink/white-overprint")
def white_overprints(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.WHITE, good.tint(100, 180, 110, 190, "/GSover gs 0 0 0 0 k"))


@breaks("ink/blend-space")
def blended_in_rgb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Group.CS = Name.DeviceRGB


@breaks("ink/hairline")
def width_0(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, "0.5 w", "0 w", page=2)


@breaks("ink/hairline")
def filled_rule_too_thin(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 60, 20.05, "0 0 0 1 k"))


@breaks("ink/registration", entails={"ink/total": "it is 400 % ink", "ink/total-spot": "it is 400 % ink"})
def registration_on_the_page(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 40, 40, "/All cs 1 scn"))


@breaks("ink/white-text-small")
def small_white_text(pdf: pikepdf.Pdf) -> None:
    ground = good.tint(20, 20, 120, 40, "0 0 0 1 k")
    good.draw_more(pdf, ground + "\n" + good.line_of_text("Coal and bread", 22, 25, 7, "0 0 0 0 k"))


_THIN = {"ink/hairline": "it is thinner than any line should be"}


def _line(setup: str) -> str:
    y = mm_to_pt(good.origin() + 30)
    return f"q {setup} {mm_to_pt(good.origin() + 20):.4f} {y:.4f} m {mm_to_pt(good.origin() + 90):.4f} {y:.4f} l S Q"


@breaks("ink/thin-white-line", entails=_THIN)
def thin_white_line(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 120, 40, "0 0 0 1 k") + "\n" + _line("0 0 0 0 K 0.2 w"))


@breaks("ink/multi-ink-line", entails=_THIN)
def thin_green_line(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, _line("0.5 0 0.5 0 K 0.2 w"))


@breaks("ink/total")
def a_patch_of_16_mm(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 36, 36, "1 1 1 0.25 k"))


@breaks("ink/total", order=ordered(tac=240))
def too_much_for_this_printer(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 36, 36, "0.8 0.8 0.8 0.08 k"))


@breaks("ink/total")
def a_gradient_of_an_unknown_kind(pdf: pikepdf.Pdf) -> None:
    mesh = pdf.make_stream(bytes(40), ShadingType=4, ColorSpace=Name.DeviceCMYK, BitsPerCoordinate=8,
                           BitsPerComponent=8, BitsPerFlag=8, Decode=Array([0, 1] * 6))  # fmt: skip
    pdf.pages[0].obj.Resources.Shading = Dictionary(Sh0=mesh)
    good.draw_more(pdf, f"q {good.rect(40, 30, 30, 30)} W n /Sh0 sh Q")


@breaks("ink/total-spot")
def a_patch_of_14_mm(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 34, 34, "1 1 1 0.4 k"))


def _spots(pdf: pikepdf.Pdf, *inks: tuple[str, tuple[float, ...]]) -> None:
    """Paint a patch in each ink."""
    for number, (name, full) in enumerate(inks):
        transform = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array(list(full)), N=1)
        space = Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, transform])
        pdf.pages[0].obj.Resources.ColorSpace[f"/Spot{number}"] = pdf.make_indirect(space)
        good.draw_more(pdf, good.tint(20 + 12 * number, 20, 30 + 12 * number, 30, f"/Spot{number} cs 1 scn"))


_RED = "PANTONE 186 C"


@breaks("ink/spot-names")
def a_spot_ink_in_a_process_job(pdf: pikepdf.Pdf) -> None:
    _spots(pdf, (_RED, (0, 1, 0.8, 0)))


@breaks("ink/spot-names", order=ordered(spots=(_RED, "Pantone 186C")))
def one_ink_under_two_names(pdf: pikepdf.Pdf) -> None:
    _spots(pdf, (_RED, (0, 1, 0.8, 0)), ("Pantone 186C", (0, 1, 0.8, 0)))


@breaks("ink/spot-names", order=ordered(spots=(_RED,)))
def one_ink_with_two_alternates(pdf: pikepdf.Pdf) -> None:
    _spots(pdf, (_RED, (0, 1, 0.8, 0)), (_RED, (0, 0.9, 0.8, 0)))


# font


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
def empty_box(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, "q /GSover gs 0 0 0 1 k BT /F0 10 Tf 1 0 0 1 100 120 Tm <0000> Tj ET Q")


breaks("font/family", layout=facts.layout(families=("Source Serif Pro",)))(untouched)

# text

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


breaks("text/minimum-size")(_redrawn_heading("/GSover gs 0 0 0 1 k", 4.5))


@breaks("text/gutter", order=ordered(binding="perfect"))
def too_near_the_spine(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.TEXT, good.line_of_text("Coal and bread", 7, 80, 10))


@breaks("text/language")
def language_unknown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


# rights


def licensed(**terms: Any) -> Order:
    return ordered(licences=(dataclasses.replace(LICENCE, **terms),))


breaks("rights/term", order=licensed(expires=dt.date(2027, 5, 30)))(untouched)
breaks("rights/term", order=licensed(begins=dt.date(2027, 3, 2)))(untouched)
breaks("rights/territory", order=licensed(territory=("Bolivia", "Chile")))(untouched)
breaks("rights/media", order=licensed(media=("panels", "web")))(untouched)
breaks("rights/print-run", order=licensed(print_run=499))(untouched)
breaks("rights/consent", order=licensed(consent="refused"))(untouched)
breaks("rights/consent", order=licensed(consent="asked"))(untouched)

# text to come

breaks("text/to-be-supplied", order=ordered(to_be_supplied=(Awaited("foreword"),)))(untouched)

# document


def _rewrite_xmp(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new).encode())


@breaks("document/identification")
def key_in_info_only(pdf: pikepdf.Pdf) -> None:
    _rewrite_xmp(pdf, "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", "")


@breaks("document/identification")
def another_level(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.GTS_PDFXVersion = String("PDF/X-3:2003")


def _intent(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.OutputIntents[0]


@breaks("document/intent")
def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


@breaks("document/intent")
def two_intents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(_intent(pdf))


@breaks("document/intent")
def prose_for_an_identifier(pdf: pikepdf.Pdf) -> None:
    _intent(pdf).OutputConditionIdentifier = String("ISO Coated v2 300% (basICColor)")


@breaks("document/intent")
def no_registry_name(pdf: pikepdf.Pdf) -> None:
    del _intent(pdf)["/RegistryName"]


@breaks("document/intent")
def a_monitor_profile(pdf: pikepdf.Pdf) -> None:
    profile = _intent(pdf).DestOutputProfile
    data = bytearray(profile.read_bytes())
    data[12:16] = b"mntr"
    profile.write(bytes(data))


@breaks("document/intent")
def an_empty_profile(pdf: pikepdf.Pdf) -> None:
    profile = _intent(pdf).DestOutputProfile
    data = profile.read_bytes()
    profile.write(data[:128] + bytes(len(data) - 128))


@breaks("document/dates-and-ids")
def no_modification_date(pdf: pikepdf.Pdf) -> None:
    del pdf.trailer.Info["/ModDate"]


@breaks("document/dates-and-ids")
def dates_differ(pdf: pikepdf.Pdf) -> None:
    _rewrite_xmp(pdf, "<xmp:ModifyDate>2026-11-24T09", "<xmp:ModifyDate>2026-11-24T10")


@breaks("document/metadata-title")
def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.trailer.Info["/Title"]


@breaks("document/trapped")
def trapped_unknown(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Trapped = Name("/Unknown")


@breaks("document/trapped")
def trapped_as_a_string(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Trapped = String("False")


_LOCK = pikepdf.Encryption(owner="printer", user="")
breaks("document/encryption", file={"encryption": _LOCK, "deterministic_id": False, "force_version": "2.0"})(untouched)


@breaks("document/annotations")
def a_link(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([100, 100, 200, 120]), Border=Array([0, 0, 0]))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


@breaks("document/actions")
def opens_with_an_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print)


@breaks("document/actions")
def an_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["notes.txt"] = b"for the printer"


@breaks("document/actions")
def a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))


@breaks("document/objects")
def a_transfer_curve(pdf: pikepdf.Pdf) -> None:
    curve = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
    pdf.pages[0].obj.Resources.ExtGState.GScurve = Dictionary(TR=curve)
    good.draw_more(pdf, "/GScurve gs")


@breaks("document/objects")
def an_unknown_operator(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, "BX 1 foo EX")


def _layer(pdf: pikepdf.Pdf, default: Dictionary) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Spanish")))
    if "/OFF" in default:
        default.OFF.append(group)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=default)


@breaks("document/layers")
def a_layer_switched_off(pdf: pikepdf.Pdf) -> None:
    _layer(pdf, Dictionary(Name=String("all"), OFF=Array([])))


@breaks("document/layers", order=OLD_ORDER, file={"flavour": "PDF/X-1a:2003"})
def a_layer_in_x1a(pdf: pikepdf.Pdf) -> None:
    _layer(pdf, Dictionary(Name=String("all")))


@breaks("document/transparency", order=OLD_ORDER, file={"flavour": "PDF/X-1a:2003"})
def alpha_in_x1a(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState.GSthin = Dictionary(ca=0.5)
    good.draw_more(pdf, good.tint(20, 20, 40, 40, "/GSthin gs 0 0 0 0.2 k"))


@breaks("document/filters", file=_AS_PACKED)
def lzw_content(pdf: pikepdf.Pdf) -> None:
    # the eight codes of an example in ISO 32000-2, 7.4.4.2, cleared: an empty drawing that still says LZW
    spare = pdf.make_stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")
    spare.stream_dict.Filter = Name.LZWDecode
    pdf.pages[1].obj.PieceInfo = Dictionary(Spare=pdf.make_indirect(spare))


breaks(
    "document/syntax",
    order=OLD_ORDER,
    file={
        "flavour": "PDF/X-1a:2003",
        "object_stream_mode": pikepdf.ObjectStreamMode.generate,
        "force_version": "1.5",
    },
)(untouched)
