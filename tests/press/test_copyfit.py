"""Copyfitting: a size is chosen by measuring, within limits, never too small to be read, the same every time; off by default."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.support import press
from tests.support.press import findings, one_item

from panelpress.ground.diagnostics import Level, PanelpressError
from panelpress.ground.sight import height_at, least_size
from panelpress.press.copyfit import chosen, lay_out_bare

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.layout import LayoutFacts
    from panelpress.jobs.work import Result

TEMPLATE = """\
{% extends "panel/board.html" %}
{% block content %}
{% call frame(page, "title") %}{{ line(text.title, "h1", "small") }}{% endcall %}
{% call frame(page, "body") %}{{ body(text.body) }}{% endcall %}
{% endblock %}
"""
GEOMETRY = """\
size: [594, 841]
frames:
  title: {left: 36, top: 40, width: 522, height: 100}
  body: {left: 36, top: 160, width: 258, height: 200}
  folio: {left: 36, top: 809, width: 390, height: 14}
  number: {left: 470, top: 809, width: 88, height: 14}
"""
SENTENCE = "A band walked before the lodge banner, and every pit in the county came to hear. "


def board(folder: Path, fit: str, sentences: int) -> Path:
    head = f"title: One\nlayout: plain\n{fit}"
    return press.write(
        folder,
        {
            "catalogue.yml": press.PLAIN,
            "panels/01-one.md": f"---\n{head}---\n\n{SENTENCE * sentences}\n",
            "photos/captions.yml": "photos: {}\n",
            "styles/templates/panel/plain.html": TEMPLATE,
            "styles/templates/panel/plain.yml": GEOMETRY,
        },
    )


def made(folder: Path, fit: str, sentences: int) -> tuple[Result, LayoutFacts]:
    result, recipe, _ = one_item(board(folder, fit, sentences))
    recipe, fitted = chosen(recipe)
    return result, replace(lay_out_bare(recipe), fitted=fitted)


def body_sizes(layout: LayoutFacts) -> set[float]:
    return {text.size_pt for text in layout.texts if text.frame == "body"}


def complete(result: Result) -> bool:
    return not [d for d in findings(result) if d.id == "text/complete"]


def test_the_size_does_not_move_unless_asked(tmp_path: Path) -> None:
    result, layout = made(tmp_path, "", 7)
    assert body_sizes(layout) == {36.0}
    assert layout.fitted is None
    assert not complete(result)


@pytest.mark.slow
def test_a_text_that_is_too_long_is_set_as_large_as_it_fits(tmp_path: Path) -> None:
    result, layout = made(tmp_path / "fit", "fit: true\n", 7)
    assert layout.fitted is not None
    chosen = layout.fitted.size_pt
    assert body_sizes(layout) == {chosen}
    assert 31.5 <= chosen < 36
    assert complete(result), press.texts_of(findings(result))
    note = next(d for d in findings(result) if d.id == "text/fitted")
    assert note.level is Level.NOTE
    assert f"{chosen:g} pt" in note.message
    larger, _ = made(tmp_path / "larger", f"fit: {{least_pt: {chosen + 0.5}, most_pt: {chosen + 0.5}}}\n", 7)
    assert not complete(larger)  # half a point more does not fit: it is the largest


@pytest.mark.slow
def test_a_short_text_may_grow_where_that_is_allowed(tmp_path: Path) -> None:
    _, usual = made(tmp_path / "usual", "fit: true\n", 2)
    result, grown = made(tmp_path / "grown", "fit: {most_pt: 44}\n", 2)
    assert body_sizes(usual) == {36.0}
    assert body_sizes(grown) == {44.0}
    assert complete(result)


@pytest.mark.slow
def test_it_never_goes_below_what_can_be_read(tmp_path: Path) -> None:
    result, layout = made(tmp_path, "fit: true\n", 14)
    floor = least_size(1.5, 0.475)
    (size,) = body_sizes(layout)
    assert floor <= size < floor + 0.5
    assert not complete(result)  # it is told what is lost, rather than set where nobody can read it


def test_limits_that_cannot_be_read_are_refused_with_the_figure_that_can(tmp_path: Path) -> None:
    result, _, _ = one_item(board(tmp_path, "fit: {least_pt: 20}\n", 2))
    found = next(d for d in findings(result) if d.id == "text/fit")
    assert result.report.state == "rejected"
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("panels/01-one.md", 4)
    assert re.search(r"write `least_pt: 31\.5` or more", found.help)


def test_limits_the_wrong_way_round_are_refused(tmp_path: Path) -> None:
    result, _, _ = one_item(board(tmp_path, "fit: {least_pt: 40, most_pt: 36}\n", 2))
    assert [d.id for d in findings(result) if d.level is Level.ERROR] == ["text/fit"]


@pytest.mark.parametrize("typed", ["fit: maybe\n", "fit: {smallest: 30}\n", "fit: 32\n"])
def test_what_is_no_limit_is_refused_with_its_line(typed: str, tmp_path: Path) -> None:
    with pytest.raises(PanelpressError) as refused:
        one_item(board(tmp_path, typed, 2))
    assert refused.value.diagnostics[0].span is not None
    assert refused.value.diagnostics[0].span.line == 4


def test_fit_no_means_no(tmp_path: Path) -> None:
    _, layout = made(tmp_path, "fit: false\n", 2)
    assert layout.fitted is None


@pytest.mark.slow
def test_the_same_text_gets_the_same_size_and_the_same_bytes(tmp_path: Path) -> None:
    first, second = (made(tmp_path / name, "fit: true\n", 7)[0] for name in ("one", "two"))
    assert first.report.digest == second.report.digest


@pytest.mark.parametrize(("metres", "degrees", "mm"), [(1.0, 0.2, 3.49), (1.5, 0.2, 5.24), (3.0, 0.286, 14.97)])
def test_the_height_of_letters_at_a_distance(metres: float, degrees: float, mm: float) -> None:
    """The figures of the legibility tables: an x-height seen under an angle."""
    assert height_at(metres, degrees) == pytest.approx(mm, abs=0.01)
