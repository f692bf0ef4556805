"""Markdown to blocks: what stands in the source is what must be read, no word more, no word less."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelpress.exhibition.text import Reading, read_line, read_markdown
from panelpress.exhibition.typography import JOINER, NBSP, no_break, no_runt
from panelpress.ground.diagnostics import Level, Span

FILE = "panels/01-coal.md"


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)
        del attrs

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def seen(html: str) -> str:
    """The text of some HTML without white space; its elements must be closed in the order they were opened."""
    parser = _Seen()
    parser.feed(html)
    parser.close()
    assert not parser.open, f"{parser.open} never closed"
    return bare("".join(parser.parts))


def bare(text: str) -> str:
    return re.sub(rf"[\s{JOINER}]", "", text)


def read(text: str, language: str = "en-GB", first_line: int = 1) -> Reading:
    reading = read_markdown(text, FILE, language, first_line=first_line)
    for block in reading.blocks:
        assert seen(block.html) == bare(block.text), "what is set is not what is checked"
        assert f'data-b="{block.id}"' in block.html
        assert f'lang="{language}"' in block.html
    assert len({block.id for block in reading.blocks}) == len(reading.blocks)
    return reading


def sound(text: str, language: str = "en-GB") -> list[tuple[str, int, str]]:
    reading = read(text, language)
    assert reading.problems == []
    return [(block.kind, block.line, block.text.replace(NBSP, " ").replace(JOINER, "")) for block in reading.blocks]


# -- blocks ----------------------------------------------------------------------------------------------------------


def test_every_kind_of_block_knows_its_words_and_its_line() -> None:
    text = """\
# A heading

A paragraph
on two lines.

- one thing
- another thing

3. third
4. fourth

> Words that were said.
>
> — Joe Gormley

1971
: General Banzer takes power.

1974
: Decrees outlaw the unions.
  All of them.

---

