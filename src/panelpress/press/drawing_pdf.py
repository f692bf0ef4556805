"""PDF drawings: one page rewritten as paths alone, in press colours, that need no resources."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf

from panelpress.ground.diagnostics import PanelpressError
from panelpress.ground.geometry import Box, Matrix
from panelpress.press.drawings import ink, reject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.exhibition.model import Drawing
    from panelpress.press.conditions import Cmyk, Condition

_MAX_DEPTH = 12


@dataclass(frozen=True)
class VectorPage:
    """A PDF drawing as paths in press colours: its box in points and its content, which needs no resources."""

    box: Box
    content: bytes


def page_size(drawing: Drawing) -> tuple[float, float]:
    """Return the width and height of a PDF drawing, in points.

    Raises:
        PanelpressError: when it is not one page of a PDF.
    """
    with _open_pdf(drawing) as pdf:
        box = _page_box(pdf, drawing)
        return box.width, box.height


def _open_pdf(drawing: Drawing) -> pikepdf.Pdf:
    try:
        return pikepdf.open(drawing.path)
    except pikepdf.PasswordError:
        raise reject(drawing, "is locked with a password", "ask for it without one") from None
    except (pikepdf.PdfError, OSError) as broken:
        why = str(broken).replace(f"{drawing.path}: ", "")  # where it lies on this machine is nobody's business
        raise reject(drawing, f"cannot be read as PDF: {why}", "ask for the file again") from None


def _page_box(pdf: pikepdf.Pdf, drawing: Drawing) -> Box:
    if len(pdf.pages) != 1:
        raise reject(drawing, f"has {len(pdf.pages)} pages", "save the one that is meant as a file of its own")
    page = pdf.pages[0]
    if _hidden_layers(pdf):
        raise reject(drawing, "has hidden layers", "ask for a version with only the layers that are meant")
    left, bottom, right, top = (float(n) for n in page.trimbox)
    if right - left <= 0 or top - bottom <= 0:
        raise reject(drawing, "has a page of no size", "ask for the file again")
    if int(_inherited(page.obj, "/Rotate", 0)) % 360:
        raise reject(drawing, "is turned by a page rotation", "save it upright")
    return Box(left, bottom, right, top)


def _hidden_layers(pdf: pikepdf.Pdf) -> bool:
    """Tell whether something in the file is switched off: written out, it would print."""
    layers = pdf.Root.get("/OCProperties", pikepdf.Dictionary()).get("/D", pikepdf.Dictionary())
    return len(layers.get("/OFF", ())) > 0 or str(layers.get("/BaseState", "/ON")) == "/OFF"


def _inherited(page: Any, key: str, default: Any) -> Any:
    """Return what a page says, or the nearest of its parents that says it (ISO 32000-2, 7.7.3.4)."""
    for _ in range(_MAX_DEPTH):
        if key in page:
            return page[key]
        if "/Parent" not in page:
            break
        page = page["/Parent"]
    return default


def press_pdf(drawing: Drawing, press: Condition) -> VectorPage:
    """Return a PDF drawing as outlines in press colours.

    Raises:
        PanelpressError: when it holds what is not flat outlines.
    """
    with _open_pdf(drawing) as pdf:
        box = _page_box(pdf, drawing)
        page = pdf.pages[0]
        writer = _Writer(drawing, press)
        try:
            lines = list(writer.content(page.obj, _inherited(page.obj, "/Resources", pikepdf.Dictionary()), 0))
        except PanelpressError:
            raise
        except (pikepdf.PdfError, AttributeError, IndexError, KeyError, TypeError, ValueError) as broken:
            raise reject(drawing, f"is damaged: {broken}", "ask for the file again") from None
    if not any(line.rpartition(b" ")[2] in _PAINTS for line in lines):
        raise reject(drawing, "draws nothing", "ask for the file again, with the drawing in it")
    lines += [b"Q"] * (lines.count(b"q") - lines.count(b"Q"))  # some programs forget to
    return VectorPage(box, b"\n".join(lines))


_PATH = {"m", "l", "c", "v", "y", "h", "re", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "W", "W*"}
_PAINTS = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_STATE = {"q", "Q", "cm", "w", "J", "j", "M", "d", "i"}
_SILENT = {"BMC", "BDC", "EMC", "MP", "DP", "ri", "BX", "EX"}
_HARMLESS = {"/Type", "/SA", "/OP", "/op", "/OPM", "/AIS", "/TK", "/SM"}
_LINE_STATE = {"/LW": "w", "/LC": "J", "/LJ": "j", "/ML": "M"}


@dataclass
class _Writer:
    """Writes a page's paths out in press colours."""

    drawing: Drawing
    press: Condition

    def content(self, holder: Any, resources: Any, depth: int) -> Iterator[bytes]:
        if depth > _MAX_DEPTH:
            raise reject(self.drawing, "is nested too deeply", "ask for a flattened version")
        spaces: dict[str, Any] = {"fill": "/DeviceGray", "stroke": "/DeviceGray"}
        for instruction in pikepdf.parse_content_stream(holder):
            operands, name = instruction.operands, str(instruction.operator)
            if name in _PATH or name in _STATE:
                yield _line(operands, name)
            elif name in ("gs", "Do", "cs", "CS"):
                yield from self._named(name, str(operands[0]), resources, spaces, depth)
            elif name in ("g", "rg", "k", "G", "RG", "K"):
                yield self._colour([float(n) for n in operands], stroke=name.isupper())
            elif name in ("sc", "scn", "SC", "SCN"):
                yield self._special(operands, spaces, stroke=name.isupper())
            elif name not in _SILENT:
                what = {"sh": "a shading", "INLINE IMAGE": "a bitmap"}.get(name, "live text")
                raise reject(self.drawing, f"holds {what}")

    def _named(self, operator: str, name: str, resources: Any, spaces: dict[str, Any], depth: int) -> Iterator[bytes]:
        if operator in ("cs", "CS"):
            space = resources.get("/ColorSpace", pikepdf.Dictionary()).get(name, name)
            spaces["stroke" if operator == "CS" else "fill"] = space
            yield self._colour([0.0] * self._width(space), stroke=operator == "CS")
        elif operator == "gs":
            yield from self._state(resources.ExtGState[name])
        else:
            yield from self._form(resources.XObject[name], resources, depth)

    def _form(self, form: Any, resources: Any, depth: int) -> Iterator[bytes]:
        if form.get("/Subtype") != "/Form":
            raise reject(self.drawing, "holds a bitmap", "place it as a photograph, or ask for outlines")
        matrix = [float(n) for n in form.get("/Matrix", [1, 0, 0, 1, 0, 0])]
        left, bottom, right, top = (float(n) for n in form.BBox)
        yield b"q"
        yield _line(matrix, "cm")
        yield _line([left, bottom, right - left, top - bottom], "re") + b" W n"
        yield from self.content(form, form.get("/Resources", resources), depth + 1)
        yield b"Q"

    def _state(self, state: Any) -> Iterator[bytes]:
        for key, value in state.items():
            if key in _LINE_STATE:
                yield _line([float(value)], _LINE_STATE[key])
            elif key == "/D":
                yield _line([value[0], value[1]], "d")
            elif (
                (key in ("/ca", "/CA") and float(value) == 1)
                or (key == "/BM" and str(value) in ("/Normal", "/Compatible"))
                or (key == "/SMask" and str(value) == "/None")
            ):
                continue
            elif key not in _HARMLESS:
                raise reject(self.drawing, "has transparency", "ask for a flattened version with solid colours")

    def _special(self, operands: Any, spaces: dict[str, Any], *, stroke: bool) -> bytes:
        if any(isinstance(operand, pikepdf.Name) for operand in operands):
            raise reject(self.drawing, "is painted with a pattern")
        self._width(spaces["stroke" if stroke else "fill"])
        return self._colour([float(n) for n in operands], stroke=stroke)

    def _width(self, space: Any) -> int:
        """Return how many numbers a colour of this space has; refuse what is neither grey, RGB nor CMYK."""
        name = str(space[0]) if isinstance(space, pikepdf.Array) else str(space)
        if name == "/ICCBased":
            return int(space[1].N)
        widths = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}
        if name not in widths:
            spot = str(space[1])[1:] if name == "/Separation" else ""
            raise reject(
                self.drawing,
                f"uses the spot ink {spot}" if spot else "uses a colour space that cannot be converted",
                "ask for a version in CMYK",
            )
        return widths[name]

    def _colour(self, values: list[float], *, stroke: bool) -> bytes:
        if len(values) == 4:
            inks: Cmyk = (values[0], values[1], values[2], values[3])
            if self.drawing.black_only:
                inks = (0.0, 0.0, 0.0, min(1.0, 0.3 * inks[0] + 0.59 * inks[1] + 0.11 * inks[2] + inks[3]))
        else:
            levels = [round(255 * max(0.0, min(1.0, value))) for value in values]
            red, green, blue = levels * 3 if len(levels) == 1 else levels
            inks = ink(red, green, blue, self.drawing, self.press)
        return _line(inks, "K" if stroke else "k")


def _line(operands: Any, operator: str) -> bytes:
    parts = [
        pikepdf.unparse_content_stream([([operand], pikepdf.Operator("x"))])[:-2]
        if not _is_number(operand)
        else _number(operand)
        for operand in operands
    ]
    return b" ".join([*parts, operator.encode()])


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _number(value: Any) -> bytes:
    text = f"{float(value):.4f}".rstrip("0").rstrip(".")
    return (text or "0").encode() if text != "-0" else b"0"


@functools.cache
def unit_square(box: Box) -> Matrix:
    """Return the matrix that takes a drawing's box to the unit square, where images are painted."""
    return Matrix(1 / box.width, 0, 0, 1 / box.height, -box.left / box.width, -box.top / box.height)
