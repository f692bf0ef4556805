"""Marks and slug line, in registration colour, outside the bleed.

Everything here is painted in Separation /All, which prints on every plate, and never touches the bleed: the printer
trims it away. The slug's letters are drawn as outlines of a shipped font, so that they need no font program of their own.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from panelpress.ground.units import mm_to_pt
from panelpress.press.fonts import font_files

if TYPE_CHECKING:
    from typing import Any

    from panelpress.press.recipe import Sheet

COLOUR_SPACE = "ppAll"
_GAP_MM = 2.0  # between bleed and marks
_LENGTH_MM = 6.0
_LINE_PT = 0.25
_SLUG_PT = 7.0


def marks(sheet: Sheet, slug: str) -> bytes:
    """Return the content that draws a sheet's marks, in points from the media's lower-left corner; b"" for none."""
    if not sheet.margin:
        return b""
    parts = [b"/Artifact BMC q", f"/{COLOUR_SPACE} CS 1 SCN /{COLOUR_SPACE} cs 1 scn {_LINE_PT} w".encode()]
    if sheet.marks != "none":
        parts += _crop_marks(sheet)
    if sheet.marks == "crop+registration":
        parts += _targets(sheet)
    if sheet.slug:
        parts.append(_slug(sheet, slug))
    parts.append(b"Q EMC")
    return b"\n".join(parts)


def _edges(sheet: Sheet) -> tuple[float, float, float, float]:
    """Return the trim's left, bottom, right and top, mm from the media's lower-left corner."""
    left, bottom = sheet.margin + sheet.bleed.left, sheet.margin + sheet.bleed.bottom
    return left, bottom, left + sheet.width, bottom + sheet.height


def _stroke(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return (
        " ".join(f"{mm_to_pt(v):.3f}" for v in (x0, y0)).encode()
        + b" m "
        + (" ".join(f"{mm_to_pt(v):.3f}" for v in (x1, y1)).encode() + b" l S")
    )


def _crop_marks(sheet: Sheet) -> list[bytes]:
    left, bottom, right, top = _edges(sheet)
    bleed, lines = sheet.bleed, []
    for x in (left, right):
        lines.append(_stroke(x, bottom - bleed.bottom - _GAP_MM, x, bottom - bleed.bottom - _GAP_MM - _LENGTH_MM))
        lines.append(_stroke(x, top + bleed.top + _GAP_MM, x, top + bleed.top + _GAP_MM + _LENGTH_MM))
    for y in (bottom, top):
        lines.append(_stroke(left - bleed.left - _GAP_MM, y, left - bleed.left - _GAP_MM - _LENGTH_MM, y))
        lines.append(_stroke(right + bleed.right + _GAP_MM, y, right + bleed.right + _GAP_MM + _LENGTH_MM, y))
    return lines


def _targets(sheet: Sheet) -> list[bytes]:
    left, bottom, right, top = _edges(sheet)
    away, arm = _GAP_MM + _LENGTH_MM / 2, _LENGTH_MM / 2
    centres = (
        ((left + right) / 2, bottom - sheet.bleed.bottom - away),
        ((left + right) / 2, top + sheet.bleed.top + away),
        (left - sheet.bleed.left - away, (bottom + top) / 2),
        (right + sheet.bleed.right + away, (bottom + top) / 2),
    )
    lines: list[bytes] = []
    for x, y in centres:
        lines += [_stroke(x - arm, y, x + arm, y), _stroke(x, y - arm, x, y + arm), _circle(x, y, arm * 0.6)]
    return lines


def _circle(x: float, y: float, radius: float) -> bytes:
    k = 0.5522847498 * radius  # four Bézier arcs; the constant puts their middles on the circle
    points = [
        (x + radius, y),
        (x + radius, y + k),
        (x + k, y + radius),
        (x, y + radius),
        (x - k, y + radius),
        (x - radius, y + k),
        (x - radius, y),
        (x - radius, y - k),
        (x - k, y - radius),
        (x, y - radius),
        (x + k, y - radius),
        (x + radius, y - k),
        (x + radius, y),
    ]
    at = [f"{mm_to_pt(px):.3f} {mm_to_pt(py):.3f}" for px, py in points]
    arcs = " ".join(f"{' '.join(at[i : i + 3])} c" for i in range(1, 13, 3))
    return f"{at[0]} m {arcs} S".encode()


def _slug(sheet: Sheet, text: str) -> bytes:
    """Draw the slug line below the trim, right of the left crop mark."""
    left, bottom, _, _ = _edges(sheet)
    x = mm_to_pt(left + 3)
    y = mm_to_pt(bottom - sheet.bleed.bottom - _GAP_MM - _LENGTH_MM)
    limit = mm_to_pt(sheet.width / 2 - 12)  # it ends before the registration target in the middle
    glyphs = [_glyph(character) for character in text]
    length = sum(advance for _, advance in glyphs) or 1.0
    scale = min(_SLUG_PT / 1000, limit / length)  # a long line becomes smaller, never shorter
    pen_x, parts = 0.0, [f"q {scale:.6f} 0 0 {scale:.6f} {x:.3f} {y:.3f} cm".encode()]
    for outline, advance in glyphs:
        if outline:
            parts.append(f"q 1 0 0 1 {pen_x:.0f} 0 cm\n".encode() + outline + b" f Q")
        pen_x += advance
    parts.append(b"Q")
    return b"\n".join(parts)


class _Operators(BasePen):  # type: ignore[misc]
    """Draws a glyph as PDF path operators; the method names are the pen protocol's."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.parts: list[str] = []

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.parts.append(f"{point[0]:g} {point[1]:g} m")

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.parts.append(f"{point[0]:g} {point[1]:g} l")

    def _curveToOne(self, one: tuple[float, float], two: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        self.parts.append(" ".join(f"{v:g}" for v in (*one, *two, *end)) + " c")

    def _closePath(self) -> None:  # noqa: N802
        self.parts.append("h")


@functools.cache
def _font() -> tuple[Any, dict[int, str]]:
    font = TTFont(font_files()["SourceSansPro-Regular.ttf"], lazy=True)
    return font.getGlyphSet(), font.getBestCmap()


@functools.cache
def _glyph(character: str) -> tuple[bytes, float]:
    glyphs, known = _font()
    name = known.get(ord(character), ".notdef")
    pen = _Operators(glyphs)
    glyphs[name].draw(pen)
    return " ".join(pen.parts).encode(), float(glyphs[name].width)
