"""`panelpress proof`: what officers sign, made from the finished press files, with a record of what it shows.

The record is kept before the proof: a proof without one could not be taken back. Killed in between, the record waits for its
proof: the next run finds nothing changed, and issues it under the same number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from panelpress.exhibition.model import in_language
from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, PanelpressError, fault
from panelpress.ground.files import write_atomic
from panelpress.jobs.build import build
from panelpress.jobs.proofs.asked import gate_sheets
from panelpress.jobs.proofs.collect import LAST_STEP, Teller, gather, record_items
from panelpress.jobs.proofs.kept import keep_pages
from panelpress.jobs.proofs.pages import STEPS
from panelpress.jobs.proofs.tiles import parse_tile, tile
from panelpress.jobs.request import Request
from panelpress.ledger import proofs
from panelpress.ledger.proofs import ProofRecord
from panelpress.press.proofs.content import ProofContent
from panelpress.report.model import exit_code
from panelpress.report.proof import OCTETS_PER_MB, GateTold, ItemTold, ProofFile, ProofReport, in_mb

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from panelpress.facts.signing import ProofSheet
    from panelpress.jobs.build import Built
    from panelpress.jobs.proofs.collect import Gathered
    from panelpress.ledger.proofs import ProofItem
    from panelpress.press.proofs.content import ItemShown, Paper, Tile
    from panelpress.press.proofs.make import MadeProof
    from panelpress.report.progress import Watcher

FOLDER = "out/proof"
PROFILE = "proof"
_SIZE = "document/size"


@dataclass(frozen=True)
class ProofRequest:
    """What was asked for.

    Attributes:
        root: the exhibition's folder.
        items: which items, as the command line names them; () for all.
        each: also a proof for each item by itself.
        date: the day of the proof; None: the edition's.
        paper: the sheets that panels are shown on.
        most_mb: how large a proof may be, in millions of bytes; None: as catalogue.yml says.
        tiles: parts to be shown at their real size, as the command line names them.
        printer: the print shop, where it is not the first one.
        jobs: how many processes.
        cache: whether press pictures are kept.
    """

    root: Path
    items: tuple[str, ...] = ()
    each: bool = False
    date: dt.date | None = None
    paper: Paper = "a3"
    most_mb: float | None = None
    tiles: tuple[str, ...] = ()
    printer: str | None = None
    jobs: int = 1
    cache: bool = True


@dataclass(frozen=True)
class _Job:
    """What all proofs of a run have in common."""

    request: ProofRequest
    built: Built
    teller: Teller
    date: dt.date
    earlier: Mapping[int, ProofRecord]
    before: int = 0
    """The number of the run's first proof: those below it are what its proofs are compared with"""
    tiles: Mapping[str, Sequence[Tile]] = field(default_factory=dict)

    @property
    def most(self) -> float:
        """How large a proof may be, in bytes."""
        asked = self.request.most_mb
        return (self.built.exhibition.proof_mb if asked is None else asked) * OCTETS_PER_MB


@dataclass(frozen=True)
class _Draft:
    """A proof that is made and not yet issued."""

    made: MadeProof
    record: ProofRecord
    name: str
    items: tuple[str, ...]
    step: int
    again: bool
    findings: tuple[Diagnostic, ...]


def proof(
    request: ProofRequest, watching: Callable[[float], AbstractContextManager[Watcher]]
) -> tuple[ProofReport, ExitCode]:
    """Build the items, issue a proof of them, and return what it is and the exit code.

    An item that is rejected is shown with what was found and has no row to sign: the others need not wait for it.

    Returns:
        The report, and 0 when everything asked for is to be signed, 1 when something is not.

    Raises:
        PanelpressError: with exit code 2 and nothing issued, when the project is faulty, ``out/`` or ``record/`` cannot be
            written, or there is nothing to show.
    """
    wanted = tuple(parse_tile(said) for said in request.tiles)
    built = build(
        Request(request.root, request.items, request.printer, request.jobs, request.cache, fail_on=Level.ERROR),
        watching,
    )
    date = request.date or built.exhibition.date
    gathered = gather(built, request.jobs)
    if not any(item.pages for item in gathered):
        raise PanelpressError([d for item in gathered for d in item.report.findings if d.level is Level.ERROR])
    tiles: dict[str, list[Tile]] = {}
    for asked in wanted:
        key, made = tile(asked, gathered)
        tiles.setdefault(key, []).append(made)
    earlier = {number: proofs.read(request.root, number) for number in proofs.issued(request.root)}
    job = _Job(request, built, Teller.of(built, date), date, earlier, tiles=tiles)
    drafts = [_drafted(job, gathered, "")]
    job = replace(job, before=drafts[0].record.number)
    if request.each and len(gathered) > 1:
        for item in (item for item in gathered if item.pages):
            taken = {draft.record.number: draft.record for draft in drafts}
            drafts.append(_drafted(replace(job, earlier={**earlier, **taken}), (item,), item.key))
    findings = list(_issue(job, gathered, drafts))
    report = _report(job, gathered, drafts, findings)
    asked_items = [item.report for item in gathered]
    code = exit_code(asked_items, findings)
    return report, code


