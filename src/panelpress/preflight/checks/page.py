"""The sheet: size, boundaries, orientation, scale, how many pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import Ordered, pages, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import PageFacts
    from panelpress.ground.geometry import Box
    from panelpress.preflight.order import Subject


TIMES = "\u00d7"
_HAIR_MM = 1e-4
ROUNDING_MM = 1e-9
"""What the arithmetic of decimal figures adds or takes away: 594.1 - 594 is more than 0.1."""


def mm(value: float) -> str:
    """Return millimetres as people write them: ``594``, ``3.53``."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _size(width: float, height: float) -> str:
    return f"{mm(width)} {TIMES} {mm(height)} mm"


def _with_ordered_trim(subject: Subject) -> Iterator[Ordered[PageFacts]]:
    return (p for p in pages(subject) if p.order.trim is not None)


@check(
    "page/trim",
    over=_with_ordered_trim,
    level=Level.ERROR,
    source="the order; ISO 15930-7, 6.8",
    fix="Set the page to the ordered size in catalogue.yml, or order the size the file has.",
)
def page_trim(sheet: Ordered[PageFacts], *, tolerance_mm: float = 0.1) -> Iterator[Finding]:
    """The trimmed page has the ordered size.

    The TrimBox is what the guillotine cuts to: any other size is another product. UserUnit is taken into account.
    """
    assert sheet.order.trim is not None
    (width, height), trim = sheet.order.trim, sheet.what.trim
    off = max(abs(trim.width - width), abs(trim.height - height))
    if off > tolerance_mm + ROUNDING_MM:
        turned = abs(trim.width - height) <= tolerance_mm and abs(trim.height - width) <= tolerance_mm
        is_, ordered = _size(trim.width, trim.height), _size(width, height)
        yield Finding(
            f"page {sheet.what.number} is trimmed to {is_}, ordered is {ordered}"
            + (": it lies on its side" if turned else ""),
            Place(page=sheet.what.number),
            _size(trim.width, trim.height),
            f"{_size(width, height)} ± {mm(tolerance_mm)}",
        )


@check(
    "page/boxes",
    over=pages,
    level=Level.ERROR,
    source="CGATS Application Notes 2.10; ISO 15930-7, 6.8",
    fix="Export again with a MediaBox, a TrimBox and a BleedBox on every page, each inside the next.",
)
def page_boxes(sheet: Ordered[PageFacts], *, tolerance_mm: float = 0.01) -> Iterator[Finding]:
    """Every page has its own TrimBox, inside the BleedBox, inside the MediaBox.

    The TrimBox is not inheritable: one that stands on a parent of the page does not exist for the printer's software.
    An ArtBox beside it makes the file ambiguous; one in its place is lawful, and few programs look for it. A CropBox, if
    there is one, cuts nothing off the trim.
    """
    page, boxes = sheet.what, sheet.what.boxes
    place = Place(page=page.number)
    if boxes.media_missing:
        yield Finding(f"page {page.number} has no MediaBox", place, "no MediaBox", "a MediaBox")
    if boxes.trim is None and boxes.art is not None:
        text = f"page {page.number} has an ArtBox in place of a TrimBox"
        yield Finding(text, place, "an ArtBox", "a TrimBox on the page", level=Level.WARNING)
    elif boxes.trim is None:
        why = ", only on a parent, where it does not count" if "TrimBox" in boxes.inherited else ""
        yield Finding(
            f"page {page.number} has no TrimBox of its own{why}", place, "no TrimBox", "a TrimBox on the page"
        )
        return
    elif boxes.art is not None:
        yield Finding(f"page {page.number} has an ArtBox beside its TrimBox", place, "both", "TrimBox alone")
    name, cut = ("TrimBox", boxes.trim) if boxes.trim is not None else ("ArtBox", boxes.art)
    nested: list[tuple[str, Box | None, str, Box | None]] = [
        (name, cut, "BleedBox", boxes.bleed),
        (name, cut, "CropBox", boxes.crop),
        (name, cut, "MediaBox", boxes.media),
        ("BleedBox", boxes.bleed, "MediaBox", boxes.media),
    ]
    for inner_name, inner, outer_name, outer in nested:
        if inner is not None and outer is not None and not outer.contains(inner, tolerance_mm):
            yield Finding(
                f"the {inner_name} of page {page.number} reaches out of its {outer_name}",
                Place(page=page.number, box=inner),
                _size(inner.width, inner.height),
                f"inside {_size(outer.width, outer.height)}",
            )


@check(
    "page/crop",
    over=pages,
    level=Level.ERROR,
    source="GWG 2022 R0003",
    fix="Leave the CropBox out, or make it equal to the MediaBox.",
)
def page_crop(sheet: Ordered[PageFacts], *, tolerance_mm: float = 0.01) -> Iterator[Finding]:
    """A CropBox, if there is one, shows the whole MediaBox.

    Some programs place or rip what the CropBox shows, and the bleed is gone.
    """
    page, crop = sheet.what, sheet.what.boxes.crop
    if crop is not None and not (
        crop.contains(page.boxes.media, tolerance_mm) and page.boxes.media.contains(crop, tolerance_mm)
    ):
        media = page.boxes.media
        yield Finding(
            f"the CropBox of page {page.number} hides a part of the sheet",
            Place(page=page.number, box=crop),
            _size(crop.width, crop.height),
            _size(media.width, media.height),
        )


