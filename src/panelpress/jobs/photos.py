"""`panelpress photos`: every picture, where it stands, how large it can honestly hang, and what to ask for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.exhibition.items import all_items
from panelpress.exhibition.model import in_language
from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, PanelpressError, Place
from panelpress.ground.files import Cache, write_atomic
from panelpress.ground.units import MM_PER_INCH, distance_for, pixels_for, ppi_at
from panelpress.jobs.orders import choose_printers, order_for
from panelpress.jobs.places import CACHE
from panelpress.jobs.pool import default_jobs
from panelpress.report.photos import Honest, PhotoReport, Placement, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition, Photo
    from panelpress.jobs.orders import Printers
    from panelpress.preflight.order import Order
    from panelpress.press.pictures.survey import Surveyed
    from panelpress.press.recipe import Recipe, Treatment

PAGE = "photos.html"
_BESIDES = {".yml", ".yaml", ".md", ".txt"}


def photos(root: Path, printer: str | None = None, fail_on: Level = Level.ERROR) -> tuple[PhotoReport, ExitCode]:
    """Survey every photograph of the exhibition, and write the contact sheet into ``out/photos.html``.

    Raises:
        PanelpressError: with exit code 2, when the project itself is faulty.
    """
    from panelpress.press.captions import numbers
    from panelpress.press.compose import compose
    from panelpress.press.templating import SHIPPED, THEMES
    from panelpress.report.photos import html

    exhibition = load(root, THEMES, SHIPPED / "panel")
    printers = choose_printers(exhibition, printer)
    recipes: list[tuple[Recipe, Order]] = []
    for name in all_items(exhibition):
        shop = printers[name.kind == "catalogue"]
        recipe = compose(exhibition, name, shop)
        recipes.append((recipe, order_for(exhibition, recipe, shop)))
    surveyed = _survey(exhibition, Cache(root / "out" / CACHE))
    licences = _rights(recipes)
    known = numbers(exhibition)
    rows = [
        _row(photo, known.get(id), surveyed[id], recipes, exhibition, printers, licences.get(id, ()))
        for id, photo in exhibition.photos.items()
    ]
    report = PhotoReport(
        in_language(exhibition.title, exhibition.language),
        exhibition.viewing_distance_m,
        tuple(sorted(rows, key=lambda row: row.order)),
        tuple(_unused(exhibition)),
        (*_copies(rows), *_left_over(exhibition)),
    )
    write_atomic(root / "out" / PAGE, html.page(report).encode())
    failed = any(d.level >= fail_on for d in report.everything)
    return report, ExitCode.FINDINGS if failed else ExitCode.PRESS_READY


def _survey(exhibition: Exhibition, cache: Cache) -> dict[str, Surveyed | PanelpressError | None]:
    """Decode every original, several at once: decoders leave the interpreter free."""
    from panelpress.press.pictures.ingest import Original
    from panelpress.press.pictures.survey import survey

    def one(photo: Photo) -> Surveyed | PanelpressError | None:
        if photo.path is None:
            return None
        try:
            return survey(Original(photo.id, photo.path, photo.file, photo.span), cache)
        except PanelpressError as rejected:
            return rejected

    with ThreadPoolExecutor(min(2, default_jobs())) as threads:
        return dict(zip(exhibition.photos, threads.map(one, exhibition.photos.values()), strict=True))


def _rights(recipes: Sequence[tuple[Recipe, Order]]) -> dict[str, tuple[Diagnostic, ...]]:
    """Return what the checks of rights say of each photograph, told once however often it is placed."""
    from panelpress.facts.pdf import PdfFacts
    from panelpress.preflight.order import Subject
    from panelpress.preflight.profiles import judge, load_profile

    found: dict[str, dict[str, Diagnostic]] = {}
    rules = load_profile("rights")
    for _, order in recipes:
        for outcome in judge(Subject(PdfFacts("", 0, "", ()), None, order), rules):
            for told in outcome.found:
                if told.place and told.place.object:
                    found.setdefault(told.place.object, {}).setdefault(told.message, told)
    return {id: tuple(told.values()) for id, told in found.items()}


def _row(
    photo: Photo,
    number: int | None,
    surveyed: Surveyed | PanelpressError | None,
    recipes: Sequence[tuple[Recipe, Order]],
    exhibition: Exhibition,
    printers: Printers,
    licences: tuple[Diagnostic, ...],
) -> Row:
    language = exhibition.language
    told = surveyed.diagnostics if isinstance(surveyed, PanelpressError) else ()
    known = None if isinstance(surveyed, PanelpressError) else surveyed
    facts = known.facts if known else None
    ratio = (facts.width, facts.height) if facts else None
    places = tuple(_placements(photo, ratio, recipes, exhibition))
    row = Row(
        id=photo.id,
        file=photo.file,
        status=photo.status if photo.path else "awaited",
        number=number,
        title=in_language(photo.title, language),
        credit=in_language(photo.credit, language),
        rights=_rights_in_words(photo),
        alt=in_language(photo.alt, language),
        black=_black_in_words(photo, known, printers),
        facts=facts,
        honest=_honest(ratio, exhibition, printers),
        thumbnail=known.thumbnail if known else b"",
        placements=places,
        findings=(*told, *licences),
    )
    return replace(row, findings=(*row.findings, *_findings(photo, row)))


def _placements(
    photo: Photo,
    size: tuple[int, int] | None,
    recipes: Sequence[tuple[Recipe, Order]],
    exhibition: Exhibition,
) -> Iterator[Placement]:
    for recipe, order in recipes:
        panel = recipe.name.kind == "panel"
        for plate in recipe.plates:
            if plate.id != photo.id:
                continue
            left, _, right, _ = plate.treatment.crop or (0.0, 0.0, 1.0, 1.0)
            ppi = size[0] * (right - left) * MM_PER_INCH / plate.box.width if size else 0.0
            yield Placement(
                item=recipe.name.key,
                label=recipe.name.label,
                page=plate.page,
                width_mm=plate.box.width,
                height_mm=plate.box.height,
                ppi=ppi,
                wanted_ppi=order.warn_ppi or 0.0,
                least_ppi=order.min_ppi or 0.0,
                gwg_ppi=ppi_at(exhibition.viewing_distance_m)[1] if panel else None,
                treatment=_treatment_in_words(plate.treatment),
            )


def _treatment_in_words(done: Treatment) -> str:
    crop = done.crop
    share = f"cropped to {(crop[2] - crop[0]) * (crop[3] - crop[1]):.0%}" if crop else ""
    words = (share, "mirrored" if done.flip else "", "tinted" if done.tint else "")
    return ", ".join(word for word in words if word) or "whole"


def _honest(size: tuple[int, int] | None, exhibition: Exhibition, printers: Printers) -> Honest | None:
    """Return the largest size at which the picture has the resolution each printer wants, no larger than the sheet."""
    if size is None:
        return None

    def within(ppi: float, sheet: tuple[float, float]) -> tuple[float, float]:
        width, height = (side * MM_PER_INCH / ppi for side in size)
        scale = min(1.0, sheet[0] / width, sheet[1] / height)
        return width * scale, height * scale

    book = exhibition.catalogue
    return Honest(
        within(printers[0].warn_ppi, exhibition.panel_size_mm),
        within(printers[1].warn_ppi, (book.width_mm, book.height_mm)) if book else None,
    )


def _findings(photo: Photo, row: Row) -> Iterator[Diagnostic]:
    """Say what the figures mean: too few pixels, an odd colour state, a poor scan, missing words."""
    for place in row.placements:
        if row.facts and place.enough < 1:
            yield _too_coarse(photo, row, place)
    if row.facts:
        yield from _of_pixels(photo, row)
    if photo.status == "final" and photo.path:
        missing = [
            what for what, text in (("credit", row.credit), ("alt text", row.alt), ("rights", row.rights)) if not text
        ]
        if missing:
            yield _told(
                photo,
                "photo/words",
                Level.WARNING if "credit" in missing else Level.NOTE,
                f"has no {' and no '.join(missing)} recorded",
                "write " + ", ".join(f"`{key.partition(' ')[0]}:`" for key in missing) + " in photos/captions.yml",
            )
    if not row.placements:
        yield _told(photo, "photo/unplaced", Level.NOTE, "stands on no panel and no page", "nothing, if this is meant")


def _of_pixels(photo: Photo, row: Row) -> Iterator[Diagnostic]:
    from panelpress.facts.detail import remarks
    from panelpress.press.pictures.remarks import tinted, untagged

    facts = row.facts
    assert facts is not None
    colour = []
    if not facts.profile and photo.said.black != "as-supplied":
        colour.append(untagged(facts.mode))
    if facts.chroma == "tint" and photo.said.black is None:
        colour.append(tinted(*facts.tint))
    for said in colour:
        yield _told(photo, said.id, Level[said.level], said.what, said.help)
    for remark in remarks(facts.detail):
        told = _told(photo, remark.id, Level.NOTE, remark.message, remark.help)
        yield replace(told, measured=remark.measured, required=remark.required)


def _too_coarse(photo: Photo, row: Row, place: Placement) -> Diagnostic:
    """Say it in the editor's words: pixels needed and there, the size they are good for, or how far away to stand."""
    assert row.facts is not None
    need = pixels_for(place.width_mm, place.wanted_ppi)
    has = round(place.ppi * place.width_mm / MM_PER_INCH)
    good = place.width_mm * place.enough
    where = place.label if not place.item.startswith("catalogue") else f"page {place.page} of the catalogue"
    away = f", or stand {distance_for(place.ppi):.1f} m away" if place.gwg_ppi else ""
    told = _told(
        photo,
        "photo/resolution",
        Level.ERROR if place.ppi < place.least_ppi else Level.WARNING,
        f"needs {need} px across on {where}, has {has}: prints to {good:.0f} mm{away}",
        f"ask for a scan of at least {need} px across, or place it no wider than {good:.0f} mm",
    )
    return replace(
        told, measured=f"{place.ppi:.0f} ppi", required=f"at least {place.wanted_ppi:.0f} ppi", place=Place(place.item)
    )


