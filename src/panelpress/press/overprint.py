"""Overprint, which the engine does not know: black text and hairlines print over paper and flat tints without knocking out.

Rules (GWG 2022 R0009 and R0010; house): text in 100 % black alone below 36 pt, and lines in it thinner than 2 pt, overprint
with OPM 1, so that a sheet that moves by a hair shows no white edge. Over a photograph they knock out, because the picture
would show through; so does display type from 36 pt up, which covers enough for its edges to trap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from panelpress.ground.geometry import Box, Matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_TEXT_PT = 36.0
MAX_LINE_PT = 2.0
ON, OFF = "ppOver", "ppKnock"
"""Names of the two graphics states in the page's resources."""

_NUMBER = re.compile(rb"-?\d*\.?\d+")
_HEX = re.compile(rb"<([0-9a-fA-F]*)>")
_FILL_COLOURS = (b"scn", b"k", b"rg", b"g")
_STROKE_COLOURS = (b"SCN", b"K", b"RG", b"G")
_PATHS = (b"re", b"m", b"l", b"c", b"f", b"f*", b"n", b"S", b"B", b"B*")
_BLACK = (0.0, 0.0, 0.0, 1.0)


@dataclass
class _State:
    ctm: Matrix = field(default_factory=Matrix)
    fill: tuple[float, ...] | None = None
    stroke: tuple[float, ...] | None = None
    width: float = 1.0
    over: bool = False

    def copy(self) -> _State:
        return replace(self)


@dataclass
class _Pass:
    out: list[Any] = field(default_factory=list)
    stack: list[_State] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    pictures: list[Box] = field(default_factory=list)
    path: list[Box] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    used: bool = False

    def want(self, over: bool) -> None:  # noqa: FBT001
        if self.state.over != over:
            self.out.append(f"/{ON if over else OFF} gs".encode())
            self.state.over = over
            self.used = True


def with_overprint(operators: Sequence[Any], images: frozenset[str]) -> tuple[list[Any], bool]:
    """Return a page's content with overprint switched where the rules ask for it, and whether it was switched at all.

    Args:
        operators: the page's content as the engine built it, one complete operator an entry.
        images: the names of the photographs among the page's XObjects.
    """
    work = _Pass()
    text: list[Any] | None = None
    for entry in operators:
        data = entry if isinstance(entry, bytes) else entry.encode() if isinstance(entry, str) else None
        if text is not None:
            text.append(entry)
            if data == b"ET":
                _text_object(work, text)
                text = None
            continue
        if data == b"BT":
            text = [entry]
            continue
        if data is not None:
            _operator(work, data, images)
        work.out.append(entry)
    return work.out, work.used


def _operator(work: _Pass, data: bytes, images: frozenset[str]) -> None:
    operator = data.rpartition(b" ")[2]
    state = work.state
    if operator == b"q":
        work.stack.append(state.copy())
    elif operator == b"Q" and work.stack:
        work.state = work.stack.pop()
    elif operator == b"cm":
        state.ctm = Matrix(*_numbers(data)) @ state.ctm
    elif operator in _FILL_COLOURS:
        state.fill = tuple(_numbers(data)) if operator in (b"scn", b"k") else None
    elif operator in _STROKE_COLOURS:
        state.stroke = tuple(_numbers(data)) if operator in (b"SCN", b"K") else None
    elif operator == b"w":
        state.width = _numbers(data)[0]
    elif operator in _PATHS:
        _path(work, operator, data)
    elif operator == b"Do":
        work.want(over=False)
        if data[1:].split()[0].decode() in images:
            work.pictures.append(_rectangle([0, 0, 1, 1], state.ctm))


def _path(work: _Pass, operator: bytes, data: bytes) -> None:
    if operator == b"re":
        work.path.append(_rectangle(_numbers(data), work.state.ctm))
    elif operator in (b"m", b"l", b"c"):
        values = _numbers(data)
        work.points += [work.state.ctm.apply(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
    else:
        if operator in (b"f", b"f*"):
            work.want(over=_is_rule(work))
        elif operator == b"S":
            work.want(over=_is_thin_line(work))
        elif operator in (b"B", b"B*"):
            work.want(over=False)
        work.path.clear()
        work.points.clear()


def _is_rule(work: _Pass) -> bool:
    """Tell whether the path, filled, is rules in black alone thinner than 2 pt, on paper or tint."""
    inked = [box for box in work.path if box.area > 0]
    return (
        work.state.fill == _BLACK
        and bool(inked)
        and not work.points  # a free shape: never a rule for us
        and all(min(box.width, box.height) < MAX_LINE_PT for box in inked)
        and not _on_picture(work, inked)
    )


def _is_thin_line(work: _Pass) -> bool:
    """Tell whether the path, stroked, is a line in black alone thinner than 2 pt, on paper or tint."""
    width = work.state.width * work.state.ctm.scale_y
    if work.state.stroke != _BLACK or width >= MAX_LINE_PT:
        return False
    lines = [*work.path, *([Box.around(work.points)] if work.points else [])]
    return not _on_picture(work, [box.shrunk(-width / 2) for box in lines])


def _on_picture(work: _Pass, boxes: Sequence[Box]) -> bool:
    return any(box.overlap(picture) for box in boxes for picture in work.pictures)


def _text_object(work: _Pass, entries: list[Any]) -> None:
    matrix, size, glyphs = Matrix(), 0.0, 0
    for entry in entries:
        data = entry if isinstance(entry, bytes) else str(entry).encode()
        if data.endswith(b" Tm"):
            matrix = Matrix(*_numbers(data))
        elif data.endswith(b" Tf"):
            size = float(data.split()[-2])
        elif data.endswith(b" TJ"):
            glyphs += sum(len(run) for run in _HEX.findall(data)) // 4
    placed = matrix @ work.state.ctm
    points = size * placed.scale_y
    # Widths are not in the content; a glyph is under one em, and an ink that is asked to knock out by mistake costs nothing.
    reach = [placed.apply(x, y) for x in (0, glyphs * size) for y in (-0.25 * size, 0.75 * size)]
    over_picture = _on_picture(work, [Box.around(reach)])
    work.want(over=work.state.fill == _BLACK and points < MAX_TEXT_PT - 0.01 and not over_picture)
    work.out.extend(entries)


def _numbers(data: bytes) -> list[float]:
    return [float(n) for n in _NUMBER.findall(data)]


def _rectangle(values: Sequence[float], ctm: Matrix) -> Box:
    x, y, width, height = values
    return Box.around([ctm.apply(x + dx, y + dy) for dx in (0, width) for dy in (0, height)])
