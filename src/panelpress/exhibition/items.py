"""Items: what can be built, proofed, signed and reprinted. An item's identity is its panel's id and its language(s)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from panelpress.ground.diagnostics import PanelpressError, did_you_mean, error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.exhibition.model import Exhibition

BILINGUAL = "bilingual"


@dataclass(frozen=True)
class ItemName:
    """Which item: its kind, number and id, and the languages set on it.

    ``part`` is ``cover`` or ``inner`` for a catalogue that goes to the printer in two files, else "".
    """

    kind: Literal["panel", "catalogue"]
    number: str
    id: str
    languages: tuple[str, ...]
    main: bool
    part: str = ""

    @property
    def key(self) -> str:
        """The item's name in messages, reports and the manifest: ``num``, ``num.es``, ``catalogue-cover``."""
        base = f"{self.id}-{self.part}" if self.part else self.id
        return base if self.main else f"{base}.{self.suffix}"

    @property
    def suffix(self) -> str:
        """Its languages as file names carry them: ``es``, ``en-es``."""
        return "-".join(tag.partition("-")[0] for tag in self.languages)

    @property
    def label(self) -> str:
        """The item as people call it: ``panel 3 num``, ``catalogue``."""
        return f"panel {int(self.number)} {self.key}" if self.kind == "panel" else self.key

    def answers_to(self, asked: str) -> bool:
        """Tell whether somebody who types ``asked`` means this item (or the panel or book it is part of)."""
        names = {self.key, self.id}
        if self.kind == "panel":
            names |= {self.number, f"{self.number}-{self.id}", f"{self.number}-{self.key}"}
        return asked in names or (self.kind == "panel" and asked.isdecimal() and int(asked) == int(self.number))


def all_items(exhibition: Exhibition, catalogue_files: str = "single") -> tuple[ItemName, ...]:
    """Return every item of the exhibition in order: one for each panel and language, then the catalogue."""
    items: list[ItemName] = []
    for panel in exhibition.panels:
        tags = tuple(text.language for text in panel.texts)
        if panel.layout == BILINGUAL:
            items.append(ItemName("panel", panel.number, panel.id, tags, main=True))
            continue
        main = exhibition.language if exhibition.language in tags else tags[0]
        items += [ItemName("panel", panel.number, panel.id, (tag,), main=tag == main) for tag in tags]
    if exhibition.catalogue:
        parts = ("cover", "inner") if catalogue_files == "inner+cover" else ("",)
        tags = (exhibition.language,)
        items += [ItemName("catalogue", "", "catalogue", tags, main=True, part=part) for part in parts]
    return tuple(items)


def select(items: Sequence[ItemName], asked: Sequence[str]) -> tuple[ItemName, ...]:
    """Return the items somebody asked for, in the exhibition's order; all of them when nothing was asked.

    Raises:
        PanelpressError: naming every word that is no item, with the nearest that is.
    """
    if not asked:
        return tuple(items)
    names = [name for item in items for name in ((item.key, item.number) if item.number else (item.key,))]
    unknown = [word for word in asked if not any(item.answers_to(word) for item in items)]
    if unknown:
        raise PanelpressError(
            error("project/unknown-item", f"there is no panel or book `{word}`", did_you_mean(word, names))
            for word in unknown
        )
    return tuple(item for item in items if any(item.answers_to(word) for word in asked))
