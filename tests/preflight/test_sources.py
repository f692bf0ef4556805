"""A finding on a file of ours names the file, the line and the words or the photograph it comes from."""

from __future__ import annotations

import dataclasses
from typing import Any

from tests.support.facts import layout, page, pdf, picture

from panelpress.facts.layout import PlacedPicture, SetText
from panelpress.ground.diagnostics import Diagnostic, Level, Origin, Place, Span
from panelpress.ground.geometry import Box
from panelpress.preflight.framework import Outcome, State
from panelpress.preflight.order import Awaited, Caption, Order, OrderedCode, Planned, Subject
from panelpress.preflight.profiles import judge, load_profile
from panelpress.preflight.sources import with_present_lines, with_sources

BOX = Box(20, 30, 120, 80)  # where tests.support.facts puts a picture
ORDER = Order(
    item="num",
    plates=(Planned("rails", 1, BOX),),
    captions=(Caption("rails", "photos/captions.yml", 12), Caption("snow-peak", "photos/captions.yml", 40)),
)
FILE = pdf(page(images=(picture(name="i2460d3"),)))
RAILS = Origin("photos/captions.yml", 12, photograph="rails")


def told(found: Diagnostic, *, order: Order = ORDER, **layout_facts: Any) -> Diagnostic:
    laid = layout(**layout_facts)
    outcome = Outcome(found.id, "T.", State.FAILED, 1, (found,))
    return with_sources([outcome], Subject(FILE, laid, order))[0].found[0]


def finding(id: str, place: Place, message: str = "wrong", **other: Any) -> Diagnostic:
    return Diagnostic(id, Level.ERROR, message, place=place, **other)


def test_a_picture_is_told_by_its_photograph_and_its_caption() -> None:
    message = "picture i2460d3 on page 1 ends 2 mm beyond the trim"
    found = told(finding("bleed/painted", Place("num", 1, BOX, "i2460d3"), message))
    assert found.message == "photograph `rails` on page 1 ends 2 mm beyond the trim"
    assert found.place == Place("num", 1, BOX, "rails")
    assert found.origin == RAILS


def test_no_part_of_a_word_is_taken_for_a_picture() -> None:
    found = told(finding("bleed/painted", Place("num", 1), "xi2460d3 and i2460d34 and i2460d3 end"))
    assert found.message == "xi2460d3 and i2460d34 and photograph `rails` end"


def test_a_finding_in_the_place_of_a_photograph_is_about_it() -> None:
    assert told(finding("image/colour", Place("num", 1, Box(30, 40, 60, 60)))).origin == RAILS
    assert told(finding("image/colour", Place("num", 2, BOX))).origin is None
    assert told(finding("image/colour", Place("num", 1, Box(0, 0, 148, 35)))).origin != RAILS, "hardly on it"


def test_words_on_a_photograph_are_told_by_their_own_line() -> None:
    found = told(finding("image/text-over", Place("num", 1, Box(30, 31, 60, 34), "“in the county”")))
    assert found.origin == Origin("panels/03-num.md", 7, "known in the county came.")


def test_a_stand_in_is_drawn_where_it_stands() -> None:
    found = told(finding("image/stand-in", Place("num", 1, None, "rails")))
    assert (found.origin, found.place and found.place.box) == (RAILS, BOX)
    laid = (PlacedPicture(1, "snow-peak", Box(1, 2, 3, 4)),)
    found = told(finding("image/stand-in", Place("num", 1, None, "snow-peak")), pictures=laid)
    assert found.place is not None
    assert found.place.box == Box(1, 2, 3, 4), "what is awaited has no plate, and a place in the layout"


def test_a_finding_on_text_names_its_file_line_and_words() -> None:
    found = told(finding("text/safe", Place("num", 1, Box(20, 26, 80, 29), "“fore it")))
    assert found.origin == Origin("panels/03-num.md", 7, "fore it. Every pit well-")


