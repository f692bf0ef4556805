"""Titles broken by hand's rules: few lines, of nearly equal length, none that stops in the middle of a thought.

Lines are counted here with Pillow's own measuring of the same font files, word after word as the engine fills them.
"""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from panelpress.exhibition.model import TextBlock
from panelpress.press.balance import fit
from panelpress.press.fonts import font_files
from panelpress.press.templating import THEMES

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.press.balance import Fit

MM_PER_PT: Final = 25.4 / 72
BOARD: Final = 522.0
"""The width of a board's title, mm"""
HALF: Final = 252.0
TOKEN: Final = "panel-title"
SIZE: Final = 132.0
TRACKING: Final = -0.01
NO_BREAK: Final = "\u00a0"
SMALL: Final = {
    "a",
    "an",
    "the",
    "and",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "with",
    "y",
    "de",
    "del",
    "la",
    "el",
    "en",
}


def exhibition(theme: Path = THEMES / "gallery-bone.css", *styles: Path) -> Exhibition:
    """Return as much of an exhibition as a title needs."""
    return cast("Exhibition", SimpleNamespace(theme=theme, styles=styles))


def block(text: str) -> TextBlock:
    return TextBlock("a", "line", text, text, "panels/01-a.md", 1, "en-GB")


def fitted(text: str, width: float = BOARD, lines: int = 2, token: str = TOKEN) -> Fit:
    found = fit(exhibition(), token, block(text), width, lines)
    assert found is not None
    return found


@cache
def font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_files()["SourceSerifPro-Semibold.ttf"]), 1000)


def advance(text: str) -> float:
    """The sum of a text's letter widths, em: no pair is kerned."""
    return font().getlength(text, features=["-kern", "-liga"]) / 1000


def length(text: str) -> float:
    """The length of a text in the title's typeface, mm."""
    return (advance(text) + TRACKING * len(text)) * SIZE * MM_PER_PT


def filled(text: str, width: float) -> list[str]:
    """The lines of a text, each filled with as many words as there is room for."""
    lines: list[str] = []
    for word in re.split(" +", text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and length(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def set_lines(title: Fit) -> list[str]:
    return filled(title.html, title.width)


# -- how many lines --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Wicky", ["Wicky"]),
        ("Unity is strength, at home and abroad", ["Unity is strength,", "at home and abroad"]),
        ("Standing by Bolivia’s miners", ["Standing by", "Bolivia’s miners"]),
        ("The mountain, and what comes out of it", ["The mountain, and what", "comes out of it"]),
    ],
)
def test_a_title_is_broken_where_a_compositor_would_break_it(text: str, lines: list[str]) -> None:
    """Not as many words as fit and then the rest: two lines of nearly equal length."""
    assert [line.replace(NO_BREAK, " ") for line in set_lines(fitted(text))] == lines


def test_a_title_that_nearly_fills_a_line_stays_on_it_where_its_frame_has_one() -> None:
    """The board with one large picture: a second line would stand on the photograph."""
    text = "Over the shaft, the wheel"
    assert len(set_lines(fitted(text, lines=1))) == 1
    assert len(set_lines(fitted(text, lines=2))) == 2


def test_a_short_title_is_not_spread_over_two_lines() -> None:
    """Two words of a hand's breadth, one above the other, would look like a mistake."""
    assert len(set_lines(fitted("The wheel", lines=2))) == 1


WORDS: Final = [
    "miners",
    "solidarity",
    "Bolivia",
    "strength",
    "ore",
    "I",
    "underground",
    "brothers,",
    "1984/85",
    *SMALL,
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.sampled_from([HALF, BOARD]), st.integers(1, 3))
def test_a_title_never_takes_more_lines_than_its_frame_gives_it(words: list[str], width: float, lines: int) -> None:
    """Balancing must not cost a line: it would be pushed out of the frame, and the panel would be rejected."""
    text = " ".join(words)
    title = fitted(text, width, lines)
    most = max(lines, len(filled(text, width)))
    assert len(set_lines(title)) <= most
    assert title.html.replace(NO_BREAK, " ") == text  # not a word is changed


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.sampled_from([HALF, BOARD]))
def test_a_title_is_no_wider_than_its_frame(words: list[str], width: float) -> None:
    """It may move left, so that its stems stand at the edge, but its right edge stays in the frame."""
    title = fitted(" ".join(words), width)
    assert title.width - title.outdent <= width + 0.001
    assert f"width:{title.width:.2f}mm" in title.style


def test_a_word_longer_than_the_frame_is_one_line() -> None:
    """Nothing is cut and nothing loops: whether it fits on the paper is another check's question."""
    assert set_lines(fitted("Kraftwerksschornsteinfegermeister", HALF)) == ["Kraftwerksschornsteinfegermeister"]


