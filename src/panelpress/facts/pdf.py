"""What is on the paper of a PDF, as a reader that never met its writer saw it.

Every length is in millimetres from the top-left corner of the page's trim, y downwards, in the page's own (unrotated)
orientation; UserUnit is already applied. Type sizes and line widths are in points. Nothing here holds an object of a
PDF library, so facts travel between processes.

Where a page has no TrimBox of its own, the trim the facts are measured from is the nearest box a viewer would use:
CropBox, else MediaBox (ISO 32000-2, 14.11.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from panelpress.ground.geometry import Box, Edges, Matrix

if TYPE_CHECKING:
    from panelpress.facts.paint import Colour, ColourSpace, Paint


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """One image where it is placed: an XObject or an inline image, at any depth of forms and patterns.

    ``matrix`` maps the unit square to the page in mm. ``ppi_x`` and ``ppi_y`` are measured along the image's own
    axes, so rotation does not hide them; 0 where it is placed with no extent. ``space`` is None for a stencil mask.
    ``mask`` is ``""``, ``stencil``, ``soft``, ``explicit`` or ``colour-key``. ``digest`` is the SHA-256 of the
    *encoded* bytes, ``octets`` how many these are. ``visible`` is the part of ``box`` that clipping leaves, None where
    nothing is left. ``whole`` is False where the encoded data is known to be torn. ``unlawful`` says what in its encoding
    no PDF/X level allows (JPEG 2000 alone), "" for nothing.
    """

    page: int
    name: str
    order: int
    matrix: Matrix
    box: Box
    visible: Box | None
    width: int
    height: int
    ppi_x: float
    ppi_y: float
    space: ColourSpace | None
    bits: int
    filters: tuple[str, ...]
    mask: str
    inline: bool
    digest: str
    whole: bool
    paint: Paint
    octets: int = 0
    unlawful: str = ""

    @property
    def ppi(self) -> float:
        """The lower of the two resolutions: what GWG 2022 R0031 judges."""
        return min(self.ppi_x, self.ppi_y)


@dataclass(frozen=True, slots=True)
class TextRun:
    """Glyphs shown one after another in one state.

    ``size_pt`` is the effective size after every matrix. ``box`` is approximate: advance widths by the font's ascent
    and descent. ``fill`` and ``stroke`` are None where the render mode (0-7) does not use them. ``notdef`` counts
    glyphs the font shows as its empty box. ``text`` is what the font's ToUnicode says, with U+FFFD for what it does
    not. ``covered``: what is painted later hides it, as the rendered pixels show.
    """

    page: int
    order: int
    text: str
    font: str
    size_pt: float
    box: Box
    visible: Box | None
    fill: Paint | None
    stroke: Paint | None
    mode: int
    glyphs: int
    notdef: int
    covered: bool = False

    @property
    def paints(self) -> tuple[Paint, ...]:
        """What it is painted with: fill, stroke, both, or nothing for invisible text."""
        return tuple(p for p in (self.fill, self.stroke) if p is not None)


@dataclass(frozen=True, slots=True)
class Shape:
    """A path painted, or an area shaded.

    ``box`` surrounds the path (control points included; half the line width added for strokes), ``visible`` is what
    clipping leaves of it. ``width_pt`` is the effective line width of a stroke, 0 for the thinnest line a device can
    draw, and the smaller side of the box for a fill. ``rectangular`` is True for a single axis-parallel rectangle.
    """

    page: int
    order: int
    kind: Literal["fill", "stroke", "shading"]
    box: Box
    visible: Box | None
    paint: Paint
    width_pt: float
    rectangular: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A transparency group: where it is defined, and its blend space (None where it names none)."""

    page: int
    where: str
    space: ColourSpace | None
    luminosity: bool = False


