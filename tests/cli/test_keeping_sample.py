"""What the editions of the sample cost: the second, with one comma changed, under a megabyte."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.support.editions import Kept
from tests.support.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def octets(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_a_second_edition_with_one_comma_changed_costs_under_a_megabyte(tmp_path: Path) -> None:
    root = tmp_path / "sample"
    root.mkdir()
    shutil.copy(REPOSITORY / "catalogue.yml", root)
    for room in ("panels", "photos"):
        shutil.copytree(REPOSITORY / room, root / room)
    kept = Kept(root)
    first = kept.close()
    before = octets(root / "archive")
    kept.project.edit("catalogue.yml", "number: 1\n  date: 2026-11-24", "number: 2\n  date: 2026-12-24")
    text = (root / "panels" / "03-num.md").read_text("utf-8")
    assert "Boliviana (COB), Bolivia" in text
    kept.project.edit("panels/03-num.md", "Boliviana (COB), Bolivia", "Boliviana (COB) Bolivia")
    second = kept.close()
    more = octets(root / "archive") - before
    assert more < 1_000_000, f"{more:,} bytes more, after {before:,}"
    assert before < first.octets, "pictures and profiles that several files hold are kept once"
    assert {key for key in first.items if first.items[key].content_digest != second.items[key].content_digest} == {
        "num", "catalogue",
    }  # fmt: skip
    assert all(first.items[key].sha256 != second.items[key].sha256 for key in first.items), "each says its edition"
    assert all(checked.state == "right" for checked in kept.archive.check(kept.index(1)))
