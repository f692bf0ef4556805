"""The parts of a page's picture that changed, and none that did not."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from panelpress.compare.pages import MOST, changed_regions

SIZE = (480, 640)


def page(*rects: tuple[int, int, int, int], shade: int = 20, quality: int = 75, size: tuple[int, int] = SIZE) -> bytes:
    """A page of paper with a photograph of many tones on it, and some marks."""
    paper = Image.new("RGB", SIZE, (240, 236, 226))
    ramp = np.linspace(0, 255, 200)[None, :] * np.linspace(0.3, 1, 120)[:, None]
    paper.paste(Image.fromarray(ramp.astype(np.uint8)).convert("RGB"), (40, 40))
    draw = ImageDraw.Draw(paper)
    for n in range(40):
        draw.line((60, 300 + n * 8, 200 + n * 37 % 200, 300 + n * 8), fill=(30, 30, 30), width=2)
    for rect in rects:
        draw.rectangle(rect, fill=(shade, shade, shade))
    written = io.BytesIO()
    paper.resize(size, Image.Resampling.LANCZOS).save(written, "JPEG", quality=quality)
    return written.getvalue()


def test_the_same_page_has_no_changed_region_however_it_is_packed() -> None:
    for one, other in ((50, 90), (75, 90), (50, 75)):
        assert changed_regions(page(quality=one), page(quality=other)) == ()


def test_a_small_mark_is_found_where_it_is() -> None:
    (region,) = changed_regions(page(), page((300, 200, 304, 206))) or ()
    left, top, right, bottom = (share * side for share, side in zip(region, SIZE * 2, strict=True))
    assert left <= 300
    assert top <= 200
    assert right >= 305
    assert bottom >= 207
    assert (right - left, bottom - top) < (24, 24)


def test_letters_beside_each_other_are_one_region_and_words_far_apart_are_two() -> None:
    word = tuple((300 + n * 8, 220, 304 + n * 8, 228) for n in range(5))
    assert len(changed_regions(page(), page(*word)) or ()) == 1
    assert len(changed_regions(page(), page(*word, (100, 560, 110, 568))) or ()) == 2


def test_a_photograph_that_is_a_little_darker_is_found() -> None:
    with Image.open(io.BytesIO(page(quality=90))) as picture:
        darker = picture.copy()
        part = darker.crop((40, 40, 240, 160))
        darker.paste(part.point([max(0, value - 12) for value in range(256)] * 3), (40, 40))
        written = io.BytesIO()
        darker.save(written, "JPEG", quality=90)
    (region,) = changed_regions(page(quality=90), written.getvalue()) or ()
    assert region[0] * SIZE[0] < 90
    assert region[2] * SIZE[0] > 220


def test_a_word_in_another_colour_of_the_same_lightness_is_found() -> None:
    def coloured(colour: tuple[int, int, int]) -> bytes:
        paper = Image.new("RGB", SIZE, (255, 255, 255))
        ImageDraw.Draw(paper).rectangle((100, 100, 160, 120), fill=colour)
        written = io.BytesIO()
        paper.save(written, "JPEG", quality=90)
        return written.getvalue()

    assert len(changed_regions(coloured((160, 80, 80)), coloured((66, 112, 145))) or ()) == 1


def test_many_changes_become_few_regions_that_hold_them_all() -> None:
    marks = [(x, y, x + 5, y + 5) for x in range(20, 460, 60) for y in range(20, 620, 60)]
    regions = changed_regions(page(), page(*marks, shade=255)) or ()
    assert 1 <= len(regions) <= MOST


def test_the_same_page_at_another_resolution_is_compared_and_one_of_another_shape_is_not() -> None:
    assert changed_regions(page(), page((300, 200, 330, 230), size=(960, 1280))) != ()
    assert changed_regions(page(), page(size=(480, 700))) is None


@pytest.mark.parametrize("data", [b"", b"not a picture", page()[:200]])
def test_what_is_no_picture_is_not_compared(data: bytes) -> None:
    assert changed_regions(data, page()) is None


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 450), st.integers(200, 280), st.integers(6, 24), st.integers(6, 24))
def test_every_region_lies_on_the_page_and_the_change_in_one_of_them(x: int, y: int, wide: int, high: int) -> None:
    regions = changed_regions(page(), page((x, y, x + wide, y + high))) or ()
    assert regions
    for left, top, right, bottom in regions:
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
    middle = (x + min(x + wide, SIZE[0] - 1)) / 2 / SIZE[0], (y + y + high) / 2 / SIZE[1]
    assert any(left <= middle[0] <= right and top <= middle[1] <= bottom for left, top, right, bottom in regions)
