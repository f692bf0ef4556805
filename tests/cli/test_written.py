"""What is written is judged by every build, and told at its line, with the items that print it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.support import press

from panelpress.cli import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def show(tmp_path: Path) -> Path:
    root = tmp_path / "show"
    assert run(["new", str(root)]) == 0
    return root


def add(root: Path, words: str) -> int:
    """Write a paragraph at the end of the first panel; return its line."""
    panel = root / "panels" / "01-welcome.md"
    text = panel.read_text("utf-8").rstrip() + f"\n\n{words}\n"
    panel.write_text(text, "utf-8")
    return text.splitlines().index(words) + 1  # the line it stands on


def test_a_placeholder_rejects_the_panel_that_would_print_it(show: Path) -> None:
    line = add(show, "Opens on TBC.")
    ran = press.run("build", "-C", show)
    assert ran.code == 1
    assert f"panels/01-welcome.md:{line}" in ran.out + ran.err
    assert "agree/placeholder" in ran.out + ran.err
    assert not (show / "out/press/01-welcome.pdf").exists()


def test_a_name_that_is_misspelt_is_a_warning_and_the_panel_is_made(show: Path) -> None:
    catalogue = show / "catalogue.yml"
    catalogue.write_text(catalogue.read_text("utf-8") + "\nnames: [Potosí]\n", "utf-8")
    add(show, "The mines of Potosi are high.")
    ran = press.run("build", "-C", show)
    assert ran.code == 0
    assert "did you mean “Potosí”?" in ran.out + ran.err
    assert (show / "out/press/01-welcome.pdf").exists()


def test_the_editors_table_counts_the_same_words_and_the_room_that_is_left(show: Path) -> None:
    def row() -> dict[str, object]:
        said = json.loads(press.run("text", "--json", "-C", show).out)
        return dict(said["texts"][0])

    before = row()
    add(show, "Four words stand here. " * 12)
    after = row()
    assert int(str(after["words"])) == int(str(before["words"])) + 48
    assert float(str(after["left_mm"])) < float(str(before["left_mm"]))
    assert after["state"] != before["state"]
    assert (show / "out/text.html").read_text("utf-8").count("<svg") == 1


def test_a_text_that_is_too_long_stands_first_and_says_by_how_much(show: Path) -> None:
    add(show, "A band walked before the lodge banner. " * 80)
    ran = press.run("text", "-C", show)
    rows = [line for line in ran.out.splitlines() if "welcome" in line]
    assert " over" in rows[0]
