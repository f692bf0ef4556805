"""``make bench``: what panelpress costs, beside other ways to make the same pages, several runs each in turns.

Every figure is of whole processes and of all they start, as the operating system tells them when they end. Medians; the spread
stands beside them. It reports and judges nothing: the exit code is 0 whatever was reached.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tools.bench import document, results
from tools.bench.suite import Asked, measured
from tools.bench.tables import sentences, tables

_RUNS, _MEGAPIXELS = 5, 200


def main() -> None:
    """Measure, or read what was measured, and tell it."""
    asked = _parser().parse_args()
    found = results.read(asked.earlier) if asked.earlier else _measured(asked)
    if asked.json:
        results.keep(found, asked.json)
    for table in tables(found):
        print(f"\n{table.text()}")
    for said in sentences(found):
        print(f"\n{said}")
    if asked.write:
        document.write(found)


def _measured(asked: argparse.Namespace) -> results.Results:
    panels = () if asked.quick else (1, 50, 200, 500) if asked.all else (1, 50)
    with tempfile.TemporaryDirectory(prefix="panelpress-bench-", dir=asked.folder) as folder:
        return measured(
            Asked(
                1 if asked.quick else asked.runs,
                panels,
                0 if asked.quick else asked.megapixels,
                not asked.quick,
                asked.vivliostyle,
            ),
            Path(folder),
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    much = parser.add_mutually_exclusive_group()
    much.add_argument("--quick", action="store_true", help="one run of 10 panels and 32 pages, and nothing larger")
    much.add_argument(
        "--all", action="store_true", help="also 200 and 500 panels: some 6 GB of disk, three quarters of an hour"
    )
    much.add_argument(
        "--from", dest="earlier", type=Path, metavar="FILE", help="measure nothing: tell what --json kept"
    )
    parser.add_argument(
        "-n", "--runs", type=int, default=_RUNS, help=f"runs of each kind, after one not counted (default {_RUNS})"
    )
    parser.add_argument(
        "--megapixels",
        type=float,
        default=_MEGAPIXELS,
        help=f"of the large photograph; 0: none (default {_MEGAPIXELS})",
    )
    parser.add_argument(
        "--vivliostyle", type=Path, metavar="FOLDER", help="where npm installed @vivliostyle/cli and press-ready"
    )
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="where the work is done; the system's own place by default"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also keep everything as JSON")
    parser.add_argument("--write", action="store_true", help="also write docs/speed.md and docs/images/speed.svg")
    return parser


if __name__ == "__main__":
    main()
