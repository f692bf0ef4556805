"""Style sheets parsed once a process: the shipped faces and a theme are the same for every item, and cost 0.1 s each time."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from panelpress.press.engine.complaints import listening
from panelpress.press.engine.loading import FontConfiguration, weasyprint
from panelpress.press.engine.resources import Fetcher
from panelpress.press.fonts import ADDRESS

if TYPE_CHECKING:
    import logging

    from panelpress.press.engine.complaints import Log
    from panelpress.press.recipe import Recipe

_ELSEWHERE = re.compile(rf"url\(\s*[\"']?(?!{re.escape(ADDRESS)})|@import", re.IGNORECASE)
"""A sheet that reads anything but the shipped fonts: what it reads may have changed since."""


@functools.cache
def _shared() -> Any:
    return FontConfiguration()


@functools.lru_cache(maxsize=64)
def _parsed(name: str, text: str) -> tuple[Any, tuple[tuple[str, logging.LogRecord], ...]]:
    """Return a sheet of ours, and what the engine says of it whenever it is used."""
    with listening() as log:
        log.speaker = name
        sheet = weasyprint.CSS(string=text, font_config=_shared(), url_fetcher=Fetcher({}, None), base_url="pp:/")
    return sheet, tuple(log.records)


def style_sheets(recipe: Recipe, fetcher: Fetcher, log: Log) -> tuple[Any, list[Any]]:
    """Return the engine's font configuration and style sheets for an item; what it complains of goes to ``log``.

    Sheets that read nothing but the shipped fonts are parsed once a process, with one font configuration. As soon as one
    of an item's sheets brings fonts or files of its own, all of them are parsed for that item alone.
    """
    if any(_ELSEWHERE.search(text) for _, text in recipe.css):
        fonts = FontConfiguration()
        sheets = []
        for name, text in recipe.css:
            log.speaker = name
            base = _base(name, recipe)
            sheets.append(weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher, base_url=base))
        log.speaker = ""
        return fonts, sheets
    known = [_parsed(name, text) for name, text in recipe.css]
    log.records += [record for _, records in known for record in records]
    return _shared(), [sheet for sheet, _ in known]


def _base(name: str, recipe: Recipe) -> str:
    if recipe.fonts_root is not None and name.startswith("styles/"):
        return (recipe.fonts_root.parent / name).as_uri()
    return "pp:/"
