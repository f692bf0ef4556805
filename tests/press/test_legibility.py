"""Each rule of legibility and setting, tripped by a style or a text of a real project, alone; its neighbour passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support import press
from tests.support.press import findings, one_item

from panelpress.ground.diagnostics import Level

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TEMPLATE = """\
{% extends "panel/board.html" %}
{% block content %}
{% call frame(page, "title") %}{{ line(text.title, "h1", "small") }}{% endcall %}
{% call frame(page, "body", "text") %}{{ body(text.body) }}{% endcall %}
{% endblock %}
"""
GEOMETRY = """\
size: [594, 841]
frames:
  title: {left: 36, top: 40, width: 522, height: 100}
  body: {left: 36, top: 165, width: 258, height: 500}
  folio: {left: 36, top: 809, width: 390, height: 14}
  number: {left: 470, top: 809, width: 88, height: 14}
"""
TEXT = (
    "A band walked before the lodge banner, and every pit in the county came to hear. The banners were carried "
    "through the narrow streets to the old racecourse, where the speeches were given before a great crowd."
)
LOUD = "THE BANNERS WERE CARRIED THROUGH the narrow streets to the old racecourse before a great crowd of people."
QUIET = "THE BANNERS WERE CARRIED through the narrow streets to the old racecourse before a great crowd of people."


def project(folder: Path, css: str = "", text: str = TEXT, more: str = "") -> Path:
    return press.write(
        folder,
        {
            "catalogue.yml": press.PLAIN + "styles: [own.css]\n" + more,
            "panels/01-one.md": f"---\ntitle: One\nlayout: plain\n---\n\n{text}\n",
            "photos/captions.yml": "photos: {}\n",
            "styles/own.css": css,
            "styles/templates/panel/plain.html": TEMPLATE,
            "styles/templates/panel/plain.yml": GEOMETRY,
        },
    )


def told(root: Path) -> dict[str, Level]:
    """The checks that found something, and how bad it is."""
    result, _, _ = one_item(root)
    return {d.id: d.level for d in findings(result)}


ERROR, WARNING = Level.ERROR, Level.WARNING
STYLES = {
    "small type": (".text p { font: 400 30pt/40pt var(--serif) }", "legible/size", ERROR),
    "type that is only fluent": (".text p { font: 400 34pt/46pt var(--serif) }", "legible/size", WARNING),
    "lines too long": (".text p { width: 420mm } .frame.text { width: 420mm !important }", "legible/measure", ERROR),
    "lines too short": (".text p { width: 150mm }", "legible/measure", WARNING),
    "lines set solid": (".text p { line-height: 40pt }", "legible/leading", WARNING),
    "lines too far apart": (".text p { line-height: 60pt }", "legible/leading", WARNING),
    "justified": (".text p { text-align: justify }", "legible/alignment", ERROR),
    "centred": (".text p { text-align: center }", "legible/alignment", WARNING),
    "all in capitals": (".text p { text-transform: uppercase }", "legible/capitals", WARNING),
    "all in italics": (".text p { font-style: italic }", "legible/italic", WARNING),
    "underlined": (".text p { text-decoration: underline }", "legible/underline", WARNING),
    "light": (".text p { font-weight: 300 }", "legible/weight", WARNING),
    "grey": (".text p { color: device-cmyk(0 0 0 .6) }", "legible/contrast", ERROR),
    "dark grey": (".text p { color: device-cmyk(0 0 0 .72) }", "legible/contrast", WARNING),
    "orange on green": (
        "[data-frame=title] { background: device-cmyk(1 0 .5 .25) } h1 { margin-top: 8mm; color: device-cmyk(0 .25 1 0) }",
        "legible/red-green",
        WARNING,
    ),
    "divided words": (".text p { hyphens: auto; width: 190mm; hyphenate-limit-zone: 0 }", "setting/hyphens", WARNING),
}
NEIGHBOURS = {
    "type that is clear": ".text p { font: 400 36pt/48pt var(--serif) }",
    "a leading of a quarter more": ".text p { line-height: 45pt }",
    "a half": ".text p { line-height: 54pt }",
    "nine tenths black": ".text p { color: device-cmyk(0 0 0 .9) }",
    "orange on a much darker green": (
        "[data-frame=title] { background: device-cmyk(1 0 .5 .75) } h1 { margin-top: 8mm; color: device-cmyk(0 .25 1 0) }"
    ),
    "semibold": ".text p { font-weight: 600 }",
    "lines somewhat shorter": ".text p { width: 225mm }",
    "no words divided": ".text p { width: 225mm; hyphens: manual }",
    "flush left said outright": ".text p { text-align: left }",
}


@pytest.mark.parametrize("name", STYLES)
def test_a_style_trips_its_rule_and_no_other(name: str, tmp_path: Path) -> None:
    css, check, level = STYLES[name]
    found = told(project(tmp_path, css))
    grey = {"ink/black-text"} if "grey" in name else set()  # what is no black does not overprint: nobody asks it to
    assert {id: worst for id, worst in found.items() if id not in grey} == {check: level}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_its_neighbour_passes(name: str, tmp_path: Path) -> None:
    assert told(project(tmp_path, NEIGHBOURS[name])) == {}


def test_words_typed_in_capitals(tmp_path: Path) -> None:
    assert told(project(tmp_path / "loud", text=LOUD)) == {"legible/capitals": WARNING}
    assert told(project(tmp_path / "quiet", text=QUIET)) == {}


def test_a_last_line_of_one_short_word(tmp_path: Path) -> None:
    """Words of up to five letters are tied to the one before; of a longer one that comes to stand alone, it is told."""
    text = "A band walked before the lodge banner, and every pit in the county came to hear and to cheer loudly."
    found = [told(project(tmp_path / f"{w}", f".text p {{ width: {w}mm }}", text)) for w in range(180, 250, 2)]
    assert {"setting/last-line": WARNING} in found
    assert all(each in ({}, {"setting/last-line": WARNING}) for each in found)
    short = text.replace("loudly", "well")
    assert all(
        told(project(tmp_path / f"s{w}", f".text p {{ width: {w}mm }}", short)) == {} for w in range(200, 250, 3)
    )


@pytest.mark.parametrize(
    ("hang", "found"),
    [
        ("{centre_mm: 1370}", {}),
        ("{top_mm: 1790}", {}),
        ("{centre_mm: 1500}", {"legible/height": WARNING}),
        ("{centre_mm: 900}", {"legible/height": WARNING}),
        ("{top_mm: 2000}", {"legible/height": WARNING}),
    ],
)
def test_how_the_panels_hang(hang: str, found: dict[str, Level], tmp_path: Path) -> None:
    assert told(project(tmp_path, more=f"hang: {hang}\n")) == found


def test_a_panel_read_from_farther_away_asks_for_larger_type(tmp_path: Path) -> None:
    found = told(project(tmp_path, more="viewing_distance_m: 2.5\n"))
    assert found["legible/size"] is ERROR


def test_text_that_a_later_element_hides(tmp_path: Path) -> None:
    css = ".frame.folio { top: 160mm !important; height: 600mm !important; background: var(--paper) }"
    assert "text/covered" in told(project(tmp_path, css))


def test_a_text_that_a_template_sets_twice(tmp_path: Path) -> None:
    root = project(tmp_path)
    template = root / "styles/templates/panel/plain.html"
    place = "position:absolute;left:306mm;top:165mm;width:252mm"
    twice = f"{{% block folio %}}<div style='{place}'>{{{{ body(text.body) }}}}</div>{{% endblock %}}"
    template.write_text(template.read_text("utf-8") + twice, "utf-8")
    assert told(root) == {"text/once": ERROR}


def test_lines_that_stand_on_each_other(tmp_path: Path) -> None:
    assert told(project(tmp_path, ".frame.folio { top: 168mm !important }")) == {"text/overlap": ERROR}
