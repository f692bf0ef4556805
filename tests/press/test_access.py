"""The access editions: every word of the source, in an order and a form that eyes, fingers and voices can follow."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.support import press, verapdf
from tests.support.judges import ask, pdffonts, qpdf_check

from panelpress.exhibition.project import load
from panelpress.exhibition.typography import QUOTES
from panelpress.press.access import proof
from panelpress.press.access.compose import body, dated, guide, published, web_page
from panelpress.press.access.content import content_of, say
from panelpress.press.access.guide import make_guide
from panelpress.press.access.words import SPOKEN, words_of
from panelpress.press.templating import SHIPPED, THEMES, stylesheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition, TextBlock

FILES = {"en-GB": "", "es": ".es"}
FOOT_PT = 768  # what stands below belongs to the page, not to the text: 297 mm less the lower margin of 26 mm


def exhibition_of(root: Path) -> Exhibition:
    return load(root, THEMES, SHIPPED / "panel")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the sample exhibition with its access editions made."""

    def make(folder: Path) -> None:
        press.copy_sample(folder)
        ran = press.run("access", "-C", folder)
        assert ran.code == 0, ran.err

    return press.once(tmp_path_factory, "access-sample", make)


def letters(text: str) -> str:
    """Return what a reader reads of a text: spaces and marks are set in many ways."""
    return "".join(c for c in text if c.isalnum())


def source_blocks(exhibition: Exhibition) -> Iterator[TextBlock]:
    """Give every block of the panels, the essays and the imprint, straight from the project."""
    for panel in exhibition.panels:
        for text in panel.texts:
            yield from text.blocks
    for text in exhibition.texts.values():
        yield from text.blocks
    yield from exhibition.imprint


def source_lines(exhibition: Exhibition) -> Iterator[str]:
    """Give every line that is data: of the whole, and of each photograph and drawing that is shown."""
    yield from (exhibition.copyright, *exhibition.to_be_supplied, *(name for name, _ in exhibition.promoters))
    shown: list[Any] = [*exhibition.photos.values(), *exhibition.drawings.values()]
    for picture in shown:
        yield from (*picture.alt.values(), *picture.credit.values(), *getattr(picture, "title", {}).values())
    for text in (*(t for p in exhibition.panels for t in p.texts), *exhibition.texts.values()):
        yield from text.to_be_supplied


class Page(HTMLParser):
    """What is in a page of HTML: headings with their level, ids, links, languages, elements, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._unseen = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._unseen += tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        """Leave what nobody sees."""
        self._unseen -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        """Note words that are seen."""
        if not self._unseen:
            self.words.append(data)

    def all(self, name: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a name."""
        return [attributes for tag, attributes in self.elements if tag == name]

    @property
    def levels(self) -> list[int]:
        """The levels of the headings, in order."""
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]


def page_of(made: Path, language: str) -> Page:
    return Page((made / f"out/access/texts{FILES[language]}.html").read_text("utf-8"))


def guide_of(made: Path, language: str) -> Path:
    return made / f"out/access/large-print{FILES[language]}.pdf"


# -- every word ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.judge
def test_every_word_of_the_sample_stands_in_the_large_print(made: Path) -> None:
    exhibition = exhibition_of(made)
    said = {
        tag: letters(
            ask("pdftotext", "-x", "0", "-y", "0", "-W", "600", "-H", str(FOOT_PT), guide_of(made, tag), "-").out
        )
        for tag in FILES
    }
    blocks = list(source_blocks(exhibition))
    assert len(blocks) > 40
    for block in blocks:
        if block.kind == "timeline":  # it runs over the page's end
            assert all(word in said[block.language] for word in map(letters, block.text.split()))
        else:
            assert letters(block.text) in said[block.language], block.text
    for line in source_lines(exhibition):
        assert letters(line) in said["en-GB"] + said["es"], line


@pytest.mark.slow
def test_every_word_of_the_sample_stands_in_the_web_page(made: Path) -> None:
    exhibition = exhibition_of(made)
    said = {tag: letters("".join(page_of(made, tag).words)) for tag in FILES}
    for block in source_blocks(exhibition):
        assert letters(block.text) in said[block.language], block.text
    for line in source_lines(exhibition):
        assert letters(line) in said["en-GB"] + said["es"], line


