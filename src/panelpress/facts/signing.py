"""What is signed and what comes back: gates, the parts of an item that each gate judges, a returned proof as it was read.

Lengths are in mm; pages and lines are counted from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

GateId = Literal["text", "photographs", "people", "credits", "layout", "press", "hard-proof"]


@dataclass(frozen=True, slots=True)
class Gate:
    """One of the questions an item must pass before it is printed: its id, its name, what a signature on it answers for."""

    id: GateId
    title: str
    signs_for: str


GATES: tuple[Gate, ...] = (
    Gate("text", "Text", "every word as it is set: facts, names, dates, tone"),
    Gate(
        "photographs",
        "Photographs",
        "which pictures are shown, whole or cropped, where, how they print; their captions",
    ),
    Gate("people", "People", "that those who are shown agreed to it, and are named and described as they would wish"),
    Gate("credits", "Credits and logos", "credit lines, copyright, logos: wording, order, size"),
    Gate("layout", "Layout and access", "places and sizes of everything, typefaces, colours"),
    Gate("press", "Press", "the finished file, whole, for this print shop"),
    Gate("hard-proof", "Hard proof", "a strip or a panel seen on the real material"),
)
GATE_IDS: tuple[GateId, ...] = tuple(gate.id for gate in GATES)


def gate(id: str) -> Gate | None:
    """Return a gate by its id, None where there is none."""
    return next((each for each in GATES if each.id == id), None)


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


Judged = dict[GateId, tuple[Part, ...]]
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

    ``left`` and ``top``, in mm from the sheet's top-left corner, are where the item's trim begins; a length on the item is
    ``scale`` times as long on the sheet.
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
