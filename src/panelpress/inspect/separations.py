"""One page rewritten so that an ordinary renderer draws its plates: every colour becomes the light that its ink leaves.

A plate is drawn as grey, 1 minus the tint on white paper. Painting, constant alpha, soft masks and the separable blend
modes then come out as the press model has them (ISO 32000-2, 11.3.5.2: subtractive colours are blended as their
complements). Three plates at a time are the red, green and blue of one drawing. What overprints and does not touch a
plate is left out of its drawing; where it touches some of the three only, they are drawn one by one.

Soft masks are left as they are: they are light already. Nothing is drawn here; :mod:`panelpress.inspect.plates` does.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from math import log2
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

from panelpress.facts.paint import Colour, ColourSpace
from panelpress.ground.geometry import Matrix
from panelpress.inspect.colour import GRAY, UNKNOWN, ColourSpaces, initial
from panelpress.inspect.functions import UnreadableError
from panelpress.inspect.inks import (
    Ink,
    Palette,
    Planes,
    Press,
    gradient,
    ink_of,
    is_stencil,
    palette_of,
    planes_of,
)
from panelpress.inspect.objects import decoded, inherited, is_true, name_of, number_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Plates = tuple[str, ...]
"""One plate, drawn as grey, or three, drawn as red, green and blue."""

_DEEPEST = 40
_LEAN = 1e-4  # upright rectangles are drawn out to whole pixels, leaning ones are not; over a metre this is 0.1 mm
_BLACK_INK = Ink({"Black": 1.0}, process=True)
_TILING = 1
_MESH = 4  # shadings from this type on keep colours in their stream


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
class _State:
    """What ``q`` saves, as far as it says what is painted on which plate."""

    ctm: Matrix
    fill: Ink | None = _BLACK_INK  # None: a pattern that sees to itself
    stroke: Ink | None = _BLACK_INK
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
class _Drawing:
    """A content stream being rewritten: what it reads from, what comes out, and the resources that needs."""

    shop: Workshop
    plates: Plates
    resources: Any
    state: _State
    depth: int = 0
    out: list[Any] = field(default_factory=list)
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    stack: list[_State] = field(default_factory=list)
    inked: bool = False

    def emit(self, operator: str, *operands: Any) -> None:
        self.out.append((list(operands), Operator(operator)))

    def resource(self, category: str, name: str) -> Any:
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


def separated(shop: Workshop, page: Any, plates: Plates, box: Sequence[float]) -> Any | None:
    """Return a new page that draws the given plates of a page, or None where nothing at all is on them.

    Args:
        shop: what is kept for the file.
        page: the page's dictionary; it is not changed.
        plates: one plate or three.
        box: the new page's MediaBox in points of the page's own user space.

    Raises:
        MixedError: where three plates cannot be drawn together.
    """
    contents = page.get("/Contents")
    parts = [contents] if isinstance(contents, pikepdf.Stream) else list(contents or [])
    data = b"\n".join(decoded(p, "the page's content") for p in parts if isinstance(p, pikepdf.Stream))
    key = page.objgen
    if key not in shop.parsed:
        shop.parsed[key] = parse(shop.pdf, data)
    drawing = _Drawing(shop, plates, inherited(page, "/Resources"), _State(Matrix()))
    content, resources = _rewritten(drawing, shop.parsed[key])
    if not drawing.inked:
        return None
    return shop.pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([float(v) for v in box]),
            Resources=resources,
            Contents=shop.pdf.make_stream(content),
        )
    )


def _rewritten(drawing: _Drawing, instructions: list[Any]) -> tuple[bytes, Dictionary]:
    if drawing.depth == 0:
        drawing.emit("cm", 1, _LEAN, _LEAN, 1, 0, 0)
        _colour(drawing, _BLACK_INK, stroke=False)
        _colour(drawing, _BLACK_INK, stroke=True)
    for instruction in instructions:
        operator = str(instruction.operator)
        action = _ACTIONS.get(operator)
        if action is not None:
            action(drawing, instruction.operands)
        elif operator == "INLINE IMAGE":
            _inline(drawing, instruction.iimage)
        elif operator in _PAINTED:
            _paint(drawing, operator)
        elif operator in _SHOWN:
            _show(drawing, instruction)
        else:
            drawing.out.append(instruction)
    return pikepdf.unparse_content_stream(drawing.out), _resources(drawing)


def _resources(drawing: _Drawing) -> Dictionary:
    old: Any = drawing.resources if isinstance(drawing.resources, Dictionary) else Dictionary()
    new = Dictionary()
    for category in ("/Font", "/ExtGState", "/Properties"):
        if category in old:
            new[category] = old[category]
    for category, table in drawing.made.items():
        things = _copied(old["/Font"]) if category == "/Font" and "/Font" in old else Dictionary()
        for name, thing in table.items():
            things[name] = thing
        new[category] = things
    return new


# State


def _save(drawing: _Drawing, _operands: Sequence[Any]) -> None:
    drawing.stack.append(copy.copy(drawing.state))
    drawing.emit("q")


def _restore(drawing: _Drawing, _operands: Sequence[Any]) -> None:
    if drawing.stack:
        drawing.state = drawing.stack.pop()
    drawing.emit("Q")


def _concat(drawing: _Drawing, operands: Sequence[Any]) -> None:
    drawing.state.ctm = Matrix(*(float(o) for o in operands[:6])) @ drawing.state.ctm
    drawing.emit("cm", *operands)


def _mode(drawing: _Drawing, operands: Sequence[Any]) -> None:
    drawing.state.mode = int(operands[0])
    drawing.emit("Tr", *operands)


def _graphics_state(drawing: _Drawing, operands: Sequence[Any]) -> None:
    gs, state = drawing.resource("/ExtGState", name_of(operands[0])), drawing.state
    if isinstance(gs, Dictionary):
        if "/OP" in gs:  # alone, it speaks for fills too (ISO 32000-2, table 57)
            state.stroke_over = is_true(gs.get("/OP"))
            state.fill_over = is_true(gs.get("/op", gs.get("/OP")))
        elif "/op" in gs:
            state.fill_over = is_true(gs.get("/op"))
        state.opm = int(number_of(gs.get("/OPM"), state.opm))
    drawing.emit("gs", *operands)


# Colour


def _colour(drawing: _Drawing, ink: Ink, *, stroke: bool) -> None:
    if stroke:
        drawing.state.stroke = ink
    else:
        drawing.state.fill = ink
    light = drawing.light(ink)
    name = ("G" if stroke else "g") if len(light) == 1 else ("RG" if stroke else "rg")
    drawing.emit(name, *(round(v, 6) for v in light))


def _space(drawing: _Drawing, space: ColourSpace, palette: Palette | None, *, stroke: bool) -> None:
    state = drawing.state
    if stroke:
        state.stroke_space, state.stroke_palette = space, palette
    else:
        state.fill_space, state.fill_palette = space, palette


def _set(drawing: _Drawing, space: ColourSpace, values: tuple[float, ...], *, stroke: bool) -> None:
    palette = drawing.state.stroke_palette if stroke else drawing.state.fill_palette
    try:
        ink = ink_of(Colour(space, values), drawing.shop.press, palette)
    except UnreadableError as unread:
        drawing.shop.unread[str(unread)] = None
        ink = Ink({}, process=True)
    _colour(drawing, ink, stroke=stroke)


def _space_setter(*, stroke: bool) -> Callable[[_Drawing, Sequence[Any]], None]:
    def set_space(drawing: _Drawing, operands: Sequence[Any]) -> None:
        spaces = drawing.shop.spaces
        space = spaces.named(name_of(operands[0]), drawing.resources)
        palette = palette_of(operands[0], drawing.resources, spaces) if space.kind == "Indexed" else None
        _space(drawing, space, palette, stroke=stroke)
        if space.kind != "Pattern":
            _set(drawing, space, initial(space).components, stroke=stroke)

    return set_space


def _device_setter(name: str, *, stroke: bool) -> Callable[[_Drawing, Sequence[Any]], None]:
    def set_device(drawing: _Drawing, operands: Sequence[Any]) -> None:
        space = drawing.shop.spaces.named(name, drawing.resources)
        _space(drawing, space, None, stroke=stroke)
        _set(drawing, space, tuple(float(o) for o in operands), stroke=stroke)

    return set_device


def _colour_setter(*, stroke: bool) -> Callable[[_Drawing, Sequence[Any]], None]:
    def set_colour(drawing: _Drawing, operands: Sequence[Any]) -> None:
        state = drawing.state
        space = state.stroke_space if stroke else state.fill_space
        last = operands[-1] if len(operands) else None
        if isinstance(last, Name):
            _pattern(drawing, name_of(last), list(operands)[:-1], space, stroke=stroke)
        else:
            _set(drawing, space, tuple(float(o) for o in operands), stroke=stroke)

    return set_colour


def _pattern(drawing: _Drawing, name: str, values: list[Any], space: ColourSpace, *, stroke: bool) -> None:
    pattern = drawing.resource("/Pattern", name)
    if not isinstance(pattern, Dictionary | pikepdf.Stream):
        return
    made: Any
    try:
        if isinstance(pattern, pikepdf.Stream):
            made = _tiling(drawing, pattern)
            ink = None
            if number_of(pattern.get("/PaintType")) == 2:
                ink = ink_of(Colour(space.base or UNKNOWN, tuple(float(v) for v in values)), drawing.shop.press)
        else:
            made = _copied(pattern)
            made.Shading, ink = _shading(drawing, pattern.get("/Shading"))
            if "/ExtGState" in made:
                del made["/ExtGState"]
    except UnreadableError as unread:
        drawing.shop.unread[str(unread)] = None
        _colour(drawing, Ink({}, process=True), stroke=stroke)
        return
    if stroke:
        drawing.state.stroke = ink
    else:
        drawing.state.fill = ink
    called, light = drawing.keep("/Pattern", made), []
    under = Name.Pattern
    if isinstance(pattern, pikepdf.Stream) and ink is not None:
        light = [round(v, 6) for v in drawing.light(ink)]
        device = Name.DeviceGray if len(light) == 1 else Name.DeviceRGB
        under = drawing.keep("/ColorSpace", Array([Name.Pattern, device]))
    drawing.emit("CS" if stroke else "cs", under)
    drawing.emit("SCN" if stroke else "scn", *light, called)


# Painting

_PAINTED = {
    "f": (True, False),
    "F": (True, False),
    "f*": (True, False),
    "S": (False, True),
    "s": (False, True),
    "B": (True, True),
    "B*": (True, True),
    "b": (True, True),
    "b*": (True, True),
}
_HALF = {"B": ("f", "S"), "B*": ("f*", "S"), "b": ("f", "s"), "b*": ("f*", "s")}
_SHOWN = frozenset(("Tj", "TJ", "'", '"'))
_FILLING, _STROKING = frozenset((0, 2, 4, 6)), frozenset((1, 2, 5, 6))
_MODE_OF = {(True, False): 0, (False, True): 1, (True, True): 2, (False, False): 3}


def _paint(drawing: _Drawing, operator: str) -> None:
    fills, strokes = _PAINTED[operator]
    fills, strokes = fills and _fills(drawing), strokes and _strokes(drawing)
    if (fills, strokes) == _PAINTED[operator]:
        drawing.emit(operator)
    elif fills or strokes:
        drawing.emit(_HALF[operator][0 if fills else 1])
    else:
        drawing.emit("n")


def _fills(drawing: _Drawing) -> bool:
    return drawing.touches(drawing.state.fill, overprint=drawing.state.fill_over)


def _strokes(drawing: _Drawing) -> bool:
    return drawing.touches(drawing.state.stroke, overprint=drawing.state.stroke_over)


def _show(drawing: _Drawing, instruction: Any) -> None:
    mode = drawing.state.mode
    fills, strokes = mode in _FILLING, mode in _STROKING
    wanted = _MODE_OF[fills and _fills(drawing), strokes and _strokes(drawing)] + (4 if mode >= 4 else 0)
    if wanted != mode:
        drawing.emit("Tr", wanted)
    drawing.out.append(instruction)
    if wanted != mode:
        drawing.emit("Tr", mode)


def _shade(drawing: _Drawing, operands: Sequence[Any]) -> None:
    try:
        made, ink = _shading(drawing, drawing.resource("/Shading", name_of(operands[0])))
    except UnreadableError as unread:
        drawing.shop.unread[str(unread)] = None
        return
    if drawing.touches(ink, overprint=drawing.state.fill_over):
        drawing.emit("sh", drawing.keep("/Shading", made))


def _shading(drawing: _Drawing, shading: Any) -> tuple[Any, Ink]:
    """Return a shading in light, and an ink that paints the same plates."""
    if not isinstance(shading, Dictionary | pikepdf.Stream):
        raise UnreadableError("a gradient that is not there")
    shop = drawing.shop
    space = shop.spaces.read(shading.get("/ColorSpace"), drawing.resources)
    domain, inks = gradient(shading, space, shop.press)
    table = bytes(round(255 * v) for ink in inks for v in drawing.light(ink))
    count = len(drawing.plates)
    function = shop.pdf.make_stream(
        table,
        FunctionType=0,
        Domain=Array(domain),
        Range=Array([0, 1] * count),
        Size=Array([len(inks)]),
        BitsPerSample=8,
    )
    made: Any
    if isinstance(shading, pikepdf.Stream):
        made = shop.pdf.make_stream(shading.read_bytes())
        for key in shading.keys() - {"/Length", "/Filter", "/DecodeParms"}:
            made[key] = shading[key]
    else:
        made = _copied(shading)
    if "/Background" in made:
        del made["/Background"]
    made.ColorSpace = Name.DeviceGray if count == 1 else Name.DeviceRGB
    made.Function = function
    plates = {name for ink in inks for name in ink.tints}
    return made, Ink(dict.fromkeys(plates, 1.0), process=inks[0].process)


# Objects


def _do(drawing: _Drawing, operands: Sequence[Any]) -> None:
    thing = drawing.resource("/XObject", name_of(operands[0]))
    if not isinstance(thing, pikepdf.Stream):
        return
    kind = name_of(thing.get("/Subtype"))
    if kind == "Image":
        _image(drawing, thing)
    elif kind == "Form":
        made, inked = _form(drawing, thing)
        drawing.inked = drawing.inked or inked
        drawing.emit("Do", drawing.keep("/XObject", made))


def _image(drawing: _Drawing, image: pikepdf.Stream) -> None:
    if is_stencil(image):
        if _fills(drawing):
            drawing.emit("Do", drawing.keep("/XObject", image))
        return
    try:
        planes = drawing.shop.planes_of(image, drawing.resources, _shrink(drawing, image))
    except UnreadableError as unread:
        drawing.shop.unread[str(unread)] = None
        return
    if isinstance(image.get("/Mask"), Array):
        drawing.shop.unread["a picture with a colour made transparent"] = None
    if drawing.touches(planes.ink, overprint=drawing.state.fill_over):
        light = drawing.keep("/XObject", _light_image(drawing, image, planes))
        drawing.emit("q")  # renderers let pictures grow to whole pixels: clipped, they end where they end
        drawing.emit("re", 0, 0, 1, 1)
        drawing.emit("W")
        drawing.emit("n")
        drawing.emit("Do", light)
        drawing.emit("Q")


def _shrink(drawing: _Drawing, image: Any) -> float:
    """Return how many of the picture's pixels go into one that will be drawn, leaving it half as much again to choose from."""
    ctm, shop = drawing.state.ctm, drawing.shop
    across = ctm.scale_x * shop.ppi / 72, ctm.scale_y * shop.ppi / 72
    width, height = number_of(image.get("/Width")), number_of(image.get("/Height"))
    return min(width / max(across[0], 1.0), height / max(across[1], 1.0)) / 1.5


