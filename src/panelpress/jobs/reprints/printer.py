"""The same edition for another print shop: bleed, marks, standard and condition are theirs, everything else stays as signed.

How photographs are made (resolution, quality, black, sharpening, rendering intent) stays the edition's, so that what lies
inside the trim can be the same: pixel for pixel where the output intent is, by colour where it is another.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from panelpress.exhibition.files import Files
from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
from panelpress.exhibition.root import CATALOGUE
from panelpress.exhibition.schema import CatalogueFile
from panelpress.ground.diagnostics import Diagnostic, PanelpressError, did_you_mean, error, fault
from panelpress.ground.units import count

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from panelpress.facts.pdf import PageFacts
    from panelpress.jobs.orders import Printers

_Shop = TypeVar("_Shop", PanelPrinter, CataloguePrinter)
AS_SIGNED = ("target_ppi", "jpeg_quality", "encoding", "sharpen", "monochrome", "intent")
"""What of a print shop's section stays the edition's"""
MOST_MEAN, MOST_OF_IT = 2.5, 5.0
"""How far colours may be apart on average, and for 95 % of the page, CIEDE2000: what ISO 12647-7:2016 grants a contract proof"""


def shop_named(root: Path, name: str, *, panel: bool) -> PanelPrinter | CataloguePrinter:
    """Return a print shop of `catalogue.yml` as it is now; nothing else of the project need be sound.

    Raises:
        PanelpressError: where there is none of that name, or it makes the other things; what is wrong with `catalogue.yml`.
    """
    files = Files(root)
    _, said = files.yaml(CATALOGUE, CatalogueFile)
    if said is None:
        raise PanelpressError(files.problems)
    panels = {n: p for n, p in said.printers.items() if isinstance(p, PanelPrinter)}
    books = {n: p for n, p in said.printers.items() if isinstance(p, CataloguePrinter)}
    mine: Mapping[str, PanelPrinter | CataloguePrinter] = panels if panel else books
    others: Mapping[str, PanelPrinter | CataloguePrinter] = books if panel else panels
    if name in mine:
        return mine[name]
    if name in others:
        made = "panels" if panel else "the catalogue"
        raise fault("reprint/printer", f"the printer `{name}` does not make {made}", did_you_mean(name, mine))
    raise fault("project/unknown-printer", f"there is no printer `{name}`", did_you_mean(name, [*panels, *books]))


def instead(printers: Printers, shop: PanelPrinter | CataloguePrinter, home: Path, into: Path) -> Printers:
    """Return the print shops of an edition with another in the place of the one that makes the same (:func:`merged`)."""
    panels, books = printers
    if isinstance(shop, PanelPrinter):
        return merged(panels, shop, home, into), books
    return panels, merged(books, shop, home, into)


def merged(edition: _Shop, shop: _Shop, home: Path, into: Path) -> _Shop:
    """Return a print shop that wants its own sheet and intent, and photographs made as they were signed.

    Args:
        edition: who printed the edition.
        shop: who prints now.
        home: the exhibition's folder, which has the shop's profile and rules.
        into: the folder of the edition's sources: they are copied there.
    """
    changes: dict[str, object] = {name: getattr(edition, name) for name in AS_SIGNED}
    changes["max_ink"] = min(edition.max_ink, shop.max_ink)
    if shop.makes == "catalogue" and edition.makes == "catalogue":
        changes["files"] = edition.files
    for name in ("profile", "checks"):
        file = getattr(shop, name)
        if file is not None:
            (into / "reprint").mkdir(exist_ok=True)
            copied = into / "reprint" / f"{name}-{(home / file).name}"
            if not (home / file).is_file():
                raise fault("project/missing-file", f"there is no file {file}, which the printer names", "put it there")
            shutil.copyfile(home / file, copied)
            changes[name] = copied.relative_to(into).as_posix()
    return shop.model_copy(update=changes)


@dataclass(frozen=True)
class Compared:
    """How two files of one item are to each other inside the trim, in words; ``fault`` where they are not the same."""

    words: str
    fault: Diagnostic | None = None


def compare(was: bytes, now: bytes, label: str) -> Compared:
    """Hold the file for another print shop against the one that was printed, page by page, inside the trim."""
    from panelpress.inspect.plates import output_profile
    from panelpress.inspect.reader import read_pdf

    one, other = read_pdf(was, label, raster=False), read_pdf(now, label, raster=False)
    if len(one.pages) != len(other.pages):
        words = f"{label} had {count(len(one.pages), 'page')}, and has {len(other.pages)}"
        return Compared(words, error("reprint/pages", words, _HELP))
    pairs = tuple(zip(one.pages, other.pages, strict=True))
    held = _pixels if output_profile(was) == output_profile(now) else _colours
    return held(pairs, was, now, label)


_Pairs = tuple[tuple["PageFacts", "PageFacts"], ...]


def _pixels(pairs: _Pairs, was: bytes, now: bytes, label: str) -> Compared:
    """Hold pages against each other that are meant for the same press: pixel for pixel on every plate."""
    from panelpress.inspect.paper import EDGE_MM, FINE_PPI, PPI, apart

    pixels = touched = worst = finer = 0
    for before, after in pairs:
        found = apart(before, was, after, now)
        if found is None:
            return _untold(label)
        if found.box is not None:
            words = (
                f"page {before.number} prints something else inside the trim: {found.other:,} of {found.pixels:,} pixels "
                f"at {found.ppi:g} ppi, by up to {found.worst} of 255, on {' and '.join(found.plates)}, "
                f"{found.box.left:.0f} mm from the left, {found.box.top:.0f} mm from the top"
            )
            return Compared(words, error("reprint/inside-trim", f"{label}: {words}", _HELP))
        if found.ppi != PPI:
            finer += 1
            continue
        pixels, touched, worst = pixels + found.pixels, touched + found.touched, max(worst, found.worst)
    told = f"{touched:,} differ by rounding, the most by {worst} of 255" if touched else "none differs"
    by_pixels = f"pixel for pixel at {PPI:g} ppi: of {pixels:,} pixels {told}" if pixels else ""
    by_edges = (
        f"{count(finer, 'page')} at {FINE_PPI:g} ppi, where no edge lies {EDGE_MM:g} mm elsewhere" if finer else ""
    )
    return Compared(
        f"inside the trim every plate is the same, {'; '.join(each for each in (by_pixels, by_edges) if each)}"
    )


def _colours(pairs: _Pairs, was: bytes, now: bytes, label: str) -> Compared:
    """Hold pages against each other that are meant for different presses: by the colours on their papers."""
    from panelpress.inspect.paper import shift

    shifts = [shift(before, was, after, now) for before, after in pairs]
    known = [each for each in shifts if each is not None]
    if len(known) != len(shifts):
        return _untold(label)
    mean, most_of_it = max(each.mean for each in known), max(each.most_of_it for each in known)
    words = (
        f"another output intent: inside the trim colours are apart by {mean:.1f} on average, 95 % by less than "
        f"{most_of_it:.1f}, at most {max(each.most for each in known):.1f} (CIEDE2000 from each paper's white, the worst page)"
    )
    if mean <= MOST_MEAN and most_of_it <= MOST_OF_IT:
        return Compared(words)
    limit = f"; {MOST_MEAN:g} and {MOST_OF_IT:g} are the limits"
    return Compared(words, error("reprint/colour", f"{label}: {words}{limit}", _HELP_COLOUR))


def _untold(label: str) -> Compared:
    words = "something in it cannot be told in inks"
    return Compared(words, error("reprint/inks", f"{label}: {words}", "print it where it was printed before"))


_HELP = "its sources or its fonts are not those of the edition: `panelpress reprint` without `--printer` names them"
_HELP_COLOUR = (
    "it would be seen beside the others: print it on a paper like theirs, or close a new edition for this printer, which "
    "people approve as it will look"
)
