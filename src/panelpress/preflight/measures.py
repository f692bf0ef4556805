"""How well a panel can be read: of each thing that is measured the figure nearest its limit, right or wrong.

A check speaks only of what is wrong. Here its figures are told in any case, with the limits it holds them against; whether
one is wrong is the check's own word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panelpress.preflight.checks.contrast import Contrast, asked_of
from panelpress.preflight.checks.legible import NAMES, Hung, Style, characters, seen_from
from panelpress.preflight.selectors import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from panelpress.facts.layout import Line
    from panelpress.ground.diagnostics import Level
    from panelpress.preflight.framework import Limit, Rule
    from panelpress.preflight.order import Subject
    from panelpress.preflight.profiles import Profile

_LETTERS = 40  # of the words a figure was measured on


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of an item against its limit.

    Args:
        check: the check that judges it.
        of: what it was measured on.
        words: the first words of that.
        figure: what was measured, short.
        wanted: what the check asks for.
        worse: from where on it is an error, "" where the check knows one level only.
        room: how much of what is wanted there is: 1 just enough, less than 1 too little.
        level: how bad the check finds it; None for good.
        source: whose rule it is.
    """

    check: str
    of: str
    words: str
    figure: str
    wanted: str
    worse: str
    room: float
    level: Level | None
    source: str


@dataclass(frozen=True, slots=True)
class _Figure:
    of: str
    words: str
    figure: str
    wanted: str
    worse: str
    room: float


def measures(subject: Subject, profile: Profile) -> tuple[Measure, ...]:
    """Return for each thing that is measured its figure nearest the limit: what is wrong first, then what is nearest."""
    worst = [found for rule in profile.rules if rule.check.id in _FIGURES and (found := _worst(subject, rule))]
    return tuple(sorted(worst, key=urgency))


def urgency(measure: Measure) -> tuple[int, float]:
    """Return by what measures are put in order, the worst first."""
    return -(measure.level or 0), round(measure.room, 3)


def _worst(subject: Subject, rule: Rule) -> Measure | None:
    limits = {name: limit.default for name, limit in rule.check.limits.items()} | dict(rule.limits)
    found: list[Measure] = []
    for thing in rule.check.over(subject):
        known = _FIGURES[rule.check.id](thing, limits)
        if known is None:
            continue
        told = [rule.level if f.level is None else min(rule.level, f.level) for f in rule.check.run(thing, **limits)]
        level = max(told, default=None)
        found.append(
            Measure(
                rule.check.id,
                known.of,
                known.words,
                known.figure,
                known.wanted,
                known.worse,
                known.room,
                level,
                rule.check.source,
            )
        )
    return min(found, key=urgency, default=None)


def _said(text: str) -> str:
    return shortened(text.replace("\u2060", ""), _LETTERS)


def _size(style: Style, limits: Mapping[str, Any]) -> _Figure:
    """Measure the small letters as the eye sees them from where they are read."""
    distance, fluent, clear = seen_from(style, **limits)
    wanted = max(fluent, clear)
    worse = f"an error under {fluent:.1f} mm" if clear > fluent else ""
    return _Figure(
        f"{NAMES[style.level]}, {style.size_pt:.3g} pt",
        _said(style.first.text),
        f"{style.x_height_mm:.1f} mm",
        f"{wanted:.1f} mm from {distance:.1f} m",
        worse,
        style.x_height_mm / wanted,
    )


def _measure(lines: tuple[Line, ...], limits: Mapping[str, Any]) -> _Figure | None:
    """Count the characters of the full lines."""
    full, mean = characters(lines)
    if not full:
        return None
    least, most, error = limits["warn_under"], limits["warn_over"], limits["most"]
    room = min(most / mean, mean / least if full > 1 and least else most / mean)
    asked = f"{least:g} to {most:g} characters" if least else f"up to {most:g} characters"
    of, words = NAMES[lines[0].level], _said(lines[0].text)
    return _Figure(of, words, f"{mean:.0f}", asked, f"an error over {error:g}", room)


def _leading(lines: tuple[Line, ...], limits: Mapping[str, Any]) -> _Figure:
    """Compare the distance of the lines with the type size."""
    line = lines[0]
    title = line.level in ("title", "heading")
    least, most = (limits["title_least"], limits["title_most"]) if title else (limits["least"], limits["most"])
    ratio = line.leading_pt / line.size_pt
    room = min(ratio / least, most / ratio)
    asked = f"{least:g} to {most:g} × the size"
    return _Figure(NAMES[line.level], _said(line.text), f"{ratio:.2f}", asked, "", room)


def _contrast(contrast: Contrast, limits: Mapping[str, Any]) -> _Figure:
    """Hold the text as printed against its ground: the contrast, and the light that both throw back."""
    error, wanted = asked_of(contrast, *(limits[n] for n in ("least", "wanted", "large_least", "large_from_pt")))
    apart, lighter = limits["lrv_percent"], limits["lrv_lighter"]
    light = 100 * max(contrast.ink, contrast.ground)
    worse = f"an error under {error:g} : 1" if error < wanted else ""
    figures = [(contrast.ratio / wanted, f"{contrast.ratio:.1f} : 1", f"{wanted:g} : 1", worse)]
    if apart:
        share = contrast.lrv_percent
        figures.append((share / apart, f"{share:.0f} % apart", f"reflectances {apart:g} % apart", ""))
    if lighter:
        figures.append((light / lighter, f"{light:.0f} % light", f"the lighter one {lighter:g} % light", ""))
    room, figure, asked, worse = min(figures)
    of = "a text" if contrast.reading else "a label"
    return _Figure(f"{of}, {contrast.run.size_pt:.3g} pt", _said(contrast.run.text), figure, asked, worse, room)


def _height(hung: Hung, limits: Mapping[str, Any]) -> _Figure:
    """Measure how high the lowest line and the highest one hang."""
    plain = "" if hung.level in ("lead", "body") else "caption_"
    low, high = limits[f"{plain}low_mm"], limits[f"{plain}high_mm"]
    bottom, top = hung.reach
    lowest = max(hung.lines, key=lambda line: line.box.bottom)
    return _Figure(
        NAMES[hung.level],
        _said(lowest.text),
        f"{bottom:.0f}–{top:.0f} mm",
        f"{low:g} to {high:g} mm",
        "",
        min(bottom / low, high / top) if low else high / top,
    )


_FIGURES: dict[str, Callable[[Any, Mapping[str, Limit]], _Figure | None]] = {
    "legible/size": _size,
    "legible/measure": _measure,
    "legible/leading": _leading,
    "legible/contrast": _contrast,
    "legible/height": _height,
}
"""What is measured, and how, by the check that judges it."""

MEASURED: tuple[str, ...] = tuple(_FIGURES)
