"""Which printing inks a file asks for, as a job ticket names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.facts.paint import PROCESS, ColourSpace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import PageFacts, PdfFacts

_REGISTRATION = "All"


def used_inks(facts: PdfFacts) -> tuple[str, ...]:
    """Return every ink that something in a file is painted with: the process inks in order, then others by name.

    A picture counts with all the inks of its colour space: its pixels are not looked at. What does not come in inks (RGB,
    Lab) counts as all process inks; registration marks, which are on every plate, add none.
    """
    found = {ink for page in facts.pages for ink in _on(page)} - {_REGISTRATION, "None"}
    return (*(ink for ink in PROCESS if ink in found), *sorted(found - set(PROCESS)))


def _on(page: PageFacts) -> Iterator[str]:
    paints = [paint for text in page.texts for paint in text.paints]
    paints += [shape.paint for shape in page.shapes]
    paints += [image.paint for image in page.images if image.mask == "stencil"]
    for colour in {paint.colour for paint in paints}:
        if colour.inks is None:
            yield from () if colour.white else _of(colour.space)
        else:
            yield from (ink for ink, tint in colour.inks.items() if tint > 0)
    for space in {image.space for image in page.images if image.space is not None}:
        yield from _of(space)


def _of(space: ColourSpace) -> Iterator[str]:
    """Yield the inks that a space can put on paper."""
    named = [name for part in space.chain for name in part.colorants]
    if named:
        yield from named
    elif space.model == "gray":
        yield "Black"
    else:
        yield from PROCESS