# -- one proof -------------------------------------------------------------------------------------------------------


def _drafted(job: _Job, gathered: Sequence[Gathered], name: str) -> _Draft:
    """Return a proof of some items under the number it is to have.

    Raises:
        PanelpressError: where it cannot be set, or does not hold what a proof must hold.
    """
    items = record_items(job.built, gathered)
    heads = job.built.ledger.heads
    old = _same(job, items, heads)
    if old is not None:
        draft = _made(job, gathered, items, name, old.number)
        if draft.record.code == old.code:
            return replace(draft, again=True)
    return _made(job, gathered, items, name, max(job.earlier, default=0) + 1)


def _same(job: _Job, items: Mapping[str, ProofItem], heads: tuple[str, ...]) -> ProofRecord | None:
    """Return the last proof of these items where it shows the very same, on the same day, after the same entries."""
    alike = [record for record in job.earlier.values() if record.items.keys() == items.keys()]
    last = max(alike, key=lambda record: record.number, default=None)
    if last is None:
        return None
    now = ProofRecord(job.built.exhibition.job, last.number, job.date.isoformat(), heads, items, last.sheets)
    return last if now.text == last.text else None


def _made(job: _Job, gathered: Sequence[Gathered], items: Mapping[str, ProofItem], name: str, number: int) -> _Draft:
    """Return a proof as large as it may be: its pictures are made smaller until it is."""
    from panelpress.press.proofs.make import make_proof

    most = job.most
    before = [record for n, record in job.earlier.items() if n < (job.before or number)]
    record = ProofRecord(job.built.exhibition.job, number, job.date.isoformat(), job.built.ledger.heads, items, ())

    def code_for(sheets: tuple[ProofSheet, ...]) -> str:
        nonlocal record
        record = replace(record, sheets=sheets)
        return record.code

    step = first_step(gathered, most)
    while True:
        shown = tuple(job.teller.item(item, before, step) for item in gathered)
        made = make_proof(_content(job, gathered, shown, number), code_for)
        if len(made.pdf) <= most or step == LAST_STEP:
            break
        step += 1
    file = f"proof-{number}-{name}.pdf" if name else f"proof-{number}.pdf"
    found = (*made.problems, *_judged(made.pdf, file, most))
    wrong = [d for d in found if d.level is Level.ERROR]
    if wrong:
        raise PanelpressError(wrong)
    return _Draft(made, record, file, tuple(item.key for item in gathered), step, again=False, findings=found)


def first_step(gathered: Sequence[Gathered], most: float) -> int:
    """Return the first step at which the pages' pictures leave room for the rest, without trying."""
    for step in range(LAST_STEP):
        if sum(len(page.pictures[step]) for item in gathered for page in item.pages) <= most * _PICTURES_SHARE:
            return step
    return LAST_STEP


_PICTURES_SHARE = 0.95


def _content(job: _Job, gathered: Sequence[Gathered], shown: tuple[ItemShown, ...], number: int) -> ProofContent:
    exhibition = job.built.exhibition
    signable = {
        item.key: (item.recipe.name.kind, job.built.judged.get(item.key, {}))
        for item in gathered
        if item.fit and item.pages
    }
    return ProofContent(
        in_language(exhibition.title, exhibition.language),
        exhibition.job,
        number,
        job.date.isoformat(),
        "",
        job.built.ledger.heads,
        shown,
        gate_sheets(exhibition.sign_off, signable, job.teller.standing()),
        tuple(tile for item in gathered for tile in job.tiles.get(item.key, ())),
        job.request.paper,
        language="en-GB",
        comments=job.teller.elsewhere(),
    )


