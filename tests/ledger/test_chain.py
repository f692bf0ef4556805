"""The ledger on disk: whole after anything, and whatever was done to it by other hands is named."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.signing import chained, comment, decision, done

from panelpress.ground.diagnostics import PanelpressError
from panelpress.ground.files import digest
from panelpress.ledger import chain, proofs
from panelpress.ledger.entries import FOLDER, Decision, Entry, Waived, parse
from panelpress.ledger.proofs import ProofRecord

if TYPE_CHECKING:
    from pathlib import Path

WAIVED = Waived("image/resolution", "num", "A. Writer", "", "NUM", "2026-11-03", "the only print there is")
APPEND = """
import sys
from pathlib import Path
from tests.support.signing import decision
from panelpress.ledger import chain
root, writer, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    for entry in chain.append(root, [decision(item=f"{writer}-{number}", note=part) for part in ("a", "b")]):
        print(entry.digest, flush=True)
"""


def path_of(root: Path, entry: Entry) -> Path:
    return root / FOLDER / entry.file_name


def ids(root: Path) -> list[str]:
    return [found.id for found in chain.read(root).faults]


def three(root: Path) -> tuple[Entry, ...]:
    return chain.append(root, [decision(item=name) for name in ("coal", "num", "bread")])


def anchored(root: Path, number: int = 1) -> None:
    proofs.keep(root, ProofRecord("small", number, "2026-11-01", chain.read(root).heads, {}))


def test_an_exhibition_without_a_record_has_an_empty_and_sound_ledger(tmp_path: Path) -> None:
    ledger = chain.read(tmp_path)
    assert (ledger.entries, ledger.heads, ledger.faults) == ({}, (), ())


def test_matters_are_chained_and_read_back_as_they_were(tmp_path: Path) -> None:
    matters = (decision(note="“ñ” – 1 < 2"), comment(), WAIVED)
    written = chain.append(tmp_path, matters)
    answered = chain.append(tmp_path, [done(written[1], ["one"])])
    ledger = chain.read(tmp_path)
    assert ledger.faults == ()
    assert ledger.heads == (answered[0].digest,)
    assert {each.matter for each in ledger.entries.values() if each.kind != "done"} == set(matters)
    assert ledger.entries[answered[0].digest] == answered[0]
    assert [entry.parents for entry in written] == [(), (written[0].digest,), (written[1].digest,)]
    assert ledger.order.last(ledger.entries) == ledger.heads


def test_what_is_recorded_already_is_not_recorded_again(tmp_path: Path) -> None:
    first = chain.append(tmp_path, [decision(), comment()])
    again = chain.append(tmp_path, [comment(), decision(), decision(note="new"), decision(note="new")])
    assert [entry.matter for entry in again] == [decision(note="new")]
    assert again[0].parents == (first[-1].digest,)
    assert len(chain.read(tmp_path).entries) == 3


def test_two_heads_are_both_followed_by_the_next_entry(tmp_path: Path) -> None:
    (root,) = chain.append(tmp_path, [decision()])
    (other,) = chained(decision(item="coal"), after=(root.digest,))
    (mine,) = chain.append(tmp_path, [decision(item="bread")])
    path_of(tmp_path, other).write_text(other.text, "utf-8")  # as git merges it in
    assert set(chain.read(tmp_path).heads) == {mine.digest, other.digest}
    (merged,) = chain.append(tmp_path, [decision(item="late")])
    assert set(merged.parents) == {mine.digest, other.digest}
    assert chain.read(tmp_path).heads == (merged.digest,)


def test_an_altered_entry_is_named_and_counts_for_nothing(tmp_path: Path) -> None:
    entries = three(tmp_path)
    path = path_of(tmp_path, entries[1])
    path.write_text(path.read_text("utf-8").replace('"approved"', '"changes"'), "utf-8")
    ledger = chain.read(tmp_path)
    assert [found.id for found in ledger.faults] == ["ledger/altered"]
    assert path.name in ledger.faults[0].message
    assert f"git checkout HEAD -- {FOLDER}/{path.name}" in ledger.faults[0].help
    assert entries[1].digest not in ledger.entries
    assert set(ledger.entries) == {entries[0].digest, entries[2].digest}


def test_line_ends_that_git_wrote_for_windows_alter_nothing(tmp_path: Path) -> None:
    entries = three(tmp_path)
    for entry in entries:
        path_of(tmp_path, entry).write_bytes(entry.text.replace("\n", "\r\n").encode())
    ledger = chain.read(tmp_path)
    assert ledger.faults == ()
    assert set(ledger.entries) == {entry.digest for entry in entries}


def test_a_removed_entry_is_missed_by_those_that_follow_it(tmp_path: Path) -> None:
    entries = three(tmp_path)
    path_of(tmp_path, entries[0]).unlink()
    (found,) = chain.read(tmp_path).faults
    assert found.id == "ledger/removed"
    assert entries[1].file_name in found.message
    assert f"*-{entries[0].digest[:16]}.json" in found.help


def test_a_removed_head_is_missed_by_the_proof_that_printed_it(tmp_path: Path) -> None:
    entries = three(tmp_path)
    anchored(tmp_path)
    assert ids(tmp_path) == []
    path_of(tmp_path, entries[2]).unlink()
    (found,) = chain.read(tmp_path).faults
    assert found.id == "ledger/removed"
    assert "record/proofs/proof-1.json" in found.message
    assert entries[2].digest[:16] in found.message


def test_a_head_that_no_proof_printed_can_be_removed_unseen(tmp_path: Path) -> None:
    """What docs/sign-off.md says the ledger cannot prove: entries after the last anchor."""
    anchored(tmp_path)
    entries = three(tmp_path)
    path_of(tmp_path, entries[2]).unlink()
    assert ids(tmp_path) == []


def test_an_entry_written_anew_under_a_fitting_name_is_missed_by_its_anchor(tmp_path: Path) -> None:
    entries = three(tmp_path)
    anchored(tmp_path)
    path_of(tmp_path, entries[2]).unlink()
    forged = replace(entries[2], matter=decision(item="bread", decision="changes"))
    path_of(tmp_path, forged).write_text(forged.text, "utf-8")
    assert ids(tmp_path) == ["ledger/removed"]


def test_entries_in_another_order_are_seen(tmp_path: Path) -> None:
    """Whoever reorders entries must write their parents anew, and so gives them other digests."""
    entries = three(tmp_path)
    anchored(tmp_path)
    for entry in entries:
        path_of(tmp_path, entry).unlink()
    for entry in chained(*(entry.matter for entry in reversed(entries))):
        path_of(tmp_path, entry).write_text(entry.text, "utf-8")
    assert ids(tmp_path) == ["ledger/removed"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"entry": "hearsay"}, "hearsay"),
        ({"schema_version": 9}, "version 9"),
        ({"judged": "one"}, "`judged`"),
        ({"judged": [1]}, "`judged`"),
        ({"proof": "2"}, "`proof`"),
        ({"proof": True}, "`proof`"),
        ({"by": None}, "`by`"),
        ({"gate": "taste"}, "taste"),
        ({"gate": ""}, "`gate`"),
        ({"decision": "maybe"}, "maybe"),
        ({"date": "20261101"}, "20261101"),
        ({"date": "2026-02-30"}, "2026-02-30"),
        ({"parents": None}, "`parents`"),
        ({"parents": {}}, "`parents`"),
        ({"note": "\ud83d"}, "surrogates"),
    ],
)
def test_a_file_that_is_no_entry_is_named_with_what_it_lacks(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    value = json.loads(Entry(decision(), ()).text) | change
    write_under_its_digest(tmp_path, json.dumps(value))
    (found,) = chain.read(tmp_path).faults
    assert found.id == "ledger/unreadable"
    assert told in found.message


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, '"text"', '{"schema_version": 1, "entry": []}'])
def test_a_file_of_another_kind_is_named_and_stops_nothing(tmp_path: Path, text: str) -> None:
    entries = three(tmp_path)
    write_under_its_digest(tmp_path, text)
    ledger = chain.read(tmp_path)
    assert [found.id for found in ledger.faults] == ["ledger/unreadable"]
    assert set(ledger.entries) == {entry.digest for entry in entries}


def write_under_its_digest(root: Path, text: str) -> None:
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"2026-11-01-decision-num-{digest(text.encode())[:16]}.json").write_text(text, "utf-8")


def test_a_proof_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    anchored(tmp_path)
    (tmp_path / proofs.FOLDER / "proof-1.json").write_text("{", "utf-8")
    (found,) = chain.read(tmp_path).faults
    assert (found.id, "proof-1.json" in found.message) == ("ledger/unreadable", True)


def test_half_a_file_of_a_killed_writer_is_none_of_the_ledger(tmp_path: Path) -> None:
    entries = three(tmp_path)
    (tmp_path / FOLDER / f".{entries[0].file_name}.x81").write_text("{", "utf-8")
    assert ids(tmp_path) == []


def test_an_item_cannot_name_a_file_elsewhere_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not be read back"):
        chain.append(tmp_path, [decision(), decision(item="../../catalogue")])
    assert chain.read(tmp_path).entries == {}


def test_a_record_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "record").write_text("a file where the folder should be")
    with pytest.raises(PanelpressError) as refused:
        chain.append(tmp_path, [decision()])
    assert refused.value.diagnostics[0].id == "ledger/unwritable"


def test_an_entry_is_the_same_text_wherever_it_is_read() -> None:
    for entry in chained(decision(), comment(), WAIVED):
        assert parse(entry.text).text == entry.text


# -- other processes -------------------------------------------------------------------------------------------------


def writer(root: Path, name: str, count: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", APPEND, str(root), name, str(count)]
    child = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert said_by(child) == "ready"
    return child


def said_by(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().removesuffix("\n")


def rest_of(child: subprocess.Popen[str]) -> str:
    """Return what it said until its end, without losing what was read ahead."""
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdin, child.stdout:
        said = child.stdout.read()
    child.wait()
    return said


def go(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


@pytest.mark.slow
def test_two_processes_that_record_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [writer(tmp_path, name, 30) for name in ("left", "right")]
    for each in writers:
        go(each)
    reported = {line for each in writers for line in rest_of(each).split()}
    assert [each.returncode for each in writers] == [0, 0]
    ledger = chain.read(tmp_path)
    assert ledger.faults == ()
    assert set(ledger.entries) == reported
    assert len(reported) == 120
    assert any(len(entry.parents) > 1 for entry in ledger.entries.values()), "they never met"


@pytest.mark.slow
def test_a_writer_killed_at_fifty_random_points_leaves_the_ledger_whole(tmp_path: Path) -> None:
    delays = random.Random(7)
    reported: set[str] = set()
    cut_short = 0
    for turn in range(50):
        child = writer(tmp_path, f"turn{turn}", 500)
        go(child)
        if turn % 2:  # else it may be killed before it wrote anything
            reported.add(said_by(child))
        time.sleep(delays.uniform(0, 0.05))
        child.kill()
        reported |= set(rest_of(child).split("\n")[:-1])  # its last line may be cut short
        cut_short += child.returncode == -signal.SIGKILL
        ledger = chain.read(tmp_path)
        assert ledger.faults == ()
        assert reported <= set(ledger.entries)
    assert cut_short == 50
    assert len(reported) >= 25
    before = len(chain.read(tmp_path).entries)
    (after,) = chain.append(tmp_path, [decision(item="after")])
    ledger = chain.read(tmp_path)
    assert (len(ledger.entries), ledger.heads) == (before + 1, (after.digest,))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_git_merges_what_two_people_recorded_at_once_without_a_conflict(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=Ed", "-c", "user.email=ed@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    def commit(*items: str) -> None:
        chain.append(tmp_path, [decision(item=item) for item in items])
        git("add", "record")
        git("commit", "-m", "signed")

    git("init", "-b", "main")
    commit("coal")
    git("checkout", "-b", "other")
    commit("num", "same")
    git("checkout", "main")
    commit("bread", "same")
    git("merge", "other")
    ledger = chain.read(tmp_path)
    assert ledger.faults == ()
    assert len(ledger.heads) == 2
    assert sorted(e.matter.item for e in ledger.entries.values() if isinstance(e.matter, Decision)) == [
        "bread", "coal", "num", "same", "same",
    ]  # fmt: skip
