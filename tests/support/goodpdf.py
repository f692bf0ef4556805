"""A small but genuinely good PDF/X file to break in one way at a time.

One A5 page (or as many as asked): a tint that bleeds, a grey photograph at 300 ppi, 100 K text that overprints, a
hairline, marks in /All outside the bleed; on the second page a QR code and a barcode. Made with pikepdf alone, the codes'
modules with zxing-cpp's writer, so that nothing of the program under test writes what it judges.
"""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import font_source_sans_pro
import numpy as np
import pikepdf
import zxingcpp
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from panelpress.ground.units import mm_to_pt

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = "Coal, bread and song: the Durham banner"
ISBN, LINK = "9783161484100", "https://www.example.org/miners"
ISBN_WORDS = "ISBN 978-3-16-148410-0"
TRIM = (148.0, 210.0)
BLEED = 3.0
SLUG = 7.0
PROFILE = Path(__file__).parents[2] / "src/panelpress/press/icc/fogra39.icc"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<pdfxid:GTS_PDFXVersion>{version}</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A good page</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2026-11-24T09:00:00Z</xmp:CreateDate><xmp:ModifyDate>2026-11-24T09:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2026-11-24T09:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:6f1d2c1e-0000-5000-8000-000000000001</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def rect(x: float, y: float, width: float, height: float) -> str:
    """Return ``re`` for a rectangle in mm from the MediaBox's bottom-left corner."""
    return " ".join(f"{mm_to_pt(v):.5f}" for v in (x, y, width, height)) + " re"


def origin() -> float:
    """Return where the trim starts, in mm from the MediaBox's corner."""
    return BLEED + SLUG


@functools.cache
def font_program() -> tuple[bytes, tuple[tuple[str, int, int], ...]]:
    """Return a subset of Source Sans as TrueType, and for each character its glyph and its width in thousandths."""
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    options = subset.Options(layout_features=[], name_IDs=[1, 2, 4, 6], notdef_outline=True, recalc_timestamp=False)
    with (folder / "SourceSansPro-Regular.ttf").open("rb") as stream:
        whole = io.BytesIO(stream.read())
    font = subset.load_font(whole, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=WORDS + ISBN_WORDS)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    small = TTFont(io.BytesIO(out.getvalue()))
    cmap, order, unit = small.getBestCmap(), small.getGlyphOrder(), small["head"].unitsPerEm
    glyphs = []
    for character in sorted(set(WORDS + ISBN_WORDS)):
        name = cmap[ord(character)]
        glyphs.append((character, order.index(name), round(small["hmtx"][name][0] * 1000 / unit)))
    return out.getvalue(), tuple(glyphs)


def shown(words: str) -> str:
    """Return words as the hexadecimal glyph numbers of the test font."""
    glyphs = {character: gid for character, gid, _ in font_program()[1]}
    return "<" + "".join(f"{glyphs[c]:04x}" for c in words) + ">"


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    program, glyphs = font_program()
    lines = "".join(f"<{gid:04x}> <{ord(c):04x}>\n" for c, gid, _ in glyphs)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{lines}endbfchar\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )
    name = Name("/ABCDEF+SourceSansPro-Regular")
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            FontFamily=String("Source Sans Pro"),
            Flags=4,
            FontBBox=Array([-500, -300, 1200, 1000]),
            ItalicAngle=0,
            Ascent=750,
            Descent=-250,
            CapHeight=660,
            StemV=80,
            FontFile2=pdf.make_stream(program, Length1=len(program)),
        )
    )
    widths = Array()
    for _, gid, width in glyphs:
        widths.append(gid)
        widths.append(Array([width]))
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        FontDescriptor=descriptor,
        DW=500,
        W=widths,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(inner)]),
            ToUnicode=pdf.make_stream(cmap.encode()),
        )
    )


