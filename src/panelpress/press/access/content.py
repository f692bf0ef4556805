"""What an access edition says, in the order in which it is read: sections of texts, pictures told in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING

from panelpress.exhibition.codes import readable
from panelpress.exhibition.model import TextBlock
from panelpress.exhibition.root import CAPTIONS, CATALOGUE
from panelpress.exhibition.text import read_line
from panelpress.ground.diagnostics import Diagnostic, Level, Span
from panelpress.ground.units import count
from panelpress.press import captions
from panelpress.press.access.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from panelpress.exhibition.model import Drawing, Exhibition, Link, Localised, PanelText, Photo
    from panelpress.press.access.words import Words


@dataclass(frozen=True)
class Picture:
    """A photograph or drawing in words.

    ``state`` says why it is not the photograph itself; ``shows`` introduces the description, which is None where nobody
    has written one; ``facts`` are labels with what they name: place, date, credit.
    """

    label: str
    title: TextBlock | None
    sentence: TextBlock | None
    shows: str
    description: TextBlock | None
    facts: tuple[tuple[str, TextBlock], ...]
    state: str = ""


@dataclass(frozen=True)
class Section:
    """A part with a heading of its own, and a line in the contents.

    ``label`` is what stands before the heading (``Panel 2:``); ``only_in`` says in which language alone its text exists.
    """

    anchor: str
    label: str
    heading: TextBlock | None
    text: PanelText | None = None
    pictures: tuple[Picture, ...] = ()
    only_in: str = ""
    awaited: tuple[TextBlock, ...] = ()
    lines: tuple[TextBlock, ...] = ()
    blocks: tuple[TextBlock, ...] = ()

    @property
    def name(self) -> str:
        """Its heading as plain words."""
        return " ".join(part for part in (self.label, self.heading.text if self.heading else "") if part)


@dataclass(frozen=True)
class Content:
    """A whole edition in one language; ``findings`` is what its readers will miss."""

    language: str
    words: Words
    title: TextBlock
    subtitle: TextBlock | None
    photographer: TextBlock | None
    promoters: tuple[TextBlock, ...]
    sections: tuple[Section, ...]
    edition: str
    findings: tuple[Diagnostic, ...] = ()

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        """Every block of source text that must be read in it, in the order of reading."""
        heads = (self.title, self.subtitle, self.photographer, *self.promoters)
        return tuple(b for b in (*heads, *(b for s in self.sections for b in _blocks(s))) if b)


def _blocks(section: Section) -> Iterator[TextBlock | None]:
    text = section.text
    yield section.heading
    if text:
        yield from (text.kicker, text.subtitle, text.lead, *text.body)
    yield from (*section.awaited, *section.lines, *section.blocks)
    for picture in section.pictures:
        yield from (picture.title, picture.sentence, picture.description, *(block for _, block in picture.facts))


def content_of(exhibition: Exhibition, language: str) -> Content:
    """Return what the edition in a language says: every panel, essay and photograph, in that language where it is written.

    What exists in another language only is given in that one, and marked so: nothing is left out.
    """
    return _Maker(exhibition, language).content()


def say(text: Localised | None, language: str, main: str) -> tuple[str, str]:
    """Return a text in a language, with the language it really is in: one for all is written in the main language."""
    if not text:
        return "", language
    for tag in (language, language.partition("-")[0]):
        if text.get(tag):
            return text[tag], tag
    if text.get(""):
        return text[""], main
    tag, words = next(iter(text.items()))
    return words, tag or main


def _address(link: Link, language: str) -> TextBlock:
    """Return what a panel's QR code says as a line to read and to follow."""
    words = readable(link.address)
    html = f'<a href="{escape(link.address)}">{escape(words, quote=False)}</a>'
    return TextBlock(f"{link.span.file}:link", "line", html, words, link.span.file, link.span.line, language)


