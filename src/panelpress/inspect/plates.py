"""The plates of every page, drawn and measured: how much ink lies where.

No renderer of separations with a licence that lets us ship it gets them right, so each page is rewritten for each group
of plates (:mod:`panelpress.inspect.separations`) and drawn by the renderer we have. A panel's plates are drawn at
36 ppi, a book page's at 72: a pixel is 0.7 mm, or half of that, and a square of 15 mm holds 450 or 1,800 of them.

The renderer is not safe to use from several threads: use processes.
"""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pypdfium2

from panelpress.facts.paint import PROCESS
from panelpress.facts.pdf import InkPeak, PageFacts, PageInk, PdfFacts, Plate
from panelpress.ground.geometry import Box
from panelpress.ground.units import MM_PER_INCH, PT_PER_INCH
from panelpress.inspect.functions import UnreadableError
from panelpress.inspect.inks import Press, spots_among
from panelpress.inspect.looks import plate_look
from panelpress.inspect.objects import decoded, name_of
from panelpress.inspect.separations import MixedError, Plates, Workshop, separated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from panelpress.facts.paint import ColourSpace
    from panelpress.inspect.inks import Plane

    Ink = npt.NDArray[np.float64]

SQUARE_MM = 15.0
"""GWG 2022 R0026: the side of the square whose mean counts."""

PANEL_PPI, BOOK_PPI = 36.0, 72.0
_PANEL_FROM_MM = 500.0
_MAX_PIXELS = 10_000_000
_BATCH_PIXELS = 4_000_000
_TOGETHER: tuple[Plates, ...] = (("Cyan", "Magenta", "Yellow"), ("Black",))


@dataclass(frozen=True)
class _Canvas:
    """What of a page is drawn: the area inside its bleed, and how many pixels wide and high."""

    area: Box
    width: int
    height: int
    ppi: float


def with_ink(facts: PdfFacts, source: Path | bytes, *, ppi: float | None = None, looks: bool = False) -> PdfFacts:
    """Return the facts with the ink of every page.

    Args:
        facts: what is known of the file.
        source: the file itself.
        ppi: the resolution of the plates; by default 36 for a panel and 72 for a book page.
        looks: also keep a small picture of each plate (:attr:`Plate.look`).

    Raises:
        pypdfium2.PdfiumError: where the renderer cannot read what it is given.
        PanelpressError: where the file unpacks to too much.
    """
    pages: list[PageFacts] = []
    for batch in _batches(facts.pages, ppi):
        pages.extend(_inked(batch, source, ppi, looks=looks))
    return replace(facts, pages=tuple(pages))


def _batches(pages: Iterable[PageFacts], ppi: float | None) -> Iterator[list[PageFacts]]:
    """Yield pages by the handful: their pictures are held in memory together."""
    batch: list[PageFacts] = []
    pixels = 0
    for page in pages:
        canvas = canvas_of(page, ppi)
        if batch and pixels + canvas.width * canvas.height > _BATCH_PIXELS:
            yield batch
            batch, pixels = [], 0
        batch.append(page)
        pixels += canvas.width * canvas.height
    if batch:
        yield batch


def canvas_of(page: PageFacts, ppi: float | None = None) -> _Canvas:
    """Return what is drawn of a page."""
    media = page.boxes.media
    area = media.overlap(page.boxes.bleed or page.trim) or media
    wanted = ppi or (PANEL_PPI if max(area.width, area.height) >= _PANEL_FROM_MM else BOOK_PPI)
    wanted = min(wanted, sqrt(_MAX_PIXELS / max(area.area, 1.0)) * MM_PER_INCH)
    width, height = (max(1, round(side * wanted / MM_PER_INCH)) for side in (area.width, area.height))
    return _Canvas(area, width, height, wanted)


def _inked(batch: list[PageFacts], source: Path | bytes, ppi: float | None, *, looks: bool) -> Iterator[PageFacts]:
    opened = io.BytesIO(source) if isinstance(source, bytes) else source
    with pikepdf.open(opened, attempt_recovery=False, suppress_warnings=True) as pdf, pikepdf.new() as drawn:
        press = Press(_profile(pdf))
        plans: list[tuple[PageFacts, _Canvas, list[Plates], tuple[str, ...], bool]] = []
        for page in batch:
            canvas = canvas_of(page, ppi)
            press.used = False
            shop = Workshop(pdf, press, canvas.ppi)
            groups = list(_drawn(shop, page, canvas, drawn))
            plans.append((page, canvas, groups, tuple(shop.unread), press.used))
        data = _saved(pdf, drawn)
    document: Any = pypdfium2.PdfDocument(data) if data else None
    try:
        number = 0
        for page, canvas, groups, unread, converted in plans:
            layers_of: dict[str, Plane] = {}
            for plates in groups:
                layers_of.update(zip(plates, _rendered(document, number, canvas), strict=False))
                number += 1
            ink = measured(layers_of, _spots(page), canvas)
            if looks:
                ink = replace(ink, plates=tuple(_seen(page, plate, layers_of) for plate in ink.plates))
            yield replace(page, ink=replace(ink, unread=unread, converted=converted))
    finally:
        if document is not None:
            document.close()


