"""What a page puts on paper, plate by plate, as something that can be kept in a line and held against another file.

Pages are drawn at 150 ppi, in strips of at most 4 million pixels (:data:`panelpress.inspect.softproof.MAX_PART`), so that an
A1 page takes some 100 MB. Two drawings by the same renderer of the same page are equal to the last pixel. With other margins
the same page is moved by less than a thousandth of a pixel, and the renderer counts in 256ths: measured on panels of the
sample with five other bleeds and marks, 0.5 % of the pixels then differ, at the edges of letters, by 4 of 255 and a few lone
ones by up to 23. So a difference counts where it is more than :data:`SHARP` on average over three by three pixels, or more
than :data:`TONE` over squares of 32: a letter that moved by a thirtieth of a pixel, a tone that is another by 1 %.

The renderer is not safe to use from several threads: use processes.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageCms, ImageFilter

from panelpress.facts.paint import PROCESS
from panelpress.ground.geometry import Box
from panelpress.inspect.distance import distances
from panelpress.inspect.plates import output_profile, part_of_plates
from panelpress.inspect.softproof import strips

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt

    from panelpress.facts.pdf import PageFacts, PdfFacts

PPI = 150.0
"""At what resolution pages are held against each other"""
FINE_PPI = 600.0
"""At what resolution a book page is drawn again where it seems to differ. The renderer sets small letters to whole pixels, so
that one which lies between two may be drawn a pixel further; 8 pt at 600 ppi it draws as the shape that it is."""
EDGE_MM = 0.01
"""From how far elsewhere an edge counts as another then: a quarter of a pixel"""
_FINE_SHARP, _FINE_TONE = 24, 4
"""The means for these"""
_BOOK_TO_MM = 500.0
COLOUR_PPI = 75.0
"""At what resolution their colours are"""
SHARP, TONE = 4, 1
"""Means of differences, of 255, up to which two drawings count as the same: over 3 pixels, over squares of 32"""
_SQUARE = 32
_BLANK: bytes = b"\0"


def picture_digests(facts: PdfFacts, source: Path | bytes) -> tuple[str, ...]:
    """Return one digest a page of its plates, inside the bleed, at 150 ppi.

    A page of which something cannot be told in inks has "".

    Raises:
        pypdfium2.PdfiumError: where the renderer cannot read what it is given.
        PanelpressError: where the file unpacks to too much.
    """
    return tuple(_picture_digest(page, source) for page in facts.pages)


def _picture_digest(page: PageFacts, source: Path | bytes) -> str:
    whole = hashlib.sha256()
    for strip in strips(page.boxes.bleed or page.trim, PPI):
        layers = part_of_plates(page, source, strip, PPI)
        if layers is None:
            return ""
        for name in sorted(layers):
            if layers[name].any():  # a plate with nothing on it is as good as none
                whole.update(f"{name}\0{layers[name].shape}\0".encode())
                whole.update(np.ascontiguousarray(layers[name]).tobytes())
        whole.update(_BLANK)
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two pages are apart inside their trim, plate by plate.

    Attributes:
        ppi: at what resolution.
        pixels: how many pixels were compared.
        touched: how many of them are not equal to the last figure on every plate.
        other: how many of them lie where more differs than rounding does.
        worst: the largest difference of a single pixel, of 255.
        box: what differs by more than rounding lies in it, mm from the trim's top-left corner; None: nothing does.
        plates: the inks that differ by more than rounding.
    """

    ppi: float
    pixels: int
    touched: int
    other: int
    worst: int
    box: Box | None
    plates: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether they print the same."""
        return not self.other


def apart(page: PageFacts, source: Path | bytes, other_page: PageFacts, other: Path | bytes) -> Apart | None:
    """Return how far two pages of the same trim are apart inside it; None where something cannot be told in inks.

    They are drawn at 150 ppi; a book page that seems to differ again at 600, which decides.

    Raises:
        ValueError: where their trims differ in size.
        pypdfium2.PdfiumError: where the renderer cannot read what it is given.
    """
    found = _apart(page, source, other_page, other, PPI)
    if found is None or found.same or max(page.trim.width, page.trim.height) > _BOOK_TO_MM:
        return found
    return _apart(page, source, other_page, other, FINE_PPI)


def _apart(
    page: PageFacts, source: Path | bytes, other_page: PageFacts, other: Path | bytes, ppi: float
) -> Apart | None:
    one, two = page.trim, other_page.trim
    if abs(one.width - two.width) > 0.02 or abs(one.height - two.height) > 0.02:
        message = f"{one.width:g} × {one.height:g} mm and {two.width:g} × {two.height:g} mm"
        raise ValueError(message)
    pixels = touched = differing = worst = 0
    box: Box | None = None
    inks: set[str] = set()
    for strip in strips(one, ppi):
        was = part_of_plates(page, source, strip, ppi)
        now = part_of_plates(other_page, other, strip.moved(two.left - one.left, two.top - one.top), ppi)
        if was is None or now is None:
            return None
        marks: npt.NDArray[np.bool_] | None = None
        unequal: npt.NDArray[np.bool_] | None = None
        for name in sorted({*was, *now}):
            difference = _difference(was.get(name), now.get(name))
            pixels = pixels if marks is not None else pixels + difference.size
            worst = max(worst, int(difference.max(initial=0)))
            far = _beyond_rounding(difference, *((SHARP, TONE) if ppi == PPI else (_FINE_SHARP, _FINE_TONE)))
            if far.any():
                inks.add(name)
            marks = far if marks is None else marks | far
            unequal = difference > 0 if unequal is None else unequal | (difference > 0)
        touched += int(unequal.sum()) if unequal is not None else 0
        if marks is not None and marks.any():
            differing += int(marks.sum())
            found = _around(marks, strip, one)
            box = found if box is None else Box(
                min(box.left, found.left), min(box.top, found.top), max(box.right, found.right), max(box.bottom, found.bottom)
            )  # fmt: skip
    return Apart(ppi, pixels, touched, differing, worst, box, tuple(sorted(inks)))


def _beyond_rounding(difference: npt.NDArray[np.uint8], most: int, most_tone: int) -> npt.NDArray[np.bool_]:
    """Return where a plate differs by more than drawing it elsewhere on its sheet can make it."""
    picture = Image.fromarray(difference)
    sharp = np.asarray(picture.filter(ImageFilter.BoxBlur(1))) > most
    squares = np.asarray(picture.reduce(_SQUARE)) > most_tone
    if not squares.any():
        return np.asarray(sharp)
    high, wide = difference.shape
    tone = squares.repeat(_SQUARE, axis=0).repeat(_SQUARE, axis=1)[:high, :wide]
    return np.asarray(sharp | tone)


def _difference(was: Any, now: Any) -> npt.NDArray[np.uint8]:
    if was is None or now is None:
        there = now if was is None else was
        return np.asarray(there)
    high, wide = min(was.shape[0], now.shape[0]), min(was.shape[1], now.shape[1])
    one, other = was[:high, :wide], now[:high, :wide]
    return np.asarray(np.where(one > other, one - other, other - one))


def _around(marks: npt.NDArray[np.bool_], strip: Box, trim: Box) -> Box:
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    down, across = strip.height / marks.shape[0], strip.width / marks.shape[1]
    left, top = strip.left - trim.left, strip.top - trim.top
    return Box(
        left + int(columns[0]) * across,
        top + int(rows[0]) * down,
        left + (int(columns[-1]) + 1) * across,
        top + (int(rows[-1]) + 1) * down,
    )


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the colours of two pages are apart on their papers, CIEDE2000: mean, what 95 % keep within, most."""

    mean: float
    most_of_it: float
    most: float


