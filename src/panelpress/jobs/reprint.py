"""`panelpress reprint`: an item of a closed edition again: the very file, or one that is proven to be the same, or nothing.

A press file gets its name last, when its ticket stands beside it; what a killed run leaves behind has no name that a printer
would take. Only then it is written into `record/history/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from json import dumps
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import ExitCode, PanelpressError, error, fault
from panelpress.ground.files import Cache, digest, write_atomic
from panelpress.jobs.places import CACHE, OUT
from panelpress.jobs.reprints import printer as shops
from panelpress.jobs.reprints import rebuilt, sources, tickets
from panelpress.jobs.reprints import venue as towns
from panelpress.jobs.reprints.asked import asked, stop_at_records
from panelpress.jobs.reprints.kept import Kept, kept_edition, very_file
from panelpress.jobs.reprints.staging import FOLDER, staging_of
from panelpress.jobs.ticket import ticket_pdf
from panelpress.ledger import chain, history
from panelpress.ledger.history import How, Reprint
from panelpress.report.keeping.differences import PagePair, page
from panelpress.report.keeping.reprint import Reprinted, ReprintReport

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from panelpress.jobs.reprints.rebuilt import Rebuilt
    from panelpress.jobs.reprints.sources import Gathered
    from panelpress.jobs.reprints.tickets import Terms
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.history import Event
    from panelpress.ledger.index import EditionItem
    from panelpress.report.keeping.reprint import Difference


@dataclass(frozen=True)
class Request:
    """What is to be printed again: which items of which edition, how many, why, and for whom.

    ``edition`` None: the last that has the item. ``printer`` "": the one that printed it. ``accept``: as it is now, as an
    edition of its own, if that is approved. ``venue``: with the strip of another town; "": of the one it was printed for.
    """

    root: Path
    items: tuple[str, ...]
    date: dt.date
    edition: int | None = None
    language: str = ""
    copies: int = 1
    reason: str = ""
    printer: str = ""
    accept: bool = False
    venue: str = ""


@dataclass
class _Run:
    """What one run knows: the request, the records, and by edition what its archive has and what it was made of."""

    request: Request
    ledger: Ledger
    events: tuple[Event, ...]
    staging: Path
    archives: dict[int, Kept] = field(default_factory=dict)
    projects: dict[int, Gathered] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.request.root

    def kept(self, record: EditionRecord) -> Kept:
        if record.number not in self.archives:
            self.archives[record.number] = kept_edition(self.root, record)
        return self.archives[record.number]

    def gathered(self, record: EditionRecord) -> Gathered:
        if record.number not in self.projects:
            into = self.staging / f"edition-{record.number}"
            self.projects[record.number] = sources.gather(record, self.kept(record), self.root, into)
        return self.projects[record.number]


@dataclass(frozen=True)
class _File:
    """A file that may be printed: its bytes, how it came about, what is proven of it, and what no file says."""

    data: bytes
    how: str
    content_digest: str
    proven: tuple[str, ...]
    terms: Terms
    remarks: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    name: str = ""
    """What it is called, where that is not what the edition's is"""


def reprint(request: Request) -> tuple[ReprintReport, ExitCode]:
    """Print items of a closed edition again.

    Returns:
        What became of each, and 0 where all were given out, 1 where one is not the same.

    Raises:
        PanelpressError: with exit code 2 and nothing given out, where the records are not as they were written.
    """
    wanted = asked(request.root, request.items, request.edition, request.language)
    if request.printer and request.venue:
        what = "`--printer` and `--venue` together are not proven: each is held against what was printed"
        raise fault("reprint/venue", what, "name one of them")
    if request.accept and (len(wanted) != 1 or request.printer or request.venue):
        what = "another printer" if request.printer else "another venue" if request.venue else f"{len(wanted)} items"
        raise fault(
            "reprint/accept",
            f"`--accept` closes an edition of one item as it is now, and not for {what}",
            "name one item",
        )
    ledger = chain.read(request.root)
    events, wrong = history.read(request.root)
    if wrong:
        raise PanelpressError(wrong)
    for record in {record.number: record for _, record in wanted}.values():
        stop_at_records(request.root, record, ledger)
    with staging_of(request.root) as staging:
        run = _Run(request, ledger, events, staging)
        for _, record in wanted:
            run.kept(record)  # a record that says something else than the archive stops all
        items = tuple(_item(run, record, key) for key, record in wanted)
    report = ReprintReport(
        items, request.copies, request.date.isoformat(), request.reason, request.printer, request.venue
    )
    return report, ExitCode.PRESS_READY if report.good else ExitCode.FINDINGS


