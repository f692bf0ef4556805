"""What `panelpress proof` says: the file, what it shows, whom it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panelpress.ground.units import count
from panelpress.report.json import diagnostic
from panelpress.report.terminal import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ground.gates import GateId

SCHEMA_VERSION = 1
OCTETS_PER_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A proof that was issued.

    ``path`` is from the exhibition's folder; ``again``: nothing changed since it was issued, and it has its number still.
    ``smaller`` says how far its pictures were made smaller to keep its size, "" where they were not.
    """

    path: str
    number: int
    code: str
    octets: int
    sheets: int
    items: tuple[str, ...]
    again: bool = False
    smaller: str = ""


@dataclass(frozen=True, slots=True)
class ItemTold:
    """An item of a proof; ``to_sign``: it may be signed."""

    key: str
    label: str
    pages: int
    content_digest: str
    state: str
    to_sign: bool


@dataclass(frozen=True, slots=True)
class GateTold:
    """A sheet to sign: its gate, the people who may, the items it asks about."""

    gate: GateId
    title: str
    signers: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class ProofReport:
    """What became of a proof, or of several: the whole first. ``findings`` are what its own check found, and of the archive."""

    title: str
    job: str
    date: str
    files: tuple[ProofFile, ...]
    items: tuple[ItemTold, ...]
    gates: tuple[GateTold, ...]
    findings: tuple[Diagnostic, ...] = ()

    @property
    def unsigned(self) -> tuple[ItemTold, ...]:
        """The items that are not to be signed."""
        return tuple(item for item in self.items if not item.to_sign)


def document(report: ProofReport) -> dict[str, Any]:
    """Return the report for machines."""
    return {
        "schema_version": SCHEMA_VERSION,
        "title": report.title,
        "job": report.job,
        "date": report.date,
        "files": [
            {
                "file": file.path,
                "number": file.number,
                "code": file.code,
                "bytes": file.octets,
                "sheets": file.sheets,
                "items": list(file.items),
                "again": file.again,
                "smaller": file.smaller,
            }
            for file in report.files
        ],
        "items": [
            {
                "item": item.key,
                "label": item.label,
                "pages": item.pages,
                "content_digest": item.content_digest,
                "state": item.state,
                "to_sign": item.to_sign,
            }
            for item in report.items
        ],
        "gates": [
            {"gate": gate.gate, "title": gate.title, "signers": list(gate.signers), "items": list(gate.items)}
            for gate in report.gates
        ],
        "findings": [diagnostic(found) for found in report.findings],
    }


def in_mb(octets: int) -> str:
    """Return a size as mail programs tell it."""
    return f"{octets / OCTETS_PER_MB:.1f} MB"


def show_proof(report: ProofReport, out: Console, aside: Console, *, quiet: bool = False) -> None:
    """Print what people need to know: the files on stdout, the rest on stderr."""
    for file in report.files:
        out.print(file.path, soft_wrap=True)
    if quiet:
        return
    for line in (*_files(report), *_states(report)):
        aside.print(line, soft_wrap=True)
    for item in report.unsigned:
        what = f"Not to be signed: {item.label}. The proof lists what was found in it; mend that, and issue another."
        aside.print(what, style="bold", soft_wrap=True)
    for line in _sheets(report):
        aside.print(line, soft_wrap=True)
    if report.findings:
        show(report.findings, aside)
    if report.gates:
        aside.print("Send the file to them; what comes back: `panelpress signoff import FILE…`", soft_wrap=True)


def _files(report: ProofReport) -> Iterator[str]:
    """Yield what each file is, and how far its pictures were made smaller."""
    for file in report.files:
        again = "; nothing changed since it was issued, so it keeps its number" if file.again else ""
        what = f"{count(len(file.items), 'item')}, {count(file.sheets, 'sheet')}, {in_mb(file.octets)}"
        yield f"Proof {file.number}: {what}{again}"
        if file.smaller:
            yield f"  {file.smaller}"


def _states(report: ProofReport) -> Iterator[str]:
    """Yield where the items stand; those that stand alike on one line."""
    states: dict[str, list[str]] = {}
    for item in report.items:
        states.setdefault(item.state, []).append(item.label)
    for state, labels in states.items():
        yield f"  {', '.join(labels)}: {state}"


def _sheets(report: ProofReport) -> Iterator[str]:
    """Yield who is asked to sign which sheets; sheets for the same people on one line."""
    asked: dict[tuple[str, ...], list[str]] = {}
    for gate in report.gates:
        asked.setdefault(gate.signers, []).append(gate.title)
    for signers, titles in asked.items():
        who = ", ".join(signers) or "nobody by name: write `sign_off:` into catalogue.yml (docs/sign-off.md)"
        yield f"To sign {', '.join(titles)}: {who}"
