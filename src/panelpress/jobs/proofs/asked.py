"""Who is asked to sign which sheet for which items, and where an item stands with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.gates import GATES
from panelpress.press.proofs.content import GateSheet, Signs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from panelpress.exhibition.asked import SignOff
    from panelpress.facts.signing import Judged
    from panelpress.ledger.standing import Standing, State

NOBODY = "nobody is asked to approve it"
_TOLD: dict[State, str] = {
    "changes": "changes required by",
    "corrections-open": "corrections to be made for",
    "lapsed": "changed since it was approved by",
    "expired": "the approval has run out of",
    "unknown": "not known of",
    "waiting": "waits for",
}


def gate_sheets(
    said: SignOff | None, items: Mapping[str, tuple[str, Judged]], standings: Sequence[Standing] = ()
) -> tuple[GateSheet, ...]:
    """Return a sheet for each gate that asks for anything; all gates, and nobody by name, where nobody is asked.

    Args:
        said: who must approve what.
        items: by key, the kind of each item that may be signed, and what the gates judge in it.
        standings: where the items stand with everybody.
    """
    found = []
    for gate in GATES:
        if said is not None and gate.id not in said.gates:
            continue
        shape = said.gates[gate.id] if said is not None else None
        keys = tuple(
            key for key, (kind, judged) in items.items() if judged.get(gate.id) and (shape is None or shape.asks(kind))
        )
        if not keys:
            continue
        signers = _signers(said, shape.organisations) if said is not None and shape is not None else ()
        expires = shape.expires.isoformat() if shape is not None and shape.expires else ""
        here = {key: [s for s in standings if (s.item, s.gate) == (key, gate.id)] for key in keys}
        stands = {key: words for key in keys if (words := stands_in_words(here[key]))}
        found.append(GateSheet(gate.id, gate.title, gate.signs_for, signers, keys, expires, stands))
    return tuple(found)


def stands_in_words(standings: Sequence[Standing]) -> str:
    """Return what of earlier approvals of an item at a gate still holds; "" where nothing does."""
    given = [s for s in standings if s.state == "approved"]
    if not given:
        return ""
    by_proof: dict[int, list[str]] = {}
    for each in given:
        by_proof.setdefault(each.proof, []).append(f"{each.by} ({each.organisation})")
    said = "; ".join(f"by {' and '.join(who)} on proof {number}" for number, who in sorted(by_proof.items()))
    rest = " and ".join(dict.fromkeys(s.organisation for s in standings if s.state != "approved"))
    return f"approved {said}: still stands, {f'{rest} to sign' if rest else 'nothing to do'}"


def _signers(said: SignOff, organisations: Sequence[str]) -> tuple[Signs, ...]:
    """Return the people who may sign, by organisation; an organisation without anybody is named all the same."""
    found: list[Signs] = []
    for organisation in organisations:
        people = [Signs(s.name, s.organisation, s.role) for s in said.signers if s.organisation == organisation]
        found += people or [Signs("", organisation)]
    return tuple(found)


def state_in_words(standings: Sequence[Standing], *, asked: bool) -> str:
    """Return where an item stands with everybody, the worst first: ``waits for NUM and Durham Area``."""
    if not asked or not standings:
        return NOBODY
    parts = []
    for state, words in _TOLD.items():
        whom = list(dict.fromkeys(s.organisation for s in standings if s.state == state))
        if whom:
            parts.append(f"{words} {' and '.join([', '.join(whom[:-1]), whom[-1]] if len(whom) > 1 else whom)}")
    return "; ".join(parts) or "approved by all"
