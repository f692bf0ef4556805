"""The libraries of the machine that shape and draw text: no package names their version, and any update may move a letter."""

from __future__ import annotations

import contextlib
import functools
import re
from pathlib import Path

_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig")
_FILE = re.compile(r"/\S*/lib(?:pango\w*-1\.0|harfbuzz|harfbuzz-subset|fontconfig|freetype|fribidi|graphite2)\.so\.\S+")
"""As the machine's own are called; those that packages bring along carry a digest in their names."""


@functools.cache
def native_libraries() -> tuple[tuple[str, int, int], ...]:
    """Return each such library with its size and when it was written, ns; nothing where the system does not tell (not Linux).

    They are loaded for it, without the layout engine: 0.02 s instead of 0.5 s.
    """
    import ctypes  # noqa: PLC0415 - only where it is asked for

    for name in _LIBRARIES:
        with contextlib.suppress(OSError):
            ctypes.CDLL(f"lib{name}.so.0" if "fontconfig" not in name else f"lib{name}.so.1")
    try:
        loaded = set(_FILE.findall(Path("/proc/self/maps").read_text("utf-8")))
    except OSError:
        return ()
    seen = ((name, Path(name).stat()) for name in sorted(loaded))
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in seen)
