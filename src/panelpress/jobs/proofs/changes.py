"""What changed in an item since earlier proofs: since the last one, and since the one in which somebody approved it."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING

from panelpress.compare.pages import changed_regions
from panelpress.compare.words import word_changes
from panelpress.ground.files import digest
from panelpress.jobs.proofs.kept import kept_page
from panelpress.ledger.entries import Decision
from panelpress.ledger.standing import folded
from panelpress.press.proofs.content import Changes, PageChange

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path

    from panelpress.facts.signing import NumberedLine
    from panelpress.jobs.proofs.pages import SeenPage
    from panelpress.ledger.chain import Ledger
    from panelpress.ledger.proofs import ProofItem, ProofRecord

BESIDE_LONGEST, BESIDE_QUALITY = 760, 55
"""The pictures of a page before and now, beside each other: the most pixels along their longer side, JPEG quality"""
NEW, SAME = "no earlier proof shows it", "nothing changed"


def changes_since(
    archive: Path,
    ledger: Ledger,
    earlier: Sequence[ProofRecord],
    item: str,
    lines: Sequence[NumberedLine],
    pages: Sequence[SeenPage],
    uncounted: Container[str] = (),
) -> tuple[Changes, ...]:
    """Return what changed in an item since each earlier proof that matters, the last one first.

    Args:
        archive: where the pictures of earlier proofs are kept.
        ledger: what was recorded.
        earlier: the records of the proofs that went before, by number.
        item: the item's key.
        lines: its lines as they are numbered now.
        pages: its pages as they look now.
        uncounted: the entries of decisions that do not count, by whoever is not asked.
    """
    by_number = {record.number: record for record in earlier if item in record.items}
    if not by_number:
        return (Changes("", NEW),)
    people = last_approvals(ledger, item, uncounted)
    last = max(by_number)
    found: list[Changes] = []
    for number in sorted({last, *people} & set(by_number), reverse=True):
        since = _since(number, people.get(number, {}), is_last=number == last)
        changed = tuple(_pages(archive, by_number[number].items[item], lines, pages))
        found.append(Changes(since, "" if changed else SAME, changed))
    return tuple(found)


def last_approvals(ledger: Ledger, item: str, uncounted: Container[str] = ()) -> dict[int, dict[str, list[str]]]:
    """Return of each proof in which somebody last approved an item who did, each with the gates; with corrections counts too.

    Nobody is told of who decided without being asked: their approval is waited for by nobody.
    """
    last: dict[tuple[str, str, str], dict[str, Decision]] = defaultdict(dict)
    for known_as, decision in ledger.matters(Decision).items():
        if decision.item == item and decision.decision != "changes" and known_as not in uncounted:
            last[folded(decision.by), folded(decision.organisation), decision.gate][known_as] = decision
    found: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for said in last.values():
        day = max(decision.date for decision in said.values())
        newest = said[ledger.order.last(known_as for known_as, d in said.items() if d.date == day)[-1]]
        found[newest.proof].setdefault(newest.by, []).append(newest.gate)
    return dict(found)


def _since(number: int, people: Mapping[str, Sequence[str]], *, is_last: bool) -> str:
    """Return ``proof 2, the last one; A. Writer approved text in it``."""
    told = [f"{by} approved {_listed(sorted(gates))} in it" for by, gates in sorted(people.items())]
    return "; ".join([f"proof {number}{', the last one' if is_last else ''}", *told])


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _pages(
    archive: Path, before: ProofItem, lines: Sequence[NumberedLine], pages: Sequence[SeenPage]
) -> Iterator[PageChange]:
    """Yield the pages on which something changed, and those that are gone or new."""
    was, now = _by_page(before.lines), _by_page(lines)
    seen = {page.page: page for page in pages}
    for number in range(1, max(len(before.pictures), *seen, *was, *now, 0) + 1):
        pieces = word_changes(was.get(number, ()), now.get(number, ()))
        old = before.pictures[number - 1] if number <= len(before.pictures) else ""
        new = seen[number].kept if number in seen else None
        if new is not None and digest(new) == old:
            if pieces:
                yield PageChange(number, pieces)
            continue
        picture = kept_page(archive, old) if old else None
        regions = changed_regions(picture, new) if picture is not None and new is not None else None
        if regions == () and not pieces:
            continue  # packed differently, and no more
        yield PageChange(number, pieces, _beside(picture), _beside(new), regions or ())


def _by_page(lines: Sequence[NumberedLine]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        found[line.page].append(line.text)
    return found


def _beside(picture: bytes | None) -> bytes | None:
    """Return a picture small enough to stand beside another."""
    if picture is None:
        return None
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        opened.thumbnail((BESIDE_LONGEST, BESIDE_LONGEST), Image.Resampling.LANCZOS)
        written = io.BytesIO()
        opened.save(written, "JPEG", quality=BESIDE_QUALITY, optimize=True)
    return written.getvalue()
