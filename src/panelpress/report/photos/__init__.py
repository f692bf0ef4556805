"""The photographs' table: what each picture is, where it stands, how large it can honestly hang; one format, one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from panelpress.facts.photo import PhotoFacts
    from panelpress.ground.diagnostics import Diagnostic


@dataclass(frozen=True)
class Placement:
    """A photograph where it stands.

    Attributes:
        item: the item's key.
        label: what people call it.
        page: counted from 1.
        width_mm: of the picture as placed.
        height_mm: of the picture as placed.
        ppi: its effective resolution there.
        wanted_ppi: below this the build warns.
        least_ppi: below this the build rejects the item.
        gwg_ppi: what GWG 2022 asks for at the viewing distance; None where it is read in the hand.
        treatment: ``whole``, or what is done to it: ``cropped to 83 %``, ``mirrored``, ``tinted``.
    """

    item: str
    label: str
    page: int
    width_mm: float
    height_mm: float
    ppi: float
    wanted_ppi: float
    least_ppi: float
    gwg_ppi: float | None
    treatment: str

    @property
    def enough(self) -> float:
        """Its resolution over what is wanted: below 1 it is too coarse."""
        return self.ppi / self.wanted_ppi


@dataclass(frozen=True)
class Honest:
    """The largest size, mm, at which a picture has the resolution wanted: on a panel and in the catalogue."""

    panel: tuple[float, float]
    book: tuple[float, float] | None


@dataclass(frozen=True)
class Row:
    """One photograph. ``facts`` and ``honest`` are None where it has not come or cannot be read."""

    id: str
    file: str
    status: str
    number: int | None
    title: str
    credit: str
    rights: str
    alt: str
    black: str
    facts: PhotoFacts | None
    honest: Honest | None
    thumbnail: bytes
    placements: tuple[Placement, ...]
    findings: tuple[Diagnostic, ...]

    @property
    def order(self) -> tuple[float, float, str]:
        """What rows are sorted by, the worst first: its gravest finding, then its scarcest place."""
        gravest = max((d.level for d in self.findings), default=0)
        return (-float(gravest), min((p.enough for p in self.placements), default=9.0), self.id)


@dataclass(frozen=True)
class PhotoReport:
    """All of them, the worst first, and what is in ``photos/`` and belongs to none."""

    title: str
    distance_m: float
    rows: tuple[Row, ...]
    unused: tuple[str, ...]
    findings: tuple[Diagnostic, ...]

    @property
    def everything(self) -> tuple[Diagnostic, ...]:
        """Every finding."""
        return (*self.findings, *(d for row in self.rows for d in row.findings))
