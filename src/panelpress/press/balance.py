"""Titles as a compositor breaks them: lines of nearly equal length, no line ending in *the*, first letters flush below.

The engine knows no balanced lines. The letters' widths are in the font files, so the narrowest measure that needs no more
lines than the frame's own is found beforehand. Where the theme's token cannot be read, a title is set to the full measure.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from panelpress.ground.units import pt_to_mm
from panelpress.press.fonts import _FAMILIES, _WEIGHTS, font_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.exhibition.model import Exhibition, TextBlock

_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_FACE = re.compile(r"(\d+)\s+([\d.]+)pt\s*/\s*([\d.]+)pt\s+[\"']?([^\"',]+)")
_TRACKING = -0.01
"""Letter spacing of titles in the style sheets, em"""
_SLACK = 0.35
"""Room beyond the longest line, em: kerning is not counted."""
_KERNED = 1.02
"""How much more than its letters' widths a line holds, because they are kerned"""
_SPREAD = 0.6
"""A title that fills more of one line than this is better on two, where there is room for two"""
_SMALL = re.compile(
    r"(?<![\w'’-])(a|an|the|and|or|of|in|on|at|to|for|with|from|y|e|o|u|de|del|la|el|los|las|un|una|al|en|con|por|que)"
    r" (?=\S)",
    re.IGNORECASE,
)
_HANGING = "“«‘¿¡"
"""Marks that stand outside the edge of a title"""
_FARTHEST = 16.0
"""How far at most, mm: the margin is not endless"""


@dataclass(frozen=True)
class Fit:
    """How a title is set, mm.

    Attributes:
        html: the title, with no-break spaces after its small words.
        width: its measure.
        outdent: how far it moves left, so that stems and not air stand at the edge.
        hang: how far an opening mark stands outside the edge.
    """

    html: str
    width: float
    outdent: float
    hang: float

    @property
    def style(self) -> str:
        """The same as CSS."""
        return f"width:{self.width:.2f}mm;margin-left:{-self.outdent:.2f}mm;text-indent:{-self.hang:.2f}mm"


@dataclass(frozen=True)
class _Face:
    """A font file's measures, in em."""

    advances: dict[str, float]
    bearings: dict[str, float]

    def width(self, text: str) -> float:
        return sum(self.advances.get(letter, 0.5) + _TRACKING for letter in text)


def fit(exhibition: Exhibition, token: str, block: TextBlock, width: float, lines: int = 1) -> Fit | None:
    """Return how a title is set in a frame ``width`` mm wide, or None where the theme does not tell.

    Args:
        exhibition: names the theme and the project's own style sheets.
        token: the theme's token for the title's typeface, such as ``panel-title``.
        block: the title.
        width: the frame's width, mm.
        lines: how many lines the frame has in mind; a title that nearly fills one is spread over two.
    """
    found = _FACE.match(_resolved(exhibition, f"--{token}"))
    face = _face(found[4].strip(), int(found[1])) if found else None
    if found is None or face is None:
        return None
    em = pt_to_mm(float(found[2]))
    text, html = block.text, block.html
    if _lines(_tied(text), face, width / em) <= _lines(text, face, width / em):
        text, html = _tied(text), _tied(html)
    hang = face.advances.get(text[:1], 0.0) if text[:1] in _HANGING else 0.0
    words = _words(text)
    measure, firsts = _balanced(_widths(text, face), face.width(" "), width / em, lines)
    bearings = [face.bearings.get(words[first][:1], 0.0) for first in firsts[1 if hang else 0 :]]
    bearing = sum(bearings) / len(bearings) if bearings else 0.0
    return Fit(html, min(width, (measure + _SLACK) * em) + bearing * em, bearing * em, min(hang * em, _FARTHEST))


def _lines(text: str, face: _Face, room: float) -> int:
    """Return how many lines a text takes."""
    return len(_broken(_widths(text, face), face.width(" "), room))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[ \n]+", text) if word]


def _widths(text: str, face: _Face) -> list[float]:
    return [face.width(word) for word in _words(text)]


def _tied(text: str) -> str:
    """Tie small words to the word after them: a line that ends in one stops in the middle of a thought."""
    return _SMALL.sub("\\1\u00a0", text)


def _balanced(widths: Sequence[float], space: float, room: float, lines: int) -> tuple[float, list[int]]:
    """Return the narrowest measure in which words take no more lines than in ``room``, and each line's first word."""
    needed = len(_broken(widths, space, room * _KERNED))
    if needed < lines and sum(widths) > _SPREAD * room:
        needed += 1
    low, high = max(widths, default=0.0), room * _KERNED
    for _ in range(24):
        middle = (low + high) / 2
        if len(_broken(widths, space, middle)) > needed:
            low = middle
        else:
            high = middle
    return high, _broken(widths, space, high)


def _broken(widths: Sequence[float], space: float, room: float) -> list[int]:
    """Return the first word of each line when lines are filled one after the other."""
    firsts, used = [0], 0.0
    for index, width in enumerate(widths):
        if index and used + space + width > room:
            firsts.append(index)
            used = width
        else:
            used += (space if index else 0.0) + width
    return firsts


def _resolved(exhibition: Exhibition, token: str) -> str:
    """Return a token's value with the tokens it names filled in; the last sheet that sets it wins."""
    values: dict[str, str] = {}
    for path in (exhibition.theme, *exhibition.styles):
        values |= dict(_TOKEN.findall(path.read_text("utf-8", errors="replace")))
    value = values.get(token, "")
    for _ in range(4):
        value = re.sub(r"var\((--[\w-]+)\)", lambda m: values.get(m[1], ""), value)
    return value.strip()


@functools.cache
def _face(family: str, weight: int) -> _Face | None:
    if family not in _FAMILIES:
        return None
    names = {number: name for name, number in _WEIGHTS.items()}
    path = font_files().get(f"{_FAMILIES[family][1]}-{names.get(weight, 'Regular')}.ttf")
    if path is None:
        return None
    with TTFont(path, lazy=True) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        letters = {chr(code): metrics[name] for code, name in font.getBestCmap().items()}
    return _Face(
        {letter: advance / em for letter, (advance, _) in letters.items()},
        {letter: bearing / em for letter, (_, bearing) in letters.items()},
    )
