"""The exhibition that is measured: so many A1 panels of three photographs each, and if wanted a catalogue of 32 pages A5.

It is a project like any other, written the same way every time. Thirty photographs serve for any number of panels; so that
none is made for the press once and then used again, every thirty plates stand in a layout of their own, a quarter of a
millimetre narrower than the one before: each plate is work of its own, as in an exhibition in which no picture comes twice.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.bench import words

ROOT = Path(__file__).resolve().parents[2]
PICTURES = 30
EACH = 3
BOOK_ONLY = PICTURES + 1
"""The photograph that stands in the catalogue alone: a change of its caption is one of the catalogue alone"""
PLATE_MM = 252.0
_NARROWER_MM = 0.25
_BOOK_TEXTS, _BOOK_PLATES = 5, 12
PAGES = 32
THEME = "measured"
_THEMES = ROOT / "src" / "panelpress" / "press" / "themes"
LANGUAGES = ("en-GB", "es")
"""Those that panelpress can set so far"""


@dataclass(frozen=True)
class Workload:
    """How much is to be made; ``large`` megapixels, where the first photograph is an uncommonly large one.

    In every language but the first, each panel is a board more of the same photographs.
    """

    panels: int
    book: bool = False
    large: float = 0
    languages: int = 1

    @property
    def label(self) -> str:
        """In words."""
        said = f"{self.panels} panel{'s' if self.panels != 1 else ''}{f' and {PAGES} pages' if self.book else ''}"
        return f"{said} in {self.languages} languages" if self.languages > 1 else said

    @property
    def pictures(self) -> int:
        """How many photographs it has."""
        return BOOK_ONLY if self.book else min(PICTURES, EACH * self.panels)


def panel_name(number: int) -> str:
    """Return what a panel's file is called, without ``.md``; counted from 1."""
    return f"{number:03}-board-{number}"


def photo_id(number: int) -> str:
    """Return a photograph's id; counted from 1."""
    return f"p{number:02}"


def write(root: Path, workload: Workload, originals: Path | None = None) -> None:
    """Write the project.

    Args:
        root: its folder, which is not there yet.
        workload: how much.
        originals: where the photographs of an earlier workload are, to be linked instead of drawn again.
    """
    for folder in ("panels", "photos", "styles/templates/panel"):
        (root / folder).mkdir(parents=True)
    _photographs(root / "photos", workload, originals)
    (root / "photos" / "captions.yml").write_text(_captions(workload), "utf-8")
    (root / "catalogue.yml").write_text(_catalogue(workload), "utf-8")
    (root / "styles" / f"{THEME}.css").write_text((_THEMES / "gallery-bone.css").read_text("utf-8"), "utf-8")
    for number in range(1, workload.panels + 1):
        for language in LANGUAGES[: workload.languages]:
            name = panel_name(number) + ("" if language == LANGUAGES[0] else f".{language}")
            (root / "panels" / f"{name}.md").write_text(_panel(number, main=language == LANGUAGES[0]), "utf-8")
    for group in range(_group(workload.panels) + 1):
        for kind, text in (("yml", _geometry(group)), ("html", _TEMPLATE)):
            (root / "styles" / "templates" / "panel" / f"{_layout(group)}.{kind}").write_text(text, "utf-8")


def _photographs(folder: Path, workload: Workload, originals: Path | None) -> None:
    if originals is None:
        _apart(str(folder), str(workload.pictures))
    else:
        for number in range(1, workload.pictures + 1):
            file = f"{photo_id(number)}.jpg"
            (folder / file).hardlink_to(originals / file)
    if workload.large:
        first = folder / f"{photo_id(1)}.jpg"
        first.unlink()
        _apart("--large", str(first), str(workload.large))


def _apart(*arguments: str) -> None:
    command = [sys.executable, "-m", "tools.bench.photographs", *arguments]
    subprocess.run(command, cwd=ROOT, check=True)


def _group(number: int) -> int:
    """Return which layout a panel has: all its photographs have stood in every earlier one."""
    return (number - 1) * EACH // PICTURES


