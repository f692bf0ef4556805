"""The `printers:` of `catalogue.yml`: what one print shop wants, key by key, with its type, its default and its meaning."""

from __future__ import annotations

import re
import string
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from panelpress.exhibition.shape import Shape, Words
from panelpress.ground.diagnostics import did_you_mean

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
    max_mb: Annotated[float, Field(gt=0, le=100_000)] | None = None
    """How much its mail box or upload takes at a time, MB: `panelpress package` splits by it"""
    finish: Words = ""
    """What is done after printing, as the job ticket names it: `matt laminated`, `eyelets at the corners`"""
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
    checks: Words | None = None
    """The print shop's own rules and waivers: a preflight profile, a file of the project that extends one of ours"""


class PanelPrinter(PrinterShape):
    """The print shop that makes the panels."""

    makes: Literal["panels"]
    """What this print shop makes: `panels` or `catalogue`"""
    stock: Words = ""
    """What the panels are printed on, as the job ticket names it: `3 mm aluminium composite`"""
    copies: Annotated[int, Field(ge=1)] | None = None
    """How many of each panel are ordered"""
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
    file_name: Annotated[Words, _file_name("number", "id", "languages", "edition", "job", "venue")] = (
        "{number}-{id}{languages}.pdf"
    )
    """How panel files are named; may use {number} {id} {languages} {edition} {job} {venue}"""


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
