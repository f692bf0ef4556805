"""The strip that changes from town to town: what stands in it lapses nothing, its place does, and so does all else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from tests.support.press import one_item
from tests.support.venues import LAMP, TOWNS, bilingual, touring_project

from panelpress.ground.gates import GATE_IDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.project import Project

    from panelpress.facts.signing import Judged

pytestmark = pytest.mark.slow
BOOK = "catalogue.yml"


@dataclass(frozen=True)
class Row:
    """A change, and the gates of panel 1 it lapses."""

    name: str
    change: Callable[[Project], None]
    lapsed: str = ""


def edit(file: str, old: str, new: str) -> Callable[[Project], None]:
    return lambda project: project.edit(file, old, new)


def another_lamp(project: Project) -> None:
    project.write("photos/lamp.svg", LAMP.replace("18z", "16z"))


def a_comma_and_another_town(project: Project) -> None:
    project.edit("panels/01-coal.md", "here for", "here, for")
    project.edit(BOOK, "venue: durham\n", "venue: barnsley\n")


ROWS = (
    Row("another town", edit(BOOK, "venue: durham\n", "venue: barnsley\n")),
    Row("no town", edit(BOOK, "venue: durham\n", "")),
    Row("other words in the strip", edit(BOOK, "place: Durham\n", "place: Durham, at the Gala\n")),
    Row("a line less in the strip", edit(BOOK, "[Redhills, Daily 10 to 5]", "[Redhills]")),
    Row("a logo in the strip", edit(BOOK, "[Redhills, Daily 10 to 5]", "[Redhills]\n    logos: [lamp]")),
    Row("a town more", edit(BOOK, "venues:\n", "venues:\n  leeds: {place: Leeds}\n")),
    Row("a drawing that only another town's strip has", another_lamp),
    Row("the height of the strip", edit(BOOK, "height_mm: 36", "height_mm: 38"), "layout press"),
    Row("no strip any more", edit(BOOK, TOWNS, ""), "photographs layout press hard-proof"),
    Row("a comma in the panel's text", edit("panels/01-coal.md", "here for", "here, for"), "text press"),
    Row("a comma in the panel's text, and another town", a_comma_and_another_town, "text press"),
    Row(
        "the bleed a print shop wants",
        edit(BOOK, "shop: {makes: panels,", "shop: {makes: panels, bleed_mm: 3,"),
        "press hard-proof",
    ),
)


def judged(project: Project) -> Judged:
    return one_item(project.root, "coal")[0].judged


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return judged(touring_project(tmp_path_factory.mktemp("before")))


def lapsed(before: Judged, after: Judged) -> set[str]:
    """Return the gates at which an approval of all that was no longer covers all that is."""
    known = {gate: {part.digest for part in parts} for gate, parts in before.items()}
    return {gate for gate, parts in after.items() if {part.digest for part in parts} - known.get(gate, set())}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_stands_in_the_strip_lapses_nothing_and_all_else_what_it_always_lapses(
    row: Row, before: Judged, tmp_path: Path
) -> None:
    project = touring_project(tmp_path / "after")
    row.change(project)
    after = judged(project)
    assert set(after) == set(GATE_IDS)
    assert lapsed(before, after) == set(row.lapsed.split())


def test_on_a_panel_of_two_languages_another_town_lapses_nothing(tmp_path: Path) -> None:
    states = []
    for number, venue in enumerate(("durham", "barnsley")):
        project = touring_project(tmp_path / str(number))
        bilingual(project)
        project.edit(BOOK, "    lines: [Redhills, Daily 10 to 5]\n", "")
        if venue == "barnsley":
            project.edit(BOOK, "venue: durham\n", "venue: barnsley\n")
        result, _, _ = one_item(project.root, "coal")
        assert result.report.state == "ready"
        states.append(result.judged)
    assert states[0] == states[1]
