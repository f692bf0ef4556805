"""Overprint: small black prints over what lies beneath it, white and grey never do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import (
    OnPage,
    at,
    beneath,
    coloured,
    lines,
    quoted,
    visible_shapes,
    visible_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.paint import Paint
    from panelpress.facts.pdf import Shape, TextRun
    from panelpress.preflight.order import Subject
    from panelpress.preflight.selectors import Painted

_ROUNDING_PT = 0.001


def _black_text(subject: Subject) -> Iterator[OnPage[TextRun]]:
    for text in visible_texts(subject):
        if text.what.fill is not None and _black(text.what.fill):
            yield text


def _black_lines(subject: Subject) -> Iterator[OnPage[Shape]]:
    return (line for line in lines(subject) if _black(line.what.paint))


def _black(paint: Paint) -> bool:
    return paint.colour.black_only and paint.opaque


def _overprints(paint: Paint) -> bool:
    return paint.overprint and (paint.opm == 1 or paint.colour.space.kind != "DeviceCMYK")


def _knocked_out(thing: OnPage[TextRun] | OnPage[Shape], paint: Paint, *, over_pictures: bool) -> bool:
    """Tell whether black knocks a hole into a tint (or a picture, where that counts); grey black is another matter."""
    if paint.colour.space.kind == "DeviceGray" or _overprints(paint):
        return False
    return beneath(thing.what, thing.page) in ("tint", *(("picture",) if over_pictures else ()))


def _said(paint: Paint) -> str:
    return f"overprint mode {paint.opm}" if paint.overprint else "knocks out"


@check(
    "ink/black-text",
    over=_black_text,
    level=Level.WARNING,
    source="GWG 2022 R0009",
    fix="Set overprint (OP true, OPM 1) on small 100 K text.",
)
def ink_black_text(text: OnPage[TextRun], *, below_pt: float = 12, over_pictures: bool = False) -> Iterator[Finding]:
    """Small black text on a tint overprints.

    Knocked out of a tint, small type shows a white rim as soon as the plates are a hair out of register. With
    DeviceCMYK this needs overprint mode 1, or the zeros of the other inks knock out all the same. Type over pictures
    is left to the designer unless ``over_pictures``.
    """
    run = text.what
    assert run.fill is not None
    if run.size_pt < below_pt and _knocked_out(text, run.fill, over_pictures=over_pictures):
        yield Finding(
            f"{quoted(run)} on page {run.page}, {run.size_pt:.1f} pt black on a tint, does not overprint",
            at(run, run.box),
            _said(run.fill),
            "overprint, OPM 1",
        )


@check(
    "ink/black-line",
    over=_black_lines,
    level=Level.WARNING,
    source="GWG 2022 R0010, I00004",
    fix="Set overprint (OP true, OPM 1) on thin lines in 100 K.",
)
def ink_black_line(line: OnPage[Shape], *, below_pt: float = 2, over_pictures: bool = False) -> Iterator[Finding]:
    """Thin black lines on a tint overprint.

    A hairline knocked out of a tint must meet its own gap exactly; a tenth of a millimetre beside it, the paper shows.
    Thin filled rectangles count as lines. Lines over pictures are left to the designer unless ``over_pictures``.
    """
    what = line.what
    if what.width_pt < below_pt - _ROUNDING_PT and _knocked_out(line, what.paint, over_pictures=over_pictures):
        yield Finding(
            f"a black line of {what.width_pt:.2g} pt on a tint on page {what.page} does not overprint",
            at(what, what.visible),
            _said(what.paint),
            "overprint, OPM 1",
        )


def _overlaps(thing: OnPage[TextRun] | OnPage[Shape], *, anywhere: bool) -> bool:
    return anywhere or beneath(thing.what, thing.page) != "paper"


@check(
    "ink/grey-text",
    over=_black_text,
    level=Level.WARNING,
    source="GWG 2022 R0011",
    fix="Set black text in device-cmyk(0 0 0 1), never in grey or `black`.",
)
def ink_grey_text(text: OnPage[TextRun], *, below_pt: float = 12, anywhere: bool = True) -> Iterator[Finding]:
    """Small black text is CMYK black, not DeviceGray.

    Grey black can neither overprint nor knock out rightly: RIPs disagree about both. ``anywhere``: on bare paper, too,
    where it does no harm yet.
    """
    run = text.what
    assert run.fill is not None
    small = run.size_pt < below_pt and run.fill.colour.space.kind == "DeviceGray"
    if small and _overlaps(text, anywhere=anywhere):
        yield Finding(
            f"{quoted(run)} on page {run.page} is {run.size_pt:.1f} pt in DeviceGray black",
            at(run, run.box),
            "DeviceGray",
            "DeviceCMYK 0/0/0/100",
        )


@check(
    "ink/grey-line",
    over=_black_lines,
    level=Level.WARNING,
    source="GWG 2022 R0012, I00004",
    fix="Draw thin black lines in device-cmyk(0 0 0 1).",
)
def ink_grey_line(line: OnPage[Shape], *, below_pt: float = 2, anywhere: bool = False) -> Iterator[Finding]:
    """Thin black lines on something are CMYK black, not DeviceGray.

    As with text: in grey, neither overprint nor knocking out is right. Thin filled rectangles count as lines.
    ``anywhere``: on bare paper, too.
    """
    what = line.what
    thin = what.width_pt < below_pt - _ROUNDING_PT and what.paint.colour.space.kind == "DeviceGray"
    if thin and _overlaps(line, anywhere=anywhere):
        yield Finding(
            f"a black line of {what.width_pt:.2g} pt on page {what.page} is in DeviceGray",
            at(what, what.visible),
            "DeviceGray",
            "DeviceCMYK 0/0/0/100",
        )


@check(
    "ink/grey-overprint",
    over=coloured,
    level=Level.WARNING,
    source="GWG 2022 R0013",
    fix="Take overprint off, or paint it in device-cmyk(0 0 0 1).",
)
def ink_grey_overprint(thing: Painted) -> Iterator[Finding]:
    """Nothing in DeviceGray overprints.

    By the letter, grey set to overprint knocks out all the same; some RIPs overprint it. What will be seen is a matter
    of luck.
    """
    if thing.space.kind == "DeviceGray" and thing.paint.overprint:
        yield Finding(
            f"{thing.words} on page {thing.place.page} is in DeviceGray and overprints",
            thing.place,
            "DeviceGray, overprint",
            "knock out, or DeviceCMYK",
        )


def _white_texts(subject: Subject) -> Iterator[tuple[OnPage[TextRun], Paint]]:
    for text in visible_texts(subject):
        for paint in text.what.paints:
            if paint.colour.white:
                yield text, paint


@check(
    "ink/white-overprint",
    over=_white_texts,
    level=Level.ERROR,
    source="GWG 2022 R0007",
    fix="Take overprint off white text.",
)
def ink_white_overprint(seen: tuple[OnPage[TextRun], Paint]) -> Iterator[Finding]:
    """White text does not overprint.

    White is the absence of ink: overprinting it prints nothing, and the words vanish in what lies beneath. On bare paper
    there is nothing to be seen either way.
    """
    text, paint = seen
    if paint.overprint and beneath(text.what, text.page, share=0) != "paper":
        yield _vanishes(quoted(text.what), at(text.what, text.what.box))


def _white_paths(subject: Subject) -> Iterator[OnPage[Shape]]:
    return (shape for shape in visible_shapes(subject) if shape.what.paint.colour.white)


@check(
    "ink/white-path",
    over=_white_paths,
    level=Level.ERROR,
    source="GWG 2022 R0008",
    fix="Take overprint off white lines and areas.",
)
def ink_white_path(shape: OnPage[Shape]) -> Iterator[Finding]:
    """White lines and areas do not overprint.

    Overprinting, white leaves what lies beneath it as it is: the rule, the box, the logo is not there.
    """
    what = shape.what
    if what.paint.overprint and beneath(what, shape.page, share=0) != "paper":
        yield _vanishes(f"a white {what.kind}", at(what, what.visible))


def _vanishes(words: str, place: Place) -> Finding:
    text = f"{words} on page {place.page} is white and overprints: it will not be seen"
    return Finding(text, place, "overprint", "knock out")
