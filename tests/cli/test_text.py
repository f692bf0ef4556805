"""`panelpress text` from the command line, on an exhibition just begun."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from panelpress.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_placeholder_in_a_panel_is_told_with_its_line_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "show"
    assert run(["new", str(root)]) == 0
    panel = root / "panels" / "01-welcome.md"
    panel.write_text(panel.read_text(encoding="utf-8") + "\nOpens on TBC.\n", encoding="utf-8")
    line = panel.read_text(encoding="utf-8").splitlines().index("Opens on TBC.") + 1
    capsys.readouterr()
    assert run(["text", "--json", "-C", str(root)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(d["id"], d["source"]["line"]) for d in told["findings"]] == [("agree/placeholder", line)]
    assert [text["file"] for text in told["texts"]] == ["panels/01-welcome.md"]
