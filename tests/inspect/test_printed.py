"""How light inks print: the figures of the measured condition, as others worked them out from the same measurements."""

from __future__ import annotations

import io

import pikepdf
import pytest
from tests.support.facts import CMYK, page, run
from tests.support.goodpdf import good_pdf

from panelpress.facts.paint import BARE_PAPER, Colour, ColourSpace, Paint
from panelpress.inspect.printed import colours_dimmed, luminances
from panelpress.inspect.reader import read_pdf

BONE = Colour(CMYK, (0.04, 0.03, 0.08, 0.0))


def measured(*colours: Colour) -> dict[Colour, float]:
    pages = [page(texts=tuple(run(fill=Paint(colour)) for colour in colours))]
    with pikepdf.open(io.BytesIO(good_pdf())) as pdf:
        return luminances(pdf, pages)


@pytest.mark.parametrize(
    ("inks", "ratio"),
    [
        ((0, 0, 0, 1.0), 13.0),
        ((0, 0, 0, 0.75), 5.4),
        ((0, 0, 0, 0.7), 4.6),
        ((0, 0, 0, 0.6), 3.4),
        ((0.1, 0.85, 1.0, 0.25), 5.4),
        ((0.1, 0.95, 0.9, 0.1), 5.1),
    ],
)
def test_contrast_on_coated_paper(inks: tuple[float, ...], ratio: float) -> None:
    """FOGRA39's own measurements, paper included, in WCAG's formula: computed apart from any profile."""
    colour = Colour(CMYK, inks)
    known = measured(colour)
    assert (known[BARE_PAPER] + 0.05) / (known[colour] + 0.05) == pytest.approx(ratio, abs=0.12)


def test_a_tint_of_the_paper_is_darker_than_the_paper() -> None:
    known = measured(BONE)
    assert 0.75 < known[BONE] < known[BARE_PAPER] < 0.95


def contrast_to(eyes: int, one: Colour, other: Colour) -> float:
    """Return the contrast of two inks to eyes without red cones (0) or without green ones (1)."""
    pages = [page(texts=tuple(run(fill=Paint(colour)) for colour in (one, other)))]
    with pikepdf.open(io.BytesIO(good_pdf())) as pdf:
        known = colours_dimmed(pdf, pages)
    high, low = sorted((known[one][eyes], known[other][eyes]), reverse=True)
    return (high + 0.05) / (low + 0.05)


RED, GREEN, BLACK = (Colour(CMYK, inks) for inks in ((0, 1, 1, 0), (1, 0, 1, 0), (0, 0, 0, 1)))


def test_red_is_nearly_black_to_eyes_without_red_cones_and_lighter_than_it_is_to_eyes_without_green_ones() -> None:
    known = measured(RED, GREEN, BLACK)
    to_others = (known[RED] + 0.05) / (known[BLACK] + 0.05)
    assert contrast_to(0, RED, BLACK) < 0.75 * to_others
    assert contrast_to(1, RED, BLACK) > 1.05 * to_others


@pytest.mark.parametrize("eyes", [0, 1])
def test_greys_are_as_light_to_all_eyes(eyes: int) -> None:
    known = measured(BLACK, BONE)
    assert contrast_to(eyes, BLACK, BONE) == pytest.approx((known[BONE] + 0.05) / (known[BLACK] + 0.05), rel=0.02)


def test_the_light_of_the_printed_colours_adds_up_to_their_measured_luminance() -> None:
    white = Colour(ColourSpace("DeviceRGB", 3), (1.0, 1.0, 1.0))
    pages = [page(texts=(run(fill=Paint(white)),))]
    with pikepdf.open(io.BytesIO(good_pdf())) as pdf:
        known, paper = colours_dimmed(pdf, pages), luminances(pdf, pages)[BARE_PAPER]
    assert known[white] == pytest.approx((1.0, 1.0), abs=0.001)
    assert known[BARE_PAPER] == pytest.approx((paper, paper), rel=0.01)


def test_spot_inks_are_left_out_and_screen_colours_taken_as_such() -> None:
    spot = Colour(ColourSpace("Separation", 1, ("PANTONE 186 C",), CMYK), (1.0,))
    white = Colour(ColourSpace("DeviceRGB", 3), (1.0, 1.0, 1.0))
    known = measured(spot, white)
    assert spot not in known
    assert known[white] == pytest.approx(1.0)


def test_without_an_output_profile_nothing_is_known_of_inks() -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/OutputIntents"]

    assert read_pdf(good_pdf(strip)).luminances == {}
