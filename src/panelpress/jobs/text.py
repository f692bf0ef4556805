"""`panelpress text`: what is written, counted and judged before anything is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.project import load
from panelpress.facts.pdf import PdfFacts
from panelpress.ground.diagnostics import ExitCode, Level
from panelpress.jobs.prose import prose_of
from panelpress.preflight.framework import State
from panelpress.preflight.order import Subject
from panelpress.preflight.profiles import judge, load_profile
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.text import TextReport

if TYPE_CHECKING:
    from pathlib import Path


def text(root: Path, fail_on: Level) -> tuple[TextReport, ExitCode]:
    """Return the words of each text and what is wrong with them, and the exit code.

    Raises:
        PanelpressError: with exit code 2, when the project itself is faulty.
    """
    prose = prose_of(load(root, THEMES, SHIPPED / "panel"))
    rules = load_profile("text")
    outcomes = judge(Subject(PdfFacts("", 0, "", ()), prose=prose), rules)
    findings = tuple(d for outcome in outcomes for d in outcome.found)
    budget = next(int(str(rule.limits["most"])) for rule in rules.rules if rule.check.id == "words/panel")
    report = TextReport(prose.texts, budget, findings)
    if any(outcome.state is State.CRASHED for outcome in outcomes):
        return report, ExitCode.BUG
    return report, ExitCode.FINDINGS if any(d.counts(fail_on) for d in findings) else ExitCode.PRESS_READY
