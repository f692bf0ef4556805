"""Small, forgiving readings of pypdf's objects, for what viewers write: what is not what it should be counts as absent."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

from panelpress.ground.diagnostics import fault

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_NUMBERS = 20_000
"""Most numbers of one array: the corners of 2,500 stretches of words."""

MAX_TEXT = 20_000
"""Most characters of one comment: four full pages. What is longer is a fault of the program that wrote it, or an attack."""

_BLOCK = {"p", "div", "br", "li"}
_SPACES = re.compile(r"[ \t\u00a0]+")
_ANY_SPACES = re.compile(r"\s+")


def resolved(value: Any) -> Any:
    """Return what a reference refers to, in the end; None for null."""
    for _ in range(8):
        if not isinstance(value, IndirectObject):
            break
        value = value.get_object()
    return None if isinstance(value, NullObject | IndirectObject) else value


def entry(of: Any, key: str) -> Any:
    """Return an entry of a dictionary, resolved; None where there is none, or no dictionary."""
    return resolved(dict.get(of, key)) if isinstance(of, DictionaryObject) else None


def dictionaries(value: Any) -> Iterator[tuple[Any, DictionaryObject]]:
    """Yield the dictionaries of an array, each with what stands for it in the array: a reference, or itself."""
    array = resolved(value)
    for raw in array if isinstance(array, ArrayObject) else ():
        found = resolved(raw)
        if isinstance(found, DictionaryObject):
            yield (raw if isinstance(raw, IndirectObject) else found), found


def identity(raw: Any) -> object:
    """Return what tells an object from others: its number in the file, or which one it is in memory."""
    return (raw.idnum, raw.generation) if isinstance(raw, IndirectObject) else id(raw)


def numbers(value: Any) -> tuple[float, ...]:
    """Return an array's numbers; none where one of them is something else, or there are more than :data:`MAX_NUMBERS`."""
    array = resolved(value)
    found = [resolved(each) for each in array] if isinstance(array, ArrayObject) and len(array) <= MAX_NUMBERS else []
    return tuple(float(n) for n in found) if all(isinstance(n, int | float) for n in found) else ()


def name(value: Any) -> str:
    """Return a name without its slash, or a string that a program wrote for it, slash and all; "" where it is neither."""
    found = resolved(value)
    return str(found)[1:] if isinstance(found, NameObject) else text(found).removeprefix("/")


def text(value: Any) -> str:
    """Return a text as people read it, in whatever way it was encoded; "" where it is none.

    Raises:
        PanelpressError: ``sign-off/too-large``, where it is longer than :data:`MAX_TEXT`.
    """
    found = resolved(value)
    if isinstance(found, StreamObject):  # a long value may be a stream (ISO 32000-1, 12.7.4.3)
        found = ByteStringObject(found.get_data())
    if isinstance(found, TextStringObject):
        said = _unmarked(found) or str(found)
    elif isinstance(found, ByteStringObject):
        said = _decoded(bytes(found))
    else:
        return ""
    if len(said) > MAX_TEXT:
        help = "ask them to send it again, long texts in a file of their own"
        raise fault("sign-off/too-large", f"one of its texts has {len(said):,} characters", help)
    return tidy(said)


def _unmarked(found: TextStringObject) -> str:
    """Return a text that was written as UTF-8 without its mark, which some programs do; "" where it is none of these.

    Two accents of PDF's own encoding that are valid UTF-8 side by side are no word of any language.
    """
    octets = found.original_bytes if found.autodetect_pdfdocencoding else b""
    try:
        return "" if octets.isascii() else octets.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _decoded(octets: bytes) -> str:
    """Return bytes as text: by their mark, as UTF-8 where they are, else by the first page of Unicode."""
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8")):
        if octets.startswith(mark):
            return octets[len(mark) :].decode(encoding, "replace")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def tidy(said: str) -> str:
    """Return a text with one kind of line end, and without what is no letter: a terminal would obey some of it."""
    lines = said.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(
        " " if c == "\t" else c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn")
    )
    return "\n".join(_SPACES.sub(" ", line).strip() for line in kept.split("\n")).strip()


class _Words(HTMLParser):
    """The words of a rich text, a new line where a block begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BLOCK and self.found:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        self.found.append(_ANY_SPACES.sub(" ", data))


def plain(rich: str) -> str:
    """Return the words of a rich text (ISO 32000-1, 12.7.3.4), which some viewers write and no plain one."""
    reader = _Words()
    reader.feed(rich)
    reader.close()
    return tidy("".join(reader.found))
