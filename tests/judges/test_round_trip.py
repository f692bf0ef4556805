"""A proof goes out, other people's programs fill it in and write on it, and every word comes back at its place."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from tests.support import returned as small
from tests.support.judges import ask
from tests.support.signoffs import Shown
from tests.support.viewers import CANNOT, VIEWERS, Task, Written, selected, writable

from panelpress.ground.diagnostics import PanelpressError
from panelpress.inspect.returned import read_returned
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
    ("highlight", "coal", 2, "lodge banner"),
    ("strike-out", "bread", 1, "the miners in"),
    ("underline", "coal", 5, "Nobody"),
)
KINDS = dict.fromkeys(kind for kind, _, _, _ in WORDS)


def marks(data: bytes) -> tuple[Written, ...]:
    """Return what an officer would write: words selected, a note in the margin, a circle, a text, an insertion."""
    sheets = {"coal": 2, "bread": 3}
    found = [
        Written(sheets[item], kind, (selected(data, sheets[item], words),), f"About {words}: “who?” – Łódź", "Dave Ú.")
        for kind, item, _, words in WORDS
    ]
    left, bottom, _, top = selected(data, 2, "Every pit")
    found.append(
        Written(2, "note", ((left - 26, (bottom + top) / 2 - 10, left - 6, (bottom + top) / 2 + 10),), "Beside 4")
    )
    a, b, c, d = selected(data, 2, "a band walked")
    found.append(Written(2, "drawing", ((a - 3, b - 1, c + 3, d + 1),), "Around 3"))
    a, b, c, d = selected(data, 3, "every door")
    found.append(Written(3, "text", ((a, b, a + 60, d),), "On 2"))
    a, b, c, d = selected(data, 3, "nobody asked who")
    found.append(Written(3, "insertion", ((a - 3, b - 3, a + 3, b + 3),), "Between"))
    found.append(Written(2, "note", ((40.0, 40.0, 60.0, 60.0),), "Far from any line"))
    return tuple(found)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_answer_and_every_mark_comes_back_at_its_panel_and_line(viewer: str) -> None:
    data = small.proof()
    done = VIEWERS[viewer](data, Task(FIELDS, writable(viewer, marks(data))))
    found = read_returned(done)
    record = small.record()
    assert found.code == record.code
    assert {(a.gate, a.item): (a.decision, a.comment) for a in found.answers if a.decision or a.comment} == {
        ("text", "coal"): ("approved", ""),
        ("text", "bread"): ("changes", "Potosí, not “Potosi” – twice"),
    }
    (signature,) = found.signatures
    assert (signature.name, signature.organisation, signature.date) == ("A. Writer", "NUM", "26/11/2026")
    places = {
        (m.kind, m.text, (p := beside(record, m)).item, p.line, p.file, p.source_line, p.quote) for m in found.marks
    }
    expected = {
        (
            kind,
            f"About {words}: “who?” – Łódź",
            item,
            line,
            f"panels/0{1 + (item == 'bread')}-{item}.md",
            5 + line,
            words,
        )
        for kind, item, line, words in WORDS
    }
    expected |= {
        ("note", "Beside 4", "coal", 4, "panels/01-coal.md", 9, "Every pit well known in the county came."),
        ("drawing", "Around 3", "coal", 3, "panels/01-coal.md", 8, "a band walked"),
        ("text", "On 2", "bread", 2, "panels/02-bread.md", 7, "every door"),
        ("insertion", "Between", "bread", 3, "panels/02-bread.md", 8, "and nobody"),
        ("note", "Far from any line", "coal", 0, "", 0, ""),
    }
    assert places == {each for each in expected if each[0] not in CANNOT.get(viewer, ())}
    assert len(found.marks) == len(places) >= 7
    assert {m.author for m in found.marks if m.kind in KINDS} == {"Dave Ú."}


def test_one_program_after_the_other_loses_nothing() -> None:
    """The first officer's file goes on to the second: each program keeps what the others wrote."""
    data = small.proof()
    answers = list(FIELDS.items())
    for number, fill in enumerate(VIEWERS.values()):
        mine = answers[number :: len(VIEWERS)]
        data = fill(data, Task(dict(mine), marks(small.proof())[2 * number % 6 : 2 * number % 6 + 2]))
    found = read_returned(data)
    assert len(found.marks) == 2 * len(VIEWERS)
    assert [(a.item, a.decision, a.comment) for a in found.answers if a.decision] == [
        ("coal", "approved", ""),
        ("bread", "changes", "Potosí, not “Potosi” – twice"),
    ]
    assert [s.name for s in found.signatures] == ["A. Writer"]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_a_program_filled_in_is_recorded_by_the_command(
    viewer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Shown(tmp_path, monkeypatch)
    data = small.proof(shown.record)
    file = shown.project.write("back.pdf", VIEWERS[viewer](data, Task(FIELDS, writable(viewer, marks(data)))))
    assert shown.run("import", file) == 0
    decisions = [m for m in shown.matters if isinstance(m, Decision)]
    assert [(d.item, d.decision, d.date) for d in decisions] == [
        ("coal", "approved", "2026-11-26"),
        ("bread", "changes", "2026-11-26"),
    ]
    comments = [m for m in shown.matters if isinstance(m, Comment)]
    assert len(comments) == 1 + len(writable(viewer, marks(data)))
    printed = " ".join(capsys.readouterr().out.split())
    assert "panel 1 coal line 2 (panels/01-coal.md:7) “lodge banner” — About lodge banner" in printed


# -- programs that print, or copy pages ------------------------------------------------------------------------------


def filled() -> bytes:
    data = small.proof()
    return VIEWERS["PDFium"](data, Task(FIELDS, writable("PDFium", marks(data))))


def test_poppler_prints_a_proof_into_a_file_and_it_is_told_from_a_filled_one(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled())
    ask("pdftocairo", "-pdf", tmp_path / "in.pdf", tmp_path / "out.pdf")
    with pytest.raises(PanelpressError, match="proof 1 of small, printed into a file") as caught:
        read_returned(tmp_path / "out.pdf")
    assert caught.value.diagnostics[0].id == "sign-off/flattened"


def test_ghostscript_prints_a_proof_into_a_file_and_it_is_told_from_a_filled_one(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled())
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


def test_poppler_s_pictures_of_the_sheets_are_a_scan_of_that_proof(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled())
    ask("pdftoppm", "-r", "150", "-gray", "-png", tmp_path / "in.pdf", tmp_path / "page")
    from PIL import Image  # noqa: PLC0415

    pages = [Image.open(path) for path in sorted(tmp_path.glob("page*.png"))]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    with pytest.raises(PanelpressError, match="a scan of proof 1 of small") as caught:
        read_returned(out.getvalue())
    assert caught.value.diagnostics[0].id == "sign-off/scanned"


def test_qpdf_packs_unpacks_and_straightens_a_proof_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled())
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


def test_qpdf_locks_a_proof_and_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(filled())
    ask("qpdf", "--encrypt", "", "owner", "256", "--", tmp_path / "in.pdf", tmp_path / "out.pdf")
    with pytest.raises(PanelpressError) as caught:
        read_returned(tmp_path / "out.pdf")
    assert caught.value.diagnostics[0].id == "sign-off/encrypted"


def test_qpdf_takes_the_filled_sheets_out_and_they_still_tell_what_they_say(tmp_path: Path) -> None:
    """Officers send "only the page I signed" back."""
    (tmp_path / "in.pdf").write_bytes(filled())
    ask("qpdf", tmp_path / "in.pdf", "--pages", tmp_path / "in.pdf", "4-5", "--", tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert len(pdf.pages) == 2
    found = read_returned(tmp_path / "out.pdf")
    assert [(a.item, a.decision) for a in found.answers if a.decision] == [("coal", "approved"), ("bread", "changes")]
