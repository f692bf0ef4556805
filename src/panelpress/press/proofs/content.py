"""What a proof says, as plain values: pictures of finished press files, and everything told beside them.

Lengths are in mm from an item's trim's top-left corner; pictures are JPEGs in sRGB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from panelpress.facts.change import Fraction, Piece
    from panelpress.facts.signing import NumberedLine
    from panelpress.ground.gates import GateId
    from panelpress.ground.geometry import Box, Edges

Paper = Literal["a3", "a4"]


@dataclass(frozen=True)
class PageShown:
    """A page of an item as it will look: the picture of ``area``, which holds its trim and, where it has one, its bleed."""

    page: int
    picture: bytes
    area: Box
    lines: tuple[NumberedLine, ...] = ()


@dataclass(frozen=True)
class PageChange:
    """What changed on a page: its words, and the picture of the page before and now.

    ``pieces`` is empty where no word changed. ``before`` is None where the earlier picture is no longer here, ``regions`` are
    the parts that differ, in both pictures alike; both empty where nothing that is seen changed.
    """

    page: int
    pieces: tuple[Piece, ...] = ()
    before: bytes | None = None
    now: bytes | None = None
    regions: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What changed in an item since ``since`` (``proof 2``, ``Dave Douglass approved the text in proof 1``).

    ``words`` says in a sentence what is known where pages cannot be compared (``new in this proof``, ``nothing changed``).
    """

    since: str
    words: str = ""
    pages: tuple[PageChange, ...] = ()


@dataclass(frozen=True)
class FindingRow:
    """A finding of the preflight: its level (``error``, ``warning``, ``note``), what is wrong, where; who accepted it."""

    id: str
    level: str
    message: str
    where: str = ""
    accepted: str = ""


@dataclass(frozen=True)
class WordsRow:
    """How many words one text has, in one language, of how many it may have (None: no budget)."""

    what: str
    language: str
    words: int
    most: int | None = None


@dataclass(frozen=True)
class PhotoRow:
    """A photograph as it is placed: a small picture, its words, its rights, its figures; ``page`` is the item's.

    ``ppi`` is its effective resolution, None where no photograph is there yet; ``crop`` says what of it is shown (``whole``).
    """

    id: str
    page: int
    thumbnail: bytes
    title: str
    credit: str
    rights: str
    ppi: float | None
    crop: str
    stand_in: bool = False


@dataclass(frozen=True)
class CommentRow:
    """A comment somebody made on an earlier proof, and what became of it: ``done`` is "" while it is open."""

    number: str
    where: str
    text: str
    by: str
    done: str = ""


@dataclass(frozen=True)
class ItemShown:
    """An item of the proof: its pages, and all that is told beside them.

    ``trim`` is width and height, ``bleed`` what it is ordered with, ``safe`` how far text keeps from the trim. ``facing``: its
    pages are a book's and are shown as a reader has them, the first on the right. ``state`` says where it stands (``waits for
    NUM, Durham Area``).
    """

    key: str
    label: str
    digest: str
    trim: tuple[float, float]
    bleed: Edges
    safe: Edges | None
    pages: tuple[PageShown, ...]
    facing: bool = False
    state: str = ""
    findings: tuple[FindingRow, ...] = ()
    words: tuple[WordsRow, ...] = ()
    photographs: tuple[PhotoRow, ...] = ()
    comments: tuple[CommentRow, ...] = ()
    changes: tuple[Changes, ...] = ()
    variable: Box | None = None
    """What may change from town to town and is no part of what is approved"""


@dataclass(frozen=True)
class Signs:
    """Somebody who may sign a sheet."""

    name: str
    organisation: str
    role: str = ""


@dataclass(frozen=True)
class GateSheet:
    """A sheet to sign: the gate, what a signature on it answers for, by whom, for which items (their keys).

    ``stands`` says of an item what of earlier approvals holds for what is shown (``approved by A. Writer (NUM) on proof 3:
    still stands, nothing to do``); an item of which none does is not in it.
    """

    gate: GateId
    title: str
    signs_for: str
    signers: tuple[Signs, ...]
    items: tuple[str, ...]
    expires: str = ""
    stands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tile:
    """A part of a page at its real size: what it shows, and its picture."""

    title: str
    area: Box
    picture: bytes


@dataclass(frozen=True)
class ProofContent:
    """A whole proof.

    ``code`` tells it from all others and is printed on every sheet; ``heads`` are those of the ledger; ``contact`` is whom it
    goes back to ("": whoever sent it). ``comments`` are those on no item: on the cover, or beside a sign-off sheet's rows.
    """

    title: str
    job: str
    number: int
    date: str
    code: str
    heads: tuple[str, ...]
    items: tuple[ItemShown, ...]
    gates: tuple[GateSheet, ...]
    tiles: tuple[Tile, ...] = ()
    paper: Paper = "a3"
    contact: str = ""
    language: str = "en-GB"
    comments: tuple[CommentRow, ...] = ()
