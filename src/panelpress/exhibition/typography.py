"""What a good compositor does without being asked: spaces that must not break, no last line of one short word."""

from __future__ import annotations

import re

NBSP = "\u00a0"
JOINER = "\u2060"
"""Forbids a line break without taking room."""

QUOTES = {"en": "“”‘’", "es": "«»“”"}
"""Opening and closing marks, double then single, as typed ``"`` and ``'`` are set in a language."""

_UNITS = (
    "million|billion|thousand|per cent|days?|weeks?|months?|years?|hours?|metres?|mm|cm|km|m|kg|tonnes?|pages?|panels?"
    "|millones|millón|mil|por ciento|días?|semanas?|meses|años?|horas?|metros?|páginas?"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

_RULES = (
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})\b)"), NBSP),  # 28 days
    (re.compile(rf"(?<=\d) (?=(?:{_MONTHS})\b)"), NBSP),  # 12 July
    (re.compile(r"(?<=\d) (?=[%€£])"), NBSP),
    (re.compile(r"(?<=[©№§]) (?=\S)"), NBSP),  # © Name
    (re.compile(r"\b(c\.|pp?\.|No\.|n\.º) (?=\d)"), rf"\1{NBSP}"),  # c. 1984
    (re.compile(r"\b(Mr|Mrs|Dr|St|Sra?\.) (?=[A-Z])"), rf"\1{NBSP}"),
    (re.compile(r"(?<=\b[A-Z]\.) (?=[A-Z])"), NBSP),  # J. C. Wicky
    (re.compile(r"(?<=[a-zà-ÿ]-)(?=[A-ZÀ-Þ])"), JOINER),  # Jean-Claude stays on one line
    (re.compile(r" (?=[–—] )"), NBSP),  # a dash never starts a line
)
_SHORT_END = re.compile(r"(?<=\S) (?=(\S+)\s*$)")


def no_break(text: str) -> str:
    """Return ``text`` with no-break spaces where a number meets its unit, initials a name, a dash the word before it."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


FEW_WORDS = 4
"""A paragraph of fewer words stands on one line"""


def no_runt(text: str, shortest: int = 6, words: int | None = None) -> str:
    """Return ``text`` with its last word tied to the one before it when it has fewer than ``shortest`` characters.

    A paragraph's last line then never consists of one short word. ``words`` is how many the paragraph has, where ``text`` is
    only its end.
    """
    match = _SHORT_END.search(text)
    if match is None or len(match.group(1)) >= shortest or (words or len(text.split())) < FEW_WORDS:
        return text
    return text[: match.start()] + NBSP + text[match.end() :]


def quotes_of(language: str) -> str:
    """Return the four quotation marks of a language."""
    return QUOTES.get(language.partition("-")[0], QUOTES["en"])
