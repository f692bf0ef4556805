"""From what a proof says to its PDF: laid out once, then the code, the fields and the words over the pictures put in.

The code is that of a record which says on which sheet each page of an item stands; so it is drawn when the layout is done, at
places that are the same whatever it says.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import pikepdf
import segno
from pikepdf import Pdf, String

from panelpress.facts.signing import DECISIONS, SHEET_KEY, ProofSheet
from panelpress.ground.geometry import Box
from panelpress.ground.units import pt_to_mm
from panelpress.press import engine, office
from panelpress.press.codes import QR_QUIET
from panelpress.press.proofs.arrange import MARGIN
from panelpress.press.proofs.compose import compose, frame_of
from panelpress.press.proofs.form import Form, Where
from panelpress.press.proofs.letters import Letters, typed
from panelpress.press.proofs.overlay import FONT, Drawing, draw_page
from panelpress.press.proofs.tags import Tags
from panelpress.press.recipe import Job
from panelpress.press.templating import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from panelpress.facts.layout import Frame
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.press.proofs.arrange import Placed, Sheet
    from panelpress.press.proofs.compose import Composed
    from panelpress.press.proofs.content import ProofContent

NAME: Final = "proof"
_QR: Final = Box(164.0, 5.0, 198.0, 39.0)
"""Where the QR code stands on a sign-off sheet, its quiet zone within"""
_CODE: Final = Box(18.0, 29.0, 110.0, 35.0)
"""Where the field with the code stands on a sign-off sheet"""
_CODE_ON_COVER: Final = Box(18.0, 268.0, 110.0, 275.0)
_FOOT: Final = 7.0
"""How far above a sheet's lower edge its code is written"""
_FOOT_PT: Final = 7.5
_LEFT_SHOWN: Final = MARGIN.left


@dataclass(frozen=True)
class MadeProof:
    """A proof's bytes, which page of an item each of its sheets shows, its code, and what was noticed on the way."""

    pdf: bytes
    sheets: tuple[ProofSheet, ...]
    code: str
    problems: tuple[Diagnostic, ...] = ()


def make_proof(content: ProofContent, code_for: Callable[[tuple[ProofSheet, ...]], str]) -> MadeProof:
    """Set a proof.

    Args:
        content: what it says; its own ``code`` is not looked at.
        code_for: gives the proof's code, once it is known on which sheet each page stands.

    Raises:
        PanelpressError: when it cannot be laid out (exit code 2).
    """
    composed = compose(content)
    recipe = office.recipe_of(_document(content, composed.html))
    laid_out = engine.lay_out(recipe, composed.resources)
    frames = {frame.name: frame for frame in laid_out.facts.frames}
    shown = _proof_sheets(composed, frames)
    code = code_for(shown)
    painted = engine.paint(laid_out, recipe)
    with pikepdf.open(io.BytesIO(office.finish(painted.pdf, recipe))) as pdf:
        _finish(pdf, content, composed, frames, code)
        out = io.BytesIO()
        pdf.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=False
        )
    return MadeProof(out.getvalue(), shown, code, laid_out.complaints)


def _document(content: ProofContent, html: str) -> office.Document:
    title = f"Proof {content.number} – {content.title}"
    date = dt.date.fromisoformat(content.date)
    job = Job(content.job, title, "", "", content.number, date, content.language)
    return office.Document(NAME, f"proof-{content.number}.pdf", job, html, "proof/proof.css", SHIPPED)


def _proof_sheets(composed: Composed, frames: Mapping[str, Frame]) -> tuple[ProofSheet, ...]:
    return tuple(
        _proof_sheet(frames[frame_of(sheet.item, placed.shown)], sheet, placed)
        for sheet in composed.sheets
        for placed in sheet.pages
    )


def _proof_sheet(frame: Frame, sheet: Sheet, placed: Placed) -> ProofSheet:
    left, top, width, height = (round(v, 3) for v in (frame.box.left, frame.box.top, frame.box.width, frame.box.height))
    return ProofSheet(frame.page, sheet.item.key, placed.shown.page, left, top, round(placed.scale, 6), width, height)


