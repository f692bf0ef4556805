"""`record/signoffs/`: the ledger, one small text file an entry, each naming the entries it follows by their digests.

Two people who record at once write two files, and git merges them without a conflict: the next entry follows both. An entry
is known by the SHA-256 of its file; the name of the file carries the beginning of it. An entry that was altered no longer has
its name, one that was taken away is missed by those that follow it, and the last ones by the proofs, tickets and editions
that printed the heads of the ledger. It proves what was recorded and in which order. It cannot prove who somebody is.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from panelpress.facts.signing import DECISIONS
from panelpress.ground.files import digest
from panelpress.ground.gates import GATE_IDS

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from panelpress.facts.signing import DecisionWord
    from panelpress.ground.gates import GateId

FOLDER = "record/signoffs"
EVIDENCE = "record/evidence"
SCHEMA_VERSION = 1
Kind = Literal["decision", "comment", "done", "waiver", "withdrawal"]


@dataclass(frozen=True)
class Decision:
    """Somebody's decision on one item at one gate.

    Attributes:
        item: the item's key.
        gate: which gate.
        decision: what was decided.
        by: who, in their own words.
        role: as what.
        organisation: for whom.
        date: the day they gave, YYYY-MM-DD.
        proof: the number of the proof they saw.
        judged: the digests of the parts of the item that this gate judged in that proof.
        note: what they wrote beside it.
        evidence: SHA-256 of the returned file or other evidence kept in ``record/evidence/``; "" for none.
        how: ``form`` (a returned proof) or ``recorded`` (a telephone call, paper, a meeting).
    """

    item: str
    gate: GateId
    decision: DecisionWord
    by: str
    role: str
    organisation: str
    date: str
    proof: int
    judged: tuple[str, ...]
    note: str = ""
    evidence: str = ""
    how: Literal["form", "recorded"] = "form"


@dataclass(frozen=True)
class Comment:
    """Something somebody wants changed or asks: an entry of the to-do list until it is done.

    ``line`` is the number printed in the proof (0: beside no line), ``file`` and ``source_line`` where that text stands in the
    project, ``quote`` the words it is about, ``kind`` as in :class:`panelpress.facts.signing.Mark`, or ``form`` for the comment
    of a sign-off sheet, whose gate is ``gate``.
    """

    item: str
    page: int
    line: int
    file: str
    source_line: int
    quote: str
    text: str
    kind: str
    by: str
    proof: int
    date: str
    evidence: str = ""
    gate: str = ""


@dataclass(frozen=True)
class Done:
    """A comment that was answered: which one (its entry's digest), by whom, when, how.

    ``covers`` are the digests, by gate, of the item's parts as they stand with the correction made: who approved with
    corrections approved these.
    """

    comment: str
    by: str
    date: str
    note: str
    covers: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Waived:
    """A finding that somebody accepts, by name: its check, item, place, why, and until when ("" for good)."""

    check: str
    item: str
    by: str
    role: str
    organisation: str
    date: str
    reason: str
    page: int = 0
    object: str = ""
    until: str = ""


@dataclass(frozen=True)
class Withdrawn:
    """An earlier entry that was recorded by mistake and is taken back: which one (its digest), by whom, when, why.

    The entry stays where it is and counts for nothing. A withdrawal is taken back as any other entry is: what it withdrew
    stands again.
    """

    withdraws: str
    by: str
    date: str
    reason: str


Matter = Decision | Comment | Done | Waived | Withdrawn
_KINDS: dict[Kind, type[Any]] = {
    "decision": Decision, "comment": Comment, "done": Done, "waiver": Waived, "withdrawal": Withdrawn,
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """An entry of the ledger: what it records, and the entries it follows, by their digests."""

    matter: Matter
    parents: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """What kind of entry it is."""
        return next(kind for kind, shape in _KINDS.items() if isinstance(self.matter, shape))

    @property
    def text(self) -> str:
        """The entry as it is written, the same for the same entry."""
        value = {
            "schema_version": SCHEMA_VERSION,
            "entry": self.kind,
            **asdict(self.matter),
            "parents": list(self.parents),
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

    @property
    def digest(self) -> str:
        """What it is known by: the SHA-256 of its file."""
        return digest(self.text.encode())

    @property
    def file_name(self) -> str:
        """The name of its file: day, kind, item, the first 16 digits of its digest."""
        item = getattr(self.matter, "item", "") or ("entry" if isinstance(self.matter, Withdrawn) else "comment")
        return f"{self.matter.date}-{self.kind}-{item}-{self.digest[:16]}.json"


_PLAIN: dict[str, type[Any]] = {"int": int, "tuple[str, ...]": list, "dict[str, tuple[str, ...]]": dict}
_SHAPES: dict[str, tuple[type[Any], dict[str, type[Any]]]] = {
    kind: (shape, {field.name: _PLAIN.get(str(field.type), str) for field in fields(shape)} | {"parents": list})
    for kind, shape in _KINDS.items()
}
_WORDS: dict[str, Container[str]] = {"gate": ("", *GATE_IDS), "decision": DECISIONS, "how": ("form", "recorded")}
_PEOPLE_SAY = {int: "a whole number", list: "a list", dict: "a list of names and values", str: "text"}


def parse(text: str) -> Entry:
    """Return an entry from its file's text.

    Raises:
        ValueError: when it is none.
    """
    value = json.loads(text)
    if "\\ud" in text.lower():  # half a character, written as an escape, could not be shown or written again
        json.dumps(value, ensure_ascii=False).encode()
    if not isinstance(value, dict):
        message = "it is no list of names and values"
        raise ValueError(message)  # noqa: TRY004 - what is wrong is the text
    if value.get("schema_version") != SCHEMA_VERSION:
        message = f"it is of version {value.get('schema_version')}, and this panelpress knows version {SCHEMA_VERSION}"
        raise ValueError(message)
    kind = str(value.get("entry"))
    if kind not in _SHAPES:
        message = f"it is of kind `{kind}`, and there are {', '.join(_SHAPES)}"
        raise ValueError(message)
    shape, wanted = _SHAPES[kind]
    said = _as_shaped(value, wanted)
    _judge_words(said)
    if "judged" in said:
        said["judged"] = _texts(said["judged"], "judged")
    if "covers" in said:
        said["covers"] = {gate: _texts(digests, "covers") for gate, digests in said["covers"].items()}
    parents = _texts(said.pop("parents"), "parents")
    return Entry(shape(**said), parents)


def _as_shaped(value: dict[str, Any], shape: Mapping[str, type[Any]]) -> dict[str, Any]:
    """Return what an entry says under each name of its shape.

    Raises:
        ValueError: when one is not there, or holds something else.
    """
    said = {name: value.get(name) for name in shape}
    if list(map(type, said.values())) != list(shape.values()):  # quick, because there are thousands
        for name, wanted in shape.items():
            if said[name] is None:
                message = f"it has no `{name}`"
                raise ValueError(message)
            if type(said[name]) is not wanted:
                message = f"its `{name}` is not {_PEOPLE_SAY[wanted]}"
                raise ValueError(message)
    return said


def _judge_words(said: Mapping[str, Any]) -> None:
    """Hold the words and days of an entry against those there are: days are compared as they are written.

    Raises:
        ValueError: when one is none.
    """
    for name, known in _WORDS.items():
        if name in said and said[name] not in known:
            message = f"its `{name}` is `{said[name]}`, which there is not"
            raise ValueError(message)
    if not said.get("gate", "none") and "decision" in said:
        message = "a decision has its `gate`"
        raise ValueError(message)
    for name in ("date", "until"):
        day = said.get(name)
        if day and not _is_day(day):
            message = f"its `{name}` is `{day}`: a day is written like 2027-05-31"
            raise ValueError(message)


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _texts(found: Any, name: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not set(map(type, found)) <= {str}:
        message = f"its `{name}` does not hold digests"
        raise ValueError(message)
    return tuple(found)
