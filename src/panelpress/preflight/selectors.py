"""What checks look at: selections from the facts, each with the page and the order it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from panelpress.facts.pdf import EdgePaint, PageFacts, PageInk, PlacedImage, Shape, TextRun
from panelpress.ground.diagnostics import Place
from panelpress.preflight.order import FLAVOURS, Flavour, Order, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.paint import ColourSpace, Paint
    from panelpress.ground.geometry import Box

Thing = TypeVar("Thing")
_QUOTE = 40
_HAIR_MM = 1e-4
_RULE_SHAPE = 8  # a filled rectangle at least this many times longer than wide is a rule, not an area


@dataclass(frozen=True, slots=True)
class Ordered(Generic[Thing]):
    """A thing and the order it is held against."""

    what: Thing
    order: Order


@dataclass(frozen=True, slots=True)
class OnPage(Generic[Thing]):
    """A thing with its page and the order."""

    what: Thing
    page: PageFacts
    order: Order


@dataclass(frozen=True, slots=True)
class Painted:
    """Anything that puts down colour: what it is, in words, where, in which space, and how it is painted."""

    words: str
    place: Place
    space: ColourSpace
    colour: str
    paint: Paint


def whole(subject: Subject) -> Iterator[Subject]:
    """The file as one thing."""
    yield subject


def pages(subject: Subject) -> Iterator[Ordered[PageFacts]]:
    """Every page."""
    for page in subject.pdf.pages:
        yield Ordered(page, subject.order)


def named(image: Ordered[PlacedImage]) -> str:
    """Return what people call a picture: the photograph planned for its place, or its name in the file."""
    what = image.what
    for plate in image.order.plates:
        if plate.page == what.page and plate.box.contains(what.box, 1.0) and what.box.contains(plate.box, 1.0):
            return f"photograph `{plate.id}`"
    return f"picture {what.name}"


def visible_images(subject: Subject) -> Iterator[Ordered[PlacedImage]]:
    """Every placed picture of which something can be seen."""
    for image in subject.pdf.images:
        if image.visible is not None:
            yield Ordered(image, subject.order)


def edges(subject: Subject) -> Iterator[OnPage[EdgePaint]]:
    """Every edge of every page that was rendered."""
    for page in subject.pdf.pages:
        for edge in page.edges:
            yield OnPage(edge, page, subject.order)


def visible_texts(subject: Subject) -> Iterator[OnPage[TextRun]]:
    """Every run of text that leaves ink somewhere on the sheet."""
    for page in subject.pdf.pages:
        for run in page.texts:
            if run.visible is not None and run.paints:
                yield OnPage(run, page, subject.order)


def visible_shapes(subject: Subject) -> Iterator[OnPage[Shape]]:
    """Every path and shading of which something can be seen."""
    for page in subject.pdf.pages:
        for shape in page.shapes:
            if shape.visible is not None:
                yield OnPage(shape, page, subject.order)


def inked_pages(subject: Subject) -> Iterator[OnPage[PageInk]]:
    """Every page whose plates were drawn."""
    for page in subject.pdf.pages:
        if page.ink is not None:
            yield OnPage(page.ink, page, subject.order)


def lines(subject: Subject) -> Iterator[OnPage[Shape]]:
    """Every visible line but those in the registration colour: strokes, and filled rectangles as thin as one (GWG I00004)."""
    return (s for s in visible_shapes(subject) if _is_line(s.what) and not s.what.paint.colour.registration)


def _is_line(shape: Shape) -> bool:
    if shape.kind == "stroke":
        return True
    width, height = shape.box.width, shape.box.height
    return shape.rectangular and max(width, height) >= _RULE_SHAPE * min(width, height)


def painted(subject: Subject) -> Iterator[Painted]:
    """Everything painted but pictures: text, paths, shadings, and the bitmaps that a colour is painted through."""
    for page in subject.pdf.pages:
        for run in page.texts:
            for paint in run.paints:
                yield Painted(quoted(run), at(run, run.box), paint.colour.space, paint.colour.words, paint)
        for shape in page.shapes:
            words = {"fill": "a filled area", "stroke": "a line", "shading": "a gradient"}[shape.kind]
            paint = shape.paint
            yield Painted(words, at(shape, shape.visible or shape.box), paint.colour.space, paint.colour.words, paint)
        for image in stencils(page):
            colour = image.paint.colour
            yield Painted(f"bitmap {image.name}", at(image, image.visible), colour.space, colour.words, image.paint)


def stencils(page: PageFacts) -> Iterator[PlacedImage]:
    """Every visible stencil mask of a page: it has no colour of its own, and is painted in that of the moment."""
    return (image for image in page.images if image.mask == "stencil" and image.visible is not None)


def coloured(subject: Subject) -> Iterator[Painted]:
    """Everything painted, pictures among it."""
    yield from painted(subject)
    for seen in visible_images(subject):
        image = seen.what
        if image.space is not None:
            yield Painted(named(seen), at(image, image.visible), image.space, image.space.words, image.paint)


def bare_rgb(space: ColourSpace) -> bool:
    """Tell whether RGB comes without a profile anywhere in a chain: nobody can say which colours it means."""
    return any(s.kind == "DeviceRGB" and s.base is None for s in space.chain)


def beneath(
    thing: TextRun | Shape, page: PageFacts, share: float = 0.2
) -> Literal["paper", "white", "tint", "picture"]:
    """Return what was painted last beneath at least ``share`` of a thing's box: less is a neighbour, not a ground."""
    grounds: list[tuple[int, Literal["white", "tint", "picture"]]] = [
        (s.order, "white" if s.paint.colour.white else "tint")
        for s in page.shapes
        if s.kind != "stroke" and s.order < thing.order and _covers(s.visible, thing.box, share)
    ]
    grounds += [
        (i.order, "picture") for i in page.images if i.order < thing.order and _covers(i.visible, thing.box, share)
    ]
    return max(grounds)[1] if grounds else "paper"


def _covers(ground: Box | None, box: Box, share: float) -> bool:
    thick = box.shrunk(-_HAIR_MM)  # a line of no width has a place, too
    shared = ground.overlap(thick) if ground is not None else None
    return shared is not None and shared.area >= share * thick.area


def at(thing: PlacedImage | TextRun | Shape, box: Box | None, name: str | None = None) -> Place:
    """Return where a thing is."""
    object = name or (
        thing.name if isinstance(thing, PlacedImage) else quoted(thing) if isinstance(thing, TextRun) else None
    )
    return Place(page=thing.page, box=box, object=object)


def shortened(text: str, most: int = 60) -> str:
    """Return a text's words on one line, cut to so many characters."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def quoted(run: TextRun) -> str:
    """Return a run's words in quotation marks, shortened."""
    return f"“{shortened(run.text, _QUOTE)}”"


def claimed(subject: Subject) -> Flavour | None:
    """Return the PDF/X level the file says it is, None where it names none we know."""
    said = subject.pdf.xmp.get("pdfxid:GTS_PDFXVersion") or subject.pdf.info.get("GTS_PDFXVersion", "")
    return next((f for f in FLAVOURS if f == said), None)


def flavour(subject: Subject) -> Flavour:
    """Return the PDF/X level to judge by: the one ordered, else the one claimed, else PDF/X-4."""
    return subject.order.flavour or claimed(subject) or "PDF/X-4"
