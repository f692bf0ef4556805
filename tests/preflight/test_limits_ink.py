"""Limits of ink, lines, spot names, bound books: just inside, exactly, just outside, on facts made by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.facts import BLACK, CMYK, GREY, outcome, page, pdf, picture, run, shape

from panelpress.facts.paint import Colour, ColourSpace, Paint
from panelpress.facts.pdf import FontFacts, InkPeak, PageInk, Plate
from panelpress.ground.diagnostics import Level
from panelpress.ground.geometry import Box
from panelpress.preflight.framework import State
from panelpress.preflight.order import Binding, Order

ERROR, WARNING, NOTE, PASSED = Level.ERROR, Level.WARNING, Level.NOTE, None
WHITE, GREEN = Paint(Colour(CMYK, (0, 0, 0, 0))), Paint(Colour(CMYK, (0.5, 0, 0.5, 0)))


def inked(square: float, spot: float | None = None, *, coverage: float = 0.3, unread: tuple[str, ...] = ()) -> PageInk:
    """Return plates with a peak, in per cent."""
    high = InkPeak((spot or square) / 100, Box(30, 30, 30.4, 30.4))
    return PageInk(
        72.0, (Plate("Black", coverage),), 15.0, InkPeak(square / 100, Box(20, 20, 35, 35)), high, unread=unread
    )


@pytest.mark.parametrize(
    ("percent", "level"),
    [(299, PASSED), (300, PASSED), (301, PASSED), (302, WARNING), (320, WARNING), (321, WARNING), (321.5, ERROR)],
)
def test_total_ink(percent: float, level: Level | None) -> None:
    """Up to one per cent is what four plates of 256 steps may round up."""
    assert outcome("ink/total", pdf(page(ink=inked(percent)))).level == level


@pytest.mark.parametrize(("percent", "level"), [(240, PASSED), (241, PASSED), (242, ERROR)])
def test_the_printers_own_limit_counts(percent: float, level: Level | None) -> None:
    assert outcome("ink/total", pdf(page(ink=inked(percent))), Order(tac=240)).level == level


def test_total_ink_says_where() -> None:
    photo = picture(box=Box(10, 10, 60, 60), visible=Box(10, 10, 60, 60))
    (found,) = outcome("ink/total", pdf(page(ink=inked(330), images=(photo,)))).found
    assert found.message == (
        "a square of 15 mm on page 1 carries 330 % ink (20 mm from the left, 20 mm from the top, on picture Im0)"
    )
    assert found.place is not None
    assert found.place.box == Box(20, 20, 35, 35)


def test_what_cannot_be_measured_needs_a_person() -> None:
    result = outcome("ink/total", pdf(page(ink=inked(100, unread=("a torn picture",)))))
    assert result.state is State.NEEDS_REVIEW
    assert result.level == WARNING


@pytest.mark.parametrize(("percent", "level"), [(330, PASSED), (331, PASSED), (331.5, WARNING)])
def test_total_ink_of_a_spot(percent: float, level: Level | None) -> None:
    assert outcome("ink/total-spot", pdf(page(ink=inked(100, percent)))).level == level


@pytest.mark.parametrize(("percent", "level"), [(250, PASSED), (251.5, WARNING)])
def test_a_spot_may_exceed_the_printers_limit_a_little(percent: float, level: Level | None) -> None:
    assert outcome("ink/total-spot", pdf(page(ink=inked(100, percent))), Order(tac=240)).level == level


def test_plates_that_were_not_drawn_are_not_judged() -> None:
    assert outcome("ink/total", pdf(page())).state is State.NOT_APPLICABLE


@pytest.mark.parametrize(("width", "state"), [(0.24, State.FAILED), (0.25, State.PASSED), (0.26, State.PASSED)])
@pytest.mark.parametrize(("check", "paint"), [("ink/thin-white-line", WHITE), ("ink/multi-ink-line", GREEN)])
def test_thin_lines(check: str, paint: Paint, width: float, state: State) -> None:
    stroke = shape(Box(10, 10, 60, 10.1), paint, kind="stroke", width_pt=width, rectangular=False)
    filled = shape(Box(10, 10, 60, 10.08), paint, width_pt=width)
    assert outcome(check, pdf(page(shapes=(stroke,)))).state is state
    assert outcome(check, pdf(page(shapes=(filled,)))).state is state


def test_thin_lines_in_one_ink_are_another_matter() -> None:
    line = shape(Box(10, 10, 60, 10.1), BLACK, kind="stroke", width_pt=0.1, rectangular=False)
    assert outcome("ink/multi-ink-line", pdf(page(shapes=(line,)))).state is State.PASSED
    assert outcome("ink/thin-white-line", pdf(page(shapes=(line,)))).state is State.PASSED


@pytest.mark.parametrize(
    ("size", "level"),
    [(5.94, ERROR), (5.96, WARNING), (6.0, WARNING), (7.9, WARNING), (7.96, PASSED), (8.0, PASSED)],
)
def test_smallest_text(size: float, level: Level | None) -> None:
    facts = pdf(page(texts=(run(size_pt=size),)))
    assert outcome("text/minimum-size", facts, min_pt=6.0, warn_pt=8.0).level == level


@pytest.mark.parametrize(
    ("across", "state"), [(300, State.PASSED), (314, State.PASSED), (315, State.PASSED), (316, State.FAILED)]
)
def test_equal_resolution(across: float, state: State) -> None:
    ways: tuple[dict[str, Any], ...] = ({"ppi_x": across, "ppi_y": 300}, {"ppi_x": 300, "ppi_y": across})
    for way in ways:
        assert outcome("image/resolution-equal", pdf(page(images=(picture(300, **way),)))).state is state


@pytest.mark.parametrize(
    ("ppi", "octets", "level"),
    [(450, 2_000_000, PASSED), (451, 2_000_000, NOTE), (451, 1_000_000, PASSED), (451, 1_000_001, NOTE)],
)
def test_too_fine(ppi: float, octets: int, level: Level | None) -> None:
    assert outcome("image/too-fine", pdf(page(images=(picture(ppi, octets=octets),)))).level == level


def test_what_is_wanted_decides_what_is_too_fine() -> None:
    facts = pdf(page(images=(picture(310, octets=2_000_000),)))
    assert outcome("image/too-fine", facts, Order(warn_ppi=150)).level == NOTE
    assert outcome("image/too-fine", facts, Order(viewing_distance_m=2)).level == NOTE


@pytest.mark.parametrize(("subtype", "state"), [("Type3", State.FAILED), ("TrueType", State.PASSED)])
def test_type_3(subtype: str, state: State) -> None:
    font = FontFacts("Drawn", "Drawn", subtype, embedded=True, subset=False, to_unicode=True, pages=(1,), visible=True)
    assert outcome("font/type3", pdf(page(), fonts=(font,))).state is state


def _spot(name: str, full: str = "0/100/80/0") -> Paint:
    return Paint(Colour(ColourSpace("Separation", 1, (name,), CMYK, full=full), (1.0,)))


def _names(*spots: Paint, ordered: tuple[str, ...] | None = None) -> list[str]:
    shapes = tuple(shape(Box(10, 10, 20, 20), spot) for spot in spots)
    facts = pdf(page(shapes=shapes))
    checks = ("ink/spot-count", "ink/spot-described", "ink/spot-names", "ink/spot-suffix")
    return [d.message for check in checks for d in outcome(check, facts, Order(spots=ordered)).found]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("PANTONE 186 C", "Pantone 186C", "spelt alike"),
        ("PANTONE 186 C", "PANTONE 186 U", "said of the paper"),
        ("PANTONE 186 C", "PANTONE 186", "said of the paper"),
        ("Rot", "ROT ", "spelt alike"),
        ("caf\u00e9", "cafe\u0301", "spelt alike"),
        ("PANTONE 186 C", "PANTONE 187 C", ""),
        ("Gold", "Silver", ""),
    ],
)
def test_names_of_inks(one: str, other: str, alike: str) -> None:
    found = _names(_spot(one), _spot(other))
    assert len(found) == bool(alike)
    assert all(alike in message for message in found)


def test_inks_that_were_ordered_or_not() -> None:
    assert _names(_spot("Gold")) == []
    assert _names(_spot("Gold"), ordered=("Gold",)) == []
    assert _names(_spot("Gold"), ordered=()) == ["the spot ink “Gold” is used and was not ordered"]


def test_two_names_of_one_colour() -> None:
    def alike(*spots: Paint) -> list[str]:
        shapes = tuple(shape(Box(10, 10, 20, 20), spot) for spot in spots)
        return [d.message for d in outcome("ink/spot-alike", pdf(page(shapes=shapes))).found]

    assert len(alike(_spot("Gold"), _spot("Lodge gold"))) == 1
    assert alike(_spot("Gold"), _spot("Silver", "0/0/0/40")) == []


def test_an_ink_described_in_two_ways() -> None:
    assert _names(_spot("Gold"), _spot("Gold", "0/20/60/20")) == ["the spot ink “Gold” is described in 2 ways"]


def test_process_inks_and_registration_are_no_spots() -> None:
    assert _names(_spot("Black"), _spot("All"), _spot("None"), ordered=()) == []


def test_without_spots_and_without_an_order_there_is_nothing_to_judge() -> None:
    assert outcome("ink/spot-names", pdf(page(images=(picture(space=GREY),)))).state is State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("left", "number", "binding", "gutter", "state"),
    [
        (9.7, 1, "perfect", None, State.FAILED),
        (9.8, 1, "perfect", None, State.PASSED),
        (10.0, 1, "perfect", None, State.PASSED),
        (9.7, 2, "perfect", None, State.PASSED),
        (0.0, 1, "saddle-stitch", None, State.PASSED),
        (4.9, 1, "saddle-stitch", 6.0, State.FAILED),
        (9.7, 1, "perfect", 5.0, State.PASSED),
        (1.0, 1, None, None, State.NOT_APPLICABLE),
    ],
)
def test_gutter(left: float, number: int, binding: Binding | None, gutter: float | None, state: State) -> None:
    facts = pdf(page(number=number, texts=(run(box=Box(left, 20, left + 40, 24)),)))
    assert outcome("text/gutter", facts, Order(binding=binding, gutter=gutter)).state is state


@pytest.mark.parametrize(("right", "state"), [(138.0, State.PASSED), (138.3, State.FAILED)])
def test_even_pages_have_the_spine_on_their_right(right: float, state: State) -> None:
    facts = pdf(page(number=2, texts=(run(box=Box(90, 20, right, 24)),)))
    assert outcome("text/gutter", facts, Order(binding="perfect")).state is state


@pytest.mark.parametrize(("caliper", "level"), [(0.124, PASSED), (0.125, PASSED), (0.126, NOTE)])
def test_creep(caliper: float, level: Level | None) -> None:
    facts = pdf(*(page(number=n) for n in range(1, 33)))
    assert outcome("page/creep", facts, Order(binding="saddle-stitch", caliper=caliper)).level == level
    assert outcome("page/creep", facts, Order(binding="perfect", caliper=caliper)).state is State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("coverage", "text", "planned", "findings"),
    [
        (0.0, False, None, 1),
        (0.001, False, None, 0),
        (0.0, False, (), 1),
        (0.1, False, (), 1),
        (0.1, True, (), 0),
        (0.0, False, (1,), 0),
        (0.1, False, (1,), 0),
        (0.1, True, (1,), 1),
    ],
)
def test_blank(*, coverage: float, text: bool, planned: tuple[int, ...] | None, findings: int) -> None:
    facts = page(ink=inked(100, coverage=coverage), texts=(run(),) if text else ())
    assert len(outcome("page/blank", pdf(facts), Order(blank_pages=planned)).found) == findings


def test_a_page_that_could_not_be_read_is_not_called_blank() -> None:
    facts = page(ink=inked(0, coverage=0.0, unread=("a torn picture",)))
    assert outcome("page/blank", pdf(facts)).state is State.PASSED


@pytest.mark.parametrize(
    ("trim", "rotate", "ordered", "state"),
    [
        (Box(0, 0, 148, 210), 0, (148, 210), State.PASSED),
        (Box(0, 0, 148, 210), 90, (148, 210), State.FAILED),
        (Box(0, 0, 148, 210), 180, (148, 210), State.PASSED),
        (Box(0, 0, 210, 148), 90, (148, 210), State.PASSED),
        (Box(0, 0, 210, 148), 0, (148, 210), State.FAILED),
        (Box(0, 0, 210, 210), 0, (210, 210), State.NOT_APPLICABLE),
    ],
)
def test_orientation(trim: Box, rotate: int, ordered: tuple[float, float], state: State) -> None:
    facts = pdf(page(trim=trim, rotate=rotate))
    assert outcome("page/orientation", facts, Order(trim=ordered)).state is state
