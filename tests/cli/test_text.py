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


def test_how_well_a_panel_can_be_read_is_told_with_limit_and_source_and_what_is_wrong_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "show"
    assert run(["new", str(root)]) == 0
    catalogue = root / "catalogue.yml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8") + "\nhang: {top_mm: 1300}\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["text", "--json", "-C", str(root)]) == 0
    (board,) = json.loads(capsys.readouterr().out)["legibility"]
    assert board["id"] == "welcome"
    first, *others = board["measures"]
    assert (first["check"], first["level"], first["required"]) == ("legible/height", "warning", "900 to 1750 mm")
    assert "Glasgow" in first["source"]
    assert {m["check"] for m in others} >= {"legible/size", "legible/contrast"}
    assert all(m["level"] is None and m["share"] >= 1 and m["source"] for m in others)
    assert first["measured"] in (root / "out" / "text.html").read_text(encoding="utf-8")
    assert run(["text", "-C", str(root)]) == 0
    said = capsys.readouterr()
    assert f"{first['measured']} !" in said.out
    assert "height of the lowest" not in said.out
    assert first["source"] in said.err
