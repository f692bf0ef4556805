"""`variable:`, `venue:` and `venues:` of `catalogue.yml`: the strip of a panel that changes from town to town.

The strip is a box of fixed size along the foot of a panel. What stands in it is no part of what people approve; where it is and
how large is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from panelpress.exhibition.root import CAPTIONS, CATALOGUE
from panelpress.exhibition.shape import Id, Local, Shape, not_blank
from panelpress.exhibition.text import read_line
from panelpress.ground.diagnostics import Diagnostic, Level, did_you_mean, fault
from panelpress.ground.yamlsource import as_typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from panelpress.exhibition.files import Files
    from panelpress.exhibition.model import Exhibition, Localised
    from panelpress.exhibition.schema import CaptionsFile, CatalogueFile
    from panelpress.ground.diagnostics import Span
    from panelpress.ground.keys import Loc
    from panelpress.ground.yamlsource import YamlSource

LEAST_MM, MOST_MM = 24, 200
"""How high a strip may be, mm: one line of a place with its dates, a third of an A2 board"""
NONE = "none"
"""What is typed for a strip that stays empty paper"""


class StripShape(Shape):
    """A box along the foot of panels that may change from town to town without anybody being asked again."""

    height_mm: Annotated[float, Field(ge=LEAST_MM, le=MOST_MM)] = 36
    """How high it is, mm; it is as wide as the panel's text"""
    panels: tuple[Annotated[str, BeforeValidator(as_typed)], ...] = ()
    """Which panels carry it, by number or id, such as `[1]`; none: all"""


class VenueShape(Shape):
    """A town of the tour, as its strip tells it."""

    place: Annotated[Local, AfterValidator(not_blank)]
    """Where it hangs: the strip's largest line"""
    dates: Local | None = None
    """From when to when, in words"""
    lines: tuple[Local, ...] = ()
    """More lines: address, opening hours, thanks"""
    logos: tuple[Id, ...] = ()
    """The ids of drawings in the captions file, set at the right in this order"""


@dataclass(frozen=True)
class Venue:
    """A town of the tour: what its strip says, its logos, and where each line of it stands in the project.

    ``spans`` goes by key (``place``, ``dates``, ``lines.0`` …) and language, "" for a line that serves all.
    """

    name: str
    place: Localised
    dates: Localised
    lines: tuple[Localised, ...]
    logos: tuple[str, ...]
    span: Span
    spans: Mapping[tuple[str, str], Span] = field(default_factory=dict)

    def texts(self) -> Iterator[tuple[str, Localised]]:
        """Yield its lines by key, the place first, those that it has."""
        yield "place", self.place
        if self.dates:
            yield "dates", self.dates
        for number, line in enumerate(self.lines):
            yield f"lines.{number}", line


@dataclass(frozen=True)
class Strip:
    """The box that may change: its height, mm, the ids of the panels that carry it (None: all), and where it is declared."""

    height_mm: float
    panels: frozenset[str] | None
    span: Span

    def on(self, panel: str) -> bool:
        """Tell whether a panel carries it."""
        return self.panels is None or panel in self.panels


@dataclass(frozen=True)
class Variable:
    """What may change from town to town: the strip, the towns by name, and whose strip is printed, "" for none."""

    strip: Strip
    venues: Mapping[str, Venue] = field(default_factory=dict)
    venue: str = ""

    @property
    def chosen(self) -> Venue | None:
        """The town whose strip is printed; None: the strip stays empty paper."""
        return self.venues.get(self.venue)


def with_venue(exhibition: Exhibition, name: str | None) -> Exhibition:
    """Return an exhibition as it goes to a town: None leaves what `catalogue.yml` says, ``none`` or "" the strip empty.

    Raises:
        PanelpressError: where there is no such town, or no strip for it.
    """
    variable = exhibition.variable
    name = "" if name == NONE else name
    if name is None or (variable is None and not name):
        return exhibition
    if variable is None:
        raise fault(
            "venue/no-strip",
            f"there is no strip for the venue `{name}`: {CATALOGUE} declares none",
            "write `variable: {height_mm: 36}` into it; docs/editions.md shows a whole one",
        )
    if name and name not in variable.venues:
        raise fault("venue/unknown", f"there is no venue `{name}`", _which(name, variable.venues))
    return replace(exhibition, variable=replace(variable, venue=name))


def strip_remarks(exhibition: Exhibition) -> tuple[Diagnostic, ...]:
    """Return what is to be known of the strip that is printed; nothing where there is none."""
    variable = exhibition.variable
    if variable is None:
        return ()
    panels = [panel for panel in exhibition.panels if variable.strip.on(panel.id)]
    where = ", ".join(f"{int(panel.number)} {panel.id}" for panel in panels)
    words = f"variable strip: {variable.venue or 'empty'} ({'panel' if len(panels) == 1 else 'panels'} {where})"
    help = "nothing to do: another town's lapses no approval (`--venue`)"
    return (Diagnostic("venue/strip", Level.NOTE, words, help, variable.strip.span),)


