"""How the panels hang, drawn to scale: the floor, the heights people read at, and where the texts of each panel come to stand."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.facts.layout import LayoutFacts
    from panelpress.ground.geometry import Box

BAND_MM = (1100.0, 1675.0)
"""Where texts can be read standing and sitting, above the floor (Glasgow Museums Display Guidelines)."""
EYES_MM = (("eyes, standing", 1600.0), ("eyes, in a wheelchair", 1200.0))
_GAP_MM = 150.0
_LEFT_MM = 700.0
_SCALE = 0.2  # pixels a millimetre: an A1 panel is some 120 wide


@dataclass(frozen=True, slots=True)
class Hanging:
    """A panel on the wall, in mm: its size, its top edge above the floor, its texts and pictures from its top-left corner."""

    label: str
    width: float
    height: float
    top: float
    texts: tuple[Box, ...]
    pictures: tuple[Box, ...]


def hanging(label: str, size: tuple[float, float], top_mm: float, layout: LayoutFacts) -> Hanging:
    """Return how a panel hangs, from what was laid out on it."""
    return Hanging(
        label,
        *size,
        top_mm,
        tuple(line.box for line in layout.lines),
        tuple(picture.box for picture in layout.pictures),
    )


def drawing(panels: Sequence[Hanging]) -> str:
    """Return an SVG of the panels side by side on a wall, one millimetre of wall to a fifth of a pixel."""
    if not panels:
        return ""
    high = max(*(panel.top for panel in panels), EYES_MM[0][1]) + 120
    width = _LEFT_MM + sum(panel.width + _GAP_MM for panel in panels)

    def y(above_floor: float) -> str:
        return f"{(high - above_floor) * _SCALE:.1f}"

    low, top = BAND_MM
    parts = [
        (
            f'<rect x="0" y="{y(top)}" width="{width * _SCALE:.1f}" height="{(top - low) * _SCALE:.1f}" '
            'fill="currentColor" opacity=".08"/>'
        ),
        f'<line x1="0" y1="{y(0)}" x2="{width * _SCALE:.1f}" y2="{y(0)}" stroke="currentColor" stroke-width="2"/>',
        _word(4, float(y(top)) - 4, f"{top:.0f} mm"),
        _word(4, float(y(low)) + 12, f"{low:.0f} mm"),
        _word(4, float(y(0)) - 6, "floor"),
    ]
    for words, height in EYES_MM:
        parts.append(
            f'<line x1="0" y1="{y(height)}" x2="{width * _SCALE:.1f}" y2="{y(height)}" stroke="currentColor" '
            'stroke-width=".7" stroke-dasharray="4 3"/>'
        )
        parts.append(_word(4, float(y(height)) + 12, f"{words}, {height:.0f} mm"))
    left = _LEFT_MM
    for panel in panels:
        parts += _panel(panel, left, high)
        left += panel.width + _GAP_MM
    described = "; ".join(f"{p.label}: top edge {p.top:.0f} mm, bottom edge {p.top - p.height:.0f} mm" for p in panels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * _SCALE:.0f} {high * _SCALE + 8:.0f}" '
        f'width="{width * _SCALE:.0f}" role="img" aria-label="{escape(described)}" font-family="sans-serif" font-size="10">'
        + "".join(parts)
        + "</svg>"
    )


def _panel(panel: Hanging, left: float, high: float) -> list[str]:
    def box(one: Box, style: str) -> str:
        return (
            f'<rect x="{(left + one.left) * _SCALE:.1f}" y="{(high - panel.top + one.top) * _SCALE:.1f}" '
            f'width="{one.width * _SCALE:.1f}" height="{one.height * _SCALE:.1f}" {style}/>'
        )

    top = (high - panel.top) * _SCALE
    return [
        (
            f'<rect x="{left * _SCALE:.1f}" y="{top:.1f}" width="{panel.width * _SCALE:.1f}" '
            f'height="{panel.height * _SCALE:.1f}" fill="none" stroke="currentColor" stroke-width="1.2"/>'
        ),
        *(box(picture, 'fill="currentColor" opacity=".18"') for picture in panel.pictures),
        *(box(text, 'fill="currentColor" opacity=".7"') for text in panel.texts),
        _word(left * _SCALE, top - 4, panel.label),
    ]


def _word(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="currentColor">{escape(words)}</text>'
