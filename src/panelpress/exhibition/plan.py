"""`catalogue.yml` held against the rest of the project: date, styles, print shops, the names it gives, the imprint."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.exhibition import flatplan
from panelpress.exhibition.panels import has_list, ids_typed
from panelpress.exhibition.root import CAPTIONS, CATALOGUE
from panelpress.exhibition.signing import judge_sign_off
from panelpress.exhibition.text import read_line, read_markdown
from panelpress.exhibition.typography import QUOTES
from panelpress.ground.diagnostics import Span, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.files import Files
    from panelpress.exhibition.model import Localised, Panel, TextBlock
    from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
    from panelpress.exhibition.schema import CaptionsFile, CatalogueFile
    from panelpress.ground.keys import Loc
    from panelpress.ground.yamlsource import YamlSource

_PROFILES = {".icc", ".icm"}
_RULES = {".yml", ".yaml"}


def edition_date(files: Files, source: YamlSource, said: CatalogueFile) -> dt.date:
    """Return the only date that enters a press file: the edition's, or that of SOURCE_DATE_EPOCH."""
    if said.edition.date:
        return said.edition.date
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch(r"[0-9]{1,11}", epoch):
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date()
    if not files.as_typed(CATALOGUE, source, "edition"):  # there is one, and what is wrong with it has been said
        return dt.date(1970, 1, 1)
    files.error(
        "config/date",
        "the edition has no date",
        "add `date: YYYY-MM-DD` below `edition:`; the day a build runs never enters a press file",
        source.span(("edition",), key=True),
    )
    return dt.date(1970, 1, 1)


def theme_file(files: Files, source: YamlSource, said: CatalogueFile, shipped: Path) -> Path:
    """Return the theme's style sheet: the project's own, or one of the folder ``shipped``."""
    own, ours = files.root / "styles" / f"{said.theme}.css", shipped / f"{said.theme}.css"
    if own.is_file():
        if not files.holds(own):
            message = f"styles/{own.name} is a link out of the project"
            files.error("project/outside", message, "copy the file itself", source.span(("theme",)))
        return own
    if not ours.is_file():
        names = [p.stem for folder in (files.root / "styles", shipped) for p in folder.glob("*.css")]
        files.error(
            "config/theme",
            f"there is no theme `{said.theme}`",
            did_you_mean(said.theme, names),
            source.span(("theme",)),
        )
    return ours


def style_files(files: Files, source: YamlSource, said: CatalogueFile) -> tuple[Path, ...]:
    """Return the project's further style sheets."""
    paths = [files.inside("styles", name, source.span(("styles", i)), {".css"}) for i, name in enumerate(said.styles)]
    return tuple(path for path in paths if path)


def read_imprint(files: Files, source: YamlSource, said: CatalogueFile) -> tuple[TextBlock, ...]:
    """Return the paragraphs of the imprint page."""
    if not said.imprint:
        return ()
    blocks: list[TextBlock] = []
    for language, text in said.imprint.items():
        span = source.span(("imprint", language) if language else ("imprint",))
        below = span.text[span.column - 1 :].startswith(("|", ">"))
        reading = read_markdown(
            text, CATALOGUE, language or said.languages[0], first_line=span.line + 1 if below else span.line
        )
        blocks += reading.blocks
        files.problems += [replace(p, span=_in_file(p.span, source.lines) or span) for p in reading.problems]
        for figure in reading.figures:
            files.error(
                "text/figure",
                f"the imprint takes no figure: `{figure.id}`",
                "put it on a page of the flat plan",
                _in_file(figure.span, source.lines) or span,
            )
    return tuple(blocks)


def _in_file(span: Span | None, lines: tuple[str, ...]) -> Span | None:
    """Return a place in an indented text as the place in its file; None where the lines were folded."""
    if span is None or not 0 < span.line <= len(lines):
        return None
    indent = lines[span.line - 1].find(span.text)
    return replace(span, column=span.column + indent, text=lines[span.line - 1]) if indent >= 0 else None


