"""Colour for the press: what the profile of a printing condition knows, asked in one place.

Which ink mix prints a colour, how much black ink alone prints a grey, and which mix of all four inks prints it neutral and
darker still. Pictures (``press/pictures/separate.py``) and drawings are made of these answers.
"""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from panelpress.press.conditions import Cmyk, Condition

Intent = Literal["relative", "perceptual"]
Curve = bytes | float | None
"""How greys are counted: by an ICC profile, by a gamma, or (None) by sRGB's curve."""

GREY_GAMMA = 2.2
"""What a grey picture without a profile is taken for: Gray Gamma 2.2, as image editors do."""

_BPC = ImageCms.Flags.BLACKPOINTCOMPENSATION
_INTENTS = {"relative": ImageCms.Intent.RELATIVE_COLORIMETRIC, "perceptual": ImageCms.Intent.PERCEPTUAL}
_RELATIVE = _INTENTS["relative"]
_NODES = 49
_INK_FROM = 0.55  # max-GCR: up to this share of its way the grey is black ink alone (FOGRA39: down to L* 60)
_MOST_BLACK = 0.97  # more black ink than this adds no darkness and dries slowly
_ROOM = 4  # per cent of ink left free below a limit for what JPEG adds to single pixels


def _profile(icc: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(icc))


@functools.cache
def press_transform(
    source_icc: bytes | None, mode: str, press_icc: bytes, intent: Intent
) -> ImageCms.ImageCmsTransform:
    """Return the transform into the press's CMYK; black points are matched, so that shadows do not clip.

    Raises:
        ImageCms.PyCMSError: when the embedded profile cannot be used, or is not one for ``mode``.
    """
    source = _profile(source_icc) if source_icc else ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(source, _profile(press_icc), mode, "CMYK", _INTENTS[intent], _BPC)


@functools.cache
def colour_to_press(red: int, green: int, blue: int, press: Condition) -> Cmyk:
    """Return the ink mix, each 0-1, for one sRGB colour (0-255); neutral greys become black ink alone."""
    if red == green == blue:
        return (0.0, 0.0, 0.0, round(black_for_grey(press)[red], 3))
    transform = press_transform(None, "RGB", press.icc, "relative")
    pixel = _applied(Image.new("RGB", (1, 1), (red, green, blue)), transform).getpixel((0, 0))
    c, m, y, k = cast("tuple[int, int, int, int]", pixel)
    return (round(c / 255, 3), round(m / 255, 3), round(y / 255, 3), round(k / 255, 3))


