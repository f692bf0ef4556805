"""How the commands of `signoff` name things: an exhibition's items, and entries by the first digits of their digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.items import all_items
from panelpress.ground.diagnostics import fault
from panelpress.jobs.orders import choose_printers
from panelpress.report.signoff import shortest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Exhibition

LEAST_DIGITS = 4


def names_of(exhibition: Exhibition) -> tuple[ItemName, ...]:
    """Return the items of an exhibition as its first print shops have them."""
    return all_items(exhibition, choose_printers(exhibition, None)[1].files)


def labels_of(exhibition: Exhibition) -> Mapping[str, str]:
    """Return what each item is called, by its key."""
    return {name.key: name.label for name in names_of(exhibition)}


def begins_with(digits: str, entries: Mapping[str, str], listed: Collection[str], id: str, where: str) -> str:
    """Return what some digits name.

    Args:
        digits: the first digits of an entry.
        entries: by each entry that may be meant, the first entry of what it stands for.
        listed: the entries beside which digits must be told apart.
        id: the message where they name none, ``sign-off/comment``: what is looked for stands behind its stroke.
        where: the command that prints the digits.

    Raises:
        PanelpressError: where they name none, or several.
    """
    digits, what = digits.strip().lower(), id.partition("/")[2]
    found = sorted({first for entry, first in entries.items() if entry.startswith(digits)})
    if len(found) == 1 and len(digits) >= LEAST_DIGITS:
        return found[0]
    if len(digits) < LEAST_DIGITS or not found:
        help = f"`{where}` prints the digits of each" if entries else f"there is no {what} yet"
        raise fault(id, f"no {what} begins with `{digits}` (of at least {LEAST_DIGITS} digits)", help)
    short = shortest(listed)
    names = ", ".join(short[first] for first in found)
    raise fault(id, f"{len(found)} begin with `{digits}`", f"say more digits: {names}")
