"""What an eye can read: the height of small letters against the distance they are read from.

A letter's size to the eye is an angle. Fluent reading needs an x-height of 0.2° or more (Legge and Bigelow, Journal of
Vision 11(5):8, 2011); clear print, 12 point read at 40 cm, is 0.286° (RNIB: an x-height of 2 mm).
"""

from __future__ import annotations

from math import radians, tan

from panelpress.ground.units import mm_to_pt

FLUENT_DEGREES = 0.2
CLEAR_DEGREES = 0.286


def height_at(distance_m: float, degrees: float) -> float:
    """Return how high something is, in mm, that is seen under an angle from a distance."""
    return 1000 * distance_m * tan(radians(degrees))


def least_size(distance_m: float, x_height: float, degrees: float = FLUENT_DEGREES) -> float:
    """Return the type size, pt, at which small letters are seen under an angle.

    Args:
        distance_m: from how far it is read.
        x_height: the font's own, in em (OS/2 sxHeight).
        degrees: the angle.
    """
    return mm_to_pt(height_at(distance_m, degrees)) / x_height
