"""A fresh clone, years later, on another machine, without the archive: every item is the very file that was printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.support.editions import Kept
from tests.support.project import REPOSITORY, call, clean_environment
from tests.support.reprints import given

from panelpress.ground.files import digest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_in_a_fresh_clone_on_another_day_and_machine_every_item_is_byte_for_byte_the_same(tmp_path: Path) -> None:
    """Closed by one process, committed, cloned, and printed again by another: seed, time zone, locale, user, day, folder differ.

    Git keeps neither the archive nor anything that was built, and no file's time.
    """
    first, clone = tmp_path / "first" / "exhibition", tmp_path / "second" / "somewhere else" / "clone"
    here = {
        "PYTHONHASHSEED": "1",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "USER": "ann",
        "HOME": str(tmp_path / "ann"),
    }
    there = {
        "PYTHONHASHSEED": "77", "TZ": "America/La_Paz", "LC_ALL": "C.UTF-8", "USER": "bob", "HOME": str(tmp_path / "bob"),
    }  # fmt: skip
    made = call_python("from tests.support.reprints import really_closed; from pathlib import Path; import sys; "
                       "really_closed(Path(sys.argv[1]))", str(first), changes=here)  # fmt: skip
    assert made.returncode == 0, made.stderr
    meant = {item.sha256 for item in Kept(first).record().items.values()}
    (first / ".gitignore").write_text("out/\narchive/\n")
    git(first, "init", "--quiet")
    git(first, "add", "--all")
    git(first, "commit", "--quiet", "--message", "Edition 1")
    clone.parent.mkdir(parents=True)
    git(first, "clone", "--quiet", "--no-local", str(first), str(clone))
    assert sorted(path.name for path in clone.iterdir()) == [
        ".git", ".gitignore", "catalogue.yml", "panels", "photos", "record", "styles",
    ]  # fmt: skip
    for path in clone.rglob("*"):
        os.utime(path, (1, 1))
    done = call("reprint", "1", "2", "catalogue", "--date", "2031-12-31", folder=clone, changes=there)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("byte for byte the file that was printed") == 3
    assert {digest(data) for data in given(clone).values()} == meant
    assert git(clone, "status", "--porcelain").strip() == "?? record/history/"


def git(folder: Path, *words: str) -> str:
    """Run git on a folder, whatever this machine's own settings are; return what it printed."""
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, text=True, check=False,
        env=clean_environment({"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def call_python(code: str, *words: str, changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=REPOSITORY, env=clean_environment(changes), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