@dataclass(frozen=True, slots=True)
class Transparency:
    """One use of transparency: ``group``, ``alpha``, ``blend`` or ``soft-mask``, what exactly, and where."""

    page: int
    kind: Literal["group", "alpha", "blend", "soft-mask"]
    detail: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation: its subtype and its rectangle."""

    page: int
    subtype: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something of no use on paper that PDF/X forbids: its kind (``action``, ``postscript`` …) and where."""

    kind: str
    where: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Boxes:
    """The page boundaries as present on the page object itself; None where it has none.

    MediaBox and CropBox may lawfully come from a parent (``media`` and ``crop`` are then those); where ``media_missing``,
    ``media`` is what viewers assume. ``inherited`` names boxes that stand on a parent node only, where readers must not look
    for them.
    ``origin_pt`` is MediaBox's lower-left corner as written.
    """

    media: Box
    crop: Box | None
    bleed: Box | None
    trim: Box | None
    art: Box | None
    origin_pt: tuple[float, float]
    inherited: tuple[str, ...] = ()
    media_missing: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a page edge, in mm along it from its left or top end, that prints up to the trim.

    ``reach`` is how far the paint goes on beyond the trim, in mm; ``object`` names what ends there, where it is known.
    """

    start: float
    end: float
    reach: float
    object: str = ""

    @property
    def length(self) -> float:
        """Its length in mm."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class EdgePaint:
    """What the rendered pixels of one edge show.

    ``depth`` is how far beyond the trim was looked, in mm. ``painted`` are the stretches with paint touching the trim
    from inside and how far each goes on; ``accuracy`` is the size of a pixel in mm. Plain paper gives no stretch.
    """

    edge: Literal["top", "right", "bottom", "left"]
    depth: float
    accuracy: float
    painted: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Plate:
    """One plate of a page: the name of its ink, and how much of the page inside the bleed it covers, from 0 to 1.

    ``look`` is a small grey JPEG of it, dark where ink lies; empty where that was not asked for or nothing is on it.
    """

    name: str
    coverage: float
    look: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class InkPeak:
    """Where most ink lies: how much, all process inks together (3.2 is 320 %), and on which square."""

    ink: float
    box: Box


@dataclass(frozen=True, slots=True)
class PageInk:
    """What is on the plates of a page, inside its bleed, as they were drawn at ``ppi``.

    ``square`` is the highest mean of any square of ``square_mm`` a side (GWG 2022 R0026), ``spot`` the highest value of
    a single pixel. ``unread`` names what could not be told in inks and is missing; ``converted`` is True where something
    did not come in inks (RGB, Lab) and was converted by the output profile to be measured.
    """

    ppi: float
    plates: tuple[Plate, ...]
    square_mm: float
    square: InkPeak
    spot: InkPeak
    unread: tuple[str, ...] = ()
    converted: bool = False

    @property
    def blank(self) -> bool:
        """No plate has anything on it, and nothing was left unread (GWG 2022 R0005)."""
        return not self.unread and not any(plate.coverage for plate in self.plates)


