"""Traps that open preflights are known to fall into: each on a small real file, read and judged whole.

Every test states the facts to the figure, and everything that is found: what must be, and by that what must not be.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pikepdf import Array, Dictionary, Name
from tests.support import goodpdf as good

from panelpress.ground.geometry import Edges
from panelpress.ground.units import mm_to_pt
from panelpress.inspect.reader import read_pdf
from panelpress.preflight.order import Order, Subject
from panelpress.preflight.profiles import judge, load_profile

if TYPE_CHECKING:
    from collections.abc import Callable

    import pikepdf

    from panelpress.facts.pdf import PageFacts, PlacedImage
    from panelpress.ground.geometry import Box

    Change = Callable[[pikepdf.Pdf], None]

pytestmark = pytest.mark.slow

ORDER = Order(trim=good.TRIM, bleed=Edges.all(3), safe=Edges.all(5), flavour="PDF/X-4", condition="FOGRA39")
PIXELS = (480, 360)


def met(change: Change | None = None, *, order: Order = ORDER, **file: Any) -> tuple[PageFacts, dict[str, list[str]]]:
    """Return the first page of a good file of one page after a change, and all that the press profile finds in the file."""
    facts = read_pdf(good.good_pdf(change, pages=1, **file))
    outcomes = judge(Subject(facts, None, order), load_profile("press"))
    return facts.pages[0], {o.id: [d.message for d in o.found] for o in outcomes if o.found}


def draws(content: str) -> Change:
    """Return a change that draws more, in the coordinates of the file."""
    return lambda pdf: good.draw_more(pdf, content)


def mm(box: Box | None) -> list[float]:
    assert box is not None
    return [round(v, 2) for v in (box.left, box.top, box.right, box.bottom)]


def test_the_file_the_traps_are_laid_in_is_good() -> None:
    _, found = met()
    assert found == {}


# pictures that hide


def form(pdf: pikepdf.Pdf, content: str, **keys: Any) -> pikepdf.Stream:
    return pdf.make_stream(
        content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 2000, 2000]), **keys
    )


def added(page: PageFacts) -> PlacedImage:
    """Return the one picture that the good page has not."""
    (image,) = (i for i in page.images if i.name not in {"Im0", "Im1"})
    return image


WIDTHS_MM = [(84.0, "145.14", "prints at 145 ppi (480 × 360 pixels across 84 × 63 mm)"), (40.0, "304.80", "")]


@pytest.mark.parametrize(("width", "ppi", "words"), WIDTHS_MM)
def test_a_picture_in_a_form_in_a_form(width: float, ppi: str, words: str) -> None:
    """Half of the size comes from the page, half from the outer form's matrix, the rest from the inner form."""
    points = mm_to_pt(width)

    def nest(pdf: pikepdf.Pdf) -> None:
        objects = pdf.pages[0].obj.Resources.XObject
        inner = form(pdf, f"{points / 4:.5f} 0 0 {points * 3 / 16:.5f} 0 0 cm /Deep Do",
                     Resources=Dictionary(XObject=Dictionary(Deep=objects.Im0)))  # fmt: skip
        objects.Outer = form(pdf, "/Inner Do", Matrix=Array([2, 0, 0, 2, 0, 0]),
                             Resources=Dictionary(XObject=Dictionary(Inner=inner)))  # fmt: skip
        x, y = mm_to_pt(good.origin() + 20), mm_to_pt(good.origin() + 10)
        good.draw_more(pdf, f"q 2 0 0 2 {x:.5f} {y:.5f} cm /Outer Do Q")

    page, found = met(nest)
    image = added(page)
    assert image.name == "Deep in Inner in Outer"
    assert (f"{image.ppi_x:.2f}", f"{image.ppi_y:.2f}") == (ppi, ppi)
    assert mm(image.box) == [20, 200 - width * 3 / 4, 20 + width, 200]
    assert found == ({"image/resolution": [f"picture {image.name} on page 1 {words}"]} if words else {})


