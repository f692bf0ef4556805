"""Codes in their places: the web address of a panel at its foot, the ISBN of a book in its imprint and on its back."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from panelpress.exhibition.codes import readable
from panelpress.exhibition.model import TextBlock
from panelpress.exhibition.root import CATALOGUE
from panelpress.ground.diagnostics import error
from panelpress.press import captions
from panelpress.press.codes import (
    BARS,
    BEFORE,
    BEHIND,
    LEAST_SCALE,
    QR_LEAST_MM,
    QR_MODULE_MM,
    X_MM,
    barcode,
    qr_code,
)
from panelpress.press.pages import frames_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.exhibition.model import PanelText
    from panelpress.ground.diagnostics import Span
    from panelpress.ground.geometry import Box
    from panelpress.press.layouts import LayoutFiles
    from panelpress.press.pages import Page, Setting
    from panelpress.press.recipe import SetCode

_LINK_FRAMES = ("code", "link")
"""Where a layout wants a panel's QR code and the address to read"""
_STAYING = ("field", "divide", "folio", "number")
"""What else stands there, or behind it, and was drawn to"""
_PIECES = re.compile(r"[?#&]?[^/?#&]*/*")
_WHOLE = 36
"""How many letters of an address stay on one line"""
_GAP = 4.0
"""How far other frames end from them, mm"""
_ABOVE = 6.5
"""Where the bars begin below the top of their frame, mm: the ISBN stands above them"""
_FIGURES = 7.0
"""What the figures take below the guard bars, in modules"""


@dataclass(frozen=True)
class SetLink:
    """A panel's web address as a template sees it: the code, what it is called, and the line to read."""

    code: SetCode
    alt: str
    block: TextBlock


def set_link(text: PanelText, files: LayoutFiles, setting: Setting) -> SetLink | None:
    """Set a panel's web address as a QR code with the address to read beside it; None where it has none, or no room for it.

    The place is the layout's. What is too long for it is refused: a code that cannot be read is worse than none.
    """
    link = text.link
    if link is None:
        return None
    frames = frames_of(files.layout)
    if missing := [name for name in _LINK_FRAMES if name not in frames]:
        message = f"layout `{files.name}` has no place for a link: it has no frame `{missing[0]}`"
        help = "choose another `layout:`, or give it the frames `code` (34 mm square or more) and `link`"
        setting.reject(error("layout/link", message, help, span=link.span))
        return None
    place = frames["code"]
    code = qr_code(link.address, place, 1, link.span)
    if code is None:
        setting.reject(
            error(
                "layout/link",
                f"this address is too long for a QR code in {place.width:g} × {place.height:g} mm: it would be below "
                f"{QR_LEAST_MM:g} mm, or its modules below {QR_MODULE_MM:g} mm, and could not be read from 1 m",
                _shorter(link.address, place, link.span),
                span=link.span,
            )
        )
        return None
    words = readable(link.address)
    block = TextBlock(f"{text.file}:link", "line", _divisible(words), words, text.file, link.span.line, text.language)
    setting.codes.append(code)
    setting.follow([block], "link")
    return SetLink(code, f"{captions.word(captions.CODE, text.language)}: {words}", block)


def _divisible(address: str) -> str:
    """Return an address as HTML that is divided after a stroke or before a question, and not at a hyphen of its own.

    Whoever types it could not tell that hyphen from a compositor's. A piece too long for a line breaks where it must.
    """
    pieces = (escape(piece, quote=False) for piece in _PIECES.findall(address) if piece)
    return "<wbr>".join(f'<span style="white-space:nowrap">{p}</span>' if len(p) <= _WHOLE else p for p in pieces)


def _shorter(address: str, place: Box, span: Span) -> str:
    """Return what to do about an address that is too long for its place."""
    fits = bisect_left(range(1, len(address)), 1, key=lambda n: int(qr_code(address[:n], place, 1, span) is None))
    if not fits:
        return "give the layout's frame `code` 34 × 34 mm or more"
    return f"ask for an address of {fits} characters at most that leads to the same page: this one has {len(address)}"


def beside_link(page: Page) -> Page:
    """Return a page whose frames and captions leave the place of a link free."""
    kept = [page.frames[name] for name in _LINK_FRAMES]
    frames = {n: box if n in (*_LINK_FRAMES, *_STAYING) else _beside(box, kept) for n, box in page.frames.items()}
    plates = (
        replace(plate, caption_box=_beside(plate.caption_box, kept)) if plate.caption_box else plate
        for plate in page.plates
    )
    return replace(page, frames=frames, plates=tuple(plates))


def _beside(box: Box, places: Sequence[Box]) -> Box:
    """Return what a frame leaves free: it ends above a place or at its left, whichever leaves more of it."""
    for place in places:
        if box.overlap(place):
            above = replace(box, bottom=max(box.top, place.top - _GAP))
            left = replace(box, right=max(box.left, place.left - _GAP))
            box = max(above, left, key=lambda b: b.area)
    return box


@dataclass(frozen=True)
class SetIsbn:
    """The book's barcode as a template sees it: the code, what it is called, the line above, the figures below."""

    code: SetCode
    alt: str
    line: TextBlock
    figures: TextBlock


def isbn_line(setting: Setting, isbn: str, page: int, *, marked: bool = True) -> TextBlock:
    """Return `ISBN` and its figures as they are printed on a page, on one line.

    Args:
        setting: of the book.
        isbn: with its hyphens.
        page: where it stands; it may stand on several.
        marked: its HTML is a paragraph with its id, as the blocks of a text are.
    """
    span, language = setting.exhibition.isbn_span, setting.languages[0]
    words = f"ISBN\u00a0{isbn}"
    id = f"{CATALOGUE}:isbn@{page}"
    whole = f'<span style="white-space:nowrap">{words}</span>'
    html = f'<p data-b="{id}" lang="{language}">{whole}</p>' if marked else whole
    return TextBlock(id, "line", html, words, CATALOGUE, span.line if span else 1, language)


def set_isbn(setting: Setting, isbn: str, page: Page, number: int) -> SetIsbn | None:
    """Set the barcode of the back, with the ISBN above it and the figures below its bars; None where it has no room."""
    span, language = setting.exhibition.isbn_span, setting.languages[0]
    assert span is not None
    frame = page.frames.get("isbn")
    code = barcode(isbn, replace(frame, top=frame.top + _ABOVE), number, span) if frame else None
    if frame is None or code is None or code.box.bottom + _FIGURES * code.module_mm > frame.bottom:
        size = f"its frame `isbn` is {frame.width:g} × {frame.height:g} mm" if frame else "it has no frame `isbn`"
        least = (BEFORE + BARS + BEHIND) * LEAST_SCALE * X_MM
        setting.reject(
            error(
                "layout/isbn",
                f"layout `{page.layout}` has no room for the barcode of the ISBN: {size}",
                f"give it a frame `isbn` of {least + 1:.0f} × 28 mm or more; 37.3 × 34 mm are enough for 100 %",
                span=span,
            )
        )
        return None
    setting.codes.append(code)
    line = isbn_line(setting, isbn, number, marked=False)
    figures = TextBlock(f"{line.id}-figures", "line", code.text, code.text, CATALOGUE, span.line, language)
    setting.follow([line, figures], "isbn", (number, number))
    return SetIsbn(code, f"{captions.word(captions.BARCODE, language)}: {code.text}", line, figures)
