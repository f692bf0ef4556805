"""The file itself, wherever it is kept: in the archive, or where the last build left it. Its digest says that it is the one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.exhibition.keeping import archive_place
from panelpress.exhibition.root import CATALOGUE
from panelpress.ground.diagnostics import PanelpressError
from panelpress.ground.files import digest
from panelpress.ground.yamlsource import as_typed, read_yaml
from panelpress.jobs.places import OUT, PRESS
from panelpress.ledger import editions
from panelpress.ledger.archive import Archive

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.index import EditionItem, Index

_DEFAULT = "archive"


@dataclass(frozen=True)
class Kept:
    """An edition as its archive has it.

    ``index`` is None where the archive is not there, or has not the edition; ``wrong`` says why.
    """

    archive: Archive
    index: Index | None
    wrong: tuple[str, ...] = ()

    def file(self, path: str) -> bytes | None:
        """Return a file of the edition, held against its digest; None where the archive does not give it.

        Raises:
            KeyError: where the edition has none of that name.
        """
        if self.index is None:
            return None
        try:
            return self.archive.read(self.index.files[path], path)
        except PanelpressError:
            return None

    def own(self, path: str) -> bytes | None:
        """Return a file of the edition; None where it has none of that name, or the archive does not give it."""
        return self.file(path) if self.index is not None and path in self.index.files else None


def kept_edition(root: Path, record: EditionRecord) -> Kept:
    """Return an edition as the archive of an exhibition has it. The project itself need not be sound.

    Raises:
        PanelpressError: where the record says something else than the archive does: one of them was altered.
    """
    archive = Archive(_place(root))
    try:
        return Kept(archive, editions.index_of(archive, record))
    except PanelpressError as wrong:
        if any(found.id.startswith("edition/") for found in wrong.diagnostics):
            raise
        return Kept(archive, None, tuple(found.message for found in wrong.diagnostics))


def _place(root: Path) -> Path:
    """Return where `catalogue.yml` says that the archive is, whatever else is wrong with it."""
    said = ""
    try:
        data = read_yaml((root / CATALOGUE).read_text("utf-8-sig"), CATALOGUE).data
        said = str(as_typed(data.get("archive", ""))) if isinstance(data, dict) else ""
        return root / (archive_place(said) if said else _DEFAULT)
    except (OSError, ValueError, PanelpressError):
        return root / _DEFAULT


@dataclass(frozen=True)
class VeryFile:
    """The file of an item as it was printed, where it came from, and what is wrong where it should have come from.

    ``data`` is None where it is nowhere.
    """

    data: bytes | None
    place: str = ""
    wrong: tuple[str, ...] = ()


def very_file(root: Path, kept: Kept, item: EditionItem) -> VeryFile:
    """Return the file of an item as it was printed; its SHA-256 is the one of the edition's record."""
    wrong = kept.wrong
    if kept.index is not None:
        path = f"press/{item.file}"
        try:
            return VeryFile(kept.archive.read(kept.index.files[path], path), "the archive")
        except PanelpressError as lost:
            wrong = tuple(found.message for found in lost.diagnostics)
    try:
        data = (root / OUT / PRESS / item.file).read_bytes()
    except OSError:
        return VeryFile(None, "", wrong)
    return VeryFile(data, f"{OUT}/{PRESS}/", wrong) if digest(data) == item.sha256 else VeryFile(None, "", wrong)
