"""From an exhibition to what is written in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from panelpress.exhibition.files import CAPTIONS
from panelpress.exhibition.text import lines_of, read_line
from panelpress.facts.pdf import PdfFacts
from panelpress.facts.prose import Passage, Pictured, Prose, Role, Written
from panelpress.ground.diagnostics import Place
from panelpress.preflight.order import Subject
from panelpress.preflight.profiles import judge, load_profile
from panelpress.press.captions import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition, PanelText, Photo, TextBlock
    from panelpress.ground.diagnostics import Diagnostic, Span
    from panelpress.preflight.framework import Outcome
    from panelpress.press.recipe import Recipe


_ROLES: dict[str, Role] = {"list": "list", "timeline": "list", "notes": "list"}
"""What is read in short pieces, and is no paragraph however long it is."""


class _Lines:
    """The lines of the project's files as they were typed, each file read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[str, list[str]] = {}

    def __call__(self, file: str, line: int) -> str:
        """Return a line, "" where the file is shorter."""
        if file not in self._read:
            self._read[file] = lines_of((self._root / file).read_text(encoding="utf-8-sig"))
        lines = self._read[file]
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def after(self, file: str, line: int) -> tuple[str, ...]:
        """Return the lines after one, up to the next empty one."""
        self(file, line)
        return tuple(takewhile(str.strip, self._read[file][line:]))


def prose_of(exhibition: Exhibition) -> Prose:
    """Return every passage of the exhibition, as it will be set."""
    typed = _Lines(exhibition.root)
    panels = [_written(panel.id, text, typed, int(panel.number)) for panel in exhibition.panels for text in panel.texts]
    essays = [_written(id, text, typed) for id, text in exhibition.texts.items()]
    imprint = [_passage("imprint", "imprint", block, typed) for block in exhibition.imprint]
    placed = numbers(exhibition)
    return Prose(
        (*panels, *essays),
        (*_captions(exhibition, typed), *imprint),
        exhibition.names,
        tuple(_pictured(exhibition.photos[id], typed) for id in placed if exhibition.photos[id].status == "final"),
        len(placed),
        exhibition.catalogue.pages if exhibition.catalogue else 0,
    )


def _pictured(photo: Photo, typed: _Lines) -> Pictured:
    line = photo.span.line
    return Pictured(
        photo.id, CAPTIONS, line, typed(CAPTIONS, line), bool(photo.credit), bool(photo.alt), bool(photo.said.rights)
    )


def _written(of: str, text: PanelText, typed: _Lines, number: int = 0) -> Written:
    heads: tuple[tuple[Role, TextBlock | None], ...] = (
        ("kicker", text.kicker),
        ("title", text.title),
        ("subtitle", text.subtitle),
        ("lead", text.lead),
    )
    passages = [_passage(of, role, block, typed) for role, block in heads if block]
    passages += [_passage(of, _ROLES.get(block.kind, "body"), block, typed) for block in text.body]
    return Written(
        of,
        text.language,
        text.file,
        number > 0,
        tuple(passages),
        number,
        text.to_be_supplied,
        text.translated_from,
    )


def _passage(of: str, role: Role, block: TextBlock, typed: _Lines) -> Passage:
    first = typed(block.file, block.line)
    return Passage(
        of, block.language, role, block.text, block.file, block.line, first, typed.after(block.file, block.line)
    )


def _captions(exhibition: Exhibition, typed: _Lines) -> Iterator[Passage]:
    """Give what is said of each photograph; the line is that of its id."""
    for photo in exhibition.photos.values():
        line = photo.span.line
        parts: tuple[tuple[Role, dict[str, str]], ...] = (
            ("caption", photo.title),
            ("caption", photo.caption),
            ("credit", photo.credit),
            ("alt", photo.alt),
        )
        for role, said in parts:
            for tag, words in said.items():
                block, _ = read_line(words, CAPTIONS, line, tag or exhibition.language, photo.span)
                yield Passage(f"caption of {photo.id}", tag, role, block.text, CAPTIONS, line, typed(CAPTIONS, line))


def judge_prose(prose: Prose) -> tuple[Outcome, ...]:
    """Return what became of every check of the written text."""
    return judge(Subject(PdfFacts("", 0, "", ()), prose=prose), load_profile("text"))


def by_item(outcomes: Iterable[Outcome], recipes: Iterable[Recipe]) -> dict[str, list[Diagnostic]]:
    """Return what was found by the keys of the items that print it; under "" what none of them does."""
    found: dict[str, list[Diagnostic]] = {}
    sources = {recipe.name.key: {(b.source.file, b.source.line) for b in recipe.blocks} for recipe in recipes}
    for outcome in outcomes:
        for diagnostic in outcome.found:
            keys = [key for key, places in sources.items() if diagnostic.span and _prints(places, diagnostic.span)]
            for key in keys or [""]:
                found.setdefault(key, []).append(replace(diagnostic, place=Place(key or None)))
    return found


def _prints(places: set[tuple[str, int]], span: Span) -> bool:
    """Tell whether an item prints what stands at a place: a text by its file, a caption by its line."""
    if span.file == CAPTIONS:
        return (span.file, span.line) in places
    return any(file == span.file for file, _ in places)
