"""The content walker sees what is on the paper, however it got there: the traps others fall into."""

from __future__ import annotations

import math
import pickle
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from tests.support import goodpdf as good

from panelpress.ground.geometry import Matrix
from panelpress.ground.units import mm_to_pt
from panelpress.inspect.images import ImageReading
from panelpress.inspect.reader import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.facts.pdf import PageFacts


def first_page(change: Callable[[pikepdf.Pdf], None] | None = None) -> PageFacts:
    return read_pdf(good.good_pdf(change, pages=1), raster=False).pages[0]


def drawn(content: str, resources: Callable[[pikepdf.Pdf, Any], None] | None = None) -> PageFacts:
    """Return the facts of a page that holds only the given drawing."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents.write(content.encode())
        if resources is not None:
            resources(pdf, pdf.pages[0].obj.Resources)

    return first_page(change)


def form(pdf: pikepdf.Pdf, content: str, **keys: Any) -> pikepdf.Stream:
    base = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 1000, 1000])}
    return pdf.make_stream(content.encode(), **{**base, **keys})


def test_boxes_in_mm_from_the_trim() -> None:
    page = first_page()
    boxes = page.boxes
    assert boxes.trim is not None
    assert boxes.bleed is not None
    assert (round(boxes.trim.left, 4), round(boxes.trim.right, 4)) == (0, 148)
    assert (round(boxes.bleed.top, 4), round(boxes.bleed.bottom, 4)) == (-3, 213)
    assert (round(boxes.media.left, 4), round(boxes.media.bottom, 4)) == (-10, 220)


def test_facts_travel_between_processes() -> None:
    facts = read_pdf(good.good_pdf())
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_a_placed_image_in_mm() -> None:
    (image, _) = first_page().images
    box = image.box
    assert [round(v, 3) for v in (box.left, box.top, box.right, box.bottom)] == [20, 80, 60, 110]
    assert round(image.ppi_x, 1) == 304.8


@pytest.mark.parametrize("angle", [0, 90, 180, 37, -12.5])
def test_rotation_does_not_hide_the_resolution(angle: float) -> None:
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    page = drawn(f"q {c:.9f} {s:.9f} {-s:.9f} {c:.9f} 300 300 cm 144 0 0 108 0 0 cm /Im0 Do Q")
    (image,) = page.images
    assert image.ppi_x == pytest.approx(480 / 2, rel=1e-4)
    assert image.ppi_y == pytest.approx(360 / 1.5, rel=1e-4)


def test_an_image_in_a_form_in_a_form() -> None:
    def nest(pdf: pikepdf.Pdf, resources: Any) -> None:
        inner = form(
            pdf, "q 100 0 0 75 0 0 cm /Im0 Do Q", Resources=Dictionary(XObject=Dictionary(Im0=resources.XObject.Im0)),
            Matrix=Array([2, 0, 0, 2, 0, 0]), BBox=Array([0, 0, 50, 75]),
        )  # fmt: skip
        resources.XObject.Outer = form(pdf, "/Inner Do", Resources=Dictionary(XObject=Dictionary(Inner=inner)))

    (image,) = drawn("q 0.5 0 0 0.5 100 100 cm /Outer Do Q", nest).images
    assert image.name == "Im0 in Inner in Outer"
    assert image.ppi_x == pytest.approx(480 * 72 / 100)
    assert image.visible is not None
    assert image.visible.width == pytest.approx(image.box.width / 2)  # the inner form's BBox cuts it in half


def test_an_image_in_a_pattern() -> None:
    def tile(pdf: pikepdf.Pdf, resources: Any) -> None:
        cell = pdf.make_stream(
            b"72 0 0 54 0 0 cm /Im0 Do", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
            BBox=Array([0, 0, 72, 54]), XStep=72, YStep=54, Resources=Dictionary(XObject=resources.XObject),
            Matrix=Array([2, 0, 0, 2, 0, 0]),
        )  # fmt: skip
        resources.Pattern = Dictionary(P0=cell)

    page = drawn("/Pattern cs /P0 scn 100 100 72 72 re f", tile)
    (image,) = page.images
    assert image.ppi_x == pytest.approx(480 / 2)
    assert image.visible is not None
    assert image.visible.width == pytest.approx(25.4)
    assert page.shapes == ()


def test_an_inline_image() -> None:
    page = drawn("q 72 0 0 72 100 100 cm BI /W 4 /H 2 /BPC 8 /CS /RGB /F /AHx ID " + "00" * 24 + "> EI Q")
    (image,) = page.images
    assert image.inline
    assert (image.width, image.height, image.filters) == (4, 2, ("ASCIIHexDecode",))
    assert image.space is not None
    assert image.space.uses("rgb")


def test_clipping_leaves_the_visible_part() -> None:
    (image,) = drawn("q 100 100 36 72 re W n 72 0 0 72 100 100 cm /Im0 Do Q").images
    assert image.visible is not None
    assert image.visible.width == pytest.approx(12.7)
    (hidden,) = drawn("q 0 0 9 9 re W n 72 0 0 72 100 100 cm /Im0 Do Q").images
    assert hidden.visible is None


def test_re_is_width_and_height() -> None:
    page = drawn("100 200 50 -30 re f")
    box = page.shapes[0].box
    assert box.width == pytest.approx(50 * 25.4 / 72)
    assert box.height == pytest.approx(30 * 25.4 / 72)
    assert page.shapes[0].rectangular


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("0.5 g", "DeviceGray 50"),
        ("1 0 0 rg", "DeviceRGB 1/0/0"),
        ("/DeviceRGB cs 1 0 0 sc", "DeviceRGB 1/0/0"),
        ("/DeviceCMYK cs 0 0 0 1 scn", "DeviceCMYK 0/0/0/100"),
        ("/DeviceCMYK cs", "DeviceCMYK 0/0/0/100"),
        ("/All cs", "Separation (All) over DeviceCMYK 100"),
        ("/Missing cs 1 scn", "Unknown 1"),
    ],
)
def test_colours(setting: str, words: str) -> None:
    assert drawn(f"{setting} 10 10 50 50 re f").shapes[0].paint.colour.words == words


def test_a_default_space_remaps_a_device_space() -> None:
    def remap(pdf: pikepdf.Pdf, resources: Any) -> None:
        profile = pdf.Root.OutputIntents[0].DestOutputProfile
        resources.ColorSpace.DefaultCMYK = Array([Name.ICCBased, profile])

    colour = drawn("0 0 0 1 k 10 10 50 50 re f", remap).shapes[0].paint.colour
    assert [space.kind for space in colour.space.chain] == ["DeviceCMYK", "ICCBased"]


def test_colour_state_survives_q_and_Q() -> None:  # noqa: N802 - the operators' own names
    page = drawn("1 0 0 0 k q 0 1 0 0 k 1 1 9 9 re f Q 1 1 9 9 re f")
    assert [s.paint.colour.components for s in page.shapes] == [(0, 1, 0, 0), (1, 0, 0, 0)]


def test_effective_size_and_box_of_text() -> None:
    run = drawn(f"q 2 0 0 2 0 0 cm BT /F0 5 Tf 1 0 0 1 50 100 Tm {good.shown('Coal')} Tj ET Q").texts[0]
    assert run.text == "Coal"
    assert run.size_pt == pytest.approx(10)
    assert run.font == "SourceSansPro-Regular"
    widths = {c: w for c, _, w in good.font_program()[1]}
    assert run.box.width == pytest.approx(sum(widths[c] for c in "Coal") / 100 * 25.4 / 72)


def test_strings_shown_one_after_another_are_one_run() -> None:
    glyphs = " ".join(f"{good.shown(c)} Tj" for c in "Coal")
    (run,) = drawn(f"BT /F0 10 Tf 1 0 0 1 50 100 Tm {glyphs} ET").texts
    assert (run.text, run.glyphs) == ("Coal", 4)


@pytest.mark.parametrize(
    "moves",
    ["1 0 0 1 50 88 Tm", "50 88 Td", "12 TL 50 100 Td T*", "50 100 Td 0 -12 TD", "0 12 TL 1 0 0 1 50 100 Tm T*"],
)
def test_the_ways_to_the_next_line(moves: str) -> None:
    moves = moves.replace("0 12 TL", "12 TL")
    run = drawn(f"BT /F0 10 Tf {moves} {good.shown('Coal')} Tj ET").texts[0]
    assert run.box.left == pytest.approx(50 * 25.4 / 72 - 10, abs=1e-4)
    assert run.box.bottom == pytest.approx(220 - (88 - 2.5) * 25.4 / 72, abs=1e-2)


def test_quote_operators_spacing_stretch_and_rise() -> None:
    page = drawn(f"BT /F0 10 Tf 12 TL 50 100 Td 50 Tz 2 Ts 0 1 {good.shown('Coal')} \" {good.shown('Coal')} ' ET")
    one, two = page.texts
    widths = {c: w for c, _, w in good.font_program()[1]}
    advance = (sum(widths[c] for c in "Coal") / 100 + 4) / 2
    assert one.box.width == pytest.approx(advance * 25.4 / 72)
    assert two.box.top - one.box.top == pytest.approx(12 * 25.4 / 72)


@pytest.mark.parametrize(
    ("mode", "fill", "stroke"),
    [(0, True, False), (1, False, True), (2, True, True), (3, False, False), (7, False, False)],
)
def test_render_modes(mode: int, *, fill: bool, stroke: bool) -> None:
    run = drawn(f"BT /F0 10 Tf {mode} Tr 50 100 Td {good.shown('Coal')} Tj ET").texts[0]
    assert (run.fill is not None, run.stroke is not None) == (fill, stroke)


def test_invisible_text_needs_no_font() -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents.write(f"BT /F0 10 Tf 3 Tr 50 100 Td {good.shown('Coal')} Tj ET".encode())
        del pdf.pages[0].obj.Resources.Font.F0.DescendantFonts[0].FontDescriptor["/FontFile2"]

    (font,) = read_pdf(good.good_pdf(strip, pages=1), raster=False).fonts
    assert (font.embedded, font.visible) == (False, False)


def test_overprint_states() -> None:
    def states(_pdf: pikepdf.Pdf, resources: Any) -> None:
        resources.ExtGState = Dictionary(
            Both=Dictionary(OP=True), Fill=Dictionary(op=True, OPM=1), Off=Dictionary(OP=False, OPM=0)
        )

    box = "1 1 9 9 re B"
    page = drawn(f"{box} /Both gs {box} /Off gs /Fill gs {box} /Off gs {box}", states)
    seen = [(s.kind, s.paint.overprint, s.paint.opm) for s in page.shapes]
    assert seen == [
        ("fill", False, 0), ("stroke", False, 0), ("fill", True, 0), ("stroke", True, 0),
        ("fill", True, 1), ("stroke", False, 1), ("fill", False, 0), ("stroke", False, 0),
    ]  # fmt: skip


def test_alpha_blend_and_soft_mask() -> None:
    def states(pdf: pikepdf.Pdf, resources: Any) -> None:
        group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
        mask = Dictionary(S=Name.Luminosity, G=form(pdf, "", Group=group))
        resources.ExtGState = Dictionary(
            G0=Dictionary(ca=0.5, BM=Name.Multiply), G1=Dictionary(SMask=mask, CA=1), G2=Dictionary(SMask=Name("/None"))
        )

    page = drawn("/G0 gs 1 1 9 9 re f /G1 gs 1 1 9 9 re f /G2 gs 1 1 9 9 re f", states)
    one, two, three = (s.paint for s in page.shapes)
    assert (one.alpha, one.blend, one.soft_mask, one.opaque) == (0.5, "Multiply", False, False)
    assert (two.soft_mask, three.soft_mask) == (True, False)
    assert {t.kind for t in page.transparencies} == {"alpha", "blend", "soft-mask", "group"}
    assert [(g.luminosity, g.space and g.space.kind) for g in page.groups if g.where.startswith("soft")] == [
        (True, "DeviceGray")
    ]


def test_line_widths_follow_the_matrix() -> None:
    page = drawn("q 3 0 0 3 0 0 cm 0.5 w 10 10 m 50 10 l S Q 0 w 10 10 m 50 10 l S")
    assert [s.width_pt for s in page.shapes] == pytest.approx([1.5, 0])
    assert page.shapes[1].visible is not None


def test_user_unit_scales_everything() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.UserUnit = 2

    page = first_page(change)
    assert page.trim.width == pytest.approx(296, abs=1e-3)
    assert page.images[0].ppi_x == pytest.approx(152.4, abs=1e-2)
    assert page.texts[0].size_pt == pytest.approx(20)


def test_an_inherited_trim_box_is_no_trim_box() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.TrimBox = pdf.pages[0].obj.TrimBox
        del pdf.pages[0].obj["/TrimBox"]

    boxes = first_page(change).boxes
    assert boxes.trim is None
    assert boxes.inherited == ("TrimBox",)


def test_inherited_media_resources_and_corners_in_any_order() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        left, bottom, right, top = page.MediaBox
        pdf.Root.Pages.MediaBox = Array([right, top, left, bottom])
        pdf.Root.Pages.Resources = page.Resources
        del page["/MediaBox"], page["/Resources"]

    page = first_page(change)
    assert page.boxes.media.width == pytest.approx(168, abs=1e-3)
    assert len(page.images) == 2


def test_a_page_without_content() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].obj["/Contents"]

    assert first_page(change).texts == ()


def test_content_in_pieces_is_one_stream() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pieces = [b"q 0.2 0 0 0 k 10 10", b"50 50 re f Q"]
        pdf.pages[0].obj.Contents = Array([pdf.make_stream(p) for p in pieces])

    assert len(first_page(change).shapes) == 1


def test_more_Q_than_q() -> None:  # noqa: N802 - the operators' own names
    assert len(drawn("Q Q 10 10 50 50 re f Q").shapes) == 1


def test_same_bytes_same_digest() -> None:
    image = first_page().images[0]
    again = drawn("q 72 0 0 72 100 100 cm /Im0 Do Q").images[0]
    assert image.digest == again.digest


@given(
    angle=st.floats(-360, 360),
    width=st.floats(1, 2000),
    height=st.floats(1, 2000),
    x=st.floats(-1000, 1000),
    mirrored=st.booleans(),
)
def test_resolution_is_the_same_however_it_lies(
    angle: float, width: float, height: float, x: float, *, mirrored: bool
) -> None:
    reading = ImageReading(1000, 800, None, 8, (), "", "", whole=True)
    flat = Matrix(-width if mirrored else width, 0, 0, height, x, 0)
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = flat @ Matrix(c, s, -s, c, 5, x)
    assert reading.ppi(turned) == pytest.approx(reading.ppi(flat), rel=1e-9)
    assert reading.ppi(turned) == pytest.approx((1000 * 25.4 / width, 800 * 25.4 / height), rel=1e-9)


@given(x=st.floats(-200, 900), y=st.floats(-200, 900), width=st.floats(0.01, 900), height=st.floats(0.01, 900))
def test_what_is_visible_lies_in_the_box_and_the_sheet(x: float, y: float, width: float, height: float) -> None:
    from panelpress.inspect.state import meet  # noqa: PLC0415 - one use

    box, sheet = (x, y, x + width, y + height), (0.0, 0.0, 594.0, 841.0)
    shared = meet(box, sheet)
    if shared is None:
        assert x > 594 or y > 841 or x + width < 0 or y + height < 0
    else:
        assert shared[0] >= max(x, 0)
        assert shared[3] <= min(y + height, 841)


def test_mm_to_pt_is_what_the_boxes_use() -> None:
    assert float(first_page().boxes.origin_pt[0]) == 0
    assert mm_to_pt(25.4) == pytest.approx(72)
