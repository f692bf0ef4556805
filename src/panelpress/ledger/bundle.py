"""One edition as it travels: a plain zip that any program opens, the folder it was unpacked into, or a part of an archive.

In a zip everything lies in one folder named like the index: ``british-miners-1-3f2a…/press/03-num.pdf``, with the index as
``edition.json``. Nothing is compressed: pictures hardly shrink, the bytes are the same whatever library wrote them, and what
is damaged is damaged in one place. What comes from elsewhere is read with care: by its index and no further.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import stat
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from panelpress.ground.diagnostics import PanelpressError, fault
from panelpress.ground.files import digest, replacing
from panelpress.ground.units import size
from panelpress.ledger.archive import EDITIONS, OBJECTS, SHOWN_DIGITS, Archive, Checked, name_of
from panelpress.ledger.index import Index, parse, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

INDEX, README = "edition.json", "README.txt"
_BLOCK = 2**20
_LARGEST_INDEX = 64 * 2**20
_FOLDER = re.compile(rf"[a-z0-9-]+-\d+-([0-9a-f]{{{SHOWN_DIGITS}}})")
_EARLIEST = dt.date(1980, 1, 1)
"""The first day that a zip can name"""
_AGAIN = "copy it again from where it came"
_README = """\
Edition {number} of {title}, {date}: what was printed, and everything it was printed from.

press/      the files as they went to the printer       sources/  the project they were made from
record/     who approved what                           proofs/   what they saw
fonts/, profiles/, made-from/                           what panelpress itself brought
edition.json   every file with its SHA-256

