"""`panelpress access`: what is put into out/access, what is said of it, and that nothing is lost without a word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.support.project import Project, call, small_project

from panelpress.cli import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


def access(project: Project, *words: str) -> int:
    return run(["access", "-C", str(project.root), *words])


def published(project: Project) -> dict[str, bytes]:
    folder = project.root / "out" / "access"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_each_language_has_its_guide_and_its_page_and_they_know_each_other(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert access(project) == 0
    files = published(project)
    assert sorted(files) == ["large-print.es.pdf", "large-print.pdf", "texts.es.html", "texts.html"]
    assert b'href="large-print.es.pdf"' in files["texts.es.html"]
    assert b'href="texts.es.html"' in files["texts.html"]
    told = capsys.readouterr()
    assert told.out == "", "stdout is data"
    assert "out/access/large-print.es.pdf" in told.err


def test_one_language_alone_is_named_by_its_tag_or_its_first_part(project: Project) -> None:
    assert access(project, "--language", "es") == 0
    files = published(project)
    assert sorted(files) == ["large-print.es.pdf", "texts.es.html"]
    assert b"texts.html" not in files["texts.es.html"], "no link to what is not there"


def test_a_language_that_the_exhibition_has_not_is_refused_and_nothing_is_written(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert access(project, "--language", "fr") == 2
    assert "the exhibition has no language `fr`" in capsys.readouterr().err
    assert not published(project)


def test_the_editions_are_equal_in_any_process_and_under_any_hash_seed(project: Project) -> None:
    made = []
    for seed in ("1", "2"):
        assert (
            call("access", "-q", folder=project.root, changes={"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}).returncode
            == 0
        )
        made.append(published(project))
    assert made[0] == made[1]
    assert len(made[0]) == 4


def test_json_names_each_file_with_its_pages_and_digest(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert access(project, "--json", "--language", "en") == 0
    told = capsys.readouterr()
    assert told.err == ""
    items = json.loads(told.out)["items"]
    assert [(item["file"], item["state"]) for item in items] == [("large-print.pdf", "ready"), ("texts.html", "ready")]
    assert items[0]["pages"] > 2
    assert {name: len(data) for name, data in published(project).items()} == {i["file"]: i["bytes"] for i in items}


def test_pictures_that_nobody_described_are_warned_of(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert access(project) == 0
    assert capsys.readouterr().err.count("nobody has described `seam`") == 1, "once, not once for each language"
    assert access(project, "--fail-on", "warning") == 1


def test_a_character_without_a_glyph_keeps_the_guide_back_and_lets_the_page_go(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.edit("panels/01-coal.md", "Coal was cut", "石 was cut")
    assert access(project) == 1
    assert sorted(published(project)) == [
        "rejected/large-print.es.pdf",
        "rejected/large-print.pdf",
        "texts.es.html",
        "texts.html",
    ]
    assert "panels/01-coal.md" in capsys.readouterr().err


def test_a_template_that_drops_a_text_is_found_out(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.write("styles/templates/access/texts.html", "<!doctype html><p>{{ it.title.text }}</p>")
    assert access(project, "--language", "en-GB") == 1
    assert sorted(published(project)) == ["large-print.pdf", "rejected/texts.html"]
    assert "Coal was cut here" in capsys.readouterr().err


def test_a_template_that_is_wrong_leaves_the_last_good_set(project: Project) -> None:
    assert access(project) == 0
    before = published(project)
    project.write("styles/templates/access/texts.html", "{{ no_such_thing }}")
    assert access(project) == 2
    assert published(project) == before
