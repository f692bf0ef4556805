"""A small proof to fill in and to send back: a cover, a sheet for each of two panels, two sign-off sheets.

Made with pikepdf alone, so that nothing of the program under test writes what it reads. Each line of a panel stands as text at
its place on the sheet, and the proof's record says the same places.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name, String

from panelpress.facts.signing import DECISIONS, NumberedLine, Part, ProofSheet
from panelpress.ground.units import mm_to_pt
from panelpress.ledger.proofs import ProofItem, ProofRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.facts.signing import Judged
    from panelpress.ground.gates import GateId

A3: Final = (297.0, 420.0)
TRIM: Final = (594.0, 841.0)
SCALE: Final = 0.4
LEFT, TOP = 29.7, 42.0
SIZE: Final = 9.0  # mm, of the letters of a line on the panel
LEADING: Final = 14.0  # mm
GATES: Final[tuple[GateId, ...]] = ("text", "photographs")
WORDS: Final = {
    "coal": (
        "Coal was cut here for two hundred years.",
        "The lodge banner was carried out at dawn,",
        "and a band walked before it to the river.",
        "Every pit well known in the county came.",
        "Nobody went home before the lamps were lit.",
    ),
    "bread": (
        "The bakers stood by the miners in winter.",
        "Loaves were left at every door of the street,",
        "and nobody asked who had paid for them.",
    ),
}
JUDGED: Final[dict[str, Judged]] = {
    "coal": {"text": (Part(1, "a1"),), "photographs": (Part(1, "a2"),)},
    "bread": {"text": (Part(1, "b1"),), "photographs": (Part(1, "b2"),)},
}
_AVERAGE = 0.5  # width of a letter of Courier is 0.6 of its size; ours are set to this by Tz


def line_box(number: int, text: str) -> tuple[float, float, float, float]:
    """Return where a line stands on its panel: left, top, right, bottom in mm from the trim's corner."""
    top = 200.0 + LEADING * (number - 1)
    return (60.0, top, 60.0 + len(text) * SIZE * _AVERAGE, top + SIZE * 1.2)


def record(number: int = 1, job: str = "small", **other: Any) -> ProofRecord:
    """Return the record of the small proof."""
    items = {
        key: ProofItem(
            f"panel {place} {key}",
            "0" * 64,
            "0" * 64,
            JUDGED[key],
            tuple(
                NumberedLine(1, n, line_box(n, text), text, f"panels/0{place}-{key}.md", 5 + n)
                for n, text in enumerate(lines, 1)
            ),
        )
        for place, (key, lines) in enumerate(WORDS.items(), 1)
    }
    sheets = tuple(
        ProofSheet(n, key, 1, LEFT, TOP, SCALE, TRIM[0] * SCALE, TRIM[1] * SCALE) for n, key in enumerate(WORDS, 2)
    )
    facts: dict[str, Any] = {"date": "2026-11-24", "heads": (), "items": items, "sheets": sheets, **other}
    return ProofRecord(job, number, **facts)


def on_sheet(item: str, number: int, first: int = 0, last: int | None = None) -> tuple[float, float, float, float]:
    """Return where letters of a line stand on their sheet, in points of user space: left, bottom, right, top."""
    text = WORDS[item][number - 1]
    left, top, _, bottom = line_box(number, text)
    step = SIZE * _AVERAGE
    right = left + (len(text) if last is None else last) * step
    left += first * step
    return (
        mm_to_pt(LEFT + left * SCALE),
        mm_to_pt(A3[1] - TOP - bottom * SCALE),
        mm_to_pt(LEFT + right * SCALE),
        mm_to_pt(A3[1] - TOP - top * SCALE),
    )


