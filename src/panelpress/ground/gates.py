"""The gates an item passes before it is printed: what is asked at each, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
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
