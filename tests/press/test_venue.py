"""The strip that changes from town to town: its place is kept free, its words are all there, and nothing else changes."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.press import findings, one_item
from tests.support.project import small_project
from tests.support.venues import bilingual, touring_project

from panelpress.exhibition.items import all_items
from panelpress.exhibition.venues import Venue, with_venue
from panelpress.facts.outside import changed
from panelpress.ground.diagnostics import Level
from panelpress.ground.files import Cache
from panelpress.ground.geometry import Box
from panelpress.inspect.outside import beside
from panelpress.inspect.reader import read_pdf
from panelpress.jobs.build import build
from panelpress.jobs.orders import choose_printers
from panelpress.jobs.request import Request
from panelpress.ledger import manifest
from panelpress.press.compose import compose
from panelpress.press.layouts import find_layout
from panelpress.press.make import make
from panelpress.press.pages import Setting
from panelpress.press.templating import SHIPPED
from panelpress.press.venue import give_room
from panelpress.report.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.support.project import Project

    from panelpress.exhibition.model import Exhibition
    from panelpress.press.recipe import Recipe

LAYOUTS = sorted(path.stem for path in (SHIPPED / "panel").glob("*.yml"))
STRIP = Box(33, 786.57, 561, 822.57)
BEHIND = ("field",)
"""What a theme paints behind a title, and lies far above"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return touring_project(tmp_path / "exhibition")


def recipe_of(exhibition: Exhibition, key: str = "coal") -> Recipe:
    printers = choose_printers(exhibition, None)
    name = next(n for n in all_items(exhibition, printers[1].files) if n.key == key)
    return compose(exhibition, name, printers[0])


def made(exhibition: Exhibition, cache: Path) -> bytes:
    return make(recipe_of(exhibition), Cache(cache)).data


# -- its place -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("height", [24, 36, 60])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_that_ships_keeps_the_strip_free(name: str, height: int, project: Project) -> None:
    project.edit("catalogue.yml", "height_mm: 36", f"height_mm: {height}")
    exhibition = project.load()
    assert exhibition.variable is not None
    setting = Setting(exhibition, choose_printers(exhibition, None)[0], ("en-GB",))
    before = find_layout(name, [SHIPPED / "panel"], exhibition.panels[0].layout_span)
    files, box = give_room(before, exhibition.variable.strip, setting)
    assert setting.problems == []
    assert box is not None
    assert (box.left, box.right) == (STRIP.left, STRIP.right)
    assert box.bottom == pytest.approx(STRIP.bottom)
    assert box.height == pytest.approx(height)
    places = {n: p.box for n, p in files.layout.frames.items() if n not in BEHIND}
    for number, slot in enumerate(files.layout.slots):
        below = slot.caption.gap + slot.caption.height if slot.caption else 0
        places[f"slot {number}"] = Box(slot.box.left, slot.box.top, slot.box.right, slot.box.bottom + below)
    assert {n: place for n, place in places.items() if place.bottom > box.top - 5} == {}
    kept = {n for n, p in before.layout.frames.items() if files.layout.frames[n] == p}
    assert {"title"} <= kept | {"title"} if name != "bilingual" else {"title-1", "title-2"} <= kept


def test_a_layout_of_the_projects_own_that_does_not_say_where_it_yields_rejects_its_panel(project: Project) -> None:
    for ending in ("yml", "html"):
        text = (SHIPPED / "panel" / f"text-picture.{ending}").read_text("utf-8")
        project.write(f"styles/templates/panel/text-picture.{ending}", text.replace("yields: 600\n", ""))
    [problem] = recipe_of(project.load()).problems
    assert (problem.id, problem.span and problem.span.line) == ("layout/strip", 8)
    assert "`yields: 600`" in problem.help
    assert recipe_of(project.load(), "bread").problems == ()


