"""Where the exhibition stands on its way to the press: items, gates, and the words for what is still wanted of whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from panelpress.ground.gates import GATES
from panelpress.ground.units import count
from panelpress.ledger.standing import WORST_FIRST
from panelpress.report.json import diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ground.gates import GateId
    from panelpress.ledger.entries import Waived
    from panelpress.ledger.standing import Standing, State, Uncounted
    from panelpress.ledger.todo import Asked
    from panelpress.report.signoff.log import Logged

SCHEMA_VERSION = 1
TITLES: dict[GateId, str] = {gate.id: gate.title for gate in GATES}


@dataclass(frozen=True, slots=True)
class Item:
    """An item: its key, what it is called, and why nobody can say where it stands ("" where one can)."""

    key: str
    label: str
    unknown: str = ""

    @property
    def is_panel(self) -> bool:
        """Whether it hangs on a wall."""
        return self.label.startswith("panel ")

    @property
    def short(self) -> str:
        """Its number, with its language where that is not the main one; its name where it is no panel."""
        number = self.label.removeprefix("panel ").partition(" ")[0]
        language = self.key.partition(".")[2]
        return f"{number}.{language}" if self.is_panel and language else number


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that somebody accepted, and whether that counts: who is not listed as a signer does not."""

    waived: Waived
    counts: bool


