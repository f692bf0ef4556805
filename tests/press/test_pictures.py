"""Pictures as they are supplied: each is printed right or refused in words an editor can act on; the original stays as it was."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest
from PIL import Image
from tests.support.press import (
    PRESS,
    adobe_rgb,
    back_to_srgb,
    coloured,
    delta_e_2000,
    encoded,
    grey_gamma,
    grey_ramp,
    lab_from_srgb,
    made_picture,
    pixels,
    refusal,
    srgb,
    wanted,
)

from panelpress.ground.diagnostics import ExitCode
from panelpress.ground.files import Cache, digest_file
from panelpress.press.pictures.derive import press_picture
from panelpress.press.pictures.headers import size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic

pytestmark = pytest.mark.slow

PHOTO: Final = coloured()
JPEG: Final = encoded(PHOTO, "JPEG", quality=90)
PROGRESSIVE: Final = encoded(PHOTO, "JPEG", quality=90, progressive=True)
PNG: Final = encoded(PHOTO, "PNG")
TIFF: Final = encoded(PHOTO, "TIFF", compression="tiff_lzw")
WEBP: Final = encoded(PHOTO, "WEBP", quality=90)
FRAMES: Final = [Image.new("RGB", (40, 20), colour) for colour in ("red", "green", "blue")]


def refused(path: Path, data: bytes, **order: Any) -> Diagnostic:
    """Return the one thing that is said of a picture that cannot be printed; every such word is judged here."""
    path.write_bytes(data)
    before = digest_file(path)
    cache = Cache(path.parent / "cache")
    said = refusal(lambda: press_picture(wanted(path, **order), PRESS, cache))
    assert said.code is ExitCode.FINDINGS
    (found,) = said.diagnostics
    assert f"`{path.stem}`" in found.message
    assert f"photos/{path.name}" in found.message
    assert found.span is not None
    assert found.span.file == "photos/captions.yml"
    assert found.help
    assert "Traceback" not in found.message
    assert "0x" not in found.message
    assert digest_file(path) == before
    assert [p.name for p in (path.parent / "cache").rglob("*") if p.is_file()] in ([], [".lock"])
    return found


def every(data: bytes, *shares: float) -> list[bytes]:
    return [data[: round(len(data) * share)] for share in shares]


# -- torn ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [3, 11, 120, 400, 623, len(JPEG) // 3, len(JPEG) // 2, len(JPEG) - 200, len(JPEG) - 9])
def test_a_jpeg_that_ends_too_early_is_refused_wherever_it_was_cut(cut: int, tmp_path: Path) -> None:
    found = refused(tmp_path / "torn.jpg", JPEG[:cut])
    assert found.id == "picture/torn"
    assert "ask for the file again" in found.help


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_progressive_jpeg_that_ends_too_early_is_refused(share: float, tmp_path: Path) -> None:
    (data,) = every(PROGRESSIVE, share)
    assert refused(tmp_path / "torn.jpg", data).id == "picture/torn"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("whole", [JPEG, PROGRESSIVE], ids=["baseline", "progressive"])
def test_a_torn_jpeg_that_was_given_an_end_marker_is_never_printed_half_grey(
    whole: bytes, share: float, tmp_path: Path
) -> None:
    """Recovery programs close what they find; Pillow then fills the rest with grey and says nothing."""
    (data,) = every(whole, share)
    assert refused(tmp_path / "mended.jpg", data + b"\xff\xd9").id == "picture/torn"


def test_a_jpeg_whose_second_half_is_zeros_is_refused(tmp_path: Path) -> None:
    """What a download leaves that was given its room beforehand and never finished."""
    half = len(JPEG) // 2
    assert refused(tmp_path / "zeros.jpg", JPEG[:half] + bytes(half)).id == "picture/torn"


def test_a_jpeg_altered_in_the_middle_is_refused(tmp_path: Path) -> None:
    data = bytearray(JPEG)
    data[len(data) // 2 : len(data) // 2 + 60] = random.Random(3).randbytes(60).replace(b"\xff", b"\xfe")
    data[len(data) // 2 + 20 : len(data) // 2 + 22] = b"\xff\xc4"
    assert refused(tmp_path / "altered.jpg", bytes(data)).id == "picture/torn"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *((f"torn-{n}.png", data) for n, data in enumerate(every(PNG, 0.001, 0.01, 0.5, 0.9))),
        *((f"torn-{n}.tif", data) for n, data in enumerate(every(TIFF, 0.001, 0.5, 0.99))),
        *((f"torn-{n}.webp", data) for n, data in enumerate(every(WEBP, 0.01, 0.5, 0.9))),
    ],
)
def test_a_torn_picture_of_another_kind_is_refused(name: str, data: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path / name, data).id in ("picture/torn", "picture/unknown")


def test_a_jpeg_that_lacks_only_what_comes_after_the_pixels_or_has_more_is_printed(tmp_path: Path) -> None:
    whole = pixels(made_picture(tmp_path / "whole.jpg", JPEG))
    padded = pixels(made_picture(tmp_path / "padded.jpg", JPEG + bytes(512)))  # some cameras pad
    assert np.array_equal(whole, padded)


# -- not what it says ------------------------------------------------------------------------------------------------


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path / "empty.jpg", b"")
    assert (found.id, "empty" in found.message) == ("picture/empty", True)


@pytest.mark.parametrize("text", [b"Dear editor, the photograph follows.", b"<html><body>404</body></html>"])
def test_a_text_called_jpg_is_said_to_be_a_text(text: bytes, tmp_path: Path) -> None:
    found = refused(tmp_path / "letter.jpg", text)
    assert found.id == "picture/unknown"
    assert "text, not a picture" in found.message
    assert "JPEG, TIFF or PNG" in found.help


def test_postscript_called_jpg_is_refused_and_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow would hand it to Ghostscript: a program run by a file that somebody sent."""
    started: list[object] = []
    monkeypatch.setattr("subprocess.Popen.__init__", lambda *arguments, **_: started.append(arguments))
    script = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n%%EOF\n"
    assert refused(tmp_path / "script.jpg", script).id == "picture/unknown"
    assert size_of(tmp_path / "script.jpg") is None
    assert not started


