"""Codes: their ink, their quiet zone, their size."""

from __future__ import annotations

from typing import Any

from tests.preflight.limits.base import ERROR, subject, table
from tests.support.facts import page

from panelpress.facts.pdf import Code
from panelpress.ground.geometry import Box, Edges
from panelpress.preflight.order import Order, Subject

BLACK = (("Black", 1.0),)


def code(order: Order | None = None, **other: Any) -> Subject:
    """Return a page with one code, good but for what is said of it."""
    facts: dict[str, Any] = {
        "page": 1, "kind": "QR", "text": "https://www.example.org", "box": Box(20, 20, 45, 45), "module_mm": 1.0,
        "quiet": Edges.all(14), "dark": BLACK, "light": (), **other,
    }  # fmt: skip
    return subject(page(codes=(Code(**facts),)), order=order)


def barcode(**other: Any) -> Subject:
    return code(None, **{"kind": "EAN-13", "text": "9783161484100", "module_mm": 0.33, **other})


table("code/ink", "least_black", 0.98, inside=0.99, outside=0.97, bad=ERROR,
      seen=lambda black: code(dark=(("Black", black),)))  # fmt: skip
table("code/ink", "most_other", 0.02, inside=0.01, outside=0.03, bad=ERROR,
      seen=lambda cyan: code(dark=(("Black", 1.0), ("Cyan", cyan))))  # fmt: skip
table("code/ink", "most_ground", 0.02, inside=0.01, outside=0.03, bad=ERROR,
      seen=lambda tint: code(light=(("Yellow", tint),)))  # fmt: skip

table("code/quiet-zone", "qr_modules", 4.0, inside=4.25, outside=3.75, bad=ERROR, tolerance_modules=0.0,
      seen=lambda clear: code(quiet=Edges(14, 14, clear, 14)))  # fmt: skip
table("code/quiet-zone", "ean_before_modules", 11.0, inside=11.25, outside=10.75, bad=ERROR, tolerance_modules=0.0,
      seen=lambda clear: barcode(quiet=Edges(0, 14, 0, clear)))  # fmt: skip
table("code/quiet-zone", "ean_behind_modules", 7.0, inside=7.25, outside=6.75, bad=ERROR, tolerance_modules=0.0,
      seen=lambda clear: barcode(quiet=Edges(0, clear, 0, 14)))  # fmt: skip
table("code/quiet-zone", "tolerance_modules", 0.25, inside=0.2, outside=0.3, bad=ERROR,
      seen=lambda short: code(quiet=Edges.all(4 - short)))  # fmt: skip

table("code/size", "qr_least_mm", 0.396, inside=0.4, outside=0.39, bad=ERROR, tolerance=0.0,
      seen=lambda mm: code(module_mm=mm))  # fmt: skip
table("code/size", "qr_per_metre_mm", 0.8, inside=0.81, outside=0.79, bad=ERROR, tolerance=0.0,
      seen=lambda mm: code(Order(reading_distance_m=1.0), module_mm=mm))  # fmt: skip
table("code/size", "qr_farthest_m", 1.0, inside=1.01, outside=0.99, bad=ERROR, tolerance=0.0,
      seen=lambda metres: code(Order(reading_distance_m=1.5), module_mm=0.8 * metres))  # fmt: skip
table("code/size", "ean_least", 0.8, inside=0.81, outside=0.79, bad=ERROR, tolerance=0.0,
      seen=lambda scale: barcode(module_mm=0.33 * scale))  # fmt: skip
table("code/size", "ean_most", 2.0, inside=1.99, outside=2.01, bad=ERROR, tolerance=0.0,
      seen=lambda scale: barcode(module_mm=0.33 * scale))  # fmt: skip
table("code/size", "tolerance", 0.01, inside=0.009, outside=0.011, bad=ERROR,
      seen=lambda short: code(Order(reading_distance_m=1.0), module_mm=0.8 * (1 - short)))  # fmt: skip
