"""Ledgers to judge: entries written as they are kept, without a disk, and who must approve what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from panelpress.exhibition.signing import SignOffShape
from panelpress.facts.signing import Part
from panelpress.ground.files import digest
from panelpress.ledger.chain import Ledger
from panelpress.ledger.entries import Comment, Decision, Done, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.facts.signing import Judged
    from panelpress.ledger.entries import Matter

DAY = dt.date(2026, 11, 24)
ASKED = SignOffShape.model_validate(
    {
        "signers": [
            {"name": "A. Writer", "organisation": "NUM"},
            {"name": "B. Reader", "organisation": "NUM"},
            {"name": "D. Miner", "organisation": "Durham miners"},
        ],
        "gates": {
            "text": ["NUM", "Durham miners"],
            "photographs": {"organisations": ["NUM"], "items": "panels"},
            "press": {"organisations": ["NUM"], "expires": "2027-01-31"},
        },
    }
).asked
"""Two people of one organisation, one of another; one gate asks both, one only panels, one holds until a day."""


def of(*words: str) -> Judged:
    """Return what the gates judge in an item that has these words on its pages."""
    parts = tuple(Part(page, part(word)) for page, word in enumerate(words, 1))
    return {"text": parts, "photographs": parts, "press": (Part(0, part(" ".join(words))),)}


def part(word: str) -> str:
    """Return the digest of a page."""
    return digest(word.encode())[:32]


def decision(seen: Iterable[str] = ("one",), **other: Any) -> Decision:
    """Return a decision on pages that were seen with these words."""
    facts: dict[str, Any] = {
        "item": "num", "gate": "text", "decision": "approved", "by": "A. Writer", "role": "", "organisation": "NUM",
        "date": "2026-11-01", "proof": 1, "judged": tuple(part(word) for word in seen), **other,
    }  # fmt: skip
    return Decision(**facts)


def comment(text: str = "a comma", **other: Any) -> Comment:
    """Return a comment of a sign-off sheet."""
    facts: dict[str, Any] = {
        "item": "num", "page": 1, "line": 12, "file": "panels/03-num.md", "source_line": 7, "quote": "Coal", "text": text,
        "kind": "form", "by": "A. Writer", "proof": 1, "date": "2026-11-01", "gate": "text", **other,
    }  # fmt: skip
    return Comment(**facts)


def done(entry: Entry, seen: Iterable[str], gate: str = "text", date: str = "2026-11-05") -> Done:
    """Return the answer to a comment, with what the pages read now."""
    return Done(entry.digest, "Ed", date, "", {gate: tuple(part(word) for word in seen)})


def chained(*matters: Matter, after: tuple[str, ...] = ()) -> tuple[Entry, ...]:
    """Return entries, each following the one before."""
    entries: list[Entry] = []
    for matter in matters:
        entries.append(Entry(matter, after))
        after = (entries[-1].digest,)
    return tuple(entries)


def ledger_of(*entries: Entry) -> Ledger:
    """Return a ledger of these entries."""
    return Ledger({entry.digest: entry for entry in entries})
