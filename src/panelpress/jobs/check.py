"""`panelpress check`: judge any PDF, ours or not."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from panelpress.ground.diagnostics import ExitCode, Level, PanelpressError, did_you_mean, error, fault
from panelpress.ground.files import Cache, digest, digest_file
from panelpress.ground.packing import packed, unpacked
from panelpress.jobs.annotate import Annotate, annotate_to, write_copy
from panelpress.jobs.pool import EYES, each
from panelpress.ledger.tool import tool
from panelpress.report.model import PARTS, ItemReport, Report, exit_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.pdf import PdfFacts
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.preflight.order import Order
    from panelpress.preflight.profiles import Profile
    from panelpress.preflight.waivers import Waiver

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Asked:
    """What is to be judged: files, folders, ``-`` or items; by which profile; which checks or families of it.

    ``looks``: pages and plates are wanted as small pictures, for the HTML report. ``annotate``: where copies with the
    findings marked in them go, ``OUT.pdf`` or ``DIR/``.
    """

    names: tuple[str, ...]
    profile: str | Path | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    directory: Path = Path()
    looks: bool = False
    annotate: str | None = None
    jobs: int = 1


@dataclass(frozen=True)
class _Given:
    """One PDF to judge: what people call it, its bytes or where they are, what was ordered, by which profile.

    ``waivers``: what the ledger says was accepted of what is found in it. ``data``: its bytes, where they came by standard input.
    ``cache``: where the exhibition it belongs to keeps what was found, None for a stranger's.
    """

    name: str
    label: str
    path: Path | None
    order: Order
    profile: str | Path
    waivers: tuple[Waiver, ...] = ()
    data: bytes = b""
    cache: Path | None = None


def check(asked: Asked, stdin: IO[bytes], fail_on: Level = Level.ERROR) -> tuple[Report, ExitCode]:
    """Judge PDFs by a profile.

    Raises:
        PanelpressError: when a file, folder, item, profile or check does not exist.
    """
    _exhibition.cache_clear()  # it may have been changed since somebody last asked
    given = [replace(one, data=stdin.read()) if one.path is None else one for one in _given(asked)]
    profiles = tuple(dict.fromkeys(one.profile for one in given))
    for profile in profiles:
        _chosen(profile, asked)  # what is wrong with it is said before anything is judged
    copies = annotate_to(asked.annotate, len(given)) if asked.annotate else None
    known = {at: item for at, one in enumerate(given) if (item := _known(one, asked))}
    fresh = [one for at, one in enumerate(given) if at not in known]
    found = each(functools.partial(_one, asked=asked, copies=copies), fresh, asked.jobs, EYES)
    judged = tuple(_Seen(known[at], unread=False) if at in known else next(found) for at in range(len(given)))
    items = tuple(one.item for one in judged)
    unwritten = tuple(d for one in judged for d in one.unwritten)
    names = ", ".join(str(name) for name in profiles)
    report = Report(f"Preflight by {names}", "", 0, "", "", items, unwritten, partial=bool(asked.only or asked.skip))
    code = exit_code(items, report.findings, fail_on)
    unread = any(one.unread for one in judged)
    return report, max(code, ExitCode.CANNOT_JUDGE) if unread or unwritten else code


@dataclass(frozen=True)
class _Seen:
    """What became of one file; ``unread``: it could not be read at all; ``unwritten``: why its marked copy was not made."""

    item: ItemReport
    unread: bool
    unwritten: tuple[Diagnostic, ...] = ()


def _one(each: _Given, asked: Asked, copies: Annotate | None) -> _Seen:
    """Judge one file and mark its copy: what a process does, for its profile is read once in each."""
    data = each.data if each.path is None else each.path.read_bytes()
    item, facts = _judged(each, _chosen(each.profile, asked), data, looks=asked.looks)
    if facts is not None and each.cache:
        Cache(each.cache).put(_key(each, asked, data), packed(replace(item, looks=())))
    if copies is None or facts is None:
        return _Seen(item, facts is None)
    try:
        write_copy(copies, _copied(each), each.path, data, (item, facts))
    except PanelpressError as refused:
        return _Seen(item, unread=False, unwritten=refused.diagnostics)
    return _Seen(item, unread=False)


def _key(each: _Given, asked: Asked, data: bytes) -> str:
    """Return a digest of all that a file's findings depend on."""
    rules = digest_file(each.profile) if isinstance(each.profile, Path) else each.profile
    parts = [asked.only, asked.skip]
    return digest(
        packed(("check", tool(), digest(data), each.name, each.label, each.order, rules, each.waivers, *parts))
    )


