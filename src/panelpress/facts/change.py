"""What changed between two states of a page: words, and parts of its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "gone", "new"]
Fraction = tuple[float, float, float, float]
"""A part of a picture: left, top, right, bottom as shares 0-1 of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text that was compared with an earlier state of it.

    The texts of all pieces that are not ``gone``, one after another, are the text as it is now: a piece brings the space that
    stands before it along.
    """

    kind: Kind
    text: str
