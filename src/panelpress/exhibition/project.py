"""Read a project folder into an :class:`~panelpress.exhibition.model.Exhibition`, or say everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.captions import note_unplaced, read_drawings, read_photos
from panelpress.exhibition.files import Files
from panelpress.exhibition.model import Exhibition
from panelpress.exhibition.panels import read_essays, read_panels
from panelpress.exhibition.plan import edition_date, judge_references, read_imprint, style_files, theme_file
from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
from panelpress.exhibition.root import CAPTIONS, CATALOGUE
from panelpress.exhibition.schema import CaptionsFile, CatalogueFile
from panelpress.exhibition.venues import read_variable
from panelpress.ground.diagnostics import Level, PanelpressError

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.ground.yamlsource import YamlSource

_DEFAULT_PANELS = {"panels": PanelPrinter(makes="panels")}
_DEFAULT_CATALOGUE = {"catalogue": CataloguePrinter(makes="catalogue")}


def load(root: Path, themes: Path, layouts: Path | None = None) -> Exhibition:
    """Read and check the whole project.

    Args:
        root: the folder that holds `catalogue.yml`.
        themes: where the themes that ship with panelpress are.
        layouts: where the panel layouts that ship with it are; None: the names of layouts are not checked.

    Raises:
        PanelpressError: with every problem of every file, exit code 2.
    """
    files = Files(root)
    exhibition = _read(files, themes, layouts)
    errors = [p for p in files.problems if p.level is Level.ERROR]
    if errors or exhibition is None:
        raise PanelpressError(dict.fromkeys(files.problems))
    return exhibition


def _read(files: Files, themes: Path, layouts: Path | None) -> Exhibition | None:
    source, said = files.yaml(CATALOGUE, CatalogueFile)
    captions_source, captions = files.yaml(CAPTIONS, CaptionsFile, optional=said is not None and not said.panels)
    languages = said.languages if said else _languages_as_typed(source)
    photos = read_photos(files, captions, captions_source, languages)
    drawings = read_drawings(files, captions, captions_source)
    known: set[str] | None = None
    if captions:  # those whose captions are faulty are there all the same
        typed = files.names_in(CAPTIONS, "photos") | files.names_in(CAPTIONS, "drawings")
        known = {*captions.photos, *captions.drawings, *typed}
    panels = read_panels(files, source, said, languages, known, layouts)
    if said is None or source is None:
        return None
    judge_references(files, source, said, panels, captions)
    variable = read_variable(files, source, said, captions)
    imprint = read_imprint(files, source, said)
    if captions and not files.problems:
        note_unplaced(files, said, captions, panels, photos, drawings)
    by_maker = said.printers.items()
    return Exhibition(
        root=files.root,
        job=said.job,
        title=said.title,
        subtitle=said.subtitle or {},
        languages=said.languages,
        photographer=said.photographer,
        copyright=said.copyright,
        promoters=tuple((p.name, p.logo) for p in said.promoters),
        edition=said.edition.number,
        date=edition_date(files, source, said),
        theme=theme_file(files, source, said, themes),
        styles=style_files(files, source, said),
        panel_size_mm=(said.panel_width_mm, said.panel_height_mm),
        viewing_distance_m=said.viewing_distance_m,
        hang_top_mm=said.hang.top(said.panel_height_mm),
        panels=tuple(panels),
        catalogue=said.catalogue,
        catalogue_span=source.span(("catalogue",), key=True),
        panel_printers={n: p for n, p in by_maker if isinstance(p, PanelPrinter)} or _DEFAULT_PANELS,
        catalogue_printers={n: p for n, p in by_maker if isinstance(p, CataloguePrinter)} or _DEFAULT_CATALOGUE,
        photos=photos,
        texts=read_essays(files, source, said, known),
        drawings=drawings,
        imprint=imprint,
        to_be_supplied=said.to_be_supplied,
        supplied_at=tuple(source.span(("to_be_supplied", i)) for i, _ in enumerate(said.to_be_supplied)),
        tour=said.tour,
        sources=tuple(files.sources),
        names=said.names,
        text_rules=said.text_rules,
        sign_off=said.sign_off.asked if said.sign_off else None,
        isbn_span=source.span(("catalogue", "isbn")) if said.catalogue and said.catalogue.isbn else None,
        remarks=tuple(p for p in files.problems if p.level is not Level.ERROR),
        kept_in=said.archive,
        proof_mb=said.proof.max_mb,
        variable=variable,
    )


def _languages_as_typed(source: YamlSource | None) -> tuple[str, ...]:
    """Guess the languages of a `catalogue.yml` that has errors, so that the panels are still read and checked."""
    typed = (source.data or {}).get("languages") if source and isinstance(source.data, dict) else None
    if isinstance(typed, list) and all(isinstance(tag, str) for tag in typed) and typed:
        return tuple(typed)
    return ("en-GB",)
