"""Compose an item: from the exhibition to a recipe, with every plate's box fixed in mm before layout begins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.exhibition.model import bleed_of, in_language
from panelpress.exhibition.venues import with_venue
from panelpress.ground.diagnostics import did_you_mean, error, fault
from panelpress.press.board import compose_board
from panelpress.press.bodysize import least_that_reads
from panelpress.press.book import compose_book
from panelpress.press.conditions import SHIPPED as SHIPPED_PROFILES
from panelpress.press.pages import Setting
from panelpress.press.recipe import Fit, Job, Recipe, Sheet
from panelpress.press.stylesheets import style_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Exhibition
    from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
    from panelpress.exhibition.schema import Catalogue
    from panelpress.ground.diagnostics import Diagnostic, Span


def compose(exhibition: Exhibition, name: ItemName, printer: PanelPrinter | CataloguePrinter) -> Recipe:
    """Return the recipe of one item for one printer; one with a venue's strip brings the same with an empty one.

    Raises:
        PanelpressError: with exit code 2, when a layout or template of the project is wrong.
    """
    recipe = _compose(exhibition, name, printer)
    return replace(recipe, bare=_compose(with_venue(exhibition, ""), name, printer)) if recipe.venue else recipe


def _compose(exhibition: Exhibition, name: ItemName, printer: PanelPrinter | CataloguePrinter) -> Recipe:
    setting = Setting(exhibition, printer, name.languages)
    fit, fit_span = None, None
    if name.kind == "panel":
        panel = next(p for p in exhibition.panels if p.id == name.id)
        html, _ = compose_board(name, panel, setting)
        size, pages = exhibition.panel_size_mm, 1
        keep: tuple[int, ...] = ()
        awaited = tuple(line for tag in name.languages for line in panel.text(tag).to_be_supplied)
        fit, fit_span = panel.fit, panel.fit_span
    else:
        book = exhibition.catalogue
        assert book is not None
        html = compose_book(name, book, setting)
        size, pages = (book.width_mm, book.height_mm), book.pages
        keep = _part_pages(name.part, book.pages)
        awaited = _awaited_in(exhibition, book, keep)
    sheet = Sheet(size[0], size[1], bleed_of(printer), printer.marks, printer.slug)
    recipe = Recipe(
        name=name,
        file_name=file_name(exhibition, name, printer, _venue(exhibition, setting)),
        sheet=sheet,
        job=_job(exhibition, name),
        html=html,
        css=style_sheets(exhibition, sheet, "panel" if name.kind == "panel" else "book"),
        fonts_root=exhibition.root / "styles",
        pictures=tuple(setting.wanted.values()),
        drawings=tuple(setting.drawings.values()),
        plates=tuple(setting.plates),
        blocks=tuple(setting.blocks.values()),
        pages=pages,
        keep=keep,
        laid_pages=pages,
        standard=printer.standard,
        condition=printer.condition,
        profile=profile_path(exhibition, printer),
        awaited_text=awaited,
        sources=exhibition.sources,
        drawing_boxes=tuple(setting.drawing_boxes),
        codes=tuple(setting.codes),
        viewing_distance_m=exhibition.viewing_distance_m,
        fit=Fit(fit.least_pt, fit.most_pt) if fit else None,
        strip=setting.strip,
        venue=_venue(exhibition, setting),
    )
    problems = [*setting.problems, *_unreadable(recipe, fit_span)]
    recipe = replace(recipe, problems=tuple(problems))
    return _only(recipe, keep) if keep else recipe


def _unreadable(recipe: Recipe, span: Span | None) -> Iterator[Diagnostic]:
    """Say where a panel's text may be made smaller than can be read, or where its limits contradict each other."""
    if recipe.fit is None:
        return
    floor, least, most = least_that_reads(recipe), recipe.fit.least_pt, recipe.fit.most_pt
    for name, value in (("least_pt", least), ("most_pt", most)):
        if value is not None and value < floor:
            message = f"at {value:g} pt this panel cannot be read from {recipe.viewing_distance_m:g} m"
            yield error("text/fit", message, f"write `{name}: {floor:g}` or more, or shorten the text", span=span)
            return
    if least is not None and most is not None and most < least:
        yield error("text/fit", f"`most_pt` {most:g} is less than `least_pt` {least:g}", "exchange them", span=span)


def _venue(exhibition: Exhibition, setting: Setting) -> str:
    """Return whose strip an item carries, "" for none or an empty one."""
    return exhibition.variable.venue if exhibition.variable and setting.strip else ""


