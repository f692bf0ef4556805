"""Completeness: every word of the source is on the paper, in its place, once, and nothing lies on it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from panelpress.facts.lost import lost_of, seen, stream
from panelpress.ground.diagnostics import Level, Origin, Place
from panelpress.ground.units import count
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import at, quoted, shortened, visible_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.layout import Block, Fitted, LayoutFacts, Overrun, SetText
    from panelpress.facts.pdf import TextRun
    from panelpress.preflight.order import Subject

_SENTENCE = re.compile(r"[^.!?…]*[.!?…]+[\"”\u2019)\]]*|[^.!?…]+$")
_QUOTE = 160
_CUT = 6
_BEARING_MM = 1.0
_CROSSING_MM = 1.0


@dataclass(frozen=True, slots=True)
class Story:
    """The blocks meant for one frame, in order, and per block what of it can be seen."""

    frame: str
    blocks: tuple[tuple[Block, tuple[SetText, ...]], ...]
    overrun: Overrun | None = None


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
        set_in = {t.frame for b in blocks for t in shown.get(b.id, ())} or {frame}
        overrun = next((o for o in layout.overruns if o.frame in set_in), None)
        yield Story(frame, tuple((b, tuple(shown.get(b.id, ()))) for b in blocks), overrun)


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
        missing = lost_of(block, texts, shown_share)
        if missing:
            lost.append((block, missing))
    if not lost:
        return
    words = sum(len(missing) for _, missing in lost)
    total = sum(len(block.text.split()) for block, _ in story.blocks)
    block, missing = lost[0]
    page = next((t.page for _, texts in story.blocks for t in texts), None)
    over = story.overrun.over_mm if story.overrun else None
    yield Finding(
        f"{count(words, 'word')} of {total:,} in the frame `{story.frame}` {'is' if words == 1 else 'are'} not on "
        f"the paper{_cut(block, missing)}; the first lost stands in: “{_sentence_with(block.text, missing[0])}” "
        f"({block.source.file}:{block.source.line})",
        Place(page=page, object=story.frame),
        count(total - words, "word") + (f"; {over:,.0f} mm too long" if over else ""),
        count(total, "word"),
        _remedy(story, block, words),
        origin=Origin(block.source.file, block.source.line, _sentence_with(block.text, missing[0])),
    )


def _cut(block: Block, missing: list[int]) -> str:
    """Return the words after which the text breaks off; "" where it is lost from its beginning."""
    words = block.text.split()
    before = words[max(0, missing[0] - _CUT) : missing[0]]
    return f"; the cut falls after “…{' '.join(before)}”" if before else ""


def _remedy(story: Story, block: Block, words: int) -> str:
    """Return what would make a story fit; what is said of sizes and places was tried."""
    if not any(texts for _, texts in story.blocks):  # not a letter of it was set: less of it would not help
        return f"The layout has no place for it, or the styles hide it: choose another, or take it out of {block.source.file}."
    offers = [f"Cut about {count(words, 'word')} in {block.source.file}"]
    overrun = story.overrun
    if overrun and overrun.size_pt is not None:
        offers.append(f"set the text in {overrun.size_pt:g} pt (`fit: true`)")
    if overrun and overrun.lower_mm is not None:
        offers.append(f"move the picture {overrun.lower_mm:.0f} mm lower")
    offers.append("give the frame more room")
    return f"{', '.join(offers[:-1])}, or {offers[-1]}."


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
        origin=Origin(block.source.file, block.source.line, shortened(block.text)),
    )


def _sentence_with(text: str, word: int) -> str:
    """Return the sentence of the source in which a word (numbered from 0) stands, shortened around its start."""
    at = 0
    for sentence in _SENTENCE.findall(text):
        at += len(sentence.split())
        if word < at:
            plain = " ".join(sentence.split())
            return plain if len(plain) <= _QUOTE else plain[: _QUOTE - 1].rstrip() + "…"
    return " ".join(text.split())[:_QUOTE]


@dataclass(frozen=True, slots=True)
class Standing:
    """A block of source text and all the places it was laid out in."""

    block: Block
    texts: tuple[SetText, ...]


def _standing(subject: Subject) -> Iterator[Standing]:
    for story in _stories(subject):
        for block, texts in story.blocks:
            if texts:
                yield Standing(block, texts)


@check(
    "text/once",
    over=_standing,
    level=Level.ERROR,
    source="house law 1: nothing missing, nothing twice",
    fix="Take the second place out of the template; a text that is to stand twice needs an id of its own there.",
)
def text_once(standing: Standing) -> Iterator[Finding]:
    """No text stands on the paper twice.

    A template that sets a text in two places is a slip of the hand, and readers take the repetition for a mistake in the
    text. Generated marks and numbers do not count.
    """
    block = standing.block
    wanted = len(stream(block.text))
    laid = sum(len(stream(text.text)) for text in standing.texts if seen(text))
    if wanted and laid >= 2 * wanted:
        yield Finding(
            f"“{shortened(block.text)}” stands on the paper {laid // wanted} times ({block.source.file}:{block.source.line})",
            Place(page=standing.texts[-1].page, box=standing.texts[-1].box, object=block.frame),
            f"{laid // wanted} times",
            "once",
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as laid out and as it is in the finished file: pieces of text, runs of text, what lies in pictures left out.

    ``hidden`` are pieces that the layout knows to be out of sight: they are lost, and told as such, but no surprise.
    """

    number: int
    pieces: tuple[SetText, ...]
    runs: tuple[TextRun, ...]
    hidden: tuple[SetText, ...] = ()


