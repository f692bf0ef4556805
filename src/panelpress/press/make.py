"""Make one item: pictures, layout, finishing. A recipe in, press bytes and facts out; the whole way on one screen."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, ExitCode, PanelpressError, fault
from panelpress.ground.processors import threads
from panelpress.press import engine
from panelpress.press.conditions import condition
from panelpress.press.copyfit import chosen, overruns
from panelpress.press.drawing_pdf import VectorPage, press_pdf
from panelpress.press.drawings import ADDRESS as DRAWING_ADDRESS
from panelpress.press.drawings import press_svg
from panelpress.press.finish import Replaced, finish
from panelpress.press.pictures.derive import PressPicture, keeper, on_page, press_picture
from panelpress.press.recipe import PICTURE_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.facts.layout import LayoutFacts
    from panelpress.ground.files import Cache
    from panelpress.press.conditions import Condition
    from panelpress.press.recipe import Recipe, Wanted


@dataclass(frozen=True)
class Made:
    """A press file, what the layout knows of it, what was found while making it, and what the engine is made of.

    ``pictures`` are (address key, photograph id, SHA-256 of the press picture).
    """

    data: bytes
    content_digest: str
    layout: LayoutFacts
    problems: tuple[Diagnostic, ...]
    pictures: tuple[tuple[str, str, str], ...]
    versions: tuple[tuple[str, str], ...]


def make(recipe: Recipe, cache: Cache) -> Made:
    """Make an item.

    Raises:
        PanelpressError: exit code 1 when its content cannot be printed, 2 when styles or templates are wrong.
    """
    press = press_of(recipe)
    pictures, drawings, vectors, problems = _prepare(recipe, press, cache)
    problems += recipe.problems
    if problems:
        raise PanelpressError(problems, ExitCode.FINDINGS)
    recipe, fitted = chosen(recipe)
    resources = {_address(p): ("image/jpeg", on_page(p)) for p in pictures} | drawings
    resources |= {code.address: ("image/svg+xml", code.svg) for code in recipe.codes}
    whole = {_image_name(_address(p)): p for p in pictures if p.lossless}
    laid_out = engine.lay_out(recipe, resources)
    painted = engine.paint(laid_out, recipe)
    layout = replace(painted.facts, overruns=overruns(recipe, painted.facts), fitted=fitted)
    finished = finish(painted.pdf, recipe, press, painted.languages, Replaced(vectors, whole), engine.ENGINE)
    return Made(
        finished.data,
        finished.content_digest,
        layout,
        (*laid_out.complaints, *(note for p in pictures for note in p.notes)),
        tuple((p.key, p.id, p.digest) for p in pictures),
        engine.versions(),
    )


def press_of(recipe: Recipe) -> Condition:
    """Return the printing condition of an item.

    Raises:
        PanelpressError: when its profile cannot be used.
    """
    try:
        return condition(recipe.condition, recipe.profile)
    except (OSError, ValueError) as wrong:
        raise fault(
            "config/profile",
            f"the press profile {recipe.profile.name} cannot be used: {wrong}",
            "ask the printer for the ICC profile of their press, or leave `profile:` out for FOGRA39",
        ) from None


_Resources = dict[str, tuple[str, bytes]]


def _prepare(
    recipe: Recipe, press: Condition, cache: Cache
) -> tuple[tuple[PressPicture, ...], _Resources, dict[str, VectorPage], tuple[Diagnostic, ...]]:
    """Make every picture and drawing; gather what is wrong with all of them, not only with the first."""
    pictures: list[PressPicture] = []
    resources: _Resources = {}
    vectors: dict[str, VectorPage] = {}
    problems: list[Diagnostic] = []
    for made in _pictures(recipe.pictures, press, cache):
        if isinstance(made, PressPicture):
            pictures.append(made)
        else:
            problems += made.diagnostics
    for drawing in recipe.drawings:
        address = f"{DRAWING_ADDRESS}{drawing.id}{drawing.path.suffix.lower()}"
        try:
            if drawing.path.suffix.lower() == ".svg":
                resources[address] = ("image/svg+xml", press_svg(drawing, press))
            else:
                vectors[_image_name(address)] = press_pdf(drawing, press)
                resources[address] = ("image/jpeg", keeper())
        except PanelpressError as rejected:
            problems += rejected.diagnostics
    return tuple(pictures), resources, vectors, tuple(problems)


def _pictures(wanted: Sequence[Wanted], press: Condition, cache: Cache) -> Iterator[PressPicture | PanelpressError]:
    """Make an item's pictures, two at a time where there is a processor for each: the work leaves the interpreter free."""

    def one(each: Wanted) -> PressPicture | PanelpressError:
        try:
            return press_picture(each, press, cache)
        except PanelpressError as rejected:
            return rejected

    if threads() < 2:
        yield from map(one, wanted)
        return
    with ThreadPoolExecutor(threads()) as pool:
        yield from pool.map(one, wanted)


def _address(picture: PressPicture) -> str:
    return f"{PICTURE_ADDRESS}{picture.key}.jpg"


def _image_name(address: str) -> str:
    """Return the name the engine gives the image from an address: ``i``, the MD5 of the address, 0 for no smoothing."""
    return f"i{hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()}0"
