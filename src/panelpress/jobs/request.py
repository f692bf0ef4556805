"""What a build was asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Request:
    """What was asked: which items, for which print shops, on how many processes."""

    root: Path
    items: tuple[str, ...] = ()
    printer: str | None = None
    jobs: int = 1
    cache: bool = True
    fail_on: Level = Level.ERROR
    release: bool = False
    """Close the edition: only if everything is approved, unchanged, there and without a finding that nobody answers for"""
    cache_mb: int = 4000
    """How much the cache may hold once everything is made, MB; what was used longest ago leaves first"""
    cluster: str = ""
    """Where the items are made: a Dask scheduler's address, or ``local``; "": in processes of this machine"""
    venue: str | None = None
    """Whose strip is printed, ``none`` for an empty one; None: as `catalogue.yml` says"""


def default_jobs() -> int:
    """Return how many processes to use: the processors this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
