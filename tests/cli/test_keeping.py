"""Editions from end to end: closed, copied to a drive, restored elsewhere, read again; and how they were printed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import made
from tests.support.editions import Kept, alter, flip, small_edition

from panelpress.cli import run
from panelpress.ground.diagnostics import ExitCode, PanelpressError
from panelpress.ground.files import write_atomic
from panelpress.ledger import archive as archive_module
from panelpress.ledger import editions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield small_edition(tmp_path_factory.mktemp("once") / "exhibition", patch).root


@pytest.fixture
def kept(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """A project whose first edition is closed, its archive whole, its press files published."""
    made.install(monkeypatch)
    shutil.copytree(once, tmp_path / "exhibition")
    monkeypatch.chdir(tmp_path / "exhibition")
    return Kept(tmp_path / "exhibition")


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def document(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, dict[str, Any]]:
    """Run a command with `--json`; return its exit code and what it printed."""
    capsys.readouterr()
    code = run([*(str(word) for word in words), "--json"])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, value


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    """Run a command; return its exit code and everything it printed."""
    capsys.readouterr()
    code = run([str(word) for word in words])
    captured = capsys.readouterr()
    return code, " ".join(f"{captured.out} {captured.err}".split())


def wrong(value: dict[str, Any]) -> dict[str, str]:
    """Return the files of a report that are not right, with their states."""
    return {f["path"]: f["state"] for part in value["parts"] for f in part["files"] if f["state"] != "right"}


# -- closing ---------------------------------------------------------------------------------------------------------


def test_an_edition_holds_everything_it_is_and_is_made_from(kept: Kept) -> None:
    files = set(kept.index().files)
    assert {
        "press/01-coal.pdf", "press/02-bread.pdf", "press/catalogue.pdf", "press/manifest.json", "press/preflight.html",
        "sources/catalogue.yml", "sources/photos/captions.yml", "sources/photos/seam.png", "sources/photos/loaf.png",
        "sources/panels/01-coal.md", "fonts/SourceSerifPro-Regular.ttf", "profiles/FOGRA39.icc", "made-from/coal/page.html",
        "made-from/catalogue/page.css", "requirements.txt",
    } <= files  # fmt: skip
    record = kept.record()
    assert list(record.items) == ["coal", "bread", "catalogue"]
    named = {"panelpress", "weasyprint", "fonttools", "pillow", "fonts", "font-source-serif-pro", "profile:FOGRA39"}
    assert named <= set(record.versions)
    lines = kept.archive.read(kept.index().files["requirements.txt"]).decode().splitlines()
    assert any(line.startswith("weasyprint==70") for line in lines)


def test_what_was_rejected_and_what_is_hidden_is_no_part_of_it(kept: Kept) -> None:
    kept.project.write("out/press/rejected/old.pdf", "%PDF")
    kept.project.write("styles/.swp", "an editor's")
    kept.project.write("record/.half", "a writer's")
    kept.number(2)
    kept.project.edit("panels/01-coal.md", "Coal was", "Iron was")
    kept.close()
    assert not [path for path in kept.index(2).files if "rejected" in path or "/." in path]
    assert "record/editions/edition-1.json" in kept.index(2).files


def test_the_same_again_is_nothing_new(kept: Kept) -> None:
    before = {p: p.stat().st_mtime_ns for room in ("archive", "record") for p in (kept.root / room).rglob("*")}
    assert kept.close() == kept.record()
    assert {p: p.stat().st_mtime_ns for room in ("archive", "record") for p in (kept.root / room).rglob("*")} == before


def test_what_people_recorded_since_makes_no_other_edition_of_it(kept: Kept) -> None:
    record = kept.record()
    assert run(["history", "add", "all", "--date", "2027-01-12", "--stock", "Dibond"]) == 0
    assert kept.close() == record


def test_a_closed_number_with_other_files_names_precisely_which(kept: Kept) -> None:
    record = kept.record()
    kept.project.edit("panels/02-bread.md", "stood by", "stood with")
    before = everything(kept.root / "archive" / "editions")
    with pytest.raises(PanelpressError) as raised:
        kept.close()
    [told] = raised.value.diagnostics
    assert raised.value.code is ExitCode.FINDINGS
    assert told.id == "edition/closed"
    assert told.message == (
        "edition 1 was closed on 2026-11-24, with other files: panel 2 bread is another file; catalogue is another file"
    ) or told.message.endswith("with other files: panel 2 bread is another file")
    assert "raise `number:` below `edition:` in catalogue.yml" in told.help
    assert kept.record() == record
    assert everything(kept.root / "archive" / "editions") == before


def test_an_item_more_or_less_is_another_edition(kept: Kept) -> None:
    kept.project.edit("catalogue.yml", "  - 02-bread\n", "")
    kept.project.edit("photos/captions.yml", "  loaf:\n    file: loaf.png\n    title: A loaf\n    credit: Nobody\n", "")
    with pytest.raises(PanelpressError, match="panel 2 bread is not there any more"):
        kept.close()


def test_what_the_archive_lost_is_mended_by_the_same_release(kept: Kept) -> None:
    flip(kept.object_of("press/01-coal.pdf"))
    kept.object_of("sources/catalogue.yml").unlink()
    assert run(["verify"]) == 1
    kept.close()
    assert run(["verify"]) == 0


def test_an_archive_that_is_gone_is_missed_and_not_made_anew_from_other_files(kept: Kept) -> None:
    assert run(["history", "add", "1", "--date", "2027-01-12", "--copy", "A"]) == 0  # record/ is another since
    shutil.rmtree(kept.root / "archive")
    with pytest.raises(PanelpressError, match="edition 1 of small is not in the archive"):
        kept.close()


def test_the_archive_lies_where_catalogue_yml_says(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = tmp_path / "drive" / "kept"
    shutil.copytree(kept.root / "archive", away)
    shutil.rmtree(kept.root / "archive")
    kept.project.edit("catalogue.yml", "imprint:", f"archive: {away}\nimprint:")
    assert run(["verify"]) == 0
    assert document(capsys, "history")[1]["editions"][0]["archive"] is True


@pytest.mark.parametrize("place", ["out/kept", "record", "photos/old", "./out", '""', "."])
def test_the_archive_lies_nowhere_else(kept: Kept, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    kept.project.edit("catalogue.yml", "imprint:", f"archive: {place}\nimprint:")
    code, text = said(capsys, "archive")
    assert code == 2
    assert "archive" in text
    assert not (kept.root / "out" / "kept").exists()


@pytest.mark.parametrize("number", [28, 122, 13, 30, 5])
def test_an_archive_that_takes_no_more_closes_nothing(kept: Kept, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.number(2)
    kept.project.edit("panels/01-coal.md", "Coal was", "Iron was")
    before = everything(kept.root / "archive" / "editions") | everything(kept.root / "record")
    real, seen = write_atomic, 0

    def fail(path: Path, data: bytes) -> None:
        nonlocal seen
        seen += 1
        if seen == 3:
            raise OSError(number, os.strerror(number))
        real(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(archive_module, "write_atomic", fail)
        with pytest.raises(PanelpressError) as raised:
            kept.close()
    assert raised.value.diagnostics[0].id in ("archive/disk-full", "archive/unwritable")
    assert everything(kept.root / "archive" / "editions") | everything(kept.root / "record") == before
    kept.close()
    assert run(["verify"]) == 0


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="mounting takes root")
def test_a_drive_that_is_really_full(kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", drive], check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        kept.project.edit("catalogue.yml", "imprint:", f"archive: {drive}\nimprint:")
        kept.number(2)
        with pytest.raises(PanelpressError, match="there is no room for the archive"):
            kept.close()
        assert editions.closed(kept.root) == {1: editions.path_of(kept.root, 1)}
        code, text = said(capsys, "archive", "restore", kept.root / "archive", "--into", drive / "project")
        assert (code, "the disk is full" in text or "there is no room" in text) == (2, True), text
        assert not (drive / "project").exists()
        subprocess.run(["mount", "-o", "remount,size=40m", drive], check=True)
        kept.archive = archive_module.Archive(drive)
        kept.close()
        assert {checked.state for checked in kept.archive.check(kept.index(2))} == {"right"}
        subprocess.run(["mount", "-o", "remount,ro", drive], check=True)
        kept.number(3)
        with pytest.raises(PanelpressError, match="Read-only file system"):
            kept.close()
    finally:
        subprocess.run(["umount", "-l", drive], check=True)


# -- archive ---------------------------------------------------------------------------------------------------------


def test_a_copy_is_restored_as_a_project_that_is_the_same(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "miners.zip"
    code, copied = document(capsys, "archive", "--to", pack)
    assert (code, copied["edition"], copied["bytes"]) == (0, 1, pack.stat().st_size)
    assert document(capsys, "verify", pack)[0] == 0
    code, restored = document(capsys, "archive", "restore", pack, "--into", tmp_path / "elsewhere")
    assert (code, restored["files"], restored["archive"]) == (0, copied["files"], "archive")
    found, own = everything(tmp_path / "elsewhere"), everything(kept.root)
    assert {name: own[name] for name in found} == found
    assert {
        name for name in own if name.startswith(("archive/", "record/", "panels/", "photos/", "out/press/"))
    } <= set(found)
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert document(capsys, "verify")[0] == 0
    again = Kept(tmp_path / "elsewhere")
    assert again.close() == kept.record()


def test_a_zip_goes_into_out_or_a_folder_under_a_name_of_its_own(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"small-1-{kept.record().index[:12]}.zip"
    assert said(capsys, "archive")[1].startswith(f"out/{name}")
    assert run(["archive", "--to", str(tmp_path)]) == 0
    assert (tmp_path / name).read_bytes() == (kept.root / "out" / name).read_bytes()


def test_names_that_are_something_else_are_left_alone(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.zip").write_bytes(b"no zip at all")
    for to, word in ((tmp_path / "thesis.zip", "is there, and is no zip"), (tmp_path / "x.pdf", "no name of a zip")):
        code, text = said(capsys, "archive", "--to", to)
        assert (code, word in text) == (2, True)
    assert (tmp_path / "thesis.zip").read_bytes() == b"no zip at all"
    del kept


def test_an_archive_that_does_not_read_back_is_not_copied(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flip(kept.object_of("press/01-coal.pdf"))
    code, value = document(capsys, "archive", "--to", tmp_path / "x.zip")
    assert code == 2
    assert [e["id"] for e in value["errors"]] == ["archive/changed"]
    assert "press/01-coal.pdf" in value["errors"][0]["message"]
    assert not (tmp_path / "x.zip").exists()


def test_a_number_that_was_not_closed_and_no_edition_at_all(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    assert "edition 7 was not closed" in said(capsys, "archive", "--edition", "7")[1]
    shutil.rmtree(kept.root / "record")
    code, text = said(capsys, "archive")
    assert code == 2
    assert "`panelpress build --release` closes one" in text


def damaged(pack: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> None:
    with zipfile.ZipFile(pack) as opened:
        found = {name: opened.read(name) for name in opened.namelist()}
    with zipfile.ZipFile(pack, "w") as again:
        for name, data in change(found).items():
            again.writestr(name, data)


def test_nothing_is_left_behind_of_a_zip_that_is_not_whole(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "x.zip"
    run(["archive", "--to", str(pack)])
    damaged(pack, lambda e: {n: (d + b"x" if n.endswith("press/01-coal.pdf") else d) for n, d in e.items()})
    before = sorted(tmp_path.iterdir())
    code, text = said(capsys, "archive", "restore", pack, "--into", tmp_path / "new")
    assert code == 2
    assert "press/01-coal.pdf in x.zip" in text
    data = pack.read_bytes()
    pack.write_bytes(data[: len(data) // 2])
    code, text = said(capsys, "archive", "restore", pack, "--into", tmp_path / "new")
    assert (code, "breaks off" in text) == (2, True)
    assert sorted(tmp_path.iterdir()) == before
    del kept


def test_a_folder_that_is_not_empty_is_left_alone(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "x.zip"
    run(["archive", "--to", str(pack)])
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    code, text = said(capsys, "archive", "restore", pack, "--into", tmp_path / "full")
    assert (code, "is not empty" in text) == (2, True)
    (tmp_path / "empty").mkdir()
    assert run(["archive", "restore", str(pack), "--into", str(tmp_path / "empty")]) == 0
    del kept


def test_an_edition_comes_out_of_an_archive_that_holds_several(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.number(2)
    kept.project.edit("panels/01-coal.md", "Coal was", "Iron was")
    kept.close()
    code, text = said(capsys, "archive", "restore", "archive", "--into", tmp_path / "new")
    assert (code, "holds the editions 1, 2" in text) == (2, True)
    assert run(["archive", "restore", "archive", "--edition", "1", "--into", str(tmp_path / "new")]) == 0
    assert "Coal was" in (tmp_path / "new" / "panels" / "01-coal.md").read_text("utf-8")


def test_a_project_whose_archive_was_elsewhere_is_restored_with_one_of_its_own(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.project.edit("catalogue.yml", "imprint:", f"archive: {tmp_path / 'drive'}\nimprint:")
    kept.number(2)
    kept.archive = archive_module.Archive(tmp_path / "drive")
    kept.close()
    run(["archive", "--to", str(tmp_path / "x.zip")])
    code, value = document(capsys, "archive", "restore", tmp_path / "x.zip", "--into", tmp_path / "new")
    assert code == 0
    assert value["archive_elsewhere"] == str(tmp_path / "drive")
    assert (tmp_path / "new" / "archive" / "editions").is_dir()


# -- verify ----------------------------------------------------------------------------------------------------------


def test_everything_is_right_and_says_so(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(capsys, "verify")
    assert code == 0
    assert "this is edition 1 as it was closed" in text
    assert "All is as it was" in text
    del kept


STATES: dict[str, tuple[Callable[[Kept], object], str, str]] = {
    "a press file changed": (lambda k: flip(k.root / "out/press/01-coal.pdf"), "01-coal.pdf", "changed"),
    "a press file gone": (lambda k: (k.root / "out/press/01-coal.pdf").unlink(), "01-coal.pdf", "missing"),
    "a file too many": (lambda k: k.project.write("out/press/old.pdf", "%PDF"), "old.pdf", "extra"),
    "a report changed": (lambda k: flip(k.root / "out/press/preflight.html"), "preflight.html", "changed"),
    "a byte of the archive": (
        lambda k: flip(k.object_of("sources/photos/seam.png"), 99),
        "sources/photos/seam.png",
        "changed",
    ),
    "an object gone": (lambda k: k.object_of("requirements.txt").unlink(), "requirements.txt", "missing"),
    "a stranger in the archive": (lambda k: k.project.write("archive/objects/x", "?"), "objects/x", "extra"),
}


@pytest.mark.parametrize("state", STATES)
def test_a_file_that_is_not_right_is_named(kept: Kept, state: str, capsys: pytest.CaptureFixture[str]) -> None:
    change, path, word = STATES[state]
    change(kept)
    code, value = document(capsys, "verify")
    assert (code, wrong(value)) == (1, {path: word})


def edited(kept: Kept, name: str, old: str, new: str) -> None:
    path = kept.root / name
    alter(path, path.read_bytes().replace(old.encode(), new.encode()))


def an_entry(kept: Kept) -> Path:
    run(["history", "add", "1", "--date", "2027-01-12", "--copy", "A", "-C", str(kept.root)])
    return next((kept.root / "record" / "history").iterdir())


FAULTS: dict[str, tuple[Callable[[Kept], object], str]] = {
    "a record edited": (
        lambda k: edited(k, "record/editions/edition-1.json", "2026-11-24", "2026-11-25"),
        "edition/record",
    ),
    "a record of another version": (
        lambda k: edited(k, "record/editions/edition-1.json", '"schema_version": 1', '"schema_version": 0'),
        "edition/record",
    ),
    "an index edited": (
        lambda k: edited(k, f"archive/editions/{archive_module.name_of(k.index())}", "2026-11-24", "2026-11-25"),
        "archive/changed",
    ),
    "an index gone": (
        lambda k: (k.root / f"archive/editions/{archive_module.name_of(k.index())}").unlink(),
        "archive/none",
    ),
    "the archive gone": (lambda k: shutil.rmtree(k.root / "archive"), "archive/none"),
    "a history entry edited": (lambda k: flip(an_entry(k), 60), "history/altered"),
}


@pytest.mark.parametrize("state", FAULTS)
def test_a_record_or_index_that_is_not_right_is_named(
    kept: Kept, state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change, id = FAULTS[state]
    change(kept)
    code, value = document(capsys, "verify")
    assert code == 1
    assert [f["id"] for part in value["parts"] for f in part["faults"]] == [id]
    assert value["good"] is False


def test_press_files_that_changed_places_are_told_for_what_they_are(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    coal, bread = kept.project.press / "01-coal.pdf", kept.project.press / "02-bread.pdf"
    one, other = coal.read_bytes(), bread.read_bytes()
    coal.write_bytes(other)
    bread.write_bytes(one)
    code, value = document(capsys, "verify", "out/press")
    assert code == 1
    words = {f["path"]: f["words"] for f in value["parts"][0]["files"] if f["state"] != "right"}
    assert words == {
        "01-coal.pdf": "it is panel 2 bread of edition 1",
        "02-bread.pdf": "it is panel 1 coal of edition 1",
    }


def test_a_manifest_that_cannot_be_read_judges_nothing(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    kept.project.write("out/press/manifest.json", '{"items": [')
    code, value = document(capsys, "verify")
    assert code == 2
    assert value["errors"][0]["id"] == "verify/manifest"


def test_an_index_of_a_release_that_was_not_closed_is_no_fault(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    kept.number(2)
    kept.close()
    editions.path_of(kept.root, 2).unlink()
    code, text = said(capsys, "verify")
    assert code == 0
    assert "a release was begun and not closed" in text


def test_a_drive_full_of_files_is_recognised_by_what_they_hold(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive = tmp_path / "drive"
    (drive / "for the van").mkdir(parents=True)
    shutil.copy(kept.project.press / "01-coal.pdf", drive / "for the van" / "left wall.pdf")
    (drive / "02-bread.pdf").write_bytes(b"%PDF of somebody")
    (drive / "advert.pdf").write_bytes(b"%PDF of somebody else")
    (drive / "readme.txt").write_text("hello")
    (drive / ".Trashes").mkdir()
    code, value = document(capsys, "verify", drive)
    assert code == 1
    files = {f["path"]: (f["state"], f["words"]) for f in value["parts"][0]["files"]}
    assert files["for the van/left wall.pdf"] == ("right", "this is panel 1 coal of edition 1")
    assert files["02-bread.pdf"][0] == "changed"
    assert "is called like panel 2 bread of edition 1 and is another file" in files["02-bread.pdf"][1]
    assert files["advert.pdf"][0] == files["readme.txt"][0] == "unknown"
    (drive / "02-bread.pdf").unlink()
    (drive / "advert.pdf").unlink()
    assert document(capsys, "verify", drive)[0] == 0  # a text among them is nobody's fault
    code, value = document(capsys, "verify", drive, "--edition", "1")
    assert code == 1
    assert wrong(value) == {"readme.txt": "unknown", "02-bread.pdf": "missing", "catalogue.pdf": "missing"}


def test_a_drive_with_sets_zips_and_archives_on_it(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    run(["archive", "--to", str(drive)])
    shutil.copytree(kept.root / "archive", drive / "archive")
    shutil.copytree(kept.project.press, drive / "to print")
    code, value = document(capsys, "verify", drive)
    assert code == 0
    assert [part["name"] for part in value["parts"]] == ["edition 1", "edition 1 of small", "the press files"]
    flip(drive / "to print" / "01-coal.pdf")
    assert document(capsys, "verify", drive)[0] == 1


def test_zips_of_others_are_nobodys_fault_and_a_torn_one_of_ours_is(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    (drive / "noise.zip").write_bytes(b"no zip")
    with zipfile.ZipFile(drive / "holiday.zip", "w") as made_elsewhere:
        made_elsewhere.writestr("a.jpg", b"x")
    code, value = document(capsys, "verify", drive)
    assert (code, wrong(value)) == (0, {"holiday.zip": "unknown", "noise.zip": "unknown"})
    run(["archive", "--to", str(drive / "x.zip")])
    data = (drive / "x.zip").read_bytes()
    (drive / "x.zip").write_bytes(data[:-100])
    code, value = document(capsys, "verify", drive)
    assert code == 1
    assert [f["id"] for part in value["parts"] for f in part["faults"]] == ["archive/zip-truncated"]
    del kept


def test_nothing_on_a_drive_keeps_the_rest_from_being_read(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive = tmp_path / "drive"
    shutil.copytree(kept.project.press, drive / "good")
    shutil.copytree(kept.project.press, drive / "torn")
    (drive / "torn" / "manifest.json").write_text("{")
    (drive / "unpacked").mkdir()
    (drive / "unpacked" / "edition.json").write_text("[]")
    (drive / "app").mkdir()
    (drive / "app" / "manifest.json").write_text('{"name": "somebody else\'s"}')
    code, value = document(capsys, "verify", drive)
    assert code == 1
    assert [f["id"] for part in value["parts"] for f in part["faults"]] == ["verify/manifest", "archive/index"]
    assert value["parts"][0]["good"] is True
    assert wrong(value) == {"app/manifest.json": "unknown"}


def test_one_edition_alone_is_read_again(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    kept.number(2)
    kept.close()
    flip(kept.object_of("press/manifest.json", 2))
    assert document(capsys, "verify", "--edition", "1")[0] == 0
    code, value = document(capsys, "verify", "--edition", "2")
    assert (code, wrong(value)) == (1, {"press/manifest.json": "changed"})
    assert "no record of edition 3" in said(capsys, "verify", "--edition", "3")[1]


def test_one_file_is_told_for_what_it_is(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(capsys, "verify", kept.project.press / "02-bread.pdf")
    assert (code, "this is panel 2 bread of edition 1" in text) == (0, True)


def test_a_zip_whose_index_is_not_the_one_that_was_closed_is_told(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["archive", "--to", str(tmp_path / "x.zip")])
    top = archive_module.name_of(kept.index()).removesuffix(".json")

    def forge(found: dict[str, bytes]) -> dict[str, bytes]:
        index = found[f"{top}/edition.json"].replace(b"2026-11-24", b"2026-11-25")
        return {n.replace(top, "mine"): d for n, d in (found | {f"{top}/edition.json": index}).items()}

    damaged(tmp_path / "x.zip", forge)
    code, value = document(capsys, "verify", tmp_path / "x.zip")
    assert code == 1
    assert [f["id"] for f in value["parts"][0]["faults"]] == ["verify/other-edition"]


def test_a_zip_is_held_against_itself_where_there_is_no_exhibition(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["archive", "--to", str(tmp_path / "x.zip")])
    monkeypatch.chdir(tmp_path)
    code, text = said(capsys, "verify", "x.zip")
    assert (code, "held against itself" in text) == (0, True)
    code, text = said(capsys, "verify")
    assert (code, "catalogue.yml" in text) == (2, True)
    assert said(capsys, "verify", "nowhere")[0] == 2
    del kept


# -- history ---------------------------------------------------------------------------------------------------------


def test_what_was_printed_how_hangs_where(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    facts = (
        "--printer",
        "Northern Print",
        "--stock",
        "3 mm Dibond",
        "--strip",
        "C 1.45 M 1.42",
        "--date",
        "2027-01-12",
    )
    code, value = document(capsys, "history", "add", "all", "--copy", "A", *facts)
    assert code == 0
    assert [e["item"] for e in value["recorded"]] == ["coal", "bread", "catalogue"]
    assert value["recorded"][0]["sha256"] == kept.record().items["coal"].sha256
    assert run(["history", "add", "1", "--copy", "B", *facts]) == 0
    code, value = document(capsys, "history")
    assert code == 0
    assert {(h["copy"], h["item"]) for h in value["hanging"]} == {
        ("A", "coal"),
        ("A", "bread"),
        ("A", "catalogue"),
        ("B", "coal"),
    }
    code, value = document(capsys, "history", "2")
    assert value["item"] == "bread"
    assert [p["item"] for p in value["printed"]] == ["bread"]
    code, text = said(capsys, "history")
    assert "Northern" in text
    assert "all 3" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "9", "--date", "2027-01-12", "--copy", "A"), "no closed edition has a panel or book `9`"),
        (("add", "1", "--date", "2027-01-12"), "nothing is told of how it was printed"),
        (("add", "1", "--date", "12 January", "--copy", "A"), "is no day"),
        (("add", "1", "--copy", "A"), "--date"),
        (("add", "1", "--edition", "4", "--date", "2027-01-12", "--copy", "A"), "edition 4 was not closed"),
        (("bred",), "did you mean `bread`?"),
    ],
)
def test_what_cannot_be_recorded_says_why(
    kept: Kept, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = said(capsys, "history", *words)
    assert (code, told in text) == (2, True), text
    assert not (kept.root / "record" / "history").exists()


def test_a_history_entry_that_was_altered_is_told(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    flip(an_entry(kept), 60)
    code, text = said(capsys, "history")
    assert (code, "was altered" in text) == (2, True)


@pytest.mark.parametrize("words", [("archive",), ("archive", "restore"), ("verify",), ("history",), ("history", "add")])
def test_every_command_teaches_itself(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--help"]) == 0
    text = capsys.readouterr().out
    assert "example" in text
    assert "--json" in text
    assert max(map(len, text.splitlines())) <= 100
