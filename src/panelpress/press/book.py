"""The catalogue: page after page of the flat plan, texts from the same sources as the panels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from panelpress.exhibition.model import Photo, TextBlock, in_language
from panelpress.exhibition.typography import no_break
from panelpress.ground.diagnostics import error
from panelpress.ground.geometry import Box
from panelpress.press import captions
from panelpress.press.balance import fit
from panelpress.press.layouts import find_layout
from panelpress.press.pages import UPRIGHT, UPRIGHT_BELOW, Page, SetPlate, frames_of, variant
from panelpress.press.setcodes import isbn_line, set_isbn
from panelpress.press.templating import environment, folders, render

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Exhibition
    from panelpress.exhibition.schema import Catalogue, FlatPlanEntry
    from panelpress.press.balance import Fit
    from panelpress.press.layouts import Layout, Slot
    from panelpress.press.pages import Setting

CATALOGUE = "catalogue.yml"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)  # not the locale's: equal builds on every machine


@dataclass(frozen=True)
class Opening:
    """One entry of the flat plan with the pages it takes, counted from 1."""

    entry: FlatPlanEntry
    first: int
    last: int
    title: str


def openings(setting: Setting, book: Catalogue) -> tuple[Opening, ...]:
    """Return the flat plan with page numbers: they are known before anything is laid out, so contents can be printed."""
    found: list[Opening] = []
    page = 1
    panels = {panel.id: panel for panel in setting.exhibition.panels}
    for entry in book.flat_plan:
        title = entry.contents or ""
        if entry.kind == "text" and not title:
            title = panels[entry.panel].text(entry.language).title.text
        elif entry.kind == "essay" and not title:
            title = setting.exhibition.texts[entry.text].title.text
        found.append(Opening(entry, page, page + entry.pages - 1, title))
        page += entry.pages
    return tuple(found)


def opening_photo(exhibition: Exhibition, entry: FlatPlanEntry) -> Photo | None:
    """Return the photograph with which a text of several pages opens: its panel's first."""
    if entry.kind != "text" or entry.pages < 2:
        return None
    text = next(p for p in exhibition.panels if p.id == entry.panel).text(entry.language)
    return next((exhibition.photos[f.id] for f in text.figures if f.id in exhibition.photos), None)


def _shown(exhibition: Exhibition, entry: FlatPlanEntry) -> tuple[str, ...]:
    """Return the ids of the photographs an entry of the flat plan shows."""
    if entry.kind in ("plate", "title"):
        return (entry.photo,) if entry.photo else ()
    opens = opening_photo(exhibition, entry)
    return (opens.id,) if opens else ()


def compose_book(name: ItemName, book: Catalogue, setting: Setting) -> str:
    """Return the catalogue's HTML, the whole book in reading order.

    Raises:
        PanelpressError: when a page's layout does not exist or its template is wrong.
    """
    language = name.languages[0]
    plan = openings(setting, book)
    maker = _Maker(setting, book, language, plan)
    pages = "\n".join(maker.page(opening) for opening in plan)
    return render(
        environment(setting.exhibition.root),
        "book/book.html",
        {"pages": pages, "language": language, "document_title": in_language(setting.exhibition.title, language)},
    )


@dataclass(frozen=True)
class Work:
    """A line of the list of works."""

    number: int
    lines: list[TextBlock]
    where: str


@dataclass(frozen=True)
class WorksSheet:
    """One page of the list of works."""

    number: int
    page: Page
    works: list[Work]


WITH_ISBN = "-isbn"
"""The layout of this name beside `back` is for books with a barcode"""
FACING = "-facing"
"""The layout of this name beside `plate` is for plates whose captions face them"""
_BELOW_FOOT = 1.75
"""A facing caption's last baseline stands at the picture's foot: room for what hangs below the line, mm"""


def _shift(layout: Layout, page: int) -> float:
    """Return how far a layout moves on a page: left-hand pages have their inner margin at the right."""
    return 0.0 if page % 2 else layout.verso_shift


