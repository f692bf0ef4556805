"""Layout facts: one walk through the engine's boxes notes frames, pictures, every line of text and what it is set in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from panelpress.facts.layout import Frame, Line, PlacedPicture, SetText
from panelpress.ground.geometry import Box, Edges
from panelpress.ground.units import px_to_mm, px_to_pt
from panelpress.press.engine.loading import AbsolutePlaceholder, boxes
from panelpress.press.typefaces import Face, face_of, faces

if TYPE_CHECKING:
    from panelpress.facts.layout import TextLevel
    from panelpress.press.recipe import Recipe

_LEVELS: Final[dict[str, TextLevel]] = {
    "poster": "title",
    "quote": "title",
    "heading": "heading",
    "subtitle": "subtitle",
    "kicker": "kicker",
    "lead": "lead",
    "caption": "caption",
    "attribution": "caption",
    "notes": "caption",
    "works": "caption",
    "work": "caption",
    "supplied": "caption",
    "note": "caption",
    "credit": "credit",
    "imprint": "credit",
    "folio": "folio",
    "foot": "folio",
}
"""What the classes of the shipped templates are to the reader; `data-level` on an element says it outright."""


@dataclass(frozen=True)
class _Context:
    """What holds for everything inside an element: its block, frame, level, clip box, how it is turned or moved, its line."""

    block: str
    frame: str
    clip: Box
    level: TextLevel = "body"
    generated: bool = False
    matrix: Any = None
    hidden: bool = False
    line: _SetLine | None = None


@dataclass
class _SetLine:
    """A line while its pieces are gathered; ``number`` is where it stands among all, from 1."""

    number: int
    page: int
    paragraph: int
    measure: float
    leading_pt: float
    align: str
    pieces: list[SetText] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What stands on it, the spaces between its pieces included"""