def _known(each: _Given, asked: Asked) -> ItemReport | None:
    """Return what was found when the very same was judged before; None where that is not known or its pages are wanted."""
    if each.cache is None or each.path is None or asked.looks or asked.annotate:
        return None
    kept = Cache(each.cache).get(_key(each, asked, each.path.read_bytes()))
    try:
        item = unpacked(kept or b"", PARTS)
    except ValueError:
        return None
    return item if isinstance(item, ItemReport) else None


def _copied(each: _Given) -> str:
    """Return the name a copy of a file takes after: the file's own, with the folders below the one that was named."""
    if each.path is None:
        return "standard-input"
    return each.name if each.name.lower().endswith(".pdf") else each.path.name


def _judged(each: _Given, profile: Profile, data: bytes, *, looks: bool) -> tuple[ItemReport, PdfFacts | None]:
    """Return what became of one file, and what it holds: None where it could not be read at all."""
    from panelpress.facts.look import looks_of
    from panelpress.inspect.reader import read_pdf
    from panelpress.preflight.order import Subject
    from panelpress.preflight.profiles import judge, with_waivers
    from panelpress.preflight.sources import with_sources

    try:
        facts = read_pdf(data, each.label, looks=looks)
    except PanelpressError as unreadable:
        return ItemReport(each.name, each.label, "rejected", each.label, problems=unreadable.diagnostics), None
    subject = Subject(facts, None, each.order)
    outcomes = with_sources(judge(subject, with_waivers(profile, each.waivers)), subject)
    failed = any(d.level is Level.ERROR for outcome in outcomes for d in outcome.found)
    first = facts.pages[0]
    item = ItemReport(
        each.name,
        each.label,
        "rejected" if failed else "ready",
        each.label,
        len(facts.pages),
        round(first.trim.width, 2),
        round(first.trim.height, 2),
        len(data),
        min((min(i.ppi_x, i.ppi_y) for page in facts.pages for i in page.images), default=None),
        digest(data),
        outcomes=outcomes,
        looks=looks_of(facts),
        safe=each.order.safe,
    )
    return item, facts


def _given(asked: Asked) -> Iterator[_Given]:
    """Return what the names stand for; name every one that stands for nothing."""
    from panelpress.preflight.order import Order

    profile = asked.profile or "press"
    missing: list[str] = []
    for name in asked.names:
        path = Path(name)
        if name == STANDARD_INPUT:
            yield _Given(name, "standard input", None, Order(item="standard input"), profile)
        elif path.is_file():
            yield _ordered(path, asked) or _Given(path.name, name, path, Order(item=path.name), profile)
        elif path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())
            inside = [found for found in inside if not _is_ticket(found)]
            if not inside:
                raise fault("check/missing", f"there is no PDF in the folder {name}", "name another folder, or a file")
            for found in inside:
                bare = _Given(found.relative_to(path).as_posix(), str(found), found, Order(item=found.name), profile)
                yield _ordered(found, asked) or bare
        else:
            missing.append(name)
    if missing:
        yield from _items(missing, asked)


def _ordered(path: Path, asked: Asked) -> _Given | None:
    """Return a file as the item it is, where it lies among the press files of an exhibition; None for any other file.

    One whose exhibition cannot be read as it stands now is judged as any file.
    """
    from panelpress.exhibition.root import CATALOGUE
    from panelpress.jobs.places import OUT, PRESS
    from panelpress.ledger import manifest

    folder = path.resolve().parent
    root = folder.parents[1]
    if folder != root / OUT / PRESS or not (root / CATALOGUE).is_file():
        return None
    key = next((key for key, entry in manifest.read(folder).items() if entry.file == path.name), None)
    if key is None:
        return None
    try:
        return next(_items([key], replace(asked, directory=root)))
    except PanelpressError:
        return None


