"""For machines: one document with everything, `schema_version` first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from panelpress.ground.diagnostics import Diagnostic, Level, Place, Span
from panelpress.ground.geometry import Box
from panelpress.preflight.framework import Outcome, State

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.report.model import ItemReport, Report

SCHEMA_VERSION = 1


def diagnostic(found: Diagnostic) -> dict[str, Any]:
    """Return a finding as plain values; what is not known is left out."""
    value: dict[str, Any] = {"id": found.id, "level": found.level.word, "message": found.message}
    for name in ("help", "measured", "required", "why"):
        if text := getattr(found, name):
            value[name] = text
    if found.span:
        span = found.span
        value["source"] = {
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "length": span.length,
            "text": span.text,
        }
    if found.place:
        place: dict[str, Any] = {"item": found.place.item, "page": found.place.page, "object": found.place.object}
        if box := found.place.box:
            place["box_mm"] = [round(v, 2) for v in (box.left, box.top, box.right, box.bottom)]
        value["place"] = {key: entry for key, entry in place.items() if entry is not None}
    return value


def item(report: ItemReport) -> dict[str, Any]:
    """Return an item as plain values, without the time it took: equal builds give equal reports."""
    return {
        "item": report.key,
        "label": report.label,
        "state": report.state,
        "file": report.file,
        "pages": report.pages,
        "trim_mm": [report.width_mm, report.height_mm],
        "bytes": report.octets,
        "lowest_ppi": None if report.lowest_ppi is None else round(report.lowest_ppi, 1),
        "sha256": report.digest,
        "content_digest": report.content_digest,
        "problems": [diagnostic(d) for d in report.problems],
        "checks": [
            {
                "id": o.id,
                "title": o.title,
                "state": o.state.value,
                "examined": o.examined,
                "waived": o.waived,
                "findings": [diagnostic(d) for d in o.found],
            }
            for o in report.outcomes
        ],
    }


def document(report: Report) -> dict[str, Any]:
    """Return a whole run as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "title": report.title,
        "job": report.job,
        "edition": report.edition,
        "date": report.date,
        "items": [item(i) for i in report.items],
        "remarks": [diagnostic(d) for d in report.remarks],
    }


def encode(value: dict[str, Any]) -> bytes:
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
    source, place = value.get("source"), value.get("place")
    plain = {name: value[name] for name in ("help", "measured", "required", "why") if name in value}
    return Diagnostic(
        value["id"],
        Level[value["level"].upper()],
        value["message"],
        span=Span(source["file"], source["line"], source["column"], source["length"], source["text"])
        if source
        else None,
        place=Place(place.get("item"), place.get("page"), _box(place), place.get("object")) if place else None,
        **plain,
    )


def _box(place: dict[str, Any]) -> Box | None:
    return Box(*place["box_mm"]) if "box_mm" in place else None
