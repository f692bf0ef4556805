"""The exhibition as the rest of the house sees it: checked, complete, frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from panelpress.exhibition.asked import SignOff
    from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
    from panelpress.exhibition.schema import Catalogue, FitShape, PhotoShape, TourStop
    from panelpress.exhibition.venues import Variable
    from panelpress.ground.diagnostics import Diagnostic, Span
    from panelpress.ground.geometry import Edges

Localised = dict[str, str]
"""A text by language; the key "" holds one that serves every language."""


def in_language(text: Localised | None, language: str) -> str:
    """Return the text in a language: its own, the one for all, or the first there is; "" where there is none."""
    if not text:
        return ""
    return text.get(language) or text.get(language.partition("-")[0]) or text.get("") or next(iter(text.values()))


@dataclass(frozen=True)
class TextBlock:
    """One block of a text, as it must be read on paper.

    Attributes:
        id: unique in the project, made of file and line.
        html: the block set in HTML, marked with its id.
        text: its words in reading order, as they must appear on the page.
        line: the 1-based line of the file it starts on.
    """

    id: str
    kind: Literal["paragraph", "heading", "list", "quote", "timeline", "notes", "line"]
    html: str
    text: str
    file: str
    line: int
    language: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True)
class Figure:
    """A photograph or drawing asked for by id in a text, in the order of the text."""

    id: str
    span: Span


@dataclass(frozen=True)
class Link:
    """A web address that a text is to carry as a QR code, and the line that asks for it."""

    address: str
    span: Span


@dataclass(frozen=True)
class PanelText:
    """A panel in one language."""

    language: str
    file: str
    title: TextBlock
    kicker: TextBlock | None
    subtitle: TextBlock | None
    lead: TextBlock | None
    body: tuple[TextBlock, ...]
    figures: tuple[Figure, ...]
    to_be_supplied: tuple[str, ...]
    translated_from: str = ""
    supplied_at: tuple[Span, ...] = ()
    """Where each of `to_be_supplied` stands"""
    link: Link | None = None

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        """Every block of it."""
        heads = (self.kicker, self.title, self.subtitle, self.lead)
        return tuple(b for b in (*heads, *self.body) if b)


@dataclass(frozen=True)
class Panel:
    """One A1 board: its number, id, layout, and its text in each language it is written in."""

    number: str
    id: str
    layout: str
    layout_span: Span
    texts: tuple[PanelText, ...]
    fit: FitShape | None = None
    fit_span: Span | None = None

    def text(self, language: str | None = None) -> PanelText:
        """Return its text in a language, or in its first."""
        return next((t for t in self.texts if language and t.language == language), self.texts[0])


@dataclass(frozen=True)
class Photo:
    """A photograph: what the captions file says of it, filled up from the fields inside the picture.

    ``typed`` says where each of its texts stands in the captions file, by key and language ("" for one that serves all); a
    text from the fields inside the picture stands nowhere.
    """

    id: str
    path: Path | None
    file: str
    title: Localised
    caption: Localised
    place: Localised
    date: str
    credit: Localised
    alt: Localised
    said: PhotoShape
    span: Span
    typed: dict[tuple[str, str], Span] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """``final``, ``stand-in`` or ``awaited``."""
        return self.said.status

    @property
    def shape(self) -> float:
        """Width over height of an awaited picture."""
        width, _, height = self.said.shape.partition(":")
        return int(width) / int(height)


@dataclass(frozen=True)
class Drawing:
    """A logo, map or drawing that stays vector."""

    id: str
    path: Path
    file: str
    alt: Localised
    credit: Localised
    min_width_mm: float
    clear_mm: float
    black_only: bool
    span: Span


@dataclass(frozen=True)
class Exhibition:
    """The whole, as `catalogue.yml` and what it names describe it."""

    root: Path
    job: str
    title: Localised
    subtitle: Localised
    photographer: str
    copyright: str
    promoters: tuple[tuple[str, str | None], ...]
    languages: tuple[str, ...]
    edition: int
    date: dt.date
    theme: Path
    styles: tuple[Path, ...]
    panel_size_mm: tuple[float, float]
    viewing_distance_m: float
    hang_top_mm: float
    panels: tuple[Panel, ...]
    catalogue: Catalogue | None
    catalogue_span: Span
    panel_printers: dict[str, PanelPrinter]
    catalogue_printers: dict[str, CataloguePrinter]
    photos: dict[str, Photo]
    drawings: dict[str, Drawing]
    texts: dict[str, PanelText]
    imprint: tuple[TextBlock, ...]
    to_be_supplied: tuple[str, ...]
    tour: tuple[TourStop, ...]
    sources: tuple[Path, ...]
    names: tuple[str, ...] = ()
    text_rules: str | None = None
    supplied_at: tuple[Span, ...] = ()
    """Where each of `to_be_supplied` stands"""
    sign_off: SignOff | None = None
    isbn_span: Span | None = None
    remarks: tuple[Diagnostic, ...] = ()
    kept_in: str = "archive"
    """Where released editions are kept, as `archive:` of `catalogue.yml` says"""
    proof_mb: float = 10.0
    """How large a proof may be, millions of bytes"""
    variable: Variable | None = None
    """What may change from town to town without being approved again; None: nothing"""

    @property
    def archive(self) -> Path:
        """The folder in which released editions are kept."""
        return self.root / self.kept_in

    @property
    def language(self) -> str:
        """The main language."""
        return self.languages[0]


def bleed_of(printer: PanelPrinter | CataloguePrinter) -> Edges:
    """Return a printer's bleed as edges, mm."""
    from panelpress.ground.geometry import Edges  # noqa: PLC0415 - keeps this module free of run-time imports

    bleed = printer.bleed_mm
    return Edges(bleed.top, bleed.right, bleed.bottom, bleed.left)
