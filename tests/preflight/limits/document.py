"""The file as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.preflight.limits.base import ERROR, PASSED, sides, subject

from panelpress.facts.pdf import IccProfile, OutputIntent

if TYPE_CHECKING:
    from panelpress.preflight.order import Subject


def intent(space: str, components: int) -> Subject:
    """Return a file whose one output intent holds a profile for a colour space."""
    profile = IccProfile(
        "0" * 64, 3000, "2.1", "prtr", space, "A press", components, has_output_table=True, blank=False
    )
    return subject(intents=(OutputIntent("GTS_PDFX", "FOGRA39", "", "http://www.color.org", "", profile),))


sides("document/intent", "spaces", seen=lambda: intent("RGB", 3),
      levels={("CMYK",): ERROR, ("CMYK", "RGB"): PASSED, ("GRAY",): ERROR})  # fmt: skip
sides("document/intent", "spaces", seen=lambda: intent("CMYK", 4), levels={("CMYK",): PASSED, ("GRAY", "RGB"): ERROR})
