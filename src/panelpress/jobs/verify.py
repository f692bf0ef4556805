"""`panelpress verify`: everything that is kept or was given out, read again and held against what it was."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, PanelpressError, fault
from panelpress.ground.files import digest_file
from panelpress.ground.units import count
from panelpress.jobs.archive import archive_of
from panelpress.jobs.places import PRESS
from panelpress.ledger import bundle, chain, editions, history, manifest
from panelpress.ledger.archive import SHOWN_DIGITS, Archive, Checked
from panelpress.report.keeping import Part, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.index import Index

_CONTENT = re.compile(rb"/ContentDigest\s*\(([0-9a-f]{64})\)")
_SYSTEM = frozenset({"System Volume Information", "$RECYCLE.BIN", "lost+found", "__MACOSX"})
_REJECTED = "rejected"


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


def verify(root: Path | None, path: Path | None = None, number: int | None = None) -> tuple[VerifyReport, ExitCode]:
    """Read everything again, or what lies at a place.

    Args:
        root: the exhibition's folder, whose records say what files were; None: there is none, and what lies at the place is
            held against itself.
        path: a set of press files, an archive, a zip of one, or a folder full of files; None: everything of the exhibition.
        number: the edition that the files of a folder are to be, all of them.

    Returns:
        The report, and 0 where all is right, 1 where something is not.

    Raises:
        PanelpressError: with exit code 2, where nothing can be judged.
    """
    known = _known(root) if root is not None else Known()
    if number is not None and number not in known.records:
        numbers = ", ".join(str(n) for n in known.records) or "none"
        raise fault(
            "edition/none", f"there is no record of edition {number} to hold files against", f"there are: {numbers}"
        )
    if path is None:
        if root is None:
            raise fault("verify/nothing", "there is no exhibition here, and no PATH is named", "name a folder or a zip")
        parts = tuple(_own(root, known))
    else:
        parts = tuple(_at(path, known, number))
    if not parts:
        what = "nothing was built and no edition closed yet" if path is None else f"there is no file in {path}"
        raise fault("verify/nothing", f"nothing to verify: {what}", "`panelpress build` makes something")
    report = VerifyReport(parts)
    return report, ExitCode.PRESS_READY if report.good else ExitCode.FINDINGS


def _known(root: Path) -> Known:
    known = Known()
    records, _ = editions.every(root)
    for record in records.values():
        known.add_record(record)
    archive = _archive(root)
    for record in records.values():
        try:
            known.add_index(archive.index(record.job, record.number, record.index))
        except PanelpressError:  # what is wrong with the archive is told where it is judged
            continue
    for entry in manifest.read(root / "out" / PRESS).values():
        if entry.sha256:
            known.digests.setdefault(entry.sha256, f"{entry.label} as it was built last, of no closed edition")
    return known


def _archive(root: Path) -> Archive:
    try:
        return archive_of(root)
    except PanelpressError:  # the project cannot be read as it stands; its records can
        return Archive(root / "archive")


# -- what the exhibition has -----------------------------------------------------------------------------------------


def _own(root: Path, known: Known) -> Iterator[Part]:
    if (root / "out" / PRESS / manifest.NAME).is_file():
        yield _set(root / "out" / PRESS, f"out/{PRESS}", known)
    yield from _record(root)
    archive = _archive(root)
    if known.records or archive.folder.is_dir():
        yield from _editions(archive, known, editions.closed(root))


def _record(root: Path) -> Iterator[Part]:
    ledger = chain.read(root)
    records, faults = editions.every(root)
    events, others = history.read(root)
    wrong = (*ledger.faults, *(f for f in faults if f not in ledger.faults), *others)
    if ledger.entries or records or events or wrong:
        told = ", ".join(
            [
                count(len(ledger.entries), "entry", "entries"),
                count(len(records), "edition"),
                f"{len(events)} in the history",
            ]
        )
        yield Part(f"the record, {told}", "record/", faults=_once(wrong))


def _once(faults: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return faults with those of one file told once: the ledger reads the records of editions too, as its anchors."""
    found: dict[str, Diagnostic] = {}
    for each in faults:
        place = each.span.file if each.span else each.message
        if place not in found or each.id == "edition/record":
            found[place] = each
    return tuple(found.values())


def _editions(archive: Archive, known: Known, closed: dict[int, Path]) -> Iterator[Part]:
    """Yield the editions of an archive: those of the records, then what else lies in it."""
    indexes, wrong = archive.indexes()
    named: set[str] = set()
    for number, record in known.records.items():
        try:
            index = editions.index_of(archive, record)
        except PanelpressError as lost:
            yield Part(f"edition {number}", str(archive.folder), faults=lost.diagnostics)
            continue
        named |= index.objects
        yield Part(f"edition {number}", str(archive.folder), archive.check(index))
    committed = {f"{r.job}-{r.number}-{r.index[:SHOWN_DIGITS]}.json" for r in known.records.values()}
    for name, index in indexes.items():
        named |= index.objects
        if name not in committed:
            yield _unrecorded(archive, index, known, closed)
    stray = (*(w for w in wrong if w.path.removeprefix("editions/") not in committed), *archive.strays(named))
    left = archive.unnamed(named)
    remarks = (
        (f"{count(left, 'object')} that no edition names: a release that did not end left them behind",) if left else ()
    )
    if stray or remarks:
        yield Part("the rest of the archive", str(archive.folder), stray, remarks)


def _unrecorded(archive: Archive, index: Index, known: Known, closed: dict[int, Path]) -> Part:
    told = "no record names it: a release was begun and not closed"
    if not known.records and not closed:
        told = "held against itself: no record is here to hold it against"
    return Part(f"edition {index.number} of {index.job}", str(archive.folder), archive.check(index), (told,))


