"""The strip at the foot of a panel that changes from town to town: its box, the room a layout gives it, what stands in it.

Where the box is depends on the layout and on `variable:` alone, never on a venue: a panel with any venue, and one with none, is
the same outside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from panelpress.exhibition.model import in_language
from panelpress.exhibition.root import CATALOGUE
from panelpress.exhibition.text import read_line
from panelpress.ground.diagnostics import PanelpressError, error
from panelpress.ground.geometry import Box
from panelpress.press.drawings import drawing_size
from panelpress.press.layouts import Place, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.exhibition.model import TextBlock
    from panelpress.exhibition.venues import Strip, Venue
    from panelpress.press.layouts import Layout, LayoutFiles
    from panelpress.press.pages import SetPlate, Setting

_P = TypeVar("_P", bound=Place)
GRID_MM = 12 / 72 * 25.4
"""Text stands on a grid of 12 pt: it moves by whole lines of it"""
_GAP_MM = 8.0
"""What stays free above the strip, at least, mm"""
_BESIDE_MM = 3.0
"""How far the strip goes on beyond the text at either side, mm: letters may hang over the edge they are set to"""
_HEAD_MM, _FOOT_MM = GRID_MM, GRID_MM / 2
"""What stays free in the strip above and below its words, mm: below its rule, and for what hangs below the last line"""
_RULE_MM = 0.5
"""How far its rule stands below its edge, mm: on the edge, rounding would decide on which side"""
_BETWEEN_MM = 18.0
"""Between its columns, mm, as between those of the text"""
_LEAST_MM = 20.0
"""A frame or slot that keeps less has no room to give, mm"""
_LOGOS_SHARE = 0.45
"""The most of its width that logos take"""
_LOGO_GAP_MM = 10.0
_LOGO_HEAD_MM = 5.0
"""From where below the strip's edge they may stand, mm: clear of its rule"""
_LABEL_MM = 2.2
"""What a theme may paint around a drawing in the strip, mm (`.venue` in panel.css)"""


@dataclass(frozen=True)
class Column:
    """Words of the strip that stand below each other: its frame's name, its box, its lines by what they are."""

    name: str
    box: Box
    lines: tuple[tuple[str, TextBlock], ...]


@dataclass(frozen=True)
class SetVenue:
    """The strip as a template sees it."""

    box: Box
    rule: Box
    columns: tuple[Column, ...]
    logos: tuple[SetPlate, ...]


# -- room ------------------------------------------------------------------------------------------------------------


def give_room(files: LayoutFiles, strip: Strip, setting: Setting) -> tuple[LayoutFiles, Box | None]:
    """Return a layout that keeps the strip free, and the strip's box; None where it cannot, which rejects the panel.

    What spans the line at which the layout yields gets lower, what stands below it moves up.
    """
    layout = files.layout
    if layout.yields is None:
        message = f"layout `{files.name}` does not say where it gives room to the strip that `variable:` declares"
        help = "write `yields: 600` into it: what that line crosses, mm from the top, gets lower, what is below it moves up"
        setting.reject(error("layout/strip", message, help, span=strip.span))
        return files, None
    rise = math.ceil((strip.height_mm + _GAP_MM) / GRID_MM) * GRID_MM
    places = {**layout.frames, **{f"slot {number}": slot for number, slot in enumerate(layout.slots, 1)}}
    for name, place in places.items():
        if _spans(place, layout.yields) and place.height - rise < _LEAST_MM:
            message = (
                f"layout `{files.name}` has no room for a strip of {strip.height_mm:g} mm: {rise:.0f} mm of `{name}` go"
            )
            setting.reject(
                error("layout/strip", message, "make it lower, or choose another `layout:`", span=strip.span)
            )
            return files, None
    box = _box(layout, strip)
    safe, (width, height) = setting.printer.safe_mm, layout.size
    if not Box(safe, safe, width - safe, height - safe).contains(box):
        message = f"the strip would stand less than {safe:g} mm from the trim in layout `{files.name}`"
        setting.reject(error("layout/strip", message, "choose another `layout:`", span=strip.span))
        return files, None
    frames = {name: _yielding(place, layout.yields, rise) for name, place in layout.frames.items()}
    slots = tuple(_yielding(slot, layout.yields, rise) for slot in layout.slots)
    return replace(files, layout=layout.model_copy(update={"frames": frames, "slots": slots})), box


