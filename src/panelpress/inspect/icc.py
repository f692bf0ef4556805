"""What an ICC profile says of itself, from its header and tag table (ICC.1:2022, 7.2 and 7.3)."""

from __future__ import annotations

import struct

from panelpress.facts.pdf import IccProfile
from panelpress.ground.files import digest

_HEADER = 128
_MAX_TAGS = 200


def icc_profile(data: bytes, declared_components: int) -> IccProfile:
    """Return the facts of one profile; a torn one gives empty words, never an exception.

    Args:
        data: the decoded profile.
        declared_components: /N of the stream that holds it.
    """
    tags = _tags(data)
    return IccProfile(
        digest=digest(data),
        size=len(data),
        version=f"{data[8]}.{data[9] >> 4}" if len(data) >= _HEADER else "",
        device_class=_four(data, 12),
        space=_four(data, 16),
        description=_description(data, tags),
        declared_components=declared_components,
        has_output_table="B2A0" in tags,
        blank=not any(data[_HEADER:]),
    )


def _four(data: bytes, at: int) -> str:
    return data[at : at + 4].decode("latin-1").strip() if len(data) >= _HEADER else ""


def _tags(data: bytes) -> dict[str, tuple[int, int]]:
    if len(data) < _HEADER + 4:
        return {}
    (number,) = struct.unpack_from(">I", data, _HEADER)
    tags = {}
    for index in range(min(number, _MAX_TAGS)):
        at = _HEADER + 4 + 12 * index
        if at + 12 > len(data):
            break
        name, offset, length = struct.unpack_from(">4sII", data, at)
        tags[name.decode("latin-1")] = (offset, length)
    return tags


def _description(data: bytes, tags: dict[str, tuple[int, int]]) -> str:
    offset, length = tags.get("desc", (0, 0))
    body = data[offset : offset + length]
    try:
        if body[:4] == b"desc":  # version 2: a count, then that many ASCII characters with a final NUL
            (size,) = struct.unpack_from(">I", body, 8)
            return body[12 : 12 + size].rstrip(b"\0").decode("latin-1")
        if body[:4] == b"mluc":  # version 4: records of language, country, length, offset; UTF-16BE text
            size, at = struct.unpack_from(">II", body, 20)
            return body[at : at + size].decode("utf-16-be", "replace").rstrip("\0")
    except struct.error:
        pass
    return ""
