"""`manifest.json`: every input and output of a set of press files with its digest, and every version that matters.

It is written last: where it stands, the set beside it is complete. It holds no time of day and no path of the machine, so
that equal builds give equal manifests.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from panelpress.facts.signing import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from panelpress.facts.signing import Judged

NAME = "manifest.json"
SCHEMA_VERSION = 3


@dataclass(frozen=True)
class Entry:
    """One item of the set.

    ``state`` is ``ready``, ``kept`` (made earlier from the same inputs), ``rejected`` or ``absent``; ``recipe`` is the digest
    of everything it is made from, ``judged`` what each gate of the sign-off judges in it, page by page; ``inks`` the printing
    inks it asks for. ``approval`` says where it stands with those who must approve it.
    """

    item: str
    label: str
    state: str
    file: str
    sha256: str
    content_digest: str
    octets: int
    pages: int
    trim_mm: tuple[float, float]
    lowest_ppi: float | None
    findings: Mapping[str, int]
    recipe: str
    inputs: Mapping[str, str]
    reason: str = ""
    judged: Judged = field(default_factory=dict)
    inks: tuple[str, ...] = ()
    approval: str = ""


def build(
    about: Mapping[str, Any],
    entries: Sequence[Entry],
    files: Mapping[str, str],
    sources: Mapping[str, str],
    versions: Mapping[str, str],
) -> bytes:
    """Return the manifest.

    Args:
        about: job, title, edition, date, printers.
        entries: the items, in order.
        files: digests of the other files of the set, by name.
        sources: digests of the project's files, by path.
        versions: of every program and library that can change a file.
    """
    value = {
        "schema_version": SCHEMA_VERSION,
        **about,
        "items": [
            {
                "item": e.item,
                "label": e.label,
                "state": e.state,
                "reason": e.reason,
                "file": e.file,
                "sha256": e.sha256,
                "content_digest": e.content_digest,
                "bytes": e.octets,
                "pages": e.pages,
                "trim_mm": list(e.trim_mm),
                "lowest_ppi": e.lowest_ppi,
                "findings": dict(e.findings),
                "recipe": e.recipe,
                "inputs": dict(e.inputs),
                "inks": list(e.inks),
                "approval": e.approval,
                "judged": {gate: [[part.page, part.digest] for part in parts] for gate, parts in e.judged.items()},
            }
            for e in entries
        ],
        "files": dict(sorted(files.items())),
        "sources": dict(sorted(sources.items())),
        "versions": dict(sorted(versions.items())),
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def read(folder: Path) -> dict[str, Entry]:
    """Return the entries of the manifest in a folder, by item; none where it is missing or cannot be read."""
    try:
        value = json.loads((folder / NAME).read_text("utf-8"))
        if value["schema_version"] != SCHEMA_VERSION:
            return {}
        return {
            e["item"]: Entry(
                e["item"],
                e["label"],
                e["state"],
                e["file"],
                e["sha256"],
                e["content_digest"],
                e["bytes"],
                e["pages"],
                (e["trim_mm"][0], e["trim_mm"][1]),
                e["lowest_ppi"],
                e["findings"],
                e["recipe"],
                e["inputs"],
                e["reason"],
                {gate: tuple(Part(*part) for part in parts) for gate, parts in e["judged"].items()},
                tuple(e["inks"]),
                e["approval"],
            )
            for e in value["items"]
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def read_whole(folder: Path) -> dict[str, Any] | None:
    """Return the manifest in a folder as it is written; None where it is missing, cannot be read or is of another version."""
    try:
        value = json.loads((folder / NAME).read_text("utf-8"))
        return value if value["schema_version"] == SCHEMA_VERSION else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def venue(folder: Path) -> str | None:
    """Return whose strip the set in a folder carries, "" for an empty one; None where there is no strip, or no manifest."""
    found = read_whole(folder)
    return str(found["venue"]) if found is not None and "venue" in found else None


def versions(folder: Path) -> dict[str, str]:
    """Return the versions that the set in a folder was made with; none where its manifest cannot be read."""
    try:
        found = json.loads((folder / NAME).read_text("utf-8"))["versions"]
        return {str(name): str(version) for name, version in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
