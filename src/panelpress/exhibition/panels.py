"""`panels/`: the boards with their texts in each language, and the texts of the book that are no panel's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.exhibition.files import Files, hidden_characters
from panelpress.exhibition.items import BILINGUAL
from panelpress.exhibition.model import Link, Panel, PanelText, TextBlock
from panelpress.exhibition.root import CATALOGUE
from panelpress.exhibition.schema import PanelHead
from panelpress.exhibition.text import Reading, lines_of, read_line, read_markdown
from panelpress.ground.diagnostics import Diagnostic, Level, Span, did_you_mean
from panelpress.ground.yamlsource import YamlSource, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from panelpress.exhibition.schema import CatalogueFile, FitShape


def read_panels(
    files: Files,
    source: YamlSource | None,
    said: CatalogueFile | None,
    languages: tuple[str, ...],
    known: set[str] | None,
    layouts: Path | None,
) -> list[Panel]:
    """Return the panels in order; what is wrong with them is noted.

    Args:
        files: of the project.
        source: `catalogue.yml`; None where it could not be read.
        said: the catalogue as it says.
        languages: of the exhibition.
        known: the ids of all photographs and drawings; None where the captions could not be read.
        layouts: where the panel layouts that ship are; None: the names of layouts are not checked.
    """
    names = said.panels if said else _names_typed(source)
    panels: list[Panel] = []
    numbers: dict[str, str] = {}
    ids: dict[str, str] = {}
    for i, name in enumerate(names):
        span = source.span(("panels", i)) if source else Span(CATALOGUE, 1)
        if name in names[:i]:
            files.error("config/duplicate-id", f"panel `{name}` is listed twice", "take one of the lines out", span)
            continue
        number, _, id = name.partition("-")
        _judge_identity(files, name, number, id, numbers, ids, span)
        panel = _panel(files, name, languages, known, layouts, span)
        if panel:
            panels.append(panel)
    typed = files.typed.get(CATALOGUE)
    if source is not None and isinstance(source.data, dict) and (typed is None or has_list(typed)):
        _note_unlisted(files, (*names, *_names_typed(typed)))
    return panels


def ids_typed(names: Iterable[str], typed: YamlSource) -> set[str]:
    """Return the ids of all panels that are listed, read or not, faulty or not."""
    return {name.partition("-")[2] for name in (*names, *_names_typed(typed))}


def has_list(typed: YamlSource) -> bool:
    """Tell whether there is a list of panels to be on: with none, or with something else in its place, that is said."""
    return isinstance(typed.data, dict) and isinstance(typed.data.get("panels", []), list)


def _names_typed(source: YamlSource | None) -> tuple[str, ...]:
    """Return the listed panels of a `catalogue.yml` that may have errors, as the files are meant to be called."""
    typed = (source.data or {}).get("panels") if source and isinstance(source.data, dict) else None
    names = (name for name in typed if isinstance(name, str)) if isinstance(typed, list) else ()
    return tuple(str(name).removesuffix(".md") for name in names)


def _judge_identity(
    files: Files, name: str, number: str, id: str, numbers: dict[str, str], ids: dict[str, str], span: Span
) -> None:
    """Refuse a panel whose number or id means something else already."""
    for what, key, taken in (("number", number.lstrip("0") or "0", numbers), ("id", id, ids)):
        if key in taken:
            files.error(
                "config/duplicate-id",
                f"panel {what} `{key}` is used twice: {taken[key]} and {name}",
                "rename the files of one of them",
                span,
            )
        taken.setdefault(key, name)
    if id.isdecimal() or re.fullmatch("catalogue(-cover|-inner)?", id):
        meaning = "a number" if id.isdecimal() else "the book"
        files.error(
            "config/duplicate-id",
            f"a panel's id cannot be `{id}`: on the command line that means {meaning}",
            "rename the panel's files",
            span,
        )


def _note_unlisted(files: Files, names: Iterable[str]) -> None:
    listed = {name.casefold() for name in names}
    for path in sorted((files.root / "panels").glob("*.md")):
        stem = path.name.partition(".")[0]
        if stem.casefold() not in listed and re.match(r"^\d", stem):
            files.problems.append(
                Diagnostic(
                    "project/unlisted",
                    Level.WARNING,
                    f"panels/{path.name} is not in the list of panels",
                    f"add `- {stem}` to `panels:` in {CATALOGUE}, or move the file away",
                    Span(f"panels/{path.name}", 1),
                )
            )


def _panel(
    files: Files, name: str, languages: tuple[str, ...], known: set[str] | None, layouts: Path | None, span: Span
) -> Panel | None:
    number, _, id = name.partition("-")
    texts: list[PanelText] = []
    layout, layout_span = "", span
    fit: FitShape | None = None
    fit_span = span
    for language in languages:
        file = _one_file(files, _file_names(name, language, main=language == languages[0]))
        read = _panel_text(files, file, language, known) if file else None
        if read is None:
            continue
        text, asked, asked_span = read.text, read.layout, read.layout_span
        texts.append(text)
        if read.fit and len(texts) > 1:
            help = f"say `fit:` in {texts[0].file}; it holds for all languages of the panel"
            files.error("config/value", "`fit:` stands in a translation", help, read.fit_span)
        elif read.fit:
            fit, fit_span = read.fit, read.fit_span
        if asked and layout and asked != layout:
            files.error(
                "config/value",
                f"this panel has the layout `{layout}` in {layout_span.file}, not `{asked}`",
                "say `layout:` in one of its files; it holds for all its languages",
                asked_span,
            )
        if asked and not layout:
            layout, layout_span = asked, asked_span
    _judge_layout(files, layout, layout_span, layouts)
    _judge_suffixes(files, name, languages)
    if not any(p.span and p.span.file.startswith(f"panels/{name}.") for p in files.problems):
        if not texts:
            _missing(files, name, span)
        elif layout == BILINGUAL:
            _judge_bilingual(files, name, texts, languages, layout_span)
    return Panel(number, id, layout or "text-picture", layout_span, tuple(texts), fit, fit_span) if texts else None


def _missing(files: Files, name: str, span: Span) -> None:
    there = [p.name.partition(".")[0] for p in (files.root / "panels").glob("*.md")]
    near = did_you_mean(name, there)
    otherwise = f"write panels/{name}.md, or take it off the list"
    files.error(
        "project/missing-panel",
        f"panel `{name}` is listed but panels/{name}.md is not written",
        f"{near} Otherwise {otherwise}" if near.startswith("did") else otherwise,
        span,
    )


def _judge_bilingual(files: Files, name: str, texts: list[PanelText], languages: tuple[str, ...], span: Span) -> None:
    """See to it that two languages stand on a board of two, and that no picture of the second is left out."""
    if len(texts) != 2:
        spoken = {text.language for text in texts}
        other = next((tag.partition("-")[0] for tag in languages if tag not in spoken), "")
        files.error(
            "config/layout",
            f"layout `{BILINGUAL}` sets two languages, this panel is written in {len(texts)}",
            f"write panels/{name}.{other}.md, or choose another layout" if other else "choose another layout",
            span,
        )
        return
    first, second = (text.link for text in texts)
    if second and (first is None or first.address != second.address):
        files.error(
            "config/value",
            f"`link:` of {texts[1].file} would not be printed: both languages share the code of {texts[0].file}",
            f"say it in {texts[0].file}, or take this line out",
            second.span,
        )
    placed = {figure.id for figure in texts[0].figures}
    for figure in texts[1].figures:
        if figure.id not in placed:
            files.error(
                "text/figure",
                f"`{figure.id}` would not be printed: both languages share the pictures of {texts[0].file}",
                f"name it in {texts[0].file}, or take this line out",
                figure.span,
            )


def _file_names(name: str, language: str, *, main: bool) -> tuple[str, ...]:
    """Return where a panel's text in a language may be: `03-num.md` for the main one, `03-num.es.md` for another."""
    suffixed = (f"panels/{name}.{language}.md", f"panels/{name}.{language.partition('-')[0]}.md")
    return (f"panels/{name}.md", *suffixed) if main else suffixed


