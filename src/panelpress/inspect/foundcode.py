"""The code of a proof as it stands on the paper of a file that no longer has it in its fields: in words, or in a picture.

A viewer that prints into a file, and a copier, leave pages that look like the proof and hold no answers. Its code is still
there to be read, so that people can be told which proof it was.
"""

from __future__ import annotations

import re
from contextlib import closing
from math import sqrt
from typing import TYPE_CHECKING, Any

import pypdfium2
import zxingcpp

from panelpress.facts.signing import CODE
from panelpress.ground.units import PT_PER_INCH
from panelpress.inspect.reader import read_pdf

if TYPE_CHECKING:
    from collections.abc import Generator

    from panelpress.facts.pdf import PageFacts

_IN_WORDS = re.compile(rf"(?<![a-z0-9-])(?:{CODE.pattern})")
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_MAX_DRAWN = 200  # pages
_PPI = 200.0  # a QR code of 25 mm and 33 modules: 6 pixels a module, twice what a reader needs
_MAX_PIXELS = 9_000_000  # A4 at 300 ppi


def code_on_paper(data: bytes) -> tuple[str, bool]:
    """Return the code that stands on a file's pages ("" for none), and whether it was read from a picture of them.

    Words are looked through first; where there are none at all, the pages are drawn and searched for a QR code, the last ones
    first, where the sign-off sheets are. Drawn are only files that our own reader went through: a renderer follows a hostile
    drawing until the memory is full.

    Raises:
        PanelpressError: where our reader refuses the file.
        pypdfium2.PdfiumError: where the renderer does.
    """
    pages = read_pdf(data, raster=False, plates=False).pages
    for page in pages:
        if found := _in_words(page):
            return found, False
    if any(run.text.strip() for page in pages for run in page.texts):
        return "", False
    with closing(_drawn(data)) as drawn:
        for page in drawn:
            for barcode in zxingcpp.read_barcodes(_picture(page), formats=_QR):
                if seen := CODE.fullmatch(barcode.text.strip()):
                    return seen[0], True
    return "", True


def _in_words(page: PageFacts) -> str:
    """Return the code in the words of a page: in one piece, or in pieces that follow each other."""
    for text in (*(run.text for run in page.texts), "".join(run.text for run in page.texts)):
        if found := _IN_WORDS.search(text):
            return found[0]
    return ""


def _drawn(data: bytes) -> Generator[Any]:
    document = pypdfium2.PdfDocument(data)
    try:
        for number in reversed(range(min(len(document), _MAX_DRAWN))):
            page = document[number]
            try:
                yield page
            finally:
                page.close()
    finally:
        document.close()


def _picture(page: Any) -> Any:
    width, height = page.get_size()
    scale = min(_PPI / PT_PER_INCH, sqrt(_MAX_PIXELS / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return bitmap.to_numpy().copy()
    finally:
        bitmap.close()
