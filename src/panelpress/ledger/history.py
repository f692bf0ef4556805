"""`record/history/`: how each item was really printed, where it hangs, and what was reprinted, one small text file an entry.

A file's name carries the beginning of its digest, so that one that was altered is found, and two people who write at once
merge in git without a conflict. Nothing is printed by these entries: they are for whoever orders the next time.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from panelpress.ground.diagnostics import Diagnostic, Level, Span, fault
from panelpress.ground.files import digest, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

FOLDER = "record/history"
SCHEMA_VERSION = 1
SHOWN_DIGITS = 16
How = Literal["archived", "rebuilt"]


@dataclass(frozen=True, slots=True)
class Printed:
    """How an item of an edition was really printed; "" where nobody said.

    Attributes:
        item: the item's key.
        edition: the edition's number.
        date: the day it was printed or delivered, YYYY-MM-DD.
        sha256: the digest of the file that the edition has for it.
        printer: the print shop.
        machine: on which machine.
        stock: on what.
        lamination: with what over it.
        batch: the batch of the stock, or the shop's number of the job.
        strip: what the colour strip measured.
        copy: which copy of the show it hangs in.
        note: anything else.
    """

    item: str
    edition: int
    date: str
    sha256: str
    printer: str = ""
    machine: str = ""
    stock: str = ""
    lamination: str = ""
    batch: str = ""
    strip: str = ""
    copy: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reprint:
    """A reprint of an item that was given out.

    Attributes:
        item: the item's key.
        edition: the edition it is of.
        date: the day, YYYY-MM-DD.
        sha256: the digest of the file that was given out.
        copies: how many.
        reason: why.
        how: ``archived``: the very file of the edition; ``rebuilt``: made anew and compared with it.
        printer: the print shop in catalogue.yml it was made for.
        venue: whose strip it carries, where that is not the one it was printed with.
    """

    item: str
    edition: int
    date: str
    sha256: str
    copies: int = 1
    reason: str = ""
    how: How = "archived"
    printer: str = ""
    venue: str = ""


Event = Printed | Reprint
_KINDS: dict[str, type[Any]] = {"printed": Printed, "reprint": Reprint}
FACTS = ("printer", "machine", "stock", "lamination", "batch", "strip", "copy", "note")
"""What can be told of a printing"""


def kind_of(event: Event) -> str:
    """Return what kind of entry it is: ``printed`` or ``reprint``."""
    return "printed" if isinstance(event, Printed) else "reprint"


def text_of(event: Event) -> str:
    """Return an entry as it is written, the same for the same entry."""
    value = {"schema_version": SCHEMA_VERSION, "entry": kind_of(event), **asdict(event)}
    if not value.get("venue", "-"):  # an entry without one is as it always was
        del value["venue"]
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def name_of(event: Event) -> str:
    """Return what its file is called: day, kind, item, the first digits of its digest."""
    return f"{event.date}-{kind_of(event)}-{event.item}-{digest(text_of(event).encode())[:SHOWN_DIGITS]}.json"


def parse(text: str) -> Event:
    """Return an entry from its file's text.

    Raises:
        ValueError: when it is none.
    """
    value = json.loads(text)
    if not isinstance(value, dict) or value.get("schema_version") != SCHEMA_VERSION:
        version = value.get("schema_version") if isinstance(value, dict) else None
        message = f"it is of version {version}, and this panelpress knows version {SCHEMA_VERSION}"
        raise ValueError(message)
    shape = _KINDS.get(str(value.get("entry")))
    if shape is None:
        message = f"it is of kind `{value.get('entry')}`, and there are {', '.join(_KINDS)}"
        raise ValueError(message)
    said = {
        field.name: _value(value, field.name, str(field.type))
        for field in fields(shape)
        if field.name != "venue" or "venue" in value
    }
    if said.get("how", "archived") not in ("archived", "rebuilt"):
        message = f"its `how` is `{said['how']}`, which there is not"
        raise ValueError(message)
    if dt.date.fromisoformat(said["date"]).isoformat() != said["date"]:
        message = f"its `date` is `{said['date']}`: a day is written like 2027-05-31"
        raise ValueError(message)
    event: Event = shape(**said)
    return event


def _value(value: Mapping[str, Any], name: str, wanted: str) -> Any:
    if name not in value:
        message = f"it has no `{name}`"
        raise ValueError(message)
    if type(value[name]) is not (int if wanted == "int" else str):
        message = f"its `{name}` is not {'a whole number' if wanted == 'int' else 'text'}"
        raise ValueError(message)
    return value[name]


def read(root: Path) -> tuple[tuple[Event, ...], tuple[Diagnostic, ...]]:
    """Return every entry, the oldest first, and what is wrong with files that are not as they were written."""
    found: list[tuple[str, Event]] = []
    faults: list[Diagnostic] = []
    for name, data in _files(root, faults):
        data = data.replace(b"\r\n", b"\n")  # noqa: PLW2901 - git may end lines as Windows does
        known_as, digits = digest(data), name.removesuffix(".json").rpartition("-")[2]
        if digits != known_as[:SHOWN_DIGITS]:
            words = f"was altered: its name says it is another text than it holds ({known_as[:SHOWN_DIGITS]})"
            faults.append(_fault("history/altered", name, words))
            continue
        try:
            found.append((name, parse(data.decode())))
        except (ValueError, RecursionError, TypeError) as unreadable:
            faults.append(_fault("history/unreadable", name, f"is no entry: {unreadable}"))
    return tuple(event for _, event in sorted(found, key=lambda each: (each[1].date, each[0]))), tuple(faults)


def _files(root: Path, faults: list[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    try:
        names = sorted(p.name for p in (root / FOLDER).iterdir() if p.suffix == ".json" and not p.name.startswith("."))
    except FileNotFoundError:
        return
    except OSError as refused:
        faults.append(_fault("history/unreadable", "", f"cannot be read: {refused.strerror}"))
        return
    for name in names:
        try:
            yield name, (root / FOLDER / name).read_bytes()
        except OSError as refused:
            faults.append(_fault("history/unreadable", name, f"cannot be read: {refused.strerror}"))


def _fault(id: str, name: str, what: str) -> Diagnostic:
    file = f"{FOLDER}/{name}".rstrip("/")
    help = f"take it from the last commit again: `git checkout HEAD -- {file}`; what is to be said differently is a new entry"
    return Diagnostic(id, Level.ERROR, f"{file} {what}", help, Span(file, 1))


def append(root: Path, events: Iterable[Event]) -> tuple[Event, ...]:
    """Write entries; one that is there already is not written again. Return those that were written.

    Raises:
        PanelpressError: ``history/unwritable``.
    """
    written: list[Event] = []
    for event in events:
        path = root / FOLDER / name_of(event)
        if os.sep in name_of(event) or parse(text_of(event)) != event:
            message = f"an entry that would not be read back: {event}"
            raise ValueError(message)
        try:
            if path.exists():
                continue
            write_atomic(path, text_of(event).encode())
        except OSError as refused:
            why = refused.strerror or str(refused)
            message = f"cannot write {FOLDER}/{path.name}: {why}"
            help = "make room, or check the permissions of record/; the same command again writes the rest"
            raise fault("history/unwritable", message, help) from None
        written.append(event)
    return tuple(written)


def last_printed(events: Iterable[Event], item: str) -> Printed | None:
    """Return how an item was printed the last time, so that the next order asks for the same; None where nobody told."""
    told = [event for event in events if isinstance(event, Printed) and event.item == item]
    return max(told, key=lambda event: event.date, default=None)


def hanging(events: Iterable[Event]) -> dict[tuple[str, str], Printed]:
    """Return which printing of an item hangs in which copy of the show, by copy and item: the last that was told of it."""
    found: dict[tuple[str, str], Printed] = {}
    for event in sorted((e for e in events if isinstance(e, Printed) and e.copy), key=lambda e: e.date):
        found[event.copy, event.item] = event
    return dict(sorted(found.items()))
