"""What is measured of a panel is told right or wrong, with the very limits of the profile and the check's own word on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.support.facts import CMYK, layout, line, lines, page, pdf, run, words

from panelpress.facts.paint import BARE_PAPER, Colour, Paint
from panelpress.ground.diagnostics import Level
from panelpress.ground.geometry import Box
from panelpress.preflight.framework import run_rules
from panelpress.preflight.measures import MEASURED, Measure, measures
from panelpress.preflight.order import Hang, Order, Subject
from panelpress.preflight.profiles import load_profile

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.layout import Line, SetText

GREY = Colour(CMYK, (0, 0, 0, 0.8))
ORDER = Order(reading_distance_m=1.5, hang=Hang(1790))


def board(
    texts: tuple[SetText, ...] = (words("four words of text"),), set_in: tuple[Line, ...] = (), grey: float = 0.05
) -> Subject:
    laid = replace(
        layout(()), texts=texts, lines=set_in or lines("n" * 40, "n" * 40, "end", box=Box(36, 400, 288, 412))
    )
    facts = pdf(page(texts=(run("four words of text", fill=Paint(GREY)),)), luminances={GREY: grey, BARE_PAPER: 0.85})
    return Subject(facts, laid, ORDER)


def told(subject: Subject, profile: str | Path = "panel-a1") -> dict[str, Measure]:
    return {m.check: m for m in measures(subject, load_profile(profile))}


def test_of_a_good_panel_everything_is_told_and_nothing_is_wrong() -> None:
    found = told(board())
    assert set(found) == set(MEASURED)
    assert {m.level for m in found.values()} == {None}
    assert found["legible/size"].figure == "6.0 mm"
    assert found["legible/measure"].figure == "40"
    assert found["legible/leading"].figure == "1.33"
    assert found["legible/contrast"].figure == "9.0 : 1"
    assert found["legible/height"].figure == "1378–1390 mm"


@pytest.mark.parametrize(
    ("check", "subject", "figure", "level"),
    [
        ("legible/size", board((words(x_height_mm=4.0),)), "4.0 mm", Level.ERROR),
        ("legible/size", board((words(x_height_mm=5.5),)), "5.5 mm", Level.WARNING),
        ("legible/measure", board(set_in=lines("n" * 70, "end", box=Box(36, 400, 288, 412))), "70", Level.ERROR),
        (
            "legible/leading",
            board(set_in=lines("n" * 40, "end", leading_pt=36.0, box=Box(36, 400, 288, 412))),
            "1.00",
            Level.WARNING,
        ),
        ("legible/contrast", board(grey=0.2), "3.6 : 1", Level.ERROR),
        ("legible/height", board(set_in=(line(box=Box(36, 788, 288, 800)),)), "990–1002 mm", Level.WARNING),
    ],
)
def test_what_is_wrong_stands_first_with_the_level_that_its_check_gives(
    check: str, subject: Subject, figure: str, level: Level
) -> None:
    profile = load_profile("panel-a1")
    first = measures(subject, profile)[0]
    assert (first.check, first.figure, first.level) == (check, figure, level)
    assert first.room < 1
    (outcome,) = run_rules(subject, [rule for rule in profile.rules if rule.check.id == check])
    assert outcome.level == level


def test_of_several_texts_the_one_nearest_its_limit_is_told() -> None:
    small = words("Small words", level="caption", size_pt=28.0, x_height_mm=4.01)
    assert told(board((words("four words of text"), small)))["legible/size"].words == "Small words"
    assert (
        told(board((words("four words of text"), replace(small, x_height_mm=9.0))))["legible/size"].words
        == "four words of text"
    )


def test_the_limits_are_those_of_the_profile(tmp_path: Path) -> None:
    rules = tmp_path / "house.yml"
    rules.write_text(
        "extends: panel-a1\nchecks:\n  legible/measure: {warn_over: 39}\n  legible/height: off\n", encoding="utf-8"
    )
    found = told(board(), rules)
    assert found["legible/measure"].level is Level.WARNING
    assert found["legible/measure"].wanted == "28 to 39 characters"
    assert set(found) == set(MEASURED) - {"legible/height"}


def test_without_a_distance_and_a_wall_neither_size_nor_height_is_made_up() -> None:
    assert set(told(replace(board(), order=Order()))) == set(MEASURED) - {"legible/size", "legible/height"}
