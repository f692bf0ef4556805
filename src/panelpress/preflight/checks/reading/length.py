"""How much there is to read: words in each part, words in a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.ground.units import count
from panelpress.preflight.checks.reading.places import on
from panelpress.preflight.framework import Finding, check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.prose import Passage, Prose, Role, Written
    from panelpress.preflight.order import Subject

_ENDS = re.compile(r"(?<=[.!?…])[”»’)]*\s+(?=[“«‘(¿¡]*[A-ZÀ-Þ0-9])")
_NO_END = re.compile(r"(?:\b[A-ZÀ-Þ]|\b(?:c|p|pp|No|Mr|Mrs|Dr|St|Sr|Sra|EE|UU))\.[\s\u00a0]+$")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a full stop after an initial or a usual abbreviation ends none."""
    found: list[str] = []
    begun = 0
    for end in _ENDS.finditer(text):
        if not _NO_END.search(text[begun : end.end()]):
            found.append(text[begun : end.start()].strip())
            begun = end.end()
    return [*found, text[begun:].strip()] if text[begun:].strip() else found


def _of(subject: Subject, *roles: Role) -> Iterator[Passage]:
    for passage in subject.prose.passages if subject.prose else ():
        if passage.role in roles:
            yield passage


def _titles(subject: Subject) -> Iterator[Passage]:
    yield from _of(subject, "title")


def _leads(subject: Subject) -> Iterator[Passage]:
    yield from _of(subject, "lead")


def _captions(subject: Subject) -> Iterator[Passage]:
    yield from _of(subject, "caption")


def _read(subject: Subject) -> Iterator[Passage]:
    yield from _of(subject, "lead", "body", "list")


def _paragraphs(subject: Subject) -> Iterator[Passage]:
    yield from _of(subject, "lead", "body")


def _panels(subject: Subject) -> Iterator[Written]:
    for text in subject.prose.texts if subject.prose else ():
        if text.panel:
            yield text


def _whole(subject: Subject) -> Iterator[Prose]:
    if subject.prose:
        yield subject.prose


def _too_many(passage: Passage, what: str, most: int) -> Iterator[Finding]:
    if passage.words > most:
        words = count(passage.words, "word")
        yield on(passage, f"{what}{passage.of} has {words}", measured=words, required=f"at most {most}")


@check(
    "words/title",
    over=_titles,
    level=Level.WARNING,
    source="Serrell, Exhibit Labels: titles of one to seven words",
    fix="Say it in fewer words; what is left may go into the subtitle.",
)
def words_title(passage: Passage, *, most: int = 7) -> Iterator[Finding]:
    """A title has few words.

    It is read from across the room, at a glance.
    """
    yield from _too_many(passage, "the title of ", most)


@check(
    "words/lead",
    over=_leads,
    level=Level.WARNING,
    source="house: 35 words, 50 at the most; AIM: a first paragraph of less than two sentences",
    fix="Keep the one idea of the panel, and let the text say the rest.",
)
def words_lead(passage: Passage, *, most: int = 50) -> Iterator[Finding]:
    """A lead gives the one idea of its panel.

    Many visitors read nothing else.
    """
    yield from _too_many(passage, "the lead of ", most)


@check(
    "words/caption",
    over=_captions,
    level=Level.WARNING,
    source="Canadian Museum for Human Rights: captions of up to 60 words",
    fix="Move the story into the panel's text.",
)
def words_caption(passage: Passage, *, most: int = 60) -> Iterator[Finding]:
    """A caption is short.

    It is read standing, close up, with others waiting.
    """
    yield from _too_many(passage, "the ", most)


@check(
    "words/paragraph",
    over=_paragraphs,
    level=Level.WARNING,
    source="Gilson and Kitchin: blocks of 50 to 75 words",
    fix="Divide it where a new thought begins.",
)
def words_paragraph(passage: Passage, *, most: int = 75) -> Iterator[Finding]:
    """A paragraph holds one thought.

    A long block of text is passed by unread.
    """
    yield from _too_many(passage, "a paragraph of ", most)


@check(
    "words/sentence",
    over=_read,
    level=Level.WARNING,
    source="Smithsonian accessible design, B: 25 words, 15 preferable; house: from 36 on told",
    fix="Make two sentences of it.",
)
def words_sentence(passage: Passage, *, most: int = 35) -> Iterator[Finding]:
    """A sentence can be read in one breath.

    Who stands before a panel reads no sentence twice.
    """
    for sentence in sentences(passage.text):
        number = len(sentence.split())
        if number > most:
            start = " ".join(sentence.split()[:6])
            message = f"a sentence of {number} words: “{start} …”"
            yield on(passage, message, start, measured=count(number, "word"), required=f"at most {most}")


def _texts(subject: Subject) -> Iterator[Written]:
    yield from subject.prose.texts if subject.prose else ()


_FEW_SENTENCES = 3


@check(
    "words/sentence-mean",
    over=_texts,
    level=Level.WARNING,
    source="Smithsonian accessible design, B: 15 words preferable; house: 17, from 22 on told",
    fix="Break the longest sentences in two.",
)
def words_sentence_mean(text: Written, *, most: float = 22) -> Iterator[Finding]:
    """Sentences are short on the whole.

    One long sentence is a change of pace; many of them are a lecture.
    """
    said = [s for p in text.passages if p.role in ("lead", "body", "list") for s in sentences(p.text)]
    if len(said) < _FEW_SENTENCES:
        return
    mean = sum(len(s.split()) for s in said) / len(said)
    if mean > most:
        message = f"the sentences of {text.file} have {mean:.0f} words on average"
        yield on(text.passages[0], message, measured=f"{mean:.1f} words", required=f"at most {most:g}")


@check(
    "words/panel",
    over=_panels,
    level=Level.WARNING,
    source="Signs by Nature: about 200 words on A1; UCC Library: 200 a panel",
    fix="Cut, or make two panels of it; the catalogue has room for more.",
)
def words_panel(text: Written, *, most: int = 200) -> Iterator[Finding]:
    """A panel holds no more than is read standing.

    Beyond some 200 words a language, visitors stop reading.
    """
    if text.words > most:
        words = count(text.words, "word")
        message = f"panel {text.of} has {words} in {text.language}"
        yield on(text.passages[0], message, measured=words, required=f"at most {most}")


@check(
    "words/exhibition",
    over=_whole,
    level=Level.WARNING,
    source="UCC Library: 1,250 words a language; house: from 1,601 on told",
    fix="Cut, or leave it to the catalogue.",
)
def words_exhibition(prose: Prose, *, most: int = 1600) -> Iterator[Finding]:
    """All panels together can be read in one visit.

    A tour of the panels is a quarter of an hour's reading, not a book.
    """
    panels = [text for text in prose.texts if text.panel]
    for language in sorted({text.language for text in panels}):
        number = sum(text.words for text in panels if text.language == language)
        if number > most:
            words = count(number, "word")
            message = f"the panels have {words} in {language}"
            first = next(text for text in panels if text.language == language)
            yield on(first.passages[0], message, measured=words, required=f"at most {most:,}")
