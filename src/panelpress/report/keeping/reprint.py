"""What became of a reprint, as plain values: what was given out, what that proves, or precisely what is different."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from panelpress.ground.units import count
from panelpress.report.json import diagnostic

if TYPE_CHECKING:
    from panelpress.ground.diagnostics import Diagnostic

SCHEMA_VERSION = 1
How = Literal["archived", "identical", "same-picture", "other-printer", "other-venue", "new-edition", "differs"]
GIVEN = ("archived", "identical", "same-picture", "other-printer", "other-venue", "new-edition")
"""What is put where a printer takes it"""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something an item is made from that is not as it was: a file of the project or of panelpress, or a version.

    ``was`` and ``now`` are SHA-256 digests or versions; "" where it was not there, or is not.
    """

    what: str
    was: str
    now: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file, known by its digest."""
        return len(self.was or self.now) == 64

    @property
    def words(self) -> str:
        """It in words: ``photos/seam.png: 3f2a91c04d7e, was 77e0a1b2c3d4``."""
        was, now = (each[:12] if self.is_file else each for each in (self.was, self.now))
        if not now:
            return f"{self.what}: is not there; was {was}"
        return f"{self.what}: {now}, was {was}" if was else f"{self.what}: {now}, was not there"


@dataclass(frozen=True)
class Reprinted:
    """What became of one item.

    Attributes:
        key: the item's key.
        label: what it is called.
        edition: the edition it is of.
        how: how it came about; ``differs``: it did not.
        file: the press file, below the exhibition's folder; "" where none was given out.
        ticket: its job ticket.
        page: the page that shows what is different, where there is one.
        sha256: the digest of the press file.
        proven: what is proven of it, a sentence each.
        remarks: what else is to be known.
        differences: what is not as it was.
        faults: why it was not given out.
    """

    key: str
    label: str
    edition: int
    how: How
    file: str = ""
    ticket: str = ""
    page: str = ""
    sha256: str = ""
    proven: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    @property
    def given(self) -> bool:
        """Whether there is a file for the printer."""
        return self.how in GIVEN


@dataclass(frozen=True)
class ReprintReport:
    """What became of all that was asked for."""

    items: tuple[Reprinted, ...]
    copies: int
    date: str
    reason: str = ""
    printer: str = ""
    venue: str = ""

    @property
    def good(self) -> bool:
        """Whether every item was given out."""
        return all(item.given for item in self.items)

    @property
    def verdict(self) -> str:
        """The whole in one sentence."""
        given = sum(1 for item in self.items if item.given)
        copies = count(self.copies, "copy", "copies")
        if self.good:
            return f"{count(given, 'item')} for the printer in out/reprints/, {copies} of each."
        left = len(self.items) - given
        held = "is not to be had as it was and was" if left == 1 else "are not to be had as they were and were"
        return f"{count(given, 'item')} for the printer; {count(left, 'item')} {held} not given out."


def reprinted(report: ReprintReport) -> dict[str, Any]:
    """Return what became of a reprint as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "good": report.good,
        "verdict": report.verdict,
        "copies": report.copies,
        "date": report.date,
        "reason": report.reason,
        "printer": report.printer,
        "venue": report.venue,
        "items": [
            {
                "item": item.key,
                "label": item.label,
                "edition": item.edition,
                "how": item.how,
                "given": item.given,
                "file": item.file,
                "ticket": item.ticket,
                "page": item.page,
                "sha256": item.sha256,
                "proven": list(item.proven),
                "remarks": list(item.remarks),
                "differences": [asdict(each) for each in item.differences],
                "faults": [diagnostic(fault) for fault in item.faults],
            }
            for item in report.items
        ],
    }
