"""Painted bleed, read from pixels: on every edge, whatever ends where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pikepdf import Array, Name
from tests.support import goodpdf as good

from panelpress.inspect.reader import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    import pikepdf

    from panelpress.facts.pdf import EdgePaint

WIDTH, HEIGHT = good.TRIM
TINT = "0.04 0.03 0.08 0 k"


def edges(content: str, more: Callable[[pikepdf.Pdf], None] | None = None) -> dict[str, EdgePaint]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents.write(content.encode())
        if more is not None:
            more(pdf)

    return {e.edge: e for e in read_pdf(good.good_pdf(change, pages=1)).pages[0].edges}


def shortest(edge: EdgePaint) -> float | None:
    return min((s.reach for s in edge.painted if s.length > 0.5), default=None)


# A band along each edge: what lies inside, and how far it reaches beyond the trim.
def band(edge: str, reach: float, *, inner: float = 30.0, colour: str = TINT) -> str:
    return {
        "top": good.tint(20, HEIGHT - inner, 100, HEIGHT + reach, colour),
        "bottom": good.tint(20, -reach, 100, inner, colour),
        "left": good.tint(-reach, 20, inner, 100, colour),
        "right": good.tint(WIDTH - inner, 20, WIDTH + reach, 100, colour),
    }[edge]


@pytest.mark.parametrize("edge", ["top", "right", "bottom", "left"])
@pytest.mark.parametrize("reach", [3.0, 0.0, 1.5, 9.0])
def test_a_tint_on_each_edge(edge: str, reach: float) -> None:
    seen = edges(band(edge, reach))
    assert shortest(seen.pop(edge)) == pytest.approx(reach, abs=0.2)
    assert all(other.painted == () for other in seen.values())


@pytest.mark.parametrize("edge", ["top", "right", "bottom", "left"])
@pytest.mark.parametrize("gap", [5.0, 1.5])
def test_what_ends_clearly_inside_needs_no_bleed(edge: str, gap: float) -> None:
    assert edges(band(edge, -gap))[edge].painted == ()


@pytest.mark.parametrize("gap", [0.2, 0.6])
def test_what_ends_just_inside_was_meant_to_bleed(gap: float) -> None:
    assert shortest(edges(band("left", -gap))["left"]) == 0


def test_where_along_the_edge() -> None:
    (stretch,) = [s for s in edges(good.tint(20, 150, 60, HEIGHT))["top"].painted if s.length > 0.5]
    assert (stretch.start, stretch.end) == pytest.approx((20, 60), abs=0.2)
    (stretch,) = [s for s in edges(good.tint(0, 150, 60, 190))["left"].painted if s.length > 0.5]
    assert (stretch.start, stretch.end) == pytest.approx((20, 60), abs=0.2)


def test_the_lightest_paper_tint_counts_and_white_does_not() -> None:
    assert edges(band("left", 0, colour="0.02 0.02 0.03 0 k"))["left"].painted
    assert edges(band("left", 0, colour="0 0 0 0 k"))["left"].painted == ()


@pytest.mark.parametrize("gap", [(0.0, 0.5), (-0.3, 0.3), (0.2, 0.7)])
def test_a_hairline_of_white_between(gap: tuple[float, float]) -> None:
    outer, inner = gap
    seen = edges(good.tint(-3, 20, outer, 100) + "\n" + good.tint(inner, 20, 60, 100))
    assert (shortest(seen["left"]) or 0) < 0.5


def test_tiles_without_a_gap_are_one_tint() -> None:
    seen = edges(good.tint(-3, 20, 0, 100) + "\n" + good.tint(0, 20, 60, 100))
    assert (shortest(seen["left"]) or 0) >= 2.9


def test_a_picture_that_stops_at_the_trim_on_a_tint_that_goes_on() -> None:
    seen = edges(good.tint(-3, -3, 151, 213) + "\n" + good.place("Im0", 0, 60, 60, 45))
    (stretch,) = [s for s in seen["left"].painted if s.reach < 2.9]
    assert stretch.object == "Im0"
    assert (stretch.start, stretch.end) == pytest.approx((HEIGHT - 105, HEIGHT - 60), abs=0.3)
    assert [s for s in seen["right"].painted if s.reach < 2.9] == []


def test_a_picture_hidden_by_another_that_goes_on() -> None:
    seen = edges(good.place("Im0", 0, 60, 60, 45) + "\n" + good.tint(-3, -3, 151, 213, "0.3 0 0 0 k"))
    assert [s for s in seen["left"].painted if s.reach < 2.9] == []


def test_white_inside_a_picture_is_picture() -> None:
    def stripes(pdf: pikepdf.Pdf) -> None:
        image = pdf.pages[0].obj.Resources.XObject.Im0
        image.write(bytes(255 if (x // 4) % 2 else 40 for _ in range(360) for x in range(480)))

    seen = edges(good.place("Im0", -3, 60, 63, 45), stripes)
    assert [s for s in seen["left"].painted if s.reach < 2.9] == []


def test_a_slanted_shape_that_goes_on_is_no_fault() -> None:
    o = good.origin()
    points = [(-3, 60), (40, 60), (60, 110), (-3, 150)]
    path = " ".join(
        f"{(x + o) / 25.4 * 72:.3f} {(y + o) / 25.4 * 72:.3f} {'l' if i else 'm'}" for i, (x, y) in enumerate(points)
    )
    seen = edges(f"0.3 0 0 0 k {path} f")
    assert [s for s in seen["left"].painted if s.reach < 2.9] == []


def test_marks_outside_the_bleed_are_not_bleed() -> None:
    seen = edges(band("left", 3) + "\n" + good.tint(-9, 20, -5, 100, "0 0 0 1 k"))
    assert shortest(seen["left"]) == pytest.approx(3, abs=0.2)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_rotation_and_crop_change_nothing(turn: int) -> None:
    def turned(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        page.Rotate = turn
        page.CropBox = page.TrimBox

    seen = edges(band("left", 1.0), turned)
    assert shortest(seen["left"]) == pytest.approx(1.0, abs=0.2)
    assert seen["top"].painted == ()


def test_an_origin_elsewhere_changes_nothing() -> None:
    def moved(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
            page[name] = Array([float(v) + 77 for v in page[name]])
        page.Contents.write(b"1 0 0 1 77 77 cm\n" + page.Contents.read_bytes())

    assert shortest(edges(band("left", 1.0), moved)["left"]) == pytest.approx(1.0, abs=0.2)


def test_user_unit_changes_only_the_scale() -> None:
    def doubled(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.UserUnit = 2

    assert shortest(edges(band("left", 1.0), doubled)["left"]) == pytest.approx(2.0, abs=0.4)


def test_a_page_of_text_is_not_rendered_but_answered() -> None:
    (page,) = read_pdf(good.good_pdf(lambda pdf: good.redraw(pdf, good.TINT, ""), pages=1)).pages
    assert [e.painted for e in page.edges] == [(), (), (), ()]
    assert page.edges[0].accuracy == 0


def test_a_picture_in_cmyk_bleeds_too() -> None:
    def cmyk(pdf: pikepdf.Pdf) -> None:
        image = pdf.pages[0].obj.Resources.XObject.Im0
        image.ColorSpace = Name.DeviceCMYK
        image.write(bytes([30, 20, 10, 60]) * (480 * 360))

    assert shortest(edges(good.place("Im0", -3, 60, 63, 45), cmyk)["left"]) == pytest.approx(3.0, abs=0.2)
