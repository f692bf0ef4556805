"""What a photograph says of itself: used where the captions file is silent, and nothing private ever."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.support.project import Project, small_project

from panelpress.exhibition.photometa import PhotoFields, read_fields

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PRIVATE = {0x013B: "Photographer's Home", 0x8298: "EXIF copyright", 0x010E: "EXIF description", 0xA430: "Camera Owner"}
GPS = {1: "S", 2: (19.0, 2.0, 35.0), 3: "W", 4: (65.0, 15.0, 11.0)}


def iptc(fields: Mapping[int, str | bytes]) -> bytes:
    """IPTC-IIM records as Photoshop puts them into a JPEG's APP13 segment."""
    records = b""
    for number, value in fields.items():
        data = value.encode() if isinstance(value, str) else value
        records += b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(data)) + data
    resource = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(records)) + records + b"\x00" * (len(records) % 2)
    body = b"Photoshop 3.0\x00" + resource
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def xmp(inside: str, attributes: str = "") -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        f'xmlns:exif="http://ns.adobe.com/exif/1.0/" {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    ).encode()


ALT = '<dc:{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li><rdf:li xml:lang="es">otro</rdf:li></rdf:Alt></dc:{0}>'
FULL_XMP = xmp(
    ALT.format("title", "Title")
    + ALT.format("description", "Said in XMP.")
    + ALT.format("rights", "© XMP")
    + "<photoshop:Headline>Headline</photoshop:Headline><exif:GPSLatitude>19,2.5S</exif:GPSLatitude>",
    'photoshop:City="Llallagua" photoshop:Country="Bolivia" photoshop:DateCreated="1985-07-12T09:00:00" '
    'photoshop:Credit="Agency"',
)
FULL_IPTC = {5: "Object name", 55: "19850712", 90: "Potosí", 101: "Bolivia", 110: "Agency", 116: "© IPTC", 120: "Said."}


def picture(path: Path, *, packet: bytes = b"", records: bytes = b"", private: bool = False, **options: object) -> Path:
    """Save a small picture with fields inside it."""
    exif = Image.Exif()
    if private:
        for tag, value in PRIVATE.items():
            exif[tag] = value
        exif.get_ifd(0x8825).update(GPS)
    if path.suffix == ".jpg":
        out = io.BytesIO()
        Image.new("L", (8, 8), 90).save(out, "JPEG", exif=exif)
        segment = b""
        if packet:
            body = b"http://ns.adobe.com/xap/1.0/\x00" + packet
            segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
        path.write_bytes(out.getvalue()[:2] + records + segment + out.getvalue()[2:])
    else:
        Image.new("L", (8, 8), 90).save(path, exif=exif, **({"xmp": packet} if packet else {}), **options)  # type: ignore[arg-type]
    return path


def test_every_field_of_xmp(tmp_path: Path) -> None:
    assert read_fields(picture(tmp_path / "a.jpg", packet=FULL_XMP)) == PhotoFields(
        "Headline", "Said in XMP.", "Llallagua, Bolivia", "1985-07-12", "© XMP"
    )


def test_every_field_of_iptc(tmp_path: Path) -> None:
    assert read_fields(picture(tmp_path / "a.jpg", records=iptc(FULL_IPTC))) == PhotoFields(
        "Object name", "Said.", "Potosí, Bolivia", "1985-07-12", "© IPTC"
    )


def test_the_newer_fields_win_and_the_older_fill_up(tmp_path: Path) -> None:
    both = picture(tmp_path / "a.jpg", records=iptc(FULL_IPTC), packet=xmp(ALT.format("description", "Newer.")))
    assert read_fields(both) == PhotoFields("Object name", "Newer.", "Potosí, Bolivia", "1985-07-12", "© IPTC")


@pytest.mark.parametrize("kind", ["webp", "png", "tiff"])
def test_xmp_in_other_kinds_of_picture(tmp_path: Path, kind: str) -> None:
    if kind == "png":
        from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", FULL_XMP.decode())
        path = picture(tmp_path / "a.png", pnginfo=info)
    elif kind == "tiff":
        path = tmp_path / "a.tiff"
        Image.new("L", (8, 8)).save(path, tiffinfo={700: FULL_XMP})
    else:
        path = picture(tmp_path / "a.webp", packet=FULL_XMP)
    assert read_fields(path).title == "Headline"


@pytest.mark.parametrize(("data", "words"), [("Potosí".encode(), "Potosí"), ("Potosí".encode("latin-1"), "Potosí")])
def test_old_fields_come_in_old_encodings(tmp_path: Path, data: bytes, words: str) -> None:
    assert read_fields(picture(tmp_path / "a.jpg", records=iptc({120: data}))).caption == words


