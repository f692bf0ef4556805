"""`panelpress build --release`: an edition is closed only with what everybody approved; until then the files' names say so."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import made
from tests.support.judges import ask, ink_cov
from tests.support.project import Project, small_project
from tests.support.signing import decision, of

from panelpress.cli import run
from panelpress.facts.paint import PROCESS
from panelpress.ground.diagnostics import Accepted, Diagnostic, Level, Place
from panelpress.ledger import chain, manifest
from panelpress.ledger.entries import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.jobs.work import Result, Task

SIGN_OFF = """
sign_off:
  signers:
    - {name: A. Writer, organisation: NUM}
    - {name: D. Miner, organisation: Durham miners}
  gates:
    text: [NUM, Durham miners]
    press: [NUM]
"""
CAPTION = "    credit: Nobody\n"
WHOLE = CAPTION + "    alt: What it shows, told in words.\n    rights: free\n"
PLAIN = ["01-coal.pdf", "02-bread.pdf", "catalogue.pdf"]
HELD = ["01-coal-UNAPPROVED.pdf", "02-bread-UNAPPROVED.pdf", "catalogue-UNAPPROVED.pdf"]


def clean(task: Task, *found: Diagnostic) -> Result:
    """Make an item of nothing, with what its gates judge made of its words, and nothing found in it but what is given."""
    result = made.ready(task)
    return replace(result, report=replace(result.report, problems=found), judged=of(task.recipe.html))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return the small exhibition with people to sign it and captions that lack nothing, its items made of nothing."""
    made.install(monkeypatch, coal=clean, bread=clean, catalogue=clean)
    return signed_project(tmp_path / "show")


def signed_project(root: Path) -> Project:
    small = small_project(root)
    small.write("catalogue.yml", (small.root / "catalogue.yml").read_text("utf-8") + SIGN_OFF)
    captions = (small.root / "photos/captions.yml").read_text("utf-8")
    small.write("photos/captions.yml", captions.replace(CAPTION, WHOLE))
    return small


def build(project: Project, *words: str) -> int:
    return run(["build", "-C", str(project.root), "--jobs", "1", *words])


def approve(project: Project, *, leave_out: str = "") -> None:
    """Let everybody approve everything as it was built, but for one item."""
    asked: list[tuple[Any, str, str]] = [
        ("text", "A. Writer", "NUM"), ("text", "D. Miner", "Durham miners"), ("press", "A. Writer", "NUM"),
    ]  # fmt: skip
    chain.append(project.root, [
        decision((), item=key, gate=gate, by=by, organisation=for_whom, proof=0,
                 judged=tuple(part.digest for part in entry.judged[gate]))
        for key, entry in manifest.read(project.press).items() if key != leave_out
        for gate, by, for_whom in asked
    ])  # fmt: skip


def names(project: Project) -> list[str]:
    return sorted(path.name for path in project.press.glob("*.pdf") if path.name != "ticket.pdf")


def ticket(project: Project) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((project.press / "ticket.json").read_text("utf-8"))
    return value


def held(project: Project, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[tuple[str, str]]]:
    """Ask for a release and return the exit code and everything that was in the way."""
    capsys.readouterr()
    code = build(project, "--release", "--json")
    value = json.loads(capsys.readouterr().out)
    assert value["released"] is (code == 0)
    return code, [(found["id"], found["message"]) for found in value["held"]]


def test_until_it_is_approved_a_files_name_says_so_and_its_bytes_never_do(project: Project) -> None:
    assert build(project) == 0
    assert names(project) == HELD
    before = {name.replace("-UNAPPROVED", ""): (project.press / name).read_bytes() for name in HELD}
    approve(project)
    assert build(project) == 0
    assert names(project) == PLAIN
    assert {name: (project.press / name).read_bytes() for name in PLAIN} == before


def test_where_nobody_is_asked_no_name_says_anything(project: Project) -> None:
    text = (project.root / "catalogue.yml").read_text("utf-8")
    project.write("catalogue.yml", text.removesuffix(SIGN_OFF))
    assert build(project) == 0
    assert names(project) == PLAIN
    assert ticket(project)["standing"] == "Not a released edition; nobody was asked to approve it"


def test_one_item_that_is_not_approved_is_named_alone_and_told_on_the_ticket(project: Project) -> None:
    build(project)
    approve(project, leave_out="bread")
    assert build(project, "-q") == 0
    assert names(project) == ["01-coal.pdf", "02-bread-UNAPPROVED.pdf", "catalogue.pdf"]
    told = ticket(project)
    assert told["standing"] == "UNAPPROVED, not for printing: 1 of 3 files are not approved"
    assert [row["approval"] for row in told["rows"]] == ["approved", "UNAPPROVED: 0 of 3 approvals", "approved"]
    assert told["heads"] == list(chain.read(project.root).heads)


