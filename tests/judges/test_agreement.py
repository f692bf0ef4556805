"""Our reader and our checks against outside judges, on good files and on every file that the tests break."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.judges.agreement import changed, inks, resolutions, verdicts
from tests.preflight.breaks import BREAKS
from tests.support.goodpdf import good_pdf

from panelpress.inspect.reader import read_pdf

if TYPE_CHECKING:
    from tests.preflight.breaks import Break

pytestmark = [pytest.mark.slow, pytest.mark.judge]
PAGE = Path(__file__).parents[2] / "docs" / "agreement.md"
FAMILIES = ("image/", "bleed/", "page/")
_ROUNDED = 0.51  # poppler prints whole ppi
_UNMEASURED = ("torn", "inside out")


def test_every_clause_that_verapdf_misses_is_missed_by_us_too(tmp_path: Path) -> None:
    """A file that an outside judge refuses must not get our clean bill; the page in docs/ says so of each."""
    page = PAGE.read_text("utf-8")
    seen = [verdict for verdict in verdicts(changed(), tmp_path) if verdict.clauses]
    assert len(seen) >= 15
    for verdict in seen:
        assert verdict.ours, f"{verdict.name}: {verdict.clauses}, and we are content"
        assert f"| {verdict.name} | {', '.join(verdict.clauses)} |" in page, (
            f"docs/agreement.md is out of date: {verdict}"
        )


@pytest.mark.parametrize("broken", [b for b in BREAKS if b.check.startswith("image/")], ids=lambda b: b.name)
def test_poppler_measures_the_same_resolution(broken: Break, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(good_pdf(broken.change, **broken.file))
    seen = resolutions(path, read_pdf(path, plates=False, raster=False))
    assert seen.things
    assert seen.farthest <= _ROUNDED


def test_ghostscript_measures_the_same_ink(tmp_path: Path) -> None:
    path = tmp_path / "good.pdf"
    path.write_bytes(good_pdf())
    seen = inks(path, read_pdf(path), 600)  # its codes have bars of a third of a millimetre
    assert seen.things == 8
    assert seen.farthest < 0.25
