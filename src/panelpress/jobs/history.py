"""`panelpress history`: which editions there are, how they were printed, where they hang, what was reprinted and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import PanelpressError, did_you_mean, error, fault
from panelpress.jobs.archive import archive_of, edition_of
from panelpress.ledger import editions
from panelpress.ledger import history as kept
from panelpress.ledger.history import FACTS, Printed
from panelpress.report.keeping import HistoryReport

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from panelpress.ledger.archive import Archive
    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.index import EditionItem

EVERYTHING = "all"


def history(root: Path, item: str = "") -> HistoryReport:
    """Return the history of an exhibition, or of one item of it.

    Raises:
        PanelpressError: where no edition has such an item.
    """
    records, faults = editions.every(root)
    events, wrong = kept.read(root)
    labels = {key: each.label for record in records.values() for key, each in record.items.items()}
    key = ""
    if item:
        known = {key: each for record in records.values() for key, each in record.items.items()}
        key = keys_of(known, (item,))[0]
        records = {number: record for number, record in records.items() if key in record.items}
        events = tuple(event for event in events if event.item == key)
    job = next((record.job for record in records.values()), "")
    return HistoryReport(job, tuple(records.values()), _kept(root, records), events, labels, key, (*faults, *wrong))


def _kept(root: Path, records: Mapping[int, EditionRecord]) -> dict[int, bool]:
    """Return of each edition whether the archive has its index; nothing of what it holds is read."""
    try:
        archive = archive_of(root)
    except PanelpressError:  # what is wrong with the project is no matter of its history
        return {}
    return {number: _has(archive, record) for number, record in records.items()}


def _has(archive: Archive, record: EditionRecord) -> bool:
    try:
        editions.index_of(archive, record)
    except PanelpressError:
        return False
    return True


def add(
    root: Path, items: Sequence[str], number: int | None, date: dt.date, facts: Mapping[str, str]
) -> tuple[Printed, ...]:
    """Record how items of an edition were really printed; return what was recorded.

    Args:
        root: the exhibition's folder.
        items: panels by number or id, ``catalogue``, or ``all``.
        number: the edition; None: the last that was closed.
        date: the day it was printed or delivered.
        facts: what is told, by the names of :data:`panelpress.ledger.history.FACTS`.

    Raises:
        PanelpressError: with exit code 2 and nothing recorded.
    """
    record = edition_of(root, number)
    keys = tuple(record.items) if tuple(items) == (EVERYTHING,) else keys_of(record.items, items)
    told = {name: " ".join(facts.get(name, "").split()) for name in FACTS}
    if not any(told.values()):
        options = ", ".join(f"`--{name}`" for name in FACTS)
        raise fault("history/nothing", "nothing is told of how it was printed", f"say some of {options}")
    events = [Printed(key, record.number, date.isoformat(), record.items[key].sha256, **told) for key in keys]
    kept.append(root, events)
    return tuple(events)


def keys_of(known: Mapping[str, EditionItem], asked: Sequence[str]) -> tuple[str, ...]:
    """Return the items that words of the command line mean, in the edition's order.

    Raises:
        PanelpressError: naming every word that means none.
    """
    unknown = [word for word in asked if not any(_means(word, key, item) for key, item in known.items())]
    if unknown:
        raise PanelpressError(
            error("project/unknown-item", f"no closed edition has a panel or book `{word}`", did_you_mean(word, known))
            for word in unknown
        )
    return tuple(key for key, item in known.items() if any(_means(word, key, item) for word in asked))


def _means(word: str, key: str, item: EditionItem) -> bool:
    """Tell whether somebody who types a word means this item: its key, its panel's id or number, its book."""
    if word in (key, key.partition(".")[0], item.label):
        return True
    kind, _, rest = item.label.partition(" ")
    number = rest.partition(" ")[0]
    return (kind == "panel" and word.isdecimal() and number.isdecimal() and int(word) == int(number)) or (
        word == "catalogue" and key.startswith("catalogue-")
    )
