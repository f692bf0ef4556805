"""Ink broken: overprint, registration, hairlines, too much of it, spots nobody ordered."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name
from tests.preflight.breaks.base import breaks, ordered, passes, redrawn_heading
from tests.support import goodpdf as good

from panelpress.ground.units import mm_to_pt


def _separation_over_rgb(pdf: pikepdf.Pdf) -> None:
    transform = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([1, 0, 0]), N=1)
    spaces = pdf.pages[0].obj.Resources.ColorSpace
    spaces.Spot = Array([Name.Separation, Name("/Red"), Name.DeviceRGB, transform])


@breaks("ink/rgb")
def rgb_by_name(pdf: pikepdf.Pdf) -> None:
    redrawn_heading("/DeviceRGB cs 0 0 0 sc")(pdf)


@breaks("ink/rgb")
def rgb_fill(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(20, 20, 40, 40, "1 0 0 rg"))


@breaks("ink/rgb", entails={"ink/spot-count": "nobody ordered the ink", "ink/space": "RGB stands beneath it"})
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


breaks("ink/black-text")(redrawn_heading("0 0 0 1 k"))
breaks("ink/grey-text")(redrawn_heading("/GSover gs 0 g"))
breaks("ink/rich-black-text")(redrawn_heading("0.7 0.7 0.7 0.9 k"))
breaks("ink/multi-ink-text", entails={"legible/contrast": "two half tints are pale"})(
    redrawn_heading("0.5 0.5 0 0 k", 7)
)


@breaks("ink/black-text")
def overprint_mode_0(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState.GSzero = Dictionary(OP=True, OPM=0)
    redrawn_heading("/GSzero gs 0 0 0 1 k")(pdf)


@breaks("ink/black-text")
def overprint_set_and_reset(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState.GSoff = Dictionary(OP=False, op=False)
    redrawn_heading("/GSover gs /GSoff gs 0 0 0 1 k")(pdf)


breaks("ink/white-overprint", entails={"legible/contrast": "white on a pale tint"})(
    redrawn_heading("/GSover gs 0 0 0 0 k")
)
passes("ink/white-overprint")(redrawn_heading("0 0 0 0 k"))


@breaks("ink/white-path")
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


def spots(pdf: pikepdf.Pdf, *inks: tuple[str, tuple[float, ...]]) -> None:
    """Paint a patch in each ink."""
    for number, (name, full) in enumerate(inks):
        transform = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array(list(full)), N=1)
        space = Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, transform])
        pdf.pages[0].obj.Resources.ColorSpace[f"/Spot{number}"] = pdf.make_indirect(space)
        good.draw_more(pdf, good.tint(20 + 12 * number, 20, 30 + 12 * number, 30, f"/Spot{number} cs 1 scn"))


RED = "PANTONE 186 C"


@breaks("ink/spot-count")
def a_spot_ink_in_a_process_job(pdf: pikepdf.Pdf) -> None:
    spots(pdf, (RED, (0, 1, 0.8, 0)))


@breaks(
    "ink/spot-names",
    order=ordered(spots=(RED, "Pantone 186C")),
    entails={"ink/spot-alike": "both are described alike, as one ink is"},
)
def one_ink_under_two_names(pdf: pikepdf.Pdf) -> None:
    spots(pdf, (RED, (0, 1, 0.8, 0)), ("Pantone 186C", (0, 1, 0.8, 0)))


@breaks("ink/spot-described", order=ordered(spots=(RED,)))
def one_ink_with_two_alternates(pdf: pikepdf.Pdf) -> None:
    spots(pdf, (RED, (0, 1, 0.8, 0)), (RED, (0, 0.9, 0.8, 0)))


# stencil masks: they have no colour of their own, and are painted in that of the moment


def _painted_through(setup: str) -> str:
    return f"q {setup} {good.place('Im1', 80, 20, 12, 2)} Q"


@breaks("ink/rgb")
def a_bitmap_painted_in_rgb(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, _painted_through("1 0 0 rg"))


@breaks("ink/registration")
def a_bitmap_in_the_registration_colour(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, _painted_through("/All cs 1 scn"))
