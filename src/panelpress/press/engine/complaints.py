"""What the engine logs, as Diagnostics with the style sheet and line they speak of."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, Level, Place, Span, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.press.engine.resources import Fetcher
    from panelpress.press.recipe import Recipe

NOT_DEFINED = ".notdef glyph"
"""How the engine's warning of a character without a glyph starts."""

_NO_FONT = "Font-face "
"""How its warning of a font file that it cannot read starts."""


class Log(logging.Handler):
    """Keeps what the engine logs, with the style sheet it was reading then."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[tuple[str, logging.LogRecord]] = []
        self.speaker = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.records.append((self.speaker, record))


@contextlib.contextmanager
def listening() -> Iterator[Log]:
    """Give the log of what the engine says meanwhile, and to nobody else."""
    log = Log()
    logger = logging.getLogger("weasyprint")
    before = logger.propagate, list(logger.handlers)
    logger.handlers, logger.propagate = [log], False
    try:
        yield log
    finally:
        logger.propagate, logger.handlers = before[0], before[1]


def complaints(recipe: Recipe, log: Log, fetcher: Fetcher) -> Iterator[Diagnostic]:
    """Turn the engine's log into diagnostics; glyphs are reported from the layout, with their place."""
    for url in dict.fromkeys(fetcher.refused):
        yield error(
            "style/outside",
            f"{recipe.name.label} asks for `{_in_project(url, recipe)}`, which is not part of it",
            "put fonts into styles/, and name photographs by id in the text",
            place=Place(recipe.name.key),
        )
    for sheet, record in log.records:
        message = record.getMessage()
        if message.startswith(NOT_DEFINED) or any(url in message for url in fetcher.refused):
            continue
        lost = message.startswith(_NO_FONT)  # another one would be set in its place
        level = Level.ERROR if lost or record.levelno >= logging.ERROR else Level.WARNING
        yield Diagnostic(
            "style/engine",
            level,
            f"the layout engine says: {message}",
            "mend the style or template it names",
            _line_of(sheet, record, recipe),
            Place(recipe.name.key),
        )


def _in_project(url: str, recipe: Recipe) -> str:
    """Return an address as people write it: from the project's folder on, and never with the machine's."""
    if recipe.fonts_root is not None:
        return url.replace(f"{recipe.fonts_root.parent.as_uri()}/", "")
    return url


def _line_of(sheet: str, record: logging.LogRecord, recipe: Recipe) -> Span | None:
    """Return the place in a style sheet that a log record speaks of: the engine gives line and column among its figures."""
    numbers = [n for n in record.args if isinstance(n, int)] if isinstance(record.args, tuple) else []
    if not sheet or len(numbers) < 2:
        return None
    lines = dict(recipe.css)[sheet].splitlines()
    line, column = numbers[0], numbers[1]
    return Span(sheet, line, column, 1, lines[line - 1] if line <= len(lines) else "")
