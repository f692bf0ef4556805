"""The same work for programs that are not panelpress: its HTML, CSS and pictures, as files in a folder.

``python -m tools.bench.plainjob PROJECT FOLDER`` writes three jobs for the plain script, ``all``, ``panel`` (the one in which a
comma is changed) and ``book``, each with the HTML and CSS that panelpress composed and a list of the pictures it needs.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from panelpress.exhibition.items import all_items
from panelpress.exhibition.project import load
from panelpress.ground.units import pixels_for
from panelpress.jobs.orders import choose_printers
from panelpress.press.colour import black_for_grey
from panelpress.press.compose import compose
from panelpress.press.conditions import SHIPPED, condition
from panelpress.press.fonts import ADDRESS as FONTS
from panelpress.press.fonts import font_files
from panelpress.press.templating import SHIPPED as TEMPLATES
from panelpress.press.templating import THEMES

if TYPE_CHECKING:
    from panelpress.press.recipe import Recipe

PROFILE_RULE = "@color-profile device-cmyk { src: url(press.icc); components: c, m, y, k }"
MEASURED = 8
"""The panel in which something is changed, and which the plain script makes alone"""


def recipes_of(project: Path) -> list[Recipe]:
    """Return the recipes of all items of a project, for the first print shops it names."""
    exhibition = load(project, THEMES, TEMPLATES / "panel")
    panels, books = choose_printers(exhibition, None)
    names = all_items(exhibition)
    return [compose(exhibition, name, books if name.kind == "catalogue" else panels) for name in names]


def write_job(recipes: list[Recipe], folder: Path) -> None:
    """Write items as files that any layout program can read."""
    press = condition("FOGRA39", SHIPPED["FOGRA39"])
    curve = [round(255 * (1 - share)) for share in black_for_grey(press)]
    folder.mkdir(parents=True)
    shutil.copy(SHIPPED["FOGRA39"], folder / "press.icc")
    items = []
    for recipe in recipes:
        key = recipe.name.key
        html = recipe.html.replace("pp:picture/", "").replace("pp:drawing/", "")
        (folder / f"{key}.html").write_text(html, "utf-8")
        sheets = []
        for number, (_, css) in enumerate((("", PROFILE_RULE), *recipe.css)):
            text = css
            for file, path in font_files().items():
                text = text.replace(f"url({FONTS}{file})", f"url({path.as_uri()})")
            sheets.append(f"{key}-{number}.css")
            (folder / sheets[-1]).write_text(text, "utf-8")
        for drawing in recipe.drawings:
            shutil.copy(drawing.path, folder / f"{drawing.id}{drawing.path.suffix}")
        pictures = [
            {
                "source": str(w.path),
                "name": f"{w.key}.jpg",
                "width": pixels_for(w.width_mm, w.ppi),
                "height": pixels_for(w.height_mm, w.ppi),
                "quality": w.quality,
                "curve": curve,
            }
            for w in recipe.pictures
        ]
        items.append({"key": key, "css": sheets, "pictures": pictures})
    (folder / "items.json").write_text(json.dumps(items), "utf-8")


def main(project: Path, folder: Path) -> None:
    """Write the three jobs."""
    recipes = recipes_of(project)
    panels = [recipe for recipe in recipes if recipe.name.kind == "panel"]
    measured = panels[min(MEASURED, len(panels)) - 1]
    for name, some in (("all", recipes), ("panel", [measured]), ("book", [r for r in recipes if r not in panels])):
        write_job(some, folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
