"""Headless Chromium and Vivliostyle CLI with press-ready, where they are installed: the same pages through a browser.

They know neither ``device-cmyk()`` nor press pictures, so they get the same HTML and CSS with colours in RGB, and pictures that
are already as small as the plates need, in RGB: that is done beforehand, unmeasured, and in their favour. Chromium prints an RGB
file for each item. Vivliostyle sets all panels as one document and the catalogue as another (two starts instead of eleven, in its
favour too); press-ready then has Ghostscript convert it to CMYK. Neither checks anything.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

from PIL import Image

from tools.bench.measure import Case

_CMYK = re.compile(r"device-cmyk\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)\s*\)")
_SIZES = {"panels": "594mm,841mm", "book": "148mm,210mm"}
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def prepare(job: Path, folder: Path) -> None:
    """Write a plain script's job once more for browsers."""
    from panelpress.press.fonts import font_files  # noqa: PLC0415 - the main process stays small

    folder.mkdir()
    for path in font_files().values():
        shutil.copy(path, folder)
    items = json.loads((job / "items.json").read_text("utf-8"))
    for item in items:
        links = "".join(f'<link rel="stylesheet" href="{name}">' for name in item["css"][1:])
        html = (job / f"{item['key']}.html").read_text("utf-8").replace("</head>", f"{links}</head>")
        (folder / f"{item['key']}.html").write_text(in_rgb(html), "utf-8")
        for name in item["css"][1:]:
            css = re.sub(r"url\(file:[^)]*/([^/)]+)\)", r"url(\1)", (job / name).read_text("utf-8"))
            (folder / name).write_text(in_rgb(css), "utf-8")
        for picture in item["pictures"]:
            with Image.open(picture["source"]) as original:
                original.thumbnail((picture["width"], picture["height"]), Image.Resampling.LANCZOS)
                original.save(folder / picture["name"], quality=picture["quality"], subsampling=0)
    panels = [f"{item['key']}.html" for item in items if item["key"] != "catalogue"]
    for name, entries in (("panels", panels), ("book", ["catalogue.html"])):
        config = {"title": name, "size": _SIZES[name], "entry": entries, "output": f"vivliostyle-{name}.pdf"}
        (folder / f"{name}.config.js").write_text(f"module.exports = {json.dumps(config)};\n", "utf-8")


def in_rgb(css: str) -> str:
    """Return CSS with its press colours as a browser can show them."""

    def turned(found: re.Match[str]) -> str:
        c, m, y, k = (float(share) for share in found.groups())
        red, green, blue = (round(255 * (1 - ink) * (1 - k)) for ink in (c, m, y))
        return f"rgb({red}, {green}, {blue})"

    return _CMYK.sub(turned, css)


def chromium() -> str | None:
    """Return where Chromium is, if it is."""
    return next((path for name in _CHROMIUMS if (path := shutil.which(name))), None)


def vivliostyle(folder: Path | None) -> str | None:
    """Return where Vivliostyle CLI is, if it is: in a folder into which npm installed it, or on the path."""
    if folder is not None:
        own = folder / "node_modules" / ".bin" / "vivliostyle"
        return str(own) if own.exists() else None
    return shutil.which("vivliostyle")


def cases(folder: Path, installed: Path | None) -> list[Case]:
    """Return the cases of the browsers that are here."""
    browser, setter = chromium(), vivliostyle(installed)
    found = []
    if browser:
        pages = sorted(path for path in folder.glob("*.html"))
        prints = tuple(_print(browser, page, folder) for page in pages)
        found.append(Case("chromium", "headless Chromium, RGB, nothing checked", prints, folder))
    if browser and setter:
        ready = (
            "--preflight",
            "press-ready-local",
            "--executable-browser",
            browser,
            "--log-level",
            "silent",
            "-t",
            "600",
        )
        builds = tuple((setter, "build", "-c", f"{name}.config.js", *ready) for name in _SIZES)
        found.append(Case("vivliostyle", "Vivliostyle CLI and press-ready, nothing checked", builds, folder))
    return found


def _print(browser: str, page: Path, folder: Path) -> tuple[str, ...]:
    target = f"--print-to-pdf={page.with_suffix('.pdf')}"
    quiet = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'profile'}",
    )
    return (browser, *quiet, target, page.as_uri())


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
