"""What every voice says alike: places, figures, sources, who accepted what, and the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.ground.units import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.ground.diagnostics import Diagnostic, Place
    from panelpress.report.model import ItemReport, Report

REVIEW = "a person must look"
_STAND_IN, _TO_COME = "image/stand-in", "text/to-be-supplied"
GOOD_STATES = ("ready", "kept")
UNAPPROVED = "UNAPPROVED"
"""What the name of a file says that not everybody has approved who was asked"""


def where(place: Place) -> str:
    """Return a place on paper in words: item, page, millimetres from the trim's top-left corner, object."""
    return ", ".join(part for part in (place.item or "", on_page(place)) if part)


def on_page(place: Place) -> str:
    """Return a place on paper in words without the item: page, millimetres, object."""
    parts = [f"page {place.page}"] if place.page is not None else []
    if place.box is not None:
        parts.append(f"{place.box.left:.0f} mm from the left, {place.box.top:.0f} mm from the top")
    if place.object:
        parts.append(place.object)
    return ", ".join(parts)


def paper(found: Diagnostic, *, item: bool = True) -> str:
    """Return where on paper a finding is; what its message names already is not said again. "" where it is not known."""
    if found.place is None or found.span:
        return ""
    place = found.place
    photograph = found.origin.photograph if found.origin else ""
    named = place.object is not None and (place.object in found.message or place.object == photograph)
    bare = replace(place, item=place.item if item else None, object=None if named else place.object)
    return where(bare)


def source(found: Diagnostic) -> str:
    """Return where in the project a finding comes from: file and line, and the words or the photograph there; "" if unknown."""
    if found.span:
        return f"{found.span.file}:{found.span.line}:{found.span.column}"
    origin = found.origin
    if origin is None:
        return ""
    what = (
        f", photograph `{origin.photograph}`" if origin.photograph else f", “{origin.phrase}”" if origin.phrase else ""
    )
    return f"{origin.file}:{origin.line}{what}"


def figures(found: Diagnostic) -> str:
    """Return ``measured 112 ppi, wanted at least 150 ppi``, or what of it is known."""
    parts = (found.measured and f"measured {found.measured}", found.required and f"wanted {found.required}")
    return ", ".join(part for part in parts if part)


def accepted(found: Diagnostic) -> str:
    """Return who accepted a finding, why and until when; "" where nobody did."""
    said = found.accepted
    if said is None:
        return ""
    until = f", until {said.until}" if said.until else ""
    level = "an error" if said.level is Level.ERROR else f"a {said.level.word}"
    return f"accepted by {said.name} because “{said.reason.rstrip(' .')}”{until}; else {level}"


def findings_in_words(item: ItemReport) -> str:
    """Return ``1 error, 2 notes, 1 accepted``, or ``none``."""
    counts = [(item.count(level), level.word) for level in (Level.ERROR, Level.WARNING, Level.NOTE)]
    parts = [count(n, word) for n, word in counts if n]
    settled = sum(1 for d in item.findings if d.accepted)
    return ", ".join([*parts, *([f"{settled} accepted"] if settled else [])]) or "none"


def is_to_come(found: Diagnostic) -> bool:
    """Tell whether a finding says no more than that something is still to come."""
    return found.id in (_STAND_IN, _TO_COME)


def to_come(found: Iterable[Diagnostic]) -> str:
    """Return ``14 stand-ins and 3 texts still to come``, each counted once wherever it stands; "" where all is there."""
    found = list(found)
    pictures = {d.place.object if d.place else d.message for d in found if d.id == _STAND_IN}
    texts = {d.message for d in found if d.id == _TO_COME}
    parts = [count(len(pictures), "stand-in")] if pictures else []
    parts += [count(len(texts), "text")] if texts else []
    return f"{' and '.join(parts)} still to come" if parts else ""


def verdict(report: Report) -> tuple[bool, str, str]:
    """Return whether all of it can go to press, the verdict in a few words, and the rest of the sentence.

    Nothing is called fit without what is still a stand-in for something else. Where only some items were asked for, the
    verdict is on them, and what became of the others is told after it.
    """
    good = [item for item in report.shown if item.state in GOOD_STATES]
    bad = [item for item in report.shown if item.state not in GOOD_STATES]
    place = f" in {report.folder}" if report.folder else ""
    if report.held:
        what = f": {count(len(report.held), 'thing')} in the way, told above; {report.folder} is as it was"
        return False, "Not released", what
    if report.released:
        return True, "Released", f": edition {report.edition}, {count(len(good), 'file')}{place}"
    if not bad and report.partial:
        return True, "Nothing wrong by the checks asked for", f": {count(len(good), 'file')}"
    if not bad:
        still = to_come(d for item in report.shown for d in item.findings)
        unapproved = sum(1 for item in good if item.file.endswith(f"-{UNAPPROVED}.pdf"))
        waits = f"{count(unapproved, 'file')} not approved yet" if unapproved and report.folder else ""
        notes = "".join(f"; {part}" for part in (still, waits) if part)
        return True, "Fit for the press", f"{notes}: {count(len(good), 'file')}{place}{_others(report)}"
    if not report.folder:
        rest = f", {count(len(good), 'file')} fit" if good else ""
        return False, "Not fit for the press", f": {', '.join(item.label for item in bad)}{rest}"
    rest = f": {', '.join(item.label for item in bad)} missing from {report.folder}"
    rest += f", {count(len(good), 'file')} good" if good else ""
    if any(item.state == "rejected" and item.file for item in bad):
        rest += f"; what was rejected is in {report.folder}rejected/ to look at"
    return False, "Not complete", rest + _others(report)


def _others(report: Report) -> str:
    """Return what became of the items that were not asked for; "" where all were."""
    others = [item for item in report.items if item not in report.shown]
    gone = [item.label for item in others if item.state not in GOOD_STATES]
    kept = len(others) - len(gone)
    parts = [f"{count(kept, 'file')} kept as they were" if kept > 1 else "1 file kept as it was"] if kept else []
    if gone:
        what = f"{len(gone)} absent, not built yet or of something that has changed ({', '.join(gone)})"
        parts.append(f"{what}: `panelpress build` makes all")
    return f"; of the rest {', '.join(parts)}" if parts else ""
