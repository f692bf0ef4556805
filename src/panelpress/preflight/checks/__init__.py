"""The checks, a family or a part of one per file; importing a file registers its checks."""

from __future__ import annotations

import importlib

FAMILIES = (
    "page",
    "bound",
    "spine",
    "bleed",
    "margins",
    "image",
    "ink",
    "spaces",
    "overprint",
    "small",
    "plates",
    "spots",
    "codes",
    "font",
    "complete",
    "text",
    "variable",
    "legible",
    "contrast",
    "setting",
    "document",
    "ballast",
    "rights",
    "reading.length",
    "reading.wording",
    "reading.agreement",
    "reading.references",
    "reading.forms",
)


def load() -> None:
    """Register the checks of every family; a second call does nothing."""
    for family in FAMILIES:
        importlib.import_module(f"{__name__}.{family}")
