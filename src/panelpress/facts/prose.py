"""What is written, before anything is laid out: every passage of the exhibition with its place in the project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from panelpress.ground.files import digest

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
        more: the lines after it that belong to it, as typed.
        column: the 1-based column of that line it begins in.
    """

    of: str
    language: str
    role: Role
    text: str
    file: str
    line: int
    typed: str = ""
    more: tuple[str, ...] = ()
    column: int = 1

    @property
    def words(self) -> int:
        """How many words it has; a dash between spaces is none."""
        return sum(1 for word in self.text.split() if any(c.isalnum() for c in word))


@dataclass(frozen=True, slots=True)
class Written:
    """All passages of one panel or text in one language.

    Args:
        of: the panel's or text's id.
        language: a BCP 47 tag.
        file: the file of the project it stands in.
        panel: whether it is a panel's.
        passages: in their order.
        number: the panel's.
        open: what is still to be supplied for it.
        translated_from: the state of the original it was translated from, as its head says; "" where it does not.
    """

    of: str
    language: str
    file: str
    panel: bool
    passages: tuple[Passage, ...]
    number: int = 0
    open: tuple[str, ...] = ()
    translated_from: str = ""

    @property
    def state(self) -> str:
        """Eight letters that change with any word of it."""
        return digest("\n".join(f"{p.role} {p.text}" for p in self.passages).encode())[:8]

    @property
    def words(self) -> int:
        """How many words it has, headings and lead included."""
        return sum(p.words for p in self.passages)


@dataclass(frozen=True, slots=True)
class Pictured:
    """A photograph that is placed and has come: its id, where its caption stands, and what is said of it."""

    id: str
    file: str
    line: int
    typed: str
    credit: bool
    alt: bool
    rights: bool


@dataclass(frozen=True, slots=True)
class Prose:
    """Everything written. ``texts``: panels and the book's texts; ``others``: captions, credits, imprint.

    ``names`` are the names as the project wants them written. ``pages`` is how many the book has, ``photographs`` how many
    are numbered.
    """

    texts: tuple[Written, ...]
    others: tuple[Passage, ...] = ()
    names: tuple[str, ...] = ()
    pictures: tuple[Pictured, ...] = ()
    photographs: int = 0
    pages: int = 0

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in the order of the exhibition."""
        return (*(p for text in self.texts for p in text.passages), *self.others)
