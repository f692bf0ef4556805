"""What a proof tells beside its pages: tables, people, states, changes; each from plain values."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

from panelpress.exhibition.asked import GateAsked, Signer, SignOff
from panelpress.exhibition.schema import RightsShape
from panelpress.facts.layout import Block, LayoutFacts, Line, Source
from panelpress.facts.numbering import numbered_lines
from panelpress.facts.signing import NumberedLine, Part
from panelpress.ground.diagnostics import PanelpressError
from panelpress.ground.files import digest
from panelpress.ground.gates import GATE_IDS
from panelpress.ground.geometry import Box
from panelpress.jobs.proof import first_step
from panelpress.jobs.proofs.asked import NOBODY, gate_sheets, stands_in_words, state_in_words
from panelpress.jobs.proofs.changes import NEW, SAME, changes_since, last_approvals
from panelpress.jobs.proofs.kept import keep_pages, kept_page
from panelpress.jobs.proofs.pages import STEPS, SeenPage
from panelpress.jobs.proofs.rows import comment_rows, rights_in_words, shown_in_words
from panelpress.jobs.proofs.tiles import parse_tile
from panelpress.ledger.chain import Ledger
from panelpress.ledger.entries import Comment, Decision, Done, Entry
from panelpress.ledger.proofs import ProofItem, ProofRecord
from panelpress.ledger.standing import Standing
from panelpress.ledger.todo import Asked
from panelpress.press.recipe import Treatment

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.signing import Judged

# -- who is asked ----------------------------------------------------------------------------------------------------

JUDGED: Judged = {"text": (Part(1, "t"),), "photographs": (Part(1, "p"),), "press": (Part(1, "x"),)}
SAID = SignOff(
    (Signer("A. Writer", "NUM", "Editor"),),
    {
        "press": GateAsked(("NUM",), expires=dt.date(2027, 1, 31)),
        "text": GateAsked(("NUM", "Durham")),
        "photographs": GateAsked(("NUM",), "panels"),
        "credits": GateAsked(("NUM",)),
    },
)
ITEMS = {"coal": ("panel", JUDGED), "catalogue": ("catalogue", JUDGED)}


def test_the_sheets_stand_in_the_order_of_the_gates_with_the_items_each_is_for() -> None:
    sheets = gate_sheets(SAID, ITEMS)
    assert [(sheet.gate, sheet.items, sheet.expires) for sheet in sheets] == [
        ("text", ("coal", "catalogue"), ""),
        ("photographs", ("coal",), ""),
        ("press", ("coal", "catalogue"), "2027-01-31"),
    ]


def test_an_organisation_without_a_signer_is_named_all_the_same() -> None:
    assert [(s.name, s.organisation, s.role) for s in gate_sheets(SAID, ITEMS)[0].signers] == [
        ("A. Writer", "NUM", "Editor"),
        ("", "Durham", ""),
    ]


def test_where_nobody_is_asked_every_gate_that_has_something_to_judge_has_its_sheet() -> None:
    whole: Judged = {gate: (Part(1, gate),) for gate in GATE_IDS}
    assert [sheet.gate for sheet in gate_sheets(None, {"coal": ("panel", whole)})] == list(GATE_IDS)
    assert [sheet.gate for sheet in gate_sheets(None, ITEMS)] == ["text", "photographs", "press"]


def standing(state: Any, organisation: str = "NUM") -> Standing:
    return Standing("coal", "text", organisation, state)


@pytest.mark.parametrize(
    ("standings", "words"),
    [
        ((standing("approved"), standing("approved", "Durham")), "approved by all"),
        ((standing("waiting"), standing("waiting", "Durham"), standing("waiting")), "waits for NUM and Durham"),
        ((standing("approved"), standing("lapsed", "Durham")), "changed since it was approved by Durham"),
        ((standing("waiting"), standing("changes", "Durham")), "changes required by Durham; waits for NUM"),
    ],
)
def test_an_item_s_state_names_organisations_the_worst_first(standings: tuple[Standing, ...], words: str) -> None:
    assert state_in_words(standings, asked=True) == words


def approval(by: str, organisation: str, proof: int, state: Any = "approved") -> Standing:
    return Standing("coal", "text", organisation, state, by, "approved", "2026-11-25", proof)


@pytest.mark.parametrize(
    ("standings", "words"),
    [
        ((approval("A. Writer", "NUM", 3), approval("D. Miner", "Durham", 3)),
         "approved by A. Writer (NUM) and D. Miner (Durham) on proof 3: still stands, nothing to do"),
        ((approval("A. Writer", "NUM", 3), approval("D. Miner", "Durham", 2)),
         "approved by D. Miner (Durham) on proof 2; by A. Writer (NUM) on proof 3: still stands, nothing to do"),
        ((approval("A. Writer", "NUM", 3), approval("D. Miner", "Durham", 2, "lapsed")),
         "approved by A. Writer (NUM) on proof 3: still stands, Durham to sign"),
        ((approval("A. Writer", "NUM", 3, "lapsed"),), ""),
    ],
)  # fmt: skip
def test_a_row_says_what_of_earlier_approvals_still_stands(standings: tuple[Standing, ...], words: str) -> None:
    assert stands_in_words(standings) == words
    (text, *_) = gate_sheets(SAID, ITEMS, standings)
    assert text.stands == ({"coal": words} if words else {})


def test_an_item_of_which_nobody_is_asked_is_never_called_approved() -> None:
    assert state_in_words((), asked=True) == NOBODY
    assert state_in_words((standing("approved"),), asked=False) == NOBODY


# -- tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("treatment", "words"),
    [
        (Treatment(), "whole"),
        (Treatment(crop=(0.1, 0.0, 1.0, 0.75)), "cropped: 10% off the left, 25% off the bottom"),
        (Treatment(crop=(0.0, 0.0, 1.0, 1.0), flip=True), "whole; mirrored"),
        (Treatment(tint=(0.1, 0.0, 0.2)), "whole; tinted"),
    ],
)
def test_what_of_a_photograph_is_shown_is_said(treatment: Treatment, words: str) -> None:
    assert shown_in_words(treatment) == words


def test_rights_are_said_in_a_line_and_silence_is_no_permission() -> None:
    assert rights_in_words(None) == "not stated"
    assert rights_in_words(RightsShape()) == "not stated"
    said = {"note": "By letter.", "consent": "given", "expires": "2027-05-31", "media": ["panels"], "print_run": "500"}
    words = "By letter; the people shown agreed; until 2027-05-31; for panels; up to 500 copies"
    assert rights_in_words(RightsShape.model_validate(said)) == words


def comment(text: str, item: str = "coal", line: int = 4, gate: str = "") -> Comment:
    return Comment(
        item, 1 if line else 0, line, "a.md", 3, "two words", text, "highlight", "D. Miner", 2, "2026-11-25", "", gate
    )


def test_what_is_about_no_item_is_listed_by_itself() -> None:
    asked = [Asked(comment("Use the other banner", "", 0), ("ef" * 32,)), Asked(comment("a comma"), ("ab" * 32,))]
    (row,) = comment_rows(asked, "", {})
    assert (row.where, row.text) == ("cover or sign-off sheet “two words”", "Use the other banner")


def test_comments_stand_with_their_line_the_open_ones_first() -> None:
    done = Done("a" * 64, "The editor", "2026-11-26", "it was 1971", {})
    asked = (
        Asked(comment("which year?"), ("a" * 64,), (done,)),
        Asked(comment("who is this?"), ("b" * 64,)),
        Asked(comment("not ours", item="bread"), ("c" * 64,)),
    )
    rows = comment_rows(asked, "coal", {"a" * 64: "aaaaaaaa", "b" * 64: "bbbbbbbb"})
    assert [(row.number, row.where, row.text, row.by, row.done) for row in rows] == [
        ("bbbbbbbb", "page 1, line 4 “two words”", "who is this?", "D. Miner, proof 2", ""),
        ("aaaaaaaa", "page 1, line 4 “two words”", "which year?", "D. Miner, proof 2", "The editor, 2026-11-26: it was 1971"),
    ]  # fmt: skip


# -- parts at their real size ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "item", "page", "corner", "photo"),
    [
        ("3@60,500", "3", 1, (60.0, 500.0), ""),
        ("catalogue/8@0,-2.5", "catalogue", 8, (0.0, -2.5), ""),
        ("num.es@1.5,2", "num.es", 1, (1.5, 2.0), ""),
        ("num:lamp-lit-wall", "num", 1, (0.0, 0.0), "lamp-lit-wall"),
    ],
)
def test_a_part_is_named_by_its_corner_or_its_photograph(
    said: str, item: str, page: int, corner: tuple[float, float], photo: str
) -> None:
    asked = parse_tile(said)
    assert (asked.item, asked.page, asked.corner, asked.photo) == (item, page, corner, photo)


@pytest.mark.parametrize("said", ["", "3", "3@", "3@60", "@1,2", "3@1;2", "3:", ":a", "3/x@1,2"])
def test_what_names_no_part_is_told_how_to_name_one(said: str) -> None:
    with pytest.raises(PanelpressError) as refused:
        parse_tile(said)
    assert "ITEM@X,Y" in refused.value.diagnostics[0].help


# -- what changed ----------------------------------------------------------------------------------------------------


def picture(mark: bool = False) -> bytes:  # noqa: FBT001, FBT002 - one of two pictures
    paper = Image.new("RGB", (300, 420), (240, 238, 230))
    if mark:
        ImageDraw.Draw(paper).rectangle((100, 100, 140, 120), fill=(0, 0, 0))
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=75)
    return written.getvalue()


def seen(data: bytes) -> SeenPage:
    return SeenPage(1, Box(0, 0, 148, 210), (data,) * len(STEPS), data)


def line(text: str) -> NumberedLine:
    return NumberedLine(1, 1, (0, 0, 10, 4), text, "a.md", 1)


def proof(number: int, text: str, data: bytes) -> ProofRecord:
    item = ProofItem("panel 1 coal", "0" * 64, "0" * 64, {}, (line(text),), (digest(data),))
    return ProofRecord("small", number, "2026-11-24", (), {"coal": item})


def decided(by: str, number: int, word: Any = "approved", day: str = "2026-11-25") -> Decision:
    return Decision("coal", "text", word, by, "", "NUM", day, number, ("t",))


def ledger(*decisions: Decision) -> Ledger:
    entries = [Entry(each, ()) for each in decisions]
    return Ledger({entry.digest: entry for entry in entries})


def test_each_person_s_last_approval_counts_and_what_they_refused_does_not() -> None:
    book = ledger(
        decided("A. Writer", 1), decided("A. Writer", 3, day="2026-11-27"), decided("D. Miner", 2, "corrections"),
        decided("B. Roe", 2, "changes"),
    )  # fmt: skip
    assert last_approvals(book, "coal") == {3: {"A. Writer": ["text"]}, 2: {"D. Miner": ["text"]}}
    assert last_approvals(book, "bread") == {}


def test_who_is_not_asked_is_not_told_of_as_having_approved() -> None:
    book = ledger(decided("A. Writer", 1), decided("Z. Nobody", 2))
    nobody = next(known_as for known_as, entry in book.entries.items() if entry.matter.by == "Z. Nobody")
    assert last_approvals(book, "coal", {nobody}) == {1: {"A. Writer": ["text"]}}


def test_an_item_that_no_proof_showed_is_called_new(tmp_path: Path) -> None:
    (found,) = changes_since(tmp_path, ledger(), [], "coal", [line("Coal")], [seen(picture())])
    assert (found.since, found.words, found.pages) == ("", NEW, ())


def test_words_and_pictures_are_compared_with_the_last_proof_and_with_the_one_somebody_approved(tmp_path: Path) -> None:
    keep_pages(tmp_path, [picture()])
    earlier = [proof(1, "Coal was cut", picture()), proof(2, "Coal was hewn", picture(mark=True))]
    now = [line("Coal was hewn")], [seen(picture(mark=True))]
    last, approved = changes_since(tmp_path, ledger(decided("A. Writer", 1)), earlier, "coal", *now)
    assert (last.since, last.words, last.pages) == ("proof 2, the last one", SAME, ())
    assert approved.since == "proof 1; A. Writer approved text in it"
    (page,) = approved.pages
    assert [(p.kind, p.text) for p in page.pieces] == [("same", "Coal was"), ("gone", " cut"), ("new", " hewn")]
    ((left, top, right, bottom),) = page.regions
    assert left < 100 / 300 < 140 / 300 < right
    assert top < 100 / 420 < 120 / 420 < bottom
    assert page.before
    assert page.now


def test_where_the_earlier_picture_is_lost_or_torn_the_page_is_shown_as_it_is(tmp_path: Path) -> None:
    earlier = [proof(1, "Coal", picture())]
    for _ in range(2):
        (found,) = changes_since(tmp_path, ledger(), earlier, "coal", [line("Coal")], [seen(picture(mark=True))])
        (page,) = found.pages
        assert page.before is None
        assert page.now
        assert page.regions == ()
        keep_pages(tmp_path, [picture()])
        (torn,) = (tmp_path / "pages").iterdir()
        torn.write_bytes(picture()[:-1] + b"?")
        assert kept_page(tmp_path, digest(picture())) is None


def test_a_page_that_was_only_packed_differently_is_no_change(tmp_path: Path) -> None:
    with Image.open(io.BytesIO(picture(mark=True))) as opened:
        written = io.BytesIO()
        opened.save(written, "JPEG", quality=92)
    keep_pages(tmp_path, [written.getvalue()])
    earlier = [proof(1, "Coal", written.getvalue())]
    (found,) = changes_since(tmp_path, ledger(), earlier, "coal", [line("Coal")], [seen(picture(mark=True))])
    assert (found.words, found.pages) == (SAME, ())


def test_pages_that_are_gone_or_new_are_changes(tmp_path: Path) -> None:
    earlier = [proof(1, "Coal", picture())]
    (gone,) = changes_since(tmp_path, ledger(), earlier, "coal", [], [])
    assert [(page.page, page.pieces[0].kind, page.now) for page in gone.pages] == [(1, "gone", None)]
    both = [seen(picture()), SeenPage(2, Box(0, 0, 148, 210), (picture(),) * len(STEPS), picture())]
    (new,) = changes_since(tmp_path, ledger(), earlier, "coal", [line("Coal")], both)
    assert [(page.page, page.before) for page in new.pages] == [(2, None)]


# -- how small -------------------------------------------------------------------------------------------------------


class _Item:
    """An item whose pictures have given sizes, a step each."""

    def __init__(self, *sizes: int) -> None:
        self.pages = (SeenPage(1, Box(0, 0, 1, 1), tuple(bytes(size) for size in sizes), b""),)


def test_the_first_step_is_the_largest_that_leaves_room_for_the_rest() -> None:
    item: Any = _Item(900, 800, 500, 300, 200, 100)
    assert [first_step([item], most) for most in (1000, 900, 600, 10)] == [0, 1, 2, 5]


# -- which line is which ---------------------------------------------------------------------------------------------


def numbers(*lines: tuple[str, Box]) -> list[str]:
    """Return words in the order in which a proof numbers their lines; they are given in the order in which they were set."""
    sources = {text: Block(text, text, Source("panels/01-coal.md", n), "text") for n, (text, _) in enumerate(lines, 1)}
    set_ = tuple(
        Line(n, 1, n, text, "text", text, box, 300.0, 24.0, 32.0, "left", "body", last=True, hyphenated=False)
        for n, (text, box) in enumerate(lines, 1)
    )
    layout = LayoutFacts("coal", 1, tuple(sources.values()), (), (), (), (), (), set_)
    numbered = numbered_lines(layout)
    assert [line.number for line in numbered] == list(range(1, len(lines) + 1))
    return [line.text for line in numbered]


def test_a_caption_is_numbered_where_it_is_read_and_not_where_it_was_set() -> None:
    assert numbers(
        ("title", Box(36, 50, 450, 110)), ("promoters", Box(36, 660, 313, 672)), ("caption", Box(36, 639, 296, 649)),
    ) == ["title", "caption", "promoters"]  # fmt: skip


def test_columns_are_numbered_one_after_the_other_and_a_caption_in_its_own() -> None:
    left = [(f"left {n}", Box(36, 100 + 12 * n, 280, 110 + 12 * n)) for n in range(3)]
    right = [(f"right {n}", Box(310, 100 + 12 * n, 560, 110 + 12 * n)) for n in range(3)]
    over_the_right = ("caption", Box(310, 80, 500, 88))
    below_both = ("foot", Box(36, 150, 560, 160))
    assert numbers(*left, *right, below_both, over_the_right) == [
        "left 0", "left 1", "left 2", "caption", "right 0", "right 1", "right 2", "foot",
    ]  # fmt: skip


def test_a_note_in_the_margin_keeps_its_turn() -> None:
    words = [("one", Box(36, 100, 280, 110)), ("two", Box(36, 120, 280, 130)), ("note", Box(290, 100, 340, 108))]
    assert numbers(*words) == ["one", "two", "note"]
