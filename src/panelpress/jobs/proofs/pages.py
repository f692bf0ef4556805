"""The pages of a press file as the proof shows them: pictures made from its finished bytes, and figures read from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from panelpress.ground.units import MM_PER_INCH

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.pdf import PageFacts
    from panelpress.ground.geometry import Box
    from panelpress.inspect.softproof import SoftProof
    from panelpress.press.recipe import Plate

STEPS: tuple[tuple[float, int], ...] = ((1.0, 72), (1.0, 55), (0.8, 50), (0.6, 45), (0.45, 40), (0.35, 35))
"""How pictures are made smaller, step by step, until the proof is small enough: shares of the full resolution, JPEG quality"""
MOST_PPI, LONGEST = 140.0, 2480
"""The full resolution: of a page in the hand, and the most pixels along a panel's longer side (150 ppi on an A3 sheet)"""
KEPT_PPI, KEPT_LONGEST, KEPT_QUALITY = 110.0, 1600, 75
"""The same of the small picture that is kept to compare later proofs with; never changed by the size of the proof"""
_THUMBNAIL = 240
_THUMBNAIL_QUALITY = 70


@dataclass(frozen=True)
class Wanted:
    """Pages to be shown: of which file (its own name is not told anywhere), and the photographs placed on them."""

    path: Path
    pages: tuple[int, ...]
    plates: tuple[Plate, ...] = ()


@dataclass(frozen=True)
class SeenPlate:
    """A photograph in its place: a small picture, and its effective resolution, ppi (None: no picture lies there)."""

    thumbnail: bytes
    ppi: float | None


@dataclass(frozen=True)
class SeenPage:
    """A page as it looks.

    Attributes:
        area: what the pictures show, mm from the trim's top-left corner.
        pictures: by :data:`STEPS`, from the largest.
        kept: the small picture that later proofs are compared with.
        plates: its photographs, in the order in which they were given.
        exact: whether its colours are those of the press; else as an ordinary viewer has them.
    """

    page: int
    area: Box
    pictures: tuple[bytes, ...]
    kept: bytes
    plates: tuple[SeenPlate, ...] = ()
    exact: bool = True


def see(wanted: Wanted) -> tuple[SeenPage, ...]:
    """Return pages as they look; what a worker process does.

    Raises:
        PanelpressError: where the file cannot be read.
        pypdfium2.PdfiumError: where the renderer cannot read it.
    """
    from panelpress.inspect.reader import read_pdf

    facts = read_pdf(wanted.path, plates=False, raster=False)
    return tuple(
        _seen(facts.pages[number - 1], wanted.path, [p for p in wanted.plates if p.page == number])
        for number in wanted.pages
    )


def _seen(page: PageFacts, path: Path, plates: list[Plate]) -> SeenPage:
    from panelpress.inspect.softproof import soft_proof

    area = page.boxes.media.overlap(page.boxes.bleed or page.trim) or page.trim
    ppi = _ppi(area, MOST_PPI, LONGEST)
    look = soft_proof(page, path, area, ppi)
    kept = _ppi(area, KEPT_PPI, KEPT_LONGEST) / ppi
    return SeenPage(
        page.number,
        area,
        tuple(look.jpeg(quality, _size(look, share)) for share, quality in STEPS),
        look.jpeg(KEPT_QUALITY, _size(look, kept)),
        tuple(SeenPlate(_thumbnail(look, area, plate.box), _resolution(page, plate.box)) for plate in plates),
        look.exact,
    )


def _ppi(area: Box, most: float, longest: int) -> float:
    return min(most, longest * MM_PER_INCH / max(area.width, area.height))


def _size(look: SoftProof, share: float) -> tuple[int, int]:
    high, wide = look.pixels.shape[:2]
    return max(1, round(wide * share)), max(1, round(high * share))


def _thumbnail(look: SoftProof, area: Box, box: Box) -> bytes:
    """Return a photograph's part of the page as a small picture."""
    high, wide = look.pixels.shape[:2]
    inside = area.overlap(box) or area
    left, right = (round((x - area.left) / area.width * wide) for x in (inside.left, inside.right))
    top, bottom = (round((y - area.top) / area.height * high) for y in (inside.top, inside.bottom))
    part = np.ascontiguousarray(look.pixels[top : max(bottom, top + 1), left : max(right, left + 1)])
    cut = type(look)(part, look.exact)
    return cut.jpeg(_THUMBNAIL_QUALITY, _size(cut, min(1.0, _THUMBNAIL / max(part.shape[:2]))))


def _resolution(page: PageFacts, box: Box) -> float | None:
    """Return the effective resolution of the picture in a box: of several, the one that fills most of it."""

    def shared(place: Box) -> float:
        both = place.overlap(box)
        return both.area if both else 0.0

    found = [(shared(image.box), image.ppi) for image in page.images if image.visible is not None]
    best = max(found, default=(0.0, 0.0))
    return best[1] if best[0] > box.area / 2 else None


def part_at_real_size(path: Path, number: int, area: Box, ppi: float, quality: int) -> bytes:
    """Return a part of a page as a JPEG for a tile.

    Args:
        path: the press file.
        number: its page, counted from 1.
        area: the part, mm from the trim's top-left corner.
        ppi: the resolution at real size.
        quality: the JPEG's.

    Raises:
        PanelpressError: where the file cannot be read.
    """
    from panelpress.inspect.reader import read_pdf
    from panelpress.inspect.softproof import soft_proof

    page = read_pdf(path, plates=False, raster=False).pages[number - 1]
    return soft_proof(page, path, area, ppi).jpeg(quality)
