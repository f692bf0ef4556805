"""What the items of an exhibition are now: read and composed anew, and held against what was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.items import all_items
from panelpress.exhibition.model import in_language
from panelpress.exhibition.project import load
from panelpress.exhibition.venues import with_venue
from panelpress.ground.diagnostics import PanelpressError
from panelpress.jobs.orders import choose_printers, digest_of, order_for, rules_with_waivers
from panelpress.jobs.places import OUT, PRESS
from panelpress.jobs.status import CHANGED, NOT_BUILT, ItemStand, Stand, as_built, asked_of
from panelpress.ledger import manifest
from panelpress.press.compose import compose
from panelpress.press.inputs import inputs_of
from panelpress.press.templating import SHIPPED, THEMES

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.signing import Judged
    from panelpress.jobs.orders import Printers
    from panelpress.ledger.chain import Ledger


def as_it_is(root: Path, ledger: Ledger, printer: str | None = None) -> Stand:
    """Return what the exhibition is, as its files say it now.

    Raises:
        PanelpressError: with exit code 2, when the project is faulty or nobody is asked to approve anything.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    return Stand(
        in_language(exhibition.title, exhibition.language),
        exhibition.job,
        exhibition.edition,
        exhibition.date,
        asked_of(exhibition.sign_off),
        tuple(
            ItemStand(name.key, name.label, name.kind, judged, unknown)
            for name, judged, unknown in current(exhibition, ledger, printer)
        ),
    )


def current(
    exhibition: Exhibition, ledger: Ledger, printer: str | None = None
) -> tuple[tuple[ItemName, Judged | None, str], ...]:
    """Return of every item what the gates judge in it as it was last built; None and why, where it is not known.

    An item counts as it was built only while everything that it is made from is unchanged.
    """
    printers = choose_printers(exhibition, printer)
    built = manifest.read(exhibition.root / OUT / PRESS)
    exhibition = as_sent(exhibition)
    names = all_items(exhibition, printers[1].files)
    return tuple((name, *_current(exhibition, ledger, name, printers, built.get(name.key))) for name in names)


def as_sent(exhibition: Exhibition) -> Exhibition:
    """Return the exhibition with the strip it was last built with: whose strip it is changes nothing that anybody approves."""
    venue = manifest.venue(exhibition.root / OUT / PRESS)
    known = exhibition.variable.venues if exhibition.variable else ()
    return with_venue(exhibition, venue) if venue is not None and (not venue or venue in known) else exhibition


def _current(
    exhibition: Exhibition, ledger: Ledger, name: ItemName, printers: Printers, built: manifest.Entry | None
) -> tuple[Judged | None, str]:
    judged, unknown = as_built(built)
    if built is None or unknown == NOT_BUILT:
        return judged, unknown
    printer = printers[name.kind == "catalogue"]
    try:
        recipe = compose(exhibition, name, printer)
        rules = rules_with_waivers(exhibition, ledger, recipe, printer)
        now = digest_of(recipe, order_for(exhibition, recipe, printer), rules, inputs_of(recipe))
    except PanelpressError:
        return None, CHANGED  # into something that cannot be composed: the build says why
    return (judged, unknown) if built.recipe == now else (None, CHANGED)
