"""Loading the layout engine: without system fonts, without a search for libraries, and without its side effects."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import logging
import os
import platform
import sys
import warnings
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def _without_library_search() -> Iterator[None]:
    """Spare the engine's import its search for libraries through gcc and ldconfig (0.16 s of 0.5 s, measured).

    The names that exist on the machine are found by dlopen all the same, right after the search comes back empty.
    """
    if sys.platform != "linux":
        yield  # elsewhere the search is how libraries are found at all
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005 - the signature is the library's
    try:
        yield
    finally:
        ctypes.util.find_library = search


# A fontconfig without a single font folder, read when the engine is loaded: a missing font or glyph then is missing, instead
# of being taken from whatever the machine has.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).parent.with_name("no-system-fonts.conf"))
with warnings.catch_warnings(), _without_library_search():
    warnings.simplefilter("ignore")  # "No fonts configured in FontConfig" is what we want
    import weasyprint
    from PIL import ImageFile
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.pdf import generate_pdf
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

__all__ = [
    "ENGINE",
    "AbsolutePlaceholder",
    "FatalURLFetchingError",
    "FontConfiguration",
    "URLFetcher",
    "URLFetcherResponse",
    "boxes",
    "generate_pdf",
    "versions",
    "weasyprint",
]

# Importing the engine makes Pillow print half pictures in this process; nobody here wants that.
ImageFile.LOAD_TRUNCATED_IMAGES = False
logging.getLogger("fontTools").setLevel(logging.ERROR)

ENGINE = f"WeasyPrint {weasyprint.__version__}"


def versions() -> tuple[tuple[str, str], ...]:
    """Return the versions of everything below us that can move a letter or change a byte, and that is no Python package."""
    from PIL import features  # noqa: PLC0415
    from weasyprint.text.ffi import pango  # noqa: PLC0415

    number = pango.pango_version()
    shaper = _shaper_version()
    return (
        ("weasyprint", weasyprint.__version__),
        ("pango", f"{number // 10000}.{number // 100 % 100}.{number % 100}"),
        *((("harfbuzz", shaper),) if shaper else ()),
        *((name, str(features.version(name) or "missing")) for name in ("littlecms2", "jpg", "libtiff", "webp")),
        ("zlib", zlib.ZLIB_RUNTIME_VERSION),
        ("python", platform.python_version()),
    )


def _shaper_version() -> str:
    """Return HarfBuzz's version; the engine declares no function for it."""
    for name in ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"):
        with contextlib.suppress(OSError):
            library = ctypes.CDLL(name)
            library.hb_version_string.restype = ctypes.c_char_p
            return bytes(library.hb_version_string()).decode()
    return ""