def _judged(pdf: bytes, name: str, most: float) -> list[Diagnostic]:
    """Return what is wrong with a proof by what a proof must hold."""
    from panelpress.inspect.reader import read_pdf
    from panelpress.preflight.order import Order, Subject
    from panelpress.preflight.profiles import judge, load_profile

    profile = load_profile(PROFILE)
    rules = tuple(
        replace(rule, limits={**rule.limits, "most_mb": most / OCTETS_PER_MB}) if rule.check.id == _SIZE else rule
        for rule in profile.rules
    )
    facts = read_pdf(pdf, name, raster=False)
    outcomes = judge(Subject(facts, None, Order(item=name)), replace(profile, rules=rules))
    return [found for outcome in outcomes for found in outcome.found]


# -- issuing ---------------------------------------------------------------------------------------------------------


def _issue(job: _Job, gathered: Sequence[Gathered], drafts: Sequence[_Draft]) -> list[Diagnostic]:
    """Keep the pages' pictures, then each record, then its proof; return what could not be kept and need not be.

    Raises:
        PanelpressError: ``proof/unwritable``, or ``proof/busy`` where another run took a number meanwhile.
    """
    root = job.request.root
    findings = [found for draft in drafts for found in draft.findings]
    try:
        keep_pages(job.built.exhibition.archive, (page.kept for item in gathered for page in item.pages))
    except OSError as refused:
        findings.append(_not_kept(refused))
    for draft in drafts:
        number = draft.record.number
        if not draft.again and number in proofs.issued(root):
            raise fault("proof/busy", f"proof {number} was issued meanwhile by another run", "issue this one again")
        try:
            if not draft.again:
                proofs.keep(root, draft.record)
            write_atomic(root / FOLDER / draft.name, draft.made.pdf)
        except OSError as refused:
            what = refused.strerror or str(refused)
            help = "make room, or check the permissions of record/ and out/"
            raise fault("proof/unwritable", f"cannot write proof {number}: {what}", help) from None
    return findings


def _not_kept(refused: OSError) -> Diagnostic:
    return Diagnostic(
        "proof/not-kept",
        Level.WARNING,
        f"the small pictures of the pages could not be kept in the archive: {refused.strerror or refused}",
        "check `archive:` in catalogue.yml and its permissions, or later proofs cannot show how pages looked in this one",
    )


def _report(
    job: _Job, gathered: Sequence[Gathered], drafts: Sequence[_Draft], findings: Sequence[Diagnostic]
) -> ProofReport:
    exhibition = job.built.exhibition
    shown = {item.key: job.teller.state(item) for item in gathered}
    content = _content(job, gathered, (), drafts[0].record.number)
    labels = {item.key: item.report.label for item in gathered}
    return ProofReport(
        in_language(exhibition.title, exhibition.language),
        exhibition.job,
        job.date.isoformat(),
        tuple(_file(job, draft) for draft in drafts),
        tuple(
            ItemTold(
                item.key,
                item.report.label,
                len(item.pages),
                item.report.content_digest,
                shown[item.key],
                to_sign=item.fit and bool(item.pages),
            )
            for item in gathered
        ),
        tuple(
            GateTold(
                sheet.gate,
                sheet.title,
                tuple(f"{s.name} ({s.organisation})" if s.name else s.organisation for s in sheet.signers),
                tuple(labels[key] for key in sheet.items),
            )
            for sheet in content.gates
        ),
        tuple(findings),
    )


def _file(job: _Job, draft: _Draft) -> ProofFile:
    share, quality = STEPS[draft.step]
    smaller = ""
    if draft.step:
        smaller = (
            f"its pictures are at {share:.0%} of the full resolution, JPEG quality {quality}, "
            f"to stay below {in_mb(round(job.most))}"
        )
    return ProofFile(
        f"{FOLDER}/{draft.name}",
        draft.record.number,
        draft.record.code,
        len(draft.made.pdf),
        _sheets(draft),
        draft.items,
        draft.again,
        smaller,
    )


def _sheets(draft: _Draft) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(draft.made.pdf)) as pdf:
        return len(pdf.pages)
