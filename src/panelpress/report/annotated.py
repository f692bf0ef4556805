"""For whoever sets the PDF: a copy of it with each finding as a comment in its place, which every viewer opens.

The copy is the file as it was, byte for byte, with the comments written after its end: nothing of the page is drawn anew.
It is for looking at and never for the press: its title says so, and our own `document/annotations` rejects it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypdf import PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from panelpress.ground.diagnostics import Level, fault
from panelpress.ground.units import MM_PER_INCH, PT_PER_INCH
from panelpress.report import words
from panelpress.report.groups import Group, groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PageObject

    from panelpress.facts.pdf import PageFacts, PdfFacts
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ground.geometry import Box
    from panelpress.report.model import ItemReport

_COLOURS = {Level.ERROR: (0.77, 0.14, 0.06), Level.WARNING: (0.72, 0.45, 0.0), Level.NOTE: (0.11, 0.42, 0.58)}
_ACCEPTED = (0.4, 0.4, 0.4)
_PRINTED = 4  # annotation flag: a copy printed in the office shows what it is about
_DIGIT = 0.556  # width of a figure of Helvetica, of its size
_OF_PAGE = 1 / 80  # a number's size: seen when the page is seen as a whole
_LEAST_PT, _MOST_PT = 8.0, 40.0
_MOST_LINES = 20
_LINE = 0.12  # of a number's size

Rect = tuple[float, float, float, float]


def annotated(data: bytes, item: ItemReport, facts: PdfFacts) -> bytes:
    """Return the PDF with a comment for each finding: a frame around its place, or a note at the trim's corner.

    Args:
        data: the file.
        item: what was found in it.
        facts: what it holds: where the trim lies on each page.

    Raises:
        PanelpressError: ``annotate/locked`` or ``annotate/damaged``, with exit code 2, where no copy can be written.
    """
    if facts.encrypted:
        help = "ask for a file without encryption: nothing can be added to this one"
        raise fault("annotate/locked", f"{item.label}: the file is encrypted, and cannot be marked", help)
    try:
        return _written(data, item, facts)
    except (PyPdfError, AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as broken:
        help = "the findings stand in the report all the same: `--format html` shows them on its pages"
        message = f"{item.label}: the file is too damaged to be marked ({type(broken).__name__}: {str(broken)[:120]})"
        raise fault("annotate/damaged", message, help) from broken


def _written(data: bytes, item: ItemReport, facts: PdfFacts) -> bytes:
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    for number, page in enumerate(facts.pages, 1):
        comments = list(_on_page(_Pen(page), groups(item), number))
        if comments:
            _add(writer, writer.pages[number - 1], comments)
    title = facts.info.get("Title", "") or item.label
    writer.add_metadata({"/Title": f"{title} (annotated)"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@dataclass(frozen=True)
class _Comment:
    """What is told and drawn: where on the page in points of user space, its drawing, and the frame inside ``rect``."""

    group: Group
    found: tuple[Diagnostic, ...]
    kind: str
    rect: Rect
    drawing: str
    frame: Rect | None = None


class _Pen:
    """How a page's millimetres lie in its own user space, and how large its marks are."""

    def __init__(self, page: PageFacts) -> None:
        self.page = page
        self.k = MM_PER_INCH / PT_PER_INCH * page.user_unit  # mm a unit
        longest = max(page.trim.width, page.trim.height) / self.k
        least, most = _LEAST_PT / page.user_unit, max(_MOST_PT, _LEAST_PT) / page.user_unit
        self.size = min(max(longest * _OF_PAGE, least), most)
        self.line = self.size * _LINE

    def rect(self, box: Box) -> Rect:
        """Return a box in mm from the trim's top-left corner as a rectangle of user space: left, bottom, right, top."""
        media, (x, y) = self.page.boxes.media, self.page.boxes.origin_pt
        k = self.k
        return (
            x + (box.left - media.left) / k,
            y + (media.bottom - box.bottom) / k,
            x + (box.right - media.left) / k,
            y + (media.bottom - box.top) / k,
        )

    def corner(self, rect: Rect) -> tuple[float, float]:
        """Return the corner of a rectangle that a reader sees at the top left."""
        left, bottom, right, top = rect
        return {90: (left, bottom), 180: (right, bottom), 270: (right, top)}.get(self.page.rotate, (left, top))

    def inwards(self, across: float, down: float) -> tuple[float, float]:
        """Return a step to the right and down, as a reader sees it, in user space."""
        return {90: (down, across), 180: (-across, down), 270: (-down, -across)}.get(self.page.rotate, (across, -down))

    def tag(self, number: int, x: float, y: float) -> tuple[Rect, str]:
        """Return a number on a filled square around a point: its rectangle, and its drawing in white on the fill colour."""
        size, half = self.size, self.size * 0.75
        text = str(number)
        letters = min(size, 1.3 * size / (_DIGIT * len(text)))
        a, b = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}.get(self.page.rotate, (1, 0))
        dx, dy = -_DIGIT * letters * len(text) / 2, -0.36 * letters
        at = f"{_n(x + a * dx - b * dy)} {_n(y + b * dx + a * dy)}"
        drawing = (
            f"{_n(x - half)} {_n(y - half)} {_n(2 * half)} {_n(2 * half)} re f\n"
            f"1 g BT /F {_n(letters)} Tf {a} {b} {-b} {a} {at} Tm ({text}) Tj ET"
        )
        return (x - half, y - half, x + half, y + half), drawing


