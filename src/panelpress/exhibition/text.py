"""Markdown to blocks: CommonMark, footnotes and definition lists, set with the language's own marks.

Each top-level block becomes one :class:`~panelpress.exhibition.model.TextBlock` that knows its words and its line, so that
the build can prove that all of it is on the paper. What paper cannot do (raw HTML, links, remote pictures) is refused with
its line and a remedy, never dropped.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core.replacements import RARE_RE, replace_rare
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from panelpress.exhibition.model import Figure, TextBlock
from panelpress.exhibition.shape import ID
from panelpress.exhibition.textfaults import Source, lost_notes, not_read, refused
from panelpress.exhibition.typography import FEW_WORDS, NBSP, no_break, no_runt, quotes_of
from panelpress.ground.diagnostics import Diagnostic, Level, Span, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

Kind = Literal["paragraph", "heading", "list", "quote", "timeline", "notes", "line"]

_KINDS: dict[str, Kind] = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
    "dl_open": "timeline",
    "footnote_block_open": "notes",
}

_SHORTEST_IN_TITLES = 10
"""A title, set large, ends in no line of one word shorter than this, letters."""


@dataclass
class Reading:
    """What one Markdown text gave: its blocks, the figures it asks for, and what is wrong with it."""

    blocks: list[TextBlock] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def read_markdown(text: str, file: str, language: str, *, first_line: int = 1) -> Reading:
    """Read a text into blocks.

    Args:
        text: the Markdown.
        file: its name as messages give it.
        language: a BCP 47 tag; decides the quotation marks.
        first_line: the line of the file on which ``text`` starts.
    """
    reading = Reading()
    source = Source(lines_of(text), file, first_line)
    notes: dict[str, Any] = {}
    tokens = _parser(quotes_of(language)).parse(text, notes)
    for group in _top_level(tokens):
        _read_group(group, source, language, reading)
    reading.problems += lost_notes(notes.get("footnotes", {}).get("refs", {}), source)
    reading.problems += not_read(tokens, source)
    return reading


def lines_of(text: str) -> list[str]:
    """Return the lines as editors count them: ``str.splitlines`` also splits at characters that nobody sees."""
    return re.split(r"\r\n?|\n", text)


def read_line(
    text: str, file: str, line: int, language: str, span: Span, lines: Sequence[str] = ()
) -> tuple[TextBlock, list[Diagnostic]]:
    """Read one line of text, such as a title: inline Markdown only.

    ``line`` is where it stands in the file; ``span`` is what a message about it underlines, unless ``lines``, those of the
    whole file, show the place more exactly.
    """
    parser, id = _parser(quotes_of(language)), f"{file}:{line}:{span.column}"
    tokens = parser.parseInline(text, {})
    problems = [
        replace(p, span=_found(p.span, span, lines)) for t in tokens for p in refused(t, Source([text], file, line))
    ]
    if reference := re.search(r"(?<!\\)\[\^[^\]\s]+\]", text):
        place = _found(Source([text], file, line).span(0, reference.group()), span, lines)
        problems.append(
            error("text/footnote", "a footnote cannot stand here", "put it into the panel's text", span=place)
        )
    if any(child.type == "image" for token in tokens for child in token.children or ()):
        problems.append(error("text/figure", "a figure cannot stand here", "put it into the panel's text", span=span))
    if problems:  # set as it was typed: what a photograph says of itself comes this way too, and must do no harm
        plain = no_break(" ".join(text.split()))
        return TextBlock(id, "line", escape(plain, quote=False), plain, file, line, language), problems
    _compose(tokens, _SHORTEST_IN_TITLES)
    html = parser.renderer.render(tokens, parser.options, {})
    return TextBlock(id, "line", html, _words(tokens), file, line, language), problems


def _found(within: Span | None, span: Span, lines: Sequence[str]) -> Span:
    """Return where in the file the words stand that ``within`` underlines in a value that may go over many lines."""
    if within is None or not within.text:
        return span
    needle = within.text[within.column - 1 :][: within.length]
    for index in range(span.line - 1, len(lines)):
        column = lines[index].find(needle, span.column - 1 if index == span.line - 1 else 0)
        if column >= 0:
            return Span(span.file, index + 1, column + 1, len(needle), lines[index])
    return span


@functools.cache
def _parser(quotes: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"typographer": True, "quotes": quotes})
    parser.enable(["replacements", "smartquotes"])
    parser.core.ruler.at("replacements", _dashes)
    # `[Laughs]: yes` would be taken for the address of a link, and never be printed.
    parser.disable("reference")
    parser.validateLink = _any_address  # type: ignore[method-assign]
    parser.use(footnote_plugin, inline=False).use(deflist_plugin)
    rules: dict[str, Any] = {
        "footnote_ref": lambda tokens, i, *_: f'<sup class="ref">{_number(tokens[i])}</sup>',
        "footnote_block_open": lambda *_: '<ol class="notes">\n',
        "footnote_block_close": lambda *_: "</ol>\n",
        "footnote_open": lambda *_: "<li>",
        "footnote_close": lambda *_: "</li>\n",
        "footnote_anchor": lambda *_: "",
        # words between backticks are set like the others: no typeface of ours is a typewriter's
        "code_inline": lambda tokens, i, *_: escape(tokens[i].content, quote=False),
    }
    parser.renderer.rules.update(rules)  # type: ignore[attr-defined]
    return parser


def _any_address(url: str) -> bool:  # noqa: ARG001
    """Take every address for one: those that markdown-it holds for dangerous would be printed instead of refused."""
    return True


def _dashes(state: StateCore) -> None:
    """Set dashes and ellipses, but leave (c), (r) and (p) alone: in a text they count (a), (b), (c)."""
    for token in state.tokens:
        if token.type == "inline" and token.children and RARE_RE.search(token.content):
            replace_rare(token.children)


def _number(token: Token) -> int:
    return int(token.meta["id"]) + 1


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    depth = 0  # counted here: the footnotes' tokens all say that they are on level 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _read_group(group: list[Token], source: Source, language: str, reading: Reading) -> None:
    first = group[0]
    line = _first_line(group)
    problems = [p for token in group for p in refused(token, source, line)]
    figures = list(_figures(group, source, reading.problems))
    reading.problems += problems
    reading.figures += figures
    if problems or first.type == "hr":
        return
    if not _words(group).strip() and (figures or first.type == "paragraph_open"):
        return
    kind = _KINDS.get(first.type, "paragraph")
    if kind == "quote":
        _attribute(group)
    _compose(group)
    id = f"{source.file}:{line + source.first_line}"
    first.attrSet("data-b", id)
    first.attrSet("lang", language)
    if kind == "timeline":
        first.attrSet("class", "timeline")
    parser = _parser(quotes_of(language))
    html = parser.renderer.render(group, parser.options, {})
    if kind == "notes":  # the plugin's opening tag is ours and takes no attributes
        html = html.replace("<ol", f'<ol data-b="{escape(id)}" lang="{language}"', 1)
    reading.blocks.append(TextBlock(id, kind, html, _words(group), source.file, line + source.first_line, language))


def _first_line(group: Sequence[Token]) -> int:
    return next((token.map[0] for token in group if token.map), 0)


def _figures(group: Sequence[Token], source: Source, problems: list[Diagnostic]) -> Iterator[Figure]:
    for token in group:
        images = [child for child in token.children or () if child.type == "image"]
        if not images:
            continue
        line = token.map[0] if token.map else _first_line(group)
        others = "".join(c.content for c in token.children or () if c.type in ("text", "code_inline")).strip()
        if others or group[0].type != "paragraph_open":
            problems.append(
                error(
                    "text/figure",
                    "a figure must stand in a paragraph of its own",
                    "leave an empty line before and after `![](id)`",
                    span=source.span(line, "!["),
                )
            )
        for image in images:
            id = str(image.attrGet("src"))
            span = source.span(line, id)
            if not re.fullmatch(ID, id):
                stem = id.rpartition(".")[0]
                problems.append(
                    error(
                        "text/figure",
                        f"`{id[:60]}` is not the id of a photograph",
                        f"write `![]({stem})`, if that is its id in photos/captions.yml: files are not named in texts"
                        if re.fullmatch(ID, stem)
                        else "give the id from photos/captions.yml, such as `![](ridge-line)`; addresses and paths are refused",
                        span=span,
                    )
                )
                continue
            yield Figure(id, span)
            if words := " ".join(part for part in (image.content, str(image.attrGet("title") or "")) if part):
                problems.append(
                    Diagnostic(
                        "text/figure-words",
                        Level.WARNING,
                        f"these words of the figure are not printed: `{words[:60]}`",
                        f"write `![]({id})`; its caption and alt text are in photos/captions.yml",
                        span,
                    )
                )
        token.children = [child for child in token.children or () if child.type not in ("image", "softbreak")]


_DASHES = ("–", "—", "-")


def _attribute(group: list[Token]) -> None:
    """Mark the attribution of a quotation: its last paragraph, or the last line of its only one, after a dash.

    A quotation that is one paragraph and begins with a dash is speech, as Spanish sets it.
    """
    _unlist(group)
    opens = [i for i, token in enumerate(group) if token.type == "paragraph_open"]
    if not opens:
        return
    inline = group[opens[-1] + 1]
    children = inline.children or []
    if len(opens) > 1 and children and children[0].type == "text" and children[0].content.lstrip().startswith(_DASHES):
        children[0].content = "— " + children[0].content.lstrip("–—- ")
        group[opens[-1]].attrSet("class", "attribution")
        return
    for index in range(len(children) - 1, 0, -1):
        if children[index - 1].type == "softbreak" and children[index].content.lstrip().startswith(_DASHES):
            children[index - 1].type = "hardbreak"
            children[index].content = "— " + children[index].content.lstrip("–—- ")
            return


def _unlist(group: list[Token]) -> None:
    """Make a paragraph again of `> - Name` at the end of a quotation: Markdown takes the dash for a list of one."""
    kinds = [token.type for token in group]
    if kinds[-8:] != [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
        "blockquote_close",
    ]:
        return
    group[-6].hidden = group[-4].hidden = False
    for first in (group[-5].children or ())[:1]:
        if first.type == "text":
            first.content = f"— {first.content}"
    group[-8:] = [*group[-6:-3], group[-1]]


def _compose(group: Sequence[Token], shortest: int = 6) -> None:
    for token in group:
        children = token.children or []
        for child in children:
            if child.type == "text":
                child.content = no_break(child.content.replace("'", "’"))
        if children and children[-1].type == "text":
            words = len(_token_text(token).split())
            children[-1].content = no_runt(children[-1].content, shortest, words)
            if (
                len(children) > 1 and children[-2].type == "softbreak"
            ):  # the last word stands on a line of the file alone
                last = children[-1].content.strip()
                if len(last) < shortest and " " not in last and words >= FEW_WORDS:
                    children[-2].type, children[-2].content = "text", NBSP


def _words(group: Sequence[Token]) -> str:
    return " ".join(part for token in group if (part := _token_text(token))).strip()


def _token_text(token: Token) -> str:
    if token.type in ("text", "code_inline") and not token.children:
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "footnote_ref":
        return str(_number(token))
    return "".join(_token_text(child) for child in token.children or ())
