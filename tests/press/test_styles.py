"""Style sheets and templates: what would not survive the press is refused with its file, line, column and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.support import press
from tests.support.press import OWN_LAYOUT, THEME, composed, one_item, refusal, small_page

from panelpress.ground.diagnostics import ExitCode, Level
from panelpress.inspect.reader import read_pdf
from panelpress.press.engine import versions
from panelpress.press.stylesheets import lint
from panelpress.press.templating import THEMES

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic

pytestmark = pytest.mark.slow

# what is written, where it is underlined (line 2 of the sheet), the finding, and a word of the remedy
FAULTS: Final[dict[str, tuple[int, str, str]]] = {
    "p { color: #abc }": (12, "style/colour", "device-cmyk"),
    "p { color: #aabbcc }": (12, "style/colour", "var(--ink)"),
    "p { background: White }": (17, "style/colour", "device-cmyk"),
    "p { color: rgb(1, 2, 3) }": (12, "style/colour", "device-cmyk"),
    "p { color: RGBA(1 2 3 / 4) }": (12, "style/colour", "device-cmyk"),
    "p { border: 1pt solid hsl(1, 2%, 3%) }": (23, "style/colour", "device-cmyk"),
    "p { color: color(srgb 1 0 0) }": (12, "style/colour", "device-cmyk"),
    "p { color: lab(50 0 0) }": (12, "style/colour", "device-cmyk"),
    "p { --tint: #123456 }": (13, "style/colour", "device-cmyk"),
    "p { --tint: teal }": (13, "style/colour", "device-cmyk"),
    "p { border-color: var(--ink) navy }": (30, "style/colour", "device-cmyk"),
    "p { outline: 1px dotted lime }": (25, "style/colour", "device-cmyk"),
    "p { box-shadow: 1mm 1mm #000 }": (25, "style/colour", "device-cmyk"),
    "p { fill: black; }": (11, "style/colour", "device-cmyk"),
    "@media print { p { color: red } }": (27, "style/colour", "device-cmyk"),
    "@supports (display: grid) { p { color: red } }": (40, "style/colour", "device-cmyk"),
    "section { p { color: red } }": (22, "style/colour", "device-cmyk"),
    "@page { @bottom-left { color: blue } }": (31, "style/colour", "device-cmyk"),
    "p { background: linear-gradient(var(--ink), var(--paper)) }": (17, "style/gradient", "flat tint"),
    "p { background-image: repeating-radial-gradient(var(--ink), var(--paper)) }": (23, "style/gradient", "flat"),
    "p { border-image: conic-gradient(var(--ink), var(--paper)) 1 }": (19, "style/gradient", "flat"),
    "p { box-shadow: 0 0 2mm var(--ink) }": (5, "style/shadow", "leave it out"),
    "p { box-shadow: 1mm 1mm var(--ink), 0 0 1px 1px var(--ink) }": (5, "style/shadow", "leave it out"),
    "p { text-shadow: 0 0 1px var(--ink) }": (5, "style/shadow", "leave it out"),
    "p { border: 1pt inset var(--ink) }": (17, "style/border", "solid"),
    "p { border-top-style: Groove }": (23, "style/border", "solid"),
    "p { outline: 1pt ridge var(--ink) }": (18, "style/border", "solid"),
    "p { background: url(https://example.org/a.jpg) }": (17, "style/outside", "styles/"),
    "p { background: url('//example.org/a.jpg') }": (17, "style/outside", "styles/"),
    "p { background: url(../photos/a.jpg) }": (17, "style/outside", "styles/"),
    "p { background: url(/etc/passwd) }": (17, "style/outside", "styles/"),
    "p { background: url(file:/etc/passwd) }": (17, "style/outside", "styles/"),
    "p { background: url(data:image/png;base64,AAAA) }": (17, "style/outside", "styles/"),
    "@font-face { font-family: a; src: url('http://example.org/a.ttf') }": (35, "style/outside", "styles/"),
    "@import 'other.css';": (1, "style/import", "styles:"),
    "@import url(https://example.org/a.css);": (1, "style/import", "styles:"),
    "@page { size: A4 }": (9, "style/page", "bleed_mm"),
    "@page { bleed: 3mm }": (9, "style/page", "bleed_mm"),
    "@page :left { bleed-top: 3mm }": (15, "style/page", "bleed_mm"),
    "@page { marks: crop }": (9, "style/page", "marks:"),
    "@color-profile device-cmyk { src: url(a.icc) }": (1, "style/profile", "profile:"),
    "p { color: device-cmyk(0 0 0 100) }": (30, "style/colour", "30 % is .3"),
    "p { color: device-cmyk(0 0 0 -.1) }": (30, "style/colour", "30 % is .3"),
    "p { color: device-cmyk(0 0 0 101%) }": (30, "style/colour", "30 % is .3"),
    "p { color: device-cmyk(0 0 1) }": (12, "style/colour", "each 0-1"),
    "p { color; }": (10, "style/syntax", "colons"),
    "} p { font-size: 9pt }": (1, "style/syntax", "brackets"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_each_fault_of_a_style_sheet_is_named_with_line_column_and_remedy(text: str) -> None:
    column, id, remedy = FAULTS[text]
    found = lint("styles/own.css", f"/* my sheet */\n{text}\n")
    assert [d.id for d in found] == [id], press.texts_of(found)
    (one,) = found
    assert one.span is not None
    assert (one.span.file, one.span.line, one.span.column, one.span.text) == ("styles/own.css", 2, column, text)
    assert one.level is Level.ERROR
    assert remedy in one.help


def test_every_fault_is_told_and_not_only_the_first() -> None:
    found = lint("styles/own.css", "\n".join(text for text in FAULTS if not text.startswith(("}", "p { color; }"))))
    assert len(found) == len(FAULTS) - 2


GOOD: Final = """\
@charset "utf-8";
@font-face { font-family: Own; src: url(fonts/Own.ttf) }
@page { @bottom-left { content: counter(page); color: var(--ink) } }
:root { --accent: device-cmyk(0 .9 1 0); --red: var(--accent); --body: 400 36pt/48pt "Black Sans" }
p { color: transparent; background: device-cmyk(0 0 0 .1); font-family: Tan, "Navy" }
p.a { border: 1pt double currentColor; box-shadow: 1mm 1mm var(--ink), -1mm -1mm 0 var(--accent) }
p.b { box-shadow: 0 0 0 1mm var(--ink); content: "red #fff"; background: url(marks/dot.svg) }
p#fade { font-size: 9pt }
a:hover, .red, .blue { text-decoration: none }
@media print { p { color: inherit } }
"""


def test_a_good_sheet_passes() -> None:
    assert lint("styles/own.css", GOOD) == ()


def test_a_token_that_no_sheet_sets_is_shown_with_the_one_that_was_meant() -> None:
    """The engine leaves the whole declaration out without a word."""
    (found,) = lint("own.css", "p { color: var(--inkk) }", frozenset({"--ink", "--paper"}))
    assert (found.id, found.message, found.help) == (
        "style/token",
        "no style sheet sets `--inkk`",
        "did you mean `--ink`?",
    )
    assert found.span is not None
    assert (found.span.column, found.span.length) == (16, 6)
    assert lint("own.css", "p { color: var(--inkk, var(--ink)) }", frozenset({"--ink"})) == ()


def test_a_file_that_a_sheet_names_and_nobody_put_there_is_shown_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "Own.ttf").write_bytes(b"")
    (found,) = lint("own.css", "@font-face { font-family: Own; src: url(Onw.ttf) }", None, tmp_path)
    assert (found.id, found.help) == ("style/missing-file", "did you mean `Own.ttf`?")
    assert lint("own.css", "@font-face { font-family: Own; src: url(Own.ttf#a) }", None, tmp_path) == ()


def own_sheet(folder: Path, css: str) -> Path:
    return press.write(
        folder,
        {
            "catalogue.yml": press.PLAIN + "styles: [own.css]\n",
            "panels/01-one.md": "---\ntitle: One\nlayout: own\n---\n\nWords.\n",
            "photos/captions.yml": "photos: {}\n",
            "styles/own.css": css,
            **OWN_LAYOUT,
        },
    )


def told(folder: Path, css: str) -> list[str]:
    result, _, _ = one_item(own_sheet(folder, css))
    return [d.message for d in press.findings(result) if d.level is Level.ERROR]


def test_a_family_that_is_misspelt_is_not_replaced_without_a_word(tmp_path: Path) -> None:
    (message,) = told(tmp_path, 'h1.small, p { font-family: "Source Serif Pr", serif }')
    assert "is to be set in Source Serif Pr, but the styles declare" in message


def test_a_font_file_that_cannot_be_read_rejects_the_item(tmp_path: Path) -> None:
    root = own_sheet(tmp_path, "@font-face { font-family: Own; src: url(own.ttf) } h1 { font-family: Own }")
    (root / "styles/own.ttf").write_bytes(b"no font")
    result, _, _ = one_item(root)
    assert result.report.state == "rejected"
    assert any("'Own' cannot be loaded" in d.message for d in press.findings(result))


def test_a_byte_order_mark_does_not_swallow_the_first_rule(tmp_path: Path) -> None:
    (message,) = told(tmp_path, "\ufeffh1.small, p { font-family: Nobody }")
    assert "Nobody" in message


def test_no_message_holds_an_address_of_this_machine(tmp_path: Path) -> None:
    """Reports are compared byte by byte, and sent to others."""
    root = own_sheet(tmp_path, "h1::before { content: url(own.svg) }")
    result, _, _ = one_item(root)
    assert str(tmp_path) not in "".join(d.message for d in press.findings(result))


@pytest.mark.parametrize("theme", sorted(path.name for path in THEMES.glob("*.css")))
def test_the_themes_that_ship_pass(theme: str) -> None:
    assert lint(theme, (THEMES / theme).read_text("utf-8")) == ()


def test_a_fault_of_the_projects_sheet_stops_the_build_with_its_place(tmp_path: Path) -> None:
    press.write(
        tmp_path,
        {
            "catalogue.yml": press.PLAIN + "styles: [own.css]\n",
            "panels/01-one.md": "---\ntitle: One\n---\n\nWords.\n",
            "photos/captions.yml": "photos: {}\n",
            "styles/own.css": "p { color: var(--ink) }\n  h1 { color: tomato }\n",
        },
    )
    ran = press.run("build", "-C", tmp_path)
    assert ran.code == 2
    assert "styles/own.css:2:15" in ran.err
    assert "`tomato` is an RGB colour" in ran.err
    assert "device-cmyk" in ran.err
    assert not (tmp_path / "out/press").exists()


def test_what_the_lint_cannot_see_and_the_engine_cannot_paint_is_no_stack_trace() -> None:
    """A blurred shadow in a template's own style attribute, where no sheet is linted."""
    shadow = "box-shadow: 0 0 1mm device-cmyk(0 0 0 1)"
    refused = refusal(lambda: small_page(f'<p style="{shadow}">Words</p>'))
    assert refused.code is ExitCode.CANNOT_JUDGE
    assert [found.id for found in refused.diagnostics] == ["style/engine"]


