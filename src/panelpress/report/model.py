"""What a report is about: plain values that every format takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from panelpress.ground.diagnostics import Accepted, Diagnostic, ExitCode, Level, Origin, Place, Span
from panelpress.ground.geometry import Box, Edges
from panelpress.preflight.framework import Outcome
from panelpress.preflight.framework import State as OutcomeState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.facts.look import PageLook

_CAUSES = {"text/complete", "text/planned-pages"}
"""Findings that others follow from: they are told first among their level."""

State = Literal["ready", "rejected", "kept", "absent", "crashed"]


@dataclass(frozen=True)
class ItemReport:
    """One item: what became of it and what was found.

    ``lowest_ppi`` is the effective resolution of its worst placed picture (None: it has none). ``outcomes`` are the checks'
    on the finished file; ``problems`` what kept it from being made, or what was noticed on the way. ``looks`` are its pages
    as small pictures (none where nobody drew them), ``safe`` the distance in mm that text keeps from the trim. ``inks`` are
    the printing inks it asks for.
    """

    key: str
    label: str
    state: State
    file: str = ""
    pages: int = 0
    width_mm: float = 0.0
    height_mm: float = 0.0
    octets: int = 0
    lowest_ppi: float | None = None
    digest: str = ""
    content_digest: str = ""
    seconds: float = 0.0
    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    looks: tuple[PageLook, ...] = field(default=(), repr=False)
    safe: Edges | None = None
    inks: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Everything found, worst first."""
        found = [*self.problems, *(d for outcome in self.outcomes for d in outcome.found)]
        return tuple(sorted(found, key=lambda d: (-d.level, d.id not in _CAUSES)))

    def count(self, level: Level) -> int:
        """Return how many findings of a level there are; what is accepted does not count."""
        return sum(1 for d in self.findings if d.level is level and not d.accepted)


@dataclass(frozen=True)
class Report:
    """A whole run; ``partial``: only some of the checks were asked for.

    ``released``: the edition was closed with it; ``held`` is everything that kept it from being. ``asked`` names the items that
    were asked for, by key; empty: all.
    """

    title: str
    job: str
    edition: int
    date: str
    folder: str
    items: tuple[ItemReport, ...]
    remarks: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    partial: bool = False
    held: tuple[Diagnostic, ...] = ()
    released: bool = False
    asked: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[ItemReport, ...]:
        """The items that were asked for."""
        return tuple(item for item in self.items if item.key in self.asked) if self.asked else self.items

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Everything found, the project's first."""
        return (*self.remarks, *(d for item in self.items for d in item.findings))


def code_of(report: Report, fail_on: Level) -> ExitCode:
    """Return what a build ends with: by the items that were asked for, and by what keeps them from being released."""
    if report.held:
        return ExitCode.FINDINGS
    return exit_code(report.shown, [*report.remarks, *(d for item in report.shown for d in item.findings)], fail_on)


PARTS = (Accepted, Box, Diagnostic, Edges, ItemReport, Level, Origin, Outcome, OutcomeState, Place, Report, Span)
"""Every class that a report is made of, but for its pages' pictures: for whoever keeps one (:mod:`panelpress.ground.packing`)"""


def exit_code(items: Iterable[ItemReport], findings: Iterable[Diagnostic], fail_on: Level = Level.ERROR) -> ExitCode:
    """Return what the process ends with; the highest reason wins."""
    items = tuple(items)
    crashed = any(item.state == "crashed" or any(o.state.value == "crashed" for o in item.outcomes) for item in items)
    if crashed:
        return ExitCode.BUG
    if any(item.state == "rejected" for item in items) or any(d.counts(fail_on) for d in findings):
        return ExitCode.FINDINGS
    return ExitCode.PRESS_READY
