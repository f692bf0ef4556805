"""One page rewritten so that an ordinary renderer draws its plates: every colour becomes the light that its ink leaves.

A plate is drawn as grey, 1 minus the tint on white paper. Painting, constant alpha, soft masks and the separable blend
modes then come out as the press model has them (ISO 32000-2, 11.3.5.2: subtractive colours are blended as their
complements). Three plates at a time are the red, green and blue of one drawing. What overprints and does not touch a
plate is left out of its drawing; where it touches some of the three only, they are drawn one by one.

Soft masks are left as they are: they are light already. Nothing is drawn here; :mod:`panelpress.inspect.plates` does.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from panelpress.facts.paint import Colour, ColourSpace
from panelpress.ground.geometry import Matrix
from panelpress.inspect.colour import UNKNOWN, initial
from panelpress.inspect.drawing import BLACK_INK, Drawing, MixedError, Plates, State, Workshop, copied, parse
from panelpress.inspect.functions import UnreadableError
from panelpress.inspect.inks import Ink, Palette, ink_of, palette_of
from panelpress.inspect.lights import draw_inline, draw_picture, shading_in_light
from panelpress.inspect.nested import form_in_light, tiling_in_light, type3_in_light
from panelpress.inspect.objects import decoded, inherited, is_true, name_of, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LEAN = 1e-4  # upright rectangles are drawn out to whole pixels, leaning ones are not; over a metre this is 0.1 mm


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
    drawing = Drawing(shop, plates, inherited(page, "/Resources"), State(Matrix()), _rewritten)
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


def _rewritten(drawing: Drawing, instructions: list[Any]) -> tuple[bytes, Dictionary]:
    if drawing.depth == 0:
        drawing.emit("cm", 1, _LEAN, _LEAN, 1, 0, 0)
        drawing.set_ink(BLACK_INK, stroke=False)
        drawing.set_ink(BLACK_INK, stroke=True)
    for instruction in instructions:
        operator = str(instruction.operator)
        action = _ACTIONS.get(operator)
        if action is not None:
            action(drawing, instruction.operands)
        elif operator == "INLINE IMAGE":
            draw_inline(drawing, instruction.iimage)
        elif operator in _PAINTED:
            _paint(drawing, operator)
        elif operator in _SHOWN:
            _show(drawing, instruction)
        else:
            drawing.out.append(instruction)
    return pikepdf.unparse_content_stream(drawing.out), _resources(drawing)


def _resources(drawing: Drawing) -> Dictionary:
    old: Any = drawing.resources if isinstance(drawing.resources, Dictionary) else Dictionary()
    new = Dictionary()
    for category in ("/Font", "/ExtGState", "/Properties"):
        if category in old:
            new[category] = old[category]
    for category, table in drawing.made.items():
        things = copied(old["/Font"]) if category == "/Font" and "/Font" in old else Dictionary()
        for name, thing in table.items():
            things[name] = thing
        new[category] = things
    return new


# State


def _save(drawing: Drawing, _operands: Sequence[Any]) -> None:
    drawing.stack.append(copy.copy(drawing.state))
    drawing.emit("q")


def _restore(drawing: Drawing, _operands: Sequence[Any]) -> None:
    if drawing.stack:
        drawing.state = drawing.stack.pop()
    drawing.emit("Q")


def _concat(drawing: Drawing, operands: Sequence[Any]) -> None:
    drawing.state.ctm = Matrix(*(float(o) for o in operands[:6])) @ drawing.state.ctm
    drawing.emit("cm", *operands)


def _mode(drawing: Drawing, operands: Sequence[Any]) -> None:
    drawing.state.mode = int(operands[0])
    drawing.emit("Tr", *operands)


def _graphics_state(drawing: Drawing, operands: Sequence[Any]) -> None:
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


def _space(drawing: Drawing, space: ColourSpace, palette: Palette | None, *, stroke: bool) -> None:
    state = drawing.state
    if stroke:
        state.stroke_space, state.stroke_palette = space, palette
    else:
        state.fill_space, state.fill_palette = space, palette


def _set(drawing: Drawing, space: ColourSpace, values: tuple[float, ...], *, stroke: bool) -> None:
    palette = drawing.state.stroke_palette if stroke else drawing.state.fill_palette
    try:
        ink = ink_of(Colour(space, values), drawing.shop.press, palette)
    except UnreadableError as unread:
        drawing.shop.unread[str(unread)] = None
        ink = Ink({}, process=True)
    drawing.set_ink(ink, stroke=stroke)


def _space_setter(*, stroke: bool) -> Callable[[Drawing, Sequence[Any]], None]:
    def set_space(drawing: Drawing, operands: Sequence[Any]) -> None:
        spaces = drawing.shop.spaces
        space = spaces.named(name_of(operands[0]), drawing.resources)
        palette = palette_of(operands[0], drawing.resources, spaces) if space.kind == "Indexed" else None
        _space(drawing, space, palette, stroke=stroke)
        if space.kind != "Pattern":
            _set(drawing, space, initial(space).components, stroke=stroke)

    return set_space


def _device_setter(name: str, *, stroke: bool) -> Callable[[Drawing, Sequence[Any]], None]:
    def set_device(drawing: Drawing, operands: Sequence[Any]) -> None:
        space = drawing.shop.spaces.named(name, drawing.resources)
        _space(drawing, space, None, stroke=stroke)
        _set(drawing, space, tuple(float(o) for o in operands), stroke=stroke)

    return set_device


def _colour_setter(*, stroke: bool) -> Callable[[Drawing, Sequence[Any]], None]:
    def set_colour(drawing: Drawing, operands: Sequence[Any]) -> None:
        state = drawing.state
        space = state.stroke_space if stroke else state.fill_space
        last = operands[-1] if len(operands) else None
        if isinstance(last, Name):
            _pattern(drawing, name_of(last), list(operands)[:-1], space, stroke=stroke)
        else:
            _set(drawing, space, tuple(float(o) for o in operands), stroke=stroke)

    return set_colour


def _pattern(drawing: Drawing, name: str, values: list[Any], space: ColourSpace, *, stroke: bool) -> None:
    pattern = drawing.resource("/Pattern", name)
    if not isinstance(pattern, Dictionary | pikepdf.Stream):
        return
    made: Any
    try:
        if isinstance(pattern, pikepdf.Stream):
            made = tiling_in_light(drawing, pattern)
            ink = None
            if number_of(pattern.get("/PaintType")) == 2:
                ink = ink_of(Colour(space.base or UNKNOWN, tuple(float(v) for v in values)), drawing.shop.press)
        else:
            made = copied(pattern)
            made.Shading, ink = shading_in_light(drawing, pattern.get("/Shading"))
            if "/ExtGState" in made:
                del made["/ExtGState"]
    except UnreadableError as unread:
        drawing.shop.unread[str(unread)] = None
        drawing.set_ink(Ink({}, process=True), stroke=stroke)
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


def _paint(drawing: Drawing, operator: str) -> None:
    fills, strokes = _PAINTED[operator]
    fills, strokes = fills and drawing.fills(), strokes and drawing.strokes()
    if (fills, strokes) == _PAINTED[operator]:
        drawing.emit(operator)
    elif fills or strokes:
        drawing.emit(_HALF[operator][0 if fills else 1])
    else:
        drawing.emit("n")


def _show(drawing: Drawing, instruction: Any) -> None:
    mode = drawing.state.mode
    fills, strokes = mode in _FILLING, mode in _STROKING
    wanted = _MODE_OF[fills and drawing.fills(), strokes and drawing.strokes()] + (4 if mode >= 4 else 0)
    if wanted != mode:
        drawing.emit("Tr", wanted)
    drawing.out.append(instruction)
    if wanted != mode:
        drawing.emit("Tr", mode)


def _shade(drawing: Drawing, operands: Sequence[Any]) -> None:
    try:
        made, ink = shading_in_light(drawing, drawing.resource("/Shading", name_of(operands[0])))
    except UnreadableError as unread:
        drawing.shop.unread[str(unread)] = None
        return
    if drawing.touches(ink, overprint=drawing.state.fill_over):
        drawing.emit("sh", drawing.keep("/Shading", made))


# Objects


def _do(drawing: Drawing, operands: Sequence[Any]) -> None:
    thing = drawing.resource("/XObject", name_of(operands[0]))
    if not isinstance(thing, pikepdf.Stream):
        return
    kind = name_of(thing.get("/Subtype"))
    if kind == "Image":
        draw_picture(drawing, thing)
    elif kind == "Form":
        made, inked = form_in_light(drawing, thing)
        drawing.inked = drawing.inked or inked
        drawing.emit("Do", drawing.keep("/XObject", made))


def _font(drawing: Drawing, operands: Sequence[Any]) -> None:
    font = drawing.resource("/Font", name_of(operands[0]))
    called = operands[0]
    if isinstance(font, Dictionary) and name_of(font.get("/Subtype")) == "Type3":
        called = drawing.keep("/Font", type3_in_light(drawing, font))
    drawing.emit("Tf", called, operands[1])


_ACTIONS: dict[str, Callable[[Drawing, Sequence[Any]], None]] = {
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

__all__ = ["MixedError", "Plates", "Workshop", "separated"]
