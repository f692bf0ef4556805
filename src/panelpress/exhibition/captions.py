"""`photos/captions.yml`: photographs and drawings with their files, filled up from the fields inside the pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from panelpress.exhibition.model import Drawing, Photo
from panelpress.exhibition.photometa import PhotoFields, read_fields
from panelpress.exhibition.root import CAPTIONS
from panelpress.exhibition.text import read_line
from panelpress.ground.diagnostics import Diagnostic, Level, Span
from panelpress.ground.units import count
from panelpress.ground.yamlsource import source_value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from panelpress.exhibition.files import Files
    from panelpress.exhibition.model import Localised, Panel
    from panelpress.exhibition.schema import CaptionsFile, CatalogueFile, PhotoShape
    from panelpress.ground.keys import Loc
    from panelpress.ground.yamlsource import YamlSource

_PICTURES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif", ".bmp", ".gif"}
_VECTORS = {".svg", ".pdf"}
_TEXTS = ("title", "caption", "place", "credit")


def read_photos(
    files: Files, captions: CaptionsFile | None, source: YamlSource | None, languages: tuple[str, ...]
) -> dict[str, Photo]:
    """Return the photographs by id; what is wrong with them is noted."""
    found: dict[str, Photo] = {}
    if captions is None or source is None:
        return found
    for id, said in captions.photos.items():
        loc = ("photos", id)
        path = None
        if said.file is not None:
            path = files.inside("photos", said.file, source.span((*loc, "file")), _PICTURES)
        elif said.status != "awaited" and source_value(files.typed[CAPTIONS], (*loc, "file")) is None:
            files.error(
                "config/missing-key",
                f"photograph `{id}` has no file",
                "add `file:`, or `status: awaited` until it comes",
                source.span(loc, key=True),
            )
        for name in (*_TEXTS, "alt"):
            files.languages(getattr(said, name), languages, source, (*loc, name))
        for name in _TEXTS:
            _judge_text(files, getattr(said, name), languages[0], source, (*loc, name))
        found[id] = _photo(id, said, path, source.span(loc, key=True), _where(said, source, loc))
    return found


def _judge_text(files: Files, text: Localised | None, language: str, source: YamlSource, loc: Loc) -> None:
    """Refuse in a caption what is refused in a text."""
    for tag, words in (text or {}).items():
        if re.search(r"[<\[`]", words):
            span = source.span((*loc, tag) if tag else loc)
            _, wrong = read_line(words, CAPTIONS, span.line, tag or language, span, source.lines)
            files.problems += wrong


def _where(said: PhotoShape, source: YamlSource, loc: Loc) -> dict[tuple[str, str], Span]:
    """Return where each text of a photograph stands, by key and language."""
    found = {("date", ""): source.span((*loc, "date"))} if said.date else {}
    for name in (*_TEXTS, "alt"):
        text: Localised | None = getattr(said, name)
        for tag in text or {}:
            found[name, tag] = source.span((*loc, name, tag) if tag else (*loc, name))
    return found


def _photo(id: str, said: PhotoShape, path: Path | None, span: Span, typed: dict[tuple[str, str], Span]) -> Photo:
    silent = not (said.title and said.caption and said.place and said.date and said.credit)
    inside = read_fields(path) if path and silent else PhotoFields()

    def either(mine: Localised | None, theirs: str) -> Localised:
        return mine or ({"": theirs} if theirs else {})

    return Photo(
        id=id,
        path=path,
        file=said.file or "",
        said=said,
        span=span,
        typed=typed,
        title=either(said.title, inside.title),
        caption=either(said.caption, inside.caption),
        place=either(said.place, inside.place),
        date=said.date or inside.date,
        credit=either(said.credit, inside.credit),
        alt=said.alt or {},
    )


def read_drawings(files: Files, captions: CaptionsFile | None, source: YamlSource | None) -> dict[str, Drawing]:
    """Return the logos, maps and drawings by id; what is wrong with them is noted."""
    found: dict[str, Drawing] = {}
    if captions is None or source is None:
        return found
    for id, said in captions.drawings.items():
        loc = ("drawings", id)
        if id in captions.photos:
            first = source.span(("photos", id), key=True).line
            files.error(
                "config/duplicate-id",
                f"id `{id}` is already a photograph on line {first}",
                "give one of them another id",
                source.span(loc, key=True),
            )
        _judge_text(files, said.credit, "", source, (*loc, "credit"))
        path = files.inside("photos", said.file, source.span((*loc, "file")), _VECTORS)
        if path is None:
            continue
        found[id] = Drawing(
            id=id,
            path=path,
            file=said.file,
            alt=said.alt or {},
            credit=said.credit or {},
            min_width_mm=said.min_width_mm,
            clear_mm=said.clear_mm,
            black_only=said.black_only,
            span=source.span(loc, key=True),
        )
    return found


def note_unplaced(
    files: Files,
    said: CatalogueFile,
    captions: CaptionsFile,
    panels: list[Panel],
    photos: Mapping[str, Photo],
    drawings: Mapping[str, Drawing],
) -> None:
    """Note captions that no panel and no page of the book uses: a picture forgotten, or one kept for later."""
    placed = {figure.id for panel in panels for text in panel.texts for figure in text.figures}
    placed |= {promoter.logo for promoter in said.promoters if promoter.logo}
    placed |= {logo for venue in said.venues.values() for logo in venue.logos}
    for entry in said.catalogue.flat_plan if said.catalogue else ():
        placed |= {entry.photo} if entry.kind in ("plate", "title") and entry.photo else set()
        placed |= {entry.drawing} if entry.kind == "back" and entry.drawing else set()
    left = [id for id in (*captions.photos, *captions.drawings) if id not in placed]
    if left:
        shown = ", ".join(f"`{id}`" for id in left[:6]) + (" …" if len(left) > 6 else "")
        files.problems.append(
            Diagnostic(
                "config/unplaced",
                Level.NOTE,
                f"{count(len(left), 'picture')} of {CAPTIONS} on no panel and no plate: {shown}",
                "nothing to do if this is meant; `![](id)` in a panel's text places one",
                (photos.get(left[0]) or drawings[left[0]]).span,
            )
        )