def _saved(pdf: pikepdf.Pdf, drawn: pikepdf.Pdf) -> bytes:
    """Return the drawings as a file with the layers of the file they are made from; nothing where there is none."""
    if isinstance(layers := pdf.Root.get("/OCProperties"), pikepdf.Dictionary):
        drawn.Root.OCProperties = drawn.copy_foreign(pdf.make_indirect(layers))
    buffer = io.BytesIO()
    if len(drawn.pages):
        drawn.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return buffer.getvalue()


def part_of_plates(page: PageFacts, source: Path | bytes, area: Box, ppi: float) -> dict[str, Plane] | None:
    """Return the plates of a part of a page that have anything on them, each a picture of 0 (none) to 255 (full).

    Black of screens (RGB) counts as several inks, whether the file says how they are made or not. Returns None where
    something on the page cannot be told in inks.

    Raises:
        pypdfium2.PdfiumError: where the renderer cannot read what it is given.
        PanelpressError: where the file unpacks to too much.
    """
    width, height = (max(1, round(side * ppi / MM_PER_INCH)) for side in (area.width, area.height))
    canvas = _Canvas(area, width, height, ppi)
    opened = io.BytesIO(source) if isinstance(source, bytes) else source
    with pikepdf.open(opened, attempt_recovery=False, suppress_warnings=True) as pdf, pikepdf.new() as drawn:
        shop = Workshop(pdf, Press(_profile(pdf), rich=True), ppi)
        groups = list(_drawn(shop, page, canvas, drawn))
        if shop.unread:
            return None
        data = _saved(pdf, drawn)
    layers: dict[str, Plane] = {}
    if data:
        with closing(pypdfium2.PdfDocument(data)) as document:
            for number, plates in enumerate(groups):
                layers.update(zip(plates, _rendered(document, number, canvas), strict=False))
    return layers


def _seen(page: PageFacts, plate: Plate, layers: dict[str, Plane]) -> Plate:
    """Return a plate with its look, where anything is on it."""
    return replace(plate, look=plate_look(page, layers[plate.name])) if plate.coverage else plate


def output_profile(source: Path | bytes) -> bytes | None:
    """Return the profile of a file's output intent, the press's own; None where it brings none.

    Raises:
        PanelpressError: where it unpacks to too much.
    """
    opened = io.BytesIO(source) if isinstance(source, bytes) else source
    with pikepdf.open(opened, attempt_recovery=False, suppress_warnings=True) as pdf:
        return _profile(pdf)


def _profile(pdf: pikepdf.Pdf) -> bytes | None:
    intents = pdf.Root.get("/OutputIntents")
    for intent in intents if isinstance(intents, pikepdf.Array) else []:
        stream = intent.get("/DestOutputProfile") if isinstance(intent, pikepdf.Dictionary) else None
        if isinstance(stream, pikepdf.Stream) and name_of(intent.get("/S")) == "GTS_PDFX":
            return decoded(stream, "the output profile")
    return None


def _drawn(shop: Workshop, page: PageFacts, canvas: _Canvas, drawn: pikepdf.Pdf) -> Iterator[Plates]:
    """Add to ``drawn`` a page for each group of plates that has anything on it, and yield the groups."""
    source = shop.pdf.pages[page.number - 1].obj
    spots = _spots(page)
    waiting = [*_TOGETHER, *(tuple(spots[i : i + 3]) for i in range(0, len(spots) - len(spots) % 3, 3))]
    waiting += [(name,) for name in spots[len(spots) - len(spots) % 3 :]]
    box = _points(page, canvas.area)
    for plates in waiting:
        for group, new in _made(shop, source, plates, box).items():
            if new is not None:
                drawn.pages.append(pikepdf.Page(new))
                yield group


def _made(shop: Workshop, source: Any, plates: Plates, box: Sequence[float]) -> dict[Plates, Any]:
    """Return the drawings of some plates: one together, or where that cannot be one for each."""
    try:
        return {plates: separated(shop, source, plates, box)}
    except MixedError:
        return {(plate,): separated(shop, source, (plate,), box) for plate in plates}
    except (UnreadableError, AttributeError, IndexError, KeyError, TypeError, ValueError, pikepdf.PdfError):
        # other checks say what is wrong in such a file; here it must only not pass for measured
        shop.unread["a drawing that is not set up as the standard has it"] = None
        return {}


