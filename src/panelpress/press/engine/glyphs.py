"""Characters that no font of an item has: found in the layout, or told by the engine while it paints."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from panelpress.facts.layout import MissingGlyph
from panelpress.press.typefaces import Face, face_of, faces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from panelpress.facts.layout import LayoutFacts, SetText
    from panelpress.press.recipe import Recipe

_INVISIBLE = ("Cc", "Cf", "Zs", "Zl", "Zp")
"""Unicode categories of characters that need no glyph: controls, joiners, spaces."""


def missing_glyphs(recipe: Recipe, texts: Sequence[SetText]) -> tuple[MissingGlyph, ...]:
    """Return every character that the typeface asked for does not have, in the style it is asked for in."""
    sources = {block.id: block.source for block in recipe.blocks}
    declared = faces(recipe)
    styles: dict[tuple[str, int, bool], frozenset[int] | None] = {}
    found: dict[tuple[str, str], MissingGlyph] = {}
    for text in texts:
        style = (text.family, text.weight, text.italic)
        if style not in styles:
            face: Face | None = face_of(*style, declared)
            styles[style] = face.characters if face else None
        known = styles[style]
        if known is None:
            continue  # no file of it can be read: the engine tells while it paints
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
