"""The job ticket of a reprint: one item, how many, and on the same stock as it was really printed on."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from panelpress import __version__
from panelpress.facts.ticket import Shop, TicketContent, TicketRow
from panelpress.facts.usedinks import used_inks
from panelpress.ground.units import count
from panelpress.report.words import findings_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.pdf import PdfFacts
    from panelpress.jobs.reprints.kept import Kept
    from panelpress.jobs.reprints.rebuilt import Rebuilt
    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.history import Printed
    from panelpress.ledger.index import EditionItem

_BINDINGS = {"saddle-stitch": "saddle-stitched", "perfect": "perfect bound"}


@dataclass(frozen=True)
class Terms:
    """What of an order no press file says: whom it goes to, stock, finish, binding, what was checked, who approved it."""

    shops: tuple[Shop, ...] = ()
    stock: str = ""
    finish: str = ""
    binding: str = ""
    checked: str = ""
    approval: str = ""
    language: str = "en-GB"


def terms_kept(kept: Kept, key: str) -> Terms:
    """Return what the edition's own ticket said of an item; what it does not say is left open."""
    data = kept.own("press/ticket.json")
    try:
        value: Any = json.loads(data) if data else {}
        row: Mapping[str, Any] = next((row for row in value.get("rows", ()) if row.get("item") == key), {})
        makes = "catalogue" if str(row.get("label", "")).startswith("catalogue") else "panels"
        shops = tuple(Shop(**{name: str(said) for name, said in shop.items()}) for shop in value.get("shops", ()))
        stock, finish, binding, checked, approval = (
            str(row.get(name, "")) for name in ("stock", "finish", "binding", "checked", "approval")
        )
        shops = tuple(shop for shop in shops if shop.makes == makes)
        return Terms(shops, stock, finish, binding, checked, approval, str(value.get("language", "en-GB")))
    except (ValueError, TypeError, AttributeError):
        return Terms()


def terms_made(exhibition: Exhibition, made: Rebuilt) -> Terms:
    """Return what the project says of an item that was made anew."""
    printer, report = made.printer, made.result.report
    book = exhibition.catalogue if printer.makes == "catalogue" else None
    looked = sum(1 for outcome in report.outcomes if outcome.examined)
    found = findings_in_words(report)
    return Terms(
        (Shop(printer.makes, printer.name, printer.contact),),
        book.paper.name if book else getattr(printer, "stock", ""),
        printer.finish,
        _BINDINGS[book.binding] if book else "",
        f"{looked} checks: {'nothing found' if found == 'none' else found}",
        "",
        exhibition.language,
    )


def as_printed(terms: Terms, printed: Printed | None) -> Terms:
    """Return the terms with the stock and the lamination that an item was really printed with, where somebody told."""
    if printed is None:
        return terms
    return replace(terms, stock=printed.stock or terms.stock, finish=printed.lamination or terms.finish)


def printed_before(printed: Printed | None) -> str:
    """Return how an item was really printed, in words; "" where nobody told."""
    if printed is None:
        return ""
    told = (
        printed.printer,
        printed.machine and f"on {printed.machine}",
        printed.stock and f"stock {printed.stock}",
        printed.lamination and f"lamination {printed.lamination}",
        printed.batch and f"batch {printed.batch}",
        printed.strip and f"colour strip {printed.strip}",
    )
    return f"{printed.date}: {', '.join(part for part in told if part)}. Please match it."


def ticket(
    record: EditionRecord,
    item: EditionItem,
    key: str,
    facts: PdfFacts,
    content_digest: str,
    file: str,
    terms: Terms,
    copies: int,
    lines: tuple[tuple[str, str], ...],
) -> TicketContent:
    """Return what the ticket of a reprint says; sizes, bleed and inks are read from the finished file.

    Args:
        record: the edition's.
        item: the item as the edition has it.
        key: the item's.
        facts: the file as it was read back.
        content_digest: of what puts ink on its paper.
        file: what the file is called.
        terms: what no file says.
        copies: how many.
        lines: what else stands on it: the reason, what is proven, how it was printed before.
    """
    page = facts.pages[0]
    bleed = page.bleed
    intent = next((each for each in facts.intents if each.subtype == "GTS_PDFX"), None)
    ppi = [min(image.ppi_x, image.ppi_y) for each in facts.pages for image in each.images]
    level = facts.info.get("GTS_PDFXVersion") or facts.xmp.get("pdfxid:GTS_PDFXVersion", "")
    row = TicketRow(
        key,
        item.label,
        file,
        facts.size,
        len(facts.pages),
        (round(page.trim.width, 2), round(page.trim.height, 2)),
        tuple(round(each, 2) for each in (bleed.top, bleed.right, bleed.bottom, bleed.left)) if bleed else (0.0,) * 4,  # type: ignore[arg-type]
        copies,
        terms.stock,
        terms.finish,
        terms.binding,
        used_inks(facts),
        level,
        intent.identifier if intent else "",
        min(ppi, default=None),
        terms.checked,
        terms.approval,
        content_digest,
        facts.digest,
    )
    what = f"{count(copies, 'copy', 'copies')} of {item.label}, as in edition {record.number} of {record.date}"
    return TicketContent(
        record.title,
        record.job,
        record.number,
        record.date,
        terms.language,
        f"Reprint: {what}",
        released=True,
        shops=terms.shops,
        rows=(row,),
        heads=record.heads,
        made_by=f"made by panelpress {__version__}",
        reprint=lines,
    )