def _item(run: _Run, record: EditionRecord, key: str) -> Reprinted:
    """Print one item again, or say why not."""
    item = record.items[key]
    if run.request.accept:
        return _accepted(run, record, key)
    found = _same(run, record, key)
    if isinstance(found, _File) and (run.request.printer or run.request.venue):
        found = _elsewhere(run, record, key, found)
    if isinstance(found, Reprinted):
        return found
    return _give(run, record, key, item, found)


# -- the same file ---------------------------------------------------------------------------------------------------


def _same(run: _Run, record: EditionRecord, key: str) -> _File | Reprinted:
    """Return the file of an item as it was printed, or one that is proven the same, or how it differs."""
    item, kept = record.items[key], run.kept(record)
    there = very_file(run.root, kept, item)
    if there.data is None:
        return _rebuilt(run, record, key, there.wrong)
    seen = rebuilt.held_picture(record, key, there.data, kept)
    if seen.other:
        what = error(
            "reprint/picture",
            f"{item.label}: {seen.remark}, though its bytes are the same",
            "the program that draws pages fails here: `panelpress info` for the report, and print from another machine",
        )
        return Reprinted(key, item.label, record.number, "differs", remarks=there.wrong, faults=(what,))
    very = f"the very file of edition {record.number}, from {there.place} (SHA-256 {item.sha256})"
    proven = (very, seen.proven) if seen.proven else (very,)
    wrong = (*there.wrong, seen.remark) if seen.remark else there.wrong
    if kept.index is not None and kept.own("press/ticket.json") is None:
        wrong = (*wrong, "the edition's job ticket cannot be had from the archive: stock and finish are left open")
    return _File(there.data, "archived", item.content_digest, proven, tickets.terms_kept(kept, key), wrong)


def _rebuilt(run: _Run, record: EditionRecord, key: str, remarks: tuple[str, ...]) -> _File | Reprinted:
    """Make an item anew from what the edition was made of, and hold it against what was printed."""
    item, gathered = record.items[key], run.gathered(record)
    recipe = None
    try:
        exhibition = rebuilt.as_of(record, gathered.root)
        printers = rebuilt.printers_of(record, exhibition)
        recipe, printer = rebuilt.compose_item(exhibition, key, printers)
        made = rebuilt.make_item(exhibition, recipe, printer, run.ledger, run.root, run.staging / "made")
    except PanelpressError as wrong:
        differences = (*sources.relevant(gathered.differences, recipe), *sources.of_panelpress(record, recipe))
        nothing = Reprinted(
            key,
            item.label,
            record.number,
            "differs",
            remarks=remarks,
            differences=differences,
            faults=wrong.diagnostics,
        )
        return _with_page(run, record, item, nothing, ())
    differences = (*sources.relevant(gathered.differences, recipe), *sources.of_panelpress(record, recipe))
    if made.data is None:
        findings = tuple(found for found in made.result.report.findings if found.counts(found.level.ERROR))
        nothing = Reprinted(
            key, item.label, record.number, "differs", remarks=remarks, differences=differences, faults=findings
        )
        return _with_page(run, record, item, nothing, ())
    verdict = rebuilt.hold_against(record, item, made)
    if verdict.how == "differs":
        differences = differences or tuple(sources.of_page(record, recipe))
        what = error("reprint/differs", f"{item.label}: {verdict.words}", _how_to(run.kept(record), differences))
        nothing = Reprinted(
            key, item.label, record.number, "differs", remarks=remarks, differences=differences, faults=(what,)
        )
        return _with_page(run, record, item, nothing, _pairs(run.kept(record), key, made, verdict.pages))
    whence = "the project as it is now" if gathered.differences else "what the edition was made of"
    proven = (f"made anew from {whence}: {verdict.words}",)
    terms = tickets.terms_made(exhibition, made)
    return _File(made.data, verdict.how, made.result.report.content_digest, proven, terms, remarks, differences)


