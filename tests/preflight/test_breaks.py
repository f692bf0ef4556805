"""Every check is proven: a file broken in exactly one way trips it, and nothing but what follows from it."""

from __future__ import annotations

import functools

import pytest
from tests.preflight.breaks import BREAKS, NEIGHBOURS, OLD_ORDER, ORDER, Break
from tests.preflight.breaks.base import ALSO, untouched
from tests.support import facts
from tests.support.goodpdf import good_pdf

from panelpress.ground.diagnostics import Level
from panelpress.inspect.reader import read_pdf
from panelpress.preflight.framework import Outcome, State, all_checks
from panelpress.preflight.order import Subject
from panelpress.preflight.profiles import judge, load_profile

SPEAKS_ONLY_OF_WHAT_IS_MISSING = {
    "image/stand-in": "a good order has no stand-ins",
    "text/to-be-supplied": "a good order has no texts to be supplied",
}

DRAWN_PAST_THE_LAYOUT = {"text/in-file": "the layout does not know what a break draws, nor the file another layout"}


READ_BEFORE = {rule.check.id for rule in load_profile("text").rules}
"""Checks of the text before anything is set; test_reading.py breaks each of them."""

OF_PROOFS = {"document/size"}
"""Checks of what is mailed, and of no file that goes to a press."""


@functools.cache
def good(flavour: str) -> tuple[Outcome, ...]:
    order = ORDER if flavour == "PDF/X-4" else OLD_ORDER
    return judge(Subject(read_pdf(good_pdf(flavour=flavour)), facts.good_layout(), order), load_profile("press"))


def judged(variant: Break) -> tuple[Outcome, ...]:
    data = good_pdf(variant.change, **variant.file)
    subject = Subject(read_pdf(data), variant.layout or facts.good_layout(), variant.order)
    return judge(subject, load_profile(variant.profile))


def test_every_check_has_a_break() -> None:
    assert {b.check for b in BREAKS} == set(all_checks()) - READ_BEFORE


def test_the_base_profile_names_every_check_but_those_of_the_written_text_and_of_proofs() -> None:
    assert {rule.check.id for rule in load_profile("press").rules} == set(all_checks()) - READ_BEFORE - OF_PROOFS


@pytest.mark.parametrize("flavour", ["PDF/X-4", "PDF/X-1a:2003"])
def test_the_good_file_passes(flavour: str) -> None:
    assert [d for outcome in good(flavour) for d in outcome.found] == []


@pytest.mark.parametrize("check_id", sorted(set(all_checks()) - READ_BEFORE - set(SPEAKS_ONLY_OF_WHAT_IS_MISSING)))
def test_on_the_good_file_the_check_looked_at_something(check_id: str) -> None:
    seen = [
        *good("PDF/X-4"),
        *good("PDF/X-1a:2003"),
        *(o for n in NEIGHBOURS if n.check == check_id for o in judged(n)),
    ]
    looked = [o for o in seen if o.id == check_id and o.examined]
    assert looked
    assert all(o.state is State.PASSED for o in looked)


@pytest.mark.parametrize("broken", BREAKS, ids=lambda b: b.name)
def test_a_break_trips_its_check_and_no_other(broken: Break) -> None:
    outcomes = judged(broken)
    assert [o.found for o in outcomes if o.state is State.CRASHED] == []
    tripped = {o.id: [d.message for d in o.found] for o in outcomes if o.found}
    assert broken.check in tripped
    entailed = DRAWN_PAST_THE_LAYOUT if broken.change is not untouched or broken.layout or broken.file else {}
    assert set(tripped) <= {broken.check, *broken.entails, *entailed, *ALSO.get(broken.check, ())}, tripped
    for outcome in outcomes:
        for found in outcome.found:
            assert found.message
            assert found.help
            assert found.why
            assert found.measured or found.level is Level.NOTE
