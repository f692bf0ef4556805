"""Text that does not fit, and characters that no font has: counted exactly, whatever way a template loses them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import pytest
from tests.support import press
from tests.support.judges import ask
from tests.support.press import findings, one_item

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic

WORDS: Final = 400
FRAME: Final = (60.0, 160.0, 258.0, 300.0)  # left, top, width, height, mm

GEOMETRY: Final = """\
size: [594, 841]
frames:
  title: {left: 36, top: 40, width: 522, height: 100}
  body: {left: 60, top: 160, width: 258, height: 300}
  folio: {left: 36, top: 809, width: 390, height: 14}
  number: {left: 470, top: 809, width: 88, height: 14}
"""
TEMPLATE: Final = """\
{% extends "panel/board.html" %}
{% block content %}
{% call frame(page, "title") %}{{ line(text.title, "h1", "small") }}{% endcall %}
{% call frame(page, "body", "long") %}<div class="inner"><div class="cell">{{ body(text.body) }}</div></div>{% endcall %}
{% endblock %}
"""

# 17 lines of 50 pt (17.64 mm) fill 300 mm: the 18th begins where the frame ends, and no line is cut through its letters.
LAYOUTS: Final = {
    "hidden": ".long { overflow: hidden }",
    "visible": ".long { overflow: visible }",
    "absolute": ".inner { position: absolute; top: 0; left: 0; right: 0 } .cell { position: absolute; width: 258mm }",
    "columns": ".inner { columns: 2; column-gap: 8mm; column-fill: auto; height: 300mm }",
    "balanced columns": ".inner { columns: 2; column-gap: 8mm }",
    "grid": ".inner { display: grid; grid-template-columns: 200mm 50mm; height: 300mm }",
    "flex": ".inner { display: flex; height: 300mm } .cell { flex: 0 0 240mm }",
    "float": ".cell { float: right; width: 220mm }",
    "clipped inside": ".inner { height: 300pt; overflow: hidden }",
    "table": ".inner { display: table; width: 258mm } .cell { display: table-cell; width: 230mm }",
    "inline block": ".cell { display: inline-block; width: 240mm }",
    "first line hidden by a shift": ".cell { position: relative; top: -60pt } .long { overflow: hidden }",
    "two frames deep": ".inner { height: 300mm } .cell { margin-left: 20mm; height: 300mm; overflow: hidden }",
}
CLIPPED: Final = 300 * 25.4 / 72  # six lines
CSS: Final = '.long p { font: 400 32pt/50pt "Source Serif Pro"; margin: 0; hyphens: manual }\n.inner { width: 258mm }\n'


def numbered(count: int) -> str:
    """Words that each stand once, in sentences of ten."""
    words = [f"w{n:03d}" + ("." if n % 10 == 0 else "") for n in range(1, count + 1)]
    return "\n".join(" ".join(words[n : n + 10]).capitalize() for n in range(0, count, 10))


def board(folder: Path, css: str, body: str) -> Path:
    return press.write(
        folder,
        {
            "catalogue.yml": press.PLAIN + "styles: [long.css]\n",
            "panels/01-one.md": f"---\ntitle: One\nlayout: long\n---\n\n{body}\n",
            "photos/captions.yml": "photos: {}\n",
            "styles/long.css": CSS + css,
            "styles/templates/panel/long.html": TEMPLATE,
            "styles/templates/panel/long.yml": GEOMETRY,
        },
    )


def seen_by_poppler(path: Path, height: float, bleed: float = 5) -> set[int]:
    """The numbers of the words whose middle lies inside the frame, by another reader's measure."""
    said = ask("pdftotext", "-bbox", path, "-").out
    left, top, width, _ = FRAME
    found = set()
    for row in re.finditer(
        r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">w(\d{3})', said, re.IGNORECASE
    ):
        x0, y0, x1, y1 = (float(v) * 25.4 / 72 - bleed for v in row.groups()[:4])
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        if left < middle[0] < left + width and top < middle[1] < top + height:
            found.add(int(row[5]))
    return found


def lost(found: list[Diagnostic]) -> Diagnostic | None:
    return next((d for d in found if d.id == "text/complete"), None)


