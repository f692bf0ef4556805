"""`panelpress build`: the files for the printer, judged as they are made, published together or not at all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from panelpress.exhibition.items import ItemName, all_items, select
from panelpress.exhibition.model import in_language
from panelpress.exhibition.project import load
from panelpress.exhibition.venues import strip_remarks, with_venue
from panelpress.ground.diagnostics import ExitCode, Level, PanelpressError, fault
from panelpress.ground.files import Cache, Swap, digest_file
from panelpress.jobs import unchanged
from panelpress.jobs.approval import approvals, file_name, in_the_way
from panelpress.jobs.orders import Rules, choose_printers, order_for, rules_with_waivers
from panelpress.jobs.places import CACHE, OUT, PRESS
from panelpress.jobs.pool import Crew, crew, run
from panelpress.jobs.prose import by_item, judge_prose, prose_of, text_rules
from panelpress.jobs.publishing import publishing
from panelpress.jobs.reasons import keep_index, reason
from panelpress.jobs.tasks import Known, kept_or_absent, known_before, place, task_for
from panelpress.jobs.writing import write_reports
from panelpress.ledger import chain, editions, manifest, snapshot
from panelpress.preflight.waivers import accepted
from panelpress.press.compose import compose
from panelpress.press.inputs import package_versions
from panelpress.press.stylesheets import lint_styles
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.model import ItemReport, Report, code_of
from panelpress.report.words import GOOD_STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.signing import Judged
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.jobs.approval import Approval
    from panelpress.jobs.orders import Printers
    from panelpress.jobs.request import Request
    from panelpress.jobs.work import Result
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.editions import EditionRecord
    from panelpress.preflight.order import Order
    from panelpress.press.recipe import Recipe
    from panelpress.report.progress import Watcher


@dataclass(frozen=True)
class Built:
    """What a build leaves behind, in memory: the project as it was read, its items, and what became of each.

    The mappings go by the items' keys; ``results`` holds those that were asked for, made now or before of the very same.
    ``judged`` is what each gate judges in an item that has a file, ``stands`` says where each is with those who must approve it.
    ``versions`` are those of all that made the set.
    """

    exhibition: Exhibition
    printers: Printers
    ledger: Ledger
    recipes: Mapping[str, Recipe]
    orders: Mapping[str, Order]
    rules: Mapping[str, Rules]
    results: Mapping[str, Result]
    judged: Mapping[str, Judged]
    stands: Mapping[str, Approval]
    versions: Mapping[str, str]
    report: Report
    code: ExitCode
    inputs: Mapping[str, dict[str, str]] = field(default_factory=dict)
    """The digests of what each item was made from, where they were taken before it was made"""


@dataclass(frozen=True)
class _Plan:
    """The project as it was read, and what of it is to be built; the mappings go by the items' keys."""

    exhibition: Exhibition
    printers: Printers
    names: tuple[ItemName, ...]
    asked: tuple[ItemName, ...]
    recipes: Mapping[str, Recipe]
    orders: Mapping[str, Order]
    ledger: Ledger
    rules: Mapping[str, Rules]
    told: Mapping[str, Sequence[Diagnostic]]
    """What was found in what is written, by item, and under "" in the whole"""


def build(request: Request, watching: Callable[[float], AbstractContextManager[Watcher]]) -> Built:
    """Build the items and publish them in ``out/press``.

    Raises:
        PanelpressError: with exit code 2 and nothing published, when the project itself is faulty or ``out/`` not writable.
    """
    started, began = time.perf_counter(), time.time()
    state = snapshot.state_of(request.root) if request.cache else ""
    decided = unchanged.decided_by_now(request.root) if request.cache else {}
    plan = _planned(request)
    out = request.root / OUT
    cache = Cache(out / CACHE if request.cache else None)
    with publishing(out) as swap, crew() as people:
        known = known_before(plan.recipes, plan.orders, plan.rules, swap, cache)
        results = _results(plan, request, known, cache, swap, watching, people)
        built = _built(plan, request, known, results, cache, swap)
        if built.report.held:
            return built
        built = replace(built, report=replace(built.report, seconds=time.perf_counter() - started))
        write_reports(built, cache, swap.staging, request.jobs, people)
        edition = _closed(built, swap.staging) if request.release else None
        swap.publish()
        if edition is not None:
            editions.keep(request.root, edition)
        if request.cache:
            _note(built, request, state, decided)
            venues = {key: recipe.venue for key, recipe in plan.recipes.items()}
            keep_index(cache, known.keys, known.inputs, venues, results)
            cache.trim(request.cache_mb * 1_000_000, began)
    return built