def test_an_address_in_a_template_is_never_fetched() -> None:
    made = small_page('<img src="http://localhost:9/a.jpg" alt=""><p>Words</p>')
    assert "style/outside" in {found.id for found in made.problems}
    assert any("http://localhost:9/a.jpg" in found.message for found in made.problems)


def test_the_versions_below_the_engine_are_known() -> None:
    assert {"weasyprint", "pango", "harfbuzz", "littlecms2", "jpg", "zlib", "python"} <= set(dict(versions()))


# -- templates -------------------------------------------------------------------------------------------------------

TEMPLATE: Final = OWN_LAYOUT["styles/templates/panel/own.html"]
GEOMETRY: Final = OWN_LAYOUT["styles/templates/panel/own.yml"]


def with_template(folder: Path, here: str, geometry: str | bytes = GEOMETRY) -> Path:
    return press.write(
        folder,
        {
            "catalogue.yml": press.PLAIN,
            "panels/01-one.md": "---\ntitle: One\nlayout: own\n---\n\nWords.\n",
            "photos/captions.yml": "photos: {}\n",
            "styles/templates/panel/own.html": TEMPLATE.replace("<!-- HERE -->", here),
            "styles/templates/panel/own.yml": geometry,
        },
    )


def only(refused: tuple[Diagnostic, ...]) -> Diagnostic:
    (found,) = refused
    return found