_BINS, _PER_BIN = 1000, 10
"""Distances are counted in tenths: their shares are known to a tenth without keeping them"""


def shift(page: PageFacts, source: Path | bytes, other_page: PageFacts, other: Path | bytes) -> Shift | None:
    """Return how far the colours of two pages of the same trim are apart, each by its own output profile.

    Both are seen from the white of their paper (media-relative, ICC.1:2022, 6.2.2): an eye does so too, and two papers are
    never the same. Returns None where a file brings no profile of four inks, or something is not to be told in inks.

    Raises:
        pypdfium2.PdfiumError: where the renderer cannot read what it is given.
    """
    ways = [_lab_way(profile) if (profile := output_profile(each)) else None for each in (source, other)]
    if None in ways:
        return None
    counts = np.zeros(_BINS + 1, dtype=np.int64)
    total, most = 0.0, 0.0
    moved = other_page.trim.left - page.trim.left, other_page.trim.top - page.trim.top
    for strip in strips(page.trim, COLOUR_PPI):
        was = part_of_plates(page, source, strip, COLOUR_PPI)
        now = part_of_plates(other_page, other, strip.moved(*moved), COLOUR_PPI)
        if was is None or now is None or {*was, *now} - {*PROCESS}:
            return None
        shapes = [layer.shape for layer in (*was.values(), *now.values())]
        if not shapes:
            continue
        size = min(shape[1] for shape in shapes), min(shape[0] for shape in shapes)
        for far in _far(_inks(was, size), _inks(now, size), ways):
            total += float(far.sum())
            most = max(most, float(far.max(initial=0.0)))
            counts += np.bincount(np.minimum((far * _PER_BIN).astype(np.int64), _BINS), minlength=_BINS + 1)
    pixels = int(counts.sum())
    if not pixels:
        return Shift(0.0, 0.0, 0.0)
    at = int(np.searchsorted(np.cumsum(counts), 0.95 * pixels))
    return Shift(total / pixels, min((at + 1) / _PER_BIN, most), most)


def _inks(layers: dict[str, Any], size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    inks = np.zeros((size[1], size[0], len(PROCESS)), dtype=np.uint8)
    for channel, name in enumerate(PROCESS):
        if name in layers:
            inks[:, :, channel] = layers[name][: size[1], : size[0]]
    return inks


def _far(was: npt.NDArray[np.uint8], now: npt.NDArray[np.uint8], ways: list[Any]) -> Iterator[npt.NDArray[np.float64]]:
    """Yield the distances of the pixels of two pictures, some rows at a time."""
    rows = max(1, 300_000 // max(1, was.shape[1]))
    for first in range(0, was.shape[0], rows):
        labs = [_lab(part[first : first + rows], way) for part, way in zip((was, now), ways, strict=True)]
        yield distances(*labs).ravel()


@lru_cache(maxsize=4)
def _lab_way(profile: bytes) -> Any:
    """Return the way from a profile's inks to Lab; None where they are not the four inks."""
    try:
        read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if read.profile.xcolor_space.strip() != "CMYK":
            return None
        lab = ImageCms.createProfile("LAB")
        return ImageCms.buildTransform(read, lab, "CMYK", "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    except (ImageCms.PyCMSError, OSError):
        return None


def _lab(inks: npt.NDArray[np.uint8], way: Any) -> npt.NDArray[np.float64]:
    picture = Image.frombytes("CMYK", (inks.shape[1], inks.shape[0]), np.ascontiguousarray(inks).tobytes())
    raw = np.asarray(ImageCms.applyTransform(picture, way))
    lab = raw.astype(np.float64)
    lab[:, :, 0] *= 100 / 255
    lab[:, :, 1:] = np.ascontiguousarray(raw[:, :, 1:]).view(np.int8)
    return lab
