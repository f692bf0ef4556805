"""One edition as a zip: the same bytes again and again, opened by anything, and read with care when it comes from elsewhere."""

from __future__ import annotations

import contextlib
import io
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
from tests.ledger.test_archive import FILES, edition, object_of
from tests.support.editions import flip

from panelpress.ground.diagnostics import PanelpressError
from panelpress.ledger import bundle
from panelpress.ledger.archive import Archive, Checked, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from panelpress.ledger.index import Index

Entries = dict[str, bytes]
SET = "press/manifest.json"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@pytest.fixture
def index(archive: Archive) -> Index:
    return edition(archive)


@pytest.fixture
def pack(archive: Archive, index: Index, tmp_path: Path) -> Path:
    path = tmp_path / "miners.zip"
    bundle.write(archive, index, path)
    return path


def top(index: Index) -> str:
    return name_of(index).removesuffix(".json")


def entries(pack: Path) -> Entries:
    with zipfile.ZipFile(pack) as opened:
        return {entry.filename: opened.read(entry) for entry in opened.infolist()}


def rewrite(pack: Path, changed: Entries, compression: int = zipfile.ZIP_STORED) -> None:
    """Write a zip anew, as somebody's own program does."""
    with zipfile.ZipFile(pack, "w", compression) as made:
        for name, data in changed.items():
            made.writestr(name, data)


def told(pack: Path) -> tuple[str, str]:
    """Return the id and the message of what is wrong with a zip as a whole."""
    with pytest.raises(PanelpressError) as raised, bundle.opened(pack):
        pass
    [found] = raised.value.diagnostics
    assert found.help
    return found.id, found.message


def wrong(pack: Path) -> list[Checked]:
    with bundle.opened(pack) as found:
        return [checked for checked in bundle.check(found) if checked.state != "right"]


def test_a_zip_holds_the_edition_under_plain_names(pack: Path, index: Index) -> None:
    found = entries(pack)
    assert {name: found[f"{top(index)}/{name}"] for name in FILES} == FILES
    assert set(found) == {f"{top(index)}/{name}" for name in (*FILES, "edition.json", "README.txt")}
    assert wrong(pack) == []


