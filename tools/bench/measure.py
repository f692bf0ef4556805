"""What a command costs: whole process trees, several runs each, the kinds taking turns."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
PANELPRESS = (sys.executable, "-m", "panelpress")
BUILD = (*PANELPRESS, "build", "-q")
LAUNCH = (sys.executable, "-S", "-E", str(Path(__file__).with_name("launch.py")))


@dataclass(frozen=True)
class Run:
    """One process tree: seconds by the clock and of the processors; peak memory of its largest process, MB.

    Where the run was watched, ``first_mb`` is the peak of the first process and ``worker_mb`` that of the largest other, else 0.
    """

    wall: float
    cpu: float
    peak_mb: float
    first_mb: float = 0
    worker_mb: float = 0


@dataclass(frozen=True)
class Case:
    """Something to be measured: what is done before each run, unmeasured, and the commands that are measured together."""

    id: str
    label: str
    commands: tuple[tuple[str, ...], ...]
    folder: Path
    before: Callable[[], None] = lambda: None
    watch: bool = False
    fails: tuple[int, ...] = ()
    """Exit codes beside 0 that are no failure: findings"""


def measure(case: Case) -> Run:
    """Run a case once.

    Raises:
        SystemExit: with what the command said, when it failed.
    """
    case.before()
    runs = [_one(command, case) for command in case.commands]
    return Run(
        sum(run.wall for run in runs),
        sum(run.cpu for run in runs),
        max(run.peak_mb for run in runs),
        max(run.first_mb for run in runs),
        max(run.worker_mb for run in runs),
    )


def _one(command: Sequence[str], case: Case) -> Run:
    watched = ("--watch",) if case.watch else ()
    done = subprocess.run([*LAUNCH, *watched, *command], cwd=case.folder, capture_output=True, text=True, check=True)
    said, _, last = done.stderr.rstrip().rpartition("\n")
    told = json.loads(last)
    if told["code"] not in (0, *case.fails):
        sys.exit(f"{' '.join(command)} ended with {told['code']}:\n{said[-4000:]}\n{done.stdout[-2000:]}")
    return Run(told["wall"], told["cpu"], told["peak_mb"], told["first_mb"], told["worker_mb"])


def in_turns(cases: Sequence[Case], runs: int, *, warm: bool = True) -> dict[str, list[Run]]:
    """Run the cases one after the other, that often round; with ``warm`` a first round that is not counted warms the disk.

    They take turns, so that a machine that slows down slows all of them.
    """
    found: dict[str, list[Run]] = {case.id: [] for case in cases}
    for number in range(runs + warm):
        for case in cases:
            run = measure(case)
            if number >= warm:
                found[case.id].append(run)
            tell(f"{case.label}: {run.wall:.2f} s{' (not counted)' if number < warm else ''}")
    return found


def tell(line: str) -> None:
    """Say on stderr how far it is."""
    sys.stderr.write(f"  {line}\n")
    sys.stderr.flush()


@dataclass(frozen=True)
class Figure:
    """Medians of several runs, the least and most seconds by the clock, the largest peaks of memory, MB."""

    label: str
    wall: float
    least: float
    most: float
    cpu: float
    peak_mb: float
    first_mb: float
    worker_mb: float
    runs: int


def figure(label: str, runs: Sequence[Run]) -> Figure:
    """Return what several runs come to."""
    walls = [run.wall for run in runs]
    return Figure(
        label,
        statistics.median(walls),
        min(walls),
        max(walls),
        statistics.median(run.cpu for run in runs),
        max(run.peak_mb for run in runs),
        max(run.first_mb for run in runs),
        max(run.worker_mb for run in runs),
        len(runs),
    )
