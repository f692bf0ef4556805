"""What the files people write are made of: words, ids, languages, days, and what all their shapes have in common.

The sentences below the keys are what editors show while typing (the JSON Schema is generated from here), what error
messages quote, and what the reference documentation prints.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from panelpress.ground.yamlsource import as_typed

ID = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
LANGUAGE = r"^[a-z]{2,3}(?:-[A-Z]{2})?$"
PANEL_NAME = r"^\d{2,3}-[a-z0-9]+(?:-[a-z0-9]+)*$"
RATIO = r"^[1-9]\d{0,3}:[1-9]\d{0,3}$"

# The pattern stands before the validator, so that it enters the JSON Schema.
Id = Annotated[str, Field(pattern=ID), BeforeValidator(as_typed)]
Language = Annotated[str, Field(pattern=LANGUAGE), BeforeValidator(as_typed)]
PanelName = Annotated[str, Field(pattern=PANEL_NAME), BeforeValidator(as_typed)]
Ratio = Annotated[str, Field(pattern=RATIO), BeforeValidator(as_typed)]


Words = Annotated[str, BeforeValidator(as_typed)]
"""A text field: ``1.10``, ``0123`` and ``true`` stay the characters that were typed."""


class Shape(BaseModel):
    """What all of them have in common: unknown keys are errors, values never change."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, validate_default=False, allow_inf_nan=False
    )
    patterns: ClassVar[dict[str, str]] = {
        ID: "must be lower-case letters, figures and single hyphens, such as `ridge-line`",
        LANGUAGE: "must be a language tag, such as `en-GB` or `es`",
        PANEL_NAME: "must be a number of two or three figures, a hyphen and an id, such as `03-num`",
        RATIO: "must be width:height in whole numbers, such as `3:2`",
    }
    """What texts must look like, in the words of error messages."""


def _by_language(value: Any) -> Any:
    """Take one text for every language, or a text for each."""
    if value == {}:
        raise ValueError("has no text in any language")
    if isinstance(value, dict) or value is None:
        return value
    return {"": value}


def not_blank(text: dict[str, str] | str) -> dict[str, str] | str:
    """Refuse a text, or one of its languages, that holds nothing but spaces."""
    for words in text.values() if isinstance(text, dict) else (text,):
        if not words.strip():
            raise ValueError("is empty")
    return text


Local = Annotated[
    dict[str, Words],
    BeforeValidator(_by_language, json_schema_input_type=str | dict[str, str]),
]
"""A text: the same in every language, or one for each (``{en-GB: …, es: …}``)."""


def _day(value: Any) -> Any:
    """Take a date only as it is meant: a bare number would pass for seconds since 1970."""
    if isinstance(value, dt.date) or value is None:
        return value
    try:
        return dt.date.fromisoformat(str(as_typed(value)))
    except ValueError:
        raise ValueError("must be a day of the calendar, written YYYY-MM-DD") from None


Day = Annotated[dt.date, BeforeValidator(_day)]


def json_schema(model: type[Shape]) -> dict[str, Any]:
    """Return the JSON Schema of one of the files, for editors."""
    schema = model.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    plain: dict[str, Any] = _plain(schema)
    return plain


def _plain(value: Any) -> Any:
    """Make descriptions one line: editors show them in a tooltip."""
    if isinstance(value, dict):
        return {
            key: re.sub(r"\s+", " ", child) if key == "description" and isinstance(child, str) else _plain(child)
            for key, child in value.items()
        }
    return [_plain(child) for child in value] if isinstance(value, list) else value
