"""What of a build is to be made, and what stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from panelpress.ground.files import digest_file
from panelpress.ground.seen import digests
from panelpress.jobs.kept import Keys, find_result, keys_of, pressed, put
from panelpress.jobs.looks import kept_looks
from panelpress.jobs.orders import digest_of
from panelpress.jobs.places import PREFLIGHT, REJECTED
from panelpress.jobs.work import Result, Task
from panelpress.ledger import manifest
from panelpress.preflight.sources import with_present_lines
from panelpress.press.inputs import files_of, inputs_of, stamp_of
from panelpress.report import json
from panelpress.report.model import ItemReport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.ground.files import Cache, Swap
    from panelpress.jobs.orders import Rules
    from panelpress.preflight.order import Order
    from panelpress.press.recipe import Recipe

_INPUTS, _PRESSED = "inputs.json", "pressed.json"


@dataclass(frozen=True)
class Known:
    """What is known before anything is made, by the items' keys.

    ``inputs`` are the digests of what each is made from, ``stamps`` what its files looked like before they were taken, ``keys``
    where what becomes of it is kept, ``results`` what became of those that need not be made again, ``files`` the press files
    that are there, by digest. Where there is no cache, nothing is kept.
    """

    inputs: Mapping[str, dict[str, str]]
    stamps: Mapping[str, tuple[tuple[int, ...], ...]]
    keys: Mapping[str, Keys] = field(default_factory=dict)
    results: Mapping[str, Result] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)


def known_before(
    recipes: Mapping[str, Recipe], orders: Mapping[str, Order], rules: Mapping[str, Rules], swap: Swap, cache: Cache
) -> Known:
    """Find out what of a build was made before."""
    stamps = {key: stamp_of(recipe) for key, recipe in recipes.items()}
    files = dict.fromkeys(path for recipe in recipes.values() for path in files_of(recipe).values())
    held = digests(files, cache.folder / _INPUTS if cache.folder else None)
    inputs = {key: inputs_of(recipe, held) for key, recipe in recipes.items()}
    if cache.folder is None:
        return Known(inputs, stamps)
    keys = {key: keys_of(recipe, orders[key], rules[key], inputs[key]) for key, recipe in recipes.items()}
    there = pressed(swap, cache.folder / _PRESSED)
    found = {key: find_result(cache, each.result, there) for key, each in keys.items()}
    results = {key: result for key, result in found.items() if result is not None}
    return Known(inputs, stamps, keys, results, there)


def task_for(recipe: Recipe, order: Order, rules: Rules, known: Known, cache: Cache, staging: Path) -> Task:
    """Return what a worker needs to make an item, or to judge anew what is made already."""
    key = recipe.name.key
    keys = known.keys.get(key)
    there = known.files if keys and cache.holds(keys.made) else {}
    return Task(
        recipe, order, rules.profile, staging, cache.folder, rules.identity, rules.waivers, keys, known.stamps[key], there
    )  # fmt: skip


def place(result: Result, known: Known, recipe: Recipe, staging: Path) -> None:
    """Put the file of an item that is not made again where it belongs."""
    report = result.report
    if report.digest:
        folder = staging if report.state == "ready" else staging / REJECTED
        put(known.files[report.digest], folder / recipe.file_name)


def kept_or_absent(
    name: ItemName, recipe: Recipe, order: Order, rules: Rules, swap: Swap | None, cache: Cache
) -> ItemReport:
    """Return an item that was not asked for: kept, if the file of an earlier build is of the very same inputs, or absent."""
    old = manifest.read(swap.target).get(name.key) if swap else None
    if swap is None or old is None or old.state not in ("ready", "kept"):
        return ItemReport(name.key, name.label, "absent")
    path = swap.target / old.file
    current = digest_of(recipe, order, rules, inputs_of(recipe))
    problems, outcomes = json.read_findings(swap.target / PREFLIGHT).get(name.key, ((), ()))
    if old.recipe != current or not path.is_file() or digest_file(path) != old.sha256:
        return ItemReport(name.key, name.label, "absent")
    put(path, swap.staging / recipe.file_name)
    return ItemReport(
        name.key,
        name.label,
        "kept",
        recipe.file_name,
        old.pages,
        *old.trim_mm,
        old.octets,
        old.lowest_ppi,
        old.sha256,
        old.content_digest,
        outcomes=with_present_lines(outcomes, order),
        problems=problems,
        looks=kept_looks(cache, old.sha256),
        safe=order.safe,
        inks=old.inks,
    )
