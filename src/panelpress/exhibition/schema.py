"""The shape of `catalogue.yml`, `photos/captions.yml` and the heads of panels: every key, its type, default and meaning."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from panelpress.exhibition.codes import sound_isbn, web_address
from panelpress.exhibition.keeping import archive_place
from panelpress.exhibition.printers import Printer  # noqa: TC001 - pydantic reads the annotations at run time
from panelpress.exhibition.shape import ID, Day, Id, Language, Local, PanelName, Ratio, Shape, Words, not_blank
from panelpress.exhibition.signing import SignOffShape  # noqa: TC001 - pydantic reads the annotations at run time
from panelpress.exhibition.venues import StripShape, VenueShape  # noqa: TC001 - pydantic reads the annotations at run time
from panelpress.ground.yamlsource import as_typed


class Edition(Shape):
    """A numbered, dated state of the exhibition."""

    number: Annotated[int, Field(ge=1)] = 1
    """The edition's number, counted from 1"""
    date: Day | None = None
    """The edition's date, YYYY-MM-DD: the only date that enters a press file"""


class _Entry(Shape):
    pages: Annotated[int, Field(ge=1, le=64)] = 1
    """How many pages it takes"""
    contents: Words | None = None
    """Its line in the contents; texts and essays are listed by their titles"""


class MatterPage(_Entry):
    """A page the tool sets from the exhibition's data."""

    kind: Literal["half-title", "imprint", "contents", "works", "colophon", "blank"]
    """What stands on the page"""


class TitlePage(_Entry):
    """The exhibition's title, over a photograph if there is one: the front of a self-cover."""

    kind: Literal["title"]
    """What stands on the page"""
    photo: Id | None = None
    """The id of the photograph on it"""


class TextPages(_Entry):
    """A panel's text, set for reading."""

    kind: Literal["text"]
    """What stands on the page"""
    panel: Id
    """The id of the panel whose text it is"""
    language: Language | None = None
    """Which of the panel's languages; the first one if not said"""


class EssayPages(_Entry):
    """A text that is no panel's: a foreword, an essay."""

    kind: Literal["essay"]
    """What stands on the page"""
    text: Id
    """The text's file in `panels/`, without `.md`: `foreword-durham`"""


class PlatePage(_Entry):
    """A photograph on a page of its own."""

    kind: Literal["plate"]
    """What stands on the page"""
    photo: Id
    """The id of the photograph"""
    caption: Literal["below", "facing"] = "below"
    """Where its caption stands: below it, or on the page that faces it (`kind: caption`)"""


class CaptionPage(_Entry):
    """The caption of the photograph on the facing page."""

    kind: Literal["caption"]
    """What stands on the page"""
    photo: Id
    """The id of the photograph"""


class BackPage(_Entry):
    """The back of a self-cover: the exhibition's title and who promotes it."""

    kind: Literal["back"]
    """What stands on the page"""
    drawing: Id | None = None
    """The id of a drawing on it"""


FlatPlanEntry = Annotated[
    TitlePage | MatterPage | TextPages | EssayPages | PlatePage | CaptionPage | BackPage, Field(discriminator="kind")
]


class PaperShape(Shape):
    """The paper of the book."""

    name: Words = ""
    """What the imprint calls it, such as `150 gsm uncoated`"""
    caliper_mm: Annotated[float, Field(ge=0.03, le=1)] | None = None
    """How thick a leaf is, mm, as the paper's data sheet says: the back's width and the loss at the fore-edge follow from it"""


def _by_name(value: Any) -> Any:
    """Take the paper's name alone, or a name and a thickness."""
    return value if isinstance(value, dict) or value is None else {"name": value}


