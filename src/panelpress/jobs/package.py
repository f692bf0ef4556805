"""`panelpress package`: the set in `out/press/` as it goes to each print shop, in plain zips, read back before they are named.

Nothing is compressed: pictures hardly shrink, and the bytes are the same whatever library wrote them. ``SHA256SUMS`` is what
`sha256sum -c` reads. A set that is not as it was built is not packed.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panelpress.ground.diagnostics import Diagnostic, ExitCode, PanelpressError, error, fault
from panelpress.ground.files import digest, digest_file, replacing
from panelpress.ground.units import count, size
from panelpress.jobs.places import OUT, PRESS
from panelpress.ledger import manifest
from panelpress.report.words import GOOD_STATES, UNAPPROVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PACKAGE = "package"
SUMS = "SHA256SUMS"
_MEGABYTE = 1_000_000
_ROOM = 64_000
"""What a zip of a few dozen files needs beside them, bytes, many times over"""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can name"""
_AGAIN = "`panelpress build` makes the set anew"


@dataclass(frozen=True)
class Packed:
    """A zip that was written: where, what it holds, how large it is (bytes), its digest."""

    path: Path
    files: tuple[str, ...]
    octets: int
    sha256: str


@dataclass(frozen=True)
class Asked:
    """What is wanted.

    ``to`` is where the zips go (None: ``out/package``), ``most_mb`` how large one may be, MB (None: what the shop takes);
    ``unapproved``: what is not approved too.
    """

    root: Path
    to: Path | None = None
    most_mb: float | None = None
    unapproved: bool = False


def package(asked: Asked) -> tuple[Packed, ...]:
    """Pack the set for its print shops: one of each for panels and catalogue, one alone where both are the same.

    Raises:
        PanelpressError: with exit code 1, where the set is not whole, not as it was built or not approved, or a file is larger
            than the print shop takes; with 2, where there is none, or nothing can be written.
    """
    folder = asked.root / OUT / PRESS
    said = manifest.read_whole(folder)
    if said is None:
        raise fault("package/nothing", f"there is nothing to pack in {OUT}/{PRESS}/", "`panelpress build` makes it")
    wrong = tuple(_faults(folder, said, unapproved=asked.unapproved))
    if wrong:
        raise PanelpressError(wrong, ExitCode.FINDINGS)
    target = asked.to or asked.root / OUT / PACKAGE
    found: list[Packed] = []
    for name, items, most_mb in _shops(said):
        parts = _split(folder, said, items, asked.most_mb or most_mb)
        for number, files in enumerate(parts, 1):
            part = f"-part-{number}-of-{len(parts)}" if len(parts) > 1 else ""
            held = f"-{UNAPPROVED}" if any(UNAPPROVED in file for file in files) else ""
            stem = f"{said['job']}-e{said['edition']}{f'-{name}' if name else ''}{part}{held}.zip"
            found.append(_written(folder, target / stem, files))
    return tuple(found)


def _faults(folder: Path, said: Mapping[str, Any], *, unapproved: bool) -> Iterator[Diagnostic]:
    """Say everything that keeps a set from being sent."""
    for item in said["items"]:
        if item["state"] not in GOOD_STATES:
            yield error("package/missing", f"{item['label']} is {item['state']}: the set is not whole", _AGAIN)
        elif UNAPPROVED in item["file"] and not unapproved:
            yield error(
                "package/unapproved",
                f"{item['label']} is not approved ({item['approval'].removeprefix(f'{UNAPPROVED}: ')})",
                "`panelpress status` tells whom it waits for; for a trial print, `--unapproved` packs it, and says so",
            )
    for file, sha256 in _digests(said).items():
        path = folder / file
        if not path.is_file():
            yield error("package/changed", f"{OUT}/{PRESS}/{file} is not there any more", _AGAIN)
        elif digest_file(path) != sha256:
            yield error("package/changed", f"{OUT}/{PRESS}/{file} is not what was built", _AGAIN)