def _light_image(drawing: _Drawing, image: pikepdf.Stream, planes: Planes) -> pikepdf.Stream:
    some = next(iter(planes.inks.values()), None)
    if some is None:
        return image
    everything = planes.inks.get("All")
    nothing = np.zeros_like(some)
    layers = [planes.inks.get(plate, everything if everything is not None else nothing) for plate in drawing.plates]
    drawing.inked = drawing.inked or any(bool(layer.any()) for layer in layers)
    light = 255 - np.stack(layers, axis=2)
    made = drawing.shop.pdf.make_stream(
        np.ascontiguousarray(light).tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=some.shape[1],
        Height=some.shape[0],
        ColorSpace=Name.DeviceGray if len(layers) == 1 else Name.DeviceRGB,
        BitsPerComponent=8,
    )
    for key in ("/SMask", "/Mask"):
        if isinstance(image.get(key), pikepdf.Stream):
            made[key] = image[key]
    return made


def _inline(drawing: _Drawing, image: Any) -> None:
    stream = drawing.shop.pdf.make_stream(image.read_raw_bytes())
    for key, value in image.obj.items():
        stream[key] = value
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    _image(drawing, stream)


def _form(drawing: _Drawing, form: pikepdf.Stream) -> tuple[Any, bool]:
    """Return a form drawn in light, and whether it puts ink on these plates."""
    key = (form.objgen, drawing.plates, drawing.state.signature)
    if key in drawing.shop.forms:
        return drawing.shop.forms[key]
    matrix = Matrix(*(numbers_of(form.get("/Matrix"), 6) or (1, 0, 0, 1, 0, 0)))
    inner = _inside(drawing, form, copy.copy(drawing.state))
    inner.state.ctm = matrix @ drawing.state.ctm
    made = _remade(inner, form)
    made.Subtype = Name.Form
    if isinstance(form.get("/Group"), Dictionary):
        made.Group = Dictionary({k: v for k, v in form.Group.items() if k != "/CS"})
    drawing.shop.forms[key] = made, inner.inked
    return drawing.shop.forms[key]