class Catalogue(Shape):
    """The book."""

    binding: Literal["saddle-stitch", "perfect"] = "saddle-stitch"
    """How it is bound: `saddle-stitch` needs a multiple of 4 pages, `perfect` of 2"""
    pages: Annotated[int, Field(ge=2, le=400)]
    """How many pages are ordered from the printer"""
    width_mm: Annotated[float, Field(ge=90, le=330)] = 148
    """Trimmed page width, mm"""
    height_mm: Annotated[float, Field(ge=90, le=450)] = 210
    """Trimmed page height, mm"""
    paper: Annotated[PaperShape, BeforeValidator(_by_name, json_schema_input_type=str | PaperShape)] = PaperShape()
    """The paper: its name, as the imprint gives it, or `{name, caliper_mm}`"""
    spine_mm: Annotated[float, Field(gt=0, le=100)] | None = None
    """How wide the back of a glued book is, mm, as the printer says; else leaves times caliper"""
    print_run: Annotated[int, Field(ge=1)] | None = None
    """How many copies are printed: held against the photographs' licences"""
    isbn: Annotated[Words, AfterValidator(sound_isbn)] | None = None
    """The book's ISBN as its agency writes it, with hyphens: printed in the imprint, and as a barcode on the back"""
    flat_plan: Annotated[tuple[FlatPlanEntry, ...], Field(min_length=1)]
    """What stands on which page, in order"""


class Promoter(Shape):
    """An organisation that promotes the exhibition."""

    name: Annotated[Words, AfterValidator(not_blank)]
    """The organisation's name as it is printed"""
    logo: Id | None = None
    """The id of its logo in the captions file; none: its name is set in type"""