def png_header(width: int, height: int, colour: int = 2) -> bytes:
    """A PNG that says a size and has hardly any pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


def jpeg_sized(width: int, height: int) -> bytes:
    """A JPEG whose frame header says another size."""
    at = JPEG.index(b"\xff\xc0")
    return JPEG[: at + 5] + struct.pack(">HH", height, width) + JPEG[at + 9 :]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("none.png", png_header(0, 0)),
        ("flat.png", png_header(100, 0)),
        ("thin.png", png_header(0, 100)),
        ("none.jpg", jpeg_sized(0, 100)),
        ("flat.jpg", jpeg_sized(100, 0)),
    ],
)
def test_a_picture_without_a_pixel_is_refused(name: str, data: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path / name, data).id in ("picture/empty", "picture/torn", "picture/unknown")
    assert size_of(tmp_path / name) is None


@pytest.mark.parametrize("name", ["moving.jpg", "moving.png", "moving.webp", "pages.tif"])
@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_frames_and_pages_are_counted_whatever_the_file_is_called(kind: str, name: str, tmp_path: Path) -> None:
    data = encoded(FRAMES[0], kind, save_all=True, append_images=FRAMES[1:])
    found = refused(tmp_path / name, data)
    assert found.id == "picture/frames"
    assert f"holds 3 {'pages' if kind == 'TIFF' else 'frames'}" in found.message
    assert "a file of its own" in found.help


def test_a_phones_double_jpeg_prints_its_first_picture(tmp_path: Path) -> None:
    data = encoded(FRAMES[0], "MPO", save_all=True, append_images=FRAMES[1:])
    cyan, magenta, _, _ = pixels(made_picture(tmp_path / "phone.jpg", data))[10, 20]
    assert magenta > 200
    assert cyan < 60


# -- too large -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colour", [0, 2, 6])
def test_a_png_that_says_300_megapixels_is_refused_before_anything_is_unpacked(colour: int, tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        found = refused(tmp_path / "giant.png", png_header(20_000, 15_000, colour))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.id == "picture/too-large"
    assert "300 megapixels (20000 × 15000)" in found.message
    assert "200 × 100 pixels" in found.help  # what its place needs
    assert peak < 20_000_000


def test_the_size_a_300_megapixel_header_says_is_read_without_complaint(tmp_path: Path) -> None:
    path = tmp_path / "giant.png"
    path.write_bytes(png_header(20_000, 15_000))
    assert size_of(path) == (20_000, 15_000)


@pytest.mark.slow
def test_a_300_megapixel_jpeg_is_reduced_while_it_is_read_and_printed_whole(tmp_path: Path) -> None:
    """Half of it dark, half of it light, so that what is lost at an edge would be seen."""
    giant = Image.new("L", (20_000, 15_000), 64)
    giant.paste(192, (0, 7_500, 20_000, 15_000))
    data = encoded(giant, "JPEG", quality=75)
    del giant
    made = made_picture(tmp_path / "giant.jpg", data, width_mm=508, height_mm=381, ppi=100)
    assert made.size == (2000, 1500)
    inks = 100 - pixels(made) * 100 / 255
    assert inks[:740].mean() == pytest.approx(79, abs=1)
    assert inks[760:].mean() == pytest.approx(28, abs=1)


def test_a_jpeg_of_more_than_a_thousand_megapixels_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path / "giant.jpg", jpeg_sized(40_000, 40_000))
    assert found.id == "picture/too-large"
    assert "1600 megapixels" in found.message


# -- transparency ----------------------------------------------------------------------------------------------------


def with_alpha(alpha: int) -> Image.Image:
    picture = PHOTO.copy()
    mask = Image.new("L", picture.size, 255)
    mask.putpixel((5, 5), alpha)
    picture.putalpha(mask)
    return picture


def test_alpha_that_lets_nothing_through_is_left_out(tmp_path: Path) -> None:
    with_it = made_picture(tmp_path / "opaque.png", encoded(with_alpha(255), "PNG"))
    without = made_picture(tmp_path / "plain.png", PNG)
    assert with_it.mode == "CMYK"
    assert np.array_equal(pixels(with_it), pixels(without))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_a_single_see_through_pixel_is_refused(kind: str, tmp_path: Path) -> None:
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    found = refused(tmp_path / f"glass.{kind.lower()}", encoded(with_alpha(254), kind, **options))
    assert found.id == "picture/alpha"
    assert "flatten" in found.help


@pytest.mark.parametrize(
    ("picture", "clear"),
    [
        (grey_ramp(), 0),
        (Image.fromarray(np.asarray(grey_ramp()).astype(np.uint16) * 257), 257 * 255),
        (grey_ramp().convert("P"), 0),
        (grey_ramp().point(lambda v: 255 * (v > 127)).convert("1"), 0),
    ],
    ids=["grey", "16-bit grey", "palette", "1-bit"],
)
def test_a_colour_that_a_png_names_as_see_through_is_refused(picture: Image.Image, clear: int, tmp_path: Path) -> None:
    data = encoded(picture, "PNG", transparency=clear)
    assert refused(tmp_path / "keyed.png", data).id == "picture/alpha"


def test_a_see_through_colour_that_no_pixel_has_changes_nothing(tmp_path: Path) -> None:
    deep = Image.fromarray(np.asarray(grey_ramp()).astype(np.uint16) * 257)
    keyed = made_picture(tmp_path / "keyed.png", encoded(deep, "PNG", transparency=5))
    plain = made_picture(tmp_path / "plain.png", encoded(deep, "PNG"))
    assert np.array_equal(pixels(keyed), pixels(plain))


# -- depths and modes ------------------------------------------------------------------------------------------------

GREY: Final = pixels(grey_ramp()).astype(np.uint16)


def deep_tiff(photometric: int, values: np.ndarray[tuple[int, int], np.dtype[np.uint16]], order: str = "<") -> bytes:
    """A plain 16-bit grey TIFF; photometric 0 counts from white down."""
    height, width = values.shape
    data = values.astype(f"{order}u2").tobytes()
    entries = [(256, width), (257, height), (258, 16), (259, 1), (262, photometric), (273, 8), (277, 1), (278, height)]
    out = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8 + len(data)) + data
    out += struct.pack(f"{order}H", len(entries) + 1)
    for tag, value in entries:
        out += struct.pack(f"{order}HHIHxx", tag, 3, 1, value)
    return out + struct.pack(f"{order}HHII", 279, 4, 1, len(data)) + bytes(4)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("deep.png", encoded(Image.fromarray(GREY * 257), "PNG")),
        ("deep.tif", encoded(Image.fromarray(GREY * 257), "TIFF")),
        ("little.tif", deep_tiff(1, GREY * 257)),
        ("big.tif", deep_tiff(1, GREY * 257, ">")),
        ("from-white.tif", deep_tiff(0, 65535 - GREY * 257)),
        ("eight-from-white.tif", encoded(grey_ramp(), "TIFF", tiffinfo={262: 0})),
    ],
)
def test_sixteen_bit_grey_prints_as_its_eight_bits_do(name: str, data: bytes, tmp_path: Path) -> None:
    plain = made_picture(tmp_path / "plain.png", encoded(grey_ramp(), "PNG"))
    deep = made_picture(tmp_path / name, data)
    assert deep.mode == "L"
    assert np.abs(pixels(deep) - pixels(plain)).max() <= 1


def test_a_nearly_black_16_bit_picture_stays_nearly_black(tmp_path: Path) -> None:
    """255 of 65535 is not 255 of 255."""
    dark = made_picture(tmp_path / "night.png", encoded(Image.fromarray(GREY), "PNG"))
    assert pixels(dark).max() <= 3


@pytest.mark.parametrize("kind", ["TIFF", "PNG"])
def test_sixteen_bit_rgb_prints_as_its_eight_bits_do(kind: str, tmp_path: Path) -> None:
    eight = np.asarray(PHOTO)
    if kind == "PNG":
        height, width, _ = eight.shape
        rows = b"".join(b"\0" + (row.astype(">u2") * 257).tobytes() for row in eight)
        head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
        data = b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts
        )
    else:
        data = rgb16_tiff(eight.astype(np.uint16) * 257)
    deep, plain = made_picture(tmp_path / f"deep.{kind.lower()}", data), made_picture(tmp_path / "plain.png", PNG)
    assert deep.mode == "CMYK"
    assert np.abs(pixels(deep) - pixels(plain)).max() <= 1


def rgb16_tiff(values: np.ndarray[tuple[int, int, int], np.dtype[np.uint16]]) -> bytes:
    """A plain 16-bit RGB TIFF, as raw converters write it."""
    height, width, _ = values.shape
    data = values.astype("<u2").tobytes()
    depth_at = 8 + len(data)
    out = b"II*\0" + struct.pack("<I", depth_at + 6) + data + struct.pack("<HHH", 16, 16, 16)
    shorts = [(256, width), (257, height)]
    more = [(259, 1), (262, 2), (273, 8), (277, 3), (278, height)]
    out += struct.pack("<H", 9)
    out += b"".join(struct.pack("<HHIHxx", tag, 3, 1, value) for tag, value in shorts)
    out += struct.pack("<HHII", 258, 3, 3, depth_at)
    out += b"".join(struct.pack("<HHIHxx", tag, 3, 1, value) for tag, value in more)
    return out + struct.pack("<HHII", 279, 4, 1, len(data)) + bytes(4)


@pytest.mark.parametrize(
    ("name", "picture", "mode"),
    [
        ("palette.png", PHOTO.quantize(64), "CMYK"),
        ("grey-palette.png", grey_ramp().convert("P"), "L"),
        ("line.png", grey_ramp().convert("1"), "L"),
        ("two.png", grey_ramp().convert("LA"), "L"),
        ("grey.jpg", grey_ramp(), "L"),
        ("colourless.jpg", grey_ramp().convert("RGB"), "L"),
    ],
)
def test_every_plain_mode_prints_in_one_channel_or_four(
    name: str, picture: Image.Image, mode: str, tmp_path: Path
) -> None:
    data = encoded(picture, "JPEG" if name.endswith("jpg") else "PNG")
    assert made_picture(tmp_path / name, data).mode == mode


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("LAB", (60, 40), (128, 140, 120)),
        Image.fromarray(np.asarray(grey_ramp()).astype(np.float32)),
        Image.fromarray(np.asarray(grey_ramp()).astype(np.int32)),
    ],
    ids=["Lab", "float", "32-bit"],
)
def test_a_colour_mode_no_press_knows_is_refused_by_name(picture: Image.Image, tmp_path: Path) -> None:
    found = refused(tmp_path / "odd.tif", encoded(picture, "TIFF"))
    assert found.id == "picture/mode"
    assert picture.mode in found.message
    assert "RGB, greyscale or CMYK" in found.help


def test_an_adobe_cmyk_jpeg_prints_with_the_inks_it_says(tmp_path: Path) -> None:
    """Adobe stores CMYK JPEGs inverted and says so in APP14; without a profile they are taken as made for this press."""
    inks = (200, 120, 40, 20)
    data = encoded(Image.new("CMYK", (64, 64), inks), "JPEG", quality=98)
    assert b"Adobe" in data
    made = made_picture(tmp_path / "adobe.jpg", data)
    assert made.mode == "CMYK"
    assert np.abs(pixels(made)[32, 32] - inks).max() <= 2


def test_a_cmyk_picture_of_this_press_keeps_its_numbers(tmp_path: Path) -> None:
    picture = Image.new("CMYK", (64, 64), (200, 120, 40, 20))
    made = made_picture(tmp_path / "ours.tif", encoded(picture, "TIFF", icc_profile=PRESS.icc))
    assert np.abs(pixels(made)[32, 32] - (200, 120, 40, 20)).max() <= 2


# -- turned ----------------------------------------------------------------------------------------------------------

_TURNS: Final[dict[int, Image.Transpose | None]] = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def quarters() -> Image.Image:
    """A lying picture of four greys, told apart after any turn."""
    grey = np.full((40, 80), 128, np.uint8)
    grey[:20, :40], grey[:20, 40:], grey[20:, :40] = 0, 255, 64
    return Image.fromarray(grey)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "LZW", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_turned_by_exif_lands_upright_and_its_place_has_the_turned_shape(
    turn: int, kind: str, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    file_kind, options = ("TIFF", {"compression": "tiff_lzw"}) if kind == "LZW" else (kind, {})
    data = encoded(quarters().convert("RGB"), file_kind, exif=exif, **options)
    path = tmp_path / f"turned.{file_kind.lower()}"
    path.write_bytes(data)
    method = _TURNS[turn]
    upright = quarters() if method is None else quarters().transpose(method)
    assert size_of(path) == upright.size
    width, height = upright.size
    made = made_picture(path, data, width_mm=width, height_mm=height, ppi=254)
    assert made.size == upright.size
    plain = made_picture(tmp_path / "upright.png", encoded(upright, "PNG"), width_mm=width, height_mm=height, ppi=254)
    corners = np.ix_([5, -5], [5, -5])
    assert np.abs(pixels(made)[corners] - pixels(plain)[corners]).max() <= 6
    assert not made.getexif()


@pytest.mark.parametrize("turn", [0, 9, 60000])
def test_a_turn_that_does_not_exist_is_no_turn(turn: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    data = encoded(quarters(), "JPEG", exif=exif)
    assert made_picture(tmp_path / "odd.jpg", data, width_mm=80, height_mm=40, ppi=254).size == (80, 40)


def test_the_press_picture_says_nothing_of_where_it_was_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Potosí, the entrance"
    exif.get_ifd(0x8825)[2] = (19.0, 35.0, 1.0)
    data = encoded(
        PHOTO, "JPEG", exif=exif, icc_profile=srgb(), comment=b"private", xmp=b"<x:xmpmeta>where</x:xmpmeta>"
    )
    path = tmp_path / "placed.jpg"
    path.write_bytes(data)
    jpeg = press_picture(wanted(path), PRESS, Cache(None)).data
    for word in (b"Exif", b"ICC_PROFILE", b"Potos", b"private", b"xmp", b"GPS"):
        assert word not in jpeg


# -- size ------------------------------------------------------------------------------------------------------------


def test_a_picture_is_made_for_its_place_and_never_enlarged(tmp_path: Path) -> None:
    large = made_picture(tmp_path / "large.png", PNG, width_mm=25.4, height_mm=25.4 * 2 / 3, ppi=120)
    small = made_picture(tmp_path / "small.png", PNG, width_mm=254, height_mm=254 * 2 / 3, ppi=120)
    assert large.size == (120, 80)
    assert small.size == PHOTO.size


def test_the_same_picture_for_the_same_place_is_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "same.jpg"
    path.write_bytes(JPEG)
    cache = Cache(tmp_path / "cache")
    first = press_picture(wanted(path), PRESS, cache)
    again = press_picture(wanted(path), PRESS, cache)
    afresh = press_picture(wanted(path), PRESS, Cache(None))
    assert first.data == again.data == afresh.data
    assert first.source_digest == digest_file(path)


# -- colour ----------------------------------------------------------------------------------------------------------

K_RAMP: Final = {0: 100, 32: 91, 64: 79, 96: 67, 128: 55, 160: 42, 192: 28, 224: 14, 240: 7, 255: 0}
"""sRGB grey to K % for FOGRA39 (press.md, section 6)."""


def patches(colours: Sequence[tuple[int, ...]], width: int) -> Image.Image:
    """Colours as patches of 16 pixels, ``width`` in a row."""
    few = np.array(colours, np.uint8).reshape(-1, width, len(colours[0]))
    return Image.fromarray(few.repeat(16, 0).repeat(16, 1).squeeze())


@pytest.mark.parametrize(("mode", "profile"), [("L", srgb()), ("RGB", None), ("RGB", srgb())])
def test_greys_print_in_black_alone_by_the_presss_own_curve(mode: str, profile: bytes | None, tmp_path: Path) -> None:
    row = patches([(grey,) for grey in K_RAMP], len(K_RAMP)).convert(mode)
    data = encoded(row, "PNG", icc_profile=profile)
    made = made_picture(tmp_path / "ramp.png", data, width_mm=500, height_mm=50)
    assert made.mode == "L"
    inks = 100 - pixels(made)[8, 8::16] * 100 / 255
    assert inks == pytest.approx(list(K_RAMP.values()), abs=1)


def test_a_grey_picture_without_a_profile_is_taken_as_gamma_2_2(tmp_path: Path) -> None:
    plain = made_picture(tmp_path / "plain.png", encoded(grey_ramp(), "PNG"))
    tagged = made_picture(tmp_path / "tagged.png", encoded(grey_ramp(), "PNG", icc_profile=grey_gamma(2.2)))
    assert np.abs(pixels(plain) - pixels(tagged)).max() <= 2


@pytest.mark.parametrize(
    ("profile", "middle"), [(srgb(), 55), (grey_gamma(2.2), 55), (grey_gamma(1.8), 47.5), (adobe_rgb(), 55)]
)
def test_a_grey_picture_is_read_by_its_own_profile_even_where_that_is_an_rgb_one(
    profile: bytes, middle: float, tmp_path: Path
) -> None:
    """Many programs leave sRGB in a picture that was made grey; its grey axis is what is meant."""
    row = patches([(grey,) for grey in K_RAMP], len(K_RAMP))
    made = made_picture(tmp_path / "ramp.png", encoded(row, "PNG", icc_profile=profile), width_mm=500, height_mm=50)
    inks = 100 - pixels(made)[8, 8::16] * 100 / 255
    assert inks[4] == pytest.approx(middle, abs=1)
    assert (inks[0], inks[-1]) == (100, 0)
    assert (np.diff(inks) < 0).all()


# Muted colours, which the press has: browns, skies, skins, greens. Lightness 30-80, chroma below 30.
MUTED: Final = [
    (r, g, b)
    for r in range(80, 220, 20)
    for g in range(80, 220, 20)
    for b in range(80, 220, 20)
    if max(r, g, b) - min(r, g, b) in range(10, 50)
]
MUTED_ROWS: Final = MUTED[: len(MUTED) // 10 * 10]


def back(made: Image.Image) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """The middle of each patch as the press would show it, in sRGB."""
    return np.asarray(back_to_srgb(made))[8::16, 8::16]


def test_colours_the_press_has_come_out_as_they_went_in(tmp_path: Path) -> None:
    picture = patches([tuple(c) for c in MUTED_ROWS], 10)
    data = encoded(picture, "PNG")
    made = made_picture(tmp_path / "patches.png", data, width_mm=500, height_mm=500, quality=100)
    assert made.mode == "CMYK"
    difference = delta_e_2000(lab_from_srgb(np.asarray(picture)[8::16, 8::16]), lab_from_srgb(back(made)))
    assert difference.mean() < 1
    assert np.percentile(difference, 95) < 2


def test_an_adobe_rgb_picture_is_read_as_adobe_rgb(tmp_path: Path) -> None:
    """Its numbers mean stronger colours than sRGB's; untagged, the same numbers are sRGB."""
    picture = patches([tuple(c) for c in MUTED_ROWS], 10)
    order = {"width_mm": 500, "height_mm": 500, "quality": 100}
    tagged = back(made_picture(tmp_path / "a.png", encoded(picture, "PNG", icc_profile=adobe_rgb()), **order))
    untagged = back(made_picture(tmp_path / "b.png", encoded(picture, "PNG"), **order))
    as_srgb = back(made_picture(tmp_path / "c.png", encoded(picture, "PNG", icc_profile=srgb()), **order))
    assert delta_e_2000(lab_from_srgb(untagged), lab_from_srgb(as_srgb)).mean() < 0.2
    # Adobe RGB by its definition (gamma 563/256, its primaries), without Little CMS
    linear = (np.asarray(picture)[8::16, 8::16] / 255) ** (563 / 256)
    to_xyz = np.array([[0.57667, 0.18556, 0.18823], [0.29734, 0.62736, 0.07529], [0.02703, 0.07069, 0.99134]])
    to_srgb = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
    light = np.clip(linear @ to_xyz.T @ to_srgb.T, 0, 1)
    meant = 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    assert delta_e_2000(lab_from_srgb(meant), lab_from_srgb(tagged)).mean() < 1.2
    assert delta_e_2000(lab_from_srgb(untagged), lab_from_srgb(tagged)).mean() > 2


