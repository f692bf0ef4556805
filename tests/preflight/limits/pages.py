"""Sheets, margins, bleed, bound books."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.preflight.limits.base import ERROR, NOTE, WARNING, subject, table
from tests.support.facts import CMYK, edge, page, picture, run, shape

from panelpress.facts.paint import Colour, Paint
from panelpress.facts.pdf import Boxes
from panelpress.ground.geometry import Box, Edges
from panelpress.preflight.order import Order, Spine, Subject

A5 = Order(trim=(148, 210))
BOOK = Order(binding="perfect", part="cover", spine=Spine(8.0, 148.0))
TINTED = Paint(Colour(CMYK, (0, 0, 0, 0.5)))


def boxed(**other: Any) -> Subject:
    """Return a page of A5 with a bleed of 3 mm on a sheet with 10 mm around it, some boxes different."""
    boxes = Boxes(Box(-10, -10, 158, 220), None, Box(-3, -3, 151, 213), Box(0, 0, 148, 210), None, (0.0, 0.0))
    return subject(replace(page(), boxes=replace(boxes, **other)))


def text_at(left: float, right: float, *, number: int = 1, order: Order, trim: Box | None = None) -> Subject:
    return subject(
        page(number=number, texts=(run(box=Box(left, 20, right, 24)),), trim=trim or Box(0, 0, 148, 210)), order=order
    )


table("page/trim", "tolerance_mm", 0.1, inside=0.09, outside=0.11, bad=ERROR,
      seen=lambda off: subject(page(trim=Box(0, 0, 148 + off, 210)), order=A5))  # fmt: skip
table("page/trim", "tolerance_mm", 0.1, inside=0.09, outside=0.11, bad=ERROR,
      seen=lambda off: subject(page(trim=Box(0, 0, 594 + off, 841)), order=Order(trim=(594, 841))))  # fmt: skip
table("page/boxes", "tolerance_mm", 0.01, inside=0.009, outside=0.011, bad=ERROR,
      seen=lambda out: boxed(trim=Box(-3 - out, 0, 148, 210)))  # fmt: skip
table("page/crop", "tolerance_mm", 0.01, inside=0.009, outside=0.011, bad=ERROR,
      seen=lambda hidden: boxed(crop=Box(-10 + hidden, -10, 158, 220)))  # fmt: skip
table("page/origin", "tolerance_pt", 0.001, inside=0.0009, outside=0.0011, bad=WARNING,
      seen=lambda off: subject(replace(page(), boxes=replace(page().boxes, origin_pt=(0.0, -off)))))  # fmt: skip
table("page/size-uniform", "tolerance_mm", 0.1, inside=0.09, outside=0.11, bad=ERROR,
      seen=lambda off: subject(page(), page(number=2, trim=Box(0, 0, 148, 210 + off))))  # fmt: skip

table("bleed/declared", "tolerance_mm", 0.01, inside=0.009, outside=0.011, bad=ERROR,
      seen=lambda off: subject(page(bleed=3 - off), order=Order(bleed=Edges.all(3))))  # fmt: skip
table("bleed/painted", "default_mm", 3.0, inside=3.1, outside=2.9, bad=ERROR, tolerance_mm=0.0,
      seen=lambda reach: subject(page(bleed=None, edges=(edge(reach),))))  # fmt: skip
table("bleed/painted", "tolerance_mm", 0.05, inside=0.04, outside=0.06, bad=ERROR,
      seen=lambda short: subject(page(edges=(edge(3.0 - short),)), order=Order(bleed=Edges.all(3))))  # fmt: skip
table("bleed/painted", "shortest_mm", 0.5, inside=0.4, outside=0.6, bad=ERROR, exactly="outside",
      seen=lambda length: subject(page(edges=(edge(0.0, end=length),)), order=Order(bleed=Edges.all(3))))  # fmt: skip
table("bleed/beyond", "tolerance_mm", 0.1, inside=0.09, outside=0.11, bad=WARNING,
      seen=lambda over: subject(page(shapes=(shape(Box(-3 - over, 20, 30, 40), TINTED),))))  # fmt: skip

table("page/safe", "tolerance_mm", 0.2, inside=0.19, outside=0.21, bad=WARNING,
      seen=lambda near: subject(
          page(images=(picture(box=Box(5 - near, 20, 60, 40), visible=Box(5 - near, 20, 60, 40)),)),
          order=Order(safe=Edges.all(5))))  # fmt: skip
table("text/safe", "tolerance_mm", 0.2, inside=0.19, outside=0.21, bad=ERROR,
      seen=lambda near: text_at(5 - near, 40, order=Order(safe=Edges.all(5))))  # fmt: skip

table("text/gutter", "perfect_mm", 10.0, inside=10.1, outside=9.9, bad=ERROR, tolerance_mm=0.0,
      seen=lambda left: text_at(left, 60, order=Order(binding="perfect")))  # fmt: skip
table("text/gutter", "stitched_mm", 0.0, inside=0.1, outside=-0.1, bad=ERROR, tolerance_mm=0.0,
      seen=lambda left: text_at(left, 60, order=Order(binding="saddle-stitch")))  # fmt: skip
table("text/gutter", "tolerance_mm", 0.2, inside=0.19, outside=0.21, bad=ERROR,
      seen=lambda near: text_at(10 - near, 60, order=Order(binding="perfect")))  # fmt: skip
table("page/creep", "most_mm", 1.0, inside=0.992, outside=1.008, bad=NOTE,
      seen=lambda shift: subject(*(page(number=n) for n in range(1, 33)),
                                 order=Order(binding="saddle-stitch", caliper=shift / 8)))  # fmt: skip
table("layout/variable", "tolerance_mm", 0.2, inside=0.19, outside=0.21, bad=ERROR,
      seen=lambda over: text_at(40, 60 + over, order=Order(variable=Box(20, 10, 60, 30))))  # fmt: skip

# a cover in one piece: two pages of 148 mm and a back of 8 mm
table("page/spine", "tolerance_mm", 0.5, inside=0.49, outside=0.51, bad=ERROR,
      seen=lambda off: subject(page(trim=Box(0, 0, 304 - off, 210)), order=BOOK))  # fmt: skip
table("page/spine", "least_mm", 3.0, inside=3.01, outside=2.99, bad=WARNING,
      seen=lambda back: subject(page(), order=replace(BOOK, spine=Spine(back, 148.0))))  # fmt: skip
table("text/spine", "least_mm", 6.0, inside=6.01, outside=5.99, bad=WARNING,
      seen=lambda back: text_at(148 + back / 2 - 2, 148 + back / 2 + 2, trim=Box(0, 0, 296 + back, 210),
                                order=replace(BOOK, spine=Spine(back, 148.0))))  # fmt: skip
table("page/hinge", "hinge_mm", 6.0, inside=6.1, outside=5.9, bad=WARNING, tolerance_mm=0.0,
      seen=lambda left: text_at(left, 60, order=Order(binding="perfect", part="inner")))  # fmt: skip
table("page/hinge", "tolerance_mm", 0.2, inside=0.19, outside=0.21, bad=WARNING,
      seen=lambda near: text_at(6 - near, 60, order=Order(binding="perfect", part="inner")))  # fmt: skip
