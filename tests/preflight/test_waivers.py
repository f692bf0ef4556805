"""Waivers: what is waived stays visible and counts no more; what is not, is not."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from tests.preflight.breaks import ORDER
from tests.support.facts import page, pdf, picture

from panelpress.ground.diagnostics import Accepted, Level, PanelpressError
from panelpress.preflight.framework import Check, Finding, Outcome, Rule, State, run_rules
from panelpress.preflight.order import Order, Subject
from panelpress.preflight.profiles import Profile, judge, load_profile
from panelpress.preflight.selectors import pages
from panelpress.preflight.waivers import ID, Waiver, Waiving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.facts.pdf import PageFacts
    from panelpress.preflight.selectors import Ordered

WAIVER = Waiver("image/resolution", "Ana Choque", "the only print there is", page=1)
ORDERED = Order(item="num", date=dt.date(2026, 11, 24))


def judged(*waivers: Waiver, order: Order = ORDERED) -> tuple[Outcome, Outcome]:
    """Return what became of a picture of 60 ppi on pages 1 and 2, and of the waivers."""
    facts = pdf(page(images=(picture(60),)), page(number=2, images=(picture(60, page=2, name="Im7"),)))
    rules = tuple(rule for rule in load_profile("press").rules if rule.check.id == "image/resolution")
    outcomes = judge(Subject(facts, None, order), Profile("test", "Test", rules, waivers))
    return outcomes[0], outcomes[-1]


def test_a_waived_finding_stays_and_says_by_whom() -> None:
    outcome, waivers = judged(WAIVER)
    waived, other = outcome.found
    assert waived.level is Level.NOTE
    assert waived.accepted == Accepted("Ana Choque", "the only print there is", Level.ERROR)
    assert waived.message.startswith("picture Im0")
    assert waived.measured == "60 ppi"
    assert other.level is Level.ERROR
    assert outcome.state is State.FAILED
    assert outcome.waived == 1
    assert waivers == Outcome(ID, "Every waiver is in force and waives something.", State.PASSED, 1)


def test_a_check_with_all_waived_is_waived() -> None:
    outcome, _ = judged(dataclasses.replace(WAIVER, page=None))
    assert outcome.state is State.WAIVED
    assert outcome.waived == 2
    assert outcome.level is Level.NOTE


@pytest.mark.parametrize(
    ("page", "object", "waived"),
    [(None, None, 2), (1, None, 1), (2, None, 1), (3, None, 0), (None, "Im7", 1), (None, "Im*", 2), (1, "Im7", 0)],
)
def test_which_findings_are_meant(page: int | None, object: str | None, waived: int) -> None:
    outcome, waivers = judged(dataclasses.replace(WAIVER, page=page, object=object))
    assert outcome.waived == waived
    assert waivers.state is (State.PASSED if waived else State.FAILED)


@pytest.mark.parametrize(
    ("date", "until", "waived", "said"),
    [
        (dt.date(2026, 11, 24), dt.date(2026, 11, 25), 1, ""),
        (dt.date(2026, 11, 24), dt.date(2026, 11, 24), 1, ""),
        (dt.date(2026, 11, 24), dt.date(2026, 11, 23), 0, "expired on 2026-11-23"),
        (None, dt.date(2999, 1, 1), 0, "the order has no date"),
        (None, None, 1, ""),
    ],
)
def test_its_day_is_held_against_the_order(date: dt.date | None, until: dt.date | None, waived: int, said: str) -> None:
    outcome, waivers = judged(dataclasses.replace(WAIVER, until=until), order=Order(date=date))
    assert outcome.waived == waived
    assert [said in d.message for d in waivers.found] == [True] * bool(said)


def test_a_waiver_that_waives_nothing_is_a_warning() -> None:
    _, waivers = judged(WAIVER, dataclasses.replace(WAIVER, page=9))
    (found,) = waivers.found
    assert found.level is Level.WARNING
    assert found.message == "Ana Choque’s waiver of image/resolution, page 9 waives nothing in this file"
    assert found.help
    assert found.why
    assert found.place is not None
    assert found.place.item == "num"


def test_without_waivers_nothing_is_said_of_them() -> None:
    assert ID not in {outcome.id for outcome in judge(Subject(pdf(), None, ORDER), load_profile("press"))}


def test_what_needs_a_person_can_be_waived_too() -> None:
    def unsure(sheet: Ordered[PageFacts]) -> Iterator[Finding]:
        """Unsure."""
        yield Finding("a person must look", review=True)
        if sheet.what.number == 1:
            yield Finding("wrong")

    def waive(*waivers: Waiver) -> Outcome:
        check = Check("test/one", unsure, pages, Level.ERROR, "the source", "the fix")
        waiving = Waiving(waivers, Order())
        return run_rules(Subject(pdf()), [Rule(check, Level.ERROR)], waiving.waived)[0]

    assert waive().state is State.FAILED
    assert waive(Waiver("test/one", "Ana", "seen")).state is State.WAIVED


def test_a_crash_is_never_waived() -> None:
    def crashes(_page: Ordered[PageFacts]) -> Iterator[Finding]:
        """Crash."""
        yield Finding("seen")
        raise KeyError

    check = Check("test/one", crashes, pages, Level.ERROR, "the source", "the fix")
    waiving = Waiving((Waiver("test/one", "Ana", "why not"),), Order())
    (outcome,) = run_rules(Subject(pdf()), [Rule(check, Level.ERROR)], waiving.waived)
    assert outcome.state is State.CRASHED
    assert outcome.level is Level.ERROR


def test_waivers_of_a_profile_and_of_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(
        "extends: panel-a1\nwaivers:\n"
        "  - {check: image/resolution, name: Ana, reason: 'the only print', page: 3, object: 'Im*', until: 2027-05-31}\n"
        "  - check: text/safe\n    name: Ana\n    reason: it is meant so\n"
    )
    first, second = load_profile(path).waivers
    assert first.until == dt.date(2027, 5, 31)
    assert (first.check, first.page, first.object) == ("image/resolution", 3, "Im*")
    assert (second.name, second.until) == ("Ana", None)
    assert second.span is not None
    assert second.span.line == 4


def test_everything_wrong_in_waivers_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(
        "extends: press\nwaivers:\n"
        "  - {check: image/resolutn, name: Ana, reason: old}\n"
        "  - {check: text/safe, reason: old}\n"
        "  - {check: text/safe, name: Ana, reason: old, untl: 2027-01-01}\n"
        "  - {check: text/safe, name: Ana, reason: old, until: May}\n"
        "  - {check: text/safe, name: Ana, reason: old, page: 0}\n"
        "  - text/safe\n"
    )
    with pytest.raises(PanelpressError) as caught:
        load_profile(path)
    said = [(d.span.line if d.span else 0, d.message) for d in caught.value.diagnostics]
    assert said == [
        (3, "there is no check `image/resolutn`"),
        (4, "a waiver without `name`"),
        (5, "unknown key `untl`"),
        (6, "`May` is no day"),
        (7, "`0` is no page"),
        (8, "a waiver is made of keys and values"),
    ]
    assert caught.value.diagnostics[0].help == "did you mean `image/resolution`?"


def test_a_waiver_of_what_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(
        "extends: press\nchecks: {text/safe: off}\nwaivers:\n  - {check: text/safe, name: Ana, reason: old}\n"
    )
    with pytest.raises(PanelpressError, match="a waiver of `text/safe`, which this profile does not run"):
        load_profile(path)


def test_where_a_part_of_the_profile_is_asked_for_the_other_waivers_rest() -> None:
    _, last = judged(WAIVER, dataclasses.replace(WAIVER, check="text/safe"))
    assert last.examined == 1
    assert last.state is State.PASSED


def test_waivers_that_are_no_list(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text("extends: press\nwaivers: none\n")
    with pytest.raises(PanelpressError, match="must be a list"):
        load_profile(path)
