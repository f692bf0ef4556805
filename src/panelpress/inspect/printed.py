"""How light colours print: their luminance on the paper of the output intent, as a spectrophotometer would see it.

Legibility depends on ink and paper, not on a screen's idea of them: the same swatch passes on a laminated panel and fails
in an uncoated book. The output profile holds what was measured (ICC.1, absolute colorimetric), the paper included.
"""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.facts.paint import BARE_PAPER, PROCESS, Colour
from panelpress.inspect.objects import decoded, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.facts.pdf import PageFacts

_MOST = 512
_LIGHTNESS_STEP = 100 / 255
_LINEAR_BELOW, _SLOPE = 8.0, 903.3  # CIE 15, 8.2.1: L* to Y


def luminances(pdf: pikepdf.Pdf, pages: Iterable[PageFacts]) -> dict[Colour, float]:
    """Return the luminance Y, from 0 to 1, of every flat colour of text and of areas, as far as the intent can tell.

    Colours in spot inks are left out: what they look like is in no profile. A file without a CMYK output profile gets no
    figures for its inks; sRGB colours are taken as sRGB.
    """
    colours = dict.fromkeys((BARE_PAPER, *_colours(pages)))
    inks = {colour: known for colour in list(colours)[:_MOST] if (known := _process(colour)) is not None}
    profile = _profile(pdf)
    found: dict[Colour, float] = {}
    if inks and profile is not None:
        found |= dict(zip(inks, _measured(profile, tuple(inks.values())), strict=False))
    found |= {c: _srgb(c.components) for c in colours if c.space.kind == "DeviceRGB" and len(c.components) == 3}
    return found


def _colours(pages: Iterable[PageFacts]) -> Iterable[Colour]:
    for page in pages:
        yield from (run.fill.colour for run in page.texts if run.fill is not None)
        yield from (shape.paint.colour for shape in page.shapes if shape.kind == "fill")


def _process(colour: Colour) -> tuple[float, ...] | None:
    inks = colour.inks
    if inks is None or any(name not in PROCESS for name in inks):
        return None
    return tuple(min(max(inks.get(name, 0.0), 0.0), 1.0) for name in PROCESS)


def _profile(pdf: pikepdf.Pdf) -> bytes | None:
    """Return the CMYK profile of the file's output intent."""
    intents: Any = pdf.Root.get("/OutputIntents", [])
    for intent in intents if isinstance(intents, pikepdf.Array) else ():
        stream = intent.get("/DestOutputProfile") if isinstance(intent, pikepdf.Dictionary) else None
        if isinstance(stream, pikepdf.Stream) and name_of(intent.get("/S")) == "GTS_PDFX":
            data = decoded(stream, "the output profile")
            return data if data[16:20] == b"CMYK" else None
    return None


@functools.lru_cache(maxsize=8)
def _measured(profile: bytes, inks: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """Return Y for each; () where the profile says nothing of how its inks look."""
    from PIL import Image, ImageCms  # noqa: PLC0415 - loads LittleCMS only where there is something to measure

    try:
        transform = _transform(profile)
    except ImageCms.PyCMSError:
        return ()
    picture = Image.frombytes("CMYK", (len(inks), 1), bytes(round(255 * v) for ink in inks for v in ink))
    lab = ImageCms.applyTransform(picture, transform)
    assert lab is not None
    return tuple(_luminance(value * _LIGHTNESS_STEP) for value in lab.getchannel(0).tobytes())


@functools.lru_cache(maxsize=4)
def _transform(profile: bytes) -> Any:
    from PIL import ImageCms  # noqa: PLC0415 - the same

    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    lab: Any = ImageCms.createProfile("LAB")
    intent = ImageCms.Intent.ABSOLUTE_COLORIMETRIC
    return ImageCms.buildTransform(source, lab, "CMYK", "LAB", renderingIntent=intent)


def _luminance(lightness: float) -> float:
    """Return Y from L*."""
    if lightness <= _LINEAR_BELOW:
        return lightness / _SLOPE
    return ((lightness + 16) / 116) ** 3


def _srgb(components: tuple[float, ...]) -> float:
    """Return the relative luminance of an sRGB colour (WCAG 2.2)."""
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in components)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
