"""The exhibition agrees with itself: languages with each other, names with themselves."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.preflight.checks.reading.places import on, tongue
from panelpress.preflight.framework import Finding, check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.prose import Passage, Prose, Written
    from panelpress.preflight.order import Subject

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,/]\d+)*(?!\w)")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w-]*[^\W\d_]")


def _pairs(subject: Subject) -> Iterator[tuple[Written, Written]]:
    """Every panel's text in its first language, with each of its others."""
    first: dict[str, Written] = {}
    for text in subject.prose.texts if subject.prose else ():
        original = first.setdefault(text.of, text)
        if original is not text:
            yield original, text


def _numbers(text: Written) -> Counter[str]:
    """Return a text's figures, without the marks that part thousands and decimals otherwise in each language."""
    joined = " ".join(p.text for p in text.passages)
    return Counter(re.sub(r"[.,/]", "", number) for number in _NUMBER.findall(joined))


@check(
    "agree/figures",
    over=_pairs,
    level=Level.WARNING,
    source="house",
    fix="Compare the two texts, and write the figure in both; what is written in letters must be so in both.",
)
def agree_figures(pair: tuple[Written, Written]) -> Iterator[Finding]:
    """The same figures stand in every language.

    A year or a sum that differs is a mistake in one of them. Decades (1970s) are left out: Spanish writes them in letters.
    """
    one, other = pair
    for mine, theirs in ((one, other), (other, one)):
        for number in sorted(_numbers(mine) - _numbers(theirs)):
            holder = next(
                p for p in mine.passages if any(re.sub(r"[.,/]", "", n) == number for n in _NUMBER.findall(p.text))
            )
            typed = next(n for n in _NUMBER.findall(holder.text) if re.sub(r"[.,/]", "", n) == number)
            message = f"{typed} stands in {mine.file}, but not in {theirs.file}"
            yield on(holder, message, typed)


@check(
    "agree/translation",
    over=_pairs,
    level=Level.WARNING,
    source="house",
    fix="Bring the translation up to its original.",
)
def agree_translation(pair: tuple[Written, Written]) -> Iterator[Finding]:
    """A translation has as many paragraphs as its original.

    One that has fewer was made from another state of the text.
    """
    one, other = pair
    here, there = (Counter(p.role for p in text.passages) for text in (other, one))
    for role in sorted(here.keys() | there.keys()):
        if here[role] != there[role] and other.passages:
            message = f"{other.file} has {here[role]} × {role}, {one.file} has {there[role]}"
            yield on(other.passages[-1], message, measured=str(here[role]), required=str(there[role]))


def _plain(word: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.replace("-", "").casefold()


def _whole(subject: Subject) -> Iterator[Prose]:
    if subject.prose:
        yield subject.prose


@check(
    "agree/spelling",
    over=_whole,
    level=Level.WARNING,
    source="house",
    fix="Write it in one way everywhere.",
)
def agree_spelling(prose: Prose) -> Iterator[Finding]:
    """A name is spelled with the same accents and hyphens everywhere in a language.

    Potosi on one panel and Potosí on the next are both noticed by those who come from there.
    """
    seen: dict[tuple[str, str], dict[str, Passage]] = {}
    times: Counter[tuple[str, str]] = Counter()
    for passage in prose.passages:
        language = tongue(passage, prose)
        for word in _NAME.findall(passage.text):
            key = (language, word.casefold())
            seen.setdefault((language, _plain(word)), {}).setdefault(word.casefold(), passage)
            times[key] += 1
    for (language, _), spellings in seen.items():
        usual = max(spellings, key=lambda word: times[language, word])
        for word, passage in spellings.items():
            if word != usual:
                typed = next(w for w in _NAME.findall(passage.text) if w.casefold() == word)
                where = spellings[usual]
                known = next(w for w in _NAME.findall(where.text) if w.casefold() == usual)
                yield on(passage, f"“{typed}” here, “{known}” in {where.file}:{where.line}", typed)
