"""Closing an edition: everything it is and everything it was made from goes into the archive, and is read back.

The order makes it safe to be killed anywhere: objects first, each whole before it has its name; then the index, which names
them; then everything is read back. Only then the press files are published, and the record in git is written last
(:func:`panelpress.ledger.editions.keep`). What a run left behind that did not end so is no edition, and the next finds its
objects there.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING

from panelpress.exhibition.model import in_language
from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, PanelpressError, error, fault
from panelpress.ground.files import digest_file
from panelpress.ground.units import count
from panelpress.jobs.approval import approvals
from panelpress.jobs.places import REJECTED
from panelpress.jobs.pool import default_jobs, each
from panelpress.ledger import editions, manifest
from panelpress.ledger.archive import Archive
from panelpress.ledger.editions import EditionRecord, record_of
from panelpress.ledger.index import EditionItem, Index
from panelpress.press.fonts import font_files
from panelpress.press.inputs import fonts_digest, inputs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.jobs.build import Built
    from panelpress.ledger.archive import Checked
    from panelpress.ledger.index import Stored

RENDERER = "pypdfium2"
"""The package that draws pages: the pictures of an edition are held against by the same version only"""
_TOLD = 6
_MANY = 10_000_000
"""From how many bytes on press files are drawn in several processes"""
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_RAISE = "raise `number:` below `edition:` in catalogue.yml, and give it its `date:`; a closed edition never changes"


def close(built: Built, staged: Path) -> EditionRecord:
    """Put an edition into the archive, read it back, and return its record, which closes it once it is kept.

    Args:
        built: the set as it was built, every item of it good.
        staged: the folder that holds the whole set, manifest, reports and ticket too, before it is published.

    Raises:
        PanelpressError: ``edition/closed`` (exit code 1), where the number was closed with other files; what is wrong with
            the archive (exit code 2).
    """
    exhibition = built.exhibition
    items = _items(built, staged)
    before = _closed_before(exhibition.root, exhibition.job, exhibition.edition, items)
    archive = Archive(exhibition.archive)
    index = _index(built, staged, items, archive)
    if before is not None:
        return _again(before, archive, index)
    archive.keep(index)
    _stop_unless_right(archive, index)
    return record_of(index)


def proofs_of(built: Built) -> tuple[int, ...]:
    """Return the numbers of the proofs that the approvals of a set rest on, in order."""
    judged = {key: (built.recipes[key].name.kind, parts) for key, parts in built.judged.items()}
    found = approvals(built.exhibition, built.ledger, judged).values()
    return tuple(sorted({s.proof for each in found for s in each.standings if s.state == "approved" and s.proof}))


def _items(built: Built, staged: Path) -> dict[str, EditionItem]:
    """Return the items of a set, each as its file is.

    Raises:
        PanelpressError: where one has no file, or another than the report says.
    """
    found: dict[str, EditionItem] = {}
    paths = [staged / item.file for item in built.report.items if item.file]
    drawn = dict(zip(paths, each(pictures_of, paths, _processes(built)), strict=True))
    for item in built.report.items:
        path = staged / item.file
        if item.state not in ("ready", "kept") or not path.is_file():
            raise fault("edition/incomplete", f"{item.label} has no press file: no edition is closed without it")
        if digest_file(path) != item.digest:
            raise fault("edition/incomplete", f"{item.file} changed while the edition was closed", "build again")
        found[item.key] = EditionItem(
            item.label,
            item.file,
            item.digest,
            item.content_digest,
            item.pages,
            (float(item.width_mm), float(item.height_mm)),
            drawn[path],
            built.recipes[item.key].venue,
        )
    return found


def pictures_of(path: Path) -> tuple[str, ...]:
    """Return the digests of a file's pages as they print: what a reprint is held against where its bytes are others.

    A file that cannot be drawn has none.
    """
    from panelpress.inspect.paper import picture_digests
    from panelpress.inspect.reader import read_pdf

    try:
        return picture_digests(read_pdf(path, raster=False), path)
    except (PanelpressError, OSError):
        return ()


def _processes(built: Built) -> int:
    """Return how many processes draw the pages: only where they are worth the second that starting some costs."""
    return default_jobs() if sum(item.octets for item in built.report.items) > _MANY else 1


def _closed_before(root: Path, job: str, number: int, items: Mapping[str, EditionItem]) -> EditionRecord | None:
    """Return the record of an edition of this number; None where there is none yet.

    Raises:
        PanelpressError: where it holds other press files than these (exit code 1).
    """
    if number not in editions.closed(root):
        return None
    record = editions.read(root, number)
    others = list(_differences(record, items))
    if record.job != job:
        others.insert(0, f"it is of the job {record.job}, and this is {job}")
    if not others:
        return record
    more = f"; and {len(others) - _TOLD} more" if len(others) > _TOLD else ""
    message = f"edition {number} was closed on {record.date}, with other files: {'; '.join(others[:_TOLD])}{more}"
    raise PanelpressError([error("edition/closed", message, _RAISE)], ExitCode.FINDINGS)


def _differences(record: EditionRecord, items: Mapping[str, EditionItem]) -> Iterator[str]:
    """Yield in which items a set differs from a closed edition."""
    for key, now in items.items():
        old = record.items.get(key)
        if old is None:
            yield f"{now.label} is new"
        elif old.sha256 != now.sha256:
            same = old.content_digest == now.content_digest
            yield f"{now.label} is another file" + (
                " (its ink is the same, what the file says of itself is not)" if same else ""
            )
        elif old.file != now.file:
            yield f"{now.label} is called {now.file} and was {old.file}"
    yield from (f"{old.label} is not there any more" for key, old in record.items.items() if key not in items)


def _again(before: EditionRecord, archive: Archive, index: Index) -> EditionRecord:
    """Return the record of an edition that is closed already; putting its files again mended what was lost of them.

    Raises:
        PanelpressError: where its archive is not whole.
    """
    if before.index == index.digest:
        archive.keep(index)
    _stop_unless_right(archive, editions.index_of(archive, before))
    return before


def _stop_unless_right(archive: Archive, index: Index) -> None:
    wrong = [checked for checked in archive.check(index) if checked.state != "right"]
    if wrong:
        raise PanelpressError([_not_right(archive, checked) for checked in wrong])


def _not_right(archive: Archive, checked: Checked) -> Diagnostic:
    return Diagnostic(
        f"archive/{checked.state}",
        Level.ERROR,
        f"the archive {archive.folder} does not give {checked.path} back: {checked.words}",
        "check the drive it is on, then release again: what is lost is written anew where this build has it",
        why="A release succeeds only if its archive reads back. (house)",
    )


# -- what goes in ----------------------------------------------------------------------------------------------------


def _index(built: Built, staged: Path, items: Mapping[str, EditionItem], archive: Archive) -> Index:
    exhibition = built.exhibition
    proofs = proofs_of(built)
    files: dict[str, Stored] = {}
    for path, source in _files(built, staged, proofs):
        if path not in files:
            files[path] = archive.put(source)
    versions = manifest.versions(staged) | {"fonts": fonts_digest(), **font_packages(), RENDERER: version_of(RENDERER)}
    versions |= {
        name: known_as
        for recipe in built.recipes.values()
        for name, known_as in inputs_of(recipe).items()
        if name.startswith("profile:")
    }
    return Index(
        exhibition.job,
        exhibition.edition,
        exhibition.date.isoformat(),
        in_language(exhibition.title, exhibition.language),
        items,
        built.ledger.heads,
        proofs,
        _printers(built),
        versions,
        dict(sorted(files.items())),
    )


def _printers(built: Built) -> dict[str, str]:
    exhibition = built.exhibition
    panels, book = built.printers
    return {
        "panels": next(name for name, each in exhibition.panel_printers.items() if each == panels),
        "catalogue": next(name for name, each in exhibition.catalogue_printers.items() if each == book),
    }


def _files(built: Built, staged: Path, proofs: tuple[int, ...]) -> Iterator[tuple[str, Path | bytes]]:
    """Yield every file of an edition by its path in it."""
    root = built.exhibition.root
    own = editions.path_of(root, built.exhibition.edition)
    set_ = {path.relative_to(staged).as_posix(): path for path in _below(staged)}
    yield from ((f"press/{name}", path) for name, path in set_.items() if not name.startswith(f"{REJECTED}/"))
    yield from ((path.relative_to(root).as_posix(), path) for path in _below(root / "record") if path != own)
    yield from ((f"sources/{path.relative_to(root).as_posix()}", path) for path in _project(built.exhibition))
    shown = (root / "out" / "proof" / f"proof-{number}.pdf" for number in proofs)
    yield from ((f"proofs/{path.name}", path) for path in shown if path.is_file())
    yield from ((f"fonts/{name}", path) for name, path in font_files().items())
    yield from _brought(built)
    yield "requirements.txt", _requirements().encode()


def _brought(built: Built) -> Iterator[tuple[str, Path | bytes]]:
    """Yield what panelpress itself made of the sources, and the profiles: what a later version is held against."""
    for key, recipe in built.recipes.items():
        yield f"profiles/{recipe.condition}{recipe.profile.suffix}", recipe.profile
        yield f"made-from/{key}/page.html", recipe.html.encode()
        for name, text in recipe.css:
            yield f"made-from/{key}/{name.rpartition('/')[2]}", text.encode()
    for item in built.report.items:
        for look in item.looks:
            yield f"made-from/{item.key}/page-{look.page}.jpg", look.picture


def _below(folder: Path) -> list[Path]:
    """Return every file below a folder, in order; hidden ones are half-written, or an editor's."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(p for p in paths if not any(part.startswith(".") for part in p.relative_to(folder).parts))