def _told(photo: Photo, id: str, level: Level, what: str, help: str) -> Diagnostic:
    name = f"photograph `{photo.id}`" + (f" (photos/{photo.file})" if photo.file else "")
    return Diagnostic(id, level, f"{name} {what}", help, span=photo.span)


def _rights_in_words(photo: Photo) -> str:
    rights = photo.said.rights
    if rights is None:
        return ""
    parts = [
        rights.note,
        f"from {rights.begins}" if rights.begins else "",
        f"until {rights.expires}" if rights.expires else "",
        ", ".join(rights.territory),
        f"for {', '.join(rights.media)}" if rights.media else "",
        f"up to {rights.print_run:,} copies" if rights.print_run else "",
        f"consent {rights.consent}" if rights.consent else "",
    ]
    return "; ".join(part for part in parts if part)


def _black_in_words(photo: Photo, known: Surveyed | None, printers: Printers) -> str:
    """Return how it prints, on panels and in the catalogue where they differ."""
    if known is None:
        return "–"
    if photo.said.black == "as-supplied":
        return "as supplied"
    one = known.facts.chroma == "none" or (known.facts.chroma == "tint" and photo.said.black in ("k-only", "max-gcr"))
    words = {
        "k-only": "black ink alone",
        "max-gcr": "four inks, as much black as goes",
        "four-colour": "four colours",
    }
    ways = dict.fromkeys(
        words[photo.said.black or printer.monochrome] if one else f"four colours, {photo.said.intent or printer.intent}"
        for printer in printers
    )
    return " / ".join(ways)


