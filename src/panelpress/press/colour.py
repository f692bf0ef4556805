"""Colour for the press: pictures and drawings into the printing condition, greys into black ink alone.

The press profile answers every question: which ink mix prints a colour (relative colorimetric with black-point
compensation, so that shadows below the press's black do not clip), and how much black ink alone prints a grey.
"""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING, cast

import numpy as np
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from panelpress.press.conditions import Cmyk, Condition

_BPC = ImageCms.Flags.BLACKPOINTCOMPENSATION
_RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC
_STRIP = 256


def _profile(icc: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(icc))


@functools.cache
def _to_press(source_icc: bytes | None, mode: str, press_icc: bytes) -> ImageCms.ImageCmsTransform:
    source = _profile(source_icc) if source_icc else ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(source, _profile(press_icc), mode, "CMYK", _RELATIVE, _BPC)


def to_press(picture: Image.Image, source_icc: bytes | None, press: Condition) -> Image.Image:
    """Return an RGB or CMYK picture in the press's CMYK, converted strip by strip to bound memory.

    Args:
        picture: mode RGB or CMYK.
        source_icc: its embedded profile; None means sRGB. A CMYK picture without a profile is taken as made for this press.
        press: the printing condition.

    Raises:
        ImageCms.PyCMSError: when the embedded profile cannot be used.
    """
    if picture.mode == "CMYK" and (source_icc is None or source_icc == press.icc):
        return picture
    transform = _to_press(source_icc, picture.mode, press.icc)
    out = Image.new("CMYK", picture.size)
    for top in range(0, picture.height, _STRIP):
        box = (0, top, picture.width, min(picture.height, top + _STRIP))
        strip = ImageCms.applyTransform(picture.crop(box), transform)
        out.paste(cast("Image.Image", strip), box)
    return out


@functools.cache
def colour_to_press(red: int, green: int, blue: int, press: Condition) -> Cmyk:
    """Return the ink mix, each 0-1, for one sRGB colour (0-255); neutral greys become black ink alone."""
    if red == green == blue:
        return (0.0, 0.0, 0.0, round(black_for_grey(press)[red], 3))
    pixel = to_press(Image.new("RGB", (1, 1), (red, green, blue)), None, press).getpixel((0, 0))
    c, m, y, k = cast("tuple[int, int, int, int]", pixel)
    return (round(c / 255, 3), round(m / 255, 3), round(y / 255, 3), round(k / 255, 3))


@functools.cache
def _lightness_of_black(press: Condition) -> tuple[float, ...]:
    """Return L*, relative to paper (100), of black ink alone at 0/255 … 255/255."""
    ramp = Image.new("CMYK", (256, 1))
    ramp.putdata([(0, 0, 0, k) for k in range(256)])
    transform = ImageCms.buildTransform(
        _profile(press.icc), ImageCms.createProfile("LAB"), "CMYK", "LAB", _RELATIVE, ImageCms.Flags.NONE
    )
    lab = cast("Image.Image", ImageCms.applyTransform(ramp, transform))
    lightness = np.asarray(lab)[0, :, 0].astype(float) * 100 / 255
    share = np.arange(256) / 255
    smooth = np.polynomial.Polynomial.fit(share, lightness, 9)(share)  # 8-bit Lab has steps; a curve of ink has none
    return tuple(float(value) for value in np.minimum.accumulate(smooth))


@functools.cache
def black_for_grey(press: Condition, source_icc: bytes | None = None) -> tuple[float, ...]:
    """Return, for each grey 0-255, the share 0-1 of black ink that prints it.

    L* is scaled so that white is paper and black is solid black ink, and the press profile's own curve of black ink does
    the rest: sRGB 128 becomes about K 55 % for FOGRA39, where 1 - 128/255 would print it too light.
    """
    ink = np.array(_lightness_of_black(press))
    darkest = ink[-1]
    wanted = darkest + (100 - darkest) * _grey_lightness(source_icc) / 100
    share = np.interp(-wanted, -ink, np.linspace(0, 1, 256))
    share[0], share[255] = 1.0, 0.0
    return tuple(float(s) for s in share)


def _grey_lightness(source_icc: bytes | None) -> np.ndarray:
    """Return L* of grey 0-255: by its profile, or by the sRGB curve (IEC 61966-2-1; CIE 15:2018, 8.2.1)."""
    encoded = np.arange(256) / 255
    if source_icc is not None:
        source = _profile(source_icc)
        mode = "RGB" if source.profile.xcolor_space.strip() == "RGB" else "L"  # many a grey JPEG carries sRGB
        ramp = Image.frombytes("L", (256, 1), bytes(range(256))).convert(mode)
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB", _RELATIVE, _BPC)
        encoded = np.asarray(cast("Image.Image", ImageCms.applyTransform(ramp, transform)))[0, :, 1] / 255
    luminance = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return np.where(luminance > 216 / 24389, 116 * np.cbrt(luminance) - 16, luminance * 24389 / 27)


def grey_to_black(picture: Image.Image, source_icc: bytes | None, press: Condition) -> Image.Image:
    """Return a one-channel picture whose DeviceGray values print through black ink alone as the eye expects.

    Args:
        picture: mode L.
        source_icc: its embedded grey profile, or None for the sRGB curve.
        press: the printing condition.
    """
    curve = [round(255 * (1 - share)) for share in black_for_grey(press, source_icc)]
    return picture.point(curve)


def is_neutral(picture: Image.Image, tolerance: int = 3) -> bool:
    """Tell whether an RGB picture is really monochrome: measured on its pixels, not read from its mode.

    A thousandth of the pixels may differ by more than ``tolerance`` levels between channels: dust and JPEG noise do.
    """
    small = picture.reduce(max(1, min(picture.size) // 256))
    pixels = np.asarray(small.convert("RGB")).astype(np.int16)
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    return float(np.mean(spread > tolerance)) < 0.001
