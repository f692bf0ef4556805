"""Each rule of the written text is tripped by one text, alone, and not by its neighbour."""

from __future__ import annotations

import pytest

from panelpress.facts.pdf import PdfFacts
from panelpress.facts.prose import Passage, Prose, Role, Written
from panelpress.preflight.order import Subject
from panelpress.preflight.profiles import judge, load_profile


def told(*texts: Written) -> dict[str, list[int]]:
    """Return the lines that each check of the text complains of."""
    outcomes = judge(Subject(PdfFacts("", 0, "", ()), prose=Prose(texts)), load_profile("text"))
    return {o.id: [d.span.line for d in o.found if d.span] for o in outcomes if o.found}


def written(*parts: tuple[Role, str], language: str = "en-GB") -> Written:
    file = f"panels/01-a.{language}.md"
    passages = tuple(Passage("a", language, r, t, file, n, t) for n, (r, t) in enumerate(parts, 1))
    return Written("a", language, file, panel=True, passages=passages)


def many(number: int) -> str:
    return " ".join(["Word."] * number)


CASES: list[tuple[str, tuple[Role, str], tuple[Role, str]]] = [
    ("words/title", ("title", "one " * 8), ("title", "one " * 7)),
    ("words/lead", ("lead", many(51)), ("lead", many(50))),
    ("words/caption", ("caption", many(61)), ("caption", many(60))),
    ("words/paragraph", ("body", many(76)), ("body", many(75))),
    ("words/sentence", ("body", "one " * 36), ("body", "one " * 35)),
    ("words/panel", ("list", many(201)), ("list", many(200))),
    ("typography/spaces", ("body", "Tin , silver"), ("body", "Tin, silver")),
    ("typography/quotes", ("body", 'He said "yes'), ("body", "He said “yes”")),
    ("typography/dashes", ("body", "Tin - and silver"), ("body", "A mid-2006 list – of tin")),
    ("agree/placeholder", ("body", "Opens TBC"), ("body", "El siglo XX y sus minas")),
]


@pytest.mark.parametrize(("id", "bad", "good"), CASES, ids=[c[0] for c in CASES])
def test_a_text_trips_its_rule_alone_and_its_neighbour_none(
    id: str, bad: tuple[Role, str], good: tuple[Role, str]
) -> None:
    assert told(written(bad)) == {id: [1]}
    assert told(written(good)) == {}


def test_an_exhibition_of_too_many_words_is_told_once() -> None:
    panels = [written(("list", many(200))) for _ in range(9)]
    assert told(*panels)["words/exhibition"] == [1]
    assert "words/exhibition" not in told(*panels[:8])


def test_a_year_that_differs_between_the_languages_is_told_on_both_sides() -> None:
    english, spanish = written(("body", "In 1977, £1,500")), written(("body", "En 1976, £1.500"), language="es")
    assert told(english, spanish) == {"agree/figures": [1, 1]}
    assert told(english, written(("body", "En 1977, £1.500"), language="es")) == {}


def test_a_translation_that_lacks_a_paragraph_is_told() -> None:
    english = written(("body", "One."), ("body", "Two."))
    assert told(english, written(("body", "Uno."), language="es")) == {"agree/translation": [1]}


def test_a_name_with_and_without_its_accent_is_told_where_it_is_rarer() -> None:
    texts = written(("body", "Potosí is high."), ("body", "Potosi too."), ("body", "In Potosí."))
    assert told(texts) == {"agree/spelling": [2]}


def test_every_rule_of_the_text_is_broken_here() -> None:
    elsewhere = {"words/exhibition", "agree/figures", "agree/translation", "agree/spelling"}
    assert {rule.check.id for rule in load_profile("text").rules} == {case[0] for case in CASES} | elsewhere
