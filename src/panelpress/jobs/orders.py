"""What was ordered: an item and its printer as the figures the checks hold the finished file against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from panelpress.ground.diagnostics import Span, did_you_mean, fault
from panelpress.ground.files import canonical, digest, digest_file
from panelpress.ground.geometry import Edges
from panelpress.ledger.waived import waivers_of
from panelpress.preflight.order import (
    Awaited,
    Caption,
    Flavour,
    Hang,
    Licence,
    Order,
    OrderedCode,
    Planned,
    Spine,
    Stop,
)
from panelpress.preflight.profiles import load_profile
from panelpress.press.inputs import recipe_digest

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition, Photo
    from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
    from panelpress.exhibition.schema import Catalogue
    from panelpress.ledger.chain import Ledger
    from panelpress.preflight.waivers import Waiver
    from panelpress.press.recipe import Recipe

Printers = tuple["PanelPrinter", "CataloguePrinter"]
"""Who prints the panels, and who the catalogue"""
_FLAVOURS: dict[str, Flavour] = {"pdf/x-4": "PDF/X-4", "pdf/x-1a": "PDF/X-1a:2003"}
_IN_THE_HAND_M = 0.4
"""Reading distance of a book, m (RNIB Clear Print)"""
_PARTS: dict[str, Literal["", "cover", "inner"]] = {"": "", "cover": "cover", "inner": "inner"}
_MULTIPLES = {"saddle-stitch": 4, "perfect": 2}


def order_for(exhibition: Exhibition, recipe: Recipe, printer: PanelPrinter | CataloguePrinter) -> Order:
    """Return the order of one item."""
    book = exhibition.catalogue if recipe.name.kind == "catalogue" else None
    return Order(
        item=recipe.name.key,
        trim=(recipe.sheet.width, recipe.sheet.height),
        bleed=recipe.sheet.bleed,
        safe=Edges.all(printer.safe_mm),
        pages=recipe.pages,
        multiple=_MULTIPLES[book.binding] if book else None,
        reading_distance_m=_IN_THE_HAND_M if book else exhibition.viewing_distance_m,
        hang=None if book else Hang(exhibition.hang_top_mm),
        min_ppi=printer.min_ppi,
        warn_ppi=printer.warn_ppi,
        flavour=_FLAVOURS[recipe.standard],
        condition=recipe.condition,
        profile_digest=digest_file(recipe.profile),
        marks=recipe.sheet.margin > 0,
        tac=printer.max_ink,
        plates=tuple(
            Planned(p.id, p.page, p.box, p.treatment.flip, p.text_over) for p in recipe.plates if not p.awaited
        ),
        stand_ins=tuple(Awaited(p.id, p.page) for p in recipe.plates if p.stand_in or p.awaited),
        to_be_supplied=_awaited(exhibition, recipe),
        licences=tuple(licence_of(exhibition.photos[p.id], p.page) for p in recipe.plates),
        tour=tuple(Stop(stop.venue, stop.country, stop.opens, stop.closes) for stop in exhibition.tour),
        medium=printer.makes,
        spots=(),
        binding=book.binding if book else None,
        caliper=book.paper.caliper_mm if book else None,
        part=_PARTS[recipe.name.part],
        book_pages=book.pages if book else None,
        spine=_spine(book) if book else None,
        blank_pages=_blank_pages(book, recipe.keep) if book else None,
        codes=tuple(OrderedCode(code.kind, code.text, code.page, code.span) for code in recipe.codes),
        variable=recipe.strip,
        date=exhibition.date,
        captions=tuple(_caption(exhibition.photos[id]) for id in dict.fromkeys(p.id for p in recipe.plates)),
        print_run=book.print_run if book else None,
    )


def _awaited(exhibition: Exhibition, recipe: Recipe) -> tuple[Awaited, ...]:
    """Return what is to be supplied for an item, each with the line of the text it prints, or of `catalogue.yml`."""
    printed = {block.source.file for block in recipe.blocks}
    texts = [text for panel in exhibition.panels for text in panel.texts] + list(exhibition.texts.values())
    said = list(zip(exhibition.to_be_supplied, exhibition.supplied_at, strict=False))
    for text in texts:
        said += zip(text.to_be_supplied, text.supplied_at, strict=False) if text.file in printed else ()
    found = [Awaited(words, span=span) for words, span in said if words in recipe.awaited_text]
    known = {awaited.id for awaited in found}
    return (*found, *(Awaited(words) for words in recipe.awaited_text if words not in known))


def _spine(book: Catalogue) -> Spine | None:
    """Return the back of a glued book: the printer's own figure, else leaves times caliper (Calverts); None if unknown.

    The cover's leaves are counted as if it were of the same paper: the printer's figure is the better one.
    """
    width = book.spine_mm
    if width is None and book.paper.caliper_mm is not None:
        width = book.pages / 2 * book.paper.caliper_mm
    return Spine(width, book.width_mm) if book.binding == "perfect" and width is not None else None


def _blank_pages(book: Catalogue, keep: tuple[int, ...]) -> tuple[int, ...]:
    """Return the pages of a file that the flat plan leaves blank, counted from 1 in that file."""
    blank: list[int] = []
    page = 1
    for entry in book.flat_plan:
        if entry.kind == "blank":
            blank += range(page, page + entry.pages)
        page += entry.pages
    return tuple(keep.index(n) + 1 for n in blank if n in keep) if keep else tuple(blank)


def _caption(photo: Photo) -> Caption:
    return Caption(photo.id, photo.span.file, photo.span.line)


def licence_of(photo: Photo, page: int = 1) -> Licence:
    """Return what the captions say of a photograph's rights."""
    rights = photo.said.rights
    if rights is None:
        return Licence(photo.id, page)
    return Licence(
        photo.id,
        page,
        rights.begins,
        rights.expires,
        rights.territory,
        rights.media,
        rights.print_run,
        rights.consent,
    )


