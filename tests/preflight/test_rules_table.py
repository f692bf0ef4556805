"""``docs/preflight-rules.md`` says which check holds which rule, and the program is as it says."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from panelpress.ground.diagnostics import Level
from panelpress.preflight.framework import all_checks
from panelpress.preflight.profiles import load_profile

PAGE = Path(__file__).parents[2] / "docs/preflight-rules.md"
PDFX_ROWS, GWG_ROWS = 43, 37
VARIANTS = ("gwg2022-sheetcmyk", "gwg2022-digital", "gwg2022-largeformat")
REASONS = ("not applicable: ", "by construction: ", "not judged: ")
_CLAUSE = re.compile(r"\bR00\d\d\b|(?<![\d.])\d+(?:\.\d+)+(?:-\d+)?")
_ID = re.compile(r"`([a-z]+/[a-z0-9-]+)`")


@dataclass(frozen=True)
class Row:
    """A row of one of the three tables: its cells, and the checks the last one names."""

    cells: tuple[str, ...]

    @property
    def name(self) -> str:
        """The number of the rule, or the clause."""
        return self.cells[0]

    @property
    def held_by(self) -> str:
        """The last cell."""
        return self.cells[-1]

    @property
    def checks(self) -> tuple[str, ...]:
        """Every check named; ``pdf/…`` are faults of reading, no checks."""
        return tuple(id for id in _ID.findall(self.held_by) if not id.startswith("pdf/"))


@functools.cache
def tables() -> tuple[tuple[Row, ...], ...]:
    """Return the rows of PDF/X, of the Ghent Workgroup, and of other clauses."""
    found = []
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        lines = [line for line in section.splitlines() if line.startswith("|")]
        cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
        found.append(tuple(Row(c) for c in cells[2:]))
    return tuple(found)


def clauses(text: str) -> set[str]:
    return set(_CLAUSE.findall(text))


PDFX, GWG, OTHER = tables()
ROWS = [*PDFX, *GWG, *OTHER]
SOURCES = {check.id: check.source for check in all_checks().values()}


def test_no_rule_is_left_out_and_they_stand_in_order() -> None:
    assert [row.name for row in PDFX] == [str(n) for n in range(1, PDFX_ROWS + 1)]
    assert [row.name for row in GWG] == [f"R{n:04}" for n in range(1, GWG_ROWS + 1)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name} {row.cells[1]}")
def test_every_row_is_filled_and_says_who_holds_it_or_why_nobody_does(row: Row) -> None:
    width = {id(r): n for table, n in ((PDFX, 7), (GWG, 6), (OTHER, 3)) for r in table}[id(row)]
    assert len(row.cells) == width
    assert all(row.cells)
    assert row.checks or row.held_by.startswith(REASONS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name} {row.cells[1]}")
def test_every_check_named_exists_and_is_used(row: Row) -> None:
    used = {rule.check.id for rule in load_profile("press").rules}
    assert set(row.checks) <= used


@pytest.mark.parametrize(
    "row", [r for r in ROWS if not r.held_by.startswith(REASONS)], ids=lambda row: f"{row.name} {row.cells[1]}"
)
def test_the_clause_of_a_row_is_cited_by_the_checks_that_hold_it(row: Row) -> None:
    cell = {7: row.cells[-2], 6: row.name, 3: row.name}[len(row.cells)]
    cited = {clause for check in row.checks for clause in clauses(SOURCES[check])}
    assert clauses(cell) <= cited


@pytest.mark.parametrize("row", OTHER, ids=lambda row: f"{row.name} {row.cells[1]}")
def test_the_other_clauses_are_cited_as_they_stand_in_the_table(row: Row) -> None:
    assert all(row.name in SOURCES[check] for check in row.checks)


def test_every_check_that_cites_the_ghent_workgroup_is_in_the_row_of_its_number() -> None:
    table = {(row.name, check) for row in GWG for check in row.checks}
    cited = {
        (number, rule.check.id)
        for rule in load_profile("press").rules
        for number in re.findall(r"R00\d\d", rule.check.source)
    }
    assert sorted(cited - table) == []


def test_every_check_that_cites_a_clause_of_iso_or_of_its_readers_is_in_a_row() -> None:
    named = {check for row in (*PDFX, *OTHER) for check in row.checks}
    cited = {
        rule.check.id
        for rule in load_profile("press").rules
        if re.search(r"\bISO(?:/IEC)? \d+|CGATS|veraPDF|JHOVE", rule.check.source)
    }
    assert sorted(cited - named) == []


@pytest.mark.parametrize("row", GWG, ids=lambda row: row.name)
@pytest.mark.parametrize(("column", "profile"), list(enumerate(VARIANTS, 2)))
def test_the_levels_of_the_workbook_are_those_of_the_profiles(row: Row, column: int, profile: str) -> None:
    """Where a variant does not ask, the profile does not judge, unless another requirement has the same check."""
    rules = {rule.check.id: rule.level for rule in load_profile(profile).rules}
    said = row.cells[column]
    if said == "–":
        others = {check for other in GWG if other.cells[column] != "–" for check in other.checks}
        judged = set(rules) & set(row.checks) - others
        assert not judged
    else:
        level = {"error": Level.ERROR, "warning": Level.WARNING}[said]
        assert rules[row.checks[0]] == level
