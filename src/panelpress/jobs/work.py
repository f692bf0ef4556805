"""One item, from recipe to judged press file: what a worker process does."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from panelpress.ground import processors
from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, PanelpressError, Place
from panelpress.ground.files import Cache, digest, write_atomic
from panelpress.jobs.kept import Keys, find_made, keep_made, keep_result, put
from panelpress.jobs.looks import keep_looks
from panelpress.jobs.places import REJECTED
from panelpress.press.inputs import stamp_of
from panelpress.report.model import ItemReport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.facts.pdf import PdfFacts
    from panelpress.facts.signing import Judged, NumberedLine
    from panelpress.preflight.framework import Outcome
    from panelpress.preflight.order import Order
    from panelpress.preflight.waivers import Waiver
    from panelpress.press.make import Made
    from panelpress.press.recipe import Recipe


_ENGINE_MB = 250
"""A process with the engine loaded that lays out 32 pages (measured: 170-240 MB; `make bench`)"""
_OF_A_PIXEL = 8
"""Bytes that a pixel of an original takes while it becomes a press picture, at most (measured at 24-200 megapixels)"""
_LARGE = 8_000_000
"""From so many bytes on a file's header is asked how many pixels it has; smaller ones have no more than _MOST"""
_MOST = 24_000_000


def _pixels(path: Path) -> int:
    """Return how many pixels a photograph has, or at most has; none where it cannot be told: it will be refused."""
    try:
        if path.stat().st_size < _LARGE:
            return min(_MOST, 4 * path.stat().st_size)
    except OSError:
        return 0
    from panelpress.press.pictures.headers import MAX_PIXELS, size_of

    width, height = size_of(path) or (0, 0)
    return min(MAX_PIXELS, width * height)


@dataclass(frozen=True)
class Task:
    """An item to make: its recipe, what was ordered, and where the file goes."""

    recipe: Recipe
    order: Order
    profile: str | Path
    staging: Path
    cache: Path | None
    rules: str = ""
    """What tells the rules of ``profile`` from others"""
    waivers: tuple[Waiver, ...] = ()
    """What the ledger says was accepted of what they find"""
    keys: Keys | None = None
    """Under which what becomes of it is kept; None: it is not"""
    stamp: tuple[tuple[int, ...], ...] = ()
    """What told, when the keys were made, that its files were what the keys say"""
    pressed: Mapping[str, Path] = field(default_factory=dict)
    """The press files that are there already, by their digests"""
    threads: int = 1
    """How many may work on it at once"""

    @property
    def name(self) -> ItemName:
        """Which item."""
        return self.recipe.name

    @property
    def weight(self) -> float:
        """How much work it is, roughly in seconds: pictures by the area they print on, pages by their number."""
        pictures = sum(w.width_mm * w.height_mm * (w.ppi / 200) ** 2 for w in self.recipe.pictures)
        return 0.3 + pictures / 400_000 + 0.04 * self.recipe.pages

    @property
    def memory_mb(self) -> float:
        """How much memory it takes at most, MB: the engine and what it lays out, and its largest originals, one a thread."""
        pixels = sorted(_pixels(wanted.path) for wanted in self.recipe.pictures)
        return _ENGINE_MB + sum(pixels[-self.threads :]) * _OF_A_PIXEL / 1_000_000


@dataclass(frozen=True)
class Result:
    """What became of an item; ``stop`` is set when a fault of the project must stop everything.

    ``judged`` is what each gate of the sign-off judges in it, ``lines`` its lines as a proof numbers them.
    """

    report: ItemReport
    versions: tuple[tuple[str, str], ...] = ()
    stop: tuple[Diagnostic, ...] = ()
    judged: Judged = field(default_factory=dict)
    lines: tuple[NumberedLine, ...] = ()


def work(task: Task) -> Result:
    """Make one item, judge its finished bytes, and put the file with the good or with the rejected ones."""
    started = time.perf_counter()
    name = task.name
    processors.use(task.threads)
    try:
        return _work(task, started)
    except PanelpressError as refused:
        if refused.code is not ExitCode.FINDINGS:
            return Result(
                ItemReport(name.key, name.label, "absent", problems=refused.diagnostics), stop=refused.diagnostics
            )
        seconds = time.perf_counter() - started
        report = ItemReport(name.key, name.label, "rejected", problems=refused.diagnostics, seconds=seconds)
        return Result(report, _versions())
    except OSError:
        raise
    except Exception as crash:  # noqa: BLE001 - the others must still be made, and this one named
        return Result(ItemReport(name.key, name.label, "crashed", problems=(_fault(name, crash),)))


