"""What each gate judges in an item, page by page, as digests: a change lapses exactly the approvals that it touches.

A digest holds what the gate looks at and nothing else. Words count as they are read, wherever their lines break: a picture
that moves leaves the text approved. Places count to a tenth of a millimetre. Which change touches which gate is a table in
docs/sign-off.md, and a test holds it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panelpress.exhibition.root import CAPTIONS, CATALOGUE
from panelpress.facts.signing import Judged, Part
from panelpress.ground.files import canonical, digest, digest_file
from panelpress.press.inputs import fonts_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from panelpress.facts.layout import Block, LayoutFacts, SetText
    from panelpress.facts.pdf import PdfFacts
    from panelpress.ground.gates import GateId
    from panelpress.ground.geometry import Box
    from panelpress.preflight.order import Order
    from panelpress.press.recipe import Recipe

WHOLE = 0
"""The page of a part that is the item as a whole."""
_DIGITS = 32
_ALT = re.compile(r'\balt="([^"]*)"')
_NUMBER = re.compile(r"\d+")
_BREAK = "\u00ad\u2010-"
"""What an engine may write where it breaks a word."""
_IMPRINT = ("imprint", "names")
"""The book's frames that say whose it all is."""


@dataclass(frozen=True)
class Made:
    """An item as it was made: its recipe, what was ordered, its layout, its file, the digest of what puts ink on its paper.

    ``rules`` tells the print shop's rules from others. Of an item that carries a town's strip it is the same item with an empty
    one (:mod:`panelpress.jobs.bare`).
    """

    recipe: Recipe
    order: Order
    layout: LayoutFacts
    pdf: PdfFacts
    content_digest: str
    rules: str


def judged(made: Made) -> Judged:
    """Return, for every gate, a digest of what it judges on each page, and on page 0 what it judges in the item as a whole."""
    words = _Words(made.layout)
    shop = _shop(made)
    strip = (
        [_tenths(made.order.variable)] if made.order.variable else []
    )  # its place is approved, what stands in it is not
    pictures = _pictures(made)
    found: dict[GateId, dict[int, Any]] = {
        "text": words.text,
        "photographs": _joined(pictures, words.captions),
        "people": _people(made, pictures),
        "credits": _joined(words.credits, _logos(made)),
        "layout": _layout(made),
        "press": {WHOLE: [made.content_digest, shop, *strip]},
        "hard-proof": {WHOLE: [sorted(pictures.items()), _colours(made, None), shop]},
    }
    return {
        gate: tuple(Part(page, digest(canonical([gate, value]))[:_DIGITS]) for page, value in sorted(parts.items()))
        for gate, parts in found.items()
    }


def _joined(*parts: Mapping[int, Any]) -> dict[int, list[Any]]:
    pages = sorted({page for part in parts for page in part})
    return {page: [part.get(page) for part in parts] for page in pages}


class _Words:
    """The words of an item, page by page, given to the gate that answers for them."""

    def __init__(self, layout: LayoutFacts) -> None:
        self.text: dict[int, list[str]] = defaultdict(list)
        self.captions: dict[int, list[str]] = defaultdict(list)
        self.credits: dict[int, list[str]] = defaultdict(list)
        blocks = {block.id: block for block in layout.blocks}
        hyphenated = {line.number for line in layout.lines if line.hyphenated}
        for (page, id), texts in _by_block(layout.texts):
            block = blocks.get(id)
            if block is None:
                for text in texts:
                    self._own(page, text)
            elif block.source.file == CAPTIONS:
                for level, where in (("caption", self.captions), ("credit", self.credits)):
                    where[page].append(_read([t for t in texts if t.level == level], hyphenated))
            else:
                here = self.credits if _is_imprint(block) else self.text
                whole = {t.page for t in layout.texts if t.block == id} == {page}
                here[page].append(" ".join(block.text.split()) if whole else _read(texts, hyphenated))

    def _own(self, page: int, text: SetText) -> None:
        """Give what a template wrote by itself to a gate: the numbers at the foot are the layout's."""
        words = _NUMBER.sub("", text.text) if text.level == "folio" else text.text
        if words := " ".join(words.split()):
            where = {"caption": self.captions, "credit": self.credits}.get(text.level, self.text)
            where[page].append(words)


def _by_block(texts: Iterable[SetText]) -> Iterator[tuple[tuple[int, str], list[SetText]]]:
    """Give the texts of each block on each page, in the order in which the page gives them."""
    found: dict[tuple[int, str], list[SetText]] = defaultdict(list)
    for text in texts:
        found[text.page, text.block].append(text)
    yield from found.items()


