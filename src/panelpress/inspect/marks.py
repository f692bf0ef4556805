"""What people wrote on a returned proof: notes, highlights, strike-outs, texts, drawings, and where on the sheet they stand.

Places are in mm from the top-left corner of the sheet as it was sent out. Sheets leave without a rotation and without a crop;
a viewer that turns or crops one writes that beside the marks and leaves their coordinates alone. So both are disregarded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from panelpress.facts.signing import SHEET_KEY, Mark
from panelpress.ground.diagnostics import fault
from panelpress.ground.units import MM_PER_INCH, PT_PER_INCH
from panelpress.inspect.values import dictionaries, entry, identity, name, numbers, plain, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pypdf import PageObject
    from pypdf.generic import DictionaryObject

MAX_MARKS = 5_000
"""Most comments in one returned proof: far more than anybody writes."""

MAX_ANNOTATIONS = 50_000
"""Most fields, comments and windows together: a proof of a hundred panels has some thousand fields."""

MAX_LETTERS = 400_000
"""Most characters of all comments of one returned proof: a novel."""

_MOST_SHEETS = 2_000
_KINDS = {
    "Text": "note",
    "FileAttachment": "note",
    "Sound": "note",
    "Highlight": "highlight",
    "StrikeOut": "strike-out",
    "Underline": "underline",
    "Squiggly": "underline",
    "Caret": "insertion",
    "FreeText": "text",
    "Ink": "drawing",
    "Square": "drawing",
    "Circle": "drawing",
    "Line": "drawing",
    "Polygon": "drawing",
    "PolyLine": "drawing",
    "Stamp": "stamp",
    "Redact": "strike-out",
}
_OURS = {
    "Widget",
    "Popup",
    "Link",
    "Screen",
    "PrinterMark",
    "TrapNet",
    "Watermark",
}  # fields, windows, what nobody wrote
_POINTED = {"OpenArrow", "ClosedArrow", "ROpenArrow", "RClosedArrow"}
_QUAD = 8
_PLACES = 2  # of a mm

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Sheet:
    """A page as it was sent out: its number, its top-left corner in user space, mm a unit."""

    number: int
    left: float
    top: float
    k: float

    def box(self, xs: Sequence[float], ys: Sequence[float]) -> Box:
        """Return the smallest box around points of user space: left, top, right, bottom in mm."""
        mm = (min(xs) - self.left, self.top - max(ys), max(xs) - self.left, self.top - min(ys))
        a, b, c, d = (round(v * self.k, _PLACES) + 0.0 for v in mm)
        return a, b, c, d


@dataclass(frozen=True)
class Annotated:
    """A page with what viewers put on it, each with what stands for it in the page's list."""

    sheet: _Sheet
    annotations: tuple[tuple[Any, DictionaryObject], ...]


@dataclass
class _Found:
    """A comment as it stands in the file: what it answers or belongs to, by identity."""

    mark: Mark
    to: object | None
    grouped: bool
    answers: list[str] = field(default_factory=list)


def annotated(pages: Iterable[PageObject]) -> tuple[Annotated, ...]:
    """Return the pages, each with everything that viewers put on it: fields, comments, windows, links.

    Raises:
        PanelpressError: ``sign-off/too-complex``, where there is more than :data:`MAX_ANNOTATIONS` of it.
    """
    found: list[Annotated] = []
    left = MAX_ANNOTATIONS
    for number, page in enumerate(pages, 1):
        listed = tuple(islice(dictionaries(dict.get(page, "/Annots")), left + 1))
        left -= len(listed)
        if left < 0:
            help = "ask them to send the proof again as it was saved by their viewer"
            raise fault("sign-off/too-complex", f"it has more than {MAX_ANNOTATIONS:,} fields and comments", help)
        found.append(Annotated(_sheet(page, number), listed))
    return tuple(found)


def marks_of(pages: Iterable[Annotated]) -> tuple[Mark, ...]:
    """Return every comment, page by page in the order of the file, each with what others answered to it.

    Raises:
        PanelpressError: ``sign-off/too-complex``, where there are more than :data:`MAX_MARKS`, or ``sign-off/too-large``,
            where they hold more than :data:`MAX_LETTERS`.
    """
    marks: list[Mark] = []
    letters = 0
    for page in pages:
        found: dict[object, _Found] = {}
        for raw, annotation in page.annotations:
            one = _read(annotation, page.sheet)
            if one is None:
                continue
            found[identity(raw)] = one
            letters += len(one.mark.text)
            if letters > MAX_LETTERS or len(marks) + len(found) > MAX_MARKS:
                help = "ask them to send long texts in a file of their own; or `panelpress signoff record` records what it says"
                what = f"{MAX_LETTERS:,} characters of comments" if letters > MAX_LETTERS else f"{MAX_MARKS:,} comments"
                id = "sign-off/too-large" if letters > MAX_LETTERS else "sign-off/too-complex"
                raise fault(id, f"it has more than {what}", help)
        marks += _gathered(found)
    return tuple(marks)