def test_a_projects_own_template_is_used(tmp_path: Path) -> None:
    result, _, _ = one_item(with_template(tmp_path, "<p class='frame' style='left: 36mm; top: 500mm'>Here.</p>"))
    assert result.report.state == "ready", press.texts_of(press.findings(result))
    facts = read_pdf(tmp_path / "out/staging/01-one.pdf", raster=False)
    assert "Here." in [run.text for run in facts.texts]


WRONG: Final = {
    "{{ nobody }}": "'nobody' is undefined",
    "{{ text.colour.html }}": "has no attribute 'colour'",
    '{% call frame(page, "nowhere") %}x{% endcall %}': "nowhere",
    "{% if %}": "Expected an expression",
    "{{ text.title. }}": "expected name or number",
    "{{ text.title.html | shout }}": "No filter named 'shout'",
    "{% endfor %}": "endfor",
    "{{ 1 / 0 }}": "division by zero",
    "{{ text.__class__.__mro__ }}": "is unsafe",
    "{{ text.title + 1 }}": "unsupported operand",
    '{% include "panel/none.html" %}': "none.html",
    '{% include "../../../etc/passwd" %}': "passwd",
}


@pytest.mark.parametrize("here", WRONG)
def test_a_wrong_template_stops_the_build_with_its_file_and_line(here: str, tmp_path: Path) -> None:
    root = with_template(tmp_path, here)
    refused = refusal(lambda: composed(root))
    assert refused.code is ExitCode.CANNOT_JUDGE
    found = only(refused.diagnostics)
    assert found.id == "style/template"
    assert WRONG[here] in found.message
    assert found.help
    if "include" in here:
        return
    assert found.span is not None
    if "nowhere" not in here:  # that is noticed inside the shipped macro
        assert (found.span.file, found.span.line) == ("styles/templates/panel/own.html", 5)
        assert here in found.span.text


