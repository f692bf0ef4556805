"""One file in a sentence or two, before the first finding: what it was made for, what stands in its way, how much there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level
from panelpress.report.groups import tally
from panelpress.report.words import GOOD_STATES, is_to_come, to_come

if TYPE_CHECKING:
    from panelpress.preflight.framework import Outcome
    from panelpress.report.model import ItemReport

_THROUGHOUT = 0.8  # of all that is painted
_SAID_OF = {
    "text/complete": "text that is not on the paper",
    "font/embedded": "fonts that are not in the file",
    "image/whole": "torn pictures",
    "image/resolution": "pictures too coarse for their size",
    "bleed/painted": "colour that stops at the trim",
    "page/trim": "another size than ordered",
    "page/count": "another number of pages than wanted",
    "document/encryption": "encrypted",
    "document/annotations": "comments or links on the page",
    "ink/total": "more ink than dries",
    "text/safe": "text too near to the trim",
}
_MOST = 4


def opening(item: ItemReport, *, partial: bool = False) -> str:
    """Return what is to be said of a file before its findings; "" where nothing was found.

    ``partial``: only some of the checks were asked for, so that nothing is called fit.
    """
    found = tuple(d for d in item.findings if not d.accepted)
    if not found:
        return ""
    errors = {o.id: o for o in item.outcomes if any(d.level is Level.ERROR for d in o.found)}
    causes = [*_for_the_screen(errors), *(words for id, words in _SAID_OF.items() if id in errors)]
    if item.state in GOOD_STATES and partial:
        return f"{tally(found)}."
    if item.state in GOOD_STATES:
        still = to_come(found)
        begin = f"Fit for the press{f'; {still}' if still else ''}. "
        rest = tuple(d for d in found if not is_to_come(d))
        return f"{begin}{tally(rest)}." if rest else begin.strip()
    if len({"image/colour", "ink/rgb", "document/intent", "bleed/declared"} & set(errors)) > 1:
        begin = f"Made for the screen: {', '.join(causes[:_MOST])}. "
    elif causes:
        begin = f"Not fit for the press: {', '.join(causes[:_MOST])}. "
    else:
        begin = ""
    return f"{begin}{tally(found)}."


def _for_the_screen(errors: dict[str, Outcome]) -> list[str]:
    """Return what tells a file for the screen from one for the press."""
    causes = []
    coloured = [errors[id] for id in ("image/colour", "ink/rgb") if id in errors]
    if coloured:
        share = sum(len(o.found) for o in coloured) / max(1, sum(o.examined for o in coloured))
        causes.append("RGB throughout" if share >= _THROUGHOUT else "some of it RGB")
    if (intent := errors.get("document/intent")) is not None:
        none = any(d.measured == "0" for d in intent.found)
        causes.append("no output intent" if none else "not the output intent that was ordered")
    if (bleed := errors.get("bleed/declared")) is not None:
        none = any(d.measured == "no BleedBox" for d in bleed.found)
        causes.append("no bleed" if none else "not the bleed that was ordered")
    return causes
