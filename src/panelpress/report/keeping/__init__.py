"""What is kept, as plain values and in words: editions, what became of their files, how they were printed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from panelpress.ground.units import count
from panelpress.ledger.history import FACTS, Printed, Reprint, hanging, kind_of
from panelpress.report.json import diagnostic

if TYPE_CHECKING:
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ledger.archive import Checked
    from panelpress.ledger.editions import EditionRecord
    from panelpress.ledger.history import Event

SCHEMA_VERSION = 1
GOOD = ("right",)
WORST_FIRST = ("changed", "missing", "extra", "unknown", "right")


# -- verify ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """Something that was read again as a whole: a set of press files, an archive's edition, a zip, a folder of files.

    Attributes:
        name: what it is, in words.
        place: where it lies.
        files: its files with their states; those of a folder of files that are right say in words what they are.
        remarks: what else is to be said of it, none of it a fault.
        faults: what is wrong with it and with no single file.
    """

    name: str
    place: str
    files: tuple[Checked, ...] = ()
    remarks: tuple[str, ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    def count(self, state: str) -> int:
        """Return how many of its files are in a state."""
        return sum(1 for checked in self.files if checked.state == state)

    @property
    def wrong(self) -> tuple[Checked, ...]:
        """The files that are not right, the worst first; a file of no kind that we make is only unknown."""
        found = [c for c in self.files if c.state != "right" and not is_foreign(c)]
        return tuple(sorted(found, key=lambda c: (WORST_FIRST.index(c.state), c.path)))

    @property
    def good(self) -> bool:
        """Whether all is right."""
        return not self.wrong and not self.faults

    @property
    def sums(self) -> str:
        """How many files are in which state: ``12 right, 1 changed``."""
        told = [f"{self.count(state)} {state}" for state in ("right", *WORST_FIRST[:-1]) if self.count(state)]
        return ", ".join(told) or "no files"


def is_foreign(checked: Checked) -> bool:
    """Tell whether a file is unknown because it is of a kind that no edition is printed from."""
    return checked.state == "unknown" and not checked.path.lower().endswith(".pdf")


@dataclass(frozen=True)
class VerifyReport:
    """Everything that was read again."""

    parts: tuple[Part, ...]

    @property
    def good(self) -> bool:
        """Whether all is right."""
        return all(part.good for part in self.parts)

    @property
    def verdict(self) -> str:
        """The whole in one sentence."""
        right = sum(part.count("right") for part in self.parts)
        if self.good:
            return f"All is as it was: {count(right, 'file')} read again."
        wrong = sum(len(part.wrong) for part in self.parts)
        faults = sum(len(part.faults) for part in self.parts)
        told = []
        if wrong:
            told.append("1 file is not as it was" if wrong == 1 else f"{wrong} files are not as they were")
        if faults:
            told.append(count(faults, "fault"))
        return f"{', '.join(told)}; {count(right, 'file')} right."


def verified(report: VerifyReport) -> dict[str, Any]:
    """Return what was read again as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "good": report.good,
        "verdict": report.verdict,
        "parts": [
            {
                "name": part.name,
                "place": part.place,
                "good": part.good,
                "files": [asdict(checked) for checked in part.files],
                "remarks": list(part.remarks),
                "faults": [diagnostic(fault) for fault in part.faults],
            }
            for part in report.parts
        ],
    }


# -- history ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HistoryReport:
    """Editions and what became of them.

    ``labels`` says what the items are called, by key. ``kept`` says by edition whether its archive is there (None: it cannot
    be told).
    """

    job: str
    editions: tuple[EditionRecord, ...]
    kept: dict[int, bool]
    events: tuple[Event, ...]
    labels: dict[str, str]
    item: str = ""
    faults: tuple[Diagnostic, ...] = field(default=())

    def label(self, key: str) -> str:
        """Return what an item is called."""
        return self.labels.get(key, key)


def told(event: Event, label: str) -> str:
    """Return an entry as a sentence."""
    if isinstance(event, Reprint):
        of = f"{label} of edition {event.edition}: {count(event.copies, 'copy', 'copies')}"
        how = "from the archive" if event.how == "archived" else "built anew and compared"
        parts = (how, event.printer and f"for {event.printer}", event.venue and f"strip {event.venue}", event.reason)
        return f"{of}, {', '.join(part for part in parts if part)}"
    facts = [f"{_WORDS[name]}{value}" for name in FACTS if (value := str(getattr(event, name)))]
    return f"{label} of edition {event.edition}: {', '.join(facts)}"


_WORDS = {
    "printer": "", "machine": "on ", "stock": "stock ", "lamination": "lamination ", "batch": "batch ", "strip": "strip ",
    "copy": "hangs in copy ", "note": "",
}  # fmt: skip


def history(report: HistoryReport) -> dict[str, Any]:
    """Return the history as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "job": report.job,
        "item": report.item,
        "editions": [
            {
                "number": record.number,
                "date": record.date,
                "title": record.title,
                "archive": report.kept.get(record.number),
                "files": record.files,
                "bytes": record.octets,
                "items": {key: asdict(item) for key, item in record.items.items() if report.item in ("", key)},
            }
            for record in report.editions
        ],
        "printed": [event_of(event, report) for event in report.events if isinstance(event, Printed)],
        "reprints": [event_of(event, report) for event in report.events if isinstance(event, Reprint)],
        "hanging": [
            {"copy": copy, "item": item, "edition": event.edition, "date": event.date}
            for (copy, item), event in hanging(report.events).items()
        ],
        "faults": [diagnostic(fault) for fault in report.faults],
    }


def event_of(event: Event, report: HistoryReport) -> dict[str, Any]:
    """Return an entry as plain values."""
    return {"entry": kind_of(event), "label": report.label(event.item), **asdict(event)}
