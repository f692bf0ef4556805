"""Every limit of every check has its table, and every table holds: see ``limits/__init__.py``."""

from __future__ import annotations

import pytest
from tests.preflight.limits import TABLES, Case, Sides, Table
from tests.preflight.limits.base import judged

from panelpress.preflight.framework import State, all_checks

LIMITS = {(check.id, limit.name): limit for check in all_checks().values() for limit in check.limits.values()}
ROWS = [(table, case) for table in TABLES for case in table.rows]


def test_every_limit_of_every_check_has_a_table() -> None:
    assert sorted(set(LIMITS) - {(table.check, table.limit) for table in TABLES}) == []


def test_every_table_is_of_a_limit_there_is() -> None:
    named = {(t.check, name) for t in TABLES for name in (t.limit, *t.others)}
    assert sorted(named - set(LIMITS)) == []


@pytest.mark.parametrize(("check", "limit"), LIMITS, ids=[" ".join(names) for names in LIMITS])
def test_the_figure_the_house_uses_is_the_one_in_the_table(check: str, limit: str) -> None:
    settings = [s for t in TABLES if (t.check, t.limit) == (check, limit) for s in t.settings]
    assert LIMITS[check, limit].default in settings


@pytest.mark.parametrize("table", TABLES, ids=lambda t: f"{t.check} {t.limit}")
def test_a_table_has_both_sides(table: Table | Sides) -> None:
    kind = LIMITS[table.check, table.limit].type
    if isinstance(table, Table):
        assert kind in {int, float}
        assert table.inside < table.value < table.outside or table.outside < table.value < table.inside
        assert table.bad != table.good
    else:
        assert kind not in {int, float}
        assert len(set(table.levels.values())) > 1
        assert kind is not bool or set(table.levels) == {True, False}


@pytest.mark.parametrize(
    ("table", "case"), ROWS, ids=[f"{table.check} {table.limit} {case.words}" for table, case in ROWS]
)
def test_what_is_inside_a_limit_passes_and_what_is_outside_does_not(table: Table | Sides, case: Case) -> None:
    outcome = judged(table, case)
    assert outcome.state is not State.CRASHED, outcome.found
    assert outcome.examined
    assert outcome.level == case.level, [d.message for d in outcome.found]
