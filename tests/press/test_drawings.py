"""Logos, maps and drawings: they stay outlines, in press colours, no smaller than their owners permit, or they are refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.support import press
from tests.support.press import PRESS, drawing, facts_of, findings, one_item, refusal, small_recipe, with_drawings

from panelpress.ground.diagnostics import ExitCode
from panelpress.ground.files import Cache
from panelpress.inspect.reader import read_pdf
from panelpress.press.drawing_pdf import press_pdf
from panelpress.press.drawings import drawing_size, press_svg
from panelpress.press.make import make

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from panelpress.exhibition.model import Drawing
    from panelpress.facts.pdf import PdfFacts, Shape

pytestmark = pytest.mark.slow

BLACK: Final = (0.0, 0.0, 0.0, 1.0)
RED: Final = (0.0, 0.957, 0.973, 0.0)  # sRGB red in the shipped profile, relative colorimetric


def svg(body: str, *, head: str = 'viewBox="0 0 100 50"', before: str = "") -> bytes:
    """An SVG of 100 by 50 units."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {names} {head}>{body}</svg>".encode()


def placed(one: Drawing) -> PdfFacts:
    """What our reader sees of a page that shows one drawing, 40 by 20 mm from the trim's corner."""
    image = f'<img src="pp:drawing/{one.id}{one.path.suffix}" style="width:40mm;height:20mm" alt="">'
    recipe = with_drawings(small_recipe(f"<p>Words before it, black.</p>{image}"), one)
    return facts_of(make(recipe, Cache(None)))


def shapes(facts: PdfFacts) -> list[Shape]:
    """The drawing's shapes: everything but the paper's tint."""
    (page,) = facts.pages
    return [shape for shape in page.shapes if shape.box.width < 60]


def only_vectors_in_press_colours(facts: PdfFacts) -> bool:
    colours = [shape.paint.colour.space.kind for shape in facts.shapes]
    return not facts.images and set(colours) == {"DeviceCMYK"} and not facts.pages[0].transparencies


def inks(shape: Shape) -> tuple[float, ...]:
    return shape.paint.colour.components


# -- SVG -------------------------------------------------------------------------------------------------------------

SAID: Final[dict[str, tuple[str, dict[str, tuple[float, ...]]]]] = {
    "an attribute": ('<rect width="9" height="9" fill="#ff0000"/>', {"fill": RED}),
    "a style attribute": ('<rect width="9" height="9" style="fill: rgb(255, 0, 0) !important"/>', {"fill": RED}),
    "a class": ('<style>.a { fill: #f00; }</style><rect class="a" width="9" height="9"/>', {"fill": RED}),
    "a class in CDATA": ("<style><![CDATA[rect{fill:red}]]></style><rect width='9' height='9'/>", {"fill": RED}),
    "a named colour": ('<rect width="9" height="9" fill="Red"/>', {"fill": RED}),
    "a colour by hue": ('<rect width="9" height="9" fill="hsl(0, 100%, 50%)"/>', {"fill": RED}),
    "nothing said": ('<rect width="9" height="9"/>', {"fill": BLACK}),
    "currentColor": ('<g color="red"><rect width="9" height="9" fill="currentColor"/></g>', {"fill": RED}),
    "currentColor unsaid": ('<rect width="9" height="9" fill="currentColor"/>', {"fill": BLACK}),
    "inherited": ('<g fill="red"><rect width="9" height="9"/></g>', {"fill": RED}),
    "white": ('<rect width="9" height="9" fill="white"/>', {"fill": (0, 0, 0, 0)}),
    "used twice": ('<defs><rect id="r" width="9" height="9" fill="red"/></defs><use href="#r"/>', {"fill": RED}),
    "press colours already": ('<rect width="9" height="9" fill="device-cmyk(0 .5 1 0)"/>', {"fill": (0, 0.5, 1, 0)}),
    "a stroke": ('<path d="M1 1H9" fill="none" stroke="red" stroke-width="2"/>', {"stroke": RED}),
}


@pytest.mark.parametrize("way", SAID)
def test_an_svgs_colour_prints_as_inks_however_it_is_said(way: str, tmp_path: Path) -> None:
    body, meant = SAID[way]
    facts = placed(drawing(tmp_path / "logo.svg", svg(body)))
    assert only_vectors_in_press_colours(facts)
    found = {shape.kind: inks(shape) for shape in shapes(facts)}
    assert found == {kind: pytest.approx(colour, abs=0.002) for kind, colour in meant.items()}