def _points(page: PageFacts, area: Box) -> tuple[float, float, float, float]:
    """Return an area in points of the page's own user space."""
    media, (x, y) = page.boxes.media, page.boxes.origin_pt
    k = MM_PER_INCH / PT_PER_INCH * page.user_unit
    return (
        x + (area.left - media.left) / k,
        y + (media.bottom - area.bottom) / k,
        x + (area.right - media.left) / k,
        y + (media.bottom - area.top) / k,
    )


def _rendered(document: Any, number: int, canvas: _Canvas) -> list[Plane]:
    """Return the channels of a drawn page as ink, 0 to 255."""
    with closing(document[number]) as sheet:
        scale = max(canvas.width / sheet.get_width(), canvas.height / sheet.get_height())
        with closing(sheet.render(scale=scale, draw_annots=False, may_draw_forms=False, rev_byteorder=True)) as bitmap:
            pixels = np.array(bitmap.to_numpy()[:, :, :3])
    return list(255 - np.ascontiguousarray(pixels.transpose(2, 0, 1)))


def _spots(page: PageFacts) -> list[str]:
    return spots_among(spaces_of(page))


def spaces_of(page: PageFacts) -> Iterator[ColourSpace]:
    """Yield the colour space of everything on a page."""
    yield from (image.space for image in page.images if image.space is not None)
    yield from (paint.colour.space for text in page.texts for paint in text.paints)
    yield from (shape.paint.colour.space for shape in page.shapes)
    yield from (image.paint.colour.space for image in page.images if image.mask == "stencil")


def measured(layers: dict[str, Plane], spots: list[str], canvas: _Canvas) -> PageInk:
    """Return what the plates of a page hold.

    Args:
        layers: the plates with anything on them, each a picture of 0 (none) to 255 (full).
        spots: the names of the inks beside the process inks.
        canvas: what the pictures show.
    """
    plates = tuple(
        Plate(name, float(layers[name].mean()) / 255 if name in layers else 0.0) for name in (*PROCESS, *spots)
    )
    process = [layers[name] for name in PROCESS if name in layers]
    area = canvas.area
    if not process:
        nothing = InkPeak(0.0, Box(area.left, area.top, area.left, area.top))
        return PageInk(canvas.ppi, plates, SQUARE_MM, nothing, nothing)
    total: Ink = np.add.reduce([layer.astype(np.uint16) for layer in process]) / 255.0
    row, column = (int(i) for i in np.unravel_index(int(total.argmax()), total.shape))
    across, down = area.width / total.shape[1], area.height / total.shape[0]
    spot = Box(0, 0, across, down).moved(area.left + column * across, area.top + row * down)
    return PageInk(
        canvas.ppi, plates, SQUARE_MM, square_peak(total, area, SQUARE_MM), InkPeak(float(total.max()), spot)
    )


def square_peak(total: Ink, area: Box, side_mm: float) -> InkPeak:
    """Return the square with the highest mean, wherever it lies: also between pixels.

    Along each axis the mean changes evenly while neither border of the square passes from one pixel to the next, so
    that the highest lies where one of them stands between two pixels: these places are tried, and no others.
    """
    across, down = area.width / total.shape[1], area.height / total.shape[0]
    sums = np.zeros((total.shape[0] + 1, total.shape[1] + 1))
    sums[1:, 1:] = total.cumsum(axis=0).cumsum(axis=1)
    wide, high = min(side_mm / across, total.shape[1]), min(side_mm / down, total.shape[0])
    best, left, top = -1.0, 0.0, 0.0
    for down_by, bands in _spans(sums, high):
        for right_by, squares in _spans(bands.T, wide):
            column, row = (int(i) for i in np.unravel_index(int(squares.argmax()), squares.shape))
            if squares[column, row] > best:
                best, left, top = float(squares[column, row]), column + right_by, row + down_by
    place = Box(0, 0, wide * across, high * down).moved(area.left + left * across, area.top + top * down)
    return InkPeak(best / (wide * high), place)


def _spans(sums: Ink, side: float) -> Iterator[tuple[float, Ink]]:
    """Yield the sums of all spans of ``side`` pixels down a table of running sums.

    First those that begin between two pixels, then those that end there; with each, where its first span begins.
    """
    room = sums.shape[0] - 1 - side
    for offset in sorted({0.0, max(room, 0.0) % 1.0}):
        count = int(room - offset + 1e-9) + 1
        yield offset, _from(sums, offset + side, count) - _from(sums, offset, count)


def _from(sums: Ink, offset: float, count: int) -> Ink:
    """Return running sums at ``count`` places, a pixel apart, of which the first may lie inside a pixel."""
    first = int(offset + 1e-9)
    share = offset - first
    below = sums[first : first + count]
    if share < 1e-9:
        return below
    return below + share * (sums[first + 1 : first + 1 + count] - below)
