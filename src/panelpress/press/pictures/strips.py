"""Work on a picture strip by strip: memory stays bounded, and two strips go at a time.

The heavy parts (Pillow's resampling, LittleCMS, NumPy's loops) leave the interpreter free; strips do not touch each other, so
the result is the same whatever the order they are done in.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
_AT_ONCE = 2


def in_strips(rows: int, height: int, work: Callable[[int, int], Result]) -> list[Result]:
    """Call ``work(first, last)`` for each strip of ``height`` rows, and return what it gave, from the top.

    Args:
        rows: how many rows there are.
        height: of a strip; the last one may be lower.
        work: what is done with rows ``first`` to ``last`` (exclusive).
    """
    starts = range(0, rows, height)
    ends = [min(rows, first + height) for first in starts]
    if len(starts) < 2 or (os.cpu_count() or 1) < 2:
        return [work(first, last) for first, last in zip(starts, ends, strict=True)]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(work, starts, ends))
