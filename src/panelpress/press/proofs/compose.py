"""A proof as the HTML it is laid out from, its pictures, and the sheets that were arranged for its items.

Names of frames (``data-frame``) tell where things came to lie: ``page:KEY:NUMBER`` the trim of an item's page,
``field:NAME`` a field to write in, ``choice:NAME:ANSWER`` a button.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from panelpress.facts.signing import DECISIONS
from panelpress.ground.files import digest
from panelpress.ground.geometry import Box
from panelpress.ground.units import count
from panelpress.press.proofs.arrange import HEAD, MARGIN, SIZES, sheets
from panelpress.press.proofs.letters import readable
from panelpress.press.templating import SHIPPED, environment, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.facts.change import Piece
    from panelpress.press.proofs.arrange import Sheet
    from panelpress.press.proofs.content import Changes, ItemShown, PageChange, PageShown, ProofContent, Tile

DIGITS: Final = 12
"""How much of a digest is printed"""
TILE_ROOM: Final = Box(12.0, 40.0, 198.0, 262.0)
"""What a tile may fill of its upright A4 sheet"""
_AROUND: Final = 14
"""How many words that are the same stand before and after those that changed"""
_ADDRESS: Final = "pp:proof/"


@dataclass(frozen=True)
class Composed:
    """The document before it is laid out: ``resources`` are its pictures by address, as (content type, bytes)."""

    html: str
    resources: dict[str, tuple[str, bytes]]
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Part:
    """A part of a tile that goes on one sheet: the picture is moved by ``left`` and ``top`` mm behind the window."""

    tile: Tile
    number: int
    of: int
    window: Box
    left: float
    top: float


def compose(content: ProofContent) -> Composed:
    """Return a proof as HTML."""
    resources: dict[str, tuple[str, bytes]] = {}

    def picture(data: bytes) -> str:
        address = f"{_ADDRESS}{digest(data)[:24]}.jpg"
        resources[address] = ("image/jpeg", data)
        return address

    arranged = [tuple(sheets(item, content.paper)) for item in content.items]
    by_key = {item.key: item for item in content.items}
    values: dict[str, Any] = {
        "it": content,
        "arranged": list(zip(content.items, arranged, strict=True)),
        "gates": [(sheet, [by_key[key] for key in sheet.items if key in by_key]) for sheet in content.gates],
        "parts": [part for tile in content.tiles for part in tile_parts(tile)],
        "decisions": DECISIONS,
        "margin": MARGIN,
        "head": HEAD,
        "picture": picture,
        "day": day,
        "short": lambda text: text[:DIGITS],
        "capital": lambda text: text[:1].upper() + text[1:],
        "count": count,
        "changes_of": changes_of,
        "has_earlier": any(change.since for item in content.items for change in item.changes),
        "unseen_changes": unseen_changes(content.items),
        "organisations": lambda sheet: len({who.organisation for who in sheet.signers}),
        "shown": shown_changes,
        "elided": elided,
        "label_of": label_of,
        "quoted": quoted,
        "frame_of": frame_of,
        "told": told,
        "sizes": _page_rules(),
    }
    # a proof looks alike for every exhibition: a project's own templates are for what is printed
    html = render(environment(SHIPPED), "proof/proof.html", values)
    return Composed(readable(html), resources, tuple(sheet for each in arranged for sheet in each))


def frame_of(item: ItemShown, page: PageShown) -> str:
    """Return the name of the frame that is the trim of an item's page."""
    return f"page:{item.key}:{page.page}"


def _page_rules() -> str:
    """Return the ``@page`` rules of the sheets that show pages."""
    edges = " ".join(f"{mm:g}mm" for _, mm in MARGIN.named)
    return "\n".join(
        f"@page {paper}-{way} {{ size: {width:g}mm {height:g}mm; margin: {edges} }}"
        for paper, size in SIZES.items()
        for way, (width, height) in (("upright", size), ("landscape", size[::-1]))
    )


def day(date: str) -> str:
    """Return a day as people write it, ``24 November 2026``; what is no date (YYYY-MM-DD) stays as it is."""
    try:
        read = dt.date.fromisoformat(date)
    except ValueError:
        return date
    return f"{read.day} {_MONTHS[read.month - 1]} {read.year}"


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def told(item: ItemShown) -> bool:
    """Tell whether there is anything to tell beside an item's pages, and be it that there are none."""
    return bool(not item.pages or item.findings or item.words or item.photographs or item.comments)


def quoted(text: str) -> str:
    """Return a message of the checks with what it names in quotation marks, as people write them."""
    return re.sub(r"`([^`]*)`", r"“\1”", text)


def label_of(item: ItemShown, page: int) -> str:
    """Return what a page of an item is called where the item has several: ``page 4``."""
    return f"page {page}" if len(item.pages) > 1 else ""


def changes_of(item: ItemShown) -> list[tuple[str, Changes]]:
    """Return what is to be seen of an item's changes, each with all since when it is: once, where that is the same."""
    found: dict[tuple[str, tuple[PageChange, ...]], list[Changes]] = {}
    for change in item.changes:
        if shown_changes(change):
            found.setdefault((change.words, change.pages), []).append(change)
    return [(" and since ".join(change.since for change in same), same[0]) for same in found.values()]


def unseen_changes(items: Sequence[ItemShown]) -> list[tuple[str, list[str]]]:
    """Return what is said of changes that cannot be seen, each with the items it is said of."""
    found: dict[str, list[str]] = {}
    for item in items:
        for change in item.changes:
            if not shown_changes(change):
                words = change.words or "nothing changed that is seen"
                found.setdefault(f"{words} since {change.since}" if change.since else words, []).append(item.label)
    return list(found.items())


def shown_changes(changes: Changes) -> list[PageChange]:
    """Return the pages on which something is to be seen."""
    return [page for page in changes.pages if page.pieces or page.now or page.regions]


def elided(pieces: Sequence[Piece]) -> Iterator[tuple[str, str, str]]:
    """Yield what changed with some words around it: each piece as (kind, space before it, text); ``…`` is what is left out."""
    for n, piece in enumerate(pieces):
        words = piece.text.split()
        text = " ".join(words)
        space = " " if piece.text[:1].isspace() else ""
        if piece.kind == "same" and len(words) > 2 * _AROUND + 4:
            before = " ".join(words[:_AROUND]) if n else ""
            after = " ".join(words[-_AROUND:]) if n + 1 < len(pieces) else ""
            text = f"{before} … {after}".strip()
        yield piece.kind, space, text


def tile_parts(tile: Tile) -> Iterator[Part]:
    """Yield a tile on as many sheets as it needs at its real size."""
    across = max(1, -int(-tile.area.width // TILE_ROOM.width))
    down = max(1, -int(-tile.area.height // TILE_ROOM.height))
    for n in range(across * down):
        left, top = n % across * TILE_ROOM.width, n // across * TILE_ROOM.height
        width = min(TILE_ROOM.width, tile.area.width - left)
        height = min(TILE_ROOM.height, tile.area.height - top)
        window = Box(TILE_ROOM.left, TILE_ROOM.top, TILE_ROOM.left + width, TILE_ROOM.top + height)
        yield Part(tile, n + 1, across * down, window, -left, -top)
