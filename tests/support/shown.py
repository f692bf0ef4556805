"""A small proof's content, drawn so that what stands where can be measured: two panels, a book of four pages, two gates.

Every page is paper-coloured to its bleed, has a blue patch at a known place, and its lines as grey bars where the line's words
are said to stand. Nothing else on a sheet is blue.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageDraw

from panelpress.facts.change import Piece
from panelpress.facts.signing import NumberedLine, ProofSheet
from panelpress.ground.gates import GATES
from panelpress.ground.geometry import Box, Edges
from panelpress.press.proofs.content import (
    Changes,
    CommentRow,
    FindingRow,
    GateSheet,
    ItemShown,
    PageChange,
    PageShown,
    PhotoRow,
    ProofContent,
    Signs,
    Tile,
    WordsRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

CODE: Final = "small/3/0123456789ab"
PANEL, PAGE = (594.0, 841.0), (148.0, 210.0)
PATCH: Final = Box(30.0, 120.0, 70.0, 180.0)
"""Where the blue patch is on every page, mm from the trim's corner"""
BLUE: Final = (0, 0, 255)
GROUND, BAR = (240, 235, 225), (150, 150, 150)

PROSE: Final = {
    "coal": (
        "Coal was cut here for two hundred years.",
        "The lodge banner was carried out at dawn,",
        "and a band walked before it to the river.",
        "Potosí – señores: “¿quién?”",
        "Nobody went home before the lamps were lit.",
    ),
    "bread.en-es": ("The bakers stood by the miners in winter.", "Los panaderos ayudaron – año tras año."),
}


def lines(texts: Iterable[str], size: float, left: float, top: float, page: int = 1) -> tuple[NumberedLine, ...]:
    """Return lines set one below the other, each letter half its size wide: mm."""
    found = []
    for number, text in enumerate(texts, 1):
        y = top + (number - 1) * size * 1.5
        box = (left, y, left + len(text) * size / 2, y + size * 0.97)
        found.append(NumberedLine(page, number, box, text, "panels/01.md", number + 4))
    return tuple(found)


def picture(trim: tuple[float, float], bleed: float, shown: Iterable[NumberedLine], ppi: float) -> bytes:
    """Return a page's picture as a JPEG, its bleed with it."""
    scale = ppi / 25.4
    size = [round((side + 2 * bleed) * scale) for side in trim]
    drawn = Image.new("RGB", (size[0], size[1]), GROUND)
    pen = ImageDraw.Draw(drawn)
    for box, colour in [(PATCH, BLUE), *((Box(*line.box), BAR) for line in shown)]:
        there = [(side + bleed) * scale for side in (box.left, box.top, box.right, box.bottom)]
        pen.rectangle((there[0], there[1], there[2] - 1, there[3] - 1), colour)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=90, subsampling="4:4:4")
    return out.getvalue()


def panel(number: int, key: str, texts: Iterable[str] = (), **other: Any) -> ItemShown:
    """Return a panel of one page."""
    set_ = lines(texts or PROSE.get(key, ("A line of a panel.",)), 12.0, 60.0, 220.0)
    area = Box(0, 0, *PANEL).grown(Edges.all(5))
    page = PageShown(1, picture(PANEL, 5, set_, 40), area, set_)
    plain = ItemShown(key, f"panel {number} {key}", f"{number:064x}", PANEL, Edges.all(5), Edges.all(20), (page,))
    return replace(plain, **other)


def book(pages: int = 4) -> ItemShown:
    """Return a book, a line on each page."""
    shown = []
    for number in range(1, pages + 1):
        set_ = lines((f"Page {number} says this.",), 4.0, 30.0, 60.0, number)
        area = Box(0, 0, *PAGE).grown(Edges.all(3))
        shown.append(PageShown(number, picture(PAGE, 3, set_, 80), area, set_))
    return ItemShown("catalogue", "catalogue", "c" * 64, PAGE, Edges.all(3), Edges.all(5), tuple(shown), facing=True)


def gates(*keys: str, ids: tuple[str, ...] = ("text", "photographs")) -> tuple[GateSheet, ...]:
    """Return sheets to sign for these items."""
    who = (Signs("A. Writer", "NUM", "Secretary"), Signs("D. Miner", "Durham miners"))
    return tuple(GateSheet(g.id, g.title, g.signs_for, who, keys) for g in GATES if g.id in ids)


def content(**other: Any) -> ProofContent:
    """Return the small proof, or one that differs from it."""
    items = (panel(1, "coal"), panel(2, "bread.en-es"), book())
    plain = ProofContent(
        "A small exhibition", "small", 3, "2026-11-24", "", ("ab" * 32,), items, gates(*(item.key for item in items))
    )
    return replace(plain, **other)


def full() -> ItemShown:
    """Return a panel with everything that can be told beside it."""
    small = picture((60.0, 40.0), 0, (), 50)
    before = picture(PANEL, 5, (), 5)
    now = picture(PANEL, 5, (), 6)
    pieces = (Piece("same", "It was"), Piece("gone", " 1917"), Piece("new", " 1971"), Piece("same", ", in the rain."))
    return panel(
        1,
        "coal",
        state="text: approved by NUM",
        findings=(
            FindingRow("image/resolution", "warning", "the photograph has 112 ppi", "40 × 60 mm from the corner"),
            FindingRow("text/size", "note", "a credit is small", accepted="accepted by A. Writer until 2027-01-31"),
        ),
        words=(WordsRow("panel text", "en-GB", 103, 100), WordsRow("captions", "es", 12)),
        photographs=(
            PhotoRow("headframe", 1, small, "A headframe", "© J. Photographer", "licence L-1", 161.4, "whole"),
            PhotoRow("mouth", 1, small, "A mine mouth", "© J. Photographer", "", None, "the left half", stand_in=True),
        ),
        comments=(
            CommentRow("3f2a", "line 2", "Which lodge? 👍🏽", "D. Miner"),
            CommentRow("71bc", "the picture", "Too dark", "A. Writer", "done 2026-11-20"),
        ),
        changes=(
            Changes("proof 2", "", (PageChange(1, pieces, before, now, ((0.1, 0.2, 0.5, 0.3),)),)),
            Changes("A. Writer approved it in proof 1", "nothing changed"),
        ),
    )


def tile() -> Tile:
    """Return a part of a panel at its real size, larger than a sheet: the blue patch at its left upper corner."""
    area = Box(PATCH.left, PATCH.top, PATCH.left + 300, PATCH.top + 100)
    drawn = Image.new("RGB", (1200, 400), GROUND)
    ImageDraw.Draw(drawn).rectangle((0, 0, PATCH.width * 4 - 1, PATCH.height * 4 - 1), BLUE)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=90, subsampling="4:4:4")
    return Tile("panel 1 coal: a patch", area, out.getvalue())


def code_for(_: tuple[ProofSheet, ...]) -> str:
    """Return the proof's code."""
    return CODE
