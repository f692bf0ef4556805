"""How far two colours look apart: CIEDE2000 (ISO/CIE 11664-6:2014), for whole pictures at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]

_FAR = 25.0**7


def distances(one: Values, other: Values) -> Values:
    """Return the distance of each pair of colours, which stand as L*, a*, b* along the last axis."""
    light = one[..., 0], other[..., 0]
    a_scale = 1 + _grey_share((np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2) / 2
    chroma = np.hypot(a_scale * one[..., 1], one[..., 2]), np.hypot(a_scale * other[..., 1], other[..., 2])
    hue = np.arctan2(one[..., 2], a_scale * one[..., 1]), np.arctan2(other[..., 2], a_scale * other[..., 1])
    coloured = (chroma[0] > 0) & (chroma[1] > 0)
    turned = (hue[1] - hue[0] + np.pi) % (2 * np.pi) - np.pi  # the shorter way round
    turned = np.where(coloured, turned, 0.0)
    mean_light, mean_chroma = (light[0] + light[1]) / 2, (chroma[0] + chroma[1]) / 2
    mean_hue = np.where(coloured, hue[0] + turned / 2, hue[0] + hue[1])
    uneven = (
        1
        - 0.17 * np.cos(mean_hue - np.radians(30))
        + 0.24 * np.cos(2 * mean_hue)
        + 0.32 * np.cos(3 * mean_hue + np.radians(6))
        - 0.20 * np.cos(4 * mean_hue - np.radians(63))
    )
    from_middle = (mean_light - 50) ** 2
    by_light = (light[1] - light[0]) / (1 + 0.015 * from_middle / np.sqrt(20 + from_middle))
    by_chroma = (chroma[1] - chroma[0]) / (1 + 0.045 * mean_chroma)
    by_hue = 2 * np.sqrt(chroma[0] * chroma[1]) * np.sin(turned / 2) / (1 + 0.015 * mean_chroma * uneven)
    degrees = np.degrees(mean_hue) % 360
    blue = np.radians(60) * np.exp(-(((degrees - 275) / 25) ** 2))
    bend = -2 * (1 - _grey_share(mean_chroma)) * np.sin(blue)
    squared = by_light**2 + by_chroma**2 + by_hue**2 + bend * by_chroma * by_hue
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)))


def _grey_share(chroma: Values) -> Values:
    """Return how much a colour counts as grey, from 1 (grey) to 0."""
    seventh = chroma**7
    return np.asarray(1 - np.sqrt(seventh / (seventh + _FAR)))
