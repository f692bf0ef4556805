"""An organisation's own rules for what is written: `text_rules:` in catalogue.yml, for builds and `panelpress text` alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.support.press import refusal
from tests.support.project import Project, small_project

from panelpress.cli import run
from panelpress.ground.diagnostics import ExitCode, Level
from panelpress.jobs.prose import judge_prose, prose_of, text_rules

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic

HOUSE = "extends: text\nchecks:\n  words/sentence: {most: 4, level: error}\n  words/panel: {most: 8}\n"
"""What both panels of the small exhibition break: Coal with 8 words in a sentence and 11 in all, Bread with 6 and 7."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


def with_rules(project: Project, rules: str = HOUSE, name: str = "house.yml") -> Project:
    project.write("house.yml", rules)
    project.edit("catalogue.yml", "job: small\n", f"job: small\ntext_rules: {name}\n")
    return project


def found_in(project: Project, check: str) -> list[Diagnostic]:
    exhibition = project.load()
    outcomes = judge_prose(prose_of(exhibition), text_rules(exhibition), exhibition.date)
    return [d for outcome in outcomes for d in outcome.found if d.id == check]


def test_without_rules_of_the_organisation_ours_hold(project: Project) -> None:
    assert text_rules(project.load()).name == "text"
    assert found_in(project, "words/sentence") == []


def test_the_organisations_limits_and_levels_hold_beside_ours(project: Project) -> None:
    with_rules(project)
    assert [d.level for d in found_in(project, "words/sentence")] == [Level.ERROR, Level.ERROR]
    project.edit("panels/02-bread.md", "miners.", "miners , all.")
    assert len(found_in(project, "typography/spaces")) == 1  # ours, which they do not name


def test_panelpress_text_counts_and_judges_by_them(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    with_rules(project)
    assert run(["text", "--json", "-C", str(project.root)]) == ExitCode.FINDINGS
    said = json.loads(capsys.readouterr().out)
    assert {(d["id"], d["source"]["file"]) for d in said["findings"]} >= {
        ("words/sentence", "panels/01-coal.md"),
        ("words/panel", "panels/01-coal.md"),
    }
    assert {text["most"] for text in said["texts"]} == {8}


def test_a_rule_that_is_off_sets_no_budget(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    with_rules(project, "extends: text\nchecks: {words/panel: off}\n")
    run(["text", "--json", "-C", str(project.root)])
    assert {text["most"] for text in json.loads(capsys.readouterr().out)["texts"]} == {None}


@pytest.mark.slow
def test_a_build_rejects_what_the_organisation_calls_an_error(project: Project) -> None:
    with_rules(project)
    assert run(["build", "coal", "-q", "-C", str(project.root)]) == ExitCode.FINDINGS
    assert not (project.press / "01-coal.pdf").exists()


@pytest.mark.slow
def test_an_item_judged_by_other_rules_is_not_kept(project: Project) -> None:
    def states() -> dict[str, str]:
        assert run(["build", "coal", "-q", "-C", str(project.root)]) == ExitCode.PRESS_READY
        manifest = json.loads((project.press / "manifest.json").read_text("utf-8"))
        return {entry["item"]: entry["state"] for entry in manifest["items"]}

    assert run(["build", "-q", "-C", str(project.root)]) == ExitCode.PRESS_READY
    assert states()["bread"] == "kept"
    with_rules(project, "extends: text\nchecks:\n  words/panel: {most: 9}\n")
    assert states()["bread"] == "absent"


def test_a_finding_is_waived_for_one_file_until_a_day_of_the_edition(project: Project) -> None:
    waiver = (
        "{check: words/sentence, object: panels/01-coal.md, name: A. Chair, reason: his own words, until: 2026-11-24}"
    )
    with_rules(project, f"{HOUSE}waivers:\n  - {waiver}\n")
    levels = {d.span.file: d.level for d in found_in(project, "words/sentence") if d.span}
    assert levels == {"panels/01-coal.md": Level.NOTE, "panels/02-bread.md": Level.ERROR}
    project.edit("house.yml", "2026-11-24", "2026-11-23")
    assert {d.level for d in found_in(project, "words/sentence")} == {Level.ERROR}
    assert len(found_in(project, "preflight/waivers")) == 1


@pytest.mark.parametrize(
    ("rules", "line", "words"),
    [
        (HOUSE.replace("words/panel", "words/panels"), 4, "`words/panels`"),
        (HOUSE.replace("most: 8", "mots: 8"), 4, "`mots`"),
        (HOUSE.partition("\n")[2], 1, "do not extend `text`"),
        (HOUSE.replace("extends: text", "extends: panel-a1"), 1, "do not extend `text`"),
        (HOUSE + "  image/resolution: {min_ppi: 100}\n", 5, "judges the finished file"),
    ],
)
def test_faulty_rules_are_refused_with_their_line(project: Project, rules: str, line: int, words: str) -> None:
    with_rules(project, rules)
    wrong = refusal(lambda: text_rules(project.load()))
    (found,) = wrong.diagnostics
    assert wrong.code is ExitCode.CANNOT_JUDGE
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("house.yml", line)
    assert words in found.message
    assert found.help


@pytest.mark.parametrize("command", ["build", "text"])
def test_faulty_rules_stop_both_commands(project: Project, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with_rules(project, HOUSE.replace("words/panel", "words/panels"))
    assert run([command, "-C", str(project.root)]) == ExitCode.CANNOT_JUDGE
    assert "house.yml:4" in capsys.readouterr().err


def test_rules_that_are_not_there_are_told_with_the_line_of_catalogue_yml(project: Project) -> None:
    with_rules(project, name="hause.yml")
    found = project.only_problem()
    assert found.id == "project/missing-file"
    assert "house.yml" in found.help
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("catalogue.yml", 2)


def test_the_rules_are_among_the_sources_that_the_manifest_names(project: Project) -> None:
    assert project.root / "house.yml" in with_rules(project).load().sources
