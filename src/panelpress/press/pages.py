"""What panels and catalogue pages have in common: frames, plates with their captions, and the blocks that must appear."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from panelpress.exhibition.model import Drawing, Photo, TextBlock, in_language
from panelpress.facts.layout import Block, Source
from panelpress.ground.diagnostics import ExitCode, PanelpressError, error
from panelpress.ground.geometry import Box
from panelpress.press import captions
from panelpress.press.drawings import ADDRESS as DRAWING_ADDRESS
from panelpress.press.drawings import drawing_size
from panelpress.press.recipe import PICTURE_ADDRESS, Plate, Wanted
from panelpress.press.shapes import size_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.exhibition.model import Exhibition
    from panelpress.exhibition.schema import CataloguePrinter, PanelPrinter
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.press.layouts import CaptionPlace, Layout, Slot


@dataclass(frozen=True)
class SetPlate:
    """A photograph or drawing as a template sees it."""

    id: str
    box: Box
    src: str
    alt: str
    language: str
    awaited: bool = False
    note: str = ""
    caption_box: Box | None = None
    captions: tuple[TextBlock, ...] = ()

    @property
    def drawing(self) -> bool:
        """Whether it is a drawing rather than a photograph."""
        return self.src.startswith(DRAWING_ADDRESS)


@dataclass(frozen=True)
class Page:
    """A page as a template sees it."""

    layout: str
    frames: dict[str, Box]
    plates: tuple[SetPlate, ...] = ()


@dataclass
class Setting:
    """Gathers what an item needs while it is composed."""

    exhibition: Exhibition
    printer: PanelPrinter | CataloguePrinter
    languages: tuple[str, ...]
    plates: list[Plate] = field(default_factory=list)
    wanted: dict[str, Wanted] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)
    drawing_boxes: list[tuple[str, Box]] = field(default_factory=list)
    blocks: dict[str, Block] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = captions.numbers(self.exhibition)

    def follow(self, blocks: Iterable[TextBlock | None], frame: str, pages: tuple[int, int] | None = None) -> None:
        """Note blocks that must appear in full in a frame."""
        for block in blocks:
            if block:
                source = Source(block.file, block.line)
                self.blocks[block.id] = Block(block.id, block.text, source, frame, pages)

    def reject(self, diagnostic: Diagnostic) -> None:
        """Note a problem of the item's content: it will be rejected, the others are made."""
        self.problems.append(diagnostic)

    def place_photo(
        self, photo: Photo, slot: Slot, page: int, *, use: str = "", place: CaptionPlace | None = None
    ) -> SetPlate:
        """Put a photograph, whole, into a slot: its box, its caption's box, and the press picture to make."""
        box = slot.fit(self._ratio(photo))
        awaited = photo.path is None
        self.plates.append(Plate(page, photo.id, box, photo.status == "stand-in", awaited))
        src = "" if awaited else self._want(photo, box)
        language = self.languages[0]
        place = place or slot.caption
        blocks: tuple[TextBlock, ...] = ()
        caption_box = None
        if place:
            blocks = tuple(captions.caption(photo, self.numbers.get(photo.id), tag, use=use) for tag in self.languages)
            left = box.left if place.align == "picture" else slot.left
            top = box.bottom + place.gap
            caption_box = Box(left, top, left + place.width, top + place.height)
            if left + place.width > slot.left + max(slot.width, place.width):  # a narrow picture at the right
                caption_box = caption_box.moved(slot.left + slot.width - caption_box.right, 0)
            self.follow(blocks, f"caption of {photo.id}")
        note = f"{captions.word(captions.AWAITED, language)}: {in_language(photo.title, language)}"
        alt = in_language(photo.alt, language) or in_language(photo.title, language) or photo.id
        return SetPlate(photo.id, box, src, alt, language, awaited, note, caption_box, blocks)

    def place_drawing(self, drawing: Drawing, slot: Slot) -> SetPlate | None:
        """Put a logo, map or drawing into a slot as vectors, no smaller than its owner permits, with room around it."""
        try:
            width, height = drawing_size(drawing)
        except PanelpressError as wrong:
            self.problems.extend(wrong.diagnostics)
            return None
        clear = drawing.clear_mm
        room = slot.model_copy(
            update={
                "left": slot.left + clear,
                "top": slot.top + clear,
                "width": max(0.1, slot.width - 2 * clear),
                "height": max(0.1, slot.height - 2 * clear),
            }
        )
        box = room.fit(width / height)
        if box.width < drawing.min_width_mm - 0.01:
            self.reject(
                error(
                    "drawing/size",
                    f"drawing `{drawing.id}` would print {box.width:.0f} mm wide; its owner asks for {drawing.min_width_mm:g} mm",
                    f"give it a larger place, or a layout with one (it also keeps {clear:g} mm clear on every side)",
                    span=drawing.span,
                )
            )
            return None
        self.drawings[drawing.id] = drawing
        self.drawing_boxes.append((drawing.id, box))
        language = self.languages[0]
        suffix = drawing.path.suffix.lower()
        return SetPlate(
            drawing.id,
            box,
            f"{DRAWING_ADDRESS}{drawing.id}{suffix}",
            in_language(drawing.alt, language) or drawing.id,
            language,
        )

    def _ratio(self, photo: Photo) -> float:
        size = size_of(photo.path) if photo.path else None
        return size[0] / size[1] if size else photo.shape

    def _want(self, photo: Photo, box: Box) -> str:
        assert photo.path is not None
        wanted = Wanted(
            photo.id,
            photo.path,
            photo.file,
            round(box.width, 4),
            round(box.height, 4),
            self.printer.target_ppi,
            self.printer.jpeg_quality,
            photo.span,
        )
        self.wanted[wanted.key] = wanted
        return f"{PICTURE_ADDRESS}{wanted.key}.jpg"


def frames_of(layout: Layout) -> dict[str, Box]:
    """Return a layout's text frames as boxes."""
    return {name: place.box for name, place in layout.frames.items()}


def refuse(problem: Diagnostic) -> PanelpressError:
    """Return the exception that rejects one item and lets the others be made."""
    return PanelpressError([problem], ExitCode.FINDINGS)
