"""Limits: just inside, exactly, just outside, on facts made by hand."""

from __future__ import annotations

import pytest
from tests.support.facts import (
    BLACK,
    CMYK,
    RGB,
    SENTENCES,
    TINT,
    edge,
    layout,
    outcome,
    page,
    pdf,
    picture,
    run,
    shape,
)

from panelpress.facts.layout import Block, LayoutFacts, MissingGlyph, SetText, Source
from panelpress.facts.lost import lost_words
from panelpress.facts.paint import Colour, Paint
from panelpress.ground.diagnostics import Level
from panelpress.ground.geometry import Box, Edges
from panelpress.preflight.checks.image import resolution_limits
from panelpress.preflight.framework import State
from panelpress.preflight.order import Order

ERROR, WARNING, PASSED = Level.ERROR, Level.WARNING, None


@pytest.mark.parametrize(
    ("ppi", "level"),
    [(99.94, ERROR), (99.96, WARNING), (100.0, WARNING), (149.9, WARNING), (150.0, PASSED), (151.0, PASSED)],
)
def test_resolution(ppi: float, level: Level | None) -> None:
    facts = pdf(page(images=(picture(ppi),)))
    assert outcome("image/resolution", facts, min_ppi=100.0, warn_ppi=150.0).level == level


def test_the_worse_axis_counts() -> None:
    facts = pdf(page(images=(picture(300, ppi_y=99.0),)))
    assert outcome("image/resolution", facts, min_ppi=100.0, warn_ppi=150.0).level == ERROR


@pytest.mark.parametrize(("pixels", "state"), [(16, State.NOT_APPLICABLE), (17, State.FAILED)])
def test_tiny_pictures_are_left_alone(pixels: int, state: State) -> None:
    facts = pdf(page(images=(picture(10, width=pixels, height=500),)))
    assert outcome("image/resolution", facts).state is state


@pytest.mark.parametrize(
    ("order", "limits"),
    [
        (Order(), (100, 150)),
        (Order(min_ppi=120), (120, 150)),
        (Order(min_ppi=200), (200, 200)),
        (Order(viewing_distance_m=1.0), (239, 299)),
        (Order(viewing_distance_m=2.0), (119.5, 149.5)),
        (Order(viewing_distance_m=2.0, min_ppi=100, warn_ppi=150), (100, 150)),
    ],
)
def test_whose_resolution_limit_counts(order: Order, limits: tuple[float, float]) -> None:
    assert resolution_limits(order, 100, 150) == limits


@pytest.mark.parametrize(
    ("width", "state"),
    [(148.0, State.PASSED), (148.09, State.PASSED), (148.11, State.FAILED), (147.89, State.FAILED)],
)
def test_trim(width: float, state: State) -> None:
    facts = pdf(page(trim=Box(0, 0, width, 210)))
    assert outcome("page/trim", facts, Order(trim=(148, 210))).state is state


def test_a_page_on_its_side_is_called_so() -> None:
    facts = pdf(page(trim=Box(0, 0, 210, 148)))
    (found,) = outcome("page/trim", facts, Order(trim=(148, 210))).found
    assert "on its side" in found.message


@pytest.mark.parametrize(
    ("bleed", "level"),
    [(2.98, ERROR), (2.991, PASSED), (3.0, PASSED), (3.009, PASSED), (3.02, WARNING), (3.53, WARNING)],
)
def test_bleed_declared(bleed: float, level: Level | None) -> None:
    assert outcome("bleed/declared", pdf(page(bleed=bleed)), Order(bleed=Edges.all(3))).level == level


def test_bleed_declared_per_edge() -> None:
    result = outcome("bleed/declared", pdf(page(bleed=3)), Order(bleed=Edges(3, 3, 10, 3)))
    assert [d.place.object for d in result.found if d.place] == ["bottom edge"]


@pytest.mark.parametrize(
    ("reach", "state"),
    [(0.0, State.FAILED), (2.9, State.FAILED), (2.96, State.PASSED), (3.0, State.PASSED), (9.0, State.PASSED)],
)
def test_bleed_painted(reach: float, state: State) -> None:
    assert outcome("bleed/painted", pdf(page(edges=(edge(reach),))), Order(bleed=Edges.all(3))).state is state


@pytest.mark.parametrize(("length", "state"), [(0.4, State.PASSED), (0.5, State.FAILED), (0.6, State.FAILED)])
def test_bleed_painted_leaves_specks_to_the_eye(length: float, state: State) -> None:
    facts = pdf(page(edges=(edge(0.0, start=10.0, end=10.0 + length),)))
    assert outcome("bleed/painted", facts, Order(bleed=Edges.all(3))).state is state


def test_bleed_painted_allows_a_pixel() -> None:
    facts = pdf(page(edges=(edge(2.8, accuracy=0.17),)))
    assert outcome("bleed/painted", facts, Order(bleed=Edges.all(3))).state is State.PASSED


