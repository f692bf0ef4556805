"""The annotated copy: the file as it was, with each finding as a comment in its place, whatever the page's boxes say."""

from __future__ import annotations

import dataclasses
import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array
from PIL import Image
from tests.report.made import ACCEPTED, found, item, outcome
from tests.support.goodpdf import good_pdf
from tests.support.judges import ask

from panelpress.ground.diagnostics import Level, PanelpressError, Place
from panelpress.ground.geometry import Box
from panelpress.ground.units import mm_to_pt
from panelpress.inspect.reader import read_pdf
from panelpress.report.annotated import annotated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic

PLACE = Box(30, 150, 70, 190)  # nothing but tint lies there
RED = (196, 36, 15)


def marked(data: bytes, *findings: Diagnostic) -> bytes:
    facts = read_pdf(data, "a.pdf", raster=False)
    return annotated(data, item(*(outcome(d) for d in findings)), facts)


def there(box: Box | None = PLACE, page: int | None = 1, **other: Any) -> Diagnostic:
    return found(place=Place("a.pdf", page, box), **other)


def opened(data: bytes, page: int = 1) -> tuple[Any, list[Any]]:
    """Return a page and its comments; they live as long as the file they belong to, which is kept."""
    pdf = pikepdf.open(io.BytesIO(data))
    _KEPT.append(pdf)
    own = pdf.pages[page - 1].obj
    return own, list(own.get("/Annots", []))


def comments(data: bytes, page: int = 1) -> list[Any]:
    return opened(data, page)[1]


_KEPT: list[pikepdf.Pdf] = []


def turned(degrees: int) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Rotate = degrees

    return change


