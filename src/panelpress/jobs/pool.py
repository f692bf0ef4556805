"""Many items on all cores: processes that have the layout engine loaded, the longest work first, one bad worker named."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import connection
from typing import TYPE_CHECKING, TypeVar

from panelpress.ground.diagnostics import PanelpressError
from panelpress.ground.memory import free_mb
from panelpress.ground.processors import share_of
from panelpress.jobs.forks import EYES, HANDS_AND_EYES, context, ctrl_c_later, start_early
from panelpress.jobs.request import default_jobs
from panelpress.jobs.work import Result, Task, lost, work

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from panelpress.report.progress import Watcher

Given = TypeVar("Given")
Made = TypeVar("Made")
_OURS = 0.8
"""The share of the free memory that workers may take: others are at work on the machine too"""


class Crew:
    """Processes that stay from one piece of work to the next: the second finds fonts and style sheets loaded."""

    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None

    def executor(self, jobs: int) -> ProcessPoolExecutor:
        """Return the processes, up to ``jobs`` of them, each started when there is work for it."""
        if self._executor is None:
            start_early(jobs)
            self._executor = ProcessPoolExecutor(jobs, mp_context=context(), initializer=_begin)
        return self._executor

    def leave(self, *, at_once: bool = False) -> None:
        """Send them away: when they have done what they do, or at once."""
        if self._executor is not None:
            (_stop if at_once else ProcessPoolExecutor.shutdown)(self._executor)
            self._executor = None

    def lost(self) -> None:
        """Forget them: one was stopped from outside, and none of them takes work any more."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None


@contextlib.contextmanager
def crew() -> Iterator[Crew]:
    """Give processes for all that is done in the block; they are stopped at once when it fails."""
    people = Crew()
    try:
        yield people
    except BaseException:
        people.leave(at_once=True)
        raise
    people.leave()


def run(
    tasks: Sequence[Task], jobs: int, watcher: Watcher, elsewhere: str = "", people: Crew | None = None
) -> Iterator[Result]:
    """Give each task's result as it comes; with ``jobs`` 1 in this very process.

    ``elsewhere`` is where the items are made instead (:func:`panelpress.jobs.cluster.cluster`); "": here, by ``people`` where
    there are any.

    Raises:
        OSError: when a worker cannot write (full disk, read-only folder).
        KeyboardInterrupt: after the workers have been stopped.
    """
    threads = share_of(min(jobs, len(tasks)), default_jobs())
    ordered = sorted((replace(task, threads=threads) for task in tasks), key=lambda task: (-task.weight, task.name.key))
    if elsewhere and ordered:
        from panelpress.jobs.cluster import cluster, run_on

        with cluster(elsewhere, jobs) as executor:
            yield from run_on(executor, ordered, watcher)
    elif jobs <= 1:
        for task in ordered:
            watcher.started(task.name.label)
            result = work(task)
            watcher.finished(result.report, task.weight)
            yield result
    elif people is not None:
        yield from _in_processes(ordered, jobs, watcher, people)
    else:
        with crew() as own:
            yield from _in_processes(ordered, jobs, watcher, own)


@contextlib.contextmanager
def apart(
    make: Callable[..., Made], *given: object, jobs: int, people: Crew | None = None
) -> Iterator[Callable[[], Made]]:
    """Let something be made in another process while the block goes on; what is given in calls for it.

    With ``jobs`` 1 it is made in this very process, when it is called for.
    """
    if jobs <= 1:
        yield lambda: make(*given)
        return
    with contextlib.ExitStack() as held:
        executor = (people or held.enter_context(crew())).executor(jobs)
        with ctrl_c_later():
            future = executor.submit(make, *given)
        yield future.result


def each(
    make: Callable[[Given], Made], given: Sequence[Given], jobs: int, preload: Sequence[str] = HANDS_AND_EYES
) -> Iterator[Made]:
    """Make something of each thing given, in that order; with ``jobs`` 1 in this very process.

    ``preload`` are the modules that the processes need, loaded once for all of them.
    """
    if jobs <= 1 or len(given) <= 1:
        yield from map(make, given)
        return
    start_early(jobs, preload)
    executor = ProcessPoolExecutor(min(jobs, len(given)), mp_context=context(preload), initializer=_begin)
    try:
        with ctrl_c_later():
            futures = [executor.submit(make, one) for one in given]
        for future in futures:
            yield future.result()
    except BaseException:
        _stop(executor)
        raise
    executor.shutdown()


def _in_processes(tasks: Sequence[Task], jobs: int, watcher: Watcher, people: Crew) -> Iterator[Result]:
    waiting = list(tasks)
    running: dict[Future[Result], Task] = {}
    free = free_mb()
    while waiting or running:
        while waiting and len(running) < jobs and (at := _fitting(waiting, running.values(), free)) is not None:
            task = waiting.pop(at)
            watcher.started(task.name.label)
            with ctrl_c_later():
                running[people.executor(jobs).submit(work, task)] = task
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            task = running.pop(future)
            try:
                result = future.result()
            except BrokenProcessPool:
                suspects = [task, *running.values()]
                running.clear()
                people.lost()
                for suspect in suspects:
                    yield from _alone(suspect, watcher)
                break
            watcher.finished(result.report, task.weight)
            yield result


def _fitting(waiting: Sequence[Task], running: Collection[Task], free: float | None) -> int | None:
    """Return which of the waiting tasks may begin now: the first that fits into the memory there is beside those running.

    When none is running the first one begins, however large: there will never be more room for it.
    """
    if not running or free is None:
        return 0
    left = free * _OURS - sum(task.memory_mb for task in running)
    return next((at for at, task in enumerate(waiting) if task.memory_mb <= left), None)


def _alone(task: Task, watcher: Watcher) -> Iterator[Result]:
    """Try a task again in a process of its own after a worker was lost: only the one that kills it again is to blame."""
    with ProcessPoolExecutor(1, mp_context=context(), initializer=_begin) as single:
        try:
            result = single.submit(work, task).result()
        except BrokenProcessPool:
            result = lost(task)
    watcher.finished(result.report, task.weight)
    yield result


def _begin() -> None:
    """Prepare a worker: it leaves Ctrl-C to its parent, and ends when that is killed instead of waiting for it for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _stop(executor: ProcessPoolExecutor) -> None:
    for process in list((getattr(executor, "_processes", None) or {}).values()):
        process.terminate()
    executor.shutdown(wait=True, cancel_futures=True)  # they are gone at once; half closed, it complains as Python ends


__all__ = ["EYES", "PanelpressError", "default_jobs", "run", "start_early"]