def grey_picture(pdf: pikepdf.Pdf, width: int = 480, height: int = 360) -> pikepdf.Stream:
    """Return a grey image XObject of smooth tone."""
    rows = bytes((x * 150 // width + 40 + y % 40) & 255 for y in range(height) for x in range(width))
    return pdf.make_stream(
        rows,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )


def bitmap(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    """Return a stencil mask of 600 by 100 pixels: a row of bars."""
    row = bytes([0xF0] * 75)
    return pdf.make_stream(
        row * 100, Type=Name.XObject, Subtype=Name.Image, Width=600, Height=100, ImageMask=True, BitsPerComponent=1
    )


def place(name: str, x: float, y: float, width: float, height: float) -> str:
    """Return the drawing of an XObject in a box given in mm from the trim's bottom-left corner."""
    o = origin()
    figures = " ".join(f"{mm_to_pt(v):.4f}" for v in (o + x, o + y))
    return f"q {mm_to_pt(width):.4f} 0 0 {mm_to_pt(height):.4f} {figures} cm /{name} Do Q"


def line_of_text(words: str, x: float, y: float, size: float, setup: str = "/GSover gs 0 0 0 1 k") -> str:
    """Return a line of text that starts at a place in mm from the trim's bottom-left corner."""
    o = origin()
    return f"q {setup} BT /F0 {size:g} Tf 1 0 0 1 {mm_to_pt(o + x):.4f} {mm_to_pt(o + y):.4f} Tm {shown(words)} Tj ET Q"


def tint(left: float, bottom: float, right: float, top: float, colour: str = "0.04 0.03 0.08 0 k") -> str:
    """Return a filled rectangle given by its sides in mm from the trim's bottom-left corner."""
    o = origin()
    return f"q {colour} {rect(o + left, o + bottom, right - left, top - bottom)} f Q"


@functools.cache
def _modules(kind: str, says: str) -> tuple[tuple[int, int, int], ...]:
    """Return the dark runs of a code, row by row: row, first module, how many."""
    made = zxingcpp.create_barcode(says, zxingcpp.barcode_format_from_str(kind))
    pixels = np.array(made.to_image(scale=1, add_quiet_zones=False, add_hrt=False))
    if kind == "EAN13":
        pixels = pixels[:1, :]
    runs = []
    for number, row in enumerate(pixels < 128):
        steps = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
        runs += [(number, int(a), int(b - a)) for a, b in zip(steps[::2], steps[1::2], strict=True)]
    return tuple(runs)


def code(kind: str, says: str, left: float, top: float, module: float = 0.4, colour: str = "0 0 0 1 k") -> str:
    """Return a code (``QRCode`` or ``EAN13``): its top-left corner in mm from the trim's bottom-left, its module in mm."""
    o, high = origin(), 22.85 if kind == "EAN13" else module
    areas = (
        rect(o + left + a * module, o + top - row * module - high, n * module, high)
        for row, a, n in _modules(kind, says)
    )
    return f"q {colour} {' '.join(areas)} f Q"


TINT = tint(-BLEED, TRIM[1] - 40, TRIM[0] + BLEED, TRIM[1] + BLEED)
PICTURE = place("Im0", 20, 100, 40, 30)
BITMAP = place("Im1", 80, 100, 12, 2)
WHITE = tint(100, TRIM[1] - 30, 110, TRIM[1] - 20, "0 0 0 0 k")
HEADING = line_of_text(WORDS, 20, TRIM[1] - 20, 10)
TEXT = line_of_text("Coal and bread", 20, 80, 10)
QR = code("QRCode", LINK, 20, 145)
BARCODE = code("EAN13", ISBN, 70, 145, 0.33)
NUMBER = line_of_text(ISBN_WORDS, 70, 148, 10)
CODES = f"{QR}\n{BARCODE}\n{NUMBER}"
MARK = f"q /All CS 1 SCN 0.5 w {mm_to_pt(origin()):.4f} 2 m {mm_to_pt(origin()):.4f} {mm_to_pt(SLUG - 2):.4f} l S Q"


def page_content(*, plain: bool = False) -> str:
    """Return the drawing of a good page; a plain one has text and a line on bare paper."""
    o = origin()
    line = f"0.5 w {mm_to_pt(o + 20):.4f} {mm_to_pt(o + 60):.4f} m {mm_to_pt(o + 120):.4f} {mm_to_pt(o + 60):.4f} l S"
    always = [TEXT, f"q /GSover gs 0 0 0 1 K {line} Q", MARK]
    if plain:
        return "\n".join(always)
    return "\n".join([TINT, PICTURE, f"q 0 0 0 1 k {BITMAP} Q", WHITE, HEADING, *always])


def good_pdf(
    change: Callable[[pikepdf.Pdf], None] | None = None, *, pages: int = 2, flavour: str = "PDF/X-4", **save: Any
) -> bytes:
    """Return a good file, after ``change`` has done its one thing to it.

    Args:
        change: alters the open file.
        pages: how many; all but the first are plain.
        flavour: ``PDF/X-4`` or ``PDF/X-1a:2003``.
        save: options of ``pikepdf.Pdf.save`` that differ from a good file's.
    """
    pdf = pikepdf.new()
    old = flavour != "PDF/X-4"
    resources = _resources(pdf)
    (width, height), o = TRIM, origin()
    media = [0.0, 0.0, mm_to_pt(width + 2 * o), mm_to_pt(height + 2 * o)]

    def inset(mm: float) -> Array:
        return Array([mm_to_pt(mm), mm_to_pt(mm), media[2] - mm_to_pt(mm), media[3] - mm_to_pt(mm)])

    for number in range(pages):
        content = page_content(plain=number > 0) + ("\n" + CODES if number == 1 else "")
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(media),
            TrimBox=inset(o),
            BleedBox=inset(SLUG),
            Resources=resources,
            Contents=pdf.make_stream(content.encode()),
        )
        if not old:
            page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    _identify(pdf, flavour)
    if change is not None:
        change(pdf)
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.disable
    options = {"deterministic_id": True, "force_version": "1.4" if old else "1.6", "object_stream_mode": mode, **save}
    pdf.save(out, **options)
    return out.getvalue()


def _resources(pdf: pikepdf.Pdf) -> Dictionary:
    over = pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1))
    transform = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]), N=1)
    everything = pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, transform]))
    return Dictionary(
        Font=Dictionary(F0=_font(pdf)),
        XObject=Dictionary(Im0=grey_picture(pdf), Im1=bitmap(pdf)),
        ExtGState=Dictionary(GSover=over),
        ColorSpace=Dictionary(All=everything),
    )


