"""For build servers: JUnit XML, an item a suite, a check a case (the schema of the Ant task, as Jenkins and GitLab read it)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from panelpress.ground.diagnostics import Level
from panelpress.preflight.framework import State
from panelpress.report.words import REVIEW, accepted, figures, paper, source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.preflight.framework import Outcome
    from panelpress.report.model import ItemReport, Report

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold (XML 1.0, 2.2): a PDF's text may."""


def document(report: Report, fail_on: Level = Level.ERROR) -> bytes:
    """Return the report as JUnit XML.

    Args:
        report: the run.
        fail_on: from which level on a finding fails its case; milder ones stand in its output.
    """
    root = ET.Element("testsuites", name=_safe(report.title) or "panelpress")
    if report.remarks:
        suite = ET.SubElement(root, "testsuite", name="project")
        _aside(_case(suite, "project", "project", report.remarks, fail_on), report.remarks, fail_on)
        _count(suite)
    for item in report.items:
        _suite(root, item, fail_on)
    _count(root)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _suite(root: ET.Element, item: ItemReport, fail_on: Level) -> None:
    suite = ET.SubElement(root, "testsuite", name=_safe(item.label))
    made = _case(suite, item.key, "made", item.problems, fail_on)
    if item.state in ("absent", "crashed") and made.find("failure") is None:
        ET.SubElement(made, "error" if item.state == "crashed" else "skipped", message=item.state)
    _aside(made, item.problems, fail_on)
    for outcome in item.outcomes:
        case = _case(suite, item.key, outcome.id, outcome.found, fail_on)
        if outcome.state is State.CRASHED and case.find("failure") is None:
            ET.SubElement(case, "error", message="the check crashed")
        elif outcome.state is State.NOT_APPLICABLE:
            ET.SubElement(case, "skipped", message="nothing to look at")
        elif outcome.state is State.NEEDS_REVIEW and case.find("failure") is None:
            ET.SubElement(case, "skipped", message=REVIEW)
        else:
            _looked_at(case, outcome)
        _aside(case, outcome.found, fail_on)
    _count(suite)


def _case(suite: ET.Element, owner: str, name: str, found: Sequence[Diagnostic], fail_on: Level) -> ET.Element:
    case = ET.SubElement(suite, "testcase", classname=_safe(owner), name=_safe(name))
    failing = [d for d in found if d.counts(fail_on)]
    if failing:
        review = f"{REVIEW}: " if failing[0].review else ""
        failure = ET.SubElement(case, "failure", type=failing[0].id, message=_safe(review + failing[0].message))
        failure.text = _safe("\n\n".join(_words(d) for d in failing))
    return case


def _aside(case: ET.Element, found: Sequence[Diagnostic], fail_on: Level) -> None:
    """Put what fails nothing into the case's output, which stands last in it: milder findings, and accepted ones."""
    milder = [d for d in found if not d.counts(fail_on)]
    if milder:
        ET.SubElement(case, "system-out").text = _safe("\n\n".join(_words(d) for d in milder))


def _looked_at(case: ET.Element, outcome: Outcome) -> None:
    properties = ET.Element("properties")
    case.insert(0, properties)
    ET.SubElement(properties, "property", name="examined", value=str(outcome.examined))


def _words(found: Diagnostic) -> str:
    lines = (
        f"{found.level.word}: {f'{REVIEW}: ' if found.review else ''}{found.message}",
        accepted(found),
        source(found),
        paper(found),
        figures(found),
        f"help: {found.help}" if found.help and not found.accepted else "",
    )
    return "\n".join(line for line in lines if line)


def _count(holder: ET.Element) -> None:
    cases = holder.findall(".//testcase")
    holder.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        holder.set(name, str(sum(1 for case in cases if case.find(tag) is not None)))


def _safe(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