def _project(exhibition: Exhibition) -> list[Path]:
    """Return every file of the project that an edition is made from, in order: what it is built from on another machine."""
    found = {*exhibition.sources, *_below(exhibition.root / "styles")}
    found |= {photo.path for photo in exhibition.photos.values() if photo.path is not None}
    found |= {drawing.path for drawing in exhibition.drawings.values()}
    shops = (*exhibition.panel_printers.values(), *exhibition.catalogue_printers.values())
    found |= {exhibition.root / file for shop in shops for file in (shop.profile, shop.checks) if file is not None}
    return sorted(path for path in found if path.is_file())


def font_packages() -> dict[str, str]:
    """Return the versions of the packages that bring the fonts."""
    return {name: version_of(name) for name in ("font-source-serif-pro", "font-source-sans-pro")}


def version_of(name: str) -> str:
    """Return the version of a package; ``unknown`` where a distribution brought it along unnamed."""
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return "unknown"


def _requirements() -> str:
    """Return every package that panelpress runs on, with its version, as pip reads it: what installs the same again."""
    found: dict[str, str] = {}
    asked = ["panelpress"]
    while asked:
        name = re.sub(r"[-_.]+", "-", asked.pop()).lower()
        if name in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:  # for another system or Python, or an extra that is not installed
            continue
        found[name] = package.version
        needed = (each for each in package.requires or () if "extra ==" not in each)
        asked += [match[0] for each in needed if (match := _REQUIREMENT.match(each))]
    lines = [f"{name}=={version}\n" for name, version in sorted(found.items())]
    return f"# {count(len(found), 'package')}: what this edition was made with\n" + "".join(lines)