def _how_to(kept: Kept, differences: tuple[Difference, ...]) -> str:
    if kept.index is None:
        return "bring the archive back, which holds the very file: `panelpress archive restore`, or `archive:` in catalogue.yml"
    if differences:
        return "put back what is not as it was, or take the file from another copy of the archive"
    return "take the file from another copy of the archive"


def _pairs(kept: Kept, key: str, made: Rebuilt, pages: tuple[int, ...]) -> tuple[PagePair, ...]:
    """Return the pages that differ, then and now, as small pictures; all where it is not known which."""
    from panelpress.compare.pages import changed_regions

    found = []
    for look in made.result.report.looks:
        if pages and look.page not in pages:
            continue
        before = kept.own(f"made-from/{key}/page-{look.page}.jpg")
        regions = changed_regions(before, look.picture) if before is not None else None
        if pages or regions != ():
            found.append(PagePair(look.page, before, look.picture, regions))
    return tuple(found)


def _with_page(
    run: _Run, record: EditionRecord, item: EditionItem, found: Reprinted, pairs: tuple[PagePair, ...]
) -> Reprinted:
    """Write the page that shows what is different, and return the result with its name."""
    path = _page_path(run, record, item)
    title = f"{record.title}, edition {record.number} of {record.date}"
    found = replace(found, page=path.relative_to(run.root).as_posix())
    write_atomic(path, page(found, title, pairs).encode())
    return found


# -- another print shop ----------------------------------------------------------------------------------------------


def _elsewhere(run: _Run, record: EditionRecord, key: str, was: _File) -> _File | Reprinted:
    """Make an item for another print shop or another town, and hold it against what was printed."""
    request, item, gathered = run.request, record.items[key], run.gathered(record)
    panel = item.label.startswith("panel ")
    shop = shops.shop_named(run.root, request.printer, panel=panel) if request.printer else None
    recipe, whence = None, ""
    try:
        exhibition = rebuilt.as_of(record, gathered.root)
        printers = rebuilt.printers_of(record, exhibition)
        if shop is not None:
            printers = shops.instead(printers, shop, run.root, gathered.root)
        else:
            exhibition, whence = towns.sent_to(exhibition, request.venue, run.root, record.number)
        recipe, printer = rebuilt.compose_item(exhibition, key, printers)
        if shop is None:
            towns.stop_without_strip(recipe, item.label, record.number)
        made = rebuilt.make_item(exhibition, recipe, printer, run.ledger, run.root, run.staging / "made")
        faults = tuple(found for found in made.result.report.findings if found.counts(found.level.ERROR))
    except PanelpressError as wrong:
        if any(found.id in towns.UNASKED for found in wrong.diagnostics):
            raise
        made, faults = None, wrong.diagnostics
    differences = (*sources.relevant(gathered.differences, recipe), *sources.of_panelpress(record, None))
    if made is None or made.data is None or recipe is None:
        return Reprinted(
            key, item.label, record.number, "differs", remarks=was.remarks, differences=differences, faults=faults
        )
    if shop is not None:
        held = shops.compare(was.data, made.data, item.label)
        proven = (f"made for {request.printer} from the edition's sources", held.words)
    else:
        held = towns.compare(was.data, made.data, item.label, recipe.strip)
        proven = (f"made from the edition's sources, its strip {whence}", held.words)
    if held.fault is not None:
        nothing = Reprinted(
            key, item.label, record.number, "differs",
            remarks=was.remarks, differences=differences, faults=(held.fault,),
        )  # fmt: skip
        return _with_page(run, record, item, nothing, _pairs(run.kept(record), key, made, ()))
    how, name = ("other-printer", "") if shop is not None else ("other-venue", recipe.file_name)
    terms = tickets.terms_made(exhibition, made)
    digest_now = made.result.report.content_digest
    return _File(made.data, how, digest_now, proven, terms, was.remarks, differences, name)


