"""One photograph to the press, beside the bare calls it needs: time of the work itself, and memory of the process.

``python -m tools.bench.picture [MEGAPIXELS]``.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from panelpress.ground.diagnostics import Span
from panelpress.ground.files import Cache
from panelpress.ground.units import pixels_for
from panelpress.press.conditions import SHIPPED, condition
from panelpress.press.pictures.derive import press_picture
from panelpress.press.recipe import Wanted
from tools.bench.measure import LAUNCH, ROOT

WIDTH_MM, HEIGHT_MM, PPI = 522.0, 348.0, 200


def convert(path: Path) -> None:
    """Convert one picture as a build does, and print the seconds of the work itself."""
    press = condition("FOGRA39", SHIPPED["FOGRA39"])
    wanted = Wanted("bench", path, path.name, WIDTH_MM, HEIGHT_MM, PPI, 92, Span("bench", 1))
    began = time.perf_counter()
    press_picture(wanted, press, Cache(None))
    print(f"{time.perf_counter() - began:.3f}")


def compare(folder: Path, megapixels: float, runs: int) -> None:
    """Run both in turns, each in a process of its own, and print medians and peak memory."""
    path = folder / "photograph.jpg"
    # in a process of its own: a child's peak memory begins with its parent's
    apart([sys.executable, "-m", "tools.bench.photographs", "--large", str(path), str(megapixels)])
    with Image.open(path) as picture:
        width, height = picture.size
    size = (str(pixels_for(WIDTH_MM, PPI)), str(pixels_for(HEIGHT_MM, PPI)))
    bare = [sys.executable, str(Path(__file__).with_name("bare_picture.py"))]
    commands = {
        "bare Pillow and LittleCMS": [*bare, str(path), str(SHIPPED["FOGRA39"]), *size, str(folder / "bare.jpg")],
        "panelpress": [sys.executable, "-m", "tools.bench.picture", "--convert", str(path)],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, float] = dict.fromkeys(commands, 0.0)
    for number in range(runs + 1):
        for name, command in commands.items():
            said, peak = _measured(command)
            if number:
                seconds[name].append(said)
                memory[name] = max(memory[name], peak)
    base = statistics.median(seconds["bare Pillow and LittleCMS"])
    output = pixels_for(WIDTH_MM, PPI) * pixels_for(HEIGHT_MM, PPI) * 4 / 1e6
    empty = apart([sys.executable, "-c", _IMPORTS])
    print(f"\nOne photograph of {width} × {height} px to {size[0]} × {size[1]} px in CMYK, JPEG 92")
    print(f"{'':28} {'median s':>8} {'min-max':>12} {'ratio':>6} {'peak MB':>8}")
    for name, times in seconds.items():
        middle = statistics.median(times)
        print(f"{name:28} {middle:8.2f} {min(times):5.2f}-{max(times):5.2f}  {middle / base:6.2f} {memory[name]:8.0f}")
    used = memory["panelpress"] - float(empty) - output
    print(
        f"panelpress beyond its imports ({float(empty):.0f} MB) and the result ({output:.0f} MB): "
        f"{used * 1e6 / (width * height):.1f} bytes a pixel of the source"
    )


_IMPORTS = """\
import resource
import panelpress.press.pictures.derive
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def apart(command: list[str]) -> str:
    """Run a command and return what it printed."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def _measured(command: list[str]) -> tuple[float, float]:
    """Return the seconds a command says its work took, and the peak memory of its process, MB."""
    done = subprocess.run([*LAUNCH, *command], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout), float(json.loads(done.stderr.splitlines()[-1])["peak_mb"])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--convert"]:
        convert(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), float(sys.argv[1]) if len(sys.argv) > 1 else 20, 5)
