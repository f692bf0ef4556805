"""The typefaces: full static files from packages, never the system's, one file for each style."""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path

_WEIGHTS = {
    "ExtraLight": 200,
    "Light": 300,
    "Regular": 400,
    "Semibold": 600,
    "Bold": 700,
    "Black": 900,
}
_FAMILIES = {
    "Source Serif Pro": ("font_source_serif_pro", "SourceSerifPro"),
    "Source Sans Pro": ("font_source_sans_pro", "SourceSansPro"),
}
ADDRESS = "pp:font/"


@functools.cache
def font_files() -> dict[str, Path]:
    """Return every font file there is, by its name (``SourceSerifPro-Regular.ttf``).

    TrueType outlines: PDF/X-1a knows no OpenType font programs (ISO 32000-1, 9.9, table 126: PDF 1.6), X-4 takes both.
    """
    found: dict[str, Path] = {}
    for package, stem in _FAMILIES.values():
        folder = Path(str(files(package))) / "files"
        for path in sorted(folder.glob(f"{stem}-*.ttf")):
            found[path.name] = path
    return found


@functools.cache
def font_faces() -> str:
    """Return the ``@font-face`` rules of all of them, as a style sheet."""
    rules = []
    for family, (_, stem) in _FAMILIES.items():
        for name, weight in _WEIGHTS.items():
            for suffix, style in (("", "normal"), ("It", "italic")):
                face = "It" if name == "Regular" and suffix else f"{name}{suffix}"
                file = f"{stem}-{face}.ttf"
                if file in font_files():
                    rules.append(
                        f'@font-face {{ font-family: "{family}"; src: url({ADDRESS}{file}); '
                        f"font-weight: {weight}; font-style: {style} }}"
                    )
    return "\n".join(rules)
