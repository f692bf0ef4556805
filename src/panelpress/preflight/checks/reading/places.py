"""Where in the project a passage stands, and in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Span
from panelpress.preflight.framework import Finding

if TYPE_CHECKING:
    from panelpress.facts.prose import Passage, Prose

_TYPED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u00a0": " "})


def tongue(passage: Passage, prose: Prose) -> str:
    """Return the language a passage is held against others in, without its region.

    What serves every language counts as one in the exhibition's first.
    """
    first = prose.texts[0].language if prose.texts else ""
    return (passage.language or first).partition("-")[0]


def on(
    passage: Passage, message: str, phrase: str = "", *, measured: str = "", required: str = "", help: str = ""
) -> Finding:
    """Return a finding at a passage, its ``phrase`` underlined on the line where it stands."""
    return Finding(message, measured=measured, required=required, help=help, span=_span(passage, phrase))


def _span(passage: Passage, phrase: str) -> Span:
    """Return the line of a passage on which a phrase stands as typed: marks and spaces may have been mended since."""
    for offset, line in enumerate((passage.typed, *passage.more)) if phrase else ():
        at = line.translate(_TYPED).find(phrase.translate(_TYPED), 0 if offset else passage.column - 1)
        if at >= 0:
            return Span(passage.file, passage.line + offset, at + 1, len(phrase), line)
    length = max(1, len(passage.typed) - passage.column + 1)
    return Span(passage.file, passage.line, passage.column, length, passage.typed)