def test_bleed_painted_without_an_order_holds_the_file_to_its_own_word() -> None:
    assert outcome("bleed/painted", pdf(page(bleed=5, edges=(edge(3.0),)))).state is State.FAILED
    assert outcome("bleed/painted", pdf(page(bleed=None, edges=(edge(3.0),)))).state is State.PASSED


@pytest.mark.parametrize(
    ("pages", "order", "findings"),
    [
        (8, Order(pages=8, multiple=4), 0),
        (7, Order(pages=8, multiple=4), 2),
        (9, Order(multiple=4), 1),
        (6, Order(multiple=2), 0),
        (5, Order(multiple=2), 1),
        (5, Order(pages=5), 0),
    ],
)
def test_page_count(pages: int, order: Order, findings: int) -> None:
    facts = pdf(*(page(number=n) for n in range(1, pages + 1)))
    assert len(outcome("page/count", facts, order).found) == findings


@pytest.mark.parametrize(
    ("width", "level"), [(0.0, ERROR), (0.2, WARNING), (0.24, WARNING), (0.25, PASSED), (0.26, PASSED)]
)
def test_hairline(width: float, level: Level | None) -> None:
    line = shape(Box(10, 10, 60, 10.1), BLACK, kind="stroke", width_pt=width, rectangular=False)
    assert outcome("ink/hairline", pdf(page(shapes=(line,)))).level == level


def test_a_small_square_is_no_line() -> None:
    dot = shape(Box(10, 10, 10.05, 10.05), BLACK)
    assert outcome("ink/hairline", pdf(page(shapes=(dot,)))).state is State.NOT_APPLICABLE


@pytest.mark.parametrize(("size", "state"), [(11.9, State.FAILED), (12.0, State.PASSED), (36.0, State.PASSED)])
def test_black_text_on_a_tint(size: float, state: State) -> None:
    knocks_out = Paint(Colour(CMYK, (0, 0, 0, 1)))
    ground = shape(Box(0, 0, 148, 40))
    facts = pdf(page(texts=(run(size_pt=size, fill=knocks_out),), shapes=(ground,)))
    assert outcome("ink/black-text", facts).state is state


@pytest.mark.parametrize("ground", ["paper", "white", "picture", "later"])
def test_black_text_that_lies_on_no_tint(ground: str) -> None:
    knocks_out = run(fill=Paint(Colour(CMYK, (0, 0, 0, 1))))
    tint = shape(Box(0, 0, 148, 40))
    white = shape(Box(0, 0, 148, 40), Paint(Colour(CMYK, (0, 0, 0, 0))), order=3)
    photo = picture(box=Box(0, 0, 148, 40), visible=Box(0, 0, 148, 40), order=3)
    facts = {
        "paper": page(texts=(knocks_out,)),
        "white": page(texts=(knocks_out,), shapes=(tint, white)),
        "picture": page(texts=(knocks_out,), shapes=(tint,), images=(photo,)),
        "later": page(texts=(knocks_out,), shapes=(shape(Box(0, 0, 148, 40), order=20),)),
    }[ground]
    assert outcome("ink/black-text", pdf(facts)).state is State.PASSED


@pytest.mark.parametrize(("opm", "state"), [(0, State.FAILED), (1, State.PASSED)])
def test_overprint_mode(opm: int, state: State) -> None:
    text = run(fill=Paint(Colour(CMYK, (0, 0, 0, 1)), overprint=True, opm=opm))
    facts = pdf(page(texts=(text,), shapes=(shape(Box(0, 0, 148, 40)),)))
    assert outcome("ink/black-text", facts).state is state


@pytest.mark.parametrize(
    ("inks", "state"),
    [
        ((0.65, 0.65, 0.65, 0.85), State.PASSED),
        ((0.66, 0.65, 0.65, 0.85), State.FAILED),
        ((0.99, 0.99, 0.99, 0.84), State.PASSED),
    ],
)
def test_rich_black_text(inks: tuple[float, ...], state: State) -> None:
    facts = pdf(page(texts=(run(fill=Paint(Colour(CMYK, inks))),)))
    assert outcome("ink/rich-black-text", facts).state is state


@pytest.mark.parametrize(
    ("right", "state"), [(142.9, State.PASSED), (143.0, State.PASSED), (143.19, State.PASSED), (143.3, State.FAILED)]
)
def test_safe(right: float, state: State) -> None:
    facts = pdf(page(texts=(run(box=Box(20, 20, right, 24)),)))
    assert outcome("text/safe", facts, Order(safe=Edges.all(5))).state is state


def test_the_slug_line_is_not_unsafe() -> None:
    facts = pdf(page(texts=(run(box=Box(0, 214, 80, 216)),)))
    assert outcome("text/safe", facts, Order(safe=Edges.all(5))).state is State.NOT_APPLICABLE


