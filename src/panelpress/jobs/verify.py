"""`panelpress verify`: everything that is kept or was given out, read again and held against what it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, PanelpressError, fault
from panelpress.ground.files import digest_file
from panelpress.ground.units import count
from panelpress.jobs.places import PRESS, REJECTED
from panelpress.jobs.recognise import Known, archive_at, known_of, recognised, what_it_is
from panelpress.ledger import bundle, chain, editions, history, manifest
from panelpress.ledger.archive import SHOWN_DIGITS, Archive, Checked
from panelpress.report.keeping import Part, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.index import Index

_SYSTEM = frozenset({"System Volume Information", "$RECYCLE.BIN", "lost+found", "__MACOSX"})


def verify(root: Path | None, path: Path | None = None, number: int | None = None) -> tuple[VerifyReport, ExitCode]:
    """Read everything again, or what lies at a place.

    Args:
        root: the exhibition's folder, whose records say what files were; None: there is none, and what lies at the place is
            held against itself.
        path: a set of press files, an archive, a zip of one, or a folder full of files; None: everything of the exhibition.
        number: the edition that the files of a folder are to be, all of them; without a place, the one that is read again.

    Returns:
        The report, and 0 where all is right, 1 where something is not.

    Raises:
        PanelpressError: with exit code 2, where nothing can be judged.
    """
    known = known_of(root) if root is not None else Known()
    if number is not None and number not in known.records:
        numbers = ", ".join(str(n) for n in known.records) or "none"
        raise fault(
            "edition/none", f"there is no record of edition {number} to hold files against", f"there are: {numbers}"
        )
    if path is None:
        if root is None:
            raise fault("verify/nothing", "there is no exhibition here, and no PATH is named", "name a folder or a zip")
        parts = _read(_own(root, known, number))
    else:
        parts = _read(_at(path, known, number))
    if not parts:
        what = "nothing was built and no edition closed yet" if path is None else f"there is no file in {path}"
        raise fault("verify/nothing", f"nothing to verify: {what}", "`panelpress build` makes something")
    report = VerifyReport(parts)
    return report, ExitCode.PRESS_READY if report.good else ExitCode.FINDINGS


def _read(parts: Iterator[Part]) -> tuple[Part, ...]:
    try:
        return tuple(parts)
    except OSError as refused:
        message = f"cannot read {refused.filename or 'everything'}: {refused.strerror or refused}"
        raise fault("verify/unreadable", message, "check its permissions, and the drive it is on") from None


# -- what the exhibition has -----------------------------------------------------------------------------------------


def _own(root: Path, known: Known, number: int | None) -> Iterator[Part]:
    if number is not None:
        yield _edition(archive_at(root), known.records[number])
        return
    if (root / "out" / PRESS / manifest.NAME).is_file():
        yield _set(root / "out" / PRESS, f"out/{PRESS}", known)
    yield from _record(root)
    archive = archive_at(root)
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
    for record in known.records.values():
        part = _edition(archive, record)
        named |= _objects(archive, record) if not part.faults else frozenset()
        yield part
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


def _edition(archive: Archive, record: EditionRecord) -> Part:
    """Read an edition of an archive again, held against its record."""
    name, place = f"edition {record.number}", str(archive.folder)
    try:
        return Part(name, place, archive.check(editions.index_of(archive, record)))
    except PanelpressError as lost:
        return Part(name, place, faults=lost.diagnostics)


def _objects(archive: Archive, record: EditionRecord) -> frozenset[str]:
    return editions.index_of(archive, record).objects


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
        Checked(name, "extra", what_it_is(path, known) or "is not in the manifest")
        for path in _walk(folder)
        if (name := path.relative_to(folder).as_posix()) not in wanted
        and name != manifest.NAME
        and not name.startswith(f"{REJECTED}/")
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
        yield _zip(path, known) if path.suffix.lower() == ".zip" else recognised([path], path.parent, known, number)
        return
    loose: list[Path] = []
    yield from _in(path, path, known, loose)
    if loose or number is not None:
        yield recognised(loose, path, known, number)


def _in(folder: Path, within: Path, known: Known, loose: list[Path]) -> Iterator[Part]:
    """Yield what is ours as a whole in a folder and those below it; the other files are gathered."""
    shown = folder.relative_to(within).as_posix() if folder != within else str(folder)
    if bundle.is_archive(folder):
        yield from _editions(Archive(folder), known, {})
        return
    if bundle.is_unpacked(folder):
        yield _whatever(shown, lambda: _bundle(bundle.unpacked(folder), shown, known))
        return
    if (folder / manifest.NAME).is_file() and not _of_others(folder):
        yield _whatever(shown, lambda: _set(folder, shown, known))
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _SYSTEM or path.is_symlink():
            continue
        if path.is_dir():
            yield from _in(path, within, known, loose)
        elif path.suffix.lower() == ".zip" and (found := _zip_among_others(path, known)):
            yield found
        else:
            loose.append(path)


def _zip_among_others(path: Path, known: Known) -> Part | None:
    """Return a zip among other files as it is; None for one that is none of ours."""
    try:
        return _zip(path, known)
    except PanelpressError as wrong:
        if {each.id for each in wrong.diagnostics} & {"archive/foreign", "archive/no-zip", "archive/encrypted"}:
            return None
        return Part("a zip", path.name, faults=wrong.diagnostics)


def _whatever(shown: str, read: Callable[[], Part]) -> Part:
    """Read something among others: what is wrong with it as a whole keeps nobody from reading the rest."""
    try:
        return read()
    except PanelpressError as wrong:
        return Part("a folder", shown, faults=wrong.diagnostics)


def _of_others(folder: Path) -> bool:
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


def _walk(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
