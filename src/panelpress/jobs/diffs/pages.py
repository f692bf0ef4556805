"""Which pages of two files look different, and where: as an eye sees them, and where it sees nothing, on every plate at 150 ppi.

What an eye sees is looked for inside the bleed, what only the plates have inside the trim.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from panelpress.facts.paint import PROCESS
from panelpress.ground.geometry import Box
from panelpress.ground.units import MM_PER_INCH
from panelpress.jobs.diffs.texts import words_of
from panelpress.report.diff import PageChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from panelpress.facts.change import Fraction
    from panelpress.facts.pdf import PageFacts, PdfFacts

MOST_PPI, LONGEST, QUALITY = 110.0, 1600, 75
"""The pictures that are compared and shown: of a page in the hand, the most pixels along a panel; the same as a proof keeps"""
_INKS_PPI = 75.0
"""At what resolution it is told in which inks a part of a page differs"""
_SAME_TRIM = 0.02
"""mm"""
_AROUND = 0.006
"""How far a mark stands off from what differs, as a share of the page's shorter side"""

Pair = tuple["PageFacts | None", "PageFacts | None"]


def paired(first: PdfFacts, second: PdfFacts) -> tuple[Pair, ...]:
    """Return the pages of two files side by side: by number; where one has more, by what is written on them."""
    if len(first.pages) == len(second.pages):
        return tuple(zip(first.pages, second.pages, strict=True))
    match = SequenceMatcher(
        None, [words_of(p) for p in first.pages], [words_of(p) for p in second.pages], autojunk=False
    )
    found: list[Pair] = []
    for _, a, b, c, d in match.get_opcodes():
        both = min(b - a, d - c)
        found += zip(first.pages[a : a + both], second.pages[c : c + both], strict=True)
        found += ((page, None) for page in first.pages[a + both : b])
        found += ((None, page) for page in second.pages[c + both : d])
    return tuple(found)


def page_changes(pairs: Sequence[Pair], before: Path | bytes, after: Path | bytes) -> Iterator[PageChange]:
    """Yield the pages that do not look the same, and those that only one file has.

    Raises:
        pypdfium2.PdfiumError: where the renderer cannot read what it is given.
        PanelpressError: where a file unpacks to too much.
    """
    for first, second in pairs:
        if first is not None and second is not None:
            change = _changed(first, before, second, after)
            if change is not None:
                yield change
        elif first is not None:
            area = _paper(first)
            yield PageChange(first.number, None, "only-first", area, before=_picture(first, before, area))
        elif second is not None:
            area = _paper(second)
            yield PageChange(None, second.number, "only-second", area, after=_picture(second, after, area))


def _changed(first: PageFacts, before: Path | bytes, second: PageFacts, after: Path | bytes) -> PageChange | None:
    """Return what is different about a page; None where nothing is that is more than rounding."""
    from panelpress.compare.pages import changed_regions
    from panelpress.inspect.paper import apart

    if _other_trim(first, second):
        remark = "its trim is another"
        one, two = _paper(first), _paper(second)
        pictures = _picture(first, before, one), _picture(second, after, two)
        return PageChange(first.number, second.number, "different", one, (), *pictures, remark=remark)
    area = _paper(first).overlap(_paper(second)) or first.trim
    pictures = _picture(first, before, area), _picture(second, after, area)
    regions = changed_regions(*pictures) or ()
    if regions:
        plates = _in_order(_inks_of((first, before), (second, after), [_place(region, area) for region in regions]))
    else:
        found = apart(first, before, second, after)
        if found is None or found.box is None:
            return None
        regions, plates = (_around(found.box, area),), _in_order(found.plates)
    return PageChange(first.number, second.number, "different", area, regions, *pictures, plates)


def _inks_of(
    first: tuple[PageFacts, Path | bytes], second: tuple[PageFacts, Path | bytes], places: Sequence[Box]
) -> set[str]:
    """Return the inks that differ in some parts of a page; none where something cannot be told in inks."""
    import numpy as np

    from panelpress.inspect.paper import SHARP
    from panelpress.inspect.plates import part_of_plates

    found: set[str] = set()
    for place in places:
        was, now = (part_of_plates(page, source, place, _INKS_PPI) for page, source in (first, second))
        if was is None or now is None:
            return set()
        for name in {*was, *now}:
            one, other = was.get(name), now.get(name)
            if one is None or other is None:
                differs = bool(np.any(one if other is None else other))
            else:
                differs = bool((np.maximum(one, other) - np.minimum(one, other) > SHARP).any())
            found |= {name} if differs else set()
    return found


def _in_order(inks: Iterable[str]) -> tuple[str, ...]:
    """Return inks as a press has them: the process inks in their order, then others by name."""
    order = {name: place for place, name in enumerate(PROCESS)}
    return tuple(sorted(inks, key=lambda name: (order.get(name, len(order)), name)))


def _other_trim(first: PageFacts, second: PageFacts) -> bool:
    return (
        abs(first.trim.width - second.trim.width) > _SAME_TRIM
        or abs(first.trim.height - second.trim.height) > _SAME_TRIM
    )


def _place(region: Fraction, area: Box) -> Box:
    left, top, right, bottom = region
    wide, high = area.width, area.height
    return Box(area.left + left * wide, area.top + top * high, area.left + right * wide, area.top + bottom * high)


def _around(box: Box, area: Box) -> Fraction:
    """Return a place on a page, with some room around it, as shares of what is shown of it."""
    room = _AROUND * min(area.width, area.height)
    wide, high = area.width, area.height
    return (
        max(0.0, (box.left - room - area.left) / wide),
        max(0.0, (box.top - room - area.top) / high),
        min(1.0, (box.right + room - area.left) / wide),
        min(1.0, (box.bottom + room - area.top) / high),
    )


def _paper(page: PageFacts) -> Box:
    """Return what of a page may be seen: its bleed, as far as there is a sheet."""
    return page.boxes.media.overlap(page.boxes.bleed or page.trim) or page.trim


def _picture(page: PageFacts, source: Path | bytes, area: Box) -> bytes:
    from panelpress.inspect.softproof import soft_proof

    ppi = min(MOST_PPI, LONGEST * MM_PER_INCH / max(area.width, area.height))
    return soft_proof(page, source, area, ppi).jpeg(QUALITY)
