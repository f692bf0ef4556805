"""Letters that are drawn after the layout: embedded subsets of a shipped typeface, for PDF content streams and for fields.

Sizes are in points; widths come from the font's own tables.
"""

from __future__ import annotations

import functools
import io
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from panelpress.press.fonts import font_files

if TYPE_CHECKING:
    from collections.abc import Iterable

FACE: Final = "SourceSansPro-Regular.ttf"
_ITS_NAME: Final = "SourceSansPro-Regular"
_THOUSAND: Final = 1000.0
_TYPED: Final = "".join(
    bytes([n]).decode("cp1252") for n in range(32, 256) if n not in (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D)
)
"""Every letter of WinAnsiEncoding (ISO 32000-1, annex D): what a simple font can show of what people type"""
_OF_LAYOUT: Final = ("GDEF", "GPOS", "GSUB", "BASE", "DSIG")
_NONSYMBOLIC: Final = 32
_SYMBOLIC: Final = 4


@dataclass
class Letters:
    """Letters of the face, each known by a number of its own once it was used: any text can be written with them.

    A letter that the face has not is drawn as a space and still is what it is to whoever searches or copies it. That is for
    text that nobody sees; what is seen is set by the engine.
    """

    _numbers: dict[str, int] = field(default_factory=dict)

    def written(self, text: str) -> bytes:
        """Return a text as the operand of ``Tj``, and keep its letters for :meth:`embed`."""
        numbers = (self._numbers.setdefault(letter, len(self._numbers) + 1) for letter in text)
        return b"<" + b"".join(b"%04X" % number for number in numbers) + b">"

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is at a size, in its unit."""
        return sum(_advance(letter) for letter in text) * size / _THOUSAND

    def embed(self, pdf: Pdf) -> Dictionary:
        """Return the font as a dictionary of the file: composite, each letter under its number (ISO 32000-1, 9.7)."""
        letters = list(self._numbers)
        made = _subset({ord(letter) for letter in (*letters, " ") if letter in _advances()})
        places = {code: made.getGlyphID(glyph) for code, glyph in made.getBestCmap().items()}
        glyphs = [0, *(places.get(ord(letter), places[ord(" ")]) for letter in letters)]
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{_tag(letters)}+{_ITS_NAME}"),
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(_descriptor(pdf, made, _tag(letters), _SYMBOLIC)),
            CIDToGIDMap=pdf.make_indirect(_packed(pdf, b"".join(n.to_bytes(2, "big") for n in glyphs))),
            DW=0,
            W=Array([1, Array([round(_advance(letter), 3) for letter in letters])]),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=descendant.BaseFont,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_indirect(_packed(pdf, _to_unicode(letters))),
            )
        )


def _face() -> TTFont:
    return TTFont(io.BytesIO(font_files()[FACE].read_bytes()), lazy=True, recalcTimestamp=False)


@functools.cache
def _advances() -> dict[str, float]:
    """Return how wide each letter of the face is, in thousandths of an em."""
    font = _face()
    em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
    return {chr(code): float(widths[glyph][0]) * _THOUSAND / em for code, glyph in font.getBestCmap().items()}


def _advance(letter: str) -> float:
    """Return how wide a letter is drawn; one that the face has not, as a space."""
    return _advances().get(letter, _advances()[" "])


def readable(text: str) -> str:
    """Return a text with letters that the face has not told by their names: ``[thumbs up sign]``; line ends stay.

    People write to a proof on telephones. What only changes how a sign beside it looks (a variant, a joiner) is left out.
    """
    known = _advances()
    composed = unicodedata.normalize("NFC", text)
    if all(letter in known or letter == "\n" for letter in set(composed)):
        return composed
    return "".join(letter if letter in known or letter.isspace() else _named(letter) for letter in composed)


def _named(letter: str) -> str:
    if unicodedata.category(letter) in ("Cc", "Cf", "Mn", "Me"):
        return ""
    return f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]"


def typed(pdf: Pdf) -> Dictionary:
    """Return the font that fields are filled in with: simple, with all of WinAnsiEncoding, as every viewer knows to use.

    Programs that write the look of a field anew take the font that its field names, and many know no composite ones.
    """
    made = _subset({ord(letter) for letter in _TYPED})
    widths = [round(_advance(bytes([code]).decode("cp1252", "replace")), 3) for code in range(32, 256)]
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name(f"/{_tag(_TYPED)}+{_ITS_NAME}"),
            Encoding=Name.WinAnsiEncoding,
            FirstChar=32,
            LastChar=255,
            Widths=Array(widths),
            FontDescriptor=pdf.make_indirect(_descriptor(pdf, made, _tag(_TYPED), _NONSYMBOLIC)),
        )
    )


def _tag(letters: Iterable[str]) -> str:
    """Return six capitals that tell a subset from others of the face (ISO 32000-1, 9.6.4)."""
    number = 0
    for letter in letters:
        number = (number * 31 + ord(letter)) % 26**6
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _subset(codes: set[int]) -> TTFont:
    """Return the face with these characters alone."""
    font = _face()
    for table in _OF_LAYOUT:  # letters are set one by one; to read these takes longer than all else
        if table in font:
            del font[table]
    options = subset.Options(name_IDs=[], notdef_outline=True, hinting=False, glyph_names=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(codes))
    cutter.subset(font)
    return font


def _descriptor(pdf: Pdf, font: TTFont, tag: str, flags: int) -> Dictionary:
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    head, metrics = font["head"], font["OS/2"]

    def scaled(value: float) -> float:
        return round(float(value) * _THOUSAND / int(head.unitsPerEm), 3)

    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{tag}+{_ITS_NAME}"),
        FontFamily=b"Source Sans Pro",
        Flags=flags,
        FontBBox=Array([scaled(v) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]),
        ItalicAngle=0,
        Ascent=scaled(metrics.sTypoAscender),
        Descent=scaled(metrics.sTypoDescender),
        CapHeight=scaled(metrics.sCapHeight),
        XHeight=scaled(metrics.sxHeight),
        StemV=80,
        FontFile2=pdf.make_indirect(_packed(pdf, out.getvalue(), Length1=len(out.getvalue()))),
    )


def _packed(pdf: Pdf, data: bytes, **entries: Any) -> Stream:
    """Return a stream; it is packed when the file is saved."""
    return Stream(pdf, data, **entries)


def _to_unicode(letters: Iterable[str]) -> bytes:
    """Return which letter each number is (ISO 32000-1, 9.10.3), a hundred at a time as the standard wants."""
    lines = [f"<{n:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for n, letter in enumerate(letters, 1)]
    parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
