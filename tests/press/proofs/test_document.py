"""The proof as a document: everything stands where it is said to stand, and says what it was given."""

from __future__ import annotations

import io
import re
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from tests.support import shown
from tests.support.viewers import selected

from panelpress.facts.change import Piece
from panelpress.ground.geometry import Box
from panelpress.ground.units import mm_to_pt, pt_to_mm
from panelpress.press.proofs.compose import changes_of, day, elided, quoted, unseen_changes
from panelpress.press.proofs.content import Changes, CommentRow, PageChange
from panelpress.press.proofs.letters import readable
from panelpress.press.proofs.make import MadeProof, make_proof

if TYPE_CHECKING:
    from panelpress.facts.signing import ProofSheet

PPI = 100.0


def text_of(pdf: bytes, sheet: int | None = None) -> str:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        numbers = range(len(document)) if sheet is None else [sheet - 1]
        return " ".join(" ".join(document[n].get_textpage().get_text_range().split()) for n in numbers)


def drawn(pdf: bytes, sheet: int, ppi: float = PPI) -> Any:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return np.array(document[sheet - 1].render(scale=ppi / 72).to_pil().convert("RGB")).astype(int)


def blue(pixels: Any, ppi: float = PPI) -> Box:
    """Return where the blue patch is on a sheet, mm."""
    ys, xs = np.nonzero((pixels[:, :, 2] > 180) & (pixels[:, :, 0] < 90) & (pixels[:, :, 1] < 90))
    return Box(*(float(v) * 25.4 / ppi for v in (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)))


def on_sheet(box: Box, sheet: ProofSheet) -> Box:
    sides = (sheet.left + box.left * sheet.scale, sheet.top + box.top * sheet.scale)
    return Box(*sides, sides[0] + box.width * sheet.scale, sides[1] + box.height * sheet.scale)


def corners(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.right, box.bottom)


# -- geometry --------------------------------------------------------------------------------------------------------


def test_pictures_stand_where_the_record_says(proof: MadeProof) -> None:
    """A page's picture, cut in the fold or not, lies so that its trim is where its ProofSheet has it."""
    by_sheet: dict[int, list[ProofSheet]] = {}
    for sheet in proof.sheets:
        by_sheet.setdefault(sheet.sheet, []).append(sheet)
    assert [len(found) for found in by_sheet.values()] == [1, 1, 1, 2, 1]
    for number, pages in by_sheet.items():
        pixels = drawn(proof.pdf, number)
        for page in pages:
            left = round(page.left / 25.4 * PPI)
            half = pixels[:, left : left + round(page.width / 25.4 * PPI)]
            seen = blue(half).moved(left * 25.4 / PPI, 0)
            assert corners(seen) == pytest.approx(corners(on_sheet(shown.PATCH, page)), abs=0.5)


def test_every_line_is_found_by_its_words_at_its_place(proof: MadeProof) -> None:
    """A viewer that searches, selects or strikes out finds each line where the picture shows it."""
    items = {item.key: item for item in shown.content().items}
    looked_at = 0
    for sheet in proof.sheets:
        page = next(page for page in items[sheet.item].pages if page.page == sheet.page)
        for line in page.lines:
            there = on_sheet(Box(*line.box), sheet)
            with closing(pypdfium2.PdfDocument(proof.pdf)) as document:
                height = pt_to_mm(document[sheet.sheet - 1].get_height())
            left, bottom, right, top = (pt_to_mm(v) for v in selected(proof.pdf, sheet.sheet, line.text))
            assert (left, right) == pytest.approx((there.left, there.right), abs=0.6)
            assert (height - bottom - there.bottom, there.top - height + top) == pytest.approx(
                (0, 0), abs=0.25 * there.height
            )
            looked_at += 1
    assert looked_at == 11


def test_words_over_a_picture_are_not_painted(proof: MadeProof) -> None:
    (sheet, *_) = proof.sheets
    pixels = drawn(proof.pdf, sheet.sheet)
    for line in shown.panel(1, "coal").pages[0].lines:
        inside = on_sheet(Box(*line.box), sheet).shrunk(0.7)
        left, top, right, bottom = (round(v / 25.4 * PPI) for v in corners(inside))
        assert np.abs(pixels[top:bottom, left:right] - np.array(shown.BAR)).max() < 12


