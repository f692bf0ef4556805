"""A quiet bar chart as SVG: labels at left, bars from a common line, the figure at each bar's end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _LEFT, _RIGHT, _ROW, _BAR, _HEAD = 800, 330, 90, 26, 14, 44
_INK, _QUIET, _OWN, _OTHER = "#222", "#666", "#8c3b1f", "#b8b2a7"
Bar = tuple[str, float, bool]
"""A label, seconds, and whether it is panelpress"""


def chart(title: str, groups: Sequence[tuple[str, Sequence[Bar]]]) -> str:
    """Return the chart; each group has a scale of its own, from 0.

    Args:
        title: what screen readers say.
        groups: each with its heading and its bars; one without bars is left out.
    """
    body: list[str] = []
    top = 0.0
    for heading, bars in groups:
        if not bars:
            continue
        top += _HEAD
        body.append(_text(0, top - 16, heading, weight="600"))
        most = max(seconds for _, seconds, _ in bars) or 1.0
        for label, seconds, own in bars:
            length = (_WIDTH - _LEFT - _RIGHT) * seconds / most
            body += [
                _text(_LEFT - 12, top + 11.5, label, anchor="end"),
                _bar(top, length, _OWN if own else _OTHER),
                _text(
                    _LEFT + length + 8, top + 11.5, f"{seconds:.2f} s" if seconds < 100 else f"{seconds:.0f} s", _QUIET
                ),
            ]
            top += _ROW
    height = round(top + 10)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 0 {_WIDTH + 32} {height}" role="img"'
        ' font-family="sans-serif" font-size="14">'
    )
    ground = f'<rect x="-16" width="{_WIDTH + 32}" height="{height}" fill="#fff"/>'
    return "\n".join((head, f"<title>{escape(title)}</title>", ground, *body, "</svg>")) + "\n"


def _bar(top: float, length: float, ink: str) -> str:
    return f'<rect x="{_LEFT}" y="{top:g}" width="{max(length, 0.5):.1f}" height="{_BAR}" fill="{ink}"/>'


def _text(x: float, y: float, words: str, ink: str = _INK, anchor: str = "start", weight: str = "400") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}" text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>'
