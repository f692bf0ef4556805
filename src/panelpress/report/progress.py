"""Progress of long work, on stderr: a bar with item names and a time estimate on a terminal, one line an item elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TextColumn
from rich.text import Text

from panelpress.ground.units import count
from panelpress.report.words import findings_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console
    from rich.progress import Task

    from panelpress.report.model import ItemReport


_FEW = 4
_START = 1.0  # seconds until the layout engine is loaded


class Watcher(Protocol):
    """What a job tells of its progress."""

    def started(self, label: str) -> None:
        """An item is being made."""

    def finished(self, item: ItemReport, weight: float) -> None:
        """An item is done; ``weight`` is its share of the whole work."""

    def begins(self, unchanged: int, others: Sequence[tuple[str, str]]) -> None:
        """So many items are what they were and are not made again; ``others`` are, each by its label with the reason."""


class Silent:
    """Tells nothing."""

    def started(self, label: str) -> None:
        """Say nothing."""

    def finished(self, item: ItemReport, weight: float) -> None:
        """Say nothing."""

    def begins(self, unchanged: int, others: Sequence[tuple[str, str]]) -> None:
        """Say nothing."""


class _Lines:
    def __init__(self, console: Console) -> None:
        self.console = console

    def started(self, label: str) -> None:
        """Say nothing: one line an item is enough in a log."""

    def finished(self, item: ItemReport, weight: float) -> None:  # noqa: ARG002
        """Print the item's line."""
        self.console.print(
            f"{item.label}: {item.state}, findings: {findings_in_words(item)}", soft_wrap=True, highlight=False
        )

    def begins(self, unchanged: int, others: Sequence[tuple[str, str]]) -> None:
        """Say it in one line, however many they are."""
        if unchanged:
            self.console.print(beginning(unchanged, others), soft_wrap=True, highlight=False)


class _TimeLeft(ProgressColumn):
    """About how many seconds are left: by the pace so far, and by the work's own estimate until there is a pace."""

    def __init__(self, jobs: int) -> None:
        super().__init__()
        self.jobs = jobs

    def render(self, task: Task) -> Text:
        """Return the estimate."""
        elapsed, total = task.elapsed or 0.0, task.total or 0.0
        if task.completed:
            left = elapsed * (total / task.completed - 1)
        else:
            left = max(1.0, _START + total / self.jobs - elapsed)
        return Text(f"about {max(1, round(left))} s left", "dim")


class _Bar:
    def __init__(self, progress: Progress, total: float) -> None:
        self.progress = progress
        self.task = progress.add_task("starting", total=total)
        self.running: list[str] = []

    def started(self, label: str) -> None:
        """Show the item's name."""
        self.running.append(label)
        self._show()

    def finished(self, item: ItemReport, weight: float) -> None:
        """Move the bar on."""
        if item.label in self.running:
            self.running.remove(item.label)
        self.progress.advance(self.task, weight)
        self._show()

    def begins(self, unchanged: int, others: Sequence[tuple[str, str]]) -> None:
        """Say it above the bar."""
        if unchanged:
            self.progress.console.print(beginning(unchanged, others), style="dim", highlight=False)

    def _show(self) -> None:
        self.progress.update(self.task, description=", ".join(self.running[:2]) or "finishing")


def beginning(unchanged: int, others: Sequence[tuple[str, str]]) -> str:
    """Return a line on what is not made again, and what is and why; of many only how many there are."""
    if not others:
        return f"{count(unchanged, 'item')} as before, nothing to make"
    again = count(len(others), "item")
    if len(others) <= _FEW:
        again = "; ".join(f"{label} ({why})" if why else label for label, why in others)
    return f"{count(unchanged, 'item')} as before; to make: {again}"


@contextmanager
def watching(console: Console, total: float, jobs: int = 1, *, quiet: bool = False) -> Iterator[Watcher]:
    """Give the right watcher for where stderr goes.

    Args:
        console: stderr.
        total: the weight of all the work, roughly seconds of one processor.
        jobs: how many processors work on it.
        quiet: tell nothing.
    """
    if quiet:
        yield Silent()
    elif console.is_terminal:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), _TimeLeft(jobs))
        with Progress(*columns, console=console, transient=True) as progress:
            yield _Bar(progress, total)
    else:
        yield _Lines(console)
