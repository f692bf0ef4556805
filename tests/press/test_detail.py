"""What a photograph really holds: each degradation is found and measured, and its neighbour, left alone, is passed in silence.

The degradations are made from the sample's own pictures by the functions that ``tools/tune_detail.py`` tunes with, where the
rates over real photographs come from.
"""

from __future__ import annotations

import io
import time
import tracemalloc
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from PIL import Image, ImageFilter
from tools.tune_detail import KERNELS, enlarged, exposed, framed, halved, measured, saved, screened, sharpened, sharpest

from panelpress.facts.detail import Detail, Edges, remarks
from panelpress.press.pictures.detail import measure_detail

pytestmark = pytest.mark.slow

PHOTOS: Final = Path(__file__).resolve().parents[2] / "photos"
NAMES: Final = sorted(path.stem for path in PHOTOS.glob("*.jpg"))
SHARP: Final = ("ore-wagon", "rails", "snow-peak")
BICUBIC: Final = Image.Resampling.BICUBIC


@cache
def photo(name: str) -> Image.Image:
    with Image.open(PHOTOS / f"{name}.jpg") as picture:
        return picture.convert("L")


@cache
def part(name: str, side: int = 640) -> Image.Image:
    """Return a part of a picture, sharp to the pixel and without a JPEG's traces."""
    return sharpest(halved(photo(name)), side)


def said(found: Detail) -> list[str]:
    return [remark.id for remark in remarks(found)]


# -- nothing is said of good pictures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_s_own_pictures_are_passed_in_silence(name: str) -> None:
    with Image.open(PHOTOS / f"{name}.jpg") as picture:
        tables = [list(table) for table in picture.quantization.values()]  # type: ignore[attr-defined]
        found = measure_detail(np.asarray(picture.convert("L")), jpeg_tables=tables)
    assert said(found) == []
    assert (found.width, found.height) == photo(name).size
    assert found.blocked_shadows == found.clipped_highlights == 0
    assert found.jpeg_quality == pytest.approx(82, abs=1)


@pytest.mark.parametrize("name", SHARP)
def test_a_sharp_part_is_passed_in_silence_as_png_and_as_jpeg(name: str) -> None:
    assert said(measured(part(name))) == []
    assert said(measured(saved(part(name), 90))) == []


def test_pictures_made_smaller_are_passed_in_silence() -> None:
    """Making smaller leaves a rhythm as well, the same as some enlargement's."""
    assert said(measured(enlarged(photo("rails"), 0.6, BICUBIC))) == []
    assert said(measured(enlarged(photo("ore-wagon"), 0.69, BICUBIC))) == []


def test_a_picture_that_is_sharp_only_somewhere_is_sharp() -> None:
    sharp = photo("snow-peak")
    shallow = sharp.filter(ImageFilter.GaussianBlur(4))
    assert measured(shallow).looks_enlarged
    shallow.paste(sharp.crop((900, 900, 1500, 1400)), (900, 900))
    assert said(measured(shallow)) == []


def test_grain_is_detail() -> None:
    soft = np.asarray(part("rails").filter(ImageFilter.GaussianBlur(3)))
    grain = np.random.default_rng(3).normal(0, 6, soft.shape)
    assert measure_detail(soft).looks_enlarged
    assert said(measure_detail((soft + grain).round().clip(0, 255).astype(np.uint8))) == []


# -- enlargement ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("factor", [1.5, 2.0, 3.0])
def test_an_enlargement_is_found_with_its_factor(factor: float, kernel: Image.Resampling) -> None:
    found = measured(enlarged(part("rails"), factor, kernel))
    assert said(found) == ["picture/enlarged"]
    assert found.resampled
    assert found.enlarged_factor == pytest.approx(factor, rel=0.25)


