"""From an exhibition to what is written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.files import CAPTIONS
from panelpress.exhibition.text import lines_of, read_line
from panelpress.facts.prose import Passage, Prose, Role, Written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition, PanelText, TextBlock


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


def prose_of(exhibition: Exhibition) -> Prose:
    """Return every passage of the exhibition, as it will be set."""
    typed = _Lines(exhibition.root)
    panels = [_written(panel.id, text, typed, panel=True) for panel in exhibition.panels for text in panel.texts]
    essays = [_written(id, text, typed, panel=False) for id, text in exhibition.texts.items()]
    imprint = [_passage("imprint", "imprint", block, typed) for block in exhibition.imprint]
    return Prose((*panels, *essays), (*_captions(exhibition, typed), *imprint))


def _written(of: str, text: PanelText, typed: _Lines, *, panel: bool) -> Written:
    heads: tuple[tuple[Role, TextBlock | None], ...] = (
        ("kicker", text.kicker),
        ("title", text.title),
        ("subtitle", text.subtitle),
        ("lead", text.lead),
    )
    passages = [_passage(of, role, block, typed) for role, block in heads if block]
    passages += [_passage(of, _ROLES.get(block.kind, "body"), block, typed) for block in text.body]
    return Written(of, text.language, text.file, panel, tuple(passages))


def _passage(of: str, role: Role, block: TextBlock, typed: _Lines) -> Passage:
    return Passage(of, block.language, role, block.text, block.file, block.line, typed(block.file, block.line))


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