CodeKind = Literal["QR", "EAN-13"]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code or an EAN-13 barcode, decoded from the rendered page.

    ``box`` is what its modules cover, without the quiet zone; a barcode's is as high as its bars. ``module_mm`` is the width
    of one module. ``quiet`` is how many modules of bare ground lie on each side of the code *as it is read*, however it is
    turned; what the trim cuts off is none. ``dark`` and ``light`` name the inks of its modules and of the ground between
    them, from 0 to 1 (of the ground, what 95 % of it does not pass); None where the plates could not be told.
    ``inverted``: light on dark. ``mirrored``: a QR code seen as in a mirror; of bars nobody can tell.
    """

    page: int
    kind: CodeKind
    text: str
    box: Box
    module_mm: float
    quiet: Edges
    dark: tuple[tuple[str, float], ...] | None
    light: tuple[tuple[str, float], ...] | None
    inverted: bool = False
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page: its boundaries and all that is painted on it, in painting order (``order`` across kinds).

    ``look`` is a small JPEG of its MediaBox, unrotated; empty where that was not asked for. ``codes`` are the codes read
    from its pixels; None where nobody looked.
    """

    number: int
    boxes: Boxes
    trim: Box
    user_unit: float
    rotate: int
    images: tuple[PlacedImage, ...] = ()
    texts: tuple[TextRun, ...] = ()
    shapes: tuple[Shape, ...] = ()
    groups: tuple[Group, ...] = ()
    transparencies: tuple[Transparency, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    edges: tuple[EdgePaint, ...] = ()
    ink: PageInk | None = None
    codes: tuple[Code, ...] | None = None
    look: bytes = field(default=b"", repr=False)

    @property
    def bleed(self) -> Edges | None:
        """How far the BleedBox lies outside the trim on each edge, in mm; None where the page has no BleedBox."""
        box = self.boxes.bleed
        if box is None:
            return None
        trim = self.trim
        return Edges(trim.top - box.top, box.right - trim.right, box.bottom - trim.bottom, trim.left - box.left)


@dataclass(frozen=True, slots=True)
class FontFacts:
    """A font: name without the subset tag, family, subtype, whether its program is in the file, where it is used.

    ``pages`` are those that show text in it; ``visible`` is False where all of that text is invisible (render mode
    3). ``widths_off`` counts the glyphs shown whose width in the file is not that of the font program.
    """

    name: str
    family: str
    subtype: str
    embedded: bool
    subset: bool
    to_unicode: bool
    pages: tuple[int, ...]
    visible: bool
    widths_off: int = 0


@dataclass(frozen=True, slots=True)
class IccProfile:
    """What an ICC profile says of itself (ICC.1, 7.2) and the /N of the stream that holds it."""

    digest: str
    size: int
    version: str
    device_class: str
    space: str
    description: str
    declared_components: int
    has_output_table: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class OutputIntent:
    """An output intent of the catalogue; text entries are "" where absent."""

    subtype: str
    identifier: str
    condition: str
    registry: str
    info: str
    profile: IccProfile | None


@dataclass(frozen=True, slots=True)
class Layer:
    """An optional content group and whether the default configuration shows it."""

    name: str
    on: bool


@dataclass(frozen=True, slots=True)
class StreamFilter:
    """A compression filter of streams that are no pictures, how often it is used, and where first."""

    name: str
    count: int
    where: str


@dataclass(frozen=True)
class PdfFacts:
    """A whole file.

    ``info`` and ``xmp`` hold text; the keys of ``xmp`` are ``prefix:name`` with the usual prefixes (``pdfxid``,
    ``pdf``, ``dc``, ``xmp``, ``xmpMM``). ``info_kinds`` says what type each Info entry has in the file (``string``,
    ``name``, ``boolean`` …). ``ids`` are the two strings of the trailer's /ID in hexadecimal.
    ``luminances`` says how light flat colours print, Y from 0 to 1 on the paper of the output intent; ``dimmed`` the same to
    eyes without red cones and to eyes without green ones.
    """

    digest: str
    size: int
    version: str
    pages: tuple[PageFacts, ...]
    fonts: tuple[FontFacts, ...] = ()
    intents: tuple[OutputIntent, ...] = ()
    info: dict[str, str] = field(default_factory=dict)
    info_kinds: dict[str, str] = field(default_factory=dict)
    xmp: dict[str, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    encrypted: bool = False
    object_streams: bool = False
    layers: tuple[Layer, ...] = ()
    layer_faults: tuple[str, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    filters: tuple[StreamFilter, ...] = ()
    tagged: bool = False
    lang: str = ""
    luminances: dict[Colour, float] = field(default_factory=dict)
    dimmed: dict[Colour, tuple[float, float]] = field(default_factory=dict)

    @cached_property
    def images(self) -> tuple[PlacedImage, ...]:
        """Every placed image of every page."""
        return tuple(image for page in self.pages for image in page.images)

    @cached_property
    def texts(self) -> tuple[TextRun, ...]:
        """Every text run of every page."""
        return tuple(run for page in self.pages for run in page.texts)

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """Every painted path and shading of every page."""
        return tuple(shape for page in self.pages for shape in page.shapes)
