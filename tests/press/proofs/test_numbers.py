"""Numbers of lines: each beside its line, none on a word or on another number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from panelpress.ground.geometry import Box
from panelpress.press.proofs.numbers import FIGURE, GAP, beside

PAGE = Box(20, 20, 270, 380)


def column(left: float, top: float, count: int, width: float = 60.0, leading: float = 5.0) -> list[Box]:
    return [Box(left, top + n * leading, left + width, top + n * leading + 3.5) for n in range(count)]


def numbered(boxes: list[Box]) -> list[tuple[int, Box]]:
    return list(enumerate(boxes, 1))


def test_numbers_of_a_column_end_on_one_edge_whatever_the_lines_indents() -> None:
    boxes = column(40, 40, 12)
    boxes[3] = Box(44, boxes[3].top, 100, boxes[3].bottom)
    found = beside(numbered(boxes), PAGE)
    assert {round(one.box.right, 6) for one in found} == {40 - GAP}
    assert [one.number for one in found] == list(range(1, 13))


def test_two_columns_have_their_numbers_each_at_its_own_edge() -> None:
    found = beside(numbered([*column(40, 40, 12), *column(106, 40, 12)]), PAGE)
    assert {round(one.box.right, 6) for one in found} == {40 - GAP, 106 - GAP}


def test_a_number_that_has_no_room_on_the_left_goes_to_the_right() -> None:
    tight = [Box(40, 40, 100, 43.5), Box(100.5, 40, 130, 43.5)]
    _, second = beside(numbered(tight), PAGE)
    assert second.box.left >= 130
    assert all(second.box.overlap(box) is None for box in tight)


def test_numbers_stand_at_the_height_of_their_lines() -> None:
    for one, box in zip(beside(numbered(column(40, 40, 5)), PAGE), column(40, 40, 5), strict=True):
        assert (one.box.top + one.box.bottom) / 2 == (box.top + box.bottom) / 2


def test_a_hundred_lines_have_room_for_three_figures() -> None:
    *_, last = beside(numbered(column(40, 30, 100, leading=3.5)), PAGE)
    assert last.box.width == 3 * FIGURE


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(0, 12)),
        min_size=1,
        max_size=40,
        unique_by=lambda t: t[:2],
    )
)
def test_with_gutters_of_eight_mm_no_number_ever_stands_on_words_or_on_another(
    places: list[tuple[int, int, int]],
) -> None:
    boxes = [Box(30 + 60 * c + indent / 4, 30 + 8 * row, 82 + 60 * c, 33.5 + 8 * row) for c, row, indent in places]
    found = [one.box for one in beside(numbered(boxes), PAGE)]
    for n, box in enumerate(found):
        assert all(box.overlap(line) is None for line in boxes)
        assert all(box.overlap(other) is None for other in found[n + 1 :])
