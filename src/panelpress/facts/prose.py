"""What is written, before anything is laid out: every passage of the exhibition with its place in the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["title", "kicker", "subtitle", "lead", "body", "list", "caption", "credit", "alt", "imprint"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One title, paragraph, caption or other piece of text.

    Args:
        of: whose text it is: a panel's or text's id, ``caption of <id>``, ``imprint``.
        language: a BCP 47 tag; "" for one that serves every language.
        role: what it is there for.
        text: its words as they are set, with the marks and spaces that the compositor mends.
        file: the file of the project it stands in.
        line: the 1-based line it starts on.
        typed: that line as it was typed.
    """

    of: str
    language: str
    role: Role
    text: str
    file: str
    line: int
    typed: str = ""

    @property
    def words(self) -> int:
        """How many words it has; a dash between spaces is none."""
        return sum(1 for word in self.text.split() if any(c.isalnum() for c in word))


@dataclass(frozen=True, slots=True)
class Written:
    """All passages of one panel or text in one language."""

    of: str
    language: str
    file: str
    panel: bool
    passages: tuple[Passage, ...]

    @property
    def words(self) -> int:
        """How many words it has, headings and lead included."""
        return sum(p.words for p in self.passages)


@dataclass(frozen=True, slots=True)
class Prose:
    """Everything written. ``texts``: panels and the book's texts; ``others``: captions, credits, imprint."""

    texts: tuple[Written, ...]
    others: tuple[Passage, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in the order of the exhibition."""
        return (*(p for text in self.texts for p in text.passages), *self.others)
