"""Floors: what no program can do without, each in one process that does nothing else.

``python floor.py WHAT FOLDER``, over a job of the plain script (`plainjob.py`):

* ``copy`` reads the originals, and writes files of the size that the press files have;
* ``colour`` converts as many pixels as the press pictures have with LittleCMS, read from nowhere and written nowhere;
* ``pictures`` opens, reduces, converts and saves them with Pillow, as the plain script does;
* ``layout`` lays the plain script's pages out with WeasyPrint, and paints nothing.

Frozen: never make it slower.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def copy(items: list[Any], folder: Path) -> None:
    """Read every original once, and write the press files' bytes to other files."""
    for source in sorted({picture["source"] for item in items for picture in item["pictures"]}):
        Path(source).read_bytes()
    for number, file in enumerate(sorted(Path((folder / "made.txt").read_text("utf-8")).glob("*.pdf"))):
        (folder / f"copied-{number}").write_bytes(file.read_bytes())


def _transform(folder: Path) -> Any:
    from PIL import ImageCms  # noqa: PLC0415 - each floor loads only what it needs

    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.getOpenProfile(str(folder / "press.icc")),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def colour(items: list[Any], folder: Path) -> None:
    """Convert pictures of the sizes wanted from sRGB to the press profile."""
    from PIL import Image, ImageCms  # noqa: PLC0415

    transform = _transform(folder)
    wanted = [(picture["width"], picture["height"]) for item in items for picture in item["pictures"]]
    with Image.open(items[0]["pictures"][0]["source"]) as first:
        original = first.convert("RGB")
    sized = {size: original.resize(size, Image.Resampling.NEAREST) for size in dict.fromkeys(wanted)}
    for size in wanted:
        ImageCms.applyTransform(sized[size], transform)


def pictures(items: list[Any], folder: Path) -> None:
    """Make every press picture as the plain script does."""
    from PIL import Image, ImageCms  # noqa: PLC0415

    transform = _transform(folder)
    for picture in (picture for item in items for picture in item["pictures"]):
        with Image.open(picture["source"]) as original:
            small = original.resize(
                (picture["width"], picture["height"]), Image.Resampling.LANCZOS, reducing_gap=3.0
            ).convert("RGB")
        inked = ImageCms.applyTransform(small, transform) or small
        inked.save(folder / f"floor-{picture['name']}", "JPEG", quality=picture["quality"], subsampling=0)


def layout(items: list[Any], folder: Path) -> None:
    """Lay every item out; its pictures are there already."""
    from weasyprint import CSS, HTML  # noqa: PLC0415

    for item in items:
        HTML(folder / f"{item['key']}.html").render(stylesheets=[CSS(folder / name) for name in item["css"]])


if __name__ == "__main__":
    where = Path(sys.argv[2])
    what = {"copy": copy, "colour": colour, "pictures": pictures, "layout": layout}[sys.argv[1]]
    what(json.loads((where / "items.json").read_text("utf-8")), where)
