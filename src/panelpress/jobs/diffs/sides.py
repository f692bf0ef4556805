"""What the two words of `panelpress diff` mean: a PDF, an edition, one item of it, or what was built last."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from panelpress.exhibition.root import find_root
from panelpress.ground.diagnostics import PanelpressError, did_you_mean, error, fault
from panelpress.ground.files import digest_file
from panelpress.jobs.history import keys_of
from panelpress.jobs.places import OUT, PRESS
from panelpress.jobs.reprints.kept import kept_edition, very_file
from panelpress.ledger import editions, manifest
from panelpress.ledger.index import EditionItem
from panelpress.report.words import GOOD_STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from panelpress.jobs.reprints.kept import Kept

NOW = "now"
_EDITION = re.compile(r"(?:edition[ -]?)?([1-9]\d{0,8})", re.IGNORECASE)
_GRAMMAR = "name a PDF, an edition by its number (`1`), an item of it (`1:3`), or `now`, what was built last (`now:3`)"
_TOLD = 5


@dataclass(frozen=True)
class Held:
    """A file that is compared.

    Attributes:
        key: the item's key; a PDF's name.
        label: what the item is called.
        name: the file, in words.
        file: its name.
        sha256: its digest.
        content_digest: the digest of what puts ink on paper; "" where only the file itself says so.
        source: gives the file, held against its digest.
        is_pdf: whether it is a PDF of its own, and no item of anything.
    """

    key: str
    label: str
    name: str
    file: str
    sha256: str
    content_digest: str
    source: Callable[[], Path | bytes]
    is_pdf: bool = False


@dataclass(frozen=True)
class Side:
    """One of the two states: what it is called, its files by item; ``named`` where a single item or file was asked for."""

    name: str
    items: Mapping[str, Held]
    named: bool = False
    remarks: tuple[str, ...] = ()


def sides(words: tuple[str, str], start: Path, asked: Sequence[str] = ()) -> tuple[Side, Side]:
    """Return what two words of the command line mean.

    Args:
        words: each a PDF, ``1``, ``1:3``, ``now``, ``now:3``.
        start: the exhibition's folder, or one inside it; it need not be one for PDFs.
        asked: only these items of an edition or of what was built; all where none is named. One that is on one side only is
            told; one that is on none is not known.

    Raises:
        PanelpressError: with exit code 2, where there is no such thing, or it cannot be read.
    """
    first, second = (_side(word, start) for word in words)
    whole = [each for each in (first, second) if not each.named]
    unknown = [word for word in asked if not any(_keys(each, word) for each in whole)]
    if unknown:
        names = [key for each in whole for key in each.items]
        raise PanelpressError(
            error(
                "project/unknown-item",
                f"there is no panel or book `{word}` in what is compared",
                did_you_mean(word, names),
            )
            for word in unknown
        )
    return (first, second) if not asked else (_cut(first, asked), _cut(second, asked))


def _cut(whole: Side, asked: Sequence[str]) -> Side:
    if whole.named:
        return whole
    keys = {key for word in asked for key in _keys(whole, word)}
    return replace(whole, items={key: held for key, held in whole.items.items() if key in keys})


def _side(word: str, start: Path) -> Side:
    state, _, item = word.partition(":")
    edition = _EDITION.fullmatch(state)
    if edition is None and state != NOW:
        return _pdf(word)
    root = find_root(start)
    whole = _built(root) if edition is None else _edition(root, int(edition[1]))
    if not item:
        return whole
    keys = _keys(whole, item)
    if not keys:
        message = f"{whole.name} has no panel or book `{item}`"
        raise fault("project/unknown-item", message, did_you_mean(item, whole.items))
    some = {key: whole.items[key] for key in keys}
    labels = ", ".join(held.label for held in some.values())
    return Side(f"{labels} of {whole.name}", some, named=len(some) == 1, remarks=whole.remarks)


def _keys(whole: Side, word: str) -> tuple[str, ...]:
    """Return the items that a word means: several where a panel hangs in several languages."""
    known = {key: EditionItem(h.label, h.file, h.sha256, h.content_digest, 0, (0, 0)) for key, h in whole.items.items()}
    try:
        return keys_of(known, (word,))
    except PanelpressError:
        return ()


def _pdf(word: str) -> Side:
    path = Path(word)
    if not path.is_file():
        if path.suffix.lower() == ".pdf" or path.exists():
            raise fault("pdf/missing", f"{word}: there is no such file", "check the name and the folder")
        raise fault("diff/unknown", f"`{word}` is no file, no edition and not `now`", _GRAMMAR)
    try:
        known_as = digest_file(path)
    except OSError as refused:
        what = f"{word}: cannot be read: {refused.strerror or refused}"
        raise fault("pdf/unreadable", what, "check the disk and rights") from None
    held = Held(path.name, path.name, word, path.name, known_as, "", lambda: path, is_pdf=True)
    return Side(word, {path.name: held}, named=True)


def _edition(root: Path, number: int) -> Side:
    record = editions.read(root, number)
    name = f"edition {number}"

    @cache
    def kept() -> Kept:
        return kept_edition(root, record)

    def source(item: EditionItem) -> Callable[[], Path | bytes]:
        def give() -> bytes:
            found = very_file(root, kept(), item)
            if found.data is None:
                why = f": {found.wrong[0]}" if found.wrong else ""
                help = "take the archive from another copy: `panelpress archive`"
                raise fault("archive/missing", f"{item.label} of {name} is not to be had{why}", help)
            return found.data

        return give

    return Side(
        name,
        {
            key: Held(
                key, item.label, f"{item.label} of {name}", item.file, item.sha256, item.content_digest, source(item)
            )
            for key, item in record.items.items()
        },
    )


def _built(root: Path) -> Side:
    folder = root / OUT / PRESS
    said = manifest.read_whole(folder)
    if said is None:
        raise fault("diff/nothing", f"there is nothing in {OUT}/{PRESS}/", "`panelpress build` makes it")
    found: dict[str, Held] = {}
    remarks: list[str] = []
    for entry in manifest.read(folder).values():
        path = folder / entry.file
        if entry.state not in GOOD_STATES:
            remarks.append(f"{entry.label} is {entry.state}: it is not compared")
            continue
        if not path.is_file():
            raise fault("diff/changed", f"{OUT}/{PRESS}/{entry.file} is not there any more", "`panelpress build`")
        known_as = digest_file(path)
        as_built = known_as == entry.sha256
        if not as_built:
            remarks.append(f"{OUT}/{PRESS}/{entry.file} is not what was built: it is compared as it is")
        found[entry.item] = Held(
            entry.item,
            entry.label,
            f"{OUT}/{PRESS}/{entry.file}",
            entry.file,
            known_as,
            entry.content_digest if as_built else "",
            lambda path=path: path,  # type: ignore[misc]
        )
    if later := _later(root, said["sources"]):
        more = f" and {len(later) - _TOLD} more" if len(later) > _TOLD else ""
        remarks.append(
            f"changed since it was built: {', '.join(later[:_TOLD])}{more}; `panelpress build` takes that up"
        )
    return Side("what was built last", found, remarks=tuple(remarks))


def _later(root: Path, sources: Mapping[str, str]) -> list[str]:
    """Return the files of the project that are not as they were when it was built."""
    return [path for path, known_as in sources.items() if _digest(root / path) != known_as]


def _digest(path: Path) -> str:
    try:
        return digest_file(path)
    except OSError:
        return ""