def _copies(rows: Sequence[Row]) -> Iterator[Diagnostic]:
    """Name pictures that look alike: the same scan twice under two names, or two frames of one moment."""
    from panelpress.facts.photo import near_duplicates

    files = {row.id: row for row in rows}
    for one, other in near_duplicates((row.id, row.facts) for row in rows if row.facts):
        first, second = files[one], files[other]
        same = first.facts and second.facts and first.facts.sha256 == second.facts.sha256
        what = "are the same file" if same else "look like the same picture"
        yield Diagnostic(
            "photo/duplicate",
            Level.NOTE,
            f"photographs `{one}` (photos/{first.file}) and `{other}` (photos/{second.file}) {what}",
            "keep the better scan, unless both are meant",
        )


def _unused(exhibition: Exhibition) -> Iterator[str]:
    folder = exhibition.root / "photos"
    used = {photo.path for photo in exhibition.photos.values()} | {d.path for d in exhibition.drawings.values()}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and path not in used and path.suffix.lower() not in _BESIDES and not hidden:
            yield path.relative_to(folder).as_posix()


def _left_over(exhibition: Exhibition) -> Iterator[Diagnostic]:
    for file in _unused(exhibition):
        yield Diagnostic(
            "photo/unused",
            Level.NOTE,
            f"photos/{file} belongs to no caption",
            "add it to photos/captions.yml, or move it out of photos/",
        )
