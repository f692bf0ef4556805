"""The records of editions: small, the same for the same edition, and whatever was done to one is named."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.ledger.test_archive import edition

from panelpress.ground.diagnostics import PanelpressError
from panelpress.ledger import chain, editions
from panelpress.ledger.archive import Archive
from panelpress.ledger.editions import EditionRecord, index_of, record_of
from panelpress.ledger.entries import Waived

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@pytest.fixture
def record(archive: Archive, tmp_path: Path) -> EditionRecord:
    found = record_of(edition(archive))
    editions.keep(tmp_path, found)
    return found


def why(root: Path) -> str:
    found, faults = editions.every(root)
    assert found == {}
    [told] = faults
    assert told.id == "edition/record"
    assert told.span is not None
    assert "git checkout HEAD -- record/editions/edition-1.json" in told.help
    return told.message


def test_a_record_is_read_as_it_was_written(record: EditionRecord, archive: Archive, tmp_path: Path) -> None:
    assert editions.read(tmp_path, 1) == record
    assert editions.every(tmp_path) == ({1: record}, ())
    assert record_of(index_of(archive, record)) == record
    assert len(record.text) < 2000


def test_git_on_windows_may_end_its_lines_otherwise(record: EditionRecord, tmp_path: Path) -> None:
    path = editions.path_of(tmp_path, 1)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert editions.read(tmp_path, 1) == record
    editions.keep(tmp_path, record)


def test_the_same_record_again_is_left_alone_and_another_refused(record: EditionRecord, tmp_path: Path) -> None:
    path = editions.keep(tmp_path, record)
    before = path.stat().st_mtime_ns
    assert editions.keep(tmp_path, record).stat().st_mtime_ns == before
    with pytest.raises(PanelpressError, match="edition 1 is closed, with another record"):
        editions.keep(tmp_path, replace(record, date="2026-11-25"))
    assert editions.read(tmp_path, 1) == record


def test_a_number_that_was_not_closed_says_which_were(record: EditionRecord, tmp_path: Path) -> None:
    with pytest.raises(PanelpressError) as raised:
        editions.read(tmp_path, record.number + 1)
    assert raised.value.diagnostics[0].help == "closed so far: 1"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"schema_version": 1', '"schema_version": 0', "it is of version 0"),
        ('"schema_version": 1', '"schema_version": 2', "a newer panelpress reads it"),
        ('"number": 1', '"number": 2', "is the record of edition 2"),
        ('"number": 1', '"number":  1', "it was altered"),
        ('"index": "', '"index": "x', "is no digest"),
        ('"manifest"', '"manifesto"', "it has no `manifest`"),
        ("{\n", "", "cannot be read"),
        ('"file": "03-num.pdf"', '"file": "../03-num.pdf"', "leads out of the edition"),
    ],
)
def test_a_record_that_was_altered_is_named(
    record: EditionRecord, tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in record.text
    editions.path_of(tmp_path, 1).write_text(record.text.replace(old, new, 1), "utf-8")
    assert told in why(tmp_path)


def test_a_record_that_reads_well_and_says_another_file_is_found_by_the_archive(
    record: EditionRecord, archive: Archive, tmp_path: Path
) -> None:
    text = record.text.replace(record.items["num"].sha256, "0" * 64)
    editions.path_of(tmp_path, 1).write_text(text, "utf-8")
    with pytest.raises(PanelpressError, match="was altered: it says another `items` than the archive does"):
        index_of(archive, editions.read(tmp_path, 1))


def test_a_record_that_names_another_index_finds_none(record: EditionRecord, archive: Archive) -> None:
    with pytest.raises(PanelpressError) as raised:
        index_of(archive, replace(record, index="0" * 64))
    assert raised.value.diagnostics[0].id == "archive/none"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_record_that_cannot_be_written_closes_nothing(
    archive: Archive, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(editions, "write_atomic", fail)
    with pytest.raises(PanelpressError) as raised:
        editions.keep(tmp_path, record_of(edition(archive)))
    assert raised.value.diagnostics[0].id == "edition/unwritable"
    assert editions.closed(tmp_path) == {}


def test_an_edition_misses_the_last_entries_of_the_ledger_when_they_are_taken_away(
    archive: Archive, tmp_path: Path
) -> None:
    [entry] = chain.append(tmp_path, [Waived("image/bits", "num", "A. Writer", "", "", "2026-11-24", "the only one")])
    index = replace(edition(archive), heads=chain.read(tmp_path).heads)
    editions.keep(tmp_path, record_of(index))
    assert chain.read(tmp_path).faults == ()
    (tmp_path / "record" / "signoffs" / entry.file_name).unlink()
    [told] = chain.read(tmp_path).faults
    assert told.id == "ledger/removed"
    assert "record/editions/edition-1.json names" in told.message
