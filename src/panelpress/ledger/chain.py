"""The ledger as a whole: every entry by its digest, which follows which, and everything that was done to it by other hands.

Reading it never stops at the first fault, and an entry that was altered counts for nothing. What cannot be seen from inside,
that the last entries were taken away, is seen from outside: every proof that was issued and every edition that was closed
names the heads of its day.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from panelpress.ground.diagnostics import Diagnostic, Level, Span, fault
from panelpress.ground.files import digest, sync_folder, write_atomic
from panelpress.ledger import editions, proofs
from panelpress.ledger.entries import FOLDER, Comment, Decision, Done, Entry, Waived, Withdrawn, parse
from panelpress.ledger.order import Order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from panelpress.ledger.entries import Matter

Kept = TypeVar("Kept", Decision, Comment, Done, Waived, Withdrawn)
SHOWN_DIGITS = 16
"""How many digits of an entry's digest the name of its file carries."""


class Anchor(NamedTuple):
    """Something that printed the heads of the ledger at its time: what it is called, and the heads."""

    name: str
    heads: tuple[str, ...]


@dataclass(frozen=True)
class Ledger:
    """The entries that are as they were written, by digest, in the order of their files; and what is wrong with the rest."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    faults: tuple[Diagnostic, ...] = ()

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The entries that follow an entry directly, by its digest; also of entries that are not there."""
        found: dict[str, list[str]] = defaultdict(list)
        for known_as, entry in self.entries.items():
            for parent in entry.parents:
                found[parent].append(known_as)
        return {parent: tuple(children) for parent, children in found.items()}

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The entries that none follows, in the order of their digests: what the next entry follows."""
        return tuple(sorted(known_as for known_as in self.entries if known_as not in self.children))

    @cached_property
    def order(self) -> Order:
        """Which entry follows which, near or far."""
        return Order({known_as: entry.parents for known_as, entry in self.entries.items()})

    def matters(self, shape: type[Kept]) -> Mapping[str, Kept]:
        """Return what the entries of one kind record, by digest, but for those taken back: ``ledger.matters(Decision)``."""
        return self._standing.get(shape, {})

    @cached_property
    def withdrawn(self) -> Mapping[str, str]:
        """By the entries that somebody took back, the withdrawal; one that was itself taken back withdraws nothing.

        No entry can name one that follows it, by whose digest it would have to be known: there is no circle.
        """
        said: Mapping[str, Withdrawn] = self._by_shape.get(Withdrawn, {})
        against: dict[str, int] = defaultdict(int)
        for each in said.values():
            against[each.withdraws] += 1
        found: dict[str, str] = {}
        ready = [known_as for known_as in said if known_as not in against]
        while ready:
            known_as = ready.pop()
            withdraws = said[known_as].withdraws
            if known_as not in found:
                first = min(found.get(withdraws, known_as), known_as, key=lambda one: (said[one].date, one))
                found[withdraws] = first
            against[withdraws] -= 1
            if withdraws in said and not against[withdraws]:
                ready.append(withdraws)
        return found

    @cached_property
    def _standing(self) -> Mapping[type[Matter], Mapping[str, Any]]:
        """What stands, by its kind: the very same tables where nothing was taken back."""
        if not self.withdrawn:
            return self._by_shape
        return {
            shape: {known_as: matter for known_as, matter in all_.items() if known_as not in self.withdrawn}
            for shape, all_ in self._by_shape.items()
        }

    @cached_property
    def _by_shape(self) -> Mapping[type[Matter], dict[str, Any]]:
        found: dict[type[Matter], dict[str, Any]] = defaultdict(dict)
        for known_as, entry in self.entries.items():
            found[type(entry.matter)][known_as] = entry.matter
        return found


def read(root: Path) -> Ledger:
    """Return the ledger of an exhibition, with a Diagnostic for everything in it that is not as it was written."""
    with not_collecting():
        return _read(root)


@contextlib.contextmanager
def not_collecting() -> Iterator[None]:
    """Keep Python from looking for cycles again and again among thousands of new values that have none: up to a third."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(root: Path) -> Ledger:
    faults: list[Diagnostic] = []
    entries: dict[str, Entry] = {}
    spoilt: list[str] = []
    for name, data in _files(root, faults):
        # git may end lines as Windows does where it checks a text out; inside JSON's strings no line ends
        data = data.replace(b"\r\n", b"\n")  # noqa: PLW2901
        known_as, digits = digest(data), name.removesuffix(".json").rpartition("-")[2]
        if digits != known_as[:SHOWN_DIGITS]:
            spoilt.append(digits)
            faults.append(_altered(name, known_as))
            continue
        try:
            entries[known_as] = parse(data.decode())
        except (ValueError, RecursionError) as unreadable:
            faults.append(_no_entry(name, unreadable))
    whole = Ledger(entries)
    faults += _missing(whole, spoilt, tuple(anchors(root, faults)))
    return Ledger(entries, tuple(faults))


