"""Files: digests, atomic writing, and a content-addressed cache that is always safe to delete."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, as 64 hexadecimal figures."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file without holding it in memory.

    Raises:
        OSError: when it cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys and no spaces: equal values give equal bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a file beside ``path`` to write; put it in place, whole and synced, when the block ends well.

    Raises:
        OSError: when the folder cannot be written or the disk is full; ``path`` is then untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    beside = path.parent / name
    try:
        yield beside
        with beside.open("rb+") as stream:
            os.fsync(stream.fileno())
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_atomic(path: Path, data: bytes) -> None:
    """Write ``data`` so that ``path`` is either as it was or complete."""
    with replacing(path) as beside:
        beside.write_bytes(data)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@dataclass(frozen=True)
class Swap:
    """A folder that is replaced as a whole: the new one is filled beside it, then the two change places.

    A build killed while filling leaves the old folder untouched. Killed between the two renames it leaves the old folder
    under ``retired``; :meth:`recover`, called first by every build, puts it back. Each process fills a folder of its own:
    what an orphan of a killed build still writes never mixes with the new set.
    """

    target: Path

    @property
    def staging(self) -> Path:
        """Where the new folder is filled."""
        return self.target.parent / f"{self._staging_prefix}{os.getpid()}"

    @property
    def _staging_prefix(self) -> str:
        return f".{self.target.name}.new-"

    @property
    def retired(self) -> Path:
        """Where the old folder waits while the new one takes its place."""
        return self.target.parent / f".{self.target.name}.old"

    def recover(self) -> None:
        """Mend what a killed run left behind, then start with an empty staging folder."""
        if self.retired.exists():
            if self.target.exists():
                _remove(self.retired)
            else:
                self.retired.rename(self.target)
        if self.staging.exists():  # by a process that had our number
            left = self.staging.with_name(f"{self.staging.name}.left")
            shutil.rmtree(left, ignore_errors=True)
            self.staging.rename(left)
        self.staging.mkdir(parents=True)

    def left(self) -> tuple[Path, ...]:
        """Return the folders that runs before this one were stopped in: what is whole in them need not be made again."""
        found = self.target.parent.glob(f"{self._staging_prefix}*")
        return tuple(sorted(folder for folder in found if folder != self.staging))

    def discard(self) -> None:
        """Throw the unfinished new folder away, and those of runs before this one."""
        for folder in (self.staging, *self.left()):
            shutil.rmtree(folder, ignore_errors=True)  # an orphan may still be writing into it

    def publish(self) -> None:
        """Sync the new folder to disk and put it in the place of the old one; the old one is back where that fails."""
        for path in sorted(self.staging.rglob("*")):
            _sync(path)
        _sync(self.staging)
        try:
            if self.target.exists():
                self.target.rename(self.retired)
            self.staging.rename(self.target)
        except BaseException:
            if self.retired.exists() and not self.target.exists():
                self.retired.rename(self.target)
            raise
        _sync(self.target.parent)
        with contextlib.suppress(OSError):
            _remove(self.retired)


def _remove(folder: Path) -> None:
    """Remove a folder and all in it, also where somebody has locked it against writing.

    Raises:
        OSError: naming a file by its whole path.
    """
    for path in (folder, *(p for p in folder.rglob("*") if p.is_dir() and not p.is_symlink())):
        with contextlib.suppress(OSError):
            path.chmod(0o700)
    try:
        shutil.rmtree(folder)
    except OSError as refused:
        raise OSError(refused.errno, refused.strerror, str(folder)) from None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """See to it that what was renamed into a folder is there also after the power fails; Windows does so by itself."""
    if os.name == "posix":
        _sync(folder)


@contextlib.contextmanager
def alone(folder: Path, busy: Exception) -> Iterator[None]:
    """Keep a second process out of a folder while one is at work in it; where there are no locks (Windows), keep nobody out.

    Raises:
        Exception: ``busy``, when another is at work there.
        OSError: when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:
        yield
        return
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise busy from None
        yield


_README = """This folder is a cache: everything in it can be made again, and deleting it is always safe.
"""


@dataclass(frozen=True)
class Cache:
    """Bytes kept under the digest of the recipe that made them.

    A file holds the digest of its content in front of it, so a torn or altered entry counts as a miss, never as a picture.
    """

    folder: Path | None

    def _path(self, key: str) -> Path | None:
        return self.folder / key[:2] / key if self.folder else None

    def get(self, key: str) -> bytes | None:
        """Return what is kept under ``key``, or None."""
        path = self._path(key)
        if path is None:
            return None
        try:
            kept = path.read_bytes()
        except OSError:
            return None
        stamp, data = kept[:64], kept[64:]
        if digest(data).encode() != stamp:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # what was used last is thrown away last
        return data

    def holds(self, key: str) -> bool:
        """Tell whether something is kept under ``key``, whole or not."""
        path = self._path(key)
        return path is not None and path.exists()

    @contextlib.contextmanager
    def making(self, key: str) -> Iterator[None]:
        """Hold an entry while it is looked up and made: who wants the same one waits, and then finds it."""
        with contextlib.ExitStack() as held:
            path = self._path(key)
            # where there are no locks (Windows), or none to be had, both make it: the bytes are the same
            with contextlib.suppress(ImportError, OSError):
                import fcntl  # noqa: PLC0415

                if path is not None:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    lock = held.enter_context((path.parent / ".lock").open("w"))
                    fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data``; a cache that cannot be written is no reason to stop."""
        path = self._path(key)
        if path is None or self.folder is None:
            return
        with contextlib.suppress(OSError):
            if not (self.folder / "README").exists():
                write_atomic(self.folder / "README", _README.encode())
            write_atomic(path, digest(data).encode() + data)

    def trim(self, most: int, since: float) -> int:
        """Throw away what was used longest ago until no more than ``most`` bytes are kept; return how many bytes that was.

        What was used since ``since`` (seconds since the epoch, by the disk's clock) stays however much it is: throwing it away
        now would only make the next run make it again.
        """
        kept: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("??/*") if self.folder else ():
            with contextlib.suppress(OSError):
                seen = path.stat()
                kept.append((seen.st_mtime, seen.st_size, path))
        total, freed = sum(size for _, size, _ in kept), 0
        for used, size, path in sorted(kept):
            if total - freed <= most or used >= since:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                freed += size
        return freed
