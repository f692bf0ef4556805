"""What comes back is read whatever viewer wrote it; what cannot be read for certain is refused, each with its own word."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from tests.inspect import test_bad_files as bad
from tests.support import goodpdf as good
from tests.support import returned as small

from panelpress.facts.signing import Answer, Signature
from panelpress.ground.diagnostics import ExitCode, PanelpressError
from panelpress.ground.units import mm_to_pt
from panelpress.inspect.returned import read_returned
from panelpress.inspect.values import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from panelpress.facts.signing import Mark, Returned
    from panelpress.ground.diagnostics import Diagnostic

HERE = small.on_sheet("coal", 2)


def read(*changes: Callable[[pikepdf.Pdf], object], **save: Any) -> Returned:
    def change(pdf: pikepdf.Pdf) -> None:
        for each in changes:
            each(pdf)

    return read_returned(small.proof(None, change, **save), "back.pdf")


def refused(data: bytes | Path) -> Diagnostic:
    with pytest.raises(PanelpressError) as caught:
        read_returned(data, "back.pdf")
    assert caught.value.code is ExitCode.CANNOT_JUDGE
    (found,) = caught.value.diagnostics
    assert found.message.startswith("back.pdf: ")
    assert found.help
    return found


def refused_after(*changes: Callable[[pikepdf.Pdf], object], **save: Any) -> Diagnostic:
    def change(pdf: pikepdf.Pdf) -> None:
        for each in changes:
            each(pdf)

    return refused(small.proof(None, change, **save))


def only_mark(*changes: Callable[[pikepdf.Pdf], object]) -> Mark:
    (mark,) = read(*changes).marks
    return mark


def answer(found: Returned, gate: str = "text", item: str = "coal") -> Answer:
    (one,) = [a for a in found.answers if (a.gate, a.item) == (gate, item)]
    return one


# -- the form --------------------------------------------------------------------------------------------------------


def test_an_empty_proof_has_rows_and_nothing_else() -> None:
    found = read()
    assert (found.job, found.proof, found.code) == ("small", 1, small.record().code)
    assert found.answers == tuple(Answer(g, i, "", "") for g in small.GATES for i in small.WORDS)
    assert found.signatures == ()
    assert found.marks == ()


@pytest.mark.parametrize("decision", ["approved", "corrections", "changes"])
def test_what_was_chosen_written_and_signed_is_read(decision: str) -> None:
    found = read(
        lambda pdf: small.choose(pdf, "text", "coal", decision),
        lambda pdf: small.write(pdf, "pp:text:coal:comment", "“Coal” was\r\ncut elsewhere: Łódź"),
        lambda pdf: small.sign(pdf, "text", "A. Writer", "NUM", role="Editor"),
    )
    assert answer(found) == Answer("text", "coal", decision, "“Coal” was\ncut elsewhere: Łódź")  # type: ignore[arg-type]
    assert found.signatures == (Signature("text", "A. Writer", "Editor", "NUM", "2026-11-26"),)
    assert answer(found, "photographs").decision == ""


def _value_as_text(pdf: pikepdf.Pdf) -> None:
    small.fields(pdf)["pp:text:coal:decision"].V = String("approved")


def _value_on_the_button(pdf: pikepdf.Pdf) -> None:
    field = small.fields(pdf)["pp:text:coal:decision"]
    del field.V
    field.Kids[0].V = Name("/approved")


def _no_value(pdf: pikepdf.Pdf) -> None:
    del small.fields(pdf)["pp:text:coal:decision"].V


def _no_states(pdf: pikepdf.Pdf) -> None:
    for kid in small.fields(pdf)["pp:text:coal:decision"].Kids:
        del kid.AS


def _numbered_states(pdf: pikepdf.Pdf) -> None:
    """Name the buttons by number and the answers in a list, as programs do where two buttons share an answer."""
    field = small.fields(pdf)["pp:text:coal:decision"]
    field.Opt = Array([String("approved"), String("corrections"), String("changes")])
    for n, kid in enumerate(field.Kids):
        kid.AP.N = Dictionary({f"/{n}": pdf.make_stream(b""), "/Off": pdf.make_stream(b"")})
        kid.AS = Name("/0") if n == 0 else Name.Off
    field.V = Name("/0")


def _no_form(pdf: pikepdf.Pdf) -> None:
    """Lose the form and keep what stands on the pages, as programs do that put pages together."""
    del pdf.Root.AcroForm


def _twice(pdf: pikepdf.Pdf) -> None:
    """Say everything in a nest of fields that also lists itself."""
    form = pdf.Root.AcroForm
    field = small.fields(pdf)["pp:text:coal:decision"]
    field.Kids.append(field)
    form.Fields.append(field)


@pytest.mark.filterwarnings("ignore:This document has:pikepdf.PageCopyWarning")
@pytest.mark.parametrize(
    "way", [_value_as_text, _value_on_the_button, _no_value, _no_states, _numbered_states, _no_form, _twice]
)
def test_every_way_in_which_programs_write_a_choice_is_read(way: Callable[[pikepdf.Pdf], None]) -> None:
    assert answer(read(lambda pdf: small.choose(pdf, "text", "coal", "approved"), way)).decision == "approved"


def _other_state(pdf: pikepdf.Pdf) -> None:
    small.fields(pdf)["pp:text:coal:decision"].V = Name("/changes")


def _two_states(pdf: pikepdf.Pdf) -> None:
    small.fields(pdf)["pp:text:coal:decision"].Kids[2].AS = Name("/changes")


def _no_button(pdf: pikepdf.Pdf) -> None:
    small.fields(pdf)["pp:text:coal:decision"].Kids[0].AS = Name.Off


def _only_button(pdf: pikepdf.Pdf) -> None:
    small.fields(pdf)["pp:text:coal:decision"].V = Name.Off


def _two_fields(pdf: pikepdf.Pdf) -> None:
    other = Dictionary(FT=Name.Btn, T=String("pp:text:coal:decision"), V=Name("/changes"))
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(other))


@pytest.mark.parametrize("way", [_other_state, _two_states, _no_button, _only_button, _two_fields])
def test_a_choice_that_contradicts_itself_is_refused(way: Callable[[pikepdf.Pdf], None]) -> None:
    found = refused_after(lambda pdf: small.choose(pdf, "text", "coal", "approved"), way)
    assert found.id == "sign-off/contradiction"
    assert "Text, coal" in found.message
    assert "signoff record" in found.help


def test_two_texts_in_one_field_are_refused() -> None:
    def two(pdf: pikepdf.Pdf) -> None:
        other = Dictionary(FT=Name.Tx, T=String("pp:text:name"), V=String("B. Reader"))
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(other))

    found = refused_after(lambda pdf: small.sign(pdf, "text"), two)
    assert found.id == "sign-off/contradiction"
    assert "A. Writer" in found.message
    assert "B. Reader" in found.message


def test_an_answer_that_no_proof_offers_is_refused() -> None:
    def odd(pdf: pikepdf.Pdf) -> None:
        field = small.fields(pdf)["pp:text:coal:decision"]
        field.V = Name("/perhaps")
        for kid in field.Kids:
            del kid.AS

    found = refused_after(odd)
    assert found.id == "sign-off/unknown-answer"
    assert "perhaps" in found.message


@pytest.mark.parametrize(
    "raw",
    [
        b"\xfe\xff" + "Łódź’s".encode("utf-16-be"),
        b"\xff\xfe" + "Łódź’s".encode("utf-16-le"),
        b"\xef\xbb\xbf" + "Łódź’s".encode(),
        "Łódź’s".encode(),
    ],
    ids=["utf-16-be", "utf-16-le", "utf-8 marked", "utf-8 bare"],
)
def test_texts_are_read_in_every_encoding_that_viewers_write(raw: bytes) -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        small.fields(pdf)["pp:text:coal:comment"].V = String(raw)

    assert answer(read(put)).comment == "Łódź’s"


def test_the_accents_of_pdf_s_own_encoding_are_read() -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        small.fields(pdf)["pp:text:coal:comment"].V = String(b"Potos\xed \x8d1977\x8e \x96uvre")

    assert answer(read(put)).comment == "Potosí “1977” Œuvre"


def test_a_long_value_kept_in_a_stream_is_read() -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        small.fields(pdf)["pp:text:coal:comment"].V = pdf.make_stream(b"A long comment")

    assert answer(read(put)).comment == "A long comment"


def test_nothing_that_a_terminal_obeys_is_kept_of_a_comment() -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        small.write(pdf, "pp:text:coal:comment", "red \x1b[31m and\x00 a bell\x07\ttab\x9b")

    assert answer(read(put)).comment == "red [31m and a bell tab"


def test_half_a_letter_of_utf_16_spoils_no_record() -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        small.fields(pdf)["pp:text:coal:comment"].V = String(b"\xfe\xff\x00a\xd8\x00\x00b")

    assert answer(read(put)).comment.encode()


# -- comments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subtype", "kind"),
    [
        ("Text", "note"),
        ("Highlight", "highlight"),
        ("StrikeOut", "strike-out"),
        ("Underline", "underline"),
        ("Squiggly", "underline"),
        ("Caret", "insertion"),
        ("FreeText", "text"),
        ("Ink", "drawing"),
        ("Square", "drawing"),
        ("Circle", "drawing"),
        ("Line", "drawing"),
        ("Polygon", "drawing"),
        ("PolyLine", "drawing"),
        ("Stamp", "stamp"),
        ("FileAttachment", "note"),
        ("SomethingNew", "note"),
    ],
)
def test_every_kind_of_comment_is_read_with_its_place_text_and_author(subtype: str, kind: str) -> None:
    rect = (mm_to_pt(100), mm_to_pt(420 - 60), mm_to_pt(120), mm_to_pt(420 - 50))
    found = only_mark(lambda pdf: small.annotate(pdf, 2, subtype, rect, "Which year?", "Dave"))
    assert (found.sheet, found.kind, found.text, found.author) == (2, kind, "Which year?", "Dave")
    assert found.boxes == ((100, 50, 120, 60),)


@pytest.mark.parametrize("order", ["Z", "U", "N"])
def test_the_corners_of_a_highlight_are_read_in_every_order(order: str) -> None:
    places = [small.on_sheet("coal", 2), small.on_sheet("coal", 3)]
    found = only_mark(
        lambda pdf: small.annotate(pdf, 2, "Highlight", (0, 0, 9, 9), QuadPoints=small.quads(*places, order=order))
    )
    expected = [small.line_box(n, small.WORDS["coal"][n - 1]) for n in (2, 3)]
    for box, (left, top, right, bottom) in zip(found.boxes, expected, strict=True):
        on_sheet = (small.LEFT + left * 0.4, small.TOP + top * 0.4, small.LEFT + right * 0.4, small.TOP + bottom * 0.4)
        assert box == pytest.approx(on_sheet, abs=0.02)


def test_a_highlight_without_corners_is_where_its_frame_is() -> None:
    marked = (small.quads((5, 5, 5, 5)), Array([1, 2, 3]), String("x"), Array([Name.A] * 8))
    for corners in marked:
        found = only_mark(lambda pdf, q=corners: small.annotate(pdf, 2, "Highlight", HERE, QuadPoints=q))  # type: ignore[misc]
        assert len(found.boxes) == 1
        assert found.boxes[0][0] == pytest.approx(small.LEFT + 60 * 0.4, abs=0.02)


def test_a_sheet_that_a_viewer_turned_and_cropped_keeps_its_places() -> None:
    def turned(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1].obj
        page.Rotate = 90
        page.CropBox = Array([100, 100, 500, 700])

    def moved(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.MediaBox = Array([-50, -70, mm_to_pt(297) - 50, mm_to_pt(420) - 70])

    note = (mm_to_pt(100), mm_to_pt(360), mm_to_pt(106), mm_to_pt(366))
    shifted = (note[0] - 50, note[1] - 70, note[2] - 50, note[3] - 70)
    assert only_mark(turned, lambda pdf: small.annotate(pdf, 2, "Text", note)).boxes == ((100, 54, 106, 60),)
    assert only_mark(moved, lambda pdf: small.annotate(pdf, 2, "Text", shifted)).boxes == ((100, 54, 106, 60),)


def test_a_callout_and_an_arrow_are_where_they_point_to() -> None:
    x, y = mm_to_pt(50), mm_to_pt(420 - 80)
    callout = only_mark(lambda pdf: small.annotate(pdf, 2, "FreeText", (0, 0, 90, 90), CL=Array([x, y, 9, 9, 5, 5])))
    arrow = only_mark(
        lambda pdf: small.annotate(
            pdf, 2, "Line", (0, 0, 90, 90), L=Array([9, 9, x, y]), LE=Array([Name("/None"), Name.OpenArrow])
        )
    )
    plain = only_mark(lambda pdf: small.annotate(pdf, 2, "Line", (0, 0, x, y), L=Array([9, 9, x, y])))
    assert callout.boxes == arrow.boxes == ((50, 80, 50, 80),)
    assert plain.boxes == ((0, 80, 50, 420),)


def test_answers_belong_to_the_comment_they_answer_and_ticks_of_review_to_none() -> None:
    def thread(pdf: pikepdf.Pdf) -> None:
        first = small.annotate(pdf, 2, "Text", HERE, "Which year?", "Dave")
        second = small.annotate(pdf, 2, "Text", HERE, "1834", "Ann", IRT=first)
        small.annotate(pdf, 2, "Text", HERE, "Agreed", "", IRT=second)
        small.annotate(pdf, 2, "Text", HERE, "Accepted set by Ann", "Ann", IRT=first, StateModel=String("Review"))

    found = only_mark(thread)
    assert (found.text, found.replies) == ("Which year?", ("Ann: 1834", "Agreed"))


def test_answers_that_answer_each_other_in_a_ring_are_all_read() -> None:
    def ring(pdf: pikepdf.Pdf) -> None:
        first = small.annotate(pdf, 2, "Text", HERE, "one")
        second = small.annotate(pdf, 2, "Text", HERE, "two", IRT=first)
        first.IRT = second

    assert sorted(mark.text for mark in read(ring).marks) == ["one", "two"]


def test_words_to_put_in_place_of_others_are_one_comment() -> None:
    def replaced(pdf: pikepdf.Pdf) -> None:
        caret = small.annotate(pdf, 2, "Caret", (1, 1, 2, 2), "three hundred", "Dave")
        small.annotate(pdf, 2, "StrikeOut", HERE, "", "Dave", IRT=caret, RT=Name.Group, QuadPoints=small.quads(HERE))

    found = only_mark(replaced)
    assert (found.kind, found.text, found.author) == ("strike-out", "three hundred", "Dave")
    assert found.boxes[0][0] == pytest.approx(small.LEFT + 60 * 0.4, abs=0.02)


def test_a_rich_text_is_read_where_there_is_no_plain_one() -> None:
    rich = "<?xml version='1.0'?><body><p>Not <b>this</b> year</p><p>but &lt;1834&gt;</p></body>"
    found = only_mark(lambda pdf: small.annotate(pdf, 2, "FreeText", HERE, RC=String(rich)))
    assert found.text == "Not this year\nbut <1834>"


def test_windows_links_and_fields_are_no_comments() -> None:
    def put(pdf: pikepdf.Pdf) -> None:
        note = small.annotate(pdf, 2, "Text", HERE, "A note")
        small.annotate(pdf, 2, "Popup", HERE, "A note", Parent=note)
        small.annotate(pdf, 2, "Link", HERE, "a link")
        pdf.pages[1].obj.Annots.append(Dictionary())
        pdf.pages[1].obj.Annots.append(String("rubbish"))

    assert [mark.text for mark in read(put).marks] == ["A note"]


# -- refusals --------------------------------------------------------------------------------------------------------


def test_a_locked_file_is_refused_also_where_anybody_may_open_it() -> None:
    for user in ("secret", ""):
        lock = pikepdf.Encryption(owner="printer", user=user)
        found = refused_after(encryption=lock, force_version="2.0")
        assert found.id == "sign-off/encrypted"


def _no_fields(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm
    for page in pdf.pages:
        page.obj.Annots = Array()


def _no_info(pdf: pikepdf.Pdf) -> None:
    del pdf.trailer["/Info"]


def test_a_proof_printed_into_a_file_is_named() -> None:
    for changes in ((_no_fields,), (_no_fields, _no_info)):
        found = refused_after(*changes)
        assert found.id == "sign-off/flattened"
        assert "proof 1 of small" in found.message


def scan(data: bytes) -> bytes:
    """Return the pages of a file as pictures, as a copier sends them."""
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(data)
    pictures = [page.render(scale=150 / 72).to_pil().convert("L") for page in document]
    document.close()
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return out.getvalue()


@pytest.mark.slow
def test_a_scan_is_named_by_the_code_on_its_sheets() -> None:
    found = refused(scan(small.proof()))
    assert found.id == "sign-off/scanned"
    assert "proof 1 of small" in found.message
    assert "--proof 1 --evidence FILE" in found.help


def test_a_scan_without_a_code_is_called_one() -> None:
    out = io.BytesIO()
    Image.new("L", (80, 120), 200).save(out, "PDF")
    found = refused(out.getvalue())
    assert found.id == "sign-off/scanned"
    assert "no proof's code can be read" in found.message


def test_a_stranger_s_file_is_no_proof() -> None:
    assert refused(good.good_pdf()).id == "sign-off/stranger"


def test_a_file_with_two_codes_is_refused() -> None:
    def other(pdf: pikepdf.Pdf) -> None:
        pdf.trailer.Info.PanelpressProof = String("small/2/0123456789ab")

    found = refused_after(other)
    assert found.id == "sign-off/altered"
    assert "small/2/0123456789ab" in found.message


def test_a_code_that_is_none_is_refused() -> None:
    def other(pdf: pikepdf.Pdf) -> None:
        pdf.trailer.Info.PanelpressProof = String("Small proof")
        small.write(pdf, "pp:code", "Small proof")

    assert refused_after(other).id == "sign-off/altered"


def test_a_code_that_was_taken_out_is_missed() -> None:
    found = refused_after(_no_info, lambda pdf: small.write(pdf, "pp:code", ""))
    assert found.id == "sign-off/altered"
    assert "taken out" in found.message


def test_either_code_is_enough() -> None:
    assert read(_no_info).proof == 1
    assert read(lambda pdf: small.write(pdf, "pp:code", "")).proof == 1


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.pdf").id == "sign-off/missing"
    assert refused(tmp_path).id == "sign-off/unreadable"


def test_a_photograph_of_a_sheet_is_no_pdf_and_evidence() -> None:
    out = io.BytesIO()
    Image.new("L", (4, 4)).save(out, "JPEG")
    found = refused(out.getvalue())
    assert found.id == "sign-off/not-a-pdf"
    assert "--evidence" in found.help
    assert refused(b"").id == "sign-off/not-a-pdf"


# -- hostile files ---------------------------------------------------------------------------------------------------


def _pages_in_a_ring(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def _a_page_that_is_its_own_parent(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    del page.MediaBox
    page.Parent = page


def _nested(pdf: pikepdf.Pdf) -> None:
    for _ in range(5000):
        inner = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(list(pdf.Root.Pages.Kids)), Count=5))
        pdf.Root.Pages.Kids = Array([inner])


def _no_pages_at_all(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids = Array()
    pdf.Root.Pages.Count = 0


def _many_marks(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Annots = pdf.make_indirect(
        Array([pdf.make_indirect(Dictionary(Subtype=Name.Text, Rect=Array([0, 0, 9, 9]))) for _ in range(6000)])
    )


def _many_fields(pdf: pikepdf.Pdf) -> None:
    for n in range(21_000):
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(T=String(f"f{n}"))))


def _a_very_long_comment(pdf: pikepdf.Pdf) -> None:
    small.annotate(pdf, 2, "Text", HERE, "x" * (MAX_TEXT + 1))


def _long_comments(pdf: pikepdf.Pdf) -> None:
    for _ in range(30):
        small.annotate(pdf, 2, "Text", HERE, "x" * MAX_TEXT)


def _many_links(pdf: pikepdf.Pdf) -> None:
    link = pdf.make_indirect(Dictionary(Subtype=Name.Link))
    listed = pdf.make_indirect(Array([link] * 40_000))
    for page in pdf.pages:
        page.obj.Annots = listed


def _pages_that_double(pdf: pikepdf.Pdf) -> None:
    node = pdf.Root.Pages
    for _ in range(30):
        node = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([node, node]), Count=5))
    pdf.Root.Pages = node


def _a_bomb_for_a_value(pdf: pikepdf.Pdf) -> None:
    small.fields(pdf)["pp:text:coal:comment"].V = pdf.make_stream(b"x" * 200_000_000)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (lambda: small.proof(None, _pages_in_a_ring), {"sign-off/damaged"}),
        (lambda: small.proof(None, _nested), {"sign-off/damaged"}),
        (lambda: small.proof(None, _no_pages_at_all), {"sign-off/damaged"}),
        (lambda: small.proof(None, _many_marks), {"sign-off/too-complex"}),
        (lambda: small.proof(None, _many_fields), {"sign-off/too-complex"}),
        (lambda: small.proof(None, _a_very_long_comment), {"sign-off/too-large"}),
        (lambda: small.proof(None, _long_comments), {"sign-off/too-large"}),
        (lambda: small.proof(None, _many_links), {"sign-off/too-complex"}),
        (lambda: small.proof(None, _pages_that_double), {"sign-off/damaged"}),
        (lambda: good.good_pdf(bad.doubling), {"sign-off/damaged"}),
        (lambda: good.good_pdf(bad.nested), {"sign-off/damaged"}),
        (lambda: good.good_pdf(bad.bomb, **bad.AS_IT_IS), {"sign-off/damaged"}),
        (lambda: small.proof(None, _a_bomb_for_a_value), {"sign-off/damaged", "sign-off/too-large"}),
        (lambda: b"%PDF-1.7\n" + b"\0" * 5000, {"sign-off/damaged"}),
        (lambda: b"%PDF-1.7\n" + b"[" * 500_000, {"sign-off/damaged"}),
        (lambda: b"%PDF-1.7\n" + b"<<" * 500_000 + b"\nstartxref\n9\n%%EOF", {"sign-off/damaged"}),
        (lambda: b"%PDF-1.7\nxref\n0 999999999\n" + b"trailer\n<<>>\nstartxref\n9\n%%EOF", {"sign-off/damaged"}),
        (lambda: b"%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF", {"sign-off/damaged"}),
        (lambda: small.proof()[:4000], {"sign-off/damaged"}),
    ],
)  # fmt: skip
def test_a_hostile_file_ends_in_one_clear_word(data: Callable[[], bytes], ids: set[str]) -> None:
    assert refused(data()).id in ids
