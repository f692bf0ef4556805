"""Files that are enormous, or pretend to be: judged or refused in bounded time and memory."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.support import goodpdf as good

from panelpress.ground.diagnostics import PanelpressError
from panelpress.inspect.reader import read_pdf

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MEGABYTES = 700
SECONDS = 60


def bounded() -> None:
    """Let the child have so much memory and no more: past it, it dies instead of the machine."""
    most = MEGABYTES * 1_000_000 * 3  # address space, of which libraries map much and use little
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def judged(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "panelpress", "check", str(path)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        preexec_fn=bounded,
        check=False,
    )


def test_a_gigabyte_that_begins_like_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.6\n")
        file.truncate(1_000_000_000)
    ran = judged(path)
    assert ran.returncode == 2
    assert "huge.pdf" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_gigabyte_that_is_no_pdf(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    ran = judged(path)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def picture_bomb(pdf: pikepdf.Pdf) -> None:
    """A picture of 40,000 by 25,000 pixels in a megabyte: a gigabyte unpacked."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\xff" * 10_000_000) for _ in range(100)) + packer.flush()
    bomb = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Image, Width=40_000, Height=25_000, BitsPerComponent=8,
        ColorSpace=Name.DeviceGray,
    )  # fmt: skip
    bomb.write(packed, filter=Name.FlateDecode)
    pdf.pages[0].obj.Resources.XObject.Bomb = bomb
    good.draw_more(pdf, "q 100 0 0 60 100 200 cm /Bomb Do Q")


def test_a_picture_that_unpacks_to_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(
        good.good_pdf(picture_bomb, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    )
    assert path.stat().st_size < 2_000_000
    ran = judged(path)
    assert ran.returncode in (0, 1, 2)
    assert "Traceback" not in ran.stderr
    assert "bomb.pdf" in ran.stdout + ran.stderr


def wrong_length(data: bytes) -> bytes:
    return re.sub(rb"/Length \d+", b"/Length 7", data, count=1)


def without_table(data: bytes) -> bytes:
    return data[: data.rindex(b"xref")] if b"xref" in data else data


@pytest.mark.parametrize("harm", [wrong_length, without_table])
def test_what_other_readers_repair_is_called_damaged(harm: object) -> None:
    """A RIP may repair it in another way than this reader: nobody knows what would be printed."""
    data = good.good_pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pytest.raises(PanelpressError) as refused:
        read_pdf(harm(data))  # type: ignore[operator]
    assert [d.id for d in refused.value.diagnostics] == ["pdf/damaged"]


def largest_page(pdf: pikepdf.Pdf) -> None:
    for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
        pdf.pages[0].obj[name] = Array([0, 0, 14_400, 14_400])


def test_the_largest_page_there_may_be(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(good.good_pdf(largest_page))
    ran = judged(path)
    assert ran.returncode in (0, 1)
    assert "Traceback" not in ran.stderr
    assert "5080" in ran.stdout + ran.stderr  # 14,400 units are 5,080 mm


def test_layers_of_dictionaries(tmp_path: Path) -> None:
    def deep(pdf: pikepdf.Pdf) -> None:
        inner = Dictionary(End=1)
        for _ in range(400):
            inner = Dictionary(In=inner)
        pdf.Root.Deep = inner

    path = tmp_path / "deep.pdf"
    path.write_bytes(good.good_pdf(deep))
    ran = judged(path)
    assert ran.returncode in (0, 1, 2)
    assert "Traceback" not in ran.stderr
