"""`panelpress package`: what goes to the printer is the set as it was built, whole and approved, in zips that read back."""

from __future__ import annotations

import errno
import json
import shutil
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.test_release import approve, build, clean, signed_project
from tests.support import made
from tests.support.judges import ask

from panelpress.cli import run
from panelpress.ground.files import digest, write_atomic

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project import Project

    from panelpress.jobs.work import Result, Task

REPORTS = ["preflight.html", "preflight.json", "ticket.json", "ticket.pdf", "manifest.json"]


def large(task: Task) -> Result:
    """Make an item of nothing that is 300 kB large."""
    result = clean(task)
    data = (task.name.key.encode() * 300_000)[:300_000]
    write_atomic(task.staging / task.recipe.file_name, data)
    known_as = digest(data)
    return replace(result, report=replace(result.report, octets=len(data), digest=known_as, content_digest=known_as))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return the small exhibition, built and approved, its items of 300 kB each."""
    made.install(monkeypatch, coal=large, bread=large, catalogue=large)
    small = signed_project(tmp_path / "show")
    build(small)
    approve(small)
    assert build(small, "-q") == 0
    return small


def package(project: Project, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run(["package", "-C", str(project.root), "--json", *words])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, value


def packed(project: Project) -> dict[str, list[str]]:
    folder = project.root / "out/package"
    return {path.name: _names(path) for path in sorted(folder.iterdir())}


def _names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as pack:
        assert pack.testzip() is None
        return [name.removeprefix(f"{path.stem}/") for name in pack.namelist()]


def test_each_print_shop_gets_what_it_prints_with_ticket_and_reports(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    code, value = package(project, capsys)
    assert code == 0
    assert packed(project) == {
        "small-e1-catalogue.zip": ["catalogue.pdf", *REPORTS, "SHA256SUMS"],
        "small-e1-panels.zip": ["01-coal.pdf", "02-bread.pdf", *REPORTS, "SHA256SUMS"],
    }
    assert [each["bytes"] > 300_000 for each in value["packages"]] == [True, True]


def test_one_shop_that_prints_both_gets_one_zip(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.edit("catalogue.yml", "shop: {makes: panels,", "shop: {makes: panels, name: Pit & Sons,")
    project.edit("catalogue.yml", "press: {makes: catalogue,", "press: {makes: catalogue, name: Pit & Sons,")
    assert build(project, "-q") == 0
    assert package(project, capsys)[0] == 0
    assert list(packed(project)) == ["small-e1.zip"]


def test_sha256sum_finds_everything_as_it_was_sent(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    package(project, capsys)
    folder = project.root / "out/package"
    for path in folder.glob("*.zip"):
        shutil.unpack_archive(path, folder)
        sums = folder / path.stem / "SHA256SUMS"
        for line in sums.read_text("utf-8").splitlines():
            sha256, name = line.split("  ")
            assert ask("sha256sum", sums.parent / name).out.split()[0] == sha256


def test_the_same_set_gives_the_same_zips(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    first = package(project, capsys)[1]
    assert package(project, capsys)[1] == first


def test_a_limit_splits_between_files_and_every_part_is_whole(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.edit("catalogue.yml", "shop: {makes: panels,", "shop: {makes: panels, max_mb: 0.6,")
    assert build(project, "-q") == 0
    assert package(project, capsys)[0] == 0
    assert packed(project) == {
        "small-e1-catalogue.zip": ["catalogue.pdf", *REPORTS, "SHA256SUMS"],
        "small-e1-panels-part-1-of-2.zip": ["01-coal.pdf", *REPORTS, "SHA256SUMS"],
        "small-e1-panels-part-2-of-2.zip": ["02-bread.pdf", *REPORTS, "SHA256SUMS"],
    }
    assert all(p.stat().st_size <= 600_000 for p in (project.root / "out/package").glob("*part*"))


def _beside(project: Project) -> int:
    return sum((project.press / name).stat().st_size for name in REPORTS)


@pytest.mark.parametrize(("spare", "parts"), [(-1, 0), (0, 2), (1, 2), (299_999, 2), (300_000, 1), (300_001, 1)])
def test_a_file_is_in_a_part_while_there_is_room_to_the_byte(
    project: Project, spare: int, parts: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """64 kB are kept for what the zip itself needs; a file that has no room alone is refused by name."""
    room = _beside(project) + 64_000 + 300_000 + spare
    code, value = package(project, capsys, "--max-mb", str(room / 1e6))
    if not parts:
        assert code == 1
        assert [found["id"] for found in value["errors"]] == ["package/too-large"]
        assert value["errors"][0]["message"].startswith("01-coal.pdf is 300 kB")
        return
    assert code == 0
    assert sum("panels" in each["file"] for each in value["packages"]) == parts


def test_what_is_not_approved_is_packed_only_where_that_is_said(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.edit("panels/02-bread.md", "stood by the", "stood, by the")
    assert build(project, "-q") == 0
    code, value = package(project, capsys)
    assert code == 1
    assert [(found["id"], found["message"]) for found in value["errors"]] == [
        ("package/unapproved", "panel 2 bread is not approved (0 of 3 approvals)")
    ]
    assert not (project.root / "out/package").exists()
    assert package(project, capsys, "--unapproved")[0] == 0
    assert list(packed(project)) == ["small-e1-catalogue.zip", "small-e1-panels-UNAPPROVED.zip"]


@pytest.mark.parametrize("file", ["02-bread.pdf", "ticket.pdf", "preflight.json"])
@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_set_that_is_not_as_it_was_built_is_not_packed(
    project: Project, file: str, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if how == "changed":
        (project.press / file).write_bytes(b"altered by hand")
    else:
        (project.press / file).unlink()
    code, value = package(project, capsys)
    assert code == 1
    assert [found["id"] for found in value["errors"]] == ["package/changed"]
    assert file in value["errors"][0]["message"]


def test_a_set_that_is_not_whole_is_not_packed(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.install(monkeypatch, coal=large, bread=made.rejected, catalogue=large)
    build(project, "-q")
    code, value = package(project, capsys)
    assert code == 1
    assert [found["message"] for found in value["errors"]] == ["panel 2 bread is rejected: the set is not whole"]


def test_without_a_set_there_is_nothing_to_pack(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (project.press / "manifest.json").unlink()
    code, value = package(project, capsys)
    assert (code, value["errors"][0]["id"]) == (2, "package/nothing")


def test_a_full_disk_leaves_no_half_zip(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    code, value = package(project, capsys)
    assert (code, value["errors"][0]["id"]) == (2, "package/unwritable")
    assert list((project.root / "out/package").iterdir()) == []
