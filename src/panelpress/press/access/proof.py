"""The proof that an access edition says everything: the letters of each block, held against what was made of them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, Place, Span, error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from panelpress.exhibition.model import TextBlock
    from panelpress.facts.layout import LayoutFacts

_EMPTY = {"br", "hr", "img", "meta", "link", "input", "wbr"}
"""Elements that have no end."""


def lost(blocks: Iterable[TextBlock], found: Mapping[str, str], item: str) -> Iterator[Diagnostic]:
    """Say which blocks are not, or not wholly, in an edition.

    Args:
        blocks: what must be read in it.
        found: the text that stands in it, by block.
        item: the edition.
    """
    for block in blocks:
        if _letters(found.get(block.id, "")) != _letters(block.text):
            what = block.text if len(block.text) <= 60 else f"{block.text[:60]} …"
            yield error(
                "access/complete",
                f"the edition does not say, or not in full: “{what}”",
                "mend the template in styles/templates/access/, or take the shipped one",
                span=Span(block.file, block.line),
                place=Place(item),
            )


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def laid_out(facts: LayoutFacts) -> dict[str, str]:
    """Return the text of each block as it can be seen on the pages."""
    found: dict[str, list[str]] = {}
    for text in facts.texts:
        if text.visible is not None:
            found.setdefault(text.block, []).append(text.text)
    return {block: "".join(pieces) for block, pieces in found.items()}


def written(html: str) -> dict[str, str]:
    """Return the text of each block as it stands in a page of HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return {block: "".join(pieces) for block, pieces in reader.found.items()}


class _Reader(HTMLParser):
    """Gathers the text of the elements that name a block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._around: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element: it belongs to the block it names, or to the one around it."""
        if tag not in _EMPTY:
            self._around.append(dict(attrs).get("data-b") or self._around[-1])

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag not in _EMPTY and len(self._around) > 1:
            self._around.pop()

    def handle_data(self, data: str) -> None:
        """Note a piece of text."""
        if block := self._around[-1]:
            self.found.setdefault(block, []).append(data)
