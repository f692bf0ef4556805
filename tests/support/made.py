"""Items made of nothing: for tests of what a build does with them, without the seconds that a layout takes."""

from __future__ import annotations

import hashlib
from json import dumps
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, PanelpressError
from panelpress.ground.files import write_atomic
from panelpress.jobs import writing
from panelpress.jobs.places import REJECTED
from panelpress.jobs.work import Result
from panelpress.report.model import ItemReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pytest

    from panelpress.facts.ticket import TicketContent
    from panelpress.ground.files import Cache
    from panelpress.jobs.work import Task
    from panelpress.report.progress import Watcher

NOTE = Diagnostic("text/awaited", Level.NOTE, "something is still to come")


def content(task: Task) -> bytes:
    """Bytes that change with what the item is made of, as a press file does."""
    return b"%PDF " + hashlib.sha256(task.recipe.html.encode()).hexdigest().encode()


def ready(task: Task) -> Result:
    """Make an item with one note."""
    data = content(task)
    write_atomic(task.staging / task.recipe.file_name, data)
    digest = hashlib.sha256(data).hexdigest()
    return Result(
        ItemReport(
            task.name.key,
            task.name.label,
            "ready",
            task.recipe.file_name,
            task.recipe.pages,
            octets=len(data),
            digest=digest,
            content_digest=digest,
            problems=(NOTE,),
        )
    )


def rejected(task: Task) -> Result:
    """Make an item that fails its checks: its file goes to the rejected ones."""
    write_atomic(task.staging / REJECTED / task.recipe.file_name, content(task))
    wrong = Diagnostic("image/resolution", Level.ERROR, "far too few pixels", "supply the original")
    return Result(
        ItemReport(task.name.key, task.name.label, "rejected", task.recipe.file_name, 1, problems=(wrong, NOTE))
    )


def unmade(task: Task) -> Result:
    """Refuse an item before it has a file."""
    wrong = Diagnostic("picture/torn", Level.ERROR, "the picture is torn", "supply it again")
    return Result(ItemReport(task.name.key, task.name.label, "rejected", problems=(wrong,)))


def faulty(task: Task) -> Result:
    """Find a fault of the project while an item is made."""
    wrong = Diagnostic("style/family", Level.ERROR, "there is no family `Comic`", "name another")
    refused = PanelpressError([wrong], ExitCode.CANNOT_JUDGE)
    return Result(
        ItemReport(task.name.key, task.name.label, "absent", problems=refused.diagnostics), stop=refused.diagnostics
    )


def plain_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds write what the job ticket says without setting it: most of a build's time where items are made of nothing."""

    def written(content: TicketContent, _root: Path, _cache: Cache) -> bytes:
        return b"%PDF " + dumps(content.document()).encode()

    monkeypatch.setattr(writing, "ticket_pdf", written)


def install(monkeypatch: pytest.MonkeyPatch, **makers: Callable[[Task], Result]) -> None:
    """Let builds make their items of nothing: each by the maker given for its key, the others by :func:`ready`.

    Every build makes them again: who made them last is nothing that a build could know.
    """

    def run(tasks: Sequence[Task], jobs: int, watcher: Watcher, *others: object) -> Iterator[Result]:
        del jobs, others
        for task in tasks:
            watcher.started(task.name.label)
            result = makers.get(task.name.key, ready)(task)
            watcher.finished(result.report, task.weight)
            yield result

    monkeypatch.setattr("panelpress.jobs.build.run", run)
    monkeypatch.setattr("panelpress.jobs.unchanged.unchanged", lambda _: None)
    monkeypatch.setattr("panelpress.jobs.forks.start_early", lambda *_: None)
