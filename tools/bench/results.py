"""What a run of the benchmark found: plain values that become JSON and come back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from tools.bench.measure import Figure
from tools.bench.sizes import Size

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Scaled:
    """A cold build of so many panels in one language or more; ``out_mb`` is what lies in ``out/`` afterwards."""

    panels: int
    languages: int
    figure: Figure
    out_mb: float


@dataclass(frozen=True)
class Large:
    """A cold build of one panel that shows a photograph of so many megapixels."""

    megapixels: float
    figure: Figure


@dataclass(frozen=True)
class Spent:
    """The processor's seconds of one cold build in one process, by step, the dearest first."""

    whole: float
    steps: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Results:
    """All of it; what was not measured is empty or None. ``figures`` go by the ids of their cases."""

    machine: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    sizes: tuple[Size, ...] = ()
    scale: tuple[Scaled, ...] = ()
    large: Large | None = None
    spent: Spent | None = None

    def wall(self, id: str) -> float | None:
        """Return a case's median seconds by the clock, None where it was not measured."""
        return self.figures[id].wall if id in self.figures else None

    def of(self, panels: int, languages: int = 1) -> Scaled | None:
        """Return the build of so many panels, None where it was not measured."""
        return next((s for s in self.scale if s.panels == panels and s.languages == languages), None)


def keep(results: Results, path: Path) -> None:
    """Write results as JSON."""
    path.write_text(json.dumps(asdict(results), indent=1, ensure_ascii=False) + "\n", "utf-8")


def read(path: Path) -> Results:
    """Read results that were kept."""
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    large, spent = value["large"], value["spent"]
    return Results(
        value["machine"],
        {id: Figure(**figure) for id, figure in value["figures"].items()},
        tuple(Size(**size) for size in value["sizes"]),
        tuple(Scaled(s["panels"], s["languages"], Figure(**s["figure"]), s["out_mb"]) for s in value["scale"]),
        Large(large["megapixels"], Figure(**large["figure"])) if large else None,
        Spent(spent["whole"], tuple((step, seconds) for step, seconds in spent["steps"])) if spent else None,
    )
