"""Text that something lies on: suspected from the order of painting, decided by the pixels.

Where a picture or an opaque area is painted later across a text, the page is rendered twice, with its text and without. A
text whose pixels are the same both times does not show.

The renderer is not safe to use from several threads: use processes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
from pypdfium2 import raw

from panelpress.inspect.raster import render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from panelpress.facts.pdf import PageFacts, PdfFacts, TextRun
    from panelpress.ground.geometry import Box

    Pixels = npt.NDArray[np.uint8]

_ACROSS = 0.3  # of a text's box: a hairline across a word does not hide it
_SHOWS = 24  # of 255: less is the ripple of a rounded edge
_ENOUGH = 0.004  # of a text's pixels: the thinnest letters cover some 5 %
_INVISIBLE = 3  # text render mode, ISO 32000-2, 9.3.6
_MOST_PAIRS = 20_000_000


def with_covered(facts: PdfFacts, source: Path | bytes) -> PdfFacts:
    """Return the facts with the text that something lies on marked as covered.

    Pages on which nothing opaque is painted after a text, across it, are not rendered.

    Raises:
        pypdfium2.PdfiumError: where the renderer cannot read the file.
    """
    suspects = {page.number: found for page in facts.pages if (found := _suspects(page))}
    if not suspects:
        return facts
    document = pypdfium2.PdfDocument(source)
    try:
        pages = tuple(_judged(document, page, suspects.get(page.number, ())) for page in facts.pages)
    finally:
        document.close()
    return replace(facts, pages=pages)


def _suspects(page: PageFacts) -> tuple[int, ...]:
    """Return which of a page's texts have something opaque painted across them later, by their place in the list."""
    covers = [(s.order, s.visible) for s in page.shapes if s.kind != "stroke" and s.visible and s.paint.opaque]
    covers += [(i.order, i.visible) for i in page.images if i.visible and i.paint.opaque]
    runs = [(n, run) for n, run in enumerate(page.texts) if run.visible is not None and run.paints]
    if not covers or not runs or len(covers) * len(runs) > _MOST_PAIRS:
        return ()
    last = max(order for order, _ in covers)
    orders = np.array([order for order, _ in covers])
    boxes = np.array([(b.left, b.top, b.right, b.bottom) for _, b in covers])
    return tuple(n for n, run in runs if run.order < last and _is_crossed(run, orders, boxes))


def _is_crossed(run: TextRun, orders: npt.NDArray[Any], boxes: npt.NDArray[Any]) -> bool:
    box = run.visible
    assert box is not None
    later = boxes[orders > run.order]
    width = np.minimum(later[:, 2], box.right) - np.maximum(later[:, 0], box.left)
    height = np.minimum(later[:, 3], box.bottom) - np.maximum(later[:, 1], box.top)
    common = np.clip(width, 0, None) * np.clip(height, 0, None)
    return bool(common.size and float(common.max()) >= _ACROSS * box.area > 0)


def _judged(document: Any, page: PageFacts, suspects: Sequence[int]) -> PageFacts:
    if not suspects:
        return page
    shown, bare = render(document, page), _without_text(document, page)
    texts = list(page.texts)
    for n in suspects:
        box = texts[n].visible
        if box is not None and not _differs(shown, bare, box, page):
            texts[n] = replace(texts[n], covered=True)
    return replace(page, texts=tuple(texts))


def _without_text(document: Any, page: PageFacts) -> Pixels:
    """Return a page's pixels as they are without its text."""
    sheet = document[page.number - 1]
    for thing in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
        raw.FPDFTextObj_SetTextRenderMode(thing.raw, _INVISIBLE)
    upright = replace(page, rotate=0, boxes=replace(page.boxes, crop=None, inherited=()))  # as it was rendered before
    return render(_Held(sheet), upright)


class _Held:
    """Hands out one opened page, whose text was made invisible: opening it again would bring the text back."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def __getitem__(self, _index: int) -> Any:
        return self._sheet


def _differs(shown: Pixels, bare: Pixels, box: Box, page: PageFacts) -> bool:
    media = page.boxes.media
    height, width = shown.shape[:2]
    x, y = width / media.width, height / media.height
    left, right = int((box.left - media.left) * x), int((box.right - media.left) * x) + 1
    top, bottom = int((box.top - media.top) * y), int((box.bottom - media.top) * y) + 1
    one, other = shown[max(top, 0) : bottom, max(left, 0) : right], bare[max(top, 0) : bottom, max(left, 0) : right]
    if not one.size:
        return True
    change = np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2)
    return bool((change > _SHOWS).mean() >= _ENOUGH)
