"""Legibility: what is set can be read by whoever stands before it, at its distance, in its light, from a wheelchair."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.sight import CLEAR_DEGREES, FLUENT_DEGREES, height_at
from panelpress.ground.units import count
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.layout import LayoutFacts, Line, SetText, TextLevel
    from panelpress.preflight.order import Hang, Subject

READING: Final[tuple[TextLevel, ...]] = ("lead", "body", "caption", "credit")
"""What is read rather than looked at."""
_ROUNDING = 0.005
NAMES: Final[dict[TextLevel, str]] = {
    "title": "the title",
    "heading": "the heading",
    "subtitle": "the subtitle",
    "kicker": "the line above the title",
    "lead": "the lead",
    "body": "the text",
    "caption": "a caption",
    "credit": "a credit line",
    "folio": "the line at the foot",
}
"""What a level is called."""


@dataclass(frozen=True, slots=True)
class Style:
    """All text of one level in one size and face, and from how far, in metres, the item is read."""

    level: TextLevel
    size_pt: float
    x_height_mm: float
    first: SetText
    distance_m: float


def _styles(subject: Subject) -> Iterator[Style]:
    layout, distance = subject.layout, subject.order.reading_distance_m
    if layout is None or distance is None:
        return
    known: dict[tuple[TextLevel, float, float], SetText] = {}
    for text in layout.texts:
        if text.x_height_mm and text.visible is not None and any(c.isalpha() for c in text.text):
            known.setdefault((text.level, text.size_pt, text.x_height_mm), text)
    for (level, size, x_height), first in known.items():
        yield Style(level, size, x_height, first, distance)


def seen_from(
    style: Style,
    *,
    fluent_degrees: float,
    clear_degrees: float,
    nearer: float,
    title: float,
    heading: float,
    subtitle: float,
    lead: float,
    caption: float,
) -> tuple[float, float, float]:
    """Return from how far a text is read, m, and the x-heights, mm, that fluent reading and clear print ask for there."""
    times = {"title": title, "heading": heading, "subtitle": subtitle, "lead": lead}
    share = times.get(style.level, caption if style.level in ("caption", "credit", "folio") else 1.0)
    distance = share * style.distance_m
    return distance, height_at(distance, fluent_degrees), height_at(nearer * distance, clear_degrees)


@check(
    "legible/size",
    over=_styles,
    level=Level.ERROR,
    source="Legge & Bigelow 2011 (0.2°); RNIB Clear Print (0.286°); NPS Harpers Ferry Center",
    fix="Set it larger, and shorten it where there is no room.",
)
def legible_size(
    style: Style,
    *,
    fluent_degrees: float = FLUENT_DEGREES,
    clear_degrees: float = CLEAR_DEGREES,
    nearer: float = 0.8,
    title: float = 3.3,
    heading: float = 2.0,
    subtitle: float = 1.3,
    lead: float = 1.3,
    caption: float = 0.67,
) -> Iterator[Finding]:
    """Small letters are large enough for the distance they are read from.

    Fluent reading needs an x-height that the eye sees under 0.2°; below that it is an error. Clear print asks for 0.286°,
    from a step nearer (``nearer``): below that it is a warning. Measured is the x-height of the real font. ``title``,
    ``heading`` … say how many times the item's viewing distance each is meant for: a title calls from across the room, a
    caption is read beside its picture.
    """
    distance, least, clear = seen_from(
        style,
        fluent_degrees=fluent_degrees,
        clear_degrees=clear_degrees,
        nearer=nearer,
        title=title,
        heading=heading,
        subtitle=subtitle,
        lead=lead,
        caption=caption,
    )
    if style.x_height_mm >= max(least, clear) - _ROUNDING:
        return
    wrong = style.x_height_mm < least - _ROUNDING
    wanted = least if wrong else clear
    size = style.size_pt * wanted / style.x_height_mm
    words = shortened(style.first.text)
    yield Finding(
        f"{NAMES[style.level]}, {style.size_pt:g} pt, is small to be read from {distance:.1f} m: “{words}”",
        Place(page=style.first.page, box=style.first.box, object=style.first.frame or None),
        f"x-height {style.x_height_mm:.1f} mm",
        f"at least {wanted:.1f} mm",
        f"Set it in {size:.0f} pt or more, and shorten it where there is no room.",
        level=None if wrong else Level.WARNING,
    )


def _paragraphs(subject: Subject) -> Iterator[tuple[Line, ...]]:
    """Every paragraph of two lines or more that can be seen."""
    if subject.layout is not None:
        for lines in paragraphs(subject.layout):
            if len(lines) > 1:
                yield lines


def paragraphs(layout: LayoutFacts) -> list[tuple[Line, ...]]:
    """Return the lines of each paragraph."""
    ordered = sorted(layout.lines, key=lambda line: (line.paragraph, line.number))
    return [tuple(lines) for _, lines in groupby(ordered, key=lambda line: line.paragraph)]


def characters(lines: tuple[Line, ...]) -> tuple[int, float]:
    """Return how many full lines of a text a paragraph has, and how many characters they have on average."""
    full = [len(line.text.strip()) for line in lines if not line.last] if lines[0].level == "body" else []
    return len(full), sum(full) / len(full) if full else 0.0


@check(
    "legible/measure",
    over=_paragraphs,
    level=Level.ERROR,
    source="Smithsonian, Guidelines for Accessible Exhibition Design, B (45 to 55 characters); RNIB",
    fix="Make the column narrower or wider, or the type larger or smaller.",
)
def legible_measure(
    lines: tuple[Line, ...], *, warn_over: float = 55, most: float = 65, warn_under: float = 28
) -> Iterator[Finding]:
    """Lines are neither so long that the eye loses the next one nor so short that it hops.

    Counted are the characters, spaces included, of the full lines of a text, on average; last lines do not count.
    """
    full, mean = characters(lines)
    if not full:
        return
    if mean > warn_over or (full > 1 and mean < warn_under):
        long = mean > warn_over
        yield Finding(
            f"the lines from “{shortened(lines[0].text)}” have {mean:.0f} characters",
            Place(page=lines[0].page, box=lines[0].box, object=lines[0].frame or None),
            f"{mean:.0f} characters",
            f"at most {most if mean > most else warn_over:g}" if long else f"at least {warn_under:g}",
            level=None if mean > most else Level.WARNING,
        )


@check(
    "legible/leading",
    over=_paragraphs,
    level=Level.WARNING,
    source="RNIB Clear Print; house (1.25 to 1.5 times the size, titles 0.95 to 1.2)",
    fix="Change the leading in the theme: the second figure of `36pt/48pt`.",
)
def legible_leading(
    lines: tuple[Line, ...],
    *,
    least: float = 1.25,
    most: float = 1.5,
    title_least: float = 0.95,
    title_most: float = 1.2,
) -> Iterator[Finding]:
    """Lines stand far enough apart for the eye to find the next, and near enough to belong together.

    Measured is the distance of the lines as a multiple of the type size.
    """
    line = lines[0]
    low, high = (title_least, title_most) if line.level in ("title", "heading") else (least, most)
    ratio = line.leading_pt / line.size_pt
    if not low - _ROUNDING <= ratio <= high + _ROUNDING:
        yield Finding(
            f"{NAMES[line.level]} is set {line.size_pt:g} on {line.leading_pt:g} pt: “{shortened(line.text)}”",
            Place(page=line.page, box=line.box, object=line.frame or None),
            f"{ratio:.2f} times the size",
            f"{low:g} to {high:g}",
        )


@check(
    "legible/alignment",
    over=_paragraphs,
    level=Level.ERROR,
    source="RNIB Clear Print; UKAAF G003: left-aligned, not justified",
    fix="Set it flush left: `text-align: left`.",
)
def legible_alignment(lines: tuple[Line, ...]) -> Iterator[Finding]:
    """Texts begin each line at the same place and have even spaces.

    Justified lines open gaps of uneven width, which slow readers and stop those who read with difficulty; an error.
    Centred or right-aligned lines each begin elsewhere; a warning.
    """
    line = lines[0]
    if line.level in READING and line.align != "left":
        justified = line.align in ("justify", "justify-all")
        words = {"center": "centred", "right": "set flush right"}.get(line.align, "justified")
        yield Finding(
            f"{NAMES[line.level]} is {words}: “{shortened(line.text)}”",
            Place(page=line.page, box=line.box, object=line.frame or None),
            words,
            "flush left",
            level=None if justified else Level.WARNING,
        )


def _running(subject: Subject) -> Iterator[tuple[SetText, ...]]:
    """The pieces of every block that is read, in their order."""
    if subject.layout is None:
        return
    read = [t for t in subject.layout.texts if t.block and t.level in (*READING, "heading", "subtitle")]
    for _, texts in groupby(read, key=lambda text: text.block):
        yield tuple(texts)


@check(
    "legible/capitals",
    over=_running,
    level=Level.WARNING,
    source="RNIB Clear Print; Smithsonian B: no text in capitals",
    fix="Write it in small letters, with capitals where the language asks for them.",
)
def legible_capitals(texts: tuple[SetText, ...], *, most_words: int = 4) -> Iterator[Finding]:
    """Texts are not set in capitals.

    Words are read by their outlines, and in capitals all of them are boxes. A word or two does no harm; names of
    organisations are capitals in any case.
    """
    run: list[str] = []
    for word in [*" ".join(text.text for text in texts).split(), "."]:
        letters = [c for c in word if c.isalpha()]
        if len(letters) > 1 and all(c.isupper() for c in letters):
            run.append(word)
        elif letters or word == ".":
            if len(run) > most_words:
                yield _stretched(texts[0], run, "in capitals", most_words)
            run = []


@check(
    "legible/italic",
    over=_running,
    level=Level.WARNING,
    source="RNIB Clear Print; UKAAF G003: no italics for reading",
    fix="Set long passages upright; a title or a foreign word may stay in italics.",
)
def legible_italic(texts: tuple[SetText, ...], *, most_words: int = 12) -> Iterator[Finding]:
    """Italics are for a few words.

    Slanted letters are harder to tell apart for poor eyes.
    """
    for italic, pieces in groupby(texts, key=lambda text: text.italic):
        words = " ".join(piece.text for piece in pieces).split()
        if italic and len(words) > most_words:
            yield _stretched(texts[0], words, "in italics", most_words)


@check(
    "legible/underline",
    over=_running,
    level=Level.WARNING,
    source="RNIB Clear Print; UKAAF G003",
    fix="Set it in bold, or in plain type.",
)
def legible_underline(texts: tuple[SetText, ...]) -> Iterator[Finding]:
    """Nothing is underlined.

    The line cuts the feet of the letters, and on paper it promises a link that is not there.
    """
    words = [word for text in texts if text.underlined for word in text.text.split()]
    if words:
        yield _stretched(texts[0], words, "underlined", 0)


def _stretched(first: SetText, words: list[str], how: str, most: int) -> Finding:
    return Finding(
        f"{count(len(words), 'word')} {how}: “{shortened(' '.join(words))}”",
        Place(page=first.page, box=first.box, object=first.frame or None),
        count(len(words), "word"),
        f"at most {count(most, 'word')}" if most else "none",
    )


@check(
    "legible/weight",
    over=_running,
    level=Level.WARNING,
    source="RNIB Clear Print: no light weights",
    fix="Set it in the regular weight.",
)
def legible_weight(texts: tuple[SetText, ...], *, least: float = 400) -> Iterator[Finding]:
    """What is read is not set in a light weight.

    Thin strokes vanish for poor eyes, and on the press they break up.
    """
    light = next((text for text in texts if text.weight < least), None)
    if light is not None:
        yield Finding(
            f"a light weight: “{shortened(light.text)}”",
            Place(page=light.page, box=light.box, object=light.frame or None),
            f"weight {light.weight}",
            f"at least {least:g}",
        )


@dataclass(frozen=True, slots=True)
class Hung:
    """Lines of one level, and how the item hangs."""

    level: TextLevel
    lines: tuple[Line, ...]
    hang: Hang

    @property
    def reach(self) -> tuple[float, float]:
        """How high the lowest line and the highest one hang above the floor, mm."""
        top = self.hang.top_mm
        return min(top - line.box.bottom for line in self.lines), max(top - line.box.top for line in self.lines)


def _hung(subject: Subject) -> Iterator[Hung]:
    layout, hang = subject.layout, subject.order.hang
    if layout is None or hang is None:
        return
    for level in READING:
        lines = tuple(line for line in layout.lines if line.level == level)
        if lines:
            yield Hung(level, lines, hang)


@check(
    "legible/height",
    over=_hung,
    level=Level.WARNING,
    source="Glasgow Museums Display Guidelines (1100 to 1675 mm); Gaylord after Smithsonian; house (captions 900 to 1750 mm)",
    fix="Hang the panel higher or lower (`hang:` in catalogue.yml), or move the text.",
)
def legible_height(
    hung: Hung,
    *,
    low_mm: float = 1100,
    high_mm: float = 1675,
    caption_low_mm: float = 900,
    caption_high_mm: float = 1750,
) -> Iterator[Finding]:
    """Texts hang where people standing and people sitting can read them.

    Heights are above the floor, from the way the panel hangs. What is too low is read bent over, what is too high not at
    all from a wheelchair. Captions may hang lower: one looks at a picture from farther away, and bends for its line.
    """
    low, high = (low_mm, high_mm) if hung.level in ("lead", "body") else (caption_low_mm, caption_high_mm)
    bottom, top = hung.reach
    if bottom < low - 1 or top > high + 1:
        worst = min(hung.lines, key=lambda line: -line.box.bottom) if bottom < low - 1 else hung.lines[0]
        yield Finding(
            f"{NAMES[hung.level]} hangs {bottom:.0f} to {top:.0f} mm above the floor: “{shortened(worst.text)}”",
            Place(page=worst.page, box=worst.box, object=worst.frame or None),
            f"{bottom:.0f} to {top:.0f} mm",
            f"{low:g} to {high:g} mm",
        )


def _layouts(subject: Subject) -> Iterator[LayoutFacts]:
    if subject.layout is not None:
        yield subject.layout


@check(
    "legible/families",
    over=_layouts,
    level=Level.WARNING,
    source="house: two typefaces at most",
    fix="Set it in one of the others.",
)
def legible_families(layout: LayoutFacts, *, most: int = 2) -> Iterator[Finding]:
    """No more than two typefaces stand side by side.

    Each one asks to be read in its own way.
    """
    used = dict.fromkeys(text.family for text in layout.texts if text.visible is not None)
    if len(used) > most:
        yield Finding(
            f"{len(used)} typefaces: {', '.join(used)}",
            Place(object=list(used)[-1]),
            count(len(used), "typeface"),
            f"at most {most}",
        )