@pytest.mark.parametrize("name", SHARP)
def test_a_doubling_is_found_after_jpeg_and_after_sharpening(name: str) -> None:
    twice = enlarged(part(name), 2, BICUBIC)
    for picture in (saved(twice, 90), sharpened(twice)):
        found = measured(picture)
        assert said(found) == ["picture/enlarged"]
        assert found.enlarged_factor == pytest.approx(2, rel=0.25)


def test_the_remark_names_the_factor_and_what_it_costs() -> None:
    (remark,) = remarks(Detail(2000, 1500, enlarged_factor=2.0, resampled=True))
    assert remark.message == "looks enlarged about 2.0 times: it holds no detail finer than 2.0 px"
    assert (remark.measured, remark.required) == ("2.0 times", "less than 1.4 times")
    (remark,) = remarks(Detail(2000, 1500, enlarged_factor=2.0))
    assert "nowhere quite sharp" in remark.message
    assert remarks(Detail(2000, 1500, enlarged_factor=1.3, resampled=True)) == ()


# -- JPEG -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quality", [30, 40, 50, 70, 80])
def test_the_pixels_tell_how_badly_they_were_once_saved(quality: int) -> None:
    poor = saved(part("rails", 800), quality)
    cropped = poor.crop((3, 5, *poor.size))
    for picture in (poor, cropped, saved(cropped, 95)):
        found = measured(picture)
        assert found.jpeg_quality is None
        assert found.pixel_quality == pytest.approx(quality, abs=5)
        assert said(found) == (["picture/recompressed"] if quality < 60 else [])


def test_blockiness_grows_as_quality_falls_wherever_the_grid_lies() -> None:
    whole = part("rails", 800)
    steps = [measured(saved(whole, quality).crop((3, 5, 790, 790))).blockiness for quality in (90, 60, 30)]
    assert measured(whole).blockiness < 0.2 < steps[0] < steps[1] < steps[2]


def test_a_picture_never_saved_as_jpeg_shows_no_quality() -> None:
    found = measured(part("rails"))
    assert found.quality is found.jpeg_quality is found.pixel_quality is None


@pytest.mark.parametrize("quality", [20, 50, 59, 75, 90, 100])
def test_the_tables_tell_the_quality_in_whatever_order(quality: int) -> None:
    stream = io.BytesIO()
    part("rails").save(stream, "JPEG", quality=quality)
    with Image.open(stream) as picture:
        table = picture.quantization[0]  # type: ignore[attr-defined]
    for order in (table, sorted(table)):
        found = measure_detail(np.asarray(part("rails")), jpeg_tables=[order])
        assert found.jpeg_quality == pytest.approx(quality, abs=1)
        assert said(found) == (["picture/recompressed"] if quality < 60 else [])


def test_the_worse_of_file_and_pixels_is_told_and_said_as_what_it_is() -> None:
    (before,) = remarks(Detail(100, 100, jpeg_quality=95, pixel_quality=40))
    (now,) = remarks(Detail(100, 100, jpeg_quality=40))
    assert before.message == "was once saved as a JPEG of low quality (about 40 of 100)"
    assert now.message == "is saved as a JPEG of low quality (about 40 of 100)"


# -- tone -------------------------------------------------------------------------------------------------------------------


def test_a_burnt_out_exposure_is_found_with_its_share() -> None:
    burnt = exposed(photo("storm-over-altiplano"), 2.2)
    found = measured(burnt)
    share = (np.asarray(burnt) == 255).mean()
    assert "picture/clipped-highlights" in said(found)
    assert found.clipped_highlights == pytest.approx(share, rel=0.5)
    assert found.blocked_shadows == 0


def test_blocked_shadows_are_found() -> None:
    found = measured(exposed(photo("mine-mouth"), 1.6, -110))
    assert "picture/blocked-shadows" in said(found)
    assert found.clipped_highlights == 0


@pytest.mark.parametrize("tone", [0, 255])
def test_a_lamp_and_a_mine_s_mouth_are_not_faults(tone: int) -> None:
    picture = np.array(photo("timber-props"))
    height, width = picture.shape
    y, x = np.ogrid[:height, :width]
    picture[(y - height / 2) ** 2 + (x - width / 2) ** 2 < 0.015 * picture.size / np.pi] = tone
    assert said(measure_detail(picture)) == []


