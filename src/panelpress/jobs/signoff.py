"""`panelpress signoff record`: what people decided elsewhere, on the telephone, on paper, in a meeting.

The officers' own files come in by :mod:`panelpress.jobs.returns`; what was made of their comments, what is accepted and what
was a mistake by :mod:`panelpress.jobs.signoffs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.items import select
from panelpress.exhibition.project import load
from panelpress.facts.signing import DECISIONS
from panelpress.ground.diagnostics import PanelpressError, did_you_mean, fault
from panelpress.ground.gates import GATE_IDS
from panelpress.jobs.returns import Teller, keep_evidence
from panelpress.jobs.signoffs.named import names_of
from panelpress.jobs.signoffs.who import known, too_early
from panelpress.ledger import chain, proofs
from panelpress.ledger.entries import Comment, Decision
from panelpress.ledger.taken import seen_in
from panelpress.press.templating import SHIPPED, THEMES

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.signing import DecisionWord
    from panelpress.ground.gates import GateId
    from panelpress.jobs.signoffs.who import Who
    from panelpress.ledger.entries import Matter
    from panelpress.ledger.proofs import ProofRecord
    from panelpress.report.signoff import Decided

EVERYTHING = "all"
PANELS = "panels"


def record(
    root: Path,
    items: tuple[str, ...],
    gate: str,
    who: Who,
    decision: str,
    date: dt.date,
    note: str = "",
    evidence: Path | None = None,
    proof: int | None = None,
) -> tuple[Decided, ...]:
    """Record what somebody decided on the telephone, on paper or in a meeting; return it with whether it counts.

    What they ask for (``note`` with any decision but ``approved``) becomes a comment of the to-do list.

    Args:
        root: the exhibition's folder.
        items: what they decided on, as the command line names items; ``all`` or ``panels``: every one that has something
            to judge at the gate.
        gate: at which gate.
        who: who decides.
        decision: ``approved``, ``corrections`` or ``changes``.
        date: the day they said so, no earlier than that of the proof they saw.
        note: what they said.
        evidence: a scan, a photograph, a message, to be kept.
        proof: the proof they saw; None: the newest that shows the item.

    Raises:
        PanelpressError: with exit code 2 and nothing recorded.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    gate_id, word = _gate(gate), _word(decision)
    who = known(exhibition, who, gate_id)
    if word == "corrections" and not note.strip():
        help = "say which: `--note`. It counts when they are made: `panelpress signoff done`"
        raise fault("sign-off/no-corrections", "approved with corrections, and none is named", help)
    seen = _seen(root, exhibition, items, gate_id, proof)
    numbers = {shown.number: shown.date for shown in seen.values()}
    if early := [d for number, day in sorted(numbers.items()) for d in too_early(date, f"proof {number}", day)]:
        raise PanelpressError(early)
    kept = _evidence(root, evidence) if evidence else ""
    corrections: list[Matter] = []
    decisions: list[Decision] = []
    for name, shown in seen.items():
        if note.strip() and word != "approved":
            corrections.append(_asked_for(name.key, gate_id, who.by, note.strip(), shown.number, date, kept))
        decisions.append(
            Decision(
                name.key, gate_id, word, who.by, who.role, who.organisation, date.isoformat(), shown.number,
                seen_in(shown, name.key, gate_id), note.strip(), kept, "recorded",
            )
        )  # fmt: skip
    chain.append(root, [*corrections, *decisions])
    tell = Teller(exhibition, chain.read(root))
    labels = {name.key: name.label for name in seen}
    return tuple(tell.decided(each, labels[each.item]) for each in decisions)


def _asked_for(item: str, gate: GateId, by: str, text: str, proof: int, date: dt.date, kept: str) -> Comment:
    return Comment(item, 0, 0, "", 0, "", text, "form", by, proof, date.isoformat(), kept, gate)


def _gate(said: str) -> GateId:
    if said not in GATE_IDS:
        raise fault("sign-off/gate", f"there is no gate `{said}`", did_you_mean(said, GATE_IDS))
    return said


def _word(said: str) -> DecisionWord:
    if said not in DECISIONS:
        raise fault("sign-off/decision", f"there is no decision `{said}`", did_you_mean(said, DECISIONS))
    return said


def _seen(
    root: Path, exhibition: Exhibition, items: tuple[str, ...], gate: GateId, proof: int | None
) -> dict[ItemName, ProofRecord]:
    """Return the items that are meant, each with the proof it was seen in.

    Raises:
        PanelpressError: where one is no item, no proof shows one, or none of all has anything to judge at the gate.
    """
    names = names_of(exhibition)
    word = items[0] if len(items) == 1 else ""
    if word not in (EVERYTHING, PANELS) or any(name.answers_to(word) for name in names):
        return {name: _proof_of(root, name, proof) for name in select(names, items)}
    asked = exhibition.sign_off.gates.get(gate) if exhibition.sign_off else None
    wanted = [
        name
        for name in names
        if (word == EVERYTHING or name.kind == "panel") and (asked is None or asked.asks(name.kind))
    ]
    shown = {name: _proof_of(root, name, proof) for name in wanted}
    found = {name: record for name, record in shown.items() if record.items[name.key].judged.get(gate)}
    if not found:
        raise fault("sign-off/item", f"nothing of {word} is asked for at the gate {gate}", "name another gate or item")
    return found


def _proof_of(root: Path, name: ItemName, number: int | None) -> ProofRecord:
    """Return the proof that somebody saw an item in.

    Raises:
        PanelpressError: where there is none.
    """
    if number is not None:
        shown = proofs.read(root, number)
        if name.key not in shown.items:
            labels = ", ".join(item.label for item in shown.items.values())
            raise fault("sign-off/proof", f"proof {number} does not show {name.label}", f"it shows {labels}")
        return shown
    for each in reversed(proofs.issued(root)):
        shown = proofs.read(root, each)
        if name.key in shown.items:
            return shown
    raise fault(
        "sign-off/proof",
        f"no proof shows {name.label} yet",
        "a decision holds for what somebody saw in a proof: `panelpress proof` issues one",
    )


def _evidence(root: Path, path: Path) -> str:
    """Keep a piece of evidence and return its digest.

    Raises:
        PanelpressError: where it cannot be read or kept.
    """
    try:
        data = path.read_bytes()
    except OSError as refused:
        why = refused.strerror or str(refused)
        raise fault("sign-off/unreadable", f"cannot read {path}: {why}", "check the name and the folder") from None
    return keep_evidence(root, path, data)[0]
