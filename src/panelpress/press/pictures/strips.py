"""Work on a picture strip by strip: memory stays bounded, and two strips go at a time where there is a processor for each.

The heavy parts (Pillow's resampling, LittleCMS, NumPy's loops) leave the interpreter free; strips do not touch each other, so
the result is the same whatever the order they are done in.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from panelpress.ground.processors import threads

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


def in_strips(rows: int, height: int, work: Callable[[int, int], Result]) -> list[Result]:
    """Call ``work(first, last)`` for each strip of ``height`` rows, and return what it gave, from the top.

    Args:
        rows: how many rows there are.
        height: of a strip; the last one may be lower.
        work: what is done with rows ``first`` to ``last`` (exclusive).
    """
    starts = range(0, rows, height)
    ends = [min(rows, first + height) for first in starts]
    if len(starts) < 2 or threads() < 2:
        return [work(first, last) for first, last in zip(starts, ends, strict=True)]
    with ThreadPoolExecutor(threads()) as pool:
        return list(pool.map(work, starts, ends))
