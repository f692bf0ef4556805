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
from panelpress.ground.keys import Loc, describe, fields_at
from panelpress.ground.wording import in_words, name_of
from panelpress.ground.yamlsyntax import span_at, syntax, unprintable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound="BaseModel")

MOST_VALUES = 100_000
"""More values than any exhibition has: what a file of aliases of aliases would swell to is cut off here."""
_ROUNDS = 20
_MOST_SHOWN = 60
"""Of a faulty value messages repeat so many characters."""


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
        problems.append(unprintable(broken, text, file, lines, first_line))
    except yaml.YAMLError as broken:
        problems.append(syntax(broken, file, lines, first_line))
    except RecursionError:
        span = Span(file, first_line, 1, 1, lines[0] if lines else "")
        problems.append(Diagnostic("config/yaml", Level.ERROR, "brackets are nested too deeply", "close them", span))
    return YamlSource(file, lines, first_line, data, keys, values, tuple(problems), ends)


_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("bool", "null", "int", "float", "str", "seq", "map", "timestamp")}


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
        if node.tag not in _TAGS:
            told = node.tag.replace("tag:yaml.org,2002:", "!!")
            help = "take it out; a text that begins with `!` is put in quotes"
            self._problem("config/yaml", f"`{told}` means nothing here", help, node.start_mark)
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
        for key_node, value_node in self._merged(node):
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

    def _merged(self, node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        """Give the pairs of a group; `<<: *name` brings in those of another that are not written here."""
        written = {str(key.value) for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        for key, value in node.value:
            if not (isinstance(key, yaml.ScalarNode) and key.value == "<<" and key.style is None):
                yield key, value
                continue
            for other in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                if not isinstance(other, yaml.MappingNode) or other is node:
                    help = "write `<<: *name` for a group that is marked `&name`, or write its keys out"
                    self._problem(
                        "config/yaml", "`<<` brings in another group of keys, and this is none", help, key.start_mark
                    )
                    continue
                for pair in self._merged(other):
                    name = str(pair[0].value) if isinstance(pair[0], yaml.ScalarNode) else ""
                    if name not in written:
                        written.add(name)
                        yield pair

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
        return model.model_validate(_plain(source.data) if source.data is not None else {}), source.problems
    except ValidationError as wrong:
        meant = _meant(source, model, wrong)
        problems = [
            p
            for p in wrong.errors()
            if not (p["type"] == "too_short" and p["ctx"]["actual_length"] < _long(source, p))
            and not (p["type"] == "missing" and _in_source(source, p["loc"]) in meant)
        ]
        found = dict.fromkeys(_explain(source, model, problem) for problem in problems)
        return None, (*source.problems, *found)


def _plain(value: Any) -> Any:
    """Return the values with switches as the words they were typed as: ``true`` must not pass for the number 1."""
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return as_typed(value) if isinstance(value, bool) else value


def _meant(source: YamlSource, model: type[BaseModel], wrong: ValidationError) -> set[Loc]:
    """Return the places of the keys that misspelt ones stand for: to say also that they are missing would be twice."""
    found: set[Loc] = set()
    for problem in wrong.errors():
        if problem["type"] == "extra_forbidden":
            loc = _in_source(source, problem["loc"])
            near = did_you_mean(str(problem["loc"][-1]), fields_at(model, loc[:-1]))
            found |= {(*loc[:-1], name) for name in re.findall(r"^did you mean `(.+)`", near)}
    return found


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
            return source, model.model_validate(_plain(source.data))
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
        return _missing(source, model, _in_source(source, loc[:-1], last_too=False), loc[-1])
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
        plain = "-".join(re.findall(r"[a-z0-9]+", str(known[-1]).lower()))
        hint = f"write `{plain}`, here and wherever it is named" if plain else "give it another name"
        if kind == "literal_error":
            hint = did_you_mean(str(known[-1]), re.findall(r"'([^']+)'", problem["ctx"]["expected"]))
        message = f"the name `{known[-1]}` {words}"
        return Diagnostic("config/value", Level.ERROR, message, hint, source.span(known, key=True))
    given = source_value(source, known)
    about = known[:-1] if known and isinstance(known[-1], int) else known
    hint = describe(model, about) or describe(model, about[:-1])
    if kind == "literal_error" and isinstance(given, str):
        near = did_you_mean(given, re.findall(r"'([^']+)'", problem["ctx"]["expected"]))
        hint = near if near.startswith("did") else hint
    given = as_typed(given)
    told = isinstance(given, (str, int, float)) and given != "" and (kind != "value_error" or words.startswith("must"))
    shown = f", not `{_short(given)}`" if told else ""
    message = f"{name_of(known)} {words}{shown}"
    return Diagnostic("config/value", Level.ERROR, message, hint, source.span(known))


def _short(given: object) -> str:
    text = " ".join(str(given).split())
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _missing(source: YamlSource, model: type[BaseModel], where: Loc, key: str | int) -> Diagnostic:
    if isinstance(key, int):  # one of a fixed number of entries, such as a point's two
        message = f"{name_of(where)} has too few entries"
        return Diagnostic("config/value", Level.ERROR, message, describe(model, where), source.span(where))
    inside = f" in {name_of(where)}" if where else ""
    hint = f"add `{key}:`" + (f" ({text})" if (text := describe(model, (*where, key))) else "")
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
