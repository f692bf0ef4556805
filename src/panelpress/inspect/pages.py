"""Page boundaries and annotations, as they stand on the page object itself (ISO 32000-2, 14.11.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.facts.pdf import Annotation, Boxes, PageFacts
from panelpress.ground.diagnostics import fault
from panelpress.ground.geometry import Box, Matrix
from panelpress.inspect.content import walk_page
from panelpress.inspect.objects import inherited, name_of, number_of, numbers_of
from panelpress.inspect.paths import MM_PER_PT

if TYPE_CHECKING:
    from panelpress.inspect.state import Resourceful

_LETTER = (0.0, 0.0, 612.0, 792.0)  # what viewers assume where a page has no MediaBox at all
Points = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """How a page's user space lies on paper."""

    matrix: Matrix
    trim_pt: Points
    unit: float

    def box(self, points: Points | None) -> Box | None:
        """Return a rectangle of user space in mm from the trim's top-left corner."""
        if points is None:
            return None
        corners = [self.matrix.apply(points[0], points[1]), self.matrix.apply(points[2], points[3])]
        return Box.around(corners)


def read_page(page: pikepdf.Page, number: int, shared: Resourceful) -> PageFacts:
    """Return everything known of one page without rendering it.

    Raises:
        PanelpressError: where the page cannot be read or has no extent.
    """
    own = page.obj
    written = rectangle(own.get("/MediaBox")) or rectangle(inherited(own, "/MediaBox"))
    media = written or _LETTER
    crop_any = rectangle(inherited(own, "/CropBox"))
    trim = rectangle(own.get("/TrimBox"))
    unit = number_of(own.get("/UserUnit"), 1.0) or 1.0
    sheet = _sheet(trim or crop_any or media, unit)
    area = sheet.box(media)
    if area is None or area.width <= 0 or area.height <= 0 or sheet.trim_pt[0] == sheet.trim_pt[2]:
        raise fault("pdf/no-extent", f"page {number} has no size", "export the file again with a real page size")
    walk = walk_page(page, number, sheet.matrix, area, shared)
    k = MM_PER_PT * unit
    return PageFacts(
        number=number,
        boxes=_boxes(own, sheet, area, written),
        trim=Box(0.0, 0.0, (sheet.trim_pt[2] - sheet.trim_pt[0]) * k, (sheet.trim_pt[3] - sheet.trim_pt[1]) * k),
        user_unit=unit,
        rotate=int(number_of(inherited(own, "/Rotate"))) % 360,
        images=tuple(walk.images),
        texts=tuple(walk.texts),
        shapes=tuple(walk.shapes),
        groups=tuple(walk.groups),
        transparencies=tuple(walk.transparencies),
        oddities=tuple(walk.oddities),
        annotations=_annotations(own, number, sheet),
    )


def rectangle(value: Any) -> Points | None:
    """Return a rectangle with its corners in order, however they were written, or None where it is none."""
    four = numbers_of(value, 4)
    if four is None:
        return None
    x0, y0, x1, y1 = four
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _sheet(trim: Points, unit: float) -> Sheet:
    k = MM_PER_PT * unit
    return Sheet(Matrix(k, 0, 0, -k, -trim[0] * k, trim[3] * k), trim, unit)


def _boxes(own: Any, sheet: Sheet, area: Box, written: Points | None) -> Boxes:
    names = ("BleedBox", "TrimBox", "ArtBox")
    bleed, trim, art = (sheet.box(rectangle(own.get("/" + name))) for name in names)
    crop = sheet.box(rectangle(inherited(own, "/CropBox")))
    elsewhere = tuple(name for name in names if own.get("/" + name) is None and inherited(own, "/" + name) is not None)
    corner = (written or _LETTER)[:2]
    return Boxes(area, crop, bleed, trim, art, corner, elsewhere, media_missing=written is None)


def _annotations(own: Any, number: int, sheet: Sheet) -> tuple[Annotation, ...]:
    listed = own.get("/Annots")
    found = []
    for annotation in listed if isinstance(listed, pikepdf.Array) else []:
        if isinstance(annotation, pikepdf.Dictionary):
            box = sheet.box(rectangle(annotation.get("/Rect")))
            found.append(Annotation(number, name_of(annotation.get("/Subtype")), box))
    return tuple(found)
