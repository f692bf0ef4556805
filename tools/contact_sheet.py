"""Draw the contact sheets that README and docs show: every panel side by side, every spread, in every theme.

Run as ``python -m tools.contact_sheet`` (``make sheets``): builds the sample once in each theme, in a folder of its own, and
writes ``docs/panels-THEME.jpg`` and ``docs/catalogue-THEME.jpg``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from panelpress.press.templating import THEMES

ROOT = Path(__file__).resolve().parents[1]
WALL = (104, 100, 94)
_GAP = 16
_PANEL_HEIGHT = 600  # of one board on the sheet, pixels: titles and leads can be read
_PAGE_HEIGHT = 350
_JPEG: dict[str, Any] = {"quality": 76, "optimize": True}  # the papers keep their tints; below 400 kB each
_PROJECT = ("panels", "photos", "styles")


def built(theme: str, folder: Path) -> Path:
    """Build the sample in a theme and return the folder of its press files."""
    project = folder / theme
    project.mkdir()
    for name in _PROJECT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, project / name)
    text = (ROOT / "catalogue.yml").read_text("utf-8")
    (project / "catalogue.yml").write_text(re.sub(r"(?m)^theme: .*$", f"theme: {theme}", text), "utf-8")
    subprocess.run([sys.executable, "-m", "panelpress", "build", "-q"], cwd=project, check=True)
    return project / "out" / "press"


def trimmed_pages(path: Path, height: int) -> list[Image.Image]:
    """Return a press file's pages cut to the trim, each ``height`` pixels high."""
    with pypdfium2.PdfDocument(path) as pdf:
        pages = []
        for page in pdf:
            left, bottom, right, top = page.get_trimbox()
            scale = height / (top - bottom)
            whole = page.render(scale=scale).to_pil().convert("RGB")
            media = page.get_mediabox()
            box = (left - media[0], media[3] - top, right - media[0], media[3] - bottom)
            pages.append(whole.crop([round(scale * v) for v in box]))
    return pages


def hung(pictures: list[Image.Image], columns: int, gap: int = _GAP) -> Image.Image:
    """Return pictures on the wall's colour, row by row."""
    width, height = max(p.width for p in pictures), max(p.height for p in pictures)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + gap) + gap), WALL)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        sheet.paste(picture, (gap + column * (width + gap), gap + row * (height + gap)))
    return sheet


def spreads(pages: list[Image.Image]) -> list[Image.Image]:
    """Return a book's pages as a reader opens it: the first at the right, then pairs, the last at the left."""
    blank = Image.new("RGB", pages[0].size, WALL)
    pairs = [[blank, pages[0]], *(pages[i : i + 2] for i in range(1, len(pages) - 1, 2)), [pages[-1], blank]]
    return [hung(pair, 2, gap=0) for pair in pairs]


def main() -> None:
    """Draw both sheets of every theme that ships."""
    with tempfile.TemporaryDirectory(prefix="panelpress-sheets-") as folder:
        for theme in sorted(path.stem for path in THEMES.glob("*.css")):
            press = built(theme, Path(folder))
            panels = [trimmed_pages(path, _PANEL_HEIGHT)[0] for path in sorted(press.glob("[0-9]*.pdf"))]
            hung(panels, 5).save(ROOT / "docs" / f"panels-{theme}.jpg", **_JPEG)
            book = spreads(trimmed_pages(press / "catalogue.pdf", _PAGE_HEIGHT))
            hung(book, 6).save(ROOT / "docs" / f"catalogue-{theme}.jpg", **_JPEG)
            print(f"docs/panels-{theme}.jpg, docs/catalogue-{theme}.jpg")


if __name__ == "__main__":
    main()
