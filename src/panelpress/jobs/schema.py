"""`panelpress schema`: the JSON Schemas that teach editors the project's files, and programs the reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from panelpress.exhibition.schema import CaptionsFile, CatalogueFile, PanelHead
from panelpress.exhibition.shape import Shape, json_schema
from panelpress.ground.files import write_atomic
from panelpress.report import shape

if TYPE_CHECKING:
    from pathlib import Path

FILES: dict[str, type[Shape]] = {"catalogue": CatalogueFile, "captions": CaptionsFile, "panel": PanelHead}
FOLDER = "schema"


def schemas() -> dict[str, bytes]:
    """Return every schema by its file name: those of the project's files, and that of the reports."""
    models = {name: json_schema(model) for name, model in FILES.items()} | {"report": shape.json_schema()}
    return {
        f"{name}.schema.json": (json.dumps(model, indent=1, ensure_ascii=False) + "\n").encode()
        for name, model in models.items()
    }


def write(root: Path) -> list[Path]:
    """Write the schemas into a project's ``schema/`` and return their paths."""
    paths = []
    for name, data in schemas().items():
        path = root / FOLDER / name
        write_atomic(path, data)
        paths.append(path)
    return paths


def stale(root: Path) -> list[str]:
    """Return the names of schemas that are missing or not what this version of panelpress writes."""
    return [
        name
        for name, data in schemas().items()
        if not (root / FOLDER / name).is_file() or (root / FOLDER / name).read_bytes() != data
    ]
