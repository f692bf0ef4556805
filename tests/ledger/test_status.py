"""`panelpress status`: what is approved, what lapsed by which change, and whom it waits for."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from tests.support import made
from tests.support.project import Project, small_project
from tests.support.signing import chained, comment, decision, ledger_of, of

from panelpress.cli import run
from panelpress.exhibition.signing import SignOffShape
from panelpress.facts.signing import Part
from panelpress.ground.gates import GATE_IDS
from panelpress.jobs.status import status
from panelpress.ledger import chain, manifest
from panelpress.ledger.entries import FOLDER, Decision, Waived
from panelpress.ledger.standing import standings
from panelpress.ledger.todo import to_do
from panelpress.report.status import Item, StatusReport, html, of_items, runs, wanted, words
from panelpress.report.status.terminal import initials, show_status, table

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.signing import Judged
    from panelpress.ground.gates import GateId
    from panelpress.jobs.work import Result, Task

SIGN_OFF = """
sign_off:
  signers:
    - {name: A. Writer, organisation: NUM}
    - {name: D. Miner, organisation: Durham miners}
  gates:
    text: [NUM, Durham miners]
    press: {organisations: [NUM], expires: 2027-01-31}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return the small exhibition with people to sign it, and builds that make its items of nothing."""
    made.install(monkeypatch, coal=_judged, bread=_judged, catalogue=_judged)
    small = small_project(tmp_path / "show")
    small.write("catalogue.yml", (small.root / "catalogue.yml").read_text("utf-8") + SIGN_OFF)
    return small


def _judged(task: Task) -> Result:
    """Make an item of nothing, with what its gates judge made of its words."""
    return replace(made.ready(task), judged=of(task.recipe.html))


def build(project: Project) -> None:
    assert run(["build", "-C", str(project.root), "--jobs", "1", "-q"]) == 0


def approvals(project: Project) -> list[Decision]:
    """Return what approves everything as it was built."""
    built = manifest.read(project.press)
    asked: list[tuple[GateId, str, str]] = [
        ("text", "A. Writer", "NUM"),
        ("text", "D. Miner", "Durham miners"),
        ("press", "A. Writer", "NUM"),
    ]
    return [
        decision((), item=key, gate=gate, by=by, organisation=of_whom, proof=2,
                 judged=tuple(part.digest for part in entry.judged[gate]))
        for key, entry in built.items()
        for gate, by, of_whom in asked
    ]  # fmt: skip


def told(project: Project, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run(["status", "--json", "-C", str(project.root), *more])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, value


def states(value: dict[str, Any]) -> dict[str, set[str]]:
    return {item["item"]: {gate["state"] for gate in item["gates"]} for item in value["items"]}


def test_what_does_not_count_is_told_once_for_all_items_in_their_order(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    build(project)
    strange = [
        replace(each, by="X. Stranger", organisation="Nobody") for each in approvals(project) if each.gate == "text"
    ]
    chain.append(
        project.root, [*reversed(strange), replace(strange[0], item="gone"), replace(strange[0], gate="press")]
    )
    run(["status", "-C", str(project.root)])
    said = capsys.readouterr().err
    assert (
        "X. Stranger (Nobody), not listed under `signers:`: press (approved): panel 1 coal; text (approved): all 3 items, gone"
    ) in said


def test_without_anybody_asked_it_says_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = small_project(tmp_path / "show")
    code, value = told(bare, capsys)
    assert code == 2
    assert [found["id"] for found in value["errors"]] == ["sign-off/none"]
    assert "sign_off:" in value["errors"][0]["help"]


def test_what_is_not_built_is_unknown(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    code, value = told(project, capsys)
    assert (code, value["approved"], value["schema_version"]) == (1, False, 1)
    assert states(value) == {"coal": {"unknown"}, "bread": {"unknown"}, "catalogue": {"unknown"}}
    assert value["wanted"][0]["words"] == "not built: `panelpress build`"


def test_from_nothing_signed_to_all_approved_to_lapsed(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    build(project)
    code, value = told(project, capsys)
    assert (code, states(value)["coal"]) == (1, {"waiting"})
    signed = chain.append(project.root, approvals(project))
    code, value = told(project, capsys)
    assert (code, value["approved"], value["wanted"]) == (0, True, [])
    assert value["ledger"] == {"entries": 9, "heads": [signed[-1].digest]}
    project.edit("panels/01-coal.md", "Coal was cut", "Coal, was cut")
    code, value = told(project, capsys)
    assert code == 1
    assert states(value)["coal"] == {"unknown"}
    assert {item["unknown"] for item in value["items"]} == {"changed since it was built: `panelpress build`", ""}
    build(project)
    code, value = told(project, capsys)
    assert states(value) == {"coal": {"lapsed"}, "bread": {"approved"}, "catalogue": {"lapsed"}}
    assert (
        "lapsed for NUM: page 1 changed since proof 2, which A. Writer approved on 2026-11-01"
        in (value["wanted"][0]["words"])
    )


def test_an_approval_expires_by_the_date_that_is_asked_for(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    build(project)
    chain.append(project.root, approvals(project))
    code, value = told(project, capsys, "--date", "2027-01-31")
    assert (code, value["date"]) == (0, "2027-01-31")
    code, value = told(project, capsys, "--date", "2027-02-01")
    assert (code, states(value)["coal"]) == (1, {"approved", "expired"})


def test_a_ledger_that_was_altered_is_told_first_and_ends_with_2(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    build(project)
    entries = chain.append(project.root, approvals(project))
    path = project.root / FOLDER / entries[0].file_name
    path.write_text(path.read_text("utf-8").replace("A. Writer", "B. Writer"), "utf-8")
    code, value = told(project, capsys)
    assert code == 2
    assert [found["id"] for found in value["faults"]] == ["ledger/altered"]
    assert run(["status", "-C", str(project.root)]) == 2
    assert capsys.readouterr().err.startswith("error[ledger/altered]")


def test_it_says_which_comments_are_open_and_what_does_not_count(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    build(project)
    waiver = Waived("image/resolution", "coal", "X. Stranger", "", "Nobody", "2026-11-01", "it is small", 1, "seam")
    chain.append(
        project.root,
        [comment(item="coal"), replace(approvals(project)[0], by="X. Stranger", organisation="Nobody"), waiver],
    )
    code, value = told(project, capsys)
    assert (code, value["open_comments"]) == (1, 1)
    assert [(each["by"], each["why"]) for each in value["uncounted"]] == [("X. Stranger", "not-listed")]
    assert [(each["check"], each["counts"]) for each in value["accepted"]] == [("image/resolution", False)]
    assert run(["status", "-C", str(project.root)]) == 1
    said = capsys.readouterr().err
    assert "X. Stranger (Nobody), not listed under `signers:`: text (approved): panel 1 coal" in said
    assert "1 comment open" in said
    assert "because “it is small”; does not count" in said


def test_the_page_holds_no_script_and_nothing_from_elsewhere(project: Project, tmp_path: Path) -> None:
    project.edit("catalogue.yml", "name: D. Miner", "name: D. <b>Miner")
    build(project)
    page = tmp_path / "pages" / "status.html"
    assert run(["status", "-C", str(project.root), "--html", str(page)]) == 1
    text = page.read_text("utf-8")
    assert "D. &lt;b&gt;Miner" in text
    for word in ("<script", "http:", "https:", "url(", "D. <b>Miner"):
        assert word not in text
    assert '<meta name="viewport"' in text


def test_a_page_that_cannot_be_written_is_told(project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run(["status", "-C", str(project.root), "--html", str(tmp_path / "file" / "status.html")]) == 2


def test_the_date_of_the_edition_is_the_day_it_is_held_against(project: Project) -> None:
    report, _ = status(project.root)
    assert report.date == "2026-11-24"
    assert status(project.root, dt.date(2027, 5, 1))[0].date == "2027-05-01"


# -- how it is said --------------------------------------------------------------------------------------------------

EVERYBODY = SignOffShape.model_validate(
    {
        "signers": [
            {"name": "Ana Choque", "organisation": "Federación de mineros"},
            {"name": "A. Writer", "organisation": "NUM"},
            {"name": "B. Reader", "organisation": "NUM"},
            {"name": "D. Miner", "organisation": "Durham Miners’ Association"},
        ],
        "gates": {
            gate: ["NUM", "Durham Miners’ Association", "Federación de mineros"][: 1 + number % 3]
            for number, gate in enumerate(GATE_IDS)
        },
    }
).asked


_PANELS = (
    "title", "durham", "north", "above", "below", "bands", "women", "strike", "hospital", "camp", "song", "today",
)  # fmt: skip


def everything() -> StatusReport:
    """Return an exhibition of twelve panels and a book, all seven gates, with something of every state."""
    names = [*_PANELS, "catalogue"]
    now: dict[str, Judged] = {
        name: {gate: tuple(Part(p, f"{gate}{name}{p}") for p in ((1,) if name != "catalogue" else range(1, 25)))
               for gate in GATE_IDS}
        for name in names
    }  # fmt: skip
    matters = [
        decision((), item=name, gate=gate, judged=tuple(part.digest for part in now[name][gate]),
                 decision=word, by="A. Writer", organisation="NUM")
        for name, word in zip(names[:9], ("approved", "changes", "corrections") * 3, strict=True)
        for gate in ("text", "people", "press")
    ]  # fmt: skip
    book = decision((), item="catalogue", judged=tuple(part.digest for part in now["catalogue"]["text"][:19]))
    ledger = ledger_of(*chained(*matters, book, comment(item="north")))
    items = {name: ("panel" if name != "catalogue" else "catalogue", now[name]) for name in names}
    labels = [f"panel {number} {name}" if name != "catalogue" else name for number, name in enumerate(names, 1)]
    return StatusReport(
        "Coal and song", "small", 1, "2026-11-24", GATE_IDS,
        tuple(Item(name, label) for name, label in zip(names, labels, strict=True)),
        standings(EVERYBODY, ledger, items, dt.date(2026, 11, 24)), (), to_do(ledger),
    )  # fmt: skip


def test_the_table_of_thirteen_items_and_seven_gates_fits_100_columns() -> None:
    out, aside = (Console(file=io.StringIO(), width=100, force_terminal=True, no_color=True) for _ in range(2))
    show_status(everything(), out, aside)
    for console in (out, aside):
        assert isinstance(console.file, io.StringIO)
        assert max(len(_bare(line)) for line in console.file.getvalue().splitlines()) <= 100
    assert len(table(everything()).columns) == 8


def _bare(line: str) -> str:
    """Return a line without what sets its letters bold."""
    return re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip()


def test_what_is_wanted_comes_worst_first_and_alike_only_once() -> None:
    report = everything()
    found = wanted(report)
    order = ["changes", "corrections-open", "lapsed", "expired", "unknown", "waiting"]
    assert [each.state for each in found] == sorted((each.state for each in found), key=order.index)
    assert len({(each.gate, each.words) for each in found}) == len(found)
    hard = [of_items(each, report) for each in found if each.gate == "hard proof"]
    assert hard == ["all 13 items"]
    lapsed = next(each for each in found if each.state == "lapsed")
    assert (of_items(lapsed, report), "pages 20–24 changed" in lapsed.words) == ("catalogue", True)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [("1", "1"), ("1 2", "1, 2"), ("1 2 3", "1–3"), ("1 3 4 5 9", "1, 3–5, 9"), ("1 2.es 3 4", "1, 2.es, 3, 4")],
)
def test_numbers_that_follow_each_other_are_drawn_together(numbers: str, said: str) -> None:
    assert runs(numbers.split()) == said


def test_no_two_people_share_a_short_form() -> None:
    tags = initials(everything())
    assert len(set(tags.values())) == len(tags)
    assert tags["A. Writer"] == "AW"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "approved"}, "approved by A. Writer (NUM), 2026-11-01, proof 2"),
        ({"state": "approved", "proof": 0}, "approved by A. Writer (NUM), 2026-11-01, without a proof"),
        ({"state": "changes"}, "A. Writer (NUM) requires changes, 2026-11-01, proof 2"),
        ({"state": "corrections-open", "to_do": 2}, "2 corrections still to be made"),
        ({"state": "corrections-open"}, "which ones is not recorded"),
        ({"state": "lapsed", "pages": (0,)}, "it changed since proof 2"),
        ({"state": "lapsed", "pages": ()}, "something was taken away since proof 2"),
        ({"state": "lapsed", "pages": (0, 3)}, "page 3 changed since proof 2"),
        ({"state": "waiting", "decision": "changes"}, "changed since A. Writer (NUM) required changes in proof 2"),
        ({"state": "waiting", "by": "", "decision": "", "waiting_on": ()}, "for which no signer is listed"),
        ({"state": "waiting", "by": "", "decision": "", "waiting_on": ("A", "B")}, "waiting on A or B (NUM)"),
        ({"state": "expired"}, "has expired"),
    ],
)
def test_each_state_is_said_in_words(change: dict[str, Any], said: str) -> None:
    base = everything().standings[0]
    plain = replace(base, by="A. Writer", decision="approved", date="2026-11-01", proof=2, pages=(), to_do=0)
    assert said in words(replace(plain, **change))


def test_the_page_says_each_thing_that_is_wanted() -> None:
    report = everything()
    page = html.page(report)
    assert page.count("<li class=") == len(wanted(report))
    assert report.verdict in page


# -- with real items -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_comma_lapses_the_words_of_its_panel_and_of_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real = small_project(tmp_path / "show")
    real.write("catalogue.yml", (real.root / "catalogue.yml").read_text("utf-8") + SIGN_OFF)
    build(real)
    chain.append(real.root, approvals(real))
    assert told(real, capsys)[0] == 0
    real.edit("panels/02-bread.md", "stood by the", "stood, by the")
    build(real)
    code, value = told(real, capsys)
    assert code == 1
    assert states(value) == {"coal": {"approved"}, "bread": {"lapsed"}, "catalogue": {"approved"}}


@pytest.mark.slow
def test_a_signed_waiver_lets_its_item_pass_and_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    real = small_project(tmp_path / "show")
    real.write("catalogue.yml", (real.root / "catalogue.yml").read_text("utf-8") + SIGN_OFF)
    real.picture("seam.png", (300, 200))
    at = ["-C", str(real.root)]
    assert run(["build", *at, "--jobs", "1", "-q"]) == 1
    assert {key: entry.state for key, entry in manifest.read(real.press).items()} == {
        "coal": "rejected", "bread": "ready", "catalogue": "rejected",
    }  # fmt: skip
    before = manifest.read(real.press)["bread"].recipe
    chain.append(
        real.root,
        [
            Waived(
                "image/resolution", "coal", "A. Writer", "", "NUM", "2026-11-01", "the only print", until="2026-12-01"
            )
        ],
    )
    assert run(["build", "coal", *at, "--jobs", "1", "-q"]) == 0
    built = manifest.read(real.press)
    assert {key: entry.state for key, entry in built.items()} == {
        "coal": "ready", "bread": "kept", "catalogue": "absent",
    }  # fmt: skip
    assert built["bread"].recipe == before
    capsys.readouterr()
    assert run(["check", "coal", *at, "--json"]) == 0
    (item,) = json.loads(capsys.readouterr().out)["items"]
    (accepted,) = [
        found["accepted"]
        for check in item["checks"]
        for found in check["findings"]
        if found["id"] == "image/resolution"
    ]
    assert accepted == {"name": "A. Writer (NUM)", "reason": "the only print", "level": "error", "until": "2026-12-01"}
    chain.append(
        real.root,
        [Waived("image/resolution", "coal", "A. Writer", "", "NUM", "2026-11-02", "ended", until="2026-11-01")],
    )
    assert run(["check", "coal", *at, "--json"]) == 1
    report, _ = status(real.root)
    assert {item.key: item.unknown for item in report.items}["coal"].startswith("changed since it was built")