def _work(task: Task, started: float) -> Result:
    from panelpress.facts.numbering import numbered_lines
    from panelpress.inspect.reader import read_pdf
    from panelpress.jobs.bare import as_approved
    from panelpress.ledger.judged import judged
    from panelpress.preflight.order import Subject
    from panelpress.preflight.profiles import judge, load_profile, with_waivers
    from panelpress.preflight.sources import with_sources
    from panelpress.press.make import make

    recipe, cache = task.recipe, Cache(task.cache)
    before = find_made(cache, task.keys.made, recipe, task.pressed) if task.keys else None
    made = before or make(recipe, cache)
    # ink was limited where the pictures were separated; `panelpress check` draws the plates and measures it, and looks for
    # codes on every page
    pages = tuple(sorted({code.page for code in recipe.codes}))
    facts = read_pdf(made.data, recipe.file_name, plates=False, codes=pages, looks=True)
    subject = Subject(facts, made.layout, task.order)
    outcomes = with_sources(judge(subject, with_waivers(load_profile(task.profile), task.waivers)), subject)
    what, told = as_approved(task, made, facts, outcomes, cache)
    report = _report(task, replace(made, problems=(*made.problems, *told)), facts, outcomes)
    target = task.staging / ("" if report.state == "ready" else REJECTED) / report.file
    if before:
        put(task.pressed[report.digest], target)
    else:
        write_atomic(target, made.data)
    keep_looks(cache, report.digest, report.looks)
    result = Result(report, made.versions, judged=judged(what), lines=numbered_lines(made.layout))
    if task.keys and stamp_of(recipe) == task.stamp:  # else a file was changed meanwhile: it is not what the keys say
        if not before:
            keep_made(cache, task.keys.made, recipe, made)
        keep_result(cache, task.keys.result, result)
    return replace(result, report=replace(report, seconds=time.perf_counter() - started))


def _report(task: Task, made: Made, facts: PdfFacts, outcomes: tuple[Outcome, ...]) -> ItemReport:
    """Return what is told of an item that was made: good, or rejected for what was found."""
    from panelpress.facts.look import looks_of
    from panelpress.facts.usedinks import used_inks

    found = [*made.problems, *(d for outcome in outcomes for d in outcome.found)]
    return ItemReport(
        key=task.name.key,
        label=task.name.label,
        state="rejected" if any(d.level is Level.ERROR for d in found) else "ready",
        file=task.recipe.file_name,
        pages=len(facts.pages),
        width_mm=task.recipe.sheet.width,
        height_mm=task.recipe.sheet.height,
        octets=len(made.data),
        lowest_ppi=_lowest_ppi(facts),
        digest=digest(made.data),
        content_digest=made.content_digest,
        outcomes=outcomes,
        problems=made.problems,
        looks=looks_of(facts),
        safe=task.order.safe,
        inks=used_inks(facts),
    )


def lost(task: Task) -> Result:
    """Return what is told of an item whose process was stopped from outside."""
    found = Diagnostic(
        "panelpress/worker",
        Level.ERROR,
        f"the process that made {task.name.label} was stopped from outside",
        "usually the machine ran out of memory: try `--jobs 1`, or supply smaller pictures",
        place=Place(task.name.key),
    )
    return Result(ItemReport(task.name.key, task.name.label, "crashed", problems=(found,)))


def _versions() -> tuple[tuple[str, str], ...]:
    """Return the versions an item would have been made with: the manifest names them also where none came to be."""
    from panelpress.press import engine

    return engine.versions()


def _lowest_ppi(facts: PdfFacts) -> float | None:
    return min((min(i.ppi_x, i.ppi_y) for page in facts.pages for i in page.images), default=None)


def _fault(name: ItemName, crash: BaseException) -> Diagnostic:
    frames = traceback.extract_tb(crash.__traceback__)
    at = f" at {frames[-1].filename.rpartition('panelpress/')[2]}:{frames[-1].lineno}" if frames else ""
    return Diagnostic(
        "panelpress/fault",
        Level.ERROR,
        f"panelpress itself failed on {name.label}: {type(crash).__name__}: {crash}{at}",
        "this is our fault, not yours: please report it with this message and the output of `panelpress info`",
        place=Place(name.key),
    )