def test_an_svgs_grey_is_black_ink_by_the_presss_curve(tmp_path: Path) -> None:
    (shape,) = shapes(placed(drawing(tmp_path / "logo.svg", svg('<rect width="9" height="9" fill="#808080"/>'))))
    assert inks(shape)[:3] == (0, 0, 0)
    assert inks(shape)[3] == pytest.approx(0.55, abs=0.01)


def test_black_only_prints_every_colour_in_black_by_its_lightness(tmp_path: Path) -> None:
    body = '<rect width="9" height="9" fill="red"/><rect x="20" width="9" height="9" fill="yellow"/>'
    red, yellow = shapes(placed(drawing(tmp_path / "logo.svg", svg(body), black_only=True)))
    assert inks(red)[:3] == inks(yellow)[:3] == (0, 0, 0)
    assert inks(red)[3] > 0.7
    assert 0.15 > inks(yellow)[3] > 0


def test_white_and_coloured_lines_after_black_text_do_not_overprint(tmp_path: Path) -> None:
    """An overprinting white line is no line at all on press (GWG 2022 R0008)."""
    body = '<path d="M1 1H9" stroke="#fff"/><path d="M1 9H9" fill="none" stroke="red"/><path d="M1 20H9V30z" stroke="red"/>'
    facts = placed(drawing(tmp_path / "logo.svg", svg(body)))
    assert any(run.fill is not None and run.fill.overprint for run in facts.texts)
    assert [shape.paint.overprint for shape in shapes(facts)] == [False] * len(shapes(facts))


def test_thin_black_lines_overprint_and_thick_ones_do_not(tmp_path: Path) -> None:
    body = '<g fill="none" stroke="#000"><path d="M1 1H9"/><path d="M1 9H9" stroke-width="4"/></g>'
    thin, thick = shapes(placed(drawing(tmp_path / "logo.svg", svg(body))))
    assert (thin.paint.overprint, thin.paint.opm) == (True, 1)
    assert not thick.paint.overprint


REFUSED_SVG: Final = {
    '<text x="1" y="9">Live</text>': "live text",
    '<image href="data:image/png;base64,AAAA"/>': "a bitmap",
    '<image href="#local"/>': "a bitmap",
    '<defs><linearGradient id="g"/></defs>': "a gradient",
    '<defs><radialGradient id="g"/></defs>': "a gradient",
    '<rect fill="url(#g)" width="9" height="9"/>': "gradient or pattern",
    '<rect style="stroke:url(#g)" width="9" height="9"/>': "gradient or pattern",
    "<defs><pattern id='p'/></defs>": "a pattern",
    "<script>alert(1)</script>": "a script",
    "<foreignObject><p/></foreignObject>": "foreign content",
    "<filter id='f'/>": "a filter effect",
    "<mask id='m'/>": "a mask",
    '<rect filter="url(#f)" width="9" height="9"/>': "a filter effect",
    '<rect style="mask:url(#f)" width="9" height="9"/>': "a mask",
    '<rect style="mix-blend-mode: multiply" width="9" height="9"/>': "a blend mode",
    '<use href="other.svg#a"/>': "points to another file: other.svg#a",
    '<a xlink:href="https://example.org"><rect width="9" height="9"/></a>': "points to another file",
    "<style>@import url(https://example.org/a.css);</style>": "points to another file",
    "<style>rect { background: url(https://example.org/a.png) }</style>": "points to another file",
    '<rect opacity=".5" width="9" height="9"/>': "see-through",
    '<rect style="opacity:50%" width="9" height="9"/>': "see-through",
    '<rect fill-opacity="0.99" width="9" height="9"/>': "see-through",
    '<rect style="stroke-opacity: 0" width="9" height="9"/>': "see-through",
    "<style>rect { Opacity: .3 }</style>": "see-through",
    '<rect fill="rgba(255, 0, 0, .5)" width="9" height="9"/>': "see-through",
    "<g/>": "draws nothing",
    '<path d="M0 0 wobble"/>': "holds a path that cannot be read",
    '<path d="M0 0 L nan 9"/>': "holds a path that cannot be read",
    '<rect fill="mauve-ish" width="9" height="9"/>': "cannot be read: mauve-ish",
}


