"""A place on a sheet becomes the words that stand there: the right item, the right line, whole words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import returned as small

from panelpress.facts.signing import Mark, NumberedLine, ProofSheet
from panelpress.ledger.beside import NEAR_MM, Beside, beside

if TYPE_CHECKING:
    from panelpress.ledger.proofs import ProofRecord

RECORD = small.record()
STEP = small.SIZE * 0.5 * small.SCALE
"""Width of a letter on the sheet, mm"""


def spot(item: str, line: int, first: int = 0, last: int | None = None) -> tuple[float, float, float, float]:
    """Return where letters of a line stand on their sheet: left, top, right, bottom in mm."""
    left, top, _, bottom = small.line_box(line, small.WORDS[item][line - 1])
    length = len(small.WORDS[item][line - 1]) if last is None else last
    x = small.LEFT + left * small.SCALE
    return (x + first * STEP, small.TOP + top * small.SCALE, x + length * STEP, small.TOP + bottom * small.SCALE)


def mark(*boxes: tuple[float, float, float, float], kind: str = "highlight", sheet: int = 2) -> Mark:
    return Mark(sheet, kind, boxes, "", "")


def where(
    *boxes: tuple[float, float, float, float], record: ProofRecord = RECORD, **other: Any
) -> tuple[str, int, str]:
    found = beside(record, mark(*boxes, **other))
    return found.item, found.line, found.quote


def test_marked_words_are_named_with_their_line_and_its_source() -> None:
    found = beside(RECORD, mark(spot("coal", 2, 4, 16)))
    assert found == Beside("coal", 1, 2, "panels/01-coal.md", 7, "lodge banner")


def test_words_marked_over_three_lines_are_one_comment_at_the_first() -> None:
    boxes = (spot("coal", 3, 0, 5), spot("coal", 2, 24, 42), spot("coal", 4, 0, 5))
    assert where(*boxes) == ("coal", 2, "carried out at dawn, and a Every")


def test_a_stretch_as_high_as_the_leading_is_on_one_line() -> None:
    left, top, right, bottom = spot("coal", 3)
    high = small.LEADING * small.SCALE
    for up in (0.0, 0.4, 0.9):
        grown = (left, top - up * (high - (bottom - top)), right, top - up * (high - (bottom - top)) + high)
        assert where(grown)[:2] == ("coal", 3)


def test_a_frame_holds_the_lines_inside_it() -> None:
    left, top, _, _ = spot("coal", 2)
    _, _, right, bottom = spot("coal", 3, 0, 10)
    assert where((left - 1, top - 1, right, bottom + 1), kind="drawing") == ("coal", 2, "The lodge and a band")


def test_a_note_belongs_to_the_line_it_stands_beside_or_on() -> None:
    left, top, _, bottom = spot("coal", 4)
    beside_it = (left - 12, (top + bottom) / 2 - 3, left - 6, (top + bottom) / 2 + 3)
    on_it = (left + 10, (top + bottom) / 2 - 3, left + 16, (top + bottom) / 2 + 3)
    assert where(beside_it, kind="note") == ("coal", 4, small.WORDS["coal"][3])
    assert where(on_it, kind="note")[:2] == ("coal", 4)


@pytest.mark.parametrize(("below", "line"), [(NEAR_MM - 0.1, 5), (NEAR_MM + 0.1, 0)])
def test_a_note_belongs_to_a_line_up_to_its_limit_and_no_further(below: float, line: int) -> None:
    left, _, _, bottom = spot("coal", 5)
    assert where((left, bottom + below, left, bottom + below), kind="note")[:2] == ("coal", line)


def test_a_comment_on_a_picture_is_about_the_panel_and_beside_no_line() -> None:
    assert where((60, 300, 66, 306), kind="note") == ("coal", 0, "")
    assert where((60, 300, 90, 330), kind="drawing") == ("coal", 0, "")


def test_a_comment_on_a_cover_or_a_sign_off_sheet_is_about_no_panel() -> None:
    assert where((60, 100, 66, 106), sheet=1) == ("", 0, "")
    assert where((60, 100, 66, 106), sheet=4) == ("", 0, "")
    assert where((60, 100, 66, 106), sheet=99) == ("", 0, "")


def test_an_insertion_names_the_words_on_either_side() -> None:
    text = small.WORDS["coal"][1]
    at = text.index("banner")
    left, top, _, bottom = spot("coal", 2, at, at)
    found = where((left - 1.5, bottom - 1, left + 1.5, bottom + 2), kind="insertion")
    assert found[:2] == ("coal", 2)
    assert top < bottom
    near = where((left, bottom + 0.5, left, bottom + 0.5), kind="insertion")
    assert near == ("coal", 2, "lodge banner")


def test_two_pages_on_one_sheet_are_told_apart() -> None:
    page = replace(RECORD.sheets[0], scale=0.2, width=118.8, height=168.2, left=10.0)
    facing = replace(page, item="bread", left=10.0 + 118.8)
    spread = replace(RECORD, sheets=(page, facing))
    y = small.TOP + (small.line_box(1, "")[1] + 3) * 0.2
    for sheet, item in ((page, "coal"), (facing, "bread")):
        x = sheet.left + 62 * 0.2
        assert where((x, y, x + 4, y + 1), record=spread)[:2] == (item, 1)


def test_a_highlight_too_small_for_a_word_names_the_one_it_touches() -> None:
    at = small.WORDS["coal"][1].index("banner")
    assert where(spot("coal", 2, at + 2, at + 3)) == ("coal", 2, "banner")


def test_an_item_that_has_no_lines_is_still_named() -> None:
    silent = replace(RECORD, items={**RECORD.items, "coal": replace(RECORD.items["coal"], lines=())})
    assert where(spot("coal", 2), record=silent) == ("coal", 0, "")
    gone = replace(RECORD, items={"bread": RECORD.items["bread"]})
    assert where(spot("coal", 2), record=gone) == ("", 0, "")


_MM = st.floats(-500, 1000, allow_nan=False)


@given(
    st.lists(st.tuples(_MM, _MM, _MM, _MM), min_size=1, max_size=4), st.sampled_from(["highlight", "note", "drawing"])
)
def test_any_place_at_all_gives_an_item_and_a_line_that_the_proof_shows(
    boxes: list[tuple[float, float, float, float]], kind: str
) -> None:
    sound = tuple((min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in boxes)
    found = beside(RECORD, Mark(2, kind, sound, "", ""))
    assert found.item in ("", "coal")
    assert 0 <= found.line <= len(small.WORDS["coal"])
    if found.quote:
        assert all(word in " ".join(small.WORDS["coal"]) for word in found.quote.split())


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.floats(0, 300), st.floats(0, 300))
def test_any_line_at_all_gives_words_of_that_line(text: str, left: float, width: float) -> None:
    line = NumberedLine(1, 1, (left, 100.0, left + width, 110.0), text, "", 0)
    made = replace(
        RECORD,
        items={"coal": replace(RECORD.items["coal"], lines=(line,))},
        sheets=(ProofSheet(2, "coal", 1, 0.0, 0.0, 1.0, 594.0, 841.0),),
    )
    found = beside(made, mark((left, 100.0, left + max(width, 1.0) / 2, 110.0)))
    assert all(word in text.split() for word in found.quote.split())
