"""How things were really printed: entries that merge, that are not altered unseen, and that answer what hangs where."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from panelpress.ground.diagnostics import PanelpressError
from panelpress.ledger import history
from panelpress.ledger.history import Event, Printed, Reprint, append, hanging, last_printed, read

if TYPE_CHECKING:
    from pathlib import Path

FIRST = Printed("num", 1, "2027-01-12", "a" * 64, printer="Northern Print", stock="3 mm Dibond", copy="A")
AGAIN = Reprint("num", 1, "2028-02-01", "a" * 64, 2, "torn in Oaxaca — «esquina»", "archived", "panel-printer")


def test_entries_are_read_as_they_were_written_the_oldest_first(tmp_path: Path) -> None:
    assert append(tmp_path, [AGAIN, FIRST]) == (AGAIN, FIRST)
    assert read(tmp_path) == ((FIRST, AGAIN), ())


def test_nothing_was_written_yet(tmp_path: Path) -> None:
    assert read(tmp_path) == ((), ())


def test_the_same_again_is_written_once(tmp_path: Path) -> None:
    append(tmp_path, [FIRST])
    assert append(tmp_path, [FIRST]) == ()
    assert len(list((tmp_path / history.FOLDER).iterdir())) == 1


def test_two_people_write_two_files(tmp_path: Path) -> None:
    append(tmp_path, [FIRST, replace(FIRST, copy="B")])
    assert len(list((tmp_path / history.FOLDER).iterdir())) == 2


@pytest.mark.parametrize(
    ("change", "id"),
    [
        (lambda text: text.replace("Dibond", "Forex"), "history/altered"),
        (lambda text: text[:40], "history/altered"),
    ],
)
def test_an_altered_entry_is_named_and_counts_for_nothing(tmp_path: Path, change: object, id: str) -> None:
    assert callable(change)
    append(tmp_path, [FIRST, AGAIN])
    path = tmp_path / history.FOLDER / history.name_of(FIRST)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    events, [told] = read(tmp_path)
    assert events == (AGAIN,)
    assert told.id == id
    assert path.name in told.message


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"schema_version": 2}, "it is of version 2"),
        ({"entry": "thrown-away"}, "it is of kind `thrown-away`, and there are printed, reprint"),
        ({"edition": "1"}, "its `edition` is not a whole number"),
        ({"stock": None}, "its `stock` is not text"),
        ({"date": "2027-1-12"}, "Invalid isoformat"),
        ({"entry": "reprint"}, "it has no `copies`"),
    ],
)
def test_a_file_that_is_no_entry_says_why(changes: dict[str, object], told: str) -> None:
    value = json.loads(history.text_of(FIRST)) | changes
    with pytest.raises(ValueError, match=told):
        history.parse(json.dumps(value))


def test_what_hangs_in_a_copy_is_what_was_told_of_it_last(tmp_path: Path) -> None:
    events: tuple[Event, ...] = (
        FIRST,
        replace(FIRST, item="bif"),
        replace(FIRST, copy="B"),
        replace(FIRST, date="2028-02-09", edition=2),
    )
    append(tmp_path, events)
    found, _ = read(tmp_path)
    assert {place: event.edition for place, event in hanging(found).items()} == {
        ("A", "bif"): 1,
        ("A", "num"): 2,
        ("B", "num"): 1,
    }
    last = last_printed(found, "num")
    assert last is not None
    assert last.edition == 2
    assert last_printed(found, "catalogue") is None


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "record").write_text("in the way")
    with pytest.raises(PanelpressError) as raised:
        append(tmp_path, [FIRST])
    assert raised.value.diagnostics[0].id == "history/unwritable"