def test_each_line_has_its_number_left_of_it(proof: MadeProof) -> None:
    (sheet, *_) = proof.sheets
    with closing(pypdfium2.PdfDocument(proof.pdf)) as document:
        page = document[sheet.sheet - 1]
        height = page.get_height()
        text = page.get_textpage()
        for line in shown.panel(1, "coal").pages[0].lines:
            there = on_sheet(Box(*line.box), sheet)
            sides = (there.left - 4, there.bottom, there.left - 0.3, there.top)
            left, bottom, right, top = (mm_to_pt(v) for v in sides)
            assert text.get_text_bounded(left, height - bottom, right, height - top).strip() == str(line.number)


@pytest.mark.slow
def test_the_code_changes_nothing_but_itself() -> None:
    """The record holds the geometry, and the code the record's digest: the one must not move the other."""
    one = make_proof(shown.content(), lambda _: "small/3/000000000000")
    given: list[tuple[ProofSheet, ...]] = []

    def code_for(sheets: tuple[ProofSheet, ...]) -> str:
        given.append(sheets)
        return "a-much-longer-name-of-a-job/123456/fedcba987654"

    other = make_proof(shown.content(), code_for)
    assert given == [one.sheets] == [other.sheets]
    assert other.code == "a-much-longer-name-of-a-job/123456/fedcba987654"


@pytest.mark.slow
def test_the_same_content_makes_the_same_bytes(proof: MadeProof) -> None:
    assert make_proof(shown.content(), shown.code_for).pdf == proof.pdf


@pytest.mark.parametrize("side", ["before", "now"])
def test_what_differs_is_framed_in_both_pictures(told: MadeProof, side: str) -> None:
    pixels = drawn(told.pdf, 3)
    reddish = (pixels[:, :, 0] > 160) & (pixels[:, :, 1] < 90) & (pixels[:, :, 2] < 130)
    middle = pixels.shape[1] // 2
    half = reddish[:, :middle] if side == "before" else reddish[:, middle:]
    ys, xs = np.nonzero(half)
    width, height = (float(v.max() + 1 - v.min()) * 25.4 / PPI for v in (xs, ys))
    around = 2 * (0.8 + pt_to_mm(1.2))
    assert width == pytest.approx(0.4 * 82 + around, abs=0.5)
    assert height == pytest.approx(0.1 * 82 * 851 / 604 + around, abs=0.5)


# -- what is said ----------------------------------------------------------------------------------------------------


def test_every_sheet_says_proof_its_number_date_code_and_which_sheet_it_is(proof: MadeProof) -> None:
    with closing(pypdfium2.PdfDocument(proof.pdf)) as document:
        count = len(document)
    for number in range(1, count + 1):
        said = text_of(proof.pdf, number)
        for part in ("PROOF – not for print", "Proof 3", "24 November 2026", shown.CODE, f"sheet {number} of {count}"):
            assert part in said, f"sheet {number} does not say {part}"


def test_every_sheet_of_an_item_says_its_digest_and_scale(proof: MadeProof) -> None:
    for sheet in proof.sheets:
        said = text_of(proof.pdf, sheet.sheet)
        item = next(item for item in shown.content().items if item.key == sheet.item)
        assert f"content {item.digest[:12]}" in said
        (ratio,) = re.findall(r"1 : (\d+\.\d)", said)
        assert float(ratio) == pytest.approx(1 / sheet.scale, abs=1e-4)


def test_the_cover_says_whom_to_send_it_to() -> None:
    one = make_proof(shown.content(items=(), gates=(), contact="the office, office@example.org"), shown.code_for)
    assert "send it back to the office, office@example.org" in text_of(one.pdf, 1)
    assert "Nobody is asked to sign" in text_of(one.pdf, 1)


def test_all_that_is_known_of_an_item_is_told(told: MadeProof) -> None:
    said = text_of(told.pdf)
    for part in (
        "the photograph has 112 ppi", "image/resolution", "40 × 60 mm from the corner", "accepted by A. Writer until 2027-01-31",
        "panel text en-GB 103 100 3 too many", "captions es 12 –", "A headframe", "licence L-1", "161 ppi", "shown whole",
        "not there yet", "the left half", "stand-in", "Which lodge?", "open", "done 2026-11-20", "since proof 2",
        "Nothing changed since A. Writer approved it in proof 1: panel 1 coal.", "It was 1917 1971, in the rain.",
        "text: approved by NUM", "abababababab",
    ):  # fmt: skip
        assert part in said, part


def test_nothing_is_told_where_nothing_is_known(proof: MadeProof) -> None:
    said = text_of(proof.pdf)
    for heading in ("What changed", "what is known", "Photographs\n", "at its real size", "Comments on earlier"):
        assert heading not in said