def proof(made: ProofRecord | None = None, change: Callable[[pikepdf.Pdf], None] | None = None, **save: Any) -> bytes:
    """Return the small proof as it is sent out, after ``change`` has done something to it."""
    made = made or record()
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier, Encoding=Name.WinAnsiEncoding)
    )
    _sheet(pdf, font, made, [_said("Proof of a small exhibition", 20, 30, 5)])
    for item, lines in WORDS.items():
        drawn = [
            _said(text, LEFT + line_box(n, text)[0] * SCALE, TOP + line_box(n, text)[3] * SCALE - 1, SIZE * SCALE)
            for n, text in enumerate(lines, 1)
        ]
        _sheet(pdf, font, made, [_said(f"panel {item}", 20, 20, 5), *drawn])
    form = Dictionary(Fields=Array(), DA=String("/F0 10 Tf 0 g"), DR=Dictionary(Font=Dictionary(F0=font)))
    pdf.Root.AcroForm = pdf.make_indirect(form)
    for gate in GATES:
        _sheet(pdf, font, made, [_said(f"Sign-off: {gate}", 20, 30, 5), _qr(made.code)])
        _fields(pdf, gate)
    code = _text(pdf, "pp:code", (20.0, 400.0, 120.0, 406.0))
    code.V, code.Ff = String(made.code), 1
    pdf.trailer.Info = pdf.make_indirect(Dictionary(PanelpressProof=String(made.code), Title=String("Proof 1")))
    if change is not None:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, **{"deterministic_id": not save, **save})
    return out.getvalue()


def _said(text: str, left: float, baseline: float, size: float) -> str:
    """Return a line of Courier, narrowed so that each letter is half its size wide; mm from the sheet's top-left corner."""
    at = f"{mm_to_pt(left):.3f} {mm_to_pt(A3[1] - baseline):.3f}"
    return f"BT /F0 {mm_to_pt(size):.3f} Tf {100 * _AVERAGE / 0.6:.4f} Tz 1 0 0 1 {at} Tm ({text}) Tj ET"


def _qr(code: str) -> str:
    """Return a QR code of 40 mm as drawing."""
    rows = list(segno.make(code, micro=False).matrix)
    step = mm_to_pt(40) / len(rows)
    left, top = mm_to_pt(230), mm_to_pt(A3[1] - 30)
    return "\n".join(
        f"{left + x * step:.3f} {top - (y + 1) * step:.3f} {step:.3f} {step:.3f} re f"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )


def _sheet(pdf: pikepdf.Pdf, font: pikepdf.Object, made: ProofRecord, drawn: list[str]) -> None:
    content = "\n".join([*drawn, _said(f"Proof {made.number}   {made.code}", 20, 410, 4)])
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, mm_to_pt(A3[0]), mm_to_pt(A3[1])]),
        Resources=Dictionary(Font=Dictionary(F0=font)),
        Contents=pdf.make_stream(content.encode()),
        Annots=Array(),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _fields(pdf: pikepdf.Pdf, gate: str) -> None:
    for row, item in enumerate(WORDS):
        top = 60.0 + 40 * row
        _radio(pdf, f"pp:{gate}:{item}:decision", top)
        _text(pdf, f"pp:{gate}:{item}:comment", (150.0, top, 280.0, top + 30), lines=True)
    for place, who in enumerate(("name", "role", "organisation", "date")):
        _text(pdf, f"pp:{gate}:{who}", (20.0, 300.0 + 12 * place, 120.0, 310.0 + 12 * place))


def _rect(box: tuple[float, float, float, float]) -> Array:
    return Array([mm_to_pt(box[0]), mm_to_pt(A3[1] - box[3]), mm_to_pt(box[2]), mm_to_pt(A3[1] - box[1])])


def _own_box(box: tuple[float, float, float, float]) -> Array:
    return Array([0, 0, mm_to_pt(box[2] - box[0]), mm_to_pt(box[3] - box[1])])


def _own(pdf: pikepdf.Pdf, field: Any, widgets: list[Any]) -> None:
    pdf.Root.AcroForm.Fields.append(field)
    for widget in widgets:
        pdf.pages[-1].obj.Annots.append(widget)


