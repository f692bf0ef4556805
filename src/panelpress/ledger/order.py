"""Which entry follows which, near or far, answered at once for any two of ten thousand.

The entries are laid into lines, each a chain in which every entry follows those before it, and an entry knows how far back
along each line it reaches. There are about as many lines as people ever recorded at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class _Place(NamedTuple):
    """Where an entry stands: its line, its number on it, and by line the number of the last entry there that it follows."""

    line: int
    number: int
    reaches: Mapping[int, int]


class Order:
    """The order of entries that name those they follow.

    Args:
        parents: by each entry, those it follows directly; those that are not there are passed over.
    """

    def __init__(self, parents: Mapping[str, Sequence[str]]) -> None:
        self._places: dict[str, _Place] = {}
        self._ends: list[int] = []
        for entry, known in _parents_first(parents):
            self._places[entry] = self._placed([self._places[parent] for parent in known])

    def _placed(self, parents: Sequence[_Place]) -> _Place:
        """Return a new place at the end of a line that the parents reach the end of, or on a line of its own."""
        if len(parents) == 1 and self._ends[parents[0].line] == parents[0].number:
            line, reaches = parents[0].line, parents[0].reaches
        else:
            reaches = {}
            for parent in parents:
                for to, number in (*parent.reaches.items(), (parent.line, parent.number)):
                    reaches[to] = max(reaches.get(to, 0), number)
            line = next((to for to, number in reaches.items() if self._ends[to] == number), len(self._ends))
        if line == len(self._ends):
            self._ends.append(-1)
        self._ends[line] += 1
        return _Place(line, self._ends[line], reaches)

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries, each after all that it follows."""
        return tuple(self._places)

    def follows(self, entry: str, other: str) -> bool:
        """Tell whether an entry follows another, near or far; none follows itself."""
        place, before = self._places[entry], self._places[other]
        if place.line == before.line:
            return place.number > before.number
        return place.reaches.get(before.line, -1) >= before.number

    def last(self, entries: Iterable[str]) -> tuple[str, ...]:
        """Return those of some entries that none of the others follows, in the order of their digests."""
        asked = sorted(set(entries))
        return tuple(each for each in asked if not any(self.follows(other, each) for other in asked))


def _parents_first(parents: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield every entry after those it follows, with those of them that are there."""
    known = {
        entry: [parent for parent in dict.fromkeys(named) if parent in parents] for entry, named in parents.items()
    }
    children: dict[str, list[str]] = {entry: [] for entry in parents}
    for entry, named in known.items():
        for parent in named:
            children[parent].append(entry)
    waits = {entry: len(named) for entry, named in known.items()}
    ready = [entry for entry, parents_left in waits.items() if not parents_left]
    while ready:
        entry = ready.pop()
        yield entry, known[entry]
        for child in children[entry]:
            waits[child] -= 1
            if not waits[child]:
                ready.append(child)