@dataclass(frozen=True)
class Rules:
    """The preflight profile an item is judged by: one of ours by name, or the print shop's own, and the digest of that file.

    ``waivers`` are those of the ledger that hold for the item. They are no part of the rules' identity: what somebody accepts
    changes nothing that was approved. ``written`` is the digest of the organisation's own rules for what is written.
    """

    profile: str | Path
    digest: str = ""
    waivers: tuple[Waiver, ...] = ()
    written: str = ""

    @property
    def identity(self) -> str:
        """What tells rules from others, wherever the project lies."""
        return self.digest or str(self.profile)


def rules_with_waivers(
    exhibition: Exhibition, ledger: Ledger, recipe: Recipe, printer: PanelPrinter | CataloguePrinter
) -> Rules:
    """Return the rules an item is judged by, with what the ledger says was accepted of what they find.

    Raises:
        PanelpressError: everything that is wrong with the print shop's own, each with its line.
    """
    rules = rules_for(exhibition.root, recipe, printer)
    written = digest_file(exhibition.root / exhibition.text_rules) if exhibition.text_rules else ""
    return replace(rules, waivers=waivers_of(ledger, recipe.name.key, exhibition.sign_off), written=written)


def rules_for(root: Path, recipe: Recipe, printer: PanelPrinter | CataloguePrinter) -> Rules:
    """Return the rules an item is judged by, before anything is accepted.

    Raises:
        PanelpressError: everything that is wrong with the print shop's own, each with its line.
    """
    if printer.checks is None:
        book = "cover" if recipe.name.part == "cover" else "catalogue-a5"
        return Rules("panel-a1" if recipe.name.kind == "panel" else book)
    path = root / printer.checks
    if not load_profile(path, printer.checks).extends:
        raise fault(
            "preflight/profile",
            f"the rules in {printer.checks} extend none of ours: what is not named in them would not be judged",
            "write `extends: panel-a1`, or another profile of panelpress, into it",
            span=Span(printer.checks, 1),
        )
    return Rules(path, digest_file(path))


def choose_printers(exhibition: Exhibition, name: str | None) -> Printers:
    """Return the print shops for panels and catalogue: the first of each, or the one that was named.

    Raises:
        PanelpressError: when there is no print shop of that name.
    """
    panels, books = exhibition.panel_printers, exhibition.catalogue_printers
    if name is not None and name not in panels and name not in books:
        raise fault("project/unknown-printer", f"there is no printer `{name}`", did_you_mean(name, [*panels, *books]))
    return (
        panels.get(name or "") or next(iter(panels.values())),
        books.get(name or "") or next(iter(books.values())),
    )


def digest_of(recipe: Recipe, order: Order, rules: Rules, inputs: dict[str, str]) -> str:
    """Return one digest of what an item is made from and of the limits it was judged by: with others, it is not kept."""
    judged_by = [rules.identity, repr(rules.waivers), rules.written]
    if recipe.bare is not None:  # what people approve of it
        judged_by.append(digest(recipe.bare.html.encode()))
    return digest(canonical([recipe_digest(recipe, inputs), repr(order), *judged_by]))
