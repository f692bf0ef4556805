"""Days, sums and quantities are written in one way throughout a language: on panels, in captions and in the book."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.preflight.checks.reading.places import on, tongue
from panelpress.preflight.framework import Finding, check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.prose import Passage, Prose
    from panelpress.preflight.order import Subject

_S = "[ \u00a0\u202f]"
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
)
_SHORT_MONTH = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|ene|abr|dic"
_DATES = {
    "12 July 1984": rf"(?<!\d)\d{{1,2}}{_S}(?:{_MONTH})(?:,?{_S}\d{{4}})?\b",
    "12 de julio de 1984": rf"(?<!\d)\d{{1,2}}{_S}de{_S}(?:{_MONTH})(?:{_S}del?{_S}\d{{4}})?\b",
    "12th July 1984": rf"\b\d{{1,2}}(?:st|nd|rd|th){_S}(?:of{_S})?(?:{_MONTH})(?:,?{_S}\d{{4}})?\b",
    "12 Jul 1984": rf"(?<!\d)\d{{1,2}}{_S}(?:de{_S})?(?:{_SHORT_MONTH})\b",
    "July 12, 1984": rf"\b(?:{_MONTH}){_S}\d{{1,2}}(?:st|nd|rd|th)?(?:,{_S}\d{{4}})?\b(?!\d)",
    "12/07/1984": r"(?<![\d/.])\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})(?![\d/.]\d)\b",
    "1984-07-12": r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])",
}
_WAYS = {form: re.compile(pattern) for form, pattern in _DATES.items()}

_YEARS = range(1000, 2101)
_LONGEST_BARE = 4  # figures: five and more want a mark more urgently, and some houses mark only those
_AMOUNT = rf"(?<![\w.,/-])(?<!\d{_S})(?:\d{{1,3}}(?:[,.]\d{{3}}|{_S}\d{{3}})+|[1-9]\d{{3,}})(?![\w/-]|[.,]\d|{_S}\d)"
_LARGE = re.compile(_AMOUNT)
_UNIT = re.compile(rf"{_S}?(?:mm|cm|km|m|kg|g|t|ha|°|%|metres?|metros?|miles?)(?!\w)")

_SIGNS = {
    "£": "£",
    "€": "€",
    "$": "$",
    "US$": "$",
    "GBP": "£",
    "EUR": "€",
    "USD": "$",
    "BOB": "Bs",
    "Bs": "Bs",
    "Bs.": "Bs",
}
_NAMED = {"pound": "£", "libra": "£", "euro": "€", "dollar": "$", "dólar": "$", "boliviano": "Bs"}
_SCALES = {"thousand": 3, "mil": 3, "k": 3, "million": 6, "millón": 6, "millones": 6, "m": 6, "billion": 9, "bn": 9}
_SUM = re.compile(
    rf"(?<![\w.,/$-])(?P<sign>US\$|GBP|EUR|USD|BOB|Bs\.?|[£€$])?(?P<gap>{_S}?)"
    rf"(?P<number>\d{{1,3}}(?:{_S}\d{{3}})+(?!\d)|\d+(?:[.,]\d+)*)"
    rf"(?:{_S}?(?P<letter>bn|m|k)\b|{_S}(?P<scale>thousand|million|billion|mil|millón|millones)\b)?"
    rf"(?:{_S}(?:de{_S})?(?P<name>pounds?|libras?|euros?|dollars?|dólar(?:es)?|bolivianos?|GBP|EUR|USD|BOB)\b|(?P<after>{_S}?[£€]))?"
)


def _whole(subject: Subject) -> Iterator[Prose]:
    if subject.prose:
        yield subject.prose


class _Ways:
    """In which ways a thing was written, and where; () by a language and what is to be alike in it."""

    def __init__(self, prose: Prose) -> None:
        self._prose = prose
        self._seen: dict[tuple[str, str], dict[str, list[tuple[Passage, str]]]] = {}

    def note(self, passage: Passage, what: str, way: str, typed: str) -> None:
        """Note that something was written in a way."""
        self._seen.setdefault((tongue(passage, self._prose), what), {}).setdefault(way, []).append((passage, typed))

    def odd(self) -> Iterator[tuple[Passage, str, str, str]]:
        """Give each thing that is not written in the usual way: where, as typed, its way and the usual one."""
        for ways in self._seen.values():
            usual = max(ways, key=lambda way: len(ways[way]))
            for way, places in ways.items():
                for passage, typed in places if way != usual else ():
                    yield passage, typed, way, usual


@check(
    "agree/dates",
    over=_whole,
    level=Level.WARNING,
    source="house: one way to write a day",
    fix="Write all days in one way.",
)
def agree_dates(prose: Prose) -> Iterator[Finding]:
    """Days are written in one way throughout a language.

    12/07 is July to one reader and December to another.
    """
    ways = _Ways(prose)
    for passage in prose.passages:
        for way, pattern in _WAYS.items():
            for found in pattern.finditer(passage.text):
                ways.note(passage, "day", way, found.group())
    for passage, typed, way, usual in ways.odd():
        yield on(passage, f"“{typed}” is written like {way}, other days like {usual}", typed)


@check(
    "agree/thousands",
    over=_whole,
    level=Level.WARNING,
    source="house: one way to part the thousands of a figure",
    fix="Part all thousands with the same mark, or none.",
)
def agree_thousands(prose: Prose) -> Iterator[Finding]:
    """Thousands are parted by one mark throughout a language.

    5.000 is five to one reader and five thousand to another. Figures of four digits may all go without a mark while longer
    ones have it, as Spanish does; years have none, and are left out with telephone numbers.
    """
    ways = _Ways(prose)
    for passage in prose.passages:
        for found in _LARGE.finditer(passage.text):
            typed = found.group()
            digits = re.sub(r"\D", "", typed)
            mark = typed[-4] if not typed[-4].isdigit() else ""
            before, after = passage.text[: found.start()], passage.text[found.end() :]
            counted = before.endswith(tuple("£€$")) or _UNIT.match(after)
            decimals = mark == ("," if passage.language.startswith("es") else ".") and _UNIT.match(after)
            if decimals or (not mark and int(digits) in _YEARS and not counted):
                continue
            length = "four digits" if len(digits) <= _LONGEST_BARE else "more digits"
            ways.note(passage, length, "marked" if mark else "bare", typed)
            if mark:
                ways.note(passage, "mark", {",": "5,000", ".": "5.000"}.get(mark, "5 000"), typed)
    shown = {"marked": "figures of that length have a mark", "bare": "figures of that length have none"}
    for passage, typed, way, usual in ways.odd():
        other = shown.get(usual, f"figures are parted like {usual}")
        message = f"“{typed}” is written like {way}" if way not in shown else f"“{typed}”"
        yield on(passage, f"{message}; other {other}", typed)


@check(
    "agree/sums",
    over=_whole,
    level=Level.WARNING,
    source="house: one way to write a sum",
    fix="Write all sums of money and all round numbers in one way.",
)
def agree_sums(prose: Prose) -> Iterator[Finding]:
    """Sums of money and large round numbers are written in one way throughout a language.

    £1.5 million and £1,500,000 look like two sums. Compared are the place and name of each currency, and millions or thousands
    in words, by a letter, or in figures; a figure that is not round has no other way.
    """
    ways = _Ways(prose)
    for passage in prose.passages:
        for found in _SUM.finditer(passage.text):
            typed = found.group().strip()
            currency, how = _currency(found)
            if currency:
                ways.note(passage, f"sums in {currency}", how, typed)
            power, how = _scale(found, money=bool(currency))
            if power:
                ways.note(passage, f"numbers of {power} noughts", how, typed)
    for passage, typed, way, usual in ways.odd():
        yield on(passage, f"“{typed}” is written {way}, others {usual}", typed)


def _currency(found: re.Match[str]) -> tuple[str, str]:
    """Return a sum's currency and the way it is told; "" for no money."""
    sign, name, after = found["sign"], found["name"], (found["after"] or "").strip()
    if sign:
        return _SIGNS[sign], f"like {sign}5" if not found["gap"] else f"like {sign} 5"
    if after:
        return _SIGNS[after], f"like 5 {after}"
    if name:
        one = next((one for one in _NAMED if name.startswith(one)), "")
        return (_NAMED[one], f"with the word {one}") if one else (_SIGNS[name], f"like 5 {name}")
    return "", ""


def _scale(found: re.Match[str], *, money: bool) -> tuple[int, str]:
    """Return how many noughts a large round number has, 3, 6 or 9, and how they are written; 0 for any other number."""
    word, letter = found["scale"], found["letter"] if money else None
    if word or letter:
        power = _SCALES[word or letter or ""]
        return power, "with a word" if word else f"with the letter {letter}"
    typed = found["number"]
    parts = re.split(rf"[.,]|{_S}", typed)
    if any(len(part) != 3 for part in parts[1:]) or found["letter"]:
        return 0, ""
    value = int("".join(parts))
    if len(parts) == 1 and not money and value in _YEARS:
        return 0, ""
    power = next((p for p in (9, 6, 3) if value >= 10**p), 0)
    rounded = power and value % 10 ** (power - 2 if power > 3 else 3) == 0
    return (power, "in figures") if rounded else (0, "")
