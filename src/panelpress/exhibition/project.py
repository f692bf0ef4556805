"""Read a project folder into an :class:`~panelpress.exhibition.model.Exhibition`, or say everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from panelpress.exhibition import flatplan
from panelpress.exhibition.model import Drawing, Exhibition, Panel, PanelText, Photo, TextBlock
from panelpress.exhibition.photometa import PhotoFields, read_fields
from panelpress.exhibition.schema import (
    LANGUAGE,
    CaptionsFile,
    CatalogueFile,
    CataloguePrinter,
    PanelHead,
    PanelPrinter,
    PhotoShape,
    Shape,
    TextPages,
)
from panelpress.exhibition.text import Reading, lines_of, read_line, read_markdown
from panelpress.ground.diagnostics import Diagnostic, Level, PanelpressError, Span, did_you_mean, error, fault
from panelpress.ground.units import count
from panelpress.ground.yamlsource import YamlSource, read_yaml, salvage, source_value, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from panelpress.exhibition.model import Localised

Model = TypeVar("Model", bound=Shape)

CATALOGUE = "catalogue.yml"
CAPTIONS = "photos/captions.yml"
_PICTURES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp"}
_VECTORS = {".svg", ".pdf"}
_PROFILES = {".icc", ".icm"}
_CAPTION_TEXTS = ("title", "caption", "place", "credit")
# With these in the place of faulty values, the rest of a faulty file can still be checked.
_INSTEAD: dict[tuple[str | int, ...], object] = {
    ("job",): "job",
    ("title",): "title",
    ("languages",): ["en-GB"],
    ("catalogue", "pages"): 4,
}


def find_root(start: Path) -> Path:
    """Return the folder, at or above ``start``, that holds `catalogue.yml`.

    Raises:
        PanelpressError: when there is none.
    """
    if not start.is_dir():
        raise fault("project/not-found", f"there is no folder {start}", "check its name")
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CATALOGUE).is_file():
            return folder
    raise fault(
        "project/not-found",
        f"no {CATALOGUE} in {start.resolve()} or any folder above it",
        "go into the exhibition's folder, or start one with `panelpress new DIR`",
    )


def load(root: Path, themes: Path, layouts: Path | None = None) -> Exhibition:
    """Read and check the whole project.

    Args:
        root: the folder that holds `catalogue.yml`.
        themes: where the themes that ship with panelpress are.
        layouts: where the panel layouts that ship with it are; None: the names of layouts are not checked.

    Raises:
        PanelpressError: with every problem of every file, exit code 2.
    """
    reader = _Reader(root, themes, layouts)
    exhibition = reader.exhibition()
    errors = [p for p in reader.problems if p.level is Level.ERROR]
    if errors or exhibition is None:
        raise PanelpressError(dict.fromkeys(reader.problems))
    return exhibition


@dataclass
class _Reader:
    """Collects what is read and everything that is wrong, file by file."""

    root: Path
    themes: Path
    layouts: Path | None = None
    problems: list[Diagnostic] = field(default_factory=list)
    sources: list[Path] = field(default_factory=list)
    typed: dict[str, YamlSource] = field(default_factory=dict)

    def exhibition(self) -> Exhibition | None:
        source, said = self._yaml(CATALOGUE, CatalogueFile)
        captions_source, captions = self._yaml(CAPTIONS, CaptionsFile, optional=said is not None and not said.panels)
        languages = said.languages if said else _languages_as_typed(source)
        photos = self._photos(captions, captions_source, languages)
        drawings = self._drawings(captions, captions_source)
        known = {*captions.photos, *captions.drawings} if captions else None
        panels = self._panels(source, said, languages, known)
        if said is None or source is None:
            return None
        self._references(source, said, panels, captions)
        imprint = self._imprint(source, said)
        if captions and not self.problems:
            self._unplaced(said, captions, panels, photos, drawings)
        by_maker = said.printers.items()
        return Exhibition(
            root=self.root,
            job=said.job,
            title=said.title,
            subtitle=said.subtitle or {},
            languages=said.languages,
            photographer=said.photographer,
            copyright=said.copyright,
            promoters=tuple((p.name, p.logo) for p in said.promoters),
            edition=said.edition.number,
            date=self._date(source, said),
            theme=self._theme(source, said),
            styles=self._styles(source, said),
            panel_size_mm=(said.panel_width_mm, said.panel_height_mm),
            viewing_distance_m=said.viewing_distance_m,
            panels=tuple(panels),
            catalogue=said.catalogue,
            catalogue_span=source.span(("catalogue",), key=True),
            panel_printers={n: p for n, p in by_maker if isinstance(p, PanelPrinter)} or _DEFAULT_PANELS,
            catalogue_printers={n: p for n, p in by_maker if isinstance(p, CataloguePrinter)} or _DEFAULT_CATALOGUE,
            photos=photos,
            texts=self._essays(source, said, known),
            drawings=drawings,
            imprint=imprint,
            to_be_supplied=said.to_be_supplied,
            tour=said.tour,
            sources=tuple(self.sources),
            remarks=tuple(p for p in self.problems if p.level is not Level.ERROR),
        )

    # -- files ---------------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str | None:
        path = self.root / name
        try:
            data = path.read_bytes()
            text = data.decode("utf-8-sig")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as broken:
            self._encoding(name, data, broken.start)
            return None
        except OSError as refused:
            self._error(
                "project/unreadable", f"cannot read {name}: {refused.strerror}", "check its permissions", Span(name, 1)
            )
            return None
        if not path.resolve().is_relative_to(self.root.resolve()):
            self._error(
                "project/outside", f"{name} is a link out of the project", "copy the file itself", Span(name, 1)
            )
            return None
        self.sources.append(path)
        return text

    def _encoding(self, name: str, data: bytes, at: int) -> None:
        """Say where a file is not UTF-8, and show the line as the editor who saved it saw it."""
        begin = data.rfind(b"\n", 0, at) + 1
        text = data[begin:].partition(b"\n")[0].decode("cp1252", errors="replace").rstrip("\r")
        span = Span(name, data[:begin].count(b"\n") + 1, at - begin + 1, 1, text)
        self._error("project/encoding", f"{name} is not UTF-8 text", "choose `UTF-8` when saving it", span)

    def _yaml(self, name: str, model: type[Model], *, optional: bool = False) -> tuple[YamlSource | None, Model | None]:
        text = self._text(name)
        if text is None:
            if optional:
                return None, model()
            if not any(p.span and p.span.file == name for p in self.problems):
                self._error(
                    "project/missing-file", f"{name} is missing", "every exhibition has one; `panelpress new` writes it"
                )
            return None, None
        source = read_yaml(text, name)
        value, problems = validate(source, model)
        self.problems += problems
        self.typed[name] = source
        if value is None and (rest := salvage(source, model, _INSTEAD)):
            return rest
        return source, value

    def _as_typed(self, name: str, source: YamlSource, *loc: str | int) -> bool:
        """Tell whether a part of a file is all there, or something faulty was taken out of it."""
        return bool(source_value(self.typed[name], loc) == source_value(source, loc))

    def _inside(self, folder: str, name: str, span: Span, kinds: set[str]) -> Path | None:
        """Return a file of one of the project's folders; anything else is refused with a remedy."""
        if (
            "://" in name
            or name.startswith(("/", "~", "\\"))
            or ".." in Path(name).parts
            or re.match(r"^[A-Za-z]:", name)
        ):
            where = f"put the file into {folder}/" if folder else "put the file into the exhibition's folder"
            self._error("project/outside", f"`{name}` is outside the project", where, span)
            return None
        base, shown = self.root / folder, f"{folder}/{name}".lstrip("/")
        path = base / name
        try:
            found = path.is_file()
        except OSError as refused:
            self._error("project/unreadable", f"cannot read {shown}: {refused.strerror}", "check it", span)
            return None
        if not found:
            nearby = base.rglob("*") if folder else (*base.glob("*"), *base.glob("*/*"))
            there = [p.relative_to(base).as_posix() for p in nearby if p.suffix.lower() in kinds]
            self._error(
                "project/missing-file",
                f"there is no file {shown}",
                did_you_mean(name, there) or "no such file has been put there yet",
                span,
            )
            return None
        if not path.resolve().is_relative_to(self.root.resolve()):
            self._error("project/outside", f"`{name}` points outside the project", "copy the file itself", span)
            return None
        if path.suffix.lower() not in kinds:
            wanted = ", ".join(sorted(kinds))
            self._error("project/file-kind", f"`{name}` is not one of {wanted}", "save it as one of these", span)
            return None
        return path

    def _error(self, id: str, message: str, help: str, span: Span | None = None) -> None:
        self.problems.append(error(id, message, help, span=span))

    # -- catalogue.yml -------------------------------------------------------------------------------------------

    def _date(self, source: YamlSource, said: CatalogueFile) -> dt.date:
        if said.edition.date:
            return said.edition.date
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if re.fullmatch(r"[0-9]{1,11}", epoch):
            return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date()
        if not self._as_typed(CATALOGUE, source, "edition"):  # there is one, and what is wrong with it has been said
            return dt.date(1970, 1, 1)
        self._error(
            "config/date",
            "the edition has no date",
            "add `date: YYYY-MM-DD` below `edition:`; the day a build runs never enters a press file",
            source.span(("edition",), key=True),
        )
        return dt.date(1970, 1, 1)

    def _theme(self, source: YamlSource, said: CatalogueFile) -> Path:
        own, shipped = self.root / "styles" / f"{said.theme}.css", self.themes / f"{said.theme}.css"
        if own.is_file():
            if not own.resolve().is_relative_to(self.root.resolve()):
                message = f"styles/{own.name} is a link out of the project"
                self._error("project/outside", message, "copy the file itself", source.span(("theme",)))
            return own
        if shipped.is_file():
            return shipped
        names = [p.stem for folder in (self.root / "styles", self.themes) for p in folder.glob("*.css")]
        self._error(
            "config/theme",
            f"there is no theme `{said.theme}`",
            did_you_mean(said.theme, names),
            source.span(("theme",)),
        )
        return shipped

    def _styles(self, source: YamlSource, said: CatalogueFile) -> tuple[Path, ...]:
        paths = [
            self._inside("styles", name, source.span(("styles", i)), {".css"}) for i, name in enumerate(said.styles)
        ]
        return tuple(path for path in paths if path)

    def _imprint(self, source: YamlSource, said: CatalogueFile) -> tuple[TextBlock, ...]:
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
            self.problems += [replace(p, span=_in_file(p.span, source.lines) or span) for p in reading.problems]
            for figure in reading.figures:
                self._error(
                    "text/figure",
                    f"the imprint takes no figure: `{figure.id}`",
                    "put it on a page of the flat plan",
                    _in_file(figure.span, source.lines) or span,
                )
        return tuple(blocks)

    def _references(
        self,
        source: YamlSource,
        said: CatalogueFile,
        panels: list[Panel],
        captions: CaptionsFile | None,
    ) -> None:
        for i, promoter in enumerate(said.promoters):
            if promoter.logo and captions and promoter.logo not in captions.drawings:
                self._unknown("drawing", promoter.logo, captions.drawings, source.span(("promoters", i, "logo")))
        for key, text in (("title", said.title), ("subtitle", said.subtitle), ("imprint", said.imprint)):
            self._languages(text, said.languages, source, (key,))
        for name, printer in said.printers.items():
            if printer.profile is not None:
                self._inside("", printer.profile, source.span(("printers", name, "profile")), _PROFILES)
            if printer.target_ppi < printer.min_ppi:
                self._error(
                    "config/value",
                    f"`target_ppi` of printer `{name}` is below its `min_ppi`: every photograph would be rejected",
                    f"raise `target_ppi` to {printer.min_ppi} or more, or lower `min_ppi`",
                    source.span(("printers", name, "target_ppi")),
                )
        if said.catalogue:
            listed = {name.partition("-")[2] for name in (*said.panels, *_panels_as_typed(self.typed[CATALOGUE]))}
            read = {p.id: p for p in panels}
            photos, drawings = (captions.photos, captions.drawings) if captions else (None, None)
            self.problems += flatplan.judge_names(source, said.catalogue, listed, read, photos, drawings)
            if self._as_typed(CATALOGUE, source, "catalogue"):
                self.problems += flatplan.judge_pages(source, said.catalogue)

    def _essays(self, source: YamlSource, said: CatalogueFile, known: set[str] | None) -> dict[str, PanelText]:
        """Read the texts of the flat plan that are no panel's."""
        found: dict[str, PanelText] = {}
        for i, entry in enumerate(said.catalogue.flat_plan if said.catalogue else ()):
            if entry.kind != "essay":
                continue
            file = f"panels/{entry.text}.md"
            span = source.span(("catalogue", "flat_plan", i, "text"))
            if not (self.root / file).is_file():
                there = [p.stem for p in (self.root / "panels").glob("*.md") if not p.name[0].isdigit()]
                self._error("project/missing-file", f"there is no text {file}", did_you_mean(entry.text, there), span)
                continue
            read = self._panel_text(file, said.languages[0], known)
            if read:
                found[entry.text] = read[0]
        return found

    def _unknown(self, noun: str, name: str, known: Iterable[str], span: Span) -> None:
        self._error("config/unknown-id", f"there is no {noun} `{name}`", did_you_mean(name, known), span)

    def _languages(
        self, text: Localised | None, languages: Iterable[str], source: YamlSource, loc: tuple[str | int, ...]
    ) -> None:
        if not self._sure_of_languages:
            return
        allowed = {"", *languages, *(tag.partition("-")[0] for tag in languages)}
        for language in text or ():
            if language not in allowed:
                self._unknown("language", language, languages, source.span((*loc, language), key=True))

    @property
    def _sure_of_languages(self) -> bool:
        """Whether the exhibition's languages were given without a fault."""
        source = self.typed.get(CATALOGUE)
        typed = source_value(source, ("languages",)) if source else None
        return isinstance(typed, list) and all(re.fullmatch(LANGUAGE, str(tag)) for tag in typed)

    # -- photos/ -------------------------------------------------------------------------------------------------

    def _photos(
        self, captions: CaptionsFile | None, source: YamlSource | None, languages: tuple[str, ...]
    ) -> dict[str, Photo]:
        found: dict[str, Photo] = {}
        if captions is None or source is None:
            return found
        for id, said in captions.photos.items():
            loc = ("photos", id)
            path = None
            if said.file is not None:
                path = self._inside("photos", said.file, source.span((*loc, "file")), _PICTURES)
            elif said.status != "awaited" and source_value(self.typed[CAPTIONS], (*loc, "file")) is None:
                self._error(
                    "config/missing-key",
                    f"photograph `{id}` has no file",
                    "add `file:`, or `status: awaited` until it comes",
                    source.span(loc, key=True),
                )
            for name in (*_CAPTION_TEXTS, "alt"):
                self._languages(getattr(said, name), languages, source, (*loc, name))
            for name in _CAPTION_TEXTS:
                self._caption_text(getattr(said, name), languages[0], source, (*loc, name))
            found[id] = self._photo(id, said, path, source.span(loc, key=True))
        return found

    def _caption_text(
        self, text: Localised | None, language: str, source: YamlSource, loc: tuple[str | int, ...]
    ) -> None:
        """Refuse in a caption what is refused in a text."""
        for tag, words in (text or {}).items():
            if re.search(r"[<\[`]", words):
                span = source.span((*loc, tag) if tag else loc)
                _, wrong = read_line(words, CAPTIONS, span.line, tag or language, span, source.lines)
                self.problems += wrong

    def _unplaced(
        self,
        said: CatalogueFile,
        captions: CaptionsFile,
        panels: list[Panel],
        photos: Mapping[str, Photo],
        drawings: Mapping[str, Drawing],
    ) -> None:
        """Note captions that no panel and no plate uses: a picture forgotten, or one kept for later."""
        placed = {figure.id for panel in panels for text in panel.texts for figure in text.figures}
        placed |= {promoter.logo for promoter in said.promoters if promoter.logo}
        for entry in said.catalogue.flat_plan if said.catalogue else ():
            placed |= {entry.photo} if entry.kind in ("plate", "title") and entry.photo else set()
        left = [id for id in (*captions.photos, *captions.drawings) if id not in placed]
        if left:
            shown = ", ".join(f"`{id}`" for id in left[:6]) + (" …" if len(left) > 6 else "")
            self.problems.append(
                Diagnostic(
                    "config/unplaced",
                    Level.NOTE,
                    f"{count(len(left), 'picture')} of {CAPTIONS} on no panel and no plate: {shown}",
                    "nothing to do if this is meant; `![](id)` in a panel's text places one",
                    (photos.get(left[0]) or drawings[left[0]]).span,
                )
            )

    def _photo(self, id: str, said: PhotoShape, path: Path | None, span: Span) -> Photo:
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
            title=either(said.title, inside.title),
            caption=either(said.caption, inside.caption),
            place=either(said.place, inside.place),
            date=said.date or inside.date,
            credit=either(said.credit, inside.credit),
            alt=said.alt or {},
        )

    def _drawings(self, captions: CaptionsFile | None, source: YamlSource | None) -> dict[str, Drawing]:
        found: dict[str, Drawing] = {}
        if captions is None or source is None:
            return found
        for id, said in captions.drawings.items():
            loc = ("drawings", id)
            if id in captions.photos:
                first = source.span(("photos", id), key=True).line
                self._error(
                    "config/duplicate-id",
                    f"id `{id}` is already a photograph on line {first}",
                    "give one of them another id",
                    source.span(loc, key=True),
                )
            self._caption_text(said.credit, "", source, (*loc, "credit"))
            path = self._inside("photos", said.file, source.span((*loc, "file")), _VECTORS)
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

    # -- panels/ -------------------------------------------------------------------------------------------------

    def _panels(
        self, source: YamlSource | None, said: CatalogueFile | None, languages: tuple[str, ...], known: set[str] | None
    ) -> list[Panel]:
        names = said.panels if said else _panels_as_typed(source)
        panels: list[Panel] = []
        numbers: dict[str, str] = {}
        ids: dict[str, str] = {}
        for i, name in enumerate(names):
            span = source.span(("panels", i)) if source else Span(CATALOGUE, 1)
            if name in names[:i]:
                self._error("config/duplicate-id", f"panel `{name}` is listed twice", "take one of the lines out", span)
                continue
            number, _, id = name.partition("-")
            self._identity(name, number, id, numbers, ids, span)
            panel = self._panel(name, number, id, languages, known, span)
            if panel:
                panels.append(panel)
        if source is not None and source.data is not None:  # else there is no list to be on
            self._unlisted((*names, *_panels_as_typed(self.typed.get(CATALOGUE))))
        return panels

    def _identity(
        self, name: str, number: str, id: str, numbers: dict[str, str], ids: dict[str, str], span: Span
    ) -> None:
        """Refuse a panel whose number or id means something else already."""
        for what, key, taken in (("number", number.lstrip("0") or "0", numbers), ("id", id, ids)):
            if key in taken:
                self._error(
                    "config/duplicate-id",
                    f"panel {what} `{key}` is used twice: {taken[key]} and {name}",
                    "rename the files of one of them",
                    span,
                )
            taken.setdefault(key, name)
        if id.isdecimal() or re.fullmatch("catalogue(-cover|-inner)?", id):
            meaning = "a number" if id.isdecimal() else "the book"
            self._error(
                "config/duplicate-id",
                f"a panel's id cannot be `{id}`: on the command line that means {meaning}",
                "rename the panel's files",
                span,
            )

    def _unlisted(self, names: Iterable[str]) -> None:
        listed = set(names)
        for path in sorted((self.root / "panels").glob("*.md")):
            stem = path.name.partition(".")[0]
            if stem not in listed and re.match(r"^\d", stem):
                self.problems.append(
                    Diagnostic(
                        "project/unlisted",
                        Level.WARNING,
                        f"panels/{path.name} is not in the list of panels",
                        f"add `- {stem}` to `panels:` in {CATALOGUE}, or move the file away",
                        Span(f"panels/{path.name}", 1),
                    )
                )

    def _panel(
        self, name: str, number: str, id: str, languages: tuple[str, ...], known: set[str] | None, span: Span
    ) -> Panel | None:
        texts: list[PanelText] = []
        layout, layout_span = "", span
        for language in languages:
            file = self._one_file(_file_names(name, language, main=language == languages[0]))
            read = self._panel_text(file, language, known) if file else None
            if read is None:
                continue
            text, asked, asked_span = read
            texts.append(text)
            if asked and layout and asked != layout:
                self._error(
                    "config/value",
                    f"this panel has the layout `{layout}` in {layout_span.file}, not `{asked}`",
                    "say `layout:` in one of its files; it holds for all its languages",
                    asked_span,
                )
            if asked and not layout:
                layout, layout_span = asked, asked_span
        self._layout(layout, layout_span)
        self._foreign_suffixes(name, languages)
        if texts:
            return Panel(number, id, layout or "text-picture", layout_span, tuple(texts))
        if not any(p.span and p.span.file.startswith(f"panels/{name}.") for p in self.problems):
            there = [p.name.partition(".")[0] for p in (self.root / "panels").glob("*.md")]
            near = did_you_mean(name, there)
            hint = f"{near}; otherwise " if near.startswith("did") else ""
            self._error(
                "project/missing-panel",
                f"panel `{name}` is listed but panels/{name}.md is not written",
                f"{hint}write panels/{name}.md, or take it off the list",
                span,
            )
        return None

    def _one_file(self, candidates: Iterable[str]) -> str | None:
        """Return the one of them that exists; a second would be left out without a word."""
        files = [file for file in dict.fromkeys(candidates) if (self.root / file).exists()]
        for file in files[1:]:
            self._error(
                "config/duplicate-id",
                f"{files[0]} and {file} are the same panel in the same language",
                "keep one of the two files",
                Span(file, 1),
            )
        return files[0] if files else None

    def _layout(self, name: str, span: Span) -> None:
        if not name or self.layouts is None:
            return
        folders = (self.root / "styles" / "templates" / "panel", self.layouts)
        there = {path.stem for folder in folders for path in folder.glob("*.yml")}
        if name not in there:
            self._error("config/layout", f"there is no layout `{name}`", did_you_mean(name, there), span)

    def _foreign_suffixes(self, name: str, languages: tuple[str, ...]) -> None:
        if not self._sure_of_languages:
            return
        short = {tag.partition("-")[0] for tag in languages} | set(languages)
        for path in sorted((self.root / "panels").glob(f"{name}.*.md")):
            suffix = path.name.removeprefix(f"{name}.").removesuffix(".md")
            if suffix not in short:
                self._error(
                    "config/unknown-id",
                    f"panels/{path.name} is in a language the exhibition does not have: `{suffix}`",
                    did_you_mean(suffix, languages) + "; add it to `languages:` or rename the file",
                    Span(f"panels/{path.name}", 1),
                )

    def _panel_text(
        self, file: str, language: str, known: set[str] | None
    ) -> tuple[PanelText, str | None, Span] | None:
        text = self._text(file)
        if text is None:
            return None
        lines = lines_of(text)
        parts = self._front_matter(file, lines)
        if parts is None:
            return None
        head_text, body_text, body_line = parts
        source = read_yaml(head_text, file, first_line=2)
        head, problems = validate(source, PanelHead)
        self.problems += problems
        if head is None and (rest := salvage(source, PanelHead, _INSTEAD)):
            source, head = rest
        reading = read_markdown(body_text, file, language, first_line=body_line)
        self.problems += reading.problems
        self._check_figures(reading, known)
        if head is None:
            return None

        def line(key: str, words: str | None) -> TextBlock | None:
            if not words:
                return None
            span = source.span((key,))
            block, wrong = read_line(words, file, span.line, language, span, lines)
            self.problems.extend(wrong)
            return block

        title = line("title", head.title)
        if title is None:
            self._error("config/value", "`title` is empty", "give the panel a title", source.span(("title",)))
            return None
        panel_text = PanelText(
            language=language,
            file=file,
            title=title,
            kicker=line("kicker", head.kicker),
            subtitle=line("subtitle", head.subtitle),
            lead=line("lead", head.lead),
            body=tuple(reading.blocks),
            figures=tuple(reading.figures),
            to_be_supplied=head.to_be_supplied or (("the text",) if head.status == "to_be_supplied" else ()),
        )
        return panel_text, head.layout, source.span(("layout",))

    def _front_matter(self, file: str, lines: list[str]) -> tuple[str, str, int] | None:
        """Split a panel's file into its head, its body, and the 1-based line the body starts on."""
        rules = [index for index, line in enumerate(lines) if line.strip() == "---"]
        if rules[:1] != [0]:
            wrong = f"{file} does not begin with `---`"
            help = "above the text, write a line `---`, a line `title: …`, and another line `---`"
        elif len(rules) < 2:
            wrong = f"the second `---` is missing in {file}"
            help = "write it on a line of its own between `title:` and the text"
        else:
            return "\n".join(lines[1 : rules[1]]), "\n".join(lines[rules[1] + 1 :]), rules[1] + 2
        self._error("config/front-matter", wrong, help, Span(file, 1, 1, max(1, len(lines[0])), lines[0]))
        return None

    def _check_figures(self, reading: Reading, known: set[str] | None) -> None:
        if known is None:  # the captions could not be read: their own errors are enough
            return
        for figure in reading.figures:
            if figure.id not in known:
                self._unknown("photograph or drawing", figure.id, known, figure.span)


