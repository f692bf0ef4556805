"""What people get wrong in a project: every fault of every file in one run, with its place and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.project import BREAD, CAPTIONS, CATALOGUE, COAL, Project, small_project

from panelpress.exhibition.items import all_items, select
from panelpress.exhibition.root import find_root
from panelpress.ground.diagnostics import ExitCode, Level, PanelpressError

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.ground.diagnostics import Diagnostic

BOOK, CAPTIONS_FILE, COAL_FILE = "catalogue.yml", "photos/captions.yml", "panels/01-coal.md"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


def underlined(found: Diagnostic) -> str:
    assert found.span is not None
    return found.span.text[found.span.column - 1 :][: found.span.length]


def test_the_small_project_is_sound(project: Project) -> None:
    exhibition = project.load()
    assert exhibition.remarks == ()
    assert [panel.id for panel in exhibition.panels] == ["coal", "bread"]
    assert [path.relative_to(project.root).as_posix() for path in exhibition.sources] == [
        BOOK,
        CAPTIONS_FILE,
        COAL_FILE,
        "panels/02-bread.md",
    ]


# One edit, one problem: (file, what stands there, what stands there instead, id, line, underlined, message, help)
EDITS = {
    "unknown key": (
        (BOOK, "title: A small exhibition", "title: A\nedtion: 2"),
        ("config/unknown-key", 3, "edtion", "unknown key `edtion`", "did you mean `edition`?"),
    ),
    "unknown key of a photograph": (
        (CAPTIONS_FILE, "title: A seam", "titel: A seam"),
        ("config/unknown-key", 4, "titel", "unknown key `titel`", "did you mean `title`?"),
    ),
    "unknown key of a panel": (
        (COAL_FILE, "lead: What", "leed: What"),
        ("config/unknown-key", 3, "leed", "unknown key `leed`", "did you mean `lead`?"),
    ),
    "wrong type": (
        (BOOK, "pages: 4", "pages: four"),
        ("config/value", 12, "four", "`catalogue.pages` must be a whole number, not `four`", "how many pages"),
    ),
    "a misspelt gate": (
        (
            BOOK,
            "job: small\n",
            "job: small\nsign_off:\n  signers: [{name: A, organisation: NUM}]\n  gates:\n    Txt: [NUM]\n",
        ),
        ("config/value", 5, "Txt", "the name `Txt` must be `text`", "did you mean `text`?"),
    ),
    "a gate that asks one organisation and no list": (
        (
            BOOK,
            "job: small\n",
            "job: small\nsign_off:\n  signers: [{name: A, organisation: NUM}]\n  gates:\n    text: NUM\n",
        ),
        ("config/value", 5, "NUM", "`sign_off.gates.text` must be a list, also of one: `[NUM]`", "must approve"),
    ),
    "organisations that are no list": (
        (BOOK, "job: small\n", "job: small\nsign_off:\n  gates:\n    text: {organisations: NUM}\n"),
        ("config/value", 4, "NUM", "must be a list, also of one: `[NUM]`", "organisations that must all approve"),
    ),
    "missing key": (
        (BOOK, "job: small\n", ""),
        ("config/missing-key", 1, "title", "`job` is missing", "add `job:`"),
    ),
    "missing title of a panel": (
        (COAL_FILE, "title: Coal\n", ""),
        ("config/missing-key", 2, "lead", "`title` is missing", "add `title:`"),
    ),
    "missing file": (
        (CAPTIONS_FILE, "seam.png", "seem.png"),
        ("project/missing-file", 3, "seem.png", "there is no file photos/seem.png", "did you mean `seam.png`?"),
    ),
    "letters of the wrong size": (
        (CAPTIONS_FILE, "seam.png", "Seam.PNG"),
        ("project/missing-file", 3, "Seam.PNG", "there is no file photos/Seam.PNG", "did you mean `seam.png`?"),
    ),
    "no file at all": (
        (CAPTIONS_FILE, "    file: seam.png\n", ""),
        ("config/missing-key", 2, "seam", "photograph `seam` has no file", "`status: awaited`"),
    ),
    "a file of another kind": (
        (CAPTIONS_FILE, "seam.png", "captions.yml"),
        ("project/file-kind", 3, "captions.yml", "is not one of", "save it as one of these"),
    ),
    "panel listed but not written": (
        (BOOK, "- 02-bread", "- 02-bread\n  - 03-song"),
        ("project/missing-panel", 11, "03-song", "panels/03-song.md is not written", "take it off the list"),
    ),
    "panel listed twice": (
        (BOOK, "- 02-bread", "- 02-bread\n  - 01-coal"),
        ("config/duplicate-id", 11, "01-coal", "panel `01-coal` is listed twice", "take one of the lines out"),
    ),
    "id of photograph and drawing": (
        (CAPTIONS_FILE, "drawings: {}", "drawings:\n  seam: {file: lamp.svg}"),
        ("config/duplicate-id", 11, "seam", "already a photograph on line 2", "another id"),
    ),
    "unknown figure": (
        (COAL_FILE, "![](seam)", "![](saem)"),
        ("config/unknown-id", 8, "saem", "there is no photograph or drawing `saem`", "did you mean `seam`?"),
    ),
    "unknown plate": (
        (BOOK, "photo: seam", "photo: sean"),
        ("config/unknown-id", 14, "sean", "there is no photograph `sean`", "did you mean `seam`?"),
    ),
    "unknown panel in the flat plan": (
        (BOOK, "panel: coal", "panel: cole"),
        ("config/unknown-id", 16, "cole", "there is no panel `cole`", "did you mean `coal`?"),
    ),
    "language the panel is not written in": (
        (BOOK, "{kind: text, panel: coal}", "{kind: text, panel: coal, language: es}"),
        ("config/unknown-id", 16, "es", "there is no language `es`", "`en-GB`"),
    ),
    "unknown logo": (
        (BOOK, "photographer: Nobody", "promoters: [{name: Miners, logo: banner}]"),
        ("config/unknown-id", 3, "banner", "there is no drawing `banner`", ""),
    ),
    "unknown layout": (
        (COAL_FILE, "title: Coal", "title: Coal\nlayout: text-pictrue"),
        ("config/layout", 3, "text-pictrue", "there is no layout `text-pictrue`", "did you mean `text-picture`?"),
    ),
    "unknown theme": (
        (BOOK, "job: small", "job: small\ntheme: gallery-bonn"),
        ("config/theme", 2, "gallery-bonn", "there is no theme `gallery-bonn`", "did you mean `gallery-bone`?"),
    ),
    "unknown kind of page": (
        (BOOK, "kind: imprint", "kind: imprnt"),
        (
            "config/value",
            15,
            "imprnt",
            "`kind` of entry 2 of `catalogue.flat_plan` cannot be",
            "did you mean `imprint`?",
        ),
    ),
    "no kind of page": (
        (BOOK, "{kind: imprint}", "{pages: 1}"),
        ("config/missing-key", 15, "{", "`kind` is missing in entry 2 of `catalogue.flat_plan`", "add `kind:`"),
    ),
    "unknown maker": (
        (BOOK, "makes: panels", "makes: panel"),
        ("config/value", 19, "panel", "`printers.shop.makes` cannot be `panel`", "did you mean `panels`?"),
    ),
    "too much bleed": (
        (BOOK, "makes: panels", "bleed_mm: 26, makes: panels"),
        ("config/value", 19, "26", "`printers.shop.bleed_mm` must be at most 25, not `26`", "Bleed, mm"),
    ),
    "bleed on three edges": (
        (BOOK, "makes: panels", "bleed_mm: {top: 3, left: 3, right: 3}, makes: panels"),
        ("config/missing-key", 19, "bleed_mm", "`bottom` is missing in `printers.shop.bleed_mm`", "Bleed at the foot"),
    ),
    "file name pattern": (
        (BOOK, "makes: panels", 'file_name: "{numer}.pdf", makes: panels'),
        ("config/value", 19, '"{numer}.pdf"', "uses `{numer}`; did you mean `number`?", ""),
    ),
    "missing profile": (
        (BOOK, "makes: panels", "profile: pso.icc, makes: panels"),
        ("project/missing-file", 19, "pso.icc", "there is no file pso.icc", ""),
    ),
    "pictures made for less than the least": (
        (BOOK, "min_ppi: 36}", "min_ppi: 100}"),
        ("config/value", 19, "72", "every photograph would be rejected", "raise `target_ppi` to 100"),
    ),
    "pages planned and ordered": (
        (BOOK, "pages: 4", "pages: 8"),
        ("config/page-count", 12, "8", "the flat plan has 4 pages, 8 are ordered", "`kind: blank`"),
    ),
    "pages that cannot be stitched": (
        (BOOK, "pages: 4\n  flat_plan:", "pages: 6\n  flat_plan:\n    - {kind: blank, pages: 2}"),
        ("config/page-count", 12, "6", "saddle-stitch needs a multiple of 4 pages, not 6", "plan 4 or 8 pages"),
    ),
    "two pages of one plate": (
        (BOOK, "photo: seam}\n    - {kind: imprint}", "photo: seam, pages: 2}"),
        ("config/value", 14, "2", "a title takes one page", "remove `pages:`"),
    ),
    "a day that is none": (
        (BOOK, "2026-11-24", "2026-02-30"),
        ("config/value", 7, "2026-02-30", "must be a day of the calendar, written YYYY-MM-DD", "The edition's date"),
    ),
    "a day written otherwise": (
        (BOOK, "2026-11-24", "24.11.2026"),
        ("config/value", 7, "24.11.2026", "must be a day of the calendar, written YYYY-MM-DD", "The edition's date"),
    ),
    "a figure for a day": (
        (BOOK, "2026-11-24", "1790208000"),
        ("config/value", 7, "1790208000", "must be a day of the calendar, written YYYY-MM-DD", "The edition's date"),
    ),
    "no day": (
        (BOOK, "  date: 2026-11-24\n", ""),
        ("config/date", 5, "edition", "the edition has no date", "add `date: YYYY-MM-DD`"),
    ),
    "language that is none": (
        (BOOK, "[en-GB, es]", "[en-GB, Spanish]"),
        ("config/value", 4, "Spanish", "must be a language tag, such as `en-GB` or `es`", "the main one first"),
    ),
    "language twice": (
        (BOOK, "[en-GB, es]", "[en-GB, en-GB]"),
        ("config/value", 4, "[", "`languages` names `en-GB` twice", ""),
    ),
    "text in a language the exhibition does not have": (
        (BOOK, "title: A small exhibition", "title: {en-GB: A, fr: B}"),
        ("config/unknown-id", 2, "fr", "there is no language `fr`", "`en-GB`, `es`"),
    ),
    "caption in a language the exhibition does not have": (
        (CAPTIONS_FILE, "title: A seam", "title: {en: A, fr: B}"),
        ("config/unknown-id", 4, "fr", "there is no language `fr`", "`en-GB`, `es`"),
    ),
    "a switch for millimetres": (
        (BOOK, "makes: panels", "bleed_mm: true, makes: panels"),
        ("config/value", 19, "true", "`printers.shop.bleed_mm` must be a number, not `true`", "Bleed, mm"),
    ),
    "blank title": (
        (BOOK, "title: A small exhibition", "title: '  '"),
        ("config/value", 2, "'  '", "`title` is empty", "The exhibition's title"),
    ),
    "title in no language": (
        (BOOK, "title: A small exhibition", "title: {}"),
        ("config/value", 2, "{", "`title` has no text in any language", "The exhibition's title"),
    ),
    "title without a value in one language": (
        (BOOK, "title: A small exhibition", "title: {en-GB: }"),
        ("config/value", 2, " ", "`title.en-GB` has no value", "The exhibition's title"),
    ),
    "blank title of a panel": (
        (COAL_FILE, "title: Coal", 'title: "  "'),
        ("config/value", 2, '"  "', "`title` is empty", "one to seven words"),
    ),
    "HTML in the exhibition's title": (
        (BOOK, "title: A small exhibition", "title: A <b> exhibition"),
        ("text/html", 2, "<b>", "HTML is not allowed in text: `<b>`", "Markdown"),
    ),
    "a link in the name of a promoter": (
        (BOOK, "photographer: Nobody", "promoters: [{name: '[Miners](https://example.org)'}]"),
        ("text/link", 3, "https://example.org", "paper has no links", "plain text"),
    ),
    "a footnote in a caption": (
        (CAPTIONS_FILE, "title: A seam", "title: A seam[^1]"),
        ("text/footnote", 4, "[^1]", "a footnote cannot stand here", "panel's text"),
    ),
    "a language panelpress cannot set": (
        (BOOK, "[en-GB, es]", "[en-GB, fr]"),
        ("config/language", 4, "fr", "panelpress cannot set `fr` yet", "take it off the list"),
    ),
    "no list of panels": (
        (BOOK, "panels:\n  - 01-coal\n  - 02-bread\n", "panels:\n"),
        ("config/value", 8, "", "`panels` has no value", "The panels in order"),
    ),
    "a panel with its ending": (
        (BOOK, "- 02-bread", "- 02-bread.md"),
        ("config/value", 10, "02-bread.md", "entry 2 of `panels` must be a number", "without `.md`"),
    ),
    "a name in capitals": (
        (CAPTIONS_FILE, "  seam:", "  Seam:"),
        ("config/value", 2, "Seam", "the name `Seam` must be lower-case letters", "write `seam`, here and wherever"),
    ),
    "half a focus point": (
        (CAPTIONS_FILE, "file: loaf.png", "file: loaf.png\n    focus: [0.5]"),
        ("config/value", 8, "[", "`photos.loaf.focus` has too few entries", "The point a crop"),
    ),
    "a faulty caption does not make its picture unknown": (
        (CAPTIONS_FILE, "file: loaf.png", "file: loaf.png\n    status: standin"),
        ("config/value", 8, "standin", "must be `final`, `stand-in` or `awaited`", "did you mean `stand-in`?"),
    ),
    "a switch in the pattern for file names": (
        (BOOK, "makes: panels", 'file_name: "{number:>999}.pdf", makes: panels'),
        ("config/value", 19, '"{number:>999}.pdf"', "uses `{number:>999}`; did you mean `number`?", ""),
    ),
    "a path in the pattern for file names": (
        (BOOK, "makes: panels", 'file_name: "../{id}.pdf", makes: panels'),
        ("config/value", 19, '"../{id}.pdf"', "holds '/', which no file name may have everywhere", ""),
    ),
    "an invisible sign in the pattern for file names": (
        (BOOK, "makes: panels", 'file_name: "{id}\\0.pdf", makes: panels'),
        ("config/value", 19, '"{id}\\0.pdf"', r"holds '\x00'", ""),
    ),
    "a hidden file for the printer": (
        (BOOK, "makes: panels", 'file_name: ".{id}.pdf", makes: panels'),
        ("config/value", 19, '".{id}.pdf"', "begins with a full stop", ""),
    ),
    "an endless name for the printer": (
        (BOOK, "makes: panels", f'file_name: "{{id}}{"x" * 200}.pdf", makes: panels'),
        ("config/value", 19, f'"{{id}}{"x" * 200}.pdf"', "is longer than 120 characters", ""),
    ),
    "one name for all panels": (
        (BOOK, "makes: panels", 'file_name: "{job}.pdf", makes: panels'),
        ("config/file-name", 19, '"{job}.pdf"', "all panels would be called {job}.pdf", "put {number} or {id}"),
    ),
    "a tag in front of a text": (
        (BOOK, "title: A small exhibition", "title: !Basta now"),
        ("config/yaml", 2, "!Basta now", "`!Basta` means nothing here", "in quotes"),
    ),
    "absolute path": (
        (CAPTIONS_FILE, "seam.png", "/etc/passwd"),
        ("project/outside", 3, "/etc/passwd", "`/etc/passwd` is outside the project", "put the file into photos/"),
    ),
    "path of Windows": (
        (CAPTIONS_FILE, "seam.png", r"C:\Users\me\seam.png"),
        ("project/outside", 3, r"C:\Users\me\seam.png", "is outside the project", "put the file into photos/"),
    ),
    "path upwards": (
        (CAPTIONS_FILE, "seam.png", "../../seam.png"),
        ("project/outside", 3, "../../seam.png", "is outside the project", "put the file into photos/"),
    ),
    "address": (
        (CAPTIONS_FILE, "seam.png", "https://example.org/seam.png"),
        ("project/outside", 3, "https://example.org/seam.png", "is outside the project", "put the file into photos/"),
    ),
    "a name no disk takes": (
        (CAPTIONS_FILE, "seam.png", "x" * 400 + ".png"),
        ("project/unreadable", 3, "x" * 400 + ".png", "File name too long", "check it"),
    ),
    "id with a space": (
        (CAPTIONS_FILE, "drawings: {}", "drawings: {My Lamp: {file: lamp.svg}}"),
        ("config/value", 10, "My Lamp", "the name `My Lamp` must be lower-case letters, figures", ""),
    ),
    "shape without height": (
        (CAPTIONS_FILE, "title: A seam", "shape: 3:0"),
        (
            "config/value",
            4,
            "3:0",
            "must be width:height in whole numbers, such as `3:2`, not `3:0`",
            "awaited picture",
        ),
    ),
    "HTML in a caption": (
        (CAPTIONS_FILE, "title: A seam", "title: A <u>seam"),
        ("text/html", 4, "<u>", "HTML is not allowed in text: `<u>`", "Markdown"),
    ),
    "link in a caption": (
        (CAPTIONS_FILE, "title: A seam", 'title: "A [seam](https://example.org)"'),
        ("text/link", 4, "https://example.org", "paper has no links", "plain text"),
    ),
    "figure in a title": (
        (COAL_FILE, "title: Coal", 'title: "Coal ![](seam)"'),
        ("text/figure", 2, '"Coal ![](seam)"', "a figure cannot stand here", "panel's text"),
    ),
    "HTML far down a folded text": (
        (COAL_FILE, "lead: What lies below.", "lead: >-\n  What lies\n  below <b>the town</b"),
        ("text/html", 5, "<b>", "HTML is not allowed in text: `<b>`", "Markdown"),
    ),
    "HTML in the imprint": (
        (BOOK, "imprint: Made for a test.", "imprint: |\n  Made for a test.\n\n  By <br> us."),
        ("text/html", 24, "<br>", "HTML is not allowed in text: `<br>`", "Markdown"),
    ),
    "figure in the imprint": (
        (BOOK, "imprint: Made for a test.", "imprint: |\n  Made for a test.\n\n  ![](seam)"),
        ("text/figure", 24, "seam", "the imprint takes no figure: `seam`", "flat plan"),
    ),
    "no head": (
        (COAL_FILE, "---\ntitle: Coal\nlead: What lies below.\n---\n\n", ""),
        ("config/front-matter", 1, "Coal was cut here for two hundred years.", "does not begin with `---`", "title: …"),
    ),
    "head without end": (
        (COAL_FILE, "below.\n---\n", "below.\n"),
        ("config/front-matter", 1, "---", "the second `---` is missing", "on a line of its own"),
    ),
    "empty title": (
        (COAL_FILE, "title: Coal", 'title: ""'),
        ("config/value", 2, '""', "`title` is empty", "one to seven words"),
    ),
    "what is no YAML": (
        (CAPTIONS_FILE, "title: A loaf", "title: A: loaf"),
        ("config/yaml", 8, "", "a `: ` where none belongs", "in quotes"),
    ),
    "key twice": (
        (CAPTIONS_FILE, "title: A loaf", "title: A loaf\n    title: Bread"),
        ("config/duplicate-key", 9, "title", "key `title` is already given on line 8", "keep one of the two"),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_one_fault_is_one_problem_with_its_place_and_remedy(project: Project, name: str) -> None:
    """Nothing but the fault itself is reported: what follows from it would send the editor looking elsewhere."""
    (file, old, new), (id, line, word, message, help) = EDITS[name]
    if name.startswith("id of"):
        project.write("photos/lamp.svg", "<svg/>")
    project.edit(file, old, new)
    found = project.only_problem()
    assert (found.id, found.level) == (id, Level.ERROR)
    assert message in found.message
    assert help.casefold() in found.help.casefold()
    assert found.span is not None
    assert (found.span.file, found.span.line) == (file, line)
    assert found.span.text == (project.root / file).read_text("utf-8").splitlines()[line - 1]
    if word:
        assert underlined(found) == word


def test_every_fault_of_every_file_is_reported_in_one_run(project: Project) -> None:
    """An editor who mends one fault and then meets the next, eight times over, gives up."""
    project.write(
        BOOK,
        CATALOGUE.replace("job: small", "job: Small Job\ntheme: no-such\ncolour: red")
        .replace("2026-11-24", "tomorrow")
        .replace("- 02-bread", "- 02-bread\n  - 02-song\n  - 04-coal\n  - 05-unwritten")
        .replace("photo: seam", "photo: sean")
        .replace("panel: coal", "panel: cole")
        .replace("{makes: panels,", "{makes: panels, marks: corp, profile: ../pso.icc,"),
    )
    project.write(
        CAPTIONS_FILE,
        CAPTIONS.replace("title: A seam", "titel: A seam\n    status: lost")
        .replace("loaf.png", "../loaf.png")
        .replace("drawings: {}", "  ghost: {file: ghost.jpg}\ndrawings:\n  seam: {file: seam.svg}"),
    )
    project.write(COAL_FILE, COAL.replace("title: Coal", "title: Coal\nlayuot: title").replace("(seam)", "(saem)"))
    project.write("panels/02-bread.md", BREAD.encode() + "Ma\xf1ana".encode("latin-1"))
    project.write("panels/02-song.md", "Just words.\n")
    project.write("panels/04-coal.md", COAL.replace("title: Coal", "title: Coal\nlayout: none-such"))
    project.write("panels/01-coal.fr.md", COAL)
    project.write("panels/09-spare.md", BREAD)
    with pytest.raises(PanelpressError) as refused:
        project.load()
    assert refused.value.code is ExitCode.CANNOT_JUDGE
    found = refused.value.diagnostics
    seen = sorted((d.id, d.span.file if d.span else "") for d in found)
    assert seen == sorted(
        [
            ("config/value", BOOK),  # job
            ("config/unknown-key", BOOK),  # colour
            ("config/theme", BOOK),
            ("config/value", BOOK),  # date
            ("config/duplicate-id", BOOK),  # number 2
            ("config/duplicate-id", BOOK),  # id coal
            ("project/missing-panel", BOOK),
            ("config/unknown-id", BOOK),  # sean
            ("config/unknown-id", BOOK),  # cole
            ("config/value", BOOK),  # marks
            ("project/outside", BOOK),  # profile
            ("config/unknown-key", CAPTIONS_FILE),  # titel
            ("config/value", CAPTIONS_FILE),  # status
            ("project/outside", CAPTIONS_FILE),  # loaf
            ("project/missing-file", CAPTIONS_FILE),  # ghost: a caption for nobody
            ("config/duplicate-id", CAPTIONS_FILE),  # seam
            ("project/missing-file", CAPTIONS_FILE),  # seam.svg
            ("config/unknown-key", COAL_FILE),
            ("config/unknown-id", COAL_FILE),  # saem
            ("project/encoding", "panels/02-bread.md"),
            ("config/front-matter", "panels/02-song.md"),
            ("config/layout", "panels/04-coal.md"),
            ("config/unknown-id", "panels/01-coal.fr.md"),
            ("project/unlisted", "panels/09-spare.md"),
        ]
    )
    assert all(d.span and d.span.line >= 1 and d.span.column >= 1 for d in found)
    assert all(d.help for d in found)
    assert len(found) == len(set(found))


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_text_that_is_not_utf_8_shows_the_line_as_its_writer_saw_it(project: Project) -> None:
    project.write("panels/02-bread.md", BREAD.encode() + "\nHasta mañana\n".encode("cp1252"))
    found = project.only_problem()
    assert (found.id, found.help) == ("project/encoding", "choose `UTF-8` when saving it")
    assert found.span is not None
    assert (found.span.line, found.span.column, found.span.text) == (9, 9, "Hasta mañana")


def test_a_text_saved_as_utf_16_is_named(project: Project) -> None:
    project.write(BOOK, CATALOGUE.encode("utf-16"))
    assert [d.id for d in project.problems()] == ["project/encoding"]


def test_a_byte_order_mark_and_windows_lines_are_no_fault(project: Project) -> None:
    project.write(COAL_FILE, b"\xef\xbb\xbf" + COAL.replace("\n", "\r\n").encode())
    assert project.load().panels[0].text().title.text == "Coal"
    assert [block.line for block in project.load().panels[0].text().body] == [6]


@pytest.mark.parametrize("file", [BOOK, CAPTIONS_FILE, COAL_FILE, "photos/seam.png", "styles/own.css"])
def test_a_link_out_of_the_project_is_refused(project: Project, tmp_path: Path, file: str) -> None:
    outside = tmp_path / "outside"
    path = project.root / file
    if file.startswith("styles"):
        project.edit(BOOK, "job: small", "job: small\ntheme: own")
        project.write(file, ":root {}")
    path.rename(outside)
    path.symlink_to(outside)
    assert [d.id for d in project.problems() if d.id != "project/missing-panel"] == ["project/outside"]


def test_a_link_inside_the_project_is_fine(project: Project) -> None:
    (project.root / "photos" / "seam.png").rename(project.root / "photos" / "real.png")
    (project.root / "photos" / "seam.png").symlink_to("real.png")
    assert project.problems() == ()


def test_captions_that_are_missing_are_said_once(project: Project) -> None:
    (project.root / CAPTIONS_FILE).unlink()
    assert project.only_problem().message == f"{CAPTIONS_FILE} is missing"


def test_an_exhibition_of_nothing_yet_needs_no_captions(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(BOOK, "job: x\ntitle: X\nlanguages: [es]\nedition: {date: 2026-11-24}\n")
    assert project.problems() == ()


@pytest.mark.parametrize("file", [BOOK, CAPTIONS_FILE, COAL_FILE])
@pytest.mark.parametrize(
    "content", [b"", b"\n", b"# a comment\n", b"- a\n- b\n", b"word", b"\x00\x01", b"\xff\xfe", b"[" * 3000]
)
def test_no_content_of_a_file_breaks_the_reader(project: Project, file: str, content: bytes) -> None:
    project.write(file, content)
    assert all(d.message and (d.span is None or d.span.line >= 1) for d in project.problems())


def test_the_folder_is_found_from_inside_and_named_where_it_is_not_there(project: Project, tmp_path: Path) -> None:
    assert find_root(project.root / "photos") == project.root
    with pytest.raises(PanelpressError, match=r"no catalogue\.yml in"):
        find_root(tmp_path)
    with pytest.raises(PanelpressError, match="there is no folder"):
        find_root(project.root / "phtoos")


# -- panels ----------------------------------------------------------------------------------------------------------


def test_a_panel_that_is_not_listed_is_a_warning_with_the_line_to_add(project: Project) -> None:
    project.write("panels/03-song.md", BREAD.replace("(loaf)", "(loaf)"))
    found = project.only_problem()
    assert (found.id, found.level) == ("project/unlisted", Level.WARNING)
    assert "add `- 03-song`" in found.help
    project.load()


def test_notes_beside_the_panels_are_left_alone(project: Project) -> None:
    project.write("panels/README.md", "How we write.")
    project.write("panels/old/01-coal.md", "nothing")
    assert project.problems() == ()


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("02-coal", "panel id `coal` is used twice: 01-coal and 02-coal"),
        ("001-song", "panel number `1` is used twice: 01-coal and 001-song"),
        ("03-catalogue", "a panel's id cannot be `catalogue`: on the command line that means the book"),
        ("03-1984", "a panel's id cannot be `1984`: on the command line that means a number"),
    ],
)
def test_a_number_or_id_means_one_thing(project: Project, listed: str, message: str) -> None:
    project.edit(BOOK, "  - 02-bread\n", f"  - {listed}\n")
    (project.root / "panels/02-bread.md").rename(project.root / f"panels/{listed}.md")
    assert project.only_problem().message == message


def test_the_same_language_twice_would_lose_one_text(project: Project) -> None:
    project.write("panels/01-coal.en-GB.md", COAL)
    assert project.only_problem().message == (
        "panels/01-coal.md and panels/01-coal.en-GB.md are the same panel in the same language"
    )


def test_two_layouts_of_one_panel_are_one_too_many(project: Project) -> None:
    project.edit(COAL_FILE, "title: Coal", "layout: text-picture\ntitle: Coal")
    project.write("panels/01-coal.es.md", COAL.replace("title: Coal", "layout: picture\ntitle: Carbón"))
    found = project.only_problem()
    assert found.message == "this panel has the layout `text-picture` in panels/01-coal.md, not `picture`"
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("panels/01-coal.es.md", 2)


def test_a_language_is_suggested_for_a_file_in_an_unknown_one(project: Project) -> None:
    project.write("panels/01-coal.en-US.md", COAL)
    found = project.only_problem()
    assert "is in a language the exhibition does not have: `en-US`" in found.message
    assert "did you mean `en-GB`?" in found.help


def test_a_panel_in_its_other_language_only_is_fine(project: Project) -> None:
    (project.root / COAL_FILE).rename(project.root / "panels/01-coal.es.md")
    assert project.problems() == ()
    assert project.load().panels[0].text().language == "es"


def test_a_fault_in_a_panel_does_not_make_it_unknown_to_the_flat_plan(project: Project) -> None:
    project.write(COAL_FILE, b"\xff")
    assert project.only_problem().id == "project/encoding"


# -- captions for nobody ---------------------------------------------------------------------------------------------


def test_a_caption_whose_picture_is_missing_stops_the_build(project: Project) -> None:
    (project.root / "photos/loaf.png").unlink()
    found = project.only_problem()
    assert (found.id, found.level) == ("project/missing-file", Level.ERROR)
    assert found.span is not None
    assert found.span.line == 7


def test_an_awaited_picture_needs_no_file(project: Project) -> None:
    project.edit(CAPTIONS_FILE, "file: loaf.png", "status: awaited")
    (project.root / "photos/loaf.png").unlink()
    assert project.problems() == ()


def test_a_caption_nobody_places_is_a_note_and_no_more(project: Project) -> None:
    """Pictures are gathered before they are placed: worth knowing, no reason to stop."""
    project.edit("panels/02-bread.md", "![](loaf)\n", "")
    found = project.only_problem()
    assert (found.id, found.level) == ("config/unplaced", Level.NOTE)
    assert found.message == "1 picture of photos/captions.yml on no panel and no plate: `loaf`"
    assert found.span is not None
    assert (found.span.file, found.span.line) == (CAPTIONS_FILE, 6)


def test_a_picture_on_a_plate_or_in_a_logo_is_placed(project: Project) -> None:
    project.edit("panels/02-bread.md", "![](loaf)\n", "")
    project.edit(BOOK, "{kind: imprint}", "{kind: plate, photo: loaf}")
    project.write("photos/banner.svg", "<svg/>")
    project.edit(CAPTIONS_FILE, "drawings: {}", "drawings: {banner: {file: banner.svg}}")
    project.edit(BOOK, "photographer: Nobody", "promoters: [{name: Miners, logo: banner}]")
    assert project.problems() == ()


# -- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("epoch", "day"), [("1790208000", "2026-09-24"), ("", None), ("soon", None), ("9" * 30, None), ("-1", None)]
)
def test_a_date_may_come_from_the_environment(
    project: Project, epoch: str, day: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.edit(BOOK, "  date: 2026-11-24\n", "")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    if day is None:
        assert project.only_problem().id == "config/date"
    else:
        assert project.load().date.isoformat() == day


# -- items -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ((), ["coal", "coal.es", "bread", "catalogue"]),
        (("1",), ["coal", "coal.es"]),
        (("01",), ["coal", "coal.es"]),
        (("coal.es",), ["coal.es"]),
        (("02-bread", "2", "bread"), ["bread"]),
        (("catalogue", "coal"), ["coal", "coal.es", "catalogue"]),
    ],
)
def test_items_are_chosen_by_number_or_id_in_the_order_of_the_exhibition(
    project: Project, asked: tuple[str, ...], chosen: list[str]
) -> None:
    project.write("panels/01-coal.es.md", COAL)
    assert [item.key for item in select(all_items(project.load()), asked)] == chosen


def test_every_unknown_item_is_named_with_the_nearest_known_one(project: Project) -> None:
    with pytest.raises(PanelpressError) as refused:
        select(all_items(project.load()), ["cole", "7", "bread", "", "catalog"])
    assert [(d.message, d.help) for d in refused.value.diagnostics] == [
        ("there is no panel or book `cole`", "did you mean `coal`?"),
        ("there is no panel or book `7`", "there are `01`, `02`, `bread`, `catalogue`, `coal`"),
        ("there is no panel or book ``", "there are `01`, `02`, `bread`, `catalogue`, `coal`"),
        ("there is no panel or book `catalog`", "did you mean `catalogue`?"),
    ]


def test_a_catalogue_may_go_out_in_two_files(project: Project) -> None:
    items = all_items(project.load(), "inner+cover")
    assert [item.key for item in items] == ["coal", "bread", "catalogue-cover", "catalogue-inner"]
    assert [item.key for item in select(items, ["catalogue"])] == ["catalogue-cover", "catalogue-inner"]
    assert [item.key for item in select(items, ["catalogue-inner"])] == ["catalogue-inner"]


# -- what nobody sees ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "name"), [("\x07", "U+0007"), ("\x0b", "U+000B"), ("\x00", "U+0000"), ("\u202e", "RIGHT-TO-LEFT OVERRIDE")]
)
@pytest.mark.parametrize("at", ["Coal was", "title: Coal"])
def test_invisible_characters_of_a_text_are_named_with_their_place(
    project: Project, at: str, sign: str, name: str
) -> None:
    """Word leaves them behind; they would vanish from the paper, or turn the words around."""
    project.edit(COAL_FILE, at, at + sign)
    found = project.only_problem()
    assert found.id == "text/control"
    assert name in found.message
    assert found.span is not None
    assert (found.span.line, found.span.column) == ((6, 9) if at.startswith("Coal") else (2, 12))


def test_a_file_name_of_a_mac_is_the_same_name(project: Project) -> None:
    """Macs write é as two characters: what looks alike is the same file."""
    project.picture("cafe\u0301.png")
    project.edit(CAPTIONS_FILE, "loaf.png", "caf\u00e9.png")
    path = project.load().photos["loaf"].path
    assert path is not None
    assert path.is_file()


def test_a_folder_in_the_place_of_a_file_is_told_as_that(project: Project) -> None:
    (project.root / COAL_FILE).unlink()
    (project.root / COAL_FILE).mkdir()
    assert project.only_problem().help == "move the folder away: a file of that name is read"


# -- two languages on one board --------------------------------------------------------------------------------------


def bilingual(project: Project, figure: str = "seam") -> None:
    project.edit(COAL_FILE, "title: Coal", "layout: bilingual\ntitle: Coal")
    project.write("panels/01-coal.es.md", COAL.replace("title: Coal", "title: Carbón").replace("seam", figure))


def test_a_bilingual_board_shares_its_picture(project: Project) -> None:
    bilingual(project)
    assert project.problems() == ()


def test_a_picture_of_the_second_language_alone_is_not_lost_silently(project: Project) -> None:
    bilingual(project, "loaf")
    found = project.only_problem()
    assert found.message == "`loaf` would not be printed: both languages share the pictures of panels/01-coal.md"
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("panels/01-coal.es.md", 8)


def test_a_bilingual_board_in_one_language_is_half_empty(project: Project) -> None:
    project.edit(COAL_FILE, "title: Coal", "layout: bilingual\ntitle: Coal")
    found = project.only_problem()
    assert found.message == "layout `bilingual` sets two languages, this panel is written in 1"
    assert "write panels/01-coal.es.md" in found.help
    assert underlined(found) == "bilingual"


@pytest.mark.parametrize(("there", "missing"), [("yml", "html"), ("html", "yml")])
def test_a_layout_that_is_half_there_says_which_half_is_missing(project: Project, there: str, missing: str) -> None:
    project.write(f"styles/templates/panel/mine.{there}", "")
    project.edit(COAL_FILE, "title: Coal", "title: Coal\nlayout: mine")
    assert project.only_problem().message == f"layout `mine` is half there: mine.{there} without mine.{missing}"


# -- profiles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"hello", "own.icc is not an ICC profile"),
        (bytes(16) + b"RGB " + bytes(16) + b"acsp" + bytes(100), "own.icc is a profile for RGB, not for a press"),
    ],
)
def test_a_profile_that_no_press_has_is_refused_before_anything_is_made(
    project: Project, data: bytes, message: str
) -> None:
    project.write("own.icc", data)
    project.edit(BOOK, "makes: panels", "profile: own.icc, makes: panels")
    found = project.only_problem()
    assert (found.message, underlined(found)) == (message, "own.icc")


def test_a_drawing_on_the_back_of_the_book_is_placed(project: Project) -> None:
    project.write("photos/banner.svg", "<svg/>")
    project.edit(CAPTIONS_FILE, "drawings: {}", "drawings: {banner: {file: banner.svg}}")
    project.edit(BOOK, "{kind: works}", "{kind: back, drawing: banner}")
    assert project.problems() == ()
