"""JPEG 2000 pictures: how many colour channels, how many colour specifications (ISO/IEC 15444-1, annex I)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHANNELS = (1, 3, 4)
_CODESTREAM = b"\xff\x4f\xff\x51"
_COLOUR = 0  # what a channel definition calls a channel that holds colour


def jpeg_2000_fault(data: bytes) -> str:
    """Return what in a JPEG 2000 picture PDF/X does not allow, or "": other numbers of channels, colours said twice."""
    channels = _channels(data)
    if channels is not None and channels not in _CHANNELS:
        return f"{channels} colour channels"
    said = [body for kind, body in _boxes(_header(data)) if kind == b"colr"]
    # several are lawful where exactly one of them says that it is the best (APPROX 1)
    if len(said) > 1 and sum(body[2:3] == b"\x01" for body in said) != 1:
        return f"{len(said)} colour specifications"
    return ""


def _channels(data: bytes) -> int | None:
    if data.startswith(_CODESTREAM):
        return int(struct.unpack_from(">H", data, 40)[0]) if len(data) >= 42 else None
    for kind, body in _boxes(_header(data)):
        if kind == b"cdef" and len(body) >= 2:
            (number,) = struct.unpack_from(">H", body)
            kinds = [body[4 + 6 * i : 6 + 6 * i] for i in range(number)]
            return sum(k == struct.pack(">H", _COLOUR) for k in kinds)
    for kind, body in _boxes(_header(data)):
        if kind == b"ihdr" and len(body) >= 10:
            return int(struct.unpack_from(">H", body, 8)[0])
    return None


def _header(data: bytes) -> bytes:
    return next((body for kind, body in _boxes(data) if kind == b"jp2h"), b"")


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the boxes one after another; a torn one ends them."""
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if length == 1 and at + 16 <= len(data):
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = len(data) if length == 0 else at + length
        if end < start:
            return
        yield kind, data[start:end]
        at = end
