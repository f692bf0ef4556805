"""Whether two pages print the same outside a box that may change: plate by plate, pixel for pixel.

Both stand alike on their sheets, so that the same renderer draws what is the same to the last pixel: one that differs by a
single step of 255 counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from panelpress.inspect.paper import PPI
from panelpress.inspect.plates import part_of_plates
from panelpress.inspect.softproof import strips

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    import numpy.typing as npt

    from panelpress.facts.pdf import PageFacts
    from panelpress.ground.geometry import Box


@dataclass(frozen=True, slots=True)
class Beside:
    """How two pages are to each other outside a box: how many pixels were compared, how many differ, on which plates."""

    pixels: int
    differing: int
    plates: tuple[str, ...]


def beside(
    page: PageFacts, source: Path | bytes, other_page: PageFacts, other: Path | bytes, box: Box
) -> Beside | None:
    """Return how two pages are to each other inside the bleed, a box left out; None where something is not told in inks.

    A pixel that only partly lies in the box is compared. Pages are drawn at 150 ppi.

    Raises:
        ValueError: where the pages do not stand alike on their sheets.
        pypdfium2.PdfiumError: where the renderer cannot read what it is given.
    """
    area = page.boxes.bleed or page.trim
    if (other_page.boxes.bleed or other_page.trim) != area or other_page.trim != page.trim:
        message = "their bleed or trim is another"
        raise ValueError(message)
    pixels = differing = 0
    inks: set[str] = set()
    for strip in strips(area, PPI):
        was, now = (part_of_plates(p, s, strip, PPI) for p, s in ((page, source), (other_page, other)))
        if was is None or now is None:
            return None
        unequal: npt.NDArray[np.bool_] | None = None
        for name in sorted({*was, *now}):
            far = _unequal(was.get(name), now.get(name))
            _leave_out(far, strip, box)
            if far.any():
                inks.add(name)
            unequal = far if unequal is None else unequal | far
        if unequal is not None:
            left_out = np.ones(unequal.shape, dtype=np.bool_)
            _leave_out(left_out, strip, box)
            pixels += int(left_out.sum())
            differing += int(unequal.sum())
    return Beside(pixels, differing, tuple(sorted(inks)))


def _unequal(was: Any, now: Any) -> npt.NDArray[np.bool_]:
    """Return where two plates differ; one that has nothing on it is not there."""
    if was is None or now is None:
        return np.asarray((now if was is None else was) > 0)
    return np.asarray(was != now)


def _leave_out(marks: npt.NDArray[np.bool_], strip: Box, box: Box) -> None:
    """Take the pixels that lie wholly in a box out of a part of a page."""
    down, across = strip.height / marks.shape[0], strip.width / marks.shape[1]
    top, bottom = math.ceil((box.top - strip.top) / down), math.floor((box.bottom - strip.top) / down)
    left, right = math.ceil((box.left - strip.left) / across), math.floor((box.right - strip.left) / across)
    marks[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = False
