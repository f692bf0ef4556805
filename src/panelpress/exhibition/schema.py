"""The shape of the files people write: one statement of every key, its type, its default and its meaning.

The sentences below the keys are what editors show while typing (the JSON Schema is generated from here), what error
messages quote, and what the reference documentation prints.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from panelpress.ground.diagnostics import did_you_mean
from panelpress.ground.yamlsource import as_typed

ID = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
LANGUAGE = r"^[a-z]{2,3}(?:-[A-Z]{2})?$"
PANEL_NAME = r"^\d{2,3}-[a-z0-9]+(?:-[a-z0-9]+)*$"
RATIO = r"^[1-9]\d{0,3}:[1-9]\d{0,3}$"

# The pattern stands before the validator, so that it enters the JSON Schema.
Id = Annotated[str, Field(pattern=ID), BeforeValidator(as_typed)]
Language = Annotated[str, Field(pattern=LANGUAGE), BeforeValidator(as_typed)]
PanelName = Annotated[str, Field(pattern=PANEL_NAME), BeforeValidator(as_typed)]
Ratio = Annotated[str, Field(pattern=RATIO), BeforeValidator(as_typed)]


Words = Annotated[str, BeforeValidator(as_typed)]
"""A text field: ``1.10``, ``0123`` and ``true`` stay the characters that were typed."""


class Shape(BaseModel):
    """What all of them have in common: unknown keys are errors, values never change."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, validate_default=False, allow_inf_nan=False
    )
    patterns: ClassVar[dict[str, str]] = {
        ID: "must be lower-case letters, figures and single hyphens, such as `ridge-line`",
        LANGUAGE: "must be a language tag, such as `en-GB` or `es`",
        PANEL_NAME: "must be a number of two or three figures, a hyphen and an id, such as `03-num`",
        RATIO: "must be width:height in whole numbers, such as `3:2`",
    }
    """What texts must look like, in the words of error messages."""


def _by_language(value: Any) -> Any:
    """Take one text for every language, or a text for each."""
    if value == {}:
        raise ValueError("has no text in any language")
    if isinstance(value, dict) or value is None:
        return value
    return {"": value}


def _not_blank(text: dict[str, str] | str) -> dict[str, str] | str:
    for words in text.values() if isinstance(text, dict) else (text,):
        if not words.strip():
            raise ValueError("is empty")
    return text


Local = Annotated[
    dict[str, Words],
    BeforeValidator(_by_language, json_schema_input_type=str | dict[str, str]),
]
"""A text: the same in every language, or one for each (``{en-GB: …, es: …}``)."""


def _day(value: Any) -> Any:
    """Take a date only as it is meant: a bare number would pass for seconds since 1970."""
    if isinstance(value, dt.date) or value is None:
        return value
    try:
        return dt.date.fromisoformat(str(as_typed(value)))
    except ValueError:
        raise ValueError("must be a day of the calendar, written YYYY-MM-DD") from None


Day = Annotated[dt.date, BeforeValidator(_day)]


_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
"""What some printer's computer cannot have in the name of a file."""
_LONGEST_NAME = 120


def _file_name(*known: str) -> AfterValidator:
    """Refuse a pattern for file names that uses unknown words or gives no name for a file, before any file is made."""

    def judge(pattern: str) -> str:
        try:
            parts = list(string.Formatter().parse(pattern))
        except ValueError:
            raise ValueError("has a brace that is not closed") from None
        for _, word, form, conversion in parts:
            if word is None:
                continue
            if word not in known or form or conversion:
                typed = f"{word}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}"
                raise ValueError(f"uses `{{{typed}}}`; {did_you_mean(word, known)}")
        plain = "".join(text for text, *_ in parts)
        if sign := _NOT_IN_NAMES.search(plain):
            raise ValueError(f"holds {sign.group()!r}, which no file name may have everywhere")
        if plain.startswith(".") and pattern.startswith("."):
            raise ValueError("begins with a full stop: such files are hidden")
        if len(pattern) > _LONGEST_NAME:
            raise ValueError(f"is longer than {_LONGEST_NAME} characters")
        return f"{pattern[:-4]}.pdf" if pattern.lower().endswith(".pdf") else pattern

    return AfterValidator(judge)