def _layout(group: int) -> str:
    return f"three-{group:02}"


def _panel(number: int, *, main: bool) -> str:
    """Return a panel's file; the layout stands in that of the first language only."""
    first = (number - 1) * EACH
    figures = "\n".join(f"\n![]({photo_id((first + i) % PICTURES + 1)})" for i in range(EACH))
    text = "\n\n".join(words.paragraphs(number))
    head = f"kicker: Made to be measured\ntitle: {words.title(number)}\nlead: {words.lead(number)}\n"
    layout = f"layout: {_layout(_group(number))}\n" if main else ""
    return f"---\n{layout}{head}---\n\n{text}\n{figures}\n"


def _captions(workload: Workload) -> str:
    lines = ["photos:"]
    for number in range(1, workload.pictures + 1):
        lines += [
            f"  {photo_id(number)}:",
            f"    file: {photo_id(number)}.jpg",
            f"    title: Plate {number} of {workload.pictures}",
            "    date: 2026",
            "    credit: Drawn to be measured",
            "    rights: free",
            f"    alt: Coloured shapes under a wide sky, drawn from the number {number}.",
        ]
    return "\n".join(lines) + "\n"


def _catalogue(workload: Workload) -> str:
    panels = "".join(f"  - {panel_name(number)}\n" for number in range(1, workload.panels + 1))
    return f"""\
job: measured
title: Boards that travel
photographer: Nobody
copyright: Nobody
promoters:
  - name: The people who measure
languages: [{", ".join(LANGUAGES[: workload.languages])}]
edition:
  number: 1
  date: 2026-11-24
theme: {THEME}
panels:
{panels}{_book() if workload.book else ""}printers:
  panel-printer: {{makes: panels, target_ppi: 150}}
{"  book-printer: {makes: catalogue, target_ppi: 300}" if workload.book else ""}
imprint: Made to be measured.
sign_off:
  signers:
    - {{name: A. Reader, organisation: The people who measure}}
  gates:
    text: [The people who measure]
    photographs: [The people who measure]
    layout: [The people who measure]
    press: [The people who measure]
"""


def _book() -> str:
    plan = ["kind: title, photo: p01", "kind: imprint", "kind: title", "kind: contents"]
    plan += [f"kind: text, panel: board-{number}, pages: 2" for number in range(1, _BOOK_TEXTS + 1)]
    plan += [f"kind: plate, photo: {photo_id(BOOK_ONLY - number)}" for number in range(_BOOK_PLATES)]
    plan += ["kind: works, pages: 4", "kind: colophon", "kind: back"]
    entries = "".join(f"    - {{{entry}}}\n" for entry in plan)
    return f"catalogue:\n  pages: {PAGES}\n  flat_plan:\n{entries}"


def _geometry(group: int) -> str:
    """Return a layout: the text at left, three photographs of 3:2 with their captions at right."""
    width = PLATE_MM - _NARROWER_MM * group
    slots = "".join(
        f"  - {{left: 306, top: {165 + 205 * i}, width: {width:g}, height: {width / 1.5:.4f},"
        f" caption: {{gap: 4, width: {width:g}, height: 28}}}}\n"
        for i in range(EACH)
    )
    return f"""\
size: [594, 841]
frames:
  kicker: {{left: 36, top: 29.63, width: 522, height: 14}}
  title: {{left: 36, top: 46.57, width: 522, height: 97.4}}
  body: {{left: 36, top: 160.9, width: 252, height: 630}}
  folio: {{left: 306, top: 808.57, width: 206, height: 14}}
  number: {{left: 518, top: 808.57, width: 40, height: 14}}
slots:
{slots}"""


_TEMPLATE = """\
{% extends "panel/board.html" %}
{% block content %}
{% call frame(page, "kicker") %}{{ line(text.kicker, class="kicker") }}{% endcall %}
{{ heading(page, text.title) }}
{% call frame(page, "body") %}{{ line(text.lead, class="lead") }}{{ body(text.body) }}{% endcall %}
{% endblock %}
"""
