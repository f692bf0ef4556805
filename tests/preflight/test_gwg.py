"""The three GWG 2022 variants as the workbook has them: a good file passes, figures on either side of a limit are told apart."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from tests.preflight.breaks import BREAKS, ORDER
from tests.support.facts import BLACK, CMYK, TINT, page, pdf, picture, run, shape
from tests.support.goodpdf import good_pdf

from panelpress.facts.paint import Colour, ColourSpace, Paint
from panelpress.ground.diagnostics import Level
from panelpress.ground.geometry import Box
from panelpress.inspect.reader import read_pdf
from panelpress.preflight.framework import State
from panelpress.preflight.order import Order, Subject
from panelpress.preflight.profiles import judge, load_profile

if TYPE_CHECKING:
    from panelpress.facts.pdf import PdfFacts

SHEET, DIGITAL, LARGE = "gwg2022-sheetcmyk", "gwg2022-digital", "gwg2022-largeformat"


def level(profile: str, check: str, facts: PdfFacts, order: Order | None = None) -> Level | None:
    found = [o for o in judge(Subject(facts, None, order or Order()), load_profile(profile)) if o.id == check]
    return found[0].level if found else None


@pytest.mark.parametrize("profile", [SHEET, DIGITAL, LARGE])
def test_the_good_file_passes(profile: str) -> None:
    order = dataclasses.replace(ORDER, viewing_distance_m=2.0)
    outcomes = judge(Subject(read_pdf(good_pdf()), None, order), load_profile(profile))
    assert [d.message for o in outcomes for d in o.found] == []
    assert sum(o.state is State.PASSED for o in outcomes) >= 15


@pytest.mark.parametrize("profile", [SHEET, DIGITAL, LARGE])
def test_a_file_that_is_broken_does_not(profile: str) -> None:
    broken = next(b for b in BREAKS if b.check == "font/embedded")
    outcomes = judge(Subject(read_pdf(good_pdf(broken.change)), None, ORDER), load_profile(profile))
    assert "font/embedded" in {o.id for o in outcomes if o.level is Level.ERROR}


@pytest.mark.parametrize(
    ("profile", "ppi", "metres", "worst"),
    [
        (SHEET, 149, None, Level.ERROR),
        (SHEET, 150, None, Level.WARNING),
        (SHEET, 224, None, Level.WARNING),
        (SHEET, 225, None, None),
        (DIGITAL, 95, None, Level.ERROR),
        (DIGITAL, 96, None, Level.WARNING),
        (DIGITAL, 150, None, None),
        (LARGE, 239, None, Level.ERROR),
        (LARGE, 240, None, Level.WARNING),
        (LARGE, 300, None, None),
        (LARGE, 119, 2.0, Level.ERROR),
        (LARGE, 120, 2.0, Level.WARNING),
        (LARGE, 150, 2.0, None),
    ],
)
def test_r0031_resolution(profile: str, ppi: float, metres: float | None, worst: Level | None) -> None:
    order = Order(viewing_distance_m=metres, min_ppi=10, warn_ppi=10)  # a printer's own figures do not count here
    assert level(profile, "image/resolution", pdf(page(images=(picture(ppi),))), order) == worst


@pytest.mark.parametrize(
    ("profile", "points", "worst"),
    [
        (SHEET, 7.9, Level.WARNING),
        (SHEET, 8.0, None),
        (DIGITAL, 4.9, Level.WARNING),
        (DIGITAL, 5.0, None),
        (LARGE, 5.0, None),
    ],
)
def test_r0017_small_text_in_several_inks(profile: str, points: float, worst: Level | None) -> None:
    two = Paint(Colour(CMYK, (0.5, 0.5, 0, 0)))
    facts = pdf(page(texts=(run(fill=two, size_pt=points),)))
    assert level(profile, "ink/multi-ink-text", facts) == worst


@pytest.mark.parametrize(("profile", "worst"), [(SHEET, Level.WARNING), (DIGITAL, None), (LARGE, Level.WARNING)])
def test_r0009_black_text_that_knocks_out(profile: str, worst: Level | None) -> None:
    facts = pdf(
        page(texts=(run(fill=dataclasses.replace(BLACK, overprint=False)),), shapes=(shape(Box(0, 0, 148, 210), TINT),))
    )
    assert level(profile, "ink/black-text", facts) == worst


@pytest.mark.parametrize(
    ("profile", "ppi", "metres", "worst"),
    [
        (SHEET, 549, 2.0, Level.ERROR),  # sheets are read in the hand
        (SHEET, 550, 2.0, Level.WARNING),
        (DIGITAL, 349, None, Level.ERROR),
        (DIGITAL, 600, None, None),
        (LARGE, 549, None, Level.ERROR),
        (LARGE, 274, 2.0, Level.ERROR),
        (LARGE, 275, 2.0, Level.WARNING),
        (LARGE, 400, 2.0, None),
    ],
)
def test_r0032_resolution_of_bitmaps(profile: str, ppi: float, metres: float | None, worst: Level | None) -> None:
    facts = pdf(page(images=(picture(ppi, bits=1),)))
    assert level(profile, "image/bitmap-resolution", facts, Order(viewing_distance_m=metres)) == worst


@pytest.mark.parametrize("profile", [SHEET, DIGITAL, LARGE])
def test_r0027_an_ink_may_describe_itself_in_lab_and_nothing_be_lab(profile: str) -> None:
    lab = ColourSpace("Lab", 3)
    ink = ColourSpace("Separation", 1, ("PANTONE 186 C",), base=lab)
    described = pdf(page(shapes=(shape(Box(0, 0, 10, 10), Paint(Colour(ink, (1.0,)))),)))
    assert level(profile, "ink/rgb", described) is None
    if profile != LARGE:
        itself = pdf(page(shapes=(shape(Box(0, 0, 10, 10), Paint(Colour(lab, (50.0, 40.0, 20.0)))),)))
        assert level(profile, "ink/rgb", itself) is Level.ERROR


@pytest.mark.parametrize("profile", [SHEET, DIGITAL, LARGE])
def test_r0001_asks_for_all_of_pdf_x4(profile: str) -> None:
    rules = {rule.check.id for rule in load_profile(profile).rules}
    assert load_profile(profile).standard == "PDF/X-4"
    assert {rule.check.id for rule in load_profile("pdfx4").rules} <= rules
