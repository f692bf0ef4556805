"""The sheets to sign: fields by the names that import reads, large enough for a thumb, of the same look everywhere."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from tests.support import shown

from panelpress.facts.signing import DECISIONS
from panelpress.ground.geometry import Box
from panelpress.ground.units import pt_to_mm
from panelpress.inspect.foundcode import code_on_paper
from panelpress.inspect.returned import read_returned
from panelpress.press.proofs.make import MadeProof, make_proof

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = ("coal", "bread.en-es", "catalogue")


@pytest.fixture
def pdf(proof: MadeProof) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(proof.pdf)) as opened:
        yield opened


def fields(pdf: pikepdf.Pdf) -> dict[str, Any]:
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def widgets(pdf: pikepdf.Pdf) -> list[tuple[int, Any]]:
    return [
        (number, widget)
        for number, page in enumerate(pdf.pages, 1)
        for widget in page.obj.get("/Annots", [])
        if str(widget.Subtype) == "/Widget"
    ]


def box(widget: Any) -> Box:
    left, bottom, right, top = (pt_to_mm(float(v)) for v in widget.Rect)
    return Box(left, -top, right, -bottom)


def test_fields_have_the_names_that_import_reads(pdf: pikepdf.Pdf) -> None:
    rows = [
        f"pp:{gate}:{key}:{what}"
        for gate in ("text", "photographs")
        for key in KEYS
        for what in ("decision", "comment")
    ]
    who = [f"pp:{gate}:{what}" for gate in ("text", "photographs") for what in ("name", "role", "organisation", "date")]
    assert sorted(fields(pdf)) == sorted(["pp:code", *rows, *who])


def test_each_row_offers_the_three_answers_and_none_is_chosen(pdf: pikepdf.Pdf) -> None:
    rows = [field for name, field in fields(pdf).items() if name.endswith(":decision")]
    assert len(rows) == 6
    for field in rows:
        assert str(field.V) == "/Off"
        assert int(field.Ff) == 1 << 15
        answers = [[key for key in kid.AP.N.keys() if key != "/Off"] for kid in field.Kids]  # noqa: SIM118
        assert answers == [[f"/{answer}"] for answer in DECISIONS]
        assert {str(kid.AS) for kid in field.Kids} == {"/Off"}


def test_a_blank_proof_is_read_as_blank(proof: MadeProof) -> None:
    """Import must see every row, no answer, no signature, and the proof's code."""
    found = read_returned(proof.pdf)
    assert found.code == shown.CODE
    assert [(a.gate, a.item) for a in found.answers] == [(g, key) for g in ("text", "photographs") for key in KEYS]
    assert {a.decision for a in found.answers} == {a.comment for a in found.answers} == {""}
    assert (found.signatures, found.marks) == ((), ())


def test_a_thumb_hits_every_field(pdf: pikepdf.Pdf) -> None:
    """7 mm and more; the code, which nobody is to change, may be smaller."""
    for _, widget in widgets(pdf):
        if "/Parent" in widget and str(widget.Parent.get("/T")) == "pp:code":
            continue
        assert box(widget).height >= 7
        assert box(widget).width >= 7


def test_no_field_lies_on_another_or_beyond_its_sheet(pdf: pikepdf.Pdf) -> None:
    found = widgets(pdf)
    for n, (sheet, widget) in enumerate(found):
        width, height = (pt_to_mm(float(v)) for v in pdf.pages[sheet - 1].mediabox[2:])
        assert Box(0, -height, width, 0).contains(box(widget))
        for other_sheet, other in found[n + 1 :]:
            assert sheet != other_sheet or box(widget).overlap(box(other)) is None


def test_fields_are_gone_through_as_they_are_read(pdf: pikepdf.Pdf) -> None:
    sheet = min(number for number, _ in widgets(pdf))
    names = [str(w.get("/T") or w.Parent.T) for number, w in widgets(pdf) if number == sheet]
    order = list(dict.fromkeys(names))
    rows = [f"pp:text:{key}:{what}" for key in KEYS for what in ("decision", "comment")]
    assert order == ["pp:code", *rows, *(f"pp:text:{what}" for what in ("name", "role", "organisation", "date"))]


