"""A panel's body size: the theme's token for it, the smallest that can be read, and the item with another size.

Apart from the layout engine, so that an item can be composed without loading it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.ground.sight import least_size
from panelpress.press.typefaces import face_of, faces

if TYPE_CHECKING:
    from panelpress.press.recipe import Recipe

STEP_PT = 0.5
"""Sizes are tried in steps of half a point: nobody sees less."""
BODY = "--panel-body"
"""The theme's token for the size and leading of a panel's text."""
_FACE = re.compile(r"^(?P<before>.*?)(?P<size>[\d.]+)pt\s*/\s*(?P<leading>[\d.]+)pt(?P<after>.*)$")


def usual_pt(recipe: Recipe) -> float | None:
    """Return the body size that the theme sets, pt; None where it does not tell."""
    token = _token(recipe, BODY)
    return float(token["size"]) if token else None


def least_that_reads(recipe: Recipe) -> float:
    """Return the smallest body size, pt, in half points, that can be read fluently from the viewing distance; 0: not known."""
    token = _token(recipe, BODY)
    if token is None:
        return 0.0
    family = _resolve(token["after"], recipe).partition(",")[0].strip().strip("\"'")
    face = face_of(family, 400, False, faces(recipe))  # noqa: FBT003 - upright
    points = least_size(recipe.viewing_distance_m, face.x_height) if face and face.x_height else 0.0
    return -(-points // STEP_PT) * STEP_PT


def least_allowed(recipe: Recipe) -> float:
    """Return the smallest body size that may be chosen, pt: what ``fit`` says, and never less than can be read."""
    floor = least_that_reads(recipe)
    return max(floor, recipe.fit.least_pt or floor) if recipe.fit else floor


def at_size(recipe: Recipe, size_pt: float) -> Recipe:
    """Return the recipe with another body size; the leading keeps its proportion."""
    token = _token(recipe, BODY)
    if token is None:
        return recipe
    leading = size_pt * float(token["leading"]) / float(token["size"])
    value = f"{token['before']}{size_pt:g}pt/{round(leading, 2):g}pt{token['after']}"
    return replace(recipe, css=(*recipe.css, ("fit", f":root {{ {BODY}: {value} }}")))


def _token(recipe: Recipe, name: str) -> dict[str, str] | None:
    """Return the parts of a theme token that sets size and leading in points; the last sheet that sets it wins."""
    said = [value for _, css in recipe.css for value in re.findall(rf"{re.escape(name)}\s*:\s*([^;}}]+)", css)]
    match = _FACE.match(said[-1].strip()) if said else None
    return match.groupdict() if match else None


def _resolve(value: str, recipe: Recipe) -> str:
    """Return a value with the tokens it names filled in."""
    values: dict[str, str] = {}
    for _, css in recipe.css:
        values |= dict(re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", css))
    for _ in range(4):
        value = re.sub(r"var\((--[\w-]+)\)", lambda m: values.get(m[1], ""), value)
    return value
