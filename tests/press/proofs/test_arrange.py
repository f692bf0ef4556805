"""Pages on sheets: to a scale that is said, as large as it goes, a book as a reader has it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support import shown

from panelpress.ground.geometry import Box, Edges
from panelpress.press.proofs.arrange import Sheet, sheets


def panel(width: float, height: float, bleed: float = 5.0) -> list[Sheet]:
    item = shown.panel(1, "coal")
    page = replace(item.pages[0], area=Box(0, 0, width, height).grown(Edges.all(bleed)))
    return list(sheets(replace(item, trim=(width, height), bleed=Edges.all(bleed), pages=(page,)), "a3"))


@pytest.mark.parametrize(
    ("size", "name"),
    [
        ((594, 841), "a3-upright"),
        ((841, 594), "a3-landscape"),
        ((600, 600), "a3-upright"),
        ((3000, 300), "a3-landscape"),
    ],
)
def test_a_panel_stands_on_paper_of_its_shape_whole_with_its_bleed(size: tuple[float, float], name: str) -> None:
    (sheet,) = panel(*size)
    assert sheet.name == name
    (placed,) = sheet.pages
    assert sheet.room.contains(placed.window, 0.001)
    assert placed.window == placed.picture


@pytest.mark.parametrize("size", [(594, 841), (841, 594), (420, 594), (1000, 2100), (900, 905)])
def test_the_scale_is_the_largest_that_can_be_said_with_a_tenth(size: tuple[float, float]) -> None:
    (sheet,) = panel(*size)
    assert round(sheet.ratio * 10) == pytest.approx(sheet.ratio * 10)
    larger = 1 / (sheet.ratio - 0.1)
    assert (size[0] + 10) * larger > sheet.room.width or (size[1] + 10) * larger > sheet.room.height


def test_nothing_is_shown_larger_than_it_is() -> None:
    (sheet,) = panel(100, 80)
    assert sheet.ratio == 1.0
    assert sheet.pages[0].trim.width == pytest.approx(100)


def test_a_book_lies_open_its_first_page_alone_on_the_right() -> None:
    found = list(sheets(shown.book(6), "a3"))
    assert [[placed.shown.page for placed in sheet.pages] for sheet in found] == [[1], [2, 3], [4, 5], [6]]
    first, second, *_, last = found
    assert [placed.trim.left for placed in first.pages] == [second.pages[1].trim.left]
    assert [placed.trim.left for placed in last.pages] == [second.pages[0].trim.left]
    assert [sheet.numbers for sheet in found] == ["page 1", "pages 2–3", "pages 4–5", "page 6"]


def test_pages_of_a_book_meet_in_the_fold_without_their_bleed() -> None:
    left, right = list(sheets(shown.book(), "a3"))[1].pages
    assert left.window.right == left.trim.right == pytest.approx(right.trim.left)
    assert right.window.left == right.trim.left
    assert left.window.left == pytest.approx(left.trim.left - 3 * left.scale)
    assert right.picture.left == pytest.approx(right.trim.left - 3 * right.scale)


def test_what_lies_outside_the_bleed_is_on_the_sheet_too() -> None:
    item = shown.panel(1, "coal")
    page = replace(item.pages[0], area=Box(0, 0, *shown.PANEL).grown(Edges.all(20)))
    (sheet,) = sheets(replace(item, pages=(page,)), "a4")
    assert sheet.room.contains(sheet.pages[0].window, 0.001)
    assert (sheet.width, sheet.height) == (210.0, 297.0)


def test_some_pages_of_a_book_keep_their_side() -> None:
    whole = shown.book(6)
    some = replace(whole, pages=tuple(page for page in whole.pages if page.page in (3, 4)))
    found = list(sheets(some, "a3"))
    assert [[placed.shown.page for placed in sheet.pages] for sheet in found] == [[3], [4]]
    assert found[0].pages[0].trim.left > found[1].pages[0].trim.left
