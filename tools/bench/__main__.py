"""``make bench``: speed and memory of panelpress beside a plain layout script, several runs each, medians and spread.

Every figure is of whole processes, measured by the operating system when they end. The two kinds of run take turns, so that
a machine that slows down slows both.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from panelpress.exhibition.items import all_items
from panelpress.exhibition.project import load
from panelpress.ground.units import pixels_for
from panelpress.press.colour import black_for_grey
from panelpress.press.compose import compose
from panelpress.press.conditions import SHIPPED, condition
from panelpress.press.fonts import ADDRESS as FONTS
from panelpress.press.fonts import font_files
from panelpress.press.templating import THEMES
from tools.bench import picture, preflight

ROOT = Path(__file__).resolve().parents[2]
PANELPRESS = [sys.executable, "-m", "panelpress"]
_PROJECT = ("catalogue.yml", "panels", "photos", "styles")


@dataclass(frozen=True)
class Run:
    """One process tree: wall and processor seconds, and the memory of its largest process in MB."""

    wall: float
    cpu: float
    peak_mb: float


def measure(command: list[str], folder: Path) -> Run:
    """Run a command to its end and measure it with all its children."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} failed:\n{told.decode()}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure_with_output(command: list[str], folder: Path) -> tuple[str, Run]:
    """Run a command to its end; return what it printed and what it cost."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} failed")
    return said, Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def copy_project(target: Path) -> None:
    """Copy the sample exhibition without the tool."""
    target.mkdir()
    for name in _PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        elif source.exists():
            shutil.copy(source, target / name)


def write_plain(project: Path, folder: Path) -> None:
    """Write the sample, as panelpress composes it, for the plain script: the same HTML, CSS and pictures."""
    exhibition = load(project, THEMES)
    panels = next(iter(exhibition.panel_printers.values()))
    books = next(iter(exhibition.catalogue_printers.values()))
    press = condition("FOGRA39", SHIPPED["FOGRA39"])
    curve = [round(255 * (1 - share)) for share in black_for_grey(press)]
    folder.mkdir()
    shutil.copy(SHIPPED["FOGRA39"], folder / "press.icc")
    rule = "@color-profile device-cmyk { src: url(press.icc); components: c, m, y, k }"
    items = []
    for name in all_items(exhibition):
        recipe = compose(exhibition, name, panels if name.kind == "panel" else books)
        html, sheets = recipe.html.replace("pp:picture/", "").replace("pp:drawing/", ""), []
        (folder / f"{name.key}.html").write_text(html, "utf-8")
        for number, (_, css) in enumerate((("", rule), *recipe.css)):
            for file, path in font_files().items():
                css = css.replace(f"url({FONTS}{file})", f"url({path.as_uri()})")  # noqa: PLW2901
            sheets.append(f"{name.key}-{number}.css")
            (folder / sheets[-1]).write_text(css, "utf-8")
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
        items.append({"key": name.key, "css": sheets, "pictures": pictures})
    (folder / "items.json").write_text(json.dumps(items), "utf-8")


def table(rows: list[tuple[str, list[Run]]], base: str) -> None:
    """Print medians, spread, and the ratio to one of the rows."""
    reference = statistics.median(run.wall for run in dict(rows)[base])
    print(f"{'':42} {'wall s':>7} {'min-max':>12} {'cpu s':>7} {'peak MB':>8} {'ratio':>6}")
    for name, runs in rows:
        walls = sorted(run.wall for run in runs)
        wall = statistics.median(walls)
        cpu = statistics.median(run.cpu for run in runs)
        peak = max(run.peak_mb for run in runs)
        print(f"{name:42} {wall:7.2f} {walls[0]:5.2f}-{walls[-1]:5.2f}  {cpu:7.2f} {peak:8.0f} {wall / reference:6.2f}")


def main() -> None:
    """Run the benchmark and print its tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("-n", "--runs", type=int, default=5, help="runs of each kind after one warm-up (default 5)")
    arguments.add_argument("--megapixels", type=int, default=100, help="size of the large photograph (default 100)")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="panelpress-bench-") as temporary:
        work = Path(temporary)
        project = work / "project"
        copy_project(project)
        write_plain(project, work / "plain")
        plain = [sys.executable, str(Path(__file__).with_name("plain.py")), str(work / "plain")]
        bare: list[Run] = []
        cold: list[Run] = []
        warm: list[Run] = []
        helped: list[Run] = []
        for number in range(asked.runs + 1):
            shutil.rmtree(project / "out", ignore_errors=True)
            runs = (
                measure(plain, work),
                measure([*PANELPRESS, "build", "-q"], project),
                measure([*PANELPRESS, "build", "-q"], project),
                measure([*PANELPRESS, "--help"], project),
            )
            if number:  # the first round warms the disk
                for kept, run in zip((bare, cold, warm, helped), runs, strict=True):
                    kept.append(run)
        print(f"The sample: {len(all_items(load(project, THEMES)))} items, {os.cpu_count()} processors\n")
        rows = [
            ("plain script, no checks", bare),
            ("panelpress build, cold, all checks", cold),
            ("panelpress build, pictures cached", warm),
            ("panelpress --help", helped),
        ]
        table(rows, "plain script, no checks")
        preflight.compare(project / "out" / "press", work, asked.runs)
        picture.compare(work, 20, asked.runs)
        large = project / "photos" / "tunnel-lamp.jpg"
        picture.apart([sys.executable, "-m", "tools.bench.picture", "--make", str(large), str(asked.megapixels)])
        shutil.rmtree(project / "out", ignore_errors=True)
        run = measure([*PANELPRESS, "build", "-q", "durham"], project)
        print(
            f"\nOne panel with a {asked.megapixels}-megapixel photograph: {run.wall:.1f} s, peak {run.peak_mb:.0f} MB"
        )


if __name__ == "__main__":
    main()
