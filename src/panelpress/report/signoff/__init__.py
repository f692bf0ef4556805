"""What came back, and what is still to be done: who decided what, whether it counts, every comment beside its line."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from panelpress.facts.signing import DECISIONS
from panelpress.ground.gates import GATES
from panelpress.report.json import diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ground.gates import GateId
    from panelpress.ledger.entries import Comment, Decision
    from panelpress.ledger.todo import Asked

SCHEMA_VERSION = 1
TITLES: dict[GateId, str] = {gate.id: gate.title for gate in GATES}
Verdict = Literal["counts", "corrections-open", "lapsed", "unknown", "not-listed", "not-asked", "withdrawn"]
_VERDICTS: dict[Verdict, str] = {
    "counts": "counts",
    "corrections-open": "counts once they are made",
    "lapsed": "lapsed",
    "unknown": "recorded",
    "not-listed": "does not count",
    "not-asked": "does not count",
    "withdrawn": "recorded, and taken back",
}
_MARKED = {
    "highlight": "(highlighted)",
    "strike-out": "(struck out)",
    "underline": "(underlined)",
    "insertion": "(something is missing here)",
    "drawing": "(a drawing)",
    "stamp": "(a stamp)",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with whether it counts: ``why`` says why not, in words; ``entry`` is the digest of its entry, "" for none."""

    decision: Decision
    label: str
    verdict: Verdict
    why: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Commented:
    """A comment, what its item is called, the digest of its entry ("" for none)."""

    comment: Comment
    label: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """What became of one returned file.

    ``state`` is ``recorded``, ``already`` (nothing in it is new) or ``refused``; ``kept`` is where it is kept as evidence, ""
    where it is not.
    """

    name: str
    state: Literal["recorded", "already", "refused"]
    kept: str = ""
    proof: int = 0
    decisions: tuple[Decided, ...] = ()
    comments: tuple[Commented, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether it was read, and everything in it is recorded and counts."""
        wrong = any(p.level.word == "error" for p in self.problems)
        fine = all(d.verdict in ("counts", "corrections-open") for d in self.decisions)
        return self.state != "refused" and not wrong and fine


@dataclass(frozen=True)
class ImportReport:
    """What became of returned files, and what is wrong with the ledger itself."""

    files: tuple[Back, ...]
    faults: tuple[Diagnostic, ...] = ()


def decided(found: Decided) -> str:
    """Return a decision in words, without who made it: ``Text, panel 1 coal: approved — counts``."""
    said = found.decision
    told = f"{_VERDICTS[found.verdict]}: {found.why}" if found.why else _VERDICTS[found.verdict]
    return f"{TITLES[said.gate]}, {found.label}: {DECISIONS[said.decision]} — {told}"


def signed(decision: Decision) -> str:
    """Return who decided, for whom and when: ``A. Writer, editor (NUM), 2026-11-26``."""
    role = f", {decision.role}" if decision.role else ""
    whom = f" ({decision.organisation})" if decision.organisation else ""
    return f"{decision.by}{role}{whom}, {decision.date}"


def place(comment: Comment, label: str) -> str:
    """Return where a comment stands: ``panel 3 num line 12 (panels/03-num.md:14)``, ``catalogue page 7, beside no line``."""
    if not comment.item:
        return "beside no panel"
    page = f" page {comment.page}" if comment.page and not label.startswith("panel ") else ""
    if comment.kind == "form":
        return f"{label}, sign-off sheet {TITLES[comment.gate].lower()}" if comment.gate in TITLES else label
    if not comment.line:
        return f"{label}{page}, beside no line"
    source = f" ({comment.file}:{comment.source_line})" if comment.file else ""
    return f"{label}{page} line {comment.line}{source}"


def commented(comment: Comment, label: str) -> str:
    """Return a comment in one sentence: place, the words it is about, what it says, who says it."""
    quote = f" “{comment.quote}”" if comment.quote else ""
    text = " / ".join(comment.text.split("\n")) or _MARKED.get(comment.kind, "(no words)")
    who = f" — {comment.by}" if comment.by else ""
    return f"{place(comment, label)}{quote} — {text}{who}"


def shortest(digests: Iterable[str], least: int = 8) -> Mapping[str, str]:
    """Return of each digest as many first digits as tell it from the others."""
    listed = sorted(set(digests))
    found: dict[str, str] = {}
    for n, each in enumerate(listed):
        beside = [listed[m] for m in (n - 1, n + 1) if 0 <= m < len(listed)]
        same = max((_alike(each, other) for other in beside), default=0)
        found[each] = each[: max(least, same + 1)]
    return found


def _alike(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def imported(report: ImportReport) -> dict[str, Any]:
    """Return what came back as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "files": [
            {
                "file": back.name,
                "state": back.state,
                "kept": back.kept,
                "proof": back.proof or None,
                "decisions": [_decision(d) for d in back.decisions],
                "comments": [_comment(c.comment, c.label, c.entry) for c in back.comments],
                "problems": [diagnostic(p) for p in back.problems],
            }
            for back in report.files
        ],
        "faults": [diagnostic(fault) for fault in report.faults],
    }


def decisions(found: Iterable[Decided]) -> dict[str, Any]:
    """Return decisions that were recorded as plain values."""
    return {"schema_version": SCHEMA_VERSION, "decisions": [_decision(each) for each in found]}


def _decision(found: Decided) -> dict[str, Any]:
    said = {key: value for key, value in asdict(found.decision).items() if key != "judged"}
    return {"label": found.label, **said, "verdict": found.verdict, "why": found.why, "entry": found.entry}


def _comment(comment: Comment, label: str, entry: str) -> dict[str, Any]:
    return {"label": label, **asdict(comment), "words": commented(comment, label), "entry": entry}


@dataclass(frozen=True)
class ToDo:
    """The to-do list: every comment, what its item is called, and what is wrong with the ledger."""

    asked: tuple[Asked, ...]
    labels: Mapping[str, str]
    faults: tuple[Diagnostic, ...] = ()

    @property
    def open(self) -> tuple[Asked, ...]:
        """The comments that are not done."""
        return tuple(asked for asked in self.asked if not asked.done)


def listed(report: ToDo) -> dict[str, Any]:
    """Return the to-do list as plain values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "open": len(report.open),
        "comments": [
            {
                **_comment(a.comment, report.labels.get(a.comment.item, a.comment.item), a.entries[0]),
                "done": [{"by": done.by, "date": done.date, "note": done.note} for done in a.answers],
            }
            for a in report.asked
        ],
        "faults": [diagnostic(fault) for fault in report.faults],
    }
