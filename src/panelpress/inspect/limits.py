"""Architectural limits: what readers of PDF 1.6 need not cope with (ISO 32000-1, annex C)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.facts.pdf import Oddity
from panelpress.inspect.objects import inherited, name_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME, _STRING, _COLORANTS = 127, 32_767, 32
_SIDE = (3, 14_400)
_DEPTH, _LONG_ARRAY = 12, 200  # direct objects nest a few deep; arrays longer than this are figures


def beyond_limits(pdf: pikepdf.Pdf) -> Iterator[Oddity]:
    """Yield what is longer, larger or more than the limits: names, strings, inks of a DeviceN space, page sides."""
    for number, page in enumerate(pdf.pages, 1):
        media = numbers_of(inherited(page.obj, "/MediaBox"), 4)
        sides = (abs(media[2] - media[0]), abs(media[3] - media[1])) if media else ()
        for side in sides:
            if not _SIDE[0] <= side <= _SIDE[1]:
                yield Oddity("limit", f"page {number} is {side:g} units on one side", number)
    said: dict[Oddity, None] = {}
    for thing in pdf.objects:
        for fault in _faults(thing, _DEPTH):
            said[Oddity("limit", fault)] = None
    yield from said


def _faults(thing: Any, depth: int) -> Iterator[str]:
    """Go through an object and what stands in it directly."""
    if isinstance(thing, pikepdf.Name):
        yield from _name(str(thing))
    elif isinstance(thing, pikepdf.String):
        if len(bytes(thing)) > _STRING:
            yield f"a string of more than {_STRING:,} octets"
    elif depth:
        for value in _inside(thing):
            if not getattr(value, "is_indirect", False):
                yield from _faults(value, depth - 1)
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            for key in thing.keys():  # noqa: SIM118 - a stream is no mapping
                yield from _name(key)
        elif isinstance(thing, pikepdf.Array):
            yield from _inks(thing)


def _inside(thing: Any) -> Iterable[Any]:
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return (value for _, value in thing.items())
    return thing if isinstance(thing, pikepdf.Array) and len(thing) <= _LONG_ARRAY else ()


def _name(name: str) -> Iterator[str]:
    if len(name) > _NAME // 4 and len(name.encode()) - 1 > _NAME:
        yield f"a name of more than {_NAME} octets ({name[1:20]}…)"


def _inks(space: pikepdf.Array) -> Iterator[str]:
    if len(space) > 1 and name_of(space[0]) == "DeviceN" and isinstance(space[1], pikepdf.Array):
        inks = len(space[1])
        if inks > _COLORANTS:
            yield f"a colour space of {inks} inks"
