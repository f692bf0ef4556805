"""`out/cache/index.json`: what every item was last made from, and so why it is made again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from panelpress.ground.files import canonical, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from panelpress.ground.files import Cache
    from panelpress.jobs.kept import Keys

_FILE = "index.json"
_SCHEMA_VERSION = 1


def keep_index(
    cache: Cache, keys: Mapping[str, Keys], inputs: Mapping[str, Mapping[str, str]], made: Iterable[str]
) -> None:
    """Note under which keys each of the items that were made lies in the cache, and the digests of what it was made from."""
    if cache.folder is None:
        return
    items = _items(cache) | {
        key: {"result": keys[key].result, "made": keys[key].made, "inputs": dict(inputs[key])} for key in made
    }
    value = {"schema_version": _SCHEMA_VERSION, "items": {key: items[key] for key in keys if key in items}}
    try:
        write_atomic(cache.folder / _FILE, canonical(value))
    except OSError:
        return


def reason(cache: Cache, key: str, keys: Keys, inputs: Mapping[str, str]) -> str:
    """Return in words why an item is made again; "" where it never was, as far as is known."""
    before = _items(cache).get(key)
    if before is None:
        return ""
    was: Mapping[str, str] = before["inputs"]
    changed = [name for name in sorted(was.keys() | inputs.keys()) if was.get(name) != inputs.get(name)]
    if changed:
        return ", ".join(dict.fromkeys(_named(name) for name in changed))
    return "how it is judged" if before["made"] == keys.made else "what it is made with"


def _named(input: str) -> str:
    """Return what people call an input."""
    kind, _, name = input.partition(":")
    plain = {"html": "its text", "fonts": "the typefaces", "css": name, "profile": f"the colour profile {name}"}
    return plain.get(kind, input)


def _items(cache: Cache) -> dict[str, Any]:
    try:
        value = json.loads((cache.folder / _FILE).read_bytes()) if cache.folder else {}
        items = value["items"] if value.get("schema_version") == _SCHEMA_VERSION else {}
        return items if all({"made", "inputs"} <= items[key].keys() for key in items) else {}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}
