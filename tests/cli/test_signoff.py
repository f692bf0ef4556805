"""`panelpress signoff`: what comes back is recorded once and whole, or not at all; and everything is told with its line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image
from tests.support import returned as small
from tests.support.project import REPOSITORY, clean_environment
from tests.support.signoffs import SIGN_OFF, Shown, told

from panelpress.cli import run
from panelpress.ground.diagnostics import Diagnostic, Level, Place
from panelpress.ground.files import digest
from panelpress.jobs import returns
from panelpress.ledger import chain, proofs
from panelpress.ledger.entries import Comment, Decision, Done, Waived

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.ledger.entries import Matter


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shown:
    made = Shown(tmp_path, monkeypatch)
    capsys.readouterr()
    return made


def approve(*items: str, gate: str = "text", decision: str = "approved") -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for item in items:
            small.choose(pdf, gate, item, decision)

    return change


def sign(
    gate: str = "text", name: str = "A. Writer", organisation: str = "NUM", **other: str
) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: small.sign(pdf, gate, name, organisation, **other)


def note(
    item: str, line: int, text: str, author: str = "Dave", kind: str = "Highlight"
) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        rect = small.on_sheet(item, line, 0, len(small.WORDS[item][line - 1].split()[0]))
        sheet = 2 + list(small.WORDS).index(item)
        small.annotate(pdf, sheet, kind, rect, text, author, QuadPoints=small.quads(rect))

    return change


# -- import ----------------------------------------------------------------------------------------------------------


def test_what_was_decided_is_recorded_with_what_was_seen(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    file = shown.back("back.pdf", approve("coal", "bread"), sign())
    assert shown.run("import", file) == 0
    sha = digest(file.read_bytes())
    assert shown.matters == tuple(
        Decision(item, "text", "approved", "A. Writer", "Editor", "NUM", "2026-11-26", 1, (part,), "", sha)
        for item, part in (("coal", "a1"), ("bread", "b1"))
    )
    assert shown.evidence() == [file.read_bytes()]
    printed = capsys.readouterr().out
    assert "A. Writer, Editor (NUM), 2026-11-26" in printed
    assert "Text, panel 1 coal: approved — counts" in printed
    assert f"record/evidence/{sha}.pdf" in printed


def test_a_file_is_recorded_once_however_often_it_comes(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    file = shown.back("back.pdf", approve("coal"), sign(date=""), note("bread", 1, "Which winter?"))
    again = shown.project.write("again.pdf", file.read_bytes())
    assert shown.run("import", file, again) == 0
    before = shown.matters
    assert len(before) == 2
    assert shown.run("import", file, "--date", "2027-01-09") == 0
    assert shown.matters == before
    assert "already recorded" in capsys.readouterr().out


def test_every_comment_is_told_with_its_line_its_source_and_its_author(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shown.back("back.pdf", note("coal", 2, "Which lodge?"), note("bread", 3, "", "Ann", "StrikeOut"))
    assert shown.run("import", file) == 0
    printed = capsys.readouterr().out
    assert "panel 1 coal line 2 (panels/01-coal.md:7) “The” — Which lodge? — Dave" in printed
    assert "panel 2 bread line 3 (panels/02-bread.md:8) “and” — (struck out) — Ann" in printed
    assert [m.line for m in shown.matters if isinstance(m, Comment)] == [2, 3]


def test_what_changed_since_is_recorded_as_lapsed_and_the_rest_counts(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shown.back("back.pdf", approve("coal", "bread"), sign())
    shown.change("coal", "panels/01-coal.md", "two hundred", "three hundred")
    assert shown.run("import", file) == 1
    printed = capsys.readouterr().out
    assert "panel 1 coal: approved — lapsed: page 1 changed since proof 1" in printed
    assert "panel 2 bread: approved — counts" in printed
    assert len(shown.matters) == 2


def test_a_panel_changed_and_not_built_is_recorded_and_said_to_be_unknown(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    shown.project.edit("panels/01-coal.md", "two hundred", "three hundred")
    assert shown.run("import", shown.back("back.pdf", approve("coal"), sign())) == 1
    assert "recorded: changed since it was built: `panelpress build`" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "organisation", "gate", "why"),
    [
        ("Z. Nobody", "NUM", "text", "Z. Nobody is not listed for NUM under `signers:`"),
        ("A. Writer", "Durham miners", "text", "A. Writer is not listed for Durham miners"),
        ("D. Miner", "", "photographs", "Durham miners is not asked at the gate Photographs"),
        ("A Writer", "NUM", "text", "did you mean `A. Writer`? Then record it so: `panelpress signoff record`"),
        ("A. Writer", "Durham miners", "text", "under `signers:` in catalogue.yml, and signs for NUM"),
    ],
)
def test_who_is_not_listed_or_not_asked_is_recorded_and_does_not_count(
    shown: Shown, capsys: pytest.CaptureFixture[str], name: str, organisation: str, gate: str, why: str
) -> None:
    file = shown.back("back.pdf", approve("coal", gate=gate), sign(gate, name, organisation))
    for _ in range(2):
        assert shown.run("import", file) == 1
        assert why in " ".join(capsys.readouterr().out.split())
    (decision,) = shown.matters
    assert isinstance(decision, Decision)
    assert (decision.by, decision.decision) == (name, "approved")


def test_corrections_are_recorded_before_the_approval_that_depends_on_them(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shown.back(
        "back.pdf",
        approve("coal", decision="corrections"),
        lambda pdf: small.write(pdf, "pp:text:coal:comment", "1971, not 1917"),
        sign(),
        note("coal", 1, "a comma"),
    )
    assert shown.run("import", file) == 0
    assert [type(m) for m in shown.matters] == [Comment, Comment, Decision]
    form, mark, decision = shown.matters
    assert isinstance(form, Comment)
    assert (form.gate, form.by, form.text) == ("text", "A. Writer", "1971, not 1917")
    assert isinstance(mark, Comment)
    assert isinstance(decision, Decision)
    assert mark.evidence == decision.evidence
    assert decision.note == "1971, not 1917"
    assert "panel 1 coal: approved with these corrections — counts once they are made" in capsys.readouterr().out


def test_corrections_that_nobody_names_are_asked_for(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("import", shown.back("back.pdf", approve("coal", decision="corrections"), sign())) == 0
    assert "approves coal with corrections at the gate Text, and names none" in capsys.readouterr().err


def test_decisions_that_nobody_put_a_name_to_are_not_recorded_and_comments_are(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shown.back("back.pdf", approve("coal"), approve("bread", gate="photographs"), sign("photographs"),
                      note("coal", 1, "a comma"))  # fmt: skip
    assert shown.run("import", file) == 1
    assert [type(m) for m in shown.matters] == [Comment, Decision]
    assert "nobody put a name to the sheet Text: 1 decision not recorded (coal: approved)" in capsys.readouterr().err


def test_a_day_that_cannot_be_read_is_told_and_another_taken(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    file = shown.back("back.pdf", approve("coal"), sign(date="St Barbara's day"))
    assert shown.run("import", file, "--date", "2026-12-04") == 0
    assert "St Barbara's day" in capsys.readouterr().err
    assert shown.matters[0].date == "2026-12-04"


def test_a_day_before_the_proof_is_told_with_both_and_the_proof_s_taken(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of a year must not let last month's approval outlive this month's refusal."""
    assert shown.run("import", shown.back("back.pdf", approve("coal"), sign(date="26 Nov 2025"))) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "A. Writer dated the sheet Text 2025-11-26, before proof 1 of 2026-11-24" in said
    assert shown.matters[0].date == "2026-11-24"


