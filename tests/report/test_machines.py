"""JSON, JUnit and SARIF: what machines read says the same as what people read."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from pydantic import ValidationError
from tests.report.made import ACCEPTED, found, item, outcome, report

from panelpress.ground.diagnostics import Level, Origin, Place, Span
from panelpress.jobs.schema import schemas
from panelpress.preflight.framework import Outcome, State
from panelpress.report import json as as_json
from panelpress.report import junit, sarif
from panelpress.report.shape import adapter

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.report.model import ItemReport

SETTLED = dataclasses.replace(found("page/marks", accepted=ACCEPTED), level=Level.NOTE)
REVIEW = found("ink/total", Level.WARNING, review=True)
FULL = (
    found(measured="RGB", required="CMYK", why="because", origin=Origin("photos/captions.yml", 7, photograph="rails")),
    found("text/safe", origin=Origin("panels/03-num.md", 12, "A band"), place=Place("a.pdf", 1, None, "“A band”")),
    found("config/key", span=Span("catalogue.yml", 3, 2, 4, " tilte: x"), place=None, help=""),
    found("document/intent", place=Place("a.pdf")),
    REVIEW,
    SETTLED,
)


def made() -> ItemReport:
    outcomes = tuple(outcome(d, state=State.WAIVED if d.accepted else State.FAILED) for d in FULL)
    return item(*outcomes, Outcome("page/trim", "T.", State.NOT_APPLICABLE, 0), problems=FULL[:2], looks=1)


def test_every_report_has_the_published_shape() -> None:
    document = json.loads(as_json.encode(as_json.document(report(made(), item(state="absent"), remarks=FULL))))
    adapter().validate_json(json.dumps(document))
    document["items"][0]["checks"][0]["findings"][0]["colour"] = "red"
    with pytest.raises(ValidationError):
        adapter().validate_json(json.dumps(document))


def test_the_schema_is_published_with_its_version() -> None:
    schema = json.loads(schemas()["report.schema.json"])
    assert schema["properties"]["schema_version"]["const"] == as_json.SCHEMA_VERSION
    assert schema["additionalProperties"] is False
    assert all(
        "description" in field for shape in schema["$defs"].values() for field in shape["properties"].values()
    ), "every key says what it means"


def test_what_is_written_is_read_again_whole(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(as_json.encode(as_json.document(report(made()))))
    problems, outcomes = as_json.read_findings(tmp_path / "report.json")["a.pdf"]
    assert problems == made().problems
    assert outcomes == made().outcomes


def case_of(name: str, fail_on: Level = Level.ERROR, *findings: Any) -> ET.Element:
    outcomes = (
        outcome(SETTLED, state=State.WAIVED),
        outcome(REVIEW, state=State.NEEDS_REVIEW),
        *(outcome(d) for d in findings),
    )
    root = ET.fromstring(junit.document(report(item(*outcomes)), fail_on))
    return next(case for case in root.iter("testcase") if case.get("name") == name)


def test_junit_passes_what_is_accepted_and_says_by_whom() -> None:
    for level in Level:
        case = case_of("page/marks", level)
        assert [e.tag for e in case] == ["properties", "system-out"]
        assert "accepted by Ana Choque" in (case.findtext("system-out") or "")


def test_junit_tells_what_a_person_must_look_at_from_what_passed() -> None:
    skipped = case_of("ink/total").find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "a person must look"
    failure = case_of("ink/total", Level.WARNING).find("failure")
    assert failure is not None
    assert (failure.get("message") or "").startswith("a person must look: ")


def results() -> dict[str, Any]:
    log = json.loads(sarif.document(report(made())))
    return {result["ruleId"]: result for result in log["runs"][0]["results"]}


def test_sarif_points_at_the_caption_and_the_paragraph() -> None:
    place = results()["image/colour"]["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "photos/captions.yml"
    assert place["physicalLocation"]["region"] == {"startLine": 7}
    assert "page 1" in place["logicalLocations"][0]["fullyQualifiedName"]
    region = results()["text/safe"]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 12, "snippet": {"text": "A band"}}


def test_sarif_suppresses_what_is_accepted_and_reviews_what_is_unsure() -> None:
    settled, review = results()["page/marks"], results()["ink/total"]
    assert settled["level"] == "error"
    assert settled["suppressions"][0]["status"] == "accepted"
    assert "Ana Choque" in settled["suppressions"][0]["justification"]
    assert (review["kind"], review["level"]) == ("review", "none")
    assert "suppressions" not in results()["document/intent"]
