"""Where in the project a passage stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Span
from panelpress.preflight.framework import Finding

if TYPE_CHECKING:
    from panelpress.facts.prose import Passage


def on(
    passage: Passage, message: str, phrase: str = "", *, measured: str = "", required: str = "", help: str = ""
) -> Finding:
    """Return a finding at a passage's line, its ``phrase`` underlined where it stands on that line."""
    at = passage.typed.find(phrase) if phrase else -1
    column, length = (at + 1, len(phrase)) if at >= 0 else (1, max(1, len(passage.typed)))
    span = Span(passage.file, passage.line, column, length, passage.typed)
    return Finding(message, measured=measured, required=required, help=help, span=span)
