"""Editions that were closed: of the small exhibition, its items made of nothing, as a release closes them."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.support import made
from tests.support.project import Project, small_project

from panelpress.ground.files import Cache
from panelpress.jobs.build import Built, build
from panelpress.jobs.places import CACHE, OUT, PRESS
from panelpress.jobs.release import close
from panelpress.jobs.request import Request
from panelpress.jobs.writing import write_reports
from panelpress.ledger import editions
from panelpress.ledger.archive import Archive
from panelpress.report.progress import Silent

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.index import Index


class Kept:
    """The small exhibition with what is kept of it."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        self.root = root
        self.archive = Archive(root / "archive")

    def record(self, number: int = 1) -> EditionRecord:
        """Return the record of an edition."""
        return editions.read(self.root, number)

    def index(self, number: int = 1) -> Index:
        """Return the index of an edition, as the archive has it."""
        return editions.index_of(self.archive, self.record(number))

    def object_of(self, path: str, number: int = 1) -> Path:
        """Return where the first object of a file of an edition lies."""
        return self.archive.path(self.index(number).files[path].objects[0].sha256)

    def press_file(self, key: str, number: int = 1) -> Path:
        """Return where the file of an item was published."""
        return self.root / OUT / PRESS / self.record(number).items[key].file

    def build(self) -> Built:
        """Build everything that is there."""
        return build(Request(self.root), lambda _: nullcontext(Silent()))

    def close(self) -> EditionRecord:
        """Build everything, and close the edition that catalogue.yml names."""
        built = self.build()
        built = replace(built, report=replace(built.report, released=True))
        write_reports(built, Cache(self.root / OUT / CACHE), self.root / OUT / PRESS, 1)  # as those of a release
        record = close(built, self.root / OUT / PRESS)
        editions.keep(self.root, record)
        return record

    def number(self, number: int) -> None:
        """Raise the edition's number."""
        self.project.edit("catalogue.yml", f"number: {number - 1}", f"number: {number}")


def small_edition(root: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Write the small exhibition into a folder, and close its first edition."""
    made.install(monkeypatch)
    small_project(root)
    kept = Kept(root)
    kept.close()
    return kept


def alter(path: Path, data: bytes) -> None:
    """Write over a file of an archive, which is not meant to be written."""
    path.chmod(0o644)
    path.write_bytes(data)


def flip(path: Path, at: int = 0) -> None:
    """Change one byte of a file."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    alter(path, bytes(data))
