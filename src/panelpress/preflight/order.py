"""What was ordered: the figures a job knows beforehand and a PDF is held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from panelpress.facts.layout import LayoutFacts
    from panelpress.facts.pdf import CodeKind, PdfFacts
    from panelpress.facts.prose import Prose
    from panelpress.ground.diagnostics import Span
    from panelpress.ground.geometry import Box, Edges

Flavour = Literal["PDF/X-4", "PDF/X-3:2003", "PDF/X-1a:2003"]
Binding = Literal["saddle-stitch", "perfect"]
FLAVOURS: tuple[Flavour, ...] = ("PDF/X-4", "PDF/X-3:2003", "PDF/X-1a:2003")


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something the editor knows is still to come: its id, and the page it is set on (None: anywhere).

    ``span`` is where the project says so, for findings to name; no part of what was ordered.
    """

    id: str
    page: int | None = None
    span: Span | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Planned:
    """A photograph as planned before layout: its id, its 1-based page, its box in mm from the trim's top-left corner.

    ``flipped``: mirrored, because its author permits it; ``text_over``: whether its author lets text stand on it.
    """

    id: str
    page: int
    box: Box
    flipped: bool = False
    text_over: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """Where the project speaks of a photograph: its id, the captions file, the 1-based line."""

    id: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Licence:
    """What the owner of a photograph lets us do with it; None or () where nothing is said.

    Args:
        id: the photograph.
        page: where it stands, counted from 1.
        begins: first day of the licence.
        expires: its last day.
        territory: the countries it holds for.
        media: what it may appear in.
        print_run: the largest number of catalogues it may be printed in.
        consent: whether the people it shows agreed: ``given``, ``not-needed``, ``asked`` or ``refused``.
    """

    id: str
    page: int
    begins: dt.date | None = None
    expires: dt.date | None = None
    territory: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    print_run: int | None = None
    consent: str | None = None


@dataclass(frozen=True, slots=True)
class OrderedCode:
    """A code the project asks for: its kind, exactly what it says, its page from 1, and the line that asks for it."""

    kind: CodeKind
    text: str
    page: int
    span: Span | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Stop:
    """One venue of the tour: its name, its country, its first and last day."""

    venue: str
    country: str
    opens: dt.date
    closes: dt.date


@dataclass(frozen=True, slots=True)
class Spine:
    """The spine of a glued book as it was worked out or ordered.

    Args:
        width_mm: how wide it is: leaves times caliper and what the cover adds, or the printer's own figure.
        page_mm: how wide a trimmed page is.
    """

    width_mm: float
    page_mm: float


@dataclass(frozen=True, slots=True)
class Hang:
    """How a panel hangs: its top edge above the floor, in mm."""

    top_mm: float


@dataclass(frozen=True, slots=True)
class Order:
    """What one item is to be; every figure may be unknown (None), so that a stranger's PDF can be judged too.

    Args:
        item: what messages call the item.
        trim: ordered width and height in mm.
        bleed: distance of the BleedBox from the trim on each edge, in mm.
        safe: distance from the trim that text keeps on each edge, in mm.
        pages: how many pages were declared.
        multiple: what the binding wants the page count to be a multiple of (4 stitched, 2 perfect bound).
        min_ppi: below this effective resolution a picture is an error; overrides the profile and the viewing distance.
        warn_ppi: below this it is a warning.
        viewing_distance_m: from how far the item is read; GWG 2022's large-format limits are divided by it.
        reading_distance_m: from how far its text is read; 0.4 m for a book in the hand.
        hang: how a panel hangs; None for what is held in the hand.
        flavour: the PDF/X level ordered.
        condition: the output condition's identifier, ``FOGRA39``.
        profile_digest: SHA-256 of the output profile ordered, where it is known.
        marks: whether the printer wants marks outside the bleed.
        tac: most total ink, in per cent.
        plates: photographs with the places fixed for them before layout.
        stand_ins: pictures that have not come yet and are set as stand-ins.
        to_be_supplied: texts that have not come yet.
        licences: what may be done with the photographs placed.
        tour: where and when it is shown.
        medium: ``panels`` or ``catalogue``.
        print_run: how many catalogues are printed.
        spots: the inks ordered beside the process inks; () for process inks only.
        binding: how a book is bound, ``saddle-stitch`` or ``perfect``; None for what is not bound.
        gutter: how far text keeps from the spine of a bound book, in mm; by default what its binding wants.
        caliper: thickness of a leaf of the paper, in mm.
        part: ``cover`` or ``inner`` of a book that goes to the printer in two files, "" for a whole one.
        book_pages: how many pages the whole book has, whichever part this is.
        spine: the spine of a glued book, where the paper is known.
        blank_pages: pages that are meant to be blank, counted from 1; () for none.
        codes: the QR codes and barcodes the project asks for.
        variable: the box that may change from town to town, mm from the trim's top-left corner; None: nothing may.
        date: the day of the order; what is waived until a day is held against it.
        captions: where the photographs placed are described, for findings to name; no part of what was ordered.
    """

    item: str | None = None
    trim: tuple[float, float] | None = None
    bleed: Edges | None = None
    safe: Edges | None = None
    pages: int | None = None
    multiple: int | None = None
    min_ppi: float | None = None
    warn_ppi: float | None = None
    viewing_distance_m: float | None = None
    reading_distance_m: float | None = None
    hang: Hang | None = None
    flavour: Flavour | None = None
    condition: str | None = None
    profile_digest: str | None = None
    marks: bool | None = None
    tac: float | None = None
    plates: tuple[Planned, ...] = ()
    stand_ins: tuple[Awaited, ...] = ()
    to_be_supplied: tuple[Awaited, ...] = ()
    licences: tuple[Licence, ...] = ()
    tour: tuple[Stop, ...] = ()
    medium: str | None = None
    print_run: int | None = None
    spots: tuple[str, ...] | None = None
    binding: Binding | None = None
    gutter: float | None = None
    caliper: float | None = None
    part: Literal["", "cover", "inner"] = ""
    book_pages: int | None = None
    spine: Spine | None = None
    blank_pages: tuple[int, ...] | None = None
    codes: tuple[OrderedCode, ...] = ()
    variable: Box | None = None
    date: dt.date | None = None
    captions: tuple[Caption, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the checks look at: the finished PDF, its layout where the PDF is ours, and what was ordered.

    ``prose`` is what the project says, where that is judged.
    """

    pdf: PdfFacts
    layout: LayoutFacts | None = None
    order: Order = Order()
    prose: Prose | None = None
