"""What came back, in words: short, exact, and the same for everybody."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from tests.support.signing import chained, comment, ledger_of

from panelpress.ledger.todo import to_do
from panelpress.report.signoff import ToDo, commented, listed, place, shortest
from panelpress.report.signoff.terminal import show_list


@given(st.sets(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=12))
def test_the_digits_of_a_comment_name_it_alone(digests: set[str]) -> None:
    found = shortest(digests)
    for digest, digits in found.items():
        assert [each for each in digests if each.startswith(digits)] == [digest]
        assert len(digits) >= 8


def test_digests_that_begin_alike_are_told_apart_by_as_many_digits_as_it_takes() -> None:
    same = "0" * 20
    found = shortest({same + "a" * 44, same + "b" * 44, "f" * 64})
    assert sorted(map(len, found.values())) == [8, 21, 21]


@pytest.mark.parametrize(
    ("changes", "label", "said"),
    [
        ({"kind": "note", "gate": ""}, "panel 3 num", "panel 3 num line 12 (panels/03-num.md:7)"),
        ({"kind": "note", "gate": "", "page": 7}, "catalogue", "catalogue page 7 line 12 (panels/03-num.md:7)"),
        ({"kind": "note", "gate": "", "line": 0, "page": 7}, "catalogue", "catalogue page 7, beside no line"),
        ({"kind": "note", "gate": "", "file": ""}, "panel 3 num", "panel 3 num line 12"),
        ({}, "panel 3 num", "panel 3 num, sign-off sheet text"),
        ({"item": ""}, "", "beside no panel"),
    ],
)
def test_a_comment_says_where_it_stands(changes: dict[str, object], label: str, said: str) -> None:
    assert place(replace(comment(), **changes), label) == said  # type: ignore[arg-type]


def test_a_comment_without_words_says_what_it_is() -> None:
    struck = replace(comment(""), kind="strike-out", gate="", by="")
    assert commented(struck, "panel 3 num").endswith("“Coal” — (struck out)")
    assert commented(replace(comment("one\ntwo"), gate=""), "x").endswith("one / two — A. Writer")


def test_the_to_do_list_says_how_many_are_open() -> None:
    report = ToDo(to_do(ledger_of(*chained(comment("a comma"), comment("a dash")))), {"num": "panel 3 num"})
    out, aside = io.StringIO(), io.StringIO()
    show_list(report, Console(file=out, width=100), Console(file=aside), whole=False)
    assert out.getvalue().count("open") == 2
    assert "2 comments open" in aside.getvalue()
    assert listed(report)["open"] == 2
