"""Everything a proof tells of its items, gathered from a build and from the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.ground.files import digest
from panelpress.jobs.places import PRESS, REJECTED
from panelpress.jobs.pool import each
from panelpress.jobs.proofs.asked import state_in_words
from panelpress.jobs.proofs.changes import changes_since
from panelpress.jobs.proofs.pages import STEPS, Wanted, see
from panelpress.jobs.proofs.rows import comment_rows, finding_rows, photo_rows, words_rows
from panelpress.jobs.prose import prose_of, text_rules
from panelpress.ledger.proofs import ProofItem
from panelpress.ledger.standing import standings, uncounted
from panelpress.ledger.todo import to_do
from panelpress.press.proofs.content import ItemShown, PageShown
from panelpress.report.signoff import shortest
from panelpress.report.words import GOOD_STATES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from panelpress.facts.prose import Prose
    from panelpress.facts.signing import NumberedLine
    from panelpress.jobs.build import Built
    from panelpress.jobs.proofs.pages import SeenPage
    from panelpress.ledger.proofs import ProofRecord
    from panelpress.ledger.standing import Standing
    from panelpress.ledger.todo import Asked
    from panelpress.press.proofs.content import CommentRow
    from panelpress.press.recipe import Recipe
    from panelpress.report.model import ItemReport

_TOGETHER = 8
"""How many pages a process is given at a time: a book is drawn by several"""


@dataclass(frozen=True)
class Gathered:
    """An item as it was made: its report and recipe, its pages as they look, its lines; ``path`` is None where it has no file.

    ``fit``: it has no finding that rejects it, and may be signed.
    """

    report: ItemReport
    recipe: Recipe
    path: Path | None
    pages: tuple[SeenPage, ...]
    lines: tuple[NumberedLine, ...]

    @property
    def key(self) -> str:
        """The item's key."""
        return self.report.key

    @property
    def fit(self) -> bool:
        """Whether it may be signed."""
        return self.report.state in GOOD_STATES


def gather(built: Built, jobs: int) -> tuple[Gathered, ...]:
    """Return the items that were made now, each with its pages as they look.

    Raises:
        PanelpressError: where a finished file cannot be read again.
    """
    made = [item for item in built.report.items if item.key in built.results]
    paths = {item.key: _path(built, item) for item in made}
    wanted: list[tuple[str, Wanted]] = []
    for item in made:
        path = paths[item.key]
        numbers = range(1, item.pages + 1) if path else range(0)
        for first in range(0, len(numbers), _TOGETHER):
            pages = tuple(numbers[first : first + _TOGETHER])
            plates = tuple(plate for plate in built.recipes[item.key].plates if plate.page in pages)
            assert path is not None
            wanted.append((item.key, Wanted(path, pages, plates)))
    seen: dict[str, list[SeenPage]] = {item.key: [] for item in made}
    for (key, _), pages_seen in zip(wanted, each(see, [what for _, what in wanted], jobs), strict=True):
        seen[key] += pages_seen
    return tuple(
        Gathered(item, built.recipes[item.key], paths[item.key], tuple(seen[item.key]), built.results[item.key].lines)
        for item in made
    )


def _path(built: Built, item: ItemReport) -> Path | None:
    if not item.file:
        return None
    folder = built.exhibition.root / "out" / PRESS
    path = folder / ("" if item.state in GOOD_STATES else REJECTED) / item.file
    return path if path.is_file() else None


def record_items(built: Built, gathered: Sequence[Gathered]) -> dict[str, ProofItem]:
    """Return the items as a proof's record has them: those of which there are pages to see."""
    return {
        item.key: ProofItem(
            item.report.label,
            item.report.digest,
            item.report.content_digest,
            built.results[item.key].judged,
            item.lines,
            tuple(digest(page.kept) for page in item.pages),
        )
        for item in gathered
        if item.pages
    }


@dataclass(frozen=True)
class Teller:
    """Tells of each item what stands beside its pages: what all items have in common is worked out once."""

    built: Built
    prose: Prose
    budget: int | None
    asked: tuple[Asked, ...]
    short: Mapping[str, str]
    standings: tuple[Standing, ...]
    uncounted: frozenset[str]

    @classmethod
    def of(cls, built: Built, date: dt.date) -> Teller:
        """Return what tells of the items of a build, held against a day."""
        exhibition = built.exhibition
        rules = text_rules(exhibition).rules
        budget = next((int(str(rule.limits["most"])) for rule in rules if rule.check.id == "words/panel"), None)
        asked = to_do(built.ledger)
        now = {key: (recipe.name.kind, built.judged.get(key)) for key, recipe in built.recipes.items()}
        said = exhibition.sign_off
        stands = standings(said, built.ledger, now, date) if said else ()
        out = frozenset(each.entry for each in uncounted(said, built.ledger)) if said else frozenset[str]()
        short = shortest(each.entries[0] for each in asked)
        return cls(built, prose_of(exhibition), budget, asked, short, stands, out)

    def item(self, item: Gathered, earlier: Sequence[ProofRecord], step: int) -> ItemShown:
        """Return an item as the proof shows it, its pictures made smaller by so many steps."""
        recipe, exhibition = item.recipe, self.built.exhibition
        order = self.built.orders[item.key]
        lines = {page.page: tuple(ln for ln in item.lines if ln.page == page.page) for page in item.pages}
        return ItemShown(
            item.key,
            item.report.label,
            item.report.content_digest,
            (recipe.sheet.width, recipe.sheet.height),
            recipe.sheet.bleed,
            order.safe,
            tuple(PageShown(page.page, page.pictures[step], page.area, lines[page.page]) for page in item.pages),
            facing=recipe.name.kind == "catalogue" and recipe.name.part != "cover",
            state=self.state(item),
            findings=finding_rows(item.report),
            words=words_rows(self.prose, recipe.name, recipe, self.budget),
            photographs=photo_rows(exhibition, recipe, item.pages),
            comments=comment_rows(self.asked, item.key, self.short),
            changes=changes_since(
                exhibition.archive, self.built.ledger, earlier, item.key, item.lines, item.pages, self.uncounted
            )
            if item.pages
            else (),
            variable=recipe.strip,
        )

    def elsewhere(self) -> tuple[CommentRow, ...]:
        """Return what people asked for that is about no item: on the cover, on a sign-off sheet."""
        return comment_rows(self.asked, "", self.short)

    def standing(self) -> tuple[Standing, ...]:
        """Return where the items stand, as far as the record is what was written: nothing stands in one that is not."""
        return () if self.built.ledger.faults else self.standings

    def state(self, item: Gathered) -> str:
        """Return where an item stands, in words."""
        if not item.fit:
            return "rejected: not to be signed before what is found is mended"
        mine = [standing for standing in self.standings if standing.item == item.key]
        return state_in_words(mine, asked=self.built.exhibition.sign_off is not None)


LAST_STEP = len(STEPS) - 1
