"""What panelpress itself is on this machine, as one digest: whatever an older one made is made again."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelpress import __version__
from panelpress.ground.files import canonical, digest
from panelpress.press.natives import native_libraries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FONTS = ("font_source_serif_pro", "font_source_sans_pro")
"""The packages whose files are set: a file of theirs that was swapped is not what was installed."""


def tool() -> str:
    """Return one digest of panelpress, Python, every installed package, the typefaces and the machine's text libraries."""
    return _digest(os.environ.get("SOURCE_DATE_EPOCH", ""), tuple(sys.path))


@functools.cache
def _digest(day: str, folders: tuple[str, ...]) -> str:
    """Look once while a program runs: it will not be installed anew under its own feet."""
    parts = [list(_installed(folders)), list(_ours(folders)), list(native_libraries())]
    return digest(canonical([__version__, sys.version, day, *parts]))


def _installed(folders: Sequence[str]) -> Iterator[str]:
    """Yield every installed package with its version, as the names of their records say them."""
    for folder in folders:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208
        except OSError:
            continue
        yield from sorted(name for name in names if name.endswith(".dist-info"))


def _ours(folders: Sequence[str]) -> Iterator[list[Any]]:
    """Yield every file of panelpress and of its typefaces with its size and the time it was written."""
    package = Path(__file__).parents[1]
    for folder in (package, *_typefaces(folders)):
        for parent, names, files in os.walk(folder):
            names[:] = sorted(name for name in names if name != "__pycache__")
            for name in sorted(files):
                seen = os.stat(os.path.join(parent, name))  # noqa: PTH116, PTH118
                yield [name, seen.st_size, seen.st_mtime_ns]


def _typefaces(folders: Sequence[str]) -> Iterator[Path]:
    for folder in folders:
        for name in _FONTS:
            if os.path.isdir(os.path.join(folder, name)):  # noqa: PTH112, PTH118
                yield Path(folder, name)
