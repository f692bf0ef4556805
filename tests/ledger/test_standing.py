"""Where items stand: a decision covers exactly what it saw, and nothing unrelated ever moves it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.signing import ASKED, DAY, chained, comment, decision, done, ledger_of, of, part

from panelpress.ledger.entries import Entry
from panelpress.ledger.standing import Standing, standings, uncounted
from panelpress.ledger.todo import to_do

if TYPE_CHECKING:
    from panelpress.facts.signing import Judged
    from panelpress.ledger.chain import Ledger


def stands(
    *entries: Entry, now: Judged | None, gate: str = "text", organisation: str = "NUM", date: dt.date = DAY,
    kind: str = "panel",
) -> Standing:  # fmt: skip
    """Return where the panel `num` stands at a gate with an organisation, as its pages are now."""
    found = standings(ASKED, ledger_of(*entries), {"num": (kind, now)}, date)
    return next(each for each in found if (each.gate, each.organisation) == (gate, organisation))


def test_what_nobody_decided_on_waits_for_the_signers_of_each_organisation() -> None:
    found = standings(ASKED, ledger_of(), {"num": ("panel", of("one"))}, DAY)
    assert [(each.gate, each.organisation, each.state, each.waiting_on) for each in found] == [
        ("text", "NUM", "waiting", ("A. Writer", "B. Reader")),
        ("text", "Durham miners", "waiting", ("D. Miner",)),
        ("photographs", "NUM", "waiting", ("A. Writer", "B. Reader")),
        ("press", "NUM", "waiting", ("A. Writer", "B. Reader")),
    ]


def test_a_gate_for_panels_asks_nothing_of_the_catalogue() -> None:
    found = standings(ASKED, ledger_of(), {"catalogue": ("catalogue", of("one"))}, DAY)
    assert {each.gate for each in found} == {"text", "press"}


def test_an_approval_holds_for_its_organisation_and_gate_alone() -> None:
    found = standings(ASKED, ledger_of(*chained(decision())), {"num": ("panel", of("one"))}, DAY)
    assert [each.state for each in found] == ["approved", "waiting", "waiting", "waiting"]
    assert (found[0].by, found[0].date, found[0].proof, found[0].waiting_on) == ("A. Writer", "2026-11-01", 1, ())


@pytest.mark.parametrize(("by", "organisation"), [("a.  writer ", "num"), ("A. WRITER", " NUM"), ("b. reader", "Num")])
def test_names_count_however_they_are_spaced_and_cased(by: str, organisation: str) -> None:
    assert stands(*chained(decision(by=by, organisation=organisation)), now=of("one")).state == "approved"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"by": "X. Stranger"}, "not-listed"),
        ({"by": "D. Miner"}, "not-listed"),
        ({"organisation": "Nobody's"}, "not-listed"),
        ({"by": "D. Miner", "organisation": "Durham miners", "gate": "press"}, "not-asked"),
        ({"gate": "people"}, "not-asked"),
    ],
)
def test_a_decision_of_somebody_who_is_not_asked_is_recorded_and_does_not_count(
    change: dict[str, Any], why: str
) -> None:
    entries = chained(decision(**change))
    found = standings(ASKED, ledger_of(*entries), {"num": ("panel", of("one"))}, DAY)
    assert {each.state for each in found} == {"waiting"}
    assert [(each.entry, each.why) for each in uncounted(ASKED, ledger_of(*entries))] == [(entries[0].digest, why)]


def test_a_change_lapses_the_pages_it_touches_and_names_them() -> None:
    entries = chained(decision(("one", "two", "three"), proof=4))
    found = stands(*entries, now=of("one", "2", "three"))
    assert (found.state, found.pages, found.proof, found.waiting_on) == (
        "lapsed", (2,), 4, ("A. Writer", "B. Reader"),
    )  # fmt: skip


def test_pages_may_be_approved_one_after_the_other() -> None:
    entries = chained(decision(("one", "two")), decision(("2",), proof=2, by="B. Reader", date="2026-11-02"))
    assert stands(*entries, now=of("one", "2")).state == "approved"


def test_what_is_as_it_was_when_it_was_approved_is_approved_again() -> None:
    entries = chained(decision(("one",)), decision(("other",), decision="changes", date="2026-11-02"))
    assert stands(*entries, now=of("one")).state == "approved"


def test_a_page_taken_away_lapses_the_approval() -> None:
    assert stands(*chained(decision(("one", "two"))), now=of("one")).state == "lapsed"


def test_the_only_picture_taken_away_lapses_the_approval() -> None:
    entries = chained(decision(("one",), gate="photographs"))
    found = stands(*entries, now={"text": of("one")["text"], "photographs": ()}, gate="photographs")
    assert (found.state, found.pages) == ("lapsed", ())


def test_a_gate_with_nothing_to_judge_asks_nothing() -> None:
    found = standings(ASKED, ledger_of(), {"num": ("panel", {"text": of("one")["text"]})}, DAY)
    assert {each.gate for each in found} == {"text"}


def test_that_there_is_nothing_to_judge_may_be_approved_too() -> None:
    entries = chained(decision((), gate="photographs"))
    assert stands(*entries, now={"photographs": ()}, gate="photographs").state == "approved"


def test_required_changes_block_whatever_others_of_the_organisation_approved_before() -> None:
    entries = chained(decision(), decision(by="B. Reader", decision="changes", date="2026-11-02"))
    found = stands(*entries, now=of("one"))
    assert (found.state, found.by, found.waiting_on) == ("changes", "B. Reader", ())


def test_once_the_page_changed_required_changes_wait_for_a_new_look() -> None:
    found = stands(*chained(decision(decision="changes", proof=3)), now=of("new"))
    assert (found.state, found.decision, found.proof) == ("waiting", "changes", 3)
    assert found.waiting_on == ("A. Writer", "B. Reader")


def test_a_later_day_wins_in_whatever_order_it_was_recorded() -> None:
    late, early = decision(date="2026-11-09"), decision(decision="changes", date="2026-11-02")
    assert stands(*chained(late, early), now=of("one")).state == "approved"
    assert stands(*chained(early, late), now=of("one")).state == "approved"


def test_of_one_day_the_one_recorded_after_the_other_wins() -> None:
    yes, no = decision(), decision(decision="changes")
    between = decision(item="coal")
    assert stands(*chained(no, between, yes), now=of("one")).state == "approved"
    assert stands(*chained(yes, between, no), now=of("one")).state == "changes"


def test_of_one_day_and_two_people_at_once_the_stricter_wins() -> None:
    first = chained(decision(item="coal"))
    heads = (first[0].digest,)
    for words in (("approved", "changes"), ("changes", "approved")):
        forks = [chained(decision(decision=word, by="B. Reader"), after=heads) for word in words]
        merged = chained(decision(item="bread"), after=tuple(fork[0].digest for fork in forks))
        assert stands(*first, *forks[0], *forks[1], *merged, now=of("one")).state == "changes"


def test_an_approval_expires_after_the_last_day_of_its_gate() -> None:
    entries = chained(replace(decision(gate="press"), judged=(part("one"),)))
    for day, state in (("2027-01-30", "approved"), ("2027-01-31", "approved"), ("2027-02-01", "expired")):
        found = stands(*entries, now=of("one"), gate="press", date=dt.date.fromisoformat(day))
        assert (day, found.state) == (day, state)


def test_what_was_not_built_is_unknown_and_keeps_the_last_decision() -> None:
    found = stands(*chained(decision()), now=None)
    assert (found.state, found.by, found.waiting_on) == ("unknown", "A. Writer", ())


# -- approved with corrections ---------------------------------------------------------------------------------------


def corrected(*comments: Any) -> tuple[Entry, ...]:
    return chained(decision(decision="corrections", evidence="file"), *comments)


def test_corrections_are_open_until_every_one_is_made_and_then_approve_what_was_made_of_them() -> None:
    entries = corrected(comment("a"), comment("b"))
    assert (stands(*entries, now=of("one")).state, stands(*entries, now=of("one")).to_do) == ("corrections-open", 2)
    half = (*entries, *chained(done(entries[1], ["mended"]), after=(entries[-1].digest,)))
    assert (stands(*half, now=of("mended")).state, stands(*half, now=of("mended")).to_do) == ("corrections-open", 1)
    whole = (*half, *chained(done(entries[2], ["mended twice"]), after=(half[-1].digest,)))
    assert stands(*whole, now=of("mended twice")).state == "approved"
    assert stands(*whole, now=of("mended, and more")).state == "lapsed"


def test_the_marks_of_the_same_returned_file_are_corrections_too() -> None:
    mark = comment("a note", gate="", kind="note", evidence="file", by="whatever the viewer says")
    entries = corrected(mark)
    assert stands(*entries, now=of("one")).state == "corrections-open"
    made = chained(done(entries[1], ["mended"]), after=(entries[1].digest,))
    assert stands(*entries, *made, now=of("mended")).state == "approved"


@pytest.mark.parametrize(
    "change",
    [{"item": "coal"}, {"proof": 2}, {"by": "B. Reader"}, {"gate": "press"}, {"gate": "", "evidence": "another file"}],
)
def test_comments_of_others_are_no_corrections_of_this_decision(change: dict[str, Any]) -> None:
    entries = corrected(comment("mine"), comment("another's", **change))
    made = chained(done(entries[1], ["mended"]), after=(entries[-1].digest,))
    assert stands(*entries, *made, now=of("mended")).state == "approved"


def test_corrections_of_which_none_is_recorded_approve_nothing() -> None:
    found = stands(*corrected(), now=of("one"))
    assert (found.state, found.to_do) == ("corrections-open", 0)


def test_a_correction_that_took_a_page_away_leaves_the_rest_approved() -> None:
    entries = chained(decision(("one", "two"), decision="corrections"), comment("take page 2 out"))
    made = chained(done(entries[1], ["one"]), after=(entries[1].digest,))
    assert stands(*entries, *made, now=of("one")).state == "approved"


def test_one_comment_that_two_people_imported_is_one_and_done_once() -> None:
    (first,) = chained(comment())
    (second,) = chained(comment(), after=(first.digest,))
    (asked,) = to_do(ledger_of(first, second))
    assert (len(asked.entries), asked.done) == (2, False)
    (answered,) = to_do(ledger_of(first, second, *chained(done(second, ["mended"]))))
    assert answered.done


# -- what holds for any ledger ---------------------------------------------------------------------------------------

WORDS = st.sampled_from(("one", "two", "three", "four"))
PAGES = st.lists(WORDS, min_size=1, max_size=3, unique=True)
DECISIONS = st.builds(
    decision,
    PAGES,
    item=st.sampled_from(("num", "coal")),
    gate=st.sampled_from(("text", "photographs")),
    decision=st.sampled_from(("approved", "corrections", "changes")),
    by=st.sampled_from(("A. Writer", "B. Reader", "X. Stranger")),
    date=st.sampled_from(("2026-11-01", "2026-11-02")),
)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Return a ledger in which every entry follows any of those before it, as branches and merges make them."""
    entries: list[Entry] = []
    for matter in draw(st.lists(DECISIONS, max_size=8)):
        known = [entry.digest for entry in entries]
        parents = draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else []
        entries.append(Entry(matter, tuple(parents)))
    return ledger_of(*entries)