_DEFAULT_PANELS = {"panels": PanelPrinter(makes="panels")}
_DEFAULT_CATALOGUE = {"catalogue": CataloguePrinter(makes="catalogue")}


def _file_names(name: str, language: str, *, main: bool) -> tuple[str, ...]:
    """Return where a panel's text in a language may be: `03-num.md` for the main one, `03-num.es.md` for another."""
    suffixed = (f"panels/{name}.{language}.md", f"panels/{name}.{language.partition('-')[0]}.md")
    return (f"panels/{name}.md", *suffixed) if main else suffixed


def _in_file(span: Span | None, lines: tuple[str, ...]) -> Span | None:
    """Return a place in an indented text as the place in its file; None where the lines were folded."""
    if span is None or not 0 < span.line <= len(lines):
        return None
    indent = lines[span.line - 1].find(span.text)
    return replace(span, column=span.column + indent, text=lines[span.line - 1]) if indent >= 0 else None


def _languages_as_typed(source: YamlSource | None) -> tuple[str, ...]:
    """Guess the languages of a `catalogue.yml` that has errors, so that the panels are still read and checked."""
    typed = (source.data or {}).get("languages") if source and isinstance(source.data, dict) else None
    if isinstance(typed, list) and all(isinstance(tag, str) for tag in typed) and typed:
        return tuple(typed)
    return ("en-GB",)


def _panels_as_typed(source: YamlSource | None) -> tuple[str, ...]:
    typed = (source.data or {}).get("panels") if source and isinstance(source.data, dict) else None
    return tuple(str(name) for name in typed if isinstance(name, str)) if isinstance(typed, list) else ()


__all__ = ["CAPTIONS", "CATALOGUE", "TextPages", "find_root", "load"]