def test_what_bears_no_day_is_of_no_day_before_the_proof(shown: Shown) -> None:
    record = small.record(2, date="2026-12-24")
    proofs.keep(shown.root, record)
    assert shown.run("import", shown.back("back.pdf", approve("coal"), sign(date=""), record=record)) == 0
    assert shown.matters[0].date == "2026-12-24"


def test_several_people_s_files_are_recorded_together(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    one = shown.back("one.pdf", approve("coal"), sign())
    other = shown.back(
        "other.pdf", approve("coal", decision="changes"), sign(name="D. Miner", organisation="Durham miners")
    )
    assert shown.run("import", one, other, "--json") == 0
    files = told(capsys.readouterr().out)["files"]
    assert [(f["file"], f["state"], f["proof"]) for f in files] == [
        ("one.pdf", "recorded", 1),
        ("other.pdf", "recorded", 1),
    ]
    assert [d["decision"] for f in files for d in f["decisions"]] == ["approved", "changes"]
    assert len(shown.matters) == 2


def test_two_answers_of_one_person_in_one_import_are_both_refused(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    one = shown.back("one.pdf", approve("coal"), sign())
    other = shown.back("other.pdf", approve("coal", decision="changes"), sign(name="a.  writer"))
    third = shown.back("third.pdf", approve("bread"), sign(name="D. Miner", organisation=""))
    assert shown.run("import", one, other, third) == 1
    (decision,) = shown.matters
    assert decision.by == "D. Miner"
    printed = " ".join(capsys.readouterr().err.split())
    assert "in other.pdf" in printed
    assert "in one.pdf" in printed
    assert "signoff record" in printed
    assert len(shown.evidence()) == 3


def test_an_answer_that_contradicts_an_earlier_file_is_refused(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    one = shown.back("one.pdf", approve("coal"), sign())
    other = shown.back("other.pdf", approve("coal", decision="changes"), sign())
    assert shown.run("import", one) == 0
    assert shown.run("import", other) == 2
    assert len(shown.matters) == 1
    assert f"the file that is kept as {digest(one.read_bytes())[:12]}" in " ".join(capsys.readouterr().err.split())


def test_a_file_sent_again_with_one_more_comment_brings_what_its_approval_depends_on(shown: Shown) -> None:
    first = [
        approve("coal", "bread", decision="corrections"),
        sign(),
        note("coal", 1, "a comma"),
        note("bread", 1, "a dash"),
    ]
    assert shown.run("import", shown.back("one.pdf", *first)) == 0
    assert len(shown.matters) == 4
    more = shown.back("two.pdf", *first, note("coal", 3, "Which river?"))
    assert shown.run("import", more) == 0
    added: tuple[Matter, ...] = shown.matters[4:]
    assert [type(matter) for matter in added] == [Comment, Comment, Decision]
    assert {getattr(matter, "item", "") for matter in added} == {"coal"}


# -- refusals: the file is kept, and nothing is recorded ---------------------------------------------------------------


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("L", (4, 4)).save(out, "JPEG")
    return out.getvalue()


def flattened(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm
    for page in pdf.pages:
        page.obj.Annots = pikepdf.Array()


REFUSED: dict[str, tuple[Callable[[Shown], bytes], str]] = {
    "locked": (
        lambda _: small.proof(None, None, encryption=pikepdf.Encryption(owner="x", user="y")),
        "locked",
    ),
    "damaged": (lambda _: small.proof()[:5000], "damaged"),
    "printed": (lambda _: small.proof(None, flattened), "proof 1 of small, printed into a file"),
    "another project's": (lambda _: small.proof(small.record(job="other")), "it is proof 1 of `other`"),
    "of no record": (lambda _: small.proof(small.record(7)), "there is no record of proof 7"),
    "another proof 1": (lambda _: small.proof(small.record(date="2026-11-25")), "one of them was altered"),
    "empty": (lambda _: small.proof(), "all its fields are empty"),
    "signed and empty": (lambda _: small.proof(None, sign()), "A. Writer signed it and decided nothing"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_taken_for_certain_is_kept_and_nothing_of_it_recorded(
    shown: Shown, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    make, why = REFUSED[kind]
    file = shown.project.write("back.pdf", make(shown))
    assert shown.run("import", file) == 2
    assert shown.matters == ()
    assert shown.evidence() == [file.read_bytes()]
    printed = " ".join(capsys.readouterr().err.split())
    assert why in printed
    assert f"record/evidence/{digest(file.read_bytes())}" in printed


def test_the_remedy_names_the_file_where_it_is_kept(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    data = small.proof(None, flattened)
    assert shown.run("import", shown.project.write("back.pdf", data)) == 2
    kept = f"record/evidence/{digest(data)}.pdf"
    assert (shown.root / kept).is_file()
    assert f"--evidence {kept}" in " ".join(capsys.readouterr().err.split())


def letter() -> bytes:
    """Return a PDF that has nothing to do with any proof: a page with words on it."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=font))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F0 12 Tf 72 720 Td (Dear all, panel 1 is fine.) Tj ET")
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [("IMG_1234.JPG", jpeg, "the file is no PDF"), ("letter.pdf", letter, "it is no proof of panelpress"),
     ("empty.pdf", bytes, "the file is empty")],
)  # fmt: skip
def test_what_is_plainly_no_proof_is_refused_and_not_kept(
    shown: Shown, capsys: pytest.CaptureFixture[str], name: str, make: Callable[[], bytes], why: str
) -> None:
    file = shown.project.write(name, make())
    assert shown.run("import", file) == 2
    assert shown.matters == ()
    assert shown.evidence() == []
    printed = " ".join(capsys.readouterr().err.split())
    assert why in printed
    assert "kept as" not in printed


def test_a_photograph_of_a_signed_sheet_is_kept_by_the_remedy_that_is_told(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shown.project.write("IMG_1234.JPG", jpeg())
    assert shown.run("import", file) == 2
    assert f"--evidence {file}" in "".join(capsys.readouterr().err.split("\n")).replace("           ", "")
    assert shown.run("record", "1", *CALL, "--evidence", file) == 0
    assert shown.evidence() == [jpeg()]


def test_one_bad_file_keeps_no_good_one_out(shown: Shown, tmp_path: Path) -> None:
    good = shown.back("good.pdf", approve("coal"), sign())
    assert shown.run("import", tmp_path / "nothing.pdf", good) == 1
    assert len(shown.matters) == 1


def test_an_altered_row_is_refused(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    def other(pdf: pikepdf.Pdf) -> None:
        small.fields(pdf)["pp:text:coal:decision"].T = pikepdf.String("pp:text:gold:decision")

    assert shown.run("import", shown.back("back.pdf", approve("coal"), sign(), other)) == 2
    assert "answers for `gold`, which proof 1 does not show" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_stops_everything(
    shown: Shown, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(returns, "write_atomic", full)
    assert shown.run("import", shown.back("back.pdf", approve("coal"), sign())) == 2
    assert "cannot write record/evidence/" in capsys.readouterr().err
    assert shown.matters == ()


def test_an_exhibition_that_asks_nobody_records_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Shown(tmp_path, monkeypatch, sign_off="")
    assert shown.run("import", shown.back("back.pdf", approve("coal"), sign())) == 1
    assert "catalogue.yml has no `sign_off:`" in capsys.readouterr().out
    assert len(shown.matters) == 1


@pytest.mark.slow
def test_an_import_killed_at_fifty_steps_leaves_the_ledger_whole_and_the_next_one_records_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Shown(tmp_path / "show", monkeypatch)
    notes = [note("coal", line, f"about line {line}") for line in (1, 2, 3)]
    one = shown.back(
        "one.pdf", approve("coal", "bread", decision="corrections"), sign(), *notes, note("bread", 1, "a dash")
    )
    two = shown.back("two.pdf", approve("coal", "bread"), sign(name="D. Miner", organisation="Durham miners"))
    ran = subprocess.run(
        [sys.executable, "-m", "tests.support.killed", str(shown.root), "50", str(one), str(two)],
        cwd=REPOSITORY, env=clean_environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    (steps, whole), *killed = [json.loads(line) for line in ran.stdout.splitlines()]
    assert steps > 50
    assert len(killed) == 50
    expected = {entry.matter for entry in chain.read(Path(whole)).entries.values()}
    assert len(expected) == 8
    found: set[int] = set()
    for _, folder in killed:
        left = chain.read(Path(folder))
        assert left.faults == ()
        assert {entry.matter for entry in left.entries.values()} <= expected
        named = {entry.matter for entry in left.entries.values() if isinstance(entry.matter, Decision)}
        if any(d.decision == "corrections" for d in named):
            assert sum(isinstance(entry.matter, Comment) for entry in left.entries.values()) == 4
        for path in (Path(folder) / "record" / "evidence").glob("[!.]*"):
            assert digest(path.read_bytes()) == path.stem
        found.add(len(left.entries))
    assert len(found) > 5, "they were all killed at the same entry"
    for _, folder in killed[::5]:
        assert run(["signoff", "import", str(one), str(two), "-C", folder]) == 0
        after = chain.read(Path(folder))
        assert after.faults == ()
        assert sorted(map(repr, (e.matter for e in after.entries.values()))) == sorted(map(repr, expected))


# -- record ----------------------------------------------------------------------------------------------------------

CALL = ("--gate", "text", "--by", "a. writer", "--decision", "approved", "--date", "2026-11-27")


def test_a_telephone_call_is_recorded_for_the_newest_proof(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    second = small.record(2, date="2026-11-25")
    proofs.keep(shown.root, second)
    assert shown.run("record", "1", *CALL, "--note", "by telephone") == 0
    assert shown.matters == (
        Decision("coal", "text", "approved", "a. writer", "Editor", "NUM", "2026-11-27", 2, ("a1",), "by telephone", "",
                 "recorded"),
    )  # fmt: skip
    assert "Text, panel 1 coal: approved — counts" in capsys.readouterr().out


def test_a_paper_sheet_is_recorded_for_its_proof_with_its_evidence(shown: Shown) -> None:
    proofs.keep(shown.root, small.record(2))
    paper = shown.project.write("sheet.jpg", jpeg())
    assert shown.run("record", "coal", "bread", *CALL, "--proof", "1", "--evidence", paper) == 0
    assert [(m.item, m.proof, m.evidence) for m in shown.matters if isinstance(m, Decision)] == [
        ("coal", 1, digest(jpeg())), ("bread", 1, digest(jpeg())),
    ]  # fmt: skip
    assert (shown.root / "record" / "evidence" / f"{digest(jpeg())}.jpg").read_bytes() == jpeg()


def test_corrections_by_telephone_become_a_to_do(shown: Shown) -> None:
    words = [w if w != "approved" else "corrections" for w in CALL]
    assert shown.run("record", "coal", *words, "--note", "1971, not 1917") == 0
    comment, decision = shown.matters
    assert isinstance(comment, Comment)
    assert (comment.item, comment.gate, comment.text, comment.by) == ("coal", "text", "1971, not 1917", "a. writer")
    assert isinstance(decision, Decision)
    assert decision.decision == "corrections"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"--gate": "txt"}, "did you mean `text`?"),
        ({"--decision": "aproved"}, "did you mean `approved`?"),
        ({"--by": "A. Wrter"}, "did you mean `A. Writer`?"),
        ({"--by": " "}, "nobody is named"),
        ({"--decision": "corrections"}, "approved with corrections, and none is named"),
        ({"--proof": "9"}, "there is no record of proof 9"),
        ({"--evidence": "nothing.jpg"}, "cannot read nothing.jpg"),
        ({"--date": "tomorrow"}, "is no day"),
        ({"--date": "2026-11-23"}, "2026-11-23 is before proof 1, which is dated 2026-11-24"),
        ({"--by": "A. Wrter", "--organisation": "NUM"}, "did you mean `A. Writer`?"),
    ],
)
def test_a_record_that_cannot_be_meant_is_refused(
    shown: Shown, capsys: pytest.CaptureFixture[str], changes: dict[str, str], why: str
) -> None:
    options = dict(zip(CALL[::2], CALL[1::2], strict=True)) | changes
    assert shown.run("record", "coal", *(word for pair in options.items() for word in pair)) == 2
    assert why in " ".join(capsys.readouterr().err.split())
    assert shown.matters == ()


@pytest.mark.parametrize(
    "words",
    [("record", "coal", *CALL[:-2]), ("done", "12345678", "--by", "Ed"),
     ("waive", "image/resolution", "coal", "--by", "A. Writer", "--reason", "it is old"),
     ("withdraw", "12345678", "--by", "Ed", "--reason", "wrong panel")],
)  # fmt: skip
def test_whatever_is_recorded_by_hand_needs_its_day(
    shown: Shown, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert shown.run(*words) == 2
    assert "the following arguments are required: --date" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["all", "panels"])
def test_one_call_may_be_about_all_that_the_gate_judges(
    shown: Shown, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    proofs.keep(shown.root, replace(small.record(2), items={"bread": small.record().items["bread"]}))
    shown.project.edit(
        "catalogue.yml", "text: [NUM, Durham miners]", "text: {organisations: [NUM, Durham miners], items: panels}"
    )
    shown.build()
    assert shown.run("record", word, *CALL) == 0
    assert [(m.item, m.proof) for m in shown.matters if isinstance(m, Decision)] == [("coal", 1), ("bread", 2)]
    assert "on what proofs 1, 2 show" in capsys.readouterr().out


def test_all_leaves_nothing_out_unsaid(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("record", "all", *CALL) == 2
    assert "no proof shows catalogue yet" in capsys.readouterr().err
    assert shown.run("record", "panels", *CALL) == 0
    words = ["layout" if word == "text" else word for word in CALL]
    assert shown.run("record", "panels", *words) == 2
    assert "nothing of panels is asked for at the gate layout" in " ".join(capsys.readouterr().err.split())
    assert len(shown.matters) == 2


def test_what_no_proof_shows_cannot_be_decided(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("record", "catalogue", *CALL) == 2
    assert "no proof shows catalogue yet" in capsys.readouterr().err


# -- list and done ---------------------------------------------------------------------------------------------------


ED = ("--by", "Ed", "--date", "2026-11-28")


def test_the_to_do_list_names_each_comment_by_digits_that_tick_it_off(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shown.back("back.pdf", approve("coal", decision="corrections"), sign(), note("coal", 2, "Which lodge?"))
    assert shown.run("import", file) == 0
    capsys.readouterr()
    assert shown.run("list", "--json") == 0
    (listed,) = told(capsys.readouterr().out)["comments"]
    assert (listed["item"], listed["line"], listed["done"]) == ("coal", 2, [])
    shown.change("coal", "panels/01-coal.md", "two hundred", "three hundred")
    assert shown.run("done", listed["entry"][:8], "--by", "Ed", "--note", "named it", "--date", "2026-11-28") == 0
    done = shown.matters[-1]
    covers: dict[str, tuple[str, ...]] = {"text": ("coal as three hundred",), "photographs": ("a2",)}
    assert done == Done(listed["entry"], "Ed", "2026-11-28", "named it", covers)
    capsys.readouterr()
    assert shown.run("list") == 0
    quiet = capsys.readouterr()
    assert "Which lodge?" not in quiet.out
    assert "0 comments open, 1 done" in quiet.err
    assert shown.run("list", "--all") == 0
    assert "done by Ed, 2026-11-28: named it" in capsys.readouterr().out


def test_once_something_is_done_files_and_calls_are_taken_as_before(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was done carries a table of digests, which nothing that looks matters up may stumble over."""
    file = shown.back("back.pdf", approve("coal", decision="corrections"), sign(), note("coal", 2, "Which lodge?"))
    assert shown.run("import", file) == 0
    capsys.readouterr()
    shown.run("list", "--json")
    (listed,) = told(capsys.readouterr().out)["comments"]
    shown.change("coal", "panels/01-coal.md", "two hundred", "three hundred")
    assert shown.run("done", listed["entry"][:8], *ED) == 0
    assert shown.run("record", "bread", *CALL) == 0
    assert shown.run("import", file) == 0
    assert "already recorded" in capsys.readouterr().out
    assert shown.run("import", shown.back("more.pdf", note("bread", 1, "Which winter?"))) == 0


def test_a_correction_is_not_done_before_the_panel_is_built(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("import", shown.back("back.pdf", note("coal", 2, "Which lodge?"))) == 0
    entry = next(iter(chain.read(shown.root).entries))
    shown.project.edit("panels/01-coal.md", "two hundred", "three hundred")
    assert shown.run("done", entry[:8], *ED) == 2
    assert "changed since it was built: `panelpress build`" in capsys.readouterr().err
    assert len(shown.matters) == 1


@pytest.fixture
def asked(shown: Shown) -> tuple[Shown, str]:
    """Return the exhibition with a comment on panel 1 that came back on 26 November, and the digits of it."""
    assert shown.run("import", shown.back("back.pdf", sign(), note("coal", 2, "Which lodge?"))) == 0
    return shown, next(iter(chain.read(shown.root).entries))[:8]


def test_nothing_is_done_on_a_panel_that_is_as_it_was_in_the_proof_unless_it_is_said_why(
    asked: tuple[Shown, str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown, digits = asked
    assert shown.run("done", digits, *ED) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "nothing of panel 1 coal changed since proof 1, on which this was asked for" in said
    assert "--anyway REASON" in said
    assert shown.run("done", digits, *ED, "--note", "answered", "--anyway", "the lodge is named in line 3") == 0
    answer = shown.matters[-1]
    assert isinstance(answer, Done)
    assert answer.note == "answered; nothing was changed: the lodge is named in line 3"


def test_what_is_dated_before_the_comment_it_answers_is_refused_with_both_days(
    asked: tuple[Shown, str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown, digits = asked
    shown.change("coal", "panels/01-coal.md", "two hundred", "three hundred")
    assert shown.run("done", digits, "--by", "Ed", "--date", "2026-11-25") == 2
    assert "2026-11-25 is before the comment, which is dated 2026-11-26" in " ".join(capsys.readouterr().err.split())
    assert shown.run("done", digits, "--by", "Ed", "--date", "2026-11-26") == 0


def test_who_dealt_with_it_is_no_misspelt_signer_unless_it_is_meant(
    asked: tuple[Shown, str], capsys: pytest.CaptureFixture[str]
) -> None:
    shown, digits = asked
    shown.change("coal", "panels/01-coal.md", "two hundred", "three hundred")
    words = ("done", digits, "--by", "A. Wrter", "--date", "2026-11-28")
    assert shown.run(*words) == 2
    assert "did you mean `A. Writer`?" in capsys.readouterr().err
    assert shown.run(*words, "--anyway", "she is the typesetter") == 0
    answer = shown.matters[-1]
    assert isinstance(answer, Done)
    assert (answer.by, answer.note) == ("A. Wrter", "she is the typesetter")


def test_digits_that_name_no_comment_or_too_few_are_refused(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("import", shown.back("back.pdf", note("coal", 2, "Which lodge?"))) == 0
    entry = next(iter(chain.read(shown.root).entries))
    for digits in (entry[:2], "nothing"):
        assert shown.run("done", digits, *ED) == 2
        assert "`panelpress signoff list` prints the digits" in " ".join(capsys.readouterr().err.split())
    assert len(shown.matters) == 1


def test_a_comment_that_came_twice_is_done_once_for_all(shown: Shown) -> None:
    first = [approve("coal", decision="corrections"), sign(), note("coal", 1, "a comma")]
    assert shown.run("import", shown.back("one.pdf", *first)) == 0
    assert shown.run("import", shown.back("two.pdf", *first, note("coal", 3, "Which river?"))) == 0
    same = [
        d for d, e in chain.read(shown.root).entries.items() if isinstance(e.matter, Comment) and e.matter.line == 1
    ]
    assert len(same) == 2
    shown.change("coal", "panels/01-coal.md", "two hundred", "three hundred")
    assert shown.run("done", same[0], *ED) == 0
    assert {m.comment for m in shown.matters if isinstance(m, Done)} == set(same)


# -- waive -----------------------------------------------------------------------------------------------------------

WAIVE = ("waive", "image/resolution", "coal", "--by", "A. Writer", "--date", "2026-11-25", "--reason",
         "the only print there is")  # fmt: skip


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shown:
    """Return the exhibition with something found of one photograph of panel 1."""
    made = Shown(tmp_path, monkeypatch, found={"coal": COARSE})
    capsys.readouterr()
    return made


COARSE = Diagnostic("image/resolution", Level.WARNING, "112 ppi", place=Place("coal", 1, object="seam"))


def test_a_finding_is_accepted_by_name_with_a_reason_until_a_day(
    found: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found.run(*WAIVE, "--object", "seam", "--until", "2027-12-31") == 0
    assert found.matters == (
        Waived("image/resolution", "coal", "A. Writer", "Editor", "NUM", "2026-11-25", "the only print there is", 0, "seam",
               "2027-12-31"),
    )  # fmt: skip
    assert "A. Writer accepts image/resolution in coal, until 2027-12-31" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("waive", "image/resolutoin", *WAIVE[2:]), "did you mean `image/resolution`?"),
        ((*WAIVE[:2], "coa", *WAIVE[3:]), "did you mean `coal`?"),
        ((*WAIVE[:-1], " "), "no reason is given"),
        ((*WAIVE, "--object", "loaf"),
         "image/resolution was not found in panel 1 coal of `loaf` when it was last built = help: it was found of page 1, `se"),
        ((*WAIVE, "--page", "2"), "of page 2 when it was last built = help: it was found of page 1, `seam`"),
        ((*WAIVE[:2], "bread", *WAIVE[3:]),
         "nothing of image/resolution was found in panel 2 bread when it was last built = help: found there: `"),
        ((*WAIVE[:4], "A. Wrter", *WAIVE[5:]), "did you mean `A. Writer`?"),
        ((*WAIVE[:4], "A. Wrter", *WAIVE[5:], "--organisation", "NUM"), "did you mean `A. Writer`?"),
        ((*WAIVE[:2], "catalogue", *WAIVE[3:]), "nothing of image/resolution was found in catalogue"),
    ],
)  # fmt: skip
def test_a_waiver_that_cannot_be_meant_is_refused(
    found: Shown, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    assert found.run(*words) == 2
    assert why in " ".join(capsys.readouterr().err.split())
    assert found.matters == ()


def test_a_waiver_can_be_ended_when_what_it_accepts_is_found_no_more(found: Shown) -> None:
    assert found.run(*WAIVE) == 0
    found.found.clear()
    found.build()
    assert found.run(*WAIVE, "--until", "2026-11-25") == 0
    assert [m.until for m in found.matters if isinstance(m, Waived)] == ["", "2026-11-25"]


def test_nothing_is_accepted_in_what_is_not_built(found: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    (found.root / "out" / "press" / "preflight.json").unlink()
    assert found.run(*WAIVE) == 2
    assert "panel 1 coal is not built" in capsys.readouterr().err


def test_signers_of_two_organisations_must_say_for_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    both = SIGN_OFF.replace("  gates:", "    - {name: A. Writer, organisation: Durham miners}\n  gates:")
    shown = Shown(tmp_path, monkeypatch, both)
    assert shown.run("record", "coal", *CALL) == 2
    assert "a. writer signs for several organisations" in capsys.readouterr().err
    assert shown.run("record", "coal", *CALL, "--organisation", "durham miners") == 0
    assert shown.matters[-1].organisation == "Durham miners"  # type: ignore[union-attr]