def test_shadows_do_not_clip(tmp_path: Path) -> None:
    """Black points are matched: sRGB 8 to 40 stay apart on a press whose black is L* 11."""
    dark = patches([(v, v, v // 2) for v in (8, 16, 24, 32, 40)], 5)
    made = made_picture(tmp_path / "dark.png", encoded(dark, "PNG"), width_mm=500, height_mm=100, quality=100)
    lightness = lab_from_srgb(back(made))[0, :, 0]
    assert (np.diff(lightness) > 0.8).all()


@pytest.mark.parametrize("profile", [b"not a profile at all", grey_gamma(2.2), adobe_rgb()[:200]])
def test_a_profile_that_does_not_fit_the_picture_is_refused_with_what_to_do(profile: bytes, tmp_path: Path) -> None:
    found = refused(tmp_path / "odd.png", encoded(PHOTO, "PNG", icc_profile=profile))
    assert found.id == "picture/profile"
    assert "sRGB" in found.help


def test_pillow_is_never_left_willing_to_print_half_pictures(tmp_path: Path) -> None:
    from PIL import ImageFile  # noqa: PLC0415

    made_picture(tmp_path / "whole.jpg", JPEG)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    assert io.BytesIO(JPEG).read(2) == b"\xff\xd8"


MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    "a folder of bytes": lambda: random.Random(1).randbytes(4000),
    "JPEG start, then noise": lambda: JPEG[:200] + random.Random(2).randbytes(4000),
    "PNG start, then noise": lambda: PNG[:60] + random.Random(3).randbytes(4000),
    "TIFF start, then noise": lambda: TIFF[:8] + random.Random(4).randbytes(4000),
}


@pytest.mark.parametrize("what", MAKERS)
def test_noise_is_refused_and_never_a_stack_trace(what: str, tmp_path: Path) -> None:
    """Not WebP, which has no checksum: noise behind its header is a picture of noise."""
    assert refused(tmp_path / "noise.jpg", MAKERS[what]()).id in ("picture/torn", "picture/unknown", "picture/mode")
