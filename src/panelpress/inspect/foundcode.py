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

if TYPE_CHECKING:
    from collections.abc import Generator

_IN_WORDS = re.compile(rf"(?<![a-z0-9-])(?:{CODE.pattern})")
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_MAX_PAGES = 200
_MAX_LETTERS = 200_000  # of one page
_PPI = 200.0  # a QR code of 25 mm and 33 modules: 6 pixels a module, twice what a reader needs
_MAX_PIXELS = 9_000_000  # A4 at 300 ppi


def printed(data: bytes) -> tuple[str, bool]:
    """Return the code in the words of a file's pages ("" for none), and whether there are any words at all.

    Raises:
        pypdfium2.PdfiumError: when the file cannot be opened.
    """
    letters = False
    with closing(_pages(data)) as pages:
        for page in pages:
            said = _words(page)
            letters = letters or bool(said.strip())
            if found := _IN_WORDS.search(said):
                return found[0], True
    return "", letters


def pictured(data: bytes) -> str:
    """Return the code in a QR code on the pages of a file, "" for none: the last pages first, where the sign-off sheets are.

    Raises:
        pypdfium2.PdfiumError: when the file cannot be opened.
    """
    with closing(_pages(data, last_first=True)) as pages:
        for page in pages:
            for barcode in zxingcpp.read_barcodes(_picture(page), formats=_QR):
                if found := CODE.fullmatch(barcode.text.strip()):
                    return found[0]
    return ""


def _pages(data: bytes, *, last_first: bool = False) -> Generator[Any]:
    document = pypdfium2.PdfDocument(data)
    try:
        numbers = range(min(len(document), _MAX_PAGES))
        for number in reversed(numbers) if last_first else numbers:
            page = document[number]
            try:
                yield page
            finally:
                page.close()
    finally:
        document.close()


def _words(page: Any) -> str:
    shown = page.get_textpage()
    try:
        return str(shown.get_text_range(0, min(shown.count_chars(), _MAX_LETTERS)))
    finally:
        shown.close()


def _picture(page: Any) -> Any:
    width, height = page.get_size()
    scale = min(_PPI / PT_PER_INCH, sqrt(_MAX_PIXELS / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return bitmap.to_numpy().copy()
    finally:
        bitmap.close()