@pytest.mark.parametrize("body", REFUSED_SVG)
def test_what_is_not_flat_outlines_in_an_svg_is_refused_with_what_to_ask_for(body: str, tmp_path: Path) -> None:
    refused = refusal(lambda: press_svg(drawing(tmp_path / "logo.svg", svg(body)), PRESS))
    (found,) = refused.diagnostics
    assert (refused.code, found.id) == (ExitCode.FINDINGS, "drawing/content")
    assert "drawing `logo` (photos/logo.svg)" in found.message
    assert REFUSED_SVG[body] in found.message
    assert "ask for" in found.help
    assert found.span is not None


@pytest.mark.parametrize(
    "solid", ['opacity="1"', 'fill-opacity="100%"', 'style="opacity: 1.0; fill-opacity:1"', 'style="filter:none"']
)
def test_what_only_looks_see_through_is_drawn(solid: str, tmp_path: Path) -> None:
    facts = placed(drawing(tmp_path / "logo.svg", svg(f'<rect width="9" height="9" fill="red" {solid}/>')))
    assert [inks(shape) for shape in shapes(facts)] == [pytest.approx(RED, abs=0.002)]
    assert not facts.pages[0].transparencies


ENTITY: Final = "<!DOCTYPE svg [<!ENTITY a \"<rect width='9' height='9'/>\">]>"
FILES: Final[dict[str, tuple[bytes, str]]] = {
    "empty": (b"", "is not SVG"),
    "a text": (b"Dear editor", "is not SVG"),
    "a web page": (b"<html/>", "is not SVG"),
    "a compressed one": (b"\x1f\x8b\x08\x00", "is not SVG"),
    "entities": (svg("&a;", before=ENTITY), "XML entities"),
    "entities in UTF-16": (
        b"\xff\xfe"
        + svg("&a;", before='<?xml version="1.0" encoding="UTF-16"?>' + ENTITY).decode().encode("utf-16-le"),
        "XML entities",
    ),
    "no size": (svg("<rect/>", head=""), "neither a viewBox nor a size"),
    "a flat size": (svg("<rect/>", head='viewBox="0 0 100 0"'), "neither a viewBox nor a size"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_no_drawing_is_refused(what: str, tmp_path: Path) -> None:
    data, words = FILES[what]
    (found,) = refusal(lambda: drawing_size(drawing(tmp_path / "logo.svg", data))).diagnostics
    assert words in found.message


def test_a_document_type_without_entities_is_harmless(tmp_path: Path) -> None:
    kind = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert drawing_size(drawing(tmp_path / "logo.svg", svg("<rect/>", before=kind))) == (100, 50)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('viewBox="0 0 1e2 .5"', (100, 0.5)),
        ('viewBox="-10,-10 30.5 20"', (30.5, 20)),
        ('width="40mm" height="20mm"', (40, 20)),
    ],
)
def test_an_svgs_shape_is_read_in_every_way_numbers_are_written(
    head: str, size: tuple[float, float], tmp_path: Path
) -> None:
    assert drawing_size(drawing(tmp_path / "logo.svg", svg("<rect/>", head=head))) == size


# -- PDF -------------------------------------------------------------------------------------------------------------


