"""Nothing is done twice, and nothing old is ever taken for new: what a build makes again after each kind of change.

Every change is built twice: on what was built before it, and from nothing. Both must give the same set, byte for byte.
"""

from __future__ import annotations

import os
import shutil
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.support.project import Project, small_project

from panelpress.cli import run
from panelpress.exhibition.project import load
from panelpress.ground.files import Swap
from panelpress.inspect import reader
from panelpress.ledger.tool import tool
from panelpress.press import make as making

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.pdf import PdfFacts
    from panelpress.ground.files import Cache
    from panelpress.press.make import Made
    from panelpress.press.recipe import Recipe

pytestmark = pytest.mark.slow

FONT = "@font-face { font-family: Own; src: url(own.ttf) }\n.body { font-family: Own }\n"
FACES = Path(str(files("font_source_sans_pro"))) / "files"
EVERYTHING = ("coal", "bread", "catalogue")


class Seen:
    """What was made, and what was read back, since somebody last looked; each item by its key."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[str] = []
        self.read: list[str] = []
        make, read_pdf = making.make, reader.read_pdf

        def noting_make(recipe: Recipe, cache: Cache) -> Made:
            self.made.append(recipe.name.key)
            return make(recipe, cache)

        def noting_read(data: bytes, name: str, **how: object) -> PdfFacts:
            self.read.append(name)
            return read_pdf(data, name, **how)  # type: ignore[arg-type]

        monkeypatch.setattr(making, "make", noting_make)
        monkeypatch.setattr(reader, "read_pdf", noting_read)

    def since(self) -> tuple[list[str], list[str]]:
        """Return the items that were made, and the files that were judged, and forget them."""
        found = sorted(self.made), sorted(self.read)
        self.made, self.read = [], []
        return found


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    return Seen(monkeypatch)


def build(project: Project, *words: str) -> int:
    return run(["build", "-C", str(project.root), "--jobs", "1", "-q", *words])


def same_as_from_nothing(project: Project) -> bool:
    """Tell whether what is published is what a build from nothing publishes."""
    published = project.published()
    assert published
    shutil.rmtree(project.root / "out")
    build(project)
    return project.published() == published


def comma(project: Project) -> None:
    project.edit("panels/01-coal.md", "hundred years.", "hundred years, and more.")


def front_matter(project: Project) -> None:
    project.edit("panels/02-bread.md", "title: Bread", "title: Bread and salt")


def caption(project: Project) -> None:
    project.edit("photos/captions.yml", "title: A loaf", "title: A loaf of bread")


def line_above(project: Project) -> None:
    project.edit("photos/captions.yml", "photos:\n", "# What the pictures show\nphotos:\n")


def picture(project: Project) -> None:
    project.picture("loaf.png", shade=90)


def equal_picture(project: Project) -> None:
    path = project.root / "photos/loaf.png"
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


def finer_limit(project: Project) -> None:
    project.write("shop.yml", "extends: panel-a1\nchecks:\n  image/resolution: {min_ppi: 500, by_order: false}\n")
    project.edit("catalogue.yml", "shop: {makes: panels,", "shop: {makes: panels, checks: shop.yml,")


def other_bleed(project: Project) -> None:
    project.edit("catalogue.yml", "shop: {makes: panels,", "shop: {makes: panels, bleed_mm: 7,")


def edition(project: Project) -> None:
    project.edit("catalogue.yml", "number: 1", "number: 2")


def title(project: Project) -> None:
    project.edit("catalogue.yml", "title: A small exhibition", "title: A little exhibition")


def file_name(project: Project) -> None:
    project.edit("catalogue.yml", "shop: {makes: panels,", 'shop: {makes: panels, file_name: "{id}-A1",')


CHANGES: list[tuple[Callable[[Project], None], tuple[str, ...] | None]] = [
    (comma, ("catalogue", "coal")),
    (front_matter, ("bread",)),
    (caption, ("bread", "catalogue")),
    (line_above, ()),
    (picture, ("bread", "catalogue")),
    (equal_picture, ()),
    (finer_limit, ()),
    (other_bleed, ("bread", "coal")),
    (edition, EVERYTHING),
    (title, EVERYTHING),
    (file_name, None),
]


@pytest.mark.parametrize(("change", "made"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_a_change_makes_again_what_it_touches_and_gives_what_a_build_from_nothing_gives(
    project: Project, seen: Seen, change: Callable[[Project], None], made: tuple[str, ...] | None
) -> None:
    build(project)
    seen.since()
    change(project)
    build(project)
    again, _ = seen.since()
    if made is not None:
        assert set(again) <= set(made), "it made again what nothing had touched"
    assert same_as_from_nothing(project)


def test_what_is_only_judged_otherwise_is_not_made_again(project: Project, seen: Seen) -> None:
    build(project)
    seen.since()
    finer_limit(project)
    assert build(project) == 1
    made, judged = seen.since()
    assert made == []
    assert judged == ["01-coal.pdf", "02-bread.pdf"]
    assert sorted(path.name for path in (project.press / "rejected").iterdir()) == ["01-coal.pdf", "02-bread.pdf"]
    project.edit("shop.yml", "min_ppi: 500", "min_ppi: 30")
    assert build(project) == 0
    assert seen.since() == ([], ["01-coal.pdf", "02-bread.pdf"]), "the rejected files are taken out of rejected/"


def test_what_was_there_before_is_found_again(project: Project, seen: Seen) -> None:
    build(project)
    comma(project)
    build(project)
    seen.since()
    project.edit("panels/01-coal.md", "hundred years, and more.", "hundred years.")
    build(project)
    assert "bread" not in seen.since()[0]
    assert same_as_from_nothing(project)


def test_a_file_that_was_touched_is_the_same(project: Project, seen: Seen) -> None:
    build(project)
    seen.since()
    for path in project.root.glob("[!o]*/*"):
        os.utime(path, (1, 1))
    build(project)
    assert seen.since() == ([], [])


def test_a_font_that_a_style_sheet_reads_counts(project: Project, seen: Seen) -> None:
    font = project.write("styles/own.ttf", (FACES / "SourceSansPro-Regular.ttf").read_bytes())
    project.write("styles/house.css", FONT)
    project.edit("catalogue.yml", "photographer: Nobody", "photographer: Nobody\nstyles: [house.css]")
    assert build(project) == 0
    seen.since()
    font.write_bytes((FACES / "SourceSansPro-Bold.ttf").read_bytes())
    assert build(project) == 0
    assert {"bread", "coal"} <= set(seen.since()[0])
    font.unlink()
    assert build(project) == 2, "it is not built as if the font were still there"


def test_another_version_of_the_tool_makes_everything_again(
    project: Project, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(project)
    seen.since()
    other = tool()[::-1]
    monkeypatch.setattr("panelpress.jobs.kept.tool", lambda: other)
    monkeypatch.setattr("panelpress.ledger.snapshot.tool", lambda: other)
    build(project)
    assert seen.since()[0] == sorted(EVERYTHING)


def torn_file(project: Project) -> None:
    path = project.press / "01-coal.pdf"
    path.write_bytes(path.read_bytes()[:-1])


def swapped_file(project: Project) -> None:
    shutil.copy(project.press / "02-bread.pdf", project.press / "01-coal.pdf")


def lost_file(project: Project) -> None:
    (project.press / "01-coal.pdf").unlink()


@pytest.mark.parametrize("damage", [torn_file, swapped_file, lost_file], ids=lambda damage: damage.__name__)
def test_a_press_file_that_is_not_what_was_made_is_made_again(
    project: Project, seen: Seen, damage: Callable[[Project], None]
) -> None:
    build(project)
    before = project.published()
    seen.since()
    damage(project)
    build(project)
    assert seen.since()[0] == ["coal"]
    assert project.published() == before


def test_a_torn_or_altered_cache_is_only_slower(project: Project, seen: Seen) -> None:
    build(project)
    before = project.published()
    for number, path in enumerate(sorted(p for p in (project.root / "out/cache").rglob("*") if p.is_file())):
        data = path.read_bytes()
        path.write_bytes((data[: len(data) // 2], data[:-1] + b"?", b"", b'{"asked": 3}')[number % 4])
    seen.since()
    build(project)
    assert seen.since()[0] == sorted(EVERYTHING)
    assert project.published() == before


def test_without_a_cache_everything_is_made_each_time(project: Project, seen: Seen) -> None:
    build(project)
    seen.since()
    build(project, "--no-cache")
    assert seen.since()[0] == sorted(EVERYTHING)


def test_what_an_interrupted_build_had_finished_is_not_made_again(
    project: Project, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:  # it leaves everything as it lies, as a process does that is killed
        killed.setattr("panelpress.jobs.build.write_reports", lambda *_: 1 / 0)
        killed.setattr(Swap, "discard", lambda _: None)
        build(project)
    assert not project.press.exists()
    assert seen.since()[0] == sorted(EVERYTHING)
    build(project)
    assert seen.since() == ([], [])
    assert [path.name for path in (project.root / "out").iterdir() if path.name.startswith(".press")] == []
    assert same_as_from_nothing(project)


def test_a_picture_changed_while_it_is_made_is_not_taken_for_what_it_was(
    project: Project, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting, changed = making.make, False

    def meanwhile(recipe: Recipe, cache: Cache) -> Made:
        nonlocal changed
        if not changed:
            changed = True
            for name in ("seam.png", "loaf.png"):
                Image.new("L", (760, 507), 40).save(project.root / "photos" / name)
        return noting(recipe, cache)

    before = {name: (project.root / "photos" / name).read_bytes() for name in ("seam.png", "loaf.png")}
    monkeypatch.setattr(making, "make", meanwhile)
    build(project)
    seen.since()
    for name, data in before.items():
        project.write(f"photos/{name}", data)
    build(project)
    assert seen.since()[0], "the first build's files show other pictures"
    assert same_as_from_nothing(project)


# -- a build of what was built already -------------------------------------------------------------------------------


def told_at_once(project: Project, *words: str) -> bool:
    """Tell whether a build is answered without the project being read."""
    with pytest.MonkeyPatch.context() as watched:
        read: list[Path] = []

        def noting(root: Path, *others: Path) -> Exhibition:
            read.append(root)
            return load(root, *others)

        watched.setattr("panelpress.jobs.build.load", noting)
        build(project, *words)
    return not read


def test_what_is_built_already_is_told_at_once_in_the_same_words(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["build", "-C", str(project.root), "--jobs", "1", "--json"])
    first = capsys.readouterr().out
    assert told_at_once(project)
    run(["build", "-C", str(project.root), "--jobs", "1", "--json"])
    assert capsys.readouterr().out == first
    run(["build", "-C", str(project.root)])
    assert "Nothing has changed" in capsys.readouterr().err


def extra_file(project: Project) -> None:
    (project.press / "notes.txt").write_text("mine", "utf-8")


def decision(project: Project) -> None:
    project.write("record/anything.json", "{}")


def report_edited(project: Project) -> None:
    path = project.press / "preflight.html"
    path.write_bytes(path.read_bytes() + b" ")


def new_panel(project: Project) -> None:
    project.write("panels/notes.md", "---\ntitle: Notes\n---\n\nNot hung.\n")


@pytest.mark.parametrize(
    "change",
    [comma, picture, extra_file, decision, report_edited, new_panel, lost_file],
    ids=lambda change: change.__name__,
)
def test_whatever_is_another_is_built_properly(project: Project, change: Callable[[Project], None]) -> None:
    build(project)
    assert told_at_once(project)
    change(project)
    assert not told_at_once(project)
    assert told_at_once(project)


def test_another_question_is_answered_by_a_build(project: Project) -> None:
    build(project)
    assert not told_at_once(project, "1")
    assert told_at_once(project, "1")
    assert not told_at_once(project)
    assert not told_at_once(project, "--no-cache")


# -- why, and how much is kept ---------------------------------------------------------------------------------------


def told(project: Project, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the line with which a build begins."""
    capsys.readouterr()
    run(["build", "-C", str(project.root), "--jobs", "1"])
    return next((line for line in capsys.readouterr().err.splitlines() if "as before" in line), "")


