"""YAML with line numbers: YAML 1.2 scalars, no duplicate keys, and validation errors that point at the word to change.

PyYAML reads YAML 1.1, where ``12:30`` is 750, ``no`` is false and ``0123`` is 83, and where the second of two equal keys
silently wins. Here only ``true`` and ``false`` are booleans, only plain decimal figures are numbers, and a number that
belongs in a text field stays exactly what was typed (YAML 1.2.2, 10.3.2).
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from yaml.reader import ReaderError

from panelpress.ground.diagnostics import Diagnostic, Level, Span, did_you_mean
from panelpress.ground.wording import in_words, name_of, syntax_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

Loc = tuple[str | int, ...]
Model = TypeVar("Model", bound="BaseModel")

MOST_VALUES = 100_000
"""More values than any exhibition has: what a file of aliases of aliases would swell to is cut off here."""
_ROUNDS = 20


class _Int(int):
    """A whole number that remembers how it was typed."""

    typed: str


class _Float(float):
    """A decimal number that remembers how it was typed."""

    typed: str


def as_typed(value: object) -> object:
    """Return what the author typed where a number or boolean turned up in a text field; anything else unchanged."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return getattr(value, "typed", value)


class _Yaml12Loader(yaml.SafeLoader):
    """Composes nodes only; scalars are resolved below."""


_Yaml12Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|Null|NULL|~|)$", ["n", "N", "~", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    _Yaml12Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


@dataclass(frozen=True)
class YamlSource:
    """A YAML text that has been read: its values, and where each key and value stands."""

    file: str
    lines: tuple[str, ...]
    first_line: int
    data: Any
    keys: Mapping[Loc, yaml.Mark]
    values: Mapping[Loc, yaml.Mark]
    problems: tuple[Diagnostic, ...]
    ends: Mapping[Loc, yaml.Mark] = field(default_factory=dict)

    def span(self, loc: Loc, *, key: bool = False) -> Span:
        """Return where the value (or the key) at ``loc`` stands; the nearest parent where it stands nowhere."""
        marks = self.keys if key else self.values
        for end in range(len(loc), -1, -1):
            if mark := marks.get(loc[:end]) or self.values.get(loc[:end]):
                span = span_at(self.file, self.lines, mark, self.first_line)
                stop = self.ends.get(loc[:end])
                if stop and mark is self.values.get(loc[:end]) and stop.line == mark.line:
                    span = replace(span, length=max(1, stop.column - mark.column))
                return span
        return Span(self.file, self.first_line, 1, 1, self.lines[0] if self.lines else "")

    def without(self, loc: Loc, instead: Any = None) -> YamlSource:
        """Return the source with ``instead`` in the place of one value, or, where that is None, without it."""
        data = copy.deepcopy(self.data)
        inside = data
        for part in loc[:-1]:
            inside = inside[part]
        last, depth = loc[-1], len(loc) - 1
        if instead is not None:
            inside[last] = instead
            return replace(self, data=data)
        del inside[last]

        def moved(marks: Mapping[Loc, yaml.Mark]) -> dict[Loc, yaml.Mark]:
            kept: dict[Loc, yaml.Mark] = {}
            for at, mark in marks.items():
                if at[: depth + 1] == loc:
                    continue
                part = at[depth] if at[:depth] == loc[:-1] and len(at) > depth else None
                if isinstance(last, int) and isinstance(part, int) and part > last:
                    kept[(*at[:depth], part - 1, *at[depth + 1 :])] = mark
                else:
                    kept[at] = mark
            return kept

        return replace(self, data=data, keys=moved(self.keys), values=moved(self.values), ends=moved(self.ends))


def span_at(file: str, lines: tuple[str, ...], mark: yaml.Mark, first_line: int = 1) -> Span:
    """Return the span of the word that starts at a PyYAML mark."""
    text = lines[mark.line] if mark.line < len(lines) else ""
    word = re.match(r"\"[^\"]*\"|'[^']*'|[^:#,\[\]{}\s][^:#,\[\]{}]*", text[mark.column :])
    length = len(word.group().rstrip()) if word else 1
    return Span(file, mark.line + first_line, mark.column + 1, max(1, length), text)


def read_yaml(text: str, file: str, *, first_line: int = 1) -> YamlSource:
    """Read YAML text; every syntax problem and duplicate key is in ``problems``, nothing is raised.

    Args:
        text: the YAML.
        file: its name as messages give it.
        first_line: the line of the file on which the text starts (front matter starts on line 2).
    """
    lines = tuple(text.splitlines())
    keys: dict[Loc, yaml.Mark] = {}
    values: dict[Loc, yaml.Mark] = {}
    problems: list[Diagnostic] = []
    data: Any = None
    ends: dict[Loc, yaml.Mark] = {}
    try:
        node = yaml.compose(text, Loader=_Yaml12Loader)
        if node is not None:
            reader = _Reader(file, lines, first_line, keys, values, ends, problems)
            data = reader.value(node, (), ())
    except ReaderError as broken:
        problems.append(_unprintable(broken, text, file, lines, first_line))
    except yaml.YAMLError as broken:
        problems.append(_syntax(broken, file, lines, first_line))
    except RecursionError:
        span = Span(file, first_line, 1, 1, lines[0] if lines else "")
        problems.append(Diagnostic("config/yaml", Level.ERROR, "brackets are nested too deeply", "close them", span))
    return YamlSource(file, lines, first_line, data, keys, values, tuple(problems), ends)


