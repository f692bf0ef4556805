"""Inks beside the process inks: which there are, what they are called, how they are described."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.facts.paint import PROCESS
from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
from panelpress.preflight.framework import Finding, check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from panelpress.facts.paint import ColourSpace
    from panelpress.facts.pdf import PageFacts
    from panelpress.preflight.order import Subject


@dataclass(frozen=True, slots=True)
class SpotInk:
    """An ink beside the process inks: the full tints it is described by, and the pages it is used on."""

    name: str
    alternates: tuple[str, ...]
    pages: tuple[int, ...]

    @property
    def place(self) -> Place:
        """Where it is seen first."""
        return Place(page=self.pages[0], object=self.name)


@dataclass(frozen=True, slots=True)
class SpotInks:
    """All spot inks of a file and the ones ordered, None where nothing is said."""

    used: tuple[SpotInk, ...]
    ordered: tuple[str, ...] | None


def _spot_inks(subject: Subject) -> Iterator[SpotInks]:
    seen: dict[str, dict[int, None]] = {}
    said: dict[str, dict[str, None]] = {}
    for page in subject.pdf.pages:
        for space in _spaces(page):
            for name in space.colorants:
                if name not in (*PROCESS, "All", "None"):
                    seen.setdefault(name, {})[page.number] = None
                    if space.kind == "Separation" and space.base is not None:
                        said.setdefault(name, {})[f"{space.base.words} {space.full}".strip()] = None
    used = tuple(SpotInk(name, tuple(said.get(name, ())), tuple(seen[name])) for name in sorted(seen))
    if used or subject.order.spots is not None:
        yield SpotInks(used, subject.order.spots)


def _spaces(page: PageFacts) -> Iterator[ColourSpace]:
    for image in page.images:
        if image.visible is not None:
            yield from (image.space or image.paint.colour.space).chain
    for run in page.texts:
        if run.visible is not None:
            for paint in run.paints:
                yield from paint.colour.space.chain
    for shape in page.shapes:
        if shape.visible is not None:
            yield from shape.paint.colour.space.chain


_SUFFIX = re.compile(
    r"(?:[\s-]+|(?<=\d))(?:XGC|EC|HC|PC|TCX|TC|TPX|TP|CVU|CVC|CV|CP|UP|C|E|K|M|N|U|Z)$", re.IGNORECASE
)  # GWG 2022 R0021: what makers add for the paper


def _letters(name: str) -> str:
    """Return a name as GWG 2022 R0022 compares it: one form of every letter, no capitals, and no spaces either."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def _stem(name: str) -> str:
    return _letters(_SUFFIX.sub("", unicodedata.normalize("NFKC", name).strip()))


def _several(subject: Subject) -> Iterator[SpotInks]:
    return (inks for inks in _spot_inks(subject) if inks.used)


@check(
    "ink/spot-count",
    over=_spot_inks,
    level=Level.WARNING,
    source="GWG 2022 R0020",
    fix="Order the ink, or convert it to process inks.",
)
def ink_spot_count(inks: SpotInks, *, most: int = 8) -> Iterator[Finding]:
    """Every spot ink is wanted.

    Each makes a plate of its own, and one that nobody ordered stops the job or is converted by the RIP. Where nothing is
    said of inks, up to ``most`` are let through.
    """
    wanted = inks.ordered
    if wanted is not None:
        said = "inks " + ", ".join(wanted) if wanted else "process inks only"
        for spot in inks.used:
            if spot.name not in wanted:
                yield Finding(f"the spot ink “{spot.name}” is used and was not ordered", spot.place, spot.name, said)
    elif len(inks.used) > most:
        names = ", ".join(spot.name for spot in inks.used)
        number = count(len(inks.used), "spot ink")
        yield Finding(f"the file uses {number}: {names}", inks.used[0].place, number, f"at most {most}")


@check(
    "ink/spot-described",
    over=_several,
    level=Level.WARNING,
    source="veraPDF 6.2.4.4-2",
    fix="Give each ink one alternate in every file it comes from.",
)
def ink_spot_described(inks: SpotInks) -> Iterator[Finding]:
    """Every spot ink is described in one way.

    An ink described in two ways changes its colour on screen and proof from page to page.
    """
    for spot in inks.used:
        if len(spot.alternates) > 1:
            yield Finding(
                f"the spot ink “{spot.name}” is described in {len(spot.alternates)} ways",
                spot.place,
                " and ".join(spot.alternates),
                "one alternate",
            )


@check(
    "ink/spot-names",
    over=_several,
    level=Level.WARNING,
    source="GWG 2022 R0022",
    fix="Give each ink one name in every file it comes from.",
)
def ink_spot_names(inks: SpotInks) -> Iterator[Finding]:
    """No two inks are spelt alike.

    Each name makes a plate of its own: two spellings of one ink, told apart by capitals, spaces or accents, make two.
    """
    for one, other in _twins(inks, lambda a, b: _letters(a.name) == _letters(b.name)):
        yield _two_plates(one, other, "of what is spelt alike")


@check(
    "ink/spot-suffix",
    over=_several,
    level=Level.WARNING,
    source="GWG 2022 R0021",
    fix="Give each ink one name in every file it comes from.",
)
def ink_spot_suffix(inks: SpotInks) -> Iterator[Finding]:
    """No two inks differ only in what their name says of the paper.

    PANTONE 186 C and 186 U are one tin of ink on coated and on uncoated paper, and two plates.
    """
    for one, other in _twins(inks, _differ_in_paper):
        yield _two_plates(one, other, "that differ only in what is said of the paper")


@check(
    "ink/spot-alike",
    over=_several,
    level=Level.WARNING,
    source="GWG 2022 R0023",
    fix="Use one ink for both, or describe the second as it looks.",
)
def ink_spot_alike(inks: SpotInks) -> Iterator[Finding]:
    """No two inks look the same.

    Two names with one description are mostly one ink from two programs; printed, they take two plates.
    """
    for one, other in _twins(inks, lambda a, b: bool(a.alternates) and a.alternates == b.alternates):
        yield _two_plates(one, other, f"of one colour, {one.alternates[0]}")


def _differ_in_paper(one: SpotInk, other: SpotInk) -> bool:
    return _letters(one.name) != _letters(other.name) and _stem(one.name) == _stem(other.name)


def _twins(inks: SpotInks, same: Callable[[SpotInk, SpotInk], bool]) -> Iterator[tuple[SpotInk, SpotInk]]:
    """Yield each ink that is the same as an earlier one, with that."""
    for number, spot in enumerate(inks.used):
        twin = next((t for t in inks.used[:number] if same(t, spot)), None)
        if twin is not None:
            yield twin, spot


def _two_plates(one: SpotInk, other: SpotInk, how: str) -> Finding:
    names = f"“{one.name}”, “{other.name}”"
    return Finding(f"“{one.name}” and “{other.name}” are two plates {how}", other.place, names, "one name")
