"""The finisher: the engine's pages become a press file, in one write.

Exact boxes from 0,0; output intent with registry name; overprint; marks and slug in registration colour outside the bleed;
metadata and identifiers that depend on the content alone. Written once, as plain objects with a cross-reference table that
every RIP reads. Rules: ISO 15930-7:2010 (X-4) and 15930-4:2003 (X-1a), as restated in docs/press-file.md.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pydyf

from panelpress import __version__
from panelpress.ground.units import mm_to_pt
from panelpress.press import marks as press_marks
from panelpress.press.drawing_pdf import unit_square
from panelpress.press.overprint import OFF, ON, with_overprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from panelpress.press.conditions import Condition
    from panelpress.press.drawing_pdf import VectorPage
    from panelpress.press.pictures.derive import PressPicture
    from panelpress.press.recipe import Recipe, Sheet

_NAMESPACE = uuid.UUID("6f0f3a3e-5d1b-5c56-9f0e-0b0a5c1d7e11")
REGISTRY = "http://www.color.org"
_VERSIONS = {"pdf/x-4": "1.6", "pdf/x-1a": "1.4"}


@dataclass(frozen=True)
class Replaced:
    """What the engine cannot place: each by the name of the one-pixel image XObject that kept its place during layout."""

    vectors: Mapping[str, VectorPage]
    pictures: Mapping[str, PressPicture]


@dataclass(frozen=True)
class Finished:
    """A press file and the digest of what puts ink on its paper."""

    data: bytes
    content_digest: str


def finish(
    pdf: Any,
    recipe: Recipe,
    press: Condition,
    languages: Sequence[Mapping[int, str]],
    replaced: Replaced,
    engine: str,
) -> Finished:
    """Turn the engine's PDF object model into the bytes of a press file.

    Args:
        pdf: what the engine painted.
        recipe: the item.
        press: the printing condition.
        languages: for each page, the language of each marked content.
        replaced: what comes into the place of one-pixel images.
        engine: the engine's name and version, for the metadata.
    """
    pages = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"]
    resources = [o for o in pdf.objects if isinstance(o, dict) and "ExtGState" in o and "XObject" in o]
    for holder in resources:
        _plain_resources(holder, pdf)
    _place_vectors(pdf, resources, replaced.vectors)
    images = frozenset(_images(pdf, resources, replaced.vectors))
    _place_pictures(pdf, resources, replaced.pictures)
    shared = resources[0]
    for page in pages:
        _page_content(pdf, page, recipe.sheet, images, shared)
    content = _content_digest(pdf, pages, recipe, press)
    for page in pages:
        _boxes_and_marks(pdf, page, recipe, content, shared)
    _structure(pdf, pages, languages, recipe)
    _intent(pdf, recipe, press)
    _metadata(pdf, recipe, content, engine)
    return Finished(b"".join(write(pdf, _VERSIONS[recipe.standard], content)), content)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _plain_resources(resources: dict[str, Any], pdf: Any) -> None:
    """Take out the colour spaces that the engine lists in every file and that nothing uses."""
    reference = resources.get("ColorSpace")
    if isinstance(reference, bytes):
        for key in [k for k in _object(pdf, reference) if k.startswith("lab-")]:
            del _object(pdf, reference)[key]


def _images(pdf: Any, resources: Sequence[dict[str, Any]], vectors: Mapping[str, VectorPage]) -> Iterator[str]:
    for holder in resources:
        for name, reference in holder["XObject"].items():
            extra = _object(pdf, reference).extra
            if extra.get("Subtype") == "/Image" and name not in vectors:
                extra["Interpolate"] = "false"
                yield name


def _place_vectors(pdf: Any, resources: Sequence[dict[str, Any]], vectors: Mapping[str, VectorPage]) -> None:
    """Put PDF drawings in the place of the one-pixel images that kept it for them during layout."""
    for holder in resources:
        for name, reference in holder["XObject"].items():
            if name in vectors:
                vector, keeper = vectors[name], _object(pdf, reference)
                box, matrix = vector.box, unit_square(vector.box)
                keeper.stream = [vector.content]
                keeper.compress = True
                keeper.extra = pydyf.Dictionary(
                    {
                        "Type": "/XObject",
                        "Subtype": "/Form",
                        "BBox": pydyf.Array([box.left, box.top, box.right, box.bottom]),
                        "Matrix": pydyf.Array(
                            [_exact(v) for v in (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)]
                        ),
                        "Resources": pydyf.Dictionary(),
                    }
                )


def _place_pictures(pdf: Any, resources: Sequence[dict[str, Any]], pictures: Mapping[str, PressPicture]) -> None:
    """Put pictures that are packed without loss in the place of their one-pixel images."""
    for holder in resources:
        for name, reference in holder["XObject"].items():
            if name in pictures:
                picture, stream = pictures[name], _object(pdf, reference)
                space = "/DeviceGray" if picture.channels == 1 else "/DeviceCMYK"
                rows = {"Predictor": 15, "Colors": picture.channels, "Columns": picture.width}
                stream.stream, stream.compress = [picture.data], False
                stream.extra["Width"], stream.extra["Height"] = picture.width, picture.height
                stream.extra["ColorSpace"], stream.extra["BitsPerComponent"] = space, 8
                stream.extra["Filter"], stream.extra["DecodeParms"] = "/FlateDecode", pydyf.Dictionary(rows)
                stream.extra.pop("Decode", None)


def _exact(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".") or "0"


def _page_content(
    pdf: Any, page: dict[str, Any], sheet: Sheet, images: frozenset[str], resources: dict[str, Any]
) -> None:
    """Move the page so that its media starts at 0,0, clip it to the bleed, and switch overprint."""
    stream = _object(pdf, page["Contents"])
    operators, used = with_overprint(stream.stream, images)
    shift = [mm_to_pt(sheet.margin + side) for side in (sheet.bleed.left, sheet.bleed.bottom)]
    head: list[Any] = [b"q"]
    if sheet.margin:
        width = sheet.width + sheet.bleed.left + sheet.bleed.right
        height = sheet.height + sheet.bleed.top + sheet.bleed.bottom
        corner = mm_to_pt(sheet.margin)
        clip = " ".join(f"{v:.4f}" for v in (corner, corner, mm_to_pt(width), mm_to_pt(height)))
        head.append(f"{clip} re W n".encode())
    head.append(f"1 0 0 1 {shift[0]:.4f} {shift[1]:.4f} cm".encode())
    stream.stream = [*head, *operators, b"Q"]
    if used:
        states = resources["ExtGState"]
        states[ON] = pydyf.Dictionary({"Type": "/ExtGState", "OP": "true", "op": "true", "OPM": 1})
        states[OFF] = pydyf.Dictionary({"Type": "/ExtGState", "OP": "false", "op": "false", "OPM": 0})


def _boxes_and_marks(pdf: Any, page: dict[str, Any], recipe: Recipe, content: str, resources: dict[str, Any]) -> None:
    sheet = recipe.sheet
    bleed, margin = sheet.bleed, sheet.margin
    trim_left, trim_bottom = margin + bleed.left, margin + bleed.bottom
    trim = (trim_left, trim_bottom, trim_left + sheet.width, trim_bottom + sheet.height)
    bled = (margin, margin, trim[2] + bleed.right, trim[3] + bleed.top)
    media = (0.0, 0.0, bled[2] + margin, bled[3] + margin)
    for name, box in (("MediaBox", media), ("BleedBox", bled), ("TrimBox", trim)):
        page[name] = pydyf.Array([round(mm_to_pt(v), 4) for v in box])
    drawn = press_marks.marks(sheet, slug_line(recipe, content))
    if drawn:
        stream = _object(pdf, page["Contents"])
        stream.stream.append(drawn)
        spaces = _object(pdf, resources["ColorSpace"])
        tint = pydyf.Dictionary(
            {
                "FunctionType": 2,
                "Domain": pydyf.Array([0, 1]),
                "C0": pydyf.Array([0, 0, 0, 0]),
                "C1": pydyf.Array([1, 1, 1, 1]),
                "N": 1,
            }
        )
        spaces[press_marks.COLOUR_SPACE] = pydyf.Array(["/Separation", "/All", "/DeviceCMYK", tint])


def slug_line(recipe: Recipe, content: str) -> str:
    """Return what the slug says: job, item, edition, date, content digest."""
    job = recipe.job
    return f"{job.job}  ·  {recipe.name.label}  ·  edition {job.edition}  ·  {job.date.isoformat()}  ·  {content[:16]}"


def _structure(
    pdf: Any, pages: Sequence[dict[str, Any]], languages: Sequence[Mapping[int, str]], recipe: Recipe
) -> None:
    """Give every marked piece its language, and figures their box in page coordinates."""
    by_page = {f"{page.number} 0 R".encode(): index for index, page in enumerate(pages)}  # type: ignore[attr-defined]
    sheet = recipe.sheet
    dx = mm_to_pt(sheet.margin + sheet.bleed.left)
    top = mm_to_pt(sheet.margin + sheet.bleed.bottom + sheet.height)
    for element in pdf.objects:
        if not isinstance(element, dict) or element.get("Type") != "/StructElem" or "Pg" not in element:
            continue
        known = languages[by_page[element["Pg"]]]
        spoken = {known[kid] for kid in element["K"] if isinstance(kid, int) and kid in known}
        if len(spoken) == 1 and spoken != {recipe.job.language}:
            element["Lang"] = pydyf.String(spoken.pop())
        if element.get("S") == "/Figure":
            left, upper, right, lower = (0.75 * v for v in element["A"]["BBox"])
            element["A"]["BBox"] = pydyf.Array([round(v, 3) for v in (left + dx, top - lower, right + dx, top - upper)])


def _intent(pdf: Any, recipe: Recipe, press: Condition) -> None:
    profile = pydyf.Stream([press.icc], pydyf.Dictionary({"N": 4, "Alternate": "/DeviceCMYK"}), compress=True)
    pdf.add_object(profile)
    intent = pydyf.Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFX",
            "OutputConditionIdentifier": pydyf.String(press.name),
            "OutputCondition": pydyf.String(press.description),
            "RegistryName": pydyf.String(REGISTRY),
            "Info": pydyf.String(press.description),
            "DestOutputProfile": profile.reference,
        }
    )
    pdf.catalog["OutputIntents"] = pydyf.Array([intent])
    del recipe


def _content_digest(pdf: Any, pages: Sequence[dict[str, Any]], recipe: Recipe, press: Condition) -> str:
    """Return the digest of what puts ink on paper: page contents, pictures, fonts, page geometry, printing condition.

    Structure, metadata, marks and slug are left out: they say what is printed, they do not print it.
    """
    whole = hashlib.sha256()
    sheet = recipe.sheet
    whole.update(repr((sheet.width, sheet.height, sheet.bleed, press.name, press.digest)).encode())
    for page in pages:
        for data in raw(_object(pdf, page["Contents"])):
            whole.update(data + b"\n")
    contents = {int(page["Contents"].split()[0]) for page in pages}
    for object_ in pdf.objects:
        if isinstance(object_, pydyf.Stream) and object_.number not in contents:
            part = hashlib.sha256()
            for data in raw(object_):
                part.update(data + b"\n")
            whole.update(part.digest())
    return whole.hexdigest()


def raw(stream: Any) -> Iterator[bytes]:
    """Give the pieces of a stream of the engine as bytes."""
    for entry in stream.stream:
        yield entry if isinstance(entry, bytes) else entry.data if hasattr(entry, "data") else str(entry).encode()


def _metadata(pdf: Any, recipe: Recipe, content: str, engine: str) -> None:
    job = recipe.job
    x4 = recipe.standard == "pdf/x-4"
    title = f"{job.title} – {recipe.name.label}" if recipe.name.kind == "panel" else job.title
    day = dt.datetime.combine(job.date, dt.time(12), tzinfo=dt.UTC)
    stamp = day.strftime("D:%Y%m%d%H%M%S+00'00'")
    producer = f"panelpress {__version__} ({engine})"
    pdf.info.clear()
    pdf.info["Title"] = pydyf.String(title)
    pdf.info["Creator"] = pydyf.String(f"panelpress {__version__}")
    pdf.info["Producer"] = pydyf.String(producer)
    pdf.info["CreationDate"] = pdf.info["ModDate"] = pydyf.String(stamp)
    pdf.info["Trapped"] = "/False"
    pdf.info["GTS_PDFXVersion"] = pydyf.String("PDF/X-4" if x4 else "PDF/X-1a:2003")
    pdf.info["ContentDigest"] = pydyf.String(content)
    claim = "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" if x4 else ""
    packet = xmp(recipe, title, day, producer, content, claim)
    stream = pydyf.Stream([packet], pydyf.Dictionary({"Type": "/Metadata", "Subtype": "/XML"}))
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["Lang"] = pydyf.String(job.language)
    pdf.catalog.pop("Outlines", None)
    preferences = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["ViewerPreferences"] = preferences


def xmp(recipe: Recipe, title: str, day: dt.datetime, producer: str, content: str, claim: str) -> bytes:
    """Return the metadata packet; ``claim`` is the element that says which standard the file keeps."""
    job = recipe.job
    when = day.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    document = uuid.uuid5(_NAMESPACE, f"{job.job}/{recipe.name.key}")
    instance = uuid.uuid5(_NAMESPACE, f"{job.job}/{recipe.name.key}/{job.edition}/{content}")

    def said(words: str) -> str:
        return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(words)}</rdf:li></rdf:Alt>'

    optional = (
        f"\n   <dc:creator><rdf:Seq><rdf:li>{escape(job.creator)}</rdf:li></rdf:Seq></dc:creator>"
        if job.creator
        else ""
    )
    optional += f"\n   <dc:rights>{said(job.rights)}</dc:rights>" if job.rights else ""
    identification = f"\n   {claim}" if claim else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">{identification}
   <dc:format>application/pdf</dc:format>
   <dc:title>{said(title)}</dc:title>
   <dc:language><rdf:Bag><rdf:li>{escape(job.language)}</rdf:li></rdf:Bag></dc:language>{optional}
   <pdf:Producer>{escape(producer)}</pdf:Producer>
   <pdf:Trapped>False</pdf:Trapped>
   <xmp:CreateDate>{when}</xmp:CreateDate>
   <xmp:ModifyDate>{when}</xmp:ModifyDate>
   <xmp:MetadataDate>{when}</xmp:MetadataDate>
   <xmp:CreatorTool>panelpress {__version__}</xmp:CreatorTool>
   <xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
   <xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
   <xmpMM:VersionID>{job.edition}</xmpMM:VersionID>
   <xmpMM:RenditionClass>default</xmpMM:RenditionClass>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>""".encode()


