"""`out/cache/index.json`: what every item was last made from, and so why it is made again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from panelpress.ground.files import canonical, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from panelpress.ground.files import Cache
    from panelpress.jobs.kept import Keys

_FILE = "index.json"
_SCHEMA_VERSION = 1


def keep_index(
    cache: Cache,
    keys: Mapping[str, Keys],
    inputs: Mapping[str, Mapping[str, str]],
    venues: Mapping[str, str],
    made: Iterable[str],
) -> None:
    """Note under which keys each of the items that were made lies in the cache, and the digests of what it was made from."""
    if cache.folder is None:
        return
    items = _items(cache) | {
        key: {**asdict(keys[key]), "inputs": dict(inputs[key]), "venue": venues.get(key, "")} for key in made
    }
    value = {"schema_version": _SCHEMA_VERSION, "items": {key: items[key] for key in keys if key in items}}
    try:
        write_atomic(cache.folder / _FILE, canonical(value))
    except OSError:
        return


def reason(cache: Cache, key: str, keys: Keys, inputs: Mapping[str, str], venue: str = "") -> str:
    """Return in words why an item is made again; "" where it never was, as far as is known."""
    before = _items(cache).get(key)
    if before is None:
        return ""
    was: Mapping[str, str] = before["inputs"]
    if before["result"] == keys.result:
        return "not finished before"
    if before["venue"] != venue:
        return "its strip"
    changed = [name for name in sorted(was.keys() | inputs.keys()) if was.get(name) != inputs.get(name)]
    if changed:
        return ", ".join(dict.fromkeys(_named(name) for name in changed))
    if before["made"] != keys.made:
        return "what its printer wants, or panelpress itself"
    return "how it is judged" if before["judged"] != keys.judged else "lines that moved in its files"


def _named(input: str) -> str:
    """Return what people call an input."""
    kind, _, name = input.partition(":")
    plain = {
        "html": "its text or layout",
        "fonts": "the typefaces",
        "css": name,
        "profile": f"the colour profile {name}",
    }
    return plain.get(kind, input)


def _items(cache: Cache) -> dict[str, Any]:
    try:
        value = json.loads((cache.folder / _FILE).read_bytes()) if cache.folder else {}
        items = value["items"] if value.get("schema_version") == _SCHEMA_VERSION else {}
        return (
            items if all({"result", "made", "judged", "inputs", "venue"} <= items[key].keys() for key in items) else {}
        )
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}
