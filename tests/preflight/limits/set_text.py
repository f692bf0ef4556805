"""The text as set: sizes, lines, heights above the floor, contrast, what is cut off."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.preflight.limits.base import ERROR, WARNING, subject, table
from tests.support.facts import CMYK, layout, line, lines, page, run, words

from panelpress.facts.paint import BARE_PAPER, Colour, Paint
from panelpress.ground.geometry import Box
from panelpress.ground.sight import height_at
from panelpress.preflight.order import Hang, Order, Subject

if TYPE_CHECKING:
    from panelpress.facts.layout import LayoutFacts, SetText

DISTANCE_M = 1.5


def paragraph(*texts: str, **other: Any) -> Subject:
    return laid(lines=lines(*texts, **other))


def laid(*texts: SetText, order: Order | None = None, **other: Any) -> Subject:
    facts: LayoutFacts = replace(layout(()), texts=texts, **other)
    return subject(order=order, laid=facts)


# sizes: small letters of exactly the height that an angle at a distance asks for, and the rounding of the check less


def high(distance_m: float, degrees: float, level: str = "body") -> Subject:
    return laid(
        words(level=level, x_height_mm=height_at(distance_m, degrees)), order=Order(reading_distance_m=DISTANCE_M)
    )


def high_for(level: str, times: float) -> Subject:
    """Return letters just high enough for so many times the item's own distance."""
    return high(times * DISTANCE_M, 0.2, level)


table("legible/size", "fluent_degrees", 0.2, inside=0.201, outside=0.199, bad=ERROR, clear_degrees=0.0,
      seen=lambda degrees: high(DISTANCE_M, degrees))  # fmt: skip
table("legible/size", "clear_degrees", 0.286, inside=0.287, outside=0.285, bad=WARNING,
      seen=lambda degrees: high(0.8 * DISTANCE_M, degrees))  # fmt: skip
table("legible/size", "nearer", 0.8, inside=0.81, outside=0.79, bad=WARNING,
      seen=lambda nearer: high(nearer * DISTANCE_M, 0.286))  # fmt: skip
for _level, _times in (("title", 3.3), ("heading", 2.0), ("subtitle", 1.3), ("lead", 1.3), ("caption", 0.67)):
    _seen = partial(high_for, _level)
    table(
        "legible/size",
        _level,
        _times,
        inside=_times + 0.01,
        outside=_times - 0.01,
        bad=ERROR,
        clear_degrees=0.0,
        seen=_seen,
    )

# lines


def filled(characters: float) -> Subject:
    return paragraph("n" * int(characters), "n" * int(characters), "end")


table("legible/measure", "warn_over", 55, inside=54, outside=56, bad=WARNING, seen=filled)
table("legible/measure", "most", 65, inside=64, outside=66, good=WARNING, bad=ERROR, seen=filled)
table("legible/measure", "warn_under", 28, inside=29, outside=27, bad=WARNING, seen=filled)


def led(level: str, ratio: float) -> Subject:
    return paragraph("one", "two", leading_pt=36 * ratio, level=level)


for _limit, _value, _step, _level in (
    ("least", 1.25, 0.01, "body"),
    ("most", 1.5, -0.01, "body"),
    ("title_least", 0.95, 0.01, "title"),
    ("title_most", 1.2, -0.01, "heading"),
):
    _seen = partial(led, _level)
    table("legible/leading", _limit, _value, inside=_value + _step, outside=_value - _step, bad=WARNING, seen=_seen)
table("legible/capitals", "most_words", 4, inside=3, outside=5, bad=WARNING,
      seen=lambda number: laid(words("Now " + "LOUD " * int(number) + "again")))  # fmt: skip
table("legible/italic", "most_words", 12, inside=11, outside=13, bad=WARNING,
      seen=lambda number: laid(words("slanted " * int(number), italic=True)))  # fmt: skip
table("legible/weight", "least", 400, inside=401, outside=399, bad=WARNING,
      seen=lambda weight: laid(words(weight=int(weight))))  # fmt: skip
table("legible/families", "most", 2, inside=1, outside=3, bad=WARNING,
      seen=lambda number: laid(*(words(family=f"Face {n}") for n in range(int(number)))))  # fmt: skip

TOP_MM = 1790.0


def hung(low: float, high: float, level: str) -> Subject:
    """Return a line that hangs between two heights above the floor."""
    return laid(
        lines=(line(box=Box(36, TOP_MM - high, 288, TOP_MM - low), level=level),), order=Order(hang=Hang(TOP_MM))
    )


table("legible/height", "low_mm", 1100, inside=1102, outside=1098, bad=WARNING,
      seen=lambda low: hung(low, 1500, "body"))  # fmt: skip
