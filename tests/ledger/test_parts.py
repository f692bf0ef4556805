"""Files in parts: whatever a file holds, its parts laid end to end are the file, and large streams are shared by files."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from panelpress.ledger.parts import LEAST, parts

_SEAMS = (
    b"stream\n",
    b"stream\r\n",
    b"\nendstream",
    b"\r\nendstream",
    b";base64,",
    b"=",
    b"x",
    b"\n",
    b"A" * LEAST,
    b"\0" * LEAST,
)


@given(st.lists(st.sampled_from(_SEAMS) | st.binary(max_size=20), max_size=40).map(b"".join))
def test_parts_laid_end_to_end_are_the_file_and_only_large_ones_stand_alone(data: bytes) -> None:
    found = list(parts(data))
    assert b"".join(found) == data
    assert all(found)
    small = [n for n, part in enumerate(found) if len(part) < LEAST]
    assert all(b - a > 1 for a, b in pairwise(small)), "two small parts in a row cost a file more"


def test_pictures_are_the_same_part_in_files_that_say_something_else_of_themselves() -> None:
    picture = bytes(range(256)) * 100
    before, after = (
        b"%%PDF-1.6 edition %d\n1 0 obj << /Length 25600 >>\nstream\n%b\nendstream\nendobj\nstartxref %d"
        % (n, picture, n)
        for n in (1, 222)
    )
    assert set(parts(before)) & set(parts(after)) == {picture}


def test_thumbnails_in_a_page_are_parts() -> None:
    thumbnail = b"QUJD" * LEAST
    before, after = (b'<p>%d<img src="data:image/jpeg;base64,%b">' % (n, thumbnail) for n in (1, 2))
    assert thumbnail in set(parts(before)) & set(parts(after))


def test_a_file_in_which_nothing_is_large_is_one_part() -> None:
    small = b"stream\nxx\nendstream\n" * 100
    assert list(parts(small)) == [small]
    assert list(parts(b"")) == []
