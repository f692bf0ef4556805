"""A page of a finished press file as it will look on paper: its plates, seen through the press's own profile.

The inks are drawn plate by plate (:mod:`panelpress.inspect.plates`), so that overprint and black are what a press makes of
them, and turned to sRGB by the profile of the output intent that is in the file: absolute colorimetric (ICC.1, 6.2.3), so that
the paper shows as the paper it is and not as the white of the screen. An ink of its own is shown by the full tint of its
alternate, laid over the others as a filter.

The renderer is not safe to use from several threads: use processes.
"""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
from PIL import Image, ImageCms

from panelpress.facts.paint import PROCESS
from panelpress.ground.geometry import Box
from panelpress.ground.units import MM_PER_INCH
from panelpress.inspect.inks import ALL
from panelpress.inspect.plates import output_profile, part_of_plates, spaces_of
from panelpress.inspect.raster import upright

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import numpy.typing as npt

    from panelpress.facts.pdf import PageFacts
    from panelpress.inspect.inks import Plane

    Pixels = npt.NDArray[np.uint8]

MAX_PART = 4_000_000
"""The most pixels that are drawn at a time: an A1 page at 100 ppi is done in two strips, in some 220 MB with its photographs"""


@dataclass(frozen=True)
class SoftProof:
    """A part of a page as it will look: rows by columns by red, green, blue, sRGB.

    ``exact`` is False where the file has no output profile, or something on the page cannot be told in inks: it is then as an
    ordinary viewer shows it.
    """

    pixels: Pixels
    exact: bool

    def jpeg(self, quality: int, size: tuple[int, int] | None = None) -> bytes:
        """Return it as a JPEG of the quality 1-95, made smaller to (width, height) in pixels where that is given."""
        picture = Image.fromarray(self.pixels)
        if size is not None and size != picture.size:
            picture = picture.resize(size, Image.Resampling.HAMMING)
        written = io.BytesIO()
        picture.save(written, "JPEG", quality=quality, optimize=True, subsampling="4:2:0" if quality < 80 else "4:4:4")
        return written.getvalue()


def soft_proof(page: PageFacts, source: Path | bytes, area: Box, ppi: float) -> SoftProof:
    """Return a part of a page as it will look on paper.

    Args:
        page: what is known of the page.
        source: the file it is in.
        area: the part, mm from the trim's top-left corner.
        ppi: how many pixels an inch of the paper gets.

    Raises:
        pypdfium2.PdfiumError: where the renderer cannot read what it is given.
        PanelpressError: where the file unpacks to too much.
    """
    profile = output_profile(source)
    tints = _tints(page)
    look = _look(profile) if profile is not None else None
    if look is None or tints is None:
        return SoftProof(_as_viewed(page, source, area, ppi), exact=False)
    drawn = []
    for strip in strips(area, ppi):
        layers = part_of_plates(page, source, strip, ppi)
        if layers is None:
            return SoftProof(_as_viewed(page, source, area, ppi), exact=False)
        size = _pixels(strip.width, ppi), _pixels(strip.height, ppi)
        drawn.append(
            np.asarray(ImageCms.applyTransform(Image.frombytes("CMYK", size, _inks(layers, tints, size)), look))
        )
    return SoftProof(np.concatenate(drawn), exact=True)


def _pixels(length: float, ppi: float) -> int:
    return max(1, round(length * ppi / MM_PER_INCH))


def strips(area: Box, ppi: float) -> Iterator[Box]:
    """Yield an area in strips that may be drawn at a time; each begins and ends between two pixels."""
    rows, wide = _pixels(area.height, ppi), _pixels(area.width, ppi)
    at_once = max(1, MAX_PART // wide)
    for first in range(0, rows, at_once):
        last = min(first + at_once, rows)
        top, bottom = (area.top + area.height * row / rows for row in (first, last))
        yield Box(area.left, top, area.right, bottom)


@lru_cache(maxsize=2)
def _look(profile: bytes) -> Any:
    """Return the way from the profile's inks to sRGB; None where they are not the four inks."""
    try:
        read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if read.profile.xcolor_space.strip() != "CMYK":
            return None
        return ImageCms.buildTransform(
            read, ImageCms.createProfile("sRGB"), "CMYK", "RGB", ImageCms.Intent.ABSOLUTE_COLORIMETRIC
        )
    except (ImageCms.PyCMSError, OSError):
        return None


def _inks(layers: Mapping[str, Plane], tints: Mapping[str, tuple[float, ...]], size: tuple[int, int]) -> bytes:
    """Return plates as the four inks, side by side for each pixel; what is on all plates is on these four."""
    inks = np.zeros((size[1], size[0], 4), dtype=np.uint8)
    layers = {name: layer[: size[1], : size[0]] for name, layer in layers.items()}
    for channel, name in enumerate(PROCESS):
        if name in layers:
            inks[:, :, channel] = layers[name]
    for name, tint in tints.items():
        if name in layers:
            for channel, share in enumerate(tint):
                if share:
                    light = (255 - inks[:, :, channel].astype(np.float32)) * (
                        1 - layers[name] * np.float32(share / 255)
                    )
                    inks[:, :, channel] = np.rint(255 - light).astype(np.uint8)
    return inks.tobytes()


def _tints(page: PageFacts) -> dict[str, tuple[float, ...]] | None:
    """Return every ink of the page beside the four as the shares 0-1 of them that show it; None where one has none."""
    found: dict[str, tuple[float, ...]] = {}
    for space in (part for whole in spaces_of(page) for part in whole.chain):
        for name in space.colorants:
            if name in (*PROCESS, ALL, "None"):
                continue
            full = space.full.split("/") if space.base is not None and space.base.model == "cmyk" else []
            if len(full) == len(PROCESS):
                found[name] = tuple(float(share) / 100 for share in full)
            else:
                found.setdefault(name, ())
    return None if any(not tint for tint in found.values()) else found


def _as_viewed(page: PageFacts, source: Path | bytes, area: Box, ppi: float) -> Pixels:
    """Return a part of a page as an ordinary viewer shows it."""
    with closing(pypdfium2.PdfDocument(source)) as document:
        sheet = upright(document, page)
        media = page.boxes.media
        wide, high = _pixels(area.width, ppi), _pixels(area.height, ppi)
        scale = wide / area.width * media.width / sheet.get_width()
        per_mm = sheet.get_width() / media.width
        cut = (area.left - media.left, media.bottom - area.bottom, media.right - area.right, area.top - media.top)
        left, bottom, right, top = (max(0.0, side * per_mm) for side in cut)
        with closing(
            sheet.render(scale=scale, crop=(left, bottom, right, top), draw_annots=False, rev_byteorder=True)
        ) as bitmap:
            drawn = Image.fromarray(np.array(bitmap.to_numpy()[:, :, :3]))
        sheet.close()
    return np.asarray(drawn if drawn.size == (wide, high) else drawn.resize((wide, high)))