table("legible/height", "high_mm", 1675, inside=1673, outside=1677, bad=WARNING,
      seen=lambda high: hung(1200, high, "lead"))  # fmt: skip
table("legible/height", "caption_low_mm", 900, inside=902, outside=898, bad=WARNING,
      seen=lambda low: hung(low, 1500, "caption"))  # fmt: skip
table("legible/height", "caption_high_mm", 1750, inside=1748, outside=1752, bad=WARNING,
      seen=lambda high: hung(1200, high, "credit"))  # fmt: skip

table("setting/last-line", "least_characters", 8, inside=9, outside=7, bad=WARNING,
      seen=lambda number: paragraph("A full line of words", "n" * int(number)))  # fmt: skip
table("setting/widow", "least_lines", 2, inside=3, outside=1, bad=WARNING,
      seen=lambda lonely: paragraph(*("A full line",) * 9, page=[1] * int(lonely) + [2] * (9 - int(lonely))))  # fmt: skip
table("setting/hyphens", "in_a_row", 2, inside=1, outside=3, bad=WARNING,
      seen=lambda number: paragraph(*("A full line",) * 6, hyphenated=[n < number for n in range(6)]))  # fmt: skip

table("text/minimum-size", "min_pt", 4.0, inside=4.1, outside=3.9, good=WARNING, bad=ERROR,
      seen=lambda pt: subject(page(texts=(run(size_pt=pt),))))  # fmt: skip
table("text/minimum-size", "warn_pt", 5.0, inside=5.1, outside=4.9, bad=WARNING,
      seen=lambda pt: subject(page(texts=(run(size_pt=pt),))))  # fmt: skip
table("text/overlap", "overlap_share", 0.3, inside=0.29, outside=0.31, bad=ERROR,
      seen=lambda share: laid(lines=(line(1, box=Box(36, 100, 288, 110)),
                                     line(2, box=Box(36, 110 - 10 * share, 288, 120 - 10 * share)))))  # fmt: skip


def cut(share: float) -> Subject:
    """Return a text whose last line shows only so much of its height."""
    good = layout()
    box = good.texts[-1].box
    last = replace(good.texts[-1], visible=Box(box.left, box.top, box.right, box.top + share * box.height))
    return subject(laid=layout(texts=(*good.texts[:-1], last)))


table("text/complete", "shown_share", 0.8, inside=0.81, outside=0.79, bad=ERROR, seen=cut)

# contrast: the luminance an ink must have for a ratio, or a difference, on paper of 85 %

INK = Colour(CMYK, (0, 0, 0, 0.6))
PAPER = 0.85


def printed(ink: float, paper: float = PAPER, size: float = 36) -> Subject:
    """Return a text of four words in an ink on a paper, each of its luminance."""
    text = "four words of text"
    return subject(
        page(texts=(run(text, fill=Paint(INK), size_pt=size),)),
        luminances={INK: ink, BARE_PAPER: paper},
        laid=replace(layout(()), texts=(words(text),)),
    )


def contrasted(ratio: float, size: float = 36) -> Subject:
    return printed((PAPER + 0.05) / ratio - 0.05, size=size)


table("legible/contrast", "least", 4.5, inside=4.6, outside=4.4, good=WARNING, bad=ERROR, seen=contrasted)
table("legible/contrast", "wanted", 7.0, inside=7.1, outside=6.9, bad=WARNING, seen=contrasted, lrv_percent=0)
table("legible/contrast", "large_least", 3.0, inside=3.1, outside=2.9, bad=ERROR, lrv_percent=0,
      seen=lambda ratio: contrasted(ratio, 60))  # fmt: skip
table("legible/contrast", "large_from_pt", 54, inside=54.1, outside=53.9, bad=ERROR, lrv_percent=0,
      seen=lambda size: contrasted(3.6, size))  # fmt: skip


def to_blind_eyes(ratio: float) -> Subject:
    """Return a text that others read well, and that has so much contrast to eyes without green cones."""
    seen = printed(0.05)
    dimmed = {INK: (0.05, (PAPER + 0.05) / ratio - 0.05), BARE_PAPER: (PAPER, PAPER)}
    return replace(seen, pdf=replace(seen.pdf, dimmed=dimmed))


table("legible/red-green", "least", 3.0, inside=3.1, outside=2.9, bad=WARNING, seen=to_blind_eyes)
table("legible/contrast", "lrv_percent", 70, inside=71, outside=69, bad=WARNING, least=1, wanted=1,
      seen=lambda apart: printed(PAPER * (1 - apart / 100) - 1e-9))  # fmt: skip
table("legible/contrast", "lrv_lighter", 45, inside=45.1, outside=44.9, bad=WARNING,
      seen=lambda lighter: printed(0.01, lighter / 100 + 1e-9))  # fmt: skip
