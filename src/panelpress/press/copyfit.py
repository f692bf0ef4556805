"""Copyfitting by measuring: the item is laid out again, with other sizes or more room, and looked at.

A panel lays out in a few hundredths of a second when its pictures are left out, so nothing is estimated: the size that is
chosen, and every remedy that is offered for a text that is too long, was tried.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.facts.layout import Fitted, Overrun
from panelpress.facts.lost import lost_of
from panelpress.ground.geometry import Box
from panelpress.press import engine
from panelpress.press.bodysize import STEP_PT, at_size, least_allowed, usual_pt
from panelpress.press.drawings import ADDRESS as DRAWING_ADDRESS
from panelpress.press.pictures.derive import keeper
from panelpress.press.recipe import PICTURE_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.layout import LayoutFacts
    from panelpress.press.recipe import Recipe

_ENDLESS_MM = 20_000
_BESIDE_MM = 1.0


def chosen(recipe: Recipe) -> tuple[Recipe, Fitted | None]:
    """Return a recipe with the body size that its ``fit`` allows and its text needs, and what was chosen.

    The largest size at which every word stands in its frame; the smallest allowed where none does. The same text always
    gets the same size.
    """
    usual = usual_pt(recipe)
    if recipe.fit is None or usual is None:
        return recipe, None
    least, most = least_allowed(recipe), recipe.fit.most_pt or usual
    size = _largest(recipe, least, max(least, most)) or least
    return at_size(recipe, size), Fitted(least, max(least, most), usual, size)


def overruns(recipe: Recipe, facts: LayoutFacts) -> tuple[Overrun, ...]:
    """Return, for each frame that loses words, by how much its text is too long and what would make it fit."""
    return tuple(_overrun(recipe, facts, frame) for frame in _losing(facts))


def lay_out_bare(recipe: Recipe) -> LayoutFacts:
    """Return the layout of an item with a blank in every picture's place: the boxes are fixed, the text is what counts."""
    return laid_out_bare(recipe).facts


def laid_out_bare(recipe: Recipe) -> engine.LaidOut:
    """Return an item laid out with blanks for pictures, ready to be painted."""
    blank = ("image/jpeg", keeper())
    resources = {f"{PICTURE_ADDRESS}{wanted.key}.jpg": blank for wanted in recipe.pictures}
    resources |= {f"{DRAWING_ADDRESS}{d.id}{d.path.suffix.lower()}": blank for d in recipe.drawings}
    resources |= {code.address: ("image/svg+xml", code.svg) for code in recipe.codes}
    return engine.lay_out(recipe, resources)


def _losing(facts: LayoutFacts) -> tuple[str, ...]:
    """Return the frames in which words are lost, in the order of the layout."""
    return tuple(dict.fromkeys(frame for frame in _frames_losing(facts) if frame))


def _frames_losing(facts: LayoutFacts) -> Iterator[str]:
    for block in facts.blocks:
        texts = [t for t in facts.texts if t.block == block.id]
        if lost_of(block, texts):
            yield texts[0].frame if texts else block.frame


def _fits(recipe: Recipe) -> bool:
    return not _losing(lay_out_bare(recipe))


def _largest(recipe: Recipe, least: float, most: float) -> float | None:
    """Return the largest size at which everything fits, found by halving; None where even the smallest is too large."""
    sizes = [least + STEP_PT * n for n in range(int((most - least) / STEP_PT + 1e-9) + 1)]
    low, high = -1, len(sizes)
    while high - low > 1:
        middle = (low + high) // 2
        if _fits(at_size(recipe, sizes[middle])):
            low = middle
        else:
            high = middle
    return sizes[low] if low >= 0 else None


def _overrun(recipe: Recipe, facts: LayoutFacts, name: str) -> Overrun:
    frame = next((f.box for f in facts.frames if f.name == name), None)
    over = _over_mm(recipe, name, frame) if frame else None
    return Overrun(
        name,
        None if over is None else round(over, 1),
        _size_that_fits(recipe, name),
        round(over, 1) if frame and over is not None and _room_below(facts, name, frame) >= over else None,
    )


def _over_mm(recipe: Recipe, name: str, frame: Box) -> float | None:
    """Return how much higher the frame would have to be, by letting it grow on an endless page."""
    endless = (
        f"@page {{ size: {recipe.sheet.width:g}mm {_ENDLESS_MM}mm }} "
        f'[data-frame="{name}"] {{ height: auto !important }}'
    )
    facts = lay_out_bare(replace(recipe, css=(*recipe.css, ("fit", endless))))
    if name in _losing(facts):  # something inside it is of a fixed height
        return None
    bottom = max((line.box.bottom for line in facts.lines if line.frame == name), default=0.0)
    return bottom - frame.bottom if bottom > frame.bottom else None


def _size_that_fits(recipe: Recipe, name: str) -> float | None:
    usual, floor = usual_pt(recipe), least_allowed(recipe)
    if usual is None or recipe.name.kind != "panel":
        return None
    sizes = [usual - STEP_PT * n for n in range(1, int((usual - floor) / STEP_PT + 1e-9) + 1)]
    return next((s for s in sizes if name not in _losing(lay_out_bare(at_size(recipe, s)))), None)


def _room_below(facts: LayoutFacts, name: str, frame: Box) -> float:
    """Return how far the picture below a frame, with its caption, could move down before it meets anything, mm."""
    others = [f.box for f in facts.frames if f.name != name and not f.name.startswith("caption of ")]
    moving = [p for p in facts.pictures if p.box.top >= frame.bottom - _BESIDE_MM and _above(frame, p.box)]
    captions = [f.box for f in facts.frames if f.name in {f"caption of {p.id}" for p in moving}]
    if not moving:
        return 0.0
    group = [*(p.box for p in moving), *captions]
    around = Box.around([c for box in group for c in ((box.left, box.top), (box.right, box.bottom))])
    stays = [*others, *(p.box for p in facts.pictures if p not in moving)]
    below = [box.top for box in stays if box.top >= around.bottom - _BESIDE_MM and _above(around, box)]
    return min(below) - around.bottom if below else 0.0


def _above(one: Box, other: Box) -> bool:
    """Tell whether two boxes share a part of the page's width."""
    return min(one.right, other.right) - max(one.left, other.left) > _BESIDE_MM