class Walk:
    """Walks the engine's boxes once and notes frames, pictures and every line of text."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.texts: list[SetText] = []
        self.frames: list[Frame] = []
        self.pictures: list[PlacedPicture] = []
        self.number = 0
        self._lines: list[_SetLine] = []
        self._paragraphs: dict[tuple[int, str], int] = {}
        self._faces = faces(recipe)
        self._styles: dict[tuple[str, int, bool], Face | None] = {}

    def page(self, page: Any, number: int) -> None:
        """Note what stands on a page; ``number`` counts from 1."""
        self.number = number
        trim = Box(0, 0, px_to_mm(page.width), px_to_mm(page.height))
        self._box(page._page_box, _Context("", "", trim))  # noqa: SLF001 - the engine has no public box tree

    def set_lines(self) -> tuple[Line, ...]:
        """Return the lines of all pages walked so far that have letters."""
        full = [line for line in self._lines if line.pieces]
        last = {line.paragraph: line.number for line in full}
        return tuple(_as_set(line, last=last[line.paragraph] == line.number) for line in full)

    def _box(self, box: Any, context: _Context) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001
        if isinstance(box, boxes.TextBox):
            self._text(box, context)
            return
        context = self._enter(box, context)
        for child in getattr(box, "children", ()):
            if isinstance(child, boxes.LineBox):
                self._box(child, replace(context, line=self._line(child, box, context)))
            else:
                self._box(child, context)

    def _line(self, line: Any, parent: Any, context: _Context) -> _SetLine:
        """Return the line to gather pieces in: an inline block of one line belongs to the line around it."""
        if context.line is not None and len(parent.children) == 1:
            return context.line
        key = (id(parent.element), parent.element_tag or "")
        paragraph = self._paragraphs.setdefault(key, len(self._paragraphs) + 1)
        align = str(line.style["text_align_all"])
        begun = _SetLine(
            len(self._lines) + 1,
            self.number,
            paragraph,
            px_to_mm(parent.width),
            round(px_to_pt(line.height), 3),
            "left" if align == "start" else "right" if align == "end" else align,
        )
        self._lines.append(begun)
        return begun

    def _enter(self, box: Any, context: _Context) -> _Context:
        own = box.transformation_matrix  # the engine's; (x, y) of the page in px
        matrix = (own @ context.matrix if context.matrix else own) if own else context.matrix
        hidden = context.hidden or box.style["opacity"] == 0
        element = box.element
        generated = context.generated or isinstance(box, boxes.MarginBox) or "::" in (box.element_tag or "")
        if element is None or generated:
            level: TextLevel = "folio" if isinstance(box, boxes.MarginBox) else context.level
            return replace(context, generated=generated, level=level, matrix=matrix, hidden=hidden)
        block = element.get("data-b", context.block)
        frame, clip = context.frame, context.clip
        if isinstance(box, (boxes.BlockBox, boxes.ReplacedBox)):
            area = _border_box(box, matrix)
            if (name := element.get("data-frame")) and element.tag == "div":
                frame = name
                self.frames.append(Frame(self.number, name, area))
                clip = clip.overlap(area) or Box(area.left, area.top, area.left, area.top)
            elif box.style["overflow"] != "visible":
                clip = clip.overlap(area) or Box(area.left, area.top, area.left, area.top)
            if (plate := element.get("data-plate")) and element.tag == "div":
                self.pictures.append(PlacedPicture(self.number, plate, area))
        level = _level(element, context.level)
        return _Context(block, frame, clip, level, matrix=matrix, hidden=hidden, line=context.line)

    def _text(self, box: Any, context: _Context) -> None:
        if box.style["visibility"] != "visible":
            return
        if context.line:
            context.line.said.append(box.text)
        if not box.text.strip():
            return
        style = box.style
        em = style["font_size"]
        baseline = box.position_y + box.baseline
        # The engine's text box has the font's full ascent and descent, which set-solid titles overlap by design:
        # what must be inside the frame is the letters, about .75 em above and .25 em below the baseline.
        left, right = box.position_x, box.position_x + box.width
        place = _on_paper(left, baseline - 0.75 * em, right, baseline + 0.22 * em, context.matrix)
        seen = place.overlap(context.clip.grown(_SLACK))
        if context.hidden or getattr(style["color"], "alpha", 1) == 0:
            seen = None
        if seen is not None and seen.area < 0.97 * place.area:
            seen = None
        family, weight, italic = style["font_family"][0], int(style["font_weight"]), style["font_style"] != "normal"
        face = self._face(family, weight, italic)
        piece = SetText(
            page=self.number,
            text=box.text,
            box=place,
            visible=seen,
            family=family,
            size_pt=round(px_to_pt(em), 3),
            lang=style["lang"] or "",
            block="" if context.generated else context.block,
            frame=context.frame,
            line=context.line.number if context.line else 0,
            level=context.level,
            weight=weight,
            italic=italic,
            underlined="underline" in style["text_decoration_line"],
            x_height_mm=round(px_to_mm(em) * face.x_height, 4) if face else 0.0,
            faked=_faked(style, face, box.text),
        )
        self.texts.append(piece)
        if context.line:
            context.line.pieces.append(piece)

    def _face(self, family: str, weight: int, italic: bool) -> Face | None:  # noqa: FBT001 - a style
        style = (family, weight, italic)
        if style not in self._styles:
            self._styles[style] = face_of(*style, self._faces)
        return self._styles[style]


def _level(element: Any, around: TextLevel) -> TextLevel:
    """Return what an element is to the reader: what it says outright, what its classes mean, or as what is around it."""
    if said := element.get("data-level"):
        return next((level for level in _LEVELS.values() if level == said), "body")
    for name in (element.get("class") or "").split():
        if name in _LEVELS:
            return _LEVELS[name]
    return "heading" if element.tag == "h1" else around


def _as_set(line: _SetLine, *, last: bool) -> Line:
    pieces = line.pieces
    text = "".join(line.said).strip()
    most = max(pieces, key=lambda piece: len(piece.text))
    corners = [corner for p in pieces for corner in ((p.box.left, p.box.top), (p.box.right, p.box.bottom))]
    return Line(
        number=line.number,
        page=line.page,
        paragraph=line.paragraph,
        block=next((p.block for p in pieces if p.block), ""),
        frame=pieces[0].frame,
        text=text,
        box=Box.around(corners),
        measure=round(line.measure, 3),
        size_pt=most.size_pt,
        leading_pt=line.leading_pt,
        align=line.align,
        level=most.level,
        last=last,
        hyphenated=text.rstrip().endswith(("\u2010", "\u00ad")),
    )


def _faked(style: Any, face: Face | None, text: str) -> tuple[str, ...]:
    """Return what a style asks for and the font has not: the engine then sets ordinary letters, without a word."""
    if face is None:
        return ()
    missing = []
    caps = style["font_variant_caps"]
    if caps in ("small-caps", "all-small-caps") and not face.has("smcp"):
        missing.append("small capitals")
    numeric = style["font_variant_numeric"]
    if "oldstyle-nums" in numeric and any(c.isdigit() for c in text) and not face.has("onum"):
        missing.append("old-style figures")
    return tuple(missing)


def _border_box(box: Any, matrix: Any) -> Box:
    left, top = box.border_box_x(), box.border_box_y()
    return _on_paper(left, top, left + box.border_width(), top + box.border_height(), matrix)


def _on_paper(left: float, top: float, right: float, bottom: float, matrix: Any) -> Box:
    """Return where a box of the engine, in px, comes to stand, in mm: styles may turn and move what is inside them."""
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    if matrix:
        corners = [matrix.transform_point(x, y) for x, y in corners]
    xs, ys = [px_to_mm(x) for x, _ in corners], [px_to_mm(y) for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


_SLACK = Edges.all(0.3)  # side bearings and rounding of a line may stand 0.3 mm out of their frame
