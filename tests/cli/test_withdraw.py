"""`panelpress signoff withdraw` and `log`: a mistake is taken back by a new entry; nothing is altered, none of it counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import returned as small
from tests.support.signing import ASKED, DAY, chained, comment, decision, done, ledger_of, of
from tests.support.signoffs import Shown, told

from panelpress.cli import run
from panelpress.ground.diagnostics import Diagnostic, Level, Place
from panelpress.ledger import chain
from panelpress.ledger.entries import FOLDER, Decision, Withdrawn, parse
from panelpress.ledger.standing import standings
from panelpress.ledger.todo import to_do
from panelpress.ledger.waived import waived

if TYPE_CHECKING:
    from pathlib import Path

    import pikepdf

CALL = ("--gate", "text", "--by", "A. Writer", "--decision", "approved", "--date", "2026-11-27")
BACK = ("--by", "Ed", "--reason", "it was about panel 2", "--date", "2026-11-28")


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shown:
    made = Shown(tmp_path, monkeypatch)
    capsys.readouterr()
    return made


def last(shown: Shown) -> str:
    """Return the digits of the entry that was recorded last."""
    (head,) = chain.read(shown.root).heads
    return head[:8]


def stands(shown: Shown, capsys: pytest.CaptureFixture[str], item: str = "coal") -> str:
    """Return where an item's text stands with NUM, as `status` has it."""
    capsys.readouterr()
    run(["status", "--json", "-C", str(shown.root)])
    value = json.loads(capsys.readouterr().out)
    (row,) = (row for row in value["items"] if row["item"] == item)
    (state,) = (g["state"] for g in row["gates"] if (g["gate"], g["organisation"]) == ("text", "NUM"))
    return str(state)


# -- what it does ----------------------------------------------------------------------------------------------------


