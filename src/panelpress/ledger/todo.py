"""The to-do list: what people asked for in a proof, and which of it is done.

Two people may import the same returned file, each on a machine of their own, and git then merges both entries: they are one
comment, and done when either is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.ledger.entries import Comment, Done

if TYPE_CHECKING:
    from panelpress.ledger.chain import Ledger


@dataclass(frozen=True, slots=True)
class Asked:
    """A comment, the digests of the entries that record it, and of the answers to it in the order they were given."""

    comment: Comment
    entries: tuple[str, ...]
    answers: tuple[Done, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it was answered."""
        return bool(self.answers)


def to_do(ledger: Ledger) -> tuple[Asked, ...]:
    """Return every comment once, by item, page, line and day, and whether it is done."""
    recorded: dict[Comment, list[str]] = defaultdict(list)
    answers: dict[str, list[tuple[str, str, Done]]] = defaultdict(list)
    for known_as, comment in ledger.matters(Comment).items():
        recorded[comment].append(known_as)
    for known_as, done in ledger.matters(Done).items():
        answers[done.comment].append((done.date, known_as, done))
    asked = [
        Asked(comment, tuple(sorted(entries)), tuple(done for _, _, done in sorted(_all(entries, answers), key=_first)))
        for comment, entries in recorded.items()
    ]
    return tuple(sorted(asked, key=lambda each: (_place(each.comment), each.entries)))


def _all(entries: list[str], answers: dict[str, list[tuple[str, str, Done]]]) -> list[tuple[str, str, Done]]:
    return [answer for known_as in entries for answer in answers.get(known_as, ())]


def _first(answer: tuple[str, str, Done]) -> tuple[str, str]:
    return answer[:2]


def _place(comment: Comment) -> tuple[str, int, int, str]:
    return comment.item, comment.page, comment.line, comment.date