def judge_references(
    files: Files, source: YamlSource, said: CatalogueFile, panels: list[Panel], captions: CaptionsFile | None
) -> None:
    """Note every name in `catalogue.yml` that stands for nothing, and what contradicts itself."""
    drawings = {*captions.drawings, *files.names_in(CAPTIONS, "drawings")} if captions else None
    photos = {*captions.photos, *files.names_in(CAPTIONS, "photos")} if captions else None
    for i, promoter in enumerate(said.promoters):
        if promoter.logo and drawings is not None and promoter.logo not in drawings:
            files.unknown("drawing", promoter.logo, drawings, source.span(("promoters", i, "logo")))
    for key, text in (("title", said.title), ("subtitle", said.subtitle), ("imprint", said.imprint)):
        files.languages(text, said.languages, source, (key,))
    _judge_languages(files, source, said)
    _judge_lines(files, source, said)
    if said.sign_off is not None:
        judge_sign_off(files, source, said.sign_off.asked)
    if said.text_rules is not None:
        _read_rules(files, said.text_rules, source.span(("text_rules",)))
    for name, printer in said.printers.items():
        _judge_printer(files, source, said, name, printer)
    if said.catalogue:
        listed = ids_typed(said.panels, files.typed[CATALOGUE])
        if not (
            has_list(files.typed[CATALOGUE]) and files.as_typed(CATALOGUE, source, "panels")
        ):  # what is wrong with the list has been said
            listed |= {entry.panel for entry in said.catalogue.flat_plan if entry.kind == "text"}
        read = {p.id: p for p in panels}
        files.problems += flatplan.judge_names(source, said.catalogue, listed, read, photos, drawings)
        if files.as_typed(CATALOGUE, source, "catalogue"):
            files.problems += flatplan.judge_pages(source, said.catalogue)


def _judge_languages(files: Files, source: YamlSource, said: CatalogueFile) -> None:
    """Refuse a language whose quotation marks and fixed words panelpress does not know: it would print English ones."""
    if not files.sure_of_languages:
        return
    for i, tag in enumerate(said.languages):
        if tag.partition("-")[0] not in QUOTES:
            known = " and ".join(f"`{language}`" for language in QUOTES)
            files.error(
                "config/language",
                f"panelpress cannot set `{tag}` yet: it knows the quotation marks and fixed words of {known} alone",
                "take it off the list and leave its texts out",
                source.span(("languages", i)),
            )


def _judge_lines(files: Files, source: YamlSource, said: CatalogueFile) -> None:
    """Refuse HTML and links in the lines that are printed as they are typed."""
    local: list[tuple[Loc, Localised]] = [(("title",), said.title), (("subtitle",), said.subtitle or {})]
    plain: list[tuple[Loc, str]] = [
        (("photographer",), said.photographer),
        (("copyright",), said.copyright),
        *((("promoters", i, "name"), promoter.name) for i, promoter in enumerate(said.promoters)),
        *((("to_be_supplied", i), words) for i, words in enumerate(said.to_be_supplied)),
    ]
    lines = [((*loc, tag) if tag else loc, words) for loc, text in local for tag, words in text.items()]
    for loc, words in (*lines, *plain):
        span = source.span(loc)
        _, wrong = read_line(words, CATALOGUE, span.line, said.languages[0], span, source.lines)
        files.problems += wrong


def _read_rules(files: Files, name: str, span: Span) -> None:
    """Note a file of rules as read, or that there is none; what it says is judged by whoever knows the checks."""
    rules = files.inside("", name, span, _RULES)
    files.sources += [rules] if rules and rules not in files.sources else []


def _judge_printer(
    files: Files, source: YamlSource, said: CatalogueFile, name: str, printer: PanelPrinter | CataloguePrinter
) -> None:
    at: Loc = ("printers", name)
    if printer.profile is not None:
        span = source.span((*at, "profile"))
        path = files.inside("", printer.profile, span, _PROFILES)
        if path and (wrong := _no_press_profile(path)):
            files.error(
                "config/profile",
                f"{printer.profile} {wrong}",
                "ask the printer for the ICC profile of their press, or leave `profile:` out for FOGRA39",
                span,
            )
    if printer.checks is not None:
        _read_rules(files, printer.checks, source.span((*at, "checks")))
    if printer.target_ppi < printer.min_ppi:
        files.error(
            "config/value",
            f"`target_ppi` of printer `{name}` is below its `min_ppi`: every photograph would be rejected",
            f"raise `target_ppi` to {printer.min_ppi} or more, or lower `min_ppi`",
            source.span((*at, "target_ppi")),
        )
    if (
        printer.makes == "panels"
        and len(said.panels) > 1
        and not ("{id}" in printer.file_name or "{number}" in printer.file_name)
    ):
        files.error(
            "config/file-name",
            f"all panels would be called {printer.file_name}",
            "put {number} or {id} into it",
            source.span((*at, "file_name")),
        )


def _no_press_profile(path: Path) -> str:
    """Return what keeps a file from being a press profile (ICC.1, 7.2: `acsp` at 36, the colour space at 16), or ""."""
    try:
        with path.open("rb") as stream:
            head = stream.read(128)
    except OSError as refused:
        return f"cannot be read: {refused.strerror}"
    if head[36:40] != b"acsp":
        return "is not an ICC profile"
    space = head[16:20].decode("latin-1").strip()
    return "" if space == "CMYK" else f"is a profile for {space}, not for a press"
