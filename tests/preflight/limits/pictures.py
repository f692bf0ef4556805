"""Pictures: their resolution, their size, their colour, what stands on them."""

from __future__ import annotations

from typing import Any

from tests.preflight.limits.base import ERROR, NOTE, PASSED, WARNING, sides, subject, table
from tests.support.facts import page, picture, run

from panelpress.facts.paint import ColourSpace
from panelpress.ground.geometry import Box
from panelpress.preflight.order import Order, Planned, Subject

TWO_METRES = Order(viewing_distance_m=2.0)
SRGB = ColourSpace("ICCBased", 3, base=None, profile="5" * 64)


def at(ppi: float, order: Order | None = None, **other: Any) -> Subject:
    return subject(page(images=(picture(ppi, **other),)), order=order)


def bitmap(ppi: float, order: Order | None = None) -> Subject:
    return at(ppi, order, bits=1)


table("image/resolution", "min_ppi", 150, inside=150.1, outside=149.9, good=WARNING, bad=ERROR, seen=at)
table("image/resolution", "warn_ppi", 225, inside=225.1, outside=224.9, bad=WARNING, seen=at)
sides("image/resolution", "by_order", seen=lambda: at(140, Order(min_ppi=100, warn_ppi=120)),
      levels={True: PASSED, False: ERROR})  # fmt: skip
sides("image/resolution", "by_distance", seen=lambda: at(113, TWO_METRES),
      levels={False: ERROR, True: PASSED}, by_order=False)  # fmt: skip
sides("image/resolution", "greater", seen=lambda: at(150), levels={False: PASSED, True: ERROR}, warn_ppi=150)

table("image/bitmap-resolution", "min_ppi", 550, inside=550.1, outside=549.9, good=WARNING, bad=ERROR, seen=bitmap)
table("image/bitmap-resolution", "warn_ppi", 800, inside=800.1, outside=799.9, bad=WARNING, seen=bitmap)
sides(
    "image/bitmap-resolution", "by_distance", seen=lambda: bitmap(400, TWO_METRES), levels={False: ERROR, True: PASSED}
)
sides("image/bitmap-resolution", "greater", seen=lambda: bitmap(800), levels={False: PASSED, True: WARNING})

table("image/resolution-equal", "most_apart", 0.05, inside=0.049, outside=0.051, bad=WARNING,
      seen=lambda apart: at(300 * (1 + apart), ppi_y=300))  # fmt: skip
table("image/too-fine", "wanted_ppi", 225, inside=224, outside=226, bad=NOTE, times=1.0,
      seen=lambda ppi: at(ppi, octets=9_000_000))  # fmt: skip
table("image/too-fine", "times", 2.0, inside=1.99, outside=2.01, bad=NOTE,
      seen=lambda times: at(times * 225, octets=9_000_000))  # fmt: skip
table("image/too-fine", "above_mb", 1.0, inside=0.99, outside=1.01, bad=NOTE,
      seen=lambda mb: at(500, octets=round(mb * 1e6)))  # fmt: skip
sides("image/colour", "calibrated", seen=lambda: at(300, space=SRGB), levels={False: ERROR, True: PASSED})
table("image/encoding", "most_bits", 8, inside=7, outside=9, bad=WARNING,
      seen=lambda bits: at(300, bits=int(bits)))  # fmt: skip

PLATE = Planned("banner", 1, Box(20, 30, 120, 80))
table("image/placed", "tolerance_mm", 0.1, inside=0.09, outside=0.11, bad=ERROR,
      seen=lambda off: at(300, Order(plates=(PLATE,)), box=Box(20 - off, 30, 120, 80)))  # fmt: skip
table("image/text-over", "overlap_mm", 1.0, inside=0.9, outside=1.1, bad=ERROR,
      seen=lambda deep: subject(page(texts=(run(box=Box(30, 25, 90, 30 + deep)),)), order=Order(plates=(PLATE,))))  # fmt: skip
