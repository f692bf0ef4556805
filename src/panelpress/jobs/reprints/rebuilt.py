"""An item made anew from what its edition was made of, and held against what was printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from panelpress.exhibition.items import all_items
from panelpress.exhibition.project import load
from panelpress.exhibition.venues import with_venue
from panelpress.ground.diagnostics import PanelpressError, did_you_mean, fault
from panelpress.ground.files import digest
from panelpress.jobs.orders import order_for, rules_with_waivers
from panelpress.jobs.places import CACHE, OUT
from panelpress.jobs.pool import run
from panelpress.jobs.release import RENDERER, version_of
from panelpress.jobs.work import Task
from panelpress.press.compose import compose
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.progress import Silent
from panelpress.report.words import GOOD_STATES

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
    from panelpress.jobs.orders import Printers
    from panelpress.jobs.reprints.kept import Kept
    from panelpress.jobs.work import Result
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.index import EditionItem
    from panelpress.preflight.order import Order
    from panelpress.press.recipe import Recipe


@dataclass(frozen=True)
class Rebuilt:
    """An item as it was made anew: from which recipe and order, what became of it, and its bytes where there is a file."""

    recipe: Recipe
    order: Order
    printer: PanelPrinter | CataloguePrinter
    result: Result
    data: bytes | None


def as_of(record: EditionRecord, root: Path) -> Exhibition:
    """Return a project as an edition of it: whatever number, day and venue its catalogue.yml has come to since.

    Raises:
        PanelpressError: when the project is faulty.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    if exhibition.variable is not None:
        exhibition = with_venue(exhibition, next((item.venue for item in record.items.values() if item.venue), ""))
    return replace(exhibition, edition=record.number, date=dt.date.fromisoformat(record.date))


def printers_of(record: EditionRecord, exhibition: Exhibition) -> Printers:
    """Return the print shops of an edition.

    Raises:
        PanelpressError: where the project has none of that name any more.
    """
    panels, books = exhibition.panel_printers, exhibition.catalogue_printers
    for name, shops in ((record.printers["panels"], panels), (record.printers["catalogue"], books)):
        if name not in shops:
            help = f"write it into `printers:` of catalogue.yml again; {did_you_mean(name, shops)}"
            raise fault("reprint/printer", f"edition {record.number} was made for the printer `{name}`", help)
    return panels[record.printers["panels"]], books[record.printers["catalogue"]]


def compose_item(
    exhibition: Exhibition, key: str, printers: Printers
) -> tuple[Recipe, PanelPrinter | CataloguePrinter]:
    """Return the recipe of an item and who prints it.

    Raises:
        PanelpressError: where the project has no such item any more, or it cannot be composed.
    """
    names = {name.key: name for name in all_items(exhibition, printers[1].files)}
    if key not in names:
        raise fault("reprint/item", f"the project has no item `{key}` any more", did_you_mean(key, names))
    printer = printers[names[key].kind == "catalogue"]
    return compose(exhibition, names[key], printer), printer


def make_item(
    exhibition: Exhibition,
    recipe: Recipe,
    printer: PanelPrinter | CataloguePrinter,
    ledger: Ledger,
    home: Path,
    staging: Path,
) -> Rebuilt:
    """Make an item, judged as every build judges it.

    Args:
        exhibition: what it is made from.
        recipe: the item.
        printer: who prints it.
        ledger: what was accepted of what is found.
        home: the exhibition's own folder, whose cache of pictures serves here too.
        staging: where the file is put meanwhile.

    Raises:
        PanelpressError: when the project or its rules are faulty.
    """
    order = order_for(exhibition, recipe, printer)
    rules = rules_with_waivers(exhibition, ledger, recipe, printer)
    task = Task(recipe, order, rules.profile, staging, home / OUT / CACHE, rules.identity, rules.waivers)
    [result] = run([task], 1, Silent())
    if result.stop:
        raise PanelpressError(result.stop)
    made = result.report.state in GOOD_STATES
    return Rebuilt(recipe, order, printer, result, (staging / result.report.file).read_bytes() if made else None)


@dataclass(frozen=True)
class Verdict:
    """How a file stands to the one that was printed.

    ``pages`` are those that print something else, from 1; () where that is not known. ``words`` says what was compared.
    """

    how: str
    words: str
    pages: tuple[int, ...] = ()


