"""Small pictures of what was rendered anyway: of whole pages, and of single plates.

The renderer shows inks by a simple formula: good for finding a place, no proof of a colour. Equal pixels give equal bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy import uint8

    from panelpress.facts.pdf import PageFacts

    Pixels = npt.NDArray[uint8]

_PANEL_FROM_MM = 500.0
_PANEL_PX, _BOOK_PX = 900, 440
_PANEL_PLATE_PX, _BOOK_PLATE_PX = 260, 160
_QUALITY = 60
SMALL_PPI = 54.0
"""A book page drawn for its look alone: 440 pixels of 210 mm."""


def page_look(page: PageFacts, pixels: Pixels) -> bytes:
    """Return a small JPEG of a page's RGB pixels: about 900 pixels along a panel, 440 along a book page."""
    return _jpeg(pixels, _PANEL_PX if _large(page) else _BOOK_PX)


def plate_look(page: PageFacts, plate: Pixels) -> bytes:
    """Return a small grey JPEG of a plate (0 no ink, 255 full), dark where ink lies."""
    return _jpeg(255 - plate, _PANEL_PLATE_PX if _large(page) else _BOOK_PLATE_PX)


def _large(page: PageFacts) -> bool:
    return max(page.trim.width, page.trim.height) >= _PANEL_FROM_MM


def _jpeg(pixels: Pixels, longest: int) -> bytes:
    picture = Image.fromarray(pixels)
    times = max(1, round(max(picture.size) / longest))  # whole pixels together: five times as fast as any other scaling
    out = io.BytesIO()
    picture.reduce(times).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
