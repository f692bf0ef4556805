"""The small exhibition with its first edition really made and closed, for tests of what is printed again."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from pathlib import Path

import pytest
from tests.support.editions import Kept
from tests.support.project import small_project, with_small_boards
from tests.support.signing import decision
from tests.support.smallprofile import small_profile

from panelpress import __version__
from panelpress.cli import run
from panelpress.jobs import release
from panelpress.jobs.build import build
from panelpress.jobs.places import PRESS
from panelpress.jobs.release import close
from panelpress.jobs.request import Request
from panelpress.ledger import chain, editions
from panelpress.press.fonts import font_files
from panelpress.report.progress import Silent

SPANISH = "---\ntitle: El pan\n---\n\nLos panaderos apoyaron a los mineros.\n\n![](loaf)\n"
DAY = "2028-05-31"
FIXTURES = Path(__file__).parents[1] / "fixtures"
"""Archives that earlier versions wrote, one a version, never written anew once that version is out"""


def really_closed(root: Path, *, profile: bool = False, small_boards: bool = False) -> Kept:
    """Write the small exhibition with a style of its own and a decision in its ledger, build it and close its edition.

    Args:
        root: a folder that does not exist yet.
        profile: its print shops have a profile of a few kilobytes instead of the one that ships.
        small_boards: its panels are as large as a letter, and drawn in an eighth of the time.
    """
    project = small_project(root)
    if small_boards:
        with_small_boards(project)
    project.edit("catalogue.yml", "panels:\n", "styles: [own.css]\npanels:\n")
    project.write("styles/own.css", ".lead { letter-spacing: 0.01em }\n")
    if profile:
        project.write("profiles/press.icc", small_profile())
        for maker in ("panels", "catalogue"):
            project.edit(
                "catalogue.yml",
                f"{{makes: {maker}, ",
                f"{{makes: {maker}, condition: Small, profile: profiles/press.icc, ",
            )
    chain.append(root, [decision(item="coal", proof=0, by="D. Miner")])
    kept = Kept(root)
    built = build(Request(root), lambda _: nullcontext(Silent()))
    editions.keep(root, close(built, root / "out" / PRESS))
    return kept


def given(root: Path) -> dict[str, bytes]:
    """Return the press files that lie where a printer takes them, by name."""
    folder = root / "out" / "reprints"
    return {p.name: p.read_bytes() for p in sorted(folder.glob("*.pdf")) if not p.name.endswith("-ticket.pdf")}


def again(root: Path, *words: str) -> int:
    """Run `panelpress reprint` on a project, on a fixed day."""
    return run(["reprint", *words, "-C", str(root), "--date", DAY])


def write_older() -> None:
    """Write the archive of this version that all later ones must print from: ``python -m tests.support.reprints``.

    Of the typefaces that ship it keeps one file: all of them would be 4 MB, and nobody reads them to print again.
    """
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        name, path = "SourceSerifPro-It.ttf", font_files()["SourceSerifPro-It.ttf"]
        patch.setattr(release, "font_files", lambda: {name: path})
        kept = really_closed(Path(folder) / "exhibition", profile=True)
        target = FIXTURES / f"archive-{__version__}.zip"
        assert run(["archive", "-C", str(kept.root), "--to", str(target)]) == 0


if __name__ == "__main__":
    write_older()
