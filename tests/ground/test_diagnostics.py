"""One currency: it travels between processes whole, and its hints help."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelpress.ground.diagnostics import (
    Diagnostic,
    ExitCode,
    Level,
    PanelpressError,
    Place,
    Span,
    did_you_mean,
    fault,
    worst,
)
from panelpress.ground.geometry import Box

WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(WORDS, WORDS, st.sampled_from(Level), st.sampled_from(ExitCode))
def test_a_refusal_travels_between_processes_whole(message: str, help: str, level: Level, code: ExitCode) -> None:
    found = Diagnostic(
        "a/b", level, message, help, Span("f", 3, 4, 5, "line"), Place("num", 1, Box(0, 1, 2, 3)), "1", "2", "why"
    )
    back = pickle.loads(pickle.dumps(PanelpressError([found, found], code)))
    assert isinstance(back, PanelpressError)
    assert (back.diagnostics, back.code, str(back)) == ((found, found), code, f"{message}; {message}")


def test_a_fault_of_the_project_ends_with_2() -> None:
    assert fault("a/b", "wrong").code is ExitCode.CANNOT_JUDGE


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("titel", ["title", "theme"], "did you mean `title`?"),
        ("RIDGE-LINE", ["ridge-line"], "did you mean `ridge-line`?"),
        ("ridge-line", ["Ridge-Line"], "did you mean `Ridge-Line`?"),
        ("xyz", ["title", "theme"], "there are `theme`, `title`"),
        ("", ["title"], "there are `title`"),
        ("anything", [], ""),
    ],
)
def test_the_nearest_known_word_is_offered_or_else_what_there_is(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint


def test_a_long_list_is_cut() -> None:
    assert did_you_mean("x", [f"name{n:02}" for n in range(40)]).endswith("`name11` and others")


@given(st.lists(WORDS, min_size=1), st.data())
def test_a_hint_never_names_what_does_not_exist(known: list[str], data: st.DataObject) -> None:
    hint = did_you_mean(data.draw(WORDS), known)
    assert any(f"`{name}`" in hint for name in known)


def test_the_worst_of_many_counts() -> None:
    notes = [Diagnostic("a/b", level, "") for level in (Level.NOTE, Level.ERROR, Level.WARNING)]
    assert worst(notes) is Level.ERROR
    assert worst([]) is None
    assert [level.word for level in Level] == ["note", "warning", "error"]
