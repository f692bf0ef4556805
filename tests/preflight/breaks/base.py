"""What a break is, and the good order every break starts from."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pikepdf
from tests.support import goodpdf as good

from panelpress.ground.geometry import Box, Edges
from panelpress.preflight.order import Hang, Licence, Order, OrderedCode, Planned, Stop

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.facts.layout import LayoutFacts

    Change = Callable[[pikepdf.Pdf], None]

_HALL = Stop("Redhills, Durham", "United Kingdom", dt.date(2027, 3, 1), dt.date(2027, 5, 31))
LICENCE = Licence(
    "banner", 1, dt.date(2026, 1, 1), dt.date(2027, 5, 31), ("United Kingdom",), ("panels", "catalogue"), 500, "given"
)  # fmt: skip

ORDER = Order(
    item="sample", trim=good.TRIM, bleed=Edges.all(3), safe=Edges.all(5), pages=2, multiple=2, flavour="PDF/X-4",
    condition="FOGRA39", min_ppi=150, warn_ppi=225, marks=True,
    plates=(Planned("banner", 1, Box(20, 80, 60, 110)),), licences=(LICENCE,), tour=(_HALL,), medium="catalogue",
    print_run=500, spots=(), binding="saddle-stitch", caliper=0.1, blank_pages=(), date=dt.date(2026, 11, 24),
    reading_distance_m=0.4, hang=Hang(1500.0),
    codes=(OrderedCode("QR", good.LINK, 2), OrderedCode("EAN-13", good.ISBN, 2)),
)  # fmt: skip
OLD_ORDER = dataclasses.replace(ORDER, flavour="PDF/X-1a:2003")


@dataclass(frozen=True)
class Break:
    """A file (or its order or layout) broken in exactly one way."""

    check: str
    name: str
    change: Change
    order: Order = ORDER
    layout: LayoutFacts | None = None
    file: dict[str, Any] = field(default_factory=dict)
    entails: dict[str, str] = field(default_factory=dict)
    profile: str = "press"


BREAKS: list[Break] = []


def breaks(check: str, **other: Any) -> Callable[[Change], Change]:
    """Register a function as a way to break a good file."""

    def register(change: Change) -> Change:
        BREAKS.append(Break(check, f"{check}: {change.__name__.strip('_').replace('_', ' ')}", change, **other))
        return change

    return register


ALSO: dict[str, dict[str, str]] = {
    "ink/rgb": {"ink/space": "PDF/X says the same of RGB beside a CMYK intent"},
    "image/colour": {"ink/space": "PDF/X says the same of RGB beside a CMYK intent"},
    "ink/calibrated": {"ink/intent-twice": "it is calibrated by the output intent's own profile"},
    "ink/grey-text": {"ink/grey-overprint": "it is in grey, and overprints as the good text does"},
    "page/boxes": {"page/safe": "places are measured from another box", "bleed/beyond": "the bleed moved"},
    "bleed/painted": {"page/safe": "what does not reach the bleed ends near the trim"},
    "bleed/declared": {"bleed/beyond": "the paint goes on where the bleed no longer is"},
    "text/gutter": {"page/hinge": "a perfect-bound book is glued along the spine as well"},
    "page/hinge": {"bleed/painted": "ink beside the trim"},
    "page/blank": {"code/decodes": "what was on the page was its codes"},
    "font/notdef": {"font/widths": "the empty box has a width of its own"},
}
"""What cannot but trip as well wherever a check does, and why: two rules of two bodies on one thing."""

NEIGHBOURS: list[Break] = []
"""Files on which a check has something to look at, and passes: where the good file has nothing of the kind."""


def passes(check: str, **other: Any) -> Callable[[Change], Change]:
    """Register a function as a way to give a check something that is right."""

    def register(change: Change) -> Change:
        NEIGHBOURS.append(Break(check, f"{check}: {change.__name__.strip('_').replace('_', ' ')}", change, **other))
        return change

    return register


def untouched(_pdf: pikepdf.Pdf) -> None:
    """The file is good; what is broken is what it is held against."""


def ordered(**figures: Any) -> Order:
    return dataclasses.replace(ORDER, **figures)


def box(pdf: pikepdf.Pdf, name: str, *, page: int = 1) -> list[float]:
    return [float(v) for v in pdf.pages[page - 1].obj[name]]


TORN = {"ink/total": "what cannot be unpacked cannot be measured"}
AS_PACKED = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}


def redrawn_heading(setup: str, size: float = 10) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        good.redraw(pdf, good.HEADING, good.line_of_text(good.WORDS, 20, good.TRIM[1] - 20, size, setup))

    return change
