"""Fonts: in the file, the ones meant, with a shape for every character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, at, quoted, visible_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import FontFacts, TextRun
    from panelpress.preflight.order import Subject


def _visible_fonts(subject: Subject) -> Iterator[FontFacts]:
    return (font for font in subject.pdf.fonts if font.visible)


@check(
    "font/embedded",
    over=_visible_fonts,
    level=Level.ERROR,
    source="CGATS Application Notes 2.18; ISO 15930-7, 6.2.11",
    fix="Export again with all fonts embedded.",
)
def font_embedded(font: FontFacts) -> Iterator[Finding]:
    """Every font that leaves ink is inside the file.

    The printer's machine sets what it does not have in another face, with other widths. Invisible text is exempt.
    """
    if not font.embedded:
        on = ", ".join(str(p) for p in font.pages[:5]) + (" …" if len(font.pages) > 5 else "")
        yield Finding(
            f"the font {font.name} is not embedded (page {on})",
            Place(page=font.pages[0], object=font.name),
            "not embedded",
            "embedded",
        )


@check(
    "font/notdef",
    over=visible_texts,
    level=Level.ERROR,
    source="veraPDF 6.2.11.8; ISO 32000-2, 9.7.6.3",
    fix="Set these characters in a font that has them.",
)
def font_notdef(text: OnPage[TextRun]) -> Iterator[Finding]:
    """No glyph is the font's empty box.

    The .notdef glyph prints as a box or as nothing: a character has been lost.
    """
    run = text.what
    if run.notdef:
        yield Finding(
            f"{run.notdef} of {run.glyphs} characters of {quoted(run)} on page {run.page} print as boxes ({run.font})",
            at(run, run.box),
            f"{run.notdef} empty boxes",
            "none",
        )


def _with_declared(subject: Subject) -> Iterator[tuple[FontFacts, tuple[str, ...]]]:
    if subject.layout is not None and subject.layout.families:
        for font in _visible_fonts(subject):
            yield font, subject.layout.families


@check(
    "font/family",
    over=_with_declared,
    level=Level.ERROR,
    source="measured: layout engines replace a missing family silently",
    fix="Correct the family's name in the styles, or add its files to the theme.",
)
def font_family(seen: tuple[FontFacts, tuple[str, ...]]) -> Iterator[Finding]:
    """Every font in the file is one the styles asked for.

    A family that is misspelt or missing is replaced by another one without a word.
    """
    font, families = seen
    known = {_plain(family) for family in families}
    if _plain(font.family) not in known and not any(_plain(font.name).startswith(k) for k in known):
        yield Finding(
            f"the font {font.name} is in the file, but the styles ask for {', '.join(families)}",
            Place(page=font.pages[0], object=font.name),
            font.family,
            " or ".join(families),
        )


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