def _tiling(drawing: _Drawing, pattern: pikepdf.Stream) -> pikepdf.Stream:
    if number_of(pattern.get("/PatternType")) != _TILING:
        raise UnreadableError("a pattern of no known kind")
    state = _State(drawing.state.ctm)
    inner = _inside(drawing, pattern, state)
    if number_of(pattern.get("/PaintType")) == 2:
        made = drawing.shop.pdf.make_stream(pattern.read_bytes())
        made.Resources = pattern.get("/Resources", Dictionary())
    else:
        _colour(inner, _BLACK_INK, stroke=False)
        _colour(inner, _BLACK_INK, stroke=True)
        made = _remade(inner, pattern)
        drawing.inked = drawing.inked or inner.inked
    for key in ("/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix"):
        if key in pattern:
            made[key] = pattern[key]
    return made


def _inside(drawing: _Drawing, stream: pikepdf.Stream, state: _State) -> _Drawing:
    if drawing.depth >= _DEEPEST:
        raise UnreadableError("forms nested too deeply")
    resources = stream.get("/Resources", drawing.resources)
    return _Drawing(drawing.shop, drawing.plates, resources, state, drawing.depth + 1)


def _remade(inner: _Drawing, stream: pikepdf.Stream) -> pikepdf.Stream:
    content, resources = _rewritten(inner, inner.shop.instructions(stream, "a form"))
    made = inner.shop.pdf.make_stream(content, Type=Name.XObject)
    made.Resources = resources
    for key in ("/BBox", "/Matrix", "/OC"):
        if key in stream:
            made[key] = stream[key]
    return made


