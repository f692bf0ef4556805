"""What people approve of an item: itself; of one that carries a town's strip, the same with the strip left empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Diagnostic, Level, Place
from panelpress.ground.units import count

if TYPE_CHECKING:
    from panelpress.facts.pdf import PdfFacts
    from panelpress.ground.files import Cache
    from panelpress.jobs.work import Task
    from panelpress.ledger.judged import Made as Seen
    from panelpress.preflight.framework import Outcome
    from panelpress.press.make import Made

CHECK = "layout/variable"


def as_approved(
    task: Task, made: Made, facts: PdfFacts, outcomes: tuple[Outcome, ...], cache: Cache
) -> tuple[Seen, tuple[Diagnostic, ...]]:
    """Return what the gates look at, and what is wrong where the strip changes anything outside its box.

    An item with a venue's strip is made a second time, with the strip left empty. So the approvals of a panel are the same for
    every town, and hold for one only as long as all else on it is. Where a check found the strip to leave its box (``outcomes``),
    that is told once.
    """
    from panelpress.facts.outside import changed
    from panelpress.inspect.reader import read_pdf
    from panelpress.ledger.judged import Made as Seen
    from panelpress.press.make import make

    recipe = task.recipe
    if recipe.bare is None or recipe.strip is None:
        return Seen(recipe, task.order, made.layout, facts, made.content_digest, task.rules), ()
    bare = make(recipe.bare, cache)
    pages = tuple(sorted({code.page for code in recipe.bare.codes}))
    empty = read_pdf(bare.data, recipe.bare.file_name, plates=False, codes=pages, looks=False)
    seen = Seen(recipe.bare, task.order, bare.layout, empty, bare.content_digest, task.rules)
    found = changed(empty, facts, recipe.strip)
    if not found or any(d.level is Level.ERROR for o in outcomes if o.id == CHECK for d in o.found):
        return seen, ()
    more = f" and {count(len(found) - 1, 'other thing')}" if len(found) > 1 else ""
    return seen, (
        Diagnostic(
            CHECK,
            Level.ERROR,
            f"the strip of `{recipe.venue}` changes something outside its box: {found[0].words}{more}",
            "let a template of the project set nothing by the venue outside the strip",
            place=Place(task.name.key, 1, found[0].box),
        ),
    )
