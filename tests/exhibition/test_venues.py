"""`variable:`, `venue:` and `venues:`: what is wrong with them is told with its line, also of towns that are not printed now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.venues import touring_project

from panelpress.exhibition.venues import strip_remarks, with_venue
from panelpress.ground.diagnostics import PanelpressError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project import Project

BOOK = "catalogue.yml"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return touring_project(tmp_path / "exhibition")


FAULTS = {
    "an unknown venue": (
        ("venue: durham\n", "venue: durhm\n"),
        ("config/unknown-id", 9, "there is no venue `durhm`", "did you mean `durham`?"),
    ),
    "an unknown panel, by number": (
        ("panels: [1]}", "panels: [7]}"),
        ("config/unknown-id", 8, "there is no panel `7`", "there are"),
    ),
    "an unknown panel, by id": (
        ("panels: [1]}", "panels: [cole]}"),
        ("config/unknown-id", 8, "there is no panel `cole`", "did you mean `coal`?"),
    ),
    "an unknown logo": (
        ("logos: [lamp]", "logos: [lmap]"),
        ("config/unknown-id", 18, "there is no drawing `lmap`", "did you mean `lamp`?"),
    ),
    "a logo twice": (
        ("logos: [lamp]", "logos: [lamp, lamp]"),
        ("config/duplicate-id", 18, "`lamp` stands twice in one strip", "take one out"),
    ),
    "an unknown key": (
        ("    place: Barnsley\n", "    plase: Barnsley\n    place: Barnsley\n"),
        ("config/unknown-key", 16, "unknown key `plase`", "did you mean `place`?"),
    ),
    "no place": (
        ("    place: Barnsley\n", ""),
        ("config/missing-key", 15, "`place` is missing in `venues.barnsley`", "add `place:`"),
    ),
    "a language the exhibition does not have": (
        ("{en-GB: 8–30 May 2027, es: 8–30 de mayo de 2027}", "{en-GB: May, fr: mai}"),
        ("config/unknown-id", 17, "there is no language `fr`", "there are `en-GB`, `es`"),
    ),
    "HTML": (
        ("place: Barnsley", "place: Barnsley<br>"),
        ("text/html", 16, "HTML is not allowed in text", ""),
    ),
    "an empty line": (
        ("[Redhills, Daily 10 to 5]", "[Redhills, ' ']"),
        ("config/value", 14, "a line of the venue `durham` is empty", "take the line out"),
    ),
    "a strip lower than a line": (
        ("height_mm: 36", "height_mm: 12"),
        ("config/value", 8, "`variable.height_mm` must be at least 24", "How high it is, mm"),
    ),
    "a strip that is not declared": (
        ("variable: {height_mm: 36, panels: [1]}\n", ""),
        ("config/value", 8, "`venue:` would not be printed: there is no `variable:`", "write `variable:"),
    ),
    "a venue called none": (
        ("  barnsley:\n", "  none:\n"),
        ("config/value", 15, "no venue can be called `none`", "another name"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_venue_is_told_alone_with_its_line_and_remedy(name: str, project: Project) -> None:
    (old, new), (id, line, message, help) = FAULTS[name]
    project.edit(BOOK, old, new)
    found = project.only_problem()
    assert (found.id, found.span.line if found.span else 0) == (id, line), found.message
    assert message in found.message
    assert help in found.help


def test_a_logo_that_stands_in_no_strip_but_another_towns_is_not_told_as_unplaced(project: Project) -> None:
    assert project.load().remarks == ()


@pytest.mark.parametrize("panels", ["", ", panels: [1, bread]", ", panels: [01-coal, 2]"])
def test_panels_are_named_by_number_id_or_file_and_all_where_none_is(project: Project, panels: str) -> None:
    project.edit(BOOK, ", panels: [1]", panels)
    variable = project.load().variable
    assert variable is not None
    assert [id for id in ("coal", "bread") if variable.strip.on(id)] == ["coal", "bread"]


def test_the_venue_asked_for_takes_the_place_of_the_catalogues(project: Project) -> None:
    exhibition = project.load()
    chosen = {asked: with_venue(exhibition, asked).variable for asked in (None, "barnsley", "none", "")}
    assert {asked: said.venue for asked, said in chosen.items() if said} == {
        None: "durham", "barnsley": "barnsley", "none": "", "": "",
    }  # fmt: skip
    [remark] = strip_remarks(with_venue(exhibition, "barnsley"))
    assert remark.message == "variable strip: barnsley (panel 1 coal)"


def test_a_venue_that_is_not_there_or_has_no_strip_is_refused(project: Project) -> None:
    with pytest.raises(PanelpressError) as unknown:
        with_venue(project.load(), "barnsly")
    assert [(d.id, d.help) for d in unknown.value.diagnostics] == [("venue/unknown", "did you mean `barnsley`?")]
    text = (project.root / BOOK).read_text("utf-8")
    project.write(BOOK, text[: text.index("variable:")] + text[text.index("panels:\n") :])
    with pytest.raises(PanelpressError) as nowhere:
        with_venue(project.load(), "durham")
    assert [d.id for d in nowhere.value.diagnostics] == ["venue/no-strip"]
    assert strip_remarks(project.load()) == ()
