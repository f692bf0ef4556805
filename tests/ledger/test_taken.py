"""What a returned proof says becomes entries of the ledger: nothing of it twice, nothing more than was said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.support import returned as small

from panelpress.exhibition.signing import SignOffShape
from panelpress.facts.signing import Answer, Mark, Returned, Signature
from panelpress.ground.diagnostics import PanelpressError
from panelpress.ledger.entries import Comment, Decision
from panelpress.ledger.taken import Taken, contradicted, day_of, not_yet, signer_of, taken

RECORD = small.record()
DAY = dt.date(2026, 12, 4)
ASKED = SignOffShape.model_validate(
    {
        "signers": [
            {"name": "A. Writer", "organisation": "NUM", "role": "Editor"},
            {"name": "B. Both", "organisation": "NUM"},
            {"name": "B. Both", "organisation": "Durham miners"},
        ],
        "gates": {"text": ["NUM", "Durham miners"]},
    }
).asked
NOTE = Mark(2, "note", ((60.0, 300.0, 66.0, 306.0),), "Which year?", "Dave", ("Ann: 1834",))


def returned(*answers: Answer, **other: Any) -> Returned:
    facts: dict[str, Any] = {
        "digest": "d" * 64, "job": "small", "proof": 1, "code": RECORD.code, "answers": answers,
        "signatures": (Signature("text", "A. Writer", "", "", "26.11.2026"),), **other,
    }  # fmt: skip
    return Returned(**facts)


def take(*answers: Answer, **other: Any) -> Taken:
    return taken(returned(*answers, **other), RECORD, ASKED, DAY)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-26", (2026, 11, 26)),
        ("26/11/2026", (2026, 11, 26)),
        ("26.11.26", (2026, 11, 26)),
        ("3/4/2026", (2026, 4, 3)),
        ("11/26/2026", (2026, 11, 26)),
        ("26 Nov 2026", (2026, 11, 26)),
        ("26th November, 2026", (2026, 11, 26)),
        ("Nov 26, 2026", (2026, 11, 26)),
        ("26 de noviembre de 2026", (2026, 11, 26)),
        ("1 de enero de 2027", (2027, 1, 1)),
        ("", None),
        ("yesterday", None),
        ("31/2/2026", None),
        ("26 November", None),
        ("26/11/2026/1", None),
        ("Mon 26 2026", None),
        ("99999-1-1", None),
    ],
)
def test_a_day_is_read_however_it_is_written(said: str, day: tuple[int, int, int] | None) -> None:
    assert day_of(said) == (None if day is None else dt.date(*day))


def test_a_decision_is_about_what_was_seen_and_by_whom_the_list_knows() -> None:
    (decision,) = take(Answer("text", "coal", "approved", "")).decisions
    assert decision == Decision(
        "coal", "text", "approved", "A. Writer", "Editor", "NUM", "2026-11-26", 1, ("a1",), "", "d" * 64
    )  # fmt: skip


def test_who_signs_for_two_is_recorded_for_neither_until_they_say_for_whom() -> None:
    assert signer_of(ASKED, "b. both", "") is None
    found = signer_of(ASKED, "b. both", "durham  MINERS")
    assert found is not None
    assert found.organisation == "Durham miners"
    assert signer_of(ASKED, "A. Writer", "Durham miners") is None
    assert signer_of(None, "A. Writer", "NUM") is None


def test_a_note_keeps_what_others_answered_and_takes_the_signer_s_day() -> None:
    (comment,) = take(marks=(NOTE,)).comments
    assert comment.text == "Which year?\n↳ Ann: 1834"
    assert (comment.item, comment.page, comment.line, comment.by) == ("coal", 1, 0, "Dave")
    assert comment.date == "2026-11-26"


def test_a_note_without_an_author_is_the_only_signer_s_or_nobody_s() -> None:
    bare = replace(NOTE, author="")
    assert take(marks=(bare,)).comments[0].by == "A. Writer"
    two = (Signature("text", "A. Writer", "", "", ""), Signature("photographs", "B. Both", "", "", ""))
    nobody = take(marks=(bare,), signatures=two).comments[0]
    assert (nobody.by, nobody.date) == ("", "2026-12-04")


def test_a_comment_on_an_unsigned_sheet_is_the_only_signer_s() -> None:
    (comment,) = take(Answer("photographs", "bread", "", "too dark")).comments
    assert (comment.gate, comment.by, comment.date) == ("photographs", "A. Writer", "2026-12-04")


def test_corrections_stand_before_the_approval_that_depends_on_them() -> None:
    found = take(Answer("text", "coal", "corrections", "a comma"), marks=(NOTE,))
    assert [type(m) for m in found.matters] == [Comment, Comment, Decision]
    assert not found.problems


def test_corrections_named_by_a_mark_on_that_panel_are_named() -> None:
    assert not take(Answer("text", "coal", "corrections", ""), marks=(NOTE,)).problems
    (problem,) = take(Answer("text", "bread", "corrections", ""), marks=(NOTE,)).problems
    assert problem.id == "sign-off/no-corrections"


def test_a_proof_that_says_nothing_is_refused() -> None:
    rows = (Answer("text", "coal", "", ""), Answer("text", "bread", "", ""))
    for signatures in ((), (Signature("text", "A. Writer", "", "", ""),)):
        with pytest.raises(PanelpressError) as caught:
            take(*rows, signatures=signatures)
        assert caught.value.diagnostics[0].id == "sign-off/empty"
    assert take(*rows, marks=(NOTE,)).comments


ROWS = (Answer("text", "coal", "corrections", "a comma"), Answer("text", "bread", "approved", ""))


def test_the_same_file_brings_nothing_new_on_another_day() -> None:
    undated = (Signature("text", "A. Writer", "", "", ""),)
    first = take(*ROWS, marks=(NOTE,), signatures=undated)
    assert not_yet(first, []) == first.matters
    later = taken(returned(*ROWS, marks=(NOTE,), signatures=undated), RECORD, ASKED, dt.date(2027, 1, 1))
    assert not_yet(later, first.matters) == ()


@pytest.mark.parametrize("written", range(4))
def test_what_a_killed_import_left_out_is_recorded_by_the_next(written: int) -> None:
    found = take(*ROWS, marks=(NOTE,))
    assert len(found.matters) == 4
    assert not_yet(found, found.matters[:written]) == found.matters[written:]


def test_another_file_with_the_same_words_brings_nothing_and_one_with_more_brings_all_of_that_panel() -> None:
    first = take(*ROWS, marks=(NOTE,))
    again = take(*ROWS, marks=(NOTE,), digest="e" * 64)
    assert not_yet(again, first.matters) == ()
    more = take(*ROWS, marks=(NOTE, replace(NOTE, text="And which month?")), digest="e" * 64)
    assert not_yet(more, first.matters) == tuple(m for m in more.matters if getattr(m, "item", "") == "coal")


def test_a_later_day_is_a_new_decision() -> None:
    first = take(*ROWS)
    later = take(*ROWS, signatures=(Signature("text", "A. Writer", "", "", "30.11.2026"),), digest="e" * 64)
    assert len(not_yet(later, first.matters)) == len(first.matters)


def test_two_files_that_answer_differently_contradict_each_other_and_nothing_else_does() -> None:
    (first,) = take(Answer("text", "coal", "approved", "")).decisions
    other = replace(first, decision="changes", evidence="e" * 64, by="a.   writer")
    told = list(contradicted([("0", first), ("1", other)], []))
    assert [(t.file, t.other) for t in told] == [("1", "0")]
    assert "“approved”" in told[0].told("file").message
    assert "“changes required” in " in told[0].told("other").message
    assert not list(contradicted([("0", first), ("1", replace(other, decision="approved"))], []))
    assert not list(contradicted([("0", first), ("1", replace(other, proof=2))], []))
    assert not list(contradicted([("0", first), ("1", replace(other, organisation="Durham miners"))], []))
    assert not list(contradicted([("0", first)], [replace(other, how="recorded")]))
    assert len(list(contradicted([("0", first)], [other]))) == 1
