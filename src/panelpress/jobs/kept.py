"""What was made and judged before, so that nothing is done twice.

Two things are kept for every item, under digests of all they depend on: what became of it, and how it was laid out. The press
file itself is not kept a second time: it lies in ``out/press``, and counts only while its bytes are what they were. Where the
same file would be judged otherwise now (another limit, a waiver, a line that moved), it is judged anew and not made anew.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from panelpress.facts.layout import (
    Block,
    Fitted,
    Frame,
    LayoutFacts,
    Line,
    MissingGlyph,
    Overrun,
    PlacedPicture,
    SetText,
    Source,
)
from panelpress.facts.signing import NumberedLine, Part
from panelpress.ground.diagnostics import Diagnostic, Level, Origin, Place, Span
from panelpress.ground.files import canonical, digest
from panelpress.ground.geometry import Box
from panelpress.ground.packing import packed, unpacked
from panelpress.ground.seen import digests
from panelpress.jobs.looks import kept_looks
from panelpress.jobs.places import REJECTED
from panelpress.ledger.tool import tool
from panelpress.press.inputs import recipe_digest
from panelpress.report.model import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from panelpress.ground.files import Cache, Swap
    from panelpress.jobs.orders import Rules
    from panelpress.jobs.work import Result
    from panelpress.preflight.order import Order
    from panelpress.press.make import Made
    from panelpress.press.recipe import Recipe

_FOUND = (*PARTS, NumberedLine, Part)
_LAID_OUT = (
    Block, Box, Diagnostic, Fitted, Frame, LayoutFacts, Level, Line, MissingGlyph, Origin, Overrun, Place, PlacedPicture,
    SetText, Source, Span,
)  # fmt: skip


@dataclass(frozen=True)
class Keys:
    """Under which digests an item's two things are kept: what became of it (``result``), how it was made (``made``).

    ``judged`` tells what it was judged by; with the same ``made`` and ``judged`` and another ``result``, only lines have moved.
    """

    result: str
    made: str
    judged: str


def keys_of(recipe: Recipe, order: Order, rules: Rules, inputs: dict[str, str]) -> Keys:
    """Return an item's keys: its result hangs on all there is, its making on what its bytes and its layout depend on."""
    made = digest(canonical(["made", recipe_digest(recipe, inputs), tool()]))
    whole = packed((replace(recipe, sources=()), order, inputs, rules.identity, repr(rules.waivers), rules.written))
    judged = digest(canonical([repr(order), rules.identity, repr(rules.waivers), rules.written]))
    return Keys(digest(canonical(["result", made, digest(whole)])), made, judged)


def pressed(swap: Swap, memo: Path) -> dict[str, Path]:
    """Return the press files that lie in ``out/press`` and in what an interrupted build left, by their digests."""
    folders = (*swap.left(), swap.target / REJECTED, swap.target)
    files = [path for folder in folders for path in sorted(folder.glob("*.pdf"))]
    return {held: path for path, held in digests(files, memo).items()}


def put(path: Path, target: Path) -> None:
    """Put a press file into another folder as well: as a second name of the same bytes where the disk can do that."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        os.link(path, target)
        return
    shutil.copy2(path, target)


def keep_result(cache: Cache, key: str, result: Result) -> None:
    """Keep what became of an item; its pages' pictures are kept by themselves (:mod:`panelpress.jobs.looks`)."""
    report = replace(result.report, looks=(), seconds=0.0)
    cache.put(key, packed((report, result.versions, result.judged, result.lines)))


def find_result(cache: Cache, key: str, files: Mapping[str, Path]) -> Result | None:
    """Return what became of an item when it was last made, if its file is still there."""
    from panelpress.jobs.work import Result

    data = cache.get(key)
    if data is None:
        return None
    try:
        report, versions, judged, lines = unpacked(data, _FOUND)
    except ValueError:
        return None
    looks = kept_looks(cache, report.digest)
    if report.digest and (report.digest not in files or not looks):
        return None
    return Result(replace(report, looks=looks), versions, judged=judged, lines=lines)


def keep_made(cache: Cache, key: str, recipe: Recipe, made: Made) -> None:
    """Keep how an item was made: all but the bytes."""
    spans = tuple((wanted.key, wanted.span) for wanted in recipe.pictures)
    known = (digest(made.data), made.content_digest, made.layout, made.problems, made.pictures, made.versions, spans)
    cache.put(key, packed(known))


def find_made(cache: Cache, key: str, recipe: Recipe, files: Mapping[str, Path]) -> Made | None:
    """Return an item as it was made before, with the lines on which its text and its captions stand now."""
    from panelpress.press.make import Made

    data = cache.get(key)
    try:
        held, content, layout, problems, pictures, versions, spans = unpacked(data or b"", _LAID_OUT)
        pdf = files[held].read_bytes()
    except (ValueError, KeyError, OSError):
        return None
    if digest(pdf) != held:
        return None
    now = {wanted.key: wanted.span for wanted in recipe.pictures}
    moved = {was: now[key] for key, was in spans if key in now}
    problems = tuple(replace(d, span=moved.get(d.span, d.span)) if d.span else d for d in problems)
    return Made(pdf, content, _with_blocks(layout, recipe.blocks), problems, pictures, versions)


def _with_blocks(layout: LayoutFacts, blocks: tuple[Block, ...]) -> LayoutFacts:
    """Return a layout with its blocks as the project has them now: the same text, perhaps on other lines of the file."""
    names = {was.id: now.id for was, now in zip(layout.blocks, blocks, strict=True)}
    sources = {was.source: now.source for was, now in zip(layout.blocks, blocks, strict=True)}
    return replace(
        layout,
        blocks=blocks,
        texts=tuple(replace(text, block=names.get(text.block, text.block)) for text in layout.texts),
        lines=tuple(replace(line, block=names.get(line.block, line.block)) for line in layout.lines),
        missing_glyphs=tuple(
            replace(glyph, source=sources.get(glyph.source) if glyph.source else None)
            for glyph in layout.missing_glyphs
        ),
    )
