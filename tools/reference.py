"""The generated parts of the documents: written from the code, so that they cannot say anything else (``make docs``)."""

from __future__ import annotations

import argparse
from importlib.metadata import requires
from typing import TYPE_CHECKING, Any

from panelpress.cli import parser
from panelpress.exhibition.schema import CaptionsFile, CatalogueFile, PanelHead
from panelpress.exhibition.shape import json_schema
from panelpress.preflight.framework import all_checks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from panelpress.exhibition.shape import Shape


_NO_OPTIONS = {"signoff": "One of its own commands must be named."}


def command_line() -> str:
    """Return every command with its options, from the parser itself (its help text differs between Python versions)."""
    parts = []
    for name, command in commands(parser()).items():
        named = (action for action in command._actions if action.dest not in ("help", argparse.SUPPRESS))  # noqa: SLF001
        rows = [_option(action) for action in named]
        table = "| | |\n| --- | --- |\n" + "\n".join(rows) if rows else _NO_OPTIONS.get(name, "No options.")
        parts.append(f"### panelpress {name}\n\n{command.description}\n\n{table}")
    return "\n\n".join(parts) + "\n"


def commands(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parser of every command, by name, a command's own ones (`signoff import`) after it."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in top._actions:  # noqa: SLF001 - argparse has no public list
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, command in action.choices.items():
                found[name] = command
                found |= {f"{name} {inner}": below for inner, below in commands(command).items()}
    return found


def _option(action: argparse.Action) -> str:
    takes = action.metavar or ("{" + ",".join(action.choices) + "}" if action.choices else "")
    flags = ", ".join(
        f"`{flag} {takes}`" if takes and action.nargs != 0 else f"`{flag}`" for flag in action.option_strings
    )
    return f"| {flags or f'`{takes}`'} | {action.help} |"


def keys() -> str:
    """Return every key of the files people write."""
    parts = []
    for title, model in (
        ("catalogue.yml", CatalogueFile),
        ("photos/captions.yml", CaptionsFile),
        ("the head of panels/*.md", PanelHead),
    ):
        parts.append(f"### {title}\n\n| key | means | if left out |\n| --- | --- | --- |\n" + "\n".join(_rows(model)))
    return "\n\n".join(parts) + "\n"


def _rows(model: type[Shape]) -> Iterator[str]:
    schema = json_schema(model)
    yield from _properties(schema, schema, "")


def _properties(schema: dict[str, Any], whole: dict[str, Any], prefix: str) -> Iterator[str]:
    for name, value in schema.get("properties", {}).items():
        default = "required" if name in schema.get("required", ()) else _default(value)
        yield f"| `{prefix}{name}` | {value.get('description', '')} | {default} |"
        for inner, mark in _inside(value, whole):
            yield from _properties(inner, whole, f"{prefix}{name}{mark}.")


def _inside(value: dict[str, Any], whole: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Give the mappings a key may hold, with how they hang on it."""
    if "$ref" in value:
        inner = whole["$defs"][value["$ref"].rpartition("/")[2]]
        which = [str(entry["const"]) for entry in inner.get("properties", {}).values() if "const" in entry]
        yield inner, f" ({which[0]})" if which else ""
    for variant in (*value.get("anyOf", ()), *value.get("oneOf", ()), *value.get("allOf", ())):
        yield from _inside(variant, whole)
    if isinstance(value.get("items"), dict):
        yield from ((inner, "[]" + mark) for inner, mark in _inside(value["items"], whole))
    for variant in (value.get("additionalProperties"), *value.get("patternProperties", {}).values()):
        if isinstance(variant, dict):
            yield from ((inner, ".NAME" + mark) for inner, mark in _inside(variant, whole))


def _default(value: dict[str, Any]) -> str:
    default = value.get("default")
    if default in (None, [], {}, ""):
        return "–"
    if isinstance(default, dict):
        return "`" + ", ".join(f"{key}: {entry}" for key, entry in default.items() if entry is not None) + "`"
    return f"`{default}`"


def _begun_small(title: str) -> str:
    """Return a sentence as it goes on after another; what is written in capitals stays so."""
    return title if title[1:2].isupper() else f"{title[0].lower()}{title[1:]}"


def checks() -> str:
    """Return every check with its level, limits, source and remedy."""
    rows = ["| check | sees to it that | level | limits | source |", "| --- | --- | --- | --- | --- |"]
    for id, check in all_checks().items():
        limits = ", ".join(f"{limit.name} = {limit.default}" for limit in check.limits.values()) or "–"
        title = check.title.rstrip(".")
        rows.append(f"| `{id}` | {_begun_small(title)} | {check.level.word} | {limits} | {check.source} |")
    return "\n".join(rows) + "\n"


def dependencies() -> list[str]:
    """Return the names of the packages panelpress needs, as its metadata states them."""
    return sorted({line.split(";")[0].split(">")[0].split("=")[0].strip() for line in requires("panelpress") or ()})