def scaled(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.UserUnit = 2


def cropped(pdf: pikepdf.Pdf) -> None:
    box = [float(v) for v in pdf.pages[0].obj.TrimBox]
    pdf.pages[0].obj.CropBox = Array([box[0] + 20, box[1] + 30, box[2] - 10, box[3] - 40])


def moved(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    for name in ("/MediaBox", "/BleedBox", "/TrimBox"):
        page[name] = Array([float(v) + by for v, by in zip(page[name], (-50, 70, -50, 70), strict=True)])
    pdf.pages[0].contents_add(pdf.make_stream(b"q 1 0 0 1 -50 70 cm"), prepend=True)
    pdf.pages[0].contents_add(pdf.make_stream(b"Q"))


def both(pdf: pikepdf.Pdf) -> None:
    for change in (turned(90), cropped, moved):
        change(pdf)


def unchanged(_pdf: pikepdf.Pdf) -> None:
    return


CHANGES = {"upright": unchanged, "90": turned(90), "180": turned(180), "270": turned(270), "unit": scaled,
           "crop": cropped, "origin": moved, "all": both}  # fmt: skip


def frame_seen(data: bytes) -> Box:
    """Return where red lines lie on page 1 as pdfium draws it without turning or cropping it, in mm from the trim's corner."""
    facts = read_pdf(data, raster=False).pages[0]
    document: Any = pypdfium2.PdfDocument(data)
    page = document[0]
    page.set_rotation(0)
    page.set_cropbox(*page.get_mediabox())
    page.close()
    page = document[0]
    pixels = page.render(scale=2, draw_annots=True, rev_byteorder=True).to_numpy()[:, :, :3].astype(int)
    document.close()
    red = np.abs(pixels - RED).max(axis=2) < 40
    # the number's square is filled; lines of the frame are the longest runs of red
    rows, columns = red.sum(axis=1), red.sum(axis=0)
    media = facts.boxes.media
    per_mm = pixels.shape[1] / media.width
    down = np.flatnonzero(rows > rows.max() * 0.8) / per_mm + media.top
    across = np.flatnonzero(columns > columns.max() * 0.8) / per_mm + media.left
    return Box(across.min(), down.min(), across.max(), down.max())


@pytest.mark.parametrize("name", CHANGES)
def test_a_frame_stands_where_the_finding_is(name: str) -> None:
    data = good_pdf(CHANGES[name])
    box = PLACE
    unit = read_pdf(data, raster=False).pages[0].user_unit
    if unit != 1:
        box = Box(*(side * unit for side in (PLACE.left, PLACE.top, PLACE.right, PLACE.bottom)))
    seen = frame_seen(marked(data, there(box)))
    for one, other in zip(dataclasses.astuple(seen), dataclasses.astuple(box), strict=True):
        assert abs(one - other) < 1.0 * unit


def contents(data: bytes) -> list[Any]:
    found = opened(data)[0].Contents
    return list(found) if isinstance(found, Array) else [found]


@pytest.mark.parametrize("name", CHANGES)
def test_the_file_is_kept_byte_for_byte(name: str) -> None:
    data = good_pdf(CHANGES[name])
    copy = marked(data, there(), there(None), there(None, None))
    assert copy.startswith(data)
    drawn = [b"".join(part.read_raw_bytes() for part in contents(d)) for d in (data, copy)]
    assert drawn[0] == drawn[1] != b""
    assert len(comments(copy)) == 3


def test_every_comment_says_everything_and_looks_the_same_everywhere() -> None:
    said = there(measured="RGB", required="CMYK", help="convert it", why="because")
    settled = dataclasses.replace(there(Box(1, 1, 9, 9), accepted=ACCEPTED), level=Level.NOTE)
    lower, upper = comments(marked(good_pdf(), said, settled))
    assert str(upper.Subtype) == "/Square"
    assert str(upper.T) == "image/colour"
    assert str(upper.Contents) == (
        "1. Error: picture Im0 is DeviceRGB\nMeasured RGB, wanted CMYK\nWhat to do: convert it\nWhy: because"
    )
    assert "Accepted by Ana Choque" in str(lower.Contents)
    for comment in (lower, upper):
        assert comment.AP.N.read_bytes()
        assert [float(v) for v in comment.AP.N.BBox] == [float(v) for v in comment.Rect]
    assert [float(v) for v in upper.C] != [float(v) for v in lower.C]


def test_what_is_said_of_a_page_or_the_file_is_a_note_in_the_corner() -> None:
    copy = marked(good_pdf(pages=2), there(None, 2, message="page 2"), there(None, None, id="document/intent"))
    (first,), (second,) = comments(copy), comments(copy, 2)
    assert (str(first.Subtype), str(second.Subtype)) == ("/Text", "/Text")
    trim = [float(v) for v in opened(copy, 2)[0].TrimBox]
    left, _, _, top = (float(v) for v in second.Rect)
    assert 0 <= left - trim[0] < mm_to_pt(10)
    assert 0 <= trim[3] - top < mm_to_pt(10)


def test_notes_stay_in_sight_where_the_page_is_cropped() -> None:
    copy = marked(good_pdf(cropped), there(None))
    page, (note,) = opened(copy)
    crop = [float(v) for v in page.CropBox]
    rect = [float(v) for v in note.Rect]
    assert crop[0] <= rect[0]
    assert rect[3] <= crop[3]


def test_comments_that_were_there_stay() -> None:
    def commented(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=Array([0, 0, 9, 9]))
        pdf.pages[0].obj.Annots = pdf.make_indirect(Array([pdf.make_indirect(note)]))

    assert [str(c.Subtype) for c in comments(marked(good_pdf(commented), there()))] == ["/Text", "/Square"]


def test_the_copy_is_never_press_ready() -> None:
    facts = read_pdf(marked(good_pdf(), there()), raster=False)
    assert [a.subtype for a in facts.pages[0].annotations] == ["Square"]
    assert facts.info["Title"] == "A good page (annotated)"


def test_the_same_findings_give_the_same_bytes() -> None:
    assert marked(good_pdf(), there(), there(None)) == marked(good_pdf(), there(), there(None))


def test_many_of_one_kind_have_one_number_a_page() -> None:
    many = [there(Box(10 + n, 150, 11 + n, 152)) for n in range(30)]
    copy = annotated(good_pdf(), item(outcome(*many)), read_pdf(good_pdf(), raster=False))
    drawings = [c.AP.N.read_bytes() for c in comments(copy)]
    assert len(drawings) == 30
    assert sum(b"Tj" in d for d in drawings) == 1


def test_an_encrypted_file_is_refused_in_a_sentence() -> None:
    pdf = pikepdf.open(io.BytesIO(good_pdf()))
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    with pytest.raises(PanelpressError) as refused:
        marked(out.getvalue(), there())
    assert refused.value.diagnostics[0].id == "annotate/locked"


def test_a_file_that_cannot_be_written_on_is_refused_in_a_sentence() -> None:
    facts = read_pdf(good_pdf(), raster=False)
    with pytest.raises(PanelpressError) as refused:
        annotated(b"%PDF-1.4 and nothing more", item(outcome(there())), facts)
    (told,) = refused.value.diagnostics
    assert told.id == "annotate/damaged"
    assert "too damaged to be marked" in told.message


@pytest.mark.slow
@pytest.mark.judge
@pytest.mark.parametrize("name", ["upright", "90"])
def test_poppler_and_qpdf_see_it_too(name: str, tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(marked(good_pdf(CHANGES[name]), there()))
    said = ask("qpdf", "--check", path, accept=(0, 3))
    # the library's own table does not list itself; nothing else may be said of it
    assert [line for line in said.err.splitlines() if "WARNING" in line and "number of objects" not in line] == []
    ask("pdftoppm", "-r", "72", "-png", "-singlefile", path, tmp_path / "page")
    pixels = np.asarray(Image.open(tmp_path / "page.png").convert("RGB")).astype(int)
    assert (np.abs(pixels - RED).max(axis=2) < 40).sum() > 300