@pytest.mark.parametrize(("width", "ppi", "words"), WIDTHS_MM)
def test_a_picture_in_a_pattern(width: float, ppi: str, words: str) -> None:
    points = mm_to_pt(width)

    def tile(pdf: pikepdf.Pdf) -> None:
        resources = pdf.pages[0].obj.Resources
        cell = pdf.make_stream(
            f"{points / 2:.5f} 0 0 {points * 3 / 8:.5f} 0 0 cm /Deep Do".encode(),
            Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, points, points]),
            XStep=points, YStep=points, Resources=Dictionary(XObject=Dictionary(Deep=resources.XObject.Im0)),
            Matrix=Array([2, 0, 0, 2, 0, 0]),
        )  # fmt: skip
        resources.Pattern = Dictionary(P0=cell)
        o = mm_to_pt(good.origin() + 20)
        good.draw_more(pdf, f"q /Pattern cs /P0 scn {o:.4f} {o:.4f} 72 72 re f Q")

    page, found = met(tile)
    image = added(page)
    assert (f"{image.ppi_x:.2f}", f"{image.ppi_y:.2f}") == (ppi, ppi)
    assert mm(image.visible) == [20, 210 - 20 - 25.4, 20 + 25.4, 190]
    assert found == ({"image/resolution": [f"picture {image.name} on page 1 {words}"]} if words else {})


@pytest.mark.parametrize(("pixels", "ppi"), [(20, 20), (16, 16)])
def test_an_inline_picture_is_seen_and_only_its_size_excuses_a_tiny_one(pixels: int, ppi: int) -> None:
    o = mm_to_pt(good.origin() + 20)
    data = "7f0000" * pixels * pixels
    page, found = met(
        draws(f"q 72 0 0 72 {o:.4f} {o:.4f} cm BI /W {pixels} /H {pixels} /BPC 8 /CS /RGB /F /AHx ID {data}> EI Q")
    )
    image = added(page)
    assert image.inline
    assert (round(image.ppi_x, 3), round(image.ppi_y, 3)) == (ppi, ppi)
    coarse = f"picture {image.name} on page 1 prints at {ppi} ppi ({pixels} × {pixels} pixels across 25 × 25 mm)"
    assert found == {
        "image/colour": [f"picture {image.name} on page 1 is DeviceRGB"],
        "ink/space": [f"picture {image.name} on page 1 is DeviceRGB"],
        **({"image/resolution": [coarse]} if pixels > 16 else {}),
    }


