"""Text: every word of the source is on the paper, inside its frame and away from the knife."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
from panelpress.preflight.checks.page import mm
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import OnPage, at, quoted, visible_texts, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from panelpress.facts.layout import Block, LayoutFacts, MissingGlyph, SetText
    from panelpress.facts.pdf import TextRun
    from panelpress.preflight.order import Awaited, Subject

_HYPHENS = "\u00ad\u2010\u2011\u002d"
_DROPPED = re.compile(rf"[\s\u200b\u2060{_HYPHENS}]+")
_SENTENCE = re.compile(r"[^.!?…]*[.!?…]+[\"”\u2019)\]]*|[^.!?…]+$")
_QUOTE = 160
_MAX_ALIGN = 60_000


@dataclass(frozen=True, slots=True)
class Story:
    """The blocks meant for one frame, in order, and per block what of it can be seen."""

    frame: str
    blocks: tuple[tuple[Block, tuple[SetText, ...]], ...]


def _stories(subject: Subject) -> Iterator[Story]:
    layout = subject.layout
    if layout is None:
        return
    shown: dict[str, list[SetText]] = {}
    for text in layout.texts:
        if text.block:
            shown.setdefault(text.block, []).append(text)
    frames: dict[str, list[Block]] = {}
    for block in layout.blocks:
        frames.setdefault(block.frame, []).append(block)
    for frame, blocks in frames.items():
        yield Story(frame, tuple((b, tuple(shown.get(b.id, ()))) for b in blocks))


@check(
    "text/complete",
    over=_stories,
    level=Level.ERROR,
    source="house law 1; measured: layout engines drop what overflows a frame without a word",
    fix="Cut the text or give it more room.",
)
def text_complete(story: Story, *, shown_share: float = 0.8) -> Iterator[Finding]:
    """Every word of the source is on the paper and visible.

    Text that overflows its frame vanishes silently and is missed when the panel hangs. A line counts as visible when
    at least ``shown_share`` of its height shows. Compared are the characters in their order, without spaces and
    hyphens, however the lines are broken and whatever capitals the styles make.
    """
    lost: list[tuple[Block, list[int]]] = []
    for block, texts in story.blocks:
        missing = lost_words(block.text, [(t.text, _seen(t, shown_share)) for t in texts])
        if missing:
            lost.append((block, missing))
    if not lost:
        return
    words = sum(len(missing) for _, missing in lost)
    total = sum(len(block.text.split()) for block, _ in story.blocks)
    block, missing = lost[0]
    page = next((t.page for _, texts in story.blocks for t in texts), None)
    sentence = _sentence_with(block.text, missing[0])
    unset = not any(texts for _, texts in story.blocks)
    remedy = f"Cut about {count(words, 'word')} in {block.source.file}, or give the frame more room."
    if unset:  # not a letter of it was set: less of it would not help
        remedy = f"The layout has no place for it, or the styles hide it: choose another, or take it out of {block.source.file}."
    yield Finding(
        f"{count(words, 'word')} of {total:,} in the frame `{story.frame}` {'is' if words == 1 else 'are'} not on "
        f"the paper; the first lost stands in: “{sentence}” ({block.source.file}:{block.source.line})",
        Place(page=page, object=story.frame),
        count(total - words, "word"),
        count(total, "word"),
        remedy,
    )


def _planned(subject: Subject) -> Iterator[tuple[Block, LayoutFacts]]:
    """The first block that stands past its planned pages; where none does, every block with a plan."""
    layout = subject.layout
    if layout is None:
        return
    for block in layout.blocks:
        if block.pages is not None:
            yield block, layout
            if _last_page(block, layout) > block.pages[1]:
                return  # what follows is only pushed on by this one


def _last_page(block: Block, layout: LayoutFacts) -> int:
    return max((t.page for t in layout.texts if t.block == block.id), default=0)


@check(
    "text/planned-pages",
    over=_planned,
    level=Level.ERROR,
    source="the flat plan",
    fix="Cut the text, or give it more pages in `flat_plan`.",
)
def text_planned_pages(planned: tuple[Block, LayoutFacts]) -> Iterator[Finding]:
    """Every text ends on the page planned for it.

    One that runs on pushes all that follows to wrong pages, and the book is no longer bound in fours.
    """
    block, layout = planned
    assert block.pages is not None
    last = _last_page(block, layout)
    if last <= block.pages[1]:
        return
    own = {b.id for b in layout.blocks if b.source.file == block.source.file and b.pages == block.pages}
    over = sum(len(t.text.split()) for t in layout.texts if t.block in own and t.page > block.pages[1])
    yield Finding(
        f"the text of {block.source.file} runs on to page {last}; the flat plan ends it on page {block.pages[1]}",
        Place(page=last),
        f"{count(over, 'word')} too many",
        f"to end on page {block.pages[1]}",
        f"Cut about {count(over, 'word')} in {block.source.file}, or give it more pages in `flat_plan`.",
    )


def _seen(text: SetText, share: float) -> bool:
    """Tell whether a line can be read: enough of its height shows, and nearly all of its width."""
    box, visible = text.box, text.visible
    if visible is None:
        return False
    high = visible.height >= share * box.height
    return high and visible.width >= min(box.width - 0.5, 0.98 * box.width)


def _stream(text: str) -> str:
    """Return what is compared: the characters without spaces and hyphens, in one normal form, case folded."""
    return _DROPPED.sub("", unicodedata.normalize("NFC", text)).casefold()


def lost_words(source: str, lines: Sequence[tuple[str, bool]]) -> list[int]:
    """Return the numbers (from 0) of the source's words that cannot be seen, in order, in the lines.

    A hidden line is aligned with the source like the others, and only then left out: where a line in the middle is lost,
    the letters it shares with the next visible one are not taken from that one.

    Args:
        source: the words as written.
        lines: each laid-out line, and whether it can be seen.
    """
    words = source.split()
    streams = [_stream(word) for word in words]
    laid = [(_stream(line), seen) for line, seen in lines]
    wanted, shown = "".join(streams), "".join(line for line, _ in laid)
    visible = b"".join((b"\1" if seen else b"\0") * len(line) for line, seen in laid)
    if wanted == "".join(line for line, seen in laid if seen):
        return []
    present = bytearray(len(wanted))
    head = _common(wanted, shown)
    tail = _common(wanted[head:][::-1], shown[head:][::-1])
    present[:head] = visible[:head]
    present[len(wanted) - tail :] = visible[len(shown) - tail :]
    middle, other = wanted[head : len(wanted) - tail], shown[head : len(shown) - tail]
    if middle and other and len(middle) + len(other) <= _MAX_ALIGN:
        for match in SequenceMatcher(None, middle, other, autojunk=False).get_matching_blocks():
            start, at = head + match.a, head + match.b
            present[start : start + match.size] = visible[at : at + match.size]
    lost, at = [], 0
    for number, stream in enumerate(streams):
        if 0 in present[at : at + len(stream)]:
            lost.append(number)
        at += len(stream)
    return lost


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))


def _sentence_with(text: str, word: int) -> str:
    """Return the sentence of the source in which a word (numbered from 0) stands, shortened around its start."""
    at = 0
    for sentence in _SENTENCE.findall(text):
        at += len(sentence.split())
        if word < at:
            plain = " ".join(sentence.split())
            return plain if len(plain) <= _QUOTE else plain[: _QUOTE - 1].rstrip() + "…"
    return " ".join(text.split())[:_QUOTE]


def _layouts(subject: Subject) -> Iterator[LayoutFacts]:
    if subject.layout is not None:
        yield subject.layout


@check(
    "text/glyphs",
    over=_layouts,
    level=Level.ERROR,
    source="house law 1; measured: a missing glyph is only a log line",
    fix="Write the character another way, or set it in a font that has it.",
)
def text_glyphs(layout: LayoutFacts) -> Iterator[Finding]:
    """Every character has a shape in the fonts of the page.

    A character no font has prints as an empty box or not at all.
    """
    told: set[tuple[str, str]] = set()
    for glyph in layout.missing_glyphs:
        if (glyph.character, glyph.where) in told:  # a caption that stands twice in a book
            continue
        told.add((glyph.character, glyph.where))
        where = f" ({glyph.source.file}:{glyph.source.line})" if glyph.source else ""
        yield Finding(
            f"no font of the page has {_named(glyph)}, in “{glyph.where}”{where}",
            Place(object=glyph.character),
            _named(glyph),
            "a character of the fonts",
        )


def _named(glyph: MissingGlyph) -> str:
    code = " ".join(f"U+{ord(c):04X}" for c in glyph.character)
    name = "" if glyph.name.startswith("U+") else f" {glyph.name}"
    return f"“{glyph.character}” ({code}{name})"


def _inside_trim(subject: Subject) -> Iterator[OnPage[TextRun]]:
    """Text of which something lies inside the trim; slug lines and marks do not concern the reader."""
    for text in visible_texts(subject):
        visible = text.what.visible
        if visible is not None and text.page.trim.overlap(visible) is not None:
            yield text


@check(
    "text/minimum-size",
    over=_inside_trim,
    level=Level.ERROR,
    source="house: 6 and 8 pt in a book, 24 pt on a panel",
    fix="Set it larger, and shorten it if there is no room.",
)
def text_minimum_size(text: OnPage[TextRun], *, min_pt: float = 4.0, warn_pt: float = 5.0) -> Iterator[Finding]:
    """Text is large enough to be read and to be printed.

    What is smaller cannot be read from where the reader stands, and its fine strokes break up on the press. Measured is
    the size after all scaling, to a tenth of a point; marks outside the trim are left alone.
    """
    run = text.what
    points = round(run.size_pt, 1)
    if points < max(min_pt, warn_pt):
        yield Finding(
            f"{quoted(run)} on page {run.page} is {points:g} pt",
            at(run, run.visible),
            f"{points:g} pt",
            f"at least {min_pt if points < min_pt else warn_pt:g} pt",
            level=None if points < min_pt else Level.WARNING,
        )


def _with_safe_area(subject: Subject) -> Iterator[OnPage[TextRun]]:
    if subject.order.safe is not None:
        yield from _inside_trim(subject)


@check(
    "text/safe",
    over=_with_safe_area,
    level=Level.ERROR,
    source="printers' guides: 5 mm (A5), 10 mm (panels) from the trim",
    fix="Move the text inwards.",
)
def text_safe(text: OnPage[TextRun], *, tolerance_mm: float = 0.2) -> Iterator[Finding]:
    """Text keeps its distance from the trim.

    The cut wanders by a millimetre or more, and frames and edge profiles cover the rim.
    """
    safe = text.order.safe
    visible = text.what.visible
    assert safe is not None
    assert visible is not None
    trim = text.page.trim
    distances = {
        "top": visible.top - trim.top,
        "right": trim.right - visible.right,
        "bottom": trim.bottom - visible.bottom,
        "left": visible.left - trim.left,
    }
    for edge, wanted in safe.named:
        if distances[edge] < wanted - tolerance_mm:
            yield Finding(
                f"{quoted(text.what)} on page {text.what.page} stands {mm(distances[edge])} mm from the {edge} edge",
                at(text.what, visible),
                f"{mm(distances[edge])} mm",
                f"at least {mm(wanted)} mm",
            )


@check(
    "text/language",
    over=whole,
    level=Level.NOTE,
    source="ISO 32000-2, 14.9.2; the proofs and access copies are read aloud",
    fix="Write the document's language into the catalogue (/Lang).",
)
def text_language(subject: Subject) -> Iterator[Finding]:
    """The file says in which language it is written.

    Whoever has the file read aloud hears it in the right language. The press does not care.
    """
    if not subject.pdf.lang:
        yield Finding("the file does not say its language", Place(), "no /Lang", "such as en-GB")


def _to_be_supplied(subject: Subject) -> Iterator[Awaited]:
    yield from subject.order.to_be_supplied


@check(
    "text/to-be-supplied",
    over=_to_be_supplied,
    level=Level.NOTE,
    source="the panel's own front matter: to_be_supplied",
    fix="Write the text and take its name out of to_be_supplied.",
)
def text_to_be_supplied(text: Awaited) -> Iterator[Finding]:
    """Texts still to come are marked as such.

    What stands in their place is not meant for the public.
    """
    yield Finding(f"the text `{text.id}` is still to be supplied", Place(page=text.page, object=text.id))