def hold_against(record: EditionRecord, item: EditionItem, made: Rebuilt) -> Verdict:
    """Hold a file that was made anew against the edition's: its bytes, else its pages, plate by plate at 150 ppi."""
    from panelpress.inspect.paper import picture_digests
    from panelpress.inspect.reader import read_pdf

    assert made.data is not None
    if digest(made.data) == item.sha256:
        return Verdict("identical", "byte for byte the file that was printed (SHA-256)")
    pages = made.result.report.pages
    if pages != item.pages:
        return Verdict("differs", f"it has {pages} pages, and had {item.pages}")
    if _drawn_alike(record, item):
        facts = read_pdf(made.data, item.file, raster=False)
        now = picture_digests(facts, made.data)
        other = tuple(n for n, (a, b) in enumerate(zip(now, item.pictures, strict=False), 1) if a != b or not a)
        if not other and len(now) == len(item.pictures):
            size = (round(facts.pages[0].trim.width, 2), round(facts.pages[0].trim.height, 2))
            if size == (round(item.trim_mm[0], 2), round(item.trim_mm[1], 2)):
                return Verdict("same-picture", "every page prints the same on every plate, pixel for pixel at 150 ppi")
        return Verdict("differs", f"{_pages(other)} not print the same" if other else "its trim is another", other)
    if made.result.report.content_digest == item.content_digest:
        return Verdict("same-picture", "what puts ink on its paper is the same, byte for byte, by its digest")
    why = "its pages were not drawn then" if not item.pictures else "they were drawn by another renderer then"
    return Verdict("differs", f"what puts ink on its paper is another; pixels cannot be compared: {why}")


def _drawn_alike(record: EditionRecord, item: EditionItem) -> bool:
    """Tell whether the pictures of an edition's pages can be drawn again: by the same renderer, and there are some."""
    return bool(item.pictures) and all(item.pictures) and record.versions.get(RENDERER) == version_of(RENDERER)


@dataclass(frozen=True)
class Seen:
    """What the pages of the very file show to the program that draws them now, held against what they showed then.

    ``proven`` or ``remark`` says it; ``other``: they show something else to the very same program.
    """

    proven: str = ""
    remark: str = ""
    other: bool = False


def held_picture(record: EditionRecord, key: str, data: bytes, kept: Kept) -> Seen:
    """Hold the pages of the very file against the pictures of them that the edition has.

    The bytes are proven by their digest; this proves that they still print what they printed to whoever reads them here. Where
    another version draws than then, the small pictures that the archive keeps are looked at instead, and decide nothing.
    """
    from panelpress.inspect.paper import picture_digests
    from panelpress.inspect.reader import read_pdf

    item = record.items[key]
    if not _drawn_alike(record, item):
        return Seen(remark=_looked_at(record, key, data, kept))
    now = picture_digests(read_pdf(data, item.file, raster=False), data)
    if now == item.pictures:
        return Seen("its pages print the same as then on every plate, pixel for pixel at 150 ppi")
    other = tuple(n for n, (a, b) in enumerate(zip(now, item.pictures, strict=False), 1) if a != b)
    return Seen(remark=f"{_pages(other)} not print the same as then", other=True)


def _looked_at(record: EditionRecord, key: str, data: bytes, kept: Kept) -> str:
    """Return in words how the pages look beside the small pictures of them, drawn by another version then."""
    from panelpress.compare.pages import changed_regions
    from panelpress.inspect.reader import read_pdf

    item = record.items[key]
    facts = read_pdf(data, item.file, plates=False, codes=False, looks=True)
    pairs = [(page.number, kept.own(f"made-from/{key}/page-{page.number}.jpg"), page.look) for page in facts.pages]
    missing = [number for number, before, _ in pairs if before is None]
    if missing:
        return "its pages were not held against pictures of them: there are none that can be compared"
    other = tuple(
        number for number, before, look in pairs if before is not None and changed_regions(before, look) != ()
    )
    drawer = f"{RENDERER} {version_of(RENDERER)}, where {record.versions.get(RENDERER, 'another')} drew then"
    if other:
        return f"to {drawer}, {_pages(other)} not look the same; the bytes are: look at it before it is printed"
    return f"its pages look the same as then, in small; they are not compared pixel for pixel: drawn by {drawer}"


def _pages(numbers: tuple[int, ...]) -> str:
    """Return pages as a sentence begins with them: ``page 3 does``, ``pages 3 and 4 do``."""
    *first, last = (str(number) for number in numbers)
    return f"pages {', '.join(first)} and {last} do" if first else f"page {last} does"
