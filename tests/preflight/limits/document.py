"""The file as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.preflight.limits.base import ERROR, PASSED, WARNING, sides, subject, table

from panelpress.facts.pdf import IccProfile, Oddity, OutputIntent

if TYPE_CHECKING:
    from panelpress.preflight.order import Subject


def intent(space: str, components: int) -> Subject:
    """Return a file whose one output intent holds a profile for a colour space."""
    profile = IccProfile(
        "0" * 64, 3000, "2.1", "prtr", space, "A press", components, has_output_table=True, blank=False
    )
    return subject(intents=(OutputIntent("GTS_PDFX", "FOGRA39", "", "http://www.color.org", "", profile),))


def sized(octets: int) -> Subject:
    """Return a file of so many bytes."""
    found = subject()
    return replace(found, pdf=replace(found.pdf, size=octets))


sides("document/intent", "spaces", seen=lambda: intent("RGB", 3),
      levels={("CMYK",): ERROR, ("CMYK", "RGB"): PASSED, ("GRAY",): ERROR})  # fmt: skip
sides("document/intent", "spaces", seen=lambda: intent("CMYK", 4), levels={("CMYK",): PASSED, ("GRAY", "RGB"): ERROR})
sides("document/actions", "allowed",
      seen=lambda: subject(oddities=(Oddity("form-fields", "AcroForm", None),)),
      levels={(): ERROR, ("javascript",): ERROR, ("form-fields",): PASSED})  # fmt: skip
table("document/size", "most_mb", 10.0, inside=9.9, outside=10.1, bad=WARNING,
      seen=lambda size: sized(round(size * 1_000_000)))  # fmt: skip