def _planned(request: Request) -> _Plan:
    """Read the project and compose every item of it.

    Raises:
        PanelpressError: with everything that is wrong.
    """
    if request.release and request.items:
        raise fault(
            "release/partial",
            "an edition is closed whole: --release takes no items",
            "name none; one item of an edition that is closed is printed again with `panelpress reprint`",
        )
    exhibition = with_venue(load(request.root, THEMES, SHIPPED / "panel"), request.venue)
    printers = choose_printers(exhibition, request.printer)
    names = all_items(exhibition, printers[1].files)
    asked = select(names, request.items)
    recipes = _recipes(exhibition, names, printers)
    _stop_at_equal_names(recipes.values())
    written = judge_prose(prose_of(exhibition), text_rules(exhibition), exhibition.date)
    told = by_item(written, exhibition, recipes.values())
    recipes = {key: _with_errors(recipe, told.get(key, ())) for key, recipe in recipes.items()}
    signed = chain.read(request.root)
    shops = {name.key: printers[name.kind == "catalogue"] for name in names}
    orders = {key: order_for(exhibition, recipes[key], shop) for key, shop in shops.items()}
    rules = {key: rules_with_waivers(exhibition, signed, recipes[key], shop) for key, shop in shops.items()}
    return _Plan(exhibition, printers, names, asked, recipes, orders, signed, rules, told)


def _results(
    plan: _Plan,
    request: Request,
    known: Known,
    cache: Cache,
    swap: Swap,
    watching: Callable[[float], AbstractContextManager[Watcher]],
    people: Crew,
) -> dict[str, Result]:
    """Make the items that were asked for; what was made before of the same is only put in its place."""
    found = {name.key: known.results[name.key] for name in plan.asked if name.key in known.results}
    keys = [name.key for name in plan.asked if name.key not in found]
    tasks = [task_for(plan.recipes[key], plan.orders[key], plan.rules[key], known, cache, swap.staging) for key in keys]
    for key, result in found.items():
        place(result, known, plan.recipes[key], swap.staging)
    with watching(sum(task.weight for task in tasks)) as watcher:
        why = {
            key: reason(cache, key, known.keys[key], known.inputs[key], plan.recipes[key].venue)
            for key in keys
            if key in known.keys
        }
        watcher.begins(len(found), [(plan.recipes[key].name.label, why.get(key, "")) for key in keys])
        found |= {result.report.key: result for result in run(tasks, request.jobs, watcher, request.cluster, people)}
    _stop_at([d for result in found.values() for d in result.stop])
    return {key: _with_the_rest(result, plan.told, plan.orders, plan.rules) for key, result in found.items()}


def _built(
    plan: _Plan, request: Request, known: Known, results: Mapping[str, Result], cache: Cache, swap: Swap
) -> Built:
    """Gather what became of all items, with their approvals; their files get the names that tell of these."""
    exhibition = plan.exhibition
    before = manifest.versions(swap.target)
    versions = next((dict(r.versions) for r in results.values() if r.versions), before) | package_versions()
    same = before == versions  # else items that are kept would stand beside others that are set differently
    reports = tuple(
        results[name.key].report
        if name.key in results
        else kept_or_absent(
            name, plan.recipes[name.key], plan.orders[name.key], plan.rules[name.key], swap if same else None, cache
        )
        for name in plan.names
    )
    for torn in swap.staging.rglob(".*"):  # half a file of a process that died
        torn.unlink()
    judged = _judged(reports, results, manifest.read(swap.target))
    stands = approvals(exhibition, plan.ledger, {name.key: (name.kind, judged.get(name.key)) for name in plan.names})
    items = tuple(_named(item, stands[item.key], swap.staging) for item in reports)
    remarks = (*exhibition.remarks, *strip_remarks(exhibition), *plan.told.get("", ()))
    held = in_the_way(exhibition, plan.ledger, items, remarks, stands) if request.release else ()
    report = Report(
        in_language(exhibition.title, exhibition.language),
        exhibition.job,
        exhibition.edition,
        exhibition.date.isoformat(),
        f"out/{PRESS}/",
        items,
        remarks,
        held=held,
        released=request.release and not held,
        asked=tuple(name.key for name in plan.asked) if request.items else (),
    )
    return Built(
        exhibition, plan.printers, plan.ledger, plan.recipes, plan.orders, plan.rules, results, judged, stands, versions,
        report, code_of(report, request.fail_on), known.inputs,
    )  # fmt: skip


