"""The job ticket of a set of press files: what the project, the files and the ledger say, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress import __version__
from panelpress.exhibition.model import in_language
from panelpress.facts.ticket import Shop, TicketContent, TicketRow
from panelpress.ground.files import canonical, digest
from panelpress.ledger.tool import tool
from panelpress.report.words import GOOD_STATES, findings_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
    from panelpress.ground.files import Cache
    from panelpress.jobs.approval import Approval
    from panelpress.press.recipe import Recipe
    from panelpress.report.model import ItemReport

_LEVELS = {"pdf/x-4": "PDF/X-4", "pdf/x-1a": "PDF/X-1a:2003"}
_BINDINGS = {"saddle-stitch": "saddle-stitched", "perfect": "perfect bound"}
_PARTS = {"": "", "cover": ", cover", "inner": ", inner pages"}


def ticket_of(
    exhibition: Exhibition,
    printers: tuple[PanelPrinter, CataloguePrinter],
    items: Sequence[ItemReport],
    recipes: Mapping[str, Recipe],
    stands: Mapping[str, Approval],
    heads: Sequence[str],
    *,
    released: bool,
) -> TicketContent:
    """Return what the ticket of a set says.

    Args:
        exhibition: whose set it is.
        printers: who prints the panels and who the catalogue.
        items: what became of each item.
        recipes: what each was made from, by key.
        stands: where each that has a file stands with those who must approve it.
        heads: the ledger's.
        released: whether the set is an edition's.
    """
    good = [item for item in items if item.state in GOOD_STATES]
    rows = tuple(_row(exhibition, printers, item, recipes[item.key], stands[item.key]) for item in good)
    makes = {"panels": any(r.name.kind == "panel" for r in recipes.values()), "catalogue": exhibition.catalogue}
    return TicketContent(
        in_language(exhibition.title, exhibition.language),
        exhibition.job,
        exhibition.edition,
        exhibition.date.isoformat(),
        exhibition.language,
        _standing(exhibition, rows, released=released),
        released,
        tuple(Shop(shop.makes, shop.name, shop.contact) for shop in printers if makes[shop.makes]),
        rows,
        tuple(f"{item.label}: {item.state}" for item in items if item.state not in GOOD_STATES),
        tuple(heads),
        f"made by panelpress {__version__}",
    )


def _standing(exhibition: Exhibition, rows: Sequence[TicketRow], *, released: bool) -> str:
    if released:
        return f"Released for printing: edition {exhibition.edition} of {exhibition.date.isoformat()}"
    if exhibition.sign_off is None:
        return "Not a released edition; nobody was asked to approve it"
    held = sum(1 for row in rows if row.held)
    if held:
        return f"UNAPPROVED, not for printing: {held} of {len(rows)} files are not approved"
    return "Every file is approved; not a released edition yet"


def _row(
    exhibition: Exhibition,
    printers: tuple[PanelPrinter, CataloguePrinter],
    item: ItemReport,
    recipe: Recipe,
    approval: Approval,
) -> TicketRow:
    panels, books = printers
    book = exhibition.catalogue if recipe.name.kind == "catalogue" else None
    bleed = recipe.sheet.bleed
    return TicketRow(
        item.key,
        item.label,
        item.file,
        item.octets,
        item.pages,
        (recipe.sheet.width, recipe.sheet.height),
        (bleed.top, bleed.right, bleed.bottom, bleed.left),
        book.print_run if book else panels.copies,
        book.paper.name if book else panels.stock,
        books.finish if book else panels.finish,
        f"{_BINDINGS[book.binding]}{_PARTS[recipe.name.part]}" if book else "",
        item.inks,
        _LEVELS[recipe.standard],
        recipe.condition,
        item.lowest_ppi,
        _checked(item),
        approval.words,
        item.content_digest,
        item.digest,
    )


def _checked(item: ItemReport) -> str:
    """Return how many checks looked at it, and what they found."""
    found = findings_in_words(item)
    looked = sum(1 for outcome in item.outcomes if outcome.examined)
    return f"{looked} checks: {'nothing found' if found == 'none' else found}"


def ticket_pdf(content: TicketContent, root: Path, cache: Cache) -> bytes:
    """Return the ticket as a PDF: the one kept, where an earlier build said the very same."""
    key = digest(canonical(["ticket", tool(), content.document()]))
    kept = cache.get(key)
    if kept is not None:
        return kept
    from panelpress.press.ticket import make_ticket

    data = make_ticket(content, root)
    cache.put(key, data)
    return data
