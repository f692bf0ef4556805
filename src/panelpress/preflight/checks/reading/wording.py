"""Marks and spaces that the compositor cannot mend, because only the author knows what was meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.preflight.checks.reading.places import on
from panelpress.preflight.framework import Finding, check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.prose import Passage
    from panelpress.preflight.order import Subject

_SPACE_BEFORE = re.compile(r"\w+[ \u00a0]+[,;:!?](?=\s|$)|\w+[ \u00a0]+\.(?=\s|$)|\([ \u00a0]\w+|\w+[ \u00a0]\)")
_HYPHEN = re.compile(r"\S+[ \u00a0]-[ \u00a0]\S+")
_PLACEHOLDER = re.compile(r"\b(?:TBC|TBA|TBD|XXX+|FIXME)\b|\bXX(?=[ \u00a0][A-Z])|\?\?\?+|\b[Ll]orem ipsum\b")
_FOREIGN = {"en": "«»„\u2039\u203a", "es": "„\u2039\u203a"}


def _passages(subject: Subject) -> Iterator[Passage]:
    yield from subject.prose.passages if subject.prose else ()


@check(
    "typography/spaces",
    over=_passages,
    level=Level.WARNING,
    source="compositors' practice in English and Spanish",
    fix="Take the space out.",
)
def typography_spaces(passage: Passage) -> Iterator[Finding]:
    """No space stands before a comma or a full stop, nor inside a bracket.

    The mark may fall to the start of the next line.
    """
    for found in _SPACE_BEFORE.finditer(passage.text):
        yield on(passage, f"a space that should not be there: “{found.group()}”", found.group())


@check(
    "typography/quotes",
    over=_passages,
    level=Level.WARNING,
    source="compositors' practice of each language",
    fix="Type straight marks in pairs, and they are set as the language wants; write out feet and inches.",
)
def typography_quotes(passage: Passage) -> Iterator[Finding]:
    """Quotation marks are those of the language, and come in pairs.

    A straight mark that is left after setting had no partner; a foreign one was copied from another text.
    """
    language = passage.language.partition("-")[0]
    for mark in dict.fromkeys(passage.text):
        if mark == '"':
            yield on(passage, "a quotation mark has no partner", mark)
        elif mark in _FOREIGN.get(language, ""):
            yield on(passage, f"{mark} is no mark of a text in {passage.language}", mark)


@check(
    "typography/dashes",
    over=_passages,
    level=Level.WARNING,
    source="compositors' practice: a hyphen joins, a dash parts",
    fix="Type `--` for the dash.",
)
def typography_dashes(passage: Passage) -> Iterator[Finding]:
    """No hyphen stands for a dash.

    In large type it looks like a slip.
    """
    for found in _HYPHEN.finditer(passage.text):
        yield on(passage, f"a hyphen stands for a dash: “{found.group()}”", found.group())


@check(
    "agree/placeholder",
    over=_passages,
    level=Level.ERROR,
    source="house: what is still open is said with `to_be_supplied`",
    fix="Write what belongs there, or take it out and list it under `to_be_supplied:`.",
)
def agree_placeholder(passage: Passage) -> Iterator[Finding]:
    """No placeholder is printed.

    It reads as part of the exhibition once it hangs.
    """
    for found in _PLACEHOLDER.finditer(passage.text):
        yield on(passage, f"a placeholder would be printed: “{found.group()}”", found.group())
