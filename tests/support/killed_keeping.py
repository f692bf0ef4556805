"""Closes, copies and restores an edition again and again, each time in a process that is killed at another step of it.

``python -m tests.support.killed_keeping JOB FOLDER POINTS``: FOLDER holds ``exhibition`` and, for ``restore``, ``x.zip``. For
each of so many points, spread over the steps that JOB takes, it leaves a copy of FOLDER beside it, as a killed process left
it. A step is a file opened, renamed or removed, a mode changed, a folder made.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
import signal
import sys
import traceback
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.test_release import clean
from tests.support import made
from tests.support.editions import Kept

from panelpress.jobs.archive import copy, restore
from panelpress.jobs.build import build
from panelpress.jobs.reprint import Request as Reprint
from panelpress.jobs.reprint import reprint
from panelpress.jobs.request import Request
from panelpress.report.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Callable

_RUN = "run"
_STEPS = ("open", "os.rename", "os.chmod", "os.remove", "os.mkdir", "os.rmdir")


def release(folder: Path) -> None:
    """Close the edition."""
    with pytest.MonkeyPatch.context() as patch:
        made.install(patch)
        made.plain_ticket(patch)
        Kept(folder / "exhibition").close()


def whole_release(folder: Path) -> None:
    """Build everything that is approved, and close the edition."""
    with pytest.MonkeyPatch.context() as patch:
        made.install(patch, coal=clean, bread=clean, catalogue=clean)
        made.plain_ticket(patch)
        built = build(Request(folder / "exhibition", release=True), lambda _: nullcontext(Silent()))
        assert built.report.released, [found.message for found in built.report.held]


JOBS: dict[str, Callable[[Path], object]] = {
    "release": release,
    "whole-release": whole_release,
    "copy": lambda folder: copy(folder / "exhibition", None, folder / "x.zip"),
    "restore": lambda folder: restore(folder / "x.zip", folder / "restored"),
    "reprint": lambda folder: reprint(Reprint(folder / "exhibition", ("coal", "bread"), dt.date(2028, 5, 31))),
}


def main(job: str, folder: Path, points: int) -> None:
    """Write how many steps the whole takes, then for each point the folder in which a process was killed there.

    The job is done once before, in the folder that all are done in: what is imported and worked out for it then need not be
    again in every process.
    """
    JOBS[job](_copy(folder, _RUN))
    shutil.rmtree(folder.parent / _RUN)
    steps = _steps(job, _copy(folder, _RUN))
    (folder.parent / _RUN).rename(folder.parent / "whole")
    sys.stdout.write(json.dumps([steps, str(folder.parent / "whole")]) + "\n")
    for step in _spread(steps, points):
        left = _copy(folder, _RUN)
        child = os.fork()
        if not child:
            _count(job, left, step)
            _do(job, left)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"nothing was killed at step {step}"
        left = left.rename(folder.parent / f"at-{step}")
        sys.stdout.write(json.dumps([step, str(left)]) + "\n")


def _spread(steps: int, points: int) -> list[int]:
    """Return some of the steps, counted from 1: of as many equal parts of the whole, one each, by chance."""
    chance = random.Random(7)
    ends = [steps * part // points for part in range(points + 1)]
    return [chance.randint(first + 1, last) for first, last in pairwise(ends)]


def _steps(job: str, folder: Path) -> int:
    reader, writer = os.pipe()
    child = os.fork()  # what is still to be written out stays with the parent: children end without
    if not child:
        seen = _count(job, folder, 0)
        _do(job, folder, lambda: os.write(writer, str(len(seen)).encode()))
    os.close(writer)
    os.waitpid(child, 0)
    return int(os.read(reader, 20))


def _do(job: str, folder: Path, then: Callable[[], object] = lambda: None) -> None:
    """Do a job and end this process, whatever becomes of it."""
    try:
        JOBS[job](folder)
        then()
    except BaseException:  # noqa: BLE001 - a child never goes on where its parent does
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _copy(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder, folder.parent / name, copy_function=_linked))


def _linked(source: str, target: str) -> None:
    """Copy a file; one of the archive is never written again, and is the same file in both."""
    if f"{os.sep}archive{os.sep}objects{os.sep}" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _count(job: str, folder: Path, fatal: int) -> list[str]:
    """Count the steps below a folder from here on, and die before the fatal one, as of `kill -9`.

    A copy goes into one open file, so that what is read for it are its steps; the others are killed where they change something.
    """
    seen: list[str] = []
    inside = str(folder)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _STEPS or not any(str(each).startswith(inside) for each in arguments[:2]):
            return
        if event == "open" and job != "copy" and not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
        seen.append(event)
        if len(seen) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return seen


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
