"""`panelpress build`: the files for the printer, judged as they are made, published together or not at all."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, replace
from json import dumps
from typing import TYPE_CHECKING

from panelpress.exhibition.items import ItemName, all_items, select
from panelpress.exhibition.model import in_language
from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import ExitCode, Level, PanelpressError, fault
from panelpress.ground.files import Cache, Swap, digest, digest_file
from panelpress.jobs.approval import approvals, file_name, in_the_way
from panelpress.jobs.looks import kept_looks
from panelpress.jobs.orders import Rules, choose_printers, digest_of, order_for, rules_with_waivers
from panelpress.jobs.places import CACHE, OUT, PREFLIGHT, PRESS
from panelpress.jobs.pool import apart, run
from panelpress.jobs.prose import by_item, judge_prose, prose_of, text_rules
from panelpress.jobs.publishing import publishing
from panelpress.jobs.ticket import ticket_of, ticket_pdf
from panelpress.jobs.work import Result, Task
from panelpress.ledger import chain, editions, manifest, snapshot
from panelpress.preflight.sources import with_present_lines
from panelpress.preflight.waivers import accepted
from panelpress.press.compose import compose
from panelpress.press.inputs import inputs_of, package_versions
from panelpress.press.stylesheets import lint_styles
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report import html, json
from panelpress.report.model import ItemReport, Report, exit_code
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
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.editions import EditionRecord
    from panelpress.preflight.order import Order
    from panelpress.press.recipe import Recipe
    from panelpress.report.progress import Watcher


@dataclass(frozen=True)
class Request:
    """What was asked: which items, for which print shops, on how many processes."""

    root: Path
    items: tuple[str, ...] = ()
    printer: str | None = None
    jobs: int = 1
    cache: bool = True
    fail_on: Level = Level.ERROR
    release: bool = False
    """Close the edition: only if everything is approved, unchanged, there and without a finding that nobody answers for"""


@dataclass(frozen=True)
class Built:
    """What a build leaves behind, in memory: the project as it was read, its items, and what became of each.

    The mappings go by the items' keys; ``results`` holds those that were made now. ``judged`` is what each gate judges in an
    item that has a file, ``stands`` says where each is with those who must approve it. ``versions`` are those of all that made
    the set.
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


def build(request: Request, watching: Callable[[float], AbstractContextManager[Watcher]]) -> Built:
    """Build the items and publish them in ``out/press``.

    Raises:
        PanelpressError: with exit code 2 and nothing published, when the project itself is faulty or ``out/`` not writable.
    """
    started = time.perf_counter()
    state = snapshot.state_of(request.root) if request.cache else ""
    if request.release and request.items:
        raise fault(
            "release/partial",
            "an edition is closed whole: --release takes no items",
            "name none; one item of an edition that is closed is printed again with `panelpress reprint`",
        )
    exhibition = load(request.root, THEMES, SHIPPED / "panel")
    printers = choose_printers(exhibition, request.printer)
    names = all_items(exhibition, printers[1].files)
    asked = select(names, request.items)
    recipes = _recipes(exhibition, names, printers)
    _stop_at_equal_names(recipes.values())
    written = judge_prose(prose_of(exhibition), text_rules(exhibition), exhibition.date)
    told = by_item(written, exhibition, recipes.values())
    recipes = {key: _with_errors(recipe, told.get(key, ())) for key, recipe in recipes.items()}
    orders = {name.key: order_for(exhibition, recipes[name.key], printers[name.kind == "catalogue"]) for name in names}
    signed = chain.read(request.root)
    rules = {
        name.key: rules_with_waivers(exhibition, signed, recipes[name.key], printers[name.kind == "catalogue"])
        for name in names
    }
    out = request.root / OUT
    cache = Cache(out / CACHE if request.cache else None)
    with publishing(out) as swap:
        tasks = [_task(recipes[name.key], orders[name.key], rules[name.key], request, swap.staging) for name in asked]
        with watching(sum(task.weight for task in tasks)) as watcher:
            done = (_with_the_rest(result, told, orders, rules) for result in run(tasks, request.jobs, watcher))
            results = {result.report.key: result for result in done}
        _stop_at([d for result in results.values() for d in result.stop])
        before = manifest.versions(swap.target)
        versions = next((dict(r.versions) for r in results.values() if r.versions), before) | package_versions()
        same = before == versions  # else items that are kept would stand beside others that are set differently
        reports = tuple(
            _made_or_kept(
                name, results, recipes[name.key], orders[name.key], rules[name.key], swap if same else None, cache
            )
            for name in names
        )
        report = Report(
            in_language(exhibition.title, exhibition.language),
            exhibition.job,
            exhibition.edition,
            exhibition.date.isoformat(),
            f"out/{PRESS}/",
            reports,
            (*exhibition.remarks, *told.get("", ())),
            time.perf_counter() - started,
        )
        for torn in swap.staging.rglob(".*"):  # half a file of a process that died
            torn.unlink()
        judged = _judged(report, results, manifest.read(swap.target))
        stands = approvals(exhibition, signed, {name.key: (name.kind, judged.get(name.key)) for name in names})
        report = replace(report, items=tuple(_named(item, stands[item.key], swap.staging) for item in report.items))
        held = in_the_way(exhibition, signed, report.items, report.remarks, stands) if request.release else ()
        keys = tuple(name.key for name in asked) if request.items else ()
        report = replace(report, held=held, released=request.release and not held, asked=keys)
        built = Built(
            exhibition, printers, signed, recipes, orders, rules, results, judged, stands, versions, report,
            _code(report, asked, request.fail_on),
        )  # fmt: skip
        if held:
            return built
        write_reports(built, cache, swap.staging, request.jobs)
        edition = _closed(built, swap.staging) if request.release else None
        swap.publish()
        if edition is not None:
            editions.keep(request.root, edition)
        if request.cache:
            _note(built, request, state)
    return built


