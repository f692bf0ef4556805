"""What a photograph says of itself: the IPTC and XMP fields that photographers and agencies write into the file."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from pathlib import Path

_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_LIMIT = 1_000_000


@dataclass(frozen=True)
class PhotoFields:
    """The fields we use, each "" where the picture says nothing (IPTC Photo Metadata Standard 2023.2)."""

    title: str = ""
    caption: str = ""
    place: str = ""
    date: str = ""
    credit: str = ""


def read_fields(path: Path) -> PhotoFields:
    """Return what the picture says of itself; XMP wins over IPTC where both speak. Unreadable pictures say nothing."""
    from PIL import Image, IptcImagePlugin  # noqa: PLC0415 - only projects that rely on these fields pay for Pillow

    Image.MAX_IMAGE_PIXELS = None  # only the header is read; whoever prints the picture judges its size
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as picture:
                iptc = IptcImagePlugin.getiptcinfo(picture) or {}
                xmp = picture.info.get("xmp", b"")
    except Exception:  # noqa: BLE001 - broken pictures make Pillow raise nearly anything
        return PhotoFields()
    older = _from_iptc(iptc)
    newer = _from_xmp(xmp.encode() if isinstance(xmp, str) else xmp)
    return PhotoFields(
        title=_tidy(newer.title or older.title),
        caption=_tidy(newer.caption or older.caption),
        place=_tidy(newer.place or older.place),
        date=_tidy(newer.date or older.date),
        credit=_tidy(newer.credit or older.credit),
    )


def _tidy(text: str) -> str:
    """Return one line without control characters: cameras pad their fields with zeros."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _from_iptc(fields: dict[tuple[int, int], bytes | list[bytes]]) -> PhotoFields:
    def text(number: int) -> str:
        value = fields.get((2, number), b"")
        value = value[0] if isinstance(value, list) else value
        try:
            return value.decode("utf-8").strip()
        except UnicodeDecodeError:
            return value.decode("latin-1").strip()

    day = text(55)
    return PhotoFields(
        title=text(105) or text(5),
        caption=text(120),
        place=", ".join(part for part in (text(90), text(95), text(101)) if part),
        date=f"{day[:4]}-{day[4:6]}-{day[6:8]}" if re.fullmatch(r"\d{8}", day) else day,
        credit=text(116) or text(110),
    )


def _from_xmp(packet: bytes) -> PhotoFields:
    # A picture's metadata needs neither a megabyte nor entities; both are how XML is made to explode.
    if not packet or len(packet) > _LIMIT or b"<!" in packet:
        return PhotoFields()
    try:
        tree = ET.fromstring(packet.strip(b"\x00 \n\r\t").decode("utf-8"))  # noqa: S314 - guarded above
    except (ET.ParseError, UnicodeDecodeError):
        return PhotoFields()

    def text(name: str) -> str:
        for node in tree.iter(f"{_RDF}Description"):
            if name in node.attrib:
                return node.attrib[name].strip()
        for node in tree.iter(name):
            items = [item.text or "" for item in node.iter(f"{_RDF}li")]
            return (items[0] if items else node.text or "").strip()
        return ""

    places = [text(f"{_PHOTOSHOP}{name}") for name in ("City", "State", "Country")]
    return PhotoFields(
        title=text(f"{_PHOTOSHOP}Headline") or text(f"{_DC}title"),
        caption=text(f"{_DC}description"),
        place=", ".join(part for part in places if part),
        date=text(f"{_PHOTOSHOP}DateCreated")[:10],
        credit=text(f"{_DC}rights") or text(f"{_PHOTOSHOP}Credit"),
    )