# -- as it is now ----------------------------------------------------------------------------------------------------


def _accepted(run: _Run, record: EditionRecord, key: str) -> Reprinted:
    """Close an edition of one item as it is now, and give it out; or say what is in the way of it."""
    from panelpress.jobs.reprints.accept import accept

    item = record.items[key]
    done = accept(run.root, record, key, run.request.date, run.ledger, run.staging)
    if done.record is None:
        return Reprinted(key, item.label, record.number, "differs", faults=done.held)
    new = done.record
    assert done.made is not None
    proven = (
        f"edition {new.number}, of this item alone, approved as it is: it is not as in edition {record.number}",
        f"its archive was read back (SHA-256 {new.items[key].sha256})",
    )
    terms = tickets.terms_kept(kept_edition(run.root, new), key)
    content = new.items[key].content_digest
    return _give(run, new, key, new.items[key], _File(done.data, "new-edition", content, proven, terms))


# -- giving out ------------------------------------------------------------------------------------------------------


def _give(run: _Run, record: EditionRecord, key: str, item: EditionItem, found: _File) -> Reprinted:
    """Write ticket and file, in this order, and record it."""
    from panelpress.inspect.reader import read_pdf

    request = run.request
    name = _name(run, record, replace(item, file=found.name or item.file))
    folder = run.root / OUT / FOLDER
    printed = history.last_printed(run.events, key)
    terms = found.terms if request.printer else tickets.as_printed(found.terms, printed)
    lines = [("Day", request.date.isoformat()), ("Reason", request.reason or "not told")]
    if venue := request.venue or item.venue:
        lines.append(("Strip", venue))
    if before := tickets.printed_before(printed):
        lines.append(("Printed before", before))
    lines += [("Proven", sentence) for sentence in found.proven]
    facts = read_pdf(found.data, name, raster=False)
    content = tickets.ticket(record, item, key, facts, found.content_digest, name, terms, request.copies, tuple(lines))
    pdf = ticket_pdf(content, run.root, Cache(run.root / OUT / CACHE))
    stem = name.removesuffix(".pdf")
    _page_path(run, record, item).unlink(missing_ok=True)
    write_atomic(
        folder / f"{stem}-ticket.json", (dumps(content.document(), ensure_ascii=False, indent=1) + "\n").encode()
    )
    write_atomic(folder / f"{stem}-ticket.pdf", pdf)
    write_atomic(folder / name, found.data)
    how: How = "archived" if found.how in ("archived", "new-edition") else "rebuilt"
    event = Reprint(
        key, record.number, request.date.isoformat(), digest(found.data), request.copies, request.reason, how,
        request.printer, request.venue,
    )  # fmt: skip
    history.append(run.root, [event])
    return Reprinted(
        key, item.label, record.number, found.how,  # type: ignore[arg-type]
        file=f"{OUT}/{FOLDER}/{name}", ticket=f"{OUT}/{FOLDER}/{stem}-ticket.pdf", sha256=digest(found.data),
        proven=found.proven, remarks=found.remarks, differences=found.differences,
    )  # fmt: skip


def _name(run: _Run, record: EditionRecord, item: EditionItem) -> str:
    shop = f"{run.request.printer}-" if run.request.printer else ""
    return f"{record.job}-e{record.number}-{shop}{item.file}"


def _page_path(run: _Run, record: EditionRecord, item: EditionItem) -> Path:
    return run.root / OUT / FOLDER / f"{_name(run, record, item).removesuffix('.pdf')}-differs.html"
