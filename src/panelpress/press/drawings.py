"""Logos, maps and drawings: SVG and PDF that stay vectors, with every colour turned into press colours.

An SVG is rewritten colour by colour and drawn by the layout engine. A PDF page becomes paths alone: nested forms are
written out, colours converted, graphics state spelled out, so that nothing of the foreign file but its outlines reaches the
press file. What is not outlines (text, photographs, shadings, transparency, spot inks) is refused with what to supply.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tinycss2 import color3

from panelpress.ground.diagnostics import ExitCode, PanelpressError, error
from panelpress.press.conditions import Cmyk, Condition, css

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.model import Drawing

ADDRESS = "pp:drawing/"
_SVG = "{http://www.w3.org/2000/svg}"
_REFUSED_SVG = {
    "image": "a bitmap",
    "text": "live text",
    "foreignObject": "foreign content",
    "script": "a script",
    "linearGradient": "a gradient",
    "radialGradient": "a gradient",
    "pattern": "a pattern",
    "filter": "a filter effect",
    "mask": "a mask",
}
_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_PATH_DATA = re.compile(r"[\sMmZzLlHhVvCcSsQqTtAa0-9eE.,+-]*")
_OUTLINES = "ask for a version with text turned into outlines and flat colours only"
_FLAT = "ask for a version with solid colours"
_PAINT = ("fill", "stroke", "color", "stop-color")
_SHARES = ("opacity", "fill-opacity", "stroke-opacity")
_EFFECTS = {"filter": "a filter effect", "mask": "a mask", "mix-blend-mode": "a blend mode"}
_DECLARATION = re.compile(r"(?<![\w.#-])([a-z][a-z-]*)(\s*:\s*)([^;{}]+)", re.IGNORECASE)


def reject(drawing: Drawing, what: str, help: str = _OUTLINES) -> PanelpressError:
    """Return the exception that rejects the items a drawing stands on."""
    message = f"drawing `{drawing.id}` (photos/{drawing.file}) {what}"
    return PanelpressError([error("drawing/content", message, help, span=drawing.span)], ExitCode.FINDINGS)


def drawing_size(drawing: Drawing) -> tuple[float, float]:
    """Return a drawing's width and height; only their ratio matters.

    Raises:
        PanelpressError: when it is not a drawing or has no size.
    """
    if drawing.path.suffix.lower() == ".svg":
        return _svg_size(_svg_tree(drawing.path, drawing), drawing)
    from panelpress.press.drawing_pdf import page_size  # noqa: PLC0415 - few exhibitions have PDF drawings

    return page_size(drawing)


# -- SVG -------------------------------------------------------------------------------------------------------------


def _svg_tree(path: Path, drawing: Drawing) -> ET.Element:
    data = path.read_bytes()
    if b"<!ENTITY" in data.replace(b"\x00", b""):  # also where it is UTF-16
        raise reject(drawing, "declares XML entities", "save it as plain SVG")
    try:
        root = ET.fromstring(re.sub(rb"<!DOCTYPE[^>\[]*>", b"", data))  # noqa: S314 - entities are refused above
    except ET.ParseError as broken:
        raise reject(drawing, f"is not SVG: {broken}", "save it again as SVG") from None
    if root.tag != f"{_SVG}svg":
        raise reject(drawing, "is not SVG", "save it again as SVG")
    return root


def _svg_size(root: ET.Element, drawing: Drawing) -> tuple[float, float]:
    box = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", root.get("viewBox", ""))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[2], box[3]
    sides = [re.match(r"\s*(\d+(?:\.\d+)?)", root.get(side, "")) for side in ("width", "height")]
    if all(sides):
        width, height = (float(side.group(1)) for side in sides if side)
        if width > 0 and height > 0:
            return width, height
    raise reject(drawing, "has neither a viewBox nor a size", "save it with a viewBox")


def press_svg(drawing: Drawing, press: Condition) -> bytes:
    """Return an SVG drawing with every colour as ``device-cmyk()``.

    Raises:
        PanelpressError: when it holds what is not flat outlines.
    """
    root = _svg_tree(drawing.path, drawing)
    width, height = _svg_size(root, drawing)
    root.set("viewBox", root.get("viewBox") or f"0 0 {width:g} {height:g}")
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    for element in root.iter():
        _press_element(element, drawing, press)
    if not any(element.tag == f"{_SVG}{shape}" for element in root.iter() for shape in _SHAPES):
        raise reject(drawing, "draws nothing", "ask for the file again, with the drawing in it")
    for key in ("fill", "color"):  # what says nothing is black in SVG: black ink, not RGB
        if key not in root.attrib:
            root.set(key, css((0, 0, 0, 1)))
    ET.register_namespace("", _SVG.strip("{}"))
    text: bytes = ET.tostring(root, encoding="utf-8")
    return text


def _press_element(element: ET.Element, drawing: Drawing, press: Condition) -> None:
    """Turn an element's colours into press colours; refuse what is not flat outlines."""
    name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    if name in _REFUSED_SVG:
        raise reject(drawing, f"holds {_REFUSED_SVG[name]}")
    if name == "path" and not _PATH_DATA.fullmatch(element.get("d", "")):
        raise reject(drawing, "holds a path that cannot be read", "ask for the file again")
    for key, value in list(element.attrib.items()):
        if key.rpartition("}")[2] == "href" and not value.startswith("#"):
            raise reject(drawing, f"points to another file: {value[:60]}")
        if key == "style":
            element.set(key, _declarations(value, drawing, press))
        else:
            element.set(key, _value(key, value, drawing, press))
    if name == "style" and element.text:
        element.text = _declarations(element.text, drawing, press)


