"""Ink: how much of it, on which plates, on what small things."""

from __future__ import annotations

from dataclasses import replace

from tests.preflight.limits.base import ERROR, PASSED, WARNING, sides, subject, table
from tests.support.facts import BLACK, CMYK, GREY, TINT, page, picture, run, shape

from panelpress.facts.paint import Colour, ColourSpace, Paint
from panelpress.facts.pdf import InkPeak, PageInk, Plate
from panelpress.ground.geometry import Box
from panelpress.preflight.order import Order, Subject

WHITE, TWO_INKS = Paint(Colour(CMYK, (0, 0, 0, 0))), Paint(Colour(CMYK, (0.5, 0.5, 0, 0)))
KNOCKS_OUT = replace(BLACK, overprint=False)
GREY_BLACK = Paint(Colour(GREY, (0.0,)))
SRGB = ColourSpace("ICCBased", 3, profile="5" * 64)
LAB_INK = ColourSpace("Separation", 1, ("Lodge red",), ColourSpace("Lab", 3))
EVERYWHERE = Box(0, 0, 148, 210)
GROUND, PHOTO = shape(EVERYWHERE, TINT), picture(box=EVERYWHERE, visible=EVERYWHERE)


def filled(paint: Paint) -> Subject:
    return subject(page(shapes=(shape(Box(20, 20, 60, 60), paint),)))


def text(paint: Paint, size: float, *, on: str = "tint") -> Subject:
    shapes, images = (GROUND,) if on == "tint" else (), (PHOTO,) if on == "picture" else ()
    return subject(page(texts=(run(size_pt=size, fill=paint),), shapes=shapes, images=images))


def line(paint: Paint, width: float, *, on: str = "tint") -> Subject:
    drawn = shape(Box(10, 10, 60, 10.1), paint, kind="stroke", width_pt=width, rectangular=False, order=9)
    return subject(
        page(shapes=(GROUND, drawn) if on == "tint" else (drawn,), images=(PHOTO,) if on == "picture" else ())
    )


def inked(square: float, spot: float = 0.0, order: Order | None = None) -> Subject:
    """Return a page whose plates carry so many per cent in a square, and in one spot."""
    ink = PageInk(72.0, (Plate("Black", 0.3),), 15.0, InkPeak(square / 100, Box(20, 20, 35, 35)),
                  InkPeak(max(square, spot) / 100, Box(30, 30, 30.4, 30.4)))  # fmt: skip
    return subject(page(ink=ink), order=order)


sides("ink/rgb", "calibrated", seen=lambda: filled(Paint(Colour(SRGB, (1, 0, 0)))), levels={False: ERROR, True: PASSED})
sides(
    "ink/rgb",
    "lab_alternates",
    seen=lambda: filled(Paint(Colour(LAB_INK, (1.0,)))),
    levels={False: ERROR, True: PASSED},
)

table("ink/rich-black-text", "black", 0.85, inside=0.849, outside=0.851, bad=WARNING, exactly="outside",
      seen=lambda black: text(Paint(Colour(CMYK, (1, 1, 1, black))), 10))  # fmt: skip
table("ink/rich-black-text", "most_ink", 2.8, inside=2.79, outside=2.81, bad=WARNING,
      seen=lambda ink: text(Paint(Colour(CMYK, (0.6, 0.6, ink - 2.1, 0.9))), 10))  # fmt: skip
table("ink/multi-ink-text", "below_pt", 8, inside=8.1, outside=7.9, bad=WARNING, seen=lambda pt: text(TWO_INKS, pt))
table("ink/white-text-small", "below_pt", 8, inside=8.1, outside=7.9, bad=WARNING, seen=lambda pt: text(WHITE, pt))
table("ink/hairline", "min_pt", 0.25, inside=0.26, outside=0.24, bad=WARNING, seen=lambda pt: line(BLACK, pt))
table("ink/thin-white-line", "min_pt", 0.25, inside=0.26, outside=0.24, bad=WARNING, seen=lambda pt: line(WHITE, pt))
table("ink/multi-ink-line", "min_pt", 0.25, inside=0.26, outside=0.24, bad=WARNING, seen=lambda pt: line(TWO_INKS, pt))

table("ink/black-text", "below_pt", 12, inside=12.1, outside=11.9, bad=WARNING, seen=lambda pt: text(KNOCKS_OUT, pt))
sides("ink/black-text", "over_pictures", seen=lambda: text(KNOCKS_OUT, 10, on="picture"),
      levels={False: PASSED, True: WARNING})  # fmt: skip
table("ink/black-line", "below_pt", 2, inside=2.1, outside=1.9, bad=WARNING, seen=lambda pt: line(KNOCKS_OUT, pt))
sides("ink/black-line", "over_pictures", seen=lambda: line(KNOCKS_OUT, 1, on="picture"),
      levels={False: PASSED, True: WARNING})  # fmt: skip
table("ink/grey-text", "below_pt", 12, inside=12.1, outside=11.9, bad=WARNING, seen=lambda pt: text(GREY_BLACK, pt))
sides("ink/grey-text", "anywhere", seen=lambda: text(GREY_BLACK, 10, on="paper"), levels={True: WARNING, False: PASSED})
table("ink/grey-line", "below_pt", 2, inside=2.1, outside=1.9, bad=WARNING, seen=lambda pt: line(GREY_BLACK, pt))
sides("ink/grey-line", "anywhere", seen=lambda: line(GREY_BLACK, 1, on="paper"), levels={True: WARNING, False: PASSED})

table("ink/total", "most_percent", 320, inside=319, outside=321, good=WARNING, bad=ERROR, seen=inked, slack_percent=0)
table("ink/total", "warn_percent", 300, inside=299, outside=301, bad=WARNING, seen=inked, slack_percent=0)
table("ink/total", "slack_percent", 1, inside=0.9, outside=1.1, bad=WARNING, seen=lambda over: inked(300 + over))
sides("ink/total", "by_order", seen=lambda: inked(290, order=Order(tac=240)), levels={True: ERROR, False: PASSED})
table("ink/total-spot", "most_percent", 330, inside=329, outside=331, bad=WARNING, slack_percent=0,
      seen=lambda percent: inked(100, percent))  # fmt: skip
table("ink/total-spot", "over_order_percent", 10, inside=9, outside=11, bad=WARNING, slack_percent=0,
      seen=lambda over: inked(100, 240 + over, Order(tac=240)))  # fmt: skip
table(
    "ink/total-spot", "slack_percent", 1, inside=0.9, outside=1.1, bad=WARNING, seen=lambda over: inked(100, 330 + over)
)


def spots(number: float) -> Subject:
    spaces = [ColourSpace("Separation", 1, (f"Ink {n}",), CMYK, full=f"0/{n}/80/0") for n in range(int(number))]
    return subject(page(shapes=tuple(shape(Box(10, 10, 20, 20), Paint(Colour(s, (1.0,)))) for s in spaces)))


table("ink/spot-count", "most", 8, inside=7, outside=9, bad=WARNING, seen=spots)
