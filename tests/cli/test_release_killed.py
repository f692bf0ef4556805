"""`panelpress build --release` killed at any step, as of `kill -9`: never half an edition; the next run carries on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_keeping_killed import killed, sound
from tests.cli.test_release import PLAIN, approve, build, clean, names, signed_project
from tests.support import made

from panelpress.ground.files import digest_file
from panelpress.ledger import editions, manifest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project import Project

pytestmark = pytest.mark.slow
POINTS = 12


def whole_set(project: Project) -> bool:
    """Tell whether the published set is what its manifest says, file for file; one that is not there is not half there."""
    said = manifest.read_whole(project.press)
    if said is None:
        return not project.press.exists()
    digests = {item["file"]: item["sha256"] for item in said["items"]} | said["files"]
    there = {path.name for path in project.press.iterdir()} - {manifest.NAME}
    return there == set(digests) and all(digest_file(project.press / name) == d for name, d in digests.items())


def test_the_whole_release_killed_at_a_dozen_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was built before, for approval, is published; then all of it is built again, kept, published and closed."""
    made.install(monkeypatch, coal=clean, bread=clean, catalogue=clean)
    made.plain_ticket(monkeypatch)
    start = signed_project(tmp_path / "start" / "exhibition")
    assert build(start, "-q") == 0
    approve(start)
    steps, whole, left = killed("whole-release", tmp_path / "start", POINTS)
    assert steps > 10 * POINTS
    meant = editions.read(whole / "exhibition", 1)
    closed = 0
    for folder in left:
        project = type(start)(folder / "exhibition")
        assert whole_set(project), folder
        found, faults = editions.every(project.root)
        assert not faults, folder
        if found:  # the record is the last step: where it stands, all is there
            closed += 1
            assert found == {1: meant}, folder
            assert sound(project.root), folder
        assert build(project, "--release", "-q") == 0, folder
        assert editions.every(project.root) == ({1: meant}, ()), folder
        assert names(project) == PLAIN, folder
        assert whole_set(project), folder
        assert sound(project.root), folder
        assert sorted(path.name for path in (project.root / "out").glob(".press*")) in ([], [".press.lock"]), folder
        shutil.rmtree(folder)
    assert closed < POINTS
