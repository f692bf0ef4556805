"""Who must approve what before an edition is printed, as `catalogue.yml` says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from panelpress.ground.gates import GateId


@dataclass(frozen=True)
class Signer:
    """Somebody who signs for an organisation; ``role`` is what they are there."""

    name: str
    organisation: str
    role: str = ""


@dataclass(frozen=True)
class GateAsked:
    """Who must approve at one gate, of which items, and the last day an approval holds (None: for good)."""

    organisations: tuple[str, ...]
    items: Literal["all", "panels", "catalogue"] = "all"
    expires: dt.date | None = None

    def asks(self, kind: str) -> bool:
        """Tell whether an item of this kind, ``panel`` or ``catalogue``, must pass the gate."""
        return self.items == "all" or self.items.removesuffix("s") == kind


@dataclass(frozen=True)
class SignOff:
    """Who must approve what; whoever is not among the signers is recorded, and does not count."""

    signers: tuple[Signer, ...]
    gates: Mapping[GateId, GateAsked]

    @property
    def organisations(self) -> tuple[str, ...]:
        """Return every organisation that must approve something, in the order of the gates."""
        return tuple(dict.fromkeys(name for gate in self.gates.values() for name in gate.organisations))
