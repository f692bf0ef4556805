"""How many threads a process may use for one thing: the processors that no other process of ours is to use.

Two processes on two processors that both work in threads only stand in each other's way: 10 % of a build (measured).
"""

from __future__ import annotations

import os

_MOST = 2
"""More threads than this want more memory than they save time"""
_share = min(_MOST, os.cpu_count() or 1)


def threads() -> int:
    """Return how many threads may work at once."""
    return _share


def share_of(processes: int, processors: int) -> int:
    """Return how many threads each of so many processes may use."""
    return max(1, min(_MOST, processors // max(1, processes)))


def use(threads: int) -> None:
    """Say how many threads this process may use from now on."""
    global _share  # noqa: PLW0603 - one number for the whole process is what it is about
    _share = threads
