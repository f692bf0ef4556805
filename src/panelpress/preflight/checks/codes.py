"""QR codes and barcodes: do they say what they should, in one black ink, with room around, large enough?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.pdf import Code
    from panelpress.preflight.order import OrderedCode, Subject

_BOOKLAND = ("978", "979")
_GAP = r"[\s\u2010\u2011\u2013-]*"  # hyphens as typesetters set them
_PRINTED = re.compile(rf"ISBN(?:-13)?:?\s*([0-9](?:{_GAP}[0-9]){{12}})(?!{_GAP}[0-9])", re.IGNORECASE)
_NOMINAL_MM = 0.33  # ISO/IEC 15420: the width of a module at 100 %
_WORDS = {"QR": "QR code", "EAN-13": "barcode"}


def codes(subject: Subject) -> Iterator[OnPage[Code]]:
    """Every code of every page that was looked at."""
    for page in subject.pdf.pages:
        for code in page.codes or ():
            yield OnPage(code, page, subject.order)


def _at(code: Code) -> Place:
    return Place(page=code.page, box=code.box, object=_named(code))


def _named(code: Code) -> str:
    return f"{_WORDS[code.kind]} “{shortened(code.text)}”"


def _severity(seen: OnPage[Code]) -> Level | None:
    """Return WARNING for a code that is part of a photograph placed: nobody asked for it, and its author made it."""
    code, order = seen.what, seen.order
    placed = any(plate.page == code.page and plate.box.contains(code.box, 1.0) for plate in order.plates)
    asked = any((wanted.page, wanted.text) == (code.page, code.text) for wanted in order.codes)
    return Level.WARNING if placed and not asked else None


def _said(inks: tuple[tuple[str, float], ...] | None) -> str:
    return ", ".join(f"{name} {share:.0%}" for name, share in inks or ()) or "no ink"


# -- what they say ---------------------------------------------------------------------------------------------------


def _asked(subject: Subject) -> Iterator[tuple[OrderedCode, tuple[Code, ...]]]:
    """Every code the order asks for, with those on its page; nothing where nobody looked for codes."""
    for wanted in subject.order.codes:
        page = next((p for p in subject.pdf.pages if p.number == wanted.page), None)
        if page is None:
            yield wanted, ()
        elif page.codes is not None:
            yield wanted, page.codes


@check(
    "code/decodes",
    over=_asked,
    level=Level.ERROR,
    source="the project; read from the rendered page",
    fix="Give it more room on bare ground, or correct the line that asks for it.",
)
def code_decodes(asked: tuple[OrderedCode, tuple[Code, ...]]) -> Iterator[Finding]:
    """Every code asked for can be read from the page and says exactly that.

    A code is read by a machine: nobody sees in print that it leads nowhere. It is decoded from the rendered page, as a
    telephone would decode it from paper.
    """
    wanted, found = asked
    kin = [code for code in found if code.kind == wanted.kind]
    if any(code.text == wanted.text for code in kin):
        return
    noun = _WORDS[wanted.kind]
    if not kin:
        yield Finding(
            f"the {noun} for {shortened(wanted.text)} cannot be read on page {wanted.page}",
            Place(page=wanted.page),
            f"no {noun}",
            shortened(wanted.text),
            span=wanted.span,
        )
        return
    yield Finding(
        f"the {noun} on page {wanted.page} says {shortened(kin[0].text)}, not {shortened(wanted.text)}",
        _at(kin[0]),
        shortened(kin[0].text),
        shortened(wanted.text),
        span=wanted.span,
    )


def _books(subject: Subject) -> Iterator[tuple[Code, tuple[str, ...]]]:
    """Every barcode of a book, with the ISBNs printed anywhere in the file."""
    said = [" ".join(run.text for run in page.texts if run.paints and run.visible) for page in subject.pdf.pages]
    printed = tuple(dict.fromkeys(_digits(m.group(1)) for text in said for m in _PRINTED.finditer(text)))
    for code in codes(subject):
        if printed and code.what.kind == "EAN-13" and code.what.text.startswith(_BOOKLAND):
            yield code.what, printed


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


@check(
    "code/isbn",
    over=_books,
    level=Level.ERROR,
    source="International ISBN Agency, Users' Manual: the barcode is the ISBN",
    fix="Correct the one that is wrong; the number the agency gave decides.",
)
def code_isbn(book: tuple[Code, tuple[str, ...]]) -> Iterator[Finding]:
    """The barcode of a book is the ISBN printed in it.

    Shops order by the one and tills read the other.
    """
    code, printed = book
    if code.text not in printed:
        yield Finding(
            f"the barcode on page {code.page} says {code.text}, the ISBN printed is {' and '.join(printed)}",
            _at(code),
            code.text,
            " or ".join(printed),
        )


def _square(subject: Subject) -> Iterator[OnPage[Code]]:
    """Every QR code; bars look the same in a mirror."""
    return (code for code in codes(subject) if code.what.kind == "QR")


@check(
    "code/mirrored",
    over=_square,
    level=Level.WARNING,
    source="house: not every telephone reads a mirror image",
    fix="Turn it round; if it is in a photograph, the whole photograph is the wrong way round.",
)
def code_mirrored(seen: OnPage[Code]) -> Iterator[Finding]:
    """A QR code is not mirrored.

    In a photograph it gives away that somebody flipped the whole of it.
    """
    if seen.what.mirrored:
        yield Finding(f"the {_named(seen.what)} is seen as in a mirror", _at(seen.what), "mirrored", "as it is read")


# -- how they print --------------------------------------------------------------------------------------------------


def _separable(subject: Subject) -> Iterator[OnPage[Code]]:
    return (code for code in codes(subject) if code.what.dark is not None)


@check(
    "code/ink",
    over=_separable,
    level=Level.ERROR,
    source="the order: 100 K on white; GS1 General Specifications, 5.2: dark bars on a light ground",
    fix="Set it in black alone (0/0/0/100) on bare paper or a white area.",
)
def code_ink(
    seen: OnPage[Code], *, least_black: float = 0.98, most_other: float = 0.02, most_ground: float = 0.02
) -> Iterator[Finding]:
    """A code is printed in black ink alone, on white.

    Two inks never lie exactly upon each other: a second one blurs the edges a reader measures. A tint below black is raster,
    and gives bars with ragged edges; a tint beneath takes the contrast.
    """
    code = seen.what
    dark, light = dict(code.dark or ()), dict(code.light or ())
    if code.inverted:
        yield Finding(
            f"the {_named(code)} is light on dark",
            _at(code),
            "light on dark",
            "black on white",
            level=_severity(seen),
        )
        return
    black = dark.pop("Black", 0.0)
    others = {name: share for name, share in dark.items() if share > most_other + 1e-9}
    if black < least_black - 1e-9:
        yield Finding(
            f"the {_named(code)} has {black:.0%} of black ink in its bars",
            _at(code),
            _said(code.dark),
            f"at least {least_black:.0%}",
            level=_severity(seen),
        )
    elif others:
        yield Finding(
            f"the {_named(code)} is printed in {', '.join(others)} besides black",
            _at(code),
            ", ".join(f"{name} {share:.0%}" for name, share in others.items()),
            f"at most {most_other:.0%} of any other ink",
            level=_severity(seen),
        )
    if max(light.values(), default=0.0) > most_ground + 1e-9:
        yield Finding(
            f"the {_named(code)} stands on a tint",
            _at(code),
            _said(code.light),
            f"at most {most_ground:.0%} of any ink",
            level=_severity(seen),
        )


@check(
    "code/quiet-zone",
    over=codes,
    level=Level.ERROR,
    source="ISO/IEC 18004 (QR: 4 modules on every side), ISO/IEC 15420 (EAN-13: 11 before, 7 behind)",
    fix="Keep everything, the trim too, that far away from it, or make it smaller on the same white area.",
)
def code_quiet_zone(
    seen: OnPage[Code],
    *,
    qr_modules: float = 4.0,
    ean_before_modules: float = 11.0,
    ean_behind_modules: float = 7.0,
    tolerance_modules: float = 0.25,
) -> Iterator[Finding]:
    """A code has its quiet zone: bare ground around it, counted in modules.

    A reader finds a code by the emptiness around it. What is cut off by the trim is none.
    """
    code = seen.what
    wanted = {"left": ean_before_modules, "right": ean_behind_modules}
    if code.kind == "QR":
        wanted = dict.fromkeys(("top", "right", "bottom", "left"), qr_modules)
    for side, clear in code.quiet.named:
        if side in wanted and clear < wanted[side] - tolerance_modules - 1e-9:
            yield Finding(
                f"the {_named(code)} has {clear:g} modules of clear space at its {side}",
                _at(code),
                f"{clear:g} modules ({clear * code.module_mm:.1f} mm)",
                f"at least {wanted[side]:g} modules ({wanted[side] * code.module_mm:.1f} mm)",
                level=_severity(seen),
            )


@check(
    "code/size",
    over=codes,
    level=Level.ERROR,
    source="ISO/IEC 15420 (80-200 % of 0.33 mm); GS1 General Specifications, 5.12.3.1 (QR: 0.396 mm); measured: 2 px a module",
    fix="Print it larger, or let it say less: a short address makes a code of fewer, larger modules.",
)
def code_size(
    seen: OnPage[Code],
    *,
    qr_least_mm: float = 0.396,
    qr_per_metre_mm: float = 0.8,
    qr_farthest_m: float = 1.0,
    ean_least: float = 0.8,
    ean_most: float = 2.0,
    tolerance: float = 0.01,
) -> Iterator[Finding]:
    """A code is large enough to be read from where people stand.

    A telephone's camera shows some 4000 pixels across 65°: at one metre 3 a millimetre, so that a module of 0.8 mm is seen by
    2.5, and a decoder wants 2. Whoever reads a QR code steps up to ``qr_farthest_m``. Barcodes print at 80 to 200 %.
    """
    code, distance = seen.what, min(seen.order.reading_distance_m or 0.0, qr_farthest_m)
    if code.kind == "QR":
        least = max(qr_least_mm, qr_per_metre_mm * distance)
        if code.module_mm < least * (1 - tolerance) - 1e-9:
            yield Finding(
                f"the modules of the {_named(code)} are {code.module_mm:.2f} mm wide",
                _at(code),
                f"{code.module_mm:.2f} mm",
                f"at least {least:.2f} mm",
                level=_severity(seen),
            )
        return
    scale = code.module_mm / _NOMINAL_MM
    if not ean_least * (1 - tolerance) - 1e-9 <= scale <= ean_most * (1 + tolerance) + 1e-9:
        yield Finding(
            f"the {_named(code)} is printed at {scale:.0%}",
            _at(code),
            f"{scale:.0%}",
            f"{ean_least:.0%} to {ean_most:.0%}",
            level=_severity(seen),
        )
