"""Profiles that fix what a file is judged as: the three PDF/X levels, and the cover of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from tests.preflight.breaks import ORDER
from tests.support.goodpdf import draw_more, good_pdf

from panelpress.ground.diagnostics import Level, PanelpressError
from panelpress.inspect.reader import read_pdf
from panelpress.preflight.framework import State
from panelpress.preflight.order import Order, Subject
from panelpress.preflight.profiles import judge, load_profile

if TYPE_CHECKING:
    from pathlib import Path


def without_groups(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        del page.obj.Group


def errors(data: bytes, profile: str, order: Order | None = None) -> set[str]:
    outcomes = judge(Subject(read_pdf(data), None, order or Order()), load_profile(profile))
    return {o.id for o in outcomes if o.level is Level.ERROR}


def see_through(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState.Half = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.5)
    draw_more(pdf, "/Half gs 0 0 0 1 k 40 40 20 20 re f")


def calibrated(pdf: pikepdf.Pdf) -> None:
    lab = pikepdf.Array(
        [pikepdf.Name.Lab, pikepdf.Dictionary(WhitePoint=[0.9642, 1, 0.8249], Range=[-100, 100, -100, 100])]
    )
    pdf.pages[0].obj.Resources.ColorSpace.Tone = lab
    draw_more(pdf, "/Tone cs 50 10 10 sc 40 40 20 20 re f")


@pytest.mark.parametrize("profile", ["pdfx4"])
def test_a_good_file_is_good_by_its_own_level(profile: str) -> None:
    outcomes = judge(Subject(read_pdf(good_pdf()), None, Order()), load_profile(profile))
    assert [d.message for o in outcomes for d in o.found] == []
    assert sum(o.state is State.PASSED for o in outcomes) >= 15


@pytest.mark.parametrize("profile", ["pdfx3", "pdfx1a"])
def test_the_profile_fixes_the_level_and_neither_the_file_nor_the_order(profile: str) -> None:
    found = errors(good_pdf(without_groups), profile, ORDER)
    assert found == {"document/identification"}


def test_transparency_is_for_x4_alone() -> None:
    data = good_pdf(see_through)
    assert "document/transparency" not in errors(data, "pdfx4")
    assert "document/transparency" in errors(data, "pdfx3")
    assert "document/transparency" in errors(data, "pdfx1a")


def test_calibrated_colour_is_for_x3_and_x4() -> None:
    data = good_pdf(calibrated)
    assert "ink/space" not in errors(data, "pdfx4")
    assert "ink/space" not in errors(data, "pdfx3")
    assert "ink/space" in errors(data, "pdfx1a")


def test_an_x1a_file_is_good_by_x1a() -> None:
    assert errors(good_pdf(flavour="PDF/X-1a:2003"), "pdfx1a") == set()


def test_a_cover_may_leave_its_inside_unprinted() -> None:
    rules = {rule.check.id for rule in load_profile("cover").rules}
    assert "page/blank" not in rules
    assert {"page/spine", "page/hinge", "text/spine", "bleed/painted"} <= rules


def test_a_level_nobody_knows_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text("extends: pdfx4\nstandard: PDF/X-5\n")
    with pytest.raises(PanelpressError, match="`PDF/X-5` is no PDF/X level") as caught:
        load_profile(path)
    span = caught.value.diagnostics[0].span
    assert span is not None
    assert span.line == 2


def test_a_shop_may_fix_the_level_of_a_profile_it_extends(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text("extends: catalogue-a5\nstandard: PDF/X-1a:2003\n")
    assert load_profile(path).standard == "PDF/X-1a:2003"