def _one_file(files: Files, candidates: Iterable[str]) -> str | None:
    """Return the one of them that exists; a second would be left out without a word."""
    there = [file for file in dict.fromkeys(candidates) if (files.root / file).exists()]
    for file in there[1:]:
        files.error(
            "config/duplicate-id",
            f"{there[0]} and {file} are the same panel in the same language",
            "keep one of the two files",
            Span(file, 1),
        )
    return there[0] if there else None


def _judge_layout(files: Files, name: str, span: Span, shipped: Path | None) -> None:
    if not name or shipped is None:
        return
    own = files.root / "styles" / "templates" / "panel"
    half = {
        ending: any((folder / f"{name}.{ending}").is_file() for folder in (own, shipped)) for ending in ("yml", "html")
    }
    if all(half.values()):
        return
    if any(half.values()):
        there, wanted = ("yml", "html") if half["yml"] else ("html", "yml")
        files.error(
            "config/layout",
            f"layout `{name}` is half there: {name}.{there} without {name}.{wanted}",
            f"put {name}.{wanted} into styles/templates/panel/",
            span,
        )
        return
    known = {path.stem for folder in (own, shipped) for path in folder.glob("*.yml")}
    files.error("config/layout", f"there is no layout `{name}`", did_you_mean(name, known), span)