def _sheet(page: PageObject, number: int) -> _Sheet:
    """Return a page as a sheet of the proof: by the number it carries, since people send back single pages; else by its place."""
    said = entry(page, SHEET_KEY)
    number = said if isinstance(said, int) and not isinstance(said, bool) and 0 < said <= _MOST_SHEETS else number
    media = page.mediabox
    unit = entry(page, "/UserUnit")
    scale = float(unit) if isinstance(unit, int | float) and unit > 0 else 1.0
    return _Sheet(number, float(media.left), float(media.top), scale * MM_PER_INCH / PT_PER_INCH)


def _read(annotation: Any, sheet: _Sheet) -> _Found | None:
    """Return a comment, or None for what is none: our own fields, windows, links, a viewer's ticks of review."""
    subtype = name(entry(annotation, "/Subtype"))
    said = text(entry(annotation, "/Contents")) or plain(text(entry(annotation, "/RC")))
    kind = _KINDS.get(subtype) or ("note" if said and subtype not in _OURS else "")
    if not kind or entry(annotation, "/StateModel") is not None:
        return None
    boxes = tuple(_boxes(annotation, subtype, sheet))
    if not boxes:
        return None
    to = dict.get(annotation, "/IRT")
    return _Found(
        Mark(sheet.number, kind, boxes, said, text(entry(annotation, "/T"))),
        None if to is None else identity(to),
        name(entry(annotation, "/RT")) == "Group",
    )


def _boxes(annotation: Any, subtype: str, sheet: _Sheet) -> Iterator[Box]:
    """Yield where a comment is: each stretch of text it marks, the point it points to, or its frame.

    The corners of a stretch come in another order from each viewer (Acrobat writes Z, the standard says counter-clockwise);
    the box around them is the same.
    """
    quads = numbers(dict.get(annotation, "/QuadPoints"))
    corners = [quads[n : n + _QUAD] for n in range(0, len(quads) // _QUAD * _QUAD, _QUAD)]
    stretches = [(q[::2], q[1::2]) for q in corners if max(q[::2]) > min(q[::2]) and max(q[1::2]) > min(q[1::2])]
    if stretches:
        yield from (sheet.box(xs, ys) for xs, ys in stretches)
        return
    point = _pointed_at(annotation, subtype)
    if point is not None:
        yield sheet.box(point[:1], point[1:])
        return
    rect = numbers(dict.get(annotation, "/Rect"))
    if len(rect) == 4:
        yield sheet.box(rect[::2], rect[1::2])


def _pointed_at(annotation: Any, subtype: str) -> tuple[float, float] | None:
    """Return the point that a callout or an arrow points to, in user space; None where it is neither."""
    if subtype == "FreeText":
        line = numbers(dict.get(annotation, "/CL"))
        return (line[0], line[1]) if len(line) in (4, 6) else None
    line = numbers(dict.get(annotation, "/L"))
    ends = entry(annotation, "/LE")
    if subtype != "Line" or len(line) != 4 or not isinstance(ends, list) or len(ends) != 2:
        return None
    first, last = (name(end) in _POINTED for end in ends)
    if first == last:
        return None
    return (line[0], line[1]) if first else (line[2], line[3])


def _gathered(found: dict[object, _Found]) -> Iterator[Mark]:
    """Yield the comments of a page that answer no other, with their answers, and with the parts that belong to them.

    Acrobat writes "replace these words" as an insertion and a strike-out in one group: that is one strike-out with a text.
    """
    for key, one in found.items():
        head = _head(key, found)
        if head == key:
            continue
        main = found[head]
        if one.grouped:
            words = "\n".join(dict.fromkeys(t for t in (main.mark.text, one.mark.text) if t))
            struck = one.mark if one.mark.kind == "strike-out" else main.mark
            boxes = struck.boxes if struck.kind == "strike-out" else (*main.mark.boxes, *one.mark.boxes)
            main.mark = replace(main.mark, kind=struck.kind, boxes=boxes, text=words)
        elif one.mark.text:
            main.answers.append(f"{one.mark.author}: {one.mark.text}" if one.mark.author else one.mark.text)
    for key, one in found.items():
        if _head(key, found) == key:
            yield replace(one.mark, replies=tuple(one.answers))


def _head(key: object, found: dict[object, _Found]) -> object:
    """Return the comment that a thread begins with; a thread that bites its tail begins with whoever asks."""
    seen, at = {key}, key
    while (to := found[at].to) is not None and to in found:
        if to in seen:
            return key
        seen.add(to)
        at = to
    return at
