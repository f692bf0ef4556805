"""The recipe of one item: everything its layout needs, plain and picklable, so that any process can make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from panelpress.ground.files import canonical, digest

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Drawing
    from panelpress.facts.layout import Block
    from panelpress.facts.pdf import CodeKind
    from panelpress.ground.diagnostics import Diagnostic, Span
    from panelpress.ground.geometry import Box, Edges


PICTURE_ADDRESS = "pp:picture/"
"""Where templates find press pictures: addresses that name no folder of the machine."""


@dataclass(frozen=True)
class Treatment:
    """How a photograph is brought to the press in one place; what changes the picture is done only where it is permitted.

    Attributes:
        crop: what of it is shown: left, top, right, bottom as shares 0-1 of the whole, as it is looked at; None: all.
        flip: mirrored, left for right.
        tint: shares of cyan, magenta and yellow printed with its black ink; None: none.
        black: how a picture without colour prints: ``k-only``, ``max-gcr`` or ``four-colour``.
        only_black: the captions ask for black ink, so that a tinted picture loses its tint.
        as_supplied: its inks are its author's: they are not touched.
        intent: rendering intent of colour pictures.
        sharpen: whether it is lightly sharpened for the output.
        max_ink: total ink the press takes, per cent.
        lossless: packed without loss instead of as JPEG.
    """

    crop: tuple[float, float, float, float] | None = None
    flip: bool = False
    tint: tuple[float, float, float] | None = None
    black: Literal["k-only", "max-gcr", "four-colour"] = "k-only"
    only_black: bool = False
    as_supplied: bool = False
    intent: Literal["relative", "perceptual"] = "relative"
    sharpen: bool = False
    max_ink: int = 300
    lossless: bool = False

    @property
    def plain(self) -> bool:
        """Whether the whole picture is shown as it is."""
        return self.crop is None and not self.flip and self.tint is None


@dataclass(frozen=True)
class Wanted:
    """A press picture to make: which file, how large it prints, at what resolution.

    ``width_mm`` and ``height_mm`` are the box it fills; ``ppi`` the resolution it is made for (never more pixels than the
    original has); ``span`` the line of the captions file that errors point at.
    """

    id: str
    path: Path
    file: str
    width_mm: float
    height_mm: float
    ppi: int
    quality: int
    span: Span
    treatment: Treatment = Treatment()

    @property
    def key(self) -> str:
        """Names the picture at this size: one photograph may stand in two places of an item."""
        place = f"{self.id}-{self.width_mm:.2f}x{self.height_mm:.2f}"
        if self.treatment.plain:
            return place
        changed = (self.treatment.crop, self.treatment.flip, self.treatment.tint)
        return f"{place}-{digest(canonical(changed))[:8]}"


@dataclass(frozen=True)
class Plate:
    """A photograph in its place: the box, in mm from the trim's top-left corner, is fixed before layout begins.

    ``text_over``: whether its author lets text stand on it.
    """

    page: int
    id: str
    box: Box
    stand_in: bool
    awaited: bool
    treatment: Treatment = Treatment()
    text_over: bool = False


@dataclass(frozen=True)
class SetCode:
    """A QR code or a barcode in its place, its quiet zone within the box: mm from the trim's top-left corner.

    ``text`` is what it must say when it is read; ``address`` where the template finds its drawing, ``svg``; ``span`` the line
    of the project that asks for it.
    """

    kind: CodeKind
    text: str
    page: int
    box: Box
    module_mm: float
    address: str
    svg: bytes
    span: Span


@dataclass(frozen=True)
class Sheet:
    """The page of the press file, mm: trimmed size, bleed on each edge, and what stands outside the bleed."""

    width: float
    height: float
    bleed: Edges
    marks: str
    slug: bool

    @property
    def margin(self) -> float:
        """Paper outside the bleed for marks and slug line, mm, the same on every edge."""
        return 12.0 if self.marks != "none" or self.slug else 0.0


@dataclass(frozen=True)
class Job:
    """What the slug line and the metadata say."""

    job: str
    title: str
    creator: str
    rights: str
    edition: int
    date: dt.date
    language: str


@dataclass(frozen=True)
class Fit:
    """How far the body size of a panel may move to make its text fit, pt; None: to what can be read, to the theme's size."""

    least_pt: float | None = None
    most_pt: float | None = None


@dataclass(frozen=True)
class Recipe:
    """One item, ready to be laid out.

    Attributes:
        name: which item.
        file_name: what the press file is called.
        html: the page(s), complete; every resource in it is named by a ``pp:`` address.
        css: style sheets in order: (name in messages, text).
        pictures: the press pictures to make, by photograph id.
        drawings: logos, maps and drawings placed, by id.
        plates: photographs in their places.
        codes: QR codes and barcodes in theirs.
        blocks: the source text that must be on the paper.
        pages: how many pages the file must have.
        laid_pages: how many pages the engine must lay out: more than ``pages`` when a book goes out in two files.
        keep: which pages of the laid-out book go into the file, counted from 1; () for all.
        viewing_distance_m: from how far the text is read.
        fit: how far the body size may move; None: not at all.
        strip: where what changes from town to town stands; None: nothing does.
        venue: whose strip it is, "" for one that is empty paper.
        bare: the same item with an empty strip, which is what people approve; None where that is the item itself.
        problems: what was already found wrong while it was composed (it is then rejected, not laid out).
    """

    name: ItemName
    file_name: str
    sheet: Sheet
    job: Job
    html: str
    css: tuple[tuple[str, str], ...]
    fonts_root: Path | None
    pictures: tuple[Wanted, ...]
    drawings: tuple[Drawing, ...]
    plates: tuple[Plate, ...]
    blocks: tuple[Block, ...]
    pages: int
    keep: tuple[int, ...]
    laid_pages: int
    standard: str
    condition: str
    profile: Path
    awaited_text: tuple[str, ...]
    sources: tuple[Path, ...]
    problems: tuple[Diagnostic, ...] = ()
    drawing_boxes: tuple[tuple[str, Box], ...] = ()
    codes: tuple[SetCode, ...] = ()
    viewing_distance_m: float = 1.5
    fit: Fit | None = None
    strip: Box | None = None
    venue: str = ""
    bare: Recipe | None = None