def write(pdf: Any, version: str, content: str) -> Iterator[bytes]:
    """Write the objects, a cross-reference table and a trailer whose identifier is made of the content."""
    pdf.add_object(pdf.info)
    position = 0
    offsets: list[int] = []
    for part in (f"%PDF-{version}\n".encode(), b"%\xe2\xe3\xcf\xd3\n"):
        position += len(part)
        yield part
    for object_ in pdf.objects[1:]:
        offsets.append(position)
        body = _indirect(object_)
        position += len(body)
        yield body
    table = [b"xref\n", f"0 {len(offsets) + 1}\n".encode(), b"0000000000 65535 f \n"]
    table += [f"{offset:010d} 00000 n \n".encode() for offset in offsets]
    yield b"".join(table)
    identifier = content[:32].encode()
    trailer = pydyf.Dictionary(
        {
            "Size": len(offsets) + 1,
            "Root": pdf.catalog.reference,
            "Info": pdf.info.reference,
            "ID": pydyf.Array([b"<" + identifier + b">", b"<" + identifier + b">"]),
        }
    )
    yield b"trailer\n" + trailer.data + f"\nstartxref\n{position}\n%%EOF\n".encode()


def _indirect(object_: Any) -> bytes:
    if isinstance(object_, pydyf.Stream) and object_.compress:
        data = zlib.compress(b"\n".join(raw(object_)), 6)
        extra = pydyf.Dictionary(object_.extra)
        extra["Filter"], extra["Length"] = "/FlateDecode", len(data)
        body = extra.data + b"\nstream\n" + data + b"\nendstream"
        return f"{object_.number} 0 obj\n".encode() + bytes(body) + b"\nendobj\n"
    return bytes(object_.indirect) + b"\n"