With panelpress: `panelpress verify THIS.zip` reads all of it, `panelpress archive restore THIS.zip --into DIR`
makes a project of it that works.
"""


@dataclass(frozen=True)
class Bundle:
    """An edition from wherever it lies.

    ``names`` are the files found there, by their paths in the edition. ``read`` yields one block by block; ``sizes`` are
    what a zip says of them, before anything is unpacked.
    """

    index: Index
    names: frozenset[str]
    read: Callable[[str], Iterator[bytes]]
    sizes: dict[str, int]


def check(bundle: Bundle) -> tuple[Checked, ...]:
    """Read every file of an edition again, and return each with its state; what does not belong to it is extra."""
    found = [_checked(bundle, path) for path in bundle.index.files]
    extra = sorted(bundle.names - set(bundle.index.files) - {INDEX, README})
    return (*found, *(Checked(path, "extra", "is no part of the edition") for path in extra))


def _checked(bundle: Bundle, path: str) -> Checked:
    stored = bundle.index.files[path]
    if path not in bundle.names:
        return Checked(path, "missing", "is not there")
    said = bundle.sizes.get(path, stored.octets)
    if said != stored.octets:
        return Checked(path, "changed", f"is {said:,} bytes, and was {stored.octets:,}")
    try:
        words = _other(bundle, path)
    except PanelpressError as wrong:
        known = wrong.diagnostics[0]
        return Checked(path, "missing" if known.id == "archive/missing" else "changed", known.message)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as damaged:
        return Checked(path, "changed", f"cannot be read: {damaged}")
    return Checked(path, "changed" if words else "right", words)


def _other(bundle: Bundle, path: str) -> str:
    """Return in words how a file differs from what it was; no more of it is read than it should hold."""
    stored = bundle.index.files[path]
    seen, octets = hashlib.sha256(), 0
    for block in bundle.read(path):
        seen.update(block)
        octets += len(block)
        if octets > stored.octets:
            return f"is more than the {stored.octets:,} bytes that it was"
    if seen.hexdigest() == stored.sha256:
        return ""
    if octets != stored.octets:
        return f"is {octets:,} bytes, and was {stored.octets:,}"
    return "holds something else than it did"


# -- one edition of an archive ---------------------------------------------------------------------------------------


def of_archive(archive: Archive, index: Index) -> Bundle:
    """Return an edition as it lies in an archive."""
    return Bundle(index, frozenset(index.files), lambda path: archive.blocks(index.files[path], path), {})


# -- a zip -----------------------------------------------------------------------------------------------------------


def write(archive: Archive, index: Index, target: Path) -> None:
    """Write an edition as a zip, read it back, and only then give it its name.

    Raises:
        PanelpressError: where the archive does not give a file back, or the zip cannot be written or read back.
        OSError: where the place cannot be written.
    """
    top = name_of(index).removesuffix(".json")
    day = max(dt.date.fromisoformat(index.date), _EARLIEST)
    about = _README.format(number=index.number, title=index.title, date=index.date)
    with replacing(target) as beside:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as made:
            for name, data in ((INDEX, index.text.encode()), (README, about.encode())):
                made.writestr(_entry(f"{top}/{name}", day, len(data)), data)
            for path, stored in index.files.items():
                with made.open(_entry(f"{top}/{path}", day, stored.octets), "w") as entry:
                    for block in archive.blocks(stored, path):
                        entry.write(block)
        with opened(beside, top) as again:
            wrong = [each for each in check(again) if each.state != "right"]
        if wrong or again.index.digest != index.digest:
            what = f"{wrong[0].path} {wrong[0].words}" if wrong else "its index is another"
            raise fault("archive/zip-damaged", f"{target} does not read back: {what}", "try another drive")


def _entry(name: str, day: dt.date, octets: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.create_system = 3  # the same bytes on every system
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    entry.file_size = octets
    return entry


@contextmanager
def opened(path: Path, called: str = "") -> Iterator[Bundle]:
    """Give the edition in a zip.

    Args:
        path: the zip.
        called: what its folder must be called, where that is known.

    Raises:
        PanelpressError: what is wrong with it, each its own.
    """
    shown = path.name
    try:
        source = path.open("rb")
    except OSError as refused:
        raise fault(
            "archive/not-found", f"cannot read {path}: {refused.strerror or refused}", "check its name"
        ) from None
    with source:
        _judge_beginning(source, shown)
        try:
            pack = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            octets = size(path.stat().st_size)
            message = f"{shown} breaks off: a zip ends with its table of contents, and these {octets} end without one"
            raise fault("archive/zip-truncated", message, _AGAIN) from None
        with pack:
            yield _bundle(pack, shown, called)


def _judge_beginning(source: IO[bytes], shown: str) -> None:
    begin = source.read(4)
    source.seek(0)
    if not begin:
        raise fault("archive/zip-truncated", f"{shown} is empty: nothing of it was copied", _AGAIN)
    if begin not in (b"PK\x03\x04", b"PK\x05\x06"):
        raise fault("archive/no-zip", f"{shown} is no zip", "name one that `panelpress archive` wrote")


def _bundle(pack: zipfile.ZipFile, shown: str, called: str) -> Bundle:
    entries = _entries(pack, shown)
    tops = {name.partition("/")[0] for name in entries}
    top = called or (tops.pop() if len(tops) == 1 else "")
    if not top or f"{top}/{INDEX}" not in entries:
        message = f"{shown} is a zip, and none of an edition: it has no {INDEX} in one folder"
        raise fault("archive/foreign", message, "name one that `panelpress archive` wrote")
    within = {name.removeprefix(f"{top}/"): entry for name, entry in entries.items()}
    index = _index(_read_index(pack, within[INDEX], shown), shown, top)
    sizes = {name: entry.file_size for name, entry in within.items()}

    def read(path: str) -> Iterator[bytes]:
        with pack.open(within[path]) as stream:
            while block := stream.read(_BLOCK):
                yield block

    return Bundle(index, frozenset(within), read, sizes)


def _entries(pack: zipfile.ZipFile, shown: str) -> dict[str, zipfile.ZipInfo]:
    """Return the files of a zip by name, judged before anything is unpacked."""
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in pack.infolist():
        name = entry.filename
        try:
            safe(name.removesuffix("/"))
        except ValueError:
            message = f"{shown} holds `{name}`, which leads out of the folder it is unpacked in"
            raise fault("archive/unsafe", message, "it is none that `panelpress archive` wrote; delete it") from None
        if entry.is_dir():
            continue
        if stat.S_ISLNK(entry.external_attr >> 16):
            message = f"{shown} holds a link, `{name}`: an edition has files only"
            raise fault("archive/unsafe", message, "it is none that `panelpress archive` wrote; delete it")
        if entry.flag_bits & 1:
            raise fault("archive/encrypted", f"{shown} is locked with a password", "ask for it without one")
        if name in found:
            raise fault("archive/unsafe", f"{shown} holds `{name}` twice", "it was put together by hand: " + _AGAIN)
        found[name] = entry
    return found


def _read_index(pack: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str) -> bytes:
    if entry.file_size > _LARGEST_INDEX:
        message = f"the {INDEX} of {shown} is {size(entry.file_size)}: no edition has so many files"
        raise fault("archive/unsafe", message, "it is none that `panelpress archive` wrote; delete it")
    try:
        with pack.open(entry) as stream:
            return stream.read(_LARGEST_INDEX)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as damaged:
        raise fault("archive/zip-damaged", f"the {INDEX} of {shown} cannot be read: {damaged}", _AGAIN) from None


def _index(text: bytes, shown: str, folder: str) -> Index:
    """Return an index, held against the digits in the name of its folder where that carries any."""
    named = _FOLDER.fullmatch(folder)
    if named and digest(text)[:SHOWN_DIGITS] != named[1]:
        message = f"the {INDEX} of {shown} was altered: its folder's name says it is another ({named[1]})"
        raise fault("archive/index", message, _AGAIN)
    try:
        return parse(text)
    except (ValueError, RecursionError) as unreadable:
        why = "it is too deeply nested" if isinstance(unreadable, RecursionError) else str(unreadable)
        raise fault("archive/index", f"the {INDEX} of {shown} cannot be used: {why}", _AGAIN) from None


# -- folders ---------------------------------------------------------------------------------------------------------


def is_archive(folder: Path) -> bool:
    """Tell whether a folder is an archive."""
    return (folder / OBJECTS).is_dir() and (folder / EDITIONS).is_dir()


def is_unpacked(folder: Path) -> bool:
    """Tell whether a folder is an edition that was unpacked from its zip."""
    return (folder / INDEX).is_file()


def unpacked(folder: Path) -> Bundle:
    """Return the edition in a folder that was unpacked from a zip.

    Raises:
        PanelpressError: where its index is not as it was written.
    """
    try:
        text = (folder / INDEX).read_bytes()
    except OSError as refused:
        message = f"cannot read {folder / INDEX}: {refused.strerror or refused}"
        raise fault("archive/not-found", message, "check its permissions") from None
    index = _index(text, folder.name, folder.resolve().name)
    names = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))

    def read(path: str) -> Iterator[bytes]:
        with (folder / path).open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield block

    return Bundle(index, frozenset(names), read, {})