def test_a_first_proof_has_no_page_of_changes_and_a_later_one_names_what_is_new() -> None:
    new = Changes("", "no earlier proof shows it")
    since = Changes("proof 2", "nothing changed")
    first, later = (
        make_proof(shown.content(items=items, gates=()), shown.code_for)
        for items in (
            [shown.panel(1, "coal", changes=(new,)), shown.panel(2, "p2", changes=(new,))],
            [shown.panel(1, "coal", changes=(since,)), shown.panel(2, "p2", changes=(new,))],
        )
    )
    assert "What changed" not in text_of(first.pdf)
    assert "No earlier proof shows it: panel 2 p2." in text_of(later.pdf)


def test_comments_on_the_cover_are_shown_in_the_next_proof() -> None:
    row = CommentRow("3f2a", "cover or sign-off sheet", "Use the other banner", "D. Miner, proof 1")
    one = make_proof(shown.content(comments=(row,), gates=()), shown.code_for)
    assert "beside no item" in text_of(one.pdf)
    assert "Use the other banner" in text_of(one.pdf)


def test_a_row_that_still_stands_says_so_and_the_sheet_that_it_may_stay_empty() -> None:
    (gate,) = shown.gates("coal", ids=("text",))
    words = "approved by A. Writer (NUM) on proof 2: still stands, nothing to do"
    for stands, said in (({"coal": words}, True), ({}, False)):
        one = make_proof(shown.content(gates=(replace(gate, stands=stands),)), shown.code_for)
        text = " ".join(text_of(one.pdf).split())
        assert ("Approved by A. Writer (NUM) on proof 2: still stands, nothing to do" in text) is said
        assert ("A row that says “nothing to do” may stay empty." in text) is said


@pytest.mark.parametrize(("paper", "least"), [("a3", 5 * 420 / 297), ("a4", 5.0)])
def test_line_numbers_can_be_read_when_the_sheet_is_printed_on_a4(paper: Any, least: float) -> None:
    made = make_proof(shown.content(paper=paper, gates=()), shown.code_for)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        content = pdf.pages[made.sheets[0].sheet - 1].obj.Contents.read_bytes()
    sizes = [float(size) for size in re.findall(rb"/PpLetters ([\d.]+) Tf 0 0 0 rg", content)]
    assert len(sizes) == len(shown.PROSE["coal"])
    assert min(sizes) >= least


def test_letters_no_face_has_are_named_and_not_left_out(told: MadeProof) -> None:
    assert "Which lodge? [thumbs up sign]" in text_of(told.pdf)
    assert readable("Potosí – “año”\n") == "Potosí – “año”\n"
    assert readable("e\u0301 Łódź") == "é Łódź"
    assert readable("❤\ufe0f 矿") == "[heavy black heart] [cjk unified ideograph-77ff]"


def test_an_earlier_picture_that_is_gone_is_said_to_be_gone() -> None:
    now = shown.picture(shown.PANEL, 5, (), 5)
    change = Changes("proof 1", "", (PageChange(1, (), None, now),))
    one = make_proof(shown.content(items=(shown.panel(1, "coal", changes=(change,)),), gates=()), shown.code_for)
    assert "The earlier picture is no longer here." in text_of(one.pdf)


def test_the_same_change_since_two_days_is_told_once() -> None:
    same = (PageChange(1, (Piece("new", "word"),)),)
    item = shown.panel(
        1,
        "coal",
        changes=(Changes("proof 2", "", same), Changes("proof 1", "new"), Changes("D. Miner approved", "", same)),
    )
    assert [since for since, _ in changes_of(item)] == ["proof 2 and since D. Miner approved"]
    assert unseen_changes([item]) == [("new since proof 1", ["panel 1 coal"])]


def test_what_cannot_be_seen_is_said_once_for_all_it_is_true_of() -> None:
    items = [shown.panel(n, f"p{n}", changes=(Changes("", "no earlier proof shows it"),)) for n in (1, 2)]
    assert unseen_changes(items) == [("no earlier proof shows it", ["panel 1 p1", "panel 2 p2"])]
    unknown = shown.panel(3, "p3", changes=(Changes("proof 2", "", (PageChange(1),)),))
    assert unseen_changes([unknown]) == [("nothing changed that is seen since proof 2", ["panel 3 p3"])]


def test_an_item_that_could_not_be_made_is_named_with_what_was_found() -> None:
    broken = replace(shown.full(), pages=(), photographs=(), changes=())
    made = make_proof(
        shown.content(items=(broken, shown.panel(2, "sound")), gates=shown.gates("sound")), shown.code_for
    )
    said = text_of(made.pdf, 3)
    assert "No page of it can be shown." in said
    assert "the photograph has 112 ppi" in said
    assert [sheet.item for sheet in made.sheets] == ["sound"]
    assert "Panel 1 coal 000000000000 3" in text_of(made.pdf, 2)
    assert not made.problems