@pytest.mark.slow
@pytest.mark.judge
@pytest.mark.parametrize("way", LAYOUTS)
def test_the_words_lost_from_a_frame_are_counted_exactly(way: str, tmp_path: Path) -> None:
    root = board(tmp_path, LAYOUTS[way], numbered(WORDS))
    result, recipe, _ = one_item(root)
    assert result.report.state == "rejected"
    height = CLIPPED if way == "clipped inside" else FRAME[3]
    seen = seen_by_poppler(root / "out/staging/rejected" / recipe.file_name, height)
    assert 40 < len(seen) < WORDS  # the frame shows some and not all
    assert not [d for d in findings(result) if d.id == "text/in-file"]  # what is lost is known: it is told once
    found = lost(findings(result))
    assert found is not None
    words = re.search(r"([\d,]+) words of ([\d,]+) in the frame `body` are not on the paper", found.message)
    assert words, found.message
    assert (int(words[1]), int(words[2])) == (WORDS - len(seen), WORDS)
    first = min(set(range(1, WORDS + 1)) - seen)
    assert f"w{first:03d}" in found.message.casefold().partition("first lost stands in")[2]
    assert "panels/01-one.md:6" in found.message
    assert f"Cut about {WORDS - len(seen)} words in panels/01-one.md" in found.help


@pytest.mark.slow
@pytest.mark.judge
def test_the_words_lost_from_a_footnote_are_counted_exactly(tmp_path: Path) -> None:
    css = '.notes { font: 400 32pt/50pt "Source Serif Pro"; margin: 0; padding-left: 40pt }'
    text = numbered(WORDS).replace("\n", " ")
    root = board(tmp_path, css, f"Read this.[^1]\n\n[^1]: {text}")
    result, recipe, _ = one_item(root)
    seen = seen_by_poppler(root / "out/staging/rejected" / recipe.file_name, FRAME[3])
    assert 40 < len(seen) < WORDS
    found = lost(findings(result))
    assert found is not None
    words = re.search(r"([\d,]+) words of ([\d,]+) in the frame `body` are not on the paper", found.message)
    assert words, found.message
    assert int(words[1]) == WORDS - len(seen)


@pytest.mark.slow
def test_how_much_is_over_and_what_was_tried_to_make_it_fit_are_told(tmp_path: Path) -> None:
    """Seventeen lines fit; the theme's token sets the size here, so that a smaller one can be tried."""
    css = ".long p { font: var(--panel-body) } h1 { font: 84pt/84pt 'Source Serif Pro' }"
    result, _, _ = one_item(board(tmp_path, css, numbered(158)))
    found = lost(findings(result))
    assert found is not None
    assert re.search(r"the cut falls after “….*?w\d{3}”", found.message), found.message
    over = re.search(r"([\d,]+) mm too long", found.measured)
    assert over, found.measured
    assert 5 < float(over[1]) < 60
    size = re.search(r"set the text in ([\d.]+) pt \(`fit: true`\)", found.help)
    assert size, found.help
    fitted = css.replace("var(--panel-body)", f"400 {size[1]}pt/{float(size[1]) * 48 / 36}pt 'Source Serif Pro'")
    result, _, _ = one_item(board(tmp_path / "fitted", fitted, numbered(158)))
    assert lost(findings(result)) is None, press.texts_of(findings(result))


@pytest.mark.slow
@pytest.mark.parametrize(
    "way", [way for way in LAYOUTS if way not in ("clipped inside", "first line hidden by a shift")]
)
def test_what_fits_is_not_reported(way: str, tmp_path: Path) -> None:
    result, _, _ = one_item(board(tmp_path, LAYOUTS[way], numbered(60)))
    assert lost(findings(result)) is None, press.texts_of(findings(result))


@pytest.mark.slow
@pytest.mark.parametrize(
    "css",
    [
        ".long { display: none }",
        ".long { visibility: hidden }",
        ".cell { position: absolute; left: 700mm }",
        ".cell { transform: translate(700mm) }",
        ".cell { transform: translateX(400mm) } .inner { transform: translateX(400mm) }",
        ".long { opacity: 0 }",
        ".long p { color: transparent }",
    ],
)
def test_text_that_styles_make_vanish_is_reported_whole(css: str, tmp_path: Path) -> None:
    result, _, _ = one_item(board(tmp_path, css, numbered(40)))
    found = lost(findings(result))
    assert found is not None
    assert "40 words of 40" in found.message


