"""Size: a picture is brought to the pixels its place needs once, in linear light, strip by strip; never enlarged.

Averaging encoded values darkens fine bright detail (a star, wet rock, a lamp far off); light adds up, so pixels are
averaged as light. The filter is Catmull-Rom's cubic: in linear light Lanczos' second lobe leaves a light line in
the black beside a bright edge (1.5 % of the step, sRGB 33 of 255 beside white), the cubic has no such lobe (measured by
a test).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from panelpress.press.pictures.strips import in_strips

if TYPE_CHECKING:
    from panelpress.press.pictures.ingest import Pixels

_FILTER = Image.Resampling.BICUBIC
_SUPPORT = 2  # px of the smaller scale: how far the filter reaches
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_STRIP = 128  # rows of the result made at a time
_STEPS = 65535  # light is looked up in so many steps on the way back: sRGB's darkest step is 20 of them

Region = tuple[float, float, float, float]
"""Left, top, right, bottom in source pixels; fractions are honoured."""


@functools.cache
def _light(gamma: float | None) -> list[float]:
    """Return the light, 0-1, of each 8-bit value: sRGB's own curve (IEC 61966-2-1), or a plain gamma."""
    value = np.arange(256) / 255
    curve = value**gamma if gamma else np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return [float(light) for light in curve.astype(np.float32)]


@functools.cache
def _value(gamma: float | None) -> np.ndarray:
    """Return the 8-bit value of each of ``_STEPS`` + 1 steps of light."""
    light = np.arange(_STEPS + 1) / _STEPS
    if gamma:
        value = light ** (1 / gamma)
    else:
        value = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.round(255 * value).astype(np.uint8)


def target_size(width: float, height: float, wanted: tuple[int, int]) -> tuple[int, int]:
    """Return the pixels a region of ``width`` × ``height`` source pixels is brought to: those wanted, or its own if fewer."""
    scale = max(wanted[0] / width, wanted[1] / height)
    if scale >= 1:
        return max(1, round(width)), max(1, round(height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def resampled(pixels: Pixels, region: Region, size: tuple[int, int], gamma: float | None = None) -> Pixels:
    """Return a region of a picture in the pixels wanted.

    Args:
        pixels: the picture; one channel, or three or four in the last axis.
        region: what of it.
        size: width and height of the result, px; not more than the region has.
        gamma: of its encoding; None for sRGB's curve. Ink shares (CMYK) pass with gamma 1: the light a screened tint
            reflects is, after Murray and Davies, linear in the area that is inked.
    """
    left, top, right, bottom = region
    whole = all(edge == round(edge) for edge in region)
    if whole and size == (round(right - left), round(bottom - top)):
        return np.ascontiguousarray(pixels[round(top) : round(bottom), round(left) : round(right)])
    width, height = size
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    out = np.empty((height, width, channels), np.uint8)
    scale = (bottom - top) / height
    reach = int(np.ceil(_SUPPORT * max(scale, 1.0))) + 1

    def make(first: int, last: int) -> None:
        upper = max(0, int(top + first * scale) - reach)
        lower = min(pixels.shape[0], int(np.ceil(top + last * scale)) + reach)
        box = (left, top + first * scale - upper, right, top + last * scale - upper)
        rows = Image.fromarray(np.ascontiguousarray(pixels[upper:lower]), _MODES[channels])
        for channel, one in enumerate(rows.split()):
            out[first:last, :, channel] = _strip(one, box, (width, last - first), gamma)

    in_strips(height, _STRIP, make)
    return out if pixels.ndim == 3 else out[:, :, 0]


def _strip(channel: Image.Image, box: Region, size: tuple[int, int], gamma: float | None) -> Pixels:
    # Pillow looks the light up in a third of the time that NumPy takes, which makes an index of eight bytes of every pixel
    light = channel.point(_light(gamma), "F").resize(size, _FILTER, box=box)
    steps = np.asarray(light) * np.float32(_STEPS)
    steps += np.float32(0.5)
    np.clip(steps, 0, _STEPS, out=steps)
    return np.take(_value(gamma), steps.astype(np.uint16))


def sharpened(pixels: Pixels, ppi: float) -> Pixels:
    """Return a picture lightly sharpened for the output: 50 % within 0.1 mm, differences under 3 levels (grain) left alone.

    A screen or an inkjet's dots soften edges by about their own pitch; more than this shows as a rim.

    Args:
        pixels: grey or RGB.
        ppi: the resolution it prints at.
    """
    radius = max(0.3, 0.1 * ppi / 25.4)
    mask = ImageFilter.UnsharpMask(radius=radius, percent=50, threshold=3)
    return np.asarray(Image.fromarray(pixels).filter(mask))