def _note(built: Built, request: Request, state: str) -> None:
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


def _closed(built: Built, staging: Path) -> EditionRecord:
    """Put the edition into the archive and read it back; its record is written once the set is published."""
    from panelpress.jobs.release import close

    return close(built, staging)


def _is_edition(root: Path, exhibition: Exhibition, report: Report) -> bool:
    """Tell whether a set is, file for file, the edition of its number as it was closed."""
    known, _ = editions.every(root)
    record = known.get(exhibition.edition)
    made = {item.key: item.digest for item in report.items if item.state in GOOD_STATES}
    return record is not None and made == {key: item.sha256 for key, item in record.items.items()}


def _code(report: Report, asked: Sequence[ItemName], fail_on: Level) -> ExitCode:
    """Return what a build ends with: by the items that were asked for, and by what keeps them from being released."""
    if report.held:
        return ExitCode.FINDINGS
    keys = {name.key for name in asked}
    shown = [item for item in report.items if item.key in keys]
    return exit_code(shown, [*report.remarks, *(d for item in shown for d in item.findings)], fail_on)


def _judged(report: Report, results: Mapping[str, Result], before: Mapping[str, manifest.Entry]) -> dict[str, Judged]:
    """Return what the gates judge in every item that has a file, made now or kept."""
    found: dict[str, Judged] = {}
    for item in report.items:
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


def _task(recipe: Recipe, order: Order, rules: Rules, request: Request, staging: Path) -> Task:
    cache = request.root / OUT / CACHE if request.cache else None
    return Task(recipe, order, rules.profile, staging, cache, rules.identity, rules.waivers)


def _made_or_kept(
    name: ItemName,
    results: dict[str, Result],
    recipe: Recipe,
    order: Order,
    rules: Rules,
    swap: Swap | None,
    cache: Cache,
) -> ItemReport:
    """Return what became of an item: made now, or kept from an earlier build of the very same inputs, or absent."""
    if name.key in results:
        return results[name.key].report
    old = manifest.read(swap.target).get(name.key) if swap else None
    if swap is None or old is None or old.state not in ("ready", "kept"):
        return ItemReport(name.key, name.label, "absent")
    path = swap.target / old.file
    current = digest_of(recipe, order, rules, inputs_of(recipe))
    problems, outcomes = json.read_findings(swap.target / PREFLIGHT).get(name.key, ((), ()))
    if old.recipe != current or not path.is_file() or digest_file(path) != old.sha256:
        return ItemReport(name.key, name.label, "absent")
    shutil.copy2(path, swap.staging / recipe.file_name)
    return ItemReport(
        name.key,
        name.label,
        "kept",
        recipe.file_name,
        old.pages,
        *old.trim_mm,
        old.octets,
        old.lowest_ppi,
        old.sha256,
        old.content_digest,
        outcomes=with_present_lines(outcomes, order),
        problems=problems,
        looks=kept_looks(cache, old.sha256),
        safe=order.safe,
        inks=old.inks,
    )


def write_reports(built: Built, cache: Cache, staging: Path, jobs: int) -> None:
    """Write the job ticket and the reports, then the manifest, last."""
    exhibition = built.exhibition
    released = built.report.released or _is_edition(exhibition.root, exhibition, built.report)
    report = replace(built.report, released=released, asked=())  # they tell of the whole set, whatever was asked for
    content = ticket_of(
        exhibition, built.printers, report.items, built.recipes, built.stands, built.ledger.heads,
        released=released,
    )  # fmt: skip
    with apart(ticket_pdf, content, exhibition.root, cache, jobs=jobs) as ticket:
        files = {
            "preflight.html": html.page(report).encode(),
            PREFLIGHT: json.encode(json.document(report)),
            "ticket.json": (dumps(content.document(), ensure_ascii=False, indent=1) + "\n").encode(),
            "ticket.pdf": ticket(),
        }
    for file, data in files.items():
        (staging / file).write_bytes(data)
    panels, books = built.printers
    about = {
        "job": exhibition.job,
        "title": report.title,
        "edition": exhibition.edition,
        "date": report.date,
        "released": released,
        "printers": {"panels": panels.model_dump(mode="json"), "catalogue": books.model_dump(mode="json")},
    }
    sources = {path.relative_to(exhibition.root).as_posix(): digest_file(path) for path in exhibition.sources}
    digests = {file: digest(data) for file, data in files.items()}
    entries = [_entry(item, built) for item in report.items]
    (staging / manifest.NAME).write_bytes(manifest.build(about, entries, digests, sources, built.versions))


def _entry(item: ItemReport, built: Built) -> manifest.Entry:
    recipe, order, rules = built.recipes[item.key], built.orders[item.key], built.rules[item.key]
    inputs = inputs_of(recipe)
    counts = {level.word: item.count(level) for level in Level}
    reason = {
        "rejected": "its findings are in preflight.html; its file, if one was made, is in rejected/",
        "absent": "not asked for, and no file of the same inputs was here",
        "crashed": "panelpress failed on it",
    }.get(item.state, "")
    return manifest.Entry(
        item.key,
        item.label,
        item.state,
        item.file if item.state in GOOD_STATES else "",
        item.digest,
        item.content_digest,
        item.octets,
        item.pages,
        (item.width_mm, item.height_mm),
        None if item.lowest_ppi is None else round(item.lowest_ppi, 1),
        counts,
        digest_of(recipe, order, rules, inputs),
        inputs,
        reason,
        built.judged.get(item.key, {}),
        item.inks,
        built.stands[item.key].words if item.state in GOOD_STATES else "",
    )
