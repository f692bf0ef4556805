"""A real proof goes out, other people's programs fill it in and write on it, and every word comes back at its place."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from tests.support.issued import Issued, copied
from tests.support.issued import issued as issue
from tests.support.judges import ask
from tests.support.viewers import CANNOT, VIEWERS, Task, Written, selected, writable

from panelpress.cli import run
from panelpress.ground.diagnostics import PanelpressError
from panelpress.inspect.returned import read_returned
from panelpress.ledger import chain
from panelpress.ledger.beside import beside
from panelpress.ledger.entries import Comment, Decision

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.judge]

FIELDS = {
    "pp:text:coal:decision": "approved",
    "pp:text:bread:decision": "changes",
    "pp:text:bread:comment": "Potosí, not “Potosi” – twice",
    "pp:text:name": "A. Writer",
    "pp:text:organisation": "NUM",
    "pp:text:date": "26/11/2026",
}
WORDS = (
    ("highlight", "coal", "The lodge banner"),
    ("strike-out", "bread", "the miners in"),
    ("underline", "coal", "Nobody went"),
)
KINDS = dict.fromkeys(kind for kind, _, _ in WORDS)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    return issue(tmp_path_factory)


def marks(issued: Issued) -> tuple[Written, ...]:
    """Return what an officer would write: words selected, a note in the margin, a circle, a text, an insertion."""
    data, coal, bread, book = issued.data, issued.sheet("coal"), issued.sheet("bread"), issued.sheet("catalogue", 3)
    sheets = {"coal": coal, "bread": bread}
    found = [
        Written(sheets[item], kind, (selected(data, sheets[item], words),), f"About {words}: “who?” – Łódź", "Dave Ú.")
        for kind, item, words in WORDS
    ]
    left, bottom, _, top = selected(data, coal, "the river")
    found.append(
        Written(coal, "note", ((left - 26, (bottom + top) / 2 - 10, left - 6, (bottom + top) / 2 + 10),), "Beside 6")
    )
    a, b, c, d = selected(data, coal, "and a band walked")
    found.append(Written(coal, "drawing", ((a - 3, b - 1, c + 3, d + 1),), "Around 5"))
    a, b, c, d = selected(data, bread, "every door")
    found.append(Written(bread, "text", ((a, b, a + 60, d),), "On 3"))
    a, b, c, d = selected(data, bread, "asked who")
    found.append(Written(bread, "insertion", ((a - 3, b - 3, a + 3, b + 3),), "Between"))
    found.append(Written(coal, "note", ((150.0, 500.0, 170.0, 520.0),), "Far from any line"))
    found.append(Written(book, "highlight", (selected(data, book, "every pit well"),), "On the right-hand page"))
    a, b, c, d = selected(data, book, "Made for")
    found.append(Written(book, "highlight", ((a, b, c, d),), "On the left-hand page"))
    return tuple(found)


def where(issued: Issued, item: str, words: str) -> tuple[str, int, int, str, int]:
    """Return the item, page, line, file and source line that some words stand on, by the record alone."""
    line = issued.line(item, words)
    return item, line.page, line.number, line.file, line.line


def expected(issued: Issued) -> set[tuple[object, ...]]:
    found = {(kind, f"About {words}: “who?” – Łódź", *where(issued, item, words), words) for kind, item, words in WORDS}
    return found | {
        ("note", "Beside 6", *where(issued, "coal", "the river"), issued.line("coal", "the river").text),
        ("drawing", "Around 5", *where(issued, "coal", "and a band walked"), "and a band walked"),
        ("text", "On 3", *where(issued, "bread", "every door"), "every door"),
        ("insertion", "Between", *where(issued, "bread", "asked who"), "nobody asked"),
        ("note", "Far from any line", "coal", 1, 0, "", 0, ""),
        ("highlight", "On the right-hand page", *where(issued, "catalogue", "every pit well"), "every pit well"),
        ("highlight", "On the left-hand page", *where(issued, "catalogue", "Made for"), "Made for"),
    }


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_answer_and_every_mark_comes_back_at_its_panel_and_line(viewer: str, issued: Issued) -> None:
    done = VIEWERS[viewer](issued.data, Task(FIELDS, writable(viewer, marks(issued))))
    found = read_returned(done)
    assert found.code == issued.record.code
    assert {(a.gate, a.item): (a.decision, a.comment) for a in found.answers if a.decision or a.comment} == {
        ("text", "coal"): ("approved", ""),
        ("text", "bread"): ("changes", "Potosí, not “Potosi” – twice"),
    }
    (signature,) = found.signatures
    assert (signature.name, signature.organisation, signature.date) == ("A. Writer", "NUM", "26/11/2026")
    places: set[tuple[object, ...]] = set()
    for mark in found.marks:
        p = beside(issued.record, mark)
        places.add((mark.kind, mark.text, p.item, p.page, p.line, p.file, p.source_line, p.quote))
    assert places == {each for each in expected(issued) if each[0] not in CANNOT.get(viewer, ())}
    assert len(found.marks) == len(places) >= 9
    assert {m.author for m in found.marks if m.text.startswith("About")} == {"Dave Ú."}


def test_one_program_after_the_other_loses_nothing(issued: Issued) -> None:
    """The first officer's file goes on to the second: each program keeps what the others wrote."""
    data, answers, written = issued.data, list(FIELDS.items()), marks(issued)
    for number, fill in enumerate(VIEWERS.values()):
        mine = answers[number :: len(VIEWERS)]
        data = fill(data, Task(dict(mine), written[2 * number % 6 : 2 * number % 6 + 2]))
    found = read_returned(data)
    assert len(found.marks) == 2 * len(VIEWERS)
    assert [(a.item, a.decision, a.comment) for a in found.answers if a.decision] == [
        ("coal", "approved", ""),
        ("bread", "changes", "Potosí, not “Potosi” – twice"),
    ]
    assert [s.name for s in found.signatures] == ["A. Writer"]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_a_program_filled_in_is_recorded_by_the_command(
    viewer: str, issued: Issued, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = copied(issued, tmp_path)
    mine = writable(viewer, marks(issued))
    file = project.write("back.pdf", VIEWERS[viewer](issued.data, Task(FIELDS, mine)))
    assert run(["signoff", "import", str(file), "-C", str(project.root)]) == 0
    ledger = chain.read(project.root)
    assert not ledger.faults
    decisions = ledger.matters(Decision).values()
    assert sorted((d.item, d.decision, d.date) for d in decisions) == [
        ("bread", "changes", "2026-11-26"),
        ("coal", "approved", "2026-11-26"),
    ]
    assert len(ledger.matters(Comment)) == 1 + len(mine)
    printed = " ".join(capsys.readouterr().out.split())
    line = issued.line("coal", "The lodge banner")
    assert f"panel 1 coal line {line.number} ({line.file}:{line.line}) “The lodge banner” — About The lodge" in printed


# -- programs that print, or copy pages ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled(issued: Issued) -> bytes:
    return VIEWERS["PDFium"](issued.data, Task(FIELDS, writable("PDFium", marks(issued))))


def test_poppler_prints_a_proof_into_a_file_and_it_is_told_from_a_filled_one(filled: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled)
    ask("pdftocairo", "-pdf", tmp_path / "in.pdf", tmp_path / "out.pdf")
    with pytest.raises(PanelpressError, match="proof 1 of small, printed into a file") as caught:
        read_returned(tmp_path / "out.pdf")
    assert caught.value.diagnostics[0].id == "sign-off/flattened"


def test_ghostscript_prints_a_proof_into_a_file_and_it_is_told_from_a_filled_one(filled: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled)
    ask(
        "gs",
        "-q",
        "-dSAFER",
        "-dNOPAUSE",
        "-dBATCH",
        "-sDEVICE=pdfwrite",
        "-o",
        tmp_path / "out.pdf",
        tmp_path / "in.pdf",
    )
    with pytest.raises(PanelpressError, match="printed into a file") as caught:
        read_returned(tmp_path / "out.pdf")
    assert caught.value.diagnostics[0].id == "sign-off/flattened"


def test_poppler_s_pictures_of_the_sheets_are_a_scan_of_that_proof(filled: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled)
    ask("pdftoppm", "-r", "150", "-gray", "-png", tmp_path / "in.pdf", tmp_path / "page")
    from PIL import Image  # noqa: PLC0415

    pages = [Image.open(path) for path in sorted(tmp_path.glob("page*.png"))]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    with pytest.raises(PanelpressError, match="a scan of proof 1 of small") as caught:
        read_returned(out.getvalue())
    assert caught.value.diagnostics[0].id == "sign-off/scanned"


def test_qpdf_packs_unpacks_and_straightens_a_proof_and_nothing_is_lost(filled: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled)
    before = read_returned(tmp_path / "in.pdf")
    ways = (
        ("--object-streams=generate", "--linearize"),
        ("--qdf", "--object-streams=disable"),
        ("--normalize-content=y",),
    )
    for number, way in enumerate(ways):
        target = tmp_path / f"{number}.pdf"
        ask("qpdf", *way, tmp_path / "in.pdf", target)
        after = read_returned(target)
        assert (after.answers, after.signatures, after.marks) == (before.answers, before.signatures, before.marks)


def test_qpdf_locks_a_proof_and_it_is_refused(filled: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled)
    ask("qpdf", "--encrypt", "", "owner", "256", "--", tmp_path / "in.pdf", tmp_path / "out.pdf")
    with pytest.raises(PanelpressError) as caught:
        read_returned(tmp_path / "out.pdf")
    assert caught.value.diagnostics[0].id == "sign-off/encrypted"


def test_qpdf_takes_the_filled_sheets_out_and_they_still_tell_what_they_say(
    issued: Issued, filled: bytes, tmp_path: Path
) -> None:
    """Officers send "only the page I signed" back."""
    (tmp_path / "in.pdf").write_bytes(filled)
    with pikepdf.open(tmp_path / "in.pdf") as pdf:
        last = len(pdf.pages)
    bread = issued.sheet("bread")
    ask(
        "qpdf", tmp_path / "in.pdf", "--pages", tmp_path / "in.pdf", f"{bread},{last - 1}-{last}", "--",
        tmp_path / "out.pdf",
    )  # fmt: skip
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert len(pdf.pages) == 3
    found = read_returned(tmp_path / "out.pdf")
    assert [(a.item, a.decision) for a in found.answers if a.decision] == [("coal", "approved"), ("bread", "changes")]
    assert {beside(issued.record, mark).item for mark in found.marks} == {"bread"}
    assert {mark.sheet for mark in found.marks} == {bread}
