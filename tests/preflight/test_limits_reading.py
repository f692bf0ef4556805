"""Limits of what readers would complain about: just inside, exactly, just outside, on layouts made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.support.facts import BLACK, CMYK, layout, line, lines, outcome, page, pdf, run, shape, words

from panelpress.facts.layout import Block, Fitted, LayoutFacts, SetText, Source
from panelpress.facts.paint import BARE_PAPER, Colour, Paint
from panelpress.ground.diagnostics import Level
from panelpress.ground.geometry import Box
from panelpress.preflight.framework import Outcome, State
from panelpress.preflight.order import Hang, Order

ERROR, WARNING, NOTE, PASSED = Level.ERROR, Level.WARNING, Level.NOTE, None


def laid(texts: tuple[SetText, ...] = (), **other: Any) -> LayoutFacts:
    return replace(layout(()), texts=texts, **other)


def judged(check: str, facts: LayoutFacts, order: Order | None = None, **limits: Any) -> Outcome:
    return outcome(check, pdf(), order, laid=facts, **limits)


# legible/size


def test_without_a_distance_no_size_is_judged() -> None:
    assert judged("legible/size", laid((words(x_height_mm=0.1),))).state is State.NOT_APPLICABLE


# legible/measure, leading, alignment


@pytest.mark.parametrize(
    ("characters", "level"),
    [(66, ERROR), (65, WARNING), (56, WARNING), (55, PASSED), (28, PASSED), (27, WARNING)],
)
def test_characters_in_a_line(characters: int, level: Level | None) -> None:
    facts = laid(lines=lines("n" * characters, "n" * characters, "end"))
    assert judged("legible/measure", facts).level == level


def test_the_last_line_does_not_count_as_short() -> None:
    assert judged("legible/measure", laid(lines=lines("n" * 40, "n" * 40, "n"))).level is PASSED


@pytest.mark.parametrize(("leading", "level"), [(44.6, WARNING), (45.0, PASSED), (54.0, PASSED), (54.4, WARNING)])
def test_leading_of_texts(leading: float, level: Level | None) -> None:
    assert judged("legible/leading", laid(lines=lines("one", "two", leading_pt=leading))).level == level


@pytest.mark.parametrize(("leading", "level"), [(33.9, WARNING), (34.2, PASSED), (43.2, PASSED), (43.5, WARNING)])
def test_leading_of_titles(leading: float, level: Level | None) -> None:
    facts = laid(lines=lines("one", "two", leading_pt=leading, level="heading"))
    assert judged("legible/leading", facts).level == level


@pytest.mark.parametrize(
    ("align", "kind", "level"),
    [
        ("left", "body", PASSED),
        ("justify", "body", ERROR),
        ("center", "body", WARNING),
        ("right", "caption", WARNING),
        ("center", "heading", PASSED),
    ],
)
def test_alignment(align: str, kind: str, level: Level | None) -> None:
    assert judged("legible/alignment", laid(lines=lines("one", "two", align=align, level=kind))).level == level


# runs of capitals, italics, lines beneath, light letters, typefaces


def test_initials_and_figures_are_no_run_of_capitals() -> None:
    assert judged("legible/capitals", laid((words("NUM, FSTMB and COB: 28 TUC, A and B"),))).level is PASSED


def test_underlined_words() -> None:
    assert judged("legible/underline", laid((words("here", underlined=True),))).level == WARNING
    assert judged("legible/underline", laid((words("here"),))).level is PASSED


# legible/height: a panel whose top edge hangs 1790 mm above the floor


@pytest.mark.parametrize(
    ("top", "bottom", "kind", "level"),
    [
        (115, 690, "body", PASSED),
        (113, 690, "body", WARNING),
        (115, 692, "body", WARNING),
        (40, 890, "caption", PASSED),
        (38, 890, "caption", WARNING),
        (40, 892, "caption", WARNING),
    ],
)
def test_height_above_the_floor(top: float, bottom: float, kind: str, level: Level | None) -> None:
    facts = laid(lines=(line(box=Box(36, top, 288, bottom), level=kind),))
    assert judged("legible/height", facts, Order(hang=Hang(1790.0))).level == level


# legible/contrast

GREY = Colour(CMYK, (0, 0, 0, 0.6))


def contrast(
    ink: float, ground: float = 0.85, *, text: str = "four words of text", size: float = 36, **limits: Any
) -> Outcome:
    known = {GREY: ink, BARE_PAPER: ground}
    facts = pdf(page(texts=(run(text, fill=Paint(GREY), size_pt=size),)), luminances=known)
    return outcome("legible/contrast", facts, laid=laid((words(text),)), **limits)


def ink_for(ratio: float, ground: float = 0.85) -> float:
    return (ground + 0.05) / ratio - 0.05


@pytest.mark.parametrize(
    ("ratio", "text", "size", "level"),
    [
        (7.1, "four words of text", 36, PASSED),
        (7.0, "four words of text", 36, PASSED),
        (6.9, "four words of text", 36, WARNING),
        (4.5, "four words of text", 36, WARNING),
        (4.4, "four words of text", 36, ERROR),
        (4.6, "a label", 36, PASSED),
        (4.4, "a label", 36, ERROR),
        (3.6, "four words of text", 53.9, ERROR),
        (3.6, "a label", 54, PASSED),
        (3.6, "four words of text", 54, PASSED),
    ],
)
def test_contrast(ratio: float, text: str, size: float, level: Level | None) -> None:
    limits = {"lrv_percent": 0.0}
    assert contrast(ink_for(ratio), text=text, size=size, **limits).level == level


def test_text_on_a_flat_tint_is_held_against_the_tint() -> None:
    tint = Colour(CMYK, (0.5, 0.4, 0.4, 0.2))
    known = {GREY: 0.1, BARE_PAPER: 0.85, tint: 0.2}
    ground = shape(Box(0, 0, 148, 210), Paint(tint), order=2)
    facts = pdf(page(texts=(run("four words of text", fill=Paint(GREY)),), shapes=(ground,)), luminances=known)
    assert outcome("legible/contrast", facts).level == ERROR
    facts = pdf(page(texts=(run("four words of text", fill=BLACK),)), luminances=known)
    assert outcome("legible/contrast", facts).state is State.NOT_APPLICABLE  # nobody knows how that black prints


# setting


@pytest.mark.parametrize(
    ("last", "level"), [("sevenly", WARNING), ("eightly.", PASSED), ("to it.", PASSED), ("nine-wide", PASSED)]
)
def test_last_lines(last: str, level: Level | None) -> None:
    assert judged("setting/last-line", laid(lines=lines("A full line of words", last))).level == level


@pytest.mark.parametrize(
    ("pages", "level"),
    [([1, 1, 2, 2], PASSED), ([1, 2, 2, 2], WARNING), ([1, 1, 1, 2], WARNING), ([1, 2, 2], PASSED)],
)
def test_lonely_lines(pages: list[int], level: Level | None) -> None:
    """A paragraph of three lines has no better place to break: it is left alone."""
    facts = laid(lines=lines(*("A full line of words" for _ in pages), page=pages))
    assert judged("setting/widow", facts).level == level


def test_a_line_alone_in_the_next_column() -> None:
    tops = [600.0, 617.0, 634.0, 100.0]
    boxes = [Box(36 if n < 3 else 306, top, 288 if n < 3 else 558, top + 12) for n, top in enumerate(tops)]
    assert judged("setting/widow", laid(lines=lines("a b", "c d", "e f", "g h", box=boxes))).level == WARNING


@pytest.mark.parametrize(("number", "level"), [(0, PASSED), (1, WARNING)])
def test_on_panels_no_word_is_divided(number: int, level: Level | None) -> None:
    divided = [n < number for n in range(5)]
    facts = laid(lines=lines(*("A full line" for _ in divided), hyphenated=divided))
    assert judged("setting/hyphens", facts, in_a_row=0).level == level


def test_small_capitals_the_font_does_not_have() -> None:
    facts = laid((words(faked=("small capitals",)),))
    assert judged("setting/faked", facts).level == WARNING
    assert judged("setting/faked", laid((words(),))).level is PASSED


# completeness beyond the layout

BLOCK = Block("b1", "Coal and bread", Source("panels/03-num.md", 7), "body")


def standing(*texts: SetText) -> LayoutFacts:
    return laid(texts, blocks=(BLOCK,))


def test_a_text_set_twice() -> None:
    below = Box(36, 200, 288, 212)
    assert judged("text/once", standing(words())).level is PASSED
    assert judged("text/once", standing(words(), words(box=below, visible=below))).level == ERROR


def in_file(*runs: Any, pieces: tuple[SetText, ...] | None = None) -> Outcome:
    laid_out = standing(*(pieces or (words(box=Box(20, 20, 60, 24), visible=Box(20, 20, 60, 24)),)))
    return outcome("text/in-file", pdf(page(texts=runs)), laid=laid_out)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Coal and bread", PASSED),
        ("COAL AND BREAD", PASSED),
        ("Coal\u00a0and bread", PASSED),
        ("Coal and br", ERROR),
        ("Coal and breads", ERROR),
    ],
)
def test_what_the_file_says_where_it_was_laid_out(text: str, level: Level | None) -> None:
    assert in_file(run(text)).level == level


def test_ligatures_in_the_file_are_the_same_letters() -> None:
    piece = words("official", box=Box(20, 20, 60, 24), visible=Box(20, 20, 60, 24))
    assert in_file(run("o\ufb03cial"), pieces=(piece,)).level is PASSED


def test_right_to_left_letters_may_stand_in_the_file_from_left_to_right() -> None:
    piece = words("שלום", box=Box(20, 20, 60, 24), visible=Box(20, 20, 60, 24))
    assert in_file(run("םולש"), pieces=(piece,)).level is PASSED
    assert in_file(run("םולם"), pieces=(piece,)).level == ERROR


def test_the_same_words_twice_in_one_place_are_told() -> None:
    found = in_file(run(), run(order=10)).found
    assert [d.level for d in found] == [ERROR]
    assert "not laid out there" in found[0].message


def test_clipped_text_of_the_file_does_not_count() -> None:
    assert in_file(run(visible=None)).level == ERROR


def test_text_that_was_not_laid_out_at_all() -> None:
    assert in_file(run(), run("Advertisement", box=Box(20, 150, 60, 154))).level == ERROR


def test_covered_text_is_one_finding_a_page() -> None:
    facts = pdf(page(texts=(run(covered=True), run("More", covered=True, box=Box(20, 40, 60, 44)), run("free"))))
    (found,) = outcome("text/covered", facts).found
    assert "and 1 more line on page 1 are painted over" in found.message


@pytest.mark.parametrize(("size", "level"), [(36.0, PASSED), (35.5, NOTE)])
def test_a_size_that_was_chosen_is_told(size: float, level: Level | None) -> None:
    assert judged("text/fitted", laid(fitted=Fitted(32, 36, 36, size))).level == level