@pytest.mark.slow
def test_text_that_is_turned_but_stays_in_its_frame_is_there(tmp_path: Path) -> None:
    css = ".cell { transform: translate(10mm, 10mm) rotate(1deg); width: 150mm }"
    result, _, _ = one_item(board(tmp_path, css, numbered(40)))
    assert lost(findings(result)) is None, press.texts_of(findings(result))


@pytest.mark.slow
def test_text_that_no_place_was_made_for_is_not_answered_by_cutting_it(tmp_path: Path) -> None:
    """The layout above has no frame for a lead: less of it would not help."""
    root = board(tmp_path, "", numbered(10))
    panel = next((root / "panels").glob("01-*.md"))
    panel.write_text(panel.read_text("utf-8").replace("---\n", "---\nlead: Nobody reads this.\n", 1), "utf-8")
    result, _, _ = one_item(root)
    (found,) = (d for d in findings(result) if d.id == "text/complete")
    assert "3 words of 3 in the frame `lead`" in found.message
    assert found.help.startswith("The layout has no place for it")


@pytest.mark.slow
def test_hyphens_ligatures_and_capitals_of_the_styles_lose_nothing(tmp_path: Path) -> None:
    text = (
        "Efficient officers affirmed international-minded solidarity, extraordinarily unconditional characteristically "
        "misunderstood counterrevolutionary institutionalisation, and straße.\n\n> Office *affairs*.\n> — Sufficient"
    )
    css = ".cell { width: 150mm; text-transform: uppercase } .long p { hyphens: auto; font-variant: small-caps }"
    result, _, _ = one_item(board(tmp_path, css, text))
    assert lost(findings(result)) is None, press.texts_of(findings(result))


@pytest.mark.slow
def test_the_real_command_says_how_many_words_which_sentence_and_what_to_cut(tmp_path: Path) -> None:
    ran = press.run("build", "-C", board(tmp_path, LAYOUTS["hidden"], numbered(WORDS)))
    assert ran.code == 1
    said = " ".join((ran.out + ran.err).split())
    assert re.search(r"\d+ words of 400 in the frame `body` are not on the paper", said)
    assert "the first lost stands in" in said
    assert "Cut about" in said
    assert (tmp_path / "out/press/rejected/01-one.pdf").is_file()
    assert not (tmp_path / "out/press/01-one.pdf").exists()


@pytest.mark.parametrize("character", ["★", "日", "Ж̑"[1], "🙂", "☃", "\u0644"])
def test_a_character_that_no_font_has_is_named_with_its_place(character: str, tmp_path: Path) -> None:
    root = board(tmp_path, "", f"A sound line.\n\nA star {character} in the second paragraph.")
    result, _, _ = one_item(root)
    assert result.report.state == "rejected"
    found = next(d for d in findings(result) if d.id == "text/glyphs")
    code = f"U+{ord(character):04X}"
    assert f"“{character}” ({code} {unicodedata.name(character)})" in found.message
    assert "A star" in found.message
    assert "(panels/01-one.md:8)" in found.message


def test_every_missing_character_is_told(tmp_path: Path) -> None:
    result, _, _ = one_item(board(tmp_path, "", "One ★ and ☃.\n\nAnother ★."))
    found = [d for d in findings(result) if d.id == "text/glyphs"]
    assert len(found) == 3  # the star stands in two blocks


def test_the_characters_of_both_languages_are_there(tmp_path: Path) -> None:
    text = "¿Qué? ¡Sí! Ñandú, coöperate – “quoted” ‘single’ «otra» … 3 × 4 € £ § № † © °C ½ àèìòùç Łódź."
    result, _, _ = one_item(board(tmp_path, "", text))
    assert not [d for d in findings(result) if d.id in ("text/glyphs", "font/notdef")], press.texts_of(findings(result))