def _sheets(subject: Subject) -> Iterator[Sheet]:
    layout = subject.layout
    if layout is None:
        return
    for page in subject.pdf.pages:
        pictures = [p.box for p in layout.pictures if p.page == page.number]
        runs = [
            run
            for run in page.texts
            if run.visible is not None
            and run.paints
            and page.trim.overlap(run.visible) is not None
            and not any(box.contains(run.box, _BEARING_MM) for box in pictures)
        ]
        pieces = [
            text
            for text in layout.texts
            if text.page == page.number
            and text.visible is not None
            and page.trim.overlap(text.box) is not None
            and not any(box.contains(text.box, _BEARING_MM) for box in pictures)
        ]
        if pieces or runs:
            hidden = tuple(t for t in layout.texts if t.page == page.number and t.visible is None)
            yield Sheet(page.number, tuple(pieces), tuple(runs), hidden)


@check(
    "text/in-file",
    over=_sheets,
    level=Level.ERROR,
    source="house law 1; the finished file is read by a reader that never met its writer",
    fix="Build again; if it stays, report it with the file: the layout and the file do not agree.",
)
def text_in_file(sheet: Sheet) -> Iterator[Finding]:
    """What was laid out is what the finished file says, word for word, and nothing else.

    Between the layout and the paper stand the writer and the finisher. The file's own words, in the places where they
    stand and without those that are clipped away, are held against every piece of text of the layout.
    """
    missing, extra = _differences(sheet)
    if missing:
        words = sum(len(piece.text.split()) for piece in missing)
        yield Finding(
            f"{count(words, 'word')} laid out on page {sheet.number} {'is' if words == 1 else 'are'} not in the file: "
            f"“{shortened(missing[0].text)}”",
            Place(page=sheet.number, box=missing[0].box, object=missing[0].frame or None),
            f"{count(words, 'word')} missing",
            "every word",
        )
    if extra:
        words = sum(len(run.text.split()) for run in extra)
        yield Finding(
            f"{count(words, 'word')} on page {sheet.number} of the file {'was' if words == 1 else 'were'} not laid out there: "
            f"“{shortened(extra[0].text)}”",
            Place(page=sheet.number, box=extra[0].box),
            f"{count(words, 'word')} too many",
            "none but the layout's",
            "A drawing or template writes text of its own: let it do so once, in a place of its own.",
        )


def _differences(sheet: Sheet) -> tuple[list[SetText], list[TextRun]]:
    """Return the pieces that the file does not say where they were laid out, and the runs that belong to none."""
    taken: set[int] = set()
    missing = []
    for piece in sheet.pieces:
        here = [n for n, run in enumerate(sheet.runs) if n not in taken and _stands_in(run, piece)]
        if _same("".join(sheet.runs[n].text for n in here), piece.text):
            taken.update(here)
            continue
        exact = next((n for n in here if _same(sheet.runs[n].text, piece.text)), None)
        if exact is None:
            missing.append(piece)
            taken.update(here)
        else:  # the same words lie on each other twice: the second is left over and told
            taken.add(exact)
    left = [run for n, run in enumerate(sheet.runs) if n not in taken and stream(run.text)]
    return missing, [run for run in left if not any(_stands_in(run, piece) for piece in sheet.hidden)]


