"""Codes on a page: QR codes and EAN-13 barcodes, found and read from the rendered pixels as a telephone finds them.

A page is rendered in grey, a panel at 180 ppi and a book page at 300, and every code on it is decoded, be it drawn, set in
a font or part of a photograph. Measured: a QR code is read at any angle from two pixels a module on, a barcode that stands
within 20° of upright or level from 2.3 on: 0.33 mm on a panel (100 %), 0.2 mm in a book (60 %). Barcodes aslant may not be
found. Each code found is rendered again, alone and finely, to be measured; its plates are drawn to see in which inks it
prints.

The renderer is not safe to use from several threads: use processes.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from math import hypot, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import zxingcpp

from panelpress.facts.pdf import Code
from panelpress.ground.geometry import Box, Edges
from panelpress.ground.units import MM_PER_INCH
from panelpress.inspect.plates import part_of_plates
from panelpress.inspect.raster import upright

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import numpy.typing as npt

    from panelpress.facts.pdf import CodeKind, PageFacts, PdfFacts

    Grey = npt.NDArray[np.uint8]
    Mask = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.float64]

PANEL_PPI, BOOK_PPI = 180.0, 300.0
_PANEL_FROM_MM = 500.0
_MAX_PIXELS = 40_000_000
_FORMATS: dict[Any, CodeKind] = {zxingcpp.BarcodeFormat.QRCode: "QR", zxingcpp.BarcodeFormat.EAN13: "EAN-13"}
_LEVELS = "MLHQ"
_FORM = (*((u, 8) for u in (0, 1, 2, 3, 4, 5, 7, 8)), *((8, v) for v in (7, 5, 4, 3, 2, 1, 0)))
"""Where the modules of :func:`_form` are, from the top-left corner"""
_EAN_MODULES = 95  # ISO/IEC 15420: 3 + 6 x 7 + 5 + 6 x 7 + 3
_AROUND = 14  # modules looked at on each side of a code: 11 are the most that any kind wants
_FINE = 12.0  # pixels a module while a code is measured
_MAX_PART = 16_000_000
_STEPS = 4  # places looked at along a module
_OUT = np.arange(0.5 / _STEPS, _AROUND, 1 / _STEPS)
_CLEAR = 0.15  # of the way from the ground to the bars: darker is no bare ground
_SAME = 0.9  # of a row's places that are dark where the bars are


@dataclass(frozen=True)
class _Found:
    """A code as the decoder found it: its corners in mm (top left, top right, bottom right, bottom left as it is read).

    ``form`` is what a QR code's modules say of itself (:func:`_form`); "" of a barcode.
    """

    kind: CodeKind
    text: str
    corners: tuple[tuple[float, float], ...]
    modules: int
    form: str = ""


def with_codes(facts: PdfFacts, source: Path | bytes, only: Collection[int] | None = None) -> PdfFacts:
    """Return the facts with the codes of every page (:attr:`PageFacts.codes`), or of the pages numbered in ``only``.

    Raises:
        pypdfium2.PdfiumError: where the renderer cannot read the file.
        PanelpressError: where the file unpacks to too much.
    """
    document: Any = pypdfium2.PdfDocument(source)
    try:
        pages = tuple(
            replace(page, codes=_codes(document, page, source)) if only is None or page.number in only else page
            for page in facts.pages
        )
    finally:
        document.close()
    return replace(facts, pages=pages)


def _codes(document: Any, page: PageFacts, source: Path | bytes) -> tuple[Code, ...]:
    media = page.boxes.media
    wanted = PANEL_PPI if max(page.trim.width, page.trim.height) >= _PANEL_FROM_MM else BOOK_PPI
    ppi = min(wanted, sqrt(_MAX_PIXELS / max(media.area, 1.0)) * MM_PER_INCH)
    codes = (_measured(document, page, source, found) for found in _read(_render(document, page, media, ppi), media))
    return tuple(sorted((code for code in codes if code), key=lambda c: (c.box.top, c.box.left, c.text)))


def _render(document: Any, page: PageFacts, area: Box, ppi: float) -> Grey:
    """Return a part of a page in grey, upright as its facts are."""
    media = page.boxes.media
    with closing(upright(document, page)) as sheet:
        mm = sheet.get_width() / media.width
        crop = (area.left - media.left, media.bottom - area.bottom, media.right - area.right, area.top - media.top)
        bitmap = sheet.render(
            scale=ppi / MM_PER_INCH / mm,
            crop=tuple(max(side, 0.0) * mm for side in crop),
            grayscale=True,
            draw_annots=False,
            may_draw_forms=False,
        )
        with closing(bitmap):
            pixels = np.array(bitmap.to_numpy())
    return pixels[:, :, 0] if pixels.ndim == 3 else pixels


def _read(pixels: Grey, area: Box) -> list[_Found]:
    found = []
    across, down = area.width / pixels.shape[1], area.height / pixels.shape[0]
    for code in zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormats(list(_FORMATS)), try_invert=True):
        kind, at = _FORMATS[code.format], code.position
        corners = tuple(
            (area.left + p.x * across, area.top + p.y * down)
            for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        )
        if kind == "QR":
            extra = _extra(code)
            form = _form(extra["ECLevel"], int(extra["DataMask"]))
            found.append(_Found(kind, code.text, corners, 17 + 4 * int(extra["Version"]), form))
        else:
            found.append(_Found(kind, code.text, corners, _EAN_MODULES))
    return found


def _form(level: str, mask: int) -> str:
    """Return the fifteen modules, 1 for dark, with which a QR code says its level of correction and its mask (ISO/IEC 18004)."""
    data = _LEVELS.index(level) << 3 | mask
    rest = data << 10
    for bit in range(14, 9, -1):
        if rest >> bit & 1:
            rest ^= 0x537 << bit - 10
    return f"{(data << 10 | rest) ^ 0x5412:015b}"


def _extra(code: Any) -> dict[str, Any]:
    """Return what the decoder says of one kind of code alone; its own type hint is narrower than the truth."""
    return dict(code.extra)


# -- measuring one code ----------------------------------------------------------------------------------------------


def _measured(document: Any, page: PageFacts, source: Path | bytes, rough: _Found) -> Code | None:
    """Return a code as it measures when it is rendered finely; None where it lies outside the page."""
    module = _length(rough.corners[0], rough.corners[1]) / rough.modules
    area = _reach(rough, module).overlap(page.boxes.media)
    if module <= 0 or area is None:
        return None
    ppi = min(_FINE / module, sqrt(_MAX_PART / area.area)) * MM_PER_INCH
    pixels = _render(document, page, area, ppi)
    found = next((f for f in _read(pixels, area) if (f.kind, f.text) == (rough.kind, rough.text)), rough)
    grid = _Grid(found, area, pixels, page.trim)
    dark, light = grid.sample()
    plates = part_of_plates(page, source, area, ppi / 2)
    return Code(
        page=page.number,
        kind=found.kind,
        text=found.text,
        box=grid.box,
        module_mm=grid.module,
        quiet=grid.quiet(),
        dark=None if plates is None else _inks(plates, dark, area, 50),
        light=None if plates is None else _inks(plates, light, area, 95),
        inverted=grid.inverted,
        mirrored=grid.mirrored,
    )


def _length(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(other[0] - one[0], other[1] - one[1])


def _reach(found: _Found, module: float) -> Box:
    """Return the area in which all of a code must be: a barcode is found by a few of its rows, so its height is unknown."""
    around = (_AROUND + 1) * module
    if found.kind == "EAN-13":
        around = max(around, found.modules * module)
    return Box.around(found.corners).shrunk(-around)


def _axes(found: _Found) -> tuple[Places, Places, Places]:
    """Return a code's top-left corner and its two axes, one module long, in mm.

    The corners of a barcode lie on level lines that cross it, aslant where it is turned, and may come mirrored: its bars say
    which way is down, and across is square to them.
    """
    top_left, top_right, bottom_right, bottom_left = (np.array(corner) for corner in found.corners)
    across, down = top_right - top_left, (bottom_left - top_left + bottom_right - top_right) / 2
    if found.kind == "QR":
        return top_left, across / found.modules, (bottom_left - top_left) / found.modules
    if np.hypot(*down) < np.hypot(*across) / found.modules:  # found by a single row
        down = np.array([-across[1], across[0]])
    down = down / np.hypot(*down)
    across = (across - across.dot(down) * down) / found.modules
    down = down * np.hypot(*across)
    if across[0] * down[1] < across[1] * down[0]:
        return bottom_left, across, -down
    return top_left, across, down


class _Grid:
    """A code looked at module by module, along its own axes whichever way it is turned.

    ``u`` runs from its left to its right, ``v`` from its top to its bottom, both in modules from its top-left corner.
    """

    def __init__(self, found: _Found, area: Box, pixels: Grey, trim: Box) -> None:
        self.kind, self._area, self._pixels, self._trim, self._form = found.kind, area, pixels, trim, found.form
        self._origin, self._u, self._v = _axes(found)
        self.width = self.height = float(found.modules)
        self.module = float(np.hypot(*self._u))
        middle = _length(found.corners[0], found.corners[3]) / self.module / 2
        seen = self._tone(*self._rows(np.array([middle])))
        low, high = float(np.percentile(seen, 5)), float(np.percentile(seen, 95))
        self._middle = (low + high) / 2
        if found.kind == "EAN-13":
            self._find_ends(seen[0] < self._middle, middle)
        whole = self._tone(*self._rows(np.arange(0.125, self.height, 1 / _STEPS)))
        edge = whole[0] if found.kind == "QR" else whole[:, 0]
        self.inverted = bool(np.median(edge[:4]) > self._middle)
        self._low, self._high = (high, low) if self.inverted else (low, high)

    def _rows(self, v: Places) -> tuple[Places, Places]:
        u = np.arange(0.125, self.width, 1 / _STEPS)
        return np.broadcast_to(u, (len(v), len(u))), np.broadcast_to(v[:, None], (len(v), len(u)))

    def _place(self, u: Places, v: Places) -> Places:
        """Return where on the page, in mm, places of the code are."""
        return np.asarray(self._origin + u[..., None] * self._u + v[..., None] * self._v)

    def _tone(self, u: Places, v: Places) -> Places:
        """Return how light the places are, 0 to 255; -1 beyond the trim, where the sheet is cut."""
        at, area = self._place(u, v), self._area
        rows, columns = self._pixels.shape
        x = ((at[..., 0] - area.left) / area.width * columns).astype(int)
        y = ((at[..., 1] - area.top) / area.height * rows).astype(int)
        tone = self._pixels[np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)].astype(float)
        trim = self._trim
        cut = (
            (at[..., 0] < trim.left) | (at[..., 0] > trim.right) | (at[..., 1] < trim.top) | (at[..., 1] > trim.bottom)
        )
        outside = (x < 0) | (y < 0) | (x >= columns) | (y >= rows)
        return np.where(cut | outside, -1.0, tone)

    def _find_ends(self, bars: Mask, start: float) -> None:
        """Follow the bars of a barcode up and down to where they end: the decoder reads a few rows of them."""
        ends = []
        bars = bars if bars.any() else ~bars
        for step in (-1 / _STEPS, 1 / _STEPS):
            v = start
            while abs(v - start) < self.width:
                row = self._tone(*self._rows(np.array([v + step])))[0]
                if float(((row < self._middle) & (row >= 0))[bars].mean()) < _SAME:
                    break
                v += step
            ends.append(v)
        self._origin = self._origin + ends[0] * self._v
        self.height = max(ends[1] - ends[0], 1.0)

    @property
    def mirrored(self) -> bool:
        """Tell whether a QR code is seen as in a mirror.

        The decoder puts its corners the right way round all the same, so that rows and columns are exchanged, and what it
        says of its form stands backwards.
        """
        u, v = np.array(_FORM, dtype=float).T + 0.5
        dark = (self._tone(u, v) < self._middle) != self.inverted
        seen = "".join("01"[bool(one)] for one in dark)
        return _unlike(seen, self._form) > _unlike(seen[::-1], self._form)

    @property
    def box(self) -> Box:
        """What the code covers, in mm, without its quiet zone."""
        u, v = np.array([0, self.width, self.width, 0]), np.array([0, 0, self.height, self.height])
        return Box.around([(float(x), float(y)) for x, y in self._place(u, v)])

    def quiet(self) -> Edges:
        """Return how many modules of bare ground lie on each side of the code as it is read, at most 14.

        What lies beyond the trim is cut off, and no ground. A QR code's zone goes round its corners: what stands off one is
        told of both its sides. Beside a barcode's bars only what lies at their height counts, for its first figure stands
        below them.
        """
        across, down = np.arange(0.125, self.width, 1 / _STEPS), np.arange(0.125, self.height, 1 / _STEPS)
        top, bottom = (self._clear(across, end, out) for end, out in ((0.0, -_OUT), (self.height, _OUT)))
        left, right = (self._clear(down, end, out, sideways=True) for end, out in ((0.0, -_OUT), (self.width, _OUT)))
        sides = {"top": top, "right": right, "bottom": bottom, "left": left}
        for vertical, v in (("top", -_OUT), ("bottom", self.height + _OUT)):
            for level, u in (("left", -_OUT), ("right", self.width + _OUT)):
                off = self._corner(u, v)
                if self.kind == "QR" and off < min(sides[vertical], sides[level]):
                    sides[vertical] = sides[level] = off
        return Edges(**sides)

    def _clear(self, along: Places, end: float, out: Places, *, sideways: bool = False) -> float:
        """Return how many modules beyond one end of the code lie before something that is not bare ground."""
        one, other = np.meshgrid(along, end + out)
        rows = self._bare(other, one) if sideways else self._bare(one, other)
        return self._steps(np.asarray(rows.all(axis=1)))

    def _corner(self, u: Places, v: Places) -> float:
        """Return the same for a corner, where as far out is as far from either side."""
        bare = self._bare(*np.meshgrid(u, v))
        return self._steps(np.array([bare[: n + 1, n].all() and bare[n, : n + 1].all() for n in range(len(u))]))

    def _bare(self, u: Places, v: Places) -> Mask:
        tone = self._tone(u, v)
        contrast = (self._low - self._high) or 1.0
        return np.asarray(((tone - self._high) / contrast < _CLEAR) & (tone >= 0))

    @staticmethod
    def _steps(clear: Mask) -> float:
        clear[:1] = True  # the soft edge of the code itself
        return float(len(clear) if clear.all() else clear.argmin()) / _STEPS

    def sample(self) -> tuple[Places, Places]:
        """Return places, in mm, well inside dark parts of the code and well inside light ones."""
        u, v = self._rows(np.arange(0.125, self.height, 1 / _STEPS))
        tone = self._tone(u, v)
        dark: Mask = np.asarray((tone < self._middle) != self.inverted)
        return tuple(self._place(u, v)[_inner(part)] for part in (dark, ~dark))  # type: ignore[return-value]


def _unlike(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False))


def _inner(part: Mask) -> Mask:
    """Return what is left of an area when its outermost places are taken away."""
    inner: Mask = np.array(part)
    inner[:, 1:] &= part[:, :-1]
    inner[:, :-1] &= part[:, 1:]
    inner[1:] &= part[:-1]
    inner[:-1] &= part[1:]
    return inner if inner.any() else part


def _inks(plates: dict[str, Grey], places: Places, area: Box, percentile: float) -> tuple[tuple[str, float], ...]:
    """Return how much of each ink, 0 to 1, lies on places: the value that so many per cent of them do not pass."""
    found = []
    for name, plate in sorted(plates.items()):
        rows, columns = plate.shape
        x = np.clip(((places[:, 0] - area.left) / area.width * columns).astype(int), 0, columns - 1)
        y = np.clip(((places[:, 1] - area.top) / area.height * rows).astype(int), 0, rows - 1)
        if len(places) and (amount := float(np.percentile(plate[y, x], percentile)) / 255) > 0:
            found.append((name, round(amount, 3)))
    return tuple(found)
