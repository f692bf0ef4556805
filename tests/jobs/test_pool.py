"""How many things are made at once: as many as there are processors, and as fit into memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from panelpress.ground import memory
from panelpress.jobs import pool, work

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.jobs.work import Task


@dataclass(frozen=True)
class Needing:
    """A task of which only its memory counts."""

    memory_mb: float


def fitting(waiting: list[float], running: list[float], free: float | None) -> int | None:
    return pool._fitting(
        cast("list[Task]", [Needing(mb) for mb in waiting]), cast("list[Task]", [Needing(mb) for mb in running]), free
    )


SIZES = st.lists(st.floats(1, 5000), max_size=8)


@given(SIZES.filter(bool), SIZES, st.floats(0, 20_000))
def test_what_runs_together_never_takes_more_than_our_share_of_the_memory(
    waiting: list[float], running: list[float], free: float
) -> None:
    at = fitting(waiting, running, free)
    if running and at is not None:
        assert sum(running) + waiting[at] <= free * 0.8 + 1e-6
    if not running:
        assert at == 0, "what is too large for the machine is tried alone"


def test_a_small_one_begins_beside_a_large_one_while_a_second_large_one_waits() -> None:
    assert fitting([1600, 1600, 300], [1600], 2500) == 2
    assert fitting([1600, 1600], [1600], 2500) is None
    assert fitting([1600, 1600, 300], [1600], None) == 0, "where the system does not tell, nothing waits"


def test_a_container_counts_its_own_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 16000000 kB\nMemAvailable: 8000000 kB\n", "ascii")
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "_GROUP", tmp_path)
    assert memory.free_mb() == pytest.approx(8192)
    for name, value in (("max", "2000000000"), ("current", "700000000"), ("stat", "anon 1\ninactive_file 200000000\n")):
        (tmp_path / f"memory.{name}").write_text(value, "ascii")
    assert memory.free_mb() == pytest.approx(1500)
    (tmp_path / "memory.max").write_text("max\n", "ascii")
    assert memory.free_mb() == pytest.approx(8192)
    (tmp_path / "meminfo").unlink()
    assert memory.free_mb() is None


def test_the_estimate_counts_the_pixels_of_large_files_and_assumes_the_most_of_small_ones(tmp_path: Path) -> None:
    large = tmp_path / "large.tif"
    Image.new("RGB", (2000, 1500)).save(large)
    assert large.stat().st_size > 8_000_000
    assert work._pixels(large) == 3_000_000
    small = tmp_path / "small.png"
    Image.new("L", (100, 100)).save(small)
    assert 10_000 > work._pixels(small) > 0 or work._pixels(small) == 4 * small.stat().st_size
    assert work._pixels(tmp_path / "none.jpg") == 0