@check(
    "page/origin",
    over=pages,
    level=Level.WARNING,
    source="measured: drawing programs shift such pages",
    fix="Write the MediaBox from 0,0 and move the other boxes and the drawing with it.",
)
def page_origin(sheet: Ordered[PageFacts], *, tolerance_pt: float = 0.001) -> Iterator[Finding]:
    """The MediaBox starts at 0,0.

    Another origin is lawful, but drawing and imposition programs have been seen to shift such pages.
    """
    x, y = sheet.what.boxes.origin_pt
    if max(abs(x), abs(y)) > tolerance_pt:
        yield Finding(
            f"the MediaBox of page {sheet.what.number} starts at {x:g}, {y:g} pt",
            Place(page=sheet.what.number),
            f"{x:g}, {y:g}",
            "0, 0",
        )


@check(
    "page/rotation",
    over=pages,
    level=Level.WARNING,
    source="GWG 2022 R0004",
    fix="Export the page upright instead of turning it with /Rotate.",
)
def page_rotation(sheet: Ordered[PageFacts]) -> Iterator[Finding]:
    """No page is turned by a viewing instruction.

    Imposition programs differ in whether they obey /Rotate, so a turned page may be printed lying down.
    """
    if sheet.what.rotate:
        yield Finding(
            f"page {sheet.what.number} is turned by {sheet.what.rotate}°",
            Place(page=sheet.what.number),
            f"/Rotate {sheet.what.rotate}",
            "none",
        )


@check(
    "page/scale",
    over=pages,
    level=Level.ERROR,
    source="GWG 2022 R0002, R0037",
    fix="Export at full size, 1:1, without UserUnit.",
)
def page_scale(sheet: Ordered[PageFacts]) -> Iterator[Finding]:
    """Pages are drawn at full size.

    UserUnit enlarges a page for readers that know it; a RIP that does not prints a fraction of the size.
    """
    unit = sheet.what.user_unit
    if abs(unit - 1) > 1e-6:
        yield Finding(
            f"page {sheet.what.number} is scaled by UserUnit {unit:g}", Place(page=sheet.what.number), f"{unit:g}", "1"
        )


def _with_count(subject: Subject) -> Iterator[Subject]:
    if subject.order.pages is not None or subject.order.multiple is not None:
        yield subject


@check(
    "page/count",
    over=_with_count,
    level=Level.ERROR,
    source="the order; printers' guides: saddle stitch 4, perfect binding 2",
    fix="Add or take away pages in the flat plan, or correct the number declared.",
)
def page_count(subject: Subject) -> Iterator[Finding]:
    """The number of pages is the one declared and suits the binding.

    A stitched book is made of folded sheets, four pages each; a glued one of leaves, two pages each.
    """
    real, order = len(subject.pdf.pages), subject.order
    if order.pages is not None and real != order.pages:
        yield Finding(
            f"the file has {count(real, 'page')}, declared are {order.pages}",
            Place(),
            count(real, "page"),
            count(order.pages, "page"),
        )
    if order.multiple is not None and real % order.multiple:
        more = order.multiple - real % order.multiple
        less = real % order.multiple
        yield Finding(
            f"{count(real, 'page')} cannot be bound: the binding wants a multiple of {order.multiple}",
            Place(),
            count(real, "page"),
            f"a multiple of {order.multiple}",
            f"Add {count(more, 'page')} or take {less} away." if real > less else f"Add {count(more, 'page')}.",
        )


def _several_pages(subject: Subject) -> Iterator[Subject]:
    return (s for s in whole(subject) if len(s.pdf.pages) > 1)


@check(
    "page/size-uniform",
    over=_several_pages,
    level=Level.ERROR,
    source="GWG 2022 R0004",
    fix="Give every page the same size; send a cover of another size as a file of its own.",
)
def page_size_uniform(subject: Subject, *, tolerance_mm: float = 0.1) -> Iterator[Finding]:
    """All pages of a file have one size.

    Pages are imposed on a common sheet: one of another size stops the job or is cut wrongly.
    """
    first = subject.pdf.pages[0].trim
    for page in subject.pdf.pages[1:]:
        off = max(abs(page.trim.width - first.width), abs(page.trim.height - first.height))
        if off > tolerance_mm + ROUNDING_MM:
            this, other = _size(page.trim.width, page.trim.height), _size(first.width, first.height)
            yield Finding(f"page {page.number} is {this}, page 1 is {other}", Place(page=page.number), this, other)


def _with_marks_settled(subject: Subject) -> Iterator[Ordered[PageFacts]]:
    return (p for p in pages(subject) if p.order.marks is not None)


@check(
    "page/marks",
    over=_with_marks_settled,
    level=Level.WARNING,
    source="the printer's profile",
    fix="Switch marks on or off in the printer's profile and build again.",
)
def page_marks(sheet: Ordered[PageFacts]) -> Iterator[Finding]:
    """Marks stand outside the bleed where the printer wants them, and nowhere else.

    Many large-format printers place panels edge to edge and have to remove marks by hand; others cut by them.
    """
    page = sheet.what
    kept = page.boxes.bleed or page.trim
    seen = [s.visible for s in page.shapes if not s.paint.colour.white]
    seen += [t.visible for t in page.texts if t.paints]
    seen += [i.visible for i in page.images]
    outside = [box for box in seen if box is not None and kept.overlap(box.shrunk(-_HAIR_MM)) is None]
    if sheet.order.marks and not outside:
        yield Finding(f"page {page.number} has no marks outside its bleed", Place(page=page.number), "none", "marks")
    if not sheet.order.marks and outside:
        yield Finding(
            f"something is drawn outside the bleed of page {page.number}",
            Place(page=page.number, box=outside[0]),
            count(len(outside), "object"),
            "nothing",
        )
