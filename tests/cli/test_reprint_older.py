"""Archives that earlier versions of panelpress wrote are read, verified and printed from by every later one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.support.reprints import FIXTURES, again, given

from panelpress import __version__
from panelpress.cli import run
from panelpress.ground.files import digest
from panelpress.ledger import bundle, editions

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVES = sorted(FIXTURES.glob("archive-*.zip"))


def test_this_version_has_left_one_too() -> None:
    assert f"archive-{__version__}.zip" in [path.name for path in ARCHIVES]


@pytest.mark.slow
@pytest.mark.parametrize("pack", ARCHIVES, ids=lambda path: path.stem)
def test_every_item_of_an_older_archive_is_printed_again_byte_for_byte(pack: Path, tmp_path: Path) -> None:
    with bundle.opened(pack) as found:
        meant = {f"press/{item.file}": item.sha256 for item in found.index.items.values()}
    assert run(["verify", str(pack)]) == 0
    root = tmp_path / "again"
    assert run(["archive", "restore", str(pack), "--into", str(root)]) == 0
    assert run(["verify", "-C", str(root)]) == 0
    shutil.rmtree(root / "out")
    [number] = editions.closed(root)
    record = editions.read(root, number)
    assert again(root, *record.items) == 0
    made = {
        f"press/{name.removeprefix(f'{record.job}-e{number}-')}": digest(data) for name, data in given(root).items()
    }
    assert made == meant
    for item in record.items.values():
        ticket = root / "out" / "reprints" / f"{record.job}-e{number}-{item.file.removesuffix('.pdf')}-ticket.pdf"
        assert ticket.read_bytes().startswith(b"%PDF")