def pdf(content: bytes, resources: Callable[[pikepdf.Pdf], Dictionary] | None = None, **page: Any) -> bytes:
    """A PDF page of 100 by 50 points."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(100, 50))
    first = made.pages[0].obj
    first.Contents = made.make_stream(content)
    if resources is not None:
        first.Resources = resources(made)
    for key, value in page.items():
        first[f"/{key}"] = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def icc(made: pikepdf.Pdf, components: int) -> Array:
    return Array([Name.ICCBased, made.make_stream(bytes(132), N=components)])


def every_space(made: pikepdf.Pdf) -> Dictionary:
    spaces = Dictionary(One=icc(made, 1), Three=icc(made, 3), Four=icc(made, 4), Cal=Array([Name.CalRGB, Dictionary()]))
    return Dictionary(ColorSpace=spaces)


COLOURS: Final[dict[str, tuple[float, ...]]] = {
    "1 0 0 rg": RED,
    "0 g": BLACK,
    "1 g": (0, 0, 0, 0),
    "0.502 g": (0, 0, 0, 0.55),
    "0.1 0.2 0.3 0.4 k": (0.1, 0.2, 0.3, 0.4),
    "/DeviceRGB cs 1 0 0 sc": RED,
    "/DeviceCMYK cs 0 1 0 0 scn": (0, 1, 0, 0),
    "/Three cs 1 0 0 scn": RED,
    "/One cs 0 sc": BLACK,
    "/Four cs 0 0 1 0 scn": (0, 0, 1, 0),
    "/Cal cs 1 0 0 scn": RED,
    "/DeviceRGB cs": BLACK,
    "": BLACK,
}


@pytest.mark.parametrize("words", COLOURS)
def test_a_pdfs_colour_prints_as_inks_in_whatever_space_it_is(words: str, tmp_path: Path) -> None:
    data = pdf(words.encode() + b" 10 10 30 30 re f", every_space)
    facts = placed(drawing(tmp_path / "logo.pdf", data))
    assert not facts.images
    (shape,) = shapes(facts)
    assert shape.paint.colour.space.kind in ("DeviceCMYK", "DeviceGray")
    amounts = shape.paint.colour.inks or {}
    assert tuple(amounts.get(n, 0.0) for n in ("Cyan", "Magenta", "Yellow", "Black")) == pytest.approx(
        COLOURS[words], abs=0.006
    )


def nested(made: pikepdf.Pdf) -> Dictionary:
    inner = made.make_stream(
        b"1 0 0 rg 0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]),
        Matrix=Array([2, 0, 0, 2, 5, 5]),
    )  # fmt: skip
    outer = made.make_stream(
        b"/In Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 50]),
        Resources=Dictionary(XObject=Dictionary(In=inner)),
    )  # fmt: skip
    return Dictionary(XObject=Dictionary(Out=outer))


def test_nested_forms_are_written_out_where_they_stood(tmp_path: Path) -> None:
    one = drawing(tmp_path / "logo.pdf", pdf(b"q 1 0 0 1 10 0 cm /Out Do Q", nested))
    assert b" Do" not in press_pdf(one, PRESS).content
    (shape,) = [s for s in shapes(placed(one)) if inks(s) == pytest.approx(RED, abs=0.002)]
    # 5..25 pt inside, moved by 10, of a page of 100 pt printed 40 mm wide: 15..35 pt are 6..14 mm
    assert (shape.visible or shape.box).left == pytest.approx(6, abs=0.05)
    assert (shape.visible or shape.box).width == pytest.approx(8, abs=0.05)


def test_a_form_may_use_the_pages_resources(tmp_path: Path) -> None:
    def resources(made: pikepdf.Pdf) -> Dictionary:
        form = made.make_stream(b"/W gs 0 0 m 9 9 l S", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        return Dictionary(XObject=Dictionary(F=form), ExtGState=Dictionary(W=Dictionary(LW=3)))

    assert b"3 w" in press_pdf(drawing(tmp_path / "logo.pdf", pdf(b"/F Do", resources)), PRESS).content


def test_resources_may_stand_on_the_pages_parent(tmp_path: Path) -> None:
    made = pikepdf.new()
    made.add_blank_page(page_size=(100, 50))
    page = made.pages[0].obj
    page.Contents = made.make_stream(b"/W gs 0 0 m 9 9 l S")
    del page["/Resources"]
    made.Root.Pages.Resources = Dictionary(ExtGState=Dictionary(W=Dictionary(LW=3)))
    out = io.BytesIO()
    made.save(out)
    assert b"3 w" in press_pdf(drawing(tmp_path / "logo.pdf", out.getvalue()), PRESS).content


def test_line_state_of_a_graphics_state_is_spelt_out(tmp_path: Path) -> None:
    def resources(_made: pikepdf.Pdf) -> Dictionary:
        state = Dictionary(
            Type=Name.ExtGState, LW=2.5, LC=1, LJ=2, ML=7, D=Array([Array([3, 1]), 0]), SA=True, OP=True, op=True, OPM=1,
            ca=1, CA=1.0, BM=Name.Normal, SMask=Name("/None"), AIS=False, TK=True,
        )  # fmt: skip
        return Dictionary(ExtGState=Dictionary(G=state))

    content = press_pdf(drawing(tmp_path / "logo.pdf", pdf(b"/G gs 1 1 m 9 9 l S", resources)), PRESS).content
    for words in (b"2.5 w", b"1 J", b"2 j", b"7 M", b"[ 3 1 ] 0 d"):
        assert words in content
    assert b"gs" not in content


def test_a_page_that_forgets_to_restore_its_state_is_closed(tmp_path: Path) -> None:
    content = press_pdf(drawing(tmp_path / "logo.pdf", pdf(b"q q 0 0 9 9 re f")), PRESS).content
    assert content.split().count(b"q") == content.split().count(b"Q") == 2


def image(made: pikepdf.Pdf) -> Dictionary:
    pixel = made.make_stream(
        b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8
    )
    return Dictionary(XObject=Dictionary(Im=pixel))


def spot(made: pikepdf.Pdf) -> Dictionary:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0, 1, 0, 0]), N=1)
    space = Array([Name.Separation, Name("/PANTONE 185 C"), Name.DeviceCMYK, made.make_indirect(tint)])
    return Dictionary(ColorSpace=Dictionary(Spot=space, Pat=Array([Name.Pattern])))


def state(**entries: Any) -> Callable[[pikepdf.Pdf], Dictionary]:
    return lambda _made: Dictionary(ExtGState=Dictionary(G=Dictionary(**entries)))


REFUSED_PDF: Final[dict[str, tuple[bytes, str]]] = {
    "text": (pdf(b"BT 9 0 0 9 1 1 Tm (Live) Tj ET"), "live text"),
    "an image": (pdf(b"/Im Do", image), "a bitmap"),
    "an inline image": (pdf(b"BI /W 1 /H 1 /BPC 8 /CS /G ID a EI"), "a bitmap"),
    "a shading": (pdf(b"/S sh"), "a shading"),
    "a spot ink": (pdf(b"/Spot cs 1 scn 0 0 9 9 re f", spot), "the spot ink PANTONE 185 C"),
    "a pattern space": (pdf(b"/Pattern cs /P scn 0 0 9 9 re f", spot), "cannot be converted"),
    "alpha": (pdf(b"/G gs 0 0 9 9 re f", state(ca=0.5)), "transparency"),
    "stroke alpha": (pdf(b"/G gs 0 0 9 9 re S", state(CA=0)), "transparency"),
    "a blend mode": (pdf(b"/G gs 0 0 9 9 re f", state(BM=Name.Multiply)), "transparency"),
    "a soft mask": (pdf(b"/G gs 0 0 9 9 re f", state(SMask=Dictionary(S=Name.Alpha))), "transparency"),
    "a turned page": (pdf(b"0 0 9 9 re f", Rotate=90), "page rotation"),
    "a missing resource": (pdf(b"/Gone gs 0 0 9 9 re f"), "is damaged"),
    "a missing form": (pdf(b"/Gone Do"), "is damaged"),
    "a wrong operand": (pdf(b"1 2 rg 0 0 9 9 re f"), "is damaged"),
    "nothing drawn": (pdf(b"1 0 0 rg 0 0 9 9 re n"), "draws nothing"),
    "no content": (pdf(b""), "draws nothing"),
    "no PDF": (b"Dear editor", "cannot be read as PDF"),
    "nothing": (b"", "cannot be read as PDF"),
}


@pytest.mark.parametrize("what", REFUSED_PDF)
def test_what_is_not_flat_outlines_in_a_pdf_is_refused_with_what_to_ask_for(what: str, tmp_path: Path) -> None:
    data, words = REFUSED_PDF[what]
    refused = refusal(lambda: press_pdf(drawing(tmp_path / "logo.pdf", data), PRESS))
    (found,) = refused.diagnostics
    assert (refused.code, found.id) == (ExitCode.FINDINGS, "drawing/content")
    assert words in found.message
    assert str(tmp_path) not in found.message
    assert found.help


def saved(change: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:
    made = pikepdf.open(io.BytesIO(pdf(b"0 0 9 9 re f")))
    change(made)
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def test_a_pdf_of_several_pages_is_refused(tmp_path: Path) -> None:
    data = saved(lambda made: made.pages.append(made.pages[0]))
    (found,) = refusal(lambda: drawing_size(drawing(tmp_path / "logo.pdf", data))).diagnostics
    assert "has 2 pages" in found.message


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    data = saved(lambda _made: None, encryption=pikepdf.Encryption(owner="a", user="b"))
    (found,) = refusal(lambda: drawing_size(drawing(tmp_path / "logo.pdf", data))).diagnostics
    assert "password" in found.message


def test_hidden_layers_are_refused_because_they_would_print(tmp_path: Path) -> None:
    def hide(made: pikepdf.Pdf) -> None:
        layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
        made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))

    (found,) = refusal(lambda: drawing_size(drawing(tmp_path / "logo.pdf", saved(hide)))).diagnostics
    assert "hidden layers" in found.message


def test_a_turn_said_by_the_pages_parent_counts(tmp_path: Path) -> None:
    def turn(made: pikepdf.Pdf) -> None:
        made.Root.Pages.Rotate = 90

    (found,) = refusal(lambda: drawing_size(drawing(tmp_path / "logo.pdf", saved(turn)))).diagnostics
    assert "page rotation" in found.message


# -- in its place ----------------------------------------------------------------------------------------------------

BOARD: Final = """\
---
title: A board
layout: mark
---

