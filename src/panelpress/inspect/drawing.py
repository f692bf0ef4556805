"""A page's drawing while it is rewritten in light: what it reads, what ``q`` saves, what comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import log2
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Dictionary, Name, Operator

from panelpress.inspect.colour import GRAY, ColourSpaces
from panelpress.inspect.functions import UnreadableError
from panelpress.inspect.inks import Ink, Palette, Planes, Press, planes_of
from panelpress.inspect.objects import decoded

if TYPE_CHECKING:
    from panelpress.facts.paint import ColourSpace
    from panelpress.ground.geometry import Matrix

Plates = tuple[str, ...]
"""One plate, drawn as grey, or three, drawn as red, green and blue."""

Rewrite = Callable[["Drawing", list[Any]], tuple[bytes, Dictionary]]

BLACK_INK = Ink({"Black": 1.0}, process=True)
_DEEPEST = 40


class MixedError(Exception):
    """Something overprints on some of the plates of one drawing and not on the others."""


@dataclass
class Workshop:
    """What is kept while a file's plates are made: the open file, its colour spaces, pictures already separated."""

    pdf: pikepdf.Pdf
    press: Press
    ppi: float
    spaces: ColourSpaces = field(default_factory=ColourSpaces)
    planes: dict[tuple[tuple[int, int], int], Planes] = field(default_factory=dict)
    parsed: dict[tuple[int, int], list[Any]] = field(default_factory=dict)
    forms: dict[tuple[object, ...], tuple[Any, bool]] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)

    def planes_of(self, image: Any, resources: Any, shrink: float) -> Planes:
        """Return a picture as ink; one that is placed twice is decoded once."""
        key = (image.objgen, max(1, int(shrink)))
        if key[0] == (0, 0):
            return planes_of(image, resources, self.spaces, self.press, shrink)
        if key not in self.planes:
            self.planes[key] = planes_of(image, resources, self.spaces, self.press, shrink)
        return self.planes[key]

    def instructions(self, stream: pikepdf.Stream, what: str) -> list[Any]:
        """Return the operators of a form or pattern."""
        key = stream.objgen
        if key not in self.parsed:
            self.parsed[key] = parse(self.pdf, decoded(stream, what))
        return self.parsed[key]


def parse(pdf: pikepdf.Pdf, data: bytes) -> list[Any]:
    """Return the operators of a drawing that has been read once already."""
    return list(pikepdf.parse_content_stream(pikepdf.Stream(pdf, data)))


@dataclass
class State:
    """What ``q`` saves, as far as it says what is painted on which plate."""

    ctm: Matrix
    fill: Ink | None = BLACK_INK  # None: a pattern that sees to itself
    stroke: Ink | None = BLACK_INK
    fill_space: ColourSpace = GRAY
    stroke_space: ColourSpace = GRAY
    fill_palette: Palette | None = None
    stroke_palette: Palette | None = None
    fill_over: bool = False
    stroke_over: bool = False
    opm: int = 0
    mode: int = 0

    @property
    def signature(self) -> tuple[object, ...]:
        """What decides how a form placed in this state comes out; its size counts by powers of two."""
        inks = (self.fill and tuple(self.fill.tints.items()), self.stroke and tuple(self.stroke.tints.items()))
        scale = round(log2(max(self.ctm.scale_x, self.ctm.scale_y, 1e-6)))
        return (*inks, self.fill_space.kind, self.stroke_space.kind, self.fill_over, self.stroke_over, self.opm, scale)


@dataclass
class Drawing:
    """A content stream being rewritten: what it reads from, what comes out, and the resources that needs.

    ``rewrite`` turns the operators of a drawing, and of those in it, into the bytes and resources of a new one.
    """

    shop: Workshop
    plates: Plates
    resources: Any
    state: State
    rewrite: Rewrite
    depth: int = 0
    out: list[Any] = field(default_factory=list)
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    stack: list[State] = field(default_factory=list)
    inked: bool = False

    def inside(self, stream: pikepdf.Stream, state: State) -> Drawing:
        """Return the drawing of a stream that stands in this one.

        Raises:
            UnreadableError: where it stands too deep.
        """
        if self.depth >= _DEEPEST:
            raise UnreadableError("forms nested too deeply")
        resources = stream.get("/Resources", self.resources)
        return Drawing(self.shop, self.plates, resources, state, self.rewrite, self.depth + 1)

    def emit(self, operator: str, *operands: Any) -> None:
        """Write an operator down."""
        self.out.append((list(operands), Operator(operator)))

    def resource(self, category: str, name: str) -> Any:
        """Return a resource of the drawing by its name, None where there is none."""
        table = self.resources.get(category) if isinstance(self.resources, Dictionary) else None
        return table.get("/" + name) if isinstance(table, Dictionary) else None

    def keep(self, category: str, thing: Any) -> Name:
        """Add a resource and return the name it can be called by."""
        table = self.made.setdefault(category, {})
        name = f"/Pp{len(table)}"
        table[name] = thing
        return Name(name)

    def light(self, ink: Ink) -> list[float]:
        """Return what the ink leaves of the paper's light, plate by plate."""
        return [1 - ink.tint(plate) for plate in self.plates]

    def touches(self, ink: Ink | None, *, overprint: bool) -> bool:
        """Tell whether the ink is painted in this drawing.

        Raises:
            MixedError: where only some of the plates are.
        """
        if ink is None:
            return True
        said = {ink.paints(plate, overprint=overprint, opm=self.state.opm) for plate in self.plates}
        if len(said) > 1:
            raise MixedError
        painted = said.pop()
        self.inked = self.inked or (painted and any(ink.tint(plate) for plate in self.plates))
        return painted

    def fills(self) -> bool:
        """Tell whether a fill is painted in this drawing."""
        return self.touches(self.state.fill, overprint=self.state.fill_over)

    def strokes(self) -> bool:
        """Tell whether a stroke is painted in this drawing."""
        return self.touches(self.state.stroke, overprint=self.state.stroke_over)

    def set_ink(self, ink: Ink, *, stroke: bool) -> None:
        """Set the ink of what is filled or stroked from here on, and write it down as light."""
        if stroke:
            self.state.stroke = ink
        else:
            self.state.fill = ink
        light = self.light(ink)
        name = ("G" if stroke else "g") if len(light) == 1 else ("RG" if stroke else "rg")
        self.emit(name, *(round(v, 6) for v in light))


def copied(thing: Any) -> Any:
    """Return a dictionary of the same entries, to be changed."""
    return Dictionary(dict(thing.items()))
