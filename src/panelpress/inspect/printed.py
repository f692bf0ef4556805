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
from panelpress.ground.sight import dimmed
from panelpress.inspect.objects import decoded, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.facts.pdf import PageFacts
    from panelpress.ground.sight import Light

_MOST = 512
_LIGHTNESS_STEP = 100 / 255
_GREY = 128  # of a* and b* in eight bits
_LINEAR_BELOW, _SLOPE = 24 / 116, 903.3  # CIE 15, 8.2.1
_WHITE = (0.9642, 1.0, 0.8249)  # D50 (ICC.1)
_TO_SRGB = (  # from D50: the inverse of the primaries in every sRGB profile (IEC 61966-2-1, adapted after Bradford)
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)


def luminances(pdf: pikepdf.Pdf, pages: Iterable[PageFacts]) -> dict[Colour, float]:
    """Return the luminance Y, from 0 to 1, of every flat colour of text and of areas, as far as the intent can tell.

    Colours in spot inks are left out: what they look like is in no profile. A file without a CMYK output profile gets no
    figures for its inks; sRGB colours are taken as sRGB.
    """
    found = {colour: y for colour, (y, _) in _inks(pdf, pages).items()}
    return found | {c: _srgb(c.components) for c in _on_screens(pages)}


def colours_dimmed(pdf: pikepdf.Pdf, pages: Iterable[PageFacts]) -> dict[Colour, tuple[float, float]]:
    """Return the luminances of the same colours to eyes without red cones and to eyes without green ones."""
    found = {colour: dimmed(light) for colour, (_, light) in _inks(pdf, pages).items()}
    return found | {c: dimmed(_linear(c.components)) for c in _on_screens(pages)}


def _inks(pdf: pikepdf.Pdf, pages: Iterable[PageFacts]) -> dict[Colour, tuple[float, Light]]:
    """Return luminance and light of every flat colour in process inks, the bare paper's first."""
    colours = list(dict.fromkeys((BARE_PAPER, *_colours(pages))))[:_MOST]
    inks = {colour: known for colour in colours if (known := _process(colour)) is not None}
    profile = _profile(pdf)
    return dict(zip(inks, _measured(profile, tuple(inks.values())), strict=False)) if inks and profile else {}


def _on_screens(pages: Iterable[PageFacts]) -> list[Colour]:
    return [c for c in dict.fromkeys(_colours(pages)) if c.space.kind == "DeviceRGB" and len(c.components) == 3]


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
def _measured(profile: bytes, inks: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, Light], ...]:
    """Return Y and light for each; () where the profile says nothing of how its inks look."""
    from PIL import Image, ImageCms  # noqa: PLC0415 - loads LittleCMS only where there is something to measure

    try:
        transform = _transform(profile)
    except ImageCms.PyCMSError:
        return ()
    picture = Image.frombytes("CMYK", (len(inks), 1), bytes(round(255 * v) for ink in inks for v in ink))
    lab = ImageCms.applyTransform(picture, transform)
    assert lab is not None
    channels = (lab.getchannel(n).tobytes() for n in range(3))
    return tuple(_seen(one * _LIGHTNESS_STEP, a - _GREY, b - _GREY) for one, a, b in zip(*channels, strict=True))


@functools.lru_cache(maxsize=4)
def _transform(profile: bytes) -> Any:
    from PIL import ImageCms  # noqa: PLC0415 - the same

    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    lab: Any = ImageCms.createProfile("LAB")
    intent = ImageCms.Intent.ABSOLUTE_COLORIMETRIC
    return ImageCms.buildTransform(source, lab, "CMYK", "LAB", renderingIntent=intent)


def _seen(lightness: float, a: float, b: float) -> tuple[float, Light]:
    """Return Y, and the light of the sRGB primaries, of a colour in CIELAB under D50."""
    middle = (lightness + 16) / 116
    x, y, z = (white * _cubed(f) for white, f in zip(_WHITE, (middle + a / 500, middle, middle - b / 200), strict=True))
    red, green, blue = (row[0] * x + row[1] * y + row[2] * z for row in _TO_SRGB)
    return y, (red, green, blue)


def _cubed(f: float) -> float:
    """Return a tristimulus value, as a share of white, from its part in CIELAB."""
    return f**3 if f > _LINEAR_BELOW else (116 * f - 16) / _SLOPE


def _srgb(components: tuple[float, ...]) -> float:
    """Return the relative luminance of an sRGB colour (WCAG 2.2)."""
    red, green, blue = _linear(components)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(components: tuple[float, ...]) -> Light:
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in components)
    return red, green, blue