def test_scattered_black_and_white_pixels_are_not_faults() -> None:
    picture = np.array(photo("timber-props"))
    spots = np.random.default_rng(5).random(picture.shape)
    picture[spots < 0.06], picture[spots > 0.94] = 0, 255
    found = measure_detail(picture)
    assert found.clipped_highlights == found.blocked_shadows == 0


# -- borders ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tone", [12, 245])
@pytest.mark.parametrize(("width", "slant"), [(20, 0.0), (40, 0.7), (60, -1.0)])
def test_a_scan_s_border_is_measured(width: int, slant: float, tone: int) -> None:
    found = measured(saved(framed(part("rails"), width, slant, tone=tone), 90))
    edges, other = (found.black_border, found.white_border) if tone < 128 else (found.white_border, found.black_border)
    slanted = abs(np.sin(np.deg2rad(slant))) * 320
    for side in (edges.top, edges.right, edges.bottom, edges.left):
        assert side == pytest.approx(width + slanted, abs=6)
    assert other == Edges()
    assert said(found) == ["picture/border"]


def test_a_border_at_one_edge_is_told_alone() -> None:
    picture = np.array(photo("rails"))
    picture[:, :35] = 8
    found = measure_detail(picture)
    assert found.black_border == Edges(left=36)
    (remark,) = remarks(found)
    assert remark.message == "has a black border from the scan: 36 px at the left"


def test_a_dark_side_of_the_subject_is_no_border() -> None:
    picture = np.array(photo("rails")).astype(float)
    edge = 200 + 30 * np.sin(np.arange(len(picture)) / 60)
    picture *= np.where(np.arange(picture.shape[1]) < edge[:, None], 0.1, 1)
    assert said(measure_detail(picture.astype(np.uint8))) == []


# -- screens ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [15, 45, 75])
def test_a_printed_screen_is_found_with_its_period(angle: float) -> None:
    found = measured(saved(screened(part("rails", 400), angle), 85))
    assert "picture/screen" in said(found)
    assert found.screen_period == pytest.approx(300 / 133, rel=0.05)


def test_a_fabric_in_one_place_is_found() -> None:
    picture = np.array(photo("rails")).astype(float)
    y, x = np.mgrid[:700, :700]
    picture[600:1300, 600:1300] += 25 * np.sin(2 * np.pi * (0.21 * x + 0.13 * y))
    found = measure_detail(picture.clip(0, 255).astype(np.uint8))
    assert said(found) == ["picture/screen"]
    assert found.screen_period == pytest.approx(1 / np.hypot(0.21, 0.13), rel=0.05)


# -- any picture ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 4000), (7, 300), (127, 127), (129, 2000), (255, 255), (256, 256), (300, 257)]
)
@pytest.mark.parametrize("fill", ["black", "white", "noise"])
def test_any_size_and_content_is_measured(size: tuple[int, int], fill: str) -> None:
    noise = np.random.default_rng(7).integers(0, 256, size, dtype=np.uint8)
    picture = {"black": np.zeros(size, np.uint8), "white": np.full(size, 255, np.uint8), "noise": noise}[fill]
    found = measure_detail(picture)
    assert found.black_border == found.white_border == Edges()
    assert set(said(found)) <= {"picture/clipped-highlights", "picture/blocked-shadows"}


def test_20_megapixels_are_measured_fast_in_little_memory_and_always_the_same() -> None:
    """0.12 s of processor time and 34 MB where this was written; the limits leave room for a slow machine."""
    picture = np.tile(np.asarray(photo("rails")), (2, 2))
    picture.setflags(write=False)
    start = time.process_time()
    found = measure_detail(picture)
    assert time.process_time() - start < 1.2
    tracemalloc.start()
    again = measure_detail(picture)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert again == found
    assert peak < 100_000_000
