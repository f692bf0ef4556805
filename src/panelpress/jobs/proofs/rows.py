"""The tables beside an item's pages: what was found in it, its words, its photographs, what people asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.model import in_language
from panelpress.press.proofs.content import CommentRow, FindingRow, PhotoRow, WordsRow
from panelpress.report.words import accepted, paper, source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Exhibition, Photo
    from panelpress.exhibition.schema import RightsShape
    from panelpress.facts.prose import Prose
    from panelpress.jobs.proofs.pages import SeenPage, SeenPlate
    from panelpress.ledger.todo import Asked
    from panelpress.press.recipe import Plate, Recipe, Treatment
    from panelpress.report.model import ItemReport

_CONSENT = {
    "given": "the people shown agreed",
    "not-needed": "no consent needed",
    "asked": "the people shown were asked",
    "refused": "the people shown refused",
}


def finding_rows(item: ItemReport) -> tuple[FindingRow, ...]:
    """Return everything that was found in an item, the worst first."""
    return tuple(
        FindingRow(
            found.id,
            (found.accepted.level if found.accepted else found.level).word,
            found.message,
            "; ".join(part for part in (paper(found, item=False), source(found)) if part),
            accepted(found),
        )
        for found in item.findings
    )


def words_rows(prose: Prose, name: ItemName, recipe: Recipe, budget: int | None) -> tuple[WordsRow, ...]:
    """Return how many words an item's texts have, of how many a panel may have; its captions apart."""
    files = {block.source.file for block in recipe.blocks}
    if name.kind == "panel":
        texts = [t for t in prose.texts if t.of == name.id and t.language in name.languages]
    else:
        texts = [t for t in prose.texts if t.file in files and t.language in name.languages]
    rows = [WordsRow(t.of, t.language, t.words, budget if t.panel and name.kind == "panel" else None) for t in texts]
    shown = {f"caption of {plate.id}" for plate in recipe.plates}
    for language in name.languages:
        words = sum(
            passage.words
            for passage in prose.others
            if passage.of in shown and passage.role in ("caption", "credit") and passage.language in ("", language)
        )
        if words:
            rows.append(WordsRow("captions and credits", language, words))
    return tuple(rows)


def photo_rows(exhibition: Exhibition, recipe: Recipe, pages: Sequence[SeenPage]) -> tuple[PhotoRow, ...]:
    """Return the photographs of an item in the order in which they are placed."""
    by_page = {seen.page: seen for seen in pages}
    rows = []
    for number in sorted({plate.page for plate in recipe.plates} & set(by_page)):
        on_page = [plate for plate in recipe.plates if plate.page == number]
        for plate, seen in zip(on_page, by_page[number].plates, strict=True):
            rows.append(_photo(exhibition.photos[plate.id], plate, seen, exhibition.language))
    return tuple(rows)


def _photo(photo: Photo, plate: Plate, seen: SeenPlate, language: str) -> PhotoRow:
    return PhotoRow(
        photo.id,
        plate.page,
        seen.thumbnail,
        ", ".join(part for part in (in_language(photo.title, language), photo.date) if part),
        in_language(photo.credit, language),
        rights_in_words(photo.said.rights),
        None if plate.awaited else seen.ppi,
        "awaited" if plate.awaited else shown_in_words(plate.treatment),
        stand_in=plate.stand_in or plate.awaited,
    )


def rights_in_words(rights: RightsShape | None) -> str:
    """Return what may be done with a photograph, in a line: ``not stated`` where nobody has said."""
    if rights is None:
        return "not stated"
    parts = [
        rights.note,
        _CONSENT.get(rights.consent or "", ""),
        f"from {rights.begins.isoformat()}" if rights.begins else "",
        f"until {rights.expires.isoformat()}" if rights.expires else "",
        f"in {', '.join(rights.territory)}" if rights.territory else "",
        f"for {', '.join(rights.media)}" if rights.media else "",
        f"up to {rights.print_run} copies" if rights.print_run else "",
    ]
    return "; ".join(part.rstrip(". ") for part in parts if part) or "not stated"


def shown_in_words(treatment: Treatment) -> str:
    """Return what of a photograph is shown, and what is done to it beside."""
    parts = []
    if treatment.crop is None:
        parts.append("whole")
    else:
        left, top, right, bottom = treatment.crop
        cut = (("left", left), ("top", top), ("right", 1 - right), ("bottom", 1 - bottom))
        off = ", ".join(f"{share:.0%} off the {edge}" for edge, share in cut if round(share, 2) > 0)
        parts.append(f"cropped: {off}" if off else "whole")
    parts += ["mirrored"] if treatment.flip else []
    parts += ["tinted"] if treatment.tint is not None else []
    return "; ".join(parts)


def comment_rows(asked: Iterable[Asked], item: str, short: Mapping[str, str]) -> tuple[CommentRow, ...]:
    """Return what people asked for in an item, the open first; ``short`` gives each entry the digits it is called by."""
    rows = list(_comments((each for each in asked if each.comment.item == item), short))
    return tuple(sorted(rows, key=lambda row: bool(row.done)))


def _comments(asked: Iterable[Asked], short: Mapping[str, str]) -> Iterator[CommentRow]:
    for each in asked:
        comment = each.comment
        where = [f"page {comment.page}"] if comment.page else []
        where += [f"line {comment.line}"] if comment.line else []
        elsewhere = "" if comment.item else "cover or sign-off sheet"
        place = ", ".join(where) or (f"sheet of the gate {comment.gate}" if comment.gate else elsewhere)
        quote = f" “{comment.quote}”" if comment.quote else ""
        done = each.answers[-1] if each.answers else None
        note = f": {done.note}" if done and done.note else ""
        yield CommentRow(
            short.get(each.entries[0], each.entries[0][:8]),
            f"{place}{quote}".strip(),
            comment.text,
            f"{comment.by or 'nobody named'}, proof {comment.proof}",
            f"{done.by}, {done.date}{note}" if done else "",
        )
