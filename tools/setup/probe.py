"""What this machine lacks, one word per line; silent when nothing is missing.

Run by `tools/setup.sh` with whatever Python is there, before anything is installed: nothing but the standard library.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import shutil
import subprocess
import sys
from contextlib import suppress

# The libraries that WeasyPrint opens when it is imported, and without which it cannot set a line of text. Each has the
# names that its systems give it: what the linker calls it, then the file on Linux and on macOS.
LIBRARIES = {
    "gobject": ("gobject-2.0", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "pango": ("pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    "pangoft2": ("pangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "harfbuzz": ("harfbuzz", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "harfbuzz-subset": ("harfbuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "fontconfig": ("fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib"),
}
# The programs that the tests ask for a second opinion.
JUDGES = ("pdfinfo", "pdffonts", "pdfimages", "gs", "qpdf")


def loads(linker_name: str, *files: str) -> bool:
    """Whether a shared library can be opened.

    The files are tried first: asking the linker for a name starts a compiler or `ldconfig`, which takes a while.
    """
    for file in files:
        with suppress(OSError):
            ctypes.CDLL(file)
            return True
    found = ctypes.util.find_library(linker_name)
    if found is None:
        return False
    with suppress(OSError):
        ctypes.CDLL(found)
        return True
    return False


def java_runs() -> bool:
    """Whether there is a Java that starts; macOS has a `java` that only says where to get one."""
    if shutil.which("java") is None:
        return False
    return subprocess.run(["java", "-version"], capture_output=True, check=False).returncode == 0


def missing(wanted: list[str]) -> list[str]:
    """The names of what is wanted and not there."""
    lacking: list[str] = []
    # Debian's python3 comes without `ensurepip`: `venv` can be imported and then fails half way.
    if "venv" in wanted and not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        lacking.append("venv")
    if "libraries" in wanted:
        lacking += [name for name, names in LIBRARIES.items() if not loads(*names)]
    if "judges" in wanted:
        lacking += [name for name in JUDGES if shutil.which(name) is None]
        if not java_runs():
            lacking.append("java")
    return lacking


if __name__ == "__main__":
    for name in missing(sys.argv[1:]):
        print(name)
