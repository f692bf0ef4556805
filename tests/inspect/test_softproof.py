"""A page as it will look on paper: against Ghostscript's inks through the same profile, and in itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from PIL import Image
from tests.support import goodpdf as good
from tests.support import press
from tests.support.deltae import ciede2000, lab_of_inks, lab_of_screen
from tests.support.judges import ask

from panelpress.ground.geometry import Box
from panelpress.inspect import softproof
from panelpress.inspect.plates import output_profile
from panelpress.inspect.reader import read_pdf
from panelpress.inspect.softproof import SoftProof, soft_proof

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

FINER = 4
"""Ghostscript's device draws no pixel in part: it draws this many times finer, and the inks of a pixel are averaged."""


def shown(data: bytes | Path, number: int, ppi: float, area: Box | None = None) -> SoftProof:
    page = read_pdf(data, "a.pdf", raster=False).pages[number - 1]
    return soft_proof(page, data, area or page.boxes.media, ppi)


def ghostscript(path: Path, number: int, ppi: int, folder: Path, size: tuple[int, int]) -> Pixels:
    """Return a page's inks by Ghostscript, overprint simulated, as (rows, columns, C M Y K)."""
    target = folder / "page.tif"
    ask(
        "gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiff32nc", "-dOverprint=/simulate",
        f"-r{ppi * FINER}", f"-dFirstPage={number}", f"-dLastPage={number}", "-o", target, path,
    )  # fmt: skip
    with Image.open(target) as picture:
        inks = np.asarray(picture)
    rows, columns = min(size[0], inks.shape[0] // FINER), min(size[1], inks.shape[1] // FINER)
    parts = inks[: rows * FINER, : columns * FINER].reshape(rows, FINER, columns, FINER, 4)
    return np.asarray(parts.mean(axis=(1, 3)).round(), dtype=np.uint8)


def apart(path: Path, number: int, ppi: int, folder: Path) -> npt.NDArray[np.float64]:
    """Return how far a page's colours are from Ghostscript's, each pixel's CIEDE2000."""
    proof = shown(path, number, ppi)
    assert proof.exact
    inks = ghostscript(path, number, ppi, folder, proof.pixels.shape[:2])
    profile = output_profile(path)
    assert profile is not None
    mine = np.ascontiguousarray(proof.pixels[: inks.shape[0], : inks.shape[1]])
    return ciede2000(lab_of_inks(inks, profile), lab_of_screen(mine))


@pytest.mark.slow
@pytest.mark.judge
def test_panels_and_book_look_as_another_renderer_has_them(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Seen is a difference of 2 or 3; measured on the sample's 41 pages: 0.77 in the mean, 1.81 on the worst.

    All panels are looked at here, and every fifth page of the book.
    """

    def make(folder: Path) -> None:
        press.copy_sample(folder)
        press.build_whole(folder)

    sample = press.project(press.once(tmp_path_factory, "built-sample", make))
    means = {}
    for key, path in sample.files.items():
        ppi = 100 if key.startswith("catalogue") else 40
        for page in read_pdf(path, raster=False).pages[::5]:
            means[key, page.number] = float(apart(path, page.number, ppi, tmp_path).mean())
    assert len(means) >= 10
    assert max(means.values()) < 2.2, means


SPOT = "[/Separation /Rust /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 0.8 0.9 0.2] /N 1 >>]"
OVERPRINTED = {
    "an ink of its own": "q /Rust cs 1 scn {a} f Q",
    "a tint of it": "q /Rust cs 0.4 scn {a} f Q",
    "it overprints cyan": "q 0.7 0 0 0 k {a} f /GSover gs /Rust cs 1 scn {b} f Q",
    "black overprints an area": "q 0.3 0.6 0.1 0 k {a} f /GSover gs 0 0 0 1 k {b} f Q",
    "cyan overprints yellow": "q 0 0 0.9 0 k {a} f /GSover gs 0.8 0 0 0 k {b} f Q",
    "yellow knocks cyan out": "q 0.8 0 0 0 k {a} f 0 0 0.9 0 k {b} f Q",
    "black on all plates": "q /All cs 0.6 scn {a} f Q",
}


def page_with(drawing: str) -> bytes:
    o = good.origin()
    drawn = drawing.format(a=good.rect(o + 10, o + 90, 110, 60), b=good.rect(o + 50, o + 60, 40, 120))

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ColorSpace.Rust = pdf.make_indirect(pikepdf.Object.parse(SPOT.encode()))
        pdf.pages[0].Contents.write(drawn.encode())

    return good.good_pdf(change, pages=1)


@pytest.mark.slow
@pytest.mark.judge
@pytest.mark.parametrize("what", OVERPRINTED)
def test_inks_that_overprint_look_as_another_renderer_has_them(what: str, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(page_with(OVERPRINTED[what]))
    found = apart(path, 1, 50, tmp_path)
    assert found.mean() < 1
    assert np.percentile(found, 97) < 4  # no area has another colour: what differs are edges


def test_paper_is_shown_as_paper_and_not_as_the_white_of_a_screen() -> None:
    page = shown(page_with("q Q"), 1, 30).pixels
    assert len(np.unique(page.reshape(-1, 3), axis=0)) == 1
    assert min(page[0, 0]) > 225
    assert max(page[0, 0]) < 252
    assert len(set(page[0, 0].tolist())) > 1  # no coated paper is a perfect grey


def test_a_page_drawn_in_strips_is_the_page_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    data = good.good_pdf()
    whole = shown(data, 1, 60)
    monkeypatch.setattr(softproof, "MAX_PART", 40_000)
    strips = shown(data, 1, 60)
    assert strips.pixels.shape == whole.pixels.shape
    apart = np.abs(strips.pixels.astype(int) - whole.pixels.astype(int)).max(axis=2)
    assert (apart > 40).mean() < 0.002  # where a strip begins, a glyph may be set a fraction of a pixel elsewhere


def test_a_part_of_a_page_is_that_part_of_its_picture() -> None:
    data = good.good_pdf()
    page = read_pdf(data, "a.pdf", raster=False).pages[0]
    media = page.boxes.media
    whole = shown(data, 1, 72.0)
    part = shown(data, 1, 72.0, Box(media.left + 25.4, media.top + 50.8, media.left + 76.2, media.top + 101.6))
    assert part.pixels.shape == (144, 144, 3)
    same = whole.pixels[144 : 144 + 144, 72 : 72 + 144]
    assert np.abs(part.pixels.astype(int) - same.astype(int)).mean() < 3


@pytest.mark.parametrize("why", ["no profile", "an ink whose colour nobody can tell", "red green blue"])
def test_what_cannot_be_told_in_inks_is_shown_as_a_viewer_shows_it_and_said(why: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        if why == "no profile":
            del pdf.Root.OutputIntents
        elif why == "red green blue":
            good.draw_more(pdf, "q /DeviceRGB CS 1 0 0 rg 100 100 200 200 re f Q")
        else:
            space = pikepdf.Object.parse(
                SPOT.replace("/DeviceCMYK", "/DeviceRGB").replace("0 0 0 0]", "1 1 1]").encode()
            )
            pdf.pages[0].Resources.ColorSpace.Odd = pdf.make_indirect(space)
            good.draw_more(pdf, "q /Odd cs 1 scn 100 100 200 200 re f Q")

    data = good.good_pdf(change, pages=1)
    page = read_pdf(data, "a.pdf", raster=False).pages[0]
    proof = soft_proof(page, data, page.trim, 36)
    assert proof.exact == (why == "red green blue")
    assert proof.pixels.shape == (round(210 * 36 / 25.4), round(148 * 36 / 25.4), 3)
    assert len(np.unique(proof.pixels.reshape(-1, 3), axis=0)) > 20


def test_its_jpeg_is_of_the_size_asked_for_and_the_same_each_time() -> None:
    proof = shown(good.good_pdf(), 1, 40)
    small = proof.jpeg(60, (80, 111))
    assert proof.jpeg(60, (80, 111)) == small
    with Image.open(io.BytesIO(small)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (80, 111), "RGB")
    assert len(proof.jpeg(40)) < len(proof.jpeg(90))
