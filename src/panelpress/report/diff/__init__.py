"""What differs between two states of the press files, as plain values: item by item, facts, words, and parts of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from panelpress.ground.units import count
from panelpress.report.json import diagnostic

if TYPE_CHECKING:
    from panelpress.facts.change import Fraction, Piece
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.ground.geometry import Box

SCHEMA_VERSION = 1
State = Literal["same", "same-picture", "different", "only-first", "only-second", "unjudged"]
PageState = Literal["different", "only-first", "only-second"]
AROUND = 6
"""How many words are shown before and after those that changed"""


@dataclass(frozen=True, slots=True)
class Shown:
    """One of two files: what it is called, and its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that both files say or show, in words; "" where one says nothing of it.

    ``prints`` is False for what only describes the file (its title, its day, its size): it makes no difference on paper.
    """

    name: str
    first: str
    second: str
    prints: bool = True

    @property
    def same(self) -> bool:
        """Whether both are alike."""
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class TextChange:
    """Words that changed on some pages that follow each other: which pages of each file, and the text told apart."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that is not the same in both files, or is in one of them only.

    Attributes:
        first: its number in the first file; None where it is not there.
        second: its number in the second.
        state: what became of it.
        area: what the pictures show, mm from the trim's top-left corner.
        regions: the parts that differ, as shares of the picture; () where it is another page altogether.
        before: the page as it will look, a JPEG in sRGB; None where it is not there.
        after: the same of the second file.
        plates: the inks that differ, where that was told.
        remark: what else is to be known of it.
    """

    first: int | None
    second: int | None
    state: PageState
    area: Box
    regions: tuple[Fraction, ...] = ()
    before: bytes | None = None
    after: bytes | None = None
    plates: tuple[str, ...] = ()
    remark: str = ""

    @property
    def name(self) -> str:
        """It in words: ``page 3``, ``page 5, now page 7``."""
        if self.first is not None and self.second is not None and self.first != self.second:
            return f"page {self.first}, now page {self.second}"
        return f"page {self.first if self.first is not None else self.second}"

    @property
    def words(self) -> str:
        """What became of it in words."""
        if self.state == "only-first":
            return "is in the first only"
        if self.state == "only-second":
            return "is in the second only"
        if not self.regions:
            return f"is another page: {self.remark}"
        parts = f"{count(len(self.regions), 'part')} {'differs' if len(self.regions) == 1 else 'differ'}"
        inks = ", ".join(self.plates)
        return f"{parts}, in {inks}" if inks else parts

    @property
    def boxes(self) -> tuple[tuple[float, ...], ...]:
        """The parts that differ: left, top, right, bottom in mm from the trim's top-left corner."""
        area = self.area
        return tuple(
            (
                round(area.left + left * area.width, 1),
                round(area.top + top * area.height, 1),
                round(area.left + right * area.width, 1),
                round(area.top + bottom * area.height, 1),
            )
            for left, top, right, bottom in self.regions
        )


@dataclass(frozen=True)
class ItemDiff:
    """One item, or one pair of files.

    Attributes:
        key: the item's key.
        label: what it is called.
        state: what is to be said of it in a word.
        first: its file in the first state; None where it is not there.
        second: the same of the second.
        facts: facts side by side.
        texts: where words changed.
        pages: the pages that are not the same.
        remarks: what else is to be known.
        faults: why it could not be judged.
    """

    key: str
    label: str
    state: State
    first: Shown | None = None
    second: Shown | None = None
    facts: tuple[Fact, ...] = ()
    texts: tuple[TextChange, ...] = ()
    pages: tuple[PageChange, ...] = ()
    remarks: tuple[str, ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    @property
    def words(self) -> str:
        """What is to be said of it in some words: ``the same file``, ``differs: fonts, words, 2 pages``."""
        return {
            "same": "the same file",
            "same-picture": "prints the same",
            "different": f"differs: {', '.join(self._kinds)}",
            "only-first": "in the first only",
            "only-second": "in the second only",
            "unjudged": "cannot be judged",
        }[self.state]

    @property
    def _kinds(self) -> list[str]:
        found = [fact.name for fact in self.facts if fact.prints and not fact.same]
        found += ["words"] if self.texts else []
        return [*found, count(len(self.pages), "page")] if self.pages else found


@dataclass(frozen=True)
class DiffReport:
    """What differs between two states: ``first`` and ``second`` are what they are called."""

    first: str
    second: str
    items: tuple[ItemDiff, ...]
    remarks: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both print the same."""
        return all(item.state in ("same", "same-picture") for item in self.items)

    @property
    def unjudged(self) -> bool:
        """Whether something could not be judged."""
        return any(item.state == "unjudged" for item in self.items)

    @property
    def verdict(self) -> str:
        """The whole in one sentence."""
        told = {state: sum(1 for item in self.items if item.state == state) for state in _TOLD}
        if self.same:
            if told["same-picture"]:
                return "Both print the same; the files differ in what only describes them."
            return "Both are the same, byte for byte."
        items = count(len(self.items), "item")
        return f"Of {items}: {', '.join(_TOLD[state].format(n) for state, n in told.items() if n)}."


_TOLD: dict[State, str] = {
    "different": "{} different",
    "only-first": "{} in the first only",
    "only-second": "{} in the second only",
    "unjudged": "{} not to be judged",
    "same-picture": "{} with the same print",
    "same": "{} with the same file",
}


def document(report: DiffReport) -> dict[str, Any]:
    """Return what differs as plain values, without the pictures."""
    return {
        "schema_version": SCHEMA_VERSION,
        "same": report.same,
        "verdict": report.verdict,
        "first": report.first,
        "second": report.second,
        "remarks": list(report.remarks),
        "items": [_item(item) for item in report.items],
    }


def _item(item: ItemDiff) -> dict[str, Any]:
    return {
        "item": item.key,
        "label": item.label,
        "state": item.state,
        "first": _shown(item.first),
        "second": _shown(item.second),
        "facts": [
            {"name": f.name, "first": f.first, "second": f.second, "same": f.same, "prints": f.prints}
            for f in item.facts
        ],
        "texts": [
            {
                "pages_first": list(text.first),
                "pages_second": list(text.second),
                "pieces": [{"kind": piece.kind, "text": piece.text} for piece in text.pieces],
            }
            for text in item.texts
        ],
        "pages": [
            {
                "first": page.first,
                "second": page.second,
                "state": page.state,
                "regions_mm": [list(box) for box in page.boxes],
                "plates": list(page.plates),
                "remark": page.remark,
            }
            for page in item.pages
        ],
        "remarks": list(item.remarks),
        "faults": [diagnostic(found) for found in item.faults],
    }


def _shown(shown: Shown | None) -> dict[str, str] | None:
    return None if shown is None else {"name": shown.name, "sha256": shown.sha256}


def elided(pieces: tuple[Piece, ...]) -> tuple[tuple[str, str], ...]:
    """Return what changed with some words around it, piece by piece: its kind, its text; ``…`` is what is left out."""
    found = []
    for n, piece in enumerate(pieces):
        words, text = piece.text.split(), piece.text
        if piece.kind == "same" and len(words) > 2 * AROUND + 2:
            before = " ".join(words[:AROUND]) if n else ""
            after = " ".join(words[-AROUND:]) if n + 1 < len(pieces) else ""
            space = " " if piece.text[:1].isspace() and before else ""
            text = space + " ".join(part for part in (before, "…", after) if part)
        found.append((piece.kind, text))
    return tuple(found)
