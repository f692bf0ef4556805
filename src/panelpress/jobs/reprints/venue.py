"""A panel of a closed edition with the strip of another town, proven to be what was printed everywhere else.

Nobody is asked again for what stands in the strip, so it is taken as `catalogue.yml` says it now, if it does. All else is the
edition's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.exhibition.captions import read_drawings
from panelpress.exhibition.files import Files
from panelpress.exhibition.root import CAPTIONS, CATALOGUE
from panelpress.exhibition.schema import CaptionsFile, CatalogueFile
from panelpress.exhibition.venues import NONE, read_venues, with_venue
from panelpress.ground.diagnostics import Level, PanelpressError, error, fault
from panelpress.ground.units import count
from panelpress.jobs.reprints.printer import Compared

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.model import Drawing, Exhibition
    from panelpress.exhibition.venues import Venue
    from panelpress.facts.outside import Changed
    from panelpress.facts.pdf import PdfFacts
    from panelpress.ground.geometry import Box
    from panelpress.press.recipe import Recipe


UNASKED = ("venue/unknown", "venue/no-strip", "reprint/venue")
"""What is wrong with what was asked, and not with the edition"""


def sent_to(exhibition: Exhibition, name: str, home: Path, edition: int) -> tuple[Exhibition, str]:
    """Return an edition with the strip of a town, and in words whose: `catalogue.yml`'s as it is now, else the edition's.

    Args:
        exhibition: the edition's sources.
        name: the town, or ``none`` for an empty strip.
        home: the exhibition's folder, of which only `venues:` and the drawings in them are read.
        edition: the edition's number, for words.

    Raises:
        PanelpressError: where neither has it; what is wrong with the town's lines or drawings.
    """
    variable = exhibition.variable
    if name == NONE or variable is None:
        return with_venue(exhibition, name), "left empty"
    venue, drawings = _today(home, name)
    if venue is None:
        return with_venue(exhibition, name), f"that of `{name}` as edition {edition} has it"
    known = {**drawings, **exhibition.drawings}
    variable = replace(variable, venues={**variable.venues, name: venue})
    sent = with_venue(replace(exhibition, variable=variable, drawings=known), name)
    return sent, f"that of `{name}` as {CATALOGUE} says it now"


def _today(home: Path, name: str) -> tuple[Venue | None, dict[str, Drawing]]:
    """Return a town as the project has it now, and the drawings of its strip; None where it has none of that name.

    Raises:
        PanelpressError: with what is wrong with this town; what else is wrong with the project is nobody's concern here.
    """
    files = Files(home)
    source, said = files.yaml(CATALOGUE, CatalogueFile)
    if said is None or source is None or name not in said.venues:
        return None, {}
    captions_source, captions = files.yaml(CAPTIONS, CaptionsFile, optional=True)
    files.problems.clear()
    venues = read_venues(files, source, said, captions, only=name)
    wrong = [d for d in files.problems if d.level is Level.ERROR]
    files.problems.clear()
    drawings = read_drawings(files, captions, captions_source)
    wanted = {id: drawings[id] for id in venues[name].logos if id in drawings}
    places = {captions_source.span(("drawings", id, "file")) for id in venues[name].logos} if captions_source else set()
    wrong += [d for d in files.problems if d.level is Level.ERROR and d.span in places]
    if wrong:
        raise PanelpressError(wrong)
    return venues[name], wanted


def stop_without_strip(recipe: Recipe, label: str, edition: int) -> None:
    """Stop where an item has no strip.

    Raises:
        PanelpressError: ``reprint/venue``.
    """
    if recipe.strip is None:
        message = f"{label} carries no strip in edition {edition}"
        help = "`variable:` of its catalogue.yml names the panels that do; without `--venue` it is printed as it was"
        raise fault("reprint/venue", message, help)


def compare(was: bytes, now: bytes, label: str, strip: Box | None) -> Compared:
    """Hold a file with another strip against the one that was printed: object for object, and pixel for pixel."""
    from panelpress.facts.outside import changed, outside
    from panelpress.inspect.outside import beside
    from panelpress.inspect.reader import read_pdf

    assert strip is not None  # :func:`stop_without_strip`
    one, other = read_pdf(was, label, raster=False), read_pdf(now, label, raster=False)
    found = (*_of_the_file(one, other), *changed(one, other, strip))
    if found:
        return _not_the_same(label, _told(found))
    pixels = 0
    for before, after in zip(one.pages, other.pages, strict=True):
        seen = beside(before, was, after, now, strip)
        if seen is None:
            return _not_the_same(label, "something on it cannot be told in inks")
        if seen.differing:
            plates = " and ".join(seen.plates)
            return _not_the_same(label, f"{seen.differing:,} of {seen.pixels:,} pixels at 150 ppi differ, on {plates}")
        pixels += seen.pixels
    things = sum(len(outside(page, strip)) for page in other.pages)
    return Compared(
        f"outside the strip it is the file that was printed: {count(things, 'object')} the same one by one, and of "
        f"{pixels:,} pixels on every plate at 150 ppi, the bleed included, none differs"
    )


def _of_the_file(one: PdfFacts, other: PdfFacts) -> tuple[Changed, ...]:
    """Return what of the whole file is not the same."""
    from panelpress.facts.outside import Changed

    whole = {
        "the PDF's version": (one.version, other.version),
        "the output intent": (one.intents, other.intents),
        "layers": (one.layers, other.layers),
        "the PDF/X level": tuple(f.xmp.get("pdfxid:GTS_PDFXVersion", "") for f in (one, other)),
    }
    return tuple(Changed(words, None) for words, (was, now) in whole.items() if was != now)


def _told(found: tuple[Changed, ...]) -> str:
    first = found[0]
    where = f" ({first.box.left:.0f} mm from the left, {first.box.top:.0f} mm from the top)" if first.box else ""
    more = f", and {count(len(found) - 1, 'other thing')}" if len(found) > 1 else ""
    return f"{first.words}{where} is not the same{more}"


def _not_the_same(label: str, what: str) -> Compared:
    message = f"{label}: outside the strip it is not what was printed: {what}"
    help = "its sources or its fonts are not those of the edition: `panelpress reprint` without `--venue` names them"
    return Compared("", error("reprint/outside-strip", message, help))