def _job(exhibition: Exhibition, name: ItemName) -> Job:
    title = in_language(exhibition.title, name.languages[0])
    return Job(
        exhibition.job,
        title,
        exhibition.photographer,
        exhibition.copyright,
        exhibition.edition,
        exhibition.date,
        name.languages[0],
    )


def _awaited_in(exhibition: Exhibition, book: Catalogue, keep: tuple[int, ...]) -> tuple[str, ...]:
    """Return the texts still to come that a file of the book marks as such: those of its imprint and of each text it prints."""
    awaited: dict[str, None] = {}
    page = 1
    for entry in book.flat_plan:
        pages = range(page, page + entry.pages)
        page += entry.pages
        if keep and not set(keep).intersection(pages):
            continue
        if entry.kind == "imprint":
            awaited |= dict.fromkeys(exhibition.to_be_supplied)
        elif entry.kind == "essay":
            awaited |= dict.fromkeys(exhibition.texts[entry.text].to_be_supplied)
        elif entry.kind == "text":
            panel = next(p for p in exhibition.panels if p.id == entry.panel)
            awaited |= dict.fromkeys(panel.text(entry.language).to_be_supplied)
    return tuple(awaited)


def _part_pages(part: str, pages: int) -> tuple[int, ...]:
    """Return the pages of the book that go into a file: cover pages are the first two and the last two."""
    cover = (1, 2, pages - 1, pages)
    if part == "cover":
        return cover
    return tuple(n for n in range(1, pages + 1) if n not in cover) if part == "inner" else ()


def _only(recipe: Recipe, keep: tuple[int, ...]) -> Recipe:
    """Return the recipe of the kept pages: what is planned for other pages is another file's."""
    blocks = []
    for block in recipe.blocks:
        planned = [keep.index(n) + 1 for n in keep if block.pages and block.pages[0] <= n <= block.pages[1]]
        if planned:
            blocks.append(replace(block, pages=(planned[0], planned[-1])))
    plates = tuple(replace(p, page=keep.index(p.page) + 1) for p in recipe.plates if p.page in keep)
    codes = tuple(replace(c, page=keep.index(c.page) + 1) for c in recipe.codes if c.page in keep)
    return replace(recipe, blocks=tuple(blocks), plates=plates, codes=codes, pages=len(keep))


def profile_path(exhibition: Exhibition, printer: PanelPrinter | CataloguePrinter) -> Path:
    """Return the ICC profile of a printer: its own file of the project, or the shipped one of its condition.

    Raises:
        PanelpressError: when neither exists.
    """
    if printer.profile is None:
        if printer.condition in SHIPPED_PROFILES:
            return SHIPPED_PROFILES[printer.condition]
        raise fault(
            "config/profile",
            f"panelpress ships no profile for {printer.condition}",
            "put the printer's profile into the project and name it with `profile:`; "
            + did_you_mean(printer.condition, SHIPPED_PROFILES),
        )
    path = exhibition.root / printer.profile
    if not path.resolve().is_relative_to(exhibition.root.resolve()):
        raise fault(
            "project/outside", f"`{printer.profile}` is outside the project", "copy the profile into the project"
        )
    if not path.is_file():
        raise fault("project/missing-file", f"there is no profile {printer.profile}", "put the printer's file there")
    return path


def file_name(exhibition: Exhibition, name: ItemName, printer: PanelPrinter | CataloguePrinter, venue: str = "") -> str:
    """Return what an item's press file is called, after the printer's pattern, and whose strip it carries.

    Raises:
        PanelpressError: when the pattern uses an unknown word or leads out of the folder.
    """
    known = {
        "number": name.number,
        "id": name.id,
        "languages": "" if name.main else f".{name.suffix}",
        "edition": str(exhibition.edition),
        "job": exhibition.job,
        "venue": venue,
    }
    try:
        made = printer.file_name.format(**known)
    except (KeyError, IndexError, ValueError) as wrong:
        word = str(wrong).strip("'")
        raise fault(
            "config/file-name",
            f"the printer's file name pattern `{printer.file_name}` uses `{{{word}}}`",
            did_you_mean(word, known),
        ) from None
    if "/" in made or "\\" in made or made.startswith("."):
        raise fault("config/file-name", f"`{made}` is not a file name", "leave out slashes and leading dots")
    stem = made.removesuffix(".pdf")
    if "{venue}" not in printer.file_name:
        stem = f"{stem}-{venue}" if venue else stem
    elif not venue:
        stem = stem.strip("-_ ")
    return f"{stem}-{name.part}.pdf" if name.part else f"{stem}.pdf"
