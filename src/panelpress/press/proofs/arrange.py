"""Where the pages of an item stand on the sheets of a proof: to scale, a book's two and two as a reader has them.

Lengths are in mm from a sheet's top-left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from panelpress.ground.geometry import Box, Edges

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.press.proofs.content import ItemShown, PageShown, Paper

SIZES: Final[dict[Paper, tuple[float, float]]] = {"a3": (297.0, 420.0), "a4": (210.0, 297.0)}
MARGIN: Final = Edges(top=16.0, right=12.0, bottom=15.0, left=12.0)
"""Of a sheet that shows pages: what it is, proof and number stand above, code and sheet number below."""
HEAD: Final = 10.0
"""Height of a sheet's own title line and figures"""
LEGEND: Final = 8.0
"""Height of what is said below the pages: which line is which"""


@dataclass(frozen=True)
class Placed:
    """A page on a sheet: where its trim lies, and the window that its picture is seen through."""

    shown: PageShown
    trim: Box
    window: Box
    scale: float

    def at(self, box: Box) -> Box:
        """Return where a box of the item, in mm from its trim's corner, lies on the sheet."""
        return Box(
            self.trim.left + box.left * self.scale,
            self.trim.top + box.top * self.scale,
            self.trim.left + box.right * self.scale,
            self.trim.top + box.bottom * self.scale,
        )

    @property
    def picture(self) -> Box:
        """Where its whole picture lies, of which the window shows a part."""
        return self.at(self.shown.area)


@dataclass(frozen=True)
class Sheet:
    """A sheet that shows one or two pages of an item; ``name`` is that of its kind of paper (``a3-upright``).

    ``ratio`` is what its scale is written with: 1 : ``ratio``.
    """

    item: ItemShown
    name: str
    width: float
    height: float
    ratio: float
    pages: tuple[Placed, ...]

    @property
    def room(self) -> Box:
        """What its pages may fill."""
        return room(self.width, self.height)

    @property
    def under(self) -> float:
        """Where its pages end, with all that is shown of them."""
        return max(placed.window.bottom for placed in self.pages)

    @property
    def numbers(self) -> str:
        """The numbers of its pages in words: ``page 1``, ``pages 2–3``; "" where the item has but one."""
        if len(self.item.pages) == 1:
            return ""
        first, last = self.pages[0].shown.page, self.pages[-1].shown.page
        return f"page {first}" if first == last else f"pages {first}–{last}"


def room(width: float, height: float) -> Box:
    """Return what pages may fill of a sheet: all between its head and the words below."""
    return Box(MARGIN.left, MARGIN.top + HEAD, width - MARGIN.right, height - MARGIN.bottom - LEGEND)


def sheets(item: ItemShown, paper: Paper) -> Iterator[Sheet]:
    """Yield the sheets that show an item: one for each page, or for each opening of a book; upright or landscape by its shape."""
    openings = _openings(item.pages) if item.facing else [[page] for page in item.pages]
    block = _block(item)
    landscape = block.width > block.height
    width, height = sorted(SIZES[paper], reverse=landscape)
    ratio = _ratio(block, room(width, height))
    for opening in openings:
        yield _set(item, opening, f"{paper}-{'landscape' if landscape else 'upright'}", (width, height), ratio)


def _openings(pages: Sequence[PageShown]) -> list[list[PageShown]]:
    """Return a book's pages as they lie open: the first alone, on the right, then an even page with the odd one after it."""
    found: dict[int, list[PageShown]] = {}
    for page in pages:
        found.setdefault(page.page // 2, []).append(page)
    return list(found.values())


def _shown(item: ItemShown) -> Edges:
    """Return how far pictures reach beyond the trim, the most of all pages, and at least the bleed."""
    width, height = item.trim
    areas = [page.area for page in item.pages]
    return Edges(
        max([item.bleed.top, *(-area.top for area in areas)]),
        max([item.bleed.right, *(area.right - width for area in areas)]),
        max([item.bleed.bottom, *(area.bottom - height for area in areas)]),
        max([item.bleed.left, *(-area.left for area in areas)]),
    )


def _block(item: ItemShown) -> Box:
    """Return what is to fit, at real size: a page with its bleed, or two side by side, from the first one's trim corner."""
    width, height = item.trim
    return Box(0, 0, width * 2 if item.facing else width, height).grown(_shown(item))


def _ratio(block: Box, room: Box) -> float:
    """Return the smallest 1 : n, to a tenth, at which it fits; nothing is shown larger than it is."""
    most = max(block.width / room.width, block.height / room.height)
    return max(1.0, ceil(round(most * 10, 6)) / 10)


def _set(item: ItemShown, opening: Sequence[PageShown], name: str, size: tuple[float, float], ratio: float) -> Sheet:
    scale = 1 / ratio
    block, space = _block(item), room(*size)
    width, height = (side * scale for side in item.trim)
    left = (space.left + space.right - block.width * scale) / 2 - block.left * scale
    top = space.top - block.top * scale
    placed = []
    for page in opening:
        right_hand = item.facing and page.page % 2 == 1
        at = left + (width if right_hand else 0)
        trim = Box(at, top, at + width, top + height)
        seen = Placed(page, trim, trim, scale).picture
        if item.facing:  # what bleeds into the fold lies on the other page
            seen = Box(
                max(seen.left, trim.left) if right_hand else seen.left,
                seen.top,
                seen.right if right_hand else min(seen.right, trim.right),
                seen.bottom,
            )
        placed.append(Placed(page, trim, seen, scale))
    return Sheet(item, name, *size, ratio, tuple(placed))
