"""Each rule of the written text is tripped by one text, alone, and not by its neighbour."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from panelpress.facts.ease import reading_ease, syllables
from panelpress.facts.pdf import PdfFacts
from panelpress.facts.prose import Passage, Pictured, Prose, Role, Written
from panelpress.preflight.order import Subject
from panelpress.preflight.profiles import judge, load_profile

if TYPE_CHECKING:
    from panelpress.preflight.framework import Outcome


def told(*texts: Written) -> dict[str, list[int]]:
    """Return the lines that each check of the text complains of."""
    outcomes = judge(Subject(PdfFacts("", 0, "", ()), prose=Prose(texts)), load_profile("text"))
    return {o.id: [d.span.line for d in o.found if d.span] for o in outcomes if o.found}


def written(*parts: tuple[Role, str], language: str = "en-GB") -> Written:
    file = f"panels/01-a.{language}.md"
    passages = tuple(Passage("a", language, r, t, file, n, t) for n, (r, t) in enumerate(parts, 1))
    return Written("a", language, file, panel=True, passages=passages, number=1)


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
    ("typography/no-break", ("body", "Some 40 mm high"), ("body", "Some 40\u00a0mm high")),
    ("typography/double-space", ("body", "Tin  and silver"), ("body", "Tin and silver")),
    ("agree/references", ("body", "As panel 9 says"), ("body", "As panel 1 says, and panels everywhere")),
    (
        "agree/dates",
        ("body", "On 12 July 1984, 13 July 1984 and July 14, 1984"),
        ("body", "On 12 July 1984 and 13 July"),
    ),
    ("agree/dates", ("body", "12 July 1984, 13 July, 12th July 1984"), ("body", "12 July 1984, May 1984, a 12 set")),
    ("agree/dates", ("body", "12 July 1984, 13 July, 1984-07-12"), ("body", "In 1984/85, 0191-384-35 rang")),
    ("agree/thousands", ("body", "5,000 men, 6,000 lamps, 7000 picks"), ("body", "5,000 men in 1984 and 2,000 in 1,2")),
    ("agree/thousands", ("body", "5,000 men, 6,000 lamps, 7\u00a0000 picks"), ("body", "Ring 0191 384 3515, or 5,000")),
    ("agree/thousands", ("body", "5,000 men, 12,000 lamps, 7.000 picks"), ("body", "5,000 men 1.524\u00a0m high")),
    ("agree/thousands", ("body", "£5,000, £6,000, £1500"), ("body", "£5,000 in 1500, 12,000 men")),
    ("agree/thousands", ("body", "12,000 men, 13,000 lamps, 14000 picks"), ("body", "12,000 men, 4000 picks")),
    (
        "agree/sums",
        ("body", "£1.5\u00a0million, £2\u00a0million, £1,500,000"),
        ("body", "£2\u00a0million and £1,511,112"),
    ),
    (
        "agree/sums",
        ("body", "£1.5\u00a0million, £2\u00a0million, £3m"),
        ("body", "£2\u00a0million, 3m, and 300\u00a0km"),
    ),
    ("agree/sums", ("body", "£5, £6 and 7 pounds"), ("body", "£5, US$6 and 7 euros")),
    ("agree/sums", ("body", "£5, £6 and £ 7"), ("body", "£5, £6 and € 7")),
    (
        "agree/sums",
        ("body", "2\u00a0million, 3\u00a0million, 1,500,000 men"),
        ("body", "3\u00a0million, 1,000,500 men"),
    ),
    ("agree/sums", ("body", "$4, $5 and US$6"), ("body", "US$4.00 and £1.50, then")),
    ("agree/sums", ("body", "8,000 men, 9,000, 5\u00a0thousand"), ("body", "8,000 men in 2000, a thousand more")),
    ("words/sentence-mean", ("body", "one " * 22 + "one. " + ("One " + "one " * 21 + "one. ") * 2), ("body", many(3))),
]


@pytest.mark.parametrize(("id", "bad", "good"), CASES)
def test_a_text_trips_its_rule_alone_and_its_neighbour_none(
    id: str, bad: tuple[Role, str], good: tuple[Role, str]
) -> None:
    assert told(written(bad)) == {id: [1]}
    assert told(written(good)) == {}


SPANISH = [
    ("agree/dates", "El 12 de julio de 1984, el 13 de julio y el 14 julio", "El 12 de julio y el 13 de julio de 1984"),
    (
        "agree/thousands",
        "12.000 mineros, 13.000 lámparas, 14\u00a0000 picos",
        "12\u00a0000 mineros y 5000 picos en 1984",
    ),
    ("agree/thousands", "5.000 y 6.000 mineros, 7000 picos", "5.000 mineros, 1,524\u00a0m de alto"),
    (
        "agree/sums",
        "2\u00a0millones y 1\u00a0millón de libras, 1.500.000 libras",
        "2\u00a0millones de libras y 1.511.112",
    ),
    ("agree/sums", "5\u00a0mil libras, 6\u00a0mil libras, 7.000 libras", "5\u00a0mil libras en el año 2000"),
]


@pytest.mark.parametrize(("id", "bad", "good"), SPANISH)
def test_spanish_has_its_own_ways_of_days_and_sums(id: str, bad: str, good: str) -> None:
    assert told(written(("body", bad), language="es")) == {id: [1]}
    assert told(written(("body", good), language="es")) == {}


def test_each_language_has_its_own_way_and_the_rarer_one_is_told_in_every_place_it_stands() -> None:
    english = written(("body", "5,000"), ("body", "6,000"), ("body", "7000"), ("body", "8000"), ("body", "9,000"))
    spanish = written(*(("body", f"{n}.000") for n in (5, 6, 7, 8, 9)), language="es")
    found = told(english, spanish)
    assert found == {"agree/thousands": [3, 4]}


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


def test_a_caption_that_serves_every_language_agrees_with_the_texts_of_the_first() -> None:
    texts = (
        written(("body", "Potosí is high, 5,000 men.")),
        written(("body", "Potosi, 5.000 hombres."), language="es"),
    )
    place = Passage(
        "caption of seam", "", "caption", "Potosi, 5.000 men", "photos/captions.yml", 7, "place: Potosi, 5.000"
    )
    subject = Subject(PdfFacts("", 0, "", ()), prose=Prose(texts, (place,)))
    found = {
        o.id: [(d.span.file, d.span.line) for d in o.found if d.span] for o in judge(subject, load_profile("text"))
    }
    assert found["agree/spelling"] == [("photos/captions.yml", 7)]
    assert found["agree/thousands"] == [("photos/captions.yml", 7)]


NAMES = ("Potosí", "Siglo XX", "Jean-Claude Wicky", "Bolivia")


def named(text: str) -> list[str]:
    (outcome,) = (
        o
        for o in judge(
            Subject(PdfFacts("", 0, "", ()), prose=Prose((written(("body", text)),), names=NAMES)), load_profile("text")
        )
        if o.id == "agree/names"
    )
    return [d.help for d in outcome.found]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("In Potosi", "Potosí"),
        ("In Potossí", "Potosí"),
        ("By Jean Claude Wicky", "Jean-Claude Wicky"),
        ("By Jean-Claude Wickey", "Jean-Claude Wicky"),
        ("In Bolvia", "Bolivia"),
    ],
)
def test_a_name_near_one_of_the_list_is_told_with_what_was_meant(text: str, meant: str) -> None:
    assert named(text) == [f"did you mean “{meant}”?"]


@pytest.mark.parametrize(
    "text",
    ["In Potosí, Bolivia’s mines", "Bolivian miners", "By Jean-Claude Wicky", "POTOSÍ", "Positive potash", "Boliden"],
)
def test_a_name_as_listed_its_endings_and_other_words_are_left_alone(text: str) -> None:
    assert named(text) == []


def test_a_translation_of_another_state_is_told_with_the_state_it_should_have() -> None:
    english = written(("body", "One mine."))
    spanish = replace(written(("body", "Una mina."), language="es"), translated_from="00000000")
    (found,) = (o.found for o in outcomes_of(english, spanish) if o.id == "agree/original")
    assert f"translated_from: {english.state}" in found[0].help
    current = replace(spanish, translated_from=english.state)
    assert told(english, current) == {}
    changed = replace(english, passages=(replace(english.passages[0], text="One tin mine."),))
    assert set(told(changed, current)) == {"agree/original"}


def outcomes_of(*texts: Written) -> tuple[Outcome, ...]:
    return judge(Subject(PdfFacts("", 0, "", ()), prose=Prose(texts)), load_profile("text"))


def test_a_gap_in_the_panels_numbers_is_told() -> None:
    texts = [replace(written(("body", "A mine.")), of=str(n), number=n) for n in (1, 2, 4)]
    assert set(told(*texts)) == {"agree/numbering"}
    assert told(*texts[:2]) == {}


@pytest.mark.parametrize("missing", ["credit", "alt", "rights"])
def test_what_a_photograph_lacks_is_told_at_its_id(missing: str) -> None:
    whole = Pictured("ridge-line", "photos/captions.yml", 7, "  ridge-line:", credit=True, alt=True, rights=True)

    def seen(picture: Pictured) -> list[str]:
        subject = Subject(PdfFacts("", 0, "", ()), prose=Prose((), pictures=(picture,)))
        return [d.help for o in judge(subject, load_profile("text")) for d in o.found]

    assert seen(whole) == []
    without: dict[str, Any] = {missing: False}
    assert seen(replace(whole, **without)) == [f"Write `{missing}:` below its id in photos/captions.yml."]


@pytest.mark.parametrize("text", ["See page 33", "See photograph 15", "Véase la fotografía 15", "See panel 3"])
def test_a_reference_to_what_is_not_there_is_told(text: str) -> None:
    prose = Prose((written(("body", text)),), photographs=14, pages=32)
    found = [o.id for o in judge(Subject(PdfFacts("", 0, "", ()), prose=prose), load_profile("text")) if o.found]
    assert found == ["agree/references"]


@pytest.mark.parametrize("text", ["See page 32", "See photograph 14", "In panel 1", "Panels 1.5 m wide"])
def test_a_reference_to_what_is_there_is_left_alone(text: str) -> None:
    prose = Prose((written(("body", text)),), photographs=14, pages=32)
    assert [o.id for o in judge(Subject(PdfFacts("", 0, "", ()), prose=prose), load_profile("text")) if o.found] == []


def test_a_phrase_is_underlined_on_the_line_where_it_stands() -> None:
    passage = Passage("a", "en-GB", "body", "It’s on TBC", "panels/01-a.md", 5, "It's on", ("TBC",))
    text = Written("a", "en-GB", "panels/01-a.md", panel=True, passages=(passage,), number=1)
    (found,) = (d for o in outcomes_of(text) for d in o.found)
    assert found.span is not None
    assert (found.span.line, found.span.column, found.span.length, found.span.text) == (6, 1, 3, "TBC")


@pytest.mark.parametrize(
    ("text", "language", "low", "high"),
    [
        (["The cat sat on the mat."], "en-GB", 95, 100),
        (["Institutional considerations necessitate comprehensive reorganisation."], "en-GB", 0, 10),
        (["El gato come pan."], "es", 80, 100),
        (["La institucionalización administrativa imposibilita reorganizaciones extraordinarias."], "es", 0, 20),
    ],
)
def test_reading_ease_tells_plain_from_learned(text: list[str], language: str, low: float, high: float) -> None:
    ease = reading_ease(text, language)
    assert ease is not None
    assert low <= ease <= high


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("mine", "en", 1),
        ("miners", "en", 2),
        ("solidarity", "en", 5),
        ("table", "en", 2),
        ("mina", "es", 2),
        ("país", "es", 2),
    ],
)
def test_syllables(word: str, language: str, number: int) -> None:
    assert syllables(word, language) == number


def test_every_rule_of_the_text_is_broken_here() -> None:
    elsewhere = {"words/exhibition", "agree/figures", "agree/translation", "agree/spelling"}
    elsewhere |= {"agree/names", "agree/original", "agree/numbering", "agree/captions"}
    assert {rule.check.id for rule in load_profile("text").rules} == {case[0] for case in CASES} | elsewhere
