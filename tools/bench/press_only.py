"""Press files only: every item made by panelpress's own hands in its own pool, and written; none is read back or checked.

``python -m tools.bench.press_only PROJECT FOLDER``. This is what a build costs without its eyes and its voice: the project is
read and composed, the pictures are made and kept in the cache as in a build, pages are laid out, painted and finished. What is
left out: reading the files back, drawing their edges, the checks, reports, ticket, manifest, and the exchange of the folder.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from panelpress.ground import processors
from panelpress.ground.files import Cache, write_atomic
from panelpress.jobs.pool import each, start_early
from panelpress.jobs.request import default_jobs

if TYPE_CHECKING:
    from panelpress.press.recipe import Recipe


def make_one(given: tuple[Recipe, Path]) -> str:
    """Make and write one item; return its file's name."""
    from panelpress.press.make import make  # noqa: PLC0415 - only the workers need the engine

    recipe, folder = given
    processors.use(processors.share_of(default_jobs(), default_jobs()))
    write_atomic(folder / recipe.file_name, make(recipe, Cache(folder / "cache")).data)
    return recipe.file_name


def main(project: Path, folder: Path) -> None:
    """Make all items, those with most pages and pictures first, on all processors."""
    start_early(default_jobs())
    from tools.bench.plainjob import recipes_of  # noqa: PLC0415 - read while the process server loads the engine

    folder.mkdir(parents=True)
    recipes = sorted(recipes_of(project), key=lambda recipe: (-recipe.pages, -len(recipe.pictures), recipe.name.key))
    made = list(each(make_one, [(recipe, folder) for recipe in recipes], default_jobs()))
    print(f"{len(made)} files")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