def test_a_strip_that_leaves_no_room_rejects_the_panel(project: Project) -> None:
    project.edit("catalogue.yml", "height_mm: 36, panels: [1]", "height_mm: 200, panels: [1]")
    project.edit("panels/01-coal.md", "title: Coal\n", "title: Coal\nlayout: credits\n")
    [problem] = recipe_of(project.load()).problems
    assert problem.id == "layout/strip"
    assert "has no room for a strip of 200 mm" in problem.message


def test_a_panel_without_the_strip_is_as_it_was_before_there_was_one(project: Project, tmp_path: Path) -> None:
    plain = small_project(tmp_path / "plain")
    with_strip, without = recipe_of(project.load(), "bread"), recipe_of(plain.load(), "bread")
    assert (with_strip.html, with_strip.strip, with_strip.bare) == (without.html, None, None)


def test_the_file_is_called_after_the_venue_and_the_printers_pattern_may_say_where(project: Project) -> None:
    exhibition = project.load()
    names = [recipe_of(with_venue(exhibition, v)).file_name for v in ("durham", "barnsley", "none")]
    assert names == ["01-coal-durham.pdf", "01-coal-barnsley.pdf", "01-coal.pdf"]
    project.edit("catalogue.yml", "shop: {makes: panels,", 'shop: {makes: panels, file_name: "{venue}-{id}.pdf",')
    exhibition = project.load()
    assert [recipe_of(with_venue(exhibition, v)).file_name for v in ("durham", "none")] == [
        "durham-coal.pdf",
        "coal.pdf",
    ]
    assert recipe_of(exhibition, "bread").file_name == "bread.pdf"


# -- what stands in it -----------------------------------------------------------------------------------------------


def test_the_strip_speaks_the_languages_of_its_panel(project: Project) -> None:
    bilingual(project)
    both = recipe_of(project.load())
    said = {
        block.id.removeprefix("catalogue.yml:venue:"): (" ".join(block.text.split()), block.frame)
        for block in both.blocks
        if ":venue:" in block.id
    }
    assert said["dates:en-GB"] == ("14 March – 2 May 2027", "venue-1")
    assert said["dates:es"] == ("14 de marzo – 2 de mayo de 2027", "venue-2")
    spans = {block.id.rpartition(":")[2]: block.source.line for block in both.blocks if ":dates:" in block.id}
    assert spans == {"en-GB": 13, "es": 13}


@pytest.mark.slow
def test_every_word_and_logo_of_the_strip_is_on_the_paper_inside_it(project: Project) -> None:
    for venue, words in (("durham", "Redhills"), ("barnsley", "Barnsley")):
        if venue == "barnsley":
            project.edit("catalogue.yml", "venue: durham\n", "venue: barnsley\n")
        result, recipe, _ = one_item(project.root, "coal")
        assert [d.message for d in findings(result) if d.level is Level.ERROR] == []
        assert any(words in line.text for line in result.lines)
        assert recipe.strip is not None
        assert (round(recipe.strip.top, 2), round(recipe.strip.bottom, 2)) == (STRIP.top, STRIP.bottom)
        logos = [id for id, box in recipe.drawing_boxes if recipe.strip.contains(box, 0.01)]
        assert logos == (["lamp"] if venue == "barnsley" else [])


@pytest.mark.slow
def test_words_that_do_not_fit_are_named_with_their_line_and_reject_the_panel(project: Project) -> None:
    project.edit("catalogue.yml", "[Redhills, Daily 10 to 5]", "[One, Two, Three, Four, Five]")
    result, _, _ = one_item(project.root, "coal")
    assert result.report.state == "rejected"
    found = {d.id: d for d in findings(result) if d.level is Level.ERROR}
    assert "text/complete" in found
    lost = found["text/complete"]
    assert "in the frame `venue-2`" in lost.message
    assert lost.origin is not None
    assert (lost.origin.file, lost.origin.line) == ("catalogue.yml", 14)
    assert "layout/variable" in found
    assert len([d for d in findings(result) if d.id == "layout/variable"]) == 1


