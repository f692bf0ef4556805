"""The small exhibition on tour: a strip at the foot of its panels, two towns, one of them with a logo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.project import Project, small_project

if TYPE_CHECKING:
    from pathlib import Path

TOWNS = """\
variable: {height_mm: 36, panels: [1]}
venue: durham
venues:
  durham:
    place: Durham
    dates: {en-GB: 14 March – 2 May 2027, es: 14 de marzo – 2 de mayo de 2027}
    lines: [Redhills, Daily 10 to 5]
  barnsley:
    place: Barnsley
    dates: {en-GB: 8–30 May 2027, es: 8–30 de mayo de 2027}
    logos: [lamp]
"""
LAMP = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M2 18 20 2 38 18z" fill="#000"/></svg>'
COAL_ES = "---\ntitle: El carbón\nlead: Lo que hay debajo.\n---\n\nAquí se cortó carbón doscientos años.\n\n![](seam)\n"


def touring_project(root: Path) -> Project:
    """Write the small exhibition with a strip on panel 1 into a folder."""
    project = small_project(root)
    project.edit("catalogue.yml", "panels:\n  - 01", f"{TOWNS}panels:\n  - 01")
    project.edit("photos/captions.yml", "drawings: {}", "drawings:\n  lamp: {file: lamp.svg}")
    project.write("photos/lamp.svg", LAMP)
    return project


def bilingual(project: Project) -> None:
    """Let panel 1 of the small exhibition stand in two languages on one board."""
    project.edit("panels/01-coal.md", "title: Coal\n", "title: Coal\nlayout: bilingual\n")
    project.write("panels/01-coal.es.md", COAL_ES)
