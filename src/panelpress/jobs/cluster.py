"""Items made by a Dask cluster: an optional extra, through the executor interface of Python's own library.

Nothing but tasks and results travels: every machine must see the project's folder under the same path.
"""

from __future__ import annotations

import contextlib
import re
from concurrent.futures import as_completed
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import fault
from panelpress.jobs.work import lost, work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Executor

    from panelpress.ground.diagnostics import PanelpressError
    from panelpress.jobs.work import Result, Task
    from panelpress.report.progress import Watcher

LOCAL = "local"
_ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://[^/\s]+")


@contextlib.contextmanager
def cluster(where: str, jobs: int) -> Iterator[Executor]:
    """Give an executor that makes things elsewhere.

    Args:
        where: the address of a scheduler, such as ``tcp://museum:8786``; ``local`` starts one on this machine.
        jobs: how many processes a local one has.

    Raises:
        PanelpressError: where Dask is not installed, or nobody answers there.
    """
    if where != LOCAL and not _ADDRESS.match(where):
        raise _nobody(where)
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        help = "pip install 'panelpress[cluster]', or build without --cluster"
        raise fault("build/cluster", "making items on a cluster needs Dask, which is not installed", help) from None
    with contextlib.ExitStack() as held:
        if where == LOCAL:
            # a worker is one process for one item, as ours are; what it may take of the memory is ours to decide
            # and its pages for onlookers take any port that is free, so that two clusters can stand beside each other
            local = LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address="127.0.0.1:0", memory_limit=0)
            where = held.enter_context(local)
        try:
            client = held.enter_context(Client(where, timeout=10, set_as_default=False))
        except (OSError, ValueError):
            raise _nobody(where) from None
        yield held.enter_context(client.get_executor(pure=False))


def _nobody(where: str) -> PanelpressError:
    help = "name the scheduler's address, such as `tcp://museum:8786`, or `local`"
    return fault("build/cluster", f"no Dask scheduler answers at {where}", help)


def run_on(executor: Executor, tasks: Sequence[Task], watcher: Watcher) -> Iterator[Result]:
    """Give each task's result as it comes; an item whose workers were lost is named, and the others are made.

    Raises:
        OSError: when a worker cannot write.
    """
    waiting = {executor.submit(work, task): task for task in tasks}
    for task in tasks:
        watcher.started(task.name.label)
    for future in as_completed(waiting):
        task = waiting[future]
        try:
            result = future.result()
        except OSError:
            raise
        except Exception:  # noqa: BLE001 - whatever the cluster calls it
            result = lost(task)
        watcher.finished(result.report, task.weight)
        yield result