Last.
"""
    assert sound(text) == [
        ("heading", 1, "A heading"),
        ("paragraph", 3, "A paragraph on two lines."),
        ("list", 6, "one thing another thing"),
        ("list", 9, "third fourth"),
        ("quote", 12, "Words that were said. — Joe Gormley"),
        ("timeline", 16, "1971 General Banzer takes power. 1974 Decrees outlaw the unions. All of them."),
        ("paragraph", 25, "Last."),
    ]


def test_lines_are_counted_from_where_the_text_begins() -> None:
    assert [block.line for block in read("One.\n\nTwo.\n", first_line=7).blocks] == [7, 9]
    assert [block.id for block in read("One.\n\nTwo.\n", first_line=7).blocks] == [f"{FILE}:7", f"{FILE}:9"]


def test_invisible_line_ends_do_not_shift_the_lines_below() -> None:
    """Word leaves U+2028 and U+000B behind; editors do not count them as lines."""
    reading = read("a\u2028b\n\nc\x85d\n\nlast <b>word</b>\n")
    assert [block.line for block in reading.blocks] == [1, 3]
    assert {(p.span.line, p.span.text) for p in reading.problems if p.span} == {(5, "last <b>word</b>")}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("*italic*, **bold**, ***both***, `code`", "italic, bold, both, code"),
        ("snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4"),
        (r"\*not italic\* and C:\dir", r"*not italic* and C:\dir"),
        ("a < b & c > d &amp; &copy; &eacute;", "a < b & c > d & © é"),
        ("A line  \nbroken here", "A line broken here"),
        ("[Laughs]: yes", "[Laughs]: yes"),
        ("[Smith]: interview", "[Smith]: interview"),
        ("[in brackets] and (so)", "[in brackets] and (so)"),
        ("a | b | c", "a | b | c"),
        ("(a) coal, (b) iron, (c) tin, (r) rock, (tm)", "(a) coal, (b) iron, (c) tin, (r) rock, (tm)"),
        ("12:30 --- then -- at last... gone", "12:30 — then – at last… gone"),
        ("100 %, £19 million, 50€", "100 %, £19 million, 50€"),
        ("© Jean-Claude Wicky", "© Jean-Claude Wicky"),
    ],
)
def test_marks_go_and_words_stay(source: str, text: str) -> None:
    assert sound(source) == [("paragraph", 1, text)]


# -- letters and quotation marks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "source", "text"),
    [
        ("en-GB", '"Coal", she said, "is \'black\'."', "“Coal”, she said, “is ‘black’.”"),
        ("en-GB", "the miners' strike wasn't 1926's, nor the '70s", "the miners’ strike wasn’t 1926’s, nor the ’70s"),
        ("es", '"El carbón", dijo, "es \'negro\'."', "«El carbón», dijo, «es “negro”.»"),
        (
            "es-BO",
            "¿Quién? ¡Ñandú! el pingüino, los años, acción, «ya»",
            "¿Quién? ¡Ñandú! el pingüino, los años, acción, «ya»",
        ),
        ("es", "ch'alla, q'ara, t'anta, wak'a, Jach'a", "ch’alla, q’ara, t’anta, wak’a, Jach’a"),
        ("es", "qhichwa: ñuqayku, llaqt'a; aymara: ä ï ü, jaqï", "qhichwa: ñuqayku, llaqt’a; aymara: ä ï ü, jaqï"),
        ("de", '"x"', "“x”"),
    ],
)
def test_marks_and_letters_of_each_language(language: str, source: str, text: str) -> None:
    assert sound(source, language)[0][2] == text


def test_letters_are_left_as_they_were_typed() -> None:
    """No composing, no decomposing: the font is asked for what is in the file."""
    assert sound("n\u0303 and \u00f1")[0][2] == "n\u0303 and \u00f1"


# -- what a compositor does ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("lasts 28 days and", "lasts 28~days and"),
        ("on 12 July and", "on 12~July and"),
        ("dura 28 días y", "dura 28~días y"),
        ("£19 million grant", "£19~million grant"),
        ("up 5 % again", "up 5~% again"),
        ("© Jean-Claude", "©~Jean-^Claude"),
        ("J. C. Wicky", "J.~C.~Wicky"),
        ("c. 1984 and pp. 12", "c.~1984 and pp.~12"),
        ("Mr Scargill, Dr Banda", "Mr~Scargill, Dr~Banda"),
        ("so – they say", "so~– they say"),
        ("28 dayslong", "28 dayslong"),
        ("trade-union", "trade-union"),
    ],
)
def test_lines_do_not_break_inside_what_belongs_together(typed: str, set_: str) -> None:
    assert no_break(typed).replace(NBSP, "~").replace(JOINER, "^") == set_


def test_no_last_line_of_one_short_word() -> None:
    assert no_runt("they came down to us") == f"they came down to{NBSP}us"
    assert no_runt("they came down to Bolivia") == "they came down to Bolivia"
    assert no_runt("to us") == "to us"
    assert read("They *all* came down to us.").blocks[0].text.endswith(f"to{NBSP}us.")


@given(st.text(st.characters(codec="utf-8")))
def test_no_break_changes_spaces_and_nothing_else(text: str) -> None:
    assert bare(no_break(text)) == bare(text)
    assert bare(no_runt(text)) == bare(text)


# -- figures ---------------------------------------------------------------------------------------------------------


def test_figures_are_named_by_id_in_the_order_of_the_text() -> None:
    reading = read("One.\n\n![](ridge-line)\n\nTwo.\n\n![](mine-mouth) ![](rails)\n")
    assert reading.problems == []
    assert [(f.id, f.span.line, f.span.column) for f in reading.figures] == [
        ("ridge-line", 3, 5),
        ("mine-mouth", 7, 5),
        ("rails", 7, 21),
    ]
    assert [block.text for block in reading.blocks] == ["One.", "Two."]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.jpg",
        "../photos/a.jpg",
        "/etc/passwd",
        "a.jpg",
        "Ridge-Line",
        "file:///a",
        "data:x",
        "a_b",
    ],
)
def test_a_figure_is_no_address_and_no_path(address: str) -> None:
    (found,) = read(f"One.\n\n![]({address})\n").problems
    assert (found.id, found.level) == ("text/figure", Level.ERROR)
    assert "is not the id of a photograph" in found.message
    assert found.span is not None
    assert (found.span.line, found.span.column, found.span.length) == (3, 5, len(address))


@pytest.mark.parametrize("text", ["Word ![](seam) and more", "![](seam) after", "before\n![](seam)", "- ![](seam) x"])
def test_a_figure_inside_a_sentence_is_refused(text: str) -> None:
    (found,) = read(text).problems
    assert found.message == "a figure must stand in a paragraph of its own"
    assert found.span is not None
    assert found.span.text.startswith("![](seam)", found.span.column - 1)


def test_words_in_the_brackets_of_a_figure_are_not_lost_silently() -> None:
    (found,) = read('![A seam of coal](seam "below ground")\n').problems
    assert (found.id, found.level) == ("text/figure-words", Level.WARNING)
    assert "`A seam of coal below ground`" in found.message


# -- what paper cannot do --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "id", "line", "word"),
    [
        ("One.\n\n<div>\nx\n</div>\n", "text/html", 3, "<div>"),
        ("One <br> two", "text/html", 1, "<br>"),
        ("One\ntwo <script>x", "text/html", 2, "<script>"),
        ("- item\n- <img src=x>", "text/html", 2, "<img src=x>"),
        ("> said <b>so", "text/html", 1, "<b>"),
        ("<!-- hidden -->", "text/html", 1, "<!-- hidden -->"),
        ("1971\n: in <i>July", "text/html", 2, "<i>"),
        ("One [word](https://example.org).", "text/link", 1, "https://example.org"),
        ("One <https://example.org>.", "text/link", 1, "https://example.org"),
        ("One [word](javascript:alert).", "text/link", 1, "javascript:alert"),
        ("One.\n\n    four spaces\n", "text/code", 3, "    four spaces"),
        ("One.\n\n```\nfence\n```\n", "text/code", 3, "```"),
    ],
)
def test_what_paper_cannot_do_is_refused_with_its_place(text: str, id: str, line: int, word: str) -> None:
    (found,) = read(text).problems
    assert (found.id, found.level) == (id, Level.ERROR)
    assert found.help
    assert found.span is not None
    assert (found.span.file, found.span.line) == (FILE, line)
    assert found.span.text[found.span.column - 1 :][: found.span.length] == word


def test_every_refusal_of_a_text_is_reported() -> None:
    reading = read("<b>one</b>\n\n[two](x)\n\n![](A)\n\nGood.\n")
    assert [p.id for p in reading.problems] == ["text/html", "text/html", "text/link", "text/figure"]
    assert [block.text for block in reading.blocks] == ["Good."]


# -- quotations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dash", ["— ", "– ", "-- ", "—", "- "])
def test_an_attribution_in_a_paragraph_of_its_own(dash: str) -> None:
    (block,) = read(f"> We went *down*.\n>\n> {dash}Joe Gormley\n").blocks
    assert block.text.replace(NBSP, " ") == "We went down. — Joe Gormley"
    assert '<p class="attribution">— Joe' in block.html.replace(NBSP, " ")
    assert "<li>" not in block.html


@pytest.mark.parametrize("dash", ["— ", "– ", "—"])
def test_an_attribution_on_the_last_line(dash: str) -> None:
    (block,) = read(f"> We went down.\n> {dash}Joe Gormley\n").blocks
    assert block.text.replace(NBSP, " ") == "We went down. — Joe Gormley"
    assert "<br />\n— Joe" in block.html.replace(NBSP, " ")


def test_speech_after_a_dash_is_no_attribution() -> None:
    (block,) = read("> —Bajamos, dijo.\n", "es").blocks
    assert block.text == "—Bajamos, dijo."
    assert "attribution" not in block.html


def test_a_quotation_that_begins_or_ends_in_italics_keeps_its_words() -> None:
    (block,) = read("> We went.\n>\n> *All* of us.\n").blocks
    assert "attribution" not in block.html
    (block,) = read("> — *Joe*\n").blocks
    assert block.text == "— Joe"


def test_a_list_in_a_quotation_stays_a_list() -> None:
    (block,) = read("> - bread\n> - coal\n").blocks
    assert block.html.count("<li>") == 2


# -- footnotes -------------------------------------------------------------------------------------------------------


def test_footnotes_are_numbered_and_set_below_in_full() -> None:
    text = (
        "First[^a] and second[^b].\n\n[^b]: The *second* note.\n\n"
        "[^a]: The first note.\n\n    Its second paragraph.\n\nLast[^a].\n"
    )
    reading = read(text)
    assert reading.problems == []
    assert [(b.kind, b.line, b.text.replace(NBSP, " ")) for b in reading.blocks] == [
        ("paragraph", 1, "First1 and second2."),
        ("paragraph", 9, "Last1."),
        ("notes", 5, "The first note. Its second paragraph. The second note."),
    ]
    notes = reading.blocks[-1].html
    assert notes.count("<li>") == 2
    assert notes.startswith("<ol ")


def test_a_footnote_nobody_refers_to_is_not_lost_silently() -> None:
    (found,) = read("One.\n\n[^1]: Two.\n").problems
    assert found.message == "nothing refers to the footnote `[^1]`"
    assert found.span is not None
    assert found.span.line == 3


def test_a_reference_without_its_footnote_is_named() -> None:
    (found,) = read("One[^1] and \\[^2].\n").problems
    assert found.message == "there is no footnote `[^1]`"
    assert found.span is not None
    assert (found.span.line, found.span.column) == (1, 4)


# -- single lines ----------------------------------------------------------------------------------------------------


def test_a_line_takes_inline_marks() -> None:
    block, problems = read_line('The "*Great* Strike"', FILE, 3, "en-GB", Span(FILE, 3, 8))
    assert (block.text, problems, block.id) == ("The “Great Strike”", [], f"{FILE}:3:8")
    assert block.html == "The “<em>Great</em> Strike”"


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "[x](https://e.org)", "![](seam)", "a <script>alert(1)</script>", "<!-- x -->"]
)
def test_a_line_that_is_refused_is_set_as_it_was_typed(text: str) -> None:
    """What a photograph says of itself comes this way, and nobody has read it yet."""
    block, problems = read_line(text, FILE, 3, "en-GB", Span(FILE, 3))
    assert problems
    assert block.text == text
    assert "<" not in block.html
    assert seen(block.html) == bare(text)


# -- properties ------------------------------------------------------------------------------------------------------

LETTERS = "abcXYZáéíñÑüäïq’0123456789"
WORD = st.text(LETTERS, min_size=1, max_size=9)
MARKED = st.tuples(WORD, st.sampled_from(["", "*", "**", "_", "`"])).map(lambda pair: pair[1] + pair[0] + pair[1])
SENTENCE = st.lists(MARKED, min_size=1, max_size=12).map(" ".join)
LANGUAGES = st.sampled_from(["en-GB", "es", "de"])


@given(st.lists(SENTENCE, min_size=1, max_size=6), LANGUAGES)
def test_paragraphs_keep_every_word(paragraphs: list[str], language: str) -> None:
    reading = read("\n\n".join(paragraphs), language)
    assert reading.problems == []
    assert [bare(block.text) for block in reading.blocks] == [bare(re.sub(r"[*_`]", "", p)) for p in paragraphs]
    assert [block.line for block in reading.blocks] == [1 + 2 * n for n in range(len(paragraphs))]


@given(st.lists(SENTENCE, min_size=1, max_size=6), st.sampled_from(["- ", "> ", "1. "]))
def test_lists_and_quotations_keep_every_word(lines: list[str], mark: str) -> None:
    reading = read("\n".join(mark + line for line in lines))
    assert bare("".join(block.text for block in reading.blocks)) == bare(re.sub(r"[*_`]", "", "".join(lines)))


@given(st.lists(st.tuples(WORD, SENTENCE), min_size=1, max_size=5))
def test_timelines_keep_every_word(entries: list[tuple[str, str]]) -> None:
    (block,) = read("\n\n".join(f"{year}\n: {event}" for year, event in entries)).blocks
    assert block.kind == "timeline"
    assert bare(block.text) == bare(re.sub(r"[*_`]", "", "".join(a + b for a, b in entries)))


@given(st.text(st.characters(codec="utf-8"), max_size=80), LANGUAGES)
def test_no_text_at_all_breaks_the_reader(text: str, language: str) -> None:
    """Whatever is typed: blocks whose HTML says what their text says, or a problem with its place."""
    reading = read_markdown(text, FILE, language)
    for found in reading.problems:
        assert found.span is not None
        assert found.span.line <= text.count("\n") + text.count("\r") + 1


@given(st.text("ab1 \n*_`[]()!<>^:#->.'\"~\\|", max_size=60))
def test_no_mixture_of_marks_loses_a_letter_silently(text: str) -> None:
    reading = read(text)
    if not reading.problems and not reading.figures:
        letters = re.findall("[ab]", text)
        assert re.findall("[ab]", "".join(block.text for block in reading.blocks)) == letters


# -- what other kinds of Markdown know -------------------------------------------------------------------------------


def told(text: str) -> list[tuple[str, Level, int, int]]:
    reading = read_markdown(text, "f.md", "en-GB", first_line=5)
    return [(d.id, d.level, d.span.line, d.span.column) for d in reading.problems if d.span]


@pytest.mark.parametrize(
    ("text", "level", "line", "column"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", Level.ERROR, 6, 1),
        ("See [here][1].\n\n[1]: https://example.org", Level.ERROR, 7, 1),
        ("1974\n1975\n: Two dates above one line", Level.ERROR, 7, 1),
        ("1974\n:", Level.ERROR, 6, 1),
        ("Not ~~this~~ one", Level.WARNING, 5, 5),
        ("A note^[inside] the line", Level.WARNING, 5, 7),
        ("- [ ] to do", Level.WARNING, 5, 3),
        ("A heading {#with-a-name}", Level.WARNING, 5, 11),
    ],
)
def test_signs_that_would_be_printed_as_they_are_typed_are_shown(
    text: str, level: Level, line: int, column: int
) -> None:
    assert told(text) == [("text/as-typed", level, line, column)]


@pytest.mark.parametrize(
    "text", ["Time: ten", "1974\n: A: b", "a -- b --- c", "a = b == c", "5 ~ 6 ~~ 7", "[1] and (1)"]
)
def test_signs_that_are_only_signs_are_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("depth", [17, 20, 60, 3000])
def test_text_that_is_nested_too_deeply_is_not_lost_silently(depth: int) -> None:
    """Markdown stops reading at the twentieth level and drops what is inside."""
    assert [id for id, *_ in told(">" * depth + " the innermost")] == ["text/nesting"]
    steps = "\n".join("  " * n + f"- step {n}" for n in range(depth // 2 + 2))
    assert [id for id, *_ in told(steps)] == ["text/nesting"]


def test_lists_of_a_sensible_depth_keep_every_word() -> None:
    reading = read_markdown("\n".join("  " * n + f"- step {n}" for n in range(6)), "f.md", "en-GB")
    assert (reading.problems, reading.blocks[0].text) == ([], " ".join(f"step {n}" for n in range(6)))


def test_a_footnote_written_twice_does_not_lose_the_first() -> None:
    assert told("A[^x].\n\n[^x]: One.\n\n[^x]: Two.") == [("text/footnote", Level.ERROR, 9, 1)]


@pytest.mark.parametrize("typed", ["See[^1]", "A[^long-name] b"])
def test_a_line_takes_no_footnote(typed: str) -> None:
    """A title or a caption has nowhere to put the note: its sign would be printed."""
    _, (found,) = read_line(typed, "f.md", 2, "en-GB", Span("f.md", 2, 1, 5, typed))
    assert found.message == "a footnote cannot stand here"
    assert read_line(r"\[^1]", "f.md", 2, "en-GB", Span("f.md", 2))[1] == []


@pytest.mark.parametrize("text", ["- ![](seam)\n- x", "> ![](seam)", "1974\n: ![](seam)", "# ![](seam)"])
def test_a_figure_inside_a_list_or_quotation_is_refused(text: str) -> None:
    assert [d.message for d in read_markdown(text, "f.md", "en-GB").problems] == [
        "a figure must stand in a paragraph of its own"
    ]


def test_a_file_in_the_place_of_an_id_is_answered_with_the_id() -> None:
    (found,) = read_markdown("![](ridge-line.jpg)", "f.md", "en-GB").problems
    assert "write `![](ridge-line)`" in found.help


def test_words_between_backticks_are_set_in_the_texts_own_typeface() -> None:
    """A typewriter face that no style declares rejected the whole panel."""
    (block,) = read_markdown("Press `a < b` now.", "f.md", "en-GB").blocks
    assert "<code>" not in block.html
    assert "a &lt; b" in block.html


def test_computer_code_is_answered_by_how_it_was_typed() -> None:
    assert "spaces" in read_markdown("    code", "f.md", "en-GB").problems[0].help
    assert "lines of `~~~`" in read_markdown("~~~\ncode\n~~~", "f.md", "en-GB").problems[0].help
