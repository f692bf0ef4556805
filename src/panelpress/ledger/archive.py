"""The archive: every file of every edition by the digest of what it holds, so that ten editions do not cost ten copies.

    objects/ab/<sha256>                     plain files; a name is the SHA-256 of the content
    editions/<job>-<number>-<digits>.json   one index an edition: its files by path, each with digest, size and objects

A file is its objects laid end to end: most are one. Nothing here is changed or removed once it is written, and whatever
happened to it by other hands is found by reading it again. No program of ours is needed: README.txt in it says how.
"""

from __future__ import annotations

import errno
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from panelpress.ground.diagnostics import PanelpressError, fault
from panelpress.ground.files import digest, digest_file, replacing, sync_folder, write_atomic
from panelpress.ledger.index import Index, Object, Stored, parse
from panelpress.ledger.parts import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

State = Literal["right", "changed", "missing", "extra", "unknown"]
OBJECTS, EDITIONS = "objects", "editions"
PAGES = "pages"
"""Beside them: small pictures of pages that proofs compare with; they are no part of any edition."""
SHOWN_DIGITS = 12
_OBJECT = re.compile(r"[0-9a-f]{64}")
_INDEX = re.compile(r"([a-z0-9-]+)-(\d+)-([0-9a-f]{12})\.json")
_LARGE = 65_536
"""Files from this size on are kept in parts, bytes"""
_WHOLE = 512 * 2**20
"""Files up to this size are read as a whole to be kept in parts, bytes; a larger one is copied as it is"""
_BLOCK = 2**20
_README = """\
This is the archive of an exhibition made with panelpress: what was printed, and everything it was printed from.
Keep it; nothing in it can be made again for certain. `panelpress verify` reads all of it.

Without panelpress: editions/*.json lists the files of each edition. `sha256` is the digest of a file, and `objects`
names, each with its size, the files below objects/ that are that file when they are laid end to end (ab12... is
objects/ab/ab12...):

    cat objects/ab/ab12... objects/cd/cd34... > 03-num.pdf
    sha256sum 03-num.pdf
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it was found: where, in which state, and in words what is wrong with it ("": nothing)."""

    path: str
    state: State
    words: str = ""