@dataclass(frozen=True)
class StatusReport:
    """Everything `panelpress status` knows: the items, where each stands at each gate, and what the ledger holds besides.

    ``date`` is the day approvals are held against (YYYY-MM-DD), ``taken_back`` what was recorded and counts no more, ``heads``
    the heads of the ledger.
    """

    title: str
    job: str
    edition: int
    date: str
    gates: tuple[GateId, ...]
    items: tuple[Item, ...]
    standings: tuple[Standing, ...]
    uncounted: tuple[Uncounted, ...] = ()
    to_do: tuple[Asked, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    taken_back: tuple[Logged, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    heads: tuple[str, ...] = ()
    entries: int = 0
    venue: str | None = None
    """Whose strip was built last, "" for an empty one; None where nothing changes from town to town"""

    @property
    def open(self) -> tuple[Asked, ...]:
        """The comments that are not done."""
        return tuple(asked for asked in self.to_do if not asked.done)

    @property
    def approved(self) -> bool:
        """Whether everything is approved."""
        return bool(self.standings) and all(standing.state == "approved" for standing in self.standings)

    def at(self, item: str, gate: GateId) -> tuple[Standing, ...]:
        """Return where an item stands at a gate, with every organisation; () where nothing is asked there."""
        return tuple(each for each in self.standings if each.item == item and each.gate == gate)

    @property
    def strip(self) -> str:
        """What is to be known of the strip that changes, "" where there is none."""
        if self.venue is None:
            return ""
        return (
            f"Variable strip: {self.venue or 'empty'}. Another town's lapses no approval: `panelpress build --venue`."
        )

    @property
    def verdict(self) -> str:
        """The whole in one sentence."""
        good = [item for item in self.items if all(s.state == "approved" for s in self.standings if s.item == item.key)]
        if self.approved:
            return f"Everything is approved: {count(len(self.items), 'item')}."
        there = sum(1 for standing in self.standings if standing.state == "approved")
        return (
            f"{len(good) or 'None'} of {count(len(self.items), 'item')} wholly approved; "
            f"{there} of {count(len(self.standings), 'approval')} are there."
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something still wanted: at which gate ("" for all), in words, and of which items, as people call them."""

    state: State
    items: tuple[str, ...]
    gate: str
    words: str


def wanted(report: StatusReport) -> tuple[Wanted, ...]:
    """Return what is still wanted, worst first; what is wanted alike of several items is said once."""
    together: dict[tuple[int, str, str], list[str]] = {}
    labels = {item.key: item.label for item in report.items}
    for item in report.items:
        if item.unknown:
            together.setdefault((WORST_FIRST.index("unknown"), "", item.unknown), []).append(item.label)
    for standing in report.standings:
        if standing.state not in ("approved", "unknown"):
            key = (WORST_FIRST.index(standing.state), TITLES[standing.gate].lower(), words(standing))
            together.setdefault(key, []).append(labels[standing.item])
    return tuple(
        Wanted(WORST_FIRST[urgency], tuple(items), gate, said)
        for (urgency, gate, said), items in sorted(together.items(), key=lambda each: each[0][0])
    )


def of_items(found: Wanted, report: StatusReport) -> str:
    """Return which items it is about: ``panel 3 num``, ``panels 1, 3–7, catalogue``, ``all 13 items``."""
    return _together([item for item in report.items if item.label in found.items], report)


def _of_keys(labels: Mapping[str, str], report: StatusReport) -> str:
    """Return items by key in the order of the exhibition; those it has no more by the end, as they were called."""
    named = [item for item in report.items if item.key in labels]
    gone = sorted(label for key, label in labels.items() if key not in {item.key for item in report.items})
    return ", ".join([*([_together(named, report)] if named else []), *gone])


def _together(named: Sequence[Item], report: StatusReport) -> str:
    panels = [item for item in report.items if item.is_panel]
    if len(named) < 3:
        return ", ".join(item.label for item in named)
    if len(named) == len(report.items):
        return f"all {len(named)} items"
    if named == panels:
        return f"all {len(named)} panels"
    numbers = runs(item.short for item in named if item.is_panel)
    return ", ".join([f"panels {numbers}", *(item.label for item in named if not item.is_panel)])


def runs(numbers: Iterable[str]) -> str:
    """Return numbers with those that follow each other drawn together: ``1, 3–7, 9.es``."""
    found: list[list[str]] = []
    for number in numbers:
        if found and number.isdecimal() and found[-1][-1].isdecimal() and int(number) == int(found[-1][-1]) + 1:
            found[-1].append(number)
        else:
            found.append([number])
    spans = ((run[0], run[-1]) if len(run) > 2 else (*run,) for run in found)
    return ", ".join(
        "–".join(span) if len(run) > 2 else ", ".join(span) for span, run in zip(spans, found, strict=True)
    )


def words(standing: Standing) -> str:
    """Return where an item stands at a gate with an organisation, in words."""
    return "; ".join(part for part in (_what(standing), _waiting(standing)) if part)


def _what(standing: Standing) -> str:
    who = f"{standing.by} ({standing.organisation})"
    seen = f"{standing.date}, {proof(standing)}" if standing.date else proof(standing)
    since = f"changed since {who} required changes in {proof(standing)}" if standing.decision == "changes" else ""
    said: dict[State, str] = {
        "approved": f"approved by {who}, {seen}",
        "changes": f"{who} requires changes, {seen}",
        "corrections-open": f"approved by {who} with corrections, {seen}: {_corrections(standing)}",
        "expired": f"the approval by {who}, {seen}, has expired: `expires:` in catalogue.yml",
        "lapsed": f"lapsed for {standing.organisation}: {changed(standing)} since {proof(standing)}, "
        f"which {standing.by} approved on {standing.date}",
    }
    return said.get(standing.state, since)


def _corrections(standing: Standing) -> str:
    if not standing.to_do and not standing.pages:
        return "which ones is not recorded; record `approved` once they are made"
    if not standing.to_do:
        return f"{changed(standing)} since, and no correction is recorded"
    return f"{count(standing.to_do, 'correction')} still to be made"


def proof(standing: Standing) -> str:
    """Return which proof was seen."""
    return f"proof {standing.proof}" if standing.proof else "without a proof"


def changed(standing: Standing) -> str:
    """Return what changed: ``page 1 changed``, ``pages 2, 4–9 changed``, ``it changed``."""
    pages = [str(page) for page in standing.pages if page]
    if pages:
        return f"page{'s' if len(pages) > 1 else ''} {runs(pages)} changed"
    return "it changed" if standing.pages else "something was taken away"


def _waiting(standing: Standing) -> str:
    if standing.state not in ("waiting", "lapsed", "expired"):
        return ""
    if not standing.waiting_on:
        return f"waiting on {standing.organisation}, for which no signer is listed"
    named = " or ".join(standing.waiting_on)
    return f"waiting on {named}" + ("" if standing.state == "lapsed" else f" ({standing.organisation})")


def cell(standing: Standing) -> tuple[str, str, tuple[str, ...]]:
    """Return where an item stands, short enough for a table: the state, of what, and who it is about."""
    who = (standing.by,) if standing.by else ()
    if standing.state == "approved":
        return "✓", "", who
    if standing.state == "waiting":
        return "waits", "", standing.waiting_on or (standing.organisation,)
    if standing.state == "lapsed":
        pages = [str(page) for page in standing.pages if page]
        return "lapsed", f"p. {runs(pages)}" if pages else "", who
    if standing.state == "corrections-open":
        return f"{standing.to_do or '?'} to do", "", who
    return ("?", "", ()) if standing.state == "unknown" else (standing.state, "", who)


def aside(found: Iterable[Uncounted], report: StatusReport) -> Iterator[str]:
    """Yield what is recorded and does not count, once for each person and reason, in words."""
    labels = {item.key: item.label for item in report.items}
    together: dict[tuple[str, str, str], dict[str, dict[str, str]]] = {}
    for each in found:
        who = f"{each.decision.by} ({each.decision.organisation})" if each.decision.organisation else each.decision.by
        gate = TITLES[each.decision.gate].lower()
        item = each.decision.item
        listed = together.setdefault((who, each.why, gate if each.why == "not-asked" else ""), {})
        listed.setdefault(f"{gate} ({each.decision.decision})", {})[item] = labels.get(item, item)
    for (who, why, gate), listed in together.items():
        reason = "not listed under `signers:`" if why == "not-listed" else f"whom the gate {gate} does not ask"
        told = "; ".join(f"{what}: {_of_keys(items, report)}" for what, items in sorted(listed.items()))
        yield f"{who}, {reason}: {told}"


def acceptances(report: StatusReport) -> Iterator[str]:
    """Yield every waiver of the ledger in words: who accepts what, why, until when."""
    labels = {item.key: item.label for item in report.items}
    for each in report.accepted:
        said = each.waived
        place = "".join((f", page {said.page}" if said.page else "", f", {said.object}" if said.object else ""))
        who = f"{said.by} ({said.organisation})" if said.organisation else said.by
        until = f", until {said.until}" if said.until else ""
        past = ", which is past" if said.until and said.until < report.date else ""
        idle = "" if each.counts else "; does not count: not listed under `signers:`"
        yield (
            f"{labels.get(said.item, said.item)}{place}: {said.check} accepted by {who} on {said.date} because "
            f"“{said.reason.rstrip(' .')}”{until}{past}{idle}"
        )


def withdrawn(report: StatusReport) -> Iterator[str]:
    """Yield every entry that somebody took back, in words: what it said, who took it back, when and why."""
    for each in report.taken_back:
        yield f"{each.words}, {each.date}: {each.taken_back}"


def document(report: StatusReport) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "title": report.title,
        "job": report.job,
        "edition": report.edition,
        "date": report.date,
        "approved": report.approved,
        "items": [
            {
                "item": item.key,
                "label": item.label,
                "unknown": item.unknown,
                "gates": [
                    {
                        **{key: value for key, value in asdict(each).items() if key != "item"},
                        "words": words(each) or item.unknown,
                    }
                    for each in report.standings
                    if each.item == item.key
                ],
                "open_comments": sum(1 for asked in report.open if asked.comment.item == item.key),
            }
            for item in report.items
        ],
        "wanted": [asdict(each) for each in wanted(report)],
        "uncounted": [
            {
                "item": each.decision.item,
                "gate": each.decision.gate,
                "by": each.decision.by,
                "organisation": each.decision.organisation,
                "decision": each.decision.decision,
                "date": each.decision.date,
                "proof": each.decision.proof,
                "why": each.why,
                "entry": each.entry,
            }
            for each in report.uncounted
        ],
        "accepted": [{**asdict(each.waived), "counts": each.counts} for each in report.accepted],
        "taken_back": [asdict(each) for each in report.taken_back],
        "open_comments": len(report.open),
        "venue": report.venue,
        "ledger": {"entries": report.entries, "heads": list(report.heads)},
        "faults": [diagnostic(fault) for fault in report.faults],
    }
