"""What a table of a limit is, and how the figures of its rows are judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.support.facts import pdf

from panelpress.ground.diagnostics import Level
from panelpress.preflight.framework import Limit, Outcome, Rule, all_checks, run_rules
from panelpress.preflight.order import Order, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from panelpress.facts.layout import LayoutFacts
    from panelpress.facts.pdf import PageFacts

ERROR, WARNING, NOTE, PASSED = Level.ERROR, Level.WARNING, Level.NOTE, None


@dataclass(frozen=True)
class Case:
    """One row: what the limit is set to, what is judged, the level that must be found (None: nothing)."""

    words: str
    setting: Limit
    subject: Subject
    level: Level | None


@dataclass(frozen=True)
class Table:
    """A limit that is a figure; ``value`` is what it is set to, all figures are in its unit."""

    check: str
    limit: str
    value: float
    inside: float
    outside: float
    seen: Callable[[float], Subject]
    bad: Level
    good: Level | None = None
    exactly: Literal["inside", "outside"] = "inside"
    others: Mapping[str, Limit] = field(default_factory=dict)

    @property
    def settings(self) -> tuple[Limit, ...]:
        """What the limit is set to in the rows that are the table proper."""
        return (self.value,)

    @property
    def rows(self) -> Iterator[Case]:
        """The three rows, and the two that prove the limit decides: set past a figure, it changes the figure's side."""
        on = self.bad if self.exactly == "outside" else self.good
        yield Case("inside", self.value, self.seen(self.inside), self.good)
        yield Case("exactly", self.value, self.seen(self.value), on)
        yield Case("outside", self.value, self.seen(self.outside), self.bad)
        yield Case("inside, the limit moved past it", 2 * self.inside - self.value, self.seen(self.inside), self.bad)
        yield Case(
            "outside, the limit moved past it", 2 * self.outside - self.value, self.seen(self.outside), self.good
        )


@dataclass(frozen=True)
class Sides:
    """A limit that is on or off, or names things: the level of the same subject for each setting."""

    check: str
    limit: str
    seen: Callable[[], Subject]
    levels: Mapping[Any, Level | None]
    others: Mapping[str, Limit] = field(default_factory=dict)

    @property
    def settings(self) -> tuple[Limit, ...]:
        """What the limit is set to in the rows."""
        return tuple(self.levels)

    @property
    def rows(self) -> Iterator[Case]:
        """One row for each setting."""
        for setting, level in self.levels.items():
            yield Case(f"{setting}", setting, self.seen(), level)


TABLES: list[Table | Sides] = []


def table(
    check: str,
    limit: str,
    value: float,
    *,
    inside: float,
    outside: float,
    seen: Callable[[float], Subject],
    bad: Level,
    good: Level | None = None,
    exactly: Literal["inside", "outside"] = "inside",
    **others: Limit,
) -> None:
    """Register the table of a figure."""
    TABLES.append(Table(check, limit, value, inside, outside, seen, bad, good, exactly, others))


def sides(
    check: str, limit: str, *, seen: Callable[[], Subject], levels: Mapping[Any, Level | None], **others: Limit
) -> None:
    """Register the two sides, or more, of a limit that is no figure."""
    TABLES.append(Sides(check, limit, seen, levels, others))


def judged(table: Table | Sides, case: Case) -> Outcome:
    """Return what the check makes of a row."""
    check = all_checks()[table.check]
    limits = {**table.others, table.limit: case.setting}
    (outcome,) = run_rules(case.subject, [Rule(check, check.level, limits)])
    return outcome


def subject(*pages: PageFacts, order: Order | None = None, laid: LayoutFacts | None = None, **file: Any) -> Subject:
    """Return a file of pages made by hand, with what was ordered and how it was laid out."""
    return Subject(pdf(*pages, **file), laid, order or Order())
