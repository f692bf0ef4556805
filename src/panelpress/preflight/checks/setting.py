"""The compositor's craft, as set: no lonely lines, no ladders, no capitals or figures that the font does not have."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import Level, Place
from panelpress.ground.units import count
from panelpress.preflight.checks.legible import READING, paragraphs
from panelpress.preflight.framework import Finding, check
from panelpress.preflight.selectors import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.facts.layout import Line, SetText
    from panelpress.preflight.order import Subject


def _read(subject: Subject) -> Iterator[tuple[Line, ...]]:
    """Every paragraph of two lines or more that is read rather than looked at."""
    if subject.layout is not None:
        for lines in paragraphs(subject.layout):
            if len(lines) > 1 and lines[0].level in READING:
                yield lines


@check(
    "setting/last-line",
    over=_read,
    level=Level.WARNING,
    source="compositors' practice; house: eight characters or two words",
    fix="Change a word or two, or tie the last words together with a no-break space.",
)
def setting_last_line(lines: tuple[Line, ...], *, least_characters: int = 8) -> Iterator[Finding]:
    """No paragraph ends in a line of one short word.

    Such a line looks like a hole, and it costs a line of room for a word.
    """
    last = lines[-1]
    text = last.text.strip()
    if len(text) < least_characters and len(text.split()) < 2:
        yield _on(
            last, f"the last line of a paragraph is “{text}”", count(len(text), "character"), f"{least_characters}"
        )


def _parts(lines: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """Return a paragraph's lines as they stand in columns or on pages: a line higher up than the one before begins anew."""
    number, column, before = 0, {}, None
    for line in lines:
        if before is not None and (line.page != before.page or line.box.top < before.box.top):
            number += 1
        column[line.number] = number
        before = line
    return [tuple(part) for _, part in groupby(lines, key=lambda line: column[line.number])]


@check(
    "setting/widow",
    over=_read,
    level=Level.WARNING,
    source="compositors' practice: two lines at least on either side of a break",
    fix="Change a line or two of the text before it, or break the page elsewhere.",
)
def setting_widow(lines: tuple[Line, ...], *, least_lines: int = 2) -> Iterator[Finding]:
    """A paragraph that goes on in the next column or on the next page leaves no line alone.

    A first line alone at the foot, or a last line alone at the head, is cut off from its thought.
    """
    parts = _parts(lines)
    if len(parts) < 2 or len(lines) < 2 * least_lines:
        return
    for part, place in ((parts[0], "foot"), (parts[-1], "head")):
        if len(part) < least_lines:
            message = f"“{shortened(part[0].text)}” stands alone at the {place} of a column or page"
            yield _on(part[0], message, count(len(part), "line"), f"at least {count(least_lines, 'line')}")


@check(
    "setting/hyphens",
    over=_read,
    level=Level.WARNING,
    source="UKAAF G003 (words not split); compositors' practice (no more than two in a row)",
    fix="Let the lines run ragged (`hyphens: manual`), or change a word.",
)
def setting_hyphens(lines: tuple[Line, ...], *, in_a_row: int = 2) -> Iterator[Finding]:
    """Divided words do not stand one above the other.

    Each divided word makes the reader wait for its end; a ladder of them makes the eye slip to the wrong line. On panels
    no word is divided at all.
    """
    for divided, run in groupby(lines, key=lambda line: line.hyphenated):
        ladder = list(run)
        if divided and len(ladder) > in_a_row:
            words = count(len(ladder), "divided word")
            message = f"{words} at line ends{' in a row' if in_a_row else ''}: “{shortened(ladder[0].text)}”"
            yield _on(ladder[0], message, words, f"at most {in_a_row}" if in_a_row else "none")


def _asked(subject: Subject) -> Iterator[SetText]:
    """The first text of each style."""
    if subject.layout is None:
        return
    seen = set()
    for text in subject.layout.texts:
        key = (text.family, text.weight, text.italic, text.faked)
        if key not in seen:
            seen.add(key)
            yield text


@check(
    "setting/faked",
    over=_asked,
    level=Level.WARNING,
    source="measured: the engine sets ordinary letters where a font has no small capitals, without a word",
    fix="Choose a typeface that has them, or take the request out of the styles.",
)
def setting_faked(text: SetText) -> Iterator[Finding]:
    """Small capitals and old-style figures are the font's own.

    Where the font has none, ordinary letters and figures are printed, and the page is not what its designer saw.
    """
    for wanted in text.faked:
        yield Finding(
            f"{text.family} has no {wanted}, which the styles ask for: “{shortened(text.text)}”",
            Place(page=text.page, box=text.box, object=text.frame or None),
            f"no {wanted}",
            wanted,
        )


def _on(line: Line, message: str, measured: str, required: str) -> Finding:
    place = Place(page=line.page, box=line.box, object=line.frame or None)
    return Finding(message, place, measured, required)
