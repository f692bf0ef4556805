"""`panelpress status`: what is approved, by whom, what lapsed by which change, and whom it waits for.

While nothing has changed since the last build, the project is not even read: people ask this many times a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import ExitCode, fault
from panelpress.ground.files import write_atomic
from panelpress.ground.gates import GATE_IDS
from panelpress.jobs.places import OUT, PRESS
from panelpress.ledger import chain, manifest, snapshot
from panelpress.ledger.standing import standings, uncounted
from panelpress.ledger.todo import to_do
from panelpress.ledger.waived import counts, waived
from panelpress.report.signoff.log import logged
from panelpress.report.status import Acceptance, Item, StatusReport

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from panelpress.exhibition.asked import SignOff
    from panelpress.facts.signing import Judged
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.snapshot import Snapshot
    from panelpress.report.signoff.log import Logged

NOT_BUILT = "not built: `panelpress build`"
CHANGED = "changed since it was built: `panelpress build`"
REJECTED = "rejected when it was built; out/press/preflight.html says why"
_BEGIN = (
    "write `sign_off:` into it, with its `signers:` (`name`, `organisation`, `role`) and its `gates:`, each with the "
    "organisations that must approve there, such as `text: [Our union]`; docs/sign-off.md shows a whole one"
)


@dataclass(frozen=True)
class ItemStand:
    """An item as it was built: what the gates judge in it; None, and ``unknown`` says why, where that is not known."""

    key: str
    label: str
    kind: str
    judged: Judged | None
    unknown: str = ""


@dataclass(frozen=True)
class Stand:
    """An exhibition: who must approve what, and its items as they are."""

    title: str
    job: str
    edition: int
    date: dt.date
    sign_off: SignOff
    items: tuple[ItemStand, ...]


def status(root: Path, date: dt.date | None = None, printer: str | None = None) -> tuple[StatusReport, ExitCode]:
    """Return where every item stands at every gate, and the exit code.

    Args:
        root: the exhibition's folder.
        date: the day approvals are held against; None: the edition's.
        printer: the print shop the items were built for; None: the first of each kind.

    Returns:
        The report, and 0 when all is approved, 1 when not, 2 where the ledger is not as it was written.

    Raises:
        PanelpressError: with exit code 2, when the project is faulty or nobody is asked to approve anything.
    """
    with chain.not_collecting():
        return _status(root, date, printer)


def _status(root: Path, date: dt.date | None, printer: str | None) -> tuple[StatusReport, ExitCode]:
    ledger = chain.read(root)
    seen = snapshot.unchanged(root, printer or "")
    stand = _as_seen(root, seen, ledger) if seen is not None else None
    if stand is None:
        from panelpress.jobs.current import as_it_is

        stand = as_it_is(root, ledger, printer)
    day = date or stand.date
    report = StatusReport(
        stand.title,
        stand.job,
        stand.edition,
        day.isoformat(),
        tuple(gate for gate in GATE_IDS if gate in stand.sign_off.gates),
        tuple(Item(item.key, item.label, item.unknown) for item in stand.items),
        standings(stand.sign_off, ledger, {item.key: (item.kind, item.judged) for item in stand.items}, day),
        uncounted(stand.sign_off, ledger),
        to_do(ledger),
        tuple(Acceptance(each, counts(stand.sign_off, each)) for each in waived(ledger, stand.sign_off)),
        _taken_back(ledger, {item.key: item.label for item in stand.items}),
        ledger.faults,
        ledger.heads,
        len(ledger.entries),
        manifest.venue(root / OUT / PRESS),
    )
    if ledger.faults:
        return report, ExitCode.CANNOT_JUDGE
    return report, ExitCode.PRESS_READY if report.approved else ExitCode.FINDINGS


def _taken_back(ledger: Ledger, labels: Mapping[str, str]) -> tuple[Logged, ...]:
    """Return the entries that somebody took back; nothing is put into words where nobody did."""
    return tuple(each for each in logged(ledger, labels) if each.taken_back) if ledger.withdrawn else ()


def asked_of(said: SignOff | None) -> SignOff:
    """Return who must approve what.

    Raises:
        PanelpressError: when catalogue.yml does not say.
    """
    if said is None:
        raise fault("sign-off/none", "catalogue.yml does not say who must approve what", _BEGIN)
    return said


def as_built(built: manifest.Entry | None) -> tuple[Judged | None, str]:
    """Return what the gates judge in an item as the manifest has it; None and why, where it has nothing."""
    if built is None or built.state not in ("ready", "kept", "rejected"):
        return None, NOT_BUILT
    return (None, REJECTED) if built.state == "rejected" else (built.judged, "")


def _as_seen(root: Path, seen: Snapshot, ledger: Ledger) -> Stand | None:
    """Return the exhibition as the last build saw it; None where a waiver came or went since, which reopens a verdict."""
    if any(snapshot.of_waivers(ledger, item.key, seen.sign_off) != item.waivers for item in seen.items):
        return None
    built = manifest.read(root / OUT / PRESS)
    return Stand(
        seen.title,
        seen.job,
        seen.edition,
        seen.date,
        asked_of(seen.sign_off),
        tuple(ItemStand(item.key, item.label, item.kind, *as_built(built.get(item.key))) for item in seen.items),
    )


def write_page(report: StatusReport, path: Path) -> None:
    """Write the report as a page for the project's website.

    Raises:
        PanelpressError: ``status/unwritable``.
    """
    from panelpress.report.status import html

    try:
        write_atomic(path, html.page(report).encode())
    except OSError as refused:
        why = refused.strerror or str(refused)
        raise fault("status/unwritable", f"cannot write {path}: {why}", "name another file") from None
