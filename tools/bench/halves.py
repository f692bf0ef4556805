"""The plain script twice at once, each with half of the work: what two processors alone can save of it.

``python -m tools.bench.halves FOLDER``: the same job as the plain script's, its items dealt out so that both have as many pixels
to make.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PLAIN = Path(__file__).with_name("plain.py")


def halves(items: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the items in two heaps: the largest first, each to the heap that has less to do."""
    dealt: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    weights = [0, 0]
    for item in sorted(items, key=lambda item: (-_pixels(item), item["key"])):
        lighter = weights.index(min(weights))
        dealt[lighter].append(item)
        weights[lighter] += _pixels(item)
    return dealt


def _pixels(item: dict[str, Any]) -> int:
    return sum(picture["width"] * picture["height"] for picture in item["pictures"])


def main(job: Path) -> None:
    """Run both halves, and end with the first fault."""
    with tempfile.TemporaryDirectory(prefix="panelpress-halves-") as work:
        started = []
        for number, items in enumerate(halves(json.loads((job / "items.json").read_text("utf-8")))):
            folder = Path(work) / str(number)
            shutil.copytree(job, folder, ignore=shutil.ignore_patterns("*.jpg", "*.pdf"))
            (folder / "items.json").write_text(json.dumps(items), "utf-8")
            started.append(subprocess.Popen([sys.executable, str(PLAIN), str(folder)]))
        sys.exit(max(process.wait() for process in started))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
