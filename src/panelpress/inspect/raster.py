"""What the pixels show at the edges of a page: does the paint that touches the trim go on into the bleed?

A page is rendered once, at 72 ppi for a panel and 150 ppi for a book page, and each edge is read column by column,
from a millimetre inside the trim outwards. Three questions, three answers:

- Plain paper at the trim needs nothing beyond it.
- Paint that touches the trim must go on without a gap; where the pixels turn white, its reach ends. A picture may
  hold white itself (a sky, snow, the paper of a document): where the facts know an object that spans the trim there,
  the reach is that object's.
- A picture or tint that ends at the trim on top of another one that goes on is as wrong as one on plain paper, and no
  white shows it. The facts name such edges; the pixels on either side of the edge confirm that the step can be seen.

The renderer is not safe to use from several threads: use processes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pypdfium2

from panelpress.facts.pdf import EdgePaint, PageFacts, PdfFacts, PlacedImage, Shape, Stretch
from panelpress.ground.units import MM_PER_INCH
from panelpress.inspect.looks import SMALL_PPI, page_look

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt

    from panelpress.ground.geometry import Box

    Pixels = npt.NDArray[np.uint8]
    Reaches = npt.NDArray[np.float64]

EdgeName = Literal["top", "right", "bottom", "left"]
EDGES: tuple[EdgeName, ...] = ("top", "right", "bottom", "left")
PANEL_PPI, BOOK_PPI = 72.0, 150.0
_PANEL_FROM_MM = 500.0
_MAX_PIXELS = 40_000_000
_MAX_DEPTH_MM = 30.0
NEAR_MM = 1.0
"""Paint this near to the trim, from inside, is meant to be cut through: no guillotine is more exact."""

_PAINTED = 3  # darker than white by this much of 255: a 2 % tint is, the ripple of a JPEG's white is not
_STEP = 8  # a difference from one row to the next that an eye can follow along a ruler
_STEP_SHARE = 0.5  # of the object's length
_EXACT_MM = 0.05  # boxes are written with a few decimals
_SNAP = 0.02  # of a pixel: a line this close to a pixel's border lies on it
_MAX_STRETCHES = 200


def with_edges(facts: PdfFacts, source: Path | bytes, *, looks: bool = False) -> PdfFacts:
    """Return the facts with what the pixels show at each page's edges.

    Pages where nothing comes near the trim are not rendered: boxes err on the large side, so that is certain. ``looks``:
    also keep a small picture of each page (:attr:`PageFacts.look`), drawn small where it need not be drawn else.

    Raises:
        pypdfium2.PdfiumError: where the renderer cannot read the file.
    """
    pages = []
    document: Any = None
    try:
        for page in facts.pages:
            near = _comes_near(page)
            if document is None and (near or looks):
                document = pypdfium2.PdfDocument(source)
            pixels = render(document, page, None if near else SMALL_PPI) if near or looks else None
            edges = edge_paint(page, pixels) if near and pixels is not None else tuple(_paper(page, e) for e in EDGES)
            look = page_look(page, pixels) if looks and pixels is not None else b""
            pages.append(replace(page, edges=edges, look=look))
    finally:
        if document is not None:
            document.close()
    return replace(facts, pages=tuple(pages))


def render(document: Any, page: PageFacts, ppi: float | None = None) -> Pixels:
    """Return a page's whole MediaBox as RGB pixels, upright as its facts are, whatever /Rotate or CropBox say."""
    media = page.boxes.media
    sheet = upright(document, page)
    wanted = ppi or (PANEL_PPI if max(page.trim.width, page.trim.height) >= _PANEL_FROM_MM else BOOK_PPI)
    wanted = min(wanted, sqrt(_MAX_PIXELS / max(media.area, 1.0)) * MM_PER_INCH)
    scale = wanted / MM_PER_INCH * media.width / sheet.get_width()
    bitmap = sheet.render(scale=scale, draw_annots=False, may_draw_forms=False, rev_byteorder=True)
    pixels: Pixels = np.array(bitmap.to_numpy()[:, :, :3])
    bitmap.close()
    sheet.close()
    return pixels


def upright(document: Any, page: PageFacts) -> Any:
    """Open a page so that the renderer shows its whole MediaBox, unturned."""
    index = page.number - 1
    sheet = document[index]
    if page.rotate or page.boxes.crop is not None:
        sheet.set_rotation(0)
        sheet.set_cropbox(*sheet.get_mediabox())
        sheet.close()  # the renderer reads the boxes when it opens a page
        sheet = document[index]
    return sheet


def edge_paint(page: PageFacts, pixels: Pixels) -> tuple[EdgePaint, ...]:
    """Return, for each edge, the stretches that print up to the trim and how far each goes on."""
    return tuple(_edge(page, pixels, edge) for edge in EDGES)