def _is_ticket(path: Path) -> bool:
    """Tell whether a file is the job ticket of a set of press files: nothing that a press prints."""
    from panelpress.ledger import manifest

    return path.name == "ticket.pdf" and (path.parent / manifest.NAME).is_file()


def _items(names: Sequence[str], asked: Asked) -> Iterator[_Given]:
    """Return items of the exhibition as they were last built, each with its order and its own profile."""
    from panelpress.exhibition.items import all_items, select
    from panelpress.exhibition.root import CATALOGUE, find_root
    from panelpress.jobs.current import as_sent
    from panelpress.jobs.orders import choose_printers, order_for, rules_with_waivers
    from panelpress.jobs.places import CACHE, PRESS
    from panelpress.ledger import chain, manifest
    from panelpress.press.compose import compose

    looks_like_files = [name for name in names if "/" in name or "\\" in name or Path(name).suffix]
    try:
        root = find_root(asked.directory)
    except PanelpressError:
        root = None
    if root is None or looks_like_files:
        raise PanelpressError(
            error("check/missing", f"there is no file {name}", _near(name)) for name in looks_like_files or names
        )
    exhibition = as_sent(_exhibition(root))
    printers = choose_printers(exhibition, None)
    ledger, built = chain.read(root), manifest.read(root / "out" / PRESS)
    for name in select(all_items(exhibition, printers[1].files), names):
        printer = printers[name.kind == "catalogue"]
        recipe = compose(exhibition, name, printer)
        entry = built.get(name.key)
        path = root / "out" / PRESS / (entry.file if entry and entry.file else recipe.file_name)
        if not path.is_file():
            raise fault(
                "check/missing",
                f"{name.label} has not been built: there is no out/{PRESS}/{path.name}",
                f"`panelpress build {name.key}` makes it ({CATALOGUE} names it)",
            )
        order = order_for(exhibition, recipe, printer)
        rules = rules_with_waivers(exhibition, ledger, recipe, printer)
        cache = root / "out" / CACHE
        yield _Given(name.key, name.label, path, order, asked.profile or rules.profile, rules.waivers, cache=cache)


@functools.lru_cache(maxsize=1)
def _exhibition(root: Path) -> Exhibition:
    """Return an exhibition, read once however many of its files are judged."""
    from panelpress.exhibition.project import load
    from panelpress.press.templating import SHIPPED, THEMES

    return load(root, THEMES, SHIPPED / "panel")


def _near(name: str) -> str:
    folder = Path(name).parent
    there = [str(p) for p in folder.glob("*.pdf")] if folder.is_dir() else []
    near = did_you_mean(name, there)
    return near if near.startswith("did") else "check its name"


def _chosen(name: str | Path, asked: Asked) -> Profile:
    """Return a profile with only the checks asked for.

    Raises:
        PanelpressError: when `--only` or `--skip` names no check and no family.
    """
    from panelpress.preflight.framework import all_checks
    from panelpress.preflight.profiles import load_profile

    known = {id for check_id in all_checks() for id in (check_id, check_id.partition("/")[0])}
    wrong = [word for word in (*asked.only, *asked.skip) if word not in known]
    if wrong:
        raise PanelpressError(
            error("check/unknown", f"there is no check and no family `{word}`", did_you_mean(word, known))
            for word in wrong
        )
    profile = load_profile(name)

    def named(id: str, words: Sequence[str]) -> bool:
        return id in words or id.partition("/")[0] in words

    rules = tuple(
        rule
        for rule in profile.rules
        if (not asked.only or named(rule.check.id, asked.only)) and not named(rule.check.id, asked.skip)
    )
    if not rules:
        raise fault("check/unknown", "no check is left to run", "take a `--only` or `--skip` away")
    return replace(profile, rules=rules)