def everything(ledger: Ledger, pages: list[str]) -> tuple[Standing, ...]:
    items = {name: ("panel", of(*pages)) for name in ("num", "coal")}
    return standings(ASKED, ledger, items, DAY)


@given(ledgers(), PAGES, st.randoms(use_true_random=False))
def test_the_order_in_which_files_are_read_does_not_matter(ledger: Ledger, pages: list[str], random: Any) -> None:
    shuffled = list(ledger.entries.values())
    random.shuffle(shuffled)
    assert everything(ledger_of(*shuffled), pages) == everything(ledger, pages)


@given(ledgers(), PAGES, DECISIONS)
def test_an_entry_about_another_item_moves_nothing(ledger: Ledger, pages: list[str], other: Any) -> None:
    before = everything(ledger, pages)
    more = Entry(replace(other, item="coal"), ledger.heads)
    after = everything(ledger_of(*ledger.entries.values(), more), pages)
    assert [each for each in after if each.item == "num"] == [each for each in before if each.item == "num"]


@given(ledgers(), PAGES)
def test_nothing_is_approved_but_what_was_seen_as_it_is_and_approved(ledger: Ledger, pages: list[str]) -> None:
    for standing in everything(ledger, pages):
        seen = {
            digest
            for entry in ledger.entries.values()
            if (entry.matter.item, entry.matter.gate) == (standing.item, standing.gate)  # type: ignore[union-attr]
            and entry.matter.by != "X. Stranger"
            and entry.matter.decision == "approved"  # type: ignore[union-attr]
            for digest in entry.matter.judged  # type: ignore[union-attr]
        }
        if standing.state == "approved":
            assert {part(word) for word in pages} <= seen


@given(ledgers(), PAGES)
def test_a_new_approval_of_everything_as_it_is_approves_it(ledger: Ledger, pages: list[str]) -> None:
    approval = Entry(decision(pages, date="2026-11-03"), ledger.heads)
    found = everything(ledger_of(*ledger.entries.values(), approval), pages)
    assert next(s for s in found if (s.item, s.gate) == ("num", "text")).state == "approved"


@given(ledgers())
def test_those_that_none_of_the_others_follows_are_found_as_by_hand(ledger: Ledger) -> None:
    def ancestors(known_as: str) -> set[str]:
        parents = ledger.entries[known_as].parents
        return {*parents, *(far for parent in parents for far in ancestors(parent))}

    asked = [known_as for n, known_as in enumerate(sorted(ledger.entries)) if n % 2 == 0]
    followed = {far for known_as in asked for far in ancestors(known_as)}
    assert set(ledger.order.last(asked)) == set(asked) - followed
    for known_as in ledger.entries:
        assert {each for each in ledger.entries if ledger.order.follows(known_as, each)} == ancestors(known_as)