def _digests(said: Mapping[str, Any]) -> dict[str, str]:
    """Return every file of a set with its digest, the manifest itself left out."""
    items = {item["file"]: item["sha256"] for item in said["items"] if item["state"] in GOOD_STATES}
    return items | dict(said["files"])


def _shops(said: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...], float | None]]:
    """Yield each print shop: what its package is called, the files it prints, how many MB it takes (None: any)."""
    panels, books = said["printers"]["panels"], said["printers"]["catalogue"]
    files = {True: [], False: []}  # type: dict[bool, list[str]]
    for item in said["items"]:
        files[item["label"].startswith("panel ")].append(item["file"])
    limits = [limit for limit in (panels.get("max_mb"), books.get("max_mb")) if limit]
    if not files[True] or not files[False] or (panels["name"] and panels["name"] == books["name"]):
        yield "", (*files[True], *files[False]), min(limits, default=None)
        return
    yield "panels", tuple(files[True]), panels.get("max_mb")
    yield "catalogue", tuple(files[False]), books.get("max_mb")


def _split(folder: Path, said: Mapping[str, Any], items: Sequence[str], most_mb: float | None) -> list[tuple[str, ...]]:
    """Return the files of each zip: the reports and the ticket in all of them, each press file in one, in order.

    Raises:
        PanelpressError: where a file alone is larger than one zip may be.
    """
    beside = (*sorted(said["files"]), manifest.NAME)
    if most_mb is None:
        return [(*items, *beside)]
    room = most_mb * _MEGABYTE - _ROOM - sum((folder / file).stat().st_size for file in beside)
    parts: list[list[str]] = [[]]
    left = room
    for file in items:
        octets = (folder / file).stat().st_size
        if octets > room:
            raise PanelpressError(
                [
                    error(
                        "package/too-large",
                        f"{file} is {size(octets)}, and with ticket and reports a zip of {most_mb:g} MB has room for "
                        f"{size(max(0, int(room)))}",
                        "ask the printer for another way, or raise `max_mb:` of the printer in catalogue.yml, or `--max-mb`",
                    )
                ],
                ExitCode.FINDINGS,
            )
        if octets > left:
            parts.append([])
            left = room
        parts[-1].append(file)
        left -= octets
    return [(*part, *beside) for part in parts]


def _written(folder: Path, path: Path, files: Sequence[str]) -> Packed:
    """Write one zip, read it back, and only then give it its name."""
    held = {file: digest_file(folder / file) for file in files}
    sums = "".join(f"{sha256}  {file}\n" for file, sha256 in held.items()).encode()
    top = path.stem
    try:
        with replacing(path) as beside:
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as pack:
                for file in files:
                    pack.writestr(_named(f"{top}/{file}"), (folder / file).read_bytes())
                pack.writestr(_named(f"{top}/{SUMS}"), sums)
            with zipfile.ZipFile(beside) as pack:
                back = {name.removeprefix(f"{top}/"): digest(pack.read(name)) for name in pack.namelist()}
            if back != held | {SUMS: digest(sums)}:
                raise fault("package/unread", f"{path.name} does not read back as it was written", "try another drive")
    except OSError as refused:
        what = f"cannot write {path}: {refused.strerror or refused}"
        raise fault("package/unwritable", what, "make room, or name another folder: `--to`") from None
    return Packed(path, (*files, SUMS), path.stat().st_size, digest_file(path))


def _named(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EARLIEST)
    info.external_attr = 0o644 << 16
    info.create_system = 3  # what is written is the same on every system
    return info


def document(packed: Sequence[Packed]) -> dict[str, Any]:
    """Return what was written as plain values."""
    return {
        "schema_version": 1,
        "packages": [
            {"file": str(each.path), "bytes": each.octets, "sha256": each.sha256, "files": list(each.files)}
            for each in packed
        ],
    }


def words(each: Packed) -> str:
    """Return one zip in words."""
    return f"{count(len(each.files), 'file')}, {size(each.octets)}, read back; SHA-256 {each.sha256}"