def _unprintable(broken: ReaderError, text: str, file: str, lines: tuple[str, ...], first_line: int) -> Diagnostic:
    """Name a control character, which programs such as Word leave behind and nobody sees."""
    before = text[: broken.position]
    line = len(f"{before}.".splitlines()) - 1
    column = len(before) - max(before.rfind(end) for end in "\n\r\x85\u2028\u2029")
    return Diagnostic(
        "config/yaml",
        Level.ERROR,
        f"an invisible control character (U+{_code(broken):04X}) stands here",
        "delete it and type the text around it again",
        Span(file, line + first_line, column, 1, lines[line] if line < len(lines) else ""),
    )


def _code(broken: ReaderError) -> int:
    character: object = broken.character
    return character if isinstance(character, int) else ord(str(character))


def _syntax(broken: yaml.YAMLError, file: str, lines: tuple[str, ...], first_line: int) -> Diagnostic:
    mark = getattr(broken, "problem_mark", None) or getattr(broken, "context_mark", None)
    what, hint = syntax_in_words(getattr(broken, "problem", None) or "this is not YAML")
    span = span_at(file, lines, mark, first_line) if mark else Span(file, first_line)
    return Diagnostic("config/yaml", Level.ERROR, f"cannot read this as YAML: {what}", hint, span)


@dataclass
class _Reader:
    """Turns nodes into values and notes where each stood."""

    file: str
    lines: tuple[str, ...]
    first_line: int
    keys: dict[Loc, yaml.Mark]
    values: dict[Loc, yaml.Mark]
    ends: dict[Loc, yaml.Mark]
    problems: list[Diagnostic]

    def value(self, node: yaml.Node, loc: Loc, above: tuple[int, ...]) -> Any:
        if len(self.values) >= MOST_VALUES:
            if len(self.values) == MOST_VALUES and loc not in self.values:
                self._problem("config/yaml", "this file has too many values", "write fewer aliases", node.start_mark)
            self.values.setdefault(loc, node.start_mark)
            return None
        self.values[loc] = node.start_mark
        if isinstance(node, yaml.ScalarNode):
            self.ends[loc] = node.end_mark
        if id(node) in above:  # an alias inside its own anchor would never end
            self._problem("config/yaml", "this alias contains itself", "write the values out", node.start_mark)
            return None
        above = (*above, id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, loc, above))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*loc, i), above) for i, child in enumerate(node.value)]
        return _scalar(node)

    def _pairs(self, node: yaml.MappingNode, loc: Loc, above: tuple[int, ...]) -> Iterator[tuple[str, Any]]:
        seen: dict[str, yaml.Mark] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem("config/yaml", "a key must be a plain word", "write `key: value`", key_node.start_mark)
                continue
            key = str(key_node.value)
            if key in seen:
                first = seen[key].line + self.first_line
                self._problem(
                    "config/duplicate-key",
                    f"key `{key}` is already given on line {first}",
                    "keep one of the two",
                    key_node.start_mark,
                )
                continue
            seen[key] = key_node.start_mark
            self.keys[(*loc, key)] = key_node.start_mark
            yield key, self.value(value_node, (*loc, key), above)

    def _problem(self, id: str, message: str, help: str, mark: yaml.Mark) -> None:
        span = span_at(self.file, self.lines, mark, self.first_line)
        self.problems.append(Diagnostic(id, Level.ERROR, message, help, span))


def _scalar(node: yaml.Node) -> Any:
    text = str(node.value)
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    try:
        if kind == "int":
            whole = _Int(text)
            whole.typed = text
            return whole
        if kind == "float":
            decimal = _Float(text)
            decimal.typed = text
            return decimal
    except ValueError:  # somebody wrote `!!int` before a word
        return text
    if kind == "bool" and text in ("true", "false"):
        return text == "true"
    return None if kind == "null" else text


def validate(source: YamlSource, model: type[Model]) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """Check the values against a model: the model where all is well, and every problem with its place and remedy."""
    from pydantic import ValidationError  # noqa: PLC0415 - workers read YAML too, and never validate

    if source.problems and source.data is None:
        return None, source.problems
    try:
        return model.model_validate(source.data if source.data is not None else {}), source.problems
    except ValidationError as wrong:
        problems = [
            p for p in wrong.errors() if p["type"] != "too_short" or not p["ctx"]["actual_length"] < _long(source, p)
        ]
        found = dict.fromkeys(_explain(source, model, problem) for problem in problems)
        return None, (*source.problems, *found)


