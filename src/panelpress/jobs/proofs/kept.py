"""`pages/` of the archive: the small pictures of pages that proofs showed, so that later proofs can show what changed.

A picture has its digest for a name. The folder is no part of the record: where it is lost, later proofs say so and show the
pages as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.files import digest, write_atomic
from panelpress.ledger.archive import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def keep_pages(archive: Path, pictures: Iterable[bytes]) -> None:
    """Keep pictures; what is there already, and whole, stays.

    Raises:
        OSError: when they cannot be written.
    """
    for picture in pictures:
        path = _path(archive, digest(picture))
        if not path.is_file() or path.stat().st_size != len(picture):
            write_atomic(path, picture)


def kept_page(archive: Path, known_as: str) -> bytes | None:
    """Return a picture; None where it is no longer there, or not as it was."""
    try:
        found = _path(archive, known_as).read_bytes()
    except OSError:
        return None
    return found if digest(found) == known_as else None


def _path(archive: Path, known_as: str) -> Path:
    return archive / PAGES / f"{known_as}.jpg"