def _applied(picture: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    return cast("Image.Image", ImageCms.applyTransform(picture, transform))


def ink_lab(inks: np.ndarray[Any, Any], press: Condition) -> np.ndarray[Any, Any]:
    """Return L*a*b* relative to paper (100, 0, 0) of ink mixes, shares 0-1, shape n × 4; steps of 0.4 in L*, 1 in a*, b*."""
    mixes = np.round(inks.clip(0, 1) * 255).astype(np.uint8).reshape(1, -1, 4)
    transform = _lab_transform(press.icc)
    raw = np.asarray(_applied(Image.fromarray(mixes, "CMYK"), transform))[0]
    signed = np.ascontiguousarray(raw[:, 1:]).view(np.int8)  # Pillow hands out a* and b* as signed bytes
    return np.column_stack([raw[:, 0] * (100 / 255), signed])


@functools.cache
def _lab_transform(press_icc: bytes) -> ImageCms.ImageCmsTransform:
    lab = ImageCms.createProfile("LAB")
    return ImageCms.buildTransform(_profile(press_icc), lab, "CMYK", "LAB", _RELATIVE, ImageCms.Flags.NONE)


@functools.cache
def _lightness_of_black(press: Condition) -> tuple[float, ...]:
    """Return L*, relative to paper (100), of black ink alone at 0/255 … 255/255."""
    share = np.arange(256) / 255
    lightness = ink_lab(np.column_stack([*[np.zeros(256)] * 3, share]), press)[:, 0]
    smooth = np.polynomial.Polynomial.fit(share, lightness, 9)(share)  # 8-bit Lab has steps; a curve of ink has none
    return tuple(float(value) for value in np.minimum.accumulate(smooth))


@functools.cache
def black_for_grey(press: Condition, curve: Curve = None) -> tuple[float, ...]:
    """Return, for each grey 0-255, the share 0-1 of black ink that prints it.

    L* is scaled so that white is paper and black is solid black ink, and the press profile's own curve of black ink does
    the rest: sRGB 128 becomes about K 55 % for FOGRA39, where 1 - 128/255 would print it too light.
    """
    ink = np.array(_lightness_of_black(press))
    wanted = _scaled(curve, ink[-1])
    share = np.interp(-wanted, -ink, np.linspace(0, 1, 256))
    share[0], share[255] = 1.0, 0.0
    return tuple(float(s) for s in share)


@functools.cache
def neutral_for_grey(press: Condition, max_ink: int, curve: Curve = None) -> tuple[Cmyk, ...]:
    """Return, for each grey 0-255, the mix (shares 0-1) that prints it neutral with as much black ink as goes: max-GCR.

    Light and middle tones are black ink alone, so no drift of the press gives them a cast; towards black, cyan, magenta
    and yellow come in underneath, in the proportion that this profile holds neutral, and carry the shadows below what
    black ink can print (FOGRA39: L* 12 for 16).

    Args:
        press: the printing condition.
        max_ink: most ink of all four together, per cent.
        curve: how the greys are counted.
    """
    path, lightness = _way_to_black(press, max_ink)
    wanted = _scaled(curve, lightness[-1])
    way = np.interp(-wanted, -lightness, np.linspace(0, 1, len(lightness)))
    inks = np.column_stack([np.interp(way, np.linspace(0, 1, len(path)), path[:, i]) for i in range(4)])
    inks[255] = 0.0
    return tuple((float(c), float(m), float(y), float(k)) for c, m, y, k in inks)


def _way_to_black(press: Condition, max_ink: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return mixes from paper to the deepest neutral, and their L*.

    At each step the balance of cyan, magenta and yellow is the middle of those that the profile calls neutral.
    """
    ratio = np.arange(0.2, 1.4, 0.02)
    magenta, yellow = (grid.ravel() for grid in np.meshgrid(ratio, ratio, indexing="ij"))
    most = max(0.0, (max_ink - _ROOM) / 100 - _MOST_BLACK)
    path = np.zeros((_NODES, 4))
    for node, way in enumerate(np.linspace(0, 1, _NODES)):
        colour = most * max(0.0, (way - _INK_FROM) / (1 - _INK_FROM)) ** 2
        cyan = colour / (1 + magenta + yellow)
        mixes = np.column_stack([cyan, cyan * magenta, cyan * yellow, np.full_like(cyan, _MOST_BLACK * way)])
        lab = ink_lab(mixes, press)
        cast_of = np.hypot(lab[:, 1], lab[:, 2])
        path[node] = mixes[(cast_of <= cast_of.min() + 0.5) & (mixes.max(axis=1) <= 1)].mean(axis=0)
    along = np.linspace(0, 1, _NODES)
    smooth = np.polynomial.Polynomial.fit(along, ink_lab(path, press)[:, 0], 9)(np.linspace(0, 1, 256))
    return path, np.minimum.accumulate(smooth)


def _scaled(curve: Curve, darkest: float) -> np.ndarray[Any, Any]:
    """Return L* of grey 0-255, white as paper and black as dark as ``darkest``."""
    return np.asarray(darkest + (100 - darkest) * grey_lightness(curve) / 100)


def grey_lightness(curve: Curve) -> np.ndarray[Any, Any]:
    """Return L* of grey 0-255: by a profile, a gamma, or the sRGB curve (IEC 61966-2-1; CIE 15:2018, 8.2.1)."""
    encoded = np.arange(256) / 255
    if isinstance(curve, bytes):
        source = _profile(curve)
        mode = "RGB" if source.profile.xcolor_space.strip() == "RGB" else "L"  # many a grey JPEG carries sRGB
        ramp = Image.frombytes("L", (256, 1), bytes(range(256))).convert(mode)
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB", _RELATIVE, _BPC)
        encoded = np.asarray(_applied(ramp, transform))[0, :, 1] / 255
    if isinstance(curve, float):
        luminance = encoded**curve
    else:
        luminance = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return np.where(luminance > 216 / 24389, 116 * np.cbrt(luminance) - 16, luminance * 24389 / 27)
