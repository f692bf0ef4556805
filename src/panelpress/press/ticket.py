"""The job ticket: what goes to the printer, on paper: items, sizes, stock, colours, what was checked, who approved it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from panelpress.press import engine, office
from panelpress.press.recipe import Job
from panelpress.press.templating import environment, render

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.ticket import TicketContent

NAME = "ticket"


def make_ticket(content: TicketContent, root: Path) -> bytes:
    """Return the ticket as a PDF of A4 pages; it fits one where a dozen items are ordered.

    Args:
        content: what it says.
        root: the exhibition's folder, whose own templates come first.

    Raises:
        PanelpressError: when a template of the project is wrong.
    """
    job = Job(
        content.job,
        f"{content.title} – job ticket",
        "",
        "",
        content.edition,
        dt.date.fromisoformat(content.date),
        content.language,
    )
    html = render(environment(root), "ticket/ticket.html", {"it": content})
    document = office.Document(NAME, f"{NAME}.pdf", job, html, "ticket/ticket.css", root)
    recipe = office.recipe_of(document)
    return office.finish(engine.paint(engine.lay_out(recipe, {}), recipe).pdf, recipe)
