"""Which items of which edition are to be printed again, and whether the records they rest on are as they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.items import all_items
from panelpress.exhibition.project import load
from panelpress.exhibition.root import CATALOGUE
from panelpress.ground.diagnostics import PanelpressError, error, fault
from panelpress.ground.yamlsource import as_typed, read_yaml
from panelpress.jobs.history import keys_of
from panelpress.ledger import editions
from panelpress.press.templating import SHIPPED, THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.editions import EditionRecord

_PANEL = "panel "


def asked(root: Path, words: Sequence[str], number: int | None, language: str) -> tuple[tuple[str, EditionRecord], ...]:
    """Return the items that somebody asked for, each with its edition: the one named, else the last that has the item.

    Args:
        root: the exhibition's folder.
        words: panels by number or id, ``catalogue``; with a language none is needed.
        number: the edition; None: the last that was closed with the item.
        language: only panels of this language, such as ``es``; "": of any.

    Raises:
        PanelpressError: where a record is not as it was written, or there is no such edition, item or language.
    """
    records = _records(root, number)
    latest = {key: record for record in records.values() for key in record.items}
    known = {key: record.items[key] for key, record in latest.items()}
    if not words and not language:
        there = ", ".join(f"`{key}`" for key in known)
        raise fault("reprint/nothing", "no item is named", f"name some, or `--language`; there are {there}")
    keys = keys_of(known, words) if words else tuple(known)
    if language:
        spoken = {key for key in keys if known[key].label.startswith(_PANEL) and _is_in(language, key, root)}
        if not spoken:
            raise fault(
                "reprint/language", f"no panel that is asked for is in `{language}`", "write it as in `es`, `en-GB`"
            )
        keys = tuple(key for key in keys if key in spoken)
    return tuple((key, latest[key]) for key in keys)


def _records(root: Path, number: int | None) -> Mapping[int, EditionRecord]:
    if number is not None:
        return {number: editions.read(root, number)}
    records, faults = editions.every(root)
    if faults:
        raise PanelpressError(faults)
    if not records:
        raise fault("edition/none", "no edition was closed yet", "`panelpress build --release` closes one")
    return records


def _is_in(language: str, key: str, root: Path) -> bool:
    """Tell whether a panel is in a language: as the project says, else as its key ends."""
    primary = language.partition("-")[0].casefold()
    try:
        names = {name.key: name for name in all_items(load(root, THEMES, SHIPPED / "panel"))}
    except PanelpressError:
        names = {}
    tags = names[key].languages if key in names else tuple(key.partition(".")[2].split("-"))
    return any(tag.partition("-")[0].casefold() == primary for tag in tags)


def stop_at_records(root: Path, record: EditionRecord, ledger: Ledger) -> None:
    """Stop where what an edition rests on is not as it was written.

    Raises:
        PanelpressError: ``reprint/job`` where the record is another job's; ``reprint/ledger`` with everything that is wrong
            with the record of approvals.
    """
    job = _job(root)
    if job and job != record.job:
        name = f"{editions.FOLDER}/edition-{record.number}.json"
        raise fault(
            "reprint/job",
            f"{name} is the record of the job `{record.job}`, and {CATALOGUE} says `{job}`",
            f"take the record from the last commit again: `git checkout HEAD -- {name}`; or write `job: {record.job}`",
        )
    if ledger.faults:
        raise PanelpressError(
            error("reprint/ledger", found.message, found.help, span=found.span) for found in ledger.faults
        )


def _job(root: Path) -> str:
    """Return the job's name as `catalogue.yml` has it, whatever else is wrong with it; "" where it cannot be read."""
    try:
        data = read_yaml((root / CATALOGUE).read_text("utf-8-sig"), CATALOGUE).data
        return str(as_typed(data.get("job", ""))) if isinstance(data, dict) else ""
    except (OSError, ValueError, PanelpressError):
        return ""
