"""A small exhibition to build, break and throw away: two panels, a catalogue of four pages, two tiny pictures.

Its print shops take pictures of 36 ppi, so that a board of A1 is made from 760 pixels in a fraction of a second. It is
sound as it stands: a test changes one thing and sees what is said of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import PanelpressError
from panelpress.press.templating import SHIPPED, THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from panelpress.exhibition.model import Exhibition
    from panelpress.ground.diagnostics import Diagnostic

REPOSITORY = Path(__file__).parents[2]

CATALOGUE = """\
job: small
title: A small exhibition
photographer: Nobody
languages: [en-GB, es]
edition:
  number: 1
  date: 2026-11-24
panels:
  - 01-coal
  - 02-bread
catalogue:
  pages: 4
  flat_plan:
    - {kind: title, photo: seam}
    - {kind: imprint}
    - {kind: text, panel: coal}
    - {kind: works}
printers:
  shop: {makes: panels, target_ppi: 72, warn_ppi: 36, min_ppi: 36}
  press: {makes: catalogue, target_ppi: 150, warn_ppi: 72, min_ppi: 72}
imprint: Made for a test.
"""

CAPTIONS = """\
photos:
  seam:
    file: seam.png
    title: A seam
    credit: Nobody
  loaf:
    file: loaf.png
    title: A loaf
    credit: Nobody
drawings: {}
"""

COAL = """\
---
title: Coal
lead: What lies below.
---

Coal was cut here for two hundred years.

![](seam)
"""

BREAD = """\
---
title: Bread
---

The bakers stood by the miners.

![](loaf)
"""


BOARD = """\
size: [210, 297]
frames:
  kicker: {left: 20, top: 16, width: 170, height: 14}
  title: {left: 20, top: 30, width: 170, height: 50}
  body: {left: 20, top: 84, width: 170, height: 84}
  folio: {left: 20, top: 262, width: 120, height: 14}
  number: {left: 150, top: 262, width: 40, height: 14}
slots:
  - {left: 20, top: 172, width: 170, height: 70, caption: {gap: 2, width: 100, height: 14}}
"""
"""A board of A4, an eighth of a panel: for tests that print it again and again"""


@dataclass(frozen=True)
class Project:
    """A project folder of a test."""

    root: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file of the project."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a text that stands exactly once in a file."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), "utf-8")

    def picture(self, name: str, size: tuple[int, int] = (760, 507), shade: int = 120) -> Path:
        """Paint a grey picture into photos/, lighter towards the right: it is not one flat tint."""
        path = self.root / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        ramp = Image.linear_gradient("L").rotate(90).resize(size)
        Image.blend(ramp, Image.new("L", size, shade), 0.5).save(path)
        return path

    def load(self) -> Exhibition:
        """Read the project, as a build does."""
        return load(self.root, THEMES, SHIPPED / "panel")

    def problems(self) -> tuple[Diagnostic, ...]:
        """Return everything that is wrong with the project; what is only worth knowing too."""
        try:
            return self.load().remarks
        except PanelpressError as wrong:
            return wrong.diagnostics

    def only_problem(self) -> Diagnostic:
        """Return what is wrong where exactly one thing is: a fault must not drag others behind it."""
        found = self.problems()
        assert len(found) == 1, [(d.id, d.message) for d in found]
        return found[0]

    @property
    def press(self) -> Path:
        """Where the press files are."""
        return self.root / "out" / "press"

    def published(self) -> dict[str, bytes]:
        """Return every file of the published set."""
        files = (path for path in sorted(self.press.rglob("*")) if path.is_file())
        return {path.relative_to(self.press).as_posix(): path.read_bytes() for path in files}


def small_project(root: Path) -> Project:
    """Write the small exhibition into a folder."""
    project = Project(root)
    project.write("catalogue.yml", CATALOGUE)
    project.write("photos/captions.yml", CAPTIONS)
    project.write("panels/01-coal.md", COAL)
    project.write("panels/02-bread.md", BREAD)
    project.picture("seam.png", shade=60)
    project.picture("loaf.png", shade=180)
    return project


def with_small_boards(project: Project) -> None:
    """Make the panels of the small exhibition as large as a letter."""
    project.write("styles/templates/panel/text-picture.yml", BOARD)
    shipped = SHIPPED / "panel" / "text-picture.html"
    project.write("styles/templates/panel/text-picture.html", shipped.read_bytes())
    project.edit("catalogue.yml", "panels:\n", "panel_width_mm: 210\npanel_height_mm: 297\npanels:\n")


def command(*words: str) -> list[str]:
    """Return panelpress as a command of its own process."""
    return [sys.executable, "-m", "panelpress", *words]


def clean_environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment in which nothing of this one decides how panelpress speaks."""
    dropped = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "SOURCE_DATE_EPOCH", "PYTHONHASHSEED", "TZ")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | dict(changes or {})


def call(
    *words: str, folder: Path | None = None, changes: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run panelpress in a process of its own and return what it said."""
    return subprocess.run(
        command(*words), cwd=folder, env=clean_environment(changes), capture_output=True, text=True, check=False
    )
