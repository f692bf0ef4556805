"""What an edition was made from, put together again: from the project as it is, from the archive, file by file by digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.exhibition.root import CAPTIONS, CATALOGUE
from panelpress.ground.files import digest, digest_file
from panelpress.jobs.release import font_packages
from panelpress.press.fonts import font_files
from panelpress.press.inputs import package_versions
from panelpress.report.keeping.reprint import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.jobs.reprints.kept import Kept
    from panelpress.ledger.editions import EditionRecord
    from panelpress.press.recipe import Recipe

_SOURCES = "sources/"
_EVERY = (CATALOGUE, CAPTIONS)


@dataclass(frozen=True)
class Gathered:
    """A project folder that is what an edition was made from, as far as that is still there.

    ``differences`` are the files that are not, by their path in the project.
    """

    root: Path
    differences: tuple[Difference, ...]
    from_archive: int


def gather(record: EditionRecord, kept: Kept, root: Path, into: Path) -> Gathered:
    """Put the sources of an edition into a folder.

    A file that the project still has as it was is taken from there, else from the archive; where neither has it, the
    project's own of that name takes its place and is named.

    Args:
        record: the edition's.
        kept: what its archive has of it.
        root: the exhibition's folder.
        into: a folder that does not exist yet.
    """
    differences: list[Difference] = []
    from_archive = 0
    for path, known_as in record.inputs.items():
        if not path.startswith(_SOURCES):
            continue
        name = path.removeprefix(_SOURCES)
        data = _present(root / name)
        if data is None or digest(data) != known_as:
            archived = kept.own(path)
            if archived is not None:
                from_archive += 1
                data = archived
            else:
                differences.append(Difference(name, known_as, digest(data) if data is not None else ""))
        if data is not None:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_bytes(data)
    return Gathered(into, tuple(differences), from_archive)


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def relevant(differences: tuple[Difference, ...], recipe: Recipe | None) -> tuple[Difference, ...]:
    """Return those of the files that are not as they were that an item is made from; all where that is not known."""
    if recipe is None:
        return differences
    used = {block.source.file for block in recipe.blocks}
    used |= {f"photos/{picture.file}" for picture in recipe.pictures}
    used |= {f"photos/{plate.file}" for plate in recipe.drawings}

    def counts(name: str) -> bool:
        is_one_of_many = name.endswith(".md") or name.startswith("photos/")
        return name in used or name in _EVERY or not is_one_of_many

    return tuple(each for each in differences if counts(each.what))


def of_panelpress(record: EditionRecord, recipe: Recipe | None) -> Iterator[Difference]:
    """Yield what panelpress brings that is not as it was: fonts, the press profile, versions."""
    fonts = {name: digest_file(path) for name, path in font_files().items()}
    was = {path.removeprefix("fonts/"): d for path, d in record.inputs.items() if path.startswith("fonts/")}
    for name in sorted({*fonts, *was}):
        if fonts.get(name) != was.get(name):
            yield Difference(f"fonts/{name}", was.get(name, ""), fonts.get(name, ""))
    if recipe is not None:
        name = f"profile:{recipe.condition}"
        now = digest_file(recipe.profile)
        if record.versions.get(name, "") != now:
            yield Difference(f"profiles/{recipe.condition}", record.versions.get(name, ""), now)
    versions = versions_now()
    for name, now in versions.items():
        if record.versions.get(name, "") != now:
            yield Difference(name, record.versions.get(name, ""), now)
    for name, before in record.versions.items():
        counts = name not in versions and name not in _NO_VERSION and not name.startswith("profile:")
        if counts:
            yield Difference(name, before, "")


_NO_VERSION = ("fonts", "pypdfium2")
"""What of an edition's versions is told file by file, and what only draws"""


def versions_now() -> dict[str, str]:
    """Return the versions of everything that can change a press file, as an edition keeps them."""
    from panelpress.press import engine

    return dict(sorted((dict(engine.versions()) | package_versions() | font_packages()).items()))


def of_page(record: EditionRecord, recipe: Recipe) -> Iterator[Difference]:
    """Yield what panelpress makes of the sources before anything is laid out that is not as it was."""
    key = recipe.name.key
    now = {"page.html": recipe.html.encode()}
    now |= {name.rpartition("/")[2]: text.encode() for name, text in recipe.css}
    for name, data in now.items():
        was = record.inputs.get(f"made-from/{key}/{name}", "")
        if was != digest(data):
            yield Difference(f"made-from/{key}/{name}", was, digest(data))
