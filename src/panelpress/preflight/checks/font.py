"""Fonts: in the file, the ones meant, with a shape for every character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
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
    source="CGATS Application Notes 2.18; veraPDF 6.2.11.4.1",
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
    "font/type3",
    over=_visible_fonts,
    level=Level.WARNING,
    source="ISO 32000-2, 9.6.4; house",
    fix="Export again with the font itself, as TrueType or OpenType.",
)
def font_type3(font: FontFacts) -> Iterator[Finding]:
    """No text is set in a font of small drawings.

    The glyphs of a Type 3 font are drawings or, worse, pixels: they know no hints, are often made for a screen, and some
    RIPs cannot overprint them.
    """
    if font.subtype == "Type3":
        name = font.name.strip("?") or "without a name"
        yield Finding(
            f"the font {name} on page {font.pages[0]} is made of drawings (Type 3)",
            Place(page=font.pages[0], object=name),
            "Type 3",
            "TrueType, Type 1 or OpenType",
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


@check(
    "font/widths",
    over=_visible_fonts,
    level=Level.ERROR,
    source="veraPDF 6.2.11.5; ISO 32000-2, 9.7.4.3",
    fix="Export again; where it stays, replace the font.",
)
def font_widths(font: FontFacts) -> Iterator[Finding]:
    """Every glyph is as wide as the file says.

    The pen moves by the widths in the file, the shape comes from the font: where they differ, letters collide or gape, and
    RIPs disagree about which to believe.
    """
    if font.widths_off:
        yield Finding(
            f"{count(font.widths_off, 'glyph')} of the font {font.name} are of another width than the file says",
            Place(page=font.pages[0], object=font.name),
            count(font.widths_off, "glyph"),
            "none",
        )


@check(
    "font/courier",
    over=_visible_fonts,
    level=Level.WARNING,
    source="GWG 2022 R0014",
    fix="Find out which font is missing, or set the text in another typewriter face if it is meant.",
)
def font_courier(font: FontFacts) -> Iterator[Finding]:
    """Nothing is set in Courier.

    It is what programs put in the place of a font they could not find.
    """
    if font.name == "Courier":
        yield Finding(
            f"text on page {font.pages[0]} is set in Courier",
            Place(page=font.pages[0], object=font.name),
            "Courier",
            "the font that was meant",
        )


def _asked(subject: Subject) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """Every font of the file and every family the pages ask for first: its name, how it is spoken of, its page, what there is."""
    if subject.layout is None or not subject.layout.families:
        return
    families = subject.layout.families
    for font in _visible_fonts(subject):
        known = any(_plain(font.name).startswith(_plain(family)) for family in families)
        yield families[0] if known else font.family, f"the font {font.name} is in the file", font.pages[0], families
    for family, page in {text.family: text.page for text in reversed(subject.layout.texts)}.items():
        yield family, f"text on page {page} is to be set in {family}", page, families


@check(
    "font/family",
    over=_asked,
    level=Level.ERROR,
    source="measured: layout engines replace a missing family silently",
    fix="Correct the family's name in the styles, or add its files to the theme.",
)
def font_family(asked: tuple[str, str, int, tuple[str, ...]]) -> Iterator[Finding]:
    """Every font in the file is one the styles declare, and every family they ask for is there.

    A family that is misspelt or missing is replaced by another one without a word.
    """
    name, what, page, families = asked
    if _plain(name) not in {_plain(family) for family in families}:
        declared = ", ".join(families)
        yield Finding(
            f"{what}, but the styles declare {declared}",
            Place(page=page, object=name),
            name,
            " or ".join(families),
        )


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
