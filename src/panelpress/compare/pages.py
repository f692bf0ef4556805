"""Which parts of a page's picture changed.

Pictures are JPEGs, so that equal pages can differ a little where they were packed differently. What is compared is therefore
the mean of the pixels around each: of three by three for what is drawn sharply, of seventeen by seventeen for tones, so that
a photograph a twentieth darker is told. Measured on the sample's panels at 60 ppi and its book pages at 110 ppi, each
packed at quality 50, 75 and 90, the same page differs by at most 15 in lightness over three pixels (:data:`SHARP` is 24), by 3
in lightness and 5 in colour over seventeen (:data:`TONE` is 6, :data:`COLOUR` 8).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from panelpress.facts.change import Fraction

    Marks = npt.NDArray[np.bool_]
    Values = npt.NDArray[np.uint8]

SHARP, TONE, COLOUR = 24, 6, 8
"""From which difference on, 0-255, something changed: lightness over 3 pixels, lightness over 17, colour over 17"""
_SOME = 3
"""What changed in tone is where at least so much differs over 3 pixels"""
MOST = 12
"""The most regions of a page: where there are more, those that lie near each other become one"""
_CELLS = 80
"""How many cells the shorter side of a page is divided into: what changed in cells that touch is one region"""
_SAME_SHAPE = 0.01


def changed_regions(before: bytes, after: bytes) -> tuple[Fraction, ...] | None:
    """Return the parts of a picture that differ, from the top, each as shares of it; None where they cannot be compared.

    Pages of another shape, and pictures that cannot be read, cannot be compared.
    """
    old, new = _opened(before), _opened(after)
    if old is None or new is None or abs(old.width / old.height / (new.width / new.height) - 1) > _SAME_SHAPE:
        return None
    marks = _marks(old, new)
    if not marks.any():
        return ()
    high, wide = marks.shape
    cell = max(1, round(min(marks.shape) / _CELLS))
    regions = _regions(marks, cell)
    while len(regions) > MOST:
        cell *= 2
        regions = _regions(marks, cell)
    around = max(1, round(min(marks.shape) / _CELLS / 2))
    return tuple(
        (
            max(0, left - around) / wide,
            max(0, top - around) / high,
            min(wide, right + around) / wide,
            min(high, bottom + around) / high,
        )
        for left, top, right, bottom in sorted(regions, key=lambda box: (box[1], box[0]))
    )


def _opened(data: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.convert("YCbCr")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _marks(old: Image.Image, new: Image.Image) -> Marks:
    """Return which pixels differ, of two pictures brought to the size of the smaller one."""
    size = min(old.size, new.size)
    bands = [
        tuple(band if band.size == size else band.resize(size, Image.Resampling.BOX) for band in picture.split())
        for picture in (old, new)
    ]
    marks: Marks = np.zeros((size[1], size[0]), dtype=np.bool_)
    for was, now, tone in zip(*bands, (TONE, COLOUR, COLOUR), strict=True):
        near = _apart(was, now, 1)
        marks |= (_apart(was, now, 8) >= tone) & (near >= _SOME)
        if tone == TONE:
            marks |= near >= SHARP
    return marks


def _apart(was: Image.Image, now: Image.Image, reach: int) -> Values:
    """Return how far the means around each pixel are apart."""
    one, other = (np.asarray(band.filter(ImageFilter.BoxBlur(reach))) for band in (was, now))
    apart: Values = np.where(one > other, one - other, other - one)
    return apart


def _regions(marks: Marks, cell: int) -> list[tuple[int, int, int, int]]:
    """Return boxes around marks that stand in cells that touch: left, top, right, bottom in pixels."""
    rows, columns = np.nonzero(marks)
    cells: dict[tuple[int, int], list[int]] = {}
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        box = cells.setdefault((row // cell, column // cell), [column, row, column + 1, row + 1])
        box[0], box[2], box[3] = min(box[0], column), max(box[2], column + 1), row + 1
    found = []
    while cells:
        group = [cells.pop(place) for place in _together(cells)]
        left, top, right, bottom = zip(*group, strict=True)
        found.append((min(left), min(top), max(right), max(bottom)))
    return _merged(found)


def _together(cells: dict[tuple[int, int], list[int]]) -> Iterator[tuple[int, int]]:
    """Yield the first cell and all that hang together with it."""
    first = next(iter(cells))
    seen, waiting = {first}, [first]
    while waiting:
        row, column = waiting.pop()
        yield row, column
        for near in ((row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)):
            if near in cells and near not in seen:
                seen.add(near)
                waiting.append(near)


def _merged(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Return boxes of which none overlaps another: those that do become one."""
    found: list[tuple[int, int, int, int]] = []
    for box in boxes:
        left, top, right, bottom = box
        while over := [o for o in found if o[0] < right and left < o[2] and o[1] < bottom and top < o[3]]:
            found = [other for other in found if other not in over]
            left, right = min(left, *(o[0] for o in over)), max(right, *(o[2] for o in over))
            top, bottom = min(top, *(o[1] for o in over)), max(bottom, *(o[3] for o in over))
        found.append((left, top, right, bottom))
    return found
