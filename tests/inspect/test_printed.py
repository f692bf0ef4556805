"""How light inks print: the figures of the measured condition, as others worked them out from the same measurements."""

from __future__ import annotations

import io

import pikepdf
import pytest
from tests.support.facts import CMYK, page, run
from tests.support.goodpdf import good_pdf

from panelpress.facts.paint import BARE_PAPER, Colour, ColourSpace, Paint
from panelpress.inspect.printed import luminances
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
