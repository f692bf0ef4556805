"""How far two colours look apart: CIEDE2000 (CIE 142-2001; as Sharma, Wu and Dalal give it, 2005), written anew for the tests."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageCms

if TYPE_CHECKING:
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]
    Pixels = npt.NDArray[np.uint8]


def lab_of_inks(inks: Pixels, profile: bytes) -> Values:
    """Return inks (rows, columns, C M Y K of 0 to 255) as L*, a*, b* on their paper, by their profile."""
    return _lab(Image.fromarray(inks, "CMYK"), ImageCms.ImageCmsProfile(io.BytesIO(profile)))


def lab_of_screen(pixels: Pixels) -> Values:
    """Return sRGB pixels as L*, a*, b*."""
    return _lab(Image.fromarray(pixels), ImageCms.createProfile("sRGB"))


def _lab(picture: Image.Image, profile: Any) -> Values:
    way = ImageCms.buildTransform(
        profile, ImageCms.createProfile("LAB"), picture.mode, "LAB", ImageCms.Intent.ABSOLUTE_COLORIMETRIC
    )
    raw = np.asarray(ImageCms.applyTransform(picture, way)).astype(np.float64)
    signed = np.where(raw[:, :, 1:] > 127, raw[:, :, 1:] - 256, raw[:, :, 1:])
    return np.concatenate([raw[:, :, :1] * 100 / 255, signed], axis=2)


def ciede2000(one: Values, other: Values) -> Values:
    """Return the distance of each pair of colours (L*, a*, b* along the last axis)."""
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(one, -1, 0), np.moveaxis(other, -1, 0)
    seventh = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(seventh / (seventh + 25.0**7))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = h2 - h1
    turn = np.where(np.abs(turn) <= 180, turn, turn - 360 * np.sign(turn)) * (c1 * c2 != 0)
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    far = np.abs(h1 - h2) > 180
    mean_h = np.where(c1 * c2 == 0, h1 + h2, np.where(far, (h1 + h2 + 360) / 2 % 360, (h1 + h2) / 2))
    weight = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    sl = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    sc, sh = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * weight
    turned = 30 * np.exp(-(((mean_h - 275) / 25) ** 2))
    bend = -np.sin(np.radians(2 * turned)) * 2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7))
    light, colour, hue = dl / sl, dc / sc, dh / sh
    return np.asarray(np.sqrt(light**2 + colour**2 + hue**2 + bend * colour * hue))
