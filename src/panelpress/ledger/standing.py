"""Where every item stands at every gate: what the ledger says, held against what the items are now.

Pure functions. A decision covers the parts whose digests it names and no others, so that a change lapses exactly the
approvals that it touches. Where several decisions of one organisation cover a part, the one with the latest day counts; of
one day, the one recorded after the other; and where nobody can tell, because two people recorded at once, the stricter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from panelpress.ground.gates import GATE_IDS
from panelpress.ledger.entries import Decision
from panelpress.ledger.todo import Asked, to_do

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from panelpress.exhibition.asked import GateAsked, SignOff
    from panelpress.facts.signing import DecisionWord, Judged, Part
    from panelpress.ground.gates import GateId
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.entries import Done

State = Literal["changes", "corrections-open", "lapsed", "expired", "unknown", "waiting", "approved"]
WORST_FIRST: tuple[State, ...] = (
    "changes", "corrections-open", "lapsed", "expired", "unknown", "waiting", "approved",
)  # fmt: skip
_BLOCKING: dict[DecisionWord, State] = {"changes": "changes", "corrections": "corrections-open"}
_STRICTEST: dict[DecisionWord, int] = {"approved": 0, "corrections": 1, "changes": 2}

Kind = str
"""``panel`` or ``catalogue``."""
Current = tuple[Kind, "Judged | None"]
"""What kind of item it is, and what the gates judge in it as it stands; None: it was not built, or changed since."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one item stands at one gate with one organisation.

    Attributes:
        state: ``approved``; ``changes`` (required); ``corrections-open``: approved with corrections that are not all made;
            ``lapsed``: something changed since the approval; ``expired``: the gate's day is past; ``waiting``: nobody decided
            on it as it is now; ``unknown``: the item was not built, or changed since.
        by: who decided last, "" for nobody.
        decision: what they decided.
        date: the day they gave, YYYY-MM-DD.
        proof: the number of the proof they saw.
        pages: the pages they have not seen as they are now; 0 stands for the item as a whole.
        to_do: how many of their corrections are still to be made; 0 with ``corrections-open``: none was recorded.
        waiting_on: the organisation's listed signers, where it is their turn.
        entry: the digest of the decision's entry.
    """

    item: str
    gate: GateId
    organisation: str
    state: State
    by: str = ""
    decision: DecisionWord | Literal[""] = ""
    date: str = ""
    proof: int = 0
    pages: tuple[int, ...] = ()
    to_do: int = 0
    waiting_on: tuple[str, ...] = ()
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A decision that is recorded and does not count, and why."""

    decision: Decision
    entry: str
    why: Literal["not-listed", "not-asked"]


@dataclass(frozen=True, slots=True)
class _Made:
    """A decision that counts: its entry's digest, all the parts it covers, the fewest that were seen at a time.

    ``to_do`` is how many of its corrections are still to be made; ``settled``: it approves as it stands.
    """

    decision: Decision
    entry: str
    covers: frozenset[str]
    fewest: int
    to_do: int
    settled: bool


@lru_cache(maxsize=1024)
def folded(name: str) -> str:
    """Return a name as names are compared: without regard to case and the spaces between its words."""
    return " ".join(name.split()).casefold()


def is_listed(said: SignOff, name: str, organisation: str) -> bool:
    """Tell whether somebody is on the list of those who sign for an organisation."""
    who = (folded(name), folded(organisation))
    return any((folded(signer.name), folded(signer.organisation)) == who for signer in said.signers)


def uncounted(said: SignOff, ledger: Ledger) -> tuple[Uncounted, ...]:
    """Return the decisions that are recorded and do not count, by day and digest."""
    asked = _Asked.of(said)
    found = [
        Uncounted(decision, known_as, why)
        for known_as, decision in ledger.matters(Decision).items()
        if (why := asked.in_the_way(decision)) is not None
    ]
    return tuple(sorted(found, key=lambda each: (each.decision.date, each.entry)))


def standings(said: SignOff, ledger: Ledger, items: Mapping[str, Current], date: dt.date) -> tuple[Standing, ...]:
    """Return where every item stands, at every gate that asks for it, with every organisation asked there.

    A gate that has nothing to judge in an item, and never had, asks nothing of it.
    """
    made = _made(said, ledger)
    found: list[Standing] = []
    for item, (kind, judged) in items.items():
        for gate in (g for g in GATE_IDS if g in said.gates and said.gates[g].asks(kind)):
            asked = said.gates[gate]
            for organisation in asked.organisations:
                decisions = made.get((item, gate, folded(organisation)), ())
                if judged is not None and not judged.get(gate) and not decisions:
                    continue
                signers = tuple(s.name for s in said.signers if folded(s.organisation) == folded(organisation))
                bare = Standing(item, gate, organisation, "unknown", waiting_on=signers)
                parts = None if judged is None else judged.get(gate, ())
                found.append(_standing(bare, ledger, decisions, parts, expired=_expired(asked, date)))
    return tuple(found)


