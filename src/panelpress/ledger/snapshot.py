"""What the exhibition was when it was last built, so that whoever asks need not read it again while nothing has changed.

It holds one digest of everything that press files are made from: every file of the project's folders, the packages that are
installed, panelpress itself. It lies in the cache: without it, or with another digest, everything is read and composed anew.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelpress.exhibition.asked import GateAsked, Signer, SignOff
from panelpress.exhibition.root import CATALOGUE, FOLDERS
from panelpress.ground.files import canonical, digest, digest_file, write_atomic
from panelpress.ground.seen import digests
from panelpress.ledger.tool import tool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from panelpress.ledger.chain import Ledger

FILE = "out/cache/snapshot.json"
_MEMO = "out/cache/seen.json"
MANIFEST = "out/press/manifest.json"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """An item: its key, label, kind, and the digest of the waivers that held for what was found in it."""

    key: str
    label: str
    kind: str
    waivers: str


@dataclass(frozen=True)
class Snapshot:
    """The exhibition as it was built.

    ``state`` is the digest of all it is made from, ``others`` names the files of it outside the usual folders; ``manifest`` is
    the digest of the manifest of what was built, ``printer`` the print shop that was named ("": none).
    """

    state: str
    others: tuple[str, ...]
    manifest: str
    printer: str
    title: str
    job: str
    edition: int
    date: dt.date
    sign_off: SignOff | None
    items: tuple[ItemSeen, ...]


def keep(root: Path, snapshot: Snapshot) -> None:
    """Write it; one that cannot be written is no reason to stop.

    A build that was asked to keep nothing in the cache writes none.
    """
    said = snapshot.sign_off
    value = {
        "schema_version": SCHEMA_VERSION,
        "state": snapshot.state,
        "others": list(snapshot.others),
        "manifest": snapshot.manifest,
        "printer": snapshot.printer,
        "title": snapshot.title,
        "job": snapshot.job,
        "edition": snapshot.edition,
        "date": snapshot.date.isoformat(),
        "signers": [[s.name, s.organisation, s.role] for s in said.signers] if said else [],
        "gates": {
            id: [list(gate.organisations), gate.items, gate.expires.isoformat() if gate.expires else ""]
            for id, gate in said.gates.items()
        }
        if said
        else None,
        "items": [[item.key, item.label, item.kind, item.waivers] for item in snapshot.items],
    }
    try:
        write_atomic(root / FILE, json.dumps(value, ensure_ascii=False).encode())
    except OSError:
        return


def read(root: Path) -> Snapshot | None:
    """Return the exhibition as it was last built; None where that is not known."""
    try:
        value = json.loads((root / FILE).read_bytes())
        if value["schema_version"] != SCHEMA_VERSION:
            return None
        return Snapshot(
            value["state"],
            tuple(value["others"]),
            value["manifest"],
            value["printer"],
            value["title"],
            value["job"],
            value["edition"],
            dt.date.fromisoformat(value["date"]),
            _sign_off(value["signers"], value["gates"]),
            tuple(ItemSeen(*item) for item in value["items"]),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _sign_off(signers: list[list[str]], gates: Mapping[str, Any] | None) -> SignOff | None:
    if gates is None:
        return None
    return SignOff(
        tuple(Signer(*signer) for signer in signers),
        {
            id: GateAsked(tuple(organisations), items, dt.date.fromisoformat(expires) if expires else None)  # type: ignore[misc]
            for id, (organisations, items, expires) in gates.items()
        },
    )


def state_of(root: Path, others: Iterable[str] = ()) -> str:
    """Return one digest of everything that an exhibition's press files are made from; "" where that cannot be told.

    Args:
        root: the exhibition's folder.
        others: files of it outside the usual folders, by their path in it.
    """
    files: list[Path] = [root / CATALOGUE, *(root / other for other in others)]
    for folder in FOLDERS:
        found = _files(root / folder)
        if found is None:
            return ""
        files += found
    held = {path.relative_to(root).as_posix(): held for path, held in digests(files, root / _MEMO).items()}
    return digest(canonical([SCHEMA_VERSION, held, tool()]))


def others(root: Path, sources: Iterable[Path]) -> tuple[str, ...]:
    """Return those of the files that a project was read from that lie outside the usual folders, by their path in it."""
    names = {path.relative_to(root).as_posix() for path in sources}
    return tuple(sorted(name for name in names if name != CATALOGUE and name.split("/", 1)[0] not in FOLDERS))


def of_waivers(ledger: Ledger, item: str, said: SignOff | None) -> str:
    """Return one digest of the waivers of the ledger that hold for an item."""
    from panelpress.ledger.waived import counts, waived  # noqa: PLC0415 - a build of what is built needs none of them

    return digest(repr([each for each in waived(ledger, said) if each.item == item and counts(said, each)]).encode())


def unchanged(root: Path, printer: str = "") -> Snapshot | None:
    """Return the exhibition as it was last built, where it still is what it was then; None where it may not be.

    Args:
        root: the exhibition's folder.
        printer: the print shop that is named; "": none.
    """
    seen = read(root)
    if seen is None or seen.printer != printer or not seen.state:
        return None
    try:
        same = digest_file(root / MANIFEST) == seen.manifest and state_of(root, seen.others) == seen.state
    except OSError:
        return None
    return seen if same else None


def _files(folder: Path) -> list[Path] | None:
    """Return every file in a folder and below it; None where a link leads elsewhere, whose end nobody sees from here."""
    found: list[Path] = []
    for parent, names, files in os.walk(folder):
        if any(os.path.islink(os.path.join(parent, name)) for name in names):  # noqa: PTH114, PTH118 - thousands of files
            return None
        names.sort()
        found += [Path(parent, name) for name in sorted(files)]
    return found
