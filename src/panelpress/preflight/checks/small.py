"""Fine things in white or in several inks: what a hair's breadth of misregister closes or blurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.ground.units import pt_to_mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, at, lines, quoted, visible_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import Shape, TextRun

_ROUNDING_PT = 0.001


@check(
    "ink/white-text-small",
    over=visible_texts,
    level=Level.WARNING,
    source="GWG 2022 R0016",
    fix="Set white text larger, or let it stand on one ink alone.",
)
def ink_white_text_small(text: OnPage[TextRun], *, below_pt: float = 8) -> Iterator[Finding]:
    """White text is large enough not to fill in.

    White letters are holes in every plate beneath them: where two plates are a tenth of a millimetre out of register,
    thin strokes close.
    """
    run = text.what
    if run.fill is not None and run.fill.colour.white and run.size_pt < below_pt - _ROUNDING_PT:
        yield Finding(
            f"{quoted(run)} on page {run.page} is {run.size_pt:.1f} pt in white",
            at(run, run.box),
            f"{run.size_pt:.1f} pt",
            f"at least {below_pt:g} pt",
        )


def _width(line: Shape) -> str:
    return f"{line.width_pt:.2g} pt ({pt_to_mm(line.width_pt):.2g} mm)"


@check(
    "ink/thin-white-line",
    over=lines,
    level=Level.WARNING,
    source="GWG 2022 R0018, I00004",
    fix="Draw white lines thicker.",
)
def ink_thin_white_line(line: OnPage[Shape], *, min_pt: float = 0.25) -> Iterator[Finding]:
    """White lines are thick enough to stay open.

    A white line is a gap in every plate beneath it, and a small misregister closes it. Thin filled rectangles count as
    lines.
    """
    what = line.what
    if what.paint.colour.white and what.width_pt < min_pt - _ROUNDING_PT:
        yield Finding(
            f"a white line on page {what.page} is {what.width_pt:.2g} pt wide",
            at(what, what.visible),
            _width(what),
            f"at least {min_pt:g} pt",
        )


@check(
    "ink/multi-ink-line",
    over=lines,
    level=Level.WARNING,
    source="GWG 2022 R0019, I00004",
    fix="Draw thin lines in one ink, best in 100 K, or thicker.",
)
def ink_multi_ink_line(line: OnPage[Shape], *, min_pt: float = 0.25) -> Iterator[Finding]:
    """Thin lines are printed from one plate.

    In two inks, a misregister as wide as the line shows two lines side by side. Thin filled rectangles count as lines.
    """
    what = line.what
    inks = [name for name, tint in (what.paint.colour.inks or {}).items() if tint > 0]
    if len(inks) > 1 and what.width_pt < min_pt - _ROUNDING_PT:
        yield Finding(
            f"a line on page {what.page} is {what.width_pt:.2g} pt wide in {len(inks)} inks",
            at(what, what.visible),
            _width(what),
            f"at least {min_pt:g} pt, or one ink",
        )
