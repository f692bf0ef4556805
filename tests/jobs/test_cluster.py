"""Items made on a Dask cluster are the very same, and one that takes its worker down is named there too."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from tests.support.project import Project, small_project

from panelpress.cli import run
from panelpress.jobs import cluster
from panelpress.jobs.request import default_jobs
from panelpress.report.progress import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.jobs.work import Result, Task

# what Dask leaves to the garbage collector as it closes is Dask's own
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


def test_a_cluster_makes_the_same_bytes(project: Project) -> None:
    assert run(["build", "-C", str(project.root), "-q", "--jobs", "1"]) == 0
    here = project.published()
    assert run(["build", "-C", str(project.root), "-q", "--no-cache", "--cluster", "local", "--jobs", "2"]) == 0
    assert project.published() == here


def test_where_nobody_answers_nothing_is_built(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "-C", str(project.root), "--cluster", "nonsense"]) == 2
    assert "no Dask scheduler answers at nonsense" in capsys.readouterr().err
    assert not project.press.exists()


def taken_down(task: Task) -> Result:
    """Make an item as a machine does that loses its power."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError(task)


def test_an_item_that_takes_its_workers_down_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "work", taken_down)
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    assert run(["build", "-C", str(project.root), "-q", "--cluster", "local", "--jobs", "1", "coal"]) == 3
    assert "the process that made panel 1 coal was stopped from outside" in capsys.readouterr().err


def test_what_is_given_to_nobody_is_made_by_nobody() -> None:
    with cluster.cluster("local", min(2, default_jobs())) as executor:
        assert list(cluster.run_on(executor, [], Silent())) == []
