"""Why an item is made again, in words that are true: the nearest reason that explains it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from panelpress.ground.files import Cache
from panelpress.jobs.kept import Keys
from panelpress.jobs.reasons import keep_index, reason

if TYPE_CHECKING:
    from pathlib import Path

KEYS = Keys("r", "m", "j")
INPUTS = {"html": "1", "photos/a.jpg": "2", "css:styles/own.css": "3", "fonts": "4", "profile:FOGRA39": "5"}
CASES = [
    (replace(KEYS, result="r2"), INPUTS, "", "lines that moved in its files"),
    (replace(KEYS, result="r2", judged="j2"), INPUTS, "", "how it is judged"),
    (replace(KEYS, result="r2", made="m2"), INPUTS, "", "what its printer wants, or panelpress itself"),
    (replace(KEYS, result="r2", made="m2"), {**INPUTS, "html": "x"}, "", "its text or layout"),
    (replace(KEYS, result="r2", made="m2"), {**INPUTS, "html": "x"}, "durham", "its strip"),
    (
        replace(KEYS, result="r2", made="m2"),
        {**INPUTS, "photos/a.jpg": "x", "fonts": "x"},
        "",
        "the typefaces, photos/a.jpg",
    ),
    (replace(KEYS, result="r2", made="m2"), {**INPUTS, "profile:FOGRA39": "x"}, "", "the colour profile FOGRA39"),
    (KEYS, INPUTS, "", "not finished before"),
]


@pytest.mark.parametrize(("keys", "inputs", "venue", "said"), CASES, ids=[said for *_, said in CASES])
def test_the_reason(tmp_path: Path, keys: Keys, inputs: dict[str, str], venue: str, said: str) -> None:
    cache = Cache(tmp_path)
    assert reason(cache, "coal", keys, inputs, venue) == "", "nothing is known yet"
    keep_index(cache, {"coal": KEYS}, {"coal": INPUTS}, {}, ["coal"])
    assert reason(cache, "coal", keys, inputs, venue) == said
    assert reason(cache, "bread", keys, inputs, venue) == ""


@pytest.mark.parametrize("broken", ["", "[]", "{}", '{"schema_version": 1, "items": {"coal": {}}}', "no json"])
def test_an_index_that_cannot_be_read_gives_no_reason(tmp_path: Path, broken: str) -> None:
    (tmp_path / "index.json").write_text(broken, "utf-8")
    assert reason(Cache(tmp_path), "coal", KEYS, INPUTS) == ""
