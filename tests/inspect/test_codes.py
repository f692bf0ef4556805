"""Codes are found on the page as it is seen, say what they say, and are measured: size, place, quiet zone, inks."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
import zxingcpp
from PIL import Image
from tests.support import goodpdf as good

from panelpress.ground.units import mm_to_pt
from panelpress.inspect.reader import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.facts.pdf import Code

WHITE = "0 0 0 0 k"
BLACK = "0 0 0 1 k"
QR_MM, MODULES = 10.0, 25  # the QR code of the good file: 25 modules of 0.4 mm, its top left at 20, 65 from the trim's


def found(change: Callable[[pikepdf.Pdf], None] | None = None) -> dict[str, Code]:
    """Return the codes on the second page of a good file, after a change, by kind."""
    facts = read_pdf(good.good_pdf(change), plates=False, codes=(2,))
    codes = facts.pages[1].codes
    assert codes is not None
    assert len({code.kind for code in codes}) == len(codes)
    return {code.kind: code for code in codes}


def drawn(*pieces: str) -> dict[str, Code]:
    """Return the codes of a page on which nothing else is drawn."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].Contents = pdf.make_stream("\n".join(pieces).encode())

    return found(change)


def turned(piece: str, degrees: float, x: float = 60.0, y: float = 120.0) -> str:
    """Return a drawing turned around its own place, which is put in mm from the trim's bottom-left corner."""
    c, s, o = cos(radians(degrees)), sin(radians(degrees)), good.origin()
    to = f"{mm_to_pt(o + x):.4f} {mm_to_pt(o + y):.4f}"
    back = f"{-mm_to_pt(o + x):.4f} {-mm_to_pt(o + y):.4f}"
    return f"q 1 0 0 1 {to} cm {c:.8f} {s:.8f} {-s:.8f} {c:.8f} 0 0 cm 1 0 0 1 {back} cm {piece} Q"