@dataclass
class _Maker:
    """Makes one page after the other."""

    setting: Setting
    book: Catalogue
    language: str
    plan: tuple[Opening, ...]

    def page(self, opening: Opening) -> str:
        entry = opening.entry
        if entry.kind == "blank":
            return "".join('<section class="page fixed blank"></section>' for _ in range(entry.pages))
        running = in_language(self.setting.exhibition.title, self.language)
        values: dict[str, Any] = {"opening": opening, "number": opening.first, "running": running}
        if entry.kind in ("text", "essay"):
            values |= self._text(opening)
        else:
            values |= self._fixed(opening)
        values |= {
            "exhibition": self.setting.exhibition,
            "book": self.book,
            "language": self.language,
            "words": {"to_be_supplied": captions.word(captions.SUPPLIED, self.language)},
            "fit": self._fit,
        }
        page: Page | None = values.get("page")
        template = page.layout if page else "text"
        return render(environment(self.setting.exhibition.root), f"book/{template}.html", values)

    def _fit(self, block: TextBlock, width: float, token: str, lines: int = 1) -> Fit | None:
        """Return how a title is set in a measure."""
        return fit(self.setting.exhibition, token, block, width, lines)

    def _text(self, opening: Opening) -> dict[str, Any]:
        entry = opening.entry
        if entry.kind == "essay":
            name, text = entry.text, self.setting.exhibition.texts[entry.text]
        else:
            assert entry.kind == "text"
            panel = next(p for p in self.setting.exhibition.panels if p.id == entry.panel)
            name, text = panel.id, panel.text(entry.language)
        self.setting.follow(text.blocks, f"text of {name}", (opening.first, opening.last))
        photo = opening_photo(self.setting.exhibition, entry)
        if photo is None:
            return {"text": text}
        layout = self._layout("text-opening")
        shift = _shift(layout, opening.first)
        frames = {key: box.moved(shift, 0) for key, box in frames_of(layout).items()}
        slot = layout.slots[0].model_copy(update={"left": layout.slots[0].left + shift})
        plate = self._plate(photo, slot, opening)
        return {"text": text, "page": Page("text-opening", frames, (plate,))}

    def _layout(self, name: str) -> Layout:
        """Return a page's layout, drawn for the size of the book."""
        layout = find_layout(name, self._places, self.setting.exhibition.catalogue_span).layout
        self._judge_size(layout, name)
        return layout

    @property
    def _places(self) -> list[Path]:
        return [folder / "book" for folder in folders(self.setting.exhibition.root)]

    def _plate_layout(self, id: str, *, facing: bool) -> str:
        """Return the layout that suits a plate's shape and where its caption stands."""
        if facing:
            return variant("plate", FACING, self._places)
        upright = self.setting.ratio(self.setting.exhibition.photos[id]) <= UPRIGHT_BELOW
        return variant("plate", UPRIGHT, self._places) if upright else "plate"

    def _fixed(self, opening: Opening) -> dict[str, Any]:
        entry = opening.entry
        name: str = entry.kind
        if entry.kind == "plate":
            name = self._plate_layout(entry.photo, facing=entry.caption == "facing")
        if entry.kind == "back" and self.book.isbn:
            name = variant("back", WITH_ISBN, self._places)
        layout = self._layout(name)
        shift = _shift(layout, opening.first)
        frames = {key: box.moved(shift, 0) for key, box in frames_of(layout).items()}
        plates = self._plates(opening, layout, shift)
        values: dict[str, Any] = {"page": Page(name, frames, plates)}
        if entry.kind in ("title", "half-title", "back"):
            values |= self._title(opening)
            values["isbn"] = None
            if entry.kind == "back" and self.book.isbn:
                values["isbn"] = set_isbn(self.setting, self.book.isbn, values["page"], opening.first)
        elif entry.kind == "imprint":
            own = (isbn_line(self.setting, self.book.isbn, opening.first),) if self.book.isbn else ()
            values["blocks"] = (*self.setting.exhibition.imprint, *own)
            self._plan(values["blocks"], "imprint", opening)
        elif entry.kind == "contents":
            values["lines"] = self._contents(opening)
        elif entry.kind == "works":
            values["sheets"] = self._works(opening, layout)
        elif entry.kind == "caption":
            values["captions"] = self._captions(entry.photo, opening)
            values["image_number"] = self.setting.numbers.get(entry.photo)
            frames["caption"] = self._at_foot_of(entry.photo, frames["caption"])
            values["page"] = Page(entry.kind, frames)
        elif entry.kind == "colophon":
            values["lines"] = self._colophon(opening)
        return values

    def _plates(self, opening: Opening, layout: Layout, shift: float) -> tuple[SetPlate, ...]:
        """Place the photograph or drawing of a page."""
        entry, exhibition = opening.entry, self.setting.exhibition
        slots = [slot.model_copy(update={"left": slot.left + shift}) for slot in layout.slots]
        if entry.kind in ("plate", "title") and entry.photo:
            slot = slots[0]
            if entry.kind == "plate" and entry.caption == "facing":
                slot = slot.model_copy(update={"caption": None})
            return (self._plate(exhibition.photos[entry.photo], slot, opening),)
        if entry.kind == "back" and entry.drawing:
            drawn = self.setting.place_drawing(exhibition.drawings[entry.drawing], slots[0])
            return (drawn,) if drawn else ()
        return ()

    def _plate(self, photo: Photo, slot: Slot, opening: Opening) -> SetPlate:
        """Place a photograph on the first page of an entry."""
        plate = self.setting.place_photo(photo, slot, opening.first, use=f"p{opening.first}")
        self._plan(plate.captions, f"caption of {photo.id}", replace(opening, last=opening.first))
        return plate

    def _captions(self, id: str, opening: Opening) -> list[TextBlock]:
        """Return the caption that faces a plate, in every language in which its title is written."""
        photo = self.setting.exhibition.photos[id]
        tags = [t for t in self.setting.exhibition.languages if t == self.language or t in photo.title]
        blocks = [captions.caption(photo, None, tag, use=f"p{opening.first}") for tag in tags]
        self._plan(blocks, f"caption of {id}", opening)
        return blocks

    def _at_foot_of(self, id: str, frame: Box) -> Box:
        """Return a facing caption's frame with its foot at the height of the photograph's foot."""
        plate = self._layout(self._plate_layout(id, facing=True))
        foot = plate.slots[0].fit(self.setting.ratio(self.setting.exhibition.photos[id])).bottom + _BELOW_FOOT
        return Box(frame.left, foot - frame.height, frame.right, foot)

    def _colophon(self, opening: Opening) -> list[TextBlock]:
        """Return how the book was made, from the data it was made from."""
        exhibition, book = self.setting.exhibition, self.book
        printer = self.setting.printer.name
        binding = {"saddle-stitch": "saddle-stitched", "perfect": "perfect bound"}[book.binding]
        said = [
            "Set in Source Serif and Source Sans.",
            f"{book.pages} pages, {book.width_mm:g} × {book.height_mm:g} mm, {binding}.",
            f"Paper: {book.paper.name}." if book.paper.name else "",
            f"Printed by {printer}." if printer else "",
            f"Edition {exhibition.edition}, {exhibition.date.day} {_MONTHS[exhibition.date.month - 1]} {exhibition.date.year}.",
        ]
        lines = [
            captions.plain_line(f"{CATALOGUE}:colophon-{i}", text, self.language) for i, text in enumerate(said) if text
        ]
        self._plan(lines, "colophon", opening)
        return lines

    def _judge_size(self, layout: Layout, kind: str) -> None:
        wanted = (self.book.width_mm, self.book.height_mm)
        if layout.size != wanted:
            self.setting.reject(
                error(
                    "layout/size",
                    "layout `{}` is drawn for {:g} × {:g} mm, the catalogue is {:g} × {:g} mm".format(
                        kind, *layout.size, *wanted
                    ),
                    "copy it to styles/templates/book/ and draw it for that size",
                    span=self.setting.exhibition.catalogue_span,
                )
            )

    def _plan(self, blocks: tuple[TextBlock, ...] | list[TextBlock], frame: str, opening: Opening) -> None:
        self.setting.follow(blocks, frame, (opening.first, opening.last))

    def _title(self, opening: Opening) -> dict[str, Any]:
        """Return the exhibition's title and names, as a page of the matter shows them."""
        exhibition, language = self.setting.exhibition, self.language

        def line(what: str, text: str) -> TextBlock | None:
            return captions.plain_line(f"{CATALOGUE}:{what}", text, language) if text else None

        subtitle = in_language(exhibition.subtitle, language)
        lines = {
            "title": line("title", in_language(exhibition.title, language)),
            "subtitle": line("subtitle", subtitle),
            "photographer": line(
                "photographer", "" if exhibition.photographer in subtitle else exhibition.photographer
            ),
        }
        if opening.entry.kind == "back" or (opening.entry.kind == "title" and not opening.entry.photo):
            names = enumerate(exhibition.promoters)
            lines |= {f"promoter-{i}": line(f"promoter-{i}", name) for i, (name, _) in names}
        if opening.entry.kind == "back":
            lines |= {"subtitle": None, "photographer": None}
        elif opening.entry.kind == "half-title":
            lines = {"title": lines["title"]}
        for what, block in lines.items():
            if block:  # the title stands on several pages: each must show it
                lines[what] = own = replace(block, id=f"{block.id}@{opening.first}")
                self._plan([own], opening.entry.kind, opening)
        promoters = [block for what, block in lines.items() if block and what.startswith("promoter-")]
        return {**lines, "promoters": promoters}

    def _contents(self, opening: Opening) -> list[tuple[TextBlock, int]]:
        lines = [
            (captions.plain_line(f"{CATALOGUE}:contents-{o.first}", o.title, self._spoken(o)), o.first)
            for o in self.plan
            if o.title
        ]
        self._plan([block for block, _ in lines], "contents", opening)
        return lines

    def _spoken(self, opening: Opening) -> str:
        """Return the language in which a line of the contents is written."""
        entry = opening.entry
        return (entry.language if entry.kind == "text" and not entry.contents else None) or self.language

    def _works(self, opening: Opening, layout: Layout) -> list[WorksSheet]:
        """Return the list of works, spread over its pages."""
        numbers = self.setting.numbers
        photos: list[Photo] = [self.setting.exhibition.photos[id] for id in numbers]
        each = -(-len(photos) // opening.entry.pages)
        languages = [self.language, *(tag for tag in self.setting.exhibition.languages if tag != self.language)]
        sheets = []
        for index in range(opening.entry.pages):
            number = opening.first + index
            here = photos[index * each : (index + 1) * each]
            works = [Work(numbers[p.id], captions.work(p, languages), self._where(p.id)) for p in here]
            self._plan([line for work in works for line in work.lines], "works", opening)
            frames = {key: box.moved(_shift(layout, number), 0) for key, box in frames_of(layout).items()}
            sheets.append(WorksSheet(number, Page("works", frames), works))
        return sheets

    def _where(self, id: str) -> str:
        """Return on which panel and page a photograph stands."""
        exhibition = self.setting.exhibition
        words = {"es": ("Panel", "página")}.get(self.language.partition("-")[0], ("Panel", "page"))
        panel = next((p for p in exhibition.panels for f in p.text().figures if f.id == id), None)
        page = next((o.first for o in self.plan if id in _shown(exhibition, o.entry)), None)
        said = [f"{words[0]} {int(panel.number)}" if panel else "", f"{words[1]} {page}" if page else ""]
        where = ", ".join(part for part in said if part)
        return no_break(where[:1].upper() + where[1:])
