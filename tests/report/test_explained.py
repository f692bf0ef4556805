"""Every name that a message can have is explained: a check by `explain` itself, everything else by a sentence and a page."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from tests.support.project import REPOSITORY

from panelpress.cli import run
from panelpress.preflight.framework import all_checks
from panelpress.report.explained import FAMILIES, explained, names

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*")
NO_NAMES = {"image/jpeg", "pdf/ua-1", "pdf/x-1a", "pdf/x-4"}
"""What looks like the name of a message in a family and is none: a kind of file, a standard"""


def told() -> set[str]:
    """Return every name that stands as a literal in the program, of the families that messages have."""
    found: set[str] = set()
    for path in sorted((REPOSITORY / "src" / "panelpress").rglob("*.py")):
        if path.name != "explained.py":
            found.update(_literals(ast.parse(path.read_text("utf-8"))))
    return {name for name in found if name.partition("/")[0] in FAMILIES} - NO_NAMES


def _literals(tree: ast.Module) -> Iterator[str]:
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docs else None
        if isinstance(text, str) and NAME.fullmatch(text):
            yield text


def test_every_message_that_is_no_check_is_explained() -> None:
    assert sorted(told() - set(all_checks()) - set(names())) == [], "write a sentence into report/explained.py"


def test_nothing_is_explained_that_no_message_is_called() -> None:
    assert sorted(set(names()) - told()) == []
    assert not set(names()) & set(all_checks())


def test_what_is_explained_stands_on_a_page_of_the_manual_and_is_a_sentence() -> None:
    for family in FAMILIES.values():
        assert (REPOSITORY / family.page).is_file()
    for name in names():
        meant = explained(name)
        assert meant is not None
        assert re.fullmatch(r"[^.].{14,}\.", meant.sentence), name


def test_explain_knows_a_message_that_is_no_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "sign-off/stranger"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("sign-off/stranger: The file is no proof; it is not kept.")
    assert "Explained in: docs/sign-off.md" in said


@pytest.mark.parametrize(
    ("name", "help"),
    [("sign-off/strangr", "did you mean `sign-off/stranger`?"), ("project/unknown-itm", "did you mean `project/unknown-item`?"),
     ("status", "there are `status/unwritable`")],
)  # fmt: skip
def test_a_misspelt_name_is_told_the_nearest_of_all(capsys: pytest.CaptureFixture[str], name: str, help: str) -> None:
    assert run(["explain", name]) == 2
    assert help in capsys.readouterr().err
