"""Everything that is printed in words is judged as written, each piece at the line where it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.facts import pdf
from tests.support.project import Project, small_project

from panelpress.exhibition.items import all_items
from panelpress.ground.diagnostics import Level
from panelpress.jobs.orders import choose_printers, order_for
from panelpress.jobs.prose import by_item, judge_prose, prose_of, text_rules
from panelpress.preflight.framework import Rule, all_checks, run_rules
from panelpress.preflight.order import Subject
from panelpress.press.compose import compose

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic

RULE = Rule(all_checks()["text/to-be-supplied"], Level.NOTE)
CAPTION = """\
    title: {en-GB: A seam of coal, es: Una veta de carbón}
    place: {en-GB: "Potosí, Bolivia", es: "Potosí, Bolivia"}
    date: 12 July 1984
    caption:
      en-GB: >
        The seam lies where the old
        gallery ends.
      es: La veta está donde acaba la galería.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = small_project(tmp_path / "exhibition")
    made.edit("photos/captions.yml", "    title: A seam\n", CAPTION)
    return made


def found_in(project: Project) -> dict[str, list[Diagnostic]]:
    """Return what is found in the written text, by the items that print it."""
    exhibition = project.load()
    printers = choose_printers(exhibition, None)
    names = all_items(exhibition, printers[1].files)
    recipes = [compose(exhibition, name, printers[name.kind == "catalogue"]) for name in names]
    return by_item(judge_prose(prose_of(exhibition), text_rules(exhibition), exhibition.date), exhibition, recipes)


def test_the_small_exhibition_is_sound(project: Project) -> None:
    found = [d.id for told in found_in(project).values() for d in told if d.id != "agree/captions"]
    assert found == []


@pytest.mark.parametrize(
    ("old", "new", "line", "phrase"),
    [
        ("A seam of coal", "A TBC of coal", 4, "TBC"),
        ("Una veta de carbón", "Una TBC de carbón", 4, "TBC"),
        ('en-GB: "Potosí, Bolivia"', 'en-GB: "TBC, Bolivia"', 5, "TBC"),
        ("12 July 1984", "TBC", 6, "TBC"),
        ("gallery ends.", "gallery TBC.", 10, "TBC"),
        ("acaba la galería", "acaba la TBC", 11, "TBC"),
    ],
)
def test_a_finding_in_a_caption_points_at_the_line_of_its_text_and_belongs_to_the_items_that_print_it(
    project: Project, old: str, new: str, line: int, phrase: str
) -> None:
    project.edit("photos/captions.yml", old, new)
    found = {key: [d for d in told if d.id == "agree/placeholder"] for key, told in found_in(project).items()}
    found = {key: told for key, told in found.items() if told}
    assert set(found) == {"coal", "catalogue"}
    (told,) = found["coal"]
    assert told.span is not None
    assert (told.span.file, told.span.line) == ("photos/captions.yml", line)
    assert told.span.text[told.span.column - 1 :].startswith(phrase)


def test_of_two_languages_on_one_line_the_one_that_is_wrong_is_underlined(project: Project) -> None:
    project.edit("photos/captions.yml", 'en-GB: "Potosí, Bolivia", es: "Potosí, Bolivia"',
                 'en-GB: "The XXX mine", es: "La XXX"')  # fmt: skip
    spans = [d.span for d in found_in(project)["coal"] if d.id == "agree/placeholder"]
    assert [(span.line, span.column) for span in spans if span] == [(5, 25), (5, 44)]


@pytest.mark.parametrize(
    ("old", "new", "items"),
    [
        ("title: A small exhibition", "title: A small TBC", {"coal", "bread", "catalogue"}),
        ("photographer: Nobody", "photographer: TBC", {"coal", "bread", "catalogue"}),
        ("    - {kind: works}", "    - {kind: works, contents: TBC}", {"catalogue"}),
        ("imprint: Made for a test.", "imprint: Made for TBC.", {"catalogue"}),
    ],
)
def test_what_catalogue_yml_prints_is_judged_with_its_line(
    project: Project, old: str, new: str, items: set[str]
) -> None:
    project.edit("catalogue.yml", old, new)
    line = (project.root / "catalogue.yml").read_text("utf-8").splitlines().index(new) + 1
    found = {key: [d for d in told if d.id == "agree/placeholder"] for key, told in found_in(project).items()}
    assert {key for key, told in found.items() if told} == items
    assert {d.span.line for told in found.values() for d in told if d.span} == {line}


def test_what_is_to_be_supplied_is_told_with_the_line_that_says_so(project: Project) -> None:
    project.edit("panels/01-coal.md", "title: Coal\n", "title: Coal\nto_be_supplied:\n  - a map\n  - the text\n")
    project.edit("panels/02-bread.md", "title: Bread\n", "title: Bread\nstatus: to_be_supplied\n")
    project.edit("catalogue.yml", "imprint: Made", "to_be_supplied: [the printer’s name]\nimprint: Made")
    exhibition = project.load()
    printers = choose_printers(exhibition, None)
    told: dict[str, list[tuple[str, str, int]]] = {}
    for name in all_items(exhibition, printers[1].files):
        printer = printers[name.kind == "catalogue"]
        order = order_for(exhibition, compose(exhibition, name, printer), printer)
        (outcome,) = run_rules(Subject(pdf(), order=order), [RULE])
        told[name.key] = [(d.place.object or "", d.span.file, d.span.line) for d in outcome.found if d.place and d.span]
    coal = [("a map", "panels/01-coal.md", 4), ("the text", "panels/01-coal.md", 5)]
    assert told["coal"] == coal
    assert told["bread"] == [("the text", "panels/02-bread.md", 3)]
    assert told["catalogue"] == [("the printer’s name", "catalogue.yml", 21), *coal]


def test_a_name_is_held_against_the_list_in_captions_and_in_catalogue_yml(project: Project) -> None:
    project.edit("catalogue.yml", "job: small\n", "job: small\nnames: [Potosí]\npromoters: [{name: Potosi miners}]\n")
    project.edit("photos/captions.yml", 'es: "Potosí, Bolivia"', 'es: "Potosi, Bolivia"')
    found = {(d.span.file, d.span.line) for told in found_in(project).values() for d in told
             if d.id == "agree/names" and d.span}  # fmt: skip
    assert found == {("catalogue.yml", 3), ("photos/captions.yml", 5)}
