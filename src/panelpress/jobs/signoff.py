"""`panelpress signoff record`, `done`, `waive`, `list`: what people decided elsewhere, what was done, what is accepted.

The officers' own files come in by :mod:`panelpress.jobs.returns`; this is for the telephone, paper and meetings, and for
whoever makes the corrections.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from panelpress.exhibition.items import all_items, select
from panelpress.exhibition.project import load
from panelpress.facts.signing import DECISIONS
from panelpress.ground.diagnostics import Level, PanelpressError, did_you_mean, error, fault
from panelpress.ground.gates import GATE_IDS
from panelpress.jobs.current import current
from panelpress.jobs.orders import choose_printers
from panelpress.jobs.places import OUT, PREFLIGHT, PRESS
from panelpress.jobs.returns import Teller, keep_evidence
from panelpress.ledger import chain, proofs
from panelpress.ledger.entries import Comment, Decision, Done, Waived
from panelpress.ledger.standing import folded
from panelpress.ledger.taken import seen_in, signer_of
from panelpress.ledger.todo import to_do
from panelpress.ledger.waived import counts
from panelpress.preflight.framework import all_checks
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.json import read_findings
from panelpress.report.signoff import Decided, ToDo, shortest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.signing import DecisionWord
    from panelpress.ground.gates import GateId
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.entries import Matter
    from panelpress.ledger.proofs import ProofRecord
    from panelpress.ledger.todo import Asked

_LEAST_DIGITS = 4


@dataclass(frozen=True)
class Who:
    """Somebody who decides: their name, as what, for whom; the last two are found from `signers:` where they are left out."""

    by: str
    role: str = ""
    organisation: str = ""


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
        items: what they decided on, as the command line names items.
        gate: at which gate.
        who: who decides.
        decision: ``approved``, ``corrections`` or ``changes``.
        date: the day they said so.
        note: what they said.
        evidence: a scan, a photograph, a message, to be kept.
        proof: the proof they saw; None: the newest that shows the item.

    Raises:
        PanelpressError: with exit code 2 and nothing recorded.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    names = select(_names(exhibition), items)
    gate_id, word = _gate(gate), _word(decision)
    who = _known(exhibition, who, gate_id)
    if word == "corrections" and not note.strip():
        help = "say which: `--note`. It counts when they are made: `panelpress signoff done`"
        raise fault("sign-off/no-corrections", "approved with corrections, and none is named", help)
    seen = {name: _proof_of(root, name, proof) for name in names}
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
    labels = {name.key: name.label for name in names}
    return tuple(tell.decided(each, labels[each.item]) for each in decisions)


def _asked_for(item: str, gate: GateId, by: str, text: str, proof: int, date: dt.date, kept: str) -> Comment:
    return Comment(item, 0, 0, "", 0, "", text, "form", by, proof, date.isoformat(), kept, gate)


def _names(exhibition: Exhibition) -> tuple[ItemName, ...]:
    return all_items(exhibition, choose_printers(exhibition, None)[1].files)


def _gate(said: str) -> GateId:
    if said not in GATE_IDS:
        raise fault("sign-off/gate", f"there is no gate `{said}`", did_you_mean(said, GATE_IDS))
    return said


def _word(said: str) -> DecisionWord:
    if said not in DECISIONS:
        raise fault("sign-off/decision", f"there is no decision `{said}`", did_you_mean(said, DECISIONS))
    return said


def _known(exhibition: Exhibition, who: Who, gate: GateId | None) -> Who:
    """Return somebody with role and organisation, from the list of signers where they are left out.

    A decision at a gate is always for somebody; a waiver need not be, where catalogue.yml lists nobody.

    Raises:
        PanelpressError: where no name is said, or the organisation is left out and nobody can tell which.
    """
    who = Who(" ".join(who.by.split()), " ".join(who.role.split()), " ".join(who.organisation.split()))
    if not who.by:
        raise fault("sign-off/nameless", "nobody is named", "say who decided: `--by`")
    asked = exhibition.sign_off
    listed = [s for s in (asked.signers if asked else ()) if folded(s.name) == folded(who.by)]
    if not who.organisation and len(listed) > 1 and asked and gate is not None and gate in asked.gates:
        at_gate = {folded(name) for name in asked.gates[gate].organisations}
        listed = [s for s in listed if folded(s.organisation) in at_gate] or listed
    if not who.organisation and len(listed) != 1 and (asked or gate):
        help = did_you_mean(who.by, (s.name for s in asked.signers)) if asked and not listed else ""
        message = f"{who.by} signs for several organisations" if listed else f"{who.by} is not listed as a signer"
        whom = (
            f"say for whom: `--organisation`{' (' + ', '.join(s.organisation for s in listed) + ')' if listed else ''}"
        )
        raise fault("sign-off/organisation", message, "; ".join(part for part in (help, whom) if part))
    known = signer_of(asked, who.by, who.organisation or (listed[0].organisation if listed else ""))
    return replace(
        who,
        role=who.role or (known.role if known else ""),
        organisation=known.organisation if known else who.organisation,
    )


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


# -- the to-do list --------------------------------------------------------------------------------------------------


def listed(root: Path) -> ToDo:
    """Return the to-do list, by the items' order in the exhibition.

    Raises:
        PanelpressError: with exit code 2, when the project is faulty.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    ledger = chain.read(root)
    return ToDo(_in_order(exhibition, ledger), _labels(exhibition), ledger.faults)


