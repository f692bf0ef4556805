"""What the layout engine did with one item, emitted by the engine's room and read by the checks.

Every length is in millimetres from the top-left corner of the page's trim, y downwards; type sizes are in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from panelpress.ground.geometry import Box


@dataclass(frozen=True, slots=True)
class Source:
    """Where a piece of text comes from: a file of the project and the 1-based line it starts on."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class SetText:
    """A stretch of text on one line, as laid out.

    ``box`` is the line's box; ``visible`` is the part of it inside its frame, every clipping box and the page's trim, or
    None where nothing of it can be seen. ``block`` is the id of the source block it belongs to ("" for what a template
    writes by itself, such as page numbers).
    """

    page: int
    text: str
    box: Box
    visible: Box | None
    family: str
    size_pt: float
    lang: str
    block: str
    frame: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A box of fixed size that a template gives to text or a picture."""

    page: int
    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A photograph or drawing as placed: its id, its box on the page."""

    page: int
    id: str
    box: Box


@dataclass(frozen=True, slots=True)
class Block:
    """A block of source text that must appear in full: its id, where it comes from, and its words as they must be read."""

    id: str
    text: str
    source: Source
    frame: str
    pages: tuple[int, int] | None = None
    """The first and last page planned for it, where the flat plan says so."""


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font of the page has; ``where`` is the text around it."""

    character: str
    name: str
    where: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class LayoutFacts:
    """Everything the checks need to know of one item's layout."""

    item: str
    pages: int
    blocks: tuple[Block, ...]
    texts: tuple[SetText, ...]
    frames: tuple[Frame, ...]
    pictures: tuple[PlacedPicture, ...]
    missing_glyphs: tuple[MissingGlyph, ...]
    families: tuple[str, ...]
