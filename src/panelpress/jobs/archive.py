"""`panelpress archive`: an edition as one file for a drive or a colleague, and back again as a project that works."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.exhibition.keeping import archive_place
from panelpress.exhibition.project import load
from panelpress.exhibition.root import CATALOGUE
from panelpress.ground.diagnostics import PanelpressError, error, fault
from panelpress.ground.files import digest_file
from panelpress.ground.units import count
from panelpress.ground.yamlsource import as_typed, read_yaml
from panelpress.ledger import bundle, editions
from panelpress.ledger.archive import Archive, name_of
from panelpress.ledger.editions import record_of
from panelpress.press.templating import SHIPPED, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ledger.archive import Checked
    from panelpress.ledger.bundle import Bundle
    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.index import Index

_TOLD = 8
_DEFAULT = "archive"
_HOMES = {"press": "out/press", "proofs": "out/proof", "record": "record", "sources": ""}
"""Where the files of an edition lie in a project; what panelpress itself brought stays in the archive"""


@dataclass(frozen=True, slots=True)
class Copied:
    """An edition that was written as one file: where, how large, its digest."""

    path: Path
    octets: int
    sha256: str
    job: str
    number: int
    files: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A project that was made of an edition: where, of how many files, and where its archive lies.

    ``elsewhere`` is where its catalogue.yml says that the archive is, where that is no folder of the project.
    """

    path: Path
    job: str
    number: int
    title: str
    files: int
    octets: int
    archive: str
    elsewhere: str = ""


def archive_of(root: Path) -> Archive:
    """Return the archive of a project.

    Raises:
        PanelpressError: when the project is faulty.
    """
    return Archive(load(root, THEMES, SHIPPED / "panel").archive)


def edition_of(root: Path, number: int | None) -> EditionRecord:
    """Return the record of an edition; the last that was closed where none is named.

    Raises:
        PanelpressError: where there is none.
    """
    closed = editions.closed(root)
    if number is None and not closed:
        raise fault("edition/none", "no edition was closed yet", "`panelpress build --release` closes one")
    return editions.read(root, max(closed) if number is None else number)


def copy(root: Path, number: int | None = None, to: Path | None = None) -> Copied:
    """Write an edition as one zip, and read it back.

    Args:
        root: the exhibition's folder.
        number: which edition; None: the last that was closed.
        to: the file, or a folder to put it in; None: ``out/``.

    Raises:
        PanelpressError: with exit code 2 and nothing written, where the archive does not read back or the place is refused.
    """
    record = edition_of(root, number)
    archive = archive_of(root)
    index = editions.index_of(archive, record)
    _stop_unless_right(bundle.of_archive(archive, index), str(archive.folder))
    target = _target(root, index, to)
    with _writing(target):
        bundle.write(archive, index, target)
        return Copied(target, target.stat().st_size, digest_file(target), index.job, index.number, len(index.files))


def _target(root: Path, index: Index, to: Path | None) -> Path:
    name = f"{name_of(index).removesuffix('.json')}.zip"
    if to is None:
        return root / "out" / name
    if to.is_dir():
        return to / name
    if to.suffix.lower() != ".zip":
        raise fault(
            "archive/name", f"{to} is no folder, and no name of a zip", "name it `.zip`, or name a folder that is there"
        )
    if to.exists():
        with to.open("rb") as there:
            if there.read(2) not in (b"PK", b""):
                raise fault("archive/name", f"{to} is there, and is no zip", "name another file")
    return to


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as refused:
        if refused.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            full = refused.errno != errno.EFBIG
            what = "the disk is full" if full else "its drive takes no file that large"
            help = "make room" if full else "name another drive, or format it as exFAT"
            raise fault(
                "archive/disk-full", f"cannot write {target}: {what}", f"{help}; nothing was left behind"
            ) from None
        why = refused.strerror or str(refused)
        raise fault(
            "archive/unwritable", f"cannot write {target}: {why}", "check the folder and its permissions"
        ) from None


def _stop_unless_right(found: Bundle, shown: str) -> None:
    """Read an edition again.

    Raises:
        PanelpressError: naming every file that is not as it was.
    """
    wrong = [checked for checked in bundle.check(found) if checked.state != "right"]
    if wrong:
        raise PanelpressError([*(_fault(each, shown) for each in wrong[:_TOLD]), *_more(wrong)])


def _fault(checked: Checked, shown: str) -> Diagnostic:
    return error(
        f"archive/{checked.state}",
        f"{checked.path} in {shown}: {checked.words}",
        "take it from another copy: every whole one of this edition holds the same bytes",
    )


