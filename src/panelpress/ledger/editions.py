"""`record/editions/`: one small text file for every edition that was closed, in git, beside the archive that holds its files.

It is written last, when the archive was read back and the press files are published: where it stands, the edition is whole.
It names the archive's index by its digest and the heads of the ledger, so that whatever is altered, reordered or taken away
in either is found.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, Level, PanelpressError, Span, fault
from panelpress.ground.files import write_atomic
from panelpress.ledger.index import EditionItem, about, about_of, hex_of, safe, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from panelpress.ledger.archive import Archive
    from panelpress.ledger.index import Index

FOLDER = "record/editions"
SCHEMA_VERSION = 1
_INPUTS = ("sources/", "fonts/", "profiles/", "made-from/")
_NAME = re.compile(r"edition-([1-9]\d*)\.json")


@dataclass(frozen=True)
class EditionRecord:
    """An edition that was closed.

    Attributes:
        job: the job's short name.
        number: the edition's number.
        date: its day, YYYY-MM-DD.
        title: the exhibition's title.
        items: the items by key.
        heads: the heads of the ledger when it was closed.
        proofs: the numbers of the proofs that its approvals rest on.
        printers: the print shops' names in catalogue.yml, for panels and catalogue.
        versions: of every program, library, font and profile that can change a file.
        manifest: the digest of the press files' manifest.
        inputs: what it was made from, each with its digest, by the paths that the archive's index has for it: without an
            archive they say what has changed since.
        index: the digest of the archive's index.
        files: how many files the archive holds of it.
        octets: how much they are, bytes.
    """

    job: str
    number: int
    date: str
    title: str
    items: Mapping[str, EditionItem]
    heads: tuple[str, ...]
    proofs: tuple[int, ...]
    printers: Mapping[str, str]
    versions: Mapping[str, str]
    manifest: str
    inputs: Mapping[str, str]
    index: str
    files: int
    octets: int

    @cached_property
    def text(self) -> str:
        """The record as it is written, the same for the same edition."""
        value = {
            "schema_version": SCHEMA_VERSION,
            **about(self),
            "manifest": self.manifest,
            "inputs": dict(sorted(self.inputs.items())),
            "index": self.index,
            "files": self.files,
            "bytes": self.octets,
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def record_of(index: Index) -> EditionRecord:
    """Return the record of an edition from its index: nothing else is needed for it."""
    return EditionRecord(
        index.job,
        index.number,
        index.date,
        index.title,
        index.items,
        index.heads,
        index.proofs,
        index.printers,
        index.versions,
        index.files["press/manifest.json"].sha256,
        {path: kept.sha256 for path, kept in index.files.items() if is_input(path)},
        index.digest,
        len(index.files),
        index.octets,
    )


def index_of(archive: Archive, record: EditionRecord) -> Index:
    """Return the index of an edition from an archive, held against the record: both say the same of it.

    Raises:
        PanelpressError: ``archive/none``, ``archive/changed``; ``edition/record`` where the record was altered.
    """
    index = archive.index(record.job, record.number, record.index)
    meant = record_of(index)
    if meant != record:
        name = f"{FOLDER}/edition-{record.number}.json"
        other = [field.name for field in fields(record) if getattr(meant, field.name) != getattr(record, field.name)]
        told = ", ".join(f"`{name}`" for name in other)
        raise PanelpressError([_wrong(name, f"was altered: it says another {told} than the archive does")])
    return index


def parse(text: bytes) -> EditionRecord:
    """Return a record from its file.

    Raises:
        ValueError: when it is none.
    """
    value = values_of(text.replace(b"\r\n", b"\n"))
    for name in ("manifest", "inputs", "index", "files", "bytes"):
        if name not in value:
            message = f"it has no `{name}`"
            raise ValueError(message)
    record = EditionRecord(
        **about_of(value),
        manifest=hex_of(value["manifest"]),
        inputs=_inputs(value["inputs"]),
        index=hex_of(value["index"]),
        files=value["files"],
        octets=value["bytes"],
    )
    if record.text.encode() != text.replace(b"\r\n", b"\n"):
        message = "it does not read as panelpress writes it: it was altered"
        raise ValueError(message)
    return record


def is_input(path: str) -> bool:
    """Tell whether a file of an edition is one that it was made from; pictures of its pages are made from it."""
    return path.startswith(_INPUTS) and not (path.startswith("made-from/") and path.endswith(".jpg"))


def _inputs(said: object) -> dict[str, str]:
    if not isinstance(said, dict):
        message = "it does not say what it was made from"
        raise ValueError(message)  # noqa: TRY004 - what is wrong is the text
    return {safe(path): hex_of(known_as) for path, known_as in said.items()}


def path_of(root: Path, number: int) -> Path:
    """Return where the record of an edition is, or would be."""
    return root / FOLDER / f"edition-{number}.json"


def closed(root: Path) -> dict[int, Path]:
    """Return the records of the editions that were closed, by number, in order."""
    found = {int(m[1]): path for path in (root / FOLDER).glob("edition-*.json") if (m := _NAME.fullmatch(path.name))}
    return dict(sorted(found.items()))


def read(root: Path, number: int) -> EditionRecord:
    """Return the record of an edition.

    Raises:
        PanelpressError: ``edition/none``, ``edition/record``.
    """
    path = closed(root).get(number)
    if path is None:
        numbers = ", ".join(str(n) for n in closed(root)) or "none yet"
        raise fault("edition/none", f"edition {number} was not closed", f"closed so far: {numbers}")
    name = path.relative_to(root).as_posix()
    try:
        record = parse(path.read_bytes())
    except (OSError, ValueError, RecursionError) as unreadable:
        why = "it is too deeply nested" if isinstance(unreadable, RecursionError) else str(unreadable)
        raise PanelpressError([_wrong(name, f"cannot be read: {why}")]) from None
    if record.number != number:
        raise PanelpressError([_wrong(name, f"is the record of edition {record.number}")])
    return record


def every(root: Path) -> tuple[dict[int, EditionRecord], tuple[Diagnostic, ...]]:
    """Return the record of every edition by number, in order, and what is wrong with those that cannot be read."""
    found: dict[int, EditionRecord] = {}
    faults: list[Diagnostic] = []
    for number in closed(root):
        try:
            found[number] = read(root, number)
        except PanelpressError as wrong:
            faults += wrong.diagnostics
    return found, tuple(faults)


def keep(root: Path, record: EditionRecord) -> Path:
    """Write the record of an edition, which closes it; the same record again is left as it is.

    Raises:
        PanelpressError: ``edition/closed`` where another is there; ``edition/unwritable``.
    """
    path = path_of(root, record.number)
    try:
        if path.exists():
            if path.read_bytes().replace(b"\r\n", b"\n") == record.text.encode():
                return path
            raise fault("edition/closed", f"edition {record.number} is closed, with another record", _RAISE)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, record.text.encode())
    except OSError as refused:
        name = path.relative_to(root).as_posix()
        raise fault(
            "edition/unwritable",
            f"cannot write {name}: {refused.strerror or refused}",
            "make room, or check the permissions of record/; the edition is not closed, its archive is kept, and the same "
            "command again closes it",
        ) from None
    return path


_RAISE = "raise `number:` below `edition:` in catalogue.yml, and give it its `date:`"


def _wrong(name: str, what: str) -> Diagnostic:
    return Diagnostic(
        "edition/record",
        Level.ERROR,
        f"{name} {what}",
        f"take it from the last commit again: `git checkout HEAD -- {name}`",
        Span(name, 1),
        why="A reprint is held against this record. (house)",
    )