# -- a set of press files --------------------------------------------------------------------------------------------


def _set(folder: Path, shown: str, known: Known) -> Part:
    """Hold a set of press files against its manifest, and its manifest against the edition that was closed."""
    try:
        value = json.loads((folder / manifest.NAME).read_text("utf-8"))
        wanted = {
            e["file"]: (e["sha256"], e["label"])
            for e in value["items"]
            if e["file"] and e["state"] in ("ready", "kept")
        }
        wanted |= {name: (known_as, "") for name, known_as in value["files"].items()}
        number = int(value["edition"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as unreadable:
        message = f"{shown}/{manifest.NAME} cannot be read: {unreadable}"
        raise fault("verify/manifest", message, "`panelpress build` makes the set anew") from None
    files = [_against(folder, name, known_as, known) for name, (known_as, _) in sorted(wanted.items())]
    files += [
        Checked(name, "extra", _what_it_is(path, known) or "is not in the manifest")
        for path in _walk(folder)
        if (name := path.relative_to(folder).as_posix()) not in wanted
        and name != manifest.NAME
        and not name.startswith(f"{_REJECTED}/")
    ]
    record = known.records.get(number)
    remarks: tuple[str, ...] = ()
    if record and digest_file(folder / manifest.NAME) == record.manifest:
        remarks = (f"this is edition {number} as it was closed",)
    elif record:
        other = [item.label for key, item in record.items.items() if item.sha256 != _digest_in(value, key)]
        told = f"differs in {', '.join(other)}" if other else "its press files are those of that edition"
        remarks = (f"this is not the set that edition {number} was closed with: {told}",)
    return Part("the press files", shown, tuple(files), remarks)


def _digest_in(value: dict[str, list[dict[str, str]]], key: str) -> str:
    return next((e["sha256"] for e in value["items"] if e["item"] == key), "")


def _against(folder: Path, name: str, known_as: str, known: Known) -> Checked:
    path = folder / name
    if not path.is_file():
        return Checked(name, "missing", "is in the manifest, and not there")
    try:
        found = digest_file(path)
    except OSError as refused:
        return Checked(name, "changed", f"cannot be read: {refused.strerror or refused}")
    if found == known_as:
        return Checked(name, "right")
    other = known.digests.get(found)
    return Checked(name, "changed", f"it is {other}" if other else "it is not the file that was made")


# -- a place ---------------------------------------------------------------------------------------------------------


def _at(path: Path, known: Known, number: int | None) -> Iterator[Part]:
    if not path.exists():
        raise fault("verify/not-found", f"there is no {path}", "check its name")
    if path.is_file():
        yield _zip(path, known) if path.suffix.lower() == ".zip" else _files([path], path.parent, known, number)
        return
    loose: list[Path] = []
    yield from _in(path, path, known, loose)
    if loose or number is not None:
        yield _files(loose, path, known, number)


def _in(folder: Path, within: Path, known: Known, loose: list[Path]) -> Iterator[Part]:
    """Yield what is ours as a whole in a folder and those below it; the other files are gathered."""
    shown = folder.relative_to(within).as_posix() if folder != within else str(folder)
    if bundle.is_archive(folder):
        yield from _editions(Archive(folder), known, {})
        return
    if bundle.is_unpacked(folder):
        yield _bundle(bundle.unpacked(folder), shown, known)
        return
    if (folder / manifest.NAME).is_file() and not known_as_other(folder):
        yield _set(folder, shown, known)
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _SYSTEM or path.is_symlink():
            continue
        if path.is_dir():
            yield from _in(path, within, known, loose)
        elif path.suffix.lower() == ".zip":
            yield _zip(path, known)
        else:
            loose.append(path)


def known_as_other(folder: Path) -> bool:
    """Tell whether a folder's manifest is some other program's."""
    try:
        value = json.loads((folder / manifest.NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return False  # damaged: told when it is read
    return not (isinstance(value, dict) and "items" in value and "edition" in value)


def _zip(path: Path, known: Known) -> Part:
    with bundle.opened(path) as found:
        return _bundle(found, path.name, known)


def _bundle(found: bundle.Bundle, shown: str, known: Known) -> Part:
    index = found.index
    record = known.records.get(index.number)
    faults: tuple[Diagnostic, ...] = ()
    remarks: tuple[str, ...] = ()
    if record is None or record.job != index.job:
        remarks = (f"held against itself: no record of edition {index.number} of {index.job} is here",)
    elif record.index != index.digest:
        known_as = f"{index.digest[:SHOWN_DIGITS]}, and was {record.index[:SHOWN_DIGITS]}"
        message = f"{shown} is not edition {index.number} as it was closed: its index is {known_as}"
        faults = (Diagnostic("verify/other-edition", Level.ERROR, message, "`panelpress archive` writes it anew"),)
    return Part(f"edition {index.number} of {index.job}", shown, bundle.check(found), remarks, faults)


def _files(paths: list[Path], folder: Path, known: Known, number: int | None) -> Part:
    """Recognise files by what they hold; with an edition named, miss those of it that are not there."""
    found: dict[str, str] = {}
    files = [_recognised(path, folder, known, found) for path in paths]
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


def _recognised(path: Path, folder: Path, known: Known, found: dict[str, str]) -> Checked:
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
    if what := _what_it_is(path, known):
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


def _what_it_is(path: Path, known: Known) -> str:
    """Return in words what a file that is not known by its digest says it is."""
    inks = _inks_of(path)
    called = known.inks.get(inks)
    return f"says it prints what {called} does, and is another file" if called else ""


def _walk(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
