"""What all voices say alike: verdicts, openings, groups, who accepted what."""

from __future__ import annotations

import dataclasses
import io

import pytest
from rich.console import Console
from tests.report.made import ACCEPTED, found, item, outcome, report

from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, Origin, Place, Span
from panelpress.ground.geometry import Box
from panelpress.preflight.framework import State
from panelpress.report import words
from panelpress.report.groups import groups
from panelpress.report.model import ItemReport, Report, exit_code
from panelpress.report.opening import opening
from panelpress.report.terminal import show_report

STAND_IN = found("image/stand-in", Level.NOTE, message="it has not come yet", place=Place("num", 1, None, "rails"))
TEXT = found("text/to-be-supplied", Level.NOTE, message="the text `logos` is still to be supplied")


def told(given: Report, *, verbose: bool = False, width: int | None = None) -> str:
    out = io.StringIO()
    show_report(
        given,
        Console(file=out, width=width or 100, force_terminal=width is not None, color_system=None),
        verbose=verbose,
    )
    return out.getvalue()


def test_nothing_is_called_fit_without_what_stands_in_for_something_else() -> None:
    ready = item(outcome(STAND_IN), outcome(TEXT), state="ready")
    again = item(outcome(STAND_IN), state="ready")
    good, short, rest = words.verdict(report(ready, again, folder="out/press/"))
    assert good
    assert f"{short}{rest}" == "Fit for the press; 1 stand-in and 1 text still to come: 2 files in out/press/"
    assert opening(ready) == "Fit for the press; 1 stand-in and 1 text still to come."


def test_a_verdict_by_some_checks_calls_nothing_fit() -> None:
    ready = item(outcome(found(level=Level.NOTE)), state="ready")
    said = words.verdict(report(ready, partial=True))
    assert "Fit" not in "".join(said[1:])
    assert opening(ready, partial=True) == "1 finding."


def test_a_file_made_for_the_screen_is_told_so_before_its_findings() -> None:
    rgb = outcome(*(found("ink/rgb", message=f"line {n} is DeviceRGB") for n in range(9)), examined=10)
    intent = outcome(found("document/intent", measured="0", place=Place("a.pdf")))
    bleed = outcome(found("bleed/declared", measured="no BleedBox"))
    assert opening(item(rgb, intent, bleed)) == (
        "Made for the screen: RGB throughout, no output intent, no bleed. 11 findings of 3 kinds."
    )


@pytest.mark.parametrize(("examined", "said"), [(9, "RGB throughout"), (90, "some of it RGB")])
def test_rgb_throughout_means_nearly_all_that_is_painted(examined: int, said: str) -> None:
    rgb = outcome(*(found("ink/rgb") for _ in range(9)), examined=examined)
    assert said in opening(item(rgb))


def test_repeats_are_one_entry_and_none_is_lost() -> None:
    many = [found("ink/rgb", message=f"line {n} is DeviceRGB", place=Place("a.pdf", n)) for n in range(1, 40)]
    few = [found("page/crop", message=f"page {n}", place=Place("a.pdf", n)) for n in (1, 2, 3)]
    made = groups(item(outcome(*many), outcome(*few)))
    assert [len(g.found) for g in made] == [39, 1, 1, 1]
    assert [g.number for g in made] == [1, 2, 3, 4]
    assert made[0].message == "line 1 is DeviceRGB, and 38 more like it"


def test_the_worst_comes_first_and_what_is_accepted_last() -> None:
    note = found("a/note", Level.NOTE)
    settled = found("a/settled", Level.NOTE, accepted=ACCEPTED)
    made = groups(item(outcome(settled), outcome(note), outcome(found("a/error"))))
    assert [g.first.id for g in made] == ["a/error", "a/note", "a/settled"]


def test_lines_of_project_files_are_each_told() -> None:
    wrong = [Diagnostic("config/key", Level.ERROR, "unknown key", "", Span("catalogue.yml", n)) for n in range(1, 9)]
    assert len(groups(ItemReport("x", "x", "rejected", problems=tuple(wrong)))) == 8


