"""The measurements in order: side by side in one project, then more and more panels, then one very large photograph."""

from __future__ import annotations

import compileall
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench import browsers, changes, workload
from tools.bench.machine import machine
from tools.bench.measure import BUILD, PANELPRESS, ROOT, Case, figure, in_turns, tell
from tools.bench.plainjob import MEASURED
from tools.bench.results import Large, Results, Scaled, Spent
from tools.bench.sizes import sizes
from tools.bench.workload import Workload

if TYPE_CHECKING:
    from collections.abc import Sequence

MAIN = Workload(10, book=True)
_FLOORS = {
    "copy": "read the originals, write as many bytes",
    "colour": "LittleCMS alone, as many pixels",
    "pictures": "Pillow alone, the pictures of the plain script",
    "layout": "WeasyPrint alone, the layout of the plain script",
}


@dataclass(frozen=True)
class Asked:
    """What is to be measured: runs of each kind, sizes in panels, megapixels of the large photograph (0: none)."""

    runs: int
    panels: tuple[int, ...]
    megapixels: float
    languages: bool
    vivliostyle: Path | None


def measured(asked: Asked, work: Path) -> Results:
    """Measure everything that was asked for, in a folder that is thrown away afterwards."""
    compileall.compile_dir(
        str(ROOT / "src"), quiet=1
    )  # as whoever installs a package has it done: where Python writes no
    # bytecode by itself, every run would compile panelpress, and no other program, anew
    results = Results(machine(asked.vivliostyle))
    results = side_by_side(results, asked, work)
    results = scaled(results, asked, work)
    return large(results, asked, work) if asked.megapixels else results


def side_by_side(results: Results, asked: Asked, work: Path) -> Results:
    """Measure panelpress, what is like it, and the floors, in turns."""
    tell(f"writing {MAIN.label}")
    project, jobs, pages = work / "project", work / "plain", work / "browsers"
    workload.write(project, MAIN)
    apart("tools.bench.plainjob", project, jobs)
    apart("tools.bench.browsers", jobs / "all", pages)
    (jobs / "all" / "made.txt").write_text(str(project / "out" / "press"), "utf-8")
    cases = [
        *own(project, work),
        *plain(jobs),
        *browsers.cases(pages, asked.vivliostyle),
        *floors(jobs / "all"),
    ]
    found = in_turns(cases, asked.runs, warm=asked.runs > 1)
    labels = {case.id: case.label for case in cases}
    weighed = tuple(sizes(project / "out" / "press"))
    tell("where every second goes")
    spent = steps(project)
    shutil.rmtree(project / "out")
    return replace(
        results, figures={id: figure(labels[id], runs) for id, runs in found.items()}, sizes=weighed, spent=spent
    )


def own(project: Path, work: Path) -> list[Case]:
    """Return panelpress's own cases, in the order in which each needs what the one before it has built."""
    changed = changes.Changes(project, MEASURED)
    out, alone = project / "out", work / "press-only"
    python = (sys.executable, "-m", "tools.bench.press_only", str(project), str(alone))
    return [
        Case(
            "press-only",
            "panelpress, press files only",
            (python,),
            ROOT,
            partial(shutil.rmtree, alone, ignore_errors=True),
        ),
        Case(
            "cold", "panelpress build, everything", (BUILD,), project, partial(shutil.rmtree, out, ignore_errors=True)
        ),
        Case("same", "nothing changed", (BUILD,), project),
        Case("comma", "one comma in one panel", (BUILD,), project, changed.comma),
        Case("caption", "one caption of the catalogue", (BUILD,), project, changed.caption),
        Case("picture", "one picture of one panel", (BUILD,), project, changed.picture),
        Case("token", "one token of the theme", (BUILD,), project, changed.token),
        Case("help", "panelpress --help", ((*PANELPRESS, "--help"),), project),
        Case("status", "panelpress status", ((*PANELPRESS, "status"),), project, fails=(1,)),
        Case("explain", "panelpress explain CHECK", ((*PANELPRESS, "explain", "bleed/painted"),), project),
    ]


def plain(jobs: Path) -> list[Case]:
    """Return the cases of the plain script."""
    script = (sys.executable, str(Path(__file__).with_name("plain.py")))
    return [
        Case("plain", "plain WeasyPrint script, nothing checked", ((*script, str(jobs / "all")),), ROOT),
        Case("plain-panel", "plain script, one panel", ((*script, str(jobs / "panel")),), ROOT),
        Case("plain-book", "plain script, the catalogue", ((*script, str(jobs / "book")),), ROOT),
    ]


def floors(job: Path) -> list[Case]:
    """Return what no program can do without, each in one process; and what two processes alone can save."""
    script = (sys.executable, str(Path(__file__).with_name("floor.py")))
    alone = [Case(f"floor-{what}", label, ((*script, what, str(job)),), ROOT) for what, label in _FLOORS.items()]
    both = (sys.executable, "-m", "tools.bench.halves", str(job))
    return [*alone, Case("floor-halves", "the plain script in two processes, half the work each", (both,), ROOT)]


def steps(project: Path) -> Spent:
    """Build once in one process with a clock in every step."""
    told = json.loads(apart("tools.bench.steps", project))
    dearest = sorted(told["steps"].items(), key=lambda step: -step[1])
    return Spent(told["whole"], tuple((name, seconds) for name, seconds in dearest))


def scaled(results: Results, asked: Asked, work: Path) -> Results:
    """Build exhibitions of several sizes, cold, in turns; then ten panels in one language and in two."""
    loads = [Workload(panels) for panels in asked.panels]
    if asked.languages:
        loads += [Workload(10, languages=n) for n in (1, len(workload.LANGUAGES))]
    runs = min(asked.runs, 2)
    cases = [_cold(load, work) for load in loads]
    found = in_turns(cases, runs, warm=False)
    held = {case.id: _megabytes(case.folder / "out") for case in cases}
    for case in cases:
        shutil.rmtree(case.folder)
    return replace(
        results,
        scale=tuple(
            Scaled(load.panels, load.languages, figure(case.label, found[case.id]), held[case.id])
            for load, case in zip(loads, cases, strict=True)
        ),
    )


def _cold(load: Workload, work: Path) -> Case:
    """Write an exhibition; return the case of its cold build, watched for memory."""
    folder = work / f"panels-{load.panels}-{load.languages}"
    tell(f"writing {load.label}")
    originals = work / "project" / "photos"
    workload.write(folder, load, originals if originals.exists() and not load.large else None)
    before = partial(shutil.rmtree, folder / "out", ignore_errors=True)
    return Case(folder.name, load.label, (BUILD,), folder, before, watch=True)


def large(results: Results, asked: Asked, work: Path) -> Results:
    """Build one panel with a very large photograph."""
    case = _cold(Workload(1, large=asked.megapixels), work / "large")
    found = in_turns([case], 1, warm=False)[case.id]
    label = f"1 panel with a photograph of {asked.megapixels:g} megapixels"
    return replace(results, large=Large(asked.megapixels, figure(label, found)))


def apart(module: str, *given: Path) -> str:
    """Run one of the benchmark's modules in a process of its own; return what it printed."""
    command: Sequence[str] = [sys.executable, "-m", module, *(str(path) for path in given)]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def _megabytes(folder: Path) -> float:
    """Return what the files of a folder hold together, MB; one with two names counts once."""
    seen = {(s.st_dev, s.st_ino): s.st_size for s in (p.stat() for p in folder.rglob("*") if p.is_file())}
    return sum(seen.values()) / 1_000_000
