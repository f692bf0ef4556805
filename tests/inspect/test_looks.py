"""Small pictures of pages and plates: only where asked for, the same every time, and of the right thing."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image
from tests.support.goodpdf import good_pdf

from panelpress.facts.look import looks_of
from panelpress.ground.files import Cache
from panelpress.inspect.reader import read_pdf
from panelpress.jobs.looks import keep_looks, kept_looks


def pixels(jpeg: bytes, mode: str = "RGB") -> Any:
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert(mode)).astype(int)


def test_nothing_is_drawn_that_nobody_asked_for() -> None:
    facts = read_pdf(good_pdf())
    assert not looks_of(facts)
    assert not any(plate.look for page in facts.pages if page.ink for plate in page.ink.plates)


def test_every_page_is_drawn_small_and_in_its_shape() -> None:
    first, second = looks_of(read_pdf(good_pdf(), plates=False, looks=True))
    for look in (first, second):
        height, width = pixels(look.picture).shape[:2]
        assert 300 < height < 700
        assert abs(width / height - look.area.width / look.area.height) < 0.01
        assert len(look.picture) < 40_000
    assert (round(first.trim.width, 3), first.page, second.page) == (148.0, 1, 2)
    assert first.bleed is not None


def test_equal_files_look_equal() -> None:
    assert looks_of(read_pdf(good_pdf(), looks=True)) == looks_of(read_pdf(good_pdf(), looks=True))


def test_looking_changes_nothing_that_is_judged() -> None:
    looked, plain = read_pdf(good_pdf(), looks=True), read_pdf(good_pdf())
    assert [page.edges for page in looked.pages] == [page.edges for page in plain.pages]
    assert [page.ink and page.ink.square for page in looked.pages] == [
        page.ink and page.ink.square for page in plain.pages
    ]


def test_a_plate_is_dark_where_its_ink_lies() -> None:
    look = looks_of(read_pdf(good_pdf(), looks=True))[0]
    black = next(plate for plate in look.plates if plate.name == "Black")
    shown = pixels(black.look, "L")
    assert abs((255 - shown.mean()) / 255 - black.coverage) < 0.02
    assert all(bool(plate.look) == bool(plate.coverage) for plate in look.plates)


def test_what_a_kept_file_looks_like_is_remembered(tmp_path: Any) -> None:
    looks = looks_of(read_pdf(good_pdf(), plates=False, looks=True))
    cache = Cache(tmp_path)
    keep_looks(cache, "0" * 64, looks)
    assert kept_looks(cache, "0" * 64) == looks
    assert kept_looks(cache, "1" * 64) == ()
    assert kept_looks(Cache(None), "0" * 64) == ()
