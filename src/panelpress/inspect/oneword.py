"""Whatever goes wrong inside a file becomes one clear diagnostic that names the file: never a stack trace.

The breadth is meant: a hostile file finds every weakness of every parser.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2

from panelpress.ground.diagnostics import Diagnostic, Level, PanelpressError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_MEMORY = re.compile(r"^stream <[^>]*>: ")  # an address differs from run to run
_LONGEST = 120


@contextmanager
def one_clear_word(name: str, family: str, *, locked: str, broken: str) -> Iterator[None]:
    """Turn everything that goes wrong within into a diagnostic.

    Args:
        name: what messages call the file.
        family: the first part of the diagnostics' ids, such as ``pdf``.
        locked: what to do where it wants a password.
        broken: what to do where it is damaged.

    Raises:
        PanelpressError: ``FAMILY/missing``, ``encrypted``, ``unreadable`` or ``damaged``, or what was known already.
    """
    try:
        yield
    except PanelpressError as known:
        raise PanelpressError([_named(d, name) for d in known.diagnostics], known.code) from known
    except FileNotFoundError as missing:
        raise _fault(f"{family}/missing", name, "there is no such file", "check the name and the folder") from missing
    except pikepdf.PasswordError as password:
        raise _fault(f"{family}/encrypted", name, "the file is locked with a password", locked) from password
    except (OSError, MemoryError) as unreadable:
        words = unreadable.strerror if isinstance(unreadable, OSError) and unreadable.strerror else "it is too large"
        help = "check the disk and rights"
        raise _fault(f"{family}/unreadable", name, f"cannot be read: {words}", help) from unreadable
    except Exception as damage:
        message = f"the file is damaged ({in_short(damage)})"
        raise _fault(f"{family}/damaged", name, message, broken) from damage


def _named(found: Diagnostic, name: str) -> Diagnostic:
    place = found.place or Place()
    return replace(found, message=f"{name}: {found.message}", place=Place(name, place.page, place.box, place.object))


def _fault(id: str, name: str, message: str, help: str) -> PanelpressError:
    return PanelpressError([Diagnostic(id, Level.ERROR, f"{name}: {message}", help, place=Place(name))])


def in_short(broken: BaseException) -> str:
    """Return a parser's own words without what it calls the file: its name, or where in memory it lies."""
    if isinstance(broken, RecursionError):
        return "its objects contain themselves"
    words = str(broken).strip().splitlines()
    if not words or isinstance(broken, pypdfium2.PdfiumError):
        return type(broken).__name__
    last = words[0].rpartition("): ")[2] if isinstance(broken, pikepdf.PdfError) else words[0]
    return _IN_MEMORY.sub("", last)[:_LONGEST] or type(broken).__name__
