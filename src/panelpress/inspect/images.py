"""One placed image: pixels against millimetres along its own axes, colour space, filters, masks, digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.facts.paint import ColourSpace
from panelpress.ground.files import digest
from panelpress.inspect.colour import GRAY, ColourSpaces
from panelpress.inspect.jpeg2000 import jpeg_2000_fault
from panelpress.inspect.objects import filters_of, is_true, number_of

if TYPE_CHECKING:
    from panelpress.ground.geometry import Matrix

_ABBREVIATED = {
    "AHx": "ASCIIHexDecode",
    "A85": "ASCII85Decode",
    "LZW": "LZWDecode",
    "Fl": "FlateDecode",
    "RL": "RunLengthDecode",
    "CCF": "CCITTFaxDecode",
    "DCT": "DCTDecode",
}
_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_TAIL = 64  # some encoders pad the end-of-image marker with a few octets


@dataclass(frozen=True, slots=True)
class ImageReading:
    """What an image dictionary and its encoded bytes say, wherever it is placed."""

    width: int
    height: int
    space: ColourSpace | None
    bits: int
    filters: tuple[str, ...]
    mask: str
    digest: str
    whole: bool
    octets: int = 0
    unlawful: str = ""

    def ppi(self, matrix: Matrix) -> tuple[float, float]:
        """Return pixels per inch along the image's own axes, for a matrix that maps the unit square to mm.

        The length of an axis is the hypotenuse of its two matrix terms: dividing by the a-term alone goes wrong as
        soon as the image is turned.
        """
        x, y = matrix.scale_x, matrix.scale_y
        return (self.width * 25.4 / x if x > 0 else 0.0, self.height * 25.4 / y if y > 0 else 0.0)


def read_image(image: Any, resources: Any, spaces: ColourSpaces) -> ImageReading:
    """Return the facts of an image XObject (a stream)."""
    raw = image.read_raw_bytes()
    filters = full_names(filters_of(image))
    return _reading(image, filters, raw, resources, spaces)


def read_inline_image(image: Any, resources: Any, spaces: ColourSpaces) -> ImageReading:
    """Return the facts of an inline image (pikepdf's ``PdfInlineImage``, its keys already spelt out)."""
    raw = image.read_raw_bytes() if hasattr(image, "read_raw_bytes") else b""
    return _reading(image.obj, full_names(filters_of(image.obj)), raw, resources, spaces)


def full_names(filters: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of filters as they are spelt outside inline images."""
    return tuple(_ABBREVIATED.get(name, name) for name in filters)


def _reading(image: Any, filters: tuple[str, ...], raw: bytes, resources: Any, spaces: ColourSpaces) -> ImageReading:
    stencil = is_true(image.get("/ImageMask"))
    named = image.get("/ColorSpace")
    space = None if stencil else spaces.read(named, resources) if named is not None else None
    if space is None and not stencil:
        space = GRAY if "CCITTFaxDecode" in filters or "JBIG2Decode" in filters else ColourSpace("Unknown")
    return ImageReading(
        width=int(number_of(image.get("/Width"))),
        height=int(number_of(image.get("/Height"))),
        space=space,
        bits=1 if stencil else int(number_of(image.get("/BitsPerComponent"), 8)),
        filters=filters,
        mask=_mask(image, stencil=stencil),
        digest=digest(raw),
        whole=_whole(filters, raw),
        octets=len(raw),
        unlawful=jpeg_2000_fault(raw) if filters == ("JPXDecode",) else "",
    )


def _mask(image: Any, *, stencil: bool) -> str:
    if stencil:
        return "stencil"
    if isinstance(image.get("/SMask"), pikepdf.Stream) or number_of(image.get("/SMaskInData")) > 0:
        return "soft"
    mask = image.get("/Mask")
    if isinstance(mask, pikepdf.Stream):
        return "explicit"
    return "colour-key" if isinstance(mask, pikepdf.Array) else ""


def _whole(filters: tuple[str, ...], raw: bytes) -> bool:
    """Tell whether the data is complete as far as its frame shows: a JPEG starts and ends with its markers."""
    if filters == ("DCTDecode",):
        return raw.startswith(_JPEG_START) and _JPEG_END in raw[-_TAIL:]
    return bool(raw)
