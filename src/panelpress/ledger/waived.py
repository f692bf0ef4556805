"""Findings that people accepted by name in the ledger, as the waivers that preflight applies."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from panelpress.ledger.entries import Waived
from panelpress.ledger.standing import is_listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from panelpress.exhibition.asked import SignOff
    from panelpress.ledger.chain import Ledger
    from panelpress.preflight.waivers import Waiver


def waived(ledger: Ledger, said: SignOff | None) -> tuple[Waived, ...]:
    """Return every waiver that stands, by item, check and place; one that does not count takes the place of none that does.

    Of several for the same finding the one with the latest day stands, and of one day the one recorded after the other: so
    one is ended by another with a day that is past.
    """
    found: dict[tuple[str, str, int, str, bool], dict[str, Waived]] = defaultdict(dict)
    for known_as, each in ledger.matters(Waived).items():
        found[each.item, each.check, each.page, each.object, not counts(said, each)][known_as] = each
    return tuple(_standing(ledger, same) for _, same in sorted(found.items()))


def _standing(ledger: Ledger, same: Mapping[str, Waived]) -> Waived:
    last_day = max(said.date for said in same.values())
    last = ledger.order.last(known_as for known_as, said in same.items() if said.date == last_day)
    return same[last[-1]]


def counts(said: SignOff | None, waiver: Waived) -> bool:
    """Tell whether a waiver is by somebody who is listed; where nobody is, all who give their name are believed."""
    return said is None or is_listed(said, waiver.by, waiver.organisation)


def waivers_of(ledger: Ledger, item: str, said: SignOff | None) -> tuple[Waiver, ...]:
    """Return the waivers of the ledger that hold for an item."""
    from panelpress.preflight.waivers import Waiver  # noqa: PLC0415 - with all checks behind it

    return tuple(
        Waiver(
            each.check,
            f"{each.by} ({each.organisation})" if each.organisation else each.by,
            each.reason,
            each.page or None,
            each.object or None,
            dt.date.fromisoformat(each.until) if each.until else None,
            signed=True,
        )
        for each in waived(ledger, said)
        if each.item == item and counts(said, each)
    )
