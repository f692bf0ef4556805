"""What is signed and what comes back: gates, the parts of an item that each gate judges, a returned proof as it was read.

Lengths are in mm; pages and lines are counted from 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from panelpress.ground.gates import GateId

CODE = re.compile(r"([a-z0-9-]+)/(\d{1,6})/([0-9a-f]{12})")
"""A proof's code: the job, the proof's number, the first digits of its record's digest."""

SHEET_KEY = "/PanelpressSheet"
"""Where each page of a proof carries its number, counted from 1: whoever takes pages out of it takes the number along"""

DecisionWord = Literal["approved", "corrections", "changes"]
DECISIONS: dict[DecisionWord, str] = {
    "approved": "approved",
    "corrections": "approved with these corrections",
    "changes": "changes required",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one gate judges on one page of an item, as one digest: equal digests, nothing that this gate looks at changed."""

    page: int
    digest: str


Judged = dict["GateId", tuple[Part, ...]]
"""By gate, a part for each page of the item; a page on which a gate has nothing to judge has none."""


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line of an item as the proof numbers it: the page, the number printed beside it, where it stands on the trim.

    ``box`` is left, top, right, bottom in mm from the trim's top-left corner; ``file`` and ``line`` are where its block begins
    in the project ("" and 0: a template wrote it).
    """

    page: int
    number: int
    box: tuple[float, float, float, float]
    text: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class ProofSheet:
    """A page of the proof that shows a page of an item: its 1-based number in the proof, and where the trim lies on it.

    ``left`` and ``top``, in mm from the sheet's top-left corner, are where the item's trim begins, ``width`` and ``height`` how
    large it is on the sheet, mm; a length on the item is ``scale`` times as long on the sheet.
    """

    sheet: int
    item: str
    page: int
    left: float
    top: float
    scale: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A comment somebody put on a page of a returned proof.

    ``kind`` is ``note``, ``highlight``, ``strike-out``, ``underline``, ``insertion``, ``text``, ``drawing`` or ``stamp``;
    ``boxes`` are the places it covers on the sheet: left, top, right, bottom in mm from its top-left corner. ``text`` is what
    they wrote, ``author`` who the viewer says they are; ``replies`` holds what others answered to it.
    """

    sheet: int
    kind: str
    boxes: tuple[tuple[float, float, float, float], ...]
    text: str
    author: str
    replies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a sign-off sheet as it was filled in; ``decision`` is "" where nothing was chosen."""

    gate: GateId
    item: str
    decision: DecisionWord | Literal[""]
    comment: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The foot of a sign-off sheet as it was filled in: who, for whom, when, in their own words."""

    gate: GateId
    name: str
    role: str
    organisation: str
    date: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned proof as it was read.

    ``code`` is the proof's code as the file itself carries it, ``job`` and ``proof`` what the code says.
    """

    digest: str
    job: str
    proof: int
    code: str
    signatures: tuple[Signature, ...] = ()
    answers: tuple[Answer, ...] = ()
    marks: tuple[Mark, ...] = field(default=())


def parse_code(code: str) -> tuple[str, int, str] | None:
    """Return the job, the number and the digest in a proof's code; None where it is none."""
    found = CODE.fullmatch(code.strip())
    return (found[1], int(found[2]), found[3]) if found else None
