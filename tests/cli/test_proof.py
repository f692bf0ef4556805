"""`panelpress proof`: one number, one record, one file; what changed is shown, what is rejected is not to be signed."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from tests.support.issued import Issued, copied
from tests.support.issued import issued as issue
from tests.support.viewers import Task, Written, by_pdfium, selected

from panelpress.cli import run
from panelpress.inspect.returned import read_returned
from panelpress.jobs import proof as job
from panelpress.jobs.proofs.kept import keep_pages
from panelpress.ledger import chain, proofs
from panelpress.ledger.beside import beside
from panelpress.ledger.entries import Comment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project import Project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    return issue(tmp_path_factory)


@pytest.fixture
def project(issued: Issued, tmp_path: Path) -> Project:
    return copied(issued, tmp_path)


def call(project: Project, *words: str, code: int = 0) -> None:
    assert run(["proof", *words, "--jobs", "1", "-C", str(project.root)]) == code


def told(project: Project, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    call(project, *words, "--json", code=code)
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return value


def file(project: Project, name: str) -> bytes:
    return (project.root / "out/proof" / name).read_bytes()


def numbers(project: Project) -> list[int]:
    return list(proofs.issued(project.root))


def words_of(data: bytes) -> str:
    """Return every word of a proof, sheet by sheet, as a viewer reads them."""
    document = pypdfium2.PdfDocument(data)
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(said.split())


def fields(data: bytes) -> set[str]:
    """Return the names of the fields of a proof."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {str(field.T) for field in pdf.Root.AcroForm.Fields}


def test_a_proof_carries_the_code_of_its_record_which_knows_where_every_page_is_shown(issued: Issued) -> None:
    found = read_returned(_signed(issued.data, "coal"))
    assert found.code == issued.record.code
    assert [(s.item, s.page) for s in issued.record.sheets] == [
        ("coal", 1), ("bread", 1), ("catalogue", 1), ("catalogue", 2), ("catalogue", 3), ("catalogue", 4),
    ]  # fmt: skip
    assert {len(item.pictures) for item in issued.record.items.values()} == {1, 4}
    assert "Two hundred years of cutting" in words_of(issued.data)


def _signed(data: bytes, item: str) -> bytes:
    return by_pdfium(data, Task({f"pp:text:{item}:decision": "approved", "pp:text:name": "A. Writer"}))


def test_a_sheet_for_each_gate_asks_about_the_items_it_is_for(issued: Issued) -> None:
    asked = {name.removesuffix(":decision") for name in fields(issued.data) if name.endswith(":decision")}
    assert asked == {
        "pp:text:coal", "pp:text:bread", "pp:text:catalogue", "pp:photographs:coal", "pp:photographs:bread",
    }  # fmt: skip


