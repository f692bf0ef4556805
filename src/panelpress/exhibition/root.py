"""Where an exhibition is: the folder that holds its `catalogue.yml`, and the names of what lies in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import fault

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = "catalogue.yml"
CAPTIONS = "photos/captions.yml"
FOLDERS = ("panels", "photos", "styles")
"""What items are made of beside it."""
RECORD = "record"
"""What people decided"""


def find_root(start: Path) -> Path:
    """Return the folder, at or above ``start``, that holds `catalogue.yml`.

    Raises:
        PanelpressError: when there is none.
    """
    if not start.is_dir():
        raise fault("project/not-found", f"there is no folder {start}", "check its name")
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CATALOGUE).is_file():
            return folder
    raise fault(
        "project/not-found",
        f"no {CATALOGUE} in {start.resolve()} or any folder above it",
        "go into the exhibition's folder, or start one with `panelpress new DIR`",
    )
