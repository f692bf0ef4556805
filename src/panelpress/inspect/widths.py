"""Whether glyphs are as wide as the file says: the widths of a font resource against those of its program.

Read are composite fonts with glyph numbers for codes (what every current program writes) and simple TrueType fonts;
what is encoded in other ways is left to the outside judges.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.ground.diagnostics import PanelpressError
from panelpress.inspect.objects import decoded, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from panelpress.inspect.fonts import FontReading

    Advance = Callable[[int], float | None]

_APART = 1.0  # thousandths of an em: what rounding may cost (veraPDF 6.2.11.5)


def widths_off(font: Any, reading: FontReading, codes: Iterable[int]) -> int:
    """Return how many of the glyphs shown are not as wide in the font program as the file says.

    0 where the program is not in the file or cannot be read, or where its glyphs cannot be told from the codes.
    """
    try:
        advance = _advance(font, reading)
    except Exception:  # noqa: BLE001 - a font program can be broken in any way; font/embedded and the judges speak of that
        return 0
    if advance is None:
        return 0
    real = ((code, advance(code)) for code in sorted(codes))
    return sum(width is not None and abs(width - 1000 * reading.width(code)) > _APART for code, width in real)


def _advance(font: Any, reading: FontReading) -> Advance | None:
    """Return how wide a code's glyph is in the program, in thousandths of an em."""
    composite = reading.subtype.startswith("Type0")
    inner = font.DescendantFonts[0] if composite else font
    descriptor = inner.get("/FontDescriptor")
    if not isinstance(descriptor, pikepdf.Dictionary) or (
        composite and not name_of(font.get("/Encoding")).startswith("Identity")
    ):
        return None
    glyphs = _glyph_numbers(inner)
    if isinstance(program := descriptor.get("/FontFile2"), pikepdf.Stream):
        return _of_outlines(_unpacked(program), glyphs if composite else None, reading)
    program = descriptor.get("/FontFile3")
    if not composite or not isinstance(program, pikepdf.Stream):
        return None
    data = _unpacked(program)
    return _of_cff(data, glyphs) if name_of(program.get("/Subtype")) == "CIDFontType0C" else _of_outlines(data, glyphs)


def _unpacked(program: pikepdf.Stream) -> bytes:
    try:
        return decoded(program, "a font")
    except PanelpressError as torn:
        raise ValueError from torn


def _glyph_numbers(inner: Any) -> Callable[[int], int]:
    """Return which glyph a CID stands for."""
    table = inner.get("/CIDToGIDMap")
    if not isinstance(table, pikepdf.Stream):
        return lambda cid: cid
    data = _unpacked(table)
    return lambda cid: int.from_bytes(data[2 * cid : 2 * cid + 2], "big")


def _of_outlines(
    data: bytes, glyphs: Callable[[int], int] | None, reading: FontReading | None = None
) -> Advance | None:
    """Read a TrueType or OpenType program: its table of advance widths."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a fifth of a second that only files with fonts need

    font = TTFont(io.BytesIO(data), lazy=True)
    unit, table, order = font["head"].unitsPerEm, font["hmtx"].metrics, font.getGlyphOrder()
    name: Callable[[int], str | None]
    if glyphs is not None:

        def name(code: int) -> str | None:
            number = glyphs(code)
            return order[number] if number < len(order) else None

    else:
        found = _by_character(font, reading)
        if found is None:
            return None
        name = found

    def advance(code: int) -> float | None:
        glyph = name(code)
        return 1000 * table[glyph][0] / unit if glyph in table else None

    return advance


def _by_character(font: Any, reading: FontReading | None) -> Callable[[int], str | None] | None:
    """Return which glyph a code of a simple TrueType font shows (ISO 32000-2, 9.6.5.4), where that is plain."""
    tables = {(t.platformID, t.platEncID): t.cmap for t in font["cmap"].tables}
    if (symbols := tables.get((3, 0))) is not None:
        return lambda code: symbols.get(0xF000 + code) or symbols.get(code)
    if (unicode := tables.get((3, 1))) is not None and reading is not None:
        characters = reading.characters
        return lambda code: unicode.get(ord(c)) if len(c := characters.get(code, "")) == 1 else None
    return None


def _of_cff(data: bytes, glyphs: Callable[[int], int]) -> Advance:
    """Read a bare CFF program with CIDs (Adobe Technical Note 5176): the width stands at the start of a glyph's outline."""
    from fontTools.cffLib import CFFFontSet  # noqa: PLC0415 - as above
    from fontTools.pens.basePen import NullPen  # noqa: PLC0415 - as above

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[0]
    outlines, order = top.CharStrings, top.charset
    unit = 1 / top.FontMatrix[0] if hasattr(top, "FontMatrix") and top.FontMatrix[0] else 1000

    def advance(code: int) -> float | None:
        number = glyphs(code)
        by_cid = f"cid{number:05d}"
        name = by_cid if by_cid in outlines else order[number] if number < len(order) else None
        if name is None:
            return None
        outline = outlines[name]
        outline.draw(NullPen())
        return float(1000 * outline.width / unit)

    return advance
