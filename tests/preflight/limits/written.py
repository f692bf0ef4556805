"""The text as written: words and sentences, names that are nearly the listed ones."""

from __future__ import annotations

from functools import partial

from tests.preflight.limits.base import WARNING, table
from tests.support.facts import pdf

from panelpress.facts.prose import Passage, Prose, Role, Written
from panelpress.preflight.order import Subject


def written(role: Role, text: str, names: tuple[str, ...] = ()) -> Subject:
    """Return an exhibition of one panel with one passage."""
    passage = Passage("a", "en-GB", role, text, "panels/01-a.md", 1, text)
    panel = Written("a", "en-GB", "panels/01-a.md", panel=True, passages=(passage,), number=1)
    return Subject(pdf(), prose=Prose((panel,), names=names))


def words(number: float) -> str:
    return " ".join(["word"] * int(number))


def of_words(role: Role, number: float) -> Subject:
    return written(role, words(number))


_COUNTED: tuple[tuple[str, Role, int], ...] = (
    ("words/title", "title", 7),
    ("words/lead", "lead", 50),
    ("words/caption", "caption", 60),
    ("words/paragraph", "body", 75),
    ("words/sentence", "body", 35),
    ("words/panel", "list", 200),
    ("words/exhibition", "list", 1600),
)
for _check, _role, _most in _COUNTED:
    _seen = partial(of_words, _role)
    table(_check, "most", _most, inside=_most - 1, outside=_most + 1, bad=WARNING, seen=_seen)
table("words/sentence-mean", "most", 22, inside=21, outside=23, bad=WARNING,
      seen=lambda mean: written("body", " ".join("W" + words(mean)[1:] + "." for _ in range(3))))  # fmt: skip


NAME = "Llanfairpwllgwyngyll"  # twenty letters: each that is wrong takes away a twentieth


def misspelt(alike: float) -> Subject:
    """Return a text with a name that has so much of its letters in common with the listed one."""
    wrong = round((1 - alike) * len(NAME))
    return written("body", NAME[:9] + "x" * wrong + NAME[9 + wrong :], (NAME,))


table("agree/names", "alike", 0.85, inside=0.8, outside=0.9, bad=WARNING, exactly="outside", seen=misspelt)
