"""Fonts: what is embedded, how wide a glyph is, and which characters the codes stand for (ISO 32000-2, 9.6 to 9.10)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pikepdf

from panelpress.ground.diagnostics import PanelpressError
from panelpress.inspect.objects import decoded, name_of, number_of, words_of

_DEFAULT_ASCENT, _DEFAULT_DESCENT = 0.75, -0.25
_MAX_RISE = (
    1.0  # descriptors give the tallest accent of the whole font; no ordinary line of text is taller than its size
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BFCHAR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_BFRANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_MAX_RANGE = 65536
_STYLES = re.compile(
    r"(?:[-, ]|(?<=[a-z]))(?:extra|ultra|semi|demi)?"
    r"(?:regular|roman|book|thin|light|medium|bold|black|heavy|italic|it|oblique)(?:italic|it|oblique)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FontReading:
    """One font resource as the content walker needs it: widths in text space units of one em, codes and characters."""

    key: tuple[int, int]
    name: str
    family: str
    subtype: str
    embedded: bool
    subset: bool
    code_octets: int
    widths: dict[int, float]
    default_width: float
    ascent: float
    descent: float
    characters: dict[int, str]
    has_to_unicode: bool
    notdef_code: int | None

    def width(self, code: int) -> float:
        """Return how far the pen moves after a glyph, in em."""
        return self.widths.get(code, self.default_width)

    def codes(self, shown: bytes) -> list[int] | bytes:
        """Return the character codes of a shown string."""
        if self.code_octets == 1:
            return shown
        return [shown[i] << 8 | shown[i + 1] for i in range(0, len(shown) - 1, 2)]


UNKNOWN_FONT = FontReading(
    (0, 0),
    "?",
    "?",
    "",
    embedded=False,
    subset=False,
    code_octets=1,
    widths={},
    default_width=0.5,
    ascent=_DEFAULT_ASCENT,
    descent=_DEFAULT_DESCENT,
    characters={},
    has_to_unicode=False,
    notdef_code=None,
)


def read_font(font: Any) -> FontReading:
    """Return what a font resource says of itself."""
    if not isinstance(font, pikepdf.Dictionary):
        return UNKNOWN_FONT
    subtype = name_of(font.get("/Subtype"))
    base = name_of(font.get("/BaseFont")) or ("Type 3" if subtype == "Type3" else "?")
    composite = subtype == "Type0"
    inner = _descendant(font) if composite else font
    descriptor = inner.get("/FontDescriptor")
    if not isinstance(descriptor, pikepdf.Dictionary):
        descriptor = pikepdf.Dictionary()
    plain = _SUBSET.sub("", base)
    widths, default = _composite_widths(inner) if composite else _simple_widths(font, subtype)
    ascent, descent = _rise(descriptor)
    to_unicode = font.get("/ToUnicode")
    has_map = isinstance(to_unicode, pikepdf.Stream)
    characters = _to_unicode(to_unicode) if isinstance(to_unicode, pikepdf.Stream) else {}
    return FontReading(
        key=font.objgen,
        name=plain,
        family=words_of(descriptor.get("/FontFamily")) or _family(plain),
        subtype=subtype + (f"/{name_of(inner.get('/Subtype'))}" if composite else ""),
        embedded=subtype == "Type3" or any(f"/FontFile{n}" in descriptor for n in ("", "2", "3")),
        subset=plain != base,
        code_octets=2 if composite else 1,
        widths=widths,
        default_width=default,
        ascent=ascent,
        descent=descent,
        characters=characters or ({} if composite else _standard_characters(font)),
        has_to_unicode=has_map,
        notdef_code=0
        if composite and name_of(font.get("/Encoding")).startswith("Identity") and _identity(inner)
        else None,
    )


def _descendant(font: Any) -> Any:
    inner = font.get("/DescendantFonts")
    if isinstance(inner, pikepdf.Array) and len(inner) and isinstance(inner[0], pikepdf.Dictionary):
        return inner[0]
    return pikepdf.Dictionary()


def _identity(inner: Any) -> bool:
    """Tell whether CID 0 is glyph 0, the font's .notdef: always so in CFF, by map in TrueType."""
    return not isinstance(inner.get("/CIDToGIDMap"), pikepdf.Stream)