def test_a_wrong_template_is_told_by_the_real_command(tmp_path: Path) -> None:
    ran = press.run("build", "-C", with_template(tmp_path, "{{ nobody }}"))
    assert ran.code == 2
    assert "styles/templates/panel/own.html:5" in ran.err
    assert "'nobody' is undefined" in ran.err
    assert "Traceback" not in ran.err


def test_a_layout_that_is_no_utf8_is_said_to_be_none(tmp_path: Path) -> None:
    root = with_template(tmp_path, "", GEOMETRY.encode() + b"# caf\xe9\n")
    found = only(refusal(lambda: composed(root)).diagnostics)
    assert "not UTF-8" in found.message


def test_a_template_that_is_no_utf8_is_said_to_be_none(tmp_path: Path) -> None:
    root = with_template(tmp_path, "")
    (root / "styles/templates/panel/own.html").write_bytes(b"caf\xe9")
    found = only(refusal(lambda: composed(root)).diagnostics)
    assert "not UTF-8" in found.message


def test_text_in_a_template_cannot_become_markup(tmp_path: Path) -> None:
    root = with_template(tmp_path, "<p>{{ '<b>' }}</p>")
    assert "&lt;b&gt;" in composed(root)["one"].html


def test_a_theme_is_its_tokens() -> None:
    """Another paper, nothing else: the tint of the page is the only colour that changes."""
    plain = press.facts_of(small_page("<p>Words</p>"))
    other = press.facts_of(small_page("<p>Words</p>", theme=THEME.replace(".04 .03 .08 0", "0 0 0 0.1")))
    colours = [[shape.paint.colour.components for shape in facts.shapes] for facts in (plain, other)]
    assert colours == [[(0.04, 0.03, 0.08, 0)], [(0, 0, 0, 0.1)]]
