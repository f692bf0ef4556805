"""The layout engine, and the only import of it: a recipe in, pages and layout facts out.

The engine sees nothing but what the recipe hands it: every resource has a ``pp:`` address served from memory, there are no
system fonts, and no network. What it reports in its log becomes Diagnostics; what it silently drops is found by the checks,
which read the layout facts gathered here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from panelpress.facts.layout import LayoutFacts
from panelpress.ground.diagnostics import Diagnostic, ExitCode, PanelpressError, Place, error
from panelpress.ground.units import count
from panelpress.press.engine.complaints import NOT_DEFINED, complaints, listening
from panelpress.press.engine.glyphs import glyphs_told, missing_glyphs
from panelpress.press.engine.loading import (
    ENGINE,
    FatalURLFetchingError,
    generate_pdf,
    versions,
    weasyprint,
)
from panelpress.press.engine.resources import Fetcher
from panelpress.press.engine.sheets import style_sheets
from panelpress.press.engine.walk import Walk
from panelpress.press.typefaces import faces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from panelpress.press.recipe import Recipe

_CRASHES = (AssertionError, NotImplementedError, TypeError, ValueError, KeyError, AttributeError)
"""How the engine answers styles that it does not understand."""


@dataclass(frozen=True)
class LaidOut:
    """A recipe laid out: the engine's document, the facts of it, what it complained about, the languages of marked text."""

    document: Any
    facts: LayoutFacts
    complaints: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Painted:
    """The engine's PDF object model, the layout facts with what painting added, and each page's languages by marked content."""

    pdf: Any
    facts: LayoutFacts
    languages: list[dict[int, str]]


def lay_out(recipe: Recipe, resources: Mapping[str, tuple[str, bytes]]) -> LaidOut:
    """Lay a recipe out.

    Args:
        recipe: the item.
        resources: pictures and drawings by ``pp:`` address, as (content type, bytes).

    Raises:
        PanelpressError: when the engine cannot make a page of it at all (exit code 2: a style or template is wrong).
    """
    fetcher = Fetcher(resources, recipe.fonts_root)
    with listening() as log:
        try:
            fonts, sheets = style_sheets(recipe, fetcher, log)
            html = weasyprint.HTML(string=recipe.html, url_fetcher=fetcher, base_url="pp:/")
            document = html.render(font_config=fonts, stylesheets=sheets, output_intent="device-cmyk", pdf_tags=True)
        except FatalURLFetchingError as fatal:
            raise _unmakeable(recipe, str(fatal)) from None
        except _CRASHES as crash:
            raise _unmakeable(recipe, f"{type(crash).__name__}: {crash}") from crash
        laid = len(document.pages)
        if recipe.keep:  # one file of a book that goes to the printer in two
            document.pages = [page for number, page in enumerate(document.pages, start=1) if number in recipe.keep]
        walk = Walk(recipe)
        for number, page in enumerate(document.pages, start=1):
            walk.page(page, number)
    document.pages = [_MarkedPage(page) for page in document.pages]
    missing = missing_glyphs(recipe, walk.texts)
    facts = LayoutFacts(
        item=recipe.name.key,
        pages=len(document.pages),
        blocks=recipe.blocks,
        texts=tuple(walk.texts),
        frames=tuple(walk.frames),
        pictures=tuple(walk.pictures),
        missing_glyphs=missing,
        families=tuple(sorted({face.family for face in faces(recipe)})),
        lines=walk.set_lines(),
    )
    found = tuple(complaints(recipe, log, fetcher))
    if recipe.keep and laid != recipe.laid_pages:
        found += (_wrong_length(recipe, laid),)
    return LaidOut(document, facts, found)


def _wrong_length(recipe: Recipe, laid: int) -> Diagnostic:
    """Say that a book in two files has run over: its pages would fall into the wrong file."""
    return error(
        "page/count",
        f"the book runs to {count(laid, 'page')}, {recipe.laid_pages} are planned",
        "shorten the texts, or plan more pages in `flat_plan`",
        place=Place(recipe.name.key),
    )


def _unmakeable(recipe: Recipe, what: str) -> PanelpressError:
    return PanelpressError(
        [
            error(
                "style/engine",
                f"{recipe.name.label} cannot be laid out: {what}",
                "undo the last change to styles or templates; if there was none, report this",
                place=Place(recipe.name.key),
            )
        ],
        ExitCode.CANNOT_JUDGE,
    )


def paint(laid_out: LaidOut, recipe: Recipe) -> Painted:
    """Paint the document into the engine's PDF object model, which the finisher turns into a press file.

    Its own writer is not used: it hashes the whole file for an identifier and dates it by the clock.

    Raises:
        PanelpressError: when a style asks for what the engine cannot paint in press colours (exit code 2).
    """
    options = dict(weasyprint.DEFAULT_OPTIONS, output_intent="device-cmyk", pdf_tags=True, pdf_version="1.6")
    with listening() as log:
        try:
            pdf = generate_pdf(laid_out.document, None, 1, **options)
        except _CRASHES as crash:
            raise _unmakeable(recipe, f"{type(crash).__name__}: {crash}") from crash
    characters = [
        str(record.args[0])
        for _, record in log.records
        if record.getMessage().startswith(NOT_DEFINED) and isinstance(record.args, tuple)
    ]
    told = glyphs_told(laid_out.facts, characters)
    languages = [page.languages for page in laid_out.document.pages]
    facts = replace(laid_out.facts, missing_glyphs=(*laid_out.facts.missing_glyphs, *told))
    return Painted(pdf, facts, languages)


class _MarkedPage:
    """A page that notes the language of every marked piece while it is painted: the engine writes none below the root."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.languages: dict[int, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def paint(self, stream: Any, scale: float = 1) -> None:
        self._page.paint(stream, scale)
        for box, mark in (stream._tags or {}).items():  # noqa: SLF001 - the engine keeps no public list
            if language := box.style["lang"]:
                self.languages[mark["mcid"]] = language


__all__ = ["ENGINE", "LaidOut", "Painted", "lay_out", "paint", "versions"]
