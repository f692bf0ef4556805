"""What costs time inside the layout engine, each as the smallest example that shows it: ``python -m tools.bench.engine``.

Figures are processor seconds, the least of several runs. docs/engine-costs.md tells what is done about each.
"""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from weasyprint import HTML
from weasyprint.text.ffi import ffi

from panelpress.press.engine import ENGINE
from panelpress.press.fonts import font_files

if TYPE_CHECKING:
    from collections.abc import Callable

_RUNS = 5
_WORDS = "Coal was cut here for two hundred years and the men who cut it sang on the way home. " * 60


def cpu(work: Callable[[], object], runs: int = _RUNS) -> float:
    """Return the least processor time that a piece of work took in several runs, s."""
    found = []
    for _ in range(runs):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def imported(before: str) -> float:
    """Return the median time that importing the engine takes in a process of its own, s, after ``before`` was run in it."""
    code = f"import time\n{before}\nt = time.perf_counter()\nimport weasyprint\nprint(time.perf_counter() - t)"
    return median(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(_RUNS)
    )


def arrays(name: str) -> float:
    """Return what it costs to hand the glyph numbers of 40 fonts to HarfBuzz, s: each has another number of them."""
    lists = [list(range(size)) for size in range(100, 1300, 30)]
    started = time.process_time()
    for glyphs in lists:
        ffi.new(name.format(len(glyphs)), glyphs)
    return time.process_time() - started


def page(columns: str) -> str:
    """Return a page of A1 with text in three columns: the engine's own, or placed."""
    words = f"<p>{_WORDS}</p>"
    font = font_files()["SourceSerifPro-Regular.ttf"].as_uri()
    face = f"@font-face {{ font-family: Serif; src: url({font}) }}"
    style = f"{face} @page {{ size: 594mm 841mm; margin: 40mm }} p {{ font: 24pt Serif }}"
    if columns == "css":
        body = f'<div style="columns: 3; column-gap: 12mm">{words * 3}</div>'
    else:
        placed = "position: absolute; top: 0; width: 163mm"
        body = "".join(f'<div style="{placed}; left: {175 * number}mm">{words}</div>' for number in range(3))
    return f"<style>{style}</style><body>{body}</body>"


def columns(kind: str) -> float:
    """Return what laying out that page costs, s."""
    return cpu(lambda: HTML(string=page(kind)).render(), 3)


def photograph(*, private: bool) -> str:
    """Return a page with one JPEG of 8 megapixels, with EXIF in it or without."""
    grain = np.random.default_rng(1).integers(0, 255, (2448, 3264), np.uint8)
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    out = io.BytesIO()
    Image.fromarray(grain).save(out, "JPEG", quality=90, **({"exif": exif} if private else {}))
    data = base64.b64encode(out.getvalue()).decode()
    return f'<img style="width: 500mm" src="data:image/jpeg;base64,{data}">'


def written(html: str, **options: object) -> float:
    """Return what making a PDF of a page costs, s."""
    document = HTML(string=html)
    return cpu(lambda: document.write_pdf(**options), 2)


def rows() -> list[tuple[str, float, str, float]]:
    """Return every cost: what is done and what that takes, how else it could be done and what that would take."""
    unsearched = "import ctypes.util\nctypes.util.find_library = lambda name: None"
    with_exif, without = photograph(private=True), photograph(private=False)
    return [
        ("import, libraries searched through gcc and ldconfig", imported(""), "found by name", imported(unsearched)),
        (
            "40 glyph lists, each as an array type of its own size",
            arrays("hb_codepoint_t[{}]"),
            "of open size",
            arrays("hb_codepoint_t[]"),
        ),
        ("A1 page in CSS columns", columns("css"), "in placed columns", columns("placed")),
        ("JPEG of 8 megapixels with EXIF: encoded again", written(with_exif), "without: as it is", written(without)),
        (
            "file identifier: the whole file hashed once more",
            written(without, pdf_identifier=True),
            "put in by the caller",
            written(without, pdf_identifier=b"0"),
        ),
    ]


def main() -> None:
    """Print the table."""
    print(f"{ENGINE}\n\n{'what the engine does':56} {'s':>7}   {'otherwise':22} {'s':>7}")
    for done, cost, other, less in rows():
        print(f"{done:56} {cost:7.3f}   {other:22} {less:7.3f}")


if __name__ == "__main__":
    main()