def test_padding_and_line_ends_become_spaces(tmp_path: Path) -> None:
    records = iptc({120: b"Two\r\nlines\x00\x00 of it", 55: "about 1985"})
    assert read_fields(picture(tmp_path / "a.jpg", records=records)) == PhotoFields(
        caption="Two lines of it", date="about 1985"
    )


def test_where_the_picture_was_taken_by_whom_and_with_what_is_nobodys_business(tmp_path: Path) -> None:
    """Coordinates can be a home; EXIF's fields are filled by the camera, not by a person who meant to publish them."""
    path = picture(tmp_path / "a.jpg", private=True, records=iptc({80: "By-line", 118: "Contact, +591 2 555"}))
    assert read_fields(path) == PhotoFields()
    with Image.open(path) as saved:  # the test says nothing if it wrote nothing
        assert saved.getexif()[0x013B] == PRIVATE[0x013B]
        assert saved.getexif().get_ifd(0x8825)[2] == GPS[2]


@pytest.mark.parametrize(
    "packet",
    [
        b"no xml",
        b"<x",
        b"\xff\xfe\x00",
        xmp("")[:-40],
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        xmp(ALT.format("title", "x" * 1_000_001)),
    ],
)
def test_a_packet_that_is_broken_or_a_bomb_says_nothing(tmp_path: Path, packet: bytes) -> None:
    assert read_fields(picture(tmp_path / "a.webp", packet=packet)) == PhotoFields()


@pytest.mark.parametrize("content", [b"", b"text", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00" + b"\xff" * 40])
def test_a_picture_that_is_none_says_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    assert read_fields(tmp_path / "a.jpg") == PhotoFields()
    assert read_fields(tmp_path / "none.jpg") == PhotoFields()


def test_a_picture_of_a_thousand_megapixels_is_only_asked_what_it_says(tmp_path: Path) -> None:
    """Pillow takes it for a bomb; here nothing is decoded, and whoever prints it judges its size."""
    header = struct.pack(">IIBBBBB", 40_000, 25_000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + FULL_XMP), (b"IEND", b"")]
    png = b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + png)
    assert isinstance(read_fields(tmp_path / "a.png"), PhotoFields)


@given(st.binary(max_size=120))
def test_no_records_break_the_reader(data: bytes) -> None:
    import tempfile  # noqa: PLC0415 - hypothesis and tmp_path do not go together
    from pathlib import Path  # noqa: PLC0415

    body = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(data)) + data
    with tempfile.TemporaryDirectory() as folder:
        path = picture(Path(folder) / "a.jpg", records=b"\xff\xed" + struct.pack(">H", len(body) + 2) + body)
        assert isinstance(read_fields(path), PhotoFields)


# -- in a project ----------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = small_project(tmp_path)
    project.edit("photos/captions.yml", "file: loaf.png\n    title: A loaf\n    credit: Nobody", "file: loaf.jpg")
    picture(project.root / "photos/loaf.jpg", packet=FULL_XMP, private=True)
    return project


def test_captions_fall_back_to_the_picture(project: Project) -> None:
    photo = project.load().photos["loaf"]
    assert (photo.title, photo.caption, photo.place) == (
        {"": "Headline"},
        {"": "Said in XMP."},
        {"": "Llallagua, Bolivia"},
    )
    assert (photo.date, photo.credit) == ("1985-07-12", {"": "© XMP"})


def test_what_the_captions_say_wins(project: Project) -> None:
    project.edit("photos/captions.yml", "file: loaf.jpg", "file: loaf.jpg\n    title: {es: Un pan}\n    date: c. 1984")
    photo = project.load().photos["loaf"]
    assert (photo.title, photo.date, photo.caption) == ({"es": "Un pan"}, "c. 1984", {"": "Said in XMP."})


def test_html_that_a_picture_says_of_itself_is_set_as_plain_words(project: Project) -> None:
    """No editor has read it; it must neither stop the build nor reach the page as HTML."""
    from panelpress.press.captions import caption  # noqa: PLC0415 - only this test needs the room above

    packet = xmp(ALT.format("title", "A &lt;img src=&quot;file:///etc/passwd&quot;&gt; loaf"))
    picture(project.root / "photos/loaf.jpg", packet=packet)
    assert project.problems() == ()
    block = caption(project.load().photos["loaf"], 1, "en-GB")
    assert "&lt;img" in block.html
    assert "<img" not in block.html
    assert '<img src="file:///etc/passwd">' in block.text.replace("\u00a0", " ")
