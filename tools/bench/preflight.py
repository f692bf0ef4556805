"""How long judging takes, beside what pdfimages, pdffonts and Ghostscript's inkcov need for the same files.

``python -m tools.bench.preflight FOLDER``, a folder of press files. The files: an A1 page with three pictures at 150 ppi, the
catalogue, and a book of 300 pages of text; they are made here from those of the folder.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from panelpress.inspect.plates import with_ink
from panelpress.inspect.reader import read_pdf
from panelpress.preflight.order import Subject
from panelpress.preflight.profiles import judge, load_profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.facts.pdf import PdfFacts

_PAGES = 300


def long_book(book: Path, target: Path) -> None:
    """Write a book of 300 pages from the text pages of another."""
    with pikepdf.open(book) as source, pikepdf.new() as made:
        texts = [page for page in source.pages if "/XObject" not in page.get("/Resources", {})] or list(source.pages)
        for number in range(_PAGES):
            made.pages.append(texts[number % len(texts)])
        made.save(target)


def three_pictures(panel: Path, target: Path) -> None:
    """Write a panel on which a picture stands three times, each time with bytes of its own."""
    with pikepdf.open(panel) as pdf:
        page = pdf.pages[0]
        picture = next(iter(page.Resources.XObject.values()))
        extra = []
        for number in (2, 3):
            copy = pdf.make_stream(picture.read_raw_bytes() + b"\0" * number)
            for key, value in picture.items():
                if key != "/Length":
                    copy[key] = value
            page.Resources.XObject[f"/Copy{number}"] = copy
            extra.append(f"q 1000 0 0 660 {100 * number} {200 * number} cm /Copy{number} Do Q")
        page.contents_add("\n".join(extra).encode())
        pdf.save(target)


def _facts_only(path: Path) -> PdfFacts:
    return read_pdf(path, raster=False)


def _whole(path: Path) -> PdfFacts:
    return with_ink(read_pdf(path, plates=False), path, ppi=72)


def _timed(read: Callable[[Path], PdfFacts], path: Path, profile: str, runs: int) -> tuple[float, float, float]:
    """Return the median, least and most seconds of reading and judging a file in this process."""
    rules = load_profile(profile)
    took = []
    for _ in range(runs):
        started = time.perf_counter()
        judge(Subject(read(path)), rules)
        took.append(time.perf_counter() - started)
    return statistics.median(took), min(took), max(took)


def _outside(command: list[str], path: Path, runs: int) -> str:
    """Return how long another program takes, or that it is not here."""
    import subprocess  # noqa: PLC0415 - only where there is something to compare with

    if shutil.which(command[0]) is None:
        return "not here"
    took = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run([*command, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        took.append(time.perf_counter() - started)
    return f"{statistics.median(took):.2f} s"


def compare(built: Path, work: Path, runs: int) -> None:
    """Print the table.

    Args:
        built: a folder of press files with ``catalogue.pdf`` and panels.
        work: where files may be written.
        runs: how often each is done.
    """
    panel = min(p for p in built.glob("*.pdf") if not p.name.startswith(("catalogue", "ticket")))
    three, book = work / "three-pictures.pdf", work / "long-book.pdf"
    three_pictures(panel, three)
    long_book(built / "catalogue.pdf", book)
    print("\nJudging, one processor, median of", runs)
    for label, path, profile in (
        ("A1 panel, three pictures", three, "panel-a1"),
        ("catalogue, 32 pages", built / "catalogue.pdf", "catalogue-a5"),
        (f"book of text, {_PAGES} pages", book, "catalogue-a5"),
    ):
        bare, whole = _timed(_facts_only, path, profile, runs), _timed(_whole, path, profile, runs)
        print(
            f"{label:28} facts and checks {bare[0]:5.2f} s ({bare[1]:.2f}-{bare[2]:.2f}); "
            f"with edges and plates at 72 ppi {whole[0]:5.2f} s ({whole[1]:.2f}-{whole[2]:.2f})"
        )
        print(
            f"{'':28} pdfimages {_outside(['pdfimages', '-list'], path, runs)}, pdffonts {_outside(['pdffonts'], path, runs)}, "
            f"inkcov {_outside(['gs', '-q', '-o', '-', '-sDEVICE=inkcov'], path, runs)}"
        )


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        compare(Path(sys.argv[1]), Path(folder), 3)
