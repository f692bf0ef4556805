"""For machines: one document with everything, `schema_version` first, in the shape of ``schema/report.schema.json``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from panelpress.ground.diagnostics import Accepted, Diagnostic, Level, Origin, Place, Span
from panelpress.ground.geometry import Box
from panelpress.preflight.framework import Outcome, State

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.report.model import ItemReport, Report
    from panelpress.report.shape import (
        FindingShape,
        ItemShape,
        LevelWord,
        PlaceShape,
        ReportShape,
        SourceShape,
        StateWord,
    )

SCHEMA_VERSION: Final = 2


_LEVELS: dict[Level, LevelWord] = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}
_STATES: dict[State, StateWord] = {
    State.PASSED: "passed",
    State.NOT_APPLICABLE: "not-applicable",
    State.WAIVED: "waived",
    State.NEEDS_REVIEW: "needs-review",
    State.FAILED: "failed",
    State.CRASHED: "crashed",
}


def diagnostic(found: Diagnostic) -> FindingShape:
    """Return a finding as plain values; what is not known is left out."""
    value: FindingShape = {"id": found.id, "level": _LEVELS[found.level], "message": found.message}
    if found.help:
        value["help"] = found.help
    if found.measured:
        value["measured"] = found.measured
    if found.required:
        value["required"] = found.required
    if found.why:
        value["why"] = found.why
    if source := _source(found):
        value["source"] = source
    if found.place and (place := _place(found.place)):
        value["place"] = place
    if found.review:
        value["review"] = True
    if said := found.accepted:
        value["accepted"] = {"name": said.name, "reason": said.reason, "level": _LEVELS[said.level]}
        if said.until:
            value["accepted"]["until"] = said.until
    return value


def _source(found: Diagnostic) -> SourceShape | None:
    if span := found.span:
        whole: SourceShape = {"file": span.file, "line": span.line, "column": span.column}
        whole["length"], whole["text"] = span.length, span.text
        return whole
    if (origin := found.origin) is None:
        return None
    value: SourceShape = {"file": origin.file, "line": origin.line}
    if origin.phrase:
        value["phrase"] = origin.phrase
    if origin.photograph:
        value["photograph"] = origin.photograph
    return value


def _place(place: Place) -> PlaceShape:
    value: PlaceShape = {}
    if place.item is not None:
        value["item"] = place.item
    if place.page is not None:
        value["page"] = place.page
    if place.object is not None:
        value["object"] = place.object
    if box := place.box:
        value["box_mm"] = (round(box.left, 2), round(box.top, 2), round(box.right, 2), round(box.bottom, 2))
    return value


def item(report: ItemReport) -> ItemShape:
    """Return an item as plain values, without the time it took: equal builds give equal reports."""
    return {
        "item": report.key,
        "label": report.label,
        "state": report.state,
        "file": report.file,
        "pages": report.pages,
        "trim_mm": (report.width_mm, report.height_mm),
        "bytes": report.octets,
        "lowest_ppi": None if report.lowest_ppi is None else round(report.lowest_ppi, 1),
        "sha256": report.digest,
        "content_digest": report.content_digest,
        "problems": [diagnostic(d) for d in report.problems],
        "checks": [
            {
                "id": o.id,
                "title": o.title,
                "state": _STATES[o.state],
                "examined": o.examined,
                "waived": o.waived,
                "findings": [diagnostic(d) for d in o.found],
            }
            for o in report.outcomes
        ],
    }


def document(report: Report) -> ReportShape:
    """Return a whole run as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "title": report.title,
        "job": report.job,
        "edition": report.edition,
        "date": report.date,
        "items": [item(i) for i in report.items],
        "remarks": [diagnostic(d) for d in report.remarks],
        "released": report.released,
        "held": [diagnostic(d) for d in report.held],
    }


def encode(value: ReportShape) -> bytes:
    """Return a document as bytes, readable by people too."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


Findings = tuple[tuple[Diagnostic, ...], tuple[Outcome, ...]]


def read_findings(path: Path) -> dict[str, Findings]:
    """Return what an earlier report says of each item, so that a file that is kept keeps its findings.

    A report that is missing or that another version wrote says nothing.
    """
    try:
        value = json.loads(path.read_text("utf-8"))
        if value["schema_version"] != SCHEMA_VERSION:
            return {}
        return {
            entry["item"]: (_diagnostics(entry["problems"]), _outcomes(entry["checks"])) for entry in value["items"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _outcomes(values: list[dict[str, Any]]) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(v["id"], v["title"], State(v["state"]), v["examined"], _diagnostics(v["findings"]), v.get("waived", 0))
        for v in values
    )


def _diagnostics(values: list[dict[str, Any]]) -> tuple[Diagnostic, ...]:
    return tuple(_diagnostic(value) for value in values)


def _diagnostic(value: dict[str, Any]) -> Diagnostic:
    source, place, said = value.get("source"), value.get("place"), value.get("accepted")
    spanned = source is not None and "column" in source
    plain = {name: value[name] for name in ("help", "measured", "required", "why") if name in value}
    return Diagnostic(
        value["id"],
        Level[value["level"].upper()],
        value["message"],
        span=Span(source["file"], source["line"], source["column"], source["length"], source["text"])
        if source and spanned
        else None,
        place=Place(place.get("item"), place.get("page"), _box(place), place.get("object")) if place else None,
        origin=Origin(source["file"], source["line"], source.get("phrase", ""), source.get("photograph", ""))
        if source and not spanned
        else None,
        accepted=Accepted(said["name"], said["reason"], Level[said["level"].upper()], said.get("until", ""))
        if said
        else None,
        review=value.get("review", False),
        **plain,
    )


def _box(place: dict[str, Any]) -> Box | None:
    return Box(*place["box_mm"]) if "box_mm" in place else None
