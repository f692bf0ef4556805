"""From an exhibition to what is written in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from panelpress.exhibition.root import CAPTIONS, CATALOGUE
from panelpress.exhibition.text import lines_of, read_line
from panelpress.facts.pdf import PdfFacts
from panelpress.facts.prose import Passage, Pictured, Prose, Role, Written
from panelpress.ground.diagnostics import PanelpressError, Place, Span, error, fault
from panelpress.ground.yamlsource import read_yaml
from panelpress.preflight.order import Order, Subject
from panelpress.preflight.profiles import judge, load_profile
from panelpress.press.captions import numbers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition, PanelText, Photo, TextBlock
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.preflight.framework import Outcome
    from panelpress.preflight.profiles import Profile
    from panelpress.press.recipe import Recipe


_OURS = "text"
"""The profile that every rule of what is written comes from."""
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

    def line_of(self, file: str, words: str, key: str = "") -> int:
        """Return the first line, of those that begin with a key, on which words stand; 1 where they were typed on several."""
        self(file, 1)
        lines = enumerate(self._read[file], 1)
        return next((n for n, line in lines if words in line and line.strip().startswith(key)), 1)

    def indented(self, file: str, line: int) -> tuple[str, ...]:
        """Return the lines after one that belong to a value beginning on it: they stand further in than its key."""
        depth = _depth(self(file, line))
        return tuple(takewhile(lambda text: not text.strip() or _depth(text) > depth, self._read[file][line:]))

    def after(self, file: str, line: int) -> tuple[str, ...]:
        """Return the lines after one, up to the next empty one."""
        self(file, line)
        return tuple(takewhile(str.strip, self._read[file][line:]))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def prose_of(exhibition: Exhibition) -> Prose:
    """Return every passage of the exhibition, as it will be set."""
    typed = _Lines(exhibition.root)
    panels = [_written(panel.id, text, typed, int(panel.number)) for panel in exhibition.panels for text in panel.texts]
    essays = [_written(id, text, typed) for id, text in exhibition.texts.items()]
    imprint = [_passage("imprint", "imprint", block, typed) for block in exhibition.imprint]
    placed = numbers(exhibition)
    return Prose(
        (*panels, *essays),
        (*_captions(exhibition, typed), *_data(exhibition, typed), *imprint),
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
    """Give what is said of each photograph and drawing; the line is that of the text, where it was typed at all."""
    for photo in exhibition.photos.values():
        parts: tuple[tuple[Role, str, dict[str, str]], ...] = (
            ("caption", "title", photo.title),
            ("caption", "place", photo.place),
            ("caption", "date", {"": photo.date} if photo.date else {}),
            ("caption", "caption", photo.caption),
            ("credit", "credit", photo.credit),
            ("alt", "alt", photo.alt),
        )
        for role, key, said in parts:
            for tag, words in said.items():
                span = photo.typed.get((key, tag), photo.span)
                yield _said(f"caption of {photo.id}", role, tag, words, span, exhibition, typed)
    for drawing in exhibition.drawings.values():
        told: tuple[tuple[Role, dict[str, str]], ...] = (("credit", drawing.credit), ("alt", drawing.alt))
        for role, said in told:
            for tag, words in said.items():
                yield _said(f"caption of {drawing.id}", role, tag, words, drawing.span, exhibition, typed)


def _said(of: str, role: Role, tag: str, words: str, span: Span, exhibition: Exhibition, typed: _Lines) -> Passage:
    block, _ = read_line(words, span.file, span.line, tag or exhibition.language, span)
    first = typed(span.file, span.line)
    more = () if words in first else typed.indented(span.file, span.line)
    return Passage(of, tag, role, block.text, span.file, span.line, first, more, span.column)


def _data(exhibition: Exhibition, typed: _Lines) -> Iterator[Passage]:
    """Give the lines of `catalogue.yml` that are printed as they stand there."""
    lines = [(tag, words, "") for text in (exhibition.title, exhibition.subtitle) for tag, words in text.items()]
    lines += [("", exhibition.photographer, "photographer:"), ("", exhibition.copyright, "copyright:")]
    lines += [("", name, "") for name, _ in exhibition.promoters]
    if exhibition.catalogue:
        lines += [("", entry.contents, "") for entry in exhibition.catalogue.flat_plan if entry.contents]
    for tag, words, key in lines:
        if not words:
            continue
        line = typed.line_of(CATALOGUE, words, key)
        span = Span(CATALOGUE, line, max(1, typed(CATALOGUE, line).find(words) + 1))
        yield _said(CATALOGUE, "imprint", tag, words, span, exhibition, typed)


def text_rules(exhibition: Exhibition) -> Profile:
    """Return the rules for what is written: ours, or the organisation's own, which extend them.

    Raises:
        PanelpressError: everything that is wrong with the organisation's own, each with its line.
    """
    ours, own = load_profile(_OURS), exhibition.text_rules
    if own is None:
        return ours
    path = exhibition.root / own
    rules = load_profile(path, own)
    if rules.extends != _OURS:
        raise fault(
            "preflight/profile",
            f"the rules in {own} do not extend `{_OURS}`: what is not named in them would not be judged",
            f"write `extends: {_OURS}` into it; what a finished file is held against goes under `checks:` of a printer",
            span=Span(own, 1),
        )
    known = {rule.check.id for rule in ours.rules}
    strange = [rule.check.id for rule in rules.rules if rule.check.id not in known]
    if strange:
        source = read_yaml(path.read_text(encoding="utf-8"), own)
        raise PanelpressError(
            [
                error(
                    "preflight/profile",
                    f"`{id}` judges the finished file, not what is written",
                    "move it to the rules of a print shop: `checks:` of a printer in catalogue.yml",
                    span=source.span(("checks", id), key=True),
                )
                for id in strange
            ]
        )
    return rules


def judge_prose(prose: Prose, rules: Profile, date: dt.date) -> tuple[Outcome, ...]:
    """Return what became of every check of the written text; ``date`` is the edition's, for waivers that hold until a day."""
    return judge(Subject(PdfFacts("", 0, "", ()), order=Order(date=date), prose=prose), rules)


