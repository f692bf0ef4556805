"""Pages as they print, held against each other: what counts as the same, and from where on something counts as another."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from tests.support.deltae import ciede2000
from tests.support.goodpdf import draw_more, good_pdf, tint
from tests.support.smallprofile import small_profile

from panelpress.inspect.distance import distances
from panelpress.inspect.paper import Apart, apart, picture_digests, shift
from panelpress.inspect.reader import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.inspect.paper import Shift


def made(change: Callable[[pikepdf.Pdf], object] = lambda _: None) -> bytes:
    """Return the good page with a change."""
    with pikepdf.open(io.BytesIO(good_pdf(pages=1))) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def digests(data: bytes) -> tuple[str, ...]:
    return picture_digests(read_pdf(data, "x", raster=False), data)


def held(one: bytes, other: bytes) -> Apart:
    pages = [read_pdf(each, "x", raster=False).pages[0] for each in (one, other)]
    found = apart(pages[0], one, pages[1], other)
    assert found is not None
    return found


def seen(one: bytes, other: bytes) -> Shift:
    pages = [read_pdf(each, "x", raster=False).pages[0] for each in (one, other)]
    found = shift(pages[0], one, pages[1], other)
    assert found is not None
    return found


def drawn(more: str) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: draw_more(pdf, more)


def box(left: float, bottom: float, side: float, colour: str = "0 0 0 1 k") -> str:
    return tint(left, bottom, left + side, bottom + side, colour)


def elsewhere(pdf: pikepdf.Pdf) -> None:
    """Put the page on a sheet with other margins, as another print shop wants it."""
    page = pdf.pages[0]
    page.MediaBox = pikepdf.Array(
        [float(v) + d for v, d in zip(page.MediaBox, (-3.217, -7.713, 5.1, 2.2), strict=True)]
    )


def other_profile(data: bytes) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(data)


def test_a_page_has_one_digest_whatever_the_file_says_of_itself() -> None:
    plain = digests(made())
    assert digests(made(lambda pdf: pdf.docinfo.__setitem__("/Producer", "another"))) == plain
    assert len(plain) == 1
    assert len(plain[0]) == 64


@pytest.mark.parametrize(
    "more",
    [box(40, 100, 0.2), box(40, 100, 30, "0 0 0 0.01 k"), box(-2.5, 60, 2)],
    ids=["speck", "1 % tint", "in the bleed"],
)
def test_whatever_is_printed_more_gives_another_digest(more: str) -> None:
    assert digests(made(drawn(more))) != digests(made())


def test_on_a_sheet_with_other_margins_it_is_the_same_but_for_rounding() -> None:
    found = held(made(), made(elsewhere))
    assert found.same
    assert (found.box, found.plates) == (None, ())


@pytest.mark.slow
def test_what_differs_is_told_with_its_place_and_its_plates() -> None:
    found = held(made(), made(drawn(box(40, 100, 2, "/GSover gs 0 1 0 0 k"))))
    assert not found.same
    assert found.plates == ("Magenta",)
    assert found.worst == 255
    assert found.box is not None
    assert (found.box.left, found.box.bottom) == pytest.approx((40, 110), abs=1.4)  # squares of 1.35 mm count whole
    assert (found.box.right, found.box.top) == pytest.approx((42, 108), abs=1.4)


def test_what_differs_outside_the_trim_only_counts_as_the_same() -> None:
    assert held(made(), made(drawn(box(-2.5, 60, 2)))).same


@pytest.mark.slow
@pytest.mark.parametrize(("by", "same"), [(0.002, True), (0.02, False)])
def test_an_edge_may_lie_a_hundredth_of_a_millimetre_elsewhere_and_no_further(by: float, *, same: bool) -> None:
    assert held(made(drawn(box(40, 100, 20))), made(drawn(box(40 + by, 100, 20)))).same is same


@pytest.mark.slow
@pytest.mark.parametrize(("share", "same"), [("0.502", True), ("0.53", False)])
def test_a_tone_may_be_another_by_rounding_and_no_more(share: str, *, same: bool) -> None:
    one, other = (made(drawn(box(40, 100, 20, f"0 0 0 {each} k"))) for each in ("0.5", share))
    assert held(one, other).same is same


def test_pages_of_another_size_are_not_compared() -> None:
    def trimmed(pdf: pikepdf.Pdf) -> None:
        left, bottom, right, top = (float(v) for v in pdf.pages[0].TrimBox)
        pdf.pages[0].TrimBox = pikepdf.Array([left, bottom, right - 2, top])

    with pytest.raises(ValueError, match="148 × 210 mm and 147"):
        held(made(), made(trimmed))


def test_colours_of_the_same_page_are_not_apart_and_by_another_profile_they_are() -> None:
    same, coarse, pale = (
        seen(made(), made(change))
        for change in (elsewhere, other_profile(small_profile()), other_profile(small_profile(lighter=30)))
    )
    assert same.mean < 0.01
    assert 0 < coarse.mean < 1
    assert pale.most > 8 > coarse.most
    assert pale.mean <= pale.most_of_it <= pale.most


def test_distances_are_those_of_the_other_way_to_reckon_them() -> None:
    """Hues a half turn apart, greys and black among them: there the formula has its corners."""
    random = np.random.default_rng(7)
    one = random.uniform([0, -90, -90], [100, 90, 90], (20_000, 3))
    other = one + random.normal(0, 20, one.shape)
    one[:50, 1:] = 0
    one[50:100] = 0
    other[25:60, 1:] = 0
    assert np.abs(distances(one, other) - ciede2000(one, other)).max() < 1e-9
    assert distances(np.array([[50.0, 2.6772, -79.7751]]), np.array([[50.0, 0.0, -82.7485]])) == pytest.approx(
        2.0425, abs=5e-5
    )
