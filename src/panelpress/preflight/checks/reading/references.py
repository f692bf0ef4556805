"""What a text says of other things is true: names as the project writes them, panels and pictures that are there."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Span
from panelpress.preflight.checks.reading.places import on
from panelpress.preflight.framework import Finding, check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.prose import Passage, Pictured, Prose, Written
    from panelpress.preflight.order import Subject

_WORD = re.compile(r"[\w\u2060][\w\u2060.'’-]*")
_MOST_LETTERS = 3  # that a slip of the hand adds or leaves out
_SHORTEST = 5  # letters: of shorter names, too many words are neighbours
_MENTION = re.compile(
    r"\b(?P<what>panels?|photographs?|fotografías?|fotos?|pages?|páginas?|pp?\.)[ \u00a0](?P<number>\d{1,3})\b(?![.,]?\d)",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[\u2060\s.'’-]", "", bare).casefold()


def _named(subject: Subject) -> Iterator[tuple[Passage, tuple[str, ...]]]:
    """Every passage, where the project has a list of names."""
    prose = subject.prose
    if prose is not None and prose.names:
        for passage in prose.passages:
            yield passage, prose.names


@check(
    "agree/names",
    over=_named,
    level=Level.WARNING,
    source="the project's own list: `names` in catalogue.yml",
    fix="Write it as the list has it, or add it to the list.",
)
def agree_names(named: tuple[Passage, tuple[str, ...]], *, alike: float = 0.85) -> Iterator[Finding]:
    """Names are written as the project's list has them.

    Whoever bears a name notices a letter that is wrong. Told is what differs from a listed name only in accents, hyphens or
    capitals, and what has ``alike`` of its letters in common; endings (Bolivia’s, Bolivian) are no mistakes.
    """
    passage, names = named
    words = [match.group().strip(".'’-") for match in _WORD.finditer(passage.text)]
    starts = [n for n, word in enumerate(words) if word[:1].isupper()]
    told: set[str] = set()
    for name in names:
        for length in sorted({len(name.split()), _parts(name)}):
            for start in starts:
                said = " ".join(words[start : start + length]).replace("\u2060", "")
                if said in told or said in names or not _misses(said, name, alike):
                    continue
                told.add(said)
                message = f"“{said}” is written; the list of names has “{name}”"
                yield on(passage, message, said, help=f"did you mean “{name}”?")


def _parts(name: str) -> int:
    """Return how many words a name has, those joined by a hyphen counted apart."""
    return len(re.split(r"[ -]", name))


def _misses(said: str, name: str, alike: float) -> bool:
    """Tell whether a word is meant for a name and is not it."""
    bare = re.sub(r"['’]s?$", "", said)
    if bare == name or len(name) < _SHORTEST or abs(len(bare) - len(name)) > _MOST_LETTERS:
        return False
    if _parts(bare) != _parts(name):
        return False
    one, other = _plain(bare), _plain(name)
    if one == other:
        return not (bare.isupper() and not name.isupper())  # a heading in capitals is the same name
    if one.startswith(other) or other.startswith(one) or (one[:1] != other[:1] and one[-2:] != other[-2:]):
        return False  # nobody mistypes both ends of a name
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= alike and matcher.ratio() >= alike


def _whole(subject: Subject) -> Iterator[Prose]:
    if subject.prose:
        yield subject.prose


@check(
    "agree/references",
    over=_whole,
    level=Level.WARNING,
    source="house",
    fix="Correct the number, or take the sentence out.",
)
def agree_references(prose: Prose) -> Iterator[Finding]:
    """A panel, photograph or page that a text sends its reader to is there.

    Numbers move when panels do.
    """
    panels = {text.number for text in prose.texts if text.panel}
    for passage in prose.passages:
        for found in _MENTION.finditer(passage.text):
            what, number = found["what"].casefold(), int(found["number"])
            if what.startswith("panel"):
                there, of = number in panels, f"the panels are 1 to {max(panels, default=0)}"
            elif what.startswith(("ph", "f")):
                there, of = number <= prose.photographs, f"the photographs are 1 to {prose.photographs}"
            else:
                there, of = not prose.pages or number <= prose.pages, f"the catalogue has {prose.pages} pages"
            if not there:
                yield on(passage, f"“{found.group()}” is not there: {of}", found.group())


@check(
    "agree/numbering",
    over=_whole,
    level=Level.WARNING,
    source="house",
    fix="Rename the files: 01-…, 02-…, 03-….",
)
def agree_numbering(prose: Prose) -> Iterator[Finding]:
    """The panels are numbered without a gap.

    Visitors look for the one that is missing.
    """
    before = 0
    for text in prose.texts:
        if text.panel and text.number != before and text.passages:
            if text.number != before + 1:
                yield on(
                    text.passages[0],
                    f"panel {text.number} follows panel {before}",
                    measured=str(text.number),
                    required=str(before + 1),
                )
            before = text.number


def _pictures(subject: Subject) -> Iterator[Pictured]:
    yield from subject.prose.pictures if subject.prose else ()


@check(
    "agree/captions",
    over=_pictures,
    level=Level.WARNING,
    source="CDPA 1988, s. 77 (credit); EN 301 549 (description); house (rights)",
    fix="Write it in photos/captions.yml.",
)
def agree_captions(picture: Pictured) -> Iterator[Finding]:
    """Every photograph that has come has its credit, its description and its rights.

    Its author has a right to be named, who cannot see it a right to be told, and nobody may print it without leave.
    """
    for there, key, noun in (
        (picture.credit, "credit", "credit line"),
        (picture.alt, "alt", "description for those who cannot see it"),
        (picture.rights, "rights", "word on its rights"),
    ):
        if not there:
            span = Span(picture.file, picture.line, 1, max(1, len(picture.typed)), picture.typed)
            yield Finding(
                f"photograph `{picture.id}` has no {noun}",
                measured=f"no `{key}`",
                required=f"`{key}:`",
                help=f"Write `{key}:` below its id in {picture.file}.",
                span=span,
            )


_NO_BREAK = re.compile(r"\d (?:mm|cm|km|kg|per cent|millones|million|%)\b|\b[A-Z]\. [A-Z]\. |© \w")


def _passages(subject: Subject) -> Iterator[Passage]:
    yield from subject.prose.passages if subject.prose else ()


@check(
    "typography/no-break",
    over=_passages,
    level=Level.WARNING,
    source="compositors' practice",
    fix="Type a no-break space there (in most editors Ctrl+Shift+Space).",
)
def typography_no_break(passage: Passage) -> Iterator[Finding]:
    """A number stays with its unit, initials stay together, © stays with its name.

    The compositor ties all it knows; what is left would break at the end of a line sooner or later.
    """
    for found in _NO_BREAK.finditer(passage.text):
        yield on(passage, f"“{found.group().strip()}” may break at a line end", found.group().strip())


@check(
    "typography/double-space",
    over=_passages,
    level=Level.NOTE,
    source="compositors' practice: one space between words",
    fix="Type one space.",
)
def typography_double_space(passage: Passage) -> Iterator[Finding]:
    """Words stand one space apart.

    The paper shows one in any case; two in the file are a leftover that hides the next slip.
    """
    for line in (passage.typed, *passage.more):
        found = re.search(r"\S {2,}\S+", line)
        if found and not re.match(r"^\s*[\w-]+:", line):
            yield on(passage, f"two spaces in “{found.group()}”", found.group())


def _pairs(subject: Subject) -> Iterator[tuple[Written, Written]]:
    """Every translation that says what it was made from, with its original."""
    first: dict[str, Written] = {}
    for text in subject.prose.texts if subject.prose else ():
        original = first.setdefault(text.of, text)
        if original is not text and text.translated_from:
            yield original, text


@check(
    "agree/original",
    over=_pairs,
    level=Level.WARNING,
    source="house: by content, not by the day of the file",
    fix="Compare the two texts, mend the translation, and write the new state at its head.",
)
def agree_original(pair: tuple[Written, Written]) -> Iterator[Finding]:
    """A translation is made from the original as it stands.

    The head of a translation says which state of the original it was made from; any word changed since changes that state.
    """
    original, other = pair
    if other.translated_from != original.state and other.passages:
        changed = Counter(p.role for p in original.passages)
        yield on(
            other.passages[0],
            f"{original.file} has changed since {other.file} was translated from it",
            measured=f"translated_from: {other.translated_from}",
            required=f"translated_from: {original.state}",
            help=f"Read the {sum(changed.values())} passages of {original.file} again; "
            f"then write `translated_from: {original.state}` at the head of {other.file}.",
        )
