"""The index of an edition: every file of it by its path, with digest and size, and what the edition is.

The paths say what a file is: ``press/`` as it goes to the printer, ``sources/`` the project it is made from, ``record/`` what
people decided, ``proofs/`` the proofs they saw, ``fonts/``, ``profiles/`` and ``made-from/`` what panelpress itself brought.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from panelpress.ground.files import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION = 1
ROOMS = ("press", "sources", "record", "proofs", "fonts", "profiles", "made-from")
"""The folders an edition's files lie in; ``requirements.txt`` lies beside them."""
ALONE = ("requirements.txt",)
_DIGITS = frozenset("0123456789abcdef")


class Object(NamedTuple):
    """Some bytes that are kept by themselves: their SHA-256, and how many they are."""

    sha256: str
    octets: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is kept: its SHA-256, its size in bytes, and the objects that make it up, laid end to end."""

    sha256: str
    octets: int
    objects: tuple[Object, ...]


@dataclass(frozen=True, slots=True)
class EditionItem:
    """An item of an edition: what it is called, its file and the file's digest, what puts ink on paper, its pages and trim.

    ``pictures`` are the digests of its pages as they print, plate by plate at 150 ppi; () where none could be drawn. ``venue``
    is whose strip it carries, "" for none or an empty one.
    """

    label: str
    file: str
    sha256: str
    content_digest: str
    pages: int
    trim_mm: tuple[float, float]
    pictures: tuple[str, ...] = ()
    venue: str = ""


@dataclass(frozen=True)
class Index:
    """An edition as it is kept.

    Attributes:
        job: the job's short name.
        number: the edition's number.
        date: its day, YYYY-MM-DD.
        title: the exhibition's title.
        items: the items by key.
        heads: the heads of the ledger when it was closed.
        proofs: the numbers of the proofs that its approvals rest on.
        printers: the print shops' names in catalogue.yml, for panels and catalogue.
        versions: of every program, library, font and profile that can change a file.
        files: every file by its path, in order.
    """

    job: str
    number: int
    date: str
    title: str
    items: Mapping[str, EditionItem]
    heads: tuple[str, ...]
    proofs: tuple[int, ...]
    printers: Mapping[str, str]
    versions: Mapping[str, str]
    files: Mapping[str, Stored]

    @cached_property
    def text(self) -> str:
        """The index as it is written, the same for the same edition."""
        value = {
            "schema_version": SCHEMA_VERSION,
            **about(self),
            "files": {
                path: {"sha256": kept.sha256, "bytes": kept.octets, "objects": [list(each) for each in kept.objects]}
                for path, kept in sorted(self.files.items())
            },
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

    @cached_property
    def digest(self) -> str:
        """What it is known by: the SHA-256 of its file."""
        return digest(self.text.encode())

    @property
    def objects(self) -> frozenset[str]:
        """Every object that it names."""
        return frozenset(each.sha256 for kept in self.files.values() for each in kept.objects)

    @property
    def octets(self) -> int:
        """How much all its files are together, bytes."""
        return sum(kept.octets for kept in self.files.values())


def about(index: Any) -> dict[str, Any]:
    """Return what an edition is, as its index and its record both say it."""
    return {
        "job": index.job,
        "number": index.number,
        "date": index.date,
        "title": index.title,
        "items": {key: _plain(item) for key, item in index.items.items()},
        "heads": list(index.heads),
        "proofs": list(index.proofs),
        "printers": dict(index.printers),
        "versions": dict(sorted(index.versions.items())),
    }


def _plain(item: EditionItem) -> dict[str, Any]:
    """Return an item as it is written; one without a strip reads as items did before there were any."""
    return {name: said for name, said in asdict(item).items() if said or name != "venue"}


def parse(text: bytes) -> Index:
    """Return an index from its file.

    Raises:
        ValueError: when it is none, or names a file outside the edition.
    """
    value = values_of(text)
    files = {path: _stored(path, said) for path, said in _mapping(value, "files").items()}
    if len({path.casefold() for path in files}) != len(files):
        message = "two of its files differ in capitals only"
        raise ValueError(message)
    index = Index(**about_of(value), files=dict(sorted(files.items())))
    for key, item in index.items.items():
        kept = index.files.get(f"press/{item.file}")
        if kept is None or kept.sha256 != item.sha256:
            message = f"it does not hold the file of `{key}`"
            raise ValueError(message)
    if index.text.encode() != text:
        message = "it does not read as panelpress writes it: it was altered"
        raise ValueError(message)
    return index


def values_of(text: bytes) -> dict[str, Any]:
    """Return the values of an index or record.

    Raises:
        ValueError: when it is no JSON of a version that we know.
    """
    value = json.loads(text)
    if not isinstance(value, dict):
        message = "it is no list of names and values"
        raise ValueError(message)  # noqa: TRY004 - what is wrong is the text
    version = value.get("schema_version")
    if type(version) is not int:
        message = "it does not say its version"
        raise ValueError(message)
    if version != SCHEMA_VERSION:
        newer = ": a newer panelpress reads it" if version > SCHEMA_VERSION else ""
        message = f"it is of version {version}, and this panelpress knows version {SCHEMA_VERSION}{newer}"
        raise ValueError(message)
    return value


def about_of(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an edition is from the values of its index or record.

    Raises:
        ValueError: when something is not there, or is something else.
    """
    try:
        return {
            "job": _text(value["job"]),
            "number": _whole(value["number"]),
            "date": _text(value["date"]),
            "title": _text(value["title"]),
            "items": {key: _item(said) for key, said in _mapping(value, "items").items()},
            "heads": tuple(_text(head) for head in value["heads"]),
            "proofs": tuple(_whole(number) for number in value["proofs"]),
            "printers": {key: _text(name) for key, name in _mapping(value, "printers").items()},
            "versions": {key: _text(said) for key, said in _mapping(value, "versions").items()},
        }
    except KeyError as absent:
        message = f"it has no `{absent.args[0]}`"
        raise ValueError(message) from None
    except (TypeError, AttributeError) as wrong:
        message = f"something in it is not what it should be: {wrong}"
        raise ValueError(message) from None