@pytest.mark.slow
def test_each_edition_has_every_panel_and_every_photograph(made: Path) -> None:
    exhibition = exhibition_of(made)
    for tag in FILES:
        text = " ".join("".join(page_of(made, tag).words).split())
        assert all(f"Panel {number}:" in text for number in range(1, len(exhibition.panels) + 1))
        for id, photo in exhibition.photos.items():
            assert letters(photo.title[tag]) in letters(text), id
            assert letters(photo.alt[tag]) in letters(text), id


# -- the guide, as its judges see it ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.judge
def test_the_guides_keep_every_rule_of_pdf_ua_that_a_program_can_tell(made: Path) -> None:
    said = verapdf.failed_accessibility([guide_of(made, tag) for tag in FILES])
    assert {path.name: [str(one) for one in found] for path, found in said.items()} == {
        "large-print.pdf": [],
        "large-print.es.pdf": [],
    }


@pytest.mark.slow
@pytest.mark.judge
def test_the_judge_of_pdf_ua_says_no_to_a_guide_without_its_tags(made: Path, tmp_path: Path) -> None:
    with pikepdf.open(guide_of(made, "en-GB")) as pdf:
        del pdf.Root.StructTreeRoot, pdf.Root.Lang
        pdf.save(tmp_path / "bare.pdf")
    (found,) = verapdf.failed_accessibility([tmp_path / "bare.pdf"]).values()
    assert {one.clause for one in found} >= {"7.1", "7.2"}


@pytest.mark.slow
@pytest.mark.judge
def test_the_guides_structure_reads_as_headings_lists_and_links(made: Path) -> None:
    told = ask("pdfinfo", "-struct-text", guide_of(made, "en-GB")).out
    assert told.count("\n  H1 (block)") == 1
    assert told.count("H2 (block)") == 14, "contents, nine panels, two forewords, other photographs, the imprint"
    assert told.count("H3 (block)") == 15, "fourteen photographs and a drawing"
    assert told.count("Link (inline)") in (13, 14), "one for each line of the contents, two where one is broken"
    entry = told[told.index('"1971"') :]
    assert '"General Hugo Banzer' in entry[: entry.index("LI (block)")], "a date and what happened then are one entry"
    assert '"Contents"' in told
    assert not re.search(r'^ *"\d\d?"$', told, re.MULTILINE), "page numbers are artifacts"


@pytest.mark.slow
def test_each_heading_and_text_of_a_guide_carries_its_language(made: Path) -> None:
    exhibition = exhibition_of(made)
    with pikepdf.open(guide_of(made, "es")) as pdf:
        assert pdf.Root.Lang == "es"
        heads = [_spoken(h) for h in _elements(pdf.Root.StructTreeRoot, "/H2")]
    panels = [p.text("es").language for p in exhibition.panels]
    essays = [t.language for t in exhibition.texts.values()]
    assert heads == ["es", *panels, *essays, "es", "es"]
    assert set(panels) == {"es", "en-GB"}


def _elements(parent: Any, kind: str) -> Iterator[Any]:
    for kid in parent.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/S") == kind:
                yield kid
            yield from _elements(kid, kind)


def _spoken(element: Any, around: str = "es") -> str:
    """Return the language of the last piece of an element."""
    own = str(element.get("/Lang", around))
    kids = [k for k in element.get("/K", []) if isinstance(k, pikepdf.Dictionary)]
    return _spoken(kids[-1], own) if kids else own


@pytest.mark.slow
def test_the_guide_has_a_title_bookmarks_and_no_clock(made: Path) -> None:
    with pikepdf.open(guide_of(made, "en-GB")) as pdf, pdf.open_outline() as outline:
        title = "British Miners and International Solidarity – Large-print guide"
        assert str(pdf.docinfo.Title) == title
        assert pdf.open_metadata()["dc:title"] == title
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert str(pdf.docinfo.CreationDate) == "D:20261124120000+00'00'"
        top = outline.root[0]
        assert top.title == "British Miners and International Solidarity"
        assert [item.title.replace("\u00a0", " ") for item in top.children][:3] == [
            "Contents",
            "Panel 1: British Miners and International Solidarity",
            "Panel 2: Unity is strength, at home and abroad",
        ]
        links = [a for page in pdf.pages for a in page.get("/Annots", [])]
        assert "Panel 2: Unity is strength, at home and abroad" in {
            str(a.Contents).replace("\u00a0", " ") for a in links
        }


