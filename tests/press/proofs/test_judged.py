"""The proof in other people's programs: they find it sound, draw it, fill it in, and what they wrote shows and comes back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from PIL import Image
from tests.support import shown, verapdf
from tests.support.judges import ask
from tests.support.viewers import VIEWERS, Task, Written, selected, writable

from panelpress.inspect.returned import read_returned
from panelpress.ledger.beside import beside
from panelpress.ledger.proofs import ProofItem, ProofRecord

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.press.proofs.make import MadeProof

pytestmark = [pytest.mark.slow, pytest.mark.judge]

FIELDS = {
    "pp:text:coal:decision": "approved",
    "pp:text:bread.en-es:decision": "corrections",
    "pp:text:bread.en-es:comment": "Potosí, not “Potosi” – año",
    "pp:photographs:catalogue:decision": "changes",
    "pp:text:name": "Ángel Muñoz",
    "pp:text:role": "Secretary",
    "pp:text:organisation": "NUM",
    "pp:text:date": "26/11/2026",
}


def marks(proof: MadeProof) -> tuple[Written, ...]:
    """Return what officers do to words: they select them, on a panel and on each page of an opening."""
    sheets = {(sheet.item, sheet.page): sheet.sheet for sheet in proof.sheets}
    wanted = (
        ("highlight", "coal", 1, "lodge banner"),
        ("strike-out", "bread.en-es", 1, "Los panaderos"),
        ("underline", "catalogue", 2, "Page 2 says"),
        ("highlight", "catalogue", 3, "Page 3 says"),
    )
    found = []
    for kind, item, page, words in wanted:
        sheet = sheets[item, page]
        found.append(Written(sheet, kind, (selected(proof.pdf, sheet, words),), f"{item} {page}: {words}"))
    return tuple(found)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_a_viewer_fills_in_and_marks_comes_back(proof: MadeProof, viewer: str) -> None:
    written = writable(viewer, marks(proof))
    found = read_returned(VIEWERS[viewer](proof.pdf, Task(FIELDS, written)))
    assert found.code == shown.CODE
    answers = {(a.gate, a.item): (a.decision, a.comment) for a in found.answers if a.decision or a.comment}
    assert answers == {
        ("text", "coal"): ("approved", ""),
        ("text", "bread.en-es"): ("corrections", "Potosí, not “Potosi” – año"),
        ("photographs", "catalogue"): ("changes", ""),
    }
    (signature,) = found.signatures
    assert (signature.name, signature.role, signature.organisation, signature.date) == (
        "Ángel Muñoz", "Secretary", "NUM", "26/11/2026",
    )  # fmt: skip
    items = {
        item.key: ProofItem(item.label, "", "", {}, tuple(line for page in item.pages for line in page.lines))
        for item in shown.content().items
    }
    record = ProofRecord("small", 3, "2026-11-24", (), items, proof.sheets)
    places = [beside(record, mark) for mark in found.marks]
    assert sorted(f"{at.item} {at.page}: {at.quote}" for at in places) == sorted(mark.text for mark in written)


@pytest.mark.parametrize("viewer", ["PDFium", "PDFBox", "pypdf"])
def test_poppler_shows_what_a_viewer_filled_in(proof: MadeProof, viewer: str, tmp_path: Path) -> None:
    (tmp_path / "filled.pdf").write_bytes(VIEWERS[viewer](proof.pdf, Task(FIELDS)))
    (tmp_path / "blank.pdf").write_bytes(proof.pdf)
    sheet = proof.sheets[-1].sheet + 1
    for name in ("blank", "filled"):
        said = ask("pdftoppm", "-r", "100", "-gray", "-f", str(sheet), "-l", str(sheet), "-png", "-singlefile",
                   tmp_path / f"{name}.pdf", tmp_path / name)  # fmt: skip
        assert not said.err
    blank, filled = (np.array(Image.open(tmp_path / f"{name}.png")).astype(int) for name in ("blank", "filled"))
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        rects = {str(field.T): field.Rect for field in pdf.Root.AcroForm.Fields if "/Rect" in field}
        height = float(pdf.pages[sheet - 1].mediabox[3])
    for name in (name for name in FIELDS if name in rects):
        left, bottom, right, top = (float(v) for v in rects[name])
        area = tuple(round(v * 100 / 72) for v in (height - top, height - bottom, left, right))
        before, after = (picture[area[0] : area[1], area[2] : area[3]] for picture in (blank, filled))
        assert ((before - after) > 100).sum() > 40, f"{name} does not show"


def test_qpdf_finds_it_sound(proof: MadeProof, told: MadeProof, tmp_path: Path) -> None:
    for made in (proof, told):
        (tmp_path / "proof.pdf").write_bytes(made.pdf)
        assert "No syntax or stream encoding errors" in ask("qpdf", "--check", tmp_path / "proof.pdf").out


def test_poppler_and_ghostscript_draw_every_sheet_without_a_word(
    proof: MadeProof, told: MadeProof, tmp_path: Path
) -> None:
    for made in (proof, told):
        (tmp_path / "proof.pdf").write_bytes(made.pdf)
        assert not ask("pdftoppm", "-r", "30", "-png", tmp_path / "proof.pdf", tmp_path / "page").err
        said = ask("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=png16m", "-r30", f"-sOutputFile={tmp_path}/gs-%d.png",
                   tmp_path / "proof.pdf")  # fmt: skip
        assert not said.out + said.err


def test_those_who_cannot_see_can_read_and_sign_it(proof: MadeProof, told: MadeProof, tmp_path: Path) -> None:
    """It keeps every rule of PDF/UA-1 that a program can check, but for claiming to: languages of lines are not known."""
    paths = []
    for name, made in (("proof", proof), ("told", told)):
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(made.pdf)
    for failed in verapdf.failed_accessibility(paths).values():
        assert [failure.clause for failure in failed] == ["5"], "\n".join(map(str, failed))


def test_poppler_finds_the_words_of_a_panel_in_the_order_of_its_lines(proof: MadeProof, tmp_path: Path) -> None:
    (tmp_path / "proof.pdf").write_bytes(proof.pdf)
    sheet = str(proof.sheets[0].sheet)
    text = ask("pdftotext", "-f", sheet, "-l", sheet, tmp_path / "proof.pdf", "-").out
    places = [text.find(line.text) for line in shown.panel(1, "coal").pages[0].lines]
    assert places == sorted(places)
    assert min(places) >= 0
