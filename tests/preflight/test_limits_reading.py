"""Limits of what readers would complain about: just inside, exactly, just outside, on layouts made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.support.facts import BLACK, CMYK, layout, outcome, page, pdf, run, shape

from panelpress.facts.layout import Block, Fitted, LayoutFacts, Line, SetText, Source
from panelpress.facts.paint import BARE_PAPER, Colour, Paint
from panelpress.ground.diagnostics import Level
from panelpress.ground.geometry import Box
from panelpress.ground.sight import height_at
from panelpress.preflight.framework import Outcome, State
from panelpress.preflight.order import Hang, Order

ERROR, WARNING, NOTE, PASSED = Level.ERROR, Level.WARNING, Level.NOTE, None


def line(number: int = 1, **other: Any) -> Line:
    """Return a full line of 40 characters of a text, 36 on 48 pt, at the top of a frame."""
    top = 100.0 + 17 * number
    facts: dict[str, Any] = {
        "number": number, "page": 1, "paragraph": 1, "block": "b1", "frame": "body", "text": "n" * 40,
        "box": Box(36, top, 288, top + 12), "measure": 252.0, "size_pt": 36.0, "leading_pt": 48.0, "align": "left",
        "level": "body", "last": False, "hyphenated": False, **other,
    }  # fmt: skip
    return Line(**facts)


def lines(*texts: str, **other: Any) -> tuple[Line, ...]:
    """Return the lines of one paragraph."""
    return tuple(
        line(
            n, text=text, last=n == len(texts), **{k: v[n - 1] if isinstance(v, list) else v for k, v in other.items()}
        )
        for n, text in enumerate(texts, 1)
    )


def words(text: str = "Coal and bread", **other: Any) -> SetText:
    facts: dict[str, Any] = {
        "page": 1, "text": text, "box": Box(36, 100, 288, 112), "visible": Box(36, 100, 288, 112),
        "family": "Source Serif Pro", "size_pt": 36.0, "lang": "en-GB", "block": "b1", "frame": "body",
        "level": "body", "x_height_mm": 6.0, **other,
    }  # fmt: skip
    return SetText(**facts)


def laid(texts: tuple[SetText, ...] = (), **other: Any) -> LayoutFacts:
    return replace(layout(()), texts=texts, **other)


def judged(check: str, facts: LayoutFacts, order: Order | None = None, **limits: Any) -> Outcome:
    return outcome(check, pdf(), order, laid=facts, **limits)


# legible/size


@pytest.mark.parametrize(("factor", "level"), [(0.998, ERROR), (1.0, PASSED), (1.002, PASSED)])
def test_fluent_reading_asks_for_an_angle(factor: float, level: Level | None) -> None:
    x_height = factor * height_at(1.5, 0.2)
    facts = laid((words(x_height_mm=x_height),))
    assert judged("legible/size", facts, Order(reading_distance_m=1.5), clear_degrees=0.0).level == level


@pytest.mark.parametrize(("factor", "level"), [(0.998, WARNING), (1.0, PASSED), (1.002, PASSED)])
def test_clear_print_asks_for_more_from_a_step_nearer(factor: float, level: Level | None) -> None:
    x_height = factor * height_at(0.8 * 1.5, 0.286)
    facts = laid((words(x_height_mm=x_height),))
    assert judged("legible/size", facts, Order(reading_distance_m=1.5)).level == level


@pytest.mark.parametrize(("nearer", "level"), [(0.81, WARNING), (0.8, PASSED), (0.79, PASSED)])
def test_the_step_nearer_is_a_limit(nearer: float, level: Level | None) -> None:
    facts = laid((words(x_height_mm=height_at(0.8 * 1.5, 0.286)),))
    assert judged("legible/size", facts, Order(reading_distance_m=1.5), nearer=nearer).level == level


@pytest.mark.parametrize("kind", ["title", "heading", "subtitle", "lead", "caption"])
@pytest.mark.parametrize(("factor", "level"), [(1.002, ERROR), (1.0, PASSED), (0.998, PASSED)])
def test_each_level_has_its_distance(kind: str, factor: float, level: Level | None) -> None:
    facts = laid((words(level=kind, x_height_mm=height_at(3.0, 0.2)),))
    limits = {kind: 2.0 * factor, "clear_degrees": 0.0}
    assert judged("legible/size", facts, Order(reading_distance_m=1.5), **limits).level == level


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


@pytest.mark.parametrize(("number", "level"), [(3, PASSED), (4, PASSED), (5, WARNING)])
def test_words_in_capitals(number: int, level: Level | None) -> None:
    facts = laid((words("Now " + "LOUD " * number + "again"),))
    assert judged("legible/capitals", facts).level == level


def test_initials_and_figures_are_no_run_of_capitals() -> None:
    assert judged("legible/capitals", laid((words("NUM, FSTMB and COB: 28 TUC, A and B"),))).level is PASSED


@pytest.mark.parametrize(("number", "level"), [(11, PASSED), (12, PASSED), (13, WARNING)])
def test_words_in_italics(number: int, level: Level | None) -> None:
    facts = laid((words("upright"), words("slanted " * number, italic=True), words("upright")))
    assert judged("legible/italic", facts).level == level


def test_underlined_words() -> None:
    assert judged("legible/underline", laid((words("here", underlined=True),))).level == WARNING
    assert judged("legible/underline", laid((words("here"),))).level is PASSED


@pytest.mark.parametrize(("weight", "level"), [(300, WARNING), (400, PASSED), (401, PASSED)])
def test_light_weights(weight: int, level: Level | None) -> None:
    assert judged("legible/weight", laid((words(weight=weight),))).level == level


@pytest.mark.parametrize(("number", "level"), [(1, PASSED), (2, PASSED), (3, WARNING)])
def test_typefaces_on_one_item(number: int, level: Level | None) -> None:
    facts = laid(tuple(words(family=f"Face {n}") for n in range(number)))
    assert judged("legible/families", facts).level == level


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


@pytest.mark.parametrize(
    ("limit", "value", "kind"),
    [("low_mm", 1101.5, "body"), ("high_mm", 1673.5, "body"), ("caption_low_mm", 1101.5, "caption"),
     ("caption_high_mm", 1673.5, "caption")],
)  # fmt: skip
def test_each_height_is_a_limit(limit: str, value: float, kind: str) -> None:
    facts = laid(lines=(line(box=Box(36, 115, 288, 690), level=kind),))
    assert judged("legible/height", facts, Order(hang=Hang(1790.0))).level is PASSED
    assert judged("legible/height", facts, Order(hang=Hang(1790.0)), **{limit: value}).level == WARNING


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


@pytest.mark.parametrize(("ratio", "level"), [(3.1, PASSED), (3.0, PASSED), (2.9, ERROR)])
def test_contrast_of_large_type(ratio: float, level: Level | None) -> None:
    assert contrast(ink_for(ratio), size=60, lrv_percent=0.0).level == level


@pytest.mark.parametrize(("apart", "level"), [(69, WARNING), (70, PASSED), (71, PASSED)])
def test_light_reflectance_apart(apart: float, level: Level | None) -> None:
    assert contrast(0.85 * (1 - apart / 100) - 1e-9, least=1, wanted=1, large_least=1).level == level


@pytest.mark.parametrize(("lighter", "level"), [(44.9, WARNING), (45.0, PASSED), (46.0, PASSED)])
def test_light_reflectance_of_the_lighter(lighter: float, level: Level | None) -> None:
    assert contrast(0.01, lighter / 100 + 1e-9).level == level


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


@pytest.mark.parametrize(("lonely", "level"), [(1, PASSED), (2, PASSED), (3, WARNING)])
def test_how_many_lines_are_lonely_is_a_limit(lonely: int, level: Level | None) -> None:
    facts = laid(lines=lines(*("A full line" for _ in range(6)), page=[1, 1, 2, 2, 2, 2]))
    assert judged("setting/widow", facts, least_lines=lonely).level == level


@pytest.mark.parametrize(("number", "level"), [(1, PASSED), (2, PASSED), (3, WARNING)])
def test_ladders_of_divided_words(number: int, level: Level | None) -> None:
    divided = [n < number for n in range(5)]
    facts = laid(lines=lines(*("A full line" for _ in divided), hyphenated=divided))
    assert judged("setting/hyphens", facts).level == level


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


@pytest.mark.parametrize(("share", "level"), [(0.29, ERROR), (0.3, PASSED), (0.31, PASSED)])
def test_lines_that_cross(share: float, level: Level | None) -> None:
    common = 3.0  # mm of a line 10 mm high
    one, other = Box(36, 100, 288, 110), Box(36, 110 - common + 1e-9, 288, 120 - common)
    facts = laid(lines=(line(1, box=one), line(2, box=other, block="b2", paragraph=2)))
    assert judged("text/overlap", facts, overlap_share=share).level == level


@pytest.mark.parametrize(("size", "level"), [(36.0, PASSED), (35.5, NOTE)])
def test_a_size_that_was_chosen_is_told(size: float, level: Level | None) -> None:
    assert judged("text/fitted", laid(fitted=Fitted(32, 36, 36, size))).level == level