![](logo)
"""
TEMPLATE: Final = """\
{% extends "panel/board.html" %}
{% block content %}{% call frame(page, "title") %}{{ line(text.title, "h1", "small") }}{% endcall %}{% endblock %}
"""
GEOMETRY: Final = """\
size: [594, 841]
frames:
  title: {left: 36, top: 40, width: 522, height: 100}
  folio: {left: 36, top: 809, width: 390, height: 14}
  number: {left: 470, top: 809, width: 88, height: 14}
slots:
  - {left: 100, top: 200, width: 60, height: 200, kind: drawing}
"""


def board(folder: Path, suffix: str, data: bytes, said: str) -> Path:
    """A project of one board with one drawing in a slot 60 mm wide."""
    return press.write(
        folder,
        {
            "catalogue.yml": press.PLAIN,
            "panels/01-one.md": BOARD,
            "photos/captions.yml": f"photos: {{}}\ndrawings:\n  logo:\n    file: logo{suffix}\n{said}",
            f"photos/logo{suffix}": data,
            "styles/templates/panel/mark.html": TEMPLATE,
            "styles/templates/panel/mark.yml": GEOMETRY,
        },
    )


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".svg", svg('<rect width="100" height="50" fill="red"/>')),
        (".pdf", pdf(b"1 0 0 rg 0 0 100 50 re f")),
    ],
)
def test_a_drawing_keeps_its_shape_and_the_room_its_owner_wants(suffix: str, data: bytes, tmp_path: Path) -> None:
    root = board(tmp_path, suffix, data, "    min_width_mm: 40\n    clear_mm: 10\n")
    result, recipe, _ = one_item(root)
    assert result.report.state == "ready", press.texts_of(findings(result))
    assert recipe.drawing_boxes[0][1].width == pytest.approx(40)
    facts = read_pdf(root / "out/staging" / recipe.file_name, raster=False)
    assert only_vectors_in_press_colours(facts)
    (shape,) = [s for s in facts.shapes if inks(s) == pytest.approx(RED, abs=0.002)]
    assert (shape.box.left, shape.box.top) == pytest.approx((110, 210), abs=0.05)
    assert (shape.box.width, shape.box.height) == pytest.approx((40, 20), abs=0.05)


def test_a_drawing_smaller_than_its_owner_permits_is_refused_in_figures(tmp_path: Path) -> None:
    root = board(tmp_path, ".svg", svg("<rect/>"), "    min_width_mm: 41\n    clear_mm: 10\n")
    result, _, _ = one_item(root)
    assert result.report.state == "rejected"
    (found,) = findings(result)
    assert found.id == "drawing/size"
    assert "would print 40 mm wide; its owner asks for 41 mm" in found.message
    assert "10 mm clear" in found.help
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("photos/captions.yml", 3)


def test_a_place_smaller_than_the_clear_space_is_refused(tmp_path: Path) -> None:
    """It was drawn a tenth of a millimetre wide."""
    result, _, _ = one_item(board(tmp_path, ".svg", svg("<rect/>"), "    clear_mm: 60\n"))
    assert result.report.state == "rejected"
    (found,) = findings(result)
    assert found.id == "drawing/size"
    assert "60 mm clear on every side" in found.message


def test_a_refused_drawing_rejects_its_item_and_nothing_is_stopped(tmp_path: Path) -> None:
    result, _, _ = one_item(board(tmp_path, ".svg", svg("<text>Live</text>"), ""))
    assert (result.report.state, result.stop) == ("rejected", ())
    assert [found.id for found in findings(result)] == ["drawing/content"]
