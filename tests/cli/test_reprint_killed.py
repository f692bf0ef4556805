"""A reprint killed at any step, as of `kill -9`: never a wrong file with a right name; the next run carries on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.project import REPOSITORY, clean_environment
from tests.support.reprints import again, given, really_closed

from panelpress.ground.files import digest
from panelpress.ledger import history

pytestmark = pytest.mark.slow
POINTS = 50
CARRIED_ON = 5
"""How many of the folders that killed runs left are printed from again: one takes some seconds"""


def test_reprint_killed_at_fifty_points(tmp_path: Path) -> None:
    """Panel 1 comes from the archive; panel 2 is lost there and made anew."""
    kept = really_closed(tmp_path / "start" / "exhibition", small_boards=True)
    for known_as, _ in kept.index().files["press/02-bread.pdf"].objects:
        kept.archive.path(known_as).unlink()
    (kept.root / "out/press/02-bread.pdf").unlink()
    meant = {f"small-e1-{item.file}": item.sha256 for item in kept.record().items.values()}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_keeping", "reprint", str(tmp_path / "start"), str(POINTS)],
        cwd=REPOSITORY, env=clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (steps, whole), *left = (json.loads(line) for line in done.stdout.splitlines())
    assert steps > POINTS
    assert len(left) == POINTS
    assert len(given(Path(whole) / "exhibition")) == 2
    seen = set()
    for number, (_, path) in enumerate(left):
        root = Path(path) / "exhibition"
        there = given(root)
        seen.add(len(there))
        assert all(digest(data) == meant[name] for name, data in there.items()), path
        for name in there:  # a file has its name only beside its ticket
            assert (root / "out/reprints" / name.replace(".pdf", "-ticket.pdf")).read_bytes().endswith(b"%%EOF\n"), path
        events, faults = history.read(root)
        assert not faults, path
        assert len(events) <= len(there), path
        if number % (POINTS // CARRIED_ON) == 0:
            assert again(root, "coal", "bread") == 0, path
            assert {name: digest(data) for name, data in given(root).items()} == {
                name: meant[name] for name in ("small-e1-01-coal.pdf", "small-e1-02-bread.pdf")
            }
            assert len(history.read(root)[0]) == 2
            folder = root / "out" / "reprints"
            assert [p.name for p in folder.iterdir() if p.name.startswith(".")] == [".lock"], path
        shutil.rmtree(path)
    assert seen == {0, 1, 2}
