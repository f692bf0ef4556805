"""Findings put together: what one check says of many places is said once, with how often and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.ground.units import count
from panelpress.report.words import paper, source

if TYPE_CHECKING:
    from panelpress.ground.diagnostics import Diagnostic, Level
    from panelpress.report.model import ItemReport

_REPEATS = 4
"""So many findings of one check are told as one; fewer are told each for itself."""


@dataclass(frozen=True)
class Group:
    """One finding, or many of one check and level; numbered from 1, worst first, what is accepted last."""

    number: int
    found: tuple[Diagnostic, ...]

    @property
    def first(self) -> Diagnostic:
        """The finding that speaks for all."""
        return self.found[0]

    @property
    def level(self) -> Level:
        """How bad they are."""
        return self.first.level

    @property
    def message(self) -> str:
        """The first one's message, and how many more there are."""
        more = len(self.found) - 1
        return self.first.message + (f", and {more:,} more like it" if more else "")

    @property
    def places(self) -> tuple[tuple[Diagnostic, int], ...]:
        """Its findings with a place or a message of their own, and how many are alike in that."""
        alike: dict[tuple[str, str], list[Diagnostic]] = {}
        for found in self.found:
            alike.setdefault((source(found), paper(found) if _is_placed(found) else found.message), []).append(found)
        return tuple((heap[0], len(heap)) for heap in alike.values())

    @property
    def help(self) -> str:
        """What to do: exact for one, and for many only what holds for them all."""
        told = {found.help for found in self.found}
        return self.first.help if len(told) == 1 else f"For the first: {self.first.help}"


def _is_placed(found: Diagnostic) -> bool:
    return found.place is not None and found.place.page is not None


def of_many(found: Diagnostic, times: int, place: str) -> str:
    """Return how one of many is told: by its place, or where it has none by its message; and how often there."""
    told = place if _is_placed(found) or source(found) else found.message
    return told + (f" ({times:,} times)" if times > 1 else "")


def groups(item: ItemReport) -> tuple[Group, ...]:
    """Return an item's findings, worst first, repeats together."""
    return grouped(item.findings)


def grouped(findings: tuple[Diagnostic, ...]) -> tuple[Group, ...]:
    """Return findings in their order, repeats together, those that are accepted after all others.

    What points at a line of a project file stands for itself: each line is to be mended.
    """
    heaps: dict[object, list[Diagnostic]] = {}
    for found in sorted(findings, key=lambda d: d.accepted is not None):
        heaps.setdefault((found.id, found.level, found.review, found.accepted, found.span), []).append(found)
    parts: list[tuple[Diagnostic, ...]] = []
    for heap in heaps.values():
        parts += [tuple(heap)] if len(heap) >= _REPEATS else [(found,) for found in heap]
    return tuple(Group(number, part) for number, part in enumerate(parts, 1))


def tally(findings: tuple[Diagnostic, ...]) -> str:
    """Return ``214 findings of 9 kinds``."""
    kinds = len({d.id for d in findings})
    return count(len(findings), "finding") + (f" of {count(kinds, 'kind')}" if len(findings) > 1 else "")