def test_long_stretches_that_are_the_same_are_cut_to_the_words_around_a_change() -> None:
    long = " ".join(f"w{n}" for n in range(100))
    pieces = (
        Piece("same", long),
        Piece("gone", " old"),
        Piece("new", " fresh"),
        Piece("same", " " + long),
        Piece("gone", " x"),
    )
    first, gone, new, between, last = elided(pieces)
    assert first == ("same", "", "… " + " ".join(f"w{n}" for n in range(86, 100)))
    assert (gone, new, last) == (("gone", " ", "old"), ("new", " ", "fresh"), ("gone", " ", "x"))
    assert between[2].startswith("w0 w1")
    assert between[2].endswith("w99")
    assert len(between[2].split()) == 29
    assert list(elided((Piece("same", "a few words"),))) == [("same", "", "a few words")]


def test_what_messages_name_stands_in_quotation_marks() -> None:
    assert quoted("photograph `a b` lacks `alt:`") == "photograph “a b” lacks “alt:”"


def test_days_are_written_as_people_say_them() -> None:
    assert day("2026-11-04") == "4 November 2026"
    assert day("soon") == "soon"


# -- the file --------------------------------------------------------------------------------------------------------


def test_all_fonts_are_embedded_and_tell_which_letters_they_hold(proof: MadeProof) -> None:
    found = 0
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font" and "/DescendantFonts" not in each:
                assert "/FontFile2" in each.FontDescriptor
                found += 1
            if isinstance(each, pikepdf.Dictionary) and "/DescendantFonts" in each:
                assert "/ToUnicode" in each
    assert found >= 4


def test_it_opens_with_its_title_language_and_outline(proof: MadeProof) -> None:
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Proof 3 – A small exhibition"
        assert str(pdf.docinfo["/PanelpressProof"]) == shown.CODE
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
    items = ["Panel 1 coal", "Panel 2 bread.en-es", "Catalogue page 1"]
    assert titles == ["What is in it", *items, "Sign-off: Text", "Sign-off: Photographs"]


@pytest.mark.slow
def test_without_its_pictures_it_is_small() -> None:
    """What is set must leave the room of a mailed file to the pictures: 300 kB and the fonts."""
    items = tuple(replace(shown.full(), key=f"panel-{n}") for n in range(12))
    keys = tuple(item.key for item in items)
    one = make_proof(shown.content(items=(*items, shown.book(32)), gates=shown.gates(*keys)), shown.code_for)
    with pikepdf.open(io.BytesIO(one.pdf)) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        pictures = sum(len(s.read_raw_bytes()) for s in streams if s.get("/Subtype") == "/Image")
        fonts = sum(len(s.read_raw_bytes()) for s in streams if "/Length1" in s)
    assert len(one.pdf) - pictures - fonts < 300_000


@pytest.mark.slow
def test_a_tile_is_at_its_real_size_and_so_is_its_bar(told: MadeProof) -> None:
    with closing(pypdfium2.PdfDocument(told.pdf)) as document:
        count = len(document)
    first = count - 1  # 300 mm wide, 186 mm of room: two sheets
    seen = blue(drawn(told.pdf, first))
    assert (seen.width, seen.height) == pytest.approx((shown.PATCH.width, shown.PATCH.height), abs=0.4)
    for sheet in (first, count):
        dark = drawn(told.pdf, sheet, 300).max(axis=2) < 100
        rows = dark.sum(axis=1)
        lowest = np.nonzero(rows > 1000)[0].max()
        columns = np.nonzero(dark[lowest])[0]
        assert (columns.max() + 1 - columns.min()) * 25.4 / 300 == pytest.approx(100, abs=0.25)
    assert "part 2 of 2" in text_of(told.pdf, count)


@pytest.mark.parametrize("turned", [0, 2, 90, 181])
def test_a_scan_of_a_sign_off_sheet_gives_the_code(proof: MadeProof, turned: int) -> None:
    """At 150 ppi, askew, grey and hard packed, as an office's copier sends it."""
    for sheet in range(proof.sheets[-1].sheet + 1, proof.sheets[-1].sheet + 3):
        picture = Image.fromarray(drawn(proof.pdf, sheet, 150).astype(np.uint8)).convert("L")
        picture = picture.rotate(turned, expand=True, fillcolor=255)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=40)
        (found,) = zxingcpp.read_barcodes(np.array(Image.open(io.BytesIO(out.getvalue()))))
        assert found.text == shown.CODE
