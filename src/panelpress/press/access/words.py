"""What the access editions say by themselves: headings, labels, sentences, in the languages the house speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.exhibition.typography import no_break

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class Words:
    """The house's words in one language."""

    name: str
    large_print: str
    texts: str
    about: str
    skip: str
    contents: str
    editions: str
    page: str
    panel: str
    photograph: str
    drawing: str
    photograph_shows: str
    picture_shows: str
    drawing_shows: str
    no_description: str
    place: str
    date: str
    credit: str
    stand_in: str
    awaited: str
    supplied: str
    only_in: str
    from_catalogue: str
    more: str
    by: str
    promoted: str
    tour: str
    imprint: str
    edition: str
    day: str
    languages: dict[str, str]
    months: tuple[str, ...]

    def language(self, tag: str) -> str:
        """Return a language's name in this one."""
        return self.languages[tag.partition("-")[0]]

    def date_of(self, day: dt.date) -> str:
        """Return a day in words: the machine's own calendar words differ from one to the next."""
        return no_break(self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year))


_ENGLISH = Words(
    name="English",
    large_print="Large-print guide",
    texts="All texts",
    about="All words of the panels, in the order of the panels, with each photograph described in words.",
    skip="Skip to the texts",
    contents="Contents",
    editions="Other editions",
    page="page",
    panel="Panel",
    photograph="Photograph",
    drawing="Drawing",
    photograph_shows="The photograph shows:",
    picture_shows="The picture shows:",
    drawing_shows="The drawing shows:",
    no_description="No description has been written yet.",
    place="Place:",
    date="Date:",
    credit="Credit:",
    stand_in="This is a stand-in picture. The photograph itself has not come yet.",
    awaited="This photograph has not come yet.",
    supplied="To be supplied:",
    only_in="This is written in {} only.",
    from_catalogue="From the catalogue:",
    more="Other photographs in the catalogue",
    by="Photographs by",
    promoted="Promoted by",
    tour="Where it is shown",
    imprint="Rights and imprint",
    edition="Edition {}, {}",
    day="{day} {month} {year}",
    languages={"en": "English", "es": "Spanish"},
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
)
_SPANISH = Words(
    name="Español",
    large_print="Guía en letra grande",
    texts="Todos los textos",
    about="Todas las palabras de los paneles, en el orden de los paneles, y cada fotografía descrita con palabras.",
    skip="Saltar a los textos",
    contents="Índice",
    editions="Otras ediciones",
    page="página",
    panel="Panel",
    photograph="Fotografía",
    drawing="Dibujo",
    photograph_shows="En la fotografía se ve:",
    picture_shows="En la imagen se ve:",
    drawing_shows="En el dibujo se ve:",
    no_description="Todavía no se ha escrito la descripción.",
    place="Lugar:",
    date="Fecha:",
    credit="Crédito:",
    stand_in="Esta es una imagen provisional. La fotografía misma todavía no ha llegado.",
    awaited="Esta fotografía todavía no ha llegado.",
    supplied="Por entregar:",
    only_in="Este texto está escrito solo en {}.",
    from_catalogue="Del catálogo:",
    more="Otras fotografías del catálogo",
    by="Fotografías de",
    promoted="Promueven",
    tour="Dónde se expone",
    imprint="Derechos y créditos",
    edition="Edición {}, {}",
    day="{day} de {month} de {year}",
    languages={"en": "inglés", "es": "español"},
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
)
SPOKEN = {"en": _ENGLISH, "es": _SPANISH}
"""Every language that a project may be written in."""


def words_of(language: str) -> Words:
    """Return the house's words in a language of the exhibition."""
    return SPOKEN[language.partition("-")[0]]
