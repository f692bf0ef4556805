"""Boxes, matrices and lengths: what must hold for every figure, not only for those somebody thought of."""

from __future__ import annotations

from math import cos, isclose, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelpress.ground.geometry import Box, Edges, Matrix
from panelpress.ground.units import count, mm_to_pt, pixels_for, ppi, pt_to_mm, px_to_mm, px_to_pt, size

MM = st.floats(-2000, 2000, allow_nan=False)
SIDE = st.floats(0.001, 1500)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, top = draw(MM), draw(MM)
    return Box(left, top, left + draw(SIDE), top + draw(SIDE))


SMALL = st.floats(-20, 20, allow_nan=False)
MATRICES = st.builds(Matrix, SMALL, SMALL, SMALL, SMALL, SMALL, SMALL)
POINTS = st.tuples(SMALL, SMALL)


@given(boxes())
def test_a_box_contains_itself_and_whatever_is_cut_from_its_edges(box: Box) -> None:
    assert box.contains(box)
    step = min(box.width, box.height) / 4
    assert box.contains(box.shrunk(step))
    assert not box.shrunk(step).contains(box)


@given(boxes(), st.floats(0, 50))
def test_what_lies_over_an_edge_is_contained_within_that_tolerance(box: Box, over: float) -> None:
    assert box.contains(box.grown(Edges.all(over)), tolerance=over + 1e-6)
    assert not box.contains(box.moved(over + 0.01, 0), tolerance=over)


@given(boxes(), st.floats(0.01, 25), st.floats(0.01, 25), st.floats(0.01, 25), st.floats(0.01, 25))
def test_each_edge_moves_by_its_own_distance(box: Box, top: float, right: float, bottom: float, left: float) -> None:
    grown = box.grown(Edges(top, right, bottom, left))
    assert (box.top - grown.top, grown.right - box.right) == pytest.approx((top, right))
    assert (grown.bottom - box.bottom, box.left - grown.left) == pytest.approx((bottom, left))
    assert Edges(top, right, bottom, left).named == (("top", top), ("right", right), ("bottom", bottom), ("left", left))


@given(boxes(), boxes())
def test_overlap_does_not_depend_on_who_asks(one: Box, other: Box) -> None:
    shared = one.overlap(other)
    assert shared == other.overlap(one)
    if shared:
        assert one.contains(shared)
        assert other.contains(shared)
        assert 0 < shared.area <= min(one.area, other.area) * (1 + 1e-9)


@given(boxes())
def test_boxes_that_only_touch_share_nothing(box: Box) -> None:
    assert box.overlap(Box(box.right, box.top, box.right + 1, box.bottom)) is None
    assert box.overlap(Box(box.left, box.bottom, box.right, box.bottom + 1)) is None


@given(st.lists(st.tuples(MM, MM), min_size=1))
def test_the_box_around_points_holds_them_all_and_no_more(points: list[tuple[float, float]]) -> None:
    box = Box.around(points)
    assert all(box.contains(Box(x, y, x, y)) for x, y in points)
    assert {box.left, box.right} <= {x for x, _ in points}
    assert {box.top, box.bottom} <= {y for _, y in points}


def test_there_is_no_box_around_nothing() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        Box.around([])


@given(MATRICES, MATRICES, POINTS)
def test_a_product_applies_the_first_matrix_first(first: Matrix, then: Matrix, point: tuple[float, float]) -> None:
    assert (first @ then).apply(*point) == pytest.approx(then.apply(*first.apply(*point)), rel=1e-6, abs=1e-6)


@given(MATRICES, MATRICES, MATRICES, POINTS)
def test_products_may_be_bracketed_as_one_likes(a: Matrix, b: Matrix, c: Matrix, point: tuple[float, float]) -> None:
    assert ((a @ b) @ c).apply(*point) == pytest.approx((a @ (b @ c)).apply(*point), rel=1e-6, abs=1e-4)
    assert a @ Matrix() == a == Matrix() @ a


@given(MATRICES, MATRICES)
def test_areas_multiply(a: Matrix, b: Matrix) -> None:
    assert (a @ b).determinant == pytest.approx(a.determinant * b.determinant, rel=1e-6, abs=1e-6)


@given(st.floats(0, 2 * pi), st.floats(0.1, 100), st.floats(0.1, 100))
def test_scale_is_read_off_however_a_picture_is_turned(angle: float, width: float, height: float) -> None:
    turned = Matrix(a=width, d=height) @ Matrix(cos(angle), sin(angle), -sin(angle), cos(angle))
    assert (turned.scale_x, turned.scale_y) == pytest.approx((width, height))
    assert turned.determinant == pytest.approx(width * height)


@given(st.floats(-5000, 5000))
def test_millimetres_to_points_and_back_loses_nothing(mm: float) -> None:
    assert isclose(pt_to_mm(mm_to_pt(mm)), mm, rel_tol=0, abs_tol=1e-9)


def test_lengths_are_what_the_standards_say() -> None:
    assert mm_to_pt(25.4) == 72
    assert px_to_mm(96) == pytest.approx(25.4)
    assert px_to_pt(96) == 72
    assert mm_to_pt(594) == pytest.approx(1683.7795, abs=1e-4)


@given(st.integers(1, 30_000), st.floats(1, 1500))
def test_pixels_printed_over_a_length_and_their_resolution_agree(pixels: int, mm: float) -> None:
    assert ppi(pixels, mm) * mm / 25.4 == pytest.approx(pixels)
    assert pixels_for(mm, ppi(pixels, mm)) == pixels


def test_an_inch_of_300_pixels_has_300_ppi_and_no_length_has_none() -> None:
    assert ppi(300, 25.4) == 300
    assert pixels_for(0.001, 72) == 1
    for nothing in (0, -1):
        with pytest.raises(ValueError, match="no resolution"):
            ppi(300, nothing)


@pytest.mark.parametrize(
    ("octets", "words"), [(0, "0 kB"), (1, "1 kB"), (999_499, "999 kB"), (1_000_000, "1.0 MB"), (3_449_999, "3.4 MB")]
)
def test_sizes_are_written_as_upload_pages_count_them(octets: int, words: str) -> None:
    assert size(octets) == words


def test_nouns_follow_their_numbers() -> None:
    assert [count(1, "page"), count(0, "page"), count(1200, "page"), count(2, "entry", "entries")] == [
        "1 page",
        "0 pages",
        "1,200 pages",
        "2 entries",
    ]
