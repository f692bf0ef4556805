"""How long a ledger of thousands of entries takes: ``python -m tools.bench.ledger [-n 10000]``.

The sample exhibition is built once and given people to sign it; its ledger is then filled with decisions, each following the
one before. Told are the parts of `panelpress status` in one process, and the whole command as a process of its own.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from panelpress.exhibition.project import load
from panelpress.jobs.current import current
from panelpress.jobs.status import asked_of, status
from panelpress.ledger import chain, manifest
from panelpress.ledger.entries import FOLDER, Decision, Entry
from panelpress.ledger.standing import standings
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.status.terminal import show_status
from tools.bench.measure import PANELPRESS, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.facts.signing import DecisionWord
    from panelpress.ground.gates import GateId

_SIGN_OFF = """
sign_off:
  signers:
    - {name: A. Writer, organisation: NUM}
    - {name: D. Miner, organisation: Durham miners}
  gates: {text: [NUM, Durham miners], photographs: [NUM], layout: [NUM], press: [NUM]}
"""
_GATES: tuple[GateId, ...] = ("text", "photographs", "layout", "press")
_DECISIONS: tuple[DecisionWord, ...] = ("approved", "corrections", "changes")
_RUNS = 5
_PROJECT = ("catalogue.yml", "panels", "photos", "styles")


def copy_project(target: Path) -> None:
    """Copy the sample exhibition without the tool."""
    target.mkdir()
    for name in _PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        elif source.exists():
            shutil.copy(source, target / name)


def fill(root: Path, entries: int) -> None:
    """Write a ledger of so many decisions on the items as they were built."""
    (root / FOLDER).mkdir(parents=True)
    built = manifest.read(root / "out" / "press")
    parents: tuple[str, ...] = ()
    for number in range(entries):
        item = list(built)[number % len(built)]
        gate = _GATES[number // len(built) % 4]
        by, organisation = ("A. Writer", "NUM") if number % 2 else ("D. Miner", "Durham miners")
        judged = tuple(part.digest for part in built[item].judged.get(gate, ()))
        day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
        matter = Decision(
            item, gate, _DECISIONS[number % 3], by, "", organisation, day, 1 + number // 100, judged, str(number)
        )
        entry = Entry(matter, parents)
        parents = (entry.digest,)
        (root / FOLDER / entry.file_name).write_text(entry.text, "utf-8")


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median of a few runs, s: by the clock, and of the processor, which other programs disturb less."""
    times = []
    for _ in range(_RUNS):
        started, spent = time.perf_counter(), _spent()
        work()
        times.append((time.perf_counter() - started, _spent() - spent))
    return statistics.median(wall for wall, _ in times), statistics.median(used for _, used in times)


def _spent() -> float:
    """Return the processor's seconds of this process and of those it started."""
    return sum(os.times()[:4])


def main() -> None:
    """Measure, and print a table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("-n", "--entries", type=int, default=10_000, help="how many entries (default 10,000)")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "sample"
        copy_project(root)
        with (root / "catalogue.yml").open("a", encoding="utf-8") as catalogue:
            catalogue.write(_SIGN_OFF)
        subprocess.run([*PANELPRESS, "build", "-q"], cwd=root, check=True)
        fill(root, asked.entries)
        exhibition = load(root, THEMES, SHIPPED / "panel")
        ledger = chain.read(root)
        items = {name.key: (name.kind, judged) for name, judged, _ in current(exhibition, ledger)}
        report, _ = status(root)
        nowhere = Console(file=io.StringIO(), width=100)
        rows: dict[str, Callable[[], object]] = {
            f"read {asked.entries:,} entries": lambda: chain.read(root),
            "where every item stands": lambda: standings(
                asked_of(exhibition.sign_off), chain.Ledger(ledger.entries), items, exhibition.date
            ),
            "print the table": lambda: show_status(report, nowhere, nowhere),
            "what the items are now": lambda: current(exhibition, ledger),
            "the whole command": lambda: subprocess.run(
                [*PANELPRESS, "status"], cwd=root, capture_output=True, check=False
            ),
        }
        for name, work in rows.items():
            wall, used = seconds(work)
            print(f"{name:28} {wall:6.3f} s, of the processor {used:6.3f} s")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
