"""Colour spaces as PDF/X itself allows them, level by level; what a print shop wants beyond that stands in ``ink``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import coloured, flavour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.paint import ColourSpace
    from panelpress.preflight.order import Flavour, Subject
    from panelpress.preflight.selectors import Painted

_ALWAYS = frozenset(("DeviceCMYK", "DeviceGray", "Separation", "DeviceN", "Indexed", "Pattern"))
_DEVICE_OF = {"DeviceRGB": "RGB", "DeviceCMYK": "CMYK"}


def _with_standard(subject: Subject) -> Iterator[tuple[Painted, Flavour, str]]:
    """Everything painted, with the PDF/X level to judge by and the space of the output profile, "" where none is known."""
    spaces = [i.profile.space for i in subject.pdf.intents if i.subtype == "GTS_PDFX" and i.profile is not None]
    intent = spaces[0] if len(spaces) == 1 else ""
    return ((thing, flavour(subject), intent) for thing in coloured(subject))


@check(
    "ink/space",
    over=_with_standard,
    level=Level.ERROR,
    source="CGATS Application Notes 2.16, 3.1.1; veraPDF 6.2.4.3",
    fix="Convert the colour to the inks of the output intent, or export it with its profile.",
)
def ink_space(seen: tuple[Painted, Flavour, str]) -> Iterator[Finding]:
    """Every colour space is one that this PDF/X level allows.

    PDF/X-1a holds inks and grey alone, alternates included. In X-3 and X-4 a device space must be that of the output
    profile, or a Default space must say what it means: bare RGB beside a CMYK intent means nothing.
    """
    thing, standard, intent = seen
    for space in thing.space.chain:
        if space.kind == "Unknown":
            return  # a picture without a space of its own; image/colour speaks of it
        if standard == "PDF/X-1a:2003":
            wrong = space.kind not in _ALWAYS
        else:
            wrong = _bare(space) and bool(intent) and intent != _DEVICE_OF[space.kind]
        if wrong:
            text = f"{thing.words} on page {thing.place.page} is {thing.colour}"
            wanted = f"a space {standard} allows" + (f" with an intent for {intent}" if intent else "")
            yield Finding(text, thing.place, thing.space.words, wanted)
            return


def _bare(space: ColourSpace) -> bool:
    return space.kind in _DEVICE_OF and space.base is None


def _icc_cmyk(subject: Subject) -> Iterator[tuple[Painted, str, tuple[str, ...]]]:
    """Everything painted in calibrated CMYK: the thing, the digest of its profile, and those of the output intents."""
    intents = tuple(i.profile.digest for i in subject.pdf.intents if i.profile is not None)
    for thing in coloured(subject):
        for space in thing.space.chain:
            if space.kind == "ICCBased" and space.model == "cmyk":
                yield thing, space.profile, intents


@check(
    "ink/intent-twice",
    over=_icc_cmyk,
    level=Level.ERROR,
    source="ISO 15930-7, 6.2",
    fix="Use plain DeviceCMYK: the output intent already says what it means.",
)
def ink_intent_twice(seen: tuple[Painted, str, tuple[str, ...]]) -> Iterator[Finding]:
    """The output intent's own profile is not a colour space as well.

    What is in the press's inks already would be converted into them once more, and black text comes out in four colours.
    """
    thing, profile, intents = seen
    if profile in intents:
        text = f"{thing.words} on page {thing.place.page} is calibrated by the output intent's own profile"
        yield Finding(text, thing.place, thing.space.words, "DeviceCMYK")


@check(
    "ink/icc-overprint",
    over=_icc_cmyk,
    level=Level.ERROR,
    source="veraPDF 6.2.4.2-2",
    fix="Set overprint mode 0, or use DeviceCMYK.",
)
def ink_icc_overprint(seen: tuple[Painted, str, tuple[str, ...]]) -> Iterator[Finding]:
    """Calibrated CMYK that overprints does so in overprint mode 0.

    Mode 1 leaves out inks of zero per cent; after a conversion no ink is at zero, and what is left out is a matter of luck.
    """
    thing, _, _ = seen
    if thing.paint.overprint and thing.paint.opm == 1:
        text = f"{thing.words} on page {thing.place.page} is calibrated CMYK and overprints in mode 1"
        yield Finding(text, thing.place, "OPM 1", "OPM 0, or DeviceCMYK")
