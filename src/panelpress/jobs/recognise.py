"""What files are known to be, by what they hold: the files of every edition, and of the set that was built last."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import PanelpressError
from panelpress.ground.files import digest_file
from panelpress.ground.units import count
from panelpress.jobs.archive import archive_of
from panelpress.jobs.places import PRESS
from panelpress.ledger import editions, manifest
from panelpress.ledger.archive import Archive, Checked
from panelpress.report.keeping import Part

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.index import Index

_CONTENT = re.compile(rb"/ContentDigest\s*\(([0-9a-f]{64})\)")


@dataclass
class Known:
    """What is known of files by their digests: from the records, the archive and the set that was built last.

    ``names`` are the press files of editions by name: what the last of that name was, its digest and its size (None: unknown).
    ``inks`` are the items by what puts ink on paper.
    """

    digests: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, str, int | None]] = field(default_factory=dict)
    inks: dict[str, str] = field(default_factory=dict)
    records: dict[int, EditionRecord] = field(default_factory=dict)

    def add_record(self, record: EditionRecord) -> None:
        """Know the files of an edition from its record."""
        for item in record.items.values():
            called = f"{item.label} of edition {record.number}"
            self.digests.setdefault(item.sha256, called)
            self.inks.setdefault(item.content_digest, called)
            self.names[item.file] = (called, item.sha256, None)
        self.records[record.number] = record

    def add_index(self, index: Index) -> None:
        """Know the files of an edition from its index: all of them, with their sizes."""
        for item in index.items.values():
            called = f"{item.label} of edition {index.number}"
            self.digests.setdefault(item.sha256, called)
            self.inks.setdefault(item.content_digest, called)
            self.names[item.file] = (called, item.sha256, index.files[f"press/{item.file}"].octets)
        for path, stored in index.files.items():
            self.digests.setdefault(stored.sha256, f"{path} of edition {index.number}")


def known_of(root: Path) -> Known:
    """Return what is known of files in an exhibition."""
    known = Known()
    records, _ = editions.every(root)
    for record in records.values():
        known.add_record(record)
    archive = archive_at(root)
    for record in records.values():
        try:
            known.add_index(archive.index(record.job, record.number, record.index))
        except PanelpressError:  # what is wrong with the archive is told where it is judged
            continue
    for entry in manifest.read(root / "out" / PRESS).values():
        if entry.sha256:
            known.digests.setdefault(entry.sha256, f"{entry.label} as it was built last, of no closed edition")
    return known


def archive_at(root: Path) -> Archive:
    """Return the archive of an exhibition, also of one that cannot be read as it stands."""
    try:
        return archive_of(root)
    except PanelpressError:  # the project cannot be read as it stands; its records can
        return Archive(root / "archive")


def recognised(paths: list[Path], folder: Path, known: Known, number: int | None) -> Part:
    """Recognise files by what they hold; with an edition named, miss those of it that are not there."""
    found: dict[str, str] = {}
    files = [_file(path, folder, known, found) for path in paths]
    record = known.records.get(number) if number is not None else None
    remarks: list[str] = []
    if record is not None:
        files = [_of_edition(checked, folder, record) for checked in files]
        files += [
            Checked(item.file, "missing", f"{item.label} of edition {number} is not there")
            for item in record.items.values()
            if item.sha256 not in found and item.file not in {checked.path for checked in files}
        ]
    else:
        remarks += [
            f"{there} of {count(len(record.items), 'item')} of edition {record.number}"
            for record in known.records.values()
            if (there := sum(1 for item in record.items.values() if item.sha256 in found))
        ]
    twice = [name for name in found.values() if "; " in name]
    remarks += [f"the same file twice: {names}" for names in twice]
    return Part("files", str(folder), tuple(files), tuple(remarks))


def _file(path: Path, folder: Path, known: Known, found: dict[str, str]) -> Checked:
    name = path.relative_to(folder).as_posix()
    try:
        known_as, octets = digest_file(path), path.stat().st_size
    except OSError as refused:
        return Checked(name, "changed", f"cannot be read: {refused.strerror or refused}")
    if what := known.digests.get(known_as):
        found[known_as] = f"{found[known_as]}; {name}" if known_as in found else name
        return Checked(name, "right", f"this is {what}")
    if path.name in known.names:
        called, _, size = known.names[path.name]
        told = f", and is {octets:,} bytes instead of {size:,}" if size is not None and size != octets else ""
        same = " (what it prints is the same: it was saved again)" if _inks_of(path) in known.inks else ""
        return Checked(name, "changed", f"is called like {called} and is another file{told}{same}")
    if what := what_it_is(path, known):
        return Checked(name, "changed", what)
    return Checked(name, "unknown", "is of no edition that is known here")


def _of_edition(checked: Checked, folder: Path, record: EditionRecord) -> Checked:
    """Return a file as held against one edition: right only if it is of it."""
    if checked.state != "right" or digest_file(folder / checked.path) in {i.sha256 for i in record.items.values()}:
        return checked
    return Checked(checked.path, "extra", f"{checked.words}, and not of edition {record.number}'s items")


def _inks_of(path: Path) -> str:
    """Return what a PDF says of what puts ink on paper; "" where it says nothing."""
    match = _CONTENT.search(path.read_bytes()) if path.suffix.lower() == ".pdf" else None
    return match[1].decode() if match else ""


def what_it_is(path: Path, known: Known) -> str:
    """Return in words what a file that is not known by its digest says it is."""
    inks = _inks_of(path)
    called = known.inks.get(inks)
    return f"says it prints what {called} does, and is another file" if called else ""
