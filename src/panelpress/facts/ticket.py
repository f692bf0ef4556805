"""What a job ticket says, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Shop:
    """A print shop: what it makes (``panels``, ``catalogue``), its name, whom to ring."""

    makes: str
    name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class TicketRow:
    """An item as it is ordered.

    Lengths are in mm; ``bleed_mm`` is top, right, bottom, left; ``copies`` is None where nobody has said how many. ``inks``
    names the printing inks, ``standard`` and ``condition`` the PDF/X level and the printing condition the file is made for;
    ``checked`` says what the preflight found, ``approval`` where it stands with those who must approve it
    ("": nobody is asked).
    """

    item: str
    label: str
    file: str
    octets: int
    pages: int
    trim_mm: tuple[float, float]
    bleed_mm: tuple[float, float, float, float]
    copies: int | None
    stock: str
    finish: str
    binding: str
    inks: tuple[str, ...]
    standard: str
    condition: str
    lowest_ppi: float | None
    checked: str
    approval: str
    content_digest: str
    sha256: str

    @property
    def held(self) -> bool:
        """Whether it must not be printed yet."""
        return self.approval.startswith("UNAPPROVED")

    @property
    def bleed(self) -> str:
        """The bleed in words: one figure where all edges have the same."""
        if len(set(self.bleed_mm)) == 1:
            return f"{self.bleed_mm[0]:g} mm"
        return "{:g} / {:g} / {:g} / {:g} mm (top, right, bottom, left)".format(*self.bleed_mm)


@dataclass(frozen=True)
class TicketContent:
    """A whole ticket. ``standing`` says what this set is: released, or not to be printed; ``heads`` are the ledger's.

    ``missing`` names items that are ordered and are not in the set, each with the reason. ``reprint`` is empty, or holds the
    lines of a reprint: edition, copies, reason.
    """

    title: str
    job: str
    edition: int
    date: str
    language: str
    standing: str
    released: bool
    shops: tuple[Shop, ...]
    rows: tuple[TicketRow, ...]
    missing: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    made_by: str = ""
    reprint: tuple[tuple[str, str], ...] = ()

    @property
    def held(self) -> bool:
        """Whether anything in it must not be printed yet."""
        return any(row.held for row in self.rows)

    def document(self) -> dict[str, Any]:
        """Return it as plain values for machines."""
        return {"schema_version": SCHEMA_VERSION, **asdict(self)}