@dataclass(frozen=True)
class _Side:
    """One edge, turned so that row numbers grow outwards and columns run along it from its left or top end.

    ``line`` is where the trim lies, in rows; ``first`` where it starts, in columns; ``rows`` and ``columns`` are per
    mm.
    """

    edge: EdgeName
    pixels: Pixels
    line: float
    first: float
    length_mm: float
    depth_mm: float
    rows: float
    columns: float

    def column_range(self, start_mm: float, end_mm: float) -> tuple[int, int]:
        """Return the columns of the trimmed edge that lie wholly between two places along it."""
        low = max(ceil(self.first + max(start_mm, 0.0) * self.columns - _SNAP), 0)
        high = min(floor(self.first + min(end_mm, self.length_mm) * self.columns + _SNAP), self.pixels.shape[1])
        return low, max(low, high)

    def touched_range(self, start_mm: float, end_mm: float) -> tuple[int, int]:
        """Return those columns and the one at either end that is only partly covered."""
        pixel = 1 / self.columns
        return self.column_range(start_mm - pixel, end_mm + pixel)


def _side(page: PageFacts, pixels: Pixels, edge: EdgeName) -> _Side:
    media, trim = page.boxes.media, page.trim
    height, width = pixels.shape[:2]
    x, y = width / media.width, height / media.height
    left, top = (trim.left - media.left) * x, (trim.top - media.top) * y
    right, bottom = (trim.right - media.left) * x, (trim.bottom - media.top) * y
    depth = min(_room(page, edge), _MAX_DEPTH_MM)
    sideways: Pixels = pixels.transpose(1, 0, 2)
    if edge == "top":
        return _Side(edge, pixels[::-1], height - top, left, trim.width, depth, y, x)
    if edge == "bottom":
        return _Side(edge, pixels, bottom, left, trim.width, depth, y, x)
    if edge == "right":
        return _Side(edge, sideways, right, top, trim.height, depth, x, y)
    return _Side(edge, sideways[::-1], width - left, top, trim.height, depth, x, y)


def _room(page: PageFacts, edge: EdgeName) -> float:
    """Return how much of the MediaBox lies beyond the trim on an edge, in mm."""
    return max(0.0, _beyond(page, page.boxes.media, edge))


def _beyond(page: PageFacts, box: Box, edge: EdgeName) -> float:
    """Return how far a box reaches beyond the trim on an edge, in mm; negative where it ends inside."""
    trim = page.trim
    return {
        "top": trim.top - box.top,
        "right": box.right - trim.right,
        "bottom": box.bottom - trim.bottom,
        "left": trim.left - box.left,
    }[edge]


def _along(page: PageFacts, box: Box, edge: EdgeName) -> tuple[float, float]:
    """Return where a box lies along an edge, in mm from the edge's left or top end."""
    if edge in ("top", "bottom"):
        return box.left - page.trim.left, box.right - page.trim.left
    return box.top - page.trim.top, box.bottom - page.trim.top


def _inside(page: PageFacts, box: Box, edge: EdgeName) -> float:
    """Return how far a box reaches from an edge's trim line into the page, in mm."""
    trim = page.trim
    return {
        "top": box.bottom - trim.top,
        "right": trim.right - box.left,
        "bottom": trim.bottom - box.top,
        "left": box.right - trim.left,
    }[edge]


def _paper(page: PageFacts, edge: EdgeName) -> EdgePaint:
    return EdgePaint(edge, min(_room(page, edge), _MAX_DEPTH_MM), 0.0, ())


def _comes_near(page: PageFacts) -> bool:
    """Tell whether anything but white may touch the trim from inside."""
    if page.annotations:
        return True
    quiet = page.trim.shrunk(NEAR_MM + 0.5)
    boxes = [b for b, _ in _painting(page)]
    boxes += [run.visible for run in page.texts if run.visible and run.paints]
    boxes += [s.visible for s in page.shapes if s.kind == "stroke" and s.visible and not s.paint.colour.white]
    return any(page.trim.overlap(box) and not quiet.contains(box) for box in boxes)


def _painting(page: PageFacts) -> Iterator[tuple[Box, PlacedImage | Shape]]:
    """Yield pictures and filled areas that leave ink, with what is visible of them."""
    for image in page.images:
        if image.visible is not None:
            yield image.visible, image
    for shape in page.shapes:
        if shape.visible is not None and shape.kind != "stroke" and not shape.paint.colour.white:
            yield shape.visible, shape


@dataclass
class _Columns:
    """What is known of each column of an edge, from column ``low`` on; ``names`` index into ``objects``."""

    low: int
    touched: npt.NDArray[np.bool_]
    reach: Reaches
    names: npt.NDArray[np.int32]
    objects: list[str]

    def part(self, start: int, end: int) -> slice:
        """Return the place of the columns from ``start`` to ``end``."""
        return slice(start - self.low, end - self.low)