def redraw(pdf: pikepdf.Pdf, old: str, new: str, page: int = 1) -> None:
    """Replace one piece of a page's drawing, which must be there."""
    contents = pdf.pages[page - 1].Contents
    drawing = contents.read_bytes().decode()
    assert old in drawing, f"{old!r} is not drawn on page {page}"
    contents.write(drawing.replace(old, new).encode())


def draw_more(pdf: pikepdf.Pdf, more: str, page: int = 1) -> None:
    """Add to a page's drawing."""
    contents = pdf.pages[page - 1].Contents
    contents.write(contents.read_bytes() + b"\n" + more.encode())


def _identify(pdf: pikepdf.Pdf, flavour: str) -> None:
    profile = pdf.make_stream(PROFILE.read_bytes(), N=4)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String("FOGRA39"),
        OutputCondition=String("Offset, coated paper"),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = String("en-GB")
    info = Dictionary(
        Title=String("A good page"),
        CreationDate=String("D:20261124090000Z"),
        ModDate=String("D:20261124090000Z"),
        Trapped=Name("/False"),
        GTS_PDFXVersion=String(flavour),
    )
    pdf.trailer.Info = pdf.make_indirect(info)
    version = flavour if flavour == "PDF/X-4" else ""
    packet = XMP.format(version=version)
    if not version:
        packet = packet.replace("<pdfxid:GTS_PDFXVersion></pdfxid:GTS_PDFXVersion>", "")
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