def _declarations(text: str, drawing: Drawing, press: Condition) -> str:
    if outside := re.search(r"@import[^;]*|url\(\s*['\"]?(?!#)[^\s)'\"][^)]*\)", text):
        raise reject(drawing, f"points to another file: {outside.group()[:60]}")
    return _DECLARATION.sub(
        lambda m: m.group(1) + m.group(2) + _value(m.group(1).lower(), m.group(3), drawing, press), text
    )


def _value(name: str, value: str, drawing: Drawing, press: Condition) -> str:
    """Return what a property says, in press colours; refuse what lets something shine through."""
    if name in _PAINT:
        return _paint(value, drawing, press)
    if name in _EFFECTS and value.strip().lower() not in ("none", "normal"):
        raise reject(drawing, f"has {_EFFECTS[name]}")
    if name in _SHARES:
        number = re.match(r"\s*(\d*\.?\d+)\s*(%?)", value)
        if number and float(number.group(1)) < (100 if number.group(2) else 1):
            raise reject(drawing, "has see-through colours", _FLAT)
    return value


def _paint(value: str, drawing: Drawing, press: Condition) -> str:
    value = value.strip().removesuffix("!important").strip()
    if value.lower() in ("none", "inherit", "currentcolor", "transparent", "context-fill", "context-stroke"):
        return value
    if value.startswith("device-cmyk("):
        return value
    if value.startswith("url("):
        raise reject(drawing, "is painted with a gradient or pattern")
    parsed = color3.parse_color(value)
    if parsed is None or isinstance(parsed, str):
        raise reject(drawing, f"uses a colour that cannot be read: {value[:40]}")
    if parsed.alpha < 1:
        raise reject(drawing, "has see-through colours", _FLAT)
    red, green, blue = (round(255 * share) for share in (parsed.red, parsed.green, parsed.blue))
    return css(ink(red, green, blue, drawing, press))


def ink(red: int, green: int, blue: int, drawing: Drawing, press: Condition) -> Cmyk:
    """Return the ink mix of an sRGB colour (0-255), in black alone where the drawing asks for it."""
    from panelpress.press.colour import black_for_grey, colour_to_press  # noqa: PLC0415 - colour comes after layout

    if drawing.black_only:
        grey = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
        return (0.0, 0.0, 0.0, round(black_for_grey(press)[grey], 3))
    return colour_to_press(red, green, blue, press)
