"""Which words of a source are not among the lines that were laid out, or not among those that can be seen.

Compared are the characters in their order, without spaces and hyphens, in one normal form and without regard to case: so
it does not matter how lines are broken, words divided, letters joined or capitals made by styles.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from panelpress.facts.layout import Block, SetText

_HYPHENS = "\u00ad\u2010\u2011\u002d"
_DROPPED = re.compile(rf"[\s\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069{_HYPHENS}]+")
_MAX_ALIGN = 60_000
SHOWN_SHARE = 0.8
"""A line can be read when at least this share of its height shows."""


def stream(text: str) -> str:
    """Return what is compared: the characters without spaces, hyphens and direction marks, in one normal form, case folded."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()


def seen(text: SetText, share: float = SHOWN_SHARE) -> bool:
    """Tell whether a line can be read: enough of its height shows, and nearly all of its width."""
    box, visible = text.box, text.visible
    if visible is None:
        return False
    high = visible.height >= share * box.height
    return high and visible.width >= min(box.width - 0.5, 0.98 * box.width)


def lost_of(block: Block, texts: Iterable[SetText], share: float = SHOWN_SHARE) -> list[int]:
    """Return the numbers (from 0) of a block's words that cannot be seen among its laid-out lines."""
    return lost_words(block.text, [(t.text, seen(t, share)) for t in texts])


def lost_words(source: str, lines: Sequence[tuple[str, bool]]) -> list[int]:
    """Return the numbers (from 0) of the source's words that cannot be seen, in order, in the lines.

    A hidden line is aligned with the source like the others, and only then left out: where a line in the middle is lost,
    the letters it shares with the next visible one are not taken from that one.

    Args:
        source: the words as written.
        lines: each laid-out line, and whether it can be seen.
    """
    words = source.split()
    streams = [stream(word) for word in words]
    laid = [(stream(line), shown) for line, shown in lines]
    wanted, shown = "".join(streams), "".join(line for line, _ in laid)
    visible = b"".join((b"\1" if clear else b"\0") * len(line) for line, clear in laid)
    if wanted == "".join(line for line, clear in laid if clear):
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
    for number, letters in enumerate(streams):
        if 0 in present[at : at + len(letters)]:
            lost.append(number)
        at += len(letters)
    return lost


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))
