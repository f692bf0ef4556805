"""Reports made by hand: a file with as many findings as a test wants."""

from __future__ import annotations

from typing import Any

from panelpress.facts.look import PageLook
from panelpress.ground.diagnostics import Accepted, Diagnostic, Level, Place
from panelpress.ground.geometry import Box
from panelpress.preflight.framework import Outcome, State
from panelpress.report.model import ItemReport, Report

ACCEPTED = Accepted("Ana Choque", "the only print there is.", Level.ERROR, "2027-05-31")
SHEET = Box(-3, -3, 151, 213)
TRIM = Box(0, 0, 148, 210)


def found(id: str = "image/colour", level: Level = Level.ERROR, **other: Any) -> Diagnostic:
    """Return a finding on page 1."""
    facts: dict[str, Any] = {
        "message": "picture Im0 is DeviceRGB", "help": "convert it", "place": Place("a.pdf", 1, Box(10, 20, 60, 70)), **other,
    }  # fmt: skip
    return Diagnostic(id, level, **facts)


def outcome(*findings: Diagnostic, state: State = State.FAILED, examined: int = 0) -> Outcome:
    """Return the outcome of the check that found these."""
    waived = sum(1 for d in findings if d.accepted)
    return Outcome(findings[0].id, "A title.", state, examined or len(findings), findings, waived)


def item(*outcomes: Outcome, state: Any = "rejected", looks: int = 0, **other: Any) -> ItemReport:
    """Return a file, with some pages that were drawn."""
    drawn = tuple(PageLook(n, b"jpeg", SHEET, TRIM, SHEET) for n in range(1, looks + 1))
    facts: dict[str, Any] = {"file": "a.pdf", "pages": max(1, looks), "outcomes": outcomes, "looks": drawn, **other}
    return ItemReport("a.pdf", "a.pdf", state, **facts)


def report(*items: ItemReport, folder: str = "", **other: Any) -> Report:
    """Return a run."""
    return Report("Preflight by press", "", 0, "", folder, items, **other)