@pytest.mark.slow
@pytest.mark.judge
def test_the_contents_name_the_pages_on_which_the_panels_begin(made: Path) -> None:
    file = guide_of(made, "en-GB")
    contents = " ".join(ask("pdftotext", "-f", "2", "-l", "2", file, "-").out.split())
    found = re.findall(r"Panel (\d): [^:]*?, page (\d+)", contents)
    assert [int(panel) for panel, _ in found] == list(range(1, 10))
    for panel, page in found:
        assert ask("pdftotext", "-f", page, "-l", page, file, "-").out.startswith(f"Panel {panel}:")


@pytest.mark.slow
@pytest.mark.judge
def test_the_guides_file_is_sound_and_brings_its_fonts(made: Path) -> None:
    for tag in FILES:
        assert qpdf_check(guide_of(made, tag)).sound
        fonts = pdffonts(guide_of(made, tag))
        assert fonts
        assert all(font.embedded and font.to_unicode for font in fonts)
        assert not [font.name for font in fonts if "It" in font.name.rpartition("-")[2]], "no italics in large print"


# -- the guide, as large print ---------------------------------------------------------------------------------------

LINK = "https://www.example.org/long?a=1&b=2"
DIFFICULT = {
    "catalogue.yml": """\
job: difficult
title: {en-GB: A difficult exhibition, es: Una exposición difícil}
languages: [en-GB, es]
edition: {number: 3, date: 2027-02-01}
copyright: © Somebody
panels: [01-long]
tour:
  - {venue: Redhills, country: United Kingdom, opens: 2027-03-01, closes: 2027-05-31}
""",
    "photos/captions.yml": """\
photos:
  dark:
    status: awaited
    title: {en-GB: "A *dark* one", es: Una oscura}
    place: {en-GB: "Llallagua, Potosí", es: "Llallagua, Potosí (Bolivia)"}
    date: c. 1984
    caption: {en-GB: Taken by night., es: Tomada de noche.}
    credit: © Somebody
""",
    "panels/01-long.md": "---\ntitle: A *long* text\nlayout: picture\nlead: Begin here.\n"
    f"link: {LINK}\n---\n\n# First\n\n### Deeper\n\n"
    + "Words _of_ emphasis, extraordinarily long and repeated again and again for many lines. " * 60
    + """

1. One
2. Two
   - inside

> A word to remember.
>
> — Somebody

1971
: A coup.
: A strike.

1972
: Nothing.

A claim.[^1]

[^1]: Its proof.

![](dark)
""",
}


@pytest.fixture
def difficult(tmp_path: Path) -> Exhibition:
    return exhibition_of(press.write(tmp_path, DIFFICULT))


@pytest.mark.slow
def test_large_print_is_large_upright_left_aligned_and_unbroken(difficult: Exhibition) -> None:
    for tag in difficult.languages:
        layout = make_guide(difficult, content_of(difficult, tag), "x.pdf", main=tag == "en-GB").layout
        assert layout.pages > 3
        assert min(text.size_pt for text in layout.texts) >= 18, "also page numbers and superscripts"
        assert not any(text.italic or text.underlined for text in layout.texts)
        assert {text.family for text in layout.texts} == {"Source Sans Pro"}
        body = [line for line in layout.lines if line.level != "folio"]
        assert {line.align for line in body} == {"left"}
        assert not any(line.hyphenated for line in layout.lines)
        assert min(line.leading_pt / line.size_pt for line in body if line.size_pt == 18) >= 1.25