def test_help_that_holds_for_one_alone_is_not_given_to_all() -> None:
    many = [found(help=f"supply {n} pixels") for n in range(4)]
    assert groups(item(outcome(*many)))[0].help == "For the first: supply 0 pixels"


def test_what_is_accepted_fails_nothing_and_does_not_count() -> None:
    settled = dataclasses.replace(found(accepted=ACCEPTED), level=Level.NOTE)
    made = item(outcome(settled, state=State.WAIVED), state="ready")
    assert exit_code([made], made.findings, Level.NOTE) is ExitCode.PRESS_READY
    assert words.findings_in_words(made) == "1 accepted"
    assert exit_code([made], [found(level=Level.NOTE)], Level.NOTE) is ExitCode.FINDINGS


def test_the_terminal_tells_what_is_accepted_in_a_group_of_its_own() -> None:
    settled = dataclasses.replace(found(accepted=ACCEPTED), level=Level.NOTE)
    said = told(report(item(outcome(found("page/crop", message="crop")), outcome(settled)))).replace("\n", " ")
    after = said[said.index("accepted ") :]
    assert "accepted by Ana Choque because “the only print there is”, until 2027-05-31; else an error" in after
    assert said.index("crop") < said.index("Im0")


def test_the_terminal_says_how_many_notes_it_keeps_back() -> None:
    noted = report(item(outcome(found(level=Level.NOTE)), state="ready"))
    assert "1 note, printed with -v" in told(noted)
    assert "Im0" not in told(noted)
    assert "Im0" in told(noted, verbose=True)


def test_the_terminal_names_source_and_place() -> None:
    origin = Origin("panels/03-num.md", 12, "A band walked before it")
    said = told(report(item(outcome(found(origin=origin)))))
    assert "--> panels/03-num.md:12, “A band walked before it”\n   at a.pdf, page 1, 10 mm from the left" in said


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = found(message="a sentence that goes on " * 12, help="do this and that " * 12, measured="5 " * 60)
    lines = told(report(item(outcome(long), outcome(*[found("a/b")] * 5))), width=width).splitlines()
    assert max(len(line) for line in lines) <= width
    assert sum(1 for line in lines if line.startswith("    ")) > 4


def test_what_needs_a_person_says_so() -> None:
    assert "a person must look" in told(report(item(outcome(found(review=True)))))


def test_a_name_the_message_gives_is_not_said_twice() -> None:
    place = Place("num", 1, Box(1, 2, 3, 4), "rails")
    assert words.paper(found(message="photograph `rails` is soft", place=place)).endswith("from the top")
    assert words.paper(found(message="it is soft", place=place)).endswith(", rails")


def test_where_some_items_were_asked_for_the_verdict_is_on_them_and_the_rest_is_told_after_it() -> None:
    asked, kept, gone = (
        dataclasses.replace(item(state=state), key=key, label=key)
        for key, state in (("coal", "ready"), ("bread", "kept"), ("catalogue", "absent"))
    )
    good, short, rest = words.verdict(report(asked, kept, gone, folder="out/press/", asked=("coal",)))
    assert (good, short) == (True, "Fit for the press")
    assert rest == (
        ": 1 file in out/press/; of the rest 1 file kept as it was, "
        "1 absent, not built yet or of something that has changed (catalogue): `panelpress build` makes all"
    )
    assert not words.verdict(report(asked, kept, gone, folder="out/press/"))[0], "of the whole set it is another"


def test_a_line_to_mend_is_told_once_however_many_items_it_stands_in() -> None:
    line = Diagnostic(
        "agree/captions", Level.WARNING, "photograph `seam` has no word on its rights", span=Span("c.yml", 2)
    )
    coal, book = (
        dataclasses.replace(item(state="ready", problems=(line,)), key=key, label=key) for key in ("coal", "catalogue")
    )
    assert told(report(coal, book, folder="out/press/")).count("no word on its rights") == 1