@dataclass
class _Maker:
    """Gathers one edition; ``untold`` are pictures that nobody has described, ``foreign`` counts what is not translated."""

    exhibition: Exhibition
    language: str
    untold: list[Photo | Drawing] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def words(self) -> Words:
        return words_of(self.language)

    def content(self) -> Content:
        exhibition, words = self.exhibition, self.words
        title = self._local(f"{CATALOGUE}:title", exhibition.title)
        assert title is not None
        sections = (*self._panels(), *self._essays(), *self._more(), *self._tour(), *self._imprint())
        named = exhibition.subtitle and exhibition.photographer in say(exhibition.subtitle, self.language, "")[0]
        photographer = "" if named else exhibition.photographer
        return Content(
            self.language,
            words,
            title,
            self._local(f"{CATALOGUE}:subtitle", exhibition.subtitle),
            self._line(f"{CATALOGUE}:photographer", photographer, exhibition.language),
            tuple(self._lines("promoter", (name for name, _ in exhibition.promoters))),
            sections,
            words.edition.format(exhibition.edition, words.date_of(exhibition.date)),
            tuple(self._findings()),
        )

    # -- sections ----------------------------------------------------------------------------------------------------

    def _panels(self) -> Iterator[Section]:
        for panel in self.exhibition.panels:
            text = panel.text(self.language)
            label = f"{self.words.panel} {int(panel.number)}:"
            section = self._text(f"panel-{panel.id}", label, text, self._pictures(text, panel.id))
            link = text.link or panel.text().link
            yield replace(section, lines=(_address(link, text.language),)) if link else section

    def _essays(self) -> Iterator[Section]:
        """Return the texts of the catalogue that are no panel's, in the order of the book."""
        plan = self.exhibition.catalogue.flat_plan if self.exhibition.catalogue else ()
        for name in dict.fromkeys(entry.text for entry in plan if entry.kind == "essay"):
            text = self.exhibition.texts[name]
            yield self._text(f"text-{name}", self.words.from_catalogue, text, self._pictures(text, name))

    def _text(self, anchor: str, label: str, text: PanelText, pictures: tuple[Picture, ...]) -> Section:
        other = text.language != self.language
        if other:
            self.foreign.append(text.file)
        return Section(
            anchor,
            label,
            text.title,
            text,
            pictures,
            self.words.only_in.format(self.words.language(text.language)) if other else "",
            tuple(self._lines(f"{anchor}-awaited", text.to_be_supplied, text.file)),
        )

    def _more(self) -> Iterator[Section]:
        """Return the photographs that only the catalogue shows."""
        exhibition = self.exhibition
        hung = {figure.id for panel in exhibition.panels for figure in panel.text().figures}
        left = [id for id in captions.numbers(exhibition) if id not in hung]
        if left:
            pictures = tuple(self._photo(exhibition.photos[id], "catalogue") for id in left)
            yield Section("more", self.words.more, None, pictures=pictures)

    def _tour(self) -> Iterator[Section]:
        if self.exhibition.tour:
            stops = (
                f"{stop.venue}, {stop.country}, {self.words.date_of(stop.opens)} – {self.words.date_of(stop.closes)}"
                for stop in self.exhibition.tour
            )
            yield Section("tour", self.words.tour, None, lines=tuple(self._lines("tour", stops, tag=self.language)))

    def _imprint(self) -> Iterator[Section]:
        """Return whose the photographs are, and the paragraphs of the imprint page."""
        exhibition = self.exhibition
        spoken = [block.language for block in exhibition.imprint]
        tag = self.language if self.language in spoken else exhibition.language
        lines = self._lines("copyright", [exhibition.copyright])
        blocks = [block for block in exhibition.imprint if block.language == tag]
        awaited = self._lines("awaited", exhibition.to_be_supplied)
        if lines or blocks or awaited:
            label = self.words.imprint
            yield Section("imprint", label, None, lines=tuple(lines), blocks=tuple(blocks), awaited=tuple(awaited))

    # -- pictures ----------------------------------------------------------------------------------------------------

    def _pictures(self, text: PanelText, place: str) -> tuple[Picture, ...]:
        photos, drawings = self.exhibition.photos, self.exhibition.drawings
        return tuple(
            self._photo(photos[figure.id], place) if figure.id in photos else self._drawing(drawings[figure.id], place)
            for figure in text.figures
        )

    def _photo(self, photo: Photo, place: str) -> Picture:
        words, id = self.words, f"{CAPTIONS}:{photo.id}@{place}"
        number = captions.numbers(self.exhibition).get(photo.id)
        state = {"stand-in": words.stand_in, "awaited": words.awaited}.get(photo.status, "")
        title, place_, sentence = (
            self._local(f"{id}:{what}", text, photo.span)
            for what, text in (("title", photo.title), ("place", photo.place), ("caption", photo.caption))
        )
        date = self._line(f"{id}:date", photo.date, self.language, photo.span)
        credit = self._local(f"{id}:credit", photo.credit, photo.span)
        facts = ((words.place, place_), (words.date, date), (words.credit, credit))
        return Picture(
            f"{words.photograph} {number}" if number else words.photograph,
            title,
            sentence,
            words.picture_shows if state else words.photograph_shows,
            self._description(photo, id),
            tuple((label, block) for label, block in facts if block),
            state,
        )

    def _drawing(self, drawing: Drawing, place: str) -> Picture:
        words, id = self.words, f"{CAPTIONS}:{drawing.id}@{place}"
        credit = self._local(f"{id}:credit", drawing.credit, drawing.span)
        facts = ((words.credit, credit),) if credit else ()
        return Picture(words.drawing, None, None, words.drawing_shows, self._description(drawing, id), facts)

    def _description(self, picture: Photo | Drawing, id: str) -> TextBlock | None:
        block = self._local(f"{id}:alt", picture.alt, picture.span)
        if block is None:
            self.untold.append(picture)
        elif block.language != self.language:
            self.foreign.append(picture.id)
        return block

    # -- words -------------------------------------------------------------------------------------------------------

    def _local(self, id: str, text: Localised | None, span: Span | None = None) -> TextBlock | None:
        words, tag = say(text, self.language, self.exhibition.language)
        return self._line(id, words, tag, span)

    def _line(self, id: str, words: str, tag: str, span: Span | None = None) -> TextBlock | None:
        """Return a line of the exhibition's data as a block of its own id; None where it is empty."""
        if not words.strip():
            return None
        if span is None:
            return captions.plain_line(id, words.replace("'", "’"), tag)
        block, _ = read_line(words, CAPTIONS, span.line, tag, span)
        return replace(block, id=id)

    def _lines(self, what: str, lines: Iterable[str], file: str = CATALOGUE, tag: str = "") -> list[TextBlock]:
        made = (self._line(f"{file}:{what}-{i}", line, tag or self.exhibition.language) for i, line in enumerate(lines))
        return [block for block in made if block]

    def _findings(self) -> Iterator[Diagnostic]:
        for picture in {picture.id: picture for picture in self.untold}.values():
            yield Diagnostic(
                "access/description",
                Level.WARNING,
                f"nobody has described `{picture.id}`: who cannot see it is told nothing",
                "write `alt:` below it: what a person who cannot see it should know, in about 30 words",
                picture.span,
            )
        names = list(dict.fromkeys(self.foreign))
        if names:
            shown = _some(names)
            yield Diagnostic(
                "access/language",
                Level.NOTE,
                f"{count(len(names), 'text')} of the edition in {self.language} exist in another language only: {shown}",
                "nothing to do if this is meant; they are given as they are, and marked with their language",
            )


def _some(names: Sequence[str], most: int = 6) -> str:
    return ", ".join(f"`{name}`" for name in names[:most]) + (" …" if len(names) > most else "")