def _expired(gate: GateAsked, date: dt.date) -> bool:
    return gate.expires is not None and date > gate.expires


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who is asked at all: the signers, and the organisations of each gate, as names are compared."""

    signers: frozenset[tuple[str, str]]
    gates: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, said: SignOff) -> _Asked:
        return cls(
            frozenset((folded(signer.name), folded(signer.organisation)) for signer in said.signers),
            {id: frozenset(folded(name) for name in gate.organisations) for id, gate in said.gates.items()},
        )

    def in_the_way(self, decision: Decision) -> Literal["not-listed", "not-asked"] | None:
        """Return why a decision does not count, None where it does."""
        organisation = folded(decision.organisation)
        if (folded(decision.by), organisation) not in self.signers:
            return "not-listed"
        return None if organisation in self.gates.get(decision.gate, ()) else "not-asked"


def _made(said: SignOff, ledger: Ledger) -> dict[tuple[str, GateId, str], list[_Made]]:
    """Return the decisions that count, by item, gate and organisation, each with what it covers."""
    listed = _Asked.of(said)
    by_file: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    by_row: dict[tuple[str, int, str, str], list[Asked]] = defaultdict(list)
    for asked in to_do(ledger):
        comment = asked.comment
        if comment.gate:
            by_row[comment.item, comment.proof, folded(comment.by), comment.gate].append(asked)
        elif comment.evidence:
            by_file[comment.item, comment.evidence].append(asked)
    found: dict[tuple[str, GateId, str], list[_Made]] = defaultdict(list)
    for known_as, said_so in ledger.matters(Decision).items():
        if listed.in_the_way(said_so) is not None:
            continue
        corrections: list[Asked] = []
        if said_so.decision == "corrections":
            corrections += by_row.get((said_so.item, said_so.proof, folded(said_so.by), said_so.gate), ())
            corrections += by_file.get((said_so.item, said_so.evidence), ()) if said_so.evidence else ()
        where = (said_so.item, said_so.gate, folded(said_so.organisation))
        found[where].append(_with_corrections(said_so, known_as, corrections))
    return found


def _with_corrections(decision: Decision, entry: str, corrections: Sequence[Asked]) -> _Made:
    """Return a decision with what it covers: the parts that were seen, and those in which its corrections were made."""
    to_do = sum(1 for asked in corrections if not asked.done)
    settled = decision.decision == "approved" or (
        decision.decision == "corrections" and bool(corrections) and not to_do
    )
    seen = [decision.judged, *(_mended(done, decision.gate) for asked in corrections for done in asked.answers)]
    fewest = min(len(set(digests)) for digests in seen if digests or not decision.judged)
    return _Made(decision, entry, frozenset(d for digests in seen for d in digests), fewest, to_do, settled)


def _mended(done: Done, gate: GateId) -> tuple[str, ...]:
    return done.covers.get(gate, ())


def _latest(ledger: Ledger, made: Iterable[_Made]) -> _Made | None:
    """Return the decision that counts among several, None where there is none."""
    made = tuple(made)
    last_day = max((each.decision.date for each in made), default="")
    of_the_day = {each.entry: each for each in made if each.decision.date == last_day}
    rest = (of_the_day[known_as] for known_as in ledger.order.last(of_the_day))
    return max(rest, key=lambda each: (_STRICTEST[each.decision.decision], each.entry), default=None)


def _standing(
    bare: Standing, ledger: Ledger, decisions: Sequence[_Made], parts: Sequence[Part] | None, *, expired: bool
) -> Standing:
    """Return where an item stands at a gate with an organisation, from that organisation's decisions on it there."""
    last = _latest(ledger, decisions)
    if parts is None:
        return _decided(bare, last, "unknown")
    over = {part.digest: _latest(ledger, (d for d in decisions if part.digest in d.covers)) for part in parts}
    unseen = tuple(part.page for part in parts if over[part.digest] is None)
    covering = [made for made in over.values() if made is not None]
    if not parts and last is not None and not last.decision.judged:
        covering = [last]  # there was nothing to judge, and it was decided on all the same
    for word, state in _BLOCKING.items():
        if held := _latest(ledger, (d for d in covering if d.decision.decision == word and not d.settled)):
            return _decided(bare, held, state, unseen)
    top = _latest(ledger, covering) or last
    if unseen or top is None or len(over) < top.fewest:
        return _decided(bare, last, _since(last), unseen)
    return _decided(bare, top, "expired" if expired else "approved")


def _since(last: _Made | None) -> State:
    """Return how it is called that an organisation has not seen all of an item as it is now."""
    if last is None or last.decision.decision == "changes":
        return "waiting"
    return "lapsed" if last.settled else "corrections-open"


def _decided(bare: Standing, made: _Made | None, state: State, unseen: tuple[int, ...] = ()) -> Standing:
    """Return a standing with the decision it rests on; the signers are named where it is their turn."""
    signers = bare.waiting_on if state in ("waiting", "lapsed", "expired") else ()
    if made is None:
        return Standing(bare.item, bare.gate, bare.organisation, state, pages=unseen, waiting_on=signers)
    return Standing(
        bare.item,
        bare.gate,
        bare.organisation,
        state,
        made.decision.by,
        made.decision.decision,
        made.decision.date,
        made.decision.proof,
        unseen,
        made.to_do,
        signers,
        made.entry,
    )
