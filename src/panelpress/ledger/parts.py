"""Where a file falls into parts that other editions have too: pictures, fonts and profiles inside PDFs, thumbnails inside pages.

A new edition's number and day stand in every press file, so that none is byte for byte what it was, though all that is large
in it is. Files are cut around their large streams, and put together again by laying the parts end to end.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST = 16_384
"""The smallest stream that is kept by itself, bytes: below it, one more file costs more than it saves."""
_SEAM = re.compile(rb"\bstream\r?\n|\r?\nendstream|;base64,[A-Za-z0-9+/=]+")
_TEXT = len(b";base64,")


def parts(data: bytes) -> Iterator[bytes]:
    """Yield the parts of a file in order; a file in which nothing is large is one part, and one of no bytes has none."""
    begun = 0
    seams = [0, *sorted(_seams(data)), len(data)]
    for start, end in pairwise(seams):
        if end - start < LEAST:
            continue
        if start > begun:
            yield data[begun:start]
        yield data[start:end]
        begun = end
    if begun < len(data):
        yield data[begun:]


def _seams(data: bytes) -> set[int]:
    found: set[int] = set()
    for seam in _SEAM.finditer(data):
        text = seam[0]
        if text.startswith(b";"):
            found |= {seam.start() + _TEXT, seam.end()}
        else:
            found.add(seam.start() if text.endswith(b"endstream") else seam.end())
    return found
