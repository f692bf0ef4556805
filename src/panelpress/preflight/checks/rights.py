"""Rights: photographs are shown when, where and as often as their owners agreed, and the people in them agreed too.

Rights are data in the captions file; the tour and the print run stand in ``catalogue.yml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.preflight.framework import Finding, check

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from panelpress.preflight.order import Licence, Stop, Subject

_AGREED = "the licence, as the captions file states it"


def _stops(subject: Subject) -> Iterator[tuple[Licence, Stop]]:
    for licence in _each_once(subject):
        for stop in subject.order.tour:
            yield licence, stop


def _each_once(subject: Subject) -> Iterator[Licence]:
    seen = set()
    for licence in subject.order.licences:
        if licence.id not in seen:
            seen.add(licence.id)
            yield licence


def _dated(subject: Subject) -> Iterator[tuple[Licence, Stop]]:
    return ((licence, stop) for licence, stop in _stops(subject) if licence.begins or licence.expires)


def _at(licence: Licence) -> Place:
    return Place(page=licence.page, object=licence.id)


@check(
    "rights/term",
    over=_dated,
    level=Level.WARNING,
    source=_AGREED,
    fix="Have the licence extended, or take the photograph out for that venue.",
)
def rights_term(shown: tuple[Licence, Stop]) -> Iterator[Finding]:
    """No photograph is shown before its licence begins or after it has expired.

    A tour is prolonged in a telephone call; the licence is not.
    """
    licence, stop = shown
    if licence.expires and stop.closes > licence.expires:
        yield _out_of_term(licence, stop, f"expires on {licence.expires}", stop.closes)
    if licence.begins and stop.opens < licence.begins:
        yield _out_of_term(licence, stop, f"begins on {licence.begins}", stop.opens)


def _out_of_term(licence: Licence, stop: Stop, what: str, day: dt.date) -> Finding:
    return Finding(
        f"the licence of photograph `{licence.id}` {what}; {stop.venue} shows it from {stop.opens} to {stop.closes}",
        _at(licence),
        str(day),
        f"{licence.begins or 'any day'} to {licence.expires or 'any day'}",
    )


def _placed_in_territory(subject: Subject) -> Iterator[tuple[Licence, Stop]]:
    return ((licence, stop) for licence, stop in _stops(subject) if licence.territory)


@check(
    "rights/territory",
    over=_placed_in_territory,
    level=Level.WARNING,
    source=_AGREED,
    fix="Have the licence widened to that country, or take the photograph out for that venue.",
)
def rights_territory(shown: tuple[Licence, Stop]) -> Iterator[Finding]:
    """Every photograph is licensed for the countries it is shown in.

    Agencies and estates license by country; a show that travels abroad outgrows its first licence unnoticed.
    """
    licence, stop = shown
    known = {country.casefold() for country in licence.territory}
    if stop.country.casefold() not in known:
        yield Finding(
            f"photograph `{licence.id}` is licensed for {', '.join(licence.territory)}; {stop.venue} is in {stop.country}",
            _at(licence),
            stop.country,
            ", ".join(licence.territory),
        )


def _in_media(subject: Subject) -> Iterator[tuple[Licence, str]]:
    medium = subject.order.medium
    return ((licence, medium) for licence in _each_once(subject) if licence.media and medium)


@check(
    "rights/media",
    over=_in_media,
    level=Level.WARNING,
    source=_AGREED,
    fix="Ask its owner, and add it to `media:`, or take the photograph out.",
)
def rights_media(used: tuple[Licence, str]) -> Iterator[Finding]:
    """Every photograph appears only in what its owner licensed: panels, catalogue.

    A print on a wall and a picture in a book that is sold are different rights.
    """
    licence, medium = used
    if medium not in licence.media:
        yield Finding(
            f"photograph `{licence.id}` is licensed for {', '.join(licence.media)}, not for the {medium}",
            _at(licence),
            medium,
            ", ".join(licence.media),
        )


def _printed(subject: Subject) -> Iterator[tuple[Licence, int]]:
    run = subject.order.print_run
    return ((licence, run) for licence in _each_once(subject) if licence.print_run and run)


@check(
    "rights/print-run",
    over=_printed,
    level=Level.WARNING,
    source=_AGREED,
    fix="Print fewer, or have the licence raised.",
)
def rights_print_run(printed: tuple[Licence, int]) -> Iterator[Finding]:
    """No more catalogues are printed than the photographs are licensed for.

    A reprint counts on the same licence as the first run.
    """
    licence, run = printed
    if licence.print_run and run > licence.print_run:
        yield Finding(
            f"{run:,} catalogues are printed; photograph `{licence.id}` is licensed for {licence.print_run:,}",
            _at(licence),
            f"{run:,} copies",
            f"at most {licence.print_run:,}",
        )


def _consents(subject: Subject) -> Iterator[Licence]:
    return (licence for licence in _each_once(subject) if licence.consent)


@check(
    "rights/consent",
    over=_consents,
    level=Level.ERROR,
    source="Bond, Putting the people in the pictures first (2019); UK GDPR, Article 6",
    fix="Take the photograph out, or ask again and record the answer under `consent:`.",
)
def rights_consent(licence: Licence) -> Iterator[Finding]:
    """Nobody is shown who did not agree.

    Somebody who refused is an error; somebody who has been asked and has not answered yet is a warning.
    """
    if licence.consent == "refused":
        yield Finding(
            f"the people in photograph `{licence.id}` refused to be shown",
            _at(licence),
            "refused",
            "given or not needed",
        )
    elif licence.consent == "asked":
        yield Finding(
            f"the people in photograph `{licence.id}` have not answered yet",
            _at(licence),
            "asked",
            "given or not needed",
            level=Level.WARNING,
        )
