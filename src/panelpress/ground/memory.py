"""How much memory there is for work, so that a machine with little of it makes fewer things at once."""

from __future__ import annotations

from pathlib import Path

_MB = 1_000_000
_MEMINFO = Path("/proc/meminfo")
_GROUP = Path("/sys/fs/cgroup")


def free_mb() -> float | None:
    """Return how much memory is to be had without anything being swapped out, MB; None where the system does not tell.

    In a container it is what the container may still use, where that is less.
    """
    found = [free for free in (_machine(), _container()) if free is not None]
    return min(found) if found else None


def _machine() -> float | None:
    """Return what the kernel says could be had (proc(5): MemAvailable, since Linux 3.14)."""
    try:
        lines = _MEMINFO.read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1024 / _MB for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, IndexError, StopIteration):
        return None


def _container() -> float | None:
    """Return what is left of the container's own limit (cgroup v2: memory.max less memory.current, but for file caches)."""
    try:
        limit = int((_GROUP / "memory.max").read_text("ascii"))
        used = int((_GROUP / "memory.current").read_text("ascii"))
        told = (_GROUP / "memory.stat").read_text("ascii").splitlines()
        cached = next((int(line.split()[1]) for line in told if line.startswith("inactive_file ")), 0)
    except (OSError, ValueError, IndexError):  # no limit ("max"), no container, another system
        return None
    return max(0.0, (limit - used + cached) / _MB)
