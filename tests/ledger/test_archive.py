"""The archive: it gives back what was put into it, costs nothing twice, and whatever was done to it is named."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.editions import alter, flip

from panelpress.ground.diagnostics import PanelpressError
from panelpress.ground.files import digest
from panelpress.ledger import archive as archive_module
from panelpress.ledger.archive import Archive, Checked, name_of
from panelpress.ledger.index import EditionItem, Index, parse

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = os.urandom(90_000).replace(b"endstream", b"ENDSTREAM").replace(b"stream", b"STREAM")
PANEL = b"%PDF-1.6\n<<>>\nstream\n" + PICTURE + b"\nendstream\n1\n"
FILES = {"press/03-num.pdf": PANEL, "press/manifest.json": b"{}", "sources/catalogue.yml": b"job: miners\n"}


def edition(archive: Archive, number: int = 1, files: dict[str, bytes] = FILES) -> Index:
    kept = {path: archive.put(data) for path, data in sorted(files.items())}
    panel = kept["press/03-num.pdf"]
    item = EditionItem("panel 3 num", "03-num.pdf", panel.sha256, "ink", 1, (594.0, 841.0))
    index = Index(
        "miners", number, "2026-11-24", "Miners", {"num": item}, ("a",), (1,), {"panels": "shop"}, {"pango": "1"}, kept
    )
    archive.keep(index)
    return index


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def wrong(archive: Archive, index: Index) -> list[Checked]:
    return [checked for checked in archive.check(index) if checked.state != "right"]


def files_of(archive: Archive) -> dict[str, bytes]:
    return {p.relative_to(archive.folder).as_posix(): p.read_bytes() for p in archive.folder.rglob("*") if p.is_file()}


def refused(archive: Archive, **changes: Any) -> str:
    """Return what is said of an index that says something else under its right name."""
    index = edition(archive)
    value = json.loads(index.text) | changes
    text = (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    with pytest.raises(ValueError, match=r"it|`") as raised:
        parse(text)
    return str(raised.value)


def test_what_was_put_in_comes_out_whole(archive: Archive) -> None:
    index = edition(archive)
    for path, data in FILES.items():
        assert archive.read(index.files[path], path) == data
    assert wrong(archive, index) == []
    assert archive.indexes() == ({name_of(index): index}, ())
    assert archive.index("miners", 1, index.digest) == index
    assert archive.strays(index.objects) == ()


def test_the_way_in_the_readme_gives_a_file_back(archive: Archive) -> None:
    stored = edition(archive).files["press/03-num.pdf"]
    assert len(stored.objects) == 3
    assert b"".join(archive.path(each).read_bytes() for each, _ in stored.objects) == PANEL
    assert "laid end to end" in " ".join((archive.folder / "README.txt").read_text("utf-8").split())


def test_the_same_again_writes_nothing(archive: Archive) -> None:
    edition(archive)
    before = {p: p.stat().st_mtime_ns for p in archive.folder.rglob("*")}
    edition(archive)
    assert {p: p.stat().st_mtime_ns for p in archive.folder.rglob("*")} == before


def test_another_edition_costs_only_what_differs(archive: Archive) -> None:
    edition(archive)
    before = sum(map(len, files_of(archive).values()))
    second = edition(archive, 2, FILES | {"press/03-num.pdf": PANEL.replace(b"<<>>", b"<< /Edition 2 >>")})
    after = sum(map(len, files_of(archive).values()))
    assert after - before < 200 + len(second.text)


def test_files_come_from_paths_and_from_memory_alike(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "panel.pdf"
    path.write_bytes(PANEL)
    assert archive.put(path) == archive.put(PANEL)
    monkeypatch.setattr(archive_module, "_WHOLE", 1000)
    large = archive.put(path)
    assert [each.sha256 for each in large.objects] == [digest(PANEL)]
    assert archive.read(large) == PANEL


def test_nothing_in_it_is_meant_to_be_written_again(archive: Archive) -> None:
    edition(archive)
    modes = {
        p.stat().st_mode & 0o777
        for room in ("objects", "editions")
        for p in (archive.folder / room).rglob("*")
        if p.is_file()
    }
    assert modes == {0o444}


# -- tampered states -------------------------------------------------------------------------------------------------


def object_of(archive: Archive, index: Index, path: str, number: int = 0) -> Path:
    return archive.path(index.files[path].objects[number].sha256)


def test_a_changed_byte_names_file_and_object(archive: Archive) -> None:
    index = edition(archive)
    flip(object_of(archive, index, "press/03-num.pdf", 1), 45_000)
    known_as = digest(PICTURE)
    [found] = wrong(archive, index)
    assert found == Checked("press/03-num.pdf", "changed", f"objects/{known_as[:2]}/{known_as[:12]}… was altered")
    with pytest.raises(PanelpressError) as raised:
        archive.read(index.files["press/03-num.pdf"], "press/03-num.pdf")
    assert raised.value.diagnostics[0].id == "archive/changed"
    assert known_as[:12] in raised.value.diagnostics[0].message


def test_a_missing_object_names_file_and_object(archive: Archive) -> None:
    index = edition(archive)
    object_of(archive, index, "sources/catalogue.yml").unlink()
    [found] = wrong(archive, index)
    assert (found.path, found.state) == ("sources/catalogue.yml", "missing")
    with pytest.raises(PanelpressError) as raised:
        archive.read(index.files["sources/catalogue.yml"], "sources/catalogue.yml")
    assert raised.value.diagnostics[0].id == "archive/missing"


@pytest.mark.parametrize("keep", [0, 1, 89_999])
def test_a_truncated_object_is_changed(archive: Archive, keep: int) -> None:
    index = edition(archive)
    alter(object_of(archive, index, "press/03-num.pdf", 1), PICTURE[:keep])
    assert [(c.path, c.state) for c in wrong(archive, index)] == [("press/03-num.pdf", "changed")]


def test_an_object_that_grew_is_changed_and_read_no_further(archive: Archive) -> None:
    index = edition(archive)
    alter(object_of(archive, index, "sources/catalogue.yml"), b"job: miners\n" + bytes(9))
    assert [(c.path, c.state) for c in wrong(archive, index)] == [("sources/catalogue.yml", "changed")]


def test_two_objects_that_changed_places_are_both_changed(archive: Archive) -> None:
    index = edition(archive)
    first, second = (object_of(archive, index, path) for path in ("press/manifest.json", "sources/catalogue.yml"))
    one, other = first.read_bytes(), second.read_bytes()
    alter(first, other)
    alter(second, one)
    assert [c.path for c in wrong(archive, index)] == ["press/manifest.json", "sources/catalogue.yml"]


def test_putting_a_file_again_mends_what_was_altered_or_lost(archive: Archive) -> None:
    index = edition(archive)
    flip(object_of(archive, index, "press/03-num.pdf", 1))
    object_of(archive, index, "sources/catalogue.yml").unlink()
    edition(archive)
    assert wrong(archive, index) == []


def test_files_that_do_not_belong_are_extra_and_what_a_release_left_is_not(archive: Archive) -> None:
    index = edition(archive)
    archive.put(b"left behind by a release that was killed")
    (archive.folder / "objects" / "notes.txt").write_text("mine")
    (archive.folder / "editions" / "old.json").write_text("{}")
    (archive.folder / "pages").mkdir()
    (archive.folder / "pages" / "abc.jpg").write_bytes(b"of a proof")
    _, others = archive.indexes()
    assert [(c.path, c.state) for c in (*others, *archive.strays(index.objects))] == [
        ("editions/old.json", "extra"),
        ("objects/notes.txt", "extra"),
    ]
    assert archive.unnamed(index.objects) == 1


def test_an_object_under_another_name_is_told(archive: Archive) -> None:
    index = edition(archive)
    name = "0" * 64
    (archive.folder / "objects" / "00").mkdir(exist_ok=True)
    alter_to = archive.folder / "objects" / "00" / name
    alter_to.write_bytes(b"anything")
    assert [(c.path, c.state) for c in archive.strays(index.objects)] == [(f"objects/00/{name}", "changed")]


def test_an_edited_index_has_not_the_name_of_what_it_holds(archive: Archive) -> None:
    index = edition(archive)
    path = archive.folder / "editions" / name_of(index)
    alter(path, path.read_bytes().replace(b"2026-11-24", b"2026-11-25"))
    found, faults = archive.indexes()
    assert found == {}
    assert [(c.path, c.state) for c in faults] == [(f"editions/{path.name}", "changed")]
    assert "its name says it is another text" in faults[0].words
    with pytest.raises(PanelpressError, match="was altered since edition 1 was closed"):
        archive.index("miners", 1, index.digest)


def test_an_index_under_the_name_of_another_edition_is_told(archive: Archive) -> None:
    index = edition(archive)
    path = archive.folder / "editions" / name_of(index)
    path.rename(path.with_name(path.name.replace("miners-1", "miners-7")))
    _, [told] = archive.indexes()
    assert told.words == "is the index of edition 1 of miners"


def test_an_edition_that_is_not_there_says_what_is(archive: Archive) -> None:
    edition(archive)
    with pytest.raises(PanelpressError) as raised:
        archive.index("miners", 2, "f" * 64)
    assert raised.value.diagnostics[0].id == "archive/none"
    assert "miners-1-" in raised.value.diagnostics[0].message


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"schema_version": 0}, "it is of version 0, and this panelpress knows version 1"),
        ({"schema_version": 9}, "it is of version 9, and this panelpress knows version 1: a newer panelpress reads it"),
        ({"schema_version": "1"}, "it does not say its version"),
        ({"files": []}, "it has no `files`"),
        ({"items": None}, "it has no `items`"),
        ({"number": True}, "`True` is no whole number"),
        ({"heads": 3}, "something in it is not what it should be"),
        ({"title": "Other", "added": 1}, "it does not read as panelpress writes it"),
    ],
)
def test_an_index_that_cannot_be_used_says_why(archive: Archive, changes: dict[str, Any], told: str) -> None:
    assert refused(archive, **changes).startswith(told)


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "press/../../x",
        "press//x",
        "C:/x",
        "press/a\\..\\x",
        "press/",
        "other/x",
        "press/a\nb",
        "sources/.git/hooks/post-checkout",
        "",
    ],
)
def test_an_index_never_names_a_place_outside_the_edition(archive: Archive, path: str) -> None:
    stored = {"sha256": digest(b""), "bytes": 0, "objects": [[digest(b""), 0]]}
    assert path in refused(archive, files={path: stored})


def test_files_that_differ_in_capitals_only_are_refused(archive: Archive) -> None:
    stored = {"sha256": digest(b""), "bytes": 0, "objects": [[digest(b""), 0]]}
    assert "capitals" in refused(archive, files={"press/a.pdf": stored, "press/A.pdf": stored})


def test_an_index_whose_objects_are_not_as_large_as_the_file_is_refused(archive: Archive) -> None:
    stored = {"sha256": digest(b""), "bytes": 9, "objects": [[digest(b""), 0]]}
    assert "not as large" in refused(archive, files={"press/a.pdf": stored})


def test_an_index_without_an_items_file_is_refused(archive: Archive) -> None:
    index = edition(archive)
    without = replace(index, files={p: s for p, s in index.files.items() if p != "press/03-num.pdf"})
    with pytest.raises(ValueError, match="does not hold the file of `num`"):
        parse(without.text.encode())


# -- places that cannot be written -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "id"),
    [(errno.ENOSPC, "archive/disk-full"), (errno.EDQUOT, "archive/disk-full"), (errno.EROFS, "archive/unwritable"),
     (errno.EACCES, "archive/unwritable"), (errno.EIO, "archive/unwritable")],
)  # fmt: skip
def test_a_place_that_takes_no_more_is_told_and_what_is_there_stays_whole(
    archive: Archive, number: int, id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = edition(archive)
    before = files_of(archive)

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(archive_module, "write_atomic", fail)
    with pytest.raises(PanelpressError) as raised:
        edition(archive, 2, FILES | {"press/03-num.pdf": PANEL + b"2"})
    [told] = raised.value.diagnostics
    assert told.id == id
    assert "no edition was closed" in told.help
    assert files_of(archive) == before
    assert wrong(archive, index) == []


def test_a_file_where_the_archive_should_be_is_told(archive: Archive) -> None:
    archive.folder.write_text("in the way")
    with pytest.raises(PanelpressError) as raised:
        archive.put(b"x")
    assert raised.value.diagnostics[0].id == "archive/unwritable"


def test_a_file_that_cannot_be_read_is_named(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(PanelpressError, match=r"cannot read .*gone\.jpg"):
        archive.put(tmp_path / "gone.jpg")