def _item(said: Any) -> EditionItem:
    return EditionItem(
        _text(said["label"]),
        safe(_text(said["file"])),
        hex_of(said["sha256"]),
        _text(said["content_digest"]),
        _whole(said["pages"]),
        (float(said["trim_mm"][0]), float(said["trim_mm"][1])),
        tuple(_text(known_as) for known_as in said["pictures"]),
        _text(said.get("venue", "")),
    )


def _stored(path: str, said: Any) -> Stored:
    first, _, rest = safe(path).partition("/")
    if not ((first in ROOMS and rest) or path in ALONE):
        message = f"`{path}` is no place of an edition's file"
        raise ValueError(message)
    try:
        objects = tuple(Object(hex_of(known_as), _whole(octets)) for known_as, octets in said["objects"])
        stored = Stored(hex_of(said["sha256"]), _whole(said["bytes"]), objects)
    except (KeyError, TypeError):
        message = f"it does not say what `{path}` is"
        raise ValueError(message) from None
    if sum(each.octets for each in objects) != stored.octets:
        message = f"the objects of `{path}` are not as large as it is"
        raise ValueError(message)
    return stored


def safe(path: str) -> str:
    """Return a path that stays inside the folder it is unpacked in, and out of git's own, which holds programs.

    Raises:
        ValueError: when it does not.
    """
    inside = path and not any(part.casefold() in ("", ".", "..", ".git") for part in path.split("/"))
    if not inside or {"\\", "\0"} & set(path) or path[1:2] == ":" or not path.isprintable():
        message = f"`{path}` leads out of the edition"
        raise ValueError(message)
    return path


def hex_of(said: Any) -> str:
    """Return a SHA-256 in hexadecimal figures.

    Raises:
        ValueError: when it is none.
    """
    if not isinstance(said, str) or len(said) != 64 or not set(said) <= _DIGITS:
        message = f"`{said}` is no digest"
        raise ValueError(message)
    return said


def _mapping(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    if not isinstance(found, dict):
        message = f"it has no `{name}`"
        raise ValueError(message)  # noqa: TRY004 - what is wrong is the text
    return found


def _text(said: Any) -> str:
    if not isinstance(said, str):
        message = f"`{said}` is no text"
        raise ValueError(message)  # noqa: TRY004
    return said


def _whole(said: Any) -> int:
    if type(said) is not int or said < 0:
        message = f"`{said}` is no whole number"
        raise ValueError(message)
    return said