def _is_imprint(block: Block) -> bool:
    return block.source.file == CATALOGUE and (block.frame in _IMPRINT or "promoter" in block.id)


def _read(texts: Iterable[SetText], hyphenated: set[int]) -> str:
    """Return words as they are read, wherever the lines break."""
    words, line = "", None
    for text in texts:
        if line is not None and text.line != line:
            words = words.rstrip().rstrip(_BREAK) if line in hyphenated else f"{words} "
        words, line = words + text.text, text.line
    return " ".join(words.split())


def _pictures(made: Made) -> dict[int, list[Any]]:
    """Return the photographs of each page: which, where, how they were treated, and the picture as it goes to the press."""
    found: dict[int, list[Any]] = defaultdict(list)
    for plate in made.recipe.plates:
        images = [i.digest for i in made.pdf.images if i.page == plate.page and _same_place(i.box, plate.box)]
        found[plate.page].append([plate.id, _tenths(plate.box), repr(plate.treatment), images])
    return found


def _same_place(box: Box, plate: Box) -> bool:
    return plate.contains(box, 1.0) and box.contains(plate, 1.0)


def _tenths(box: Box) -> list[float]:
    return [round(v, 1) + 0.0 for v in (box.left, box.top, box.right, box.bottom)]


def _people(made: Made, pictures: Mapping[int, list[Any]]) -> dict[int, list[Any]]:
    """Return who is shown on each page, and whether they agreed."""
    consents = {licence.id: licence.consent for licence in made.order.licences}
    return {
        page: [[id, treatment, images, consents.get(id)] for id, _, treatment, images in shown]
        for page, shown in pictures.items()
    }


def _logos(made: Made) -> dict[int, list[Any]]:
    """Return the logos and drawings of each page: which, where, and the digest of its file."""
    files = {drawing.id: digest_file(drawing.path) for drawing in made.recipe.drawings}
    found: dict[int, list[Any]] = defaultdict(list)
    for picture in made.layout.pictures:
        if picture.id in files:
            found[picture.page].append([picture.id, _tenths(picture.box), files[picture.id]])
    return found


def _layout(made: Made) -> dict[int, Any]:
    """Return the places and sizes on each page, its typefaces and colours; for the item, the fonts and what is read aloud."""
    pages: dict[int, Any] = {}
    for page in made.pdf.pages:
        number = page.number
        lines = [line for line in made.layout.lines if line.page == number]
        texts = [text for text in made.layout.texts if text.page == number]
        pages[number] = [
            [round(page.trim.width, 1), round(page.trim.height, 1)],
            [[frame.name, _tenths(frame.box)] for frame in made.layout.frames if frame.page == number],
            [[picture.id, _tenths(picture.box)] for picture in made.layout.pictures if picture.page == number],
            sorted({(t.level, t.family, t.size_pt, t.weight, t.italic) for t in texts}),
            sorted({(ln.frame, round(ln.leading_pt, 2), ln.align) for ln in lines}),
            [[frame, sum(1 for ln in lines if ln.frame == frame)] for frame in sorted({ln.frame for ln in lines})],
            _colours(made, number),
            [number for t in texts if t.level == "folio" for number in _NUMBER.findall(t.text)],
        ]
    captions = [block.text for block in made.layout.blocks if block.source.file == CAPTIONS]
    own = [alt for alt in _ALT.findall(made.recipe.html) if not any(alt in text for text in captions)]
    strip = [_tenths(made.order.variable)] if made.order.variable else []
    pages[WHOLE] = [fonts_digest(), own, *strip]  # without a description of its own, a picture is told by its caption
    return pages


def _colours(made: Made, page: int | None) -> list[str]:
    """Return the colours of a page, or of all, text and areas alike."""
    pages = [p for p in made.pdf.pages if page in (None, p.number)]
    paints = [paint for p in pages for run in p.texts for paint in run.paints]
    paints += [shape.paint for p in pages for shape in p.shapes if shape.visible is not None]
    return sorted({paint.colour.words for paint in paints})


def _shop(made: Made) -> list[Any]:
    """Return what tells one print shop's wishes from another's."""
    recipe = made.recipe
    return [
        repr(recipe.sheet),
        recipe.standard,
        recipe.condition,
        made.order.profile_digest,
        made.order.tac,
        made.rules,
    ]
