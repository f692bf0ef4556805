"""`panelpress access`: the texts in large print and as plain HTML, one edition a language, published together or not at all."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.exhibition.model import in_language
from panelpress.exhibition.project import load
from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, PanelpressError, Place, Span, did_you_mean, error
from panelpress.ground.files import digest, write_atomic
from panelpress.jobs.places import REJECTED
from panelpress.jobs.publishing import publishing
from panelpress.press.access import proof
from panelpress.press.access.compose import Other, published, web_page
from panelpress.press.access.content import content_of
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.model import ItemReport, Report, exit_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from panelpress.exhibition.model import Exhibition
    from panelpress.facts.layout import LayoutFacts
    from panelpress.press.access.content import Content
    from panelpress.report.progress import Watcher

ACCESS = "access"
_GUIDE, _TEXTS = "large-print", "texts"
_WEIGHT = {_GUIDE: 1.0, _TEXTS: 0.1}
"""Roughly how many seconds of one processor each takes."""


@dataclass(frozen=True)
class Edition:
    """What is made in one language: its content, and what its files' names carry (``.es``; nothing in the main language)."""

    content: Content
    suffix: str

    def key(self, kind: str) -> str:
        """Return the name of one of its files in messages, without its ending: ``large-print.es``."""
        return f"{kind}{self.suffix}"

    def file(self, kind: str) -> str:
        """Return the name of one of its files."""
        return self.key(kind) + (".pdf" if kind == _GUIDE else ".html")


@dataclass(frozen=True)
class _Made:
    data: bytes
    pages: int
    problems: tuple[Diagnostic, ...]


def access(
    root: Path,
    languages: Sequence[str],
    fail_on: Level,
    watching: Callable[[float], AbstractContextManager[Watcher]],
) -> tuple[Report, ExitCode]:
    """Make the access editions and publish them in ``out/access``.

    Args:
        root: the exhibition's folder.
        languages: the languages asked for, as tags or their first part; all when there are none.
        fail_on: from which findings on the exit code is 1.
        watching: gives what is told of the progress.

    Raises:
        PanelpressError: with exit code 2 and nothing published, when the project itself is faulty or ``out/`` not writable.
    """
    started = time.perf_counter()
    exhibition = load(root, THEMES, SHIPPED / "panel")
    editions = _editions(exhibition, languages)
    items: list[ItemReport] = []
    with publishing(root / "out", ACCESS) as swap, watching(len(editions) * sum(_WEIGHT.values())) as watcher:
        for edition in editions:
            for kind in (_GUIDE, _TEXTS):
                watcher.started(edition.key(kind))
                item = _item(exhibition, edition, kind, editions, swap.staging)
                watcher.finished(item, _WEIGHT[kind])
                items.append(item)
        swap.publish()
    report = Report(
        in_language(exhibition.title, exhibition.language),
        exhibition.job,
        exhibition.edition,
        exhibition.date.isoformat(),
        f"out/{ACCESS}/",
        tuple(items),
        (*exhibition.remarks, *dict.fromkeys(d for edition in editions for d in edition.content.findings)),
        time.perf_counter() - started,
    )
    return report, exit_code(report.items, report.findings, fail_on)


def _editions(exhibition: Exhibition, asked: Sequence[str]) -> tuple[Edition, ...]:
    """Return the editions in the languages asked for, in the exhibition's order.

    Raises:
        PanelpressError: naming every language that the exhibition does not have.
    """
    unknown = [word for word in asked if not any(_meant(word, tag) for tag in exhibition.languages)]
    if unknown:
        raise PanelpressError(
            error(
                "project/unknown-language",
                f"the exhibition has no language `{word}`",
                did_you_mean(word, exhibition.languages),
            )
            for word in unknown
        )
    tags = [tag for tag in exhibition.languages if not asked or any(_meant(word, tag) for word in asked)]
    return tuple(Edition(content_of(exhibition, tag), _suffix(exhibition, tag)) for tag in tags)


def _meant(word: str, tag: str) -> bool:
    return word.casefold() in (tag.casefold(), tag.partition("-")[0])


def _suffix(exhibition: Exhibition, tag: str) -> str:
    """Return what the names of an edition's files carry: the short tag, as items do, unless two languages share it."""
    if tag == exhibition.language:
        return ""
    short = tag.partition("-")[0]
    alone = sum(1 for other in exhibition.languages if other.partition("-")[0] == short) == 1
    return f".{short if alone else tag}"


def _item(
    exhibition: Exhibition, edition: Edition, kind: str, editions: Sequence[Edition], staging: Path
) -> ItemReport:
    """Make one file, hold it against its source, and put it with the good or the rejected ones."""
    made = _guide(exhibition, edition) if kind == _GUIDE else _texts(exhibition, edition, editions)
    good = not any(d.level is Level.ERROR for d in made.problems)
    file = edition.file(kind)
    write_atomic(staging / ("" if good else REJECTED) / file, made.data)
    return ItemReport(
        edition.key(kind),
        edition.key(kind),
        "ready" if good else "rejected",
        file,
        made.pages,
        *((210.0, 297.0) if kind == _GUIDE else (0.0, 0.0)),
        octets=len(made.data),
        digest=digest(made.data),
        problems=made.problems,
    )


def _guide(exhibition: Exhibition, edition: Edition) -> _Made:
    from panelpress.press.access.guide import make_guide

    key, content = edition.key(_GUIDE), edition.content
    made = make_guide(exhibition, content, edition.file(_GUIDE), main=content.language == exhibition.language)
    missing = proof.lost(content.blocks, proof.laid_out(made.layout), key)
    glyphs = _without_glyph(made.layout, key)
    return _Made(made.data, made.layout.pages, (*made.problems, *glyphs, *missing))


def _texts(exhibition: Exhibition, edition: Edition, editions: Sequence[Edition]) -> _Made:
    html = web_page(exhibition.root, edition.content, tuple(_others(edition, editions)))
    missing = proof.lost(edition.content.blocks, proof.written(html), edition.key(_TEXTS))
    return _Made(published(html).encode(), 0, tuple(missing))


def _others(edition: Edition, editions: Iterable[Edition]) -> Iterator[Other]:
    """Give what stands beside a page of texts: its guide in large print, and the texts in other languages."""
    own = edition.content
    yield Other(edition.file(_GUIDE), own.language, f"{own.words.large_print} (PDF)")
    for other in editions:
        if other is not edition:
            words = other.content.words
            name = f"{words.texts} ({words.name})"
            yield Other(other.file(_TEXTS), other.content.language, name)


def _without_glyph(layout: LayoutFacts, item: str) -> Iterator[Diagnostic]:
    """Say which characters would be empty boxes in the guide."""
    for glyph in layout.missing_glyphs:
        yield error(
            "access/glyph",
            f"no typeface of the guide has {glyph.name} ({glyph.character}), in “{glyph.where[:60]}”",
            "write it with other characters",
            span=Span(glyph.source.file, glyph.source.line) if glyph.source else None,
            place=Place(item),
        )


__all__ = ["ACCESS", "access"]