def test_a_kept_file_takes_the_name_that_is_true_now(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    build(project)
    approve(project)
    assert build(project, "coal") == 0
    assert names(project) == PLAIN
    assert {key: entry.state for key, entry in manifest.read(project.press).items()} == {
        "coal": "ready", "bread": "kept", "catalogue": "kept",
    }  # fmt: skip
    capsys.readouterr()
    run(["check", "-C", str(project.root), "coal", "bread"])
    assert "has not been built" not in capsys.readouterr().err, "found under the name it has"


def test_a_release_says_everything_that_is_in_the_way_and_publishes_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    build(project)
    before = project.published()
    project.edit("panels/02-bread.md", "stood by the", "stood, by the")
    code, found = held(project, capsys)
    assert code == 1
    assert found == [
        ("release/not-approved", "all 3 items, text: waiting on A. Writer (NUM)"),
        ("release/not-approved", "all 3 items, text: waiting on D. Miner (Durham miners)"),
        ("release/not-approved", "all 3 items, press: waiting on A. Writer (NUM)"),
    ]
    assert project.published() == before
    assert not (project.root / "record/editions").exists()


def test_what_is_approved_is_released_and_the_edition_recorded(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    build(project)
    approve(project)
    assert build(project, "--release") == 0
    assert "Released: edition 1, 3 files in out/press/" in capsys.readouterr().err
    assert names(project) == PLAIN
    assert (project.root / "record/editions/edition-1.json").is_file()
    assert ticket(project)["released"] is True
    assert ticket(project)["standing"] == "Released for printing: edition 1 of 2026-11-24"
    assert build(project, "--release", "-q") == 0, "the very same edition is closed already"
    before = project.published()
    assert build(project, "-q") == 0
    assert project.published() == before, "what is the edition file for file says so, whoever builds it"
    project.edit("panels/02-bread.md", "stood by the", "stood, by the")
    assert build(project, "-q") == 0
    assert ticket(project)["standing"].startswith("UNAPPROVED")


def test_an_approval_that_was_taken_back_holds_a_release(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    build(project)
    approve(project)
    ledger = chain.read(project.root)
    one = next(
        d for d, e in ledger.entries.items() if (e.matter.by, getattr(e.matter, "item", "")) == ("D. Miner", "coal")
    )
    words = ["--by", "Ed", "--reason", "it was about panel 2", "--date", "2026-11-26"]
    assert run(["signoff", "withdraw", one, *words, "-C", str(project.root)]) == 0
    assert held(project, capsys) == (
        1, [("release/not-approved", "panel 1 coal, text: waiting on D. Miner (Durham miners)")],
    )  # fmt: skip
    assert build(project, "-q") == 0
    assert names(project) == ["01-coal-UNAPPROVED.pdf", "02-bread.pdf", "catalogue.pdf"]


@pytest.mark.parametrize("level", list(Level))
def test_a_finding_holds_a_release_until_somebody_answers_for_it(
    project: Project, level: Level, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = Diagnostic("image/too-fine", level, "more pixels than print", place=Place("bread", 1))
    made.install(monkeypatch, coal=clean, bread=lambda task: clean(task, wrong), catalogue=clean)
    build(project)
    approve(project)
    code, found = held(project, capsys)
    assert (code, found) == (
        1, [("release/finding", "panel 2 bread has 1 finding that nobody answers for: image/too-fine")],
    )  # fmt: skip
    taken = replace(wrong, accepted=Accepted("A. Writer", "agreed", level))
    made.install(monkeypatch, coal=clean, bread=lambda task: clean(task, taken), catalogue=clean)
    assert held(project, capsys) == (0, [])


def test_what_was_noticed_beside_the_checks_can_be_answered_for_too(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    noticed = Diagnostic("picture/untagged", Level.NOTE, "the picture has no profile")
    made.install(monkeypatch, coal=clean, bread=lambda task: clean(task, noticed), catalogue=clean)
    build(project)
    approve(project)
    assert held(project, capsys)[0] == 1
    words = ["--by", "A. Writer", "--reason", "scanned so", "--date", "2026-11-24"]
    at = ["-C", str(project.root)]
    assert run(["signoff", "waive", "picture/never", "bread", *words, *at]) == 2
    assert run(["signoff", "waive", "picture/untagged", "bread", *words, *at]) == 0
    assert held(project, capsys) == (0, [])


@pytest.mark.parametrize("id", ["image/stand-in", "text/to-be-supplied"])
def test_what_is_still_to_come_holds_a_release(
    project: Project, id: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_ = Diagnostic(id, Level.NOTE, "the loaf is still to come")
    made.install(monkeypatch, coal=clean, bread=lambda task: clean(task, open_), catalogue=lambda t: clean(t, open_))
    build(project)
    approve(project)
    said = (1, [("release/to-come", "the loaf is still to come (panel 2 bread, catalogue)")])
    assert held(project, capsys) == said
    taken = replace(open_, accepted=Accepted("A. Writer", "only a sample", Level.NOTE))
    made.install(monkeypatch, coal=clean, bread=lambda task: clean(task, taken), catalogue=lambda t: clean(t, taken))
    assert held(project, capsys) == said, "nobody can accept that a picture is not there"


def test_a_refused_release_names_each_thing_that_is_still_to_come_once(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_ = Diagnostic("image/stand-in", Level.NOTE, "the loaf is still to come")
    other = Diagnostic("picture/untagged", Level.NOTE, "the picture has no profile")
    made.install(
        monkeypatch, coal=clean, bread=lambda task: clean(task, open_, other), catalogue=lambda t: clean(t, open_)
    )
    build(project)
    for words in ((), ("-v",)):
        capsys.readouterr()
        assert build(project, "--release", *words) == 1
        said = capsys.readouterr().err
        assert said.count("the loaf is still to come") == 1
        assert said.count("the picture has no profile") == 1
    capsys.readouterr()
    assert build(project) == 0
    assert "the loaf is still to come" in capsys.readouterr().err


def test_a_rejected_item_holds_a_release(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build(project)
    approve(project)
    made.install(monkeypatch, coal=clean, bread=made.rejected, catalogue=clean)
    code, found = held(project, capsys)
    assert code == 1
    assert ("release/not-made", "panel 2 bread is rejected") in found


def test_a_project_that_asks_nobody_is_not_released(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    text = (project.root / "catalogue.yml").read_text("utf-8")
    project.write("catalogue.yml", text.removesuffix(SIGN_OFF))
    code, found = held(project, capsys)
    assert code == 1
    assert [id for id, _ in found] == ["release/nobody-asked"]


def test_a_record_that_was_altered_approves_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    build(project)
    approve(project)
    entry = min((project.root / FOLDER).iterdir())
    entry.write_text(entry.read_text("utf-8").replace("A. Writer", "B. Writer").replace("D. Miner", "B. Writer"))
    code, found = held(project, capsys)
    assert code == 1
    assert "release/ledger" in {id for id, _ in found}
    assert build(project, "-q") == 0
    assert names(project) == HELD


def test_an_edition_is_closed_whole(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(project, "--release", "coal") == 2
    assert "an edition is closed whole" in capsys.readouterr().err


def test_an_expired_approval_holds_a_release(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    build(project)
    approve(project)
    project.edit("catalogue.yml", "press: [NUM]", "press: {organisations: [NUM], expires: 2026-11-01}")
    code, found = held(project, capsys)
    assert code == 1
    assert [id for id, _ in found] == ["release/not-approved"]
    assert "has expired" in found[0][1]


# -- with real items -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_ticket_names_every_file_with_its_figures(tmp_path: Path) -> None:
    """Read by poppler: what the printer has in hand says the same as the set."""
    real = signed_project(tmp_path / "show")
    real.edit(
        "catalogue.yml",
        "shop: {makes: panels,",
        "shop: {makes: panels, stock: 3 mm board, copies: 2, name: Pit & Sons,",
    )
    assert build(real, "-q") == 0
    said = " ".join(ask("pdftotext", str(real.press / "ticket.pdf"), "-").out.split())
    built = manifest.read(real.press)
    for name, entry in zip(HELD, built.values(), strict=True):
        assert name in said
        assert entry.sha256[:12] in said
        assert entry.content_digest[:12] in said
    for words in (
        "Pit & Sons",
        "3 mm board",
        "594 × 841 mm",
        "148 × 210 mm",
        "UNAPPROVED, not for printing",
        "FOGRA39",
    ):
        assert words in said
    for name, entry in zip(HELD, built.values(), strict=True):
        pages = ink_cov(real.press / name)
        assert entry.inks == tuple(ink for ink in PROCESS if any(getattr(page, ink.lower()) > 0 for page in pages))
    assert json.loads((real.press / "manifest.json").read_text("utf-8"))["released"] is False
    first = real.published()
    assert build(real, "-q") == 0
    assert real.published() == first, "the ticket too is the same for the same set"