def _note(built: Built, request: Request, state: str, decided: dict[str, str]) -> None:
    """Note what the exhibition was as it was built, for whoever asks while nothing has changed."""
    exhibition = built.exhibition
    if not state or snapshot.state_of(request.root) != state:
        return  # something was changed while it was being built
    others = snapshot.others(request.root, exhibition.sources)
    items = (
        snapshot.ItemSeen(
            key, recipe.name.label, recipe.name.kind, snapshot.of_waivers(built.ledger, key, exhibition.sign_off)
        )
        for key, recipe in built.recipes.items()
    )
    seen = snapshot.Snapshot(
        snapshot.state_of(request.root, others),
        others,
        digest_file(request.root / OUT / PRESS / manifest.NAME),
        request.printer or "",
        built.report.title,
        exhibition.job,
        exhibition.edition,
        exhibition.date,
        exhibition.sign_off,
        tuple(items),
    )
    snapshot.keep(request.root, seen)
    if not request.release:
        unchanged.keep(request, seen.state, others, decided, built.report)


def _closed(built: Built, staging: Path) -> EditionRecord:
    """Put the edition into the archive and read it back; its record is written once the set is published."""
    from panelpress.jobs.release import close

    return close(built, staging)


def _judged(
    reports: Iterable[ItemReport], results: Mapping[str, Result], before: Mapping[str, manifest.Entry]
) -> dict[str, Judged]:
    """Return what the gates judge in every item that has a file, made now or kept."""
    found: dict[str, Judged] = {}
    for item in reports:
        if item.state in GOOD_STATES:
            found[item.key] = results[item.key].judged if item.key in results else before[item.key].judged
    return found


def _named(item: ItemReport, approval: Approval, staging: Path) -> ItemReport:
    """Give an item's file the name that says whether it is approved.

    Raises:
        PanelpressError: when another file has that name already.
    """
    if item.state not in GOOD_STATES:
        return item
    name = file_name(item.file, approval)
    if name != item.file:
        if (staging / name).exists():
            raise fault("config/file-name", f"two files would be called {name}", "change the printer's `file_name:`")
        (staging / item.file).rename(staging / name)
    return replace(item, file=name)


def _with_errors(recipe: Recipe, told: Iterable[Diagnostic]) -> Recipe:
    """Return a recipe that is rejected where its text is wrong, such as for a placeholder in it."""
    return replace(recipe, problems=(*recipe.problems, *(d for d in told if d.level is Level.ERROR)))


def _with_the_rest(
    result: Result, told: Mapping[str, Sequence[Diagnostic]], orders: Mapping[str, Order], rules: Mapping[str, Rules]
) -> Result:
    """Return a result with what was found in its text that does not reject it, and with what somebody answers for."""
    key = result.report.key
    rest = [d for d in told.get(key, ()) if d.level is not Level.ERROR]
    problems = accepted((*result.report.problems, *rest), rules[key].waivers, orders[key])
    return replace(result, report=replace(result.report, problems=problems))


def _recipes(exhibition: Exhibition, names: Sequence[ItemName], printers: Printers) -> dict[str, Recipe]:
    """Compose every item, and stop at everything that is wrong with styles and layouts, not only at the first."""
    problems = [d for d in lint_styles(exhibition) if d.level is Level.ERROR]
    if any(d.id == "style/encoding" for d in problems):
        raise PanelpressError(problems)
    recipes: dict[str, Recipe] = {}
    for name in names:
        try:
            recipes[name.key] = compose(exhibition, name, printers[name.kind == "catalogue"])
        except PanelpressError as wrong:
            problems += wrong.diagnostics
    _stop_at(list(dict.fromkeys(problems)))
    return recipes


def _stop_at(found: Sequence[Diagnostic]) -> None:
    problems = [d for d in found if d.level is Level.ERROR]
    if problems:
        raise PanelpressError(problems)


def _stop_at_equal_names(recipes: Iterable[Recipe]) -> None:
    seen: dict[str, str] = {}
    for recipe in recipes:
        other = seen.setdefault(recipe.file_name.casefold(), recipe.name.label)
        if other != recipe.name.label:
            raise fault(
                "config/file-name",
                f"{other} and {recipe.name.label} would both be called {recipe.file_name}",
                "put {number}, {id} and {languages} into the printer's `file_name:`",
            )
