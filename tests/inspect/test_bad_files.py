"""Whatever is no sound PDF ends in one clear word, in bounded time: never a stack trace."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from tests.support import goodpdf as good

from panelpress.ground.diagnostics import ExitCode, PanelpressError
from panelpress.inspect.reader import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow


def png() -> bytes:
    out = io.BytesIO()
    Image.new("L", (4, 4)).save(out, "PNG")
    return out.getvalue()


def no_pages() -> bytes:
    out = io.BytesIO()
    pikepdf.new().save(out)
    return out.getvalue()


def locked() -> bytes:
    lock = pikepdf.Encryption(owner="printer", user="secret")
    return good.good_pdf(encryption=lock, deterministic_id=False, force_version="2.0")


def looping(pdf: pikepdf.Pdf) -> None:
    loop = pdf.make_stream(b"/Loop Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    loop.Resources = Dictionary(XObject=Dictionary(Loop=loop))
    pdf.pages[0].obj.Resources.XObject.Loop = loop
    good.draw_more(pdf, "/Loop Do")


def looping_in_two_steps(pdf: pikepdf.Pdf) -> None:
    one = pdf.make_stream(b"/Two Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    two = pdf.make_stream(b"/One Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    one.Resources = Dictionary(XObject=Dictionary(Two=two))
    two.Resources = Dictionary(XObject=Dictionary(One=one))
    pdf.pages[0].obj.Resources.XObject.One = one
    good.draw_more(pdf, "/One Do")


def doubling(pdf: pikepdf.Pdf) -> None:
    """Thirty forms, each drawing the next twice: a thousand million in the end."""
    last = pdf.make_stream(b"0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    for _ in range(30):
        step = pdf.make_stream(b"/Next Do /Next Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        step.Resources = Dictionary(XObject=Dictionary(Next=last))
        last = step
    pdf.pages[0].obj.Resources.XObject.First = last
    good.draw_more(pdf, "/First Do")


def nested(pdf: pikepdf.Pdf) -> None:
    last = pdf.make_stream(b"0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    for _ in range(60):
        step = pdf.make_stream(b"/Next Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        step.Resources = Dictionary(XObject=Dictionary(Next=last))
        last = step
    pdf.pages[0].obj.Resources.XObject.First = last
    good.draw_more(pdf, "/First Do")


def bomb(pdf: pikepdf.Pdf) -> None:
    small = zlib.compress(b" " * 200_000_000, 9)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"")
    pdf.pages[0].obj.Contents.write(small, filter=Name.FlateDecode)


def torn_stream(pdf: pikepdf.Pdf) -> None:
    half = zlib.compress(good.page_content().encode())[:-40]
    pdf.pages[0].obj.Contents.write(half, filter=Name.FlateDecode)


def half_a_string(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, "BT (never closed Tj ET")


def words_for_figures(pdf: pikepdf.Pdf) -> None:
    good.draw_more(pdf, "/a /b /c /d re f")


def no_extent(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.MediaBox = Array([0, 0, 0, 0])
    page.TrimBox = Array([0, 0, 0, 0])


AS_IT_IS: dict[str, Any] = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}


@pytest.mark.parametrize(
    ("data", "id"),
    [
        (lambda: b"", "pdf/empty"),
        (png, "pdf/not-a-pdf"),
        (lambda: b"\0" * 5000, "pdf/not-a-pdf"),
        (lambda: b"%PDF-1.6\n" + b"\0" * 5000, "pdf/damaged"),
        (lambda: good.good_pdf()[:60_000], "pdf/damaged"),
        (lambda: good.good_pdf()[:-30], "pdf/damaged"),
        (no_pages, "pdf/no-pages"),
        (locked, "pdf/encrypted"),
        (lambda: good.good_pdf(looping), "pdf/loop"),
        (lambda: good.good_pdf(looping_in_two_steps), "pdf/loop"),
        (lambda: good.good_pdf(doubling), "pdf/too-complex"),
        (lambda: good.good_pdf(nested), "pdf/too-complex"),
        (lambda: good.good_pdf(bomb, **AS_IT_IS), "pdf/too-large"),
        (lambda: good.good_pdf(torn_stream, **AS_IT_IS), "pdf/damaged"),
        (lambda: good.good_pdf(half_a_string), "pdf/damaged"),
        (lambda: good.good_pdf(words_for_figures), "pdf/damaged"),
        (lambda: good.good_pdf(no_extent), "pdf/no-extent"),
    ],
)
def test_one_clear_word(data: Callable[[], bytes], id: str) -> None:
    with pytest.raises(PanelpressError) as caught:
        read_pdf(data(), "03-num.pdf")
    assert caught.value.code is ExitCode.CANNOT_JUDGE
    (found,) = caught.value.diagnostics
    assert found.id == id
    assert found.message.startswith("03-num.pdf: ")
    assert found.help
    assert found.place is not None
    assert found.place.item == "03-num.pdf"


@pytest.mark.parametrize("data", [b"%PDF-1.6\n" + b"\0" * 5000, good.good_pdf()[:-30]], ids=["empty", "cut"])
def test_no_message_tells_where_in_memory_a_file_lay(data: bytes) -> None:
    with pytest.raises(PanelpressError) as caught:
        read_pdf(data, "03-num.pdf")
    (found,) = caught.value.diagnostics
    assert found.message == "03-num.pdf: the file is damaged (can't find startxref)"


def test_a_picture_is_called_a_picture() -> None:
    with pytest.raises(PanelpressError, match="a PNG picture, not a PDF"):
        read_pdf(png())


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(PanelpressError, match="there is no such file"):
        read_pdf(tmp_path / "nothing.pdf")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(PanelpressError, match="cannot be read"):
        read_pdf(tmp_path)


def test_from_disk_and_from_memory_are_the_same(tmp_path: Path) -> None:
    data = good.good_pdf()
    path = tmp_path / "good.pdf"
    path.write_bytes(data)
    assert read_pdf(path) == read_pdf(data)


@pytest.mark.parametrize("cut", [20_000, 100_000, 200_000])
def test_cut_anywhere(cut: int) -> None:
    with pytest.raises(PanelpressError):
        read_pdf(good.good_pdf()[:cut])
