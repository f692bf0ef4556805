"""What a typeface has: characters, the height of its small letters, real small capitals and old-style figures.

The answers come from the very font files that the page is set with, the shipped ones and those a project's own style
sheets declare.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont, TTLibError

from panelpress.press.fonts import ADDRESS, font_files

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.press.recipe import Recipe

_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_WORDS = {"normal": 400, "bold": 700}


@dataclass(frozen=True, slots=True)
class Face:
    """One style of a family: its weight (100-900), whether it is italic, its file (None: not to be found)."""

    family: str
    weight: int
    italic: bool
    path: Path | None

    @property
    def x_height(self) -> float:
        """Height of a small letter without ascender, in em (OS/2 sxHeight); 0 where the font does not say."""
        return _x_height(self.path) if self.path else 0.0

    @property
    def characters(self) -> frozenset[int] | None:
        """The code points it has, None where its file cannot be read."""
        return _characters(self.path) if self.path else None

    def has(self, feature: str) -> bool:
        """Tell whether the font has an OpenType feature of its own, such as ``smcp`` or ``onum``."""
        return self.path is None or feature in _features(self.path)


def faces(recipe: Recipe) -> tuple[Face, ...]:
    """Return every face that an item's style sheets declare, in their order."""
    return tuple(
        face for name, css in recipe.css for said in _FACE.findall(css) for face in _declared(said, name, recipe)
    )


def face_of(family: str, weight: int, italic: bool, known: tuple[Face, ...]) -> Face | None:  # noqa: FBT001 - a style
    """Return the face that CSS takes for a style: of the same slant if there is one, of the nearest weight."""
    own = [face for face in known if face.family.casefold() == family.casefold()]
    return min(own, key=lambda face: (face.italic != italic, abs(face.weight - weight)), default=None)


def _declared(said: str, sheet: str, recipe: Recipe) -> list[Face]:
    family = _value(said, "font-family").strip("\"' ")
    source = re.search(r"url\(\s*[\"']?([^\"')]+)", said)
    if not family or source is None:
        return []
    weight = _value(said, "font-weight") or "normal"
    number = _WORDS.get(weight) or (int(weight) if weight.isdigit() else 400)
    return [Face(family, number, _value(said, "font-style") in ("italic", "oblique"), _file(source[1], sheet, recipe))]


def _value(said: str, key: str) -> str:
    match = re.search(rf"{key}\s*:\s*([^;]+)", said)
    return match[1].strip() if match else ""


def _file(address: str, sheet: str, recipe: Recipe) -> Path | None:
    if address.startswith(ADDRESS):
        return font_files().get(address.removeprefix(ADDRESS))
    if recipe.fonts_root is None:
        return None
    path = (recipe.fonts_root.parent / sheet).parent / address
    return path if path.is_file() else None


@functools.cache
def _x_height(path: Path) -> float:
    with _open(path) as font:
        height: int = getattr(font.get("OS/2"), "sxHeight", 0) or 0
        em: int = font["head"].unitsPerEm
        return height / em


@functools.cache
def _characters(path: Path) -> frozenset[int] | None:
    try:
        with _open(path) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, KeyError):
        return None


@functools.cache
def _features(path: Path) -> frozenset[str]:
    with _open(path) as font:
        if "GSUB" not in font:
            return frozenset()
        listed = font["GSUB"].table.FeatureList
        return frozenset(record.FeatureTag for record in listed.FeatureRecord) if listed else frozenset()


def _open(path: Path) -> TTFont:
    return TTFont(path, lazy=True)
