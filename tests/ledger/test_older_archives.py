"""Editions that earlier versions of panelpress kept are read by every later one: their zips and records lie in data/ for good.

A release of panelpress adds its own beside them (`python -m tests.support.older`); none is written anew after it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from panelpress.jobs.archive import restore
from panelpress.ledger import bundle, editions
from panelpress.ledger.archive import Archive

DATA = Path(__file__).parent / "data"
KEPT = sorted(DATA.glob("edition-of-*.zip"))


def test_every_version_has_left_one() -> None:
    assert [path.name for path in KEPT] == ["edition-of-0.1.0.zip"]


@pytest.mark.parametrize("pack", KEPT, ids=lambda path: path.stem)
def test_an_older_edition_is_right_and_is_restored_with_the_record_it_had(pack: Path, tmp_path: Path) -> None:
    with bundle.opened(pack) as found:
        assert [checked for checked in bundle.check(found) if checked.state != "right"] == []
        index = found.index
    restored = restore(pack, tmp_path / "again")
    record = editions.read(restored.path, index.number)
    assert record.text == pack.with_suffix(".json").read_text("utf-8")
    archive = Archive(restored.path / restored.archive)
    assert editions.index_of(archive, record) == index
    assert {checked.state for checked in archive.check(index)} == {"right"}
    for item in index.items.values():
        path = f"press/{item.file}"
        assert archive.read(index.files[path], path) == (restored.path / "out" / path).read_bytes()