def test_the_same_edition_gives_the_same_bytes_whenever_it_is_written(
    archive: Archive, index: Index, pack: Path, tmp_path: Path
) -> None:
    bundle.write(archive, index, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == pack.read_bytes()


def test_a_zip_that_somebody_packed_anew_is_as_good(pack: Path) -> None:
    rewrite(pack, entries(pack), zipfile.ZIP_DEFLATED)
    assert wrong(pack) == []


def test_an_edition_that_was_unpacked_is_as_good(pack: Path, index: Index, tmp_path: Path) -> None:
    with zipfile.ZipFile(pack) as opened:
        opened.extractall(tmp_path / "out")
    folder = tmp_path / "out" / top(index)
    assert bundle.is_unpacked(folder)
    assert not [c for c in bundle.check(bundle.unpacked(folder)) if c.state != "right"]
    (folder / "press" / "03-num.pdf").write_bytes(b"other")
    (folder / "sources" / "catalogue.yml").unlink()
    (folder / "press" / "more.pdf").write_bytes(b"")
    found = bundle.check(bundle.unpacked(folder))
    assert [(c.path, c.state) for c in found if c.state != "right"] == [
        ("press/03-num.pdf", "changed"),
        ("sources/catalogue.yml", "missing"),
        ("press/more.pdf", "extra"),
    ]


def test_an_archive_that_does_not_read_back_gives_no_zip(archive: Archive, index: Index, tmp_path: Path) -> None:
    flip(object_of(archive, index, "press/03-num.pdf", 1))
    with pytest.raises(PanelpressError, match=r"press/03-num\.pdf cannot be had from the archive"):
        bundle.write(archive, index, tmp_path / "x.zip")
    assert not list(tmp_path.glob("*x.zip*"))


# -- tampered states -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.001, 0.3, 0.9, 0.999])
def test_a_zip_that_breaks_off_is_told_so(pack: Path, share: float) -> None:
    data = pack.read_bytes()
    pack.write_bytes(data[: max(5, int(len(data) * share))])
    id, message = told(pack)
    assert id == "archive/zip-truncated"
    assert "miners.zip breaks off" in message


def test_an_empty_file_is_told_so(pack: Path) -> None:
    pack.write_bytes(b"")
    assert told(pack) == ("archive/zip-truncated", "miners.zip is empty: nothing of it was copied")


def test_what_is_no_zip_is_told_so(pack: Path) -> None:
    pack.write_bytes(b"%PDF-1.6 and more")
    assert told(pack)[0] == "archive/no-zip"


def test_a_zip_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    assert told(tmp_path / "gone.zip")[0] == "archive/not-found"


def test_somebody_elses_zip_is_told_so(pack: Path) -> None:
    rewrite(pack, {"photos/a.jpg": b"x", "b.txt": b"y"})
    assert told(pack)[0] == "archive/foreign"


def test_a_changed_byte_names_the_file(pack: Path, index: Index) -> None:
    data = pack.read_bytes()
    at = data.index(b"job: miners")
    pack.write_bytes(data[:at] + b"JOB" + data[at + 3 :])
    assert [(c.path, c.state) for c in wrong(pack)] == [("sources/catalogue.yml", "changed")]
    assert "CRC" in wrong(pack)[0].words
    del index


@pytest.mark.parametrize(
    ("change", "path", "state", "words"),
    [
        (lambda e, t: e | {f"{t}/{SET}": b"[]"}, SET, "changed", "holds something else than it did"),
        (lambda e, t: e | {f"{t}/{SET}": b"{} "}, SET, "changed", "is 3 bytes, and was 2"),
        (lambda e, t: {n: d for n, d in e.items() if n != f"{t}/{SET}"}, SET, "missing", "is not there"),
        (lambda e, t: e | {f"{t}/press/04-x.pdf": b"x"}, "press/04-x.pdf", "extra", "is no part of the edition"),
    ],
)  # fmt: skip
def test_what_was_done_to_a_file_of_a_zip_is_named(
    pack: Path, index: Index, change: Callable[[Entries, str], Entries], path: str, state: str, words: str
) -> None:
    rewrite(pack, change(entries(pack), top(index)))
    assert [(c.path, c.state, c.words) for c in wrong(pack)] == [(path, state, words)]


def test_two_files_that_changed_places_are_both_changed(pack: Path, index: Index) -> None:
    found = entries(pack)
    one, other = (f"{top(index)}/{name}" for name in ("press/manifest.json", "sources/catalogue.yml"))
    rewrite(pack, found | {one: found[other], other: found[one]})
    assert [c.path for c in wrong(pack)] == ["press/manifest.json", "sources/catalogue.yml"]


def test_an_edited_index_is_not_what_its_folder_is_called_after(pack: Path, index: Index) -> None:
    name = f"{top(index)}/edition.json"
    rewrite(pack, entries(pack) | {name: index.text.replace("Miners", "Others").encode()})
    id, message = told(pack)
    assert id == "archive/index"
    assert "was altered" in message


@pytest.mark.parametrize(("version", "word"), [(0, "version 0"), (2, "a newer panelpress reads it")])
def test_another_version_of_the_index_is_told(pack: Path, index: Index, version: int, word: str) -> None:
    text = index.text.replace('"schema_version": 1', f'"schema_version": {version}')
    found = {name.replace(top(index), "renamed"): data for name, data in entries(pack).items()}
    rewrite(pack, found | {"renamed/edition.json": text.encode()})
    id, message = told(pack)
    assert id == "archive/index"
    assert word in message


@pytest.mark.parametrize("name", ["../evil.sh", "a/../../evil.sh", "/etc/evil", "C:/evil", "a/./b"])
def test_a_name_that_leads_out_is_refused_before_anything_is_unpacked(pack: Path, name: str) -> None:
    rewrite(pack, entries(pack) | {name: b"x"})
    id, message = told(pack)
    assert (id, name in message) == ("archive/unsafe", True)


def test_a_link_is_refused(pack: Path, index: Index) -> None:
    with zipfile.ZipFile(pack, "a") as made:
        link = zipfile.ZipInfo(f"{top(index)}/press/link.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    assert told(pack)[0] == "archive/unsafe"
    assert "holds a link" in told(pack)[1]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_twice_is_refused(pack: Path, index: Index) -> None:
    with zipfile.ZipFile(pack, "a") as made:
        made.writestr(f"{top(index)}/press/manifest.json", b"[]")
    assert "twice" in told(pack)[1]


def test_a_zip_with_a_password_is_told_so(pack: Path) -> None:
    data = bytearray(pack.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    pack.write_bytes(bytes(data))
    assert told(pack)[0] == "archive/encrypted"


def test_a_bomb_is_read_no_further_than_the_file_was_large(pack: Path, index: Index) -> None:
    name = f"{top(index)}/press/manifest.json"
    rewrite(pack, entries(pack) | {name: bytes(50_000_000)}, zipfile.ZIP_DEFLATED)
    with bundle.opened(pack) as found:
        read: list[str] = []

        def noted(path: str) -> Iterator[bytes]:
            read.append(path)
            return found.read(path)

        seen = bundle.Bundle(found.index, found.names, noted, found.sizes)
        states = {c.path: c.words for c in bundle.check(seen)}
    assert states["press/manifest.json"] == "is 50,000,000 bytes, and was 2"
    assert "press/manifest.json" not in read


def test_a_bomb_that_lies_about_its_size_stops_at_what_it_was(pack: Path, index: Index) -> None:
    """Python's zipfile stops at the size that is said; a reader that does not is stopped by us."""
    endless = (b"\0" * 1_000_000 for _ in range(10**9))
    seen = bundle.Bundle(index, frozenset(index.files), lambda _: endless, {})
    assert {c.state for c in bundle.check(seen)} == {"changed"}
    del pack


def test_an_index_too_large_to_be_one_is_refused(pack: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_LARGEST_INDEX", 100)
    id, message = told(pack)
    assert (id, "no edition has so many files" in message) == ("archive/unsafe", True)
    del index


def test_a_way_of_packing_that_is_not_known_is_told(pack: Path) -> None:
    data = bytearray(pack.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 10 : at + 12] = (97).to_bytes(2, "little")
    pack.write_bytes(bytes(data))
    [found] = wrong(pack)
    assert found.state == "changed"
    assert "cannot be read" in found.words


def test_garbage_inside_never_escapes_as_another_error(pack: Path) -> None:
    """Every byte of the table of contents changed in turn: each is told, or harmless, and none crashes."""
    data = pack.read_bytes()
    begin = data.index(b"PK\x01\x02")
    refused = 0
    for at in range(begin, len(data), 7):
        pack.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        with contextlib.suppress(PanelpressError), bundle.opened(pack) as found:
            bundle.check(found)
            continue
        refused += 1
    assert refused
    assert zipfile.is_zipfile(io.BytesIO(data))
