"""What the layout engine did with one item, emitted by the engine's room and read by the checks.

Every length is in millimetres from the top-left corner of the page's trim, y downwards; type sizes are in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from panelpress.ground.geometry import Box


TextLevel = Literal["title", "heading", "subtitle", "kicker", "lead", "body", "caption", "credit", "folio"]
"""What a text is to the reader, who stands nearer for a caption than for a title"""


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
    writes by itself, such as page numbers). ``line`` is the number of the :class:`Line` it stands on (0: on none),
    ``level`` what it is to the reader. ``x_height_mm`` is that of its own font file, 0 where the font is not known.
    ``faked`` names what its style asks of the font and the font has not (``small capitals``, ``old-style figures``).
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
    line: int = 0
    level: TextLevel = "body"
    weight: int = 400
    italic: bool = False
    underlined: bool = False
    x_height_mm: float = 0.0
    faked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as set: all that stands on one baseline in one paragraph.

    ``box`` surrounds its letters, ``measure`` is the width the paragraph gives its lines, in mm. ``paragraph`` numbers the
    paragraphs of the item; ``last`` marks the last line of one. ``hyphenated``: the engine broke a word at its end.
    ``text`` is what a reader sees, generated marks included.
    """

    number: int
    page: int
    paragraph: int
    block: str
    frame: str
    text: str
    box: Box
    measure: float
    size_pt: float
    leading_pt: float
    align: str
    level: TextLevel
    last: bool
    hyphenated: bool


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
class Overrun:
    """A frame whose text is longer than it: by how much, in mm, and what would make it fit, as measured by trying.

    ``over_mm`` is None where the styles do not let the frame's text grow. ``size_pt`` is the largest body size at which it
    fits (None: none that may be read does), ``lower_mm`` how far what stands below would have to move down to make room
    (None: there is no such room).
    """

    frame: str
    over_mm: float | None
    size_pt: float | None = None
    lower_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A body size chosen by measuring (``fit:`` in a panel): what was allowed, what the theme sets, what was chosen, pt."""

    least_pt: float
    most_pt: float
    usual_pt: float
    size_pt: float


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
    lines: tuple[Line, ...] = ()
    overruns: tuple[Overrun, ...] = ()
    fitted: Fitted | None = None
