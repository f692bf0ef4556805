"""The exhibition in this repository is written as its own rules ask."""

from __future__ import annotations

from tests.support.project import REPOSITORY

from panelpress.exhibition.project import load
from panelpress.jobs.prose import judge_prose, prose_of, text_rules
from panelpress.press.templating import SHIPPED, THEMES

EXHIBITION = load(REPOSITORY, THEMES, SHIPPED / "panel")
OUTCOMES = judge_prose(prose_of(EXHIBITION), text_rules(EXHIBITION), EXHIBITION.date)

NOTHING_TO_LOOK_AT = {
    "agree/captions": "all its photographs are stand-ins",
    "agree/original": "its translation does not say what it was made from",
}


def test_no_rule_of_the_written_text_finds_anything_in_the_sample() -> None:
    assert [(d.id, d.message, d.span) for outcome in OUTCOMES for d in outcome.found] == []


def test_every_rule_of_the_written_text_looked_at_something_in_the_sample() -> None:
    assert {outcome.id for outcome in OUTCOMES if not outcome.examined} == set(NOTHING_TO_LOOK_AT)


def test_every_photograph_and_drawing_of_the_sample_is_described_in_each_of_its_languages() -> None:
    described = {id: set(photo.alt) for id, photo in EXHIBITION.photos.items()}
    described |= {id: set(drawing.alt) for id, drawing in EXHIBITION.drawings.items()}
    assert described
    assert {id for id, tags in described.items() if tags != set(EXHIBITION.languages)} == set()