def test_a_proof_holds_what_its_profile_asks_and_one_with_a_script_does_not(
    issued: Issued, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = issued.project.root / "out/proof/proof-1.pdf"
    assert run(["check", str(good), "--profile", "proof"]) == 0
    bad = tmp_path / "script.pdf"
    with pikepdf.open(good) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.save(bad)
    assert run(["check", str(bad), "--profile", "proof"]) == 1
    assert "document/actions" in capsys.readouterr().err


def test_where_nothing_changed_the_proof_keeps_its_number_and_its_bytes(
    issued: Issued, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (again,) = told(project, capsys)["files"]
    assert (again["number"], again["again"], again["code"]) == (1, True, issued.record.code)
    assert file(project, "proof-1.pdf") == issued.data
    assert numbers(project) == [1]


def test_two_processes_make_the_same_bytes_as_one(issued: Issued, project: Project) -> None:
    assert run(["proof", "--jobs", "2", "-q", "-C", str(project.root)]) == 0
    assert file(project, "proof-1.pdf") == issued.data


def test_a_changed_word_is_shown_since_the_last_proof_and_since_each_approval(project: Project) -> None:
    root = str(project.root)
    who = ["--by", "A. Writer", "--decision", "approved", "--date", "2026-11-25"]
    assert run(["signoff", "record", "coal", "--gate", "text", *who, "-C", root]) == 0
    project.edit("panels/01-coal.md", "Two hundred", "Three hundred")
    call(project)
    project.edit("panels/01-coal.md", "at dawn", "at dusk")
    call(project)
    assert numbers(project) == [1, 2, 3]
    said = words_of(file(project, "proof-3.pdf"))
    assert "since proof 2, the last one" in said
    assert "since proof 1; A. Writer approved text in it" in said
    assert said.count("dusk") > said.count("dawn") >= 2  # gone since both; else it is in no text any more
    assert "changed since it was approved by NUM" in said


def test_the_next_form_says_which_rows_still_stand_and_shows_what_was_said_on_the_cover(
    issued: Issued, project: Project
) -> None:
    """Whoever is not asked, and what was taken back, is told of nowhere."""
    root = str(project.root)
    say = ["--gate", "text", "--decision", "approved", "--date", "2026-11-25", "-C", root]
    assert run(["signoff", "record", "panels", "--by", "A. Writer", *say]) == 0
    assert run(["signoff", "record", "coal", "--by", "D. Miner", *say]) == 0
    assert run(["signoff", "record", "coal", "--by", "Z. Nobody", "--organisation", "Nobody", *say]) == 0
    note = Comment("", 0, 0, "", 0, "", "Use the other banner", "note", "Ann", 1, "2026-11-25")
    chain.append(project.root, [note])
    project.edit("panels/02-bread.md", "in winter", "in summer")
    call(project)
    said = words_of(file(project, "proof-2.pdf"))
    assert "Approved by A. Writer (NUM) and D. Miner (Durham miners) on proof 1: still stands, nothing to do" in said
    assert said.count("still stands") == 1, "panel 2 changed"
    assert "Z. Nobody" not in said
    assert "Use the other banner" in said
    assert "What changed" not in words_of(issued.data)
    head = next(d for d, e in chain.read(project.root).entries.items() if getattr(e.matter, "by", "") == "D. Miner")
    back = ["--by", "Ed", "--reason", "it was panel 2", "--date", "2026-11-26", "-C", root]
    assert run(["signoff", "withdraw", head, *back]) == 0
    call(project)
    said = words_of(file(project, "proof-3.pdf"))
    assert "Approved by A. Writer (NUM) on proof 1: still stands, Durham miners to sign" in said


def test_pictures_before_and_now_stand_beside_each_other_and_are_missed_where_they_are_lost(project: Project) -> None:
    project.edit("panels/01-coal.md", "Two hundred", "Three hundred")
    kept = copied_pictures(project)
    shutil.rmtree(project.root / "archive/pages")
    call(project, "coal")
    lost = pictures_in(file(project, "proof-2.pdf"))
    for name, data in kept.items():
        (project.root / "archive/pages" / name).write_bytes(data)
    call(project, "coal")
    assert numbers(project) == [1, 2]
    assert pictures_in(file(project, "proof-2.pdf")) == lost + 1
    archive = project.root / "archive/pages"
    name = next(iter(kept))
    (archive / name).write_bytes(kept[name][:-10])  # torn: it is no longer what its name says
    call(project, "coal")


def copied_pictures(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project.root / "archive/pages").iterdir()}


def pictures_in(data: bytes) -> int:
    """Return how many different JPEGs a proof holds."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return sum(1 for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Filter") == "/DCTDecode")


# -- what is rejected ------------------------------------------------------------------------------------------------


def test_an_item_that_is_rejected_is_shown_and_has_no_row_to_sign(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.picture("seam.png", size=(200, 133))
    said = told(project, capsys, "coal", "bread", code=1)
    assert {item["item"]: item["to_sign"] for item in said["items"]} == {"coal": False, "bread": True}
    data = file(project, "proof-2.pdf")
    asked = fields(data)
    assert "pp:text:bread:decision" in asked
    assert not any(":coal:" in name for name in asked)
    assert "image/resolution" in words_of(data)
    assert {s.item for s in proofs.read(project.root, 2).sheets} == {"coal", "bread"}


def test_an_item_that_could_not_be_made_holds_up_no_other(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.edit("panels/01-coal.md", "Nobody went", "TODO went")
    project.write("photos/seam.png", b"no picture at all")
    said = told(project, capsys, "coal", "bread", code=1)
    assert [item["pages"] for item in said["items"]] == [0, 1]
    assert set(proofs.read(project.root, 2).items) == {"bread"}


def test_where_there_is_nothing_to_show_nothing_is_issued(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.write("photos/seam.png", b"no picture at all")
    capsys.readouterr()
    call(project, "coal", code=2)
    assert "seam" in capsys.readouterr().err
    assert numbers(project) == [1]


# -- options ---------------------------------------------------------------------------------------------------------


def test_each_item_by_itself_has_a_number_of_its_own_and_comes_back_at_its_lines(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(project, capsys, "coal", "bread", "--each")
    assert [(f["file"], f["items"]) for f in said["files"]] == [
        ("out/proof/proof-2.pdf", ["coal", "bread"]),
        ("out/proof/proof-3-coal.pdf", ["coal"]),
        ("out/proof/proof-4-bread.pdf", ["bread"]),
    ]
    record, data = proofs.read(project.root, 4), file(project, "proof-4-bread.pdf")
    (shown,) = record.sheets
    place = selected(data, shown.sheet, "the miners in")
    task = Task({"pp:text:bread:decision": "approved", "pp:text:name": "A. Writer", "pp:text:organisation": "NUM"},
                (Written(shown.sheet, "highlight", (place,), "Which?"),))  # fmt: skip
    back = project.write("back.pdf", by_pdfium(data, task))
    (mark,) = read_returned(back).marks
    assert (beside(record, mark).item, beside(record, mark).line) == ("bread", 2)
    assert run(["signoff", "import", str(back), "-C", str(project.root)]) == 0
    assert [c.item for c in chain.read(project.root).matters(Comment).values()] == ["bread"]
    again = told(project, capsys, "coal", "bread", "--each")
    assert [f["again"] for f in again["files"]] == [False, False, False]  # the record grew: its heads are in each
    once_more = told(project, capsys, "coal", "bread", "--each")
    assert [f["again"] for f in once_more["files"]] == [True, True, True]


def test_a_proof_is_made_as_small_as_it_must_be_and_says_how(
    issued: Issued, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    most = len(issued.data) - 20_000
    (made,) = told(project, capsys, "--max-mb", str(most / 1e6))["files"]
    assert made["bytes"] <= most
    assert "JPEG quality 55" in made["smaller"]
    assert made["again"]  # what it shows is the same


def test_catalogue_yml_says_how_large_a_proof_may_be_and_an_option_says_otherwise(
    issued: Issued, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    most = (len(issued.data) - 20_000) / 1e6
    project.edit("catalogue.yml", "panels:\n", f"proof: {{max_mb: {most}}}\npanels:\n")
    (made,) = told(project, capsys)["files"]
    assert made["bytes"] <= most * 1e6
    assert "JPEG quality 55" in made["smaller"]
    (made,) = told(project, capsys, "--max-mb", "10")["files"]
    assert made["smaller"] == ""


def test_a_proof_that_cannot_be_made_small_enough_says_so(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(project, capsys, "--max-mb", "0.1")
    assert [found["id"] for found in said["findings"]] == ["document/size"]
    assert "`panelpress proof ITEM… --each`" in said["findings"][0]["help"]
    assert said["files"][0]["bytes"] > 100_000


def test_a_part_at_its_real_size_is_as_large_as_it_is(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    call(project, "coal", "--tile", "coal@50,400", "--tile", "coal:seam", "--paper", "a4")
    data = file(project, "proof-2.pdf")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sizes = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        widths = {int(o.Width) for o in sizes}
    assert round(186 / 25.4 * 200) in widths
    capsys.readouterr()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("coal", "is no part of an item"),
        ("coal@9000,9000", "lies beside panel 1 coal"),
        ("coal/7@0,0", "has no page 7"),
        ("coal:loaf", "shows no photograph `loaf`"),
        ("cole@0,0", "there is no panel or book `cole`"),
    ],
)
def test_a_part_that_is_not_there_is_told_before_anything_is_issued(
    said: str, why: str, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    call(project, "coal", "--tile", said, code=2)
    assert why in " ".join(capsys.readouterr().err.split())
    assert numbers(project) == [1]


# -- what may go wrong while it is issued ----------------------------------------------------------------------------


def test_killed_between_record_and_proof_the_next_run_issues_that_proof(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.edit("panels/01-coal.md", "Two hundred", "Three hundred")

    def killed(_path: Path, _data: bytes) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(job, "write_atomic", killed)
        assert run(["proof", "-q", "--jobs", "1", "-C", str(project.root)]) == 130
    assert numbers(project) == [1, 2]
    assert not (project.root / "out/proof/proof-2.pdf").exists()
    call(project, "-q")
    assert numbers(project) == [1, 2]
    code = proofs.read(project.root, 2).code
    assert read_returned(_signed(file(project, "proof-2.pdf"), "coal")).code == code


def test_without_a_place_for_its_record_no_proof_is_issued(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project.root / "record")
    project.write("record", b"a file in the way")
    (project.root / "out/proof/proof-1.pdf").unlink()
    call(project, "coal", "-q", code=2)
    assert "cannot write proof 1" in capsys.readouterr().err
    assert not (project.root / "out/proof/proof-1.pdf").exists()


def test_without_a_place_for_the_pictures_it_is_issued_and_said(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project.root / "archive")
    project.write("archive", b"a file in the way")
    said = told(project, capsys)
    assert [found["id"] for found in said["findings"]] == ["proof/not-kept"]
    assert said["files"][0]["again"]


def test_a_number_that_another_run_took_meanwhile_is_not_given_twice(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.edit("panels/01-coal.md", "Two hundred", "Three hundred")

    def another_run(archive: Path, pictures: Any) -> None:
        keep_pages(archive, pictures)
        theirs = proofs.read(project.root, 1).text.replace('"number":1', '"number":2')
        (project.root / "record/proofs/proof-2.json").write_text(theirs, "utf-8")

    monkeypatch.setattr(job, "keep_pages", another_run)
    call(project, "-q", code=2)
    assert "issued meanwhile" in capsys.readouterr().err
    assert not (project.root / "out/proof/proof-2.pdf").exists()


def test_every_picture_that_is_kept_is_a_small_one(issued: Issued) -> None:
    for path in (issued.project.root / "archive/pages").iterdir():
        with Image.open(path) as picture:
            assert max(picture.size) <= 1600
    named = {digest for item in issued.record.items.values() for digest in item.pictures}
    assert {path.stem for path in (issued.project.root / "archive/pages").iterdir()} == named
