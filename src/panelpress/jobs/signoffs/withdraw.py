"""`panelpress signoff withdraw` and `log`: an entry that was recorded by mistake is taken back, and never taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.exhibition.items import select
from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import PanelpressError, error
from panelpress.jobs.signoffs.named import begins_with, labels_of, names_of
from panelpress.jobs.signoffs.todo import without_day
from panelpress.jobs.signoffs.who import too_early, wrong_name
from panelpress.ledger import chain
from panelpress.ledger.entries import Comment, Decision, Done, Withdrawn
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.signoff.log import Log, logged

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.entries import Entry, Matter

_LOG = "panelpress signoff log"


def log(root: Path, items: tuple[str, ...] = ()) -> Log:
    """Return every entry of the ledger in the order in which they were recorded, with whether it was taken back.

    Args:
        root: the exhibition's folder.
        items: only what is about these, as the command line names items; () for all.

    Raises:
        PanelpressError: with exit code 2, when the project is faulty, or an item is none.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    ledger = chain.read(root)
    found = logged(ledger, labels_of(exhibition))
    keys = {name.key for name in select(names_of(exhibition), items)}
    return Log(tuple(each for each in found if not items or each.item in keys), ledger.faults)


def withdraw(root: Path, digits: str, by: str, date: dt.date, reason: str, anyway: str = "") -> Log:
    """Record that an entry was recorded by mistake and counts for nothing; return it with what goes with it.

    Args:
        root: the exhibition's folder.
        digits: the first digits of the entry, as `signoff log` prints them.
        by: who takes it back.
        date: the day they do.
        reason: why.
        anyway: that the name is written as it is meant; recorded with the reason.

    Raises:
        PanelpressError: with exit code 2 and nothing recorded: no such entry, or it was taken back already.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    ledger = chain.read(root)
    by, reason, anyway = " ".join(by.split()), reason.strip(), anyway.strip()
    known_as = begins_with(digits, {each: each for each in ledger.entries}, ledger.entries, "sign-off/entry", _LOG)
    entry = ledger.entries[known_as]
    problems = [
        *wrong_name(exhibition, by, "takes it back", anyway=bool(anyway)),
        *too_early(date, "the entry", entry.matter.date),
    ]
    if not reason:
        problems.append(error("sign-off/reason", "no reason is given", "say why it is taken back: `--reason`"))
    if earlier := ledger.withdrawn.get(known_as):
        said = ledger.entries[earlier].matter
        help = f"`{_LOG}` shows it; to let it stand again, withdraw {earlier[: chain.SHOWN_DIGITS // 2]}"
        problems.append(error("sign-off/entry", f"{said.by} took it back already, on {said.date}", help))
    if problems:
        raise PanelpressError(problems)
    why = "; ".join(part for part in (reason, anyway) if part)
    same = _same(ledger, known_as)
    chain.append(root, [Withdrawn(each, by, date.isoformat(), why) for each in same])
    after = chain.read(root)
    told = logged(after, labels_of(exhibition))
    return Log(tuple(each for each in told if each.entry in same), after.faults)


def _same(ledger: Ledger, known_as: str) -> tuple[str, ...]:
    """Return an entry with those that stand and go with it.

    They say the very same, because two people recorded it, or one two files; or what was written beside a decision. Taken back
    together, they stand again together.
    """
    entry = ledger.entries[known_as]
    if isinstance(entry.matter, Withdrawn):
        said = replace(entry.matter, withdraws="")
        targets = _alike(ledger, entry.matter.withdraws) if entry.matter.withdraws in ledger.entries else ()
        return tuple(
            each
            for each, other in ledger.matters(Withdrawn).items()
            if each == known_as or (other.withdraws in targets and replace(other, withdraws="") == said)
        )
    return tuple(each for each in _alike(ledger, known_as) if each not in ledger.withdrawn)


def _alike(ledger: Ledger, known_as: str) -> tuple[str, ...]:
    """Return an entry with all that go with it, in the order in which they were recorded."""
    this = _bare(ledger, ledger.entries[known_as])
    beside = this[0]
    return tuple(
        each
        for each in ledger.order.entries
        if _bare(ledger, ledger.entries[each]) == this
        or (isinstance(beside, Decision) and _is_beside(beside, ledger.entries[each].matter))
    )


def _is_beside(decision: Decision, matter: Matter) -> bool:
    """Tell whether something is what was written beside a decision."""
    return isinstance(matter, Comment) and (
        matter.item, matter.gate, matter.by, matter.proof, matter.date, matter.evidence, matter.text
    ) == (
        decision.item, decision.gate, decision.by, decision.proof, decision.date, decision.evidence, decision.note
    )  # fmt: skip


def _bare(ledger: Ledger, entry: Entry) -> tuple[Matter, Comment | None]:
    """Return what an entry says; of an answer, to which comment, whichever of its entries it names."""
    matter = entry.matter
    answered = ledger.entries.get(matter.comment) if isinstance(matter, Done) else None
    if isinstance(matter, Done) and answered is not None and isinstance(answered.matter, Comment):
        return replace(matter, comment=""), without_day(answered.matter)
    return matter, None