@pytest.mark.slow
@pytest.mark.judge
def test_a_difficult_guide_keeps_the_rules_of_pdf_ua_too(difficult: Exhibition, tmp_path: Path) -> None:
    paths = []
    for tag in difficult.languages:
        content = content_of(difficult, tag)
        made = make_guide(difficult, content, "x.pdf", main=tag == "en-GB")
        assert not made.problems
        assert not made.layout.missing_glyphs
        assert not list(proof.lost(content.blocks, proof.laid_out(made.layout), "x"))
        paths.append(tmp_path / f"{tag}.pdf")
        paths[-1].write_bytes(made.data)
    said = verapdf.failed_accessibility(paths)
    assert [str(one) for found in said.values() for one in found] == []
    with pikepdf.open(paths[0]) as pdf:
        for kind in ("/P", "/Link", "/H2", "/H3"):
            found = list(_elements(pdf.Root.StructTreeRoot, kind))
            assert found
            assert not [one for one in found if list(_elements(one, kind))], f"no {kind} stands inside another"


@pytest.mark.slow
def test_what_a_code_says_can_be_read_and_followed_in_both_editions(difficult: Exhibition) -> None:
    made = make_guide(difficult, content_of(difficult, "en-GB"), "x.pdf", main=True)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", []) if "/A" in link]
        assert [str(link.A.URI) for link in links] == [LINK]
        assert [str(link.Contents) for link in links] == [LINK]
    page = Page(web(difficult))
    assert [a["href"] for a in page.all("a")].count(LINK) == 1
    assert "www.example.org/long?a=1&b=2" in "".join(page.words)


@pytest.mark.slow
@pytest.mark.judge
def test_the_guide_is_black_on_white(made: Path, tmp_path: Path) -> None:
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    ask("pdftoppm", "-r", "30", "-png", "-f", "1", "-l", "4", guide_of(made, "en-GB"), tmp_path / "page")
    for file in sorted(tmp_path.glob("page*.png")):
        pixels = np.asarray(Image.open(file).convert("RGB")).astype(int)
        assert (pixels.max(axis=2) == pixels.min(axis=2)).all(), "no colour"
        assert pixels[0, 0].tolist() == [255, 255, 255]
        assert pixels.min() < 60


# -- the web page ----------------------------------------------------------------------------------------------------


def web(exhibition: Exhibition, language: str = "en-GB") -> str:
    return published(web_page(exhibition.root, content_of(exhibition, language), ()))


def test_a_page_stands_alone_and_runs_nothing(difficult: Exhibition) -> None:
    html = web(difficult).replace(f'href="{escape(LINK)}"', "")
    assert not re.search(r"<script|<link|<img|\bsrc=|url\(|@import|https?:", html)
    assert "data-b" not in html
    assert str(difficult.root) not in html


def test_headings_go_down_one_level_at_a_time(difficult: Exhibition) -> None:
    for tag in difficult.languages:
        levels = Page(web(difficult, tag)).levels
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below - above <= 1 for above, below in itertools.pairwise(levels)), levels
        assert 4 in levels, "the headings of the text stand below the panel's"


def test_landmarks_skip_link_and_contents_lead_somewhere(difficult: Exhibition) -> None:
    page = Page(web(difficult))
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [a["href"] for a in page.all("a")]
    assert links[0] == "#texts", "the skip link comes first"
    assert {"#panel-long", "#tour", "#imprint"} <= set(links)
    assert [link for link in links if link.removeprefix("#") not in ids] == [LINK]
    named = [a["aria-labelledby"] for _, a in page.elements if "aria-labelledby" in a]
    assert set(named) <= set(ids)


def test_every_fragment_says_its_language(difficult: Exhibition) -> None:
    html = web(difficult, "es")
    assert Page(html).all("html") == [{"lang": "es"}]
    assert "Este texto está escrito solo en inglés." in html
    assert 'lang="en-GB">A <em>long</em> text</span>' in html
    assert 'lang="es">Tomada de noche.</p>' in html
    assert 'lang="en-GB">© Somebody</span>' in html.replace("\u00a0", " ")


def test_a_picture_is_told_in_words_with_what_is_known_of_it(difficult: Exhibition) -> None:
    text = " ".join("".join(Page(web(difficult)).words).split())
    assert "Photograph 1: A dark one" in text
    assert "Taken by night." in text
    assert "Place: Llallagua, Potosí" in text
    assert "Date: c. 1984" in text
    assert "Credit: © Somebody" in text
    assert "This photograph has not come yet." in text
    assert "No description has been written yet." in text
    assert "Redhills, United Kingdom, 1 March 2027 – 31 May 2027" in text


