"""Text: every character has a shape, is large enough, stands away from the knife, and says its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Origin, Place
from panelpress.preflight.checks.page import mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, at, quoted, visible_texts, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.layout import LayoutFacts, MissingGlyph
    from panelpress.facts.pdf import TextRun
    from panelpress.preflight.order import Awaited, Subject


def _layouts(subject: Subject) -> Iterator[LayoutFacts]:
    if subject.layout is not None:
        yield subject.layout


@check(
    "text/glyphs",
    over=_layouts,
    level=Level.ERROR,
    source="house law 1; measured: a missing glyph is only a log line",
    fix="Write the character another way, or set it in a font that has it.",
)
def text_glyphs(layout: LayoutFacts) -> Iterator[Finding]:
    """Every character has a shape in the fonts of the page.

    A character no font has prints as an empty box or not at all.
    """
    told: set[tuple[str, str]] = set()
    for glyph in layout.missing_glyphs:
        if (glyph.character, glyph.where) in told:  # a caption that stands twice in a book
            continue
        told.add((glyph.character, glyph.where))
        where = f" ({glyph.source.file}:{glyph.source.line})" if glyph.source else ""
        yield Finding(
            f"no font of the page has {_named(glyph)}, in “{glyph.where}”{where}",
            Place(object=glyph.character),
            _named(glyph),
            "a character of the fonts",
            origin=Origin(glyph.source.file, glyph.source.line, glyph.where) if glyph.source else None,
        )


def _named(glyph: MissingGlyph) -> str:
    code = " ".join(f"U+{ord(c):04X}" for c in glyph.character)
    name = "" if glyph.name.startswith("U+") else f" {glyph.name}"
    return f"“{glyph.character}” ({code}{name})"


def _inside_trim(subject: Subject) -> Iterator[OnPage[TextRun]]:
    """Text of which something lies inside the trim; slug lines and marks do not concern the reader."""
    for text in visible_texts(subject):
        visible = text.what.visible
        if visible is not None and text.page.trim.overlap(visible) is not None:
            yield text


@check(
    "text/minimum-size",
    over=_inside_trim,
    level=Level.ERROR,
    source="house: 6 and 8 pt in a book, 24 pt on a panel",
    fix="Set it larger, and shorten it if there is no room.",
)
def text_minimum_size(text: OnPage[TextRun], *, min_pt: float = 4.0, warn_pt: float = 5.0) -> Iterator[Finding]:
    """Text is large enough to be read and to be printed.

    What is smaller cannot be read from where the reader stands, and its fine strokes break up on the press. Measured is
    the size after all scaling, to a tenth of a point; marks outside the trim are left alone.
    """
    run = text.what
    points = round(run.size_pt, 1)
    if points < max(min_pt, warn_pt):
        yield Finding(
            f"{quoted(run)} on page {run.page} is {points:g} pt",
            at(run, run.visible),
            f"{points:g} pt",
            f"at least {min_pt if points < min_pt else warn_pt:g} pt",
            level=None if points < min_pt else Level.WARNING,
        )


def _with_safe_area(subject: Subject) -> Iterator[OnPage[TextRun]]:
    if subject.order.safe is not None:
        yield from _inside_trim(subject)


@check(
    "text/safe",
    over=_with_safe_area,
    level=Level.ERROR,
    source="printers' guides: 5 mm (A5), 10 mm (panels) from the trim",
    fix="Move the text inwards.",
)
def text_safe(text: OnPage[TextRun], *, tolerance_mm: float = 0.2) -> Iterator[Finding]:
    """Text keeps its distance from the trim.

    The cut wanders by a millimetre or more, and frames and edge profiles cover the rim.
    """
    safe = text.order.safe
    visible = text.what.visible
    assert safe is not None
    assert visible is not None
    trim = text.page.trim
    distances = {
        "top": visible.top - trim.top,
        "right": trim.right - visible.right,
        "bottom": trim.bottom - visible.bottom,
        "left": visible.left - trim.left,
    }
    for edge, wanted in safe.named:
        if distances[edge] < wanted - tolerance_mm:
            yield Finding(
                f"{quoted(text.what)} on page {text.what.page} stands {mm(distances[edge])} mm from the {edge} edge",
                at(text.what, visible),
                f"{mm(distances[edge])} mm",
                f"at least {mm(wanted)} mm",
            )


@check(
    "text/language",
    over=whole,
    level=Level.NOTE,
    source="ISO 32000-2, 14.9.2; the proofs and access copies are read aloud",
    fix="Write the document's language into the catalogue (/Lang).",
)
def text_language(subject: Subject) -> Iterator[Finding]:
    """The file says in which language it is written.

    Whoever has the file read aloud hears it in the right language. The press does not care.
    """
    if not subject.pdf.lang:
        yield Finding("the file does not say its language", Place(), "no /Lang", "such as en-GB")


def _to_be_supplied(subject: Subject) -> Iterator[Awaited]:
    yield from subject.order.to_be_supplied


@check(
    "text/to-be-supplied",
    over=_to_be_supplied,
    level=Level.NOTE,
    source="the panel's own front matter: to_be_supplied",
    fix="Write the text and take its name out of to_be_supplied.",
)
def text_to_be_supplied(text: Awaited) -> Iterator[Finding]:
    """Texts still to come are marked as such.

    What stands in their place is not meant for the public.
    """
    yield Finding(
        f"the text `{text.id}` is still to be supplied", Place(page=text.page, object=text.id), span=text.span
    )