# -- where lines end -------------------------------------------------------------------------------------------------


def tied(text: str) -> str:
    """A text whose small words cannot be parted from the words after them."""
    return re.sub(rf"(?i)\b({'|'.join(SMALL)}) ", rf"\1{NO_BREAK}", text)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("Unity is strength, at home and abroad", BOARD),
        ("The National Union of Mineworkers in the 1970s", 400.0),
        ("The National Union of Mineworkers in the 1970s", BOARD),
        ("News from the high plain, for all", BOARD),
        ("Los mineros británicos y la solidaridad internacional", BOARD),
        ("El Foro de información en la lucha del pueblo", BOARD),
    ],
)
def test_no_line_ends_in_a_small_word(text: str, width: float) -> None:
    """“The National Union of / Mineworkers” stops in the middle of a thought."""
    lines = set_lines(fitted(text, width))
    assert len(lines) > 1
    for line in lines[:-1]:
        assert line.split()[-1].casefold() not in SMALL, lines


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=12), st.sampled_from([HALF, BOARD]))
def test_small_words_are_parted_from_the_next_only_where_that_saves_a_line(words: list[str], width: float) -> None:
    text = " ".join([*words, "miners"])
    costs = len(filled(tied(text), width)) > len(filled(text, width))
    assert (NO_BREAK in fitted(text, width).html) == (tied(text) != text and not costs)


def test_a_title_that_fits_only_when_broken_badly_is_broken_badly() -> None:
    """In a narrow frame a line that ends in *and* is better than a third line, which would be lost."""
    text = "British Miners and International Solidarity"
    assert [len(filled(line, BOARD)) for line in (text, tied(text))] == [2, 3]
    assert len(set_lines(fitted(text))) == 2


def test_a_small_word_inside_another_is_none() -> None:
    """`Bolivia’s a-team`: what hangs on an apostrophe or a hyphen belongs to the word before it."""
    assert NO_BREAK not in fitted("Pit-a pat o’the hill").html.partition("pat")[0]


# -- the left edge ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", "“«‘¿¡")
def test_an_opening_mark_hangs_outside_the_edge(mark: str) -> None:
    """The first letter, and not the mark, stands above the first letters of the text below."""
    title = fitted(f"{mark}Unity is Strength", 112, token="book-title")
    assert title.hang == pytest.approx(advance(mark) * 30 * MM_PER_PT, abs=0.01)
    assert f"text-indent:-{title.hang:.2f}mm" in title.style
    assert fitted("Unity is Strength").hang == 0


def test_a_very_large_mark_hangs_no_farther_than_the_margin_allows() -> None:
    assert 0 < fitted("«Unity»", token="panel-quote").hang <= 16


def test_a_title_moves_left_by_the_air_beside_its_first_letters() -> None:
    """A letter's own white makes a title of 132 pt look indented against a text of 36 pt."""
    assert 0 < fitted("Unity").outdent < 10


# -- themes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", sorted(THEMES.glob("*.css")), ids=lambda path: path.stem)
@pytest.mark.parametrize("token", ["panel-poster", "panel-title", "panel-title-small", "panel-quote", "book-title"])
def test_every_theme_that_ships_is_understood(theme: Path, token: str) -> None:
    assert fit(exhibition(theme), token, block("Unity is strength"), BOARD) is not None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "inherit",
        "600 4em/1 var(--serif)",
        "600 132pt/132pt var(--nobody)",
        "600 132pt/132pt 'A Face of My Own'",
    ],
)
def test_a_token_that_cannot_be_read_leaves_the_title_to_its_full_measure(value: str, tmp_path: Path) -> None:
    """A theme may say more than is understood here; then titles are set plainly, and nothing stops."""
    own = tmp_path / "own.css"
    own.write_text(f":root {{ --panel-title: {value}; }}", "utf-8")
    assert fit(exhibition(own), TOKEN, block("Unity is strength"), BOARD) is None


def test_a_projects_own_sheet_has_the_last_word(tmp_path: Path) -> None:
    """A smaller title set in `styles:` is measured as it is printed."""
    own = tmp_path / "own.css"
    own.write_text(":root { --panel-title: 600 66pt/72pt var(--serif) }", "utf-8")
    text = block("Unity is strength, at home and abroad")
    small = fit(exhibition(THEMES / "gallery-bone.css", own), TOKEN, text, BOARD)
    large = fit(exhibition(), TOKEN, text, BOARD)
    assert small is not None
    assert large is not None
    assert small.width < large.width