def test_a_picture_that_nobody_described_is_a_warning_where_it_is_written(difficult: Exhibition) -> None:
    (found,) = (d for d in content_of(difficult, "en-GB").findings if d.id == "access/description")
    assert "`dark`" in found.message
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("photos/captions.yml", 2)


def test_colours_have_a_contrast_of_seven_to_one_by_day_and_by_night() -> None:
    tokens = re.findall(r":root \{([^}]*)\}", stylesheet("access/texts.css"))
    assert len(tokens) == 3, "by day, by night, in print"
    for said in tokens:
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]+)", said))
        assert _contrast(colours["ink"], colours["paper"]) >= 7
        assert _contrast(colours["link"], colours["paper"]) >= 7
        assert _contrast(colours["line"], colours["paper"]) >= 3


def _contrast(one: str, other: str) -> float:
    """Return WCAG's contrast of two colours."""

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
        shares = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in shares]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


# -- small parts -----------------------------------------------------------------------------------------------------


def test_a_timeline_becomes_a_list_of_dated_entries() -> None:
    html = '<dl data-b="x" lang="en">\n<dt>1971</dt>\n<dd>A</dd>\n<dd>B</dd>\n<dt>1972</dt>\n<dd>C</dd>\n</dl>'
    assert dated(html).replace("\n", "") == (
        '<ul data-b="x" lang="en"><li><p class="date">1971</p><div>A</div><div>B</div>'
        '</li><li><p class="date">1972</p><div>C</div></li></ul>'
    )


def test_two_dates_of_one_event_stay_together() -> None:
    html = "<dl><dt>1971</dt><dt>1972</dt><dd>A</dd></dl>"
    assert dated(html) == '<ul><li><p class="date">1971</p><p class="date">1972</p><div>A</div></li></ul>'


def test_a_text_for_all_languages_is_in_the_main_one() -> None:
    assert say({"": "alt"}, "es", "en-GB") == ("alt", "en-GB")
    assert say({"es": "uno", "en-GB": "one"}, "es", "en-GB") == ("uno", "es")
    assert say({"en": "one"}, "en-GB", "en-GB") == ("one", "en")
    assert say({"es": "uno"}, "en-GB", "en-GB") == ("uno", "es")
    assert say({}, "es", "en-GB") == ("", "es")


def test_days_are_written_out_in_each_language() -> None:
    day = dt.date(2027, 3, 1)
    assert words_of("en-GB").date_of(day).replace("\u00a0", " ") == "1 March 2027"
    assert words_of("es").date_of(day).replace("\u00a0", " ") == "1 de marzo de 2027"


def test_the_house_speaks_every_language_that_a_project_may_be_written_in() -> None:
    assert set(SPOKEN) == set(QUOTES)
    assert all(set(words.languages) == set(QUOTES) for words in SPOKEN.values())


def test_words_that_a_template_drops_are_missed(difficult: Exhibition) -> None:
    content = content_of(difficult, "en-GB")
    html = web_page(difficult.root, content, ())
    assert not list(proof.lost(content.blocks, proof.written(html), "texts"))
    cut = html.replace("Its proof.", "Its").replace("Begin here.", "")
    missed = list(proof.lost(content.blocks, proof.written(cut), "texts"))
    assert len(missed) == 2
    assert all(d.id == "access/complete" for d in missed)


def test_both_editions_are_made_of_the_same_blocks(difficult: Exhibition) -> None:
    content = content_of(difficult, "es")
    in_print = proof.written(guide(difficult.root, content))
    on_screen = proof.written(web_page(difficult.root, content, ()))
    assert {id: letters(text) for id, text in in_print.items()} == {id: letters(t) for id, t in on_screen.items()}
    assert set(on_screen) == {block.id for block in content.blocks}


def test_headings_of_a_text_keep_their_order_below_its_title(difficult: Exhibition) -> None:
    html = body(difficult.panels[0].text().body)
    assert re.findall(r"<h(\d)", html) == ["3", "4"]
    assert re.findall(r"</h(\d)", html) == ["3", "4"]
