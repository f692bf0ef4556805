"""A print shop's own rules in a build, and what the order learns of the paper: `checks:`, `paper:`, `spine_mm:`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.press import one_item, refusal
from tests.support.project import Project, small_project

from panelpress.exhibition.items import all_items, select
from panelpress.ground.diagnostics import ExitCode, Level
from panelpress.jobs.orders import Rules, choose_printers, order_for, rules_for
from panelpress.preflight.order import Order, Spine
from panelpress.press.compose import compose

if TYPE_CHECKING:
    from pathlib import Path

SHOP = "extends: panel-a1\nchecks:\n  image/resolution: {min_ppi: 500, by_order: false}\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


def with_rules(project: Project, rules: str, name: str = "shop.yml") -> None:
    project.write("shop.yml", rules)
    project.edit("catalogue.yml", "shop: {makes: panels,", f"shop: {{makes: panels, checks: {name},")


def ordered(project: Project, key: str) -> tuple[Order, Rules]:
    exhibition = project.load()
    printers = choose_printers(exhibition, None)
    (name,) = select(all_items(exhibition, printers[1].files), [key])
    printer = printers[name.kind == "catalogue"]
    recipe = compose(exhibition, name, printer)
    return order_for(exhibition, recipe, printer), rules_for(project.root, recipe, printer)


def test_without_rules_of_a_shop_ours_hold(project: Project) -> None:
    assert ordered(project, "coal")[1] == Rules("panel-a1")
    assert ordered(project, "catalogue")[1] == Rules("catalogue-a5")


@pytest.mark.slow
def test_a_build_judges_by_the_rules_of_its_shop(project: Project) -> None:
    before, _, _ = one_item(project.root, "coal")
    assert "image/resolution" not in {d.id for d in before.report.findings if d.level is Level.ERROR}
    with_rules(project, SHOP)
    after, _, _ = one_item(project.root, "coal")
    assert after.report.state == "rejected"
    assert "image/resolution" in {d.id for d in after.report.findings if d.level is Level.ERROR}


@pytest.mark.slow
def test_a_waiver_of_the_shop_holds_in_the_build(project: Project) -> None:
    waiver = "waivers:\n  - {check: image/resolution, name: A. Printer, reason: it is read from far off}\n"
    with_rules(project, SHOP + waiver)
    result, _, _ = one_item(project.root, "coal")
    (found,) = [d for d in result.report.findings if d.id == "image/resolution"]
    assert found.level is Level.NOTE
    assert found.accepted is not None
    assert found.accepted.name == "A. Printer"


def test_other_rules_are_other_rules_wherever_the_project_lies(project: Project, tmp_path: Path) -> None:
    with_rules(project, SHOP)
    elsewhere = small_project(tmp_path / "elsewhere")
    with_rules(elsewhere, SHOP)
    first = ordered(project, "coal")[1].identity
    assert first == ordered(elsewhere, "coal")[1].identity
    project.write("shop.yml", SHOP.replace("500", "501"))
    assert ordered(project, "coal")[1].identity != first


def test_a_misspelt_check_is_told_with_the_line_of_the_shops_file(project: Project) -> None:
    with_rules(project, SHOP.replace("image/resolution", "image/resolutions"))
    wrong = refusal(lambda: ordered(project, "coal"))
    (found,) = wrong.diagnostics
    assert wrong.code is ExitCode.CANNOT_JUDGE
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("shop.yml", 3)
    assert "image/resolution" in found.help


def test_rules_that_extend_nothing_are_refused(project: Project) -> None:
    with_rules(project, SHOP.partition("\n")[2])
    (found,) = refusal(lambda: ordered(project, "coal")).diagnostics
    assert "extend none of ours" in found.message


def test_rules_that_are_not_there_are_told_with_the_line_of_catalogue_yml(project: Project) -> None:
    with_rules(project, SHOP, "shops.yml")
    found = project.only_problem()
    assert found.id == "project/missing-file"
    assert "shop.yml" in found.help
    assert found.span is not None
    assert "shops.yml" in found.span.text


@pytest.mark.parametrize(
    ("said", "caliper", "spine"),
    [
        ("paper: 150 gsm", None, None),
        ("paper: {name: 150 gsm, caliper_mm: 0.2}", 0.2, Spine(0.4, 148)),
        ("spine_mm: 5.5", None, Spine(5.5, 148)),
        ("paper: {caliper_mm: 0.2}, spine_mm: 5.5", 0.2, Spine(5.5, 148)),
    ],
)
def test_the_back_of_a_glued_book(project: Project, said: str, caliper: float | None, spine: Spine | None) -> None:
    lines = "\n  ".join(["binding: perfect", *said.split("}, ")]).replace("0.2\n", "0.2}\n")
    project.edit("catalogue.yml", "  pages: 4\n", f"  pages: 4\n  {lines}\n")
    order, _ = ordered(project, "catalogue")
    assert (order.caliper, order.spine, order.book_pages) == (caliper, spine, 4)


def test_a_stitched_book_has_no_back(project: Project) -> None:
    project.edit("catalogue.yml", "  pages: 4\n", "  pages: 4\n  paper: {caliper_mm: 0.2}\n  spine_mm: 5\n")
    order, _ = ordered(project, "catalogue")
    assert (order.caliper, order.spine) == (0.2, None)


def test_the_paper_is_called_in_the_colophon_what_it_was_called_before(project: Project) -> None:
    for said in ("paper: 150 gsm uncoated", "paper: {name: 150 gsm uncoated, caliper_mm: 0.19}"):
        project.edit("catalogue.yml", "  pages: 4\n", f"  pages: 4\n  {said}\n")
        book = project.load().catalogue
        assert book is not None
        assert book.paper.name == "150 gsm uncoated"
        project.edit("catalogue.yml", f"  {said}\n", "")


def test_parts_of_a_book_are_told_apart(project: Project) -> None:
    project.edit("catalogue.yml", "  pages: 4\n", "  pages: 8\n")
    project.edit("catalogue.yml", "    - {kind: works}\n", "    - {kind: works}\n    - {kind: blank, pages: 4}\n")
    project.edit("catalogue.yml", "press: {makes: catalogue,", "press: {makes: catalogue, files: inner+cover,")
    assert [ordered(project, key)[0].part for key in ("catalogue-cover", "catalogue-inner")] == ["cover", "inner"]
