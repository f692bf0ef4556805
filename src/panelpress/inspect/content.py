"""The content walker: reads a page's drawing operators, down through forms and patterns, and notes what they paint.

A small interpreter of ISO 32000-2, 8 and 9. It keeps the graphics state that says where things are and what they are
painted with, and nothing else; clips count as bounding boxes. It never decodes a picture.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.facts.paint import Colour
from panelpress.facts.pdf import Group, Oddity, PlacedImage, Transparency
from panelpress.ground.diagnostics import PanelpressError, Place, error, fault
from panelpress.ground.geometry import Box, Matrix
from panelpress.inspect import paths, text
from panelpress.inspect.colour import CMYK, GRAY, PATTERN, RGB, initial
from panelpress.inspect.images import ImageReading, read_image, read_inline_image
from panelpress.inspect.objects import decoded, inherited, is_true, name_of, number_of, numbers_of
from panelpress.inspect.paths import shading_space
from panelpress.inspect.state import Corners, Parsed, Resourceful, State, Walk, box_of, corners_of, meet, shown_within

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MAX_DEPTH = 40
_KEEP_PARSED = 4000  # operators of a form worth keeping for its next placing
_SHADING, _TILING = 2, 1
_MAX_SAVED = 28  # ISO 32000-1, annex C
_HALFTONES = (1, 5)
_INTENTS = frozenset(("AbsoluteColorimetric", "RelativeColorimetric", "Perceptual", "Saturation"))
_BLENDS = frozenset(
    ("Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn", "HardLight", "SoftLight",
     "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity")
)  # fmt: skip
_DO_NOTHING = frozenset(("BX", "EX", "MP", "DP", "BMC", "BDC", "EMC", "ET", "d", "i", "J", "j", "M", "d0", "d1", "h"))


def walk_page(page: pikepdf.Page, number: int, base: Matrix, area: Box, shared: Resourceful) -> Walk:
    """Read one page's content.

    Args:
        page: the page.
        number: 1-based.
        base: maps the page's user space to mm from the trim's top-left corner.
        area: the MediaBox in those mm: nothing is visible beyond it.
        shared: what is kept from page to page.

    Raises:
        PanelpressError: ``pdf/damaged``, ``pdf/loop``, ``pdf/too-large`` or ``pdf/too-complex``.
    """
    corners = (area.left, area.top, area.right, area.bottom)
    walk = Walk(number, corners, shared, State(base, corners), inherited(page.obj, "/Resources"), _tile, base=base)
    _group(walk, page.obj, f"page {number}")
    contents = page.obj.get("/Contents")
    streams = [contents] if isinstance(contents, pikepdf.Stream) else contents
    parts = list(streams) if isinstance(streams, pikepdf.Array | list) else []
    if parts:
        what = f"the content of page {number}"
        data = b"\n".join(decoded(part, what) for part in parts if isinstance(part, pikepdf.Stream))
        _run(walk, _parsed(walk, data, what))
    return walk


def _parsed(walk: Walk, data: bytes, what: str) -> Parsed:
    holder = pikepdf.new()  # the file under inspection is never added to
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # an unexpected end is only a warning there
            stream = pikepdf.Stream(holder, data)
            instructions = list(pikepdf.parse_content_stream(stream))
    except (pikepdf.PdfError, UserWarning, ValueError, TypeError) as torn:
        raise _damaged(what, walk.page) from torn
    walk.shared.budget.spend(operators=len(instructions))
    return Parsed(holder, instructions)


def _damaged(what: str, page: int) -> PanelpressError:
    found = error(
        "pdf/damaged",
        f"{what} cannot be read: it stops or goes wrong half-way",
        "export or download the file again; it was cut short or altered on the way",
        place=Place(page=page),
    )
    return PanelpressError([found])


def _run(walk: Walk, parsed: Parsed) -> None:
    for instruction in parsed.instructions:
        operator = str(instruction.operator)
        action = OPERATORS.get(operator)
        if action is not None:
            try:
                action(walk, instruction.operands)
            except (IndexError, TypeError, ValueError) as wrong:
                raise _damaged(f"the content of page {walk.page} (operator {operator})", walk.page) from wrong
        elif operator == "INLINE IMAGE":
            reading = read_inline_image(instruction.iimage, walk.resources, walk.shared.spaces)
            _place(walk, reading, "inline image", inline=True)
        elif operator not in _DO_NOTHING:
            _odd(walk, "unknown-operator", operator)


def _save(walk: Walk, _operands: Sequence[Any]) -> None:
    walk.stack.append(walk.state.saved())
    if len(walk.stack) > _MAX_SAVED:
        _odd(walk, "limit", f"graphics states saved more than {_MAX_SAVED} deep (q)")


def _restore(walk: Walk, _operands: Sequence[Any]) -> None:
    if walk.stack:
        walk.state = walk.stack.pop()
    walk.run_open = False


def _concat(walk: Walk, operands: Sequence[Any]) -> None:
    walk.state.ctm = Matrix(*(float(o) for o in operands[:6])) @ walk.state.ctm
    walk.run_open = False


def _line_width(walk: Walk, operands: Sequence[Any]) -> None:
    walk.state.line_width = float(operands[0])


# Colour


def _set(walk: Walk, colour: Colour, *, stroke: bool, pattern: Any = None) -> None:
    walk.run_open = False
    if stroke:
        walk.state.stroke, walk.state.stroke_pattern = colour, pattern
    else:
        walk.state.fill, walk.state.fill_pattern = colour, pattern


def _space_setter(*, stroke: bool) -> Callable[[Walk, Sequence[Any]], None]:
    def set_space(walk: Walk, operands: Sequence[Any]) -> None:
        space = walk.shared.spaces.named(name_of(operands[0]), walk.resources)
        _set(walk, initial(space), stroke=stroke)

    return set_space


def _colour_setter(*, stroke: bool) -> Callable[[Walk, Sequence[Any]], None]:
    def set_colour(walk: Walk, operands: Sequence[Any]) -> None:
        space = (walk.state.stroke if stroke else walk.state.fill).space
        last = operands[-1] if len(operands) else None
        if not isinstance(last, pikepdf.Name):
            _set(walk, Colour(space, tuple(float(o) for o in operands)), stroke=stroke)
            return
        pattern = walk.resource("/Pattern", name_of(last))
        components = tuple(float(o) for o in list(operands)[:-1])
        kind = number_of(pattern.get("/PatternType")) if pattern is not None else 0
        if kind == _SHADING:
            space = type(PATTERN)("Pattern", base=shading_space(walk, pattern.get("/Shading")))
        _set(walk, Colour(space, components), stroke=stroke, pattern=pattern)

    return set_colour


def _device_setter(name: str, *, stroke: bool) -> Callable[[Walk, Sequence[Any]], None]:
    def set_device(walk: Walk, operands: Sequence[Any]) -> None:
        space = walk.shared.spaces.named(name, walk.resources)
        _set(walk, Colour(space, tuple(float(o) for o in operands)), stroke=stroke)

    return set_device


# Graphics state dictionaries and groups


def _graphics_state(walk: Walk, operands: Sequence[Any]) -> None:
    walk.run_open = False
    name = name_of(operands[0])
    gs = walk.resource("/ExtGState", name)
    if not isinstance(gs, pikepdf.Dictionary):
        return
    state = walk.state
    state.line_width = number_of(gs.get("/LW"), state.line_width)
    if "/OP" in gs:  # alone, it speaks for fills too (ISO 32000-2, table 57)
        state.stroke_overprint = is_true(gs.get("/OP"))
        state.fill_overprint = is_true(gs.get("/op", gs.get("/OP")))
    elif "/op" in gs:
        state.fill_overprint = is_true(gs.get("/op"))
    state.opm = int(number_of(gs.get("/OPM"), state.opm))
    state.stroke_alpha = number_of(gs.get("/CA"), state.stroke_alpha)
    state.fill_alpha = number_of(gs.get("/ca"), state.fill_alpha)
    font = gs.get("/Font")
    if isinstance(font, pikepdf.Array) and len(font) > 1:
        state.font, state.size = walk.shared.font(font[0]), number_of(font[1])
    _gs_transparency(walk, gs, name)
    _gs_device(walk, gs, name)


def _gs_device(walk: Walk, gs: pikepdf.Dictionary, name: str) -> None:
    """Note what would change how one device prints: transfer curves, halftones, rendering intents of no standard."""
    unlawful = [key[1:] for key in ("/TR", "/HTP") if key in gs]
    if "/TR2" in gs and name_of(gs.get("/TR2")) != "Default":
        unlawful.append("TR2")
    halftone = gs.get("/HT")
    if isinstance(halftone, pikepdf.Dictionary | pikepdf.Stream) and (
        number_of(halftone.get("/HalftoneType")) not in _HALFTONES or "/HalftoneName" in halftone
    ):
        unlawful.append("HT")
    for key in unlawful:
        _odd(walk, "transfer-or-halftone", f"{key} in graphics state {name}")
    if "/RI" in gs:
        _intent(walk, name_of(gs.get("/RI")))


def _rendering_intent(walk: Walk, operands: Sequence[Any]) -> None:
    _intent(walk, name_of(operands[0]))


def _intent(walk: Walk, name: str) -> None:
    if name not in _INTENTS:
        _odd(walk, "rendering-intent", name)


def _odd(walk: Walk, kind: str, where: str) -> None:
    walk.oddities[Oddity(kind, where, walk.page)] = None


def _gs_transparency(walk: Walk, gs: pikepdf.Dictionary, name: str) -> None:
    state = walk.state
    for key in ("/CA", "/ca"):
        alpha = number_of(gs.get(key), 1.0)
        if alpha < 1:
            walk.transparencies[Transparency(walk.page, "alpha", f"{key[1:]} {alpha:g} in graphics state {name}")] = (
                None
            )
    mode = gs.get("/BM")
    if isinstance(mode, pikepdf.Array):
        mode = mode[0] if len(mode) else None
    if mode is not None:
        state.blend = name_of(mode) or "Normal"
        if state.blend not in ("Normal", "Compatible"):
            walk.transparencies[Transparency(walk.page, "blend", f"{state.blend} in graphics state {name}")] = None
            if state.blend not in _BLENDS:
                _odd(walk, "blend-mode", f"{state.blend} in graphics state {name}")
    mask = gs.get("/SMask")
    if isinstance(mask, pikepdf.Dictionary):
        state.soft_mask = True
        walk.transparencies[Transparency(walk.page, "soft-mask", f"SMask in graphics state {name}")] = None
        group = mask.get("/G")
        if isinstance(group, pikepdf.Stream):
            luminosity = name_of(mask.get("/S")) == "Luminosity"
            _group(walk, group, f"soft mask of graphics state {name}", luminosity=luminosity)
    elif mask is not None:
        state.soft_mask = False


def _group(walk: Walk, holder: Any, where: str, *, luminosity: bool = False) -> None:
    group = holder.get("/Group")
    if not isinstance(group, pikepdf.Dictionary) or name_of(group.get("/S")) != "Transparency":
        return
    space = group.get("/CS")
    facts = walk.shared.spaces.read(space, walk.resources) if space is not None else None
    walk.groups.append(Group(walk.page, where, facts, luminosity))
    walk.transparencies[Transparency(walk.page, "group", f"transparency group of {where}")] = None


# Objects


def _do(walk: Walk, operands: Sequence[Any]) -> None:
    walk.run_open = False
    name = name_of(operands[0])
    thing = walk.resource("/XObject", name)
    if not isinstance(thing, pikepdf.Stream):
        return
    kind = name_of(thing.get("/Subtype"))
    if kind == "Image":
        key = thing.objgen
        if key not in walk.shared.images:
            walk.shared.images[key] = read_image(thing, walk.resources, walk.shared.spaces)
        _place(walk, walk.shared.images[key], name, inline=False)
        if "/OPI" in thing or "/Alternates" in thing:
            _odd(walk, "opi-or-alternates", walk.named(name))
        if "/Intent" in thing:
            _intent(walk, name_of(thing.get("/Intent")))
    elif kind == "Form":
        _form(walk, thing, name)
    elif kind == "PS":
        _odd(walk, "postscript", walk.named(name))


def _place(walk: Walk, reading: ImageReading, name: str, *, inline: bool) -> None:
    matrix = walk.state.ctm
    corners = corners_of(matrix, 0, 0, 1, 1)
    visible = box_of(meet(corners, walk.state.clip))
    ppi_x, ppi_y = reading.ppi(matrix)
    walk.images.append(
        PlacedImage(
            page=walk.page,
            name=walk.named(name),
            order=walk.next_order(),
            matrix=matrix,
            box=Box(*corners),
            visible=visible,
            width=reading.width,
            height=reading.height,
            ppi_x=ppi_x,
            ppi_y=ppi_y,
            space=reading.space,
            bits=reading.bits,
            filters=reading.filters,
            mask=reading.mask,
            inline=inline,
            digest=reading.digest,
            whole=reading.whole,
            paint=walk.paint(),
            octets=reading.octets,
            unlawful=reading.unlawful,
        )
    )
    if reading.mask == "soft":
        walk.transparencies[Transparency(walk.page, "soft-mask", f"soft mask of {walk.named(name)}", visible)] = None


def _form(walk: Walk, form: pikepdf.Stream, name: str) -> None:
    if "/OPI" in form or "/PS" in form or name_of(form.get("/Subtype2")) == "PS":
        _odd(walk, "postscript", walk.named(name))
    if "/Ref" in form:
        _odd(walk, "reference-object", walk.named(name))
    _group(walk, form, walk.named(name))
    with _Inside(walk, form, name):
        matrix = numbers_of(form.get("/Matrix"), 6)
        if matrix:
            walk.state.ctm = Matrix(*matrix) @ walk.state.ctm
        walk.base = walk.state.ctm  # patterns inside are anchored to the form, not to the page (8.7.2)
        _clip_to(walk, form.get("/BBox"))
        _run(walk, _instructions(walk, form, walk.named(name)))


def _tile(walk: Walk, pattern: pikepdf.Stream, colour: Colour, area: Corners) -> None:
    """Read the cell of a tiling pattern; what is in it shows within ``area``."""
    if number_of(pattern.get("/PatternType")) != _TILING:
        return
    since = (len(walk.images), len(walk.texts), len(walk.shapes))
    path = (walk.path, walk.path_start, walk.path_rectangles, walk.path_parts, walk.clip_pending)
    with _Inside(walk, pattern, "pattern"):
        walk.state.ctm = Matrix(*(numbers_of(pattern.get("/Matrix"), 6) or (1, 0, 0, 1, 0, 0))) @ walk.base
        walk.state.clip = (-1e9, -1e9, 1e9, 1e9)  # the cell may lie anywhere; it is repeated over the area
        if number_of(pattern.get("/PaintType")) == 2:
            painted = Colour(colour.space.base or colour.space, colour.components)
            walk.state.fill = walk.state.stroke = painted
        walk.state.fill_pattern = walk.state.stroke_pattern = None
        walk.path = None
        _run(walk, _instructions(walk, pattern, "a pattern"))
    walk.path, walk.path_start, walk.path_rectangles, walk.path_parts, walk.clip_pending = path
    shown_within(walk, box_of(area), since)


class _Inside:
    """Go into a form or pattern, and come out with everything as it was.

    Raises:
        PanelpressError: ``pdf/loop`` where the content contains itself, ``pdf/too-complex`` where it is nested too
        deeply.
    """

    def __init__(self, walk: Walk, stream: pikepdf.Stream, name: str) -> None:
        self.walk, self.stream, self.name = walk, stream, name

    def __enter__(self) -> None:
        walk, key = self.walk, self.stream.objgen
        walk.shared.budget.spend(forms=1)
        if key in walk.forms:
            raise fault(
                "pdf/loop",
                f"page {walk.page} holds a form that contains itself ({walk.named(self.name)})",
                "the file is damaged or hostile: ask whoever made it for a clean export",
            )
        if len(walk.forms) >= _MAX_DEPTH:
            raise fault(
                "pdf/too-complex",
                f"page {walk.page} nests forms more than {_MAX_DEPTH} deep",
                "ask whoever made it for a file without nested drawings",
            )
        self.kept = (walk.state, walk.stack, walk.resources, walk.base, walk.text_matrix, walk.line_matrix)
        walk.state, walk.stack = walk.state.saved(), []
        walk.resources = self.stream.get("/Resources", walk.resources)
        walk.forms.append(key)
        walk.names.append(self.name)

    def __exit__(self, *_exc: object) -> None:
        walk = self.walk
        walk.state, walk.stack, walk.resources, walk.base, walk.text_matrix, walk.line_matrix = self.kept
        walk.forms.pop()
        walk.names.pop()
        walk.run_open = False


def _instructions(walk: Walk, stream: pikepdf.Stream, what: str) -> Parsed:
    key = stream.objgen
    kept = walk.shared.streams.get(key)
    if kept is not None:
        walk.shared.budget.spend(operators=len(kept.instructions))
        return kept
    parsed = _parsed(walk, decoded(stream, what), what)
    if len(parsed.instructions) <= _KEEP_PARSED:
        walk.shared.streams[key] = parsed
    return parsed


def _clip_to(walk: Walk, bbox: Any) -> None:
    box = numbers_of(bbox, 4)
    if box is not None:
        nothing = (0.0, 0.0, -1.0, -1.0)
        walk.state.clip = meet(walk.state.clip, corners_of(walk.state.ctm, *box)) or nothing


OPERATORS: dict[str, Callable[[Walk, Sequence[Any]], None]] = {
    "q": _save,
    "Q": _restore,
    "cm": _concat,
    "w": _line_width,
    "gs": _graphics_state,
    "ri": _rendering_intent,
    "Do": _do,
    "cs": _space_setter(stroke=False),
    "CS": _space_setter(stroke=True),
    "sc": _colour_setter(stroke=False),
    "scn": _colour_setter(stroke=False),
    "SC": _colour_setter(stroke=True),
    "SCN": _colour_setter(stroke=True),
    "g": _device_setter(GRAY.kind, stroke=False),
    "G": _device_setter(GRAY.kind, stroke=True),
    "rg": _device_setter(RGB.kind, stroke=False),
    "RG": _device_setter(RGB.kind, stroke=True),
    "k": _device_setter(CMYK.kind, stroke=False),
    "K": _device_setter(CMYK.kind, stroke=True),
    **paths.OPERATORS,
    **text.OPERATORS,
}
