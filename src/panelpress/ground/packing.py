"""Frozen values as plain JSON and back, exactly: how what was found is kept between two runs.

Only classes that the reader names can come out of it, so that a file that somebody altered makes no other object than these.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CLASS = "="
"""Under this key an object says what it is; no field has this name."""


def packed(value: Any) -> bytes:
    """Return a value as JSON: dataclasses, enumerations, tuples, dictionaries with text keys, dates, bytes, paths, plain ones.

    Lists come back as tuples.

    Raises:
        TypeError: when it holds anything else, such as a set: what has no order has no one form.
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(data: bytes, classes: Iterable[type]) -> Any:
    """Return the value that was packed.

    Args:
        data: what :func:`packed` gave.
        classes: the dataclasses and enumerations that may be in it.

    Raises:
        ValueError: when it is no packed value, or holds a class that nobody named.
    """
    known = {each.__name__: each for each in classes}
    try:
        return _value(json.loads(data), known)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(str(wrong)) from wrong


def _plain(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in (str, int, float, bool):
        return value
    if kind in (tuple, list):
        return [_plain(each) for each in value]
    if names := _names(kind):
        return {_CLASS: kind.__name__} | {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return {_CLASS: kind.__name__, "value": value.value}
    if isinstance(value, dict) and all(type(key) is str for key in value):
        return {_CLASS: "dict", "items": [[key, _plain(each)] for key, each in value.items()]}
    for name, (of, to_text, _) in _TEXTS.items():
        if isinstance(value, of):
            return {_CLASS: name, "value": to_text(value)}
    raise TypeError(f"{kind.__name__} is not kept")


def _value(plain: Any, known: dict[str, type]) -> Any:
    if isinstance(plain, list):
        return tuple([_value(each, known) for each in plain])
    if not isinstance(plain, dict):
        return plain
    name = plain.pop(_CLASS)
    if name == "dict":
        return {key: _value(each, known) for key, each in plain["items"]}
    if name in _TEXTS:
        return _TEXTS[name][2](plain["value"])
    of = known[name]
    if issubclass(of, Enum):
        return of(plain["value"])
    return of(**{key: _value(each, known) for key, each in plain.items()})


_FIELDS: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    """Return the names of a dataclass's fields; none for anything else."""
    found = _FIELDS.get(kind)
    if found is None:
        found = tuple(f.name for f in fields(kind) if f.init) if hasattr(kind, "__dataclass_fields__") else ()
        _FIELDS[kind] = found
    return found


_TEXTS: dict[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "date": (dt.date, dt.date.isoformat, dt.date.fromisoformat),
    "bytes": (bytes, lambda data: base64.b64encode(data).decode(), base64.b64decode),
    "path": (Path, str, Path),
}
