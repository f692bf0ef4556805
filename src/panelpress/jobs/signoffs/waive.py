"""`panelpress signoff waive`: a finding that somebody accepts, by name and with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.items import select
from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import Level, PanelpressError, Place, did_you_mean, error
from panelpress.jobs.places import OUT, PREFLIGHT, PRESS
from panelpress.jobs.signoffs.named import names_of
from panelpress.jobs.signoffs.who import known
from panelpress.ledger import chain
from panelpress.ledger.entries import Waived
from panelpress.ledger.waived import counts
from panelpress.preflight.framework import all_checks
from panelpress.preflight.waivers import Waiver
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.json import read_findings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.jobs.signoffs.who import Who


def waive(
    root: Path,
    check: str,
    item: str,
    who: Who,
    reason: str,
    date: dt.date,
    page: int = 0,
    object: str = "",
    until: dt.date | None = None,
) -> tuple[Waived, bool]:
    """Record that somebody accepts a finding, by name and with a reason, and tell whether it counts: the next build applies it.

    Args:
        root: the exhibition's folder.
        check: the check's id, such as ``image/resolution``.
        item: what it was found in, as the command line names items.
        who: who answers for it.
        reason: why.
        date: the day they said so.
        page: only on this page, counted from 1; 0: on all.
        object: only of this object, such as a photograph's id; "": of all.
        until: the last day it holds; None: for good.

    Raises:
        PanelpressError: with exit code 2 and nothing recorded, also where nothing of that kind was found when it was built.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    names = select(names_of(exhibition), (item,))
    problems: list[Diagnostic] = []
    if not reason.strip():
        problems.append(error("sign-off/reason", "no reason is given", "say why it is accepted: `--reason`"))
    if len(names) > 1:
        labels = ", ".join(name.key for name in names)
        problems.append(error("sign-off/item", f"`{item}` means several items", f"name one of them: {labels}"))
    else:
        held = chain.read(root).matters(Waived).values()
        renews = any((w.item, w.check, w.page, w.object) == (names[0].key, check, page, object) for w in held)
        problems += () if renews else _not_found(root, names[0], check, page, object)
    if problems:
        raise PanelpressError(problems)
    who = known(exhibition, who, None)
    made = Waived(
        check, names[0].key, who.by, who.role, who.organisation, date.isoformat(), reason.strip(), page, object,
        until.isoformat() if until else "",
    )  # fmt: skip
    chain.append(root, [made])
    return made, counts(exhibition.sign_off, made)


def _not_found(root: Path, name: ItemName, check: str, page: int, object: str) -> Iterator[Diagnostic]:
    """Yield that nothing of this kind was found when the item was last built, with what was."""
    said = read_findings(root / OUT / PRESS / PREFLIGHT).get(name.key)
    if said is None:
        help = "`panelpress build` says what there is to accept"
        yield error("sign-off/not-current", f"{name.label} is not built", help)
        return
    noticed, outcomes = said
    found = [d for d in noticed if d.level < Level.ERROR] + [d for each in outcomes for d in each.found]
    asked = Waiver(check, "", "", page or None, object or None)
    if any(asked.matches(each) for each in found):
        return
    alike = [each for each in found if each.id == check]
    ids = {each.id for each in found}
    if alike:
        places = dict.fromkeys(_place(each) for each in alike)
        where = ", ".join(part for part in (f"page {page}" if page else "", f"`{object}`" if object else "") if part)
        message = f"{check} was not found in {name.label} of {where} when it was last built"
        yield error("sign-off/nothing-found", message, f"it was found of {'; '.join(places)}")
    elif check in all_checks():
        message = f"nothing of {check} was found in {name.label} when it was last built"
        yield error("sign-off/nothing-found", message, _listed(sorted(ids)))
    else:
        what = f"there is no check `{check}`, and nothing of that name was found when it was last built"
        yield error("sign-off/check", what, did_you_mean(check, {*all_checks(), *ids}))


def _place(found: Diagnostic) -> str:
    place = found.place or Place()
    thing = place.object or (found.span.file if found.span else "")
    parts = (f"page {place.page}" if place.page else "", f"`{thing}`" if thing else "")
    return ", ".join(part for part in parts if part) or "the whole"


def _listed(ids: Sequence[str]) -> str:
    return f"found there: {', '.join(f'`{id}`' for id in ids)}" if ids else "nothing was found there at all"
