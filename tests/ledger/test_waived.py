"""Waivers of the ledger: whose count, which of several stands, and what they do to a finding."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.preflight.test_waivers import ORDERED, judged
from tests.support.signing import ASKED, chained, ledger_of

from panelpress.ground.diagnostics import Accepted, Level
from panelpress.ledger.entries import Entry, Waived
from panelpress.ledger.waived import counts, waived, waivers_of
from panelpress.preflight.framework import State
from panelpress.preflight.waivers import Waiver

WAIVED = Waived("image/resolution", "num", "A. Writer", "Secretary", "NUM", "2026-11-01", "the only print", page=1)


def of_num(*matters: Waived) -> tuple[Waiver, ...]:
    return waivers_of(ledger_of(*chained(*matters)), "num", ASKED)


def test_a_waiver_holds_for_its_item_and_carries_who_why_and_until_when() -> None:
    assert of_num(replace(WAIVED, item="coal")) == ()
    assert of_num(replace(WAIVED, object="Im*", until="2026-12-01")) == (
        Waiver(
            "image/resolution", "A. Writer (NUM)", "the only print", 1, "Im*", dt.date(2026, 12, 1), signed=True,
        ),
    )  # fmt: skip


def test_a_waiver_without_a_place_holds_for_the_whole_item() -> None:
    (waiver,) = of_num(replace(WAIVED, page=0))
    assert (waiver.page, waiver.object, waiver.until) == (None, None, None)


def test_a_waiver_of_somebody_who_is_not_listed_does_not_count() -> None:
    stranger = replace(WAIVED, by="X. Stranger")
    assert of_num(stranger) == ()
    assert not counts(ASKED, stranger)
    assert len(waivers_of(ledger_of(*chained(stranger)), "num", None)) == 1, "nobody is listed: names are believed"


def test_the_last_waiver_of_the_same_finding_stands() -> None:
    first, second = replace(WAIVED, reason="one"), replace(WAIVED, reason="two")
    assert [each.reason for each in of_num(first, second)] == ["two"]
    assert [each.reason for each in of_num(second, first)] == ["one"]
    assert [each.reason for each in of_num(replace(second, date="2026-11-02"), first)] == ["two"]
    assert len(of_num(first, replace(first, page=2), replace(first, object="Im0"))) == 3


def test_a_waiver_that_does_not_count_takes_the_place_of_none_that_does() -> None:
    stranger = replace(WAIVED, by="Nobody Else", reason="two", date="2026-11-09")
    assert [each.reason for each in of_num(WAIVED, stranger)] == [WAIVED.reason]
    told = waived(ledger_of(*chained(WAIVED, stranger)), ASKED)
    assert [counts(ASKED, each) for each in told] == [True, False], "both are shown"


def test_waivers_stand_alike_in_whatever_order_they_are_read() -> None:
    forks = [Entry(replace(WAIVED, reason=reason), ()) for reason in ("one", "two", "three")]
    assert waived(ledger_of(*forks), ASKED) == waived(ledger_of(*reversed(forks)), ASKED)


def test_a_signed_waiver_makes_its_finding_a_note_that_says_by_whom() -> None:
    outcome, waivers = judged(*of_num(WAIVED))
    assert outcome.found[0].accepted == Accepted("A. Writer (NUM)", "the only print", Level.ERROR)
    assert (outcome.found[1].accepted, waivers.state) == (None, State.PASSED)


def test_a_signed_waiver_that_nothing_needs_any_more_is_no_fault_because_what_is_recorded_stays() -> None:
    _, waivers = judged(*of_num(replace(WAIVED, page=3)))
    assert waivers.found == ()
    _, waivers = judged(replace(of_num(replace(WAIVED, page=3))[0], signed=False))
    assert len(waivers.found) == 1


def test_a_signed_waiver_that_expired_while_it_is_needed_is_told() -> None:
    outcome, waivers = judged(*of_num(replace(WAIVED, until="2026-11-23")), order=ORDERED)
    assert outcome.found[0].level is Level.ERROR
    assert "expired on 2026-11-23" in waivers.found[0].message
    _, waivers = judged(*of_num(replace(WAIVED, until="2026-11-23", page=3)), order=ORDERED)
    assert waivers.found == ()
