"""`record/proofs/`: one small text file for every proof that was issued, so that what comes back can be held against it.

A proof's code, printed on its sheets and kept in its fields, holds the digest of this file: a record that was altered after
the proof went out no longer has the code that the officers hold in their hands.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from panelpress.facts.signing import Judged, NumberedLine, Part, ProofSheet
from panelpress.ground.diagnostics import fault
from panelpress.ground.files import digest, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOLDER = "record/proofs"
SCHEMA_VERSION = 1
_NAME = re.compile(r"proof-(\d+)\.json")
_CODE_DIGITS = 12


@dataclass(frozen=True)
class ProofItem:
    """An item as a proof shows it: what it is called, its file's and its content's digests, what each gate judges in it.

    ``lines`` are its lines as they are numbered, for comments to be found and later proofs to compare with. ``pictures``
    names, page by page, the small picture of the page that is kept for comparison (a digest).
    """

    label: str
    sha256: str
    content_digest: str
    judged: Judged
    lines: tuple[NumberedLine, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProofRecord:
    """A proof as it was issued: its number and day (YYYY-MM-DD), the heads of the ledger at the time, items and sheets."""

    job: str
    number: int
    date: str
    heads: tuple[str, ...]
    items: Mapping[str, ProofItem]
    sheets: tuple[ProofSheet, ...] = ()

    @property
    def text(self) -> str:
        """The record as it is written, the same for the same proof."""
        value = {
            "schema_version": SCHEMA_VERSION,
            "job": self.job,
            "number": self.number,
            "date": self.date,
            "heads": list(self.heads),
            "items": {key: _item(item) for key, item in self.items.items()},
            "sheets": [list(asdict(sheet).values()) for sheet in self.sheets],
        }
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace('],["', '],\n["') + "\n"

    @property
    def code(self) -> str:
        """What tells this proof from all others: ``job/number/digest``, the first 12 digits of the record's SHA-256."""
        return f"{self.job}/{self.number}/{digest(self.text.encode())[:_CODE_DIGITS]}"


def _item(item: ProofItem) -> dict[str, Any]:
    return {
        "label": item.label,
        "sha256": item.sha256,
        "content_digest": item.content_digest,
        "judged": {gate: [[part.page, part.digest] for part in parts] for gate, parts in item.judged.items()},
        "pictures": list(item.pictures),
        "lines": [[ln.text, ln.page, ln.number, [round(v, 2) for v in ln.box], ln.file, ln.line] for ln in item.lines],
    }


def issued(root: Path) -> dict[int, Path]:
    """Return the records of the proofs that were issued, by number, in order."""
    folder = root / FOLDER
    found = {int(m[1]): path for path in folder.glob("proof-*.json") if (m := _NAME.fullmatch(path.name))}
    return dict(sorted(found.items()))


def keep(root: Path, record: ProofRecord) -> Path:
    """Write a proof's record."""
    path = root / FOLDER / f"proof-{record.number}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, record.text.encode())
    return path


def read(root: Path, number: int) -> ProofRecord:
    """Return the record of a proof.

    Raises:
        PanelpressError: ``sign-off/proof``, when there is none, or it cannot be read.
    """
    path = issued(root).get(number)
    if path is None:
        numbers = ", ".join(str(n) for n in issued(root)) or "none yet"
        raise fault("sign-off/proof", f"there is no record of proof {number}", f"issued so far: {numbers}")
    try:
        value = json.loads(path.read_text("utf-8"))
        return ProofRecord(
            value["job"],
            value["number"],
            value["date"],
            tuple(value["heads"]),
            {key: _read_item(said) for key, said in value["items"].items()},
            tuple(ProofSheet(*sheet) for sheet in value["sheets"]),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as unreadable:
        where = path.relative_to(root).as_posix()
        raise fault(
            "sign-off/proof", f"the record {where} cannot be read: {unreadable}", "take it from the last commit again"
        ) from None


def _read_item(said: Mapping[str, Any]) -> ProofItem:
    return ProofItem(
        said["label"],
        said["sha256"],
        said["content_digest"],
        {gate: tuple(Part(*part) for part in parts) for gate, parts in said["judged"].items()},
        tuple(_lines(said["lines"])),
        tuple(said["pictures"]),
    )


def _lines(listed: list[Any]) -> Iterator[NumberedLine]:
    for text, page, number, box, file, line in listed:
        yield NumberedLine(page, number, (box[0], box[1], box[2], box[3]), text, file, line)
