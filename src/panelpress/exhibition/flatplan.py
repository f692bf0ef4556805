"""The flat plan of the catalogue: what it names exists, captions face their plates, pages add up and can be bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, did_you_mean, error

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from panelpress.exhibition.model import Panel
    from panelpress.exhibition.schema import Catalogue, FlatPlanEntry, TextPages
    from panelpress.ground.diagnostics import Span
    from panelpress.ground.keys import Loc
    from panelpress.ground.yamlsource import YamlSource

_ONE_PAGE = ("title", "plate", "caption", "back")


def judge_names(
    source: YamlSource,
    book: Catalogue,
    listed: Collection[str],
    panels: Mapping[str, Panel],
    photos: Collection[str] | None,
    drawings: Collection[str] | None,
) -> Iterator[Diagnostic]:
    """Give what is wrong with the entries one by one.

    Args:
        source: `catalogue.yml`.
        book: the catalogue as it says.
        listed: the ids of all panels that are listed, read or not.
        panels: those that could be read.
        photos: the ids of all photographs; None where the captions could not be read.
        drawings: the ids of all drawings; None likewise.
    """
    for index, entry in enumerate(book.flat_plan):
        at: Loc = ("catalogue", "flat_plan", index)
        if entry.kind == "text":
            yield from _judge_text(source, entry, at, listed, panels)
        for key, noun, known in (("photo", "photograph", photos), ("drawing", "drawing", drawings)):
            name = getattr(entry, key, None)
            if name and known is not None and name not in known:
                yield _unknown(noun, name, known, source.span((*at, key)))
        if entry.kind == "plate" and entry.caption == "facing":
            yield from _judge_facing(source, book, index)
        if entry.kind in _ONE_PAGE and entry.pages != 1:
            span = source.span((*at, "pages"))
            yield error("config/value", f"a {entry.kind} takes one page", "remove `pages:`", span=span)


def _judge_text(
    source: YamlSource, entry: TextPages, at: Loc, listed: Collection[str], panels: Mapping[str, Panel]
) -> Iterator[Diagnostic]:
    if entry.panel not in listed:
        yield _unknown("panel", entry.panel, listed, source.span((*at, "panel")))
        return
    spoken = [text.language for text in panels[entry.panel].texts] if entry.panel in panels else []
    if spoken and entry.language and entry.language not in spoken:
        yield _unknown("language", entry.language, spoken, source.span((*at, "language")))


def _judge_facing(source: YamlSource, book: Catalogue, index: int) -> Iterator[Diagnostic]:
    """See to it that a plate's caption really stands on the page that faces it."""
    photo = _photo(book.flat_plan[index])
    page = 1 + sum(entry.pages for entry in book.flat_plan[:index])
    other = index - 1 if page % 2 else index + 1  # a right-hand page is faced by the one before it
    facing = book.flat_plan[other] if 0 <= other < len(book.flat_plan) else None
    if facing is None or facing.kind != "caption" or _photo(facing) != photo:
        yield error(
            "config/facing",
            f"the caption of `{photo}` does not face it: the plate is page {page}",
            f"put `kind: caption, photo: {photo}` on page {page - 1 if page % 2 else page + 1}, or its caption below it",
            span=source.span(("catalogue", "flat_plan", index, "caption")),
        )


def _photo(entry: FlatPlanEntry) -> str | None:
    return getattr(entry, "photo", None)


def judge_pages(source: YamlSource, book: Catalogue) -> Iterator[Diagnostic]:
    """Give what is wrong with the number of pages."""
    span = source.span(("catalogue", "pages"))
    planned = sum(entry.pages for entry in book.flat_plan)
    if planned != book.pages:
        yield error(
            "config/page-count",
            f"the flat plan has {planned} pages, {book.pages} are ordered",
            "change `pages:` or the plan; pages left empty are written `kind: blank`",
            span=span,
        )
    if book.isbn and not any(entry.kind == "back" for entry in book.flat_plan):
        yield error(
            "config/isbn",
            "the ISBN has no page to stand on as a barcode",
            "end the flat plan with `{kind: back}`, or take `isbn:` out where somebody else makes the cover",
            span=source.span(("catalogue", "isbn")),
        )
    multiple = 4 if book.binding == "saddle-stitch" else 2
    if book.pages % multiple:
        below, above = book.pages // multiple * multiple, -(-book.pages // multiple) * multiple
        yield error(
            "config/page-count",
            f"{book.binding} needs a multiple of {multiple} pages, not {book.pages}",
            f"plan {below or above} or {above} pages",
            span=span,
        )


def _unknown(noun: str, name: str, known: Collection[str], span: Span) -> Diagnostic:
    return error("config/unknown-id", f"there is no {noun} `{name}`", did_you_mean(name, known), span=span)
