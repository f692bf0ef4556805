"""The framework keeps its word: counts, levels, crashes, profiles, explanations."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

import pytest
from tests.support.facts import page, pdf, picture

from panelpress.ground.diagnostics import ExitCode, Level, PanelpressError, Place
from panelpress.preflight.framework import Check, Finding, Rule, State, all_checks, explain, run_rules
from panelpress.preflight.order import Order, Subject
from panelpress.preflight.profiles import judge, load_profile, profile_names
from panelpress.preflight.selectors import pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.facts.pdf import PageFacts
    from panelpress.preflight.selectors import Ordered


def _rule(body: object, level: Level = Level.ERROR, **limits: float) -> Rule:
    return Rule(Check("test/one", body, pages, level, "the source", "the fix"), level, limits)  # type: ignore[arg-type]


def test_a_crash_is_an_error_and_hides_nothing() -> None:
    def crashes(_page: Ordered[PageFacts]) -> Iterator[Finding]:
        """Crashes."""
        yield Finding("seen before")
        message = "nothing here"
        raise KeyError(message)

    def sees(_page: Ordered[PageFacts]) -> Iterator[Finding]:
        """Sees.

        It matters. Very much.
        """
        yield Finding("seen", Place(page=1))

    crashed, failed = run_rules(Subject(pdf(), None, Order(item="num")), [_rule(crashes), _rule(sees)])
    assert crashed.state is State.CRASHED
    assert crashed.level is Level.ERROR
    assert crashed.found[0].message == "seen before"
    assert failed.state is State.FAILED
    assert failed.examined == 1
    (found,) = failed.found
    assert found.why == "It matters. (the source)"
    assert found.help == "the fix"
    assert found.place == Place("num", 1)


def test_looking_at_nothing_is_not_passing() -> None:
    (outcome,) = [o for o in judge(Subject(pdf(page())), load_profile("press")) if o.id == "image/resolution"]
    assert outcome.state is State.NOT_APPLICABLE


def test_review_is_neither_failed_nor_passed() -> None:
    def unsure(_page: Ordered[PageFacts]) -> Iterator[Finding]:
        """Unsure."""
        yield Finding("a person must look", review=True)

    (outcome,) = run_rules(Subject(pdf()), [_rule(unsure)])
    assert outcome.state is State.NEEDS_REVIEW


def test_a_finding_may_be_milder_than_its_rule_never_worse() -> None:
    def mild(_page: Ordered[PageFacts]) -> Iterator[Finding]:
        """Mild."""
        yield Finding("one", level=Level.WARNING)

    levels = [run_rules(Subject(pdf()), [_rule(mild, level)])[0].level for level in Level]
    assert levels == [Level.NOTE, Level.WARNING, Level.WARNING]


@pytest.mark.parametrize("id", sorted(all_checks()))
def test_every_check_explains_itself(id: str) -> None:
    told = explain(id)
    assert told.title.endswith(".")
    assert told.rationale
    assert told.source
    assert told.fix.endswith(".")
    for limit in told.limits:
        assert isinstance(limit.default, (limit.type, int))


def test_an_unknown_check_is_answered_with_the_nearest() -> None:
    with pytest.raises(PanelpressError, match="no check `bleed/paint`") as caught:
        explain("bleed/paint")
    assert caught.value.diagnostics[0].help == "did you mean `bleed/painted`?"


@pytest.mark.parametrize("name", profile_names())
def test_the_shipped_profiles_load(name: str) -> None:
    assert load_profile(name).rules


def test_a_profile_inherits_levels_and_limits() -> None:
    rules = {rule.check.id: rule for rule in load_profile("panel-a1").rules}
    assert rules["image/resolution"].limits == {"min_ppi": 100.0, "warn_ppi": 150.0}
    assert rules["page/trim"].level is Level.ERROR
    assert "ink/rich-black-text" not in rules


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text("extends: panel-a1\nchecks:\n  ink/rich-black-text: note\n  image/resolution: {min_ppi: 120}\n")
    rules = {rule.check.id: rule for rule in load_profile(path).rules}
    assert rules["ink/rich-black-text"].level is Level.NOTE
    assert rules["image/resolution"].limits == {"min_ppi": 120.0, "warn_ppi": 150.0}


def test_everything_wrong_in_a_profile_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(
        "extnds: press\nchecks:\n  bleed/paintd: error\n  image/resolution: {min_pip: 3, warn_ppi: many}\n"
        "  page/trim: fatal\n  page/crop: 3\n  ink/hairline: {min_pt: true}\n"
    )
    with pytest.raises(PanelpressError) as caught:
        load_profile(path)
    assert caught.value.code is ExitCode.CANNOT_JUDGE
    said = [(d.span.line if d.span else 0, d.message, d.help) for d in caught.value.diagnostics]
    assert [line for line, _, _ in said] == [1, 3, 4, 4, 5, 6, 7]
    assert said[1][2] == "did you mean `bleed/painted`?"
    assert said[2][2] == "did you mean `min_ppi`?"
    assert "must be a number, not `many`" in said[3][1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("extends: pres\n", "there is no profile `pres`"),
        ("- a\n", "a profile is"),
        ("checks: {a: b", "cannot read this"),
    ],
)
def test_profiles_that_are_none(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(text)
    with pytest.raises(PanelpressError, match=message):
        load_profile(path)


def test_a_profile_that_extends_itself(tmp_path: Path) -> None:
    path = tmp_path / "press.yaml"
    path.write_text(f"extends: {path}\n")
    with pytest.raises(PanelpressError):
        load_profile(path)


def test_any_pdf_can_be_judged_without_an_order() -> None:
    outcomes = judge(Subject(pdf(page(images=(picture(),)))), load_profile("press"))
    assert not [o for o in outcomes if o.state is State.CRASHED]


def test_every_family_is_short_functions() -> None:
    """A check fits a screen: none is longer than 50 lines."""
    for check in all_checks().values():
        tree = ast.parse(inspect.getsource(check.run).lstrip())
        (function,) = tree.body
        assert isinstance(function, ast.FunctionDef)
        assert function.end_lineno is not None
        assert function.end_lineno - function.lineno < 50, check.id
