"""The words that changed, and none that did not, wherever lines break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelpress.compare.words import word_changes

LETTERS = st.sampled_from("abcdeñé,.’-–/")
WORD = st.text(LETTERS, min_size=1, max_size=8)
LINES = st.lists(st.lists(WORD, min_size=1, max_size=6).map(" ".join), max_size=6)


def told(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in word_changes(before, after)]


def test_a_comma_marks_its_word_and_no_other() -> None:
    assert told(["Coal was cut here for years."], ["Coal was cut here, for years."]) == [
        ("same", "Coal was cut"),
        ("gone", " here"),
        ("new", " here,"),
        ("same", " for years."),
    ]


def test_words_that_are_gone_stand_before_what_took_their_place() -> None:
    assert told(["a band walked"], ["two bands walked"]) == [
        ("gone", "a band"),
        ("new", "two bands"),
        ("same", " walked"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["Every pit well", "known here."], ["Every pit", "well known here."]),
        (["the under\u2010", "ground men"], ["the underground", "men"]),
        (["the under\u00ad", "ground men"], ["the under\u2010", "ground", "men"]),
        (["copper-", "miners"], ["copper-miners"]),
        (["from 1971–", "75 on"], ["from 1971–75 on"]),
        (["pre- and", "post-war"], ["pre-", "and post-war"]),
        (["copper\u2010", "miners"], ["copper-miners"]),
    ],
)
def test_a_line_that_breaks_elsewhere_is_no_change(before: list[str], after: list[str]) -> None:
    assert word_changes(before, after) == ()
    assert word_changes(after, before) == ()


def test_a_hyphen_within_a_line_is_a_change() -> None:
    assert ("gone", " cooperate") in told(["they cooperate"], ["they co-operate"])


def test_a_page_that_was_empty_is_all_new_and_one_that_is_empty_all_gone() -> None:
    assert told([], ["One line."]) == [("new", "One line.")]
    assert told(["One line."], []) == [("gone", "One line.")]


@given(LINES, LINES)
def test_what_is_not_gone_is_the_text_as_it_is_and_what_is_not_new_as_it_was(
    before: list[str], after: list[str]
) -> None:
    pieces = word_changes(before, after)
    now = "".join(piece.text for piece in pieces if piece.kind != "gone")
    was = "".join(piece.text for piece in pieces if piece.kind != "new")
    if pieces:
        assert bare(now) == bare(" ".join(after))
        assert bare(was) == bare(" ".join(before))
    else:
        assert bare(" ".join(before)) == bare(" ".join(after))


def bare(text: str) -> str:
    """Letters and signs alone: a hyphen at the end of a line says nothing of the space after it."""
    return "".join(text.split()).replace("-", "")


@given(st.lists(WORD, max_size=30), st.data())
def test_no_breaking_of_lines_is_ever_a_change(words: list[str], data: st.DataObject) -> None:
    ways = []
    for _ in range(2):
        breaks = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
        lines: list[str] = []
        for word, new_line in zip(words, breaks, strict=True):
            if new_line or not lines:
                lines.append(word)
            else:
                lines[-1] += f" {word}"
        ways.append(lines)
    assert word_changes(*ways) == ()
