"""What a model says of a place in a file: which keys may stand there, and what they mean, from its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

Loc = tuple[str | int, ...]
"""A place in a file of keys and lists: ``("catalogue", "flat_plan", 3, "photo")``."""


def _schemas_at(model: type[BaseModel], loc: Loc) -> list[dict[str, Any]]:
    """Return every JSON Schema that may describe the value at ``loc``."""
    whole = model.model_json_schema()
    schemas = [whole]
    for part in (None, *loc):
        reached = schemas if part is None else [s for schema in schemas for s in _step(schema, part)]
        schemas = [flat for schema in reached for flat in _flatten(schema, whole)]
    return schemas


def _step(schema: dict[str, Any], part: str | int) -> Iterator[dict[str, Any]]:
    if isinstance(part, int):
        if isinstance(schema.get("items"), dict):
            yield schema["items"]
        return
    if part in schema.get("properties", {}):
        yield schema["properties"][part]
        return
    for variant in (schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()):
        if isinstance(variant, dict):
            yield variant


def _flatten(schema: dict[str, Any], whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    if "$ref" in schema:
        yield from _flatten(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    for variant in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _flatten(variant, whole)


def fields_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """Return the keys a mapping at ``loc`` may have."""
    return sorted({name for schema in _schemas_at(model, loc) for name in schema.get("properties", {})})


def describe(model: type[BaseModel], loc: Loc) -> str:
    """Return in a sentence what the value at a place means; "" where nothing is said of it."""
    for schema in _schemas_at(model, loc):
        if text := schema.get("description"):
            return str(text).partition("\n")[0].rstrip(".")
    return ""