def _box(layout: Layout, strip: Strip) -> Box:
    """Return where the strip stands: as wide as the frames of a layout that keep inside the page, its foot at theirs."""
    width, height = layout.size
    inside = [p.box for p in layout.frames.values() if Box(0, 0, width, height).contains(p.box)]
    whole = Box.around((x, y) for box in inside for x, y in ((box.left, box.top), (box.right, box.bottom)))
    return Box(whole.left - _BESIDE_MM, whole.bottom - strip.height_mm, whole.right + _BESIDE_MM, whole.bottom)


def _spans(place: Place, line: float) -> bool:
    return place.top < line < place.top + place.height


def _yielding(place: _P, line: float, rise: float) -> _P:
    """Return a place as it is when a layout gives room: lower, further up, or untouched."""
    if place.top >= line:
        return place.model_copy(update={"top": place.top - rise})
    if _spans(place, line):
        return place.model_copy(update={"height": place.height - rise})
    return place


# -- what stands in it -----------------------------------------------------------------------------------------------


def set_venue(venue: Venue, box: Box, setting: Setting) -> SetVenue:
    """Set a venue's strip: a column for each language of the panel, or place and dates beside all else; logos at the right."""
    text = Box(box.left + _BESIDE_MM, box.top + _HEAD_MM, box.right - _BESIDE_MM, box.bottom - _FOOT_MM)
    logos, right = _logos(venue, Box(text.left, box.top + _LOGO_HEAD_MM, text.right, box.bottom - _LABEL_MM), setting)
    parts = _parts(venue, setting.languages)
    width = (right - text.left - _BETWEEN_MM * (len(parts) - 1)) / len(parts)
    columns = []
    for number, lines in enumerate(parts):
        left = text.left + number * (width + _BETWEEN_MM)
        name = f"venue-{number + 1}"
        columns.append(Column(name, Box(left, text.top, left + width, text.bottom), tuple(lines)))
        setting.follow([block for _, block in lines], name)
    return SetVenue(box, Box(text.left, box.top + _RULE_MM, text.right, text.top), tuple(columns), logos)


def _parts(venue: Venue, languages: Sequence[str]) -> list[list[tuple[str, TextBlock]]]:
    """Return a venue's lines by column, each with the class it is set in."""
    if len(languages) > 1:
        return [[_line(venue, key, tag) for key, _ in venue.texts()] for tag in languages]
    lines = [_line(venue, key, languages[0]) for key, _ in venue.texts()]
    head = [line for line in lines if line[0] != "more"]
    more = [line for line in lines if line[0] == "more"]
    return [head, more] if more else [head]


def _line(venue: Venue, key: str, language: str) -> tuple[str, TextBlock]:
    texts = dict(venue.texts())
    words = in_language(texts[key], language)
    tags = (language, language.partition("-")[0], "")
    span = next((venue.spans[key, tag] for tag in tags if (key, tag) in venue.spans), venue.span)
    block, _ = read_line(words, CATALOGUE, span.line, language, span)
    block = replace(block, id=f"{CATALOGUE}:venue:{key}:{language}")
    return "more" if key.startswith("lines") else key, block


def _logos(venue: Venue, area: Box, setting: Setting) -> tuple[tuple[SetPlate, ...], float]:
    """Set a venue's logos at the right of the strip, each as large as its share of the room; return where they begin, mm."""
    drawings = [setting.exhibition.drawings[id] for id in venue.logos if id in setting.exhibition.drawings]
    if not drawings:
        return (), area.right
    room = _LOGOS_SHARE * area.width - _LOGO_GAP_MM * (len(drawings) - 1)
    high = area.height
    found: list[SetPlate] = []
    right = area.right
    for drawing in reversed(drawings):
        try:
            width, height = drawing_size(drawing)
        except PanelpressError as wrong:
            setting.problems.extend(wrong.diagnostics)
            continue
        clear = drawing.clear_mm
        wide = min(room / len(drawings), (high - 2 * clear) * width / height + 2 * clear)
        slot = Slot(
            left=right - wide, top=area.top, width=max(1.0, wide), height=high,
            align="right", rise="middle", kind="drawing",
        )  # fmt: skip
        if plate := setting.place_drawing(drawing, slot):
            found.insert(0, plate)
        right -= wide + _LOGO_GAP_MM
    return tuple(found), right + _LOGO_GAP_MM - _BETWEEN_MM
