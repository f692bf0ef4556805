"""While nothing has changed since the last build nobody reads the project again; any change, and everybody does."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.test_release import clean, signed_project
from tests.support import made
from tests.support.project import Project, clean_environment
from tests.support.signing import decision

from panelpress.cli import run
from panelpress.ledger import chain, manifest, snapshot
from panelpress.ledger.entries import Waived

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return the small exhibition as it was built, with people to sign it."""
    made.install(monkeypatch, coal=clean, bread=clean, catalogue=clean)
    small = signed_project(tmp_path / "show")
    small.write("rules.yml", "extends: text\n")
    small.edit("catalogue.yml", "imprint: Made", "text_rules: rules.yml\nimprint: Made")
    assert run(["build", "-C", str(small.root), "--jobs", "1", "-q"]) == 0
    return small


def status(project: Project, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    run(["status", "--json", "-C", str(project.root), *more])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return value


CHANGES: dict[str, Callable[[Project], object]] = {
    "a word": lambda p: p.edit("panels/02-bread.md", "stood by", "stood with"),
    "a caption": lambda p: p.edit("photos/captions.yml", "title: A loaf", "title: Two loaves"),
    "a picture": lambda p: p.picture("loaf.png", shade=10),
    "a picture gone": lambda p: (p.root / "photos/loaf.png").unlink(),
    "a new file": lambda p: p.write("panels/02-bread.es.md", "---\ntitle: Pan\n---\n\nPan.\n"),
    "a style": lambda p: p.write("styles/templates/panel/board.html", "<p>x</p>"),
    "the catalogue": lambda p: p.edit("catalogue.yml", "number: 1", "number: 2"),
    "a file elsewhere": lambda p: p.write("rules.yml", "extends: text\n# changed\n"),
    "the manifest": lambda p: (p.press / "manifest.json").write_text("{}"),
    "the manifest gone": lambda p: (p.press / "manifest.json").unlink(),
    "a link into the unknown": lambda p: (p.root / "photos/more").symlink_to(p.root, target_is_directory=True),
}


def test_nothing_changed(project: Project) -> None:
    seen = snapshot.unchanged(project.root)
    assert seen is not None
    assert [item.key for item in seen.items] == ["coal", "bread", "catalogue"]
    assert seen.others == ("rules.yml",)
    assert snapshot.unchanged(project.root, "shop") is None, "another print shop is another build"


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_seen(project: Project, change: str) -> None:
    CHANGES[change](project)
    assert snapshot.unchanged(project.root) is None


def test_a_file_that_was_touched_and_is_the_same_changes_nothing(project: Project) -> None:
    path = project.root / "photos/loaf.png"
    path.write_bytes(path.read_bytes())
    assert snapshot.unchanged(project.root) is not None


def test_another_package_is_seen(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "more" / "weasyprint-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "more"))
    assert snapshot.unchanged(project.root) is None


def test_another_typeface_is_seen(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "more" / "font_source_serif_pro").mkdir(parents=True)
    (tmp_path / "more" / "font_source_serif_pro" / "SourceSerifPro-Regular.ttf").write_bytes(b"another")
    monkeypatch.syspath_prepend(str(tmp_path / "more"))
    assert snapshot.unchanged(project.root) is None


def test_another_day_is_seen(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert snapshot.unchanged(project.root) is None


@pytest.mark.parametrize("broken", ["", "{}", "[]", '{"schema_version": 99}', "not json"])
def test_a_snapshot_that_cannot_be_read_is_none(project: Project, broken: str) -> None:
    (project.root / snapshot.FILE).write_text(broken)
    assert snapshot.unchanged(project.root) is None


def test_status_says_the_same_with_and_without(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    built = manifest.read(project.press)
    chain.append(project.root, [
        decision((), item="coal", gate="text", by="A. Writer", organisation="NUM",
                 judged=tuple(part.digest for part in built["coal"].judged["text"]))
    ])  # fmt: skip
    lean = status(project, capsys)
    (project.root / snapshot.FILE).unlink()
    assert status(project, capsys) == lean
    assert lean["items"][0]["gates"][0]["state"] == "approved"


def test_a_waiver_that_came_since_reopens_the_verdict(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    chain.append(project.root, [Waived("image/too-fine", "bread", "A. Writer", "", "NUM", "2026-11-24", "agreed")])
    told = {item["item"]: {gate["state"] for gate in item["gates"]} for item in status(project, capsys)["items"]}
    assert told == {"coal": {"waiting"}, "bread": {"unknown"}, "catalogue": {"waiting"}}


def test_a_build_that_keeps_nothing_leaves_no_snapshot(project: Project) -> None:
    (project.root / snapshot.FILE).unlink()
    assert run(["build", "-C", str(project.root), "--jobs", "1", "-q", "--no-cache"]) == 0
    assert not (project.root / snapshot.FILE).exists()


def test_status_reads_neither_the_engine_nor_the_project(project: Project) -> None:
    """What people ask many times a day loads neither what lays pages out, nor what reads PDFs, nor what reads the project."""
    script = (
        "import sys; from panelpress.cli import run; code = run(['status', '--json']);"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=project.root, env=clean_environment(),
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 1, done.stderr
    loaded = set(done.stderr.split())
    assert "panelpress" in loaded
    assert not loaded & {
        "weasyprint",
        "PIL",
        "numpy",
        "pikepdf",
        "pypdfium2",
        "pypdf",
        "pydantic",
        "jinja2",
        "fontTools",
        "yaml",
    }