@pytest.mark.parametrize("angle", [90.0, 37.0])
@pytest.mark.parametrize(("width", "ppi", "words"), WIDTHS_MM)
def test_a_turned_picture_has_its_own_resolution_and_angle(angle: float, width: float, ppi: str, words: str) -> None:
    """The box around it is neither its width nor its height."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    w, h = width, width * 3 / 4
    centre = good.origin() + 74, good.origin() + 55
    middle = " ".join(f"{mm_to_pt(v):.5f}" for v in centre)
    size = f"{mm_to_pt(w):.5f} 0 0 {mm_to_pt(h):.5f} {mm_to_pt(-w / 2):.5f} {mm_to_pt(-h / 2):.5f}"

    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.XObject.Turned = pdf.pages[0].obj.Resources.XObject.Im0
        good.draw_more(pdf, f"q {c:.9f} {s:.9f} {-s:.9f} {c:.9f} {middle} cm {size} cm /Turned Do Q")

    page, found = met(turn, order=replace(ORDER, safe=None))
    image = added(page)
    assert (f"{image.ppi_x:.2f}", f"{image.ppi_y:.2f}") == (ppi, ppi)
    assert math.degrees(math.atan2(-image.matrix.b, image.matrix.a)) == pytest.approx(angle, abs=1e-6)
    assert image.box.width == pytest.approx(w * c + h * s, abs=1e-3)
    assert image.box.height == pytest.approx(w * s + h * c, abs=1e-3)
    assert found == ({"image/resolution": [f"picture Turned on page 1 {words}"]} if words else {})


# areas and the knife


@pytest.mark.parametrize(
    ("right", "found"),
    [
        (143.0, {}),
        (148.0, {"bleed/painted": "mm: a filled area ends at the trim"}),
        (151.0, {}),
        (153.0, {"bleed/beyond": "a tint or rule on page 1 runs 2 mm beyond the bleed"}),
    ],
    ids=["5 mm inside", "at the trim", "at the bleed", "5 mm outside"],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_an_area_that_ends_at_inside_or_outside_the_trim(
    right: float, found: dict[str, str], *, backwards: bool
) -> None:
    """``re`` has a width and a height, which may be negative: not a second corner."""
    o = good.origin()
    left, bottom, width, height = o + 60, o + 50, right - 60, 10
    area = (
        good.rect(left + width, bottom + height, -width, -height)
        if backwards
        else good.rect(left, bottom, width, height)
    )
    page, told = met(draws(f"q 0 0.3 0.2 0 k {area} f Q"))
    assert mm(page.shapes[-1].box) == [60, 150, right, 160]
    assert set(told) == set(found)
    assert all(len(told[check]) == 1 and told[check][0].endswith(words) for check, words in found.items())


# boundaries


def test_a_trim_box_on_a_parent_is_none() -> None:
    def lift(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.TrimBox = pdf.pages[0].obj.TrimBox
        del pdf.pages[0].obj["/TrimBox"]

    page, found = met(lift, order=Order())
    assert page.boxes.trim is None
    assert page.boxes.inherited == ("TrimBox",)
    assert (round(page.trim.width, 3), round(page.trim.height, 3)) == (168, 230)
    assert found["page/boxes"] == ["page 1 has no TrimBox of its own, only on a parent, where it does not count"]
    assert set(found) == {"page/boxes"}


@pytest.mark.parametrize("on_the_parent", [False, True])
def test_a_crop_box_smaller_than_the_bleed(*, on_the_parent: bool) -> None:
    """A CropBox, other than a TrimBox, counts on a parent as well (ISO 32000-2, table 31)."""

    def crop(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        left, bottom, right, top = (float(v) for v in page.TrimBox)
        one = mm_to_pt(1)
        holder = pdf.Root.Pages if on_the_parent else page
        holder.CropBox = Array([left - one, bottom - one, right + one, top + one])

    page, found = met(crop)
    assert mm(page.boxes.crop) == [-1, -1, 149, 211]
    assert mm(page.boxes.bleed) == [-3, -3, 151, 213]
    assert found == {"page/crop": ["the CropBox of page 1 hides a part of the sheet"]}


def test_user_unit_doubles_every_length() -> None:
    def scale(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.UserUnit = 2

    page, found = met(scale, order=Order())
    assert page.user_unit == 2
    assert (round(page.trim.width, 3), round(page.trim.height, 3)) == (296, 420)
    assert round(page.images[0].ppi, 2) == 152.4
    assert page.texts[0].size_pt == pytest.approx(20)
    assert found["page/scale"] == ["page 1 is scaled by UserUnit 2"]
    assert found["image/resolution"] == ["picture Im0 on page 1 prints at 152 ppi (480 × 360 pixels across 80 × 60 mm)"]
    assert set(found) == {"page/scale", "image/resolution", "image/bitmap-resolution"}


def test_a_media_box_that_does_not_start_at_zero_moves_nothing() -> None:
    def shift(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        for name in ("MediaBox", "TrimBox", "BleedBox"):
            left, bottom, right, top = (float(v) for v in page[f"/{name}"])
            page[f"/{name}"] = Array([left - 100, bottom + 50, right - 100, top + 50])
        drawing = page.Contents.read_bytes()
        page.Contents.write(b"1 0 0 1 -100 50 cm\n" + drawing)

    still, _ = met()
    page, found = met(shift)
    assert page.boxes.origin_pt == (-100, 50)
    for name in ("media", "trim", "bleed"):
        assert mm(getattr(page.boxes, name)) == mm(getattr(still.boxes, name))
    assert [mm(i.box) for i in page.images] == [mm(i.box) for i in still.images]
    assert [mm(t.box) for t in page.texts] == [mm(t.box) for t in still.texts]
    assert found == {"page/origin": ["the MediaBox of page 1 starts at -100, 50 pt"]}


# colour and overprint


def on_the_tint(setup: str) -> str:
    """Return a line of text of 10 pt on the tint of the good page, in a state."""
    return good.line_of_text("Coal and bread", 20, good.TRIM[1] - 30, 10, setup)


def states(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj.Resources.ExtGState


def test_rgb_chosen_by_cs() -> None:
    o = good.origin()
    page, found = met(draws(f"q /DeviceRGB cs 1 0 0 sc {good.rect(o + 20, o + 20, 20, 20)} f Q"))
    assert page.shapes[-1].paint.colour.words == "DeviceRGB 1/0/0"
    assert found == {
        "ink/rgb": ["a filled area on page 1 is DeviceRGB 1/0/0"],
        "ink/space": ["a filled area on page 1 is DeviceRGB 1/0/0"],
    }


def test_text_painted_with_a_pattern_shows_what_is_in_its_cell() -> None:
    """Letters are filled as areas are; the run stays one, however many pieces it is shown in."""

    def tile(pdf: pikepdf.Pdf) -> None:
        cell = pdf.make_stream(
            b"1 0 0 rg 0 0 5 10 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
            BBox=Array([0, 0, 10, 10]), XStep=10, YStep=10, Resources=Dictionary(),
        )  # fmt: skip
        pdf.pages[0].obj.Resources.Pattern = Dictionary(P0=cell)
        line = good.line_of_text("Coal", 20, 40, 30, "/Pattern cs /P0 scn")
        good.draw_more(pdf, line.replace("Tj", f"Tj {good.shown(' and bread')} Tj"))

    page, found = met(tile)
    assert page.texts[-1].text == "Coal and bread"
    assert page.shapes[-1].paint.colour.words == "DeviceRGB 1/0/0"
    words = "a filled area on page 1 is DeviceRGB 1/0/0"
    assert found == {"ink/rgb": [words], "ink/space": [words]}


@pytest.mark.parametrize(
    ("setup", "colour", "found"),
    [
        ("0 0 0 1 k", "DeviceCMYK 0/0/0/100", set()),
        ("1 0 0 rg", "DeviceRGB 1/0/0", {"ink/rgb", "ink/space"}),
        ("/All cs 1 scn", "Separation (All) over DeviceCMYK 100", {"ink/registration"}),
    ],
)
def test_a_bitmap_is_judged_by_the_colour_it_is_painted_in(setup: str, colour: str, found: set[str]) -> None:
    """A stencil mask has no colour space of its own, and is a picture all the same."""
    page, told = met(draws(f"q {setup} {good.place('Im1', 80, 20, 12, 2)} Q"))
    assert (page.images[-1].mask, page.images[-1].space) == ("stencil", None)
    assert page.images[-1].paint.colour.words == colour
    assert set(told) == found


@pytest.mark.parametrize(("flavour", "told"), [("PDF/X-4", False), ("PDF/X-1a:2003", True)])
def test_transparency_that_is_an_alpha_and_nothing_else(flavour: Any, *, told: bool) -> None:
    """No group, no soft mask, no blend mode: only a number in a graphics state."""
    o = good.origin()

    def fade(pdf: pikepdf.Pdf) -> None:
        states(pdf).Half = Dictionary(ca=0.5)
        good.draw_more(pdf, f"q /Half gs 0 0.3 0.2 0 k {good.rect(o + 20, o + 20, 20, 20)} f Q")

    page, found = met(fade, order=replace(ORDER, flavour=flavour), flavour=flavour)
    assert page.shapes[-1].paint.alpha == 0.5
    assert [t.kind for t in page.transparencies if t.kind != "group"] == ["alpha"]
    assert list(found) == (["document/transparency"] if told else [])


def test_overprint_that_is_set_and_taken_back() -> None:
    """By a second state, and by Q: the first and the last line knock out, the one between them overprints."""

    def reset(pdf: pikepdf.Pdf) -> None:
        states(pdf).GSoff = Dictionary(OP=False, op=False)
        good.draw_more(pdf, on_the_tint("/GSover gs /GSoff gs 0 0 0 1 k"))
        good.draw_more(pdf, on_the_tint("/GSoff gs /GSover gs 0 0 0 1 k"))
        good.draw_more(pdf, on_the_tint("q /GSover gs Q 0 0 0 1 k"))

    page, found = met(reset)
    assert [(t.fill.overprint, t.fill.opm) for t in page.texts[-3:] if t.fill] == [(False, 1), (True, 1), (False, 0)]
    words = "“Coal and bread” on page 1, 10.0 pt black on a tint, does not overprint"
    assert found == {"ink/black-text": [words, words]}


def test_overprint_in_mode_0_knocks_out_all_the_same() -> None:
    def zero(pdf: pikepdf.Pdf) -> None:
        states(pdf).GSzero = Dictionary(OP=True, op=True, OPM=0)
        good.draw_more(pdf, on_the_tint("/GSzero gs 0 0 0 1 k"))

    page, found = met(zero)
    fill = page.texts[-1].fill
    assert fill is not None
    assert (fill.overprint, fill.opm) == (True, 0)
    assert found == {"ink/black-text": ["“Coal and bread” on page 1, 10.0 pt black on a tint, does not overprint"]}


def test_black_text_on_a_tint_is_told_where_it_knocks_out_and_only_there() -> None:
    _, found = met(draws(on_the_tint("/GSover gs 0 0 0 1 k")))
    assert found == {}
    _, found = met(draws(on_the_tint("0 0 0 1 k")))
    assert found == {"ink/black-text": ["“Coal and bread” on page 1, 10.0 pt black on a tint, does not overprint"]}


@pytest.mark.parametrize("over", [True, False])
def test_white_text_on_a_dark_ground_is_told_where_it_overprints_and_only_there(*, over: bool) -> None:
    dark, setup = good.tint(15, 15, 60, 30, "0 0 0 0.9 k"), f"{'/GSover gs ' if over else ''}0 0 0 0 k"
    page, found = met(draws(f"{dark} {good.line_of_text('Coal and bread', 20, 20, 10, setup)}"))
    fill = page.texts[-1].fill
    assert fill is not None
    assert (fill.colour.white, fill.overprint) == (True, over)
    words = "“Coal and bread” on page 1 is white and overprints: it will not be seen"
    assert found == ({"ink/white-overprint": [words]} if over else {})


def test_black_text_that_knocks_out_of_bare_paper_is_nobodys_concern() -> None:
    _, found = met(draws(good.line_of_text("Coal and bread", 20, 40, 10, "0 0 0 1 k")))
    assert found == {}


# ink


@pytest.mark.parametrize(
    ("side", "mean", "found"),
    [
        (14.0, 340 * (14 / 15) ** 2, {"ink/total-spot"}),
        (16.0, 340.0, {"ink/total", "ink/total-spot"}),
    ],
)
def test_a_patch_of_too_much_ink_counts_from_15_mm_a_side(side: float, mean: float, found: set[str]) -> None:
    """340 % on 14 mm is 296 % in a square of 15 mm; no grid finds the square, it may lie anywhere."""
    o = good.origin()
    page, told = met(draws(f"q 1 1 0.9 0.5 k {good.rect(o + 23.7, o + 17.3, side, side)} f Q"))
    assert page.ink is not None
    assert 100 * page.ink.square.ink == pytest.approx(mean, abs=4)
    assert 100 * page.ink.spot.ink == pytest.approx(340, abs=1)
    assert set(told) == found
