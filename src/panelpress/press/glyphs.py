"""Which characters a typeface has."""

from __future__ import annotations

import functools

from fontTools.ttLib import TTFont

from panelpress.press.fonts import _FAMILIES, font_files


@functools.cache
def characters_of(family: str) -> frozenset[int] | None:
    """Return the code points of a shipped family's regular style; None for a family that is the project's own."""
    if family not in _FAMILIES:
        return None
    path = font_files()[f"{_FAMILIES[family][1]}-Regular.ttf"]
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
