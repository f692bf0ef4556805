"""Which words of a page are gone and which are new, wherever its lines break."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from panelpress.facts.change import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from panelpress.facts.change import Kind

_SOFT = "\u00ad\u2010"
"""What an engine writes where it breaks a word: it is no part of the text."""
_DASHES = "-\u2010\u2011\u2013\u2014/"
"""After these a line may break within a word."""
_PARTS = re.compile(rf"[^{_DASHES}]*[{_DASHES}]+|[^{_DASHES}]+")
_ANY_BREAK = str.maketrans("", "", f"{_SOFT}-")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, or the part of one up to a dash; the space before it; whether a line broke within or right after it."""

    text: str
    space: bool
    broken: bool = False


def word_changes(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """Return a text as it was and as it is, told apart word by word; () where no word changed.

    A line that breaks elsewhere is no change, nor is a hyphen that comes or goes with it.

    Args:
        before: the lines as they were.
        after: the lines as they are.
    """
    old, new = _words(before), _words(after)
    pieces = tuple(_joined(_told(old, new)))
    return pieces if any(piece.kind != "same" for piece in pieces) else ()


def _words(lines: Iterable[str]) -> list[_Word]:
    """Return the words of some lines; one that was broken at the end of a line is whole again."""
    found: list[_Word] = []
    glue = False
    for line in lines:
        for word in line.split():
            for place, part in enumerate(_PARTS.findall(word)):
                if glue and found and found[-1].text[-1] in _SOFT:
                    last = found.pop()
                    found.append(_Word(last.text[:-1] + part, last.space, broken=True))
                else:
                    found.append(_Word(part, space=place == 0 and not glue and bool(found), broken=glue))
                glue = False
        glue = bool(line.split()) and bool(found) and found[-1].text[-1] in _SOFT + _DASHES
    return [plain for word in found if (plain := _plain(word)).text]


def _plain(word: _Word) -> _Word:
    return _Word(word.text.replace("\u00ad", "").replace("\u2010", "-"), word.space, word.broken)


def _told(old: list[_Word], new: list[_Word]) -> Iterator[tuple[Kind, Sequence[_Word]]]:
    """Yield the words in turn: where both are given, what was first, then what is."""
    match = SequenceMatcher(None, [w.text for w in old], [w.text for w in new], autojunk=False)
    for told, a, b, c, d in match.get_opcodes():
        if told == "equal" or _only_broken(old[a:b], new[c:d]):
            yield "same", new[c:d]
            continue
        yield "gone", old[a:b]
        yield "new", new[c:d]


def _only_broken(old: Sequence[_Word], new: Sequence[_Word]) -> bool:
    """Tell whether words differ only by a hyphen at a line's end, of which nobody can say whose it is."""
    if not any(word.broken for word in (*old, *new)):
        return False
    one, other = ("".join(word.text for word in words).translate(_ANY_BREAK) for words in (old, new))
    return one == other


def _joined(told: Iterable[tuple[Kind, Sequence[_Word]]]) -> Iterator[Piece]:
    kind: Kind = "same"
    text = ""
    for each, words in told:
        if each != kind and text:
            yield Piece(kind, text)
            text = ""
        kind = each if words else kind
        text += "".join(f" {word.text}" if word.space else word.text for word in words)
    if text:
        yield Piece(kind, text)
