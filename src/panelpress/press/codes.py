"""QR codes and barcodes as drawings: whole modules in black ink alone, on white, their quiet zones with them.

All dark modules of a code are one path, so that a renderer fills them at once and no hair of white shows between two rows.
White is painted beneath, as far as the quiet zone reaches: whatever colour the paper has in the theme, the code has its
ground.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from panelpress.exhibition.codes import isbn_figures
from panelpress.ground.files import digest
from panelpress.ground.geometry import Box
from panelpress.press.conditions import css
from panelpress.press.recipe import SetCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.ground.diagnostics import Span

ADDRESS = "pp:code/"
QR_QUIET = 4
"""Modules left clear on every side of a QR code (ISO/IEC 18004)"""
QR_LEAST_MM = 25.0
"""The smallest QR code on a panel, mm (house)"""
QR_MODULE_MM = 0.8
"""The smallest module of one, mm: a telephone at 1 m sees 3 pixels a millimetre (4000 across 65°), a decoder wants two"""
BEFORE, BARS, BEHIND = 11, 95, 7
"""Modules of an EAN-13 before its bars, in them, and behind them (ISO/IEC 15420)"""
X_MM, BAR_MM = 0.33, 22.85
"""A module's width and a bar's height at 100 %, mm (ISO/IEC 15420)"""
LEAST_SCALE, MOST_SCALE = 0.8, 1.0
"""How large a barcode is set: it may be printed at 80 to 200 %, and has no reason to be larger than 100 %"""
GUARD = 5
"""Modules by which the guard bars are longer than the others"""

_LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
"""A figure as seven modules, odd parity"""
_PARITY = ("OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO")
"""Which of the left figures have even parity: it says the first figure"""
_EDGE, _MIDDLE = "101", "01010"

Rect = tuple[int, int, int, int]
"""Left, top, width, height in modules"""


def qr_code(address: str, place: Box, page: int, span: Span) -> SetCode | None:
    """Return a web address as a QR code that fills a square place, its quiet zone within; None where it would be too small.

    Damage is recovered from 15 % of it, or more if there is room; from 7 % where else its modules would be too small.
    """
    import segno  # noqa: PLC0415 - few panels have a code

    side = min(place.width, place.height)
    for level in ("m", "l"):
        made = segno.make(address, error=level, micro=False)
        if made.version == 1:  # larger modules than anybody needs, and a code smaller than the least
            made = segno.make(address, error=level, micro=False, version=2)
        rows = [list(row) for row in made.matrix]
        whole = len(rows) + 2 * QR_QUIET
        module = side / whole
        if module >= QR_MODULE_MM and len(rows) * module >= QR_LEAST_MM:
            dark = [(x + QR_QUIET, y + QR_QUIET, w, h) for x, y, w, h in _rectangles(rows)]
            box = Box(place.left, place.top, place.left + side, place.top + side)
            return _set("QR", address, page, box, (whole, whole), dark, span)
    return None


def barcode(isbn: str, place: Box, page: int, span: Span) -> SetCode | None:
    """Return an ISBN as an EAN-13 at the top left of a place, as large as it goes up to 100 %; None where 80 % do not go.

    Its box ends with the guard bars. The figures below stand between these: text, set by the template.
    """
    width, height = BEFORE + BARS + BEHIND, BAR_MM / X_MM + GUARD
    module = min(place.width / width, place.height / height, MOST_SCALE * X_MM)
    if module < LEAST_SCALE * X_MM:
        return None
    figures = isbn_figures(isbn)
    short = round(BAR_MM / X_MM)
    dark = [(BEFORE + start, 0, length, short + (GUARD if _is_guard(start) else 0)) for start, length in _bars(figures)]
    box = Box(place.left, place.top, place.left + width * module, place.top + (short + GUARD) * module)
    return _set("EAN-13", figures, page, box, (width, short + GUARD), dark, span)


def _set(kind: str, text: str, page: int, box: Box, size: tuple[int, int], dark: Sequence[Rect], span: Span) -> SetCode:
    svg = _svg(size, dark)
    return SetCode(
        "QR" if kind == "QR" else "EAN-13",
        text,
        page,
        box,
        box.width / size[0],
        f"{ADDRESS}{digest(svg)[:16]}.svg",
        svg,
        span,
    )


def _svg(size: tuple[int, int], dark: Sequence[Rect]) -> bytes:
    """Return rectangles in modules as one black path on a white ground."""
    width, height = size
    out = io.StringIO()
    out.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">')
    out.write(f'<path fill="{css((0, 0, 0, 0))}" d="M0 0h{width}v{height}h-{width}z"/>')
    path = "".join(f"M{x} {y}h{w}v{h}h-{w}z" for x, y, w, h in dark)
    out.write(f'<path fill="{css((0, 0, 0, 1))}" d="{path}"/></svg>')
    return out.getvalue().encode()


def _rectangles(rows: Sequence[Sequence[int]]) -> Iterator[Rect]:
    """Give the dark modules as rectangles: runs of a row, and those of the same place below them."""
    open_runs: dict[tuple[int, int], int] = {}
    for y, row in enumerate([*rows, ()]):
        runs = set(_runs(row))
        for run in sorted(set(open_runs) - runs):
            top = open_runs.pop(run)
            yield run[0], top, run[1], y - top
        for run in sorted(runs - set(open_runs)):
            open_runs[run] = y


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the dark runs of a row: where each starts, and how long it is."""
    start = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None


def _bars(figures: str) -> Iterator[tuple[int, int]]:
    """Give the bars of an EAN-13: where each starts, and how wide it is, in modules."""
    left = "".join(
        _LEFT[int(figure)] if parity == "O" else _mirrored(_LEFT[int(figure)])
        for figure, parity in zip(figures[1:7], _PARITY[int(figures[0])], strict=True)
    )
    right = "".join(_inverted(_LEFT[int(figure)]) for figure in figures[7:])
    yield from _runs([int(module) for module in (*_EDGE, *left, *_MIDDLE, *right, *_EDGE)])


def _inverted(modules: str) -> str:
    return modules.translate(str.maketrans("01", "10"))


def _mirrored(modules: str) -> str:
    """Return a figure of even parity: the right-hand one, read from behind."""
    return _inverted(modules)[::-1]


def _is_guard(start: int) -> bool:
    """Tell whether a bar is one of the pairs at the ends and in the middle."""
    half = len(_EDGE) + 6 * 7
    return start < len(_EDGE) or half <= start < half + len(_MIDDLE) or start >= BARS - len(_EDGE)