def _labels(exhibition: Exhibition) -> Mapping[str, str]:
    return {name.key: name.label for name in _names(exhibition)}


def _in_order(exhibition: Exhibition, ledger: Ledger) -> tuple[Asked, ...]:
    place = {key: n for n, key in enumerate(_labels(exhibition))}
    return tuple(sorted(to_do(ledger), key=lambda each: place.get(each.comment.item, len(place))))


def done(root: Path, digits: str, by: str, date: dt.date | None = None, note: str = "") -> tuple[Asked, ...]:
    """Record that a comment is dealt with; return it with what else says the same, as they stand now.

    Whoever approved with this correction approved the item as it is now: that is what is recorded, so it must be known.

    Args:
        root: the exhibition's folder.
        digits: the first digits of the comment's entry, as `signoff list` prints them.
        by: who dealt with it.
        date: when; None: the edition's date.
        note: how.

    Raises:
        PanelpressError: with exit code 2 and nothing recorded: no such comment, or its item changed since it was built.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    ledger = chain.read(root)
    by = " ".join(by.split())
    if not by:
        raise fault("sign-off/nameless", "nobody is named", "say who dealt with it: `--by`")
    asked = _called(to_do(ledger), digits)
    same = [each for each in to_do(ledger) if _without_day(each.comment) == _without_day(asked.comment)]
    covers = _as_it_is(exhibition, ledger, asked.comment.item)
    day = (date or exhibition.date).isoformat()
    chain.append(root, [Done(each.entries[0], by, day, note.strip(), covers) for each in same])
    keys = {each.entries for each in same}
    return tuple(each for each in to_do(chain.read(root)) if each.entries in keys)


def _without_day(comment: Comment) -> Comment:
    return replace(comment, date="", evidence="")


def _called(listed: tuple[Asked, ...], digits: str) -> Asked:
    """Return the comment that some digits name.

    Raises:
        PanelpressError: where they name none, or several.
    """
    digits = digits.strip().lower()
    found = [each for each in listed if any(entry.startswith(digits) for entry in each.entries)]
    if len(found) == 1 and len(digits) >= _LEAST_DIGITS:
        return found[0]
    short = shortest(each.entries[0] for each in listed)
    if len(digits) < _LEAST_DIGITS or not found:
        help = "`panelpress signoff list` prints the digits of each" if listed else "there is no comment yet"
        raise fault("sign-off/comment", f"no comment begins with `{digits}` (of at least {_LEAST_DIGITS} digits)", help)
    names = ", ".join(short[each.entries[0]] for each in found)
    raise fault("sign-off/comment", f"{len(found)} comments begin with `{digits}`", f"say more digits: {names}")


def _as_it_is(exhibition: Exhibition, ledger: Ledger, item: str) -> dict[str, tuple[str, ...]]:
    """Return what the gates judge in an item as it is now, by gate; nothing for a comment on no item.

    Raises:
        PanelpressError: where that is not known.
    """
    if not item:
        return {}
    for name, judged, why in current(exhibition, ledger):
        if name.key == item:
            if judged is None:
                help = "whoever approved with this correction approves what is there now: build it, then say it is done"
                raise fault("sign-off/not-current", f"{name.label} is {why}", help)
            return {gate: tuple(part.digest for part in parts) for gate, parts in judged.items()}
    return {}  # the item is no longer part of the exhibition


# -- waivers ---------------------------------------------------------------------------------------------------------


def _found(root: Path, names: Sequence[ItemName]) -> set[str]:
    """Return the ids of all that was noticed of items when they were last built, beside what checks found."""
    said = read_findings(root / OUT / PRESS / PREFLIGHT)
    return {found.id for name in names for found in said.get(name.key, ((), ()))[0] if found.level < Level.ERROR}


def waive(
    root: Path,
    check: str,
    item: str,
    who: Who,
    reason: str,
    date: dt.date | None = None,
    page: int = 0,
    object: str = "",
    until: dt.date | None = None,
) -> tuple[Waived, bool]:
    """Record that somebody accepts a finding, by name and with a reason, and tell whether it counts: the next build applies it.

    Args:
        root: the exhibition's folder.
        check: the check's id, such as ``image/resolution``.
        item: what it was found in, as the command line names items.
        who: who answers for it.
        reason: why.
        date: when they said so; None: the edition's date.
        page: only on this page, counted from 1; 0: on all.
        object: only of this object, such as a photograph's id; "": of all.
        until: the last day it holds; None: for good.

    Raises:
        PanelpressError: with exit code 2 and nothing recorded.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    names = select(_names(exhibition), (item,))
    problems = []
    known = {*all_checks(), *_found(root, names)}
    if check not in known:
        what = f"there is no check `{check}`, and nothing of that name was found when it was last built"
        problems.append(error("sign-off/check", what, did_you_mean(check, known)))
    if not reason.strip():
        problems.append(error("sign-off/reason", "no reason is given", "say why it is accepted: `--reason`"))
    if len(names) > 1:
        labels = ", ".join(name.key for name in names)
        problems.append(error("sign-off/item", f"`{item}` means several items", f"name one of them: {labels}"))
    if problems:
        raise PanelpressError(problems)
    who = _known(exhibition, who, None)
    day = (date or exhibition.date).isoformat()
    made = Waived(
        check, names[0].key, who.by, who.role, who.organisation, day, reason.strip(), page, object,
        until.isoformat() if until else "",
    )  # fmt: skip
    chain.append(root, [made])
    return made, counts(exhibition.sign_off, made)
