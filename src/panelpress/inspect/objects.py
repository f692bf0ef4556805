"""Small, forgiving readings of PDF objects: what is not what it should be counts as absent."""

from __future__ import annotations

import zlib
from decimal import Decimal
from typing import Any

import pikepdf

from panelpress.ground.diagnostics import fault

MAX_CONTENT = 96_000_000
"""Most octets one stream of drawing or metadata may inflate to: a map of a whole county stays below a third of it."""

_MAX_PARENTS = 64


def name_of(value: Any) -> str:
    """Return a name without its slash, or ""."""
    return str(value)[1:] if isinstance(value, pikepdf.Name) else ""


def number_of(value: Any, otherwise: float = 0.0) -> float:
    """Return a number, or ``otherwise``."""
    return float(value) if isinstance(value, int | float | Decimal) else otherwise


def words_of(value: Any) -> str:
    """Return a text string or a name as text, or ""."""
    if isinstance(value, pikepdf.Name):
        return name_of(value)
    return str(value) if isinstance(value, pikepdf.String) else ""


def numbers_of(value: Any, length: int) -> tuple[float, ...] | None:
    """Return an array of exactly ``length`` numbers, or None."""
    if not isinstance(value, pikepdf.Array) or len(value) != length:
        return None
    if not all(isinstance(v, int | float | Decimal) for v in value):
        return None
    return tuple(float(v) for v in value)


def is_true(value: Any) -> bool:
    """Tell whether a boolean entry is there and true."""
    return isinstance(value, bool) and value


def inherited(page: Any, key: str) -> Any:
    """Return an inheritable entry of a page: its own, or the nearest parent's."""
    node = page
    for _ in range(_MAX_PARENTS):
        value = node.get(key)
        if value is not None:
            return value
        parent = node.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            break
        node = parent
    return None


def filters_of(stream: Any) -> tuple[str, ...]:
    """Return the names of a stream's filters, first applied last, as written."""
    filters = stream.get("/Filter", stream.get("/F"))
    if isinstance(filters, pikepdf.Array):
        return tuple(name_of(f) for f in filters)
    return (name_of(filters),) if isinstance(filters, pikepdf.Name) else ()


def decoded(stream: pikepdf.Stream, what: str) -> bytes:
    """Return a stream's decoded octets, never more than :data:`MAX_CONTENT`.

    A few kilobytes can inflate to gigabytes; the common case is therefore unpacked in bounded steps.

    Raises:
        PanelpressError: ``pdf/too-large`` where it would grow beyond that, ``pdf/damaged`` where it cannot be unpacked.
    """
    filters = filters_of(stream)
    plain = stream.get("/DecodeParms") is None and set(filters) <= {"FlateDecode"}
    try:
        if not plain:
            if len(stream.read_raw_bytes()) > MAX_CONTENT // 100 and len(filters) > 1:
                raise _too_large(what)
            data = stream.read_bytes()
        else:
            data = stream.read_raw_bytes()
            for _ in filters:
                inflater = zlib.decompressobj()
                data = inflater.decompress(data, MAX_CONTENT + 1)
                if len(data) > MAX_CONTENT:
                    raise _too_large(what)
                if not inflater.eof:
                    raise _torn(what)
    except (zlib.error, pikepdf.PdfError) as torn:
        raise _torn(what) from torn
    if len(data) > MAX_CONTENT:
        raise _too_large(what)
    return data


def _too_large(what: str) -> Exception:
    return fault(
        "pdf/too-large",
        f"{what} unpacks to more than {MAX_CONTENT // 1_000_000} MB, which no page needs",
        "ask whoever made the file for one with simpler drawings, or with the drawing as a picture",
    )


def _torn(what: str) -> Exception:
    return fault(
        "pdf/damaged",
        f"{what} is damaged and cannot be unpacked",
        "export or download the file again; it was cut short or altered on the way",
    )