def test_every_field_says_in_words_what_it_is(pdf: pikepdf.Pdf) -> None:
    said = {name: str(field.TU) for name, field in fields(pdf).items()}
    assert said["pp:text:coal:decision"] == "Text, panel 1 coal"
    assert said["pp:text:name"] == "Text: your name"
    kids = [str(kid.TU) for kid in fields(pdf)["pp:text:coal:decision"].Kids]
    assert kids == [f"Text, panel 1 coal: {words}" for words in DECISIONS.values()]
    assert len(set(said.values())) == len(said)


def test_a_screen_reader_finds_every_field_in_the_tree(pdf: pikepdf.Pdf) -> None:
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(nums[n]): nums[n + 1] for n in range(0, len(nums), 2)}
    keys = [int(widget.StructParent) for _, widget in widgets(pdf)]
    assert len(set(keys)) == len(keys)
    for (_, widget), key in zip(widgets(pdf), keys, strict=True):
        assert str(owners[key].S) == "/Form"
        assert owners[key].K[0].Obj.objgen == widget.objgen
        assert str(owners[key].Alt)


def test_every_look_is_in_the_file(pdf: pikepdf.Pdf) -> None:
    for _, widget in widgets(pdf):
        normal = widget.AP.N
        looks = [normal] if isinstance(normal, pikepdf.Stream) else [look for _, look in normal.items()]
        for look in looks:
            assert [float(v) for v in look.BBox[2:]] == pytest.approx(
                [float(widget.Rect[2] - widget.Rect[0]), float(widget.Rect[3] - widget.Rect[1])], abs=0.01
            )
    assert "/NeedAppearances" not in pdf.Root.AcroForm


def test_the_code_is_for_nobody_to_change_and_on_each_sheet(pdf: pikepdf.Pdf) -> None:
    field = fields(pdf)["pp:code"]
    assert str(field.V) == shown.CODE
    assert int(field.Ff) & 1
    sheets = [number for number, w in widgets(pdf) if "/Parent" in w and w.Parent.objgen == field.objgen]
    assert sheets == sorted({number for number, w in widgets(pdf) if "/Parent" not in w})


def test_a_proof_that_nobody_signs_still_carries_its_code() -> None:
    made = make_proof(shown.content(gates=()), shown.code_for)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert list(fields(pdf)) == ["pp:code"]
        assert [number for number, _ in widgets(pdf)] == [1]


@pytest.mark.slow
def test_many_rows_flow_over_sheets_and_the_signature_is_never_alone() -> None:
    for count in (9, 10, 11, 12, 13, 30):
        items = tuple(shown.panel(n, f"panel-{n}") for n in range(1, count + 1))
        content = shown.content(items=items, gates=shown.gates(*(item.key for item in items), ids=("text",)))
        made = make_proof(content, shown.code_for)
        with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
            at: dict[str, int] = {}
            for number, widget in widgets(pdf):
                at[str(widget.get("/T") or widget.Parent.T)] = number
        rows = [at[f"pp:text:panel-{n}:comment"] for n in range(1, count + 1)]
        assert rows == sorted(rows)
        assert all(later - earlier in (0, 1) for earlier, later in pairwise(rows))
        signed = {at[f"pp:text:{what}"] for what in ("name", "role", "organisation", "date")}
        assert signed == {rows[-1]}, f"{count} rows"


def test_printed_pages_still_tell_the_code(proof: MadeProof) -> None:
    """A viewer that prints into a file drops the fields; the words on the sheets say which proof it was."""
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj.Annots
        out = io.BytesIO()
        pdf.save(out)
    assert code_on_paper(out.getvalue()) == (shown.CODE, False)


def test_a_button_shows_that_it_is_chosen(proof: MadeProof) -> None:
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        kid = fields(pdf)["pp:text:coal:decision"].Kids[0]
        sheet = next(number for number, w in widgets(pdf) if w.objgen == kid.objgen)
        left, bottom, right, top = (float(v) for v in kid.Rect)
        height = float(pdf.pages[sheet - 1].mediabox[3])
        darkness = []
        for state in ("/Off", "/approved"):
            kid.AS = pikepdf.Name(state)
            out = io.BytesIO()
            pdf.save(out)
            document = pypdfium2.PdfDocument(out.getvalue())
            document.init_forms()
            page = document[sheet - 1]
            picture = page.render(scale=2, may_draw_forms=True).to_pil().convert("L")
            button = picture.crop(tuple(round(2 * v) for v in (left, height - top, right, height - bottom)))
            darkness.append(sum(255 - v for v in button.tobytes()) / len(button.tobytes()))
            page.close()
            document.close()
    assert darkness[1] > darkness[0] + 30
