"""What validation errors say, in the words of those who write the files: pydantic's own words are for programmers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from panelpress.ground.units import count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic_core import ErrorDetails

_TEXT = "must be text"
_WHOLE = "must be a whole number"
_NUMBER = "must be a number"
_SWITCH = "must be `true` or `false`"
_GROUP = "must be a group of `key: value` lines"
_LIST = "must be a list: each entry on a line of its own after `- `"

_PLAIN = {
    "string_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "dict_type": _GROUP,
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
    "list_type": _LIST,
    "tuple_type": _LIST,
}
_WITH_LIMIT: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "greater_than": lambda limit: f"must be more than {limit['gt']:g}",
    "greater_than_equal": lambda limit: f"must be at least {limit['ge']:g}",
    "less_than": lambda limit: f"must be less than {limit['lt']:g}",
    "less_than_equal": lambda limit: f"must be at most {limit['le']:g}",
    "too_short": lambda limit: f"must have at least {count(limit['min_length'], 'entry', 'entries')}",
    "too_long": lambda limit: f"may have at most {count(limit['max_length'], 'entry', 'entries')}",
    "missing_positional_only_argument": lambda _: "has too few entries",
    "string_too_long": lambda limit: f"may have at most {count(limit['max_length'], 'character')}",
    "literal_error": lambda limit: "must be " + limit["expected"].replace("'", "`"),
}

_SYNTAX = (
    ("'\\t'", "a tab stands here", "indent with spaces"),
    (
        "mapping values are not allowed",
        "a `: ` where none belongs",
        "write `key: value`, indent the keys of one group alike, and put text that holds `: ` in quotes",
    ),
    (
        "found unexpected end of stream",
        "a quotation mark is not closed",
        "close it; an apostrophe inside 'single' quotes is written twice",
    ),
    ("could not find expected ':'", "this line is not `key: value`", "put a space after the colon, or indent the text"),
    (
        "expected <block end>",
        "this does not fit what stands before it",
        "indent it as the lines above, close brackets, and write an apostrophe inside 'single' quotes twice",
    ),
    ("undefined alias", "a text cannot start with `*`", "put it in quotes"),
    ("alphabetic or numeric character", "a text cannot start with `*` or `&`", "put it in quotes"),
    ("that cannot start any token", "a text cannot start with this sign", "put it in quotes"),
    ("escape", "a backslash inside double quotes", "use 'single' quotes, where a backslash is only a backslash"),
    ("another document", "a second `---`", "take the line out"),
    (
        "expected ',' or",
        "a bracket is not closed, or a comma is missing",
        "close it; put text that holds a comma in quotes",
    ),
    ("but found '<stream end>'", "the file ends in the middle of a list", "close brackets and quotes"),
)


def syntax_in_words(what: str) -> tuple[str, str]:
    """Return what is wrong with a YAML text, and what to do, in words, from what PyYAML says of it."""
    for part, message, help in _SYNTAX:
        if part in what:
            return message, help
    hint = "indent with spaces, write `key: value`, and put text that holds `: ` or starts with a sign in quotes"
    return what, hint


def in_words(problem: ErrorDetails, patterns: Mapping[str, str]) -> str:
    """Return what is wrong with a value, as the end of a sentence that begins with its name.

    Args:
        problem: what pydantic found.
        patterns: what a text must look like, in words, by regular expression.
    """
    kind, limits = problem["type"], problem.get("ctx", {})
    if problem["input"] is None:
        return "has no value"
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _WITH_LIMIT:
        return _WITH_LIMIT[kind](limits)
    if kind == "string_pattern_mismatch" and (words := patterns.get(limits["pattern"])):
        return words
    message = problem["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def name_of(loc: tuple[str | int, ...]) -> str:
    """Return a place in a file in words: ``catalogue.pages``, ``photo`` of entry 3 of ``catalogue.flat_plan``."""
    parts = [part for part in loc if part != ""]
    entry = next((i for i in range(len(parts) - 1, -1, -1) if isinstance(parts[i], int)), None)
    if entry is None:
        return f"`{'.'.join(str(part) for part in parts)}`" if parts else "this file"
    number = parts[entry]
    assert isinstance(number, int)
    inner, outer = parts[entry + 1 :], name_of(tuple(parts[:entry]))
    here = f"entry {number + 1} of {outer}"
    return f"{name_of(tuple(inner))} of {here}" if inner else here