def picture(kind: str, says: str, pixels: int, colours: str = "L") -> tuple[bytes, tuple[int, int]]:
    """Return a code as a picture, so many pixels a module, on a wall of grey with a white sheet around it."""
    made = zxingcpp.create_barcode(says, zxingcpp.barcode_format_from_str(kind))
    code = Image.fromarray(np.array(made.to_image(scale=pixels, add_quiet_zones=True, add_hrt=False)))
    wall = Image.linear_gradient("L").resize((code.width * 2, code.height * 2))
    wall.paste(code, (code.width // 2, code.height // 2))
    seen = wall.rotate(6, Image.Resampling.BICUBIC, fillcolor=128).convert(colours)
    return seen.tobytes(), seen.size


def with_picture(data: bytes, size: tuple[int, int], space: pikepdf.Name, width: float) -> dict[str, Code]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].Resources.XObject.Im2 = pdf.make_stream(
            data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=size[0], Height=size[1],
            ColorSpace=space, BitsPerComponent=8,
        )  # fmt: skip
        drawing = good.place("Im2", 30, 60, width, width * size[1] / size[0])
        pdf.pages[1].Contents = pdf.make_stream(drawing.encode())

    return found(change)


def test_a_code_says_what_it_was_made_to_say_and_is_measured() -> None:
    codes = found()
    qr, barcode = codes["QR"], codes["EAN-13"]
    assert (qr.text, barcode.text) == (good.LINK, good.ISBN)
    assert qr.module_mm == pytest.approx(0.4, rel=0.006)
    assert barcode.module_mm == pytest.approx(0.33, rel=0.006)
    assert (qr.box.left, qr.box.top, qr.box.right, qr.box.bottom) == pytest.approx((20, 65, 30, 75), abs=0.1)
    assert (barcode.box.left, barcode.box.right) == pytest.approx((70, 70 + 95 * 0.33), abs=0.1)
    assert (barcode.box.top, barcode.box.bottom) == pytest.approx((65, 87.85), abs=0.15)
    assert (qr.dark, qr.light, qr.inverted) == ((("Black", 1.0),), (), False)


@pytest.mark.parametrize("degrees", [0, 17, 45, 90, 133, 180, 270, 301])
def test_a_qr_code_is_read_and_measured_however_it_is_turned(degrees: float) -> None:
    qr = drawn(turned(good.code("QRCode", good.LINK, 60, 120), degrees))["QR"]
    assert qr.text == good.LINK
    assert qr.module_mm == pytest.approx(0.4, rel=0.02)
    assert min(side for _, side in qr.quiet.named) > 10


@pytest.mark.parametrize("degrees", [0, 12, 90, 180, 262])
def test_a_barcode_is_read_upright_level_and_a_little_aslant(degrees: float) -> None:
    barcode = drawn(turned(good.code("EAN13", good.ISBN, 60, 120, 0.33), degrees))["EAN-13"]
    assert barcode.text == good.ISBN
    assert barcode.module_mm == pytest.approx(0.33, rel=0.02)
    assert (barcode.quiet.left, barcode.quiet.right) == (14, 14)


@pytest.mark.parametrize("module", [0.2, 0.264, 0.3, 0.66])
def test_a_barcode_of_a_book_is_read_from_sixty_per_cent_on(module: float) -> None:
    barcode = drawn(good.code("EAN13", good.ISBN, 30, 120, module))["EAN-13"]
    assert barcode.module_mm == pytest.approx(module, rel=0.01)


@pytest.mark.parametrize("offset", [0.0, 0.03, 0.07, 0.11])
def test_the_small_codes_of_a_panel_are_read_wherever_they_fall_between_the_pixels(offset: float) -> None:
    """A sheet of A1 is rendered more coarsely than a book page: a barcode at 100 % must still be found on it."""

    def large(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        for name, inset in (("/MediaBox", 0.0), ("/BleedBox", 7.0), ("/TrimBox", 10.0)):
            side = [mm_to_pt(inset)] * 2 + [mm_to_pt(614 - inset), mm_to_pt(861 - inset)]
            page.obj[name] = pikepdf.Array(side)
        pieces = (
            good.code("QRCode", good.LINK, 300 + offset, 400 + offset),
            good.code("EAN13", good.ISBN, 400 + offset, 300 + offset, 0.33),
        )
        page.Contents = pdf.make_stream("\n".join(pieces).encode())

    codes = found(large)
    assert {kind: code.text for kind, code in codes.items()} == {"QR": good.LINK, "EAN-13": good.ISBN}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_codes_stand_where_the_page_has_them_whichever_way_it_is_shown(turn: int) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].Rotate = turn
        pdf.pages[1].CropBox = pikepdf.Array([60, 60, 400, 550])

    qr = found(change)["QR"]
    assert (qr.box.left, qr.box.top) == pytest.approx((20, 65), abs=0.1)


def test_a_code_in_a_photograph_is_found_and_prints_in_the_photographs_inks() -> None:
    grey = with_picture(*picture("QRCode", good.LINK, 6), pikepdf.Name.DeviceGray, 60)["QR"]
    assert grey.text == good.LINK
    assert grey.dark is not None
    assert [name for name, _ in grey.dark] == ["Black"]
    colour = with_picture(*picture("QRCode", good.LINK, 6, "RGB"), pikepdf.Name.DeviceRGB, 60)["QR"]
    assert colour.dark is not None
    assert {"Cyan", "Magenta", "Yellow"} <= {name for name, _ in colour.dark}


def test_black_of_a_screen_is_not_taken_for_black_ink_where_no_profile_says_what_it_becomes() -> None:
    data, size = picture("QRCode", good.LINK, 6, "RGB")

    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.OutputIntents
        pdf.pages[1].Resources.XObject.Im2 = pdf.make_stream(
            data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=size[0], Height=size[1],
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
        )  # fmt: skip
        pdf.pages[1].Contents = pdf.make_stream(good.place("Im2", 30, 60, 60, 60).encode())

    qr = found(change)["QR"]
    assert qr.dark is not None
    assert {name for name, _ in qr.dark} == {"Cyan", "Magenta", "Yellow"}


def mirrored(piece: str, x: float) -> str:
    """Return a drawing as in a mirror that stands upright at a place, mm from the trim's left."""
    return f"q -1 0 0 1 {2 * mm_to_pt(good.origin() + x):.4f} 0 cm {piece} Q"


@pytest.mark.parametrize("degrees", [0, 37, 90])
def test_a_qr_code_seen_in_a_mirror_is_read_and_told_as_such(degrees: float) -> None:
    piece = good.code("QRCode", good.LINK, 55, 125)
    plain, seen = drawn(turned(piece, degrees))["QR"], drawn(turned(mirrored(piece, 60), degrees))["QR"]
    assert (plain.text, plain.mirrored) == (good.LINK, False)
    assert (seen.text, seen.mirrored) == (good.LINK, True)
    assert seen.module_mm == pytest.approx(0.4, rel=0.02)


@pytest.mark.parametrize("pixels", [2, 3])
def test_a_code_in_a_picture_of_few_pixels_is_read(pixels: int) -> None:
    qr = with_picture(*picture("QRCode", good.LINK, pixels), pikepdf.Name.DeviceGray, 60)["QR"]
    assert qr.text == good.LINK


def _beside(side: str, modules: float) -> str:
    """Return a bar that begins so many modules outside the QR code of the good file."""
    gap, end = modules * 0.4, 12 * 0.4
    left, bottom, right, top = 20.0, 145 - QR_MM, 20 + QR_MM, 145.0
    return {
        "left": good.tint(left - end, bottom + 4, left - gap, top - 4, BLACK),
        "right": good.tint(right + gap, bottom + 4, right + end, top - 4, BLACK),
        "top": good.tint(left + 4, top + gap, right - 4, top + end, BLACK),
        "bottom": good.tint(left + 4, bottom - end, right - 4, bottom - gap, BLACK),
    }[side]


@pytest.mark.parametrize("modules", [1, 2.5, 4, 6])
@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_the_quiet_zone_is_measured_on_each_side(side: str, modules: float) -> None:
    quiet = dict(drawn(good.QR, _beside(side, modules))["QR"].quiet.named)
    assert quiet.pop(side) == pytest.approx(modules, abs=0.25)
    assert set(quiet.values()) == {14}


def test_what_stands_off_a_corner_is_in_the_quiet_zone_of_a_qr_code_too() -> None:
    quiet = drawn(good.QR, good.tint(31.2, 146.2, 33, 148, BLACK))["QR"].quiet
    assert (quiet.top, quiet.right) == pytest.approx((3, 3), abs=0.25)
    assert (quiet.bottom, quiet.left) == (14, 14)


def test_a_quiet_zone_ends_where_the_sheet_is_cut() -> None:
    qr = drawn(good.code("QRCode", good.LINK, 0.8, 120))["QR"]
    assert qr.quiet.left == pytest.approx(2, abs=0.25)
    assert qr.quiet.right == 14


def test_the_figures_below_a_barcode_are_not_in_its_quiet_zone() -> None:
    figure = good.line_of_text("9", 70 - 2.2, 145 - 22.85 - 2.6, 10)
    assert drawn(good.BARCODE, figure)["EAN-13"].quiet.left == 14


def test_the_inks_of_a_code_and_of_its_ground_are_told() -> None:
    rich = drawn(good.tint(10, 120, 50, 155), good.code("QRCode", good.LINK, 20, 145, colour="0.4 0.3 0.3 1 k"))["QR"]
    dark, light = dict(rich.dark or ()), dict(rich.light or ())
    assert dark == pytest.approx({"Black": 1, "Cyan": 0.4, "Magenta": 0.3, "Yellow": 0.3}, abs=0.01)
    assert light == pytest.approx({"Cyan": 0.04, "Magenta": 0.03, "Yellow": 0.08}, abs=0.01)


def test_a_code_that_is_light_on_dark_is_told_as_such() -> None:
    ground = good.tint(10, 120, 50, 155, BLACK)
    assert drawn(ground, good.code("QRCode", good.LINK, 20, 145, colour=WHITE))["QR"].inverted
    assert not found()["QR"].inverted


def test_only_the_pages_asked_for_are_looked_at() -> None:
    data = good.good_pdf()
    assert [page.codes is None for page in read_pdf(data, plates=False).pages] == [True, True]
    first, second = read_pdf(data, plates=False, codes=(2,)).pages
    assert first.codes is None
    assert second.codes
    first, second = read_pdf(data, plates=False, codes=True).pages
    assert first.codes == ()
    assert second.codes
