"""What is wrong with a text: what paper cannot do, what would be lost, what would be printed as it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, Level, Span, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token


@dataclass(frozen=True)
class Source:
    """The lines of a text, and where they stand in its file."""

    lines: list[str]
    file: str
    first_line: int

    def span(self, line: int, needle: str = "") -> Span:
        """Return the place of ``needle`` at or after the 0-based ``line``, or of the line itself."""
        for offset in range(line, len(self.lines)):
            column = self.lines[offset].find(needle.partition("\n")[0]) if needle else 0
            if column >= 0:
                length = len(needle.partition("\n")[0]) or max(1, len(self.lines[offset]))
                return Span(self.file, offset + self.first_line, column + 1, length, self.lines[offset])
        return Span(self.file, line + self.first_line, 1, 1, self.lines[line] if line < len(self.lines) else "")


_DEEPEST = 17
"""Below this level of nesting markdown-it stops reading, without a word."""


def lost_notes(used: dict[str, int], source: Source) -> Iterator[Diagnostic]:
    """Say which footnotes are written but not referred to (they would vanish), and which are the other way round."""
    written: dict[str, int] = {}
    for index, line in enumerate(source.lines):
        name = "".join(re.findall(r"^ {0,3}\[\^([^\]\s]+)\]:", line))
        if name and f":{name}" in used:
            if name in written:
                yield error(
                    "text/footnote",
                    f"the footnote `[^{name}]` is already written on line {written[name] + source.first_line}",
                    "give one of them another name",
                    span=source.span(index, f"[^{name}]:"),
                )
            written.setdefault(name, index)
    for label, number in used.items():
        if number < 0:
            name = label.removeprefix(":")
            yield error(
                "text/footnote",
                f"nothing refers to the footnote `[^{name}]`",
                f"put `[^{name}]` where it belongs in the text, or remove the footnote",
                span=source.span(0, f"[^{name}]:"),
            )
    for index, line in enumerate(source.lines):
        for name in re.findall(r"(?<!\\)\[\^([^\]\s]+)\](?!:)", line):
            if f":{name}" not in used:
                yield error(
                    "text/footnote",
                    f"there is no footnote `[^{name}]`",
                    f"write it below the text: `[^{name}]: …`",
                    span=source.span(index, f"[^{name}]"),
                )


# What other kinds of Markdown know and this one prints as it is typed: (what it looks like, level, message, remedy).
_NOT_READ = (
    (
        re.compile(r"^[ |:]*-{3,}[ |:-]*\|[ |:-]*$"),
        Level.ERROR,
        "a table is not set: its bars and dashes would be printed",
        "write it as a list, or as a timeline: the first word on a line of its own, then `: ` and the rest",
    ),
    (
        re.compile(r"^\[[^\]^][^\]]*\]:\s+(?:https?:|mailto:|www\.)"),
        Level.ERROR,
        "paper has no links: this line would be printed",
        "write the address out as plain text, or take the line out",
    ),
    (
        re.compile(r"^: |^:$"),
        Level.ERROR,
        "this `:` would be printed: it follows no single line to belong to",
        "put the date on one line of its own, `: ` and what happened on the next, and an empty line after both",
    ),
    (
        re.compile(r"~~(?=\S).+?~~|==(?=\S).+?==|\^\[|^\[[ xX]\] |\{[.#][\w-]+\}"),
        Level.WARNING,
        "these signs are printed as they are typed",
        "take them out, unless they are meant to be read",
    ),
)


def not_read(tokens: Sequence[Token], source: Source) -> Iterator[Diagnostic]:
    """Say where signs that mean something elsewhere would be printed, and where text is nested too deeply to be read."""
    for token in tokens:
        if token.nesting == 1 and token.level >= _DEEPEST:
            message = "lists or quotations stand too deep inside one another: the innermost would be lost"
            yield error("text/nesting", message, "use two levels at most", span=source.span((token.map or [0])[0]))
            return
        if token.type != "inline" or not token.map:
            continue
        for offset, typed in enumerate(token.content.split("\n")):
            for pattern, level, message, help in _NOT_READ:
                if match := pattern.search(typed.strip()):
                    span = source.span(token.map[0] + offset, match.group())
                    yield Diagnostic("text/as-typed", level, message, help, span)


def refused(token: Token, source: Source, line: int = 0) -> Iterator[Diagnostic]:
    """Say what paper cannot do: HTML, computer code, links."""
    line = token.map[0] if token.map else line
    if token.type in ("html_block", "html_inline"):
        yield error(
            "text/html",
            f"HTML is not allowed in text: `{token.content.strip()[:40]}`",
            "write *italic*, **bold**, lists and `> quotations` in Markdown; layout belongs to the styles",
            span=source.span(line, token.content.strip()),
        )
    if token.type in ("code_block", "fence"):
        spaces = token.type == "code_block"
        yield error(
            "text/code",
            "this would be set as computer code",
            "remove the spaces at the start of the line" if spaces else f"remove the lines of `{token.markup}`",
            span=source.span(line),
        )
    if token.type == "link_open":
        address = str(token.attrGet("href"))
        yield error(
            "text/link",
            f"paper has no links: `{address[:60]}`",
            "write the address out as plain text",
            span=source.span(line, address.removeprefix("mailto:")),
        )
    for child in token.children or ():
        yield from refused(child, source, line)
