"""`panelpress diff`: what differs between two editions, two PDFs, or an edition and what was built last.

Files with the same digest are the same. Of others the facts, the words and every page are held against each other; pages are
not drawn where what puts ink on paper has the same digest on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import ExitCode, PanelpressError, fault
from panelpress.jobs.diffs.facts import facts_of
from panelpress.jobs.diffs.pages import page_changes, paired
from panelpress.jobs.diffs.sides import sides
from panelpress.jobs.diffs.texts import text_changes
from panelpress.report.diff import DiffReport, ItemDiff, Shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from panelpress.facts.pdf import PdfFacts
    from panelpress.jobs.diffs.sides import Held, Side

_LOCKED = "ask for a file without a password"
_BROKEN = "export or download it again; it was cut short, altered on the way, or written by a faulty program"
_SAME_INK = "what puts ink on paper has the same digest in both: the pages were not drawn"


@dataclass(frozen=True)
class Request:
    """What is to be compared: two words (``jobs/diffs/sides.py`` says what they mean), and which items (none: all).

    ``start`` is the exhibition's folder, or one inside it; for two PDFs none is needed.
    """

    first: str
    second: str
    start: Path
    items: tuple[str, ...] = ()


def diff(request: Request) -> tuple[DiffReport, ExitCode]:
    """Compare two states: exit code 0 where both print the same, 1 where something differs, 2 where something is unjudged.

    Raises:
        PanelpressError: with exit code 2, where one of them is not there or not as it was written.
    """
    first, second = sides((request.first, request.second), request.start, request.items)
    items = tuple(_item(*pair) for pair in _pairs(first, second))
    report = DiffReport(first.name, second.name, items, tuple(dict.fromkeys((*first.remarks, *second.remarks))))
    if report.unjudged:
        return report, ExitCode.CANNOT_JUDGE
    return report, ExitCode.PRESS_READY if report.same else ExitCode.FINDINGS


def _pairs(first: Side, second: Side) -> Iterator[tuple[Held | None, Held | None]]:
    """Yield the files that belong together; what was named one by one belongs together, whatever it is called.

    Raises:
        PanelpressError: where a single file is held against many, and none of them is like it.
    """
    if first.named and second.named:
        yield _only(first), _only(second)
    elif first.named:
        yield _only(first), _like(_only(first), second)
    elif second.named:
        yield _like(_only(second), first), _only(second)
    else:
        for key in dict.fromkeys((*first.items, *second.items)):
            yield first.items.get(key), second.items.get(key)


def _only(named: Side) -> Held:
    return next(iter(named.items.values()))


def _like(held: Held, whole: Side) -> Held:
    """Return the item that a file is to be held against: the same item, the very same file, or the file of the same name."""
    if held.key in whole.items:
        return whole.items[held.key]
    if len(whole.items) == 1:
        return _only(whole)
    for alike in ("sha256", "file"):
        for other in whole.items.values():
            if getattr(other, alike) == getattr(held, alike):
                return other
    keys = ", ".join(f"`{key}`" for key in whole.items)
    raise fault(
        "diff/which",
        f"{held.name} is called like no item of {whole.name}",
        f"say which: `--item`, or after a colon, as in `1:3`; there are {keys}",
    )


def _item(first: Held | None, second: Held | None) -> ItemDiff:
    held = next(each for each in (first, second) if each is not None)
    if first is not None and second is not None and first.is_pdf:
        held = second  # the item that a file is held against has a name people know
    begun = ItemDiff(held.key, _label(first, second, held), "same", _shown(first), _shown(second))
    if first is None or second is None:
        return replace(begun, state="only-second" if first is None else "only-first")
    if first.sha256 == second.sha256:
        return begun
    try:
        return _compared(begun, first, second)
    except PanelpressError as unread:
        return replace(begun, state="unjudged", faults=unread.diagnostics)


def _label(first: Held | None, second: Held | None, held: Held) -> str:
    """Return what a pair is called: by both names, where two files or two items of other names were named."""
    if first is None or second is None or first.is_pdf != second.is_pdf or first.label == second.label:
        return held.label
    return f"{first.label}, {second.label}"


def _shown(held: Held | None) -> Shown | None:
    return Shown(held.name, held.sha256) if held is not None else None


def _compared(begun: ItemDiff, first: Held, second: Held) -> ItemDiff:
    """Return what is different about two files that are not the same.

    Raises:
        PanelpressError: where one of them is not to be had, or cannot be read.
    """
    from panelpress.inspect.oneword import one_clear_word

    sources = first.source(), second.source()
    one, two = _read(first, sources[0]), _read(second, sources[1])
    facts, pairs = facts_of(one, two), paired(one, two)
    texts = text_changes(pairs)
    same_ink = bool(first.content_digest) and first.content_digest == second.content_digest
    with one_clear_word(f"{first.name} or {second.name}", "pdf", locked=_LOCKED, broken=_BROKEN):
        pages = () if same_ink else tuple(page_changes(pairs, *sources))
    differs = bool(texts or pages) or any(fact.prints and not fact.same for fact in facts)
    return replace(
        begun,
        state="different" if differs else "same-picture",
        facts=facts,
        texts=texts,
        pages=pages,
        remarks=(_SAME_INK,) if same_ink else (),
    )


def _read(held: Held, source: Path | bytes) -> PdfFacts:
    from panelpress.inspect.reader import read_pdf

    return read_pdf(source, held.name, raster=False)
