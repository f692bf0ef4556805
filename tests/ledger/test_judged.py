"""The lapse matrix: which approvals a change lapses, and that it lapses no other. docs/sign-off.md holds the same table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.support.press import one_item
from tests.support.project import REPOSITORY, Project, small_project

from panelpress.ground.gates import GATE_IDS
from panelpress.ledger import judged as room

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from panelpress.facts.signing import Judged

ITEMS = ("coal", "bread", "catalogue")
State = dict[str, "Judged"]


@dataclass(frozen=True)
class Row:
    """A change, and the gates it lapses, item by item; an item that is not named keeps all its approvals."""

    name: str
    change: Callable[[Project], None]
    coal: str = ""
    bread: str = ""
    catalogue: str = ""

    def lapsed(self, item: str) -> set[str]:
        """Return the gates it lapses for an item."""
        return set(getattr(self, item).split())


def edit(file: str, old: str, new: str) -> Callable[[Project], None]:
    return lambda project: project.edit(file, old, new)


def one_pixel(project: Project) -> None:
    path = project.root / "photos" / "seam.png"
    with Image.open(path) as picture:
        picture.load()
        picture.putpixel((380, 250), 255)
        picture.save(path)


def a_new_panel(project: Project) -> None:
    project.write("panels/00-welcome.md", "---\ntitle: Welcome\n---\n\nCome in.\n")
    project.edit("catalogue.yml", "panels:\n", "panels:\n  - 00-welcome\n")


def another_number(project: Project) -> None:
    (project.root / "panels" / "01-coal.md").rename(project.root / "panels" / "03-coal.md")
    project.edit("catalogue.yml", "01-coal", "03-coal")


def a_colour(project: Project) -> None:
    project.write("styles/more.css", "body { color: device-cmyk(0 0.2 0 1) }\n")
    project.edit("catalogue.yml", "job: small\n", "job: small\nstyles: [more.css]\n")


def pages_in_another_order(project: Project) -> None:
    imprint, text = "    - {kind: imprint}\n", "    - {kind: text, panel: coal}\n"
    project.edit("catalogue.yml", imprint + text, text + imprint)


CAPTIONS, SHOP = "photos/captions.yml", "shop: {makes: panels,"
PICTURE = "photographs people press hard-proof"
ROWS = (
    Row(
        "a comma in the text of panel 1",
        edit("panels/01-coal.md", "here for", "here, for"),
        "text press",
        "",
        "text press",
    ),
    Row("the lead of panel 1", edit("panels/01-coal.md", "lies below", "lies there"), "text press", "", "text press"),
    Row(
        "the exhibition's title",
        edit("catalogue.yml", "title: A small", "title: A fine"),
        "text press",
        "text press",
        "text press",
    ),
    Row("a caption", edit(CAPTIONS, "A seam", "A beam"), "photographs press", "", "photographs press"),
    Row(
        "a credit line",
        edit(CAPTIONS, "A seam\n    credit: Nobody", "A seam\n    credit: Anybody"),
        "credits press",
        "",
        "credits press",
    ),
    Row("the imprint", edit("catalogue.yml", "Made for a test.", "Made for a trial."), "", "", "credits press"),
    Row("one pixel of a photograph", one_pixel, PICTURE, "", PICTURE),
    Row("how a photograph prints", edit(CAPTIONS, "A seam\n", "A seam\n    black: max-gcr\n"), PICTURE, "", PICTURE),
    Row(
        "that people agreed to be shown",
        edit(CAPTIONS, "A seam\n", "A seam\n    rights: {consent: given}\n"),
        "people",
        "",
        "people",
    ),
    Row(
        "a description for those who cannot see",
        edit(CAPTIONS, "A seam\n", "A seam\n    alt: Coal in the rock\n"),
        "layout",
        "",
        "layout",
    ),
    Row(
        "a colour of the theme",
        a_colour,
        "layout press hard-proof",
        "layout press hard-proof",
        "layout press hard-proof",
    ),
    Row(
        "the bleed a print shop wants",
        edit("catalogue.yml", SHOP, f"{SHOP} bleed_mm: 3,"),
        "press hard-proof",
        "press hard-proof",
        "",
    ),
    Row("whom to ring at the print shop", edit("catalogue.yml", SHOP, f"{SHOP} contact: A. Printer,")),
    Row("a new panel before the others", a_new_panel),
    Row("the number of a panel", another_number, "layout press", "", "photographs press"),
    Row("the order of the book's pages", pages_in_another_order, "", "", "layout press"),
    Row("the edition's date", edit("catalogue.yml", "2026-11-24", "2026-11-25")),
    Row("from how far it is read", edit("catalogue.yml", "job: small\n", "job: small\nviewing_distance_m: 1.4\n")),
)


def state(root: Path) -> State:
    return {item: one_item(root, item)[0].judged for item in ITEMS}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> State:
    return state(small_project(tmp_path_factory.mktemp("before")).root)


def lapsed(before: Judged, after: Judged) -> set[str]:
    """Return the gates at which an approval of all that was no longer covers all that is."""
    known = {gate: {part.digest for part in parts} for gate, parts in before.items()}
    return {gate for gate, parts in after.items() if {part.digest for part in parts} - known.get(gate, set())}


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_change_lapses_exactly_the_approvals_that_it_touches(row: Row, before: State, tmp_path: Path) -> None:
    project = small_project(tmp_path / "after")
    row.change(project)
    after = state(project.root)
    assert {item: lapsed(before[item], after[item]) for item in ITEMS} == {item: row.lapsed(item) for item in ITEMS}


def test_the_table_of_the_documentation_is_this_one() -> None:
    text = (REPOSITORY / "docs" / "sign-off.md").read_text("utf-8")
    told = re.findall(r"^\| (.+?) \| (.*?) \| (.*?) \| (.*?) \|$", text.partition("| change |")[2], re.MULTILINE)[1:]
    names = ("coal", "bread", "catalogue")
    wanted = [(row.name, *(", ".join(sorted(row.lapsed(n), key=GATE_IDS.index)) or "–" for n in names)) for row in ROWS]
    assert told[: len(ROWS)] == wanted


@pytest.mark.slow
def test_nothing_lapses_where_nothing_changes(before: State, tmp_path: Path) -> None:
    after = state(small_project(tmp_path / "elsewhere").root)
    assert after == before


@pytest.mark.slow
def test_another_version_of_a_typeface_lapses_the_layout(
    before: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "fonts_digest", lambda: "another version")
    after = state(small_project(tmp_path / "after").root)
    assert {item: lapsed(before[item], after[item]) for item in ITEMS} == {item: {"layout"} for item in ITEMS}


@pytest.mark.slow
def test_every_gate_judges_something_of_a_panel(before: State) -> None:
    assert set(before["coal"]) == set(GATE_IDS)
    assert all(before["coal"].values())
