"""`panelpress signoff list` and `done`: what people asked for, and that it was dealt with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import PanelpressError, error, fault
from panelpress.jobs.current import current
from panelpress.jobs.signoffs.named import begins_with, labels_of
from panelpress.jobs.signoffs.who import too_early, wrong_name
from panelpress.ledger import chain, proofs
from panelpress.ledger.entries import Comment, Done
from panelpress.ledger.todo import to_do
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.signoff import ToDo

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.todo import Asked

Covers = dict[str, tuple[str, ...]]
"""By gate, the digests of an item's parts"""


def listed(root: Path) -> ToDo:
    """Return the to-do list, by the items' order in the exhibition.

    Raises:
        PanelpressError: with exit code 2, when the project is faulty.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    ledger = chain.read(root)
    labels = labels_of(exhibition)
    place = {key: n for n, key in enumerate(labels)}
    asked = sorted(to_do(ledger), key=lambda each: place.get(each.comment.item, len(place)))
    return ToDo(tuple(asked), labels, ledger.faults)


def done(root: Path, digits: str, by: str, date: dt.date, note: str = "", anyway: str = "") -> tuple[Asked, ...]:
    """Record that a comment is dealt with; return it with what else says the same, as they stand now.

    Whoever approved with this correction approved the item as it is now: that is what is recorded, so it must be known.

    Args:
        root: the exhibition's folder.
        digits: the first digits of the comment's entry, as `signoff list` prints them.
        by: who dealt with it.
        date: the day they did.
        note: how.
        anyway: why it is done though its item is as it was, or that the name is written as it is meant; recorded with it.

    Raises:
        PanelpressError: with exit code 2 and nothing recorded: no such comment, its item changed since it was built, or not
            since the proof on which this was asked for.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    ledger = chain.read(root)
    by, note, anyway = " ".join(by.split()), note.strip(), anyway.strip()
    asked = _called(to_do(ledger), digits)
    same = [each for each in to_do(ledger) if without_day(each.comment) == without_day(asked.comment)]
    covers = _as_it_is(exhibition, ledger, asked.comment.item)
    unchanged = _is_unchanged(root, asked.comment, covers)
    problems = [
        *wrong_name(exhibition, by, "dealt with it", anyway=bool(anyway)),
        *too_early(date, "the comment", asked.comment.date),
    ]
    if unchanged and not anyway:
        label = labels_of(exhibition)[asked.comment.item]
        message = f"nothing of {label} changed since proof {asked.comment.proof}, on which this was asked for"
        help = "make the correction and `panelpress build`; where nothing was to be changed, `--anyway REASON` says why"
        problems.append(error("sign-off/unchanged", message, help))
    if problems:
        raise PanelpressError(problems)
    if anyway:
        note = "; ".join(part for part in (note, f"nothing was changed: {anyway}" if unchanged else anyway) if part)
    chain.append(root, [Done(each.entries[0], by, date.isoformat(), note, covers) for each in same])
    keys = {each.entries for each in same}
    return tuple(each for each in to_do(chain.read(root)) if each.entries in keys)


def without_day(comment: Comment) -> Comment:
    """Return a comment as it is compared with another that says the same."""
    return replace(comment, date="", evidence="")


def _called(listed: tuple[Asked, ...], digits: str) -> Asked:
    """Return the comment that some digits name.

    Raises:
        PanelpressError: where they name none, or several.
    """
    entries = {entry: each.entries[0] for each in listed for entry in each.entries}
    first = begins_with(digits, entries, set(entries.values()), "sign-off/comment", "panelpress signoff list")
    return next(each for each in listed if each.entries[0] == first)


def _is_unchanged(root: Path, comment: Comment, covers: Covers) -> bool:
    """Tell whether what the gates judge in an item is what they judged in the proof on which something was asked for."""
    if not comment.item or comment.proof not in proofs.issued(root):
        return False
    shown = proofs.read(root, comment.proof).items.get(comment.item)
    return shown is not None and covers == {
        gate: tuple(part.digest for part in parts) for gate, parts in shown.judged.items()
    }


def _as_it_is(exhibition: Exhibition, ledger: Ledger, item: str) -> Covers:
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
