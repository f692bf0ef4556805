"""Writes what was measured into ``docs/speed.md``, between its marks, and draws ``docs/images/speed.svg``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.bench.bars import chart
from tools.bench.measure import ROOT
from tools.bench.tables import sentences, tables

if TYPE_CHECKING:
    from tools.bench.bars import Bar
    from tools.bench.results import Results

PAGE = ROOT / "docs" / "speed.md"
PLOT = ROOT / "docs" / "images" / "speed.svg"
_MARKED = re.compile(r"(<!-- measured: ([\w-]+) -->\n).*?(<!-- /measured -->)", re.DOTALL)
_NONE = "*Not measured in the last run.*"


def write(results: Results) -> None:
    """Write page and plot."""
    PAGE.write_text(filled(PAGE.read_text("utf-8"), results), "utf-8")
    PLOT.parent.mkdir(exist_ok=True)
    PLOT.write_text(plot(results), "utf-8")


def filled(page: str, results: Results) -> str:
    """Return the page with its marked parts filled in; what this run did not measure says so."""
    parts = {table.name: table.markdown() for table in tables(results)}
    parts["words"] = "\n\n".join(sentences(results))
    return _MARKED.sub(lambda found: f"{found[1]}{parts.get(found[2]) or _NONE}\n{found[3]}", page)


def plot(results: Results) -> str:
    """Return the bar chart."""

    def bars(*ids: str) -> list[Bar]:
        found = [(id, results.figures[id]) for id in ids if id in results.figures]
        return [(figure.label, figure.wall, not id.startswith(_OTHERS)) for id, figure in found]

    return chart(
        "Seconds that builds take",
        [
            (
                "10 A1 panels and a catalogue of 32 pages, from nothing",
                bars("press-only", "cold", "plain", "chromium", "vivliostyle"),
            ),
            (
                "The same once more, after a change",
                bars("same", "comma", "plain-panel", "caption", "plain-book", "picture", "token"),
            ),
        ],
    )


_OTHERS = ("plain", "chromium", "vivliostyle")
