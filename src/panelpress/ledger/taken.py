"""What a returned proof says, as entries of the ledger: decisions on what was seen, comments beside the lines they are about.

Pure functions. A decision names the parts of the item as they stood in the proof that was signed, and not as they are now: what
changed since lapses by itself. What nobody put a name to is no decision.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from panelpress.facts.signing import DECISIONS
from panelpress.ground.diagnostics import Diagnostic, Level, fault
from panelpress.ground.gates import gate
from panelpress.ground.units import count
from panelpress.ledger.beside import beside
from panelpress.ledger.entries import Comment, Decision
from panelpress.ledger.standing import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from panelpress.exhibition.asked import Signer, SignOff
    from panelpress.facts.signing import Answer, DecisionWord, Mark, Returned, Signature
    from panelpress.ground.gates import GateId
    from panelpress.ledger.entries import Matter
    from panelpress.ledger.proofs import ProofRecord

_ASK = "ask them, and record it: `panelpress signoff record ITEM --gate … --by … --decision … --date … --evidence FILE`"
_MONTHS = (
    ("jan", "ene"), ("feb",), ("mar",), ("apr", "abr"), ("may",), ("jun",), ("jul",), ("aug", "ago"), ("sep", "set"), ("oct",),
    ("nov",), ("dec", "dic"),
)  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """What is to be recorded of a returned proof, and what is not or needs a look.

    ``undated`` are those whose day nobody gave: they have the day of the import.
    """

    comments: tuple[Comment, ...]
    decisions: tuple[Decision, ...]
    problems: tuple[Diagnostic, ...]
    undated: frozenset[Matter]

    @property
    def matters(self) -> tuple[Matter, ...]:
        """All of it in the order in which it is recorded: corrections before the approval that depends on them.

        A writer who is killed in between must not leave an approval "with these corrections" and none of them.
        """
        return (*self.comments, *self.decisions)


def taken(returned: Returned, record: ProofRecord, asked: SignOff | None, date: dt.date) -> Taken:
    """Return what is to be recorded of a returned proof.

    Args:
        returned: the proof as it was read.
        record: the record of that proof.
        asked: who signs for whom; None where catalogue.yml does not say.
        date: the day for what bears none; the proof's where that is later.

    Raises:
        PanelpressError: ``sign-off/altered`` where it answers for items that the proof does not show, ``sign-off/empty`` where
            there is nothing in it.
    """
    _refuse_what_says_nothing(returned, record)
    signed = {signature.gate: signature for signature in returned.signatures}
    sent = dt.date.fromisoformat(record.date)
    date = max(date, sent)
    written = {id: day_of(signature.date) for id, signature in signed.items()}
    problems: list[Diagnostic] = [
        *_unreadable_days(signed.values(), written, date),
        *_days_before(signed.values(), written, record),
    ]
    days = {id: day if day is None else max(day, sent) for id, day in written.items()}
    one = next(iter(signed.values())) if len({folded(s.name) for s in signed.values()}) == 1 else None
    undated: set[Matter] = set()
    comments: list[Comment] = []
    decisions: list[Decision] = []
    for answer in returned.answers:
        who = signed.get(answer.gate)
        day = days.get(answer.gate)
        said: list[Matter] = []
        if answer.comment:
            author = who or one
            comments.append(_of_form(answer, returned, author.name if author else "", day or date))
            said.append(comments[-1])
        if answer.decision and who:
            decisions.append(_decision(answer, who, returned, record, asked, day or date))
            said.append(decisions[-1])
        if day is None:
            undated.update(said)
    day = days.get(one.gate) if one else None
    for mark in returned.marks:
        comments.append(_of_mark(mark, returned, record, one.name if one else "", day or date))
        if day is None:
            undated.add(comments[-1])
    problems += _unsigned(returned, signed)
    problems += _corrections_without_any(decisions, comments)
    return Taken(tuple(dict.fromkeys(comments)), tuple(decisions), tuple(problems), frozenset(undated))


def _refuse_what_says_nothing(returned: Returned, record: ProofRecord) -> None:
    strangers = sorted({a.item for a in returned.answers if a.item not in record.items})
    if strangers:
        message = f"it answers for `{strangers[0]}`, which proof {record.number} does not show: it was altered"
        raise fault("sign-off/altered", message, _ASK)
    if returned.marks or any(a.decision or a.comment for a in returned.answers):
        return
    if returned.signatures:
        message = f"{returned.signatures[0].name} signed it and decided nothing: no choice is made on any of its sheets"
        raise fault("sign-off/empty", message, _ASK)
    raise fault(
        "sign-off/empty",
        "all its fields are empty and nobody wrote on it: it was not filled in, or saved by a viewer that drops what was",
        "ask for it again, filled in with Acrobat Reader, Firefox, Chrome, Preview, Okular or Evince and saved, not printed; "
        "or " + _ASK,
    )


# -- days ------------------------------------------------------------------------------------------------------------


def day_of(said: str) -> dt.date | None:
    """Return the day that somebody wrote: 2026-11-26, 26/11/2026, 26.11.26, 26th Nov 2026, 26 de noviembre de 2026.

    Days come before months, as in Britain and Bolivia, unless that is no day: 11/26/2026 can only be American.
    """
    words = said.casefold().replace(",", " ").replace(" de ", " ").split()
    parts = [part for part in re.split(r"[-/. ]+", " ".join(words)) if part]
    if len(parts) != 3:
        return None
    figures = [_figure(part) for part in parts]
    if None in figures:
        return None
    first, second, third = cast("list[int]", figures)
    if parts[0].isdecimal() and len(parts[0]) == 4:
        return _day(first, second, third)
    year = third + 2000 if third < 100 else third
    if not parts[0][0].isdecimal():
        return _day(year, first, second)
    return _day(year, second, first) or (_day(year, first, second) if parts[1].isdecimal() else None)


def _figure(part: str) -> int | None:
    if found := re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)?", part):
        return int(found[1])
    return next((n for n, names in enumerate(_MONTHS, 1) if part.startswith(names)), None)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _unreadable_days(
    signatures: Iterable[Signature], days: dict[GateId, dt.date | None], date: dt.date
) -> Iterator[Diagnostic]:
    for signature in signatures:
        if signature.date and days[signature.gate] is None:
            message = f"{signature.name} dated the sheet {_title(signature.gate)} “{signature.date}”, which is no day we can read"
            help = f"it is recorded under {date}; another `--date` says otherwise"
            yield Diagnostic("sign-off/date", Level.WARNING, message, help)


def _days_before(
    signatures: Iterable[Signature], days: dict[GateId, dt.date | None], record: ProofRecord
) -> Iterator[Diagnostic]:
    """Name the days on which nobody can have seen the proof: left as they are, an older decision would count for the newer."""
    for signature in signatures:
        day = days[signature.gate]
        if day is not None and day.isoformat() < record.date:
            sheet = f"the sheet {_title(signature.gate)}"
            message = f"{signature.name} dated {sheet} {day}, before proof {record.number} of {record.date}"
            help = f"it is recorded under {record.date}, the first day on which it can have been seen"
            yield Diagnostic("sign-off/date", Level.WARNING, message, help)


# -- entries ---------------------------------------------------------------------------------------------------------


def _of_form(answer: Answer, returned: Returned, by: str, day: dt.date) -> Comment:
    return Comment(
        answer.item, 0, 0, "", 0, "", answer.comment, "form", by, returned.proof, day.isoformat(), returned.digest, answer.gate
    )  # fmt: skip


def _of_mark(mark: Mark, returned: Returned, record: ProofRecord, by: str, day: dt.date) -> Comment:
    place = beside(record, mark)
    text = "\n".join([*([mark.text] if mark.text else []), *(f"↳ {reply}" for reply in mark.replies)])
    return Comment(
        place.item,
        place.page,
        place.line,
        place.file,
        place.source_line,
        place.quote,
        text,
        mark.kind,
        mark.author or by,
        returned.proof,
        day.isoformat(),
        returned.digest,
    )


def _decision(
    answer: Answer, who: Signature, returned: Returned, record: ProofRecord, asked: SignOff | None, day: dt.date
) -> Decision:
    listed = signer_of(asked, who.name, who.organisation)
    return Decision(
        answer.item,
        answer.gate,
        cast("DecisionWord", answer.decision),
        who.name,
        who.role or (listed.role if listed else ""),
        who.organisation or (listed.organisation if listed else ""),
        day.isoformat(),
        returned.proof,
        seen_in(record, answer.item, answer.gate),
        answer.comment,
        returned.digest,
    )


def seen_in(record: ProofRecord, item: str, gate_id: GateId) -> tuple[str, ...]:
    """Return the digests of the parts of an item that a gate judged in a proof."""
    return tuple(part.digest for part in record.items[item].judged.get(gate_id, ()))


def signer_of(asked: SignOff | None, name: str, organisation: str) -> Signer | None:
    """Return the listed signer of a name, for an organisation or, where none is said, for the only one they sign for."""
    listed = [s for s in (asked.signers if asked else ()) if folded(s.name) == folded(name)]
    found = [s for s in listed if folded(s.organisation) == folded(organisation)] if organisation else listed
    return found[0] if len(found) == 1 else None


# -- what needs a look -----------------------------------------------------------------------------------------------


def _title(id: GateId) -> str:
    known = gate(id)
    return known.title if known else id


def _unsigned(returned: Returned, signed: dict[GateId, Signature]) -> Iterator[Diagnostic]:
    for id in dict.fromkeys(answer.gate for answer in returned.answers):
        lost = [a for a in returned.answers if a.gate == id and a.decision and id not in signed]
        if lost:
            said = ", ".join(f"{a.item}: {DECISIONS[cast('DecisionWord', a.decision)]}" for a in lost[:3])
            more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
            message = f"nobody put a name to the sheet {_title(id)}: {count(len(lost), 'decision')} not recorded ({said}{more})"
            yield Diagnostic("sign-off/unsigned", Level.ERROR, message, _ASK)


def _corrections_without_any(decisions: Iterable[Decision], comments: Iterable[Comment]) -> Iterator[Diagnostic]:
    """Name approvals with corrections where no correction is written down."""
    said = {(c.item, c.gate) for c in comments}
    for each in decisions:
        if each.decision == "corrections" and not {(each.item, each.gate), (each.item, "")} & said:
            message = f"{each.by} approves {each.item} with corrections at the gate {_title(each.gate)}, and names none"
            yield Diagnostic(
                "sign-off/no-corrections", Level.WARNING, message, "it does not count until they do: " + _ASK
            )


def contradicted(decisions: Iterable[tuple[str, Decision]], recorded: Iterable[Decision]) -> Iterator[Contradiction]:
    """Yield where one person answers for one item of one proof, at one gate, differently in two returned files.

    Args:
        decisions: what is to be recorded, each with the name of its file.
        recorded: what the ledger holds.
    """
    known: dict[tuple[str, ...], list[tuple[str, Decision]]] = {}
    for decision in recorded:
        if decision.how == "form":
            known.setdefault(_who_on_what(decision), []).append(("", decision))
    for file, decision in decisions:
        before = known.setdefault(_who_on_what(decision), [])
        for other, first in before:
            if first.evidence != decision.evidence and first.decision != decision.decision:
                yield Contradiction(file, decision, other, first)
                break
        before.append((file, decision))


@dataclass(frozen=True)
class Contradiction:
    """Two files of one person that contradict each other; ``other`` is "" where it was imported earlier."""

    file: str
    decision: Decision
    other: str
    first: Decision

    def told(self, where: Literal["file", "other"]) -> Diagnostic:
        """Return what is wrong with one of the two files."""
        mine, theirs = (self.decision, self.first) if where == "file" else (self.first, self.decision)
        name = self.other if where == "file" else self.file
        other = name or f"the file that is kept as {theirs.evidence[:12]}…"
        message = (
            f"{mine.by} decides on {mine.item} of proof {mine.proof} at the gate {_title(mine.gate)} twice: here "
            f"“{DECISIONS[mine.decision]}”, and “{DECISIONS[theirs.decision]}” in {other}"
        )
        return Diagnostic("sign-off/contradiction", Level.ERROR, message, _ASK)


def _who_on_what(decision: Decision) -> tuple[str, ...]:
    return folded(decision.by), folded(decision.organisation), str(decision.proof), decision.gate, decision.item


def not_yet(taken: Taken, recorded: Iterable[Matter]) -> tuple[Matter, ...]:
    """Return what of a returned proof the ledger does not hold yet.

    The same file again brings nothing new, whatever day it is imported on. Another file that says the same of an item brings
    nothing either; one that says more of it is recorded with everything it says of that item: its approval depends on it.
    """
    held = [m for m in recorded if isinstance(m, Comment | Decision)]
    known = {
        (undated, of_file): {_bare(m, undated=undated, of_file=of_file) for m in held}
        for undated in (False, True)
        for of_file in (False, True)
    }

    def is_known(matter: Comment | Decision, *, of_file: bool) -> bool:
        undated = matter in taken.undated
        return _bare(matter, undated=undated, of_file=of_file) in known[undated, of_file]

    said: tuple[Comment | Decision, ...] = (*taken.comments, *taken.decisions)
    fresh = {matter.item for matter in said if not is_known(matter, of_file=False)}
    return tuple(m for m in said if m.item in fresh and not is_known(m, of_file=True))


def _bare(matter: Comment | Decision, *, undated: bool, of_file: bool) -> Comment | Decision:
    """Return a matter without its day where nobody gave one, and without its file where files are not to be compared."""
    return replace(matter, date="" if undated else matter.date, evidence=matter.evidence if of_file else "")