def _more(wrong: list[Checked]) -> list[Diagnostic]:
    left = len(wrong) - _TOLD
    return (
        [error("archive/more", f"and {count(left, 'file')} more", "`panelpress verify` lists all")] if left > 0 else []
    )


# -- restoring -------------------------------------------------------------------------------------------------------


@contextmanager
def carried(source: Path, number: int | None = None) -> Iterator[Bundle]:
    """Give the edition that lies in a zip, in the folder it was unpacked into, or in an archive.

    Raises:
        PanelpressError: where there is none, or several and none is named.
    """
    if not source.is_dir():
        with bundle.opened(source) as found:
            yield _numbered(found, number, source)
    elif bundle.is_unpacked(source):
        yield _numbered(bundle.unpacked(source), number, source)
    elif bundle.is_archive(source):
        archive = Archive(source)
        yield bundle.of_archive(archive, _only(archive, number))
    else:
        help = "name a zip that `panelpress archive` wrote, the folder it was unpacked into, or an archive"
        raise fault("archive/foreign", f"there is no edition in {source}", help)


def _numbered(found: Bundle, number: int | None, source: Path) -> Bundle:
    if number not in (None, found.index.number):
        raise fault(
            "edition/none", f"{source} holds edition {found.index.number}, not {number}", "leave `--edition` out"
        )
    return found


def _only(archive: Archive, number: int | None) -> Index:
    known, wrong = archive.indexes()
    found = [index for index in known.values() if number in (None, index.number)]
    if len(found) == 1:
        return found[0]
    if not found:
        told = f": {wrong[0].path} {wrong[0].words}" if wrong else ""
        which = "no edition" if number is None else f"no edition {number}"
        raise fault("edition/none", f"the archive {archive.folder} has {which}{told}", "name another archive")
    names = ", ".join(str(each.number) for each in found)
    if number is None:
        raise fault("edition/several", f"{archive.folder} holds the editions {names}", "say which: `--edition`")
    message = f"{archive.folder} holds {len(found)} indexes of edition {number}: a release that was not closed left one behind"
    raise fault(
        "edition/several", message, "`panelpress archive` in its project writes the one that was closed as a zip"
    )


def restore(source: Path, into: Path, number: int | None = None) -> Restored:
    """Make a whole project of an edition: sources, record, press files, proofs, and an archive of its own.

    The folder has its name only when everything in it was read back.

    Args:
        source: a zip of an edition, the folder it was unpacked into, or an archive.
        into: a folder that does not exist yet, or is empty.
        number: which edition of an archive that holds several.

    Raises:
        PanelpressError: with exit code 2 and nothing left behind.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise fault("archive/not-empty", f"{into} is not empty", "name a folder that does not exist yet")
    with carried(source, number) as found:
        _stop_unless_right(found, source.name or str(source))
        begun = into.resolve().parent / f".{into.resolve().name}.new-{os.getpid()}"
        with _writing(into):
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir(parents=True)
            try:
                restored = _restored(found, begun, into)
                if into.exists():
                    into.rmdir()
                begun.rename(into)
            finally:
                shutil.rmtree(begun, ignore_errors=True)
    return restored


def _restored(found: Bundle, begun: Path, into: Path) -> Restored:
    index = found.index
    for path in index.files:
        room, _, rest = path.partition("/")
        if room in _HOMES:
            _write(found, path, begun / _HOMES[room] / rest)
    place, elsewhere = _place(begun)
    archive = Archive(begun / place)
    for path, stored in index.files.items():
        archive.take(stored, found.read(path))
    archive.keep(index)
    editions.keep(begun, record_of(index))
    again = bundle.of_archive(archive, index)
    _stop_unless_right(again, str(into / place))
    return Restored(into, index.job, index.number, index.title, len(index.files), index.octets, place, elsewhere)


def _write(found: Bundle, path: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        for block in found.read(path):
            stream.write(block)
    if digest_file(target) != found.index.files[path].sha256:
        raise fault("archive/changed", f"{path} changed while it was restored", "try again")


def _place(root: Path) -> tuple[str, str]:
    """Return where a restored project keeps its archive, and what its catalogue.yml says where that leads out of it."""
    source = read_yaml((root / CATALOGUE).read_text("utf-8-sig"), CATALOGUE)
    said = str(as_typed(source.data.get("archive", _DEFAULT))) if isinstance(source.data, dict) else _DEFAULT
    try:
        inside = (root / archive_place(said)).resolve().is_relative_to(root.resolve())
    except ValueError:
        inside = False
    return (said, "") if inside else (_DEFAULT, said)
