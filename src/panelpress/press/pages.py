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
from panelpress.press.pictures.headers import size_of
from panelpress.press.recipe import PICTURE_ADDRESS, Plate, Wanted
from panelpress.press.treatment import treat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.exhibition.printers import CataloguePrinter, PanelPrinter
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.press.layouts import Layout, Slot
    from panelpress.press.recipe import SetCode, Treatment


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
    at_foot: bool = False
    """Whether its caption stands beside it, the last line at the height of its foot"""

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
    codes: list[SetCode] = field(default_factory=list)
    blocks: dict[str, Block] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    strip: Box | None = None
    """Where what changes from town to town stands"""

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

    def place_photo(self, photo: Photo, slot: Slot, page: int, *, use: str = "", beside: Box | None = None) -> SetPlate:
        """Put a photograph, whole, into a slot: its box, its caption's box, and the press picture to make.

        Args:
            photo: the photograph.
            slot: its place.
            page: the page, from 1.
            use: makes the caption's id its own where it is set twice in one item.
            beside: the frame beside the slot in which the layout wants the caption: it moves to the picture's foot.
        """
        box = slot.fit(self.ratio(photo))
        awaited = photo.path is None
        treatment, forbidden = treat(photo, slot, self.ratio(photo), self.page_size, self.printer)
        self.problems.extend(forbidden)
        over = photo.said.text_over == "allowed"
        self.plates.append(Plate(page, photo.id, box, photo.status == "stand-in", awaited, treatment, over))
        src = "" if awaited else self._want(photo, box, treatment)
        language = self.languages[0]
        blocks: tuple[TextBlock, ...] = ()
        caption_box, at_foot = None, False
        if slot.caption or beside:
            blocks = tuple(captions.caption(photo, self.numbers.get(photo.id), tag, use=use) for tag in self.languages)
            short = all(len(block.text) <= _ONE_LINE for block in blocks)
            caption_box, at_foot = _caption_box(box, slot, beside, _FEET[self.printer.makes], short=short)
            self.follow(blocks, f"caption of {photo.id}")
        note = f"{captions.word(captions.AWAITED, language)}: {in_language(photo.title, language)}"
        alt = in_language(photo.alt, language) or in_language(photo.title, language) or photo.id
        return SetPlate(photo.id, box, src, alt, language, awaited, note, caption_box, blocks, at_foot)

    def place_drawing(self, drawing: Drawing, slot: Slot) -> SetPlate | None:
        """Put a logo, map or drawing into a slot as vectors, no smaller than its owner permits, with room around it."""
        try:
            width, height = drawing_size(drawing)
        except PanelpressError as wrong:
            self.problems.extend(wrong.diagnostics)
            return None
        clear = drawing.clear_mm
        if min(slot.width, slot.height) <= 2 * clear:
            self.reject(
                error(
                    "drawing/size",
                    f"drawing `{drawing.id}` is to have {clear:g} mm clear on every side; "
                    f"its place is {slot.width:g} × {slot.height:g} mm in all",
                    "give it a larger place, or a layout with one",
                    span=drawing.span,
                )
            )
            return None
        room = slot.model_copy(
            update={
                "left": slot.left + clear,
                "top": slot.top + clear,
                "width": slot.width - 2 * clear,
                "height": slot.height - 2 * clear,
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

    def ratio(self, photo: Photo) -> float:
        """Return a photograph's width over its height."""
        size = size_of(photo.path) if photo.path else None
        return size[0] / size[1] if size else photo.shape

    @property
    def page_size(self) -> tuple[float, float]:
        """The trimmed page, mm."""
        book = self.exhibition.catalogue
        if self.printer.makes == "catalogue" and book is not None:
            return book.width_mm, book.height_mm
        return self.exhibition.panel_size_mm

    def _want(self, photo: Photo, box: Box, treatment: Treatment) -> str:
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
            treatment,
        )
        self.wanted[wanted.key] = wanted
        return f"{PICTURE_ADDRESS}{wanted.key}.jpg"


_ONE_LINE = 66
"""A caption of no more characters is set on one line where its picture is wide enough: nobody's eye has to find a second"""
_ROOM_BESIDE = 0.24
"""Where a picture leaves at least this share of its slot's width, its caption stands there and not below"""


@dataclass(frozen=True)
class _Foot:
    """A caption beside a picture, mm: its distance, and how far below the picture's foot what hangs below its last line."""

    gap: float
    below: float


_FEET = {"panels": _Foot(12.0, 4.0), "catalogue": _Foot(5.0, 1.75)}


def _caption_box(picture: Box, slot: Slot, beside: Box | None, foot: _Foot, *, short: bool) -> tuple[Box | None, bool]:
    """Return where a picture's caption stands, and whether it is beside it, at its foot, rather than below."""
    place = slot.caption
    if beside:
        bottom = picture.bottom + foot.below
        return Box(beside.left, bottom - beside.height, beside.right, bottom), True
    if place is None:
        return None, False
    at_left, at_right = picture.left - slot.left, slot.left + slot.width - picture.right
    if max(at_left, at_right) >= _ROOM_BESIDE * slot.width and place.align == "picture":
        width = min(place.width, max(at_left, at_right) - foot.gap)
        left = picture.right + foot.gap if at_right >= at_left else picture.left - foot.gap - width
        top = picture.bottom - min(picture.height, 3 * place.height)
        return Box(left, top, left + width, picture.bottom + foot.below), True
    width = max(place.width, picture.width) if short else place.width
    left = picture.left if place.align == "picture" else slot.left
    if left + width > slot.left + max(slot.width, width):  # a narrow picture at the right
        left = slot.left + slot.width - width
    top = picture.bottom + place.gap
    return Box(left, top, left + width, top + place.height), False


UPRIGHT = "-upright"
"""A layout of this name beside another takes its place where the first photograph is upright or square"""
UPRIGHT_BELOW = 1.05
"""Width over height below which a photograph counts as upright or square"""


def variant(layout: str, suffix: str, places: Sequence[Path]) -> str:
    """Return the name of a layout's variant if the folder that has the layout has one, else the layout's own name."""
    own = next((folder for folder in places if (folder / f"{layout}.yml").is_file()), None)
    return f"{layout}{suffix}" if own and (own / f"{layout}{suffix}.yml").is_file() else layout


def frames_of(layout: Layout) -> dict[str, Box]:
    """Return a layout's text frames as boxes."""
    return {name: place.box for name, place in layout.frames.items()}


def refuse(problem: Diagnostic) -> PanelpressError:
    """Return the exception that rejects one item and lets the others be made."""
    return PanelpressError([problem], ExitCode.FINDINGS)
