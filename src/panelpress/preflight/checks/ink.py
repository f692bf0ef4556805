"""Ink: which plates a colour lands on, how lines and small type survive the press, what overprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.facts.paint import PROCESS
from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import pt_to_mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import (
    OnPage,
    Painted,
    at,
    bare_rgb,
    coloured,
    lines,
    painted,
    quoted,
    stencils,
    visible_shapes,
    visible_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import Group, PageFacts, Shape, TextRun
    from panelpress.ground.geometry import Box
    from panelpress.preflight.order import Subject

_ROUNDING_PT = 0.001
_OVERLAP = 0.2  # of the text's box: less is a neighbour, not a ground


@check(
    "ink/rgb",
    over=painted,
    level=Level.ERROR,
    source="GWG 2022 R0027, R0028, R0029; CGATS Application Notes 2.16",
    fix="Name the colour in the inks of the press: device-cmyk() in the styles.",
)
def ink_rgb(thing: Painted, *, calibrated: bool = False, lab_alternates: bool = False) -> Iterator[Finding]:
    """Text, lines, areas and gradients are in press colours.

    An RGB or Lab colour is converted by whatever the RIP assumes: black type becomes four-colour type with coloured
    fringes. Alternates of inks and the spaces under gradients count; ``lab_alternates`` lets inks describe themselves in
    Lab. ``calibrated``: colours that come with their profile are let through, for printers who convert them themselves.
    """
    spaces = [s for n, s in enumerate(thing.space.chain) if not (lab_alternates and n and s.model == "lab")]
    if bare_rgb(thing.space) if calibrated else any(s.model in ("rgb", "lab") for s in spaces):
        place = Place(page=thing.place.page, box=thing.place.box, object=thing.words)
        yield Finding(
            f"{thing.words} on page {place.page} is {thing.colour}",
            place,
            thing.space.words,
            "DeviceCMYK, DeviceGray or inks",
        )


@check(
    "ink/calibrated",
    over=coloured,
    level=Level.ERROR,
    source="GWG 2022 R0027, R0028; measured: 100 K comes out in four colours",
    fix="Use plain device-cmyk() or grey; the output intent already says what it means.",
)
def ink_calibrated(thing: Painted) -> Iterator[Finding]:
    """Colours are the device's own, not converted once more.

    A calibrated CMYK or grey is converted again on its way to the plate: 100 K text comes out in four colours.
    """
    for space in thing.space.chain:
        if space.kind == "CalGray" or (space.kind == "ICCBased" and space.model in ("gray", "cmyk")):
            place = Place(page=thing.place.page, box=thing.place.box, object=thing.words)
            yield Finding(
                f"{thing.words} on page {place.page} is {thing.colour}",
                place,
                thing.space.words,
                "DeviceCMYK or DeviceGray",
            )
            return


@check(
    "ink/rich-black-text",
    over=visible_texts,
    level=Level.WARNING,
    source="GWG 2022 R0015",
    fix="Set text in 100 K alone.",
)
def ink_rich_black_text(text: OnPage[TextRun], *, black: float = 0.85, most_ink: float = 2.8) -> Iterator[Finding]:
    """Dark text does not drown in ink.

    Type with much black and hundreds of per cent of other inks smears, sets off and shows coloured fringes.
    """
    run = text.what
    for paint in run.paints:
        inks = paint.colour.inks or {}
        total = sum(inks.get(name, 0.0) for name in PROCESS)
        if inks.get("Black", 0.0) >= black and total > most_ink + 1e-9:
            yield Finding(
                f"{quoted(run)} on page {run.page} carries {total:.0%} ink ({paint.colour.words})",
                at(run, run.box),
                f"{total:.0%}",
                f"at most {most_ink:.0%}",
            )
            return


@check(
    "ink/multi-ink-text",
    over=visible_texts,
    level=Level.WARNING,
    source="GWG 2022 R0017",
    fix="Set small text in one ink, best in 100 K, or larger.",
)
def ink_multi_ink_text(text: OnPage[TextRun], *, below_pt: float = 8) -> Iterator[Finding]:
    """Small text is printed from one plate.

    Where two plates are a tenth of a millimetre out of register, small letters in two inks blur. The registration
    colour is another matter.
    """
    run = text.what
    inks = (run.fill.colour.inks or {}) if run.fill is not None else {}
    several = [name for name, tint in inks.items() if tint > 0]
    if len(several) > 1 and run.size_pt < below_pt:
        yield Finding(
            f"{quoted(run)} on page {run.page} is {run.size_pt:.1f} pt in {len(several)} inks",
            at(run, run.box),
            f"{run.size_pt:.1f} pt",
            f"at least {below_pt:g} pt, or one ink",
        )


def _groups(subject: Subject) -> Iterator[Group]:
    return (group for page in subject.pdf.pages for group in page.groups)


@check(
    "ink/blend-space",
    over=_groups,
    level=Level.ERROR,
    source="GWG 2022 R0030",
    fix="Give the transparency group the colour space DeviceCMYK.",
)
def ink_blend_space(group: Group) -> Iterator[Finding]:
    """Transparency is blended in CMYK.

    Blended in RGB, everything within reach of the transparency, black text included, is converted to RGB and back.
    Soft masks by luminosity may be grey.
    """
    if group.space is None or group.space.kind == "DeviceCMYK":
        return
    if group.luminosity and group.space.kind == "DeviceGray":
        return
    yield Finding(
        f"the transparency group of {group.where} on page {group.page} blends in {group.space.words}",
        Place(page=group.page, object=group.where),
        group.space.words,
        "DeviceCMYK",
    )


@check(
    "ink/hairline",
    over=lines,
    level=Level.ERROR,
    source="printers' guides: 0.25 pt; ISO 32000-2, 8.4.3.2 for width 0",
    fix="Draw the line at least 0.25 pt wide.",
)
def ink_hairline(line: OnPage[Shape], *, min_pt: float = 0.25) -> Iterator[Finding]:
    """Lines are thick enough to be printed.

    A line of width 0 is as thin as the machine can draw, which on a plate setter is invisible; below a quarter of a
    point lines break up. Thin filled rectangles count as lines.
    """
    width = line.what.width_pt
    if width < min_pt - _ROUNDING_PT:
        nothing = width < _ROUNDING_PT
        yield Finding(
            f"a line on page {line.what.page} is {width:.2g} pt wide"
            if not nothing
            else f"a line on page {line.what.page} has width 0",
            at(line.what, line.what.visible),
            f"{width:.2g} pt ({pt_to_mm(width):.2g} mm)",
            f"at least {min_pt:g} pt",
            level=None if nothing else Level.WARNING,
        )


def _registration(subject: Subject) -> Iterator[tuple[str, Place, bool, PageFacts]]:
    for text in visible_texts(subject):
        yield (
            quoted(text.what),
            at(text.what, text.what.visible),
            any(p.colour.registration for p in text.what.paints),
            text.page,
        )
    for shape in visible_shapes(subject):
        yield (
            f"a {shape.what.kind}",
            at(shape.what, shape.what.visible),
            shape.what.paint.colour.registration,
            shape.page,
        )
    for page in subject.pdf.pages:
        for image in stencils(page):
            yield f"bitmap {image.name}", at(image, image.visible), image.paint.colour.registration, page


@check(
    "ink/registration",
    over=_registration,
    level=Level.ERROR,
    source="GWG 2022 R0024",
    fix="Keep the registration colour for marks outside the bleed; use 100 K for black.",
)
def ink_registration(seen: tuple[str, Place, bool, PageFacts]) -> Iterator[Finding]:
    """The registration colour stays outside the bleed.

    /All prints on every plate at once, up to 400 % ink: right for crop marks, ruinous on the page.
    """
    words, place, registration, page = seen
    kept = page.boxes.bleed or page.trim
    if registration and place.box is not None and kept.shrunk(1e-3).overlap(_thick(place.box)) is not None:
        yield Finding(
            f"{words} on page {place.page} is in the registration colour inside the bleed",
            place,
            "/All",
            "process inks",
        )


def _thick(box: Box) -> Box:
    """Return a line's box with a little area, so that it can overlap."""
    return box.shrunk(-1e-4)