def _stands_in(run: TextRun, piece: SetText) -> bool:
    x, y = (run.box.left + run.box.right) / 2, (run.box.top + run.box.bottom) / 2
    box = piece.box
    return box.left - _BEARING_MM <= x <= box.right + _BEARING_MM and box.top <= y <= box.bottom


def _same(written: str, laid: str) -> bool:
    """Tell whether two texts have the same letters; those of right-to-left scripts stand in the file from left to right."""
    one, other = stream(written), stream(laid)
    if one == other:
        return True
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in other) and sorted(one) == sorted(other)


def _shown(subject: Subject) -> Iterator[tuple[TextRun, ...]]:
    """The visible text of every page that has any."""
    for _, texts in groupby(visible_texts(subject), key=lambda text: text.what.page):
        yield tuple(text.what for text in texts)


@check(
    "text/covered",
    over=_shown,
    level=Level.ERROR,
    source="house law 1; seen in the rendered pixels, with and without the text",
    fix="Move the text, or what lies on it, or change their order.",
)
def text_covered(runs: tuple[TextRun, ...]) -> Iterator[Finding]:
    """Nothing lies on a text.

    What is painted later hides what is beneath it, and every reader of the file's words would still find them there. Only
    the pixels tell: a page is rendered with its text and without, and a text that makes no difference is not there.
    """
    covered = [run for run in runs if run.covered]
    if covered:
        first, others = covered[0], len(covered) - 1
        more = f" and {count(others, 'more line')}" if others else ""
        yield Finding(
            f"{quoted(first)}{more} on page {first.page} {'are' if others else 'is'} painted over",
            at(first, first.visible),
            count(len(covered), "hidden line"),
            "none",
        )


def _layouts(subject: Subject) -> Iterator[LayoutFacts]:
    if subject.layout is not None:
        yield subject.layout


@check(
    "text/overlap",
    over=_layouts,
    level=Level.ERROR,
    source="house law 1",
    fix="Give the texts frames of their own, or cut the upper one.",
)
def text_overlap(layout: LayoutFacts, *, overlap_share: float = 0.3) -> Iterator[Finding]:
    """No line stands on another.

    Two lines that cross cannot be read, though no word of them is lost. Lines set without leading touch; told is where
    letters share more than ``overlap_share`` of the lower line's height, and more than a millimetre of its length.
    """
    for number in sorted({line.page for line in layout.lines}):
        lines = sorted(
            (line for line in layout.lines if line.page == number), key=lambda line: (line.box.top, line.number)
        )
        for index, line in enumerate(lines):
            for other in lines[index + 1 :]:
                if other.box.top >= line.box.bottom:
                    break
                common = line.box.overlap(other.box)
                if common is None or common.width < _CROSSING_MM:
                    continue
                if common.height > overlap_share * min(line.box.height, other.box.height):
                    yield Finding(
                        f"“{shortened(line.text)}” and “{shortened(other.text)}” stand on each other on page {number}",
                        Place(page=number, box=common, object=other.frame or None),
                        f"{common.height:.1f} mm in common",
                        "none",
                    )


def _fitted(subject: Subject) -> Iterator[Fitted]:
    if subject.layout is not None and subject.layout.fitted is not None:
        yield subject.layout.fitted


@check(
    "text/fitted",
    over=_fitted,
    level=Level.NOTE,
    source="the panel's own front matter: fit",
    fix="Nothing; take `fit:` out to have the theme's size again.",
)
def text_fitted(fitted: Fitted) -> Iterator[Finding]:
    """A size that was chosen to make the text fit is told.

    Panels that hang side by side are best set alike: whoever lets one differ should know by how much.
    """
    if fitted.size_pt != fitted.usual_pt:
        yield Finding(
            f"`fit:` sets the text in {fitted.size_pt:g} pt; the theme's size is {fitted.usual_pt:g} pt",
            Place(),
            f"{fitted.size_pt:g} pt",
            f"{fitted.least_pt:g} to {fitted.most_pt:g} pt",
        )