def _edge(page: PageFacts, pixels: Pixels, edge: EdgeName) -> EdgePaint:
    side = _side(page, pixels, edge)
    low, high = side.column_range(0.0, side.length_mm)
    touched, reach = _reaches(side, low, high)
    columns = _Columns(low, touched, reach, np.zeros(high - low, dtype=np.int32), [""])
    for box, _ in _painting(page):  # white inside a picture is still picture
        start, end = side.touched_range(*_along(page, box, edge))
        beyond = _beyond(page, box, edge)
        if beyond > 0 and _inside(page, box, edge) > NEAR_MM and start < end:
            part = reach[columns.part(start, end)]
            np.maximum(part, min(beyond, side.depth_mm), out=part)
    for box, thing in _painting(page):
        _note_step(page, side, box, thing, columns)
    return EdgePaint(edge, side.depth_mm, 1 / side.rows, tuple(_stretches(side, columns)))


def _reaches(side: _Side, low: int, high: int) -> tuple[npt.NDArray[np.bool_], Reaches]:
    """Return per column whether paint touches the trim, and how far it goes on unbroken, in mm, as pixels show it."""
    inside_end = floor(side.line + _SNAP)  # the first row the trim runs through or that lies beyond it
    start = max(0, inside_end - max(1, round(NEAR_MM * side.rows)))
    end = min(floor(side.line + side.depth_mm * side.rows + _SNAP), side.pixels.shape[0])
    painted = (255 - side.pixels[start:end, low:high].min(axis=2)) >= _PAINTED
    if not painted.size:  # boxes that make no sense: other checks say so
        return np.zeros(high - low, dtype=np.bool_), np.zeros(high - low)
    touched: npt.NDArray[np.bool_] = painted[: inside_end - start].any(axis=0)
    # from the first painted row outwards, up to the first bare one
    going_on = painted | ~np.logical_or.accumulate(painted, axis=0)
    every = going_on.all(axis=0)
    first_bare = start + going_on.argmin(axis=0)
    reach: Reaches = np.maximum(0.0, (first_bare - side.line) / side.rows)
    reach[every] = side.depth_mm
    return touched, reach


def _note_step(page: PageFacts, side: _Side, box: Box, thing: PlacedImage | Shape, columns: _Columns) -> None:
    """Note an object whose own edge lies at or a little beyond the trim, where the pixels show the step."""
    beyond = _beyond(page, box, side.edge)
    declared = page.bleed
    wanted = dict(declared.named)[side.edge] if declared is not None else side.depth_mm
    if not -NEAR_MM <= beyond < min(wanted, side.depth_mm) - _EXACT_MM:
        return
    if _inside(page, box, side.edge) <= 2 * NEAR_MM or not _straight(thing):
        return
    start, end = side.column_range(*_along(page, box, side.edge))
    at = side.line + beyond * side.rows
    inner, outer = floor(at + _SNAP) - 1, ceil(at - _SNAP)
    if start >= end or inner < 0 or outer >= side.pixels.shape[0]:
        return
    rows = side.pixels[:, start:end].astype(np.int16)
    step = np.abs(rows[inner] - rows[outer]).max(axis=1) >= _STEP
    if step.mean() < _STEP_SHARE:
        return
    part = columns.part(start, end)
    columns.touched[part] |= step
    columns.reach[part][step & (columns.reach[part] > max(beyond, 0.0))] = max(beyond, 0.0)
    columns.objects.append(thing.name if isinstance(thing, PlacedImage) else "a filled area")
    columns.names[part][step] = len(columns.objects) - 1


def _straight(thing: PlacedImage | Shape) -> bool:
    """Tell whether the object's box is its outline: only then do the box's edges say where it ends."""
    if isinstance(thing, Shape):
        return thing.rectangular or thing.kind == "shading"
    m = thing.matrix
    slack = 1e-3 * (abs(m.a) + abs(m.b) + abs(m.c) + abs(m.d))
    return (abs(m.b) < slack and abs(m.c) < slack) or (abs(m.a) < slack and abs(m.d) < slack)


def _stretches(side: _Side, columns: _Columns) -> Iterator[Stretch]:
    """Join neighbouring columns whose reach differs by no more than a pixel."""
    levels = np.where(columns.touched, np.rint(columns.reach * side.rows).astype(np.int64), -1)
    at = found = 0
    for (level, name), group in groupby(zip(levels.tolist(), columns.names.tolist(), strict=True)):
        length = sum(1 for _ in group)
        if level >= 0 and found < _MAX_STRETCHES:
            start = (columns.low + at - side.first) / side.columns
            end = min(start + length / side.columns, side.length_mm)
            shortest = float(columns.reach[at : at + length].min())
            yield Stretch(max(start, 0.0), end, shortest, columns.objects[name])
            found += 1
        at += length
