"""Where outside judges and our own checks look at the same thing, what each of them says: the table in docs/agreement.md.

``python -m tests.judges.agreement FOLDER`` prints it for the press files in a folder and for every broken file of the
tests. poppler measures the resolution of pictures, Ghostscript how much ink lies on each plate, veraPDF the clauses that
PDF/A-2 and PDF/X-4 share.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.preflight.breaks import BREAKS, Break
from tests.support import facts, judges, verapdf
from tests.support.goodpdf import good_pdf

from panelpress.ground.diagnostics import Level
from panelpress.inspect.reader import read_pdf
from panelpress.preflight.order import Subject
from panelpress.preflight.profiles import judge, load_profile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.facts.pdf import PageFacts, PdfFacts

PLATES = ("Cyan", "Magenta", "Yellow", "Black")


@dataclass(frozen=True)
class Measured:
    """One file: how far apart we and a judge are at most, and how many things both measured."""

    file: str
    things: int
    farthest: float


@dataclass(frozen=True)
class Verdict:
    """One broken file: the clauses veraPDF says it breaks, and what our own checks found worse than a note."""

    name: str
    clauses: tuple[str, ...]
    ours: tuple[str, ...]


def resolutions(path: Path, seen: PdfFacts) -> Measured:
    """Compare the effective resolution of every placed picture with poppler's, which rounds to whole ppi."""
    theirs = sorted(
        (row.page, row.width, row.height, row.x_ppi, row.y_ppi) for row in judges.pdfimages(path) if row.kind == "image"
    )
    ours = sorted((i.page, i.width, i.height, i.ppi_x, i.ppi_y) for i in seen.images if i.space is not None)
    assert [row[:3] for row in theirs] == [row[:3] for row in ours], path.name
    apart = [abs(one[n] - other[n]) for one, other in zip(ours, theirs, strict=True) for n in (3, 4)]
    return Measured(path.name, len(ours), max(apart, default=0.0))


def inks(path: Path, seen: PdfFacts, ppi: int = 72) -> Measured:
    """Compare how much of the sheet each process plate covers with Ghostscript's ``ink_cov``, in per cent of the sheet."""
    apart = []
    for page, theirs in zip(seen.pages, judges.ink_cov(path, ppi), strict=True):
        if page.ink is None:
            continue
        ours = {plate.name: plate.coverage for plate in page.ink.plates}
        share = _bled(page)
        apart += [abs(100 * share * ours.get(name, 0.0) - getattr(theirs, name.lower())) for name in PLATES]
    return Measured(path.name, len(apart), max(apart, default=0.0))


def _bled(page: PageFacts) -> float:
    """Return the share of the sheet inside the bleed: our plates end there, Ghostscript's with the sheet."""
    inside = page.boxes.bleed or page.trim
    return inside.area / page.boxes.media.area


def verdicts(broken: Iterable[Break], folder: Path) -> list[Verdict]:
    """Show every broken file to veraPDF and to our own checks."""
    files = {}
    for number, each in enumerate(broken):
        path = folder / f"{number:03d}.pdf"
        path.write_bytes(good_pdf(each.change, **each.file))
        files[path] = each
    theirs = verapdf.failed_clauses_many(files)
    found = []
    for path, each in files.items():
        subject = Subject(read_pdf(path), each.layout or facts.good_layout(), each.order)
        ours = {o.id for o in judge(subject, load_profile("press")) if any(d.level > Level.NOTE for d in o.found)}
        clauses = dict.fromkeys(f"{one.clause}-{one.test_number}" for one in theirs[path])
        found.append(Verdict(each.name, tuple(clauses), tuple(sorted(ours - {"text/in-file"}))))
    return found


def changed() -> list[Break]:
    """Return the breaks that alter the file, not only what it is held against."""
    return [each for each in BREAKS if not each.name.endswith("untouched") and each.layout is None]


def table(folder: Path) -> str:
    """Return the tables in Markdown."""
    rows = [
        "| press file | pictures | ppi apart, at most | plates | ink apart, % of the sheet, at most |",
        "| --- | --- | --- | --- | --- |",
    ]
    for path in sorted(folder.glob("*.pdf")):
        seen = read_pdf(path)
        ppi, ink = resolutions(path, seen), inks(path, seen)
        rows.append(f"| {path.name} | {ppi.things} | {ppi.farthest:.1f} | {ink.things} | {ink.farthest:.2f} |")
    rows += ["", "| broken file | veraPDF | panelpress |", "| --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as work:
        for verdict in verdicts(changed(), Path(work)):
            if verdict.clauses:
                ours = ", ".join(f"`{name}`" for name in verdict.ours)
                rows.append(f"| {verdict.name} | {', '.join(verdict.clauses)} | {ours or '–'} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1])) + "\n")
