"""What is drawn inside a page's drawing, in light: forms, tiling patterns, the glyphs of Type 3 fonts."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from pikepdf import Dictionary, Name

from panelpress.ground.geometry import Matrix
from panelpress.inspect.drawing import BLACK_INK, Drawing, State, copied
from panelpress.inspect.functions import UnreadableError
from panelpress.inspect.objects import number_of, numbers_of

if TYPE_CHECKING:
    import pikepdf

_TILING = 1


def form_in_light(drawing: Drawing, form: pikepdf.Stream) -> tuple[Any, bool]:
    """Return a form drawn in light, and whether it puts ink on these plates."""
    key = (form.objgen, drawing.plates, drawing.state.signature)
    if key in drawing.shop.forms:
        return drawing.shop.forms[key]
    matrix = Matrix(*(numbers_of(form.get("/Matrix"), 6) or (1, 0, 0, 1, 0, 0)))
    inner = drawing.inside(form, copy.copy(drawing.state))
    inner.state.ctm = matrix @ drawing.state.ctm
    made = _remade(inner, form)
    made.Subtype = Name.Form
    if isinstance(form.get("/Group"), Dictionary):
        made.Group = Dictionary({k: v for k, v in form.Group.items() if k != "/CS"})
    drawing.shop.forms[key] = made, inner.inked
    return drawing.shop.forms[key]


def tiling_in_light(drawing: Drawing, pattern: pikepdf.Stream) -> pikepdf.Stream:
    """Return a tiling pattern drawn in light.

    Raises:
        UnreadableError: where it is none, or stands too deep.
    """
    if number_of(pattern.get("/PatternType")) != _TILING:
        raise UnreadableError("a pattern of no known kind")
    state = State(drawing.state.ctm)
    inner = drawing.inside(pattern, state)
    if number_of(pattern.get("/PaintType")) == 2:
        made = drawing.shop.pdf.make_stream(pattern.read_bytes())
        made.Resources = pattern.get("/Resources", Dictionary())
    else:
        inner.set_ink(BLACK_INK, stroke=False)
        inner.set_ink(BLACK_INK, stroke=True)
        made = _remade(inner, pattern)
        drawing.inked = drawing.inked or inner.inked
    for key in ("/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix"):
        if key in pattern:
            made[key] = pattern[key]
    return made


def _remade(inner: Drawing, stream: pikepdf.Stream) -> pikepdf.Stream:
    content, resources = inner.rewrite(inner, inner.shop.instructions(stream, "a form"))
    made = inner.shop.pdf.make_stream(content, Type=Name.XObject)
    made.Resources = resources
    for key in ("/BBox", "/Matrix", "/OC"):
        if key in stream:
            made[key] = stream[key]
    return made


def type3_in_light(drawing: Drawing, font: Any) -> Any:
    """Return a font whose glyphs are drawn in light: they have colours of their own."""
    key = (font.objgen, drawing.plates, drawing.state.signature)
    if key in drawing.shop.forms:
        return drawing.shop.forms[key][0]
    made, glyphs = copied(font), Dictionary()
    resources = font.get("/Resources", drawing.resources)
    together: dict[str, dict[str, Any]] = {}
    procs: Any = font.get("/CharProcs", Dictionary())
    for name, glyph in procs.items():
        inner = drawing.inside(glyph, copy.copy(drawing.state))
        inner.resources, inner.made = resources, together
        content, table = inner.rewrite(inner, drawing.shop.instructions(glyph, "a glyph"))
        glyphs[name] = drawing.shop.pdf.make_stream(content)
        made.Resources = table
        drawing.inked = drawing.inked or inner.inked
    made.CharProcs = glyphs
    if font.objgen != (0, 0):
        drawing.shop.forms[key] = made, drawing.inked
    return made
