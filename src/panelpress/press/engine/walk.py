"""Layout facts: one walk through the engine's boxes notes frames, pictures and every line of text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panelpress.facts.layout import Frame, MissingGlyph, PlacedPicture, SetText
from panelpress.ground.geometry import Box, Edges
from panelpress.ground.units import px_to_mm, px_to_pt
from panelpress.press.engine.loading import AbsolutePlaceholder, boxes
from panelpress.press.glyphs import characters_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.facts.layout import LayoutFacts
    from panelpress.press.recipe import Recipe


@dataclass(frozen=True)
class _Context:
    """What holds for everything inside an element: its block, frame, clip box, how it is turned or moved, whether it shows."""

    block: str
    frame: str
    clip: Box
    generated: bool = False
    matrix: Any = None
    hidden: bool = False


class Walk:
    """Walks the engine's boxes once and notes frames, pictures and every line of text."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.texts: list[SetText] = []
        self.frames: list[Frame] = []
        self.pictures: list[PlacedPicture] = []
        self.number = 0

    def page(self, page: Any, number: int) -> None:
        """Note what stands on a page; ``number`` counts from 1."""
        self.number = number
        trim = Box(0, 0, px_to_mm(page.width), px_to_mm(page.height))
        self._box(page._page_box, _Context("", "", trim))  # noqa: SLF001 - the engine has no public box tree

    def _box(self, box: Any, context: _Context) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001
        if isinstance(box, boxes.TextBox):
            self._text(box, context)
            return
        context = self._enter(box, context)
        for child in getattr(box, "children", ()):
            self._box(child, context)

    def _enter(self, box: Any, context: _Context) -> _Context:
        own = box.transformation_matrix  # the engine's; (x, y) of the page in px
        matrix = (own @ context.matrix if context.matrix else own) if own else context.matrix
        hidden = context.hidden or box.style["opacity"] == 0
        element = box.element
        generated = context.generated or isinstance(box, boxes.MarginBox) or "::" in (box.element_tag or "")
        if element is None or generated:
            return _Context(context.block, context.frame, context.clip, generated, matrix, hidden)
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
        return _Context(block, frame, clip, generated=False, matrix=matrix, hidden=hidden)

    def _text(self, box: Any, context: _Context) -> None:
        if not box.text.strip() or box.style["visibility"] != "visible":
            return
        em = box.style["font_size"]
        baseline = box.position_y + box.baseline
        # The engine's text box has the font's full ascent and descent, which set-solid titles overlap by design:
        # what must be inside the frame is the letters, about .75 em above and .25 em below the baseline.
        left, right = box.position_x, box.position_x + box.width
        place = _on_paper(left, baseline - 0.75 * em, right, baseline + 0.22 * em, context.matrix)
        seen = place.overlap(context.clip.grown(_SLACK))
        if context.hidden or getattr(box.style["color"], "alpha", 1) == 0:
            seen = None
        if seen is not None and seen.area < 0.97 * place.area:
            seen = None
        self.texts.append(
            SetText(
                page=self.number,
                text=box.text,
                box=place,
                visible=seen,
                family=box.style["font_family"][0],
                size_pt=round(px_to_pt(em), 3),
                lang=box.style["lang"] or "",
                block="" if context.generated else context.block,
                frame=context.frame,
            )
        )


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


_INVISIBLE = ("Cc", "Cf", "Zs", "Zl", "Zp")
"""Unicode categories of characters that need no glyph: controls, joiners, spaces."""


def missing_glyphs(walk: Walk) -> tuple[MissingGlyph, ...]:
    """Return every character that the shipped typeface asked for does not have."""
    sources = {block.id: block.source for block in walk.recipe.blocks}
    found: dict[tuple[str, str], MissingGlyph] = {}
    for text in walk.texts:
        known = characters_of(text.family)
        if known is None:
            continue  # a typeface of the project's own: the engine tells while it paints
        for character in text.text:
            if ord(character) in known or unicodedata.category(character) in _INVISIBLE:
                continue
            source = sources.get(text.block)
            found.setdefault(
                (character, text.block), MissingGlyph(character, name_of(character), text.text.strip(), source)
            )
    return tuple(found.values())


def glyphs_told(facts: LayoutFacts, characters: Iterable[str]) -> tuple[MissingGlyph, ...]:
    """Return the characters that turned out to have no glyph while painting, with the first text each stands in."""
    sources = {block.id: block.source for block in facts.blocks}
    known = {glyph.character for glyph in facts.missing_glyphs}
    found = []
    for character in dict.fromkeys(characters):
        if character in known or unicodedata.category(character) in _INVISIBLE:
            continue
        text = next((t for t in facts.texts if character in t.text), None)
        source = sources.get(text.block) if text else None
        found.append(MissingGlyph(character, name_of(character), text.text.strip() if text else "", source))
    return tuple(found)


def name_of(character: str) -> str:
    """Return a character's Unicode name."""
    return unicodedata.name(character, f"U+{ord(character):04X}")


def families(recipe: Recipe) -> set[str]:
    """Return every family that a style sheet of the item declares."""
    faces = [face for _, css in recipe.css for face in re.findall(r"@font-face\s*\{([^}]*)\}", css)]
    named = [re.search(r"font-family\s*:\s*[\"']?([^\"';]+)", face) for face in faces]
    return {match.group(1).strip() for match in named if match}
