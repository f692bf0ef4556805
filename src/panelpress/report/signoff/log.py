"""The record as it was written: every entry in words, in the order in which they were recorded, and what was taken back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from panelpress.facts.signing import DECISIONS
from panelpress.ledger.entries import Comment, Decision, Done, Waived, Withdrawn
from panelpress.report.json import diagnostic
from panelpress.report.signoff import SCHEMA_VERSION, TITLES, commented, shortest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.entries import Kind, Matter


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry in words: the digits it is called by, what kind it is, who recorded it and when, which item it is about.

    ``taken_back`` says by whom, when and why it was withdrawn; "" while it stands.
    """

    entry: str
    digits: str
    kind: Kind
    item: str
    date: str
    by: str
    words: str
    taken_back: str = ""


@dataclass(frozen=True)
class Log:
    """Entries in the order in which they were recorded, and what is wrong with the ledger."""

    entries: tuple[Logged, ...]
    faults: tuple[Diagnostic, ...] = ()


def logged(ledger: Ledger, labels: Mapping[str, str]) -> tuple[Logged, ...]:
    """Return every entry in words; ``labels`` says what each item is called."""
    short = shortest(ledger.entries)
    found = []
    for known_as in ledger.order.entries:
        entry = ledger.entries[known_as]
        item, words = _told(ledger, entry.matter, labels, short)
        withdrawal = ledger.withdrawn.get(known_as)
        back = _taken_back(ledger.entries[withdrawal].matter) if withdrawal else ""
        found.append(
            Logged(known_as, short[known_as], entry.kind, item, entry.matter.date, entry.matter.by, words, back)
        )
    return tuple(found)


def _taken_back(matter: Matter) -> str:
    assert isinstance(matter, Withdrawn)
    return f"taken back by {matter.by}, {matter.date}: {matter.reason}"


def _told(ledger: Ledger, matter: Matter, labels: Mapping[str, str], short: Mapping[str, str]) -> tuple[str, str]:
    """Return which item an entry is about, and what it says."""
    if isinstance(matter, Decision):
        whom = f" ({matter.organisation})" if matter.organisation else ""
        seen = f", proof {matter.proof}" if matter.proof else ""
        label = labels.get(matter.item, matter.item)
        words = f"{TITLES[matter.gate]}, {label}: {DECISIONS[matter.decision]} — {matter.by}{whom}{seen}"
        return matter.item, words
    if isinstance(matter, Comment):
        return matter.item, commented(matter, labels.get(matter.item, matter.item))
    if isinstance(matter, Waived):
        place = "".join((f", page {matter.page}" if matter.page else "", f", {matter.object}" if matter.object else ""))
        label = labels.get(matter.item, matter.item)
        return matter.item, f"{matter.by} accepts {matter.check} in {label}{place}: {matter.reason}"
    if isinstance(matter, Done):
        asked = ledger.entries.get(matter.comment)
        item = getattr(asked.matter, "item", "") if asked else ""
        note = f": {matter.note}" if matter.note else ""
        return item, f"done by {matter.by}: {short.get(matter.comment, matter.comment[:8])}{note}"
    known = ledger.entries.get(matter.withdraws)
    item = _told(ledger, known.matter, labels, short)[0] if known else ""
    return item, f"{matter.by} takes back {short.get(matter.withdraws, matter.withdraws[:8])}: {matter.reason}"


def document(report: Log) -> dict[str, Any]:
    """Return the log as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "entries": [asdict(each) for each in report.entries],
        "faults": [diagnostic(fault) for fault in report.faults],
    }
