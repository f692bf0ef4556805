"""The pictures of a file's pages, kept under the file's digest: a later build that keeps the file shows them again."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from panelpress.facts.look import PageLook
from panelpress.ground.files import canonical, digest
from panelpress.ground.geometry import Box

if TYPE_CHECKING:
    from panelpress.ground.files import Cache

_RECIPE = 1  # change it when looks are drawn otherwise


def keep_looks(cache: Cache, file_digest: str, looks: tuple[PageLook, ...]) -> None:
    """Keep what a file looks like; its plates are drawn by `panelpress check` alone, and not kept."""
    cache.put(_key(file_digest), canonical([_packed(look) for look in looks]))


def kept_looks(cache: Cache, file_digest: str) -> tuple[PageLook, ...]:
    """Return what a file looks like, or nothing where that is not known."""
    data = cache.get(_key(file_digest))
    return tuple(_unpacked(value) for value in json.loads(data)) if data else ()


def _key(file_digest: str) -> str:
    return digest(canonical(["looks", _RECIPE, file_digest]))


def _packed(look: PageLook) -> dict[str, Any]:
    return {
        "page": look.page,
        "picture": base64.b64encode(look.picture).decode(),
        "area": _four(look.area),
        "trim": _four(look.trim),
        "bleed": _four(look.bleed) if look.bleed else None,
        "rotate": look.rotate,
    }


def _unpacked(value: dict[str, Any]) -> PageLook:
    bleed = Box(*value["bleed"]) if value["bleed"] else None
    picture = base64.b64decode(value["picture"])
    return PageLook(value["page"], picture, Box(*value["area"]), Box(*value["trim"]), bleed, value["rotate"])


def _four(box: Box) -> list[float]:
    return [box.left, box.top, box.right, box.bottom]
