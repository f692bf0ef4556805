"""Documents for desks, not for presses: guides, job tickets. Laid out by the engine, finished without anything a press needs.

Metadata and identifiers depend on the content alone, as in a press file: equal content, equal bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydyf

from panelpress import __version__
from panelpress.exhibition.items import ItemName
from panelpress.ground.geometry import Edges
from panelpress.press import engine
from panelpress.press.finish import raw, write, xmp
from panelpress.press.fonts import font_faces
from panelpress.press.recipe import Job, Recipe, Sheet
from panelpress.press.templating import stylesheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.facts.layout import Block

A4 = (210.0, 297.0)
"""Width and height, mm (ISO 216)."""


@dataclass(frozen=True)
class Document:
    """A document to lay out: what it is called, its page, and the style sheets it is set with.

    ``size`` is in mm; ``root`` is the exhibition's folder, ``claim`` what its XMP says of a standard it keeps.
    """

    id: str
    file_name: str
    job: Job
    html: str
    style: str
    root: Path
    size: tuple[float, float] = A4
    blocks: tuple[Block, ...] = ()
    main: bool = True
    sources: tuple[Path, ...] = ()
    standard: str = ""
    claim: str = ""


def recipe_of(document: Document) -> Recipe:
    """Return a document's recipe; what only a press needs to know is empty in it."""
    return Recipe(
        name=ItemName("catalogue", "", document.id, (document.job.language,), main=document.main),
        file_name=document.file_name,
        sheet=Sheet(*document.size, Edges.all(0), "none", slug=False),
        job=document.job,
        html=document.html,
        css=(("fonts.css", font_faces()), (document.style, stylesheet(document.style))),
        fonts_root=document.root / "styles",
        pictures=(),
        drawings=(),
        plates=(),
        blocks=document.blocks,
        pages=0,
        keep=(),
        laid_pages=0,
        standard=document.standard,
        condition="",
        profile=Path(),
        awaited_text=(),
        sources=document.sources,
    )


def finish(pdf: Any, recipe: Recipe, claim: str = "") -> bytes:
    """Return laid-out pages as a file.

    Args:
        pdf: the engine's, with its objects.
        recipe: what it was laid out from.
        claim: what its XMP says of a standard it keeps.
    """
    _plain_colours(pdf)
    for page in pdf.objects:
        if isinstance(page, dict) and page.get("Type") == "/Page":
            for box in ("TrimBox", "BleedBox"):  # a press file's
                page.pop(box, None)
    digest = _digest(pdf.objects[1:])
    _metadata(pdf, recipe, digest, claim)
    return b"".join(write(pdf, "1.7", digest))


def _plain_colours(pdf: Any) -> None:
    """Take out the colour spaces that the engine lists in every file and that nothing uses."""
    for holder in pdf.objects:
        if isinstance(holder, dict):
            for key in [k for k in holder if k.startswith("lab-")]:
                del holder[key]


def _digest(objects: Iterable[Any]) -> str:
    whole = hashlib.sha256()
    for object_ in objects:
        data = b"\n".join(raw(object_)) if isinstance(object_, pydyf.Stream) else object_.data
        whole.update(data + b"\n")
    return whole.hexdigest()


def _metadata(pdf: Any, recipe: Recipe, digest: str, claim: str) -> None:
    job = recipe.job
    day = dt.datetime.combine(job.date, dt.time(12), tzinfo=dt.UTC)
    producer = f"panelpress {__version__} ({engine.ENGINE})"
    pdf.info.clear()
    pdf.info["Title"] = pydyf.String(job.title)
    pdf.info["Creator"] = pydyf.String(f"panelpress {__version__}")
    pdf.info["Producer"] = pydyf.String(producer)
    pdf.info["CreationDate"] = pdf.info["ModDate"] = pydyf.String(day.strftime("D:%Y%m%d%H%M%S+00'00'"))
    packet = xmp(recipe, job.title, day, producer, digest, claim)
    stream = pydyf.Stream([packet], pydyf.Dictionary({"Type": "/Metadata", "Subtype": "/XML"}))
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["Lang"] = pydyf.String(job.language)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["PageMode"] = "/UseOutlines"
