"""Where a finding comes from: after all checks have run, each place on paper gets the file, line and words that made it.

A file knows its pictures by names of its own and its text by nothing but letters. What was planned and what the layout
noted know better: here, and nowhere else, a finding on a file of ours is told in the project's own terms.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Origin, Place
from panelpress.preflight.selectors import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from panelpress.facts.layout import SetText
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ground.geometry import Box
    from panelpress.preflight.framework import Outcome
    from panelpress.preflight.order import Order, Planned, Subject

_SAME_MM = 1.0  # as :func:`panelpress.preflight.selectors.named` tells that a picture stands in a plate's place
_PHRASE = 72  # letters
_OF_PICTURES = ("image", "rights")


def with_sources(outcomes: Iterable[Outcome], subject: Subject) -> tuple[Outcome, ...]:
    """Return the outcomes with each finding's origin, where the plan or the layout knows it.

    What the file calls a picture becomes the photograph's id, and a finding on a photograph that has no box gets its
    plate's. Findings that already point at a line of the project stay as they are.
    """
    finder = _Finder(subject)
    return tuple(replace(o, found=tuple(finder.told(d) for d in o.found)) for o in outcomes)


def with_present_lines(outcomes: Iterable[Outcome], order: Order) -> tuple[Outcome, ...]:
    """Return outcomes of an earlier build with the lines on which stand now: captions, codes, what is to be supplied."""
    captions = {c.id: Origin(c.file, c.line, photograph=c.id) for c in order.captions}
    supplied = {(text.id, text.span.file): text.span for text in order.to_be_supplied if text.span}
    codes = {(code.page, shortened(code.text)): code.span for code in order.codes if code.span}

    def renewed(found: Diagnostic) -> Diagnostic:
        if found.span and found.place and (span := supplied.get((found.place.object or "", found.span.file))):
            return replace(found, span=span)
        if found.span and found.place and (span := codes.get((found.place.page or 0, found.required))):
            return replace(found, span=span)
        origin = captions.get(found.origin.photograph) if found.origin else None
        return replace(found, origin=origin) if origin else found

    return tuple(replace(o, found=tuple(renewed(d) for d in o.found)) for o in outcomes)


@dataclass(frozen=True)
class _Named:
    """A picture as the file calls it, and the photograph it is."""

    page: int
    name: str
    id: str


class _Finder:
    """What is known of one file: the photographs on each page, by place and by the file's own name, and its text."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.captions: Mapping[str, Origin] = {
            c.id: Origin(c.file, c.line, photograph=c.id) for c in subject.order.captions
        }
        self.named = tuple(
            _Named(image.page, image.name, plate.id)
            for image in subject.pdf.images
            for plate in subject.order.plates
            if plate.page == image.page and _same(plate.box, image.box)
        )

    def told(self, found: Diagnostic) -> Diagnostic:
        """Return a finding in the project's terms."""
        if found.place is None or found.span is not None:
            return found
        found = self._renamed(found)
        id = self._photograph(found)
        if id is not None:
            assert found.place is not None
            box = found.place.box or self._box(id, found.place.page)
            return replace(found, origin=found.origin or self.captions.get(id), place=replace(found.place, box=box))
        return replace(found, place=self._framed(found.place), origin=found.origin or self._text(found.place))

    def _renamed(self, found: Diagnostic) -> Diagnostic:
        """Return the finding with the ids of photographs where it has the file's names of them."""
        place = found.place or Place()
        for known in self.named:
            if place.page not in (None, known.page) or known.name not in f"{found.message} {found.help} {place.object}":
                continue
            word = re.compile(rf"(?:picture )?(?<![\w`]){re.escape(known.name)}(?![\w`])")
            label = f"photograph `{known.id}`"
            found = replace(found, message=word.sub(label, found.message), help=word.sub(label, found.help))
            if place.object == known.name:
                place = replace(place, object=known.id)
                found = replace(found, place=place)
        return found

    def _photograph(self, found: Diagnostic) -> str | None:
        """Return the photograph a finding is about: the one it names, or for checks of pictures the one in its place."""
        place = found.place or Place()
        if place.object in self.captions:
            return place.object
        text = (place.object or "").startswith("“")  # words that stand on a picture are mended where they are written
        if found.id.partition("/")[0] not in _OF_PICTURES or place.box is None or text:
            return None
        plates = (p for p in self.subject.order.plates if p.page == place.page)
        return next((p.id for p in plates if p.box.overlap(place.box) and _mostly(place.box, p)), None)

    def _box(self, id: str, page: int | None) -> Box | None:
        plates = (p.box for p in self.subject.order.plates if p.id == id and p.page == page)
        pictures = self.subject.layout.pictures if self.subject.layout else ()
        return next(plates, next((p.box for p in pictures if p.id == id and p.page == page), None))

    def _framed(self, place: Place | None) -> Place | None:
        """Return a place with the box of the frame it names, where it has none of its own."""
        layout = self.subject.layout
        if layout is None or place is None or place.box is not None:
            return place
        box = next((f.box for f in layout.frames if (f.page, f.name) == (place.page, place.object)), None)
        return replace(place, box=box)

    def _text(self, place: Place | None) -> Origin | None:
        """Return the source of the text that most of a place lies on."""
        layout = self.subject.layout
        if layout is None or place is None or place.box is None:
            return None
        box, sources = place.box, {block.id: block.source for block in layout.blocks}
        touched = [t for t in layout.texts if t.page == place.page and t.block in sources and t.box.overlap(box)]
        if not touched:
            return None
        block = max(touched, key=lambda t: _shared(t, box)).block
        phrase = " ".join(" ".join(t.text for t in touched if t.block == block).split())
        source = sources[block]
        return Origin(source.file, source.line, textwrap.shorten(phrase, _PHRASE, placeholder="…"))


def _same(one: Box, other: Box) -> bool:
    return one.contains(other, _SAME_MM) and other.contains(one, _SAME_MM)


def _mostly(box: Box, plate: Planned) -> bool:
    """Tell whether more than half of a place lies in a plate."""
    common = plate.box.overlap(box)
    return common is not None and common.area > box.area / 2


def _shared(text: SetText, box: Box) -> float:
    common = text.box.overlap(box)
    return common.area if common else 0.0
