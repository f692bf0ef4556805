"""Contrast as printed: ink on paper, as measured in the output profile, never a screen's idea of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.facts.lost import stream
from panelpress.facts.paint import BARE_PAPER, Colour
from panelpress.ground.diagnostics import Level
from panelpress.preflight.checks.legible import READING
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import at, quoted, visible_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.layout import LayoutFacts, TextLevel
    from panelpress.facts.pdf import PageFacts, TextRun
    from panelpress.ground.geometry import Box
    from panelpress.preflight.order import Subject

_COVERS = 0.9
_FEW_WORDS = 4


@dataclass(frozen=True, slots=True)
class Contrast:
    """A text and how light it and the ground beneath it print, Y from 0 to 1; ``reading``: known to be more than a label.

    ``dimmed`` are the two to eyes without red cones and to eyes without green ones; () where nobody knows.
    """

    run: TextRun
    ink: float
    ground: float
    reading: bool
    dimmed: tuple[tuple[float, float], ...] = ()

    @property
    def ratio(self) -> float:
        """WCAG 2.2's contrast ratio, from 1 to 21."""
        return ratio_of(self.ink, self.ground)

    @property
    def dimmed_ratio(self) -> float:
        """The lesser of the contrast ratios to those who see no difference between red and green."""
        return min(ratio_of(*pair) for pair in self.dimmed)

    @property
    def lrv_percent(self) -> float:
        """Difference of the light reflectance values in per cent of the lighter one."""
        low, high = sorted((self.ink, self.ground))
        return 100 * (high - low) / high if high else 0.0


def ratio_of(one: float, other: float) -> float:
    """Return WCAG 2.2's contrast ratio of two luminances, from 1 to 21."""
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)


def _contrasts(subject: Subject) -> Iterator[Contrast]:
    """Every text on a flat ground whose colours can be told, once for each pair of colours, size and level."""
    pdf = subject.pdf
    known = pdf.luminances
    levels = _levels(subject.layout)
    told: set[tuple[Colour, float, float, bool]] = set()
    grounds = {page.number: page for page in pdf.pages}
    for text in visible_texts(subject):
        run = text.what
        if (
            run.fill is None
            or run.fill.colour not in known
            or not run.fill.opaque
            or text.page.trim.overlap(run.box) is None
        ):
            continue
        ground = _ground(run, grounds[run.page])
        if ground is None or ground not in known:
            continue
        level = levels.get((run.page, stream(run.text)))
        reading = level in READING and len(run.text.split()) >= _FEW_WORDS
        key = (run.fill.colour, known[ground], round(run.size_pt, 1), reading)
        if key not in told:
            told.add(key)
            pair = [pdf.dimmed[colour] for colour in (run.fill.colour, ground) if colour in pdf.dimmed]
            dimmed = tuple(zip(*pair, strict=True)) if len(pair) > 1 else ()
            yield Contrast(run, known[run.fill.colour], known[ground], reading, dimmed)


def _levels(layout: LayoutFacts | None) -> dict[tuple[int, str], TextLevel]:
    """Return what each piece of text is to the reader, by its page and its letters."""
    return {(t.page, stream(t.text)): t.level for t in layout.texts} if layout else {}


def _ground(run: TextRun, page: PageFacts) -> Colour | None:
    """Return the flat colour beneath a text; None where it is bare paper of unknown lightness, a picture or a gradient."""
    beneath = [
        (s.order, s.paint.colour if s.kind == "fill" and s.paint.opaque else None)
        for s in page.shapes
        if s.order < run.order and s.kind != "stroke" and s.visible is not None and _lies_on(run, s.visible)
    ]
    beneath += [
        (i.order, None)
        for i in page.images
        if i.order < run.order and i.visible is not None and _lies_on(run, i.visible)
    ]
    return max(beneath, key=lambda found: found[0])[1] if beneath else BARE_PAPER


def _lies_on(run: TextRun, box: Box) -> bool:
    common = run.box.overlap(box)
    return common is not None and common.area >= _COVERS * run.box.area


