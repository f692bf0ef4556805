"""Waivers: findings that somebody answers for by name, with a reason and, if they like, up to a day.

A waived finding stays where it was found, as a note that says who waived it and why: nothing is hidden. A waiver that
waives nothing is a warning, because what it was written for has changed. A waiver's day is held against the order's date
and never against the clock, so that the same file judged twice is judged alike.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from panelpress.ground.diagnostics import Accepted, Diagnostic, Level, Place, Span, did_you_mean
from panelpress.ground.yamlsource import YamlSource, as_typed
from panelpress.preflight.framework import Outcome, State, all_checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from panelpress.ground.keys import Loc
    from panelpress.preflight.order import Order

ID = "preflight/waivers"
_KEYS = ("check", "page", "object", "name", "reason", "until")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver: what it is for, who answers for it, why, and its last day (None: for good).

    ``page`` is counted from 1; ``object`` is the name of the thing as the finding gives it, or the file of what is written,
    ``*`` standing for any letters.
    Where either is None it is not asked for. ``signed``: it stands in the ledger, and can be ended there and not taken out.
    """

    check: str
    name: str
    reason: str
    page: int | None = None
    object: str | None = None
    until: dt.date | None = None
    span: Span | None = None
    signed: bool = False

    def matches(self, found: Diagnostic) -> bool:
        """Tell whether a finding is one it was written for."""
        place = found.place or Place()
        thing = place.object or (found.span.file if found.span else "")
        return (
            found.id == self.check
            and self.page in (None, place.page)
            and (self.object is None or fnmatchcase(thing, self.object))
        )

    @property
    def words(self) -> str:
        """What it is for, as people read it."""
        where = "".join((f", page {self.page}" if self.page else "", f", {self.object}" if self.object else ""))
        return f"{self.name}’s waiver of {self.check}{where}"


class Waiving:
    """The waivers of a profile and of the ledger while one file is judged: which are in force, and which have been of use."""

    def __init__(self, waivers: tuple[Waiver, ...], order: Order) -> None:
        self.waivers, self.order = waivers, order
        self.used: set[int] = set()
        self.missed: set[int] = set()

    def waived(self, found: Diagnostic) -> Diagnostic | None:
        """Return the finding as a note that knows who waived it, or None where nobody did."""
        for number, waiver in enumerate(self.waivers):
            if not waiver.matches(found):
                continue
            if not self._in_force(waiver):
                self.missed.add(number)
            else:
                self.used.add(number)
                until = str(waiver.until) if waiver.until else ""
                return replace(
                    found, level=Level.NOTE, accepted=Accepted(waiver.name, waiver.reason, found.level, until)
                )
        return None

    def _in_force(self, waiver: Waiver) -> bool:
        return waiver.until is None or (self.order.date is not None and self.order.date <= waiver.until)

    def outcome(self) -> Outcome:
        """Return what became of the waivers themselves."""
        found = tuple(self._faults())
        state = State.FAILED if found else State.PASSED
        return Outcome(ID, "Every waiver is in force and waives something.", state, len(self.waivers), found)

    def _faults(self) -> Iterator[Diagnostic]:
        for number, waiver in enumerate(self.waivers):
            if number in self.used or (waiver.signed and number not in self.missed):
                continue  # what is recorded stays recorded, also when what it was for is mended
            if not self._in_force(waiver) and self.order.date is None:
                message = f"{waiver.words} holds until {waiver.until}, and the order has no date to hold it against"
                help = "Give the order its date, or take `until:` out of the waiver."
            elif not self._in_force(waiver):
                message = f"{waiver.words} expired on {waiver.until}"
                help = "Mend what it was for, or have it waived anew."
            else:
                message = f"{waiver.words} waives nothing in this file"
                help = "Take it out of the profile, or correct its page or object."
            why = "A waiver nobody needs any more would hide the next fault of its kind. (house)"
            measured, required = (
                (str(self.order.date or "no date"), f"until {waiver.until}") if waiver.until else ("0", "1")
            )
            place = Place(self.order.item)
            yield Diagnostic(ID, Level.WARNING, message, help, waiver.span, place, measured, required, why)


def accepted(found: Iterable[Diagnostic], waivers: tuple[Waiver, ...], order: Order) -> tuple[Diagnostic, ...]:
    """Return what was noticed of a file beside its checks, with what somebody answers for accepted.

    An error there kept the file from being made, and nobody can accept a file that is not there.
    """
    waiving = Waiving(waivers, order)
    return tuple((d.level < Level.ERROR and waiving.waived(d)) or d for d in found)


def read_waivers(source: YamlSource, problems: list[Diagnostic]) -> Iterator[Waiver]:
    """Yield the waivers of one profile file, and note every problem in them."""
    listed = source.data.get("waivers") if isinstance(source.data, dict) else None
    if listed is None:
        return
    if not isinstance(listed, list):
        problems.append(_wrong(source, ("waivers",), "`waivers` must be a list", "begin each waiver with a dash"))
        return
    for number, said in enumerate(listed):
        loc: Loc = ("waivers", number)
        before = len(problems)
        if not isinstance(said, dict):
            problems.append(
                _wrong(source, loc, "a waiver is made of keys and values", "write `check:`, `name:`, `reason:`")
            )
            continue
        problems.extend(_faults_of(source, loc, said))
        if len(problems) == before:
            page, object = said.get("page"), said.get("object")
            until = dt.date.fromisoformat(_words(said["until"])) if said.get("until") is not None else None
            yield Waiver(
                _words(said["check"]),
                _words(said["name"]),
                _words(said["reason"]),
                int(page) if page is not None else None,
                _words(object) if object is not None else None,
                until,
                source.span(loc),
            )


def _words(value: Any) -> str:
    return str(as_typed(value)).strip()


def _faults_of(source: YamlSource, loc: Loc, said: dict[Any, Any]) -> Iterator[Diagnostic]:
    for key in said:
        if key not in _KEYS:
            yield _wrong(source, (*loc, key), f"unknown key `{key}`", did_you_mean(str(key), _KEYS), key=True)
    for key, meaning in (("check", "what it waives"), ("name", "who answers for it"), ("reason", "why")):
        if said.get(key) is None or not _words(said[key]):
            yield _wrong(source, loc, f"a waiver without `{key}`", f"say {meaning}: every waiver has its `{key}`")
    check = said.get("check")
    if check is not None and check not in all_checks():
        yield _wrong(source, (*loc, "check"), f"there is no check `{check}`", did_you_mean(str(check), all_checks()))
    page = said.get("page")
    if page is not None and (isinstance(page, bool) or not isinstance(page, int) or page < 1):
        yield _wrong(source, (*loc, "page"), f"`{as_typed(page)}` is no page", "count pages from 1")
    until = said.get("until")
    if until is not None:
        try:
            dt.date.fromisoformat(_words(until))
        except ValueError:
            yield _wrong(source, (*loc, "until"), f"`{as_typed(until)}` is no day", "write it like 2027-05-31")


def _wrong(source: YamlSource, loc: Loc, message: str, help: str, *, key: bool = False) -> Diagnostic:
    return Diagnostic("preflight/profile", Level.ERROR, message, help, source.span(loc, key=key))
