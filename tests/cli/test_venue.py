"""On tour: approvals given for one town hold for the next; what is built, checked, proofed and told says whose strip it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pypdf
import pytest
from tests.cli.test_release import SIGN_OFF, approve, build, names
from tests.support.venues import touring_project

from panelpress.cli import run
from panelpress.ledger import manifest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project import Project

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a touring exhibition that was built for Durham, and approved by everybody."""
    project = touring_project(tmp_path / "exhibition")
    project.write("catalogue.yml", (project.root / "catalogue.yml").read_text("utf-8") + SIGN_OFF)
    assert build(project, "-q") == 0
    assert names(project) == ["01-coal-durham-UNAPPROVED.pdf", "02-bread-UNAPPROVED.pdf", "catalogue-UNAPPROVED.pdf"]
    approve(project)
    return project


def status(project: Project, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["status", "-C", str(project.root)])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_approvals_hold_for_every_town_and_for_nothing_else(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, file, told in (
        (["--venue", "barnsley"], "01-coal-barnsley.pdf", "Variable strip: barnsley."),
        (["--venue", "none"], "01-coal.pdf", "Variable strip: empty."),
        ([], "01-coal-durham.pdf", "Variable strip: durham."),
    ):
        assert build(project, "-q", *words) == 0
        assert names(project) == [file, "02-bread.pdf", "catalogue.pdf"]
        code, said = status(project, capsys)
        assert (code, told in said) == (0, True), said
        assert run(["check", "1", "-C", str(project.root)]) == 0
    project.edit("catalogue.yml", "[Redhills, Daily 10 to 5]", "[Redhills, Daily 9 to 5]")
    assert build(project, "-q") == 0
    assert names(project)[0] == "01-coal-durham.pdf"
    project.edit("panels/01-coal.md", "here for", "here, for")
    assert build(project, "-q") == 0
    assert names(project) == ["01-coal-durham-UNAPPROVED.pdf", "02-bread.pdf", "catalogue-UNAPPROVED.pdf"]


def test_a_panel_with_another_towns_strip_does_not_stay_in_the_set(project: Project) -> None:
    assert build(project, "2", "--venue", "barnsley", "-q") == 0
    assert names(project) == ["02-bread.pdf", "catalogue.pdf"]
    assert manifest.venue(project.press) == "barnsley"


def test_a_report_says_whose_strip_it_is(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert build(project, "--venue", "barnsley", "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert [found["message"] for found in value["remarks"] if found["id"] == "venue/strip"] == [
        "variable strip: barnsley (panel 1 coal)"
    ]
    assert build(project, "--venue", "barnsly") == 2
    assert "did you mean `barnsley`?" in capsys.readouterr().err


def test_a_proof_marks_the_strip_as_no_part_of_what_is_approved(project: Project) -> None:
    assert run(["proof", "-C", str(project.root)]) == 0
    pages = pypdf.PdfReader(project.root / "out" / "proof" / "proof-1.pdf").pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert "“may change from town to town” is no part of it" in texts[0]
    assert [
        n for n, text in enumerate(texts) if "may change from town to town, and is no part of what you approve" in text
    ] == [next(n for n, text in enumerate(texts) if "Panel 1 coal" in text and n > 1)]