@dataclass(frozen=True)
class Archive:
    """An archive in a folder, which need not exist yet."""

    folder: Path

    # -- writing -----------------------------------------------------------------------------------------------------

    def put(self, source: Path | bytes) -> Stored:
        """Keep a file or bytes, in parts where that saves space; what is kept already costs nothing.

        An object that is there and was altered is written anew: its name says what it held.

        Raises:
            PanelpressError: ``archive/unwritable``, ``archive/disk-full``, ``archive/unreadable`` (exit code 2).
        """
        if isinstance(source, Path):
            octets = _size(source)
            if octets > _WHOLE:
                return self._put_large(source, octets)
            source = _content(source)
        pieces = tuple(parts(source)) if len(source) >= _LARGE else (source,)
        return Stored(digest(source), len(source), tuple(self._object(piece) for piece in pieces))

    def take(self, stored: Stored, blocks: Iterable[bytes]) -> None:
        """Keep a file of an index in the objects that the index names, whatever way files are cut today.

        Raises:
            ValueError: when it is not that file.
            PanelpressError: ``archive/unwritable``, ``archive/disk-full``.
        """
        data = b"".join(blocks)
        begun = 0
        for each in stored.objects:
            piece = data[begun : begun + each.octets]
            begun += each.octets
            if digest(piece) != each.sha256:
                message = "it is not the file that the index names"
                raise ValueError(message)
            self._object(piece)

    def _object(self, data: bytes) -> Object:
        known_as = digest(data)
        path = self.path(known_as)
        if not _is(path, known_as):
            with self._writing():
                self._begin()
                write_atomic(path, data)
                path.chmod(0o444)
        return Object(known_as, len(data))

    def _put_large(self, source: Path, octets: int) -> Stored:
        known_as = digest_file(source)
        path = self.path(known_as)
        if not _is(path, known_as):
            with self._writing():
                self._begin()
                with replacing(path) as beside, source.open("rb") as read, beside.open("wb") as write:
                    seen = hashlib.sha256()
                    while block := read.read(_BLOCK):
                        seen.update(block)
                        write.write(block)
                    if seen.hexdigest() != known_as:
                        raise fault(
                            "archive/moving", f"{source} changed while it was read", "try again when it is still"
                        )
                path.chmod(0o444)
        return Stored(known_as, octets, (Object(known_as, octets),))

    def keep(self, index: Index) -> Path:
        """Write the index of an edition whose files are kept; the same index again is left as it is.

        Raises:
            PanelpressError: ``archive/unwritable``, ``archive/disk-full``.
        """
        path = self.folder / EDITIONS / name_of(index)
        if not _is(path, index.digest):
            with self._writing():
                self._sync(index)
                write_atomic(path, index.text.encode())
                path.chmod(0o444)
                sync_folder(path.parent)
        return path

    def _sync(self, index: Index) -> None:
        """See to it that the names of objects are there also after the power fails, before an index names them."""
        for folder in sorted({self.path(each).parent for each in index.objects}):
            sync_folder(folder)
        sync_folder(self.folder / OBJECTS)

    def _begin(self) -> None:
        readme = self.folder / "README.txt"
        if not readme.exists():
            write_atomic(readme, _README.encode())

    def _writing(self) -> _Writing:
        return _Writing(self.folder)

    # -- reading -----------------------------------------------------------------------------------------------------

    def path(self, known_as: str) -> Path:
        """Return where an object is, or would be."""
        return self.folder / OBJECTS / known_as[:2] / known_as

    def indexes(self) -> tuple[dict[str, Index], tuple[Checked, ...]]:
        """Return the indexes that are as they were written, by the names of their files, and what is wrong with the rest."""
        found: dict[str, Index] = {}
        wrong: list[Checked] = []
        for path in _listed(self.folder / EDITIONS):
            shown = f"{EDITIONS}/{path.name}"
            if not (named := _INDEX.fullmatch(path.name)):
                wrong.append(Checked(shown, "extra", "is no index of an edition"))
                continue
            try:
                text = path.read_bytes()
                if digest(text)[:SHOWN_DIGITS] != named[3]:
                    words = (
                        f"was altered: its name says it is another text than it holds ({digest(text)[:SHOWN_DIGITS]})"
                    )
                    wrong.append(Checked(shown, "changed", words))
                    continue
                index = parse(text)
            except (OSError, ValueError, RecursionError) as unreadable:
                wrong.append(Checked(shown, "changed", f"cannot be read: {_why(unreadable)}"))
                continue
            if name_of(index) != path.name:
                wrong.append(Checked(shown, "changed", f"is the index of edition {index.number} of {index.job}"))
                continue
            found[path.name] = index
        return found, tuple(wrong)

    def index(self, job: str, number: int, known_as: str) -> Index:
        """Return the index of an edition by its digest, as the edition's record names it.

        Raises:
            PanelpressError: ``archive/none``, ``archive/changed``.
        """
        path = self.folder / EDITIONS / f"{job}-{number}-{known_as[:SHOWN_DIGITS]}.json"
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            there = ", ".join(sorted(p.name for p in _listed(path.parent))) or "nothing"
            raise fault(
                "archive/none",
                f"edition {number} of {job} is not in the archive {self.folder} (it has {there} in {EDITIONS}/)",
                "`archive:` in catalogue.yml names the archive's place; a copy that `panelpress archive` made is put back "
                "with `panelpress archive restore`",
            ) from None
        except OSError as refused:
            raise _unreadable(path, refused) from None
        if digest(text) != known_as:
            raise fault(
                "archive/changed",
                f"{EDITIONS}/{path.name} was altered since edition {number} was closed",
                "take it from another copy of the archive",
            )
        try:
            return parse(text)
        except (ValueError, RecursionError) as unreadable:
            raise fault(
                "archive/changed", f"{EDITIONS}/{path.name} cannot be read: {_why(unreadable)}", _OTHER
            ) from None

    def read(self, stored: Stored, path: str = "") -> bytes:
        """Return a file, held against its digest.

        Args:
            stored: the file.
            path: what it is called in messages.

        Raises:
            PanelpressError: ``archive/missing``, ``archive/changed``.
        """
        return b"".join(self.blocks(stored, path))

    def blocks(self, stored: Stored, path: str = "") -> Iterator[bytes]:
        """Yield a file block by block; what does not hold against its digest is told after the last.

        Raises:
            PanelpressError: ``archive/missing``, ``archive/changed``, ``archive/unreadable``.
        """
        seen, octets = hashlib.sha256(), 0
        for known_as, _ in stored.objects:
            try:
                with self.path(known_as).open("rb") as stream:
                    while block := stream.read(_BLOCK):
                        seen.update(block)
                        octets += len(block)
                        if octets > stored.octets:
                            break
                        yield block
            except FileNotFoundError:
                message = f"{path or 'a file'} cannot be had from the archive: {_shown(known_as)} is missing"
                raise fault("archive/missing", message, _OTHER) from None
            except OSError as refused:
                raise _unreadable(self.path(known_as), refused) from None
        if seen.hexdigest() != stored.sha256:
            altered = next((each for each, _ in stored.objects if not _is(self.path(each), each)), "")
            what = f"{_shown(altered)} was altered" if altered else "its objects do not make it up"
            raise fault("archive/changed", f"{path or 'a file'} cannot be had from the archive: {what}", _OTHER)

    # -- judging -----------------------------------------------------------------------------------------------------

    def check(self, index: Index) -> tuple[Checked, ...]:
        """Read every file of an edition again, and return each with its state."""
        states = self.judge(sorted(index.objects))
        return tuple(self._checked(path, stored, states) for path, stored in index.files.items())

    def judge(self, objects: Iterable[str]) -> dict[str, State]:
        """Read objects again, and return the state of each."""
        found: dict[str, State] = {}
        for known_as in objects:
            path = self.path(known_as)
            found[known_as] = "right" if _is(path, known_as) else "changed" if path.exists() else "missing"
        return found

    def _checked(self, path: str, stored: Stored, states: Mapping[str, State]) -> Checked:
        for known_as, _ in stored.objects:
            if states[known_as] == "missing":
                return Checked(path, "missing", f"{_shown(known_as)} is missing")
            if states[known_as] == "changed":
                return Checked(path, "changed", f"{_shown(known_as)} was altered")
        if len(stored.objects) == 1 and stored.objects[0].sha256 == stored.sha256:
            return Checked(path, "right")
        try:
            for _ in self.blocks(stored, path):
                pass
        except PanelpressError as wrong:
            return Checked(path, "changed", wrong.diagnostics[0].message)
        return Checked(path, "right")

    def strays(self, named: Iterable[str]) -> tuple[Checked, ...]:
        """Return what lies in the archive and is no part of it: files of other names, objects that no index names.

        An object that is whole and that nothing names is no fault: a release that did not end well leaves such.
        """
        wanted = set(named)
        found: list[Checked] = []
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file() or p.is_symlink()):
            shown = path.relative_to(self.folder).as_posix()
            first, _, rest = shown.partition("/")
            if shown == "README.txt" or first in (EDITIONS, PAGES) or path.name.startswith("."):
                continue
            known_as = path.name
            if first != OBJECTS or not _OBJECT.fullmatch(known_as) or rest != f"{known_as[:2]}/{known_as}":
                found.append(Checked(shown, "extra", "is no part of an archive"))
            elif known_as not in wanted and not _is(path, known_as):
                found.append(Checked(shown, "changed", "was altered; no edition names it"))
        return tuple(found)

    def unnamed(self, named: Iterable[str]) -> int:
        """Return how many objects no index names."""
        wanted = set(named)
        return sum(
            1
            for path in (self.folder / OBJECTS).glob("??/*")
            if _OBJECT.fullmatch(path.name) and path.name not in wanted
        )


