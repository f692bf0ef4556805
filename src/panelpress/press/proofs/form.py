"""The fields of the sign-off sheets, placed where the layout left room for them (ISO 32000-1, 12.7).

Every field and button has its look in the file, so that it shows and prints alike everywhere. Their names are told in
:mod:`panelpress.inspect.form` reads: flat, with colons, so that an item's own name may have a full stop in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from panelpress.facts.signing import DECISIONS
from panelpress.ground.units import mm_to_pt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.facts.signing import DecisionWord
    from panelpress.ground.geometry import Box
    from panelpress.press.proofs.tags import Tags

CODE_FIELD: Final = "pp:code"
_CODE_HINT: Final = "Code of this proof"
FONT: Final = "PpTyped"
"""The name of the fields' font among the form's resources"""
_READ_ONLY: Final = 1
_LINES: Final = 1 << 12
_RADIO: Final = 1 << 15
_PRINTED: Final = 4
_LOCKED: Final = 128
_SIZE: Final = 10
"""Of what is typed, pt"""
_CODE_SIZE: Final = 8
_ROUND: Final = 0.5523
"""How long the handles of a Bézier curve are that is a quarter of a circle, of its radius"""


@dataclass(frozen=True)
class Where:
    """A place on a sheet, counted from 1, in mm from its top-left corner; ``frame`` is its name in the layout."""

    sheet: int
    box: Box
    frame: str = ""


class Form:
    """The interactive form of a proof while its fields are added, in the order in which they are gone through."""

    def __init__(self, pdf: Pdf, font: Dictionary, heights: Sequence[float], tags: Tags) -> None:
        self._pdf = pdf
        self._tags = tags
        self._font = font
        self._heights = heights
        self._fields: list[Dictionary] = []
        self._widgets: dict[int, list[Dictionary]] = {}

    def text(self, name: str, where: Where, hint: str, *, lines: bool = False) -> None:
        """Add a field to write in; ``hint`` is what viewers tell of it."""
        field = self._widget(where)
        field.update(self._named(name, hint))
        field.V = String("")
        if lines:
            field.Ff = _LINES
        field.AP = Dictionary(N=self._look(where, b"/Tx BMC EMC"))
        field = self._pdf.make_indirect(field)
        self._tags.field(where.frame, field, hint)
        self._own(field, [(where.sheet, field)])

    def code(self, code: str, places: Sequence[Where]) -> None:
        """Add the field that holds the proof's code, shown on each of these places, for nobody to change."""
        field = self._pdf.make_indirect(self._named(CODE_FIELD, _CODE_HINT, _CODE_SIZE))
        field.Ff, field.V, field.Kids = _READ_ONLY, String(code), Array()
        written = code.encode("ascii").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        for where in places:
            baseline = mm_to_pt(where.box.height) / 2 - _CODE_SIZE * 0.3
            shown = b"/Tx BMC q BT /%s %d Tf 0 g 2 %.3f Td (%s) Tj ET Q EMC" % (
                FONT.encode(), _CODE_SIZE, baseline, written,
            )  # fmt: skip
            widget = self._widget(where)
            widget.Parent, widget.F = field, _PRINTED | _LOCKED
            widget.AP = Dictionary(N=self._look(where, shown, Font=Dictionary({f"/{FONT}": self._font})))
            widget = self._pdf.make_indirect(widget)
            field.Kids.append(widget)
            self._tags.at_head(where.sheet, widget, _CODE_HINT)
            self._widgets.setdefault(where.sheet, []).append(widget)
        self._fields.append(field)

    def choice(self, name: str, places: Sequence[tuple[DecisionWord, Where]], hint: str) -> None:
        """Add a row of buttons of which one is chosen: by answer, in the order in which they stand."""
        field = self._pdf.make_indirect(self._named(name, hint))
        field.FT, field.Ff, field.V, field.Kids = Name.Btn, _RADIO, Name.Off, Array()
        del field.DA
        widgets = []
        for answer, where in places:
            widget = self._widget(where)
            widget.update(
                Dictionary(
                    Parent=field,
                    AS=Name.Off,
                    TU=String(f"{hint}: {DECISIONS[answer]}"),
                    MK=Dictionary(CA=String("l"), BC=Array([0]), BG=Array([1])),
                    BS=Dictionary(W=1, S=Name.S),
                    AP=Dictionary(
                        N=Dictionary(
                            {f"/{answer}": self._button(where, on=True), "/Off": self._button(where, on=False)}
                        )
                    ),
                )
            )
            widget = self._pdf.make_indirect(widget)
            self._tags.field(where.frame, widget, f"{hint}: {DECISIONS[answer]}")
            field.Kids.append(widget)
            widgets.append((where.sheet, widget))
        self._own(field, widgets)

    def write(self) -> None:
        """Write the form and its fields into the file."""
        for sheet, widgets in self._widgets.items():
            page = self._pdf.pages[sheet - 1].obj
            there = page.get("/Annots", Array())
            page.Annots = Array([*there, *widgets])
        self._pdf.Root.AcroForm = self._pdf.make_indirect(
            Dictionary(
                Fields=Array(self._fields),
                DA=String(f"/{FONT} {_SIZE} Tf 0 g"),
                DR=Dictionary(Font=Dictionary({f"/{FONT}": self._font})),
            )
        )

    def _own(self, field: Dictionary, widgets: Sequence[tuple[int, Dictionary]]) -> None:
        for sheet, widget in widgets:
            self._widgets.setdefault(sheet, []).append(widget)
        self._fields.append(widgets[0][1] if "/T" in widgets[0][1] else field)

    @staticmethod
    def _named(name: str, hint: str, size: int = _SIZE) -> Dictionary:
        return Dictionary(FT=Name.Tx, T=String(name), TU=String(hint), DA=String(f"/{FONT} {size} Tf 0 g"))

    def _widget(self, where: Where) -> Dictionary:
        height, box = self._heights[where.sheet - 1], where.box
        sides = (box.left, height - box.bottom, box.right, height - box.top)
        return Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            F=_PRINTED,
            P=self._pdf.pages[where.sheet - 1].obj,
            Rect=Array([round(mm_to_pt(side), 3) for side in sides]),
        )

    def _look(self, where: Where, drawn: bytes, **resources: Dictionary) -> Stream:
        size = (round(mm_to_pt(side), 3) for side in (where.box.width, where.box.height))
        entries = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, *size])}
        return self._pdf.make_indirect(
            Stream(
                self._pdf,
                drawn,
                **entries,
                Resources=Dictionary(resources and {f"/{k}": v for k, v in resources.items()}),
            )
        )

    def _button(self, where: Where, *, on: bool) -> Stream:
        radius = mm_to_pt(min(where.box.width, where.box.height)) / 2
        centre = mm_to_pt(where.box.width) / 2, mm_to_pt(where.box.height) / 2
        drawn = f"1 g 0 G 1 w {_circle(centre, radius - 0.5)} B"
        if on:
            drawn += f" 0 g {_circle(centre, radius * 0.55)} f"
        return self._look(where, drawn.encode())


def _circle(centre: tuple[float, float], radius: float) -> str:
    x, y = centre
    h = radius * _ROUND
    corners = (
        ((x + radius, y + h), (x + h, y + radius), (x, y + radius)),
        ((x - h, y + radius), (x - radius, y + h), (x - radius, y)),
        ((x - radius, y - h), (x - h, y - radius), (x, y - radius)),
        ((x + h, y - radius), (x + radius, y - h), (x + radius, y)),
    )
    curves = " ".join(" ".join(f"{a:.3f} {b:.3f}" for a, b in three) + " c" for three in corners)
    return f"{x + radius:.3f} {y:.3f} m {curves} h"