def _edges(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    return dict.fromkeys(("top", "right", "bottom", "left"), value)


Millimetres = Annotated[float, Field(ge=0, le=25)]


class BleedEdges(Shape):
    """Bleed on each edge, mm."""

    top: Millimetres
    """Bleed at the head, mm"""
    right: Millimetres
    """Bleed at the right edge, mm"""
    bottom: Millimetres
    """Bleed at the foot, mm"""
    left: Millimetres
    """Bleed at the left edge, mm"""


Bleed = Annotated[
    BleedEdges,
    BeforeValidator(_edges, json_schema_input_type=float | BleedEdges),
]


class PrinterShape(Shape):
    """What one print shop wants."""

    name: Words = ""
    """The print shop, as the job sheet names it"""
    standard: Literal["pdf/x-4", "pdf/x-1a"] = "pdf/x-4"
    """The PDF/X flavour the printer takes: `pdf/x-4` unless they insist on `pdf/x-1a`"""
    condition: Words = "FOGRA39"
    """The printing condition's name in the ICC registry (FOGRA39, FOGRA51, FOGRA52 …)"""
    profile: Words | None = None
    """The printer's own ICC profile, a file of the project; FOGRA39 ships with panelpress"""
    marks: Literal["none", "crop", "crop+registration"] = "none"
    """Printer's marks outside the bleed; `none` unless the printer asks"""
    slug: bool = False
    """Whether a line with job, item, edition, date and content digest stands outside the bleed"""
    contact: Words = ""
    """Whom to ring when something is unclear"""
    jpeg_quality: Annotated[int, Field(ge=75, le=100)] = 92
    """JPEG quality of the photographs made for the press, 75-100"""
    max_ink: Annotated[int, Field(ge=150, le=400)] = 300
    """Total ink the press takes, % (TAC)"""
    monochrome: Literal["k-only", "max-gcr", "four-colour"] = "k-only"
    """How photographs without colour print: black ink alone, all four inks with as much black as goes, or as colour"""
    intent: Literal["relative", "perceptual"] = "relative"
    """Rendering intent of colour photographs: `relative` (with black-point compensation) or `perceptual`"""
    sharpen: Literal["none", "light"] = "none"
    """Whether photographs are lightly sharpened for the output"""
    encoding: Literal["jpeg", "lossless"] = "jpeg"
    """How photographs are packed: JPEG 4:4:4 at `jpeg_quality`, or without loss (about four times the size)"""


class PanelPrinter(PrinterShape):
    """The print shop that makes the panels."""

    makes: Literal["panels"]
    """What this print shop makes: `panels` or `catalogue`"""
    bleed_mm: Bleed = BleedEdges(top=5, right=5, bottom=5, left=5)
    """Bleed, mm, up to 25: one figure, or `{top, right, bottom, left}`"""
    safe_mm: Annotated[float, Field(ge=0, le=60)] = 15
    """Distance from the trim inside which no text may stand, mm"""
    target_ppi: Annotated[int, Field(ge=72, le=600)] = 200
    """Effective resolution photographs are made for, ppi at full size"""
    warn_ppi: Annotated[int, Field(ge=36, le=600)] = 150
    """Below this effective resolution a photograph is a warning, ppi"""
    min_ppi: Annotated[int, Field(ge=36, le=600)] = 100
    """Below this effective resolution a panel is rejected, ppi"""
    file_name: Annotated[Words, _file_name("number", "id", "languages", "edition", "job")] = (
        "{number}-{id}{languages}.pdf"
    )
    """How panel files are named; may use {number} {id} {languages} {edition} {job}"""


class CataloguePrinter(PrinterShape):
    """The print shop that makes the catalogue."""

    makes: Literal["catalogue"]
    """What this print shop makes: `panels` or `catalogue`"""
    bleed_mm: Bleed = BleedEdges(top=3, right=3, bottom=3, left=3)
    """Bleed, mm, up to 25: one figure, or `{top, right, bottom, left}`"""
    safe_mm: Annotated[float, Field(ge=0, le=30)] = 5
    """Distance from the trim inside which no text may stand, mm"""
    target_ppi: Annotated[int, Field(ge=150, le=600)] = 300
    """Effective resolution photographs are made for, ppi"""
    warn_ppi: Annotated[int, Field(ge=72, le=600)] = 225
    """Below this effective resolution a photograph is a warning, ppi"""
    min_ppi: Annotated[int, Field(ge=72, le=600)] = 150
    """Below this effective resolution the catalogue is rejected, ppi"""
    files: Literal["single", "inner+cover"] = "single"
    """One PDF of single pages in reading order, or two: inner pages and a four-page cover"""
    file_name: Annotated[Words, _file_name("id", "languages", "edition", "job")] = "{id}.pdf"
    """How the catalogue's files are named; may use {id} {languages} {edition} {job}"""


Printer = Annotated[PanelPrinter | CataloguePrinter, Field(discriminator="makes")]


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
    paper: Words = ""
    """Paper, as the imprint names it"""
    print_run: Annotated[int, Field(ge=1)] | None = None
    """How many copies are printed: held against the photographs' licences"""
    flat_plan: Annotated[tuple[FlatPlanEntry, ...], Field(min_length=1)]
    """What stands on which page, in order"""


class Promoter(Shape):
    """An organisation that promotes the exhibition."""

    name: Annotated[Words, AfterValidator(_not_blank)]
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


class CatalogueFile(Shape):
    """`catalogue.yml`: the exhibition."""

    job: Annotated[str, Field(pattern=ID, max_length=40), BeforeValidator(as_typed)]
    """A short name for the job: lower-case letters, figures and hyphens"""
    title: Annotated[Local, AfterValidator(_not_blank)]
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
    panels: tuple[PanelName, ...] = ()
    """The panels in order, by file name without `.md`: `01-title`, `02-durham` …"""
    catalogue: Catalogue | None = None
    """The catalogue; none if there is no book"""
    tour: tuple[TourStop, ...] = ()
    """Where and when it is shown"""
    printers: dict[Id, Printer] = {}
    """The print shops; the first that makes panels, and the first that makes catalogues, are used unless asked otherwise"""
    imprint: Local | None = None
    """The paragraph of the imprint page, in Markdown"""
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

    photos: dict[Id, PhotoShape] = {}
    """The photographs, by id"""
    drawings: dict[Id, DrawingShape] = {}
    """Logos, maps and drawings, by id"""


class PanelHead(Shape):
    """What stands between the two `---` lines at the head of a panel's file."""

    title: Annotated[Words, AfterValidator(_not_blank)]
    """The panel's title: one to seven words that make the point"""
    layout: Id | None = None
    """The page template: `title`, `text-picture`, `timeline`, `bilingual`, `picture` … (first language's file only)"""
    kicker: Words | None = None
    """A short line above the title"""
    subtitle: Words | None = None
    """A line below the title"""
    lead: Words | None = None
    """The big idea in up to 40 words, set larger"""
    to_be_supplied: tuple[Words, ...] = ()
    """What the organisers must still give for this panel"""
    status: Literal["written", "to_be_supplied"] = "written"
    """`to_be_supplied` while the text has not come"""


def json_schema(model: type[Shape]) -> dict[str, Any]:
    """Return the JSON Schema of one of the files, for editors."""
    schema = model.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    plain: dict[str, Any] = _plain(schema)
    return plain


def _plain(value: Any) -> Any:
    """Make descriptions one line: editors show them in a tooltip."""
    if isinstance(value, dict):
        return {
            key: re.sub(r"\s+", " ", child) if key == "description" and isinstance(child, str) else _plain(child)
            for key, child in value.items()
        }
    return [_plain(child) for child in value] if isinstance(value, list) else value
