"""An item without its pictures: laid out, painted and finished as the press file is, in a tenth of a second.

Its texts stand where they will stand and in the inks they will have, which is all that legibility asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.press import engine
from panelpress.press.copyfit import chosen, laid_out_bare
from panelpress.press.finish import Replaced, finish
from panelpress.press.make import press_of

if TYPE_CHECKING:
    from panelpress.facts.layout import LayoutFacts
    from panelpress.press.recipe import Recipe


@dataclass(frozen=True)
class Bare:
    """The file of an item with blanks for pictures, and what the layout knows of it."""

    data: bytes
    layout: LayoutFacts


def make_bare(recipe: Recipe) -> Bare:
    """Make an item without its pictures, in the body size that its text needs; one layout serves both.

    Raises:
        PanelpressError: exit code 2 when styles, templates or the press profile are wrong.
    """
    press = press_of(recipe)
    recipe, _ = chosen(recipe)
    painted = engine.paint(laid_out_bare(recipe), recipe)
    made = finish(painted.pdf, recipe, press, painted.languages, Replaced({}, {}), engine.ENGINE)
    return Bare(made.data, painted.facts)
