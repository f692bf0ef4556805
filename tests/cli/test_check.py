"""`panelpress check`: any PDF, a folder of them, standard input, or what was built; told to people and to machines."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import pytest
from tests.support import press
from tests.support.goodpdf import good_pdf
from tests.support.project import clean_environment, command

from panelpress.cli import run
from panelpress.ground.diagnostics import Level
from panelpress.preflight.profiles import load_profile
from panelpress.report import junit, sarif
from panelpress.report.model import ItemReport, Report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.press import Project


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample exhibition, built: by whoever needs it first."""
    return press.project(press.once(tmp_path_factory, "built-sample", press.sample_built))


def broken() -> bytes:
    """A good file with a CropBox that hides its bleed."""

    def change(pdf: Any) -> None:
        pdf.pages[0].obj.CropBox = pdf.pages[0].obj.TrimBox

    return good_pdf(change)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/good.pdf").write_bytes(good_pdf())
    (tmp_path / "in/deep/BAD.PDF").write_bytes(broken())
    (tmp_path / "in/letter.txt").write_text("not a PDF")
    return tmp_path


def answered(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, str, str]:
    code = run(["check", *words])
    told = capsysbinary.readouterr()
    return code, told.out.decode(), told.err.decode()


def test_every_pdf_of_a_folder_is_judged(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = answered(capsysbinary, str(folder / "in"), "--json", "--only", "page")
    items = json.loads(out)["items"]
    assert [item["item"] for item in items] == ["deep/BAD.PDF", "good.pdf"]
    assert (items[0]["state"], items[1]["state"], code) == ("rejected", "ready", 1)


def test_only_and_skip_take_checks_and_families(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = str(folder / "in/deep/BAD.PDF")
    _, out, _ = answered(
        capsysbinary, path, "--json", "--only", "page", "--only", "bleed/declared", "--skip", "page/crop"
    )
    ran = {check["id"] for check in json.loads(out)["items"][0]["checks"]}
    known = {rule.check.id for rule in load_profile("press").rules}
    assert ran == {id for id in known if id.startswith("page/")} - {"page/crop"} | {"bleed/declared"}
    assert len(ran) > 8
    assert answered(capsysbinary, path, "--skip", "page/crop", "--json")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsuch.pdf"], "there is no file nonsuch.pdf"),
        (["in/god.pdf"], "did you mean `in/good.pdf`?"),
        (["in/good.pdf", "--only", "bled"], "did you mean `bleed`?"),
        (["in/good.pdf", "--only", "page", "--skip", "page"], "no check is left to run"),
        (["in/good.pdf", "--profile", "pres"], "did you mean `press`?"),
    ],
)
def test_what_is_not_there_is_named(
    words: list[str],
    said: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(folder)
    code, _, err = answered(capsysbinary, *words)
    assert code == 2
    assert said in " ".join(err.split())


def test_an_empty_folder_is_not_a_pass(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, _, err = answered(capsysbinary, str(tmp_path))
    assert code == 2
    assert "there is no PDF in the folder" in err


@pytest.mark.slow
@pytest.mark.parametrize(("data", "code"), [(good_pdf(), 0), (broken(), 1), (b"%PDF-1.4 and no more", 2), (b"", 2)])
def test_standard_input_is_judged(data: bytes, code: int, tmp_path: Path) -> None:
    done = subprocess.run(
        command("check", "-", "--json", "--only", "page"), input=data, capture_output=True, cwd=tmp_path,
        env=clean_environment(), check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert json.loads(done.stdout)["items"][0]["item"] == "-"
    assert b"Traceback" not in done.stderr


def test_junit_has_a_case_for_each_check_and_its_counts_agree(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, out, _ = answered(capsysbinary, str(folder / "in"), "--format", "junit", "--only", "page")
    assert code == 1
    root = ET.fromstring(out)
    cases = root.findall(".//testcase")
    assert int(root.get("tests", "")) == len(cases)
    assert int(root.get("failures", "")) == len(root.findall(".//failure")) == 1
    (failure,) = root.findall(".//failure")
    assert failure.get("type") == "page/crop"
    assert "help:" in (failure.text or "")
    assert all(case.find("skipped") is not None or case.find("properties") is not None for case in cases
               if case.get("name") != "made" and case.find("failure") is None)  # fmt: skip


def test_junit_survives_what_no_xml_may_hold() -> None:
    from panelpress.ground.diagnostics import Diagnostic  # noqa: PLC0415

    bad = Diagnostic("text/safe", Level.ERROR, "“\x00\x0b\ud800” stands too near")
    report = Report("A\x01 title", "", 0, "", "", (ItemReport("a", "a", "rejected", problems=(bad,)),))
    assert "stands too near" in ET.tostring(ET.fromstring(junit.document(report)), "unicode")


def test_sarif_names_rules_levels_and_places(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = answered(capsysbinary, str(folder / "in/deep/BAD.PDF"), "--format", "sarif", "--only", "page/crop")
    log = json.loads(out)
    (told,) = log["runs"]
    assert log["version"] == "2.1.0"
    (result,) = told["results"]
    rule = told["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "page/crop"
    assert rule["help"]["text"]
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("BAD.PDF")


def test_sarif_points_at_the_line_of_the_source() -> None:
    from panelpress.ground.diagnostics import Diagnostic, Span  # noqa: PLC0415

    found = Diagnostic("picture/torn", Level.ERROR, "is damaged", span=Span("photos/über uns.yml", 7, 3, 4, "  a: b"))
    report = Report("t", "", 0, "", "", (), remarks=(found,))
    (result,) = json.loads(sarif.document(report))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "photos/%C3%BCber%20uns.yml"
    assert (place["region"]["startLine"], place["region"]["startColumn"], place["region"]["endColumn"]) == (7, 3, 7)


def test_html_on_stdout_is_one_whole_page(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = answered(capsysbinary, str(folder / "in/good.pdf"), "--format", "html", "--only", "page")
    assert out.startswith("<!doctype html>")
    assert out.rstrip().endswith("</html>")


MISSING: Final = "has not been built"


@pytest.mark.slow
def test_items_are_judged_against_what_was_ordered(sample: Project, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = answered(capsysbinary, "-C", str(sample.root), "3", "catalogue", "--json")
    items = {item["item"]: item for item in json.loads(out)["items"]}
    assert set(items) == {"num", "catalogue"}
    assert code == 0
    looked = {check["id"] for check in items["num"]["checks"] if check["examined"]}
    assert {"page/trim", "bleed/declared", "page/count", "image/placed", "text/safe"} <= looked


@pytest.mark.slow
def test_an_item_that_was_not_built_is_named(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    press.copy_sample(tmp_path)
    code, _, err = answered(capsysbinary, "-C", str(tmp_path), "num")
    assert code == 2
    assert MISSING in err
    assert "`panelpress build num`" in " ".join(err.split())