# -- what it changes elsewhere: nothing ------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_template_that_sets_something_by_the_venue_outside_the_strip_is_caught(project: Project) -> None:
    template = (SHIPPED / "panel" / "text-picture.html").read_text("utf-8")
    area = "position:absolute;left:50mm;top:300mm;width:30mm;height:9mm;background:device-cmyk(0 0 0 .2)"
    by_venue = f'{{% if venue %}}<div style="{area}"></div>{{% endif %}}'
    project.write(
        "styles/templates/panel/text-picture.html", template.replace("{% endblock %}", f"{by_venue}{{% endblock %}}")
    )
    geometry = (SHIPPED / "panel" / "text-picture.yml").read_text("utf-8")
    project.write("styles/templates/panel/text-picture.yml", geometry)
    result, _, _ = one_item(project.root, "coal")
    [found] = [d for d in findings(result) if d.level is Level.ERROR]
    assert found.id == "layout/variable"
    assert "the strip of `durham` changes something outside its box: an area" in found.message
    assert result.report.state == "rejected"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, bytes]:
    """A touring exhibition and its panel with an empty strip."""
    project = touring_project(tmp_path_factory.mktemp("once") / "exhibition")
    return project, made(with_venue(project.load(), "none"), project.root / "cache")


SAID = st.text(
    st.characters(codec="latin-1", exclude_categories=("Cc", "Cf", "Zs"), exclude_characters="<>[]`*_\\&"), min_size=1
)
VENUES = st.fixed_dictionaries(
    {"place": SAID.map(lambda words: words[:24])},
    optional={"dates": SAID.map(lambda words: words[:24]), "logos": st.just(["lamp"])},
)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(venue=VENUES)
def test_whatever_stands_in_the_strip_all_else_is_the_same(
    once: tuple[Project, bytes], venue: Mapping[str, object]
) -> None:
    project, empty = once
    exhibition = project.load()
    assert exhibition.variable is not None
    place, dates = str(venue["place"]), str(venue.get("dates", ""))
    span = exhibition.variable.strip.span
    logos = ("lamp",) if "logos" in venue else ()
    town = Venue("town", {"": place}, {"": dates} if dates else {}, (), logos, span)
    variable = replace(exhibition.variable, venues={"town": town})
    exhibition = with_venue(replace(exhibition, variable=variable), "town")
    other = made(exhibition, project.root / "cache")
    assert other != empty
    assert changed(read_pdf(empty, "empty", raster=False), read_pdf(other, "other", raster=False), STRIP) == ()


@pytest.mark.slow
def test_outside_the_strip_not_one_pixel_differs_between_towns_and_inside_it_many_do(
    once: tuple[Project, bytes],
) -> None:
    project, empty = once
    pages = {"": (read_pdf(empty, "empty", raster=False).pages[0], empty)}
    for venue in ("durham", "barnsley"):
        data = made(with_venue(project.load(), venue), project.root / "cache")
        pages[venue] = (read_pdf(data, venue, raster=False).pages[0], data)
    for one, other in (("", "durham"), ("durham", "barnsley")):
        outside = beside(*pages[one], *pages[other], STRIP)
        assert outside is not None
        assert (outside.differing, outside.plates) == (0, ())
        assert outside.pixels > 16_000_000
        whole = beside(*pages[one], *pages[other], Box(0, 0, 1, 1))
        assert whole is not None
        assert whole.differing > 1_000
        assert "Black" in whole.plates


@pytest.mark.slow
def test_the_manifest_says_whose_strip_was_built_and_a_build_of_another_town_is_no_change(project: Project) -> None:
    built = [
        build(Request(project.root, venue=venue), lambda _: nullcontext(Silent()))
        for venue in (None, "barnsley", "none")
    ]
    assert manifest.venue(project.press) == ""
    assert len({b.report.items[0].content_digest for b in built}) == 3
    assert built[0].judged["coal"] == built[1].judged["coal"] == built[2].judged["coal"]
    assert "variable strip: barnsley (panel 1 coal)" in [d.message for d in built[1].report.remarks]
