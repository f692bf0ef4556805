"""Runs one command to the end of its last process and tells what all of them cost, as JSON on the last line of stderr.

``python -S tools/bench/launch.py [--watch] COMMAND …``. It is small and imports little: a process that is started begins with the
peak memory of the one that starts it. On Linux it adopts what its command leaves behind (workers are children of a process
server that outlives it), so that nothing is missing from the sum; elsewhere only what the command itself waits for is counted.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time

_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_LOOK_EVERY = 0.05  # s
_KIB = 1024 / 1_000_000  # of a MB


def adopt() -> None:
    """Become the parent of every orphan among the descendants, where the system can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def peaks(root: int) -> dict[int, float]:
    """Return the peak memory so far, MB, of a process and of each of its descendants."""
    found: dict[int, float] = {}
    waiting = [root]
    while waiting:
        process = waiting.pop()
        try:
            with open(f"/proc/{process}/status", "rb") as status:  # noqa: PTH123 - pathlib would triple this process's memory
                held = next((line for line in status if line.startswith(b"VmHWM")), b"VmHWM: 0")
            for thread in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208
                with open(f"/proc/{process}/task/{thread}/children", "rb") as children:  # noqa: PTH123
                    waiting += [int(child) for child in children.read().split()]
        except OSError:
            continue  # it has just ended
        found[process] = float(held.split()[1]) * _KIB
    return found


def run(command: list[str], *, watch: bool) -> dict[str, float]:
    """Run a command; return wall and processor seconds, and peaks of memory, MB.

    ``peak_mb`` is that of the largest process; where it is watched, ``first_mb`` that of the first and ``worker_mb`` that of the
    largest other.
    """
    adopt()
    began = time.perf_counter()
    first = os.posix_spawnp(command[0], command, os.environ)
    wall, cpu, peak, code = 0.0, 0.0, 0.0, 0
    watched: dict[int, float] = {}
    while True:
        try:
            process, status, usage = os.wait4(-1, os.WNOHANG if watch else 0)
        except ChildProcessError:
            break
        if process == 0:
            for each, most in peaks(os.getpid()).items():
                watched[each] = max(most, watched.get(each, 0))
            time.sleep(_LOOK_EVERY)
            continue
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss * _KIB)
        if process == first:
            wall = time.perf_counter() - began
            code = os.waitstatus_to_exitcode(status)
    worker = max((most for each, most in watched.items() if each not in (first, os.getpid())), default=0.0)
    return {
        "wall": wall,
        "cpu": cpu,
        "peak_mb": peak,
        "first_mb": watched.get(first, 0.0),
        "worker_mb": worker,
        "code": code,
    }


if __name__ == "__main__":
    asked = sys.argv[1:]
    told = run([word for word in asked if word != "--watch"], watch=asked[0] == "--watch")
    sys.stderr.write("\n" + json.dumps(told) + "\n")