def test_an_approval_that_was_a_mistake_counts_no_more_and_stays_in_the_record(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown.run("record", "coal", *CALL) == 0
    assert stands(shown, capsys) == "approved"
    before = {path.name: path.read_bytes() for path in (shown.root / FOLDER).iterdir()}
    assert shown.run("withdraw", last(shown), *BACK) == 0
    assert "taken back: Text, panel 1 coal: approved — A. Writer (NUM), proof 1" in capsys.readouterr().out
    assert stands(shown, capsys) == "waiting"
    assert shown.matters[-1] == Withdrawn(next(iter(chain.read(shown.root).withdrawn)), "Ed", "2026-11-28", BACK[3])
    after = {path.name: path.read_bytes() for path in (shown.root / FOLDER).iterdir()}
    assert before.items() < after.items(), "nothing that was written is altered or taken away"


def test_an_earlier_decision_counts_again(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("record", "coal", *CALL) == 0
    words = [w if w != "approved" else "changes" for w in CALL]
    assert shown.run("record", "coal", *words) == 0
    assert stands(shown, capsys) == "changes"
    assert shown.run("withdraw", last(shown), *BACK) == 0
    assert stands(shown, capsys) == "approved"


def test_what_was_taken_back_by_mistake_stands_again(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("record", "coal", *CALL) == 0
    for state in ("waiting", "approved", "waiting"):
        assert shown.run("withdraw", last(shown), *BACK) == 0
        assert stands(shown, capsys) == state


def test_the_same_can_be_recorded_again_and_counts(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("record", "coal", *CALL) == 0
    assert shown.run("withdraw", last(shown), *BACK) == 0
    capsys.readouterr()
    assert shown.run("record", "coal", *CALL) == 0
    assert "approved — counts" in capsys.readouterr().out
    assert stands(shown, capsys) == "approved"
    assert len(shown.matters) == 3


def test_a_tick_that_was_a_mistake_leaves_the_correction_to_be_made(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [w if w != "approved" else "corrections" for w in CALL]
    assert shown.run("record", "coal", *words, "--note", "1971, not 1917") == 0
    shown.change("coal", "panels/01-coal.md", "two hundred", "three hundred")
    asked = next(d for d, e in chain.read(shown.root).entries.items() if e.kind == "comment")
    assert shown.run("done", asked[:8], "--by", "Ed", "--date", "2026-11-28") == 0
    assert stands(shown, capsys) == "approved"
    assert shown.run("withdraw", last(shown), *BACK) == 0
    assert stands(shown, capsys) == "corrections-open"
    assert shown.run("list") == 0
    assert "1971, not 1917" in capsys.readouterr().out


def test_a_comment_and_a_waiver_can_be_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coarse = Diagnostic("image/resolution", Level.WARNING, "112 ppi", place=Place("coal", 1, object="seam"))
    shown = Shown(tmp_path, monkeypatch, found={"coal": coarse})
    words = ("--by", "A. Writer", "--reason", "the only print", "--date", "2026-11-27")
    assert shown.run("waive", "image/resolution", "coal", *words) == 0
    assert shown.run("withdraw", last(shown), *BACK) == 0
    assert waived(chain.read(shown.root), None) == ()
    note = [w if w != "approved" else "changes" for w in CALL]
    assert shown.run("record", "coal", *note, "--note", "another picture") == 0
    asked = next(d for d, e in chain.read(shown.root).entries.items() if e.kind == "comment")
    assert shown.run("withdraw", asked, *BACK) == 0
    assert to_do(chain.read(shown.root)) == ()


def test_a_file_that_was_taken_back_is_not_recorded_by_sending_it_again(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file in a folder of many is read again and again: that must bring nothing back that somebody withdrew."""

    def filled(pdf: pikepdf.Pdf) -> None:
        small.choose(pdf, "text", "coal", "approved")
        small.sign(pdf, "text")

    file = shown.back("back.pdf", filled)
    assert shown.run("import", file) == 0
    assert shown.run("withdraw", last(shown), *BACK) == 0
    before = shown.matters
    capsys.readouterr()
    assert shown.run("import", file) == 1
    assert "recorded, and taken back: Ed took it back on 2026-11-28" in " ".join(capsys.readouterr().out.split())
    assert shown.matters == before


def test_what_was_taken_back_contradicts_nothing(shown: Shown) -> None:
    """Somebody's wrong file is withdrawn so that their right one can be recorded."""
    for answer in ("changes", "approved"):

        def filled(pdf: pikepdf.Pdf, answer: str = answer) -> None:
            small.choose(pdf, "text", "coal", answer)
            small.sign(pdf, "text")

        file = shown.back(f"{answer}.pdf", filled)
        if answer == "approved":
            assert shown.run("import", file) == 2
            assert shown.run("withdraw", last(shown), *BACK) == 0
        assert shown.run("import", file) == 0
    assert [m.decision for m in shown.matters if isinstance(m, Decision)] == ["changes", "approved"]


def test_what_two_people_recorded_alike_is_taken_back_whole(shown: Shown) -> None:
    assert shown.run("record", "coal", *CALL) == 0
    (first,) = chain.read(shown.root).entries.values()
    (other,) = chained(first.matter, after=(first.digest,))  # as git merges in what another machine recorded
    (shown.root / FOLDER / other.file_name).write_text(other.text, "utf-8")
    assert shown.run("withdraw", first.digest, *BACK) == 0
    assert set(chain.read(shown.root).withdrawn) == {first.digest, other.digest}


def test_what_was_written_beside_a_decision_goes_and_comes_with_it(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [w if w != "approved" else "corrections" for w in CALL]
    assert shown.run("record", "coal", *words, "--note", "1971, not 1917") == 0
    assert shown.run("record", "bread", *words, "--note", "1971, not 1917") == 0
    entries = chain.read(shown.root).entries
    (one,) = (d for d, e in entries.items() if isinstance(e.matter, Decision) and e.matter.item == "coal")
    assert shown.run("withdraw", one, *BACK) == 0
    assert {entries[d].kind for d in chain.read(shown.root).withdrawn} == {"decision", "comment"}
    assert [asked.comment.item for asked in to_do(chain.read(shown.root))] == ["bread"]
    assert shown.run("withdraw", last(shown), *BACK) == 0
    assert set(chain.read(shown.root).withdrawn).isdisjoint(entries)
    assert stands(shown, capsys) == "corrections-open"


# -- how it is told --------------------------------------------------------------------------------------------------


def test_status_tells_what_was_taken_back_by_whom_and_why(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("record", "coal", *CALL) == 0
    assert shown.run("withdraw", last(shown), *BACK) == 0
    capsys.readouterr()
    page = shown.root / "status.html"
    run(["status", "-C", str(shown.root), "--html", str(page)])
    sentence = (
        "Text, panel 1 coal: approved — A. Writer (NUM), proof 1, 2026-11-27: taken back by Ed, 2026-11-28: it was about "
        "panel 2"
    )
    assert sentence in " ".join(capsys.readouterr().err.split())
    assert sentence in page.read_text("utf-8")
    run(["status", "-C", str(shown.root), "--json"])
    (back,) = told(capsys.readouterr().out)["taken_back"]
    assert (back["kind"], back["item"], back["taken_back"]) == (
        "decision", "coal", "taken back by Ed, 2026-11-28: it was about panel 2",
    )  # fmt: skip


def test_the_log_tells_everything_in_the_order_in_which_it_was_recorded(
    shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown.run("record", "bread", *CALL) == 0
    assert shown.run("record", "coal", *CALL) == 0
    assert shown.run("withdraw", last(shown), *BACK) == 0
    capsys.readouterr()
    assert shown.run("log", "--json") == 0
    listed = told(capsys.readouterr().out)["entries"]
    assert [(each["kind"], each["item"], bool(each["taken_back"])) for each in listed] == [
        ("decision", "bread", False), ("decision", "coal", True), ("withdrawal", "coal", False),
    ]  # fmt: skip
    assert shown.run("log", "coal") == 0
    printed = capsys.readouterr()
    assert listed[1]["digits"] in printed.out
    assert "panel 2 bread" not in printed.out
    assert "2 entries, 1 taken back" in printed.err


# -- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"--reason": " "}, "no reason is given"),
        ({"--by": " "}, "nobody is named"),
        ({"--by": "A. Wrter"}, "did you mean `A. Writer`?"),
        ({"--date": "2026-11-26"}, "2026-11-26 is before the entry, which is dated 2026-11-27"),
        ({"digits": "0" * 9}, "`panelpress signoff log` prints the digits of each"),
        ({"digits": "ab"}, "(of at least 4 digits)"),
    ],
)
def test_a_withdrawal_that_cannot_be_meant_is_refused(
    shown: Shown, capsys: pytest.CaptureFixture[str], changes: dict[str, str], why: str
) -> None:
    assert shown.run("record", "coal", *CALL) == 0
    options: dict[str, Any] = dict(zip(BACK[::2], BACK[1::2], strict=True)) | changes
    digits = options.pop("digits", last(shown))
    capsys.readouterr()
    assert shown.run("withdraw", digits, *(word for pair in options.items() for word in pair)) == 2
    assert why in " ".join(capsys.readouterr().err.split())
    assert len(shown.matters) == 1


def test_nothing_is_taken_back_twice(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown.run("record", "coal", *CALL) == 0
    digits = last(shown)
    assert shown.run("withdraw", digits, *BACK) == 0
    capsys.readouterr()
    assert shown.run("withdraw", digits, *BACK) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "Ed took it back already, on 2026-11-28" in said
    assert f"withdraw {last(shown)}" in said


# -- the ledger ------------------------------------------------------------------------------------------------------


def withdrawn(entry: str, date: str = "2026-11-05", by: str = "Ed") -> Withdrawn:
    return Withdrawn(entry, by, date, "a mistake")


def test_a_ledger_without_withdrawals_reads_as_it_did_and_one_entry_is_one_file(tmp_path: Path) -> None:
    (first,) = chain.append(tmp_path, [decision()])
    (back,) = chain.append(tmp_path, [withdrawn(first.digest)])
    assert back.file_name == f"2026-11-05-withdrawal-entry-{back.digest[:16]}.json"
    assert parse(back.text) == back
    assert first.file_name == f"2026-11-01-decision-num-{first.digest[:16]}.json"
    assert chain.read(tmp_path).faults == ()


def test_of_two_who_take_back_the_same_the_first_is_named() -> None:
    first = chained(decision())[0]
    two = [chained(withdrawn(first.digest, date, by), after=(first.digest,))[0]
           for date, by in (("2026-11-07", "Ed"), ("2026-11-06", "Ann"))]  # fmt: skip
    ledger = ledger_of(first, *two)
    assert ledger.withdrawn == {first.digest: two[1].digest}
    again = chained(withdrawn(two[1].digest), after=tuple(entry.digest for entry in two))[0]
    assert ledger_of(first, *two, again).withdrawn == {first.digest: two[0].digest, two[1].digest: again.digest}


def test_a_long_row_of_withdrawals_of_each_other_is_read() -> None:
    entries = list(chained(decision()))
    for _ in range(3000):
        entries += chained(withdrawn(entries[-1].digest), after=(entries[-1].digest,))
    assert len(ledger_of(*entries).withdrawn) == 1500
    assert entries[0].digest not in ledger_of(*entries).withdrawn


def test_an_answer_that_was_taken_back_covers_nothing() -> None:
    entries = chained(comment(), decision(decision="corrections"))
    answer = chained(done(entries[0], ["two"]), after=(entries[-1].digest,))[0]
    back = chained(withdrawn(answer.digest), after=(answer.digest,))[0]
    for chain_, state in (((*entries, answer), "approved"), ((*entries, answer, back), "corrections-open")):
        found = standings(ASKED, ledger_of(*chain_), {"num": ("panel", of("two"))}, DAY)
        assert next(s.state for s in found if (s.gate, s.organisation) == ("text", "NUM")) == state
