"""Programs that officers' viewers are made of, made to fill in a proof and to write on it.

PDFium is the engine of Chrome and Edge, PDFBox that of many Java viewers, qpdf and pypdf what other tools edit files with. None
of them has anything to do with what wrote the proof. Each is given the same task, and writes what it makes of it.
"""

from __future__ import annotations

import ctypes
import io
import json
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import annotations as pypdf_notes
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject
from tests.support.judges import ask
from tests.support.verapdf import jar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points of user space."""


@dataclass(frozen=True)
class Written:
    """A comment to write: on which sheet, of which kind (as a mark's), where, what, by whom."""

    sheet: int
    kind: str
    boxes: tuple[Box, ...]
    text: str
    author: str = "Dave"


@dataclass(frozen=True)
class Task:
    """What to do with a proof: fields by name, with what to write or choose; comments."""

    fields: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[Written, ...] = ()


def selected(data: bytes, sheet: int, words: str) -> Box:
    """Return where words stand on a sheet, as a viewer selects them; they must stand there exactly once, on one line."""
    document = pypdfium2.PdfDocument(data)
    page = document[sheet - 1]
    shown = page.get_textpage()
    search = shown.search(words, match_case=True)
    found = []
    while (place := search.get_next()) is not None:
        found.append(place)
    assert len(found) == 1, f"{words!r} stands {len(found)} times on sheet {sheet}"
    boxes = [shown.get_charbox(n, loose=True) for n in range(found[0][0], found[0][0] + found[0][1])]
    for each in (search, shown, page, document):
        each.close()
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _rects(data: bytes) -> dict[str, tuple[int, dict[str, Box]]]:
    """Return of each field its sheet, and where its button for each choice is; of a text field, under ""."""
    found: dict[str, tuple[int, dict[str, Box]]] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for widget in page.obj.get("/Annots", pikepdf.Array()):
                if widget.get("/Subtype") != pikepdf.Name.Widget:
                    continue
                own = widget.get("/T") or widget.Parent.T
                box = tuple(float(n) for n in widget.Rect)
                states = [k[1:] for k in widget.AP.N.keys() if k != "/Off"] if "/AS" in widget else [""]  # noqa: SIM118
                found.setdefault(str(own), (number, {}))[1][states[0]] = (box[0], box[1], box[2], box[3])
    return found


# -- PDFium ----------------------------------------------------------------------------------------------------------

_PDFIUM: Final = {
    "highlight": pdfium.FPDF_ANNOT_HIGHLIGHT,
    "strike-out": pdfium.FPDF_ANNOT_STRIKEOUT,
    "underline": pdfium.FPDF_ANNOT_UNDERLINE,
    "note": pdfium.FPDF_ANNOT_TEXT,
    "text": pdfium.FPDF_ANNOT_FREETEXT,
    "drawing": pdfium.FPDF_ANNOT_CIRCLE,
}


def by_pdfium(data: bytes, task: Task) -> bytes:
    """Click and type as in Chrome, by the engine's own events; write the comments by its own functions."""
    rects = _rects(data)
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    for number in range(len(document)):
        page = document[number]
        for name, value in task.fields.items():
            sheet, boxes = rects[name]
            if sheet == number + 1:
                _enter(document.formenv, page, boxes, value)
        for mark in task.marks:
            if mark.sheet == number + 1:
                _note(page, mark)
        page.close()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def _enter(form: Any, page: Any, boxes: Mapping[str, Box], value: str) -> None:
    left, bottom, right, top = boxes[value] if value in boxes else boxes[""]
    x, y = (left + right) / 2, (bottom + top) / 2
    pdfium.FORM_OnMouseMove(form, page, 0, x, y)
    pdfium.FORM_OnLButtonDown(form, page, 0, x, y)
    pdfium.FORM_OnLButtonUp(form, page, 0, x, y)
    if value not in boxes:
        for letter in value:
            pdfium.FORM_OnChar(form, page, ord(letter), 0)
    pdfium.FORM_ForceToKillFocus(form)


def _note(page: Any, mark: Written) -> None:
    made = pdfium.FPDFPage_CreateAnnot(page, _PDFIUM[mark.kind])
    left, bottom, right, top = _around(mark)
    assert pdfium.FPDFAnnot_SetRect(made, pdfium.FS_RECTF(left, top, right, bottom))
    if mark.kind in ("highlight", "strike-out", "underline"):
        for a, b, c, d in mark.boxes:
            assert pdfium.FPDFAnnot_AppendAttachmentPoints(made, pdfium.FS_QUADPOINTSF(a, d, c, d, a, b, c, b))
    for key, said in ((b"Contents", mark.text), (b"T", mark.author)):
        words = (said + "\0").encode("utf-16-le")
        wide = ctypes.cast(ctypes.create_string_buffer(words), ctypes.POINTER(pdfium.FPDF_WCHAR))
        assert pdfium.FPDFAnnot_SetStringValue(made, key, wide)
    pdfium.FPDFPage_CloseAnnot(made)


def _around(mark: Written) -> Box:
    a, b, c, d = zip(*mark.boxes, strict=True)
    return min(a), min(b), max(c), max(d)


# -- PDFBox ----------------------------------------------------------------------------------------------------------


def by_pdfbox(data: bytes, task: Task) -> bytes:
    """Fill in and write by PDFBox, which also draws what it wrote."""
    driver = Path(__file__).with_name("pdfbox.js")
    with tempfile.TemporaryDirectory(prefix="pdfbox-") as name:
        folder = Path(name)
        (folder / "task.json").write_text(json.dumps(asdict(task)), "utf-8")
        (folder / "in.pdf").write_bytes(data)
        ask(
            "java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp", jar(),
            "org.mozilla.javascript.tools.shell.Main", driver, folder / "task.json", folder / "in.pdf", folder / "out.pdf",
        )  # fmt: skip
        return (folder / "out.pdf").read_bytes()


# -- qpdf ------------------------------------------------------------------------------------------------------------

_SUBTYPES: Final = {
    "highlight": "Highlight",
    "strike-out": "StrikeOut",
    "underline": "Underline",
    "note": "Text",
    "text": "FreeText",
    "drawing": "Circle",
    "insertion": "Caret",
}


def by_qpdf(data: bytes, task: Task) -> bytes:
    """Write the file as JSON, put the answers and comments into that, and write it back as a PDF."""
    with tempfile.TemporaryDirectory(prefix="qpdf-") as name:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(data)
        # 3: it mended something that another program had left untidy
        said = ("--json-output", "--json-stream-data=inline", folder / "in.pdf", folder / "in.json")
        ask("qpdf", *said, accept=(0, 3))
        whole = json.loads((folder / "in.json").read_text("utf-8"))
        objects = whole["qpdf"][1]
        _answer(objects, task)
        pages = _pages(objects, objects["trailer"]["value"]["/Root"])
        for number, mark in enumerate(task.marks):
            whole["qpdf"][0]["maxobjectid"] += 1
            reference = f"{whole['qpdf'][0]['maxobjectid']} 0 R"
            objects[f"obj:{reference}"] = {"value": _annotation(mark, "ZU"[number % 2])}
            page = objects[f"obj:{pages[mark.sheet - 1]}"]["value"]
            listed = page.setdefault("/Annots", [])
            (objects[f"obj:{listed}"]["value"] if isinstance(listed, str) else listed).append(reference)
        (folder / "out.json").write_text(json.dumps(whole), "utf-8")
        ask("qpdf", "--json-input", folder / "out.json", folder / "out.pdf")
        return (folder / "out.pdf").read_bytes()


def _answer(objects: dict[str, Any], task: Task) -> None:
    left = dict(task.fields)
    for each in list(objects.values()):
        value = each.get("value")
        name = value.get("/T", "") if isinstance(value, dict) else ""
        if not isinstance(name, str) or name.removeprefix("u:") not in left:
            continue
        said = left.pop(name.removeprefix("u:"))
        if value["/FT"] == "/Tx":
            value["/V"] = f"u:{said}"
            continue
        value["/V"] = f"/{said}"
        for kid in value["/Kids"]:
            widget = objects[f"obj:{kid}"]["value"]
            states = widget["/AP"]["/N"]
            states = objects[f"obj:{states}"]["value"] if isinstance(states, str) else states
            widget["/AS"] = f"/{said}" if f"/{said}" in states else "/Off"
    assert not left, f"no such fields: {sorted(left)}"


def _pages(objects: dict[str, Any], root: str) -> list[str]:
    """Return the references of the pages in order."""
    found: list[str] = []
    waiting = [objects[f"obj:{root}"]["value"]["/Pages"]]
    while waiting:
        reference = waiting.pop()
        node = objects[f"obj:{reference}"]["value"]
        if node["/Type"] == "/Page":
            found.append(reference)
        else:
            waiting += reversed(node["/Kids"])
    return found


def _annotation(mark: Written, order: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "/Type": "/Annot",
        "/Subtype": f"/{_SUBTYPES[mark.kind]}",
        "/Rect": list(_around(mark)),
        "/Contents": f"u:{mark.text}",
        "/T": f"u:{mark.author}",
    }
    if mark.kind in ("highlight", "strike-out", "underline"):
        made["/QuadPoints"] = [
            n
            for a, b, c, d in mark.boxes
            for n in ((a, d, c, d, a, b, c, b) if order == "Z" else (a, b, c, b, c, d, a, d))
        ]
    return made


# -- pypdf -----------------------------------------------------------------------------------------------------------


def by_pypdf(data: bytes, task: Task) -> bytes:
    """Write what changed after the file's end, as most viewers do."""
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    rects = _rects(data)
    for number, page in enumerate(writer.pages, 1):
        here = {
            name: f"/{value}" if value in rects[name][1] else value
            for name, value in task.fields.items()
            if rects[name][0] == number
        }
        if here:
            writer.update_page_form_field_values(page, here, auto_regenerate=False)
    for mark in task.marks:
        writer.add_annotation(mark.sheet - 1, _for_pypdf(mark))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _for_pypdf(mark: Written) -> Any:
    rect = _around(mark)
    if mark.kind == "note":
        made: Any = pypdf_notes.Text(rect=rect, text=mark.text)
    elif mark.kind == "text":
        made = pypdf_notes.FreeText(text=mark.text, rect=rect)
    elif mark.kind == "drawing":
        made = pypdf_notes.Ellipse(rect=rect)
    else:
        corners = [n for a, b, c, d in mark.boxes for n in (a, d, c, d, a, b, c, b)]
        made = pypdf_notes.Highlight(rect=rect, quad_points=ArrayObject([FloatObject(n) for n in corners]))
        made[NameObject("/Subtype")] = NameObject(f"/{_SUBTYPES[mark.kind]}")
    made[NameObject("/Contents")] = TextStringObject(mark.text)
    made[NameObject("/T")] = TextStringObject(mark.author)
    return made


VIEWERS: Final[Mapping[str, Callable[[bytes, Task], bytes]]] = {
    "PDFium": by_pdfium,
    "PDFBox": by_pdfbox,
    "qpdf": by_qpdf,
    "pypdf": by_pypdf,
}

CANNOT: Final[Mapping[str, frozenset[str]]] = {"PDFium": frozenset({"insertion"})}
"""Kinds of comments that a program has no way to write."""


def writable(viewer: str, marks: tuple[Written, ...]) -> tuple[Written, ...]:
    """Return the comments that a program can write."""
    return tuple(mark for mark in marks if mark.kind not in CANNOT.get(viewer, ()))
