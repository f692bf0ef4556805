"""Imports returned proofs again and again, each time in a process that is killed at another step of its writing.

``python -m tests.support.killed ROOT POINTS FILE…``: how many steps a whole import takes, and for each of so many points spread
over them a copy of ROOT beside it, as a killed process left it. A step is a file opened, renamed or removed, a mode changed.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from panelpress.jobs.returns import import_returned

_STEPS = ("open", "os.rename", "os.chmod", "os.remove", "os.mkdir")


def main(root: Path, points: int, files: list[Path]) -> None:
    """Write, for each point, the step and the folder in which a process was killed there; first how many steps there are."""
    whole = _copy(root, "whole")
    reader, writer = os.pipe()
    child = os.fork()  # what is still to be written out stays with the parent: children end without
    if not child:
        seen = _count(whole, 0)
        import_returned(whole, files)
        os.write(writer, str(len(seen)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    steps = int(os.read(reader, 20))
    sys.stdout.write(json.dumps([steps, str(whole)]) + "\n")
    for step in sorted(random.Random(7).sample(range(1, steps + 1), points)):
        folder = _copy(root, f"at-{step}")
        child = os.fork()
        if not child:
            _count(folder, step)
            import_returned(folder, files)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"nothing was killed at step {step}"
        sys.stdout.write(json.dumps([step, str(folder)]) + "\n")


def _copy(root: Path, name: str) -> Path:
    return Path(shutil.copytree(root, root.parent / name))


def _count(root: Path, fatal: int) -> list[str]:
    """Count the steps below ``record/`` from here on, and die before the fatal one, as of `kill -9`."""
    seen: list[str] = []
    inside = str(root / "record")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _STEPS and any(str(each).startswith(inside) for each in arguments[:2]):
            seen.append(event)
            if len(seen) == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return seen


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), [Path(each) for each in sys.argv[3:]])