def test_the_text_most_of_a_place_lies_on_is_named() -> None:
    other = dataclasses.replace(layout().texts[0], block="", box=Box(0, 0, 148, 210))
    found = told(finding("ink/black-text", Place("num", 1, Box(20, 20, 60, 24))), texts=(other, *layout().texts))
    assert found.origin is not None
    assert found.origin.line == 7, "what a template writes by itself has no source"


def test_a_long_phrase_is_cut() -> None:
    long = SetText(1, "word " * 40, BOX, BOX, "F", 10, "en", "b1", "body")
    found = told(finding("text/safe", Place("num", 1, BOX)), texts=(long,))
    assert found.origin is not None
    assert len(found.origin.phrase) <= 72
    assert found.origin.phrase.endswith("word…")


def test_what_points_at_a_line_already_is_left_alone() -> None:
    found = finding("image/stand-in", Place("num", 1, None, "rails"), span=Span("panels/03-num.md", 3))
    assert told(found) == found


def test_a_strangers_file_is_left_as_it_is() -> None:
    found = finding("image/colour", Place("a.pdf", 1, BOX, "i2460d3"), "picture i2460d3 is RGB")
    outcome = Outcome(found.id, "T.", State.FAILED, 1, (found,))
    assert with_sources([outcome], Subject(FILE)) == (outcome,)


def test_a_kept_file_names_the_line_where_the_caption_stands_now() -> None:
    found = finding("image/stand-in", Place("num", 1), origin=Origin("photos/captions.yml", 3, photograph="rails"))
    gone = finding("image/stand-in", Place("num", 1), origin=Origin("photos/captions.yml", 3, photograph="gone"))
    outcome = Outcome(found.id, "T.", State.FAILED, 2, (found, gone))
    (renewed,) = with_present_lines([outcome], ORDER)
    assert [d.origin for d in renewed.found] == [RAILS, gone.origin]


def test_a_kept_file_names_the_line_where_what_is_to_be_supplied_stands_now() -> None:
    there = Span("panels/05-x.md", 3, 5, 6, "  - a map")
    order = dataclasses.replace(ORDER, to_be_supplied=(Awaited("a map", span=there),))
    found = finding("text/to-be-supplied", Place("num", None, None, "a map"), span=Span("panels/05-x.md", 9))
    other = finding("text/to-be-supplied", Place("num", None, None, "a map"), span=Span("panels/06-y.md", 9))
    (renewed,) = with_present_lines([Outcome(found.id, "T.", State.FAILED, 2, (found, other))], order)
    assert [d.span for d in renewed.found] == [there, other.span]


def test_a_kept_file_names_the_line_that_asks_for_a_code_now() -> None:
    says = "https://www.example.org/an-address-that-is-longer-than-what-a-report-has-room-for"
    kept, now = (
        dataclasses.replace(ORDER, codes=(OrderedCode("QR", says, 1, Span("panels/03-num.md", line)),))
        for line in (9, 3)
    )
    assert repr(kept) == repr(now), "what an item is made from is told apart by it"
    outcomes = judge(Subject(pdf(page(codes=())), None, kept), load_profile("press"))
    (outcome,) = (o for o in with_present_lines(outcomes, now) if o.id == "code/decodes")
    assert [d.span for d in outcome.found] == [Span("panels/03-num.md", 3)]


def test_what_is_to_be_supplied_may_move_in_its_file_and_is_no_other_order() -> None:
    one, other = (dataclasses.replace(ORDER, to_be_supplied=(Awaited("a map", span=Span("a.md", n)),)) for n in (3, 9))
    assert repr(one) == repr(other)


def test_a_caption_that_moves_is_no_other_order() -> None:
    moved = dataclasses.replace(ORDER, captions=(Caption("rails", "photos/captions.yml", 99),))
    assert repr(moved) == repr(ORDER), "what an item is made from is told apart by it"


def test_what_overflows_its_frame_is_drawn_around_the_frame() -> None:
    origin = Origin("panels/03-num.md", 9, "the first lost")
    found = told(finding("text/complete", Place("num", 1, None, "body"), origin=origin))
    assert found.place == Place("num", 1, Box(20, 20, 120, 60), "body")
    assert found.origin == origin, "a check that knows better is believed"