def _judge_suffixes(files: Files, name: str, languages: tuple[str, ...]) -> None:
    """Refuse a file of a panel in a language that the exhibition does not have: nobody would read it."""
    if not files.sure_of_languages:
        return
    short = {tag.partition("-")[0] for tag in languages} | set(languages)
    for path in sorted((files.root / "panels").glob(f"{name}.*.md")):
        suffix = path.name.removeprefix(f"{name}.").removesuffix(".md")
        if suffix not in short:
            near = did_you_mean(suffix, short)
            help = f"{near} Otherwise add it" if near.startswith("did") else f"{near}; add it"
            files.error(
                "config/unknown-id",
                f"panels/{path.name} is in a language the exhibition does not have: `{suffix}`",
                f"{help} to `languages:` or rename the file",
                Span(f"panels/{path.name}", 1),
            )


# -- texts -----------------------------------------------------------------------------------------------------------


def read_essays(files: Files, source: YamlSource, said: CatalogueFile, known: set[str] | None) -> dict[str, PanelText]:
    """Return the texts of the flat plan that are no panel's, by name."""
    found: dict[str, PanelText] = {}
    for i, entry in enumerate(said.catalogue.flat_plan if said.catalogue else ()):
        if entry.kind != "essay":
            continue
        file = f"panels/{entry.text}.md"
        if not (files.root / file).is_file():
            span = source.span(("catalogue", "flat_plan", i, "text"))
            there = [p.stem for p in (files.root / "panels").glob("*.md") if not p.name[0].isdigit()]
            files.error("project/missing-file", f"there is no text {file}", did_you_mean(entry.text, there), span)
            continue
        read = _panel_text(files, file, said.languages[0], known)
        if read:
            found[entry.text] = read.text
        if read and read.text.link:
            help = "take it out: codes stand on panels; in a text, an address is written as words"
            files.error("config/value", f"`link:` of {file} would not be printed", help, read.text.link.span)
    return found


@dataclass(frozen=True)
class _Read:
    """A panel's text in one language, the layout and the copyfitting its file asks for, and where it does."""

    text: PanelText
    layout: str | None
    layout_span: Span
    fit: FitShape | None
    fit_span: Span


def _panel_text(files: Files, file: str, language: str, known: set[str] | None) -> _Read | None:
    """Return what a panel's file says; None where it cannot be read."""
    text = files.text(file)
    if text is None:
        return None
    lines = lines_of(text)
    if hidden := hidden_characters(lines, file):
        files.problems += hidden
        return None
    parts = _front_matter(files, file, lines)
    if parts is None:
        return None
    head_text, body_text, body_line = parts
    source, head = files.checked(read_yaml(head_text, file, first_line=2), PanelHead)
    reading = read_markdown(body_text, file, language, first_line=body_line)
    files.problems += reading.problems
    _judge_figures(files, reading, known)
    if head is None:
        return None

    def line(key: str, words: str | None) -> TextBlock | None:
        if not words:
            return None
        span = source.span((key,))
        block, wrong = read_line(words, file, span.line, language, span, lines)
        files.problems.extend(wrong)
        return block

    title = line("title", head.title)
    assert title is not None
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
        translated_from=head.translated_from,
        supplied_at=tuple(source.span(("to_be_supplied", i)) for i, _ in enumerate(head.to_be_supplied))
        or (source.span(("status",)),),
        link=Link(head.link, source.span(("link",))) if head.link else None,
    )
    return _Read(panel_text, head.layout, source.span(("layout",)), head.fit, source.span(("fit",)))


def _front_matter(files: Files, file: str, lines: list[str]) -> tuple[str, str, int] | None:
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
    files.error("config/front-matter", wrong, help, Span(file, 1, 1, max(1, len(lines[0])), lines[0]))
    return None


def _judge_figures(files: Files, reading: Reading, known: set[str] | None) -> None:
    if known is None:  # the captions could not be read: their own errors are enough
        return
    for figure in reading.figures:
        if figure.id not in known:
            files.unknown("photograph or drawing", figure.id, known, figure.span)