# Type 3 fonts draw with colours of their own


def _font(drawing: _Drawing, operands: Sequence[Any]) -> None:
    font = drawing.resource("/Font", name_of(operands[0]))
    called = operands[0]
    if isinstance(font, Dictionary) and name_of(font.get("/Subtype")) == "Type3":
        called = drawing.keep("/Font", _type3(drawing, font))
    drawing.emit("Tf", called, operands[1])


def _type3(drawing: _Drawing, font: Any) -> Any:
    key = (font.objgen, drawing.plates, drawing.state.signature)
    if key in drawing.shop.forms:
        return drawing.shop.forms[key][0]
    made, glyphs = _copied(font), Dictionary()
    resources = font.get("/Resources", drawing.resources)
    together: dict[str, dict[str, Any]] = {}
    procs: Any = font.get("/CharProcs", Dictionary())
    for name, glyph in procs.items():
        inner = _inside(drawing, glyph, copy.copy(drawing.state))
        inner.resources, inner.made = resources, together
        content, table = _rewritten(inner, drawing.shop.instructions(glyph, "a glyph"))
        glyphs[name] = drawing.shop.pdf.make_stream(content)
        made.Resources = table
        drawing.inked = drawing.inked or inner.inked
    made.CharProcs = glyphs
    if font.objgen != (0, 0):
        drawing.shop.forms[key] = made, drawing.inked
    return made


def _copied(thing: Any) -> Any:
    return Dictionary(dict(thing.items()))


_ACTIONS: dict[str, Callable[[_Drawing, Sequence[Any]], None]] = {
    "q": _save,
    "Q": _restore,
    "cm": _concat,
    "gs": _graphics_state,
    "Tr": _mode,
    "Tf": _font,
    "Do": _do,
    "sh": _shade,
    "cs": _space_setter(stroke=False),
    "CS": _space_setter(stroke=True),
    "sc": _colour_setter(stroke=False),
    "scn": _colour_setter(stroke=False),
    "SC": _colour_setter(stroke=True),
    "SCN": _colour_setter(stroke=True),
    "g": _device_setter("DeviceGray", stroke=False),
    "G": _device_setter("DeviceGray", stroke=True),
    "rg": _device_setter("DeviceRGB", stroke=False),
    "RG": _device_setter("DeviceRGB", stroke=True),
    "k": _device_setter("DeviceCMYK", stroke=False),
    "K": _device_setter("DeviceCMYK", stroke=True),
}