def _on_page(pen: _Pen, told: Sequence[Group], number: int) -> Iterator[_Comment]:
    """Yield the comments on one page, the mildest first: what comes last lies on top.

    Each finding with a place has a frame, the first of a group its number too; what is said of the page as a whole is one
    note a group, and what is said of the file stands on page 1.
    """
    notes = 0
    for group in reversed(told):
        here = [d for d in group.found if (d.place.page if d.place and d.place.page else 1) == number]
        placed = [d for d in here if d.place and d.place.page and d.place.box]
        loose = tuple(d for d in here if d not in placed)
        for found in reversed(placed):
            assert found.place is not None
            assert found.place.box is not None
            yield _frame(pen, group, found, pen.rect(found.place.box), first=found is placed[0])
        if loose:
            yield _note(pen, group, loose, notes)
            notes += 1


def _frame(pen: _Pen, group: Group, found: Diagnostic, rect: Rect, *, first: bool) -> _Comment:
    """Return a frame around a place, light beneath so that it shows on dark pictures; the first with its number."""
    colour = _colour(group)
    left, bottom, right, top = rect
    path = f"{_n(left)} {_n(bottom)} {_n(right - left)} {_n(top - bottom)} re S"
    drawing = f"1 G {_n(2 * pen.line)} w {path}\n{colour} RG {_n(pen.line)} w {path}\n"
    outer = (left - pen.line, bottom - pen.line, right + pen.line, top + pen.line)
    if first:
        tag, number = pen.tag(group.number, *pen.corner(rect))
        drawing += f"{colour} rg {number}"
        outer = _around(outer, tag)
    return _Comment(group, (found,), "/Square", outer, drawing, rect)


def _note(pen: _Pen, group: Group, found: tuple[Diagnostic, ...], place: int) -> _Comment:
    """Return a note on the page as a whole: a number inside the trim's corner, the next one beside it."""
    crop, trim = pen.page.boxes.crop, pen.page.trim
    x, y = pen.corner(pen.rect(trim.overlap(crop) or trim if crop else trim))  # a viewer shows nothing outside the crop
    step = 1.8 * pen.size
    across = max(1, int((min(pen.page.trim.width, pen.page.trim.height) / pen.k - step) / step))
    dx, dy = pen.inwards(step * (0.75 + place % across), step * (0.75 + place // across))
    rect, number = pen.tag(group.number, x + dx, y + dy)
    return _Comment(group, found, "/Text", rect, f"{_colour(group)} rg {number}")


def _colour(group: Group) -> str:
    return " ".join(f"{part:g}" for part in _tone(group))


def _tone(group: Group) -> tuple[float, float, float]:
    return _ACCEPTED if group.first.accepted else _COLOURS[group.level]


def _around(one: Rect, other: Rect) -> Rect:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _add(writer: PdfWriter, page: PageObject, comments: Sequence[_Comment]) -> None:
    """Add comments to a page, after those it has."""
    listed = page.get("/Annots")
    before = listed.get_object() if listed is not None else None
    kept = list(before) if isinstance(before, ArrayObject) else []
    page[NameObject("/Annots")] = ArrayObject([*kept, *(_comment(writer, comment) for comment in comments)])


def _comment(writer: PdfWriter, comment: _Comment) -> IndirectObject:
    """Return a comment with its appearance, as an object of the file."""
    group = comment.group
    form = DecodedStreamObject()
    form.set_data(comment.drawing.encode("ascii"))
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _array(comment.rect),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/Font"): DictionaryObject({NameObject("/F"): _font()})}
            ),
        }
    )
    own = writer._add_object  # noqa: SLF001 - the library has no other door for an object of one's own
    entries: dict[str, object] = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject(comment.kind),
        "/Rect": _array(comment.rect),
        "/Contents": TextStringObject(_said(comment)),
        "/T": TextStringObject(group.first.id),
        "/Subj": TextStringObject(f"Preflight: {group.level.word}"),
        "/C": _array(_tone(group)),
        "/F": NumberObject(_PRINTED),
        "/AP": DictionaryObject({NameObject("/N"): own(form)}),
    }
    if comment.frame is not None:
        outer, inner = comment.rect, comment.frame
        gaps = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
        entries["/RD"] = _array(gaps)
    else:
        entries["/Name"] = NameObject("/Comment")
    return own(DictionaryObject({NameObject(key): value for key, value in entries.items()}))


def _font() -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica-Bold"),
        }
    )


def _said(comment: _Comment) -> str:
    """Return everything there is to say of a finding, as lines."""
    group, found = comment.group, comment.found[0]
    others = list(dict.fromkeys(d.message for d in comment.found[1:] if d.message != found.message))
    left = len(others) - _MOST_LINES
    review = f" ({words.REVIEW})" if found.review else ""
    figures = words.figures(found)
    settled = words.accepted(found)
    lines = (
        f"{group.number}. {group.level.word.capitalize()}{review}: {found.message}",
        *others[:_MOST_LINES],
        f"and {left} more" if left > 0 else "",
        words.source(found),
        "" if others else figures[:1].upper() + figures[1:],
        settled[:1].upper() + settled[1:],
        f"What to do: {found.help}" if found.help and not settled else "",
        f"Why: {found.why}" if found.why else "",
    )
    return "\n".join(line for line in lines if line)


def _array(numbers: Sequence[float]) -> ArrayObject:
    return ArrayObject([FloatObject(_n(number)) for number in numbers])


def _n(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") if number else "0"
