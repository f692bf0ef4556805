"""What is wrong with a text that is not YAML: the place to change, in the words of those who write the files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, Level, Span
from panelpress.ground.wording import syntax_in_words

if TYPE_CHECKING:
    import yaml
    from yaml.reader import ReaderError


def span_at(file: str, lines: tuple[str, ...], mark: yaml.Mark, first_line: int = 1) -> Span:
    """Return the span of the word that starts at a PyYAML mark."""
    text = lines[mark.line] if mark.line < len(lines) else ""
    word = re.match(r"\"[^\"]*\"|'[^']*'|[^:#,\[\]{}\s][^:#,\[\]{}]*", text[mark.column :])
    length = len(word.group().rstrip()) if word else 1
    return Span(file, mark.line + first_line, mark.column + 1, max(1, length), text)


def unprintable(broken: ReaderError, text: str, file: str, lines: tuple[str, ...], first_line: int) -> Diagnostic:
    """Name a control character, which programs such as Word leave behind and nobody sees."""
    before = text[: broken.position]
    line = len(f"{before}.".splitlines()) - 1
    column = len(before) - max(before.rfind(end) for end in "\n\r\x85\u2028\u2029")
    return Diagnostic(
        "config/yaml",
        Level.ERROR,
        f"an invisible control character (U+{_code(broken):04X}) stands here",
        "delete it and type the text around it again",
        Span(file, line + first_line, column, 1, lines[line] if line < len(lines) else ""),
    )


def _code(broken: ReaderError) -> int:
    character: object = broken.character
    return character if isinstance(character, int) else ord(str(character))


_FROM_ITS_START = ("found unexpected end of stream", "alphabetic or numeric character", "undefined alias")
"""What PyYAML notices later than where it began: the opening quotation mark, the sign before the word."""


def syntax(broken: yaml.YAMLError, file: str, lines: tuple[str, ...], first_line: int) -> Diagnostic:
    """Say what keeps a text from being YAML, at the place to change."""
    problem = getattr(broken, "problem", None) or "this is not YAML"
    mark, began = getattr(broken, "problem_mark", None), getattr(broken, "context_mark", None)
    if began and (mark is None or any(part in problem for part in _FROM_ITS_START)):
        mark = began
    if mark and (hidden := _hidden_indent(lines, mark.line)):
        line, column = hidden
        span = Span(file, line + first_line, column + 1, 1, lines[line])
        message = "cannot read this as YAML: a no-break space stands where the line is indented"
        return Diagnostic("config/yaml", Level.ERROR, message, "delete it and type an ordinary space", span)
    what, hint = syntax_in_words(problem)
    span = span_at(file, lines, mark, first_line) if mark else Span(file, first_line)
    return Diagnostic("config/yaml", Level.ERROR, f"cannot read this as YAML: {what}", hint, span)


def _hidden_indent(lines: tuple[str, ...], last: int) -> tuple[int, int] | None:
    """Return where a no-break space, pasted from a web page, pretends to be an indent; the 0-based line and column."""
    for number in range(min(last + 1, len(lines)) - 1, -1, -1):
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        if "\u00a0" in indent:
            return number, indent.index("\u00a0")
    return None