_OTHER = "take it from another copy of the archive: whole ones hold the same file under the same name"


def name_of(index: Index) -> str:
    """Return what the file of an index is called: two that differ never take each other's place."""
    return f"{index.job}-{index.number}-{index.digest[:SHOWN_DIGITS]}.json"


def _shown(known_as: str) -> str:
    return f"{OBJECTS}/{known_as[:2]}/{known_as[:SHOWN_DIGITS]}…"


def _is(path: Path, known_as: str) -> bool:
    """Tell whether a file is there and holds what has this digest."""
    try:
        return path.is_file() and digest_file(path) == known_as
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as refused:
        raise _unreadable(path, refused) from None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as refused:
        raise _unreadable(path, refused) from None


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if not p.name.startswith("."))
    except OSError:
        return []


def _why(unreadable: Exception) -> str:
    if isinstance(unreadable, RecursionError):
        return "it is too deeply nested"
    return (unreadable.strerror if isinstance(unreadable, OSError) else None) or str(unreadable)


def _unreadable(path: Path, refused: OSError) -> PanelpressError:
    return fault(
        "archive/unreadable", f"cannot read {path}: {_why(refused)}", "check that it is there, and its permissions"
    )


class _Writing:
    """Tells what keeps the archive from being written, once, for everything that writes into it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, refused: BaseException | None, _: object) -> None:
        if not isinstance(refused, OSError):
            return
        if refused.errno in (errno.ENOSPC, errno.EDQUOT):
            raise fault(
                "archive/disk-full",
                f"there is no room for the archive in {self._folder}",
                "make room, or name another place: `archive:` in catalogue.yml; no edition was closed",
            ) from None
        raise fault(
            "archive/unwritable",
            f"cannot write to the archive {self._folder}: {_why(refused)}",
            "check its permissions and that its drive is there, or name another place: `archive:` in catalogue.yml; no "
            "edition was closed",
        ) from None