def _long(source: YamlSource, problem: ErrorDetails) -> int:
    """Return how many entries were typed: faulty ones are not counted by pydantic, and are told of themselves."""
    typed = source_value(source, _in_source(source, problem["loc"]))
    return len(typed) if isinstance(typed, list) else 0


def salvage(source: YamlSource, model: type[Model], instead: Mapping[Loc, Any]) -> tuple[YamlSource, Model] | None:
    """Return what is left of a faulty file when its faults are taken out, so that the rest can be checked as well.

    Args:
        source: the file.
        model: what it must be.
        instead: values to put in the place of keys without which there is no model.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    if not isinstance(source.data, dict):
        return None
    for _ in range(_ROUNDS):
        try:
            return source, model.model_validate(source.data)
        except ValidationError as wrong:
            for loc in _faulty(source, wrong, instead):
                source = source.without(loc, instead.get(loc))
    return None


def _faulty(source: YamlSource, wrong: ValidationError, instead: Mapping[Loc, Any]) -> list[Loc]:
    """Return what to take out, the last first, so that the places of the others hold."""
    found: set[Loc] = set()
    for problem in wrong.errors():
        loc = _in_source(source, problem["loc"])
        if problem["type"] == "missing" and loc not in instead:
            loc = loc[:-1]
        if loc and not any(loc[:end] in found for end in range(1, len(loc))):
            found.add(loc)
    return sorted(found, key=lambda loc: tuple((isinstance(part, int), part) for part in loc), reverse=True)


def _explain(source: YamlSource, model: type[BaseModel], problem: ErrorDetails) -> Diagnostic:
    loc = tuple(part for part in problem["loc"])
    known = _in_source(source, loc)
    kind = problem["type"]
    if kind == "extra_forbidden":
        key = str(loc[-1])
        hint = did_you_mean(key, fields_at(model, known[:-1]))
        return Diagnostic("config/unknown-key", Level.ERROR, f"unknown key `{key}`", hint, source.span(known, key=True))
    if kind == "missing":
        return _missing(source, model, _in_source(source, loc[:-1], last_too=False), str(loc[-1]))
    if kind == "union_tag_not_found":
        return _missing(source, model, known, problem["ctx"]["discriminator"].strip("'"))
    patterns: Mapping[str, str] = getattr(model, "patterns", {})
    if kind == "union_tag_invalid":
        known = (*known, problem["ctx"]["discriminator"].strip("'"))
        given, tags = problem["ctx"]["tag"], re.findall(r"'([^']+)'", problem["ctx"]["expected_tags"])
        message = f"{name_of(known)} cannot be `{given}`"
        return Diagnostic("config/value", Level.ERROR, message, did_you_mean(given, tags), source.span(known))
    words = in_words(problem, patterns)
    if loc[-1:] == ("[key]",):
        message = f"the name `{known[-1]}` {words}"
        return Diagnostic("config/value", Level.ERROR, message, "write it so", source.span(known, key=True))
    given = source_value(source, known)
    hint = _describe(model, known[:-1] if known and isinstance(known[-1], int) else known)
    if kind == "literal_error" and isinstance(given, str):
        near = did_you_mean(given, re.findall(r"'([^']+)'", problem["ctx"]["expected"]))
        hint = near if near.startswith("did") else hint
    given = as_typed(given)
    shown = f", not `{given}`" if isinstance(given, (str, int, float)) and given != "" else ""
    message = f"{name_of(known)} {words}{shown}"
    return Diagnostic("config/value", Level.ERROR, message, hint, source.span(known))


def _missing(source: YamlSource, model: type[BaseModel], where: Loc, key: str) -> Diagnostic:
    inside = f" in {name_of(where)}" if where else ""
    hint = f"add `{key}:`" + (f" ({text})" if (text := _describe(model, (*where, key))) else "")
    return Diagnostic(
        "config/missing-key", Level.ERROR, f"`{key}` is missing{inside}", hint, source.span(where, key=bool(where))
    )


def _in_source(source: YamlSource, loc: Loc, *, last_too: bool = True) -> Loc:
    """Keep the parts of a pydantic location that exist in the file: it inserts names of union members and validators."""
    kept: Loc = ()
    parts = tuple(part for part in loc if part not in ("", "[key]"))
    for index, part in enumerate(parts):
        there = (*kept, part) in source.values or (*kept, part) in source.keys
        last = last_too and index == len(parts) - 1 and isinstance(part, str) and "[" not in part
        if there or (last and isinstance(source_value(source, kept), dict)):
            kept = (*kept, part)
    return kept


def source_value(source: YamlSource, loc: Loc) -> Any:
    """Return the value at ``loc`` as read, or None where there is none."""
    value = source.data
    for part in loc:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


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


def _describe(model: type[BaseModel], loc: Loc) -> str:
    for schema in _schemas_at(model, loc):
        if text := schema.get("description"):
            return str(text).partition("\n")[0].rstrip(".")
    return ""