def _text(
    pdf: pikepdf.Pdf, name: str, box: tuple[float, float, float, float], *, lines: bool = False
) -> pikepdf.Dictionary:
    drawn = pdf.make_stream(b"/Tx BMC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=_own_box(box))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(name), V=String(""), F=4, P=pdf.pages[-1].obj,
            Rect=_rect(box), DA=String("/F0 10 Tf 0 g"), Ff=4096 if lines else 0, AP=Dictionary(N=drawn),
        )
    )  # fmt: skip
    _own(pdf, field, [field])
    return field


def _radio(pdf: pikepdf.Pdf, name: str, top: float) -> None:
    field = pdf.make_indirect(
        Dictionary(FT=Name.Btn, T=String(name), Ff=1 << 15, V=Name.Off, Kids=Array(), DA=String("/F0 10 Tf 0 g"))
    )
    for place, decision in enumerate(DECISIONS):
        box = (20.0 + 30 * place, top, 28.0 + 30 * place, top + 8)
        size = mm_to_pt(8)
        form: dict[str, Any] = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, size, size])}
        ring = f"1 w 1 1 {size - 2:.2f} {size - 2:.2f} re"
        on = pdf.make_stream(f"{ring} S 6 6 {size - 12:.2f} {size - 12:.2f} re f".encode(), **form)
        off = pdf.make_stream(f"{ring} S".encode(), **form)
        field.Kids.append(
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Widget, Parent=field, AS=Name.Off, F=4, Rect=_rect(box),
                    P=pdf.pages[-1].obj, AP=Dictionary(N=Dictionary({f"/{decision}": on, "/Off": off})),
                )
            )
        )  # fmt: skip
    _own(pdf, field, [*field.Kids])


# -- filling in ------------------------------------------------------------------------------------------------------


def fields(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Return the fields of a proof by name."""
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def choose(pdf: pikepdf.Pdf, gate: str, item: str, decision: str) -> None:
    """Choose a decision as a sound program does: on the field, and on the button that shows it."""
    field = fields(pdf)[f"pp:{gate}:{item}:decision"]
    field.V = Name(f"/{decision}")
    for kid in field.Kids:
        kid.AS = Name(f"/{decision}") if f"/{decision}" in kid.AP.N else Name.Off


def write(pdf: pikepdf.Pdf, name: str, text: str) -> None:
    """Write into a text field."""
    fields(pdf)[name].V = String(text)


def sign(pdf: pikepdf.Pdf, gate: str, name: str = "A. Writer", organisation: str = "NUM", **other: str) -> None:
    """Fill in the foot of a sheet."""
    for what, said in {"name": name, "organisation": organisation, "date": "2026-11-26", **other}.items():
        write(pdf, f"pp:{gate}:{what}", said)


def annotate(
    pdf: pikepdf.Pdf, sheet: int, kind: str, rect: tuple[float, ...], text: str = "", author: str = "", **other: Any
) -> pikepdf.Object:
    """Put a comment on a sheet, in points of user space: left, bottom, right, top."""
    entries: dict[str, Any] = {
        "Type": Name.Annot, "Subtype": Name(f"/{kind}"), "Rect": Array(rect), "Contents": String(text), "T": String(author),
        **other,
    }  # fmt: skip
    made = pdf.make_indirect(Dictionary(entries if all(k.startswith("/") for k in entries) else _slashed(entries)))
    pdf.pages[sheet - 1].obj.Annots.append(made)
    return made


def _slashed(entries: dict[str, Any]) -> dict[str, Any]:
    return {f"/{key}": value for key, value in entries.items()}


def quads(*rects: tuple[float, float, float, float], order: str = "Z") -> Array:
    """Return the corners of stretches of text: in Acrobat's order (``Z``) or the standard's (``U``)."""
    found: list[float] = []
    for left, bottom, right, top in rects:
        corners = {"Z": (left, top, right, top, left, bottom, right, bottom),
                   "U": (left, bottom, right, bottom, right, top, left, top),
                   "N": (left, bottom, left, top, right, bottom, right, top)}  # fmt: skip
        found += corners[order]
    return Array(found)
