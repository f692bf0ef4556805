"""What lies on the plates: drawings whose ink is known beforehand, one by one, and the good file against Ghostscript."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from tests.support import goodpdf as good

from panelpress.facts.paint import PROCESS
from panelpress.ground.geometry import Box
from panelpress.ground.units import mm_to_pt
from panelpress.inspect.inks import Press
from panelpress.inspect.plates import square_peak, with_ink
from panelpress.inspect.reader import read_pdf

if TYPE_CHECKING:
    import numpy.typing as npt

    from panelpress.facts.pdf import PageInk

pytestmark = pytest.mark.slow

SPOT = "PANTONE 186 C"
FULL, HALF = "0 0 200 200 re f", "0 0 100 200 re f"
QUARTER = "q 100 0 0 100 50 50 cm"


def separation(name: str, *full: float) -> Array:
    transform = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array(list(full)), N=1)
    return Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, transform])


def raster(pdf: pikepdf.Pdf, samples: npt.NDArray[Any], space: Any, **keys: Any) -> pikepdf.Stream:
    height, width = samples.shape[:2]
    said = {"Type": Name.XObject, "Subtype": Name.Image, "BitsPerComponent": 8, **keys}
    data = keys.pop("data", samples.tobytes())
    said.pop("data", None)
    return pdf.make_stream(data, Width=width, Height=height, ColorSpace=space, **said)


def jpeg(samples: npt.NDArray[np.uint8], mode: str) -> bytes:
    out = io.BytesIO()
    Image.fromarray(samples, mode).save(out, "JPEG", quality=95)
    return out.getvalue()


def resources(pdf: pikepdf.Pdf) -> Dictionary:
    grey, four = np.full((48, 48), 100, np.uint8), np.zeros((48, 48, 4), np.uint8)
    four[...] = (255, 128, 0, 64)
    two = np.zeros((48, 48, 2), np.uint8)
    two[...] = (51, 204)
    program = b"{ exch pop dup 0 exch 0 exch }"
    mix = pdf.make_stream(program, FunctionType=4, Domain=Array([0, 1] * 2), Range=Array([0, 1] * 4))
    inks = Array([Name.DeviceN, Array([Name.Black, Name("/" + SPOT)]), Name.DeviceCMYK, mix])
    spot = separation(SPOT, 0, 1, 1, 0)
    half = raster(pdf, np.full((48, 48), 128, np.uint8), Name.DeviceGray)
    table = Array([Name.Indexed, Name.DeviceCMYK, 1, String(bytes([0, 0, 0, 0, 255, 0, 0, 51]))])
    stripes = np.tile(np.array([0, 1], np.uint8), (48, 24))
    rows = b"".join(b"\x02" + (bytes([100] * 48) if i == 0 else bytes(48)) for i in range(48))  # PNG "up"
    flate = Dictionary(Predictor=15, Columns=48, Colors=1)
    images = {
        "Grey": raster(pdf, grey, Name.DeviceGray),
        "Four": raster(pdf, four, Name.DeviceCMYK),
        "Heavy": raster(pdf, np.tile(np.array([255, 255, 255, 102], np.uint8), (300, 300, 1)), Name.DeviceCMYK),
        "Sixteen": raster(pdf, np.full((48, 48), 100 * 257, ">u2"), Name.DeviceGray, BitsPerComponent=16),
        "Wide": raster(pdf, np.full((960, 960), 100, np.uint8), Name.DeviceGray),
        "Upside": raster(pdf, grey, Name.DeviceGray, Decode=Array([1, 0])),
        "Between": raster(pdf, grey, Name.DeviceGray, Decode=Array([0, 0.5])),
        "JpegGrey": raster(pdf, grey, Name.DeviceGray, data=jpeg(grey, "L"), Filter=Name.DCTDecode),
        "JpegFour": raster(
            pdf, four, Name.DeviceCMYK, data=jpeg(four, "CMYK"), Filter=Name.DCTDecode, Decode=Array([1, 0] * 4)
        ),
        "Predicted": raster(
            pdf, grey, Name.DeviceGray, data=zlib.compress(rows), Filter=Name.FlateDecode, DecodeParms=flate
        ),
        "Spot": raster(pdf, grey, spot),
        "Two": raster(pdf, two, inks),
        "Indexed": raster(pdf, stripes, table),
        "Bits": raster(pdf, np.full((48, 6), 0xAA, np.uint8), Name.DeviceGray, BitsPerComponent=1, data=b"\xaa" * 288),
        "Soft": raster(pdf, grey, Name.DeviceGray, SMask=half),
        "Stencil": pdf.make_stream(
            b"\x0f" * 64, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=64, ImageMask=True, BitsPerComponent=1
        ),
        "Screen": raster(pdf, np.zeros((48, 48, 3), np.uint8), Name.DeviceRGB),
        "Torn": raster(pdf, grey, Name.DeviceGray, data=b"x\x9cnothing", Filter=Name.FlateDecode),
    }
    images["Bits"].Width = 48
    form = pdf.make_stream(HALF.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 200]))
    ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1, 0, 0, 0.5]), N=1)
    stitched = Dictionary(
        FunctionType=3, Domain=Array([0, 1]), Bounds=Array([0.5]), Encode=Array([0, 1, 1, 0]),
        Functions=Array([ramp, ramp]),
    )  # fmt: skip
    axial = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 200, 0]), Function=stitched)
    mesh = pdf.make_stream(bytes(40), ShadingType=4, ColorSpace=Name.DeviceCMYK, BitsPerCoordinate=8)
    tiles = {"PatternType": 1, "TilingType": 1, "BBox": Array([0, 0, 10, 10]), "XStep": 10, "YStep": 10}
    tile = pdf.make_stream(b"0 1 0 0 k 0 0 5 10 re f", PaintType=1, Resources=Dictionary(), **tiles)
    bare = pdf.make_stream(b"0 0 5 10 re f", PaintType=2, Resources=Dictionary(), **tiles)
    glyph = pdf.make_stream(b"1000 0 d0 0 0 1 0 k 0 0 1000 1000 re f")
    drawn = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1000, 1000]), FirstChar=97, LastChar=97,
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), Widths=Array([1000]), CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Differences=Array([97, Name.a])), Resources=Dictionary(),
    )  # fmt: skip
    states = {
        "Over": Dictionary(OP=True, op=True, OPM=1),
        "Zero": Dictionary(OP=True, op=True, OPM=0),
        "Thin": Dictionary(ca=0.5, CA=0.5),
        "Multiply": Dictionary(BM=Name.Multiply),
    }
    return Dictionary(
        XObject=Dictionary({**{f"/{k}": v for k, v in images.items()}, "/Form": form}),
        ColorSpace=Dictionary(
            Spot=spot, All=separation("All", 1, 1, 1, 1), Inks=inks, None_=separation("None", 0, 0, 0, 0),
            Table=table, Bare=Array([Name.Pattern, Name.DeviceCMYK]),
        ),
        ExtGState=Dictionary({f"/{k}": v for k, v in states.items()}),
        Shading=Dictionary(Axial=axial, Mesh=mesh),
        Pattern=Dictionary(Tile=tile, Uncoloured=bare, Ramp=Dictionary(PatternType=2, Shading=axial)),
        Font=Dictionary(Drawn=drawn),
    )  # fmt: skip


def drawn(content: str, **page: Any) -> bytes:
    """Return a page of 200 points a side."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    own = pdf.pages[0].obj
    own.Resources = resources(pdf)
    own.Contents = pdf.make_stream(content.encode("latin-1"))
    for key, value in page.items():
        own[f"/{key}"] = value
    out = io.BytesIO()
    pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()


