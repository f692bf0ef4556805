"""What files hold, remembered: an untouched file is not read again, and a touched one always is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from panelpress.ground import files, seen
from panelpress.ground.files import digest

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

OLD = 1_700_000_000


def _aged(memo: Path) -> None:
    """Let a memo be written long after the files it tells of: as it is for all but the first seconds."""
    later = memo.stat().st_mtime + 3600
    os.utime(memo, (later, later))


def _reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    read: list[str] = []
    truly = files.digest_file

    def digest_file(path: Path) -> str:
        read.append(path.name)
        return truly(path)

    monkeypatch.setattr(f"{seen.__name__}.digest_file", digest_file)
    return read


def test_a_file_that_was_not_touched_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memo, file = tmp_path / "memo.json", tmp_path / "a.txt"
    file.write_text("one")
    read = _reads(monkeypatch)
    first = seen.digests([file], memo)
    _aged(memo)
    assert seen.digests([file], memo) == first == {file: digest(b"one")}
    assert read == ["a.txt"]


def test_a_change_of_the_same_length_and_day_is_seen(tmp_path: Path) -> None:
    """Who copies files over with their old times changes nothing that counts: the time of the change itself is the system's."""
    memo, file = tmp_path / "memo.json", tmp_path / "a.txt"
    file.write_text("one")
    os.utime(file, (OLD, OLD))
    seen.digests([file], memo)
    _aged(memo)
    file.write_text("two")
    os.utime(file, (OLD, OLD))
    assert seen.digests([file], memo) == {file: digest(b"two")}


def test_a_file_that_was_just_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memo, file = tmp_path / "memo.json", tmp_path / "a.txt"
    file.write_text("one")
    read = _reads(monkeypatch)
    seen.digests([file], memo)
    seen.digests([file], memo)
    assert read == ["a.txt", "a.txt"], "within the same tick of the clock it could have changed again"


def test_what_cannot_be_read_is_absent_and_a_broken_memo_is_no_memo(tmp_path: Path) -> None:
    memo, file = tmp_path / "memo.json", tmp_path / "a.txt"
    memo.write_text("[not a memo")
    assert seen.digests([file], memo) == {file: "absent"}
    file.write_text("one")
    assert seen.digests([file], memo) == {file: digest(b"one")}
    assert seen.digests([file], None) == {file: digest(b"one")}


def test_a_memo_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    assert seen.digests([file], file / "memo.json") == {file: digest(b"one")}