def _files(root: Path, faults: list[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the ledger in the order of their names; half a file that a killed writer left is none of them."""
    folder = root / FOLDER
    try:
        names = sorted(n for n in os.listdir(folder) if n.endswith(".json") and not n.startswith("."))  # noqa: PTH208
    except FileNotFoundError:
        return
    except OSError as refused:
        faults.append(
            _fault("ledger/unreadable", FOLDER, f"cannot be read: {refused.strerror}", "check its permissions")
        )
        return
    for name in names:
        path = f"{folder}/{name}"
        try:
            with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - thousands of small files
                yield name, stream.read()
        except OSError as refused:
            what = f"cannot be read: {refused.strerror}"
            faults.append(_fault("ledger/unreadable", f"{FOLDER}/{name}", what, "check its permissions"))


def _fault(id: str, file: str, what: str, help: str) -> Diagnostic:
    return Diagnostic(
        id,
        Level.ERROR,
        f"{file} {what}",
        help,
        Span(file, 1),
        why="An approval is worth what its record is worth. (house)",
    )


def _altered(name: str, known_as: str) -> Diagnostic:
    file = f"{FOLDER}/{name}"
    return _fault(
        "ledger/altered",
        file,
        f"was altered: its name says it is another text than it holds ({known_as[:SHOWN_DIGITS]}); it counts for nothing",
        f"take it from the last commit again: `git checkout HEAD -- {file}`; `git log -p -- {file}` shows who altered "
        "it if that was committed. What is to be said differently now is a new entry",
    )


def _no_entry(name: str, unreadable: Exception) -> Diagnostic:
    file = f"{FOLDER}/{name}"
    why = "it is too deeply nested" if isinstance(unreadable, RecursionError) else str(unreadable)
    help = f"move it away, or take it from the last commit again: `git checkout HEAD -- {file}`"
    return _fault("ledger/unreadable", file, f"is no entry of the ledger: {why}", help)


def _missing(ledger: Ledger, spoilt: Iterable[str], known: Iterable[Anchor]) -> Iterator[Diagnostic]:
    """Name what is not there though entries or anchors say it was; what was altered is told already."""
    told = tuple(digits for digits in spoilt if len(digits) == SHOWN_DIGITS)
    wanted: dict[str, list[str]] = defaultdict(list)
    for parent, children in sorted(ledger.children.items()):
        if parent not in ledger.entries:
            wanted[parent] += [f"{FOLDER}/{ledger.entries[child].file_name}" for child in children]
    for anchor in known:
        for head in anchor.heads:
            if head not in ledger.entries:
                wanted[head].append(anchor.name)
    for known_as, witnesses in wanted.items():
        if not known_as.startswith(told):
            yield _removed(known_as, witnesses)


def _removed(known_as: str, witnesses: list[str]) -> Diagnostic:
    more = f" and {len(witnesses) - 1} more" if len(witnesses) > 1 else ""
    pattern = f"{FOLDER}/*-{known_as[:SHOWN_DIGITS]}.json"
    return Diagnostic(
        "ledger/removed",
        Level.ERROR,
        f"an entry of the ledger is missing: {witnesses[0]}{more} names {known_as[:SHOWN_DIGITS]}, and {pattern} is not there",
        f"`git checkout HEAD -- '{pattern}'` takes it from the last commit again; where that knows none, "
        f"`git log --all -- '{pattern}'` names the commit that took it away, or the branch that was not merged yet",
        Span(witnesses[0], 1),
        why="An approval is worth what its record is worth. (house)",
    )


def anchors(root: Path, faults: list[Diagnostic]) -> Iterator[Anchor]:
    """Yield everything kept that names heads of the ledger; note what of it cannot be read."""
    for path in (*proofs.issued(root).values(), *editions.closed(root).values()):
        name = path.relative_to(root).as_posix()
        try:
            heads = json.loads(path.read_bytes())["heads"]
            yield Anchor(name, tuple(str(head) for head in heads))
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as unreadable:
            what = f"cannot be read: {unreadable}"
            help = f"take it from the last commit again: `git checkout HEAD -- {name}`"
            faults.append(_fault("ledger/unreadable", name, what, help))


def append(root: Path, matters: Iterable[Matter]) -> tuple[Entry, ...]:
    """Record matters, each following the one before and the first the heads; return what was written.

    A matter that is recorded already, and was not taken back, is not written again. Each file is whole and synced before the
    next names it, so that a writer who is killed leaves a whole ledger that lacks the rest. Two who write at once leave two
    heads: the next entry follows both.

    Raises:
        ValueError: when a matter would not be read back as it is; nothing is written then.
        PanelpressError: ``ledger/unwritable``.
    """
    ledger = read(root)
    known: dict[tuple[str, str], list[Matter]] = defaultdict(list)
    for known_as, entry in ledger.entries.items():
        if known_as not in ledger.withdrawn:
            known[entry.matter.by, entry.matter.date].append(entry.matter)
    parents, written = ledger.heads, []
    for matter in matters:
        same_day = known[matter.by, matter.date]
        if matter not in same_day:
            same_day.append(matter)
            written.append(_read_back(Entry(matter, parents)))
            parents = (written[-1].digest,)
    for entry in written:
        _write(root / FOLDER / entry.file_name, entry)
    return tuple(written)


def _read_back(entry: Entry) -> Entry:
    """Return an entry that is read back as it is.

    Raises:
        ValueError: when it is not, or its item names no file.
    """
    if parse(entry.text) != entry or {"/", "\\", "\0"} & set(entry.file_name):
        message = f"an entry that would not be read back: {entry}"
        raise ValueError(message)
    return entry


def _write(path: Path, entry: Entry) -> None:
    try:
        write_atomic(path, entry.text.encode())
        sync_folder(path.parent)
    except OSError as refused:
        why = refused.strerror or str(refused)
        raise fault(
            "ledger/unwritable",
            f"cannot write {FOLDER}/{path.name}: {why}",
            "make room, or check the permissions of record/; what was written before it is whole, and the same command "
            "again records the rest",
        ) from None
