"""`--accept`: what an item has become is closed as an edition of this one item, if everybody who is asked approved it so.

It is an edition like every other, with the next number: archive, record, ledger heads. It only has one item. The editions
before it stay as they are, and are still what the other items are printed from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from panelpress.exhibition.model import in_language
from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import ExitCode, fault
from panelpress.ground.files import Cache
from panelpress.jobs.approval import approvals, in_the_way
from panelpress.jobs.build import Built
from panelpress.jobs.orders import rules_with_waivers
from panelpress.jobs.places import CACHE, OUT, PRESS
from panelpress.jobs.prose import by_item, judge_prose, prose_of, text_rules
from panelpress.jobs.release import close
from panelpress.jobs.reprints import rebuilt
from panelpress.jobs.writing import write_reports
from panelpress.ledger import editions
from panelpress.press.inputs import package_versions
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.model import Report

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.jobs.reprints.rebuilt import Rebuilt
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.editions import EditionRecord


@dataclass(frozen=True)
class Accepted:
    """An item as it is now: its edition where it was closed, else everything that is in the way of it."""

    record: EditionRecord | None
    data: bytes
    made: Rebuilt | None
    held: tuple[Diagnostic, ...] = ()


def accept(root: Path, before: EditionRecord, key: str, date: dt.date, ledger: Ledger, staging: Path) -> Accepted:
    """Close an edition of one item as the project has it now.

    Args:
        root: the exhibition's folder.
        before: the last edition that has the item; its printers make this one too.
        key: the item.
        date: the edition's day.
        ledger: who approved what.
        staging: a folder to work in.

    Raises:
        PanelpressError: where the item is what it was, or the project is faulty, or the archive cannot be written.
    """
    number = max(editions.closed(root)) + 1
    exhibition = replace(load(root, THEMES, SHIPPED / "panel"), edition=number, date=date)
    printers = rebuilt.printers_of(before, exhibition)
    recipe, printer = rebuilt.compose_item(exhibition, key, printers)
    folder = staging / "accepted"
    made = rebuilt.make_item(exhibition, recipe, printer, ledger, root, folder)
    written = judge_prose(prose_of(exhibition), text_rules(exhibition), exhibition.date)
    told = by_item(written, exhibition, [recipe]).get(key, [])
    item = replace(made.result.report, problems=(*made.result.report.problems, *told))
    judged = {key: made.result.judged} if made.data is not None else {}
    stands = approvals(exhibition, ledger, {key: (recipe.name.kind, judged.get(key))})
    held = in_the_way(exhibition, ledger, (item,), (), stands)
    if held or made.data is None:
        return Accepted(None, b"", made, held)
    if item.content_digest == before.items[key].content_digest:
        what = f"{item.label} is what it was in edition {before.number}: there is nothing to accept"
        raise fault("reprint/accepted", what, "print it again without `--accept`")
    report = Report(
        in_language(exhibition.title, exhibition.language),
        exhibition.job,
        number,
        date.isoformat(),
        f"{OUT}/{PRESS}/",
        (item,),
        released=True,
    )
    rules = rules_with_waivers(exhibition, ledger, recipe, printer)
    versions = dict(made.result.versions) | package_versions()
    built = Built(
        exhibition, printers, ledger, {key: recipe}, {key: made.order}, {key: rules}, {key: made.result}, judged, stands,
        versions, report, ExitCode.PRESS_READY,
    )  # fmt: skip
    write_reports(built, Cache(root / OUT / CACHE), folder, 1)
    record = close(built, folder)
    editions.keep(root, record)
    return Accepted(record, made.data, made)