def _family(plain: str) -> str:
    """Return the family part of a PostScript name: ``SourceSerifPro-BoldIt`` -> ``SourceSerifPro``."""
    return _STYLES.sub("", plain.partition(",")[0]) or plain


def _rise(descriptor: Any) -> tuple[float, float]:
    ascent = number_of(descriptor.get("/Ascent")) / 1000
    descent = number_of(descriptor.get("/Descent")) / 1000
    return (min(ascent, _MAX_RISE) or _DEFAULT_ASCENT, max(descent, -_MAX_RISE) if descent < 0 else _DEFAULT_DESCENT)


def _simple_widths(font: Any, subtype: str) -> tuple[dict[int, float], float]:
    first = int(number_of(font.get("/FirstChar")))
    listed = font.get("/Widths")
    scale = 0.001
    if subtype == "Type3" and isinstance(matrix := font.get("/FontMatrix"), pikepdf.Array) and len(matrix):
        scale = abs(number_of(matrix[0], 0.001))
    if not isinstance(listed, pikepdf.Array):
        return {}, 0.5
    return {first + i: number_of(w) * scale for i, w in enumerate(listed)}, 0.0


def _composite_widths(inner: Any) -> tuple[dict[int, float], float]:
    """Read /W: ``c [w1 w2 …]`` or ``c_first c_last w`` (ISO 32000-2, 9.7.4.3)."""
    widths: dict[int, float] = {}
    default = number_of(inner.get("/DW"), 1000) / 1000
    listed = inner.get("/W")
    parts = list(listed) if isinstance(listed, pikepdf.Array) else []
    at = 0
    while at + 1 < len(parts):
        first = int(number_of(parts[at]))
        following = parts[at + 1]
        if isinstance(following, pikepdf.Array):
            widths.update({first + i: number_of(w) / 1000 for i, w in enumerate(following)})
            at += 2
        elif at + 2 < len(parts):
            last = min(int(number_of(following)), first + _MAX_RANGE)
            widths.update(dict.fromkeys(range(first, last + 1), number_of(parts[at + 2]) / 1000))
            at += 3
        else:
            break
    return widths, default


def _standard_characters(font: Any) -> dict[int, str]:
    """Characters of a simple font without ToUnicode: the Latin part of its encoding, which is all messages need."""
    encoding = font.get("/Encoding")
    named = name_of(encoding.get("/BaseEncoding")) if isinstance(encoding, pikepdf.Dictionary) else name_of(encoding)
    codec = "mac-roman" if named == "MacRomanEncoding" else "cp1252"
    return {code: bytes([code]).decode(codec, "replace") for code in range(32, 256)}


def _hex(digits: bytes) -> str:
    """Return the UTF-16BE text of hexadecimal figures."""
    try:
        return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")
    except ValueError:
        return "\ufffd"


def _code(digits: bytes) -> int:
    return int(b"".join(digits.split()) or b"0", 16)


def _to_unicode(stream: pikepdf.Stream) -> dict[int, str]:
    try:
        cmap = decoded(stream, "a font's character map")
    except PanelpressError:
        return {}  # only the words in our messages depend on it
    characters: dict[int, str] = {}
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        characters.update({_code(code): _hex(text) for code, text in _BFCHAR.findall(section)})
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, start, several in _BFRANGE.findall(section):
            first, last = _code(low), min(_code(high), _code(low) + _MAX_RANGE)
            if several:
                texts = [_hex(t) for t in re.findall(rb"<([0-9A-Fa-f\s]*)>", several)]
            else:
                text = _hex(start) or "\ufffd"
                texts = [text[:-1] + chr(min(ord(text[-1]) + i, 0x10FFFF)) for i in range(last - first + 1)]
            characters.update(zip(range(first, last + 1), texts, strict=False))
    return characters
