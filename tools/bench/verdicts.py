"""What must be reached, and whether it was, all from one run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.bench.results import Results, Scaled

_SAME_MEMORY = 1.1
"""Peaks of two builds that count as the same: what an allocator keeps differs by as much from run to run"""


@dataclass(frozen=True)
class Verdict:
    """One line of the table: what is compared, at most what, what was measured; None: not measured in this run."""

    case: str
    most: float
    unit: str
    measured: float | None
    towards: float | None = None

    @property
    def word(self) -> str:
        """``reached``, ``not reached`` or ``not measured``."""
        if self.measured is None:
            return "not measured"
        return "reached" if self.measured <= self.most else "not reached"

    @property
    def wanted(self) -> str:
        """What is wanted, in words."""
        towards = f", and on towards {self.towards:g}{self.unit}" if self.towards is not None else ""
        return f"{self.most:g}{self.unit}{towards}"

    @property
    def found(self) -> str:
        """What was measured, in words."""
        return "–" if self.measured is None else f"{self.measured:.3g}{self.unit}"


def verdicts(results: Results) -> tuple[Verdict, ...]:
    """Return the table, line by line."""
    return tuple(_verdicts(results))


def _verdicts(results: Results) -> Iterator[Verdict]:
    wall = results.wall
    yield Verdict(
        "cold build, checks off, against the plain script", 0.65, " ×", _ratio(wall("press-only"), wall("plain"))
    )
    yield Verdict(
        "cold build with every check and report, against the plain script",
        2.5,
        " ×",
        _ratio(wall("cold"), wall("plain")),
        1.5,
    )
    yield Verdict(
        "the same, against Vivliostyle CLI and press-ready", 0.45, " ×", _ratio(wall("cold"), wall("vivliostyle")), 0.25
    )
    yield Verdict("build of what has not changed", 0.4, " s", wall("same"))
    yield Verdict("build of what has not changed, against cold", 0.03, " ×", _ratio(wall("same"), wall("cold")))
    yield Verdict(
        "one comma in one panel, against the plain script making that panel",
        3,
        " ×",
        _ratio(wall("comma"), wall("plain-panel")),
    )
    yield Verdict(
        "one caption of the catalogue, against the plain script making the catalogue",
        3,
        " ×",
        _ratio(wall("caption"), wall("plain-book")),
    )
    few, many = results.of(50), results.of(500)
    yield Verdict("500 panels against 50", 10.5, " ×", _ratio(_wall(many), _wall(few)))
    yield Verdict(
        "500 panels against 50, peak memory of a worker",
        _SAME_MEMORY,
        " ×",
        _ratio(_worker(many), _worker(few)),
    )
    yield Verdict("peak memory of a worker, ordinary panels", 400, " MB", _worker(few))
    yield Verdict("peak memory, a photograph of 200 megapixels", 1600, " MB", _of_large(results, 200))
    heaviest = max((size.ratio for size in results.sizes), default=None)
    yield Verdict("press file against its pictures, profile and fonts, the worst", 1.03, " ×", heaviest)


def _of_large(results: Results, megapixels: float) -> float | None:
    large = results.large
    return large.figure.peak_mb if large and large.megapixels >= megapixels else None


def _wall(scaled: Scaled | None) -> float | None:
    return scaled.figure.wall if scaled else None


def _worker(scaled: Scaled | None) -> float | None:
    return scaled.figure.worker_mb if scaled else None


def _ratio(one: float | None, other: float | None) -> float | None:
    return None if one is None or not other else one / other
