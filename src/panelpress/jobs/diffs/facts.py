"""What two files say and show of themselves, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.facts.usedinks import used_inks
from panelpress.ground.units import count, size
from panelpress.report.diff import Fact
from panelpress.report.status import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from panelpress.facts.pdf import PageFacts, PdfFacts
    from panelpress.ground.geometry import Box

_EMBEDDED = {True: "", False: " (not embedded)"}


def facts_of(first: PdfFacts, second: PdfFacts) -> tuple[Fact, ...]:
    """Return what two files say side by side: what prints first, then what only describes the file."""
    prints, describes = (_prints(first), _prints(second)), (_describes(first), _describes(second))
    return (*_beside(*prints, prints=True), *_beside(*describes, prints=False))


def _beside(first: Mapping[str, str], second: Mapping[str, str], *, prints: bool) -> Iterable[Fact]:
    for name in first:
        if first[name] or second[name]:
            yield Fact(name, first[name], second[name], prints)


def _prints(facts: PdfFacts) -> dict[str, str]:
    pages = facts.pages
    lowest = min((image.ppi for image in facts.images if image.visible is not None), default=None)
    return {
        "pages": str(len(pages)),
        "trim": _by_page((page.number, _size(page.trim)) for page in pages),
        "bleed": _by_page((page.number, _bleed(page)) for page in pages),
        "sheet": _by_page((page.number, _size(page.boxes.media)) for page in pages),
        "crop box": _by_page((page.number, _box(page.boxes.crop)) for page in pages),
        "art box": _by_page((page.number, _box(page.boxes.art)) for page in pages),
        "turned": _by_page((page.number, f"{page.rotate}°" if page.rotate else "") for page in pages),
        "fonts": ", ".join(sorted({f"{font.name}{_EMBEDDED[font.embedded]}" for font in facts.fonts})),
        "pictures": str(sum(1 for image in facts.images if image.visible is not None)),
        "lowest ppi": "" if lowest is None else f"{lowest:.0f}",
        "inks": ", ".join(used_inks(facts)),
        "standard": facts.xmp.get("pdfxid:GTS_PDFXVersion") or facts.info.get("GTS_PDFXVersion", ""),
        "PDF version": facts.version,
        "intent": "; ".join(
            f"{each.identifier or each.condition}"
            + (f", profile {each.profile.description} {each.profile.digest[:12]}" if each.profile else ", no profile")
            for each in facts.intents
        ),
        "transparency": ", ".join(sorted({use.kind for page in pages for use in page.transparencies})),
        "layers": ", ".join(f"{layer.name}{'' if layer.on else ' (off)'}" for layer in facts.layers),
        "annotations": _annotations(facts),
    }


def _describes(facts: PdfFacts) -> dict[str, str]:
    return {
        "title": facts.xmp.get("dc:title") or facts.info.get("Title", ""),
        "edition": facts.xmp.get("xmpMM:VersionID", ""),
        "made on": facts.xmp.get("xmp:CreateDate") or facts.info.get("CreationDate", ""),
        "changed on": facts.xmp.get("xmp:ModifyDate") or facts.info.get("ModDate", ""),
        "made with": facts.info.get("Producer") or facts.xmp.get("pdf:Producer", ""),
        "language": facts.lang,
        "tagged": "yes" if facts.tagged else "",
        "file size": f"{size(facts.size)} ({facts.size:,} bytes)",
        "SHA-256": facts.digest,
    }


def _annotations(facts: PdfFacts) -> str:
    number = sum(len(page.annotations) for page in facts.pages)
    return count(number, "annotation") if number else ""


def _by_page(values: Iterable[tuple[int, str]]) -> str:
    """Return what holds of the pages: once where it holds of all, else with the pages it holds of."""
    found: dict[str, list[str]] = {}
    for number, value in values:
        found.setdefault(value, []).append(str(number))
    if len(found) == 1:
        return next(iter(found))
    return "; ".join(f"{value or 'none'} (page {runs(numbers)})" for value, numbers in found.items())


def _mm(length: float) -> str:
    return f"{round(length, 2) + 0.0:g}"


def _size(box: Box) -> str:
    return f"{_mm(box.width)} × {_mm(box.height)} mm"


def _box(box: Box | None) -> str:
    """Return a box by its size and where it begins, from the trim's top-left corner."""
    return f"{_size(box)} at {_mm(box.left)}, {_mm(box.top)}" if box is not None else ""


def _bleed(page: PageFacts) -> str:
    bleed = page.bleed
    if bleed is None:
        return "none"
    edges = [_mm(length) for _, length in bleed.named]
    return f"{edges[0]} mm" if len(set(edges)) == 1 else f"{' / '.join(edges)} mm (top / right / bottom / left)"