def _which(name: str, known: Mapping[str, Venue]) -> str:
    return did_you_mean(name, known) or f"write it below `venues:` in {CATALOGUE}"


# -- reading ---------------------------------------------------------------------------------------------------------


def read_variable(
    files: Files, source: YamlSource, said: CatalogueFile, captions: CaptionsFile | None
) -> Variable | None:
    """Return what may change from town to town; None where nothing may. What is wrong is noted."""
    venues = read_venues(files, source, said, captions)
    if said.variable is None:
        _judge_without(files, source, said)
        return None
    strip = Strip(said.variable.height_mm, _panels(files, source, said), source.span(("variable",), key=True))
    known = {*said.venues, *files.names_in(CATALOGUE, "venues")}
    if said.venue is not None and said.venue not in known:
        files.error(
            "config/unknown-id", f"there is no venue `{said.venue}`", _help(said.venue, known), source.span(("venue",))
        )
    return Variable(strip, venues, said.venue if said.venue in venues else "")


def _help(name: str, known: set[str]) -> str:
    return did_you_mean(name, known) or f"write it below `venues:` in {CATALOGUE}"


def _judge_without(files: Files, source: YamlSource, said: CatalogueFile) -> None:
    """Refuse a venue that no strip would show."""
    for key, there in (("venue", said.venue is not None), ("venues", bool(said.venues))):
        if there and files.as_typed(CATALOGUE, source, "variable"):
            help = "write `variable: {height_mm: 36}`, which keeps a strip free at the foot of every panel; or take this out"
            where = source.span((key,), key=True)
            files.error("config/value", f"`{key}:` would not be printed: there is no `variable:`", help, where)
            return


def _panels(files: Files, source: YamlSource, said: CatalogueFile) -> frozenset[str] | None:
    """Return the ids of the panels that carry the strip; each is named by number, id or file."""
    assert said.variable is not None
    if not said.variable.panels:
        return None
    names: dict[str, str] = {}
    for name in said.panels:
        number, _, id = name.partition("-")
        names |= dict.fromkeys((name, id, number, str(int(number))), id)
    found: set[str] = set()
    for i, asked in enumerate(said.variable.panels):
        if asked in names:
            found.add(names[asked])
        elif files.as_typed(CATALOGUE, source, "panels"):
            files.unknown("panel", asked, names, source.span(("variable", "panels", i)))
    return frozenset(found)


def read_venues(
    files: Files, source: YamlSource, said: CatalogueFile, captions: CaptionsFile | None, only: str = ""
) -> dict[str, Venue]:
    """Return the towns, all or one; what cannot be printed of them is noted, also of those that are not printed now."""
    found = {name: _venue(name, shape, source) for name, shape in said.venues.items() if only in ("", name)}
    for name in found:
        _judge_venue(files, source, said, captions, name)
    return found


def _judge_venue(
    files: Files, source: YamlSource, said: CatalogueFile, captions: CaptionsFile | None, name: str
) -> None:
    drawings = {*captions.drawings, *files.names_in(CAPTIONS, "drawings")} if captions else None
    shape, at = said.venues[name], ("venues", name)
    if name == NONE:
        help = "give it another name: `none` stands for a strip that stays empty"
        files.error("config/value", f"no venue can be called `{NONE}`", help, source.span(at, key=True))
    for loc, text in _texts(shape, at):
        files.languages(text, said.languages, source, loc)
        for tag, words in text.items():
            span = source.span((*loc, tag) if tag else loc)
            _, wrong = read_line(words, CATALOGUE, span.line, tag or said.languages[0], span, source.lines)
            files.problems += wrong
            if not words.strip():
                help = "write something, or take the line out"
                files.error("config/value", f"a line of the venue `{name}` is empty", help, span)
    for i, logo in enumerate(shape.logos):
        span = source.span((*at, "logos", i))
        if drawings is not None and logo not in drawings:
            files.unknown("drawing", logo, drawings, span)
        elif logo in shape.logos[:i]:
            files.error("config/duplicate-id", f"`{logo}` stands twice in one strip", "take one out", span)


def _texts(shape: VenueShape, at: Loc) -> Iterator[tuple[Loc, Localised]]:
    yield (*at, "place"), shape.place
    if shape.dates:
        yield (*at, "dates"), shape.dates
    for i, line in enumerate(shape.lines):
        yield (*at, "lines", i), line


def _venue(name: str, shape: VenueShape, source: YamlSource) -> Venue:
    at: Loc = ("venues", name)
    spans = {
        (_key(loc[2:]), tag): source.span((*loc, tag) if tag else loc)
        for loc, text in _texts(shape, at)
        for tag in text
    }
    return Venue(name, shape.place, shape.dates or {}, shape.lines, shape.logos, source.span(at, key=True), spans)


def _key(loc: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in loc)
