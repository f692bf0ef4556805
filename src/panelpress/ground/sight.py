"""What an eye can read: the height of small letters against the distance they are read from.

A letter's size to the eye is an angle. Fluent reading needs an x-height of 0.2° or more (Legge and Bigelow, Journal of
Vision 11(5):8, 2011); clear print, 12 point read at 40 cm, is 0.286° (RNIB: an x-height of 2 mm).

One man in twelve sees no difference, or little, between red and green. How light a colour is to him follows from Viénot,
Brettel and Mollon, Color Research and Application 24 (1999), whose matrices are worked out here for linear red, green, blue.
"""

from __future__ import annotations

from math import radians, tan

from panelpress.ground.units import mm_to_pt

FLUENT_DEGREES = 0.2
CLEAR_DEGREES = 0.286


def height_at(distance_m: float, degrees: float) -> float:
    """Return how high something is, in mm, that is seen under an angle from a distance."""
    return 1000 * distance_m * tan(radians(degrees))


Light = tuple[float, float, float]
"""Linear red, green and blue of the sRGB primaries; a printed colour may lie outside them."""
_LUMINANCE: Light = (0.2225045, 0.7168786, 0.0606169)
"""What each adds to Y, to eyes adapted to D50, in which prints are judged (ISO 3664)"""
_BLIND: tuple[tuple[float, float], ...] = ((0.11238, 0.00401), (0.29275, -0.02234))
"""Of eyes without red cones, and without green ones: the share of red in what they see of red and green, and its trace in blue"""


def luminance(light: Light) -> float:
    """Return Y, from 0 to 1."""
    return max(0.0, sum(weight * value for weight, value in zip(_LUMINANCE, light, strict=True)))


def dimmed(light: Light) -> tuple[float, float]:
    """Return Y, from 0 to 1, to eyes without red cones (protanopes) and to eyes without green ones (deuteranopes)."""
    red, green, blue = light
    seen = ((share * red + (1 - share) * green, blue + trace * (red - green)) for share, trace in _BLIND)
    first, second = (luminance((yellow, yellow, rest)) for yellow, rest in seen)
    return first, second


def least_size(distance_m: float, x_height: float, degrees: float = FLUENT_DEGREES) -> float:
    """Return the type size, pt, at which small letters are seen under an angle.

    Args:
        distance_m: from how far it is read.
        x_height: the font's own, in em (OS/2 sxHeight).
        degrees: the angle.
    """
    return mm_to_pt(height_at(distance_m, degrees)) / x_height
