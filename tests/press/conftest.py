"""The projects that several of these tests look at, each built once a run with the real command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.press.difficult import write_difficult
from tests.support import press

if TYPE_CHECKING:
    from pathlib import Path


def _difficult(folder: Path) -> None:
    write_difficult(folder)
    press.build_whole(folder)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> press.Project:
    """Return the sample exhibition, built."""
    return press.project(press.once(tmp_path_factory, "built-sample", press.sample_built))


@pytest.fixture(scope="session")
def difficult(tmp_path_factory: pytest.TempPathFactory) -> press.Project:
    """Return the difficult exhibition, built."""
    return press.project(press.once(tmp_path_factory, "built-difficult", _difficult))


@pytest.fixture(scope="session", params=["sample", "difficult"])
def built(request: pytest.FixtureRequest) -> press.Project:
    """Return each of the two."""
    found: press.Project = request.getfixturevalue(request.param)
    return found
