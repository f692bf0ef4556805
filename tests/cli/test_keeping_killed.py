"""Killed at any step, as of `kill -9`: never half an edition, half a zip or half a project; the next run carries on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import made
from tests.support.editions import Kept, small_edition
from tests.support.project import REPOSITORY, clean_environment, small_project

from panelpress.ground.diagnostics import ExitCode
from panelpress.jobs.archive import copy, restore
from panelpress.jobs.verify import verify
from panelpress.ledger import bundle, editions

pytestmark = pytest.mark.slow
POINTS = 50
EVERY = 5
"""From every fifth of the folders that killed runs left the next run carries on: it takes seconds"""


def killed(job: str, folder: Path, points: int = POINTS) -> tuple[int, Path, list[Path]]:
    """Return how many steps a job takes, the folder in which it ended well, and those in which it was killed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_keeping", job, str(folder), str(points)],
        cwd=REPOSITORY, env=clean_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (steps, whole), *left = (json.loads(line) for line in done.stdout.splitlines())
    return steps, Path(whole), [Path(path) for _, path in left]


def sound(root: Path) -> bool:
    """Tell whether everything that is kept is as it was."""
    return verify(root)[1] is ExitCode.PRESS_READY


def test_release_killed_at_fifty_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first edition is closed, panel 1 changed since; the second is being closed."""
    made.install(monkeypatch)
    made.plain_ticket(monkeypatch)
    kept = small_edition(tmp_path / "start" / "exhibition", monkeypatch)
    first = kept.record()
    kept.number(2)
    kept.project.edit("panels/01-coal.md", "Coal was", "Iron was")
    steps, whole, left = killed("release", tmp_path / "start")
    assert steps > 2 * POINTS
    second = editions.read(whole / "exhibition", 2)
    closed = 0
    for number, folder in enumerate(left):
        root = folder / "exhibition"
        found, faults = editions.every(root)
        assert not faults, folder
        assert found[1] == first, folder
        assert bundle.check(bundle.of_archive(Kept(root).archive, Kept(root).index(1))), folder
        if 2 in found:  # the record is the last step: where it stands, all is there
            closed += 1
            assert found[2] == second, folder
            assert sound(root), folder
        if number % EVERY == 0:
            assert Kept(root).close() == second, folder
            assert sound(root), folder
        shutil.rmtree(folder)
    assert closed < POINTS


def test_a_first_release_killed_leaves_no_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed release left behind is in nobody's way when the text is changed before the next."""
    made.install(monkeypatch)
    made.plain_ticket(monkeypatch)
    small_project(tmp_path / "start" / "exhibition")
    _, _, left = killed("release", tmp_path / "start", 5)
    for folder in left:
        kept = Kept(folder / "exhibition")
        if editions.closed(kept.root):
            continue
        kept.project.edit("panels/01-coal.md", "Coal was", "Iron was")
        kept.close()
        assert b"Iron was" in kept.archive.read(kept.index().files["sources/panels/01-coal.md"])
        assert sound(kept.root), folder


def test_copy_killed_at_fifty_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_edition(tmp_path / "start" / "exhibition", monkeypatch)
    copy(tmp_path / "start" / "exhibition", None, tmp_path / "start" / "x.zip")
    (tmp_path / "start" / "x.zip").rename(tmp_path / "meant.zip")
    meant = (tmp_path / "meant.zip").read_bytes()
    steps, _, left = killed("copy", tmp_path / "start")
    assert steps > 2 * POINTS
    for folder in left:
        if (folder / "x.zip").exists():
            assert (folder / "x.zip").read_bytes() == meant
        copy(folder / "exhibition", None, folder / "x.zip")
        assert (folder / "x.zip").read_bytes() == meant
        shutil.rmtree(folder)


def test_restore_killed_at_fifty_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = small_edition(tmp_path / "from" / "exhibition", monkeypatch)
    (tmp_path / "start").mkdir()
    copy(kept.root, None, tmp_path / "start" / "x.zip")
    steps, _, left = killed("restore", tmp_path / "start")
    assert steps > 2 * POINTS
    there = 0
    for number, folder in enumerate(left):
        restored = folder / "restored"
        if restored.exists():  # it has its name only when it is whole
            there += 1
            assert sound(restored), folder
        elif number % EVERY == 0:
            restore(folder / "x.zip", restored)
            assert sound(restored), folder
            assert editions.read(restored, 1) == kept.record()
        shutil.rmtree(folder)
    assert there < POINTS
