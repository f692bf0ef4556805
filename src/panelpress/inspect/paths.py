"""Paths, clipping and shadings (ISO 32000-2, 8.5 and 8.7.4): bounding boxes in mm are all the checks need."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any, Literal

import pikepdf

from panelpress.facts.paint import Colour, ColourSpace, Paint
from panelpress.facts.pdf import Shape
from panelpress.ground.geometry import Box
from panelpress.ground.units import MM_PER_INCH, PT_PER_INCH
from panelpress.inspect.objects import name_of
from panelpress.inspect.state import Corners, Walk, box_of, corners_of, meet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MM_PER_PT = MM_PER_INCH / PT_PER_INCH


def _add(walk: Walk, x: float, y: float) -> None:
    path = walk.path
    if path is None:
        walk.path = (x, y, x, y)
    else:
        walk.path = (min(path[0], x), min(path[1], y), max(path[2], x), max(path[3], y))


def move_to(walk: Walk, operands: Sequence[Any]) -> None:
    """``m``: a new part starts; a point alone paints nothing, so it counts only once a line leaves it."""
    walk.path_start = walk.state.ctm.apply(float(operands[0]), float(operands[1]))
    walk.path_parts += 1


def line_to(walk: Walk, operands: Sequence[Any]) -> None:
    """``l``, ``c``, ``v``, ``y``: every pair of operands is a point; control points make the box a little generous."""
    if walk.path_start is not None:
        _add(walk, *walk.path_start)
        walk.path_start = None
    ctm = walk.state.ctm
    for i in range(0, len(operands) - 1, 2):
        _add(walk, *ctm.apply(float(operands[i]), float(operands[i + 1])))


def rectangle(walk: Walk, operands: Sequence[Any]) -> None:
    """``re``: x, y, then *width and height*, either of which may be negative."""
    x, y, width, height = (float(o) for o in operands[:4])
    left, top, right, bottom = corners_of(walk.state.ctm, x, y, x + width, y + height)
    _add(walk, left, top)
    _add(walk, right, bottom)
    walk.path_parts += 1
    walk.path_rectangles += 1


def _clip_next(walk: Walk, _operands: Sequence[Any]) -> None:
    walk.clip_pending = True


def end_path(walk: Walk, *, fill: bool, stroke: bool) -> None:
    """Paint the path as asked, let it clip if ``W`` said so, and forget it."""
    if walk.path is not None:
        if fill:
            _paint(walk, "fill", walk.path, walk.state.fill_pattern)
        if stroke:
            _paint(walk, "stroke", walk.path, walk.state.stroke_pattern)
    if walk.clip_pending:
        nothing = (0.0, 0.0, -1.0, -1.0)  # an empty path clips everything away
        walk.state.clip = (meet(walk.state.clip, walk.path) if walk.path is not None else None) or nothing
    walk.path, walk.path_start, walk.clip_pending = None, None, False
    walk.path_parts = walk.path_rectangles = 0


def line_width_mm(walk: Walk) -> float:
    """Return the effective line width in mm: the geometric mean of what the matrix does along both axes."""
    return walk.state.line_width * sqrt(abs(walk.state.ctm.determinant))


def _paint(walk: Walk, kind: Literal["fill", "stroke"], path: Corners, pattern: Any) -> None:
    ctm = walk.state.ctm
    width = line_width_mm(walk) if kind == "stroke" else min(path[2] - path[0], path[3] - path[1])
    half = width / 2 if kind == "stroke" else 0.0
    box = (path[0] - half, path[1] - half, path[2] + half, path[3] + half)
    visible = meet(box, walk.state.clip)
    if isinstance(pattern, pikepdf.Stream):  # tiling: what shows is the content of its cell
        if visible is not None:
            walk.tile(walk, pattern, walk.state.fill if kind == "fill" else walk.state.stroke, visible)
        return
    upright = (ctm.b == 0 and ctm.c == 0) or (ctm.a == 0 and ctm.d == 0)
    walk.shapes.append(
        Shape(
            page=walk.page,
            order=walk.next_order(),
            kind="shading" if isinstance(pattern, pikepdf.Dictionary) else kind,
            box=Box(*box),
            visible=box_of(visible),
            paint=walk.paint(stroke=kind == "stroke"),
            width_pt=width / MM_PER_PT,
            rectangular=upright and walk.path_rectangles == walk.path_parts == 1,
        )
    )


def shade(walk: Walk, operands: Sequence[Any]) -> None:
    """``sh``: paint the whole clip with a shading."""
    shading = walk.resource("/Shading", name_of(operands[0]))
    space = shading_space(walk, shading)
    state = walk.state
    paint = Paint(Colour(space), state.fill_overprint, state.opm, state.fill_alpha, state.blend, state.soft_mask)
    box = meet(state.clip, walk.area)
    if box is not None:
        walk.shapes.append(
            Shape(walk.page, walk.next_order(), "shading", Box(*box), Box(*box), paint, 0.0, rectangular=False)
        )


def shading_space(walk: Walk, shading: Any) -> ColourSpace:
    """Return the colour space of a shading."""
    space = shading.get("/ColorSpace") if isinstance(shading, pikepdf.Dictionary | pikepdf.Stream) else None
    return walk.shared.spaces.read(space, walk.resources)


def _ender(*, fill: bool = False, stroke: bool = False) -> Callable[[Walk, Sequence[Any]], None]:
    def end(walk: Walk, _operands: Sequence[Any]) -> None:
        end_path(walk, fill=fill, stroke=stroke)

    return end


_fill, _stroke, _both = _ender(fill=True), _ender(stroke=True), _ender(fill=True, stroke=True)
OPERATORS: dict[str, Callable[[Walk, Sequence[Any]], None]] = {
    "m": move_to,
    "l": line_to,
    "c": line_to,
    "v": line_to,
    "y": line_to,
    "re": rectangle,
    "W": _clip_next,
    "W*": _clip_next,
    "n": _ender(),
    "f": _fill,
    "F": _fill,
    "f*": _fill,
    "S": _stroke,
    "s": _stroke,
    "B": _both,
    "B*": _both,
    "b": _both,
    "b*": _both,
    "sh": shade,
}
