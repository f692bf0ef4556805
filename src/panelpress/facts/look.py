"""What pages look like, small enough for a report: a picture of each page, one of each plate, and where its boxes lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from panelpress.facts.pdf import PdfFacts, Plate
    from panelpress.ground.geometry import Box


@dataclass(frozen=True, slots=True)
class PageLook:
    """One page as a small picture.

    ``picture`` is a JPEG of ``area`` in the page's own orientation, in mm from the trim's top-left corner; a reader sees
    it turned by ``rotate`` degrees clockwise. ``bleed`` is None where the page has no BleedBox. ``plates`` are empty
    where they were not drawn; their pictures show what lies inside the bleed.
    """

    page: int
    picture: bytes
    area: Box
    trim: Box
    bleed: Box | None = None
    rotate: int = 0
    plates: tuple[Plate, ...] = ()


def looks_of(facts: PdfFacts) -> tuple[PageLook, ...]:
    """Return the looks of those pages that were drawn."""
    return tuple(
        PageLook(
            page.number,
            page.look,
            page.boxes.media,
            page.trim,
            page.boxes.bleed,
            page.rotate,
            page.ink.plates if page.ink else (),
        )
        for page in facts.pages
        if page.look
    )
