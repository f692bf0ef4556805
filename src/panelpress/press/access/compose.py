"""An access edition as HTML: plain for browsers, and for the large-print guide with what its tagging needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.press.templating import environment, render, stylesheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from panelpress.exhibition.model import TextBlock
    from panelpress.press.access.content import Content, Section


@dataclass(frozen=True)
class Other:
    """Another edition that stands in the same folder: its file, and its name in its own language."""

    file: str
    language: str
    name: str


def web_page(root: Path, content: Content, others: Sequence[Other]) -> str:
    """Return an edition as one self-contained HTML page, without scripts; its blocks are marked with their ids.

    Raises:
        PanelpressError: when a template of the project is wrong.
    """
    values = {"others": others, "style": stylesheet("access/texts.css")}
    return _render(root, "texts", content, content.words.texts, values, body)


def guide(root: Path, content: Content) -> str:
    """Return an edition as the HTML that the large-print guide is laid out from.

    Raises:
        PanelpressError: when a template of the project is wrong.
    """
    return _render(
        root, "large-print", content, content.words.large_print, {"foot": _foot}, lambda blocks: dated(body(blocks))
    )


def _foot(section: Section) -> str:
    """Return what the foot of a section's pages says: which panel, or what it is."""
    return section.label.rstrip(":") or section.name


def _render(root: Path, name: str, content: Content, kind: str, more: Mapping[str, object], body: object) -> str:
    values = {"it": content, "say": content.words, "kind": kind, "body": body, **more}
    return render(environment(root), f"access/{name}.html", values)


def body(blocks: Sequence[TextBlock]) -> str:
    """Return a text's blocks with their headings below the section's own, no level left out."""
    levels = sorted({int(n) for block in blocks for n in re.findall(r"<h([1-6])", block.html)})
    ranks = {level: min(6, rank) for rank, level in enumerate(levels, start=3)}
    html = "\n".join(block.html for block in blocks)
    return re.sub(r"(</?h)([1-6])", lambda m: f"{m[1]}{ranks[int(m[2])]}", html)


def dated(html: str) -> str:
    """Return HTML with its timelines as lists of dated entries.

    The engine tags each term and each definition as an entry of its own: a date and what happened then would be two things.
    """
    pieces, open_entry, defined = [], False, False
    for piece in re.split(r"(</?d[ltd]\b[^>]*>)", html):
        match = re.match(r"<(/?)(d[ltd])\b", piece)
        if match is None:
            pieces.append(piece)
            continue
        closing, tag = match[1], match[2]
        if tag == "dt":
            if not closing and (defined or not open_entry):
                pieces.append("</li><li>" if open_entry else "<li>")
                open_entry, defined = True, False
            pieces.append("</p>" if closing else '<p class="date">')
        elif tag == "dd":
            defined = True
            pieces.append("</div>" if closing else "<div>")
        elif closing:
            pieces.append(("</li>" if open_entry else "") + "</ul>")
            open_entry, defined = False, False
        else:
            pieces.append("<ul" + piece[3:])
    return "".join(pieces)


def published(html: str) -> str:
    """Return a page without the marks that only its completeness check reads."""
    return re.sub(r' data-b="[^"]*"', "", html)
