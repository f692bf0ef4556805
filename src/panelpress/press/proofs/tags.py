"""What a screen reader is told of a proof: the words over the pictures, the fields, and nothing of what stands at the edges.

The engine makes a tree of the document's structure. The empty places it left in it, one for each frame, are filled here; what
it marks on the pages without an owner in the tree, running heads and feet, becomes an artifact (ISO 32000-1, 14.8.2.2).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, Pdf, String

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from panelpress.facts.layout import Frame

_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"
Element = Any


class Tags:
    """The tree of a proof's structure while it is filled in."""

    def __init__(self, pdf: Pdf, frames: Mapping[str, Frame]) -> None:
        self._pdf = pdf
        self._root = pdf.Root.StructTreeRoot
        nums = self._root.ParentTree.Nums
        self._owners: dict[int, Any] = {int(nums[n]): nums[n + 1] for n in range(0, len(nums), 2)}
        self._next = max(self._owners, default=-1) + 1
        self._sections: dict[int, Element] = {}
        self._places: dict[str, Element] = {}
        self._numbers = numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
        empty: dict[int, list[Element]] = {}
        self._owned: dict[int, set[int]] = {n: set() for n in numbers.values()}
        for element in self._elements():
            if "/Pg" not in element:
                continue
            sheet = numbers[element.Pg.objgen]
            kids = [kid for kid in element.K if isinstance(kid, int)]
            self._owned[sheet].update(kids)
            kind = str(element.S)
            if kind == "/Sect":
                self._sections.setdefault(sheet, element)
            if kind == "/Div" and not len(element.K):
                empty.setdefault(sheet, []).append(element)
        self._match(frames, empty)

    def _elements(self) -> Iterator[Element]:
        """Yield every element of the tree in the order in which it is read."""
        waiting = list(reversed(list(self._root.K)))
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(list(element.K)) if isinstance(kid, Dictionary) and "/S" in kid]

    def _match(self, frames: Mapping[str, Frame], empty: Mapping[int, list[Element]]) -> None:
        by_sheet: dict[int, list[str]] = {}
        for name, frame in frames.items():
            by_sheet.setdefault(frame.page, []).append(name)
        for sheet, names in by_sheet.items():
            places = empty.get(sheet, [])
            assert len(places) == len(names), (
                f"sheet {sheet} has {len(names)} frames and {len(places)} places in its tree"
            )
            self._places.update(zip(names, places, strict=True))

    def line(self, frame: str) -> int:
        """Add a line of text below a frame's place, and return the number its marked content is to have."""
        place = self._places[frame]
        owner = self._owners[int(place.Pg.StructParents)]
        number = len(owner)
        element = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=place, Pg=place.Pg, K=Array([number]))
        )
        owner.append(element)
        place.K.append(element)
        self._owned[self._numbers[place.Pg.objgen]].add(number)
        return number

    def field(self, frame: str, widget: Dictionary, hint: str) -> None:
        """Put a field or a button in a frame's place."""
        self._hold(self._places[frame], widget, hint)

    def at_head(self, sheet: int, widget: Dictionary, hint: str) -> None:
        """Put a field before all else on a sheet."""
        section = self._sections[sheet]
        element = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Form, P=section, Pg=section.Pg, K=Array())
        )
        section.K.insert(0, element)
        self._hold(element, widget, hint)

    def _hold(self, place: Element, widget: Dictionary, hint: str) -> None:
        place.S = Name.Form
        place.Alt = String(hint)
        place.K = Array([Dictionary(Type=Name.OBJR, Obj=widget, Pg=place.Pg)])
        widget.StructParent = self._next
        self._owners[self._next] = place
        self._next += 1

    def write(self) -> None:
        """Write what owns what into the tree, and turn what nothing owns into artifacts."""
        for number, page in enumerate(self._pdf.pages, 1):
            owned = self._owned[number]
            owner = self._owners[int(page.obj.StructParents)]
            for n in range(len(owner)):
                if n not in owned:
                    owner[n] = None
        nums = Array()
        for number in sorted(self._owners):
            nums.append(number)
            nums.append(self._owners[number])
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=nums))

    def without_artifacts(self, sheet: int, content: bytes) -> bytes:
        """Return the engine's content of a sheet with what nothing owns marked as artifacts."""
        owned = self._owned[sheet]
        return _MARKED.sub(lambda m: m[0] if int(m[1]) in owned else _ARTIFACT, content)