def _finish(pdf: Pdf, content: ProofContent, composed: Composed, frames: Mapping[str, Frame], code: str) -> None:
    """Put in what is not laid out: lines, numbers, words, the code on every sheet, the form."""
    widths, heights = ([pt_to_mm(float(page.mediabox[n])) for page in pdf.pages] for n in (2, 3))
    signed = _sign_off_sheets(frames)
    letters, tags = Letters(), Tags(pdf, frames)
    shown = {frames[frame_of(sheet.item, sheet.pages[0].shown)].page: sheet for sheet in composed.sheets}
    drawings = [Drawing(letters, width, height) for width, height in zip(widths, heights, strict=True)]
    for number, drawing in enumerate(drawings, 1):
        drawing.say(code, _LEFT_SHOWN if number in shown else _CODE.left, heights[number - 1] - _FOOT, _FOOT_PT)
    for number, sheet in shown.items():
        for placed in sheet.pages:
            mark = partial(tags.line, frame_of(sheet.item, placed.shown))
            draw_page(drawings[number - 1], sheet.item, placed, mark)
    rows = [list(row) for row in segno.make(code, error="m", micro=False).matrix]
    for number in signed:
        drawings[number - 1].modules(rows, _without_quiet(_QR, len(rows)))
    _put_over(pdf, [drawing.operators for drawing in drawings], letters, tags)
    _form(content, frames, code, signed, Form(pdf, typed(pdf), heights, tags))
    tags.write()
    for number, page in enumerate(pdf.pages, 1):
        page.obj[SHEET_KEY] = number
    pdf.trailer.Info["/PanelpressProof"] = String(code)


def _without_quiet(box: Box, modules: int) -> Box:
    return box.shrunk(box.width * QR_QUIET / (modules + 2 * QR_QUIET))


def _sign_off_sheets(frames: Mapping[str, Frame]) -> list[int]:
    """Return the sheets of the proof that are signed: all that have a field."""
    return sorted({frame.page for name, frame in frames.items() if name.startswith(("field:", "choice:"))})


def _put_over(pdf: Pdf, drawn: Iterable[bytes], letters: Letters, tags: Tags) -> None:
    """Add a drawing to each page, after what the engine painted, whose state ends before it."""
    font = letters.embed(pdf)
    for number, (page, operators) in enumerate(zip(pdf.pages, drawn, strict=True), 1):
        page.obj.Resources.Font[f"/{FONT}"] = font
        painted = tags.without_artifacts(number, page.obj.Contents.read_bytes())
        page.obj.Contents = pdf.make_stream(b"q\n" + painted + b"\nQ\n" + operators)


def _form(content: ProofContent, frames: Mapping[str, Frame], code: str, signed: list[int], form: Form) -> None:
    """Add every field in the order of the sheets."""

    def where(name: str) -> Where:
        return Where(frames[name].page, frames[name].box, name)

    by_key = {item.key: item for item in content.items}
    form.code(code, [Where(number, _CODE) for number in signed] or [Where(1, _CODE_ON_COVER)])
    for gate in content.gates:
        start = f"pp:{gate.gate}"
        for item in (by_key[key] for key in gate.items if key in by_key):
            row = f"{start}:{item.key}"
            said = f"{gate.title}, {item.label}"
            choices = [(answer, where(f"choice:{row}:decision:{answer}")) for answer in DECISIONS]
            form.choice(f"{row}:decision", choices, said)
            form.text(f"{row}:comment", where(f"field:{row}:comment"), f"{said}: corrections or changes", lines=True)
        for what, hint in _WHO.items():
            form.text(f"{start}:{what}", where(f"field:{start}:{what}"), f"{gate.title}: {hint}")
    form.write()


_WHO: Final = {
    "name": "your name",
    "role": "your role",
    "organisation": "the organisation you sign for",
    "date": "the date, day before month",
}