def _each_once(tags: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((tag for i, tag in enumerate(tags) if tag in tags[:i]), None)
    if twice:
        raise ValueError(f"names `{twice}` twice")
    return tags


class TourStop(Shape):
    """One venue of the tour: held against the photographs' licences."""

    venue: Words
    """Where it hangs"""
    country: Words
    """The country, as the licences name it"""
    opens: Day
    """First day, YYYY-MM-DD"""
    closes: Day
    """Last day, YYYY-MM-DD"""


class HangShape(Shape):
    """How the panels hang: by their top edge or by their centre, whichever is said; by the centre if neither is."""

    top_mm: Annotated[float, Field(ge=300, le=4000)] | None = None
    """The top edge above the floor, mm"""
    centre_mm: Annotated[float, Field(ge=300, le=3000)] = 1370
    """The centre above the floor, mm (1370: the middle of what people standing and sitting can read)"""

    def top(self, height_mm: float) -> float:
        """Return how high the top edge of a panel of this height hangs above the floor, mm."""
        return self.top_mm if self.top_mm is not None else self.centre_mm + height_mm / 2


class ProofShape(Shape):
    """How proofs are issued."""

    max_mb: Annotated[float, Field(ge=0.1, le=1000)] = 10
    """How large a proof may be, MB: its pictures are made smaller until it is"""


class CatalogueFile(Shape):
    """`catalogue.yml`: the exhibition."""

    job: Annotated[str, Field(pattern=ID, max_length=40), BeforeValidator(as_typed)]
    """A short name for the job: lower-case letters, figures and hyphens"""
    title: Annotated[Local, AfterValidator(not_blank)]
    """The exhibition's title"""
    subtitle: Local | None = None
    """The line below the title"""
    photographer: Words = ""
    """Whose photographs are shown"""
    copyright: Words = ""
    """The copyright line of the photographs"""
    promoters: tuple[Promoter, ...] = ()
    """The organisations that promote it, in the agreed order"""
    languages: Annotated[tuple[Language, ...], Field(min_length=1), AfterValidator(_each_once)]
    """The languages it is written in, the main one first, such as `[en-GB, es]`"""
    edition: Edition = Edition()
    """Which state of the exhibition this is"""
    theme: Id = "gallery-bone"
    """The theme: a file `styles/THEME.css`, or one that ships with panelpress"""
    styles: tuple[Words, ...] = ()
    """More style sheets, files below `styles/`, read after the theme"""
    panel_width_mm: Annotated[float, Field(ge=200, le=1500)] = 594
    """Trimmed panel width, mm (A1 portrait: 594)"""
    panel_height_mm: Annotated[float, Field(ge=200, le=1500)] = 841
    """Trimmed panel height, mm (A1 portrait: 841)"""
    viewing_distance_m: Annotated[float, Field(gt=0, le=10)] = 1.5
    """From how far the panels are read, metres"""
    hang: HangShape = HangShape()
    """How high the panels hang"""
    panels: tuple[PanelName, ...] = ()
    """The panels in order, by file name without `.md`: `01-title`, `02-durham` …"""
    catalogue: Catalogue | None = None
    """The catalogue; none if there is no book"""
    tour: tuple[TourStop, ...] = ()
    """Where and when it is shown"""
    variable: StripShape | None = None
    """A strip at the foot of panels that may change from town to town, and is no part of what people approve"""
    venue: Id | None = None
    """Whose strip is printed now, one of `venues`; left out: the strip stays empty paper"""
    venues: dict[Id, VenueShape] = {}  # noqa: RUF012 - pydantic copies it
    """The towns of the tour as their strips tell them"""
    printers: dict[Id, Printer] = {}  # noqa: RUF012 - pydantic copies it
    """The print shops; the first that makes panels, and the first that makes catalogues, are used unless asked otherwise"""
    sign_off: SignOffShape | None = None
    """Who must approve what before an edition is printed; none: nobody is asked"""
    proof: ProofShape = ProofShape()
    """How proofs are issued"""
    archive: Annotated[Words, AfterValidator(archive_place)] = "archive"
    """Where released editions are kept: a folder, from the exhibition's own or as a whole path"""
    imprint: Local | None = None
    """The paragraph of the imprint page, in Markdown"""
    names: tuple[Words, ...] = ()
    """Names of people, places and organisations as they are to be written; what comes near one is told"""
    text_rules: Words | None = None
    """The organisation's own rules for what is written: a file of the project that extends `text`"""
    to_be_supplied: tuple[Words, ...] = ()
    """What the organisers must still give, each a short line"""


class RightsShape(Shape):
    """What its owner lets us do with a photograph."""

    note: Words = ""
    """The terms in words, or where the licence lies"""
    begins: Day | None = None
    """First day of the licence, YYYY-MM-DD"""
    expires: Day | None = None
    """Last day of the licence, YYYY-MM-DD"""
    territory: tuple[Words, ...] = ()
    """The countries it holds for; none: everywhere"""
    media: tuple[Literal["panels", "catalogue", "publicity", "web"], ...] = ()
    """What it may appear in; none: everything"""
    print_run: Annotated[int, Field(ge=1)] | None = None
    """The largest number of catalogues it may be printed in"""
    consent: Literal["given", "not-needed", "asked", "refused"] | None = None
    """Whether the people it shows agreed to be shown"""


def _in_words(value: Any) -> Any:
    """Take terms in words for the note of a licence."""
    return value if isinstance(value, dict) or value is None else {"note": value}


Rights = Annotated[RightsShape, BeforeValidator(_in_words, json_schema_input_type=str | RightsShape)]
ShareOf = Annotated[float, Field(ge=0, le=1)]


def _box(value: tuple[float, float, float, float] | None) -> tuple[float, float, float, float] | None:
    if value is not None and not (value[0] < value[2] and value[1] < value[3]):
        raise ValueError("must be left, top, right, bottom: the right edge beyond the left, the bottom below the top")
    return value


class PhotoShape(Shape):
    """One photograph in the captions file. What is left out is taken from the IPTC/XMP fields inside the file."""

    file: Words | None = None
    """The picture's file, in `photos/`; not needed while `status: awaited`"""
    title: Local | None = None
    """What it shows: a true title or a description"""
    caption: Local | None = None
    """A sentence or two of context"""
    place: Local | None = None
    """Where it was taken: place, department, country"""
    date: Words | None = None
    """When it was taken: a year, `c. 1984`, or a date"""
    credit: Local | None = None
    """The credit line, printed beside the picture"""
    rights: Rights | None = None
    """What we may do with it: a sentence, or the licence's terms"""
    alt: Local | None = None
    """What a person who cannot see it should know, in about 30 words"""
    status: Literal["final", "stand-in", "awaited"] = "final"
    """`final`, `stand-in` (a picture of our own until the real one comes), or `awaited` (none yet)"""
    shape: Ratio = "3:2"
    """The shape of an awaited picture, width:height"""
    crop: Literal["never", "allowed"] = "never"
    """Whether the photographer lets it be cropped"""
    focus: tuple[ShareOf, ShareOf] = (0.5, 0.5)
    """The point a crop stays around, as shares of width and height: [0.5, 0.5] is the middle"""
    keep: Annotated[tuple[ShareOf, ShareOf, ShareOf, ShareOf] | None, AfterValidator(_box)] = None
    """What must never be cut off or stand near the trim: [left, top, right, bottom] as shares of width and height"""
    flip: Literal["never", "allowed"] = "never"
    """Whether the photographer lets it be mirrored"""
    tint: Literal["never", "allowed"] = "never"
    """Whether the photographer lets it be printed in a tint"""
    text_over: Literal["never", "allowed"] = "never"
    """Whether the photographer lets text stand on it"""
    black: Literal["k-only", "max-gcr", "four-colour", "as-supplied"] | None = None
    """How it prints if it has no colour, instead of the printer's `monochrome`; `as-supplied`: its inks are not touched"""
    intent: Literal["relative", "perceptual"] | None = None
    """Its rendering intent, instead of the printer's"""


class DrawingShape(Shape):
    """A logo, map or drawing: SVG or PDF, printed as vectors in press colours."""

    file: Words
    """The SVG or PDF file, in `photos/`"""
    alt: Local | None = None
    """What it shows, for those who cannot see it"""
    credit: Local | None = None
    """The credit line"""
    min_width_mm: Annotated[float, Field(ge=0, le=1000)] = 0
    """Its owner's smallest permitted width, mm"""
    clear_mm: Annotated[float, Field(ge=0, le=200)] = 0
    """The space its owner wants kept free around it, mm"""
    black_only: bool = False
    """Print it in black alone, whatever its colours"""


class CaptionsFile(Shape):
    """`photos/captions.yml`: every photograph and drawing."""

    photos: dict[Id, PhotoShape] = {}  # noqa: RUF012 - pydantic copies it
    """The photographs, by id"""
    drawings: dict[Id, DrawingShape] = {}  # noqa: RUF012 - pydantic copies it
    """Logos, maps and drawings, by id"""


TypeSize = Annotated[float, Field(ge=4, le=400)]


class FitShape(Shape):
    """How far the size of a panel's text may move so that it fits, in steps of half a point."""

    least_pt: TypeSize | None = None
    """The smallest size, pt; left out: the smallest that can be read from the viewing distance"""
    most_pt: TypeSize | None = None
    """The largest size, pt; left out: the theme's"""


def _yes(value: Any) -> Any:
    """Take `fit: true` for the limits that are usual, and `fit: false` for none."""
    return {"true": {}, "false": None}.get(str(value).casefold(), value) if isinstance(value, (bool, str)) else value


class PanelHead(Shape):
    """What stands between the two `---` lines at the head of a panel's file."""

    title: Annotated[Words, AfterValidator(not_blank)]
    """The panel's title: one to seven words that make the point"""
    layout: Id | None = None
    """The page template: `title`, `text-picture`, `timeline`, `bilingual`, `picture` … (first language's file only)"""
    kicker: Words | None = None
    """A short line above the title"""
    subtitle: Words | None = None
    """A line below the title"""
    lead: Words | None = None
    """The big idea in up to 40 words, set larger"""
    link: Annotated[Words, AfterValidator(web_address)] | None = None
    """A web address, such as `https://www.example.org/miners`: set as a QR code at the foot, with the address to read"""
    fit: Annotated[FitShape | None, BeforeValidator(_yes, json_schema_input_type=bool | FitShape)] = None
    """Lets the size of the text move until it fits: `true`, or `{least_pt: 32, most_pt: 40}` (first language's file only)"""
    to_be_supplied: tuple[Words, ...] = ()
    """What the organisers must still give for this panel"""
    status: Literal["written", "to_be_supplied"] = "written"
    """`to_be_supplied` while the text has not come"""
    translated_from: Annotated[str, BeforeValidator(as_typed)] = ""
    """The state of the original that a translation was made from, as `panelpress text` tells it"""
