"""One currency for everything that can be wrong.

Config errors, template errors, engine warnings and preflight findings are all a :class:`Diagnostic`, so that every report
format serves all of them. ``message`` says what is wrong *here*, ``help`` says what to do, ``why`` says why it matters.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panelpress.ground.geometry import Box


class Level(IntEnum):
    """How bad it is. ERROR: must not be printed; WARNING: a printer or a reader may complain; NOTE: worth knowing."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The level as it is written in files and reports."""
        return self.name.lower()


class ExitCode(IntEnum):
    """What the process tells its caller; where several apply, the highest wins."""

    PRESS_READY = 0
    FINDINGS = 1
    CANNOT_JUDGE = 2
    BUG = 3
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text file: 1-based line and column, the length to underline, and the line itself."""

    file: str
    line: int
    column: int = 1
    length: int = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place on paper: item, 1-based page, box in mm from the trim's top-left corner, and the name of the object."""

    item: str | None = None
    page: int | None = None
    box: Box | None = None
    object: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What of the project stands at a place on paper: a file, a 1-based line, and the words or the photograph it holds."""

    file: str
    line: int
    phrase: str = ""
    photograph: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who answers for a finding, why, up to which day (``""``: for good), and how bad it would be otherwise."""

    name: str
    reason: str
    level: Level
    until: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong or worth knowing.

    ``id`` is ``family/condition`` (``config/unknown-key``, ``image/resolution``). ``measured`` and ``required`` are the
    figures compared, as people read them (``"112 ppi"``, ``"at least 150 ppi"``). ``span`` is the line of a project file
    that is wrong itself; ``origin`` what made the place on paper that is. ``accepted``: somebody answers for it.
    ``review``: the program cannot tell, and a person must look.
    """

    id: str
    level: Level
    message: str
    help: str = ""
    span: Span | None = None
    place: Place | None = None
    measured: str = ""
    required: str = ""
    why: str = ""
    origin: Origin | None = None
    accepted: Accepted | None = None
    review: bool = False

    def counts(self, fail_on: Level) -> bool:
        """Tell whether it is bad enough to fail what is judged from ``fail_on`` on: never where somebody accepted it."""
        return self.level >= fail_on and self.accepted is None


class PanelpressError(Exception):
    """Something that stops the work, with everything that is wrong and the exit code it deserves.

    Args:
        diagnostics: all the reasons found, never only the first.
        code: what the process ends with.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], code: ExitCode = ExitCode.CANNOT_JUDGE) -> None:
        self.diagnostics = tuple(diagnostics)
        self.code = code
        super().__init__("; ".join(d.message for d in self.diagnostics))

    def __reduce__(self) -> tuple[type[PanelpressError], tuple[tuple[Diagnostic, ...], ExitCode]]:
        """Travel between processes whole."""
        return (type(self), (self.diagnostics, self.code))


def error(id: str, message: str, help: str = "", *, span: Span | None = None, place: Place | None = None) -> Diagnostic:
    """Return an ERROR diagnostic: the short way for the many that carry no figures."""
    return Diagnostic(id, Level.ERROR, message, help, span, place)


def fault(id: str, message: str, help: str = "", *, span: Span | None = None) -> PanelpressError:
    """Return an exception that carries one ERROR diagnostic and exit code 2."""
    return PanelpressError([error(id, message, help, span=span)])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean `x`?`` for the nearest known word, or the list of what exists where nothing is near."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word.casefold(), [n.casefold() for n in names], n=1, cutoff=0.6)
    if near:
        best = next(n for n in names if n.casefold() == near[0])
        return f"did you mean `{best}`?"
    if not names:
        return ""
    shown = ", ".join(f"`{n}`" for n in names[:12])
    return f"there are {shown}" + (" and others" if len(names) > 12 else "")


def near_to(word: str, known: Iterable[str]) -> str:
    """Return the known name that another is, but for its spelling; "" where none is so near, or it is known itself.

    Case and spaces make no other name. Nearer is asked for than by :func:`did_you_mean`: people have names that are alike.
    """
    names = {" ".join(name.split()).casefold(): name for name in sorted(set(known))}
    said = " ".join(word.split()).casefold()
    near = [] if said in names else difflib.get_close_matches(said, names, n=1, cutoff=0.75)
    return names[near[0]] if near else ""


def worst(diagnostics: Iterable[Diagnostic]) -> Level | None:
    """Return the highest level among them, or None when there are none."""
    return max((d.level for d in diagnostics), default=None)
