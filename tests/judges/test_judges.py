"""Each judge sees what is right and, more to the point, says no to what is wrong."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.support import judges, verapdf

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.judge

TRIM_MM = (148.0, 210.0)
BLEED_MM = 3.0


def points(millimetres: float) -> float:
    return millimetres * 72 / 25.4


def bare_icc(space: bytes) -> bytes:
    """An ICC profile of nothing but its header: a validator asks the header what it is for, and no more."""
    head = bytearray(132)
    head[0:4] = len(head).to_bytes(4, "big")
    head[8:12] = bytes((2, 0x40, 0, 0))
    head[12:16] = b"prtr"
    head[16:20] = space
    head[20:24] = b"Lab "
    head[36:40] = b"acsp"
    return bytes(head)


def write(
    path: Path,
    content: bytes,
    *,
    intent: bool = True,
    resources: dict[str, pikepdf.Object] | None = None,
    image: dict[str, object] | None = None,
    packed: bool = False,
) -> Path:
    """A small page as a press file has it: boxes from 0,0, a FOGRA39 intent, and the content given."""
    width, height = (points(side + 2 * BLEED_MM) for side in TRIM_MM)
    edge = points(BLEED_MM)
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(width, height))
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(content)
    page.Resources = Dictionary(resources or {})
    page.BleedBox = Array([0, 0, width, height])
    page.TrimBox = Array([edge, edge, width - edge, height - edge])
    if image is not None:
        pixels = pdf.make_stream(bytes(range(100)))
        for key, value in {
            "Type": Name.XObject,
            "Subtype": Name.Image,
            "Width": 10,
            "Height": 10,
            "BitsPerComponent": 8,
            "ColorSpace": Name.DeviceGray,
            **image,
        }.items():
            pixels[f"/{key}"] = value
        page.Resources["/XObject"] = Dictionary(Im0=pixels)
    if intent:
        profile = pdf.make_stream(bare_icc(b"CMYK"))
        profile["/N"] = 4
        pdf.Root.OutputIntents = pdf.make_indirect(
            Array(
                [
                    Dictionary(
                        Type=Name.OutputIntent,
                        S=Name.GTS_PDFX,
                        OutputConditionIdentifier=pikepdf.String("FOGRA39"),
                        DestOutputProfile=profile,
                    )
                ]
            )
        )
    # A trailer /ID is one of the things both standards ask for; derived from the content it needs no clock.
    objects = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    pdf.save(path, deterministic_id=True, object_stream_mode=objects, compress_streams=packed)
    return path


def clauses(path: Path) -> set[str]:
    return {f"{one.clause}-{one.test_number}" for one in verapdf.failed_clauses(path)}


def helvetica() -> dict[str, pikepdf.Object]:
    """A font by name only, which no press may rely on."""
    return {"/Font": Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))}


BLACK_SQUARE = b"0 0 0 1 k 50 50 100 100 re f"
RED_RGB = b"1 0 0 rg 50 50 100 100 re f"
WORDS = b"BT 0 0 0 1 k /F1 12 Tf 50 300 Td (Coal not dole) Tj ET"
PICTURE = b"q 72 0 0 72 100 100 cm /Im0 Do Q"


def test_pdfinfo_reads_boxes_to_a_hundredth_of_a_millimetre(tmp_path: Path) -> None:
    (page,) = judges.pdfinfo_boxes(write(tmp_path / "page.pdf", BLACK_SQUARE))
    assert page.page == 1
    assert (page.trim.width_mm, page.trim.height_mm) == pytest.approx(TRIM_MM, abs=0.01)
    assert page.media == page.bleed == page.crop
    assert (page.media.left, page.media.bottom) == (0, 0)
    assert page.trim.left - page.bleed.left == pytest.approx(points(BLEED_MM), abs=0.01)


def test_pdffonts_tells_a_font_that_is_not_embedded(tmp_path: Path) -> None:
    (font,) = judges.pdffonts(write(tmp_path / "words.pdf", WORDS, resources=helvetica()))
    assert (font.name, font.kind, font.embedded) == ("Helvetica", "Type 1", False)


def test_pdffonts_of_a_page_without_text_is_empty(tmp_path: Path) -> None:
    assert judges.pdffonts(write(tmp_path / "page.pdf", BLACK_SQUARE)) == []


def test_pdfimages_tells_colour_and_effective_resolution(tmp_path: Path) -> None:
    (image,) = judges.pdfimages(write(tmp_path / "picture.pdf", PICTURE, image={"Interpolate": True}))
    assert (image.width, image.height, image.colour, image.components) == (10, 10, "gray", 1)
    assert (image.x_ppi, image.y_ppi) == (10, 10)
    assert image.interpolated
    assert image.object_number is not None


def test_pdfimages_sees_inline_pictures(tmp_path: Path) -> None:
    inline = b"q 72 0 0 72 100 100 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q"
    (image,) = judges.pdfimages(write(tmp_path / "inline.pdf", inline))
    assert (image.colour, image.object_number) == ("rgb", None)


def test_qpdf_passes_a_sound_file_and_not_a_torn_one(tmp_path: Path) -> None:
    sound = write(tmp_path / "sound.pdf", BLACK_SQUARE)
    assert judges.qpdf_check(sound) == judges.QpdfVerdict(sound=True, complaints=())
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(sound.read_bytes()[:-200])
    verdict = judges.qpdf_check(torn)
    assert not verdict.sound
    assert verdict.complaints


def test_ink_cov_tells_black_alone_from_four_colours(tmp_path: Path) -> None:
    (alone,) = judges.ink_cov(write(tmp_path / "k.pdf", BLACK_SQUARE))
    assert alone.black_only
    assert alone.black == pytest.approx(100 * 100 * 100 / (points(154) * points(216)), rel=0.02)
    (rich,) = judges.ink_cov(write(tmp_path / "rich.pdf", b"0.6 0.4 0.4 1 k 50 50 100 100 re f"))
    assert not rich.black_only
    assert rich.cyan == pytest.approx(rich.black * 0.6, rel=0.02)


def test_ink_cov_calls_grey_black_alone_and_rgb_black_not(tmp_path: Path) -> None:
    (grey,) = judges.ink_cov(write(tmp_path / "grey.pdf", b"0.5 g 50 50 100 100 re f"))
    assert grey.black_only
    (rgb,) = judges.ink_cov(write(tmp_path / "rgb.pdf", RED_RGB))
    assert not rgb.black_only


def test_verapdf_finds_nothing_in_a_clean_page(tmp_path: Path) -> None:
    assert verapdf.available()
    assert verapdf.failed_clauses(write(tmp_path / "clean.pdf", BLACK_SQUARE)) == []


def test_verapdf_refuses_rgb_and_a_font_by_name(tmp_path: Path) -> None:
    wrong = write(tmp_path / "wrong.pdf", RED_RGB + b" " + WORDS, resources=helvetica())
    found = {(one.clause, one.test_number): one for one in verapdf.failed_clauses(wrong)}
    assert set(found) == {("6.2.4.3", 2), ("6.2.11.4.1", 1)}
    assert "not embedded" in str(found["6.2.11.4.1", 1])
    assert "Helvetica" in found["6.2.11.4.1", 1].context


def test_verapdf_counts_every_failure(tmp_path: Path) -> None:
    many = write(tmp_path / "many.pdf", b"\n".join([RED_RGB] * 300))
    (rgb,) = verapdf.failed_clauses(many)
    assert rgb.count >= 300


def test_verapdf_wants_an_intent_for_cmyk(tmp_path: Path) -> None:
    assert clauses(write(tmp_path / "no-intent.pdf", BLACK_SQUARE, intent=False)) == {"6.2.4.3-3"}


def test_verapdf_keeps_only_what_the_two_standards_share(tmp_path: Path) -> None:
    smooth = write(tmp_path / "smooth.pdf", PICTURE, image={"Interpolate": True})
    everything = {(one.clause, one.test_number) for one in verapdf.every_failure([smooth])[smooth]}
    assert ("6.2.8", 3) in everything  # /Interpolate
    assert any(clause.startswith("6.6") for clause, _ in everything)  # PDF/A's metadata
    assert verapdf.failed_clauses(smooth) == []


def test_verapdf_sees_an_intent_inside_an_object_stream(tmp_path: Path) -> None:
    packed = write(tmp_path / "packed.pdf", BLACK_SQUARE, packed=True)
    assert b"GTS_PDFX" not in packed.read_bytes()
    assert verapdf.failed_clauses(packed) == []


def test_verapdf_judges_syntax_in_the_files_own_bytes(tmp_path: Path) -> None:
    """A wrong /Length is mended when a file is written anew, as the copy with the renamed intent is."""
    sound = write(tmp_path / "sound.pdf", BLACK_SQUARE).read_bytes()
    length = f"/Length {len(BLACK_SQUARE)}".encode()
    assert sound.count(length) == 1
    wrong = tmp_path / "length.pdf"
    wrong.write_bytes(sound.replace(length, f"/Length {len(BLACK_SQUARE) - 9}".encode()))
    assert clauses(wrong) == {"6.1.7.1-1"}


def test_verapdf_judges_several_files_in_one_go(tmp_path: Path) -> None:
    right = write(tmp_path / "sí, señor.pdf", BLACK_SQUARE)
    wrong = write(tmp_path / "wrong.pdf", RED_RGB)
    verdicts = verapdf.failed_clauses_many([wrong, right, wrong])
    assert list(verdicts) == [wrong, right]
    assert judges.qpdf_check(right).sound
    assert judges.pdffonts(right) == []
    assert verdicts[right] == []
    assert [one.clause for one in verdicts[wrong]] == ["6.2.4.3"]
    assert verapdf.failed_clauses_many([]) == {}


@pytest.mark.parametrize("judge", [judges.pdfinfo_boxes, judges.pdffonts, judges.ink_cov, verapdf.failed_clauses])
def test_what_is_no_pdf_is_an_error_and_not_a_clean_bill(judge: object, tmp_path: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("not a PDF")
    assert callable(judge)
    with pytest.raises(judges.JudgeFailedError):
        judge(text)


def test_a_missing_judge_is_an_error_that_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = write(tmp_path / "page.pdf", BLACK_SQUARE)
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    assert not verapdf.available()
    for judge in (judges.pdfinfo_boxes, judges.qpdf_check, judges.ink_cov, verapdf.failed_clauses):
        with pytest.raises(judges.JudgeMissingError, match="apt-get install poppler-utils"):
            judge(page)
