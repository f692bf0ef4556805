"""What is approved of a set of items, and everything that is in the way of its release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.exhibition.model import in_language
from panelpress.ground.diagnostics import Diagnostic, Level, Place, error
from panelpress.ground.gates import GATE_IDS
from panelpress.ground.units import count
from panelpress.ledger.standing import Standing, standings
from panelpress.report.status import Item, StatusReport, of_items, wanted
from panelpress.report.words import GOOD_STATES, UNAPPROVED, is_to_come

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from panelpress.exhibition.model import Exhibition
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.standing import Current
    from panelpress.report.model import ItemReport

_SEND = "`panelpress proof` makes what they sign, `panelpress signoff import` reads it; `panelpress status` tells it as a table"


@dataclass(frozen=True)
class Approval:
    """Where an item stands with everybody who must approve it; nobody is asked where the project has no ``sign_off:``."""

    asked: bool
    standings: tuple[Standing, ...] = ()
    sound: bool = True
    """Whether the ledger is as it was written: what stands in one that is not counts for nothing."""

    @property
    def given(self) -> int:
        """How many approvals are there."""
        return sum(1 for standing in self.standings if standing.state == "approved") if self.sound else 0

    @property
    def approved(self) -> bool:
        """Whether everybody who was asked has approved it as it is now."""
        return self.asked and self.sound and self.given == len(self.standings)

    @property
    def words(self) -> str:
        """In a few words: ``approved``, ``UNAPPROVED: 3 of 9 approvals``; "" where nobody is asked."""
        if not self.asked:
            return ""
        return (
            "approved" if self.approved else f"{UNAPPROVED}: {self.given} of {count(len(self.standings), 'approval')}"
        )


def approvals(exhibition: Exhibition, ledger: Ledger, judged: Mapping[str, Current]) -> dict[str, Approval]:
    """Return where each item stands, by its key.

    Args:
        exhibition: whose items they are; approvals are held against its edition's day.
        ledger: what was recorded.
        judged: by item, its kind (``panel`` or ``catalogue``) and what each gate judges in it as it is now; None where it
            has no file.
    """
    if exhibition.sign_off is None:
        return dict.fromkeys(judged, Approval(asked=False))
    found: dict[str, list[Standing]] = {key: [] for key in judged}
    for standing in standings(exhibition.sign_off, ledger, judged, exhibition.date):
        found[standing.item].append(standing)
    return {key: Approval(asked=True, standings=tuple(all_), sound=not ledger.faults) for key, all_ in found.items()}


def file_name(plain: str, approval: Approval) -> str:
    """Return what an item's file is called: until it is approved its name says so, its bytes never do."""
    if not approval.asked or approval.approved:
        return plain
    return f"{plain.removesuffix('.pdf')}-{UNAPPROVED}.pdf"


def in_the_way(
    exhibition: Exhibition,
    ledger: Ledger,
    items: Sequence[ItemReport],
    remarks: Sequence[Diagnostic],
    stands: Mapping[str, Approval],
) -> tuple[Diagnostic, ...]:
    """Return everything that keeps these items from being released, each with what to do about it."""
    return (
        *_ledger(ledger),
        *_not_made(items),
        *_not_approved(exhibition, items, stands),
        *_to_come(items),
        *_findings(items, remarks),
    )


def _ledger(ledger: Ledger) -> Iterator[Diagnostic]:
    for found in ledger.faults:
        yield error("release/ledger", found.message, found.help, span=found.span)


def _not_made(items: Sequence[ItemReport]) -> Iterator[Diagnostic]:
    for item in items:
        if item.state not in GOOD_STATES:
            what = f"{item.label} is {item.state}"
            yield error("release/not-made", what, "mend what is said of it above", place=Place(item.key))


def _not_approved(
    exhibition: Exhibition, items: Sequence[ItemReport], stands: Mapping[str, Approval]
) -> Iterator[Diagnostic]:
    """Say what is wanted of whom, what is wanted alike of several items once."""
    if exhibition.sign_off is None:
        what = "catalogue.yml does not say who must approve what, and only what is approved can be released"
        yield error("release/nobody-asked", what, "write `sign_off:` into it: docs/sign-off.md shows a whole one")
        return
    report = StatusReport(
        in_language(exhibition.title, exhibition.language),
        exhibition.job,
        exhibition.edition,
        exhibition.date.isoformat(),
        tuple(gate for gate in GATE_IDS if gate in exhibition.sign_off.gates),
        tuple(Item(item.key, item.label) for item in items),
        tuple(standing for item in items if item.key in stands for standing in stands[item.key].standings),
    )
    for each in wanted(report):
        gate = f", {each.gate}" if each.gate else ""
        yield error("release/not-approved", f"{of_items(each, report)}{gate}: {each.words}", _SEND)


def _to_come(items: Sequence[ItemReport]) -> Iterator[Diagnostic]:
    """Say which pictures and texts are still to come, each once, with the items it is missing in.

    Nobody can accept them: an edition with a stand-in in it is none.
    """
    missing: dict[str, list[str]] = {}
    for item in items:
        for found in item.findings:
            if is_to_come(found):
                missing.setdefault(found.message, []).append(item.label)
    for message, labels in missing.items():
        where = ", ".join(dict.fromkeys(labels))
        yield error("release/to-come", f"{message} ({where})", "put it in, or leave its place out")


def _findings(items: Sequence[ItemReport], remarks: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Say of which items something was found that nobody answers for."""
    for remark in remarks:
        if remark.level > Level.NOTE and not remark.accepted:
            yield error("release/finding", remark.message, remark.help, span=remark.span)
    for item in items:
        left = [d for d in item.findings if not d.accepted and not is_to_come(d)]
        if left and item.state in GOOD_STATES:
            which = ", ".join(dict.fromkeys(d.id for d in left))
            what = f"{item.label} has {count(len(left), 'finding')} that nobody answers for: {which}"
            how = "mend them, or let a signer accept each: `panelpress signoff waive FINDING ITEM --by … --reason …`"
            yield error("release/finding", what, how, place=Place(item.key))
