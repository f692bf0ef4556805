"""How processes of our own begin: from a server that has loaded what they need, started before anything else is imported.

This module imports nothing of ours and nothing large, so that the server loads the engine while its parent loads the rest.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EYES = ("panelpress.inspect.reader", "panelpress.preflight.profiles")
"""What judges a finished file: no layout engine"""
HANDS_AND_EYES = ("panelpress.press.make", *EYES)
"""What makes one, and judges it"""


def context(preload: Sequence[str] = HANDS_AND_EYES) -> multiprocessing.context.BaseContext:
    """Return how processes start: from a server that has the engine loaded where there is one, else afresh.

    Never a plain fork: the engine's libraries keep threads and locks.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(list(preload))
    return server


def start_early(jobs: int, preload: Sequence[str] = HANDS_AND_EYES) -> None:
    """Start the process server now, so that it loads the engine while the project is being read."""
    if jobs > 1 and "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver, resource_tracker

        context(preload)
        # What is blocked here is blocked there: the server does not ignore Ctrl-C before it has loaded everything. The
        # tracker, which the server starts first, takes the block back as it starts: so it must be running already.
        resource_tracker.ensure_running()
        with ctrl_c_later():
            forkserver.ensure_running()


@contextlib.contextmanager
def ctrl_c_later() -> Iterator[None]:
    """Let Ctrl-C wait while a process is being started: one that nobody has noted yet would not be stopped, and complain."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