def test_registration_at_the_very_edge_of_the_bleed() -> None:
    everything = Paint(Colour(RGB.__class__("Separation", 1, ("All",), CMYK), (1.0,)))
    outside = shape(Box(-8, 0, -3, 0.1), everything)
    inside = shape(Box(-8, 0, -2.9, 0.1), everything)
    assert outcome("ink/registration", pdf(page(shapes=(outside,)))).state is State.PASSED
    assert outcome("ink/registration", pdf(page(shapes=(inside,)))).state is State.FAILED


def test_tints_of_a_thousandth_are_not_white() -> None:
    assert not TINT.colour.white
    assert Paint(Colour(CMYK, (0.0, 0.0, 0.0, 0.0))).colour.white


# text/complete


def test_text_that_is_all_there() -> None:
    assert outcome("text/complete", pdf(), laid=layout()).state is State.PASSED


def test_text_that_overflowed_says_how_much_and_where() -> None:
    result = outcome(
        "text/complete", pdf(), laid=layout(("The lodge banner was carried out at dawn. A band walked be-",))
    )
    (found,) = result.found
    assert found.message.startswith("9 words of 20 in the frame `body` are not on the paper")
    assert "“A band walked before it.” (panels/03-num.md:7)" in found.message
    assert "Cut about 9 words" in found.help


def _cut(line: SetText, share: float) -> SetText:
    from dataclasses import replace  # noqa: PLC0415 - one use

    box = line.box
    return replace(line, visible=Box(box.left, box.top, box.right, box.top + share * box.height))


@pytest.mark.parametrize(("share", "state"), [(0.79, State.FAILED), (0.8, State.PASSED), (0.81, State.PASSED)])
def test_a_line_cut_by_its_frame(share: float, state: State) -> None:
    good = layout()
    facts = layout(texts=(*good.texts[:-1], _cut(good.texts[-1], share)))
    assert outcome("text/complete", pdf(), laid=facts).state is state


def test_hidden_lines_are_lost() -> None:
    from dataclasses import replace  # noqa: PLC0415 - one use

    good = layout()
    facts = layout(texts=tuple(replace(t, visible=None) for t in good.texts))
    (found,) = outcome("text/complete", pdf(), laid=facts).found
    assert found.message.startswith("20 words of 20")


@pytest.mark.parametrize(
    ("lines", "lost"),
    [
        ([SENTENCES], []),
        (["THE LODGE BANNER WAS CARRIED OUT AT DAWN. A BAND WALKED BEFORE IT. EVERY PIT WELL-",
          "KNOWN IN THE COUNTY CAME."], []),
        ([SENTENCES.replace("band", "ba\u00adnd")], []),
        (["• " + SENTENCES[:42], "• " + SENTENCES[42:]], []),
        ([SENTENCES.replace("A band walked before it. ", "")], [8, 9, 10, 11, 12]),
        ([SENTENCES.replace("band", "bnd")], [9]),
        ([SENTENCES[10:]], [0, 1]),
        ([], list(range(20))),
    ],
)  # fmt: skip
def test_lost_words(lines: list[str], lost: list[int]) -> None:
    assert lost_words(SENTENCES, [(line, True) for line in lines]) == lost


def test_words_lost_beside_a_gap_in_the_middle_are_counted_exactly() -> None:
    """The hidden line ends in the letters that the next visible one begins with."""
    lines = [("w100 w101 w102", True), ("w103 w104 w105", False), ("w106 w107", True), ("w108", False)]
    assert lost_words(" ".join(line for line, _ in lines), lines) == [3, 4, 5, 8]


def test_words_shown_elsewhere_too_are_not_lost() -> None:
    assert lost_words(SENTENCES, [(SENTENCES, False), (SENTENCES, True)]) == []


def test_accents_composed_or_not_are_the_same() -> None:
    assert lost_words("Potosí y Siglo", [("Potosi\u0301 y", True), ("Siglo", True)]) == []


def test_a_story_over_several_blocks_is_one_finding() -> None:
    blocks = tuple(Block(f"b{i}", SENTENCES, Source("panels/03-num.md", i), "body") for i in (1, 2, 3))
    facts: LayoutFacts = layout(blocks=blocks)
    (found,) = outcome("text/complete", pdf(), laid=facts).found
    assert found.message.startswith("40 words of 60")
    assert "panels/03-num.md:2" in found.message


def test_a_character_that_a_book_lacks_twice_is_told_once() -> None:
    glyph = MissingGlyph("\u2766", "FLORAL HEART", "bread \u2766 roses", None)
    laid = layout(missing_glyphs=(glyph, glyph))
    assert len(outcome("text/glyphs", pdf(page()), laid=laid).found) == 1
