"""Parts of a page at their real size: what ``--tile`` asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.exhibition.items import select
from panelpress.ground.diagnostics import did_you_mean, fault
from panelpress.ground.geometry import Box
from panelpress.jobs.proofs.pages import part_at_real_size
from panelpress.press.proofs.compose import TILE_ROOM
from panelpress.press.proofs.content import Tile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.jobs.proofs.collect import Gathered

TILE_PPI, TILE_QUALITY = 200.0, 75
_PLACE = re.compile(r"(?P<item>[^@/]+?)(?:/(?P<page>\d+))?@(?P<x>-?\d+(?:\.\d+)?),(?P<y>-?\d+(?:\.\d+)?)")
_PHOTO = re.compile(r"(?P<item>[^@:/]+):(?P<photo>[^:]+)")


@dataclass(frozen=True)
class TileAsked:
    """A part that somebody wants to see at its real size: by its top-left corner in mm on a page, or by a photograph."""

    said: str
    item: str
    page: int = 1
    corner: tuple[float, float] = (0.0, 0.0)
    photo: str = ""


def parse_tile(said: str) -> TileAsked:
    """Return what ``ITEM@X,Y``, ``ITEM/PAGE@X,Y`` or ``ITEM:PHOTO`` asks for.

    Raises:
        PanelpressError: where it is neither.
    """
    if place := _PLACE.fullmatch(said):
        return TileAsked(said, place["item"], int(place["page"] or 1), (float(place["x"]), float(place["y"])))
    if photo := _PHOTO.fullmatch(said):
        return TileAsked(said, photo["item"], photo=photo["photo"])
    help = "say ITEM@X,Y in mm from the trimmed corner, such as 3@100,250, ITEM/PAGE@X,Y in a book, or ITEM:PHOTO"
    raise fault("proof/tile", f"`{said}` is no part of an item", help)


def tile(asked: TileAsked, gathered: Sequence[Gathered]) -> tuple[str, Tile]:
    """Return the item's key and the part at its real size: as much as an A4 sheet holds, a photograph in its middle.

    Raises:
        PanelpressError: where there is no such item, page, photograph or place.
    """
    names = [item.recipe.name for item in gathered]
    item = next(item for item in gathered if item.key == select(names, (asked.item,))[0].key)
    if item.path is None:
        raise fault("proof/tile", f"{item.report.label} has no file to show", "mend what is found in it first")
    number, around = _wanted(asked, item)
    page = next((page for page in item.pages if page.page == number), None)
    if page is None:
        raise fault("proof/tile", f"{item.report.label} has no page {number}", f"it has {len(item.pages)}")
    area = around.overlap(page.area)
    if area is None:
        size = f"{item.recipe.sheet.width:g} × {item.recipe.sheet.height:g} mm"
        raise fault("proof/tile", f"`{asked.said}` lies beside {item.report.label}", f"its trimmed size is {size}")
    where = f"page {number}, " if len(item.pages) > 1 else ""
    what = f"{asked.photo}, " if asked.photo else ""
    title = f"{item.report.label}, {where}{what}from {area.left:.0f} mm across, {area.top:.0f} mm down"
    return item.key, Tile(title, area, part_at_real_size(item.path, number, area, TILE_PPI, TILE_QUALITY))


def _wanted(asked: TileAsked, item: Gathered) -> tuple[int, Box]:
    wide, high = TILE_ROOM.width, TILE_ROOM.height
    if not asked.photo:
        left, top = asked.corner
        return asked.page, Box(left, top, left + wide, top + high)
    plate = next((plate for plate in item.recipe.plates if plate.id == asked.photo), None)
    if plate is None:
        placed = [plate.id for plate in item.recipe.plates]
        message = f"{item.report.label} shows no photograph `{asked.photo}`"
        raise fault("proof/tile", message, did_you_mean(asked.photo, placed) or "it shows none")
    x, y = (plate.box.left + plate.box.right) / 2, (plate.box.top + plate.box.bottom) / 2
    return plate.page, Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