def by_item(
    outcomes: Iterable[Outcome], exhibition: Exhibition, recipes: Iterable[Recipe]
) -> dict[str, list[Diagnostic]]:
    """Return what was found by the keys of the items that print it; under "" what none of them does."""
    found: dict[str, list[Diagnostic]] = {}
    known = tuple(recipes)
    entries = [photo.span.line for photo in exhibition.photos.values()]
    entries += [drawing.span.line for drawing in exhibition.drawings.values()]
    for outcome in outcomes:
        for diagnostic in outcome.found:
            keys = _printed_by(diagnostic.span, known, entries) if diagnostic.span else []
            for key in keys or [""]:
                found.setdefault(key, []).append(replace(diagnostic, place=Place(key or None)))
    return found


def _printed_by(span: Span, recipes: tuple[Recipe, ...], entries: list[int]) -> list[str]:
    """Return the items that print what stands at a place: a text by its file, a caption by the line its entry begins on.

    A line of `catalogue.yml` that is no item's own, such as the title, is printed by all; what the contents say, by the book.
    """
    line = span.line
    if span.file == CAPTIONS:
        line = max((entry for entry in entries if entry <= line), default=line)
    exact = [r.name.key for r in recipes if any((b.source.file, b.source.line) == (span.file, line) for b in r.blocks)]
    if span.file == CAPTIONS or (span.file == CATALOGUE and exact and line > 1):
        return exact
    if span.file == CATALOGUE:
        return [r.name.key for r in recipes if r.name.kind == "catalogue" or "contents:" not in span.text]
    return [r.name.key for r in recipes if any(b.source.file == span.file for b in r.blocks)]