def ink(content: str, ppi: float = 72, **page: Any) -> PageInk:
    data = drawn(content, **page)
    (only,) = with_ink(read_pdf(data, raster=False, plates=False), data, ppi=ppi).pages
    assert only.ink is not None
    return only.ink


def plates(found: PageInk) -> dict[str, float]:
    return {plate.name: round(100 * plate.coverage, 1) for plate in found.plates if plate.coverage}


CASES: dict[str, tuple[str, dict[str, float]]] = {
    "knocks out": (f"1 0 0 0 k {FULL} 0 0 0 1 k {HALF}", {"Cyan": 50, "Black": 50}),
    "overprints": (f"1 0 0 0 k {FULL} /Over gs 0 0 0 1 k {HALF}", {"Cyan": 100, "Black": 50}),
    "overprint mode 0 clears": (f"1 0 0 0 k {FULL} /Zero gs 0 0 0 1 k {HALF}", {"Cyan": 50, "Black": 50}),
    "overprint on two of three plates": (
        f"0.5 0.2 0 0 k {FULL} /Over gs 1 0 0 0 k {HALF}", {"Cyan": 75, "Magenta": 20}),
    "only half of fill and stroke": (
        f"1 0 0 0 k {FULL} /Over gs 0 0 0 1 k 1 0 0 0 K 40 w 50 50 100 100 re B", {"Cyan": 100, "Black": 25}),
    "grey clears the other inks": (f"1 0 0 0 k {FULL} 0.2 g {HALF}", {"Cyan": 50, "Black": 40}),
    "grey clears them in overprint too": (f"1 0 0 0 k {FULL} /Over gs 0 g {HALF}", {"Cyan": 50, "Black": 50}),
    "a spot colour": (f"/Spot cs 0.6 scn {FULL} 0 0 0 1 k {HALF}", {SPOT: 30, "Black": 50}),
    "a spot colour overprints": (f"0.6 0 0 0 k {FULL} /Over gs /Spot cs 0.6 scn {HALF}", {"Cyan": 60, SPOT: 30}),
    "process ink over a spot colour": (f"/Spot cs 1 scn {FULL} /Over gs 0.6 0 0 0 k {HALF}", {"Cyan": 30, SPOT: 100}),
    "DeviceN": (f"/Inks cs 0.2 0.6 scn {HALF}", {"Black": 10, SPOT: 30}),
    "every plate": (f"/Spot cs 0 scn {FULL} /All cs 0.6 scn {HALF}",
                    {"Cyan": 30, "Magenta": 30, "Yellow": 30, "Black": 30, SPOT: 30}),
    "no plate": (f"/None_ cs 1 scn {FULL}", {}),
    "white": (f"0 0 0 0 k {FULL}", {}),
    "black by default": (HALF, {"Black": 50}),
    "alpha": (f"1 0 0 0 k {FULL} /Thin gs 0 1 0 0 k {HALF}", {"Cyan": 75.1, "Magenta": 24.9}),
    "multiply": (f"0.6 0 0 0 k {FULL} /Multiply gs 0.6 1 0 0 k {HALF}", {"Cyan": 72, "Magenta": 50}),
    "a form with the colour of its caller": ("0 0.6 0 0 k /Form Do", {"Magenta": 30}),
    "a form placed twice": ("0 1 0 0 k /Form Do 1 0 0 0 k 1 0 0 1 100 0 cm /Form Do", {"Cyan": 50, "Magenta": 50}),
    "restored": (f"0 1 0 0 k q 1 0 0 0 k Q {HALF}", {"Magenta": 50}),
    "tiles": (f"/Pattern cs /Tile scn {FULL}", {"Magenta": 50}),
    "tiles without a colour of their own": (f"/Bare cs 0 0 0.6 0 /Uncoloured scn {FULL}", {"Yellow": 30}),
    "a palette colour": (f"/Table cs 1 sc {HALF}", {"Cyan": 50, "Black": 10}),
    "grey picture": (f"{QUARTER} /Grey Do Q", {"Black": 15.2}),
    "grey picture over ink": (f"1 0 0 0 k {FULL} {QUARTER} /Grey Do Q", {"Cyan": 75, "Black": 15.2}),
    "picture in overprint clears": (f"1 0 0 0 k {FULL} /Over gs {QUARTER} /Grey Do Q", {"Cyan": 75, "Black": 15.2}),
    "picture in four inks": (f"{QUARTER} /Four Do Q", {"Cyan": 25, "Magenta": 12.5, "Black": 6.3}),
    "16 bits": (f"{QUARTER} /Sixteen Do Q", {"Black": 15.2}),
    "far more pixels than wanted": (f"{QUARTER} /Wide Do Q", {"Black": 15.2}),
    "turned over by Decode": (f"{QUARTER} /Upside Do Q", {"Black": 9.8}),
    "stretched by Decode": (f"{QUARTER} /Between Do Q", {"Black": 20.1}),
    "JPEG": (f"{QUARTER} /JpegGrey Do Q", {"Black": 15.2}),
    "Adobe's JPEG in four inks": (f"{QUARTER} /JpegFour Do Q", {"Cyan": 25, "Magenta": 12.5, "Black": 6.3}),
    "packed with a predictor": (f"{QUARTER} /Predicted Do Q", {"Black": 15.2}),
    "picture in a spot colour": (f"{QUARTER} /Spot Do Q", {SPOT: 9.8}),
    "picture in DeviceN": (f"{QUARTER} /Two Do Q", {"Black": 5, SPOT: 20}),
    "picture with a palette": (f"{QUARTER} /Indexed Do Q", {"Cyan": 12.5, "Black": 2.5}),
    "soft mask": (f"{QUARTER} /Soft Do Q", {"Black": 7.6}),
    "inline picture": (f"{QUARTER} BI /W 2 /H 2 /CS /G /BPC 8 ID dddd EI Q", {"Black": 15.2}),
    "a gradient": ("/Axial sh", {"Cyan": 50, "Black": 25}),
    "a gradient as a pattern": (f"/Pattern cs /Ramp scn {FULL}", {"Cyan": 50, "Black": 25}),
    "a font that is drawn": ("BT /Drawn 100 Tf (a) Tj ET", {"Yellow": 25}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_lies_on_the_plates(name: str) -> None:
    content, expected = CASES[name]
    found = ink(content)
    assert plates(found) == pytest.approx(expected, abs=0.5)
    assert not found.unread
    assert not found.converted
    assert found.blank is (not expected)


@pytest.mark.parametrize("content", [f"1 0 0 0 k {FULL} 0 1 0 0 k {QUARTER} /Stencil Do Q"])
def test_a_stencil_knocks_out_where_it_paints(content: str) -> None:
    found = plates(ink(content))
    assert found["Cyan"] + found["Magenta"] == pytest.approx(100, abs=0.5)
    assert found["Magenta"] == pytest.approx(12.5, abs=1)


def test_one_bit_pictures() -> None:
    assert plates(ink(f"{QUARTER} /Bits Do Q")) == pytest.approx({"Black": 12.5}, abs=0.5)


def test_what_is_no_ink_is_converted_and_said_to_be() -> None:
    found = ink(f"1 0 0 rg {FULL}")
    assert found.converted
    assert plates(found) == {"Magenta": 100, "Yellow": 100}
    assert ink(f"{QUARTER} /Screen Do Q").converted


def test_the_output_profile_converts() -> None:
    press = Press(good.PROFILE.read_bytes())
    ((cyan, magenta, yellow, black),) = press.cmyk(np.array([[0, 0, 0]], np.uint8))
    assert black > 150
    assert 2.4 < (int(cyan) + int(magenta) + int(yellow) + int(black)) / 255 < 3.4
    assert press.used


@pytest.mark.parametrize("content", ["/Mesh sh", f"{QUARTER} /Torn Do Q"])
def test_what_cannot_be_read_is_named(content: str) -> None:
    found = ink(content)
    assert found.unread
    assert not found.blank


@pytest.mark.parametrize("ppi", [36, 72, 100])
@pytest.mark.parametrize("kind", ["area", "picture"])
@pytest.mark.parametrize(("side", "mean", "slack"), [(14.0, 340 * 14 * 14 / 225, 2), (15.0, 340, 7), (16.0, 340, 1)])
def test_patches(side: float, mean: float, slack: float, kind: str, ppi: float) -> None:
    """GWG 2022 R0026: the mean of any square of 15 mm, wherever it lies on the grid of pixels.

    One of exactly 15 mm loses up to 2 % of it where its borders go through pixels.
    """
    at, long = mm_to_pt(20.3), mm_to_pt(side)
    area = f"1 1 1 0.4 k {at:.4f} {at:.4f} {long:.4f} {long:.4f} re f"
    found = ink(area if kind == "area" else f"q {long:.4f} 0 0 {long:.4f} {at:.4f} {at:.4f} cm /Heavy Do Q", ppi)
    assert 100 * found.square.ink == pytest.approx(mean, abs=slack)
    assert 100 * found.spot.ink == pytest.approx(340, abs=0.5)
    below = 200 / 72 * 25.4 - 20.3
    patch, pixel = Box(20.3, below - side, 20.3 + side, below), 25.4 / ppi
    square = found.square.box
    assert square.contains(patch, pixel) if side < 15 else patch.contains(square, pixel)
    assert patch.contains(found.spot.box, pixel)


@pytest.mark.parametrize("side", [3.0, 3.5, 4.0])
def test_a_square_may_lie_between_pixels(side: float) -> None:
    total = np.zeros((20, 20))
    total[5:9, 7:11] = 1.0
    found = square_peak(total, Box(0, 0, 20, 20), side)
    assert found.ink == pytest.approx(1.0)
    assert Box(7, 5, 11, 9).contains(found.box, 1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_no_square_is_higher_than_the_one_found(seed: int) -> None:
    """Every place a quarter of a pixel apart is tried: between these nothing changes its slope."""
    draw = np.random.default_rng(seed)
    total = draw.random((9, 12)) ** 4
    side = float(draw.choice([2.25, 2.5, 3.0, 3.75]))
    fine = total.repeat(4, axis=0).repeat(4, axis=1)
    steps = int(4 * side)
    means = np.lib.stride_tricks.sliding_window_view(fine, (steps, steps)).mean(axis=(2, 3))
    found = square_peak(total, Box(5, 7, 5 + 12 * 2, 7 + 9 * 2), 2 * side)
    assert found.ink == pytest.approx(means.max())
    row, column = np.unravel_index(means.argmax(), means.shape)
    assert (found.box.left, found.box.top) == pytest.approx((5 + column / 2, 7 + row / 2))
    assert (found.box.width, found.box.height) == pytest.approx((2 * side, 2 * side))


def test_a_page_smaller_than_the_square() -> None:
    found = ink(FULL, MediaBox=Array([0, 0, 20, 20]))
    assert found.square.ink == pytest.approx(1.0)


@pytest.mark.parametrize(
    "page",
    [
        {"Rotate": 90},
        {"UserUnit": 2},
        {"CropBox": Array([0, 0, 50, 50])},
        {"MediaBox": Array([-50, -30, 250, 260]), "TrimBox": Array([0, 0, 200, 200])},
    ],
)
def test_whatever_the_boxes_say(page: dict[str, Any]) -> None:
    content = f"1 0 0 0 k {HALF}"
    trim = {"TrimBox": Array([0, 0, 200, 200]), **page}
    found = ink(content, **trim)
    assert plates(found) == pytest.approx({"Cyan": 50}, abs=0.6)


def test_marks_outside_the_bleed_do_not_count() -> None:
    boxes: dict[str, Any] = {"TrimBox": Array([50, 50, 150, 150]), "BleedBox": Array([40, 40, 160, 160])}
    assert ink("/All cs 1 scn 0 0 30 30 re f", **boxes).blank


def test_twice_the_same() -> None:
    data = good.good_pdf()
    assert read_pdf(data) == read_pdf(data)


@pytest.mark.judge
def test_ghostscript_sees_the_same_ink() -> None:
    """Coverage of the first page of the good file; it counts the whole MediaBox, so do we here."""
    import dataclasses  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    data = good.good_pdf()
    facts = read_pdf(data, raster=False, plates=False)
    first = facts.pages[0]
    whole = dataclasses.replace(first, boxes=dataclasses.replace(first.boxes, bleed=first.boxes.media))
    (page,) = with_ink(dataclasses.replace(facts, pages=(whole,)), data, ppi=72).pages
    assert page.ink is not None
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=ink_cov", "-dLastPage=1", "-r288", "-o", "-", "-"]
    told = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode().split()[:4]
    ours = {plate.name: 100 * plate.coverage for plate in page.ink.plates}
    assert [ours[name] for name in PROCESS] == pytest.approx([float(v) for v in told], abs=0.25)
