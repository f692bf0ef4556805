"""Lengths and resolutions, converted in one place.

PDF user space counts in points of 1/72 inch (ISO 32000-2, 8.3.2.3); CSS pixels are 1/96 inch (CSS Values 4, 6.2).
"""

from __future__ import annotations

MM_PER_INCH = 25.4
PT_PER_INCH = 72.0
PX_PER_INCH = 96.0


def mm_to_pt(mm: float) -> float:
    """Return millimetres as PDF points."""
    return mm * PT_PER_INCH / MM_PER_INCH


def pt_to_mm(pt: float) -> float:
    """Return PDF points as millimetres."""
    return pt * MM_PER_INCH / PT_PER_INCH


def px_to_mm(px: float) -> float:
    """Return CSS pixels as millimetres."""
    return px * MM_PER_INCH / PX_PER_INCH


def px_to_pt(px: float) -> float:
    """Return CSS pixels as PDF points."""
    return px * PT_PER_INCH / PX_PER_INCH


def ppi(pixels: float, mm: float) -> float:
    """Return the effective resolution, in pixels per inch, of ``pixels`` printed across ``mm``.

    Raises:
        ValueError: when ``mm`` is not positive.
    """
    if mm <= 0:
        msg = f"a picture printed {mm} mm wide has no resolution"
        raise ValueError(msg)
    return pixels * MM_PER_INCH / mm


def pixels_for(mm: float, ppi_wanted: float) -> int:
    """Return how many pixels fill ``mm`` at ``ppi_wanted``, rounded to the nearest whole pixel, at least one."""
    return max(1, round(mm * ppi_wanted / MM_PER_INCH))


def count(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 page``, ``2 pages``: a number with its noun in the right form."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(octets: int) -> str:
    """Return a file size as people read it: ``812 kB``, ``3.4 MB`` (powers of 1000, as printers' upload pages count)."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000)) if octets else 0} kB"
    return f"{octets / 1_000_000:.1f} MB"


GWG_LARGE_FORMAT = (239.0, 299.0)
"""GWG 2022 R0031, large format: ppi × metres of viewing distance below which a picture is an error, and a warning."""


def ppi_at(distance_m: float) -> tuple[float, float]:
    """Return the least effective resolution, ppi, at a viewing distance: below the first an error, the second a warning."""
    return GWG_LARGE_FORMAT[0] / distance_m, GWG_LARGE_FORMAT[1] / distance_m


def distance_for(effective_ppi: float) -> float:
    """Return from how many metres a picture of this resolution looks sharp (GWG 2022 R0031, large format)."""
    return GWG_LARGE_FORMAT[1] / effective_ppi
