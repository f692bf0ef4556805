"""Where every second of a cold build goes: the processor's seconds of each step, in one process.

``python -m tools.bench.steps PROJECT`` prints JSON. The steps' functions are wrapped from outside; what a step calls that is a
step of its own counts there and not twice. Pictures are made on one thread, so that each second has one owner.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelpress.jobs.build import build
from panelpress.jobs.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEPS: dict[str, tuple[str, ...]] = {
    "read the project": ("exhibition.project:load", "ledger.chain:read"),
    "compose pages": ("press.compose:compose", "press.stylesheets:lint_styles"),
    "judge what is written": ("jobs.prose:judge_prose", "jobs.prose:prose_of"),
    "digests, cache": (
        "jobs.tasks:known_before", "ledger.snapshot:state_of", "jobs.unchanged:decided_by_now", "jobs.unchanged:keep",
        "jobs.kept:keep_made", "jobs.kept:keep_result", "jobs.looks:keep_looks", "ledger.snapshot:keep",
        "press.inputs:inputs_of", "press.inputs:stamp_of", "ground.files:digest_file", "ground.files:Cache.put",
        "ground.files:Cache.get",
    ),
    "pictures: decode": ("press.pictures.ingest:ingest",),
    "pictures: resample": ("press.pictures.resample:resampled",),
    "pictures: see their colour cast": ("press.pictures.separate:measure_cast",),
    "pictures: separate": ("press.pictures.separate:separate",),
    "pictures: encode": ("press.pictures.derive:_jpeg",),
    "lay out": ("press.engine:lay_out", "press.copyfit:chosen", "press.copyfit:overruns"),
    "paint": ("press.engine:paint",),
    "finish": ("press.finish:finish",),
    "read back": ("inspect.reader:read_pdf",),
    "draw the pages' edges": ("inspect.raster:with_edges",),
    "look for covered things": ("inspect.hidden:with_covered",),
    "checks": ("preflight.profiles:judge", "preflight.profiles:load_profile", "preflight.sources:with_sources"),
    "what people approve": ("ledger.judged:judged", "jobs.bare:as_approved", "facts.numbering:numbered_lines"),
    "job ticket": ("jobs.ticket:ticket_pdf",),
    "reports, manifest": ("jobs.writing:write_reports",),
    "write, publish": ("ground.files:write_atomic", "ground.files:Swap.publish"),
}  # fmt: skip
"""Each step's functions, as ``module:name`` below ``panelpress``"""

ELSE = "everything else"
IMPORTS = "start, imports"


class Clock(threading.local):
    """The processor's seconds of this thread, and the steps it is in."""

    def __init__(self) -> None:
        self.inside: list[list[float]] = []


def wrap(function: Callable[..., Any], step: str, spent: dict[str, float], clock: Clock) -> Callable[..., Any]:
    """Return a function that adds what it costs, without what steps inside it cost, to its step."""

    @functools.wraps(function)
    def timed(*given: Any, **named: Any) -> Any:
        inner = [0.0]
        clock.inside.append(inner)
        began = time.thread_time()
        try:
            return function(*given, **named)
        finally:
            took = time.thread_time() - began
            clock.inside.pop()
            spent[step] = spent.get(step, 0.0) + took - inner[0]
            if clock.inside:
                clock.inside[-1][0] += took

    return timed


def found(name: str) -> tuple[Any, str, Callable[..., Any]]:
    """Return where a step's function is kept, by what name, and the function.

    Raises:
        AttributeError: when it has gone or was renamed: then the table above is to be brought up to date.
    """
    module, _, path = name.partition(":")
    holder: Any = importlib.import_module(f"panelpress.{module}")
    *above, last = path.split(".")
    for part in above:
        holder = getattr(holder, part)
    return holder, last, getattr(holder, last)


def watch(spent: dict[str, float]) -> None:
    """Wrap every step's functions, wherever they have been imported to."""
    clock = Clock()
    for step, names in STEPS.items():
        for name in names:
            holder, last, function = found(name)
            timed = wrap(function, step, spent, clock)
            setattr(holder, last, timed)
            for module in [m for key, m in sys.modules.items() if key.startswith("panelpress")]:
                for alias in [key for key, value in vars(module).items() if value is function]:
                    setattr(module, alias, timed)


class _Nobody:
    """A watcher that says nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


@contextlib.contextmanager
def _nobody(_: float) -> Iterator[Any]:
    yield _Nobody()


def main(project: Path) -> None:
    """Build in this process and print what each step cost."""
    os.cpu_count = lambda: 1  # one thread for pictures
    shutil.rmtree(project / "out", ignore_errors=True)
    spent: dict[str, float] = {}
    for name in (name for names in STEPS.values() for name in names):
        found(name)
    spent[IMPORTS] = time.process_time()
    watch(spent)
    build(Request(project, jobs=1), _nobody)
    whole = time.process_time()
    spent[ELSE] = whole - sum(spent.values())
    print(json.dumps({"whole": whole, "steps": spent}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