def asked_of(
    contrast: Contrast, least: float, wanted: float, large_least: float, large_from_pt: float
) -> tuple[float, float]:
    """Return the contrast below which a text is an error, and that below which it is a warning, to one."""
    large = contrast.run.size_pt >= large_from_pt
    error = large_least if large else least
    return error, wanted if contrast.reading and not large else error


@check(
    "legible/contrast",
    over=_contrasts,
    level=Level.ERROR,
    source="WCAG 2.2, 1.4.3 and 1.4.6, on measured ink and paper; BS 8300 and ICC A117.1 (light reflectance)",
    fix="Print it darker on light ground or lighter on dark ground: texts in 85 K or more, colours in large type only.",
)
def legible_contrast(
    contrast: Contrast,
    *,
    least: float = 4.5,
    wanted: float = 7.0,
    large_least: float = 3.0,
    large_from_pt: float = 54,
    lrv_percent: float = 70,
    lrv_lighter: float = 45,
) -> Iterator[Finding]:
    """Text stands out from its ground as it will be printed.

    Computed is the contrast of the ink on the paper of the output profile, as measured. Texts that are read ask for
    ``wanted`` to one, and below ``least`` to one they are an error; labels of a few words ask for ``least``, type of
    ``large_from_pt`` and more for ``large_least``. Beside that the light reflectance values must differ by ``lrv_percent`` of
    the lighter one, and the lighter one must reach ``lrv_lighter`` per cent.
    """
    run = contrast.run
    error, warn = asked_of(contrast, least, wanted, large_least, large_from_pt)
    lighter = 100 * max(contrast.ink, contrast.ground)
    if contrast.ratio < warn - 0.05:
        yield Finding(
            f"{quoted(run)} on page {run.page} prints with a contrast of {contrast.ratio:.1f} to 1",
            at(run, run.visible),
            f"{contrast.ratio:.1f} : 1",
            f"at least {error if contrast.ratio < error - 0.05 else warn:g} : 1",
            level=None if contrast.ratio < error - 0.05 else Level.WARNING,
        )
    elif contrast.lrv_percent < lrv_percent or lighter < lrv_lighter:
        dim = lighter < lrv_lighter
        yield Finding(
            f"{quoted(run)} on page {run.page} reflects too little light, or too much like its ground",
            at(run, run.visible),
            f"lighter of the two {lighter:.0f} %" if dim else f"{contrast.lrv_percent:.0f} % apart",
            f"at least {lrv_lighter:g} %" if dim else f"at least {lrv_percent:g} % apart",
            level=Level.WARNING,
        )


def _in_colour(subject: Subject) -> Iterator[Contrast]:
    """Every text of which it is known how light it is to those who see no difference between red and green."""
    return (contrast for contrast in _contrasts(subject) if contrast.dimmed)


@check(
    "legible/red-green",
    over=_in_colour,
    level=Level.WARNING,
    source="Scottish Government, information boards (no red and green); Viénot, Brettel and Mollon 1999, on measured inks;"
    " WCAG 2.2, 1.4.3 (large text)",
    fix="Make one of the two much lighter or darker: red and green alone keep them apart.",
)
def legible_red_green(contrast: Contrast, *, least: float = 3.0) -> Iterator[Finding]:
    """Text stands out from its ground also to those who see no difference between red and green.

    One man in twelve does not. Computed is how light both are to eyes without red cones and to eyes without green ones; the
    contrast to either must reach ``least`` to one. What has less to all eyes is told as want of contrast.
    """
    run = contrast.run
    if contrast.ratio >= least - 0.05 > contrast.dimmed_ratio:
        yield Finding(
            f"{quoted(run)} on page {run.page} stands out from its ground by red and green alone",
            at(run, run.visible),
            f"{contrast.dimmed_ratio:.1f} : 1 to colour-blind eyes, {contrast.ratio:.1f} : 1 to others",
            f"at least {least:g} : 1",
        )
