"""Captions and credits: set the same way on panels, catalogue plates and the list of works."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from panelpress.exhibition.model import TextBlock, in_language
from panelpress.exhibition.root import CAPTIONS
from panelpress.exhibition.text import read_line
from panelpress.exhibition.typography import no_break

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.exhibition.model import Exhibition, Photo

STAND_IN = {"en": "Stand-in picture", "es": "Imagen provisional"}
AWAITED = {"en": "Photograph awaited", "es": "Fotografía pendiente"}
BARCODE = {"en": "Barcode", "es": "Código de barras"}
CODE = {"en": "QR code", "es": "Código QR"}
SUPPLIED = {"en": "To be supplied", "es": "Por entregar"}


_MARKS = {
    "": "{}",
    "b": "<b>{}</b>",
    "credit": '<span class="credit">{}</span>',
    "owner": '<span data-level="credit">{}</span>',  # whose it is, in the list of works' own type
}


def word(words: dict[str, str], language: str) -> str:
    """Return one of the house words above in a language (English where it has none)."""
    return words.get(language.partition("-")[0], words["en"])


def numbers(exhibition: Exhibition) -> dict[str, int]:
    """Return each placed photograph's number, one sequence through the panels and then the catalogue's plates."""
    order: list[str] = [f.id for p in exhibition.panels for f in p.text().figures]
    if exhibition.catalogue:
        order += [
            entry.photo for entry in exhibition.catalogue.flat_plan if entry.kind in ("plate", "title") and entry.photo
        ]
    placed = [id for id in dict.fromkeys(order) if id in exhibition.photos]
    return {id: number for number, id in enumerate(placed, start=1)}


def caption(photo: Photo, number: int | None, language: str, *, use: str = "") -> TextBlock:
    """Return a photograph's caption as a block: number, title, place, date, a sentence, credit.

    Args:
        photo: the photograph.
        number: its number in the sequence, or None for none.
        language: the language to set it in.
        use: makes the block's id its own where a caption is set twice in one item.
    """
    sentence = in_language(photo.caption, language)
    parts = [(_head(photo, language), "b"), (sentence, ""), (_credit(photo, language), "credit")]
    return _block(photo, language, parts, use, number)


def work(photo: Photo, languages: Sequence[str]) -> list[TextBlock]:
    """Return a photograph's entry in the list of works: title, place and date in each language, then the credit."""
    first = languages[0]
    own = [tag for tag in languages if tag == first or tag in photo.title]
    parts = [(tag, _head(photo, tag), "b" if tag == first else "") for tag in own]
    parts.append((first, _credit(photo, first), "owner"))
    return [
        _block(photo, tag, [(words, mark)], f"works-{index}") for index, (tag, words, mark) in enumerate(parts) if words
    ]


def _head(photo: Photo, language: str) -> str:
    line = [in_language(photo.title, language), in_language(photo.place, language), photo.date]
    return ", ".join(part for part in line if part)


def _credit(photo: Photo, language: str) -> str:
    credit = in_language(photo.credit, language)
    if photo.status == "stand-in":
        credit = ", ".join(part for part in (word(STAND_IN, language), credit) if part)
    return credit


def _block(
    photo: Photo, language: str, parts: Sequence[tuple[str, str]], use: str, number: int | None = None
) -> TextBlock:
    html, text = [], []
    if number is not None:
        html.append(f'<span class="number">{number}</span>')
        text.append(str(number))
    for words, mark in parts:
        if not words:
            continue
        block, _ = read_line(_ended(words), CAPTIONS, photo.span.line, language, photo.span)
        html.append(_MARKS[mark].format(block.html))
        text.append(block.text)
    id = f"{CAPTIONS}:{photo.span.line}:{language}" + (f":{use}" if use else "")
    return TextBlock(id, "line", " ".join(html), " ".join(text), CAPTIONS, photo.span.line, language)


def _ended(words: str) -> str:
    """Close a phrase with a full stop unless it has an end of its own."""
    return words if words.rstrip()[-1:] in ".!?…" else f"{words.rstrip()}."


def plain_line(id: str, text: str, language: str, file: str = "catalogue.yml", line: int = 1) -> TextBlock:
    """Return a line of the exhibition's data, such as its title, as a block."""
    text = no_break(text)
    return TextBlock(id, "line", escape(text, quote=False), text, file, line, language)
