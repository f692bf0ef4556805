"""The table of the sample's legibility in docs/legibility.md: what is set, how large the eye sees it, what it needs.

``python -m tools.legibility_table`` prints it; cog puts it into the page.
"""

from __future__ import annotations

from pathlib import Path

from panelpress.exhibition.items import all_items
from panelpress.exhibition.project import load
from panelpress.ground.sight import CLEAR_DEGREES, FLUENT_DEGREES, height_at
from panelpress.jobs.orders import choose_printers
from panelpress.preflight.framework import all_checks
from panelpress.press.compose import compose
from panelpress.press.copyfit import lay_out_bare
from panelpress.press.templating import SHIPPED, THEMES

ROOT = Path(__file__).parents[1]


def table() -> str:
    """Return the table in Markdown: a row for each level of each panel, with its smallest type."""
    exhibition = load(ROOT, THEMES, SHIPPED / "panel")
    printers = choose_printers(exhibition, None)
    limits = all_checks()["legible/size"].limits
    times = {name: limit.default for name, limit in limits.items() if isinstance(limit.default, float)}
    times |= {"credit": times["caption"], "folio": times["caption"]}
    rows = [
        "| panel | text | size, pt | x-height, mm | read from, m | fluent from, mm | clear from, mm | |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name in all_items(exhibition, printers[1].files):
        if name.kind != "panel":
            continue
        smallest: dict[str, tuple[float, float]] = {}
        for text in lay_out_bare(compose(exhibition, name, printers[0])).texts:
            if text.x_height_mm and any(c.isalpha() for c in text.text):
                smallest[text.level] = min(smallest.get(text.level, (1e9, 0.0)), (text.x_height_mm, text.size_pt))
        for level, (x_height, size) in smallest.items():
            metres = times.get(level, 1.0) * exhibition.viewing_distance_m
            fluent, clear = height_at(metres, FLUENT_DEGREES), height_at(times["nearer"] * metres, CLEAR_DEGREES)
            said = "clear" if x_height >= clear - 0.005 else "fluent" if x_height >= fluent else "**too small**"
            figures = f"{size:g} | {x_height:.1f} | {metres:.1f} | {fluent:.1f} | {clear:.1f}"
            rows.append(f"| {int(name.number)} {name.id} | {level} | {figures} | {said} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
