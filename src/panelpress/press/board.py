"""Panels: one board, its figures in the layout's slots, its texts in the layout's frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.exhibition.model import in_language
from panelpress.ground.diagnostics import Span, error
from panelpress.ground.units import count
from panelpress.press import captions
from panelpress.press.balance import fit
from panelpress.press.layouts import find_layout
from panelpress.press.pages import UPRIGHT, UPRIGHT_BELOW, Page, SetPlate, frames_of, variant
from panelpress.press.setcodes import beside_link, set_link
from panelpress.press.templating import environment, folders, render
from panelpress.press.venue import give_room, set_venue

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Panel, PanelText
    from panelpress.press.layouts import LayoutFiles
    from panelpress.press.pages import Setting


def compose_board(name: ItemName, panel: Panel, setting: Setting) -> tuple[str, LayoutFiles]:
    """Return a panel's HTML and the layout it was composed with.

    Raises:
        PanelpressError: when the layout does not exist or its template is wrong.
    """
    exhibition = setting.exhibition
    places = [folder / "panel" for folder in folders(exhibition.root)]
    texts = [panel.text(language) for language in name.languages]
    files = find_layout(_variant(panel.layout, texts[0], places, setting), places, panel.layout_span)
    if files.layout.size != exhibition.panel_size_mm:
        drawn, wanted = ("{:g} × {:g} mm".format(*size) for size in (files.layout.size, exhibition.panel_size_mm))
        setting.reject(
            error(
                "layout/size",
                f"layout `{files.name}` is drawn for {drawn}, the panels are {wanted}",
                f"copy it to styles/templates/panel/ and draw it for {wanted}",
                span=panel.layout_span,
            )
        )
    variable = exhibition.variable
    box = None
    if variable and variable.strip.on(panel.id):
        files, box = give_room(files, variable.strip, setting)
    frames = frames_of(files.layout)
    page = Page(files.name, frames, tuple(_plates(texts[0], files, setting)))
    if link := set_link(texts[0], files, setting):
        page = beside_link(page)
        frames = page.frames
    for index, text in enumerate(texts, start=1):
        _follow(text, setting, f"-{index}" if len(texts) > 1 else "")
    setting.strip = box
    venue = set_venue(variable.chosen, box, setting) if variable and variable.chosen and box else None
    title = captions.plain_line(
        "catalogue.yml:title", in_language(exhibition.title, texts[0].language), texts[0].language
    )
    html = render(
        environment(exhibition.root),
        f"panel/{files.name}.html",
        {
            "page": page,
            "text": texts[0],
            "texts": texts,
            "panel": panel,
            "exhibition": exhibition,
            "language": texts[0].language,
            "document_title": texts[0].title.text,
            "link": link,
            "venue": venue,
            "fit": lambda block, frame, token, lines: fit(exhibition, token, block, frames[frame].width, lines),
            "folio": {"title": title, "number": int(panel.number)},
            "words": {"to_be_supplied": captions.word(captions.SUPPLIED, texts[0].language)},
        },
    )
    return html, files


def _variant(layout: str, text: PanelText, places: list[Path], setting: Setting) -> str:
    """Return the layout that suits the shape of a panel's first photograph."""
    photos = setting.exhibition.photos
    first = next((photos[figure.id] for figure in text.figures if figure.id in photos), None)
    if first is None or setting.ratio(first) > UPRIGHT_BELOW:
        return layout
    return variant(layout, UPRIGHT, places)


def _follow(text: PanelText, setting: Setting, suffix: str) -> None:
    for frame, block in (
        ("kicker", text.kicker),
        ("title", text.title),
        ("subtitle", text.subtitle),
        ("lead", text.lead),
    ):
        setting.follow([block], frame + suffix)
    setting.follow(text.body, f"body{suffix}")


def _plates(text: PanelText, files: LayoutFiles, setting: Setting) -> list[SetPlate]:
    exhibition, layout = setting.exhibition, files.layout
    photos = [f for f in text.figures if f.id in exhibition.photos]
    drawings = [f for f in text.figures if f.id in exhibition.drawings]
    for found, slots, noun in (
        (photos, layout.photographs(), "photograph"),
        (drawings, layout.drawings(), "drawing"),
    ):
        if len(found) > len(slots) or (noun == "photograph" and len(found) < len(slots)):
            extra = found[-1].span if found else text_span(text)
            setting.reject(
                error(
                    "layout/figures",
                    f"layout `{files.name}` places {count(len(slots), noun)}, {text.file} names {len(found) or 'none'}",
                    "add or remove a line `![](id)`, or choose another `layout:`",
                    span=extra,
                )
            )
    set_plates: list[SetPlate | None] = [
        setting.place_photo(exhibition.photos[figure.id], slot, 1, beside=frames_of(layout).get(f"caption-{number}"))
        for number, (figure, slot) in enumerate(zip(photos, layout.photographs(), strict=False), start=1)
    ]
    set_plates += [
        setting.place_drawing(exhibition.drawings[figure.id], slot)
        for figure, slot in zip(drawings, layout.drawings(), strict=False)
    ]
    return [plate for plate in set_plates if plate]


def text_span(text: PanelText) -> Span:
    """Return where a panel's text begins, for messages about the whole of it."""
    return Span(text.file, text.title.line, 1, 1, "")