def test_a_build_says_what_it_makes_again_and_why(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(project, capsys) == "", "the first time there is nothing to compare with"
    front_matter(project)
    assert told(project, capsys) == "2 items as before; to make: panel 2 bread (its text or layout)"
    picture(project)
    assert told(project, capsys) == "2 items as before; to make: panel 2 bread (photos/loaf.png)"
    finer_limit(project)
    assert "panel 1 coal (how it is judged)" in told(project, capsys)
    equal_picture(project)
    project.write("panels/unused.md", "---\ntitle: Unused\n---\n\nNot hung.\n")
    assert "nothing to make" in told(project, capsys)


def test_the_cache_keeps_no_more_than_it_may_but_all_that_is_in_use(project: Project, seen: Seen) -> None:
    def kept() -> set[str]:
        return {path.name for path in (project.root / "out/cache").glob("??/*")}

    build(project)
    in_use = kept()
    comma(project)
    build(project)
    assert in_use < kept()
    seen.since()
    front_matter(project)
    build(project, "--cache-mb", "0")
    assert not in_use <= kept(), "what only the first build used is gone"
    seen.since()
    (project.root / "out/cache/built.json").unlink()
    build(project)
    assert seen.since() == ([], []), "what the last build used is there"


def test_what_was_checked_before_is_told_again(
    project: Project, seen: Seen, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(*words: str) -> str:
        capsys.readouterr()
        run(["check", "-C", str(project.root), "--jobs", "1", "--json", *words])
        return capsys.readouterr().out

    build(project)
    first = check("1", "2")
    assert seen.since()[1][-2:] == ["panel 1 coal", "panel 2 bread"]
    assert check("1", "2") == first
    assert seen.since()[1] == []
    assert check("1", "--skip", "agree") != first
    assert seen.since()[1] == ["panel 1 coal"], "another question"
    finer_limit(project)
    check("1", "2")
    assert seen.since()[1] == ["panel 1 coal", "panel 2 bread"]
    torn_file(project)
    check("1")
    assert seen.since()[1] == ["panel 1 coal"]
