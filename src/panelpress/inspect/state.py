"""The graphics state while a content stream is read, and what has been seen so far (ISO 32000-2, 8.4)."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.facts.paint import Colour, Paint
from panelpress.ground.diagnostics import fault
from panelpress.ground.geometry import Box, Matrix
from panelpress.inspect.colour import BLACK, ColourSpaces
from panelpress.inspect.fonts import UNKNOWN_FONT, FontReading, read_font

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.facts.pdf import Group, Oddity, PlacedImage, Shape, TextRun, Transparency
    from panelpress.inspect.images import ImageReading

Corners = tuple[float, float, float, float]
"""Left, top, right, bottom in mm: a Box while it still changes often."""

MAX_OPERATORS = 12_000_000
MAX_FORMS = 50_000


@dataclass
class State:
    """What ``q`` saves and ``Q`` brings back."""

    ctm: Matrix
    clip: Corners
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_pattern: Any = None
    stroke_pattern: Any = None
    line_width: float = 1.0
    fill_overprint: bool = False
    stroke_overprint: bool = False
    opm: int = 0
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blend: str = "Normal"
    soft_mask: bool = False
    font: FontReading = UNKNOWN_FONT
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def saved(self) -> State:
        """Return a copy; every value in it is immutable."""
        return copy.copy(self)


@dataclass
class Budget:
    """How much work one file may ask for, so that no file keeps us busy for ever."""

    operators: int = MAX_OPERATORS
    forms: int = MAX_FORMS

    def spend(self, *, operators: int = 0, forms: int = 0) -> None:
        """Count work done.

        Raises:
            PanelpressError: ``pdf/too-complex`` when there is nothing left.
        """
        self.operators -= operators
        self.forms -= forms
        if self.operators < 0 or self.forms < 0:
            raise fault(
                "pdf/too-complex",
                "this file draws more objects than could ever be told apart on paper",
                "ask whoever made it for a file without repeated or nested drawings",
            )


@dataclass(frozen=True)
class Parsed:
    """The operators of a stream, and the file their operands live in, which must live as long as they do."""

    holder: pikepdf.Pdf
    instructions: list[Any]


@dataclass
class Resourceful:
    """What is read once per file and looked up often: colour spaces, fonts, images, small forms."""

    spaces: ColourSpaces = field(default_factory=ColourSpaces)
    fonts: dict[tuple[int, int], FontReading] = field(default_factory=dict)
    images: dict[tuple[int, int], ImageReading] = field(default_factory=dict)
    streams: dict[tuple[int, int], Parsed] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    font_use: dict[FontKey, FontUse] = field(default_factory=dict)
    shown: dict[tuple[int, int], set[int]] = field(default_factory=dict)

    def font(self, font: Any) -> FontReading:
        """Return the reading of a font resource."""
        key = getattr(font, "objgen", (0, 0))
        if key == (0, 0):
            return read_font(font)
        if key not in self.fonts:
            self.fonts[key] = read_font(font)
        return self.fonts[key]


FontKey = tuple[str, str, str, bool, bool, bool]


@dataclass
class FontUse:
    """Where a font is used while the pages are read."""

    pages: set[int] = field(default_factory=set)
    visible: bool = False
    keys: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class Walk:
    """One page being read: where we stand, and what has been seen.

    ``tile`` reads the cell of a tiling pattern of which an area is visible; only the content walker can read streams.
    """

    page: int
    area: Corners
    shared: Resourceful
    state: State
    resources: Any
    tile: Callable[[Walk, Any, Colour, Corners], None]
    stack: list[State] = field(default_factory=list)
    order: int = 0
    images: list[PlacedImage] = field(default_factory=list)
    texts: list[TextRun] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    transparencies: dict[Transparency, None] = field(default_factory=dict)
    oddities: dict[Oddity, None] = field(default_factory=dict)
    forms: list[tuple[int, int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    base: Matrix = field(default_factory=Matrix)
    # the path under construction
    path: Corners | None = None
    path_start: tuple[float, float] | None = None
    path_rectangles: int = 0
    path_parts: int = 0
    clip_pending: bool = False
    # the text object
    text_matrix: Matrix = field(default_factory=Matrix)
    line_matrix: Matrix = field(default_factory=Matrix)
    run_open: bool = False
    paints: dict[tuple[object, ...], Paint] = field(default_factory=dict)

    def next_order(self) -> int:
        """Return the place of the next object in painting order."""
        self.order += 1
        return self.order

    def paint(self, *, stroke: bool = False) -> Paint:
        """Return what the next fill (or stroke) is painted with."""
        s = self.state
        key = (
            (s.stroke, s.stroke_overprint, s.opm, s.stroke_alpha, s.blend, s.soft_mask)
            if stroke
            else (s.fill, s.fill_overprint, s.opm, s.fill_alpha, s.blend, s.soft_mask)
        )
        if key not in self.paints:
            self.paints[key] = Paint(*key)
        return self.paints[key]

    def named(self, name: str) -> str:
        """Return an object's name with the forms it stands in: ``Im1 in Fm0``."""
        return " in ".join([name, *reversed(self.names)])

    def resource(self, category: str, name: str) -> Any:
        """Return a named resource of a category, or None."""
        table = self.resources.get(category) if isinstance(self.resources, pikepdf.Dictionary) else None
        return table.get("/" + name) if isinstance(table, pikepdf.Dictionary) else None


def meet(one: Corners, other: Corners) -> Corners | None:
    """Return the shared part of two boxes, which may be a line or a point, or None where they do not touch."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left <= right and top <= bottom else None


def box_of(corners: Corners | None) -> Box | None:
    """Return corners as a Box."""
    return None if corners is None else Box(*corners)


def corners_of(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Corners:
    """Return the box around a rectangle's image."""
    points = (matrix.apply(x0, y0), matrix.apply(x1, y0), matrix.apply(x1, y1), matrix.apply(x0, y1))
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def shown_within(walk: Walk, area: Box | None, since: tuple[int, int, int]) -> None:
    """Say of everything seen since a mark that ``area`` is what is visible of it: the way of a pattern's cell."""
    images, texts, shapes = since
    walk.images[images:] = [replace(i, visible=area) for i in walk.images[images:]]
    walk.texts[texts:] = [replace(t, visible=area) for t in walk.texts[texts:]]
    walk.shapes[shapes:] = [replace(s, visible=area) for s in walk.shapes[shapes:]]
