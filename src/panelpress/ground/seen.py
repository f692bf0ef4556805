"""What files hold, remembered: a file that has not been touched since is not read again.

A file counts as untouched while its size, its two times and its inode are the same; the time of its last change of any kind
is the system's own, and no program sets it. One that changed shortly before it was noted could change again within the same
tick of the clock, so it is read again.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from panelpress.ground.files import canonical, digest_file, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_TICK_NS = 2_000_000_000
"""The coarsest clock of a file system in use: FAT's, 2 s"""


def digests(paths: Iterable[Path], memo: Path | None) -> dict[Path, str]:
    """Return the SHA-256 of each file, "absent" for one that cannot be read.

    Args:
        paths: which files.
        memo: where it is remembered what they hold; None: nowhere.
    """
    noted, known = _read(memo)
    found: dict[Path, str] = {}
    kept: dict[str, Any] = {}
    for path in paths:
        now = stamp(path)
        before = known.get(str(path))
        quiet = now is not None and max(now[1], now[2]) + _TICK_NS < noted
        if now is not None and quiet and before is not None and before[0] == now:
            found[path] = before[1]
        else:
            try:
                found[path] = digest_file(path)
            except OSError:
                found[path] = "absent"
        if now is not None:
            kept[str(path)] = [now, found[path]]
    if memo is not None and kept != known:
        _write(memo, kept)
    return found


def stamp(path: Path) -> list[int] | None:
    """Return a file's size, its two times (ns) and its inode; None where it is not there."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return [seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino]


def _read(memo: Path | None) -> tuple[int, dict[str, Any]]:
    """Return when the memo was written, by the clock of the files themselves, and what it says."""
    if memo is None:
        return 0, {}
    try:
        value = json.loads(memo.read_bytes())
        return memo.stat().st_mtime_ns, value if isinstance(value, dict) else {}
    except (OSError, ValueError):
        return 0, {}


def _write(memo: Path, kept: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):  # what cannot be remembered is read again
        write_atomic(memo, canonical(kept))
