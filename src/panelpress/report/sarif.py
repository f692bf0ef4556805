"""For code hosts: SARIF 2.1.0 (OASIS), so that a finding stands beside the line of Markdown or YAML it speaks of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from panelpress import __version__
from panelpress.ground.diagnostics import Level
from panelpress.preflight.framework import all_checks
from panelpress.report.words import REVIEW, accepted, figures, where

if TYPE_CHECKING:
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.report.model import Report

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def document(report: Report) -> bytes:
    """Return the report as a SARIF log: a rule for each check that spoke, a result for each finding."""
    results: list[dict[str, Any]] = []
    rules: dict[str, dict[str, Any]] = {}
    found = [(None, d) for d in report.remarks] + [(item.file, d) for item in report.items for d in item.findings]
    for file, diagnostic in found:
        rules.setdefault(diagnostic.id, _rule(diagnostic))
        results.append(_result(file, diagnostic, list(rules).index(diagnostic.id)))
    run = {
        "tool": {"driver": {"name": "panelpress", "version": __version__, "rules": list(rules.values())}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode()


def _rule(found: Diagnostic) -> dict[str, Any]:
    check = all_checks().get(found.id)
    if check is None:
        return {"id": found.id, "shortDescription": {"text": found.id}}
    return {
        "id": found.id,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.rationale or check.title},
        "help": {"text": f"{check.fix}\nSource: {check.source}"},
        "defaultConfiguration": {"level": _LEVELS[check.level]},
    }


def _result(file: str | None, found: Diagnostic, index: int) -> dict[str, Any]:
    told = figures(found)
    words = f"{REVIEW}: " if found.review else ""
    words += found.message + (f" ({told})" if told else "") + (f"\n{found.help}" if found.help else "")
    result: dict[str, Any] = {"ruleId": found.id, "ruleIndex": index}
    # 3.27.9 and 3.27.10: what is to be reviewed has the kind `review`, and no level but `none`
    result |= {"kind": "review", "level": "none"} if found.review else {"level": _LEVELS[_level(found)]}
    result["message"] = {"text": words}
    if found.accepted:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": accepted(found)}]
    location = _location(file, found)
    if location:
        result["locations"] = [location]
    return result


def _level(found: Diagnostic) -> Level:
    """Return how bad it is, or would be if nobody had accepted it: the suppression says that somebody did."""
    return found.accepted.level if found.accepted else found.level


def _location(file: str | None, found: Diagnostic) -> dict[str, Any] | None:
    if found.span:
        span = found.span
        region: dict[str, Any] = {"startLine": max(1, span.line), "startColumn": max(1, span.column)}
        region["endColumn"] = region["startColumn"] + max(1, span.length)
        if span.text:
            region["snippet"] = {"text": span.text}
        return {"physicalLocation": {"artifactLocation": {"uri": _uri(span.file)}, "region": region}}
    if found.origin:
        origin = found.origin
        region = {"startLine": max(1, origin.line)}
        if origin.phrase:
            region["snippet"] = {"text": origin.phrase}
        placed: dict[str, Any] = {
            "physicalLocation": {"artifactLocation": {"uri": _uri(origin.file)}, "region": region}
        }
        if found.place:
            placed["logicalLocations"] = [{"fullyQualifiedName": where(found.place)}]
        return placed
    if file:
        location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}}}
        if found.place:
            location["logicalLocations"] = [{"fullyQualifiedName": where(found.place)}]
        return location
    return None


def _uri(path: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - only this format needs it

    return quote(path.replace("\\", "/"))
