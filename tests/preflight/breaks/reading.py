"""What readers would complain about: lost, doubled and crossing text, and type that cannot be read or is badly set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.preflight.breaks.base import breaks, ordered, untouched
from tests.support import facts
from tests.support import goodpdf as good

from panelpress.facts.layout import Fitted
from panelpress.ground.geometry import Box
from panelpress.preflight.order import Hang

if TYPE_CHECKING:
    import pikepdf

    from panelpress.facts.layout import LayoutFacts

GOOD = facts.good_layout()


def lines(**changes: Any) -> LayoutFacts:
    """Return the good layout with every line changed."""
    return replace(GOOD, lines=tuple(replace(line, **changes) for line in GOOD.lines))


def words(**changes: Any) -> LayoutFacts:
    """Return the good layout with every text changed."""
    return replace(GOOD, texts=tuple(replace(text, **changes) for text in GOOD.texts))


def one_line(number: int, **changes: Any) -> LayoutFacts:
    """Return the good layout with one line changed."""
    changed = [replace(line, **changes) if line.number == number else line for line in GOOD.lines]
    return replace(GOOD, lines=tuple(changed))


breaks("text/once", layout=replace(GOOD, texts=(*GOOD.texts, replace(GOOD.texts[0], box=Box(20, 60, 81, 64)))))(
    untouched
)
breaks(
    "text/in-file", layout=words(text="Coal and roses"), entails={"text/complete": "the words are not the source's"}
)(untouched)
breaks("text/overlap", layout=one_line(2, box=GOOD.lines[0].box))(untouched)
breaks("text/fitted", layout=replace(GOOD, fitted=Fitted(9, 10, 10, 9)))(untouched)


@breaks("text/covered")
def a_white_area_on_a_line(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, good.tint(18, 78, 60, 84, "0 0 0 0 k"))


breaks("legible/size", layout=words(x_height_mm=1.2))(untouched)
breaks("legible/measure", layout=lines(text="n" * 80))(untouched)
breaks("legible/leading", layout=lines(leading_pt=10.0))(untouched)
breaks("legible/alignment", layout=lines(align="justify"))(untouched)
breaks("legible/weight", layout=words(weight=300))(untouched)
breaks("legible/underline", layout=words(underlined=True))(untouched)
breaks(
    "legible/italic",
    layout=replace(
        GOOD,
        texts=(*GOOD.texts, *(replace(GOOD.texts[0], text="a lean word ", italic=True, block="b9") for _ in range(5))),
    ),
    entails={"text/once": "the same block stands five times"},
)(untouched)
breaks(
    "legible/capitals",
    layout=replace(GOOD, texts=(*GOOD.texts, replace(GOOD.texts[0], text="ALL OF THIS IS LOUD", block="b9"))),
)(untouched)
breaks(
    "legible/families",
    layout=replace(GOOD, texts=tuple(replace(t, family=f"Face {n}") for n, t in enumerate(GOOD.texts))),
    entails={"font/family": "none of them is the theme's"},
)(untouched)
breaks("legible/height", order=ordered(hang=Hang(1000.0)))(untouched)


@breaks("legible/contrast")
def pale_text(pdf: pikepdf.Pdf) -> None:
    good.redraw(pdf, good.TEXT, good.TEXT.replace("0 0 0 1 k", "0 0 0 0.4 k"))


@breaks("legible/red-green")
def orange_on_green(pdf: pikepdf.Pdf) -> None:
    words = good.line_of_text("Coal", 24, 40, 60, "0 0.25 1 0 k")
    good.draw_more(pdf, good.tint(20, 30, 120, 70, "1 0 0.5 0.25 k") + "\n" + words)


breaks("setting/last-line", layout=one_line(4, text="so"))(untouched)
breaks("setting/widow", layout=one_line(4, page=2))(untouched)
breaks("setting/hyphens", layout=lines(hyphenated=True))(untouched)
breaks("setting/faked", layout=words(faked=("small capitals",)))(untouched)
