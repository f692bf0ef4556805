"""A check is a documented function; its keyword-only arguments are its limits.

The first line of its docstring is its title, the rest its rationale. ``over`` says what it looks at: nothing selected
means not applicable, never passed. A check sees one thing at a time, yields a :class:`Finding` for what is wrong with
it, prints nothing and knows no PDF library. Writing one is described in CONTRIBUTING.md; each must be broken once in
``tests/preflight/breaks/``.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Concatenate, Generic, TypeVar

from panelpress.ground.diagnostics import Diagnostic, Level, Origin, Place, Span, did_you_mean, fault, worst

if TYPE_CHECKING:
    from panelpress.preflight.order import Subject

Seen = TypeVar("Seen")
Body = Callable[Concatenate[Seen, ...], "Iterator[Finding]"]
Limit = float | int | bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check saw.

    ``message`` says what is wrong here; ``measured`` and ``required`` are the figures as people read them. ``help``
    replaces the check's general advice where it can be exact. ``level`` makes this one milder than the check.
    ``review``: a person must look. ``origin`` is for checks that know the line of the project; for all others
    :mod:`panelpress.preflight.sources` finds it. ``span`` is the line itself, for checks of what is written.
    """

    message: str
    place: Place | None = None
    measured: str = ""
    required: str = ""
    help: str = ""
    level: Level | None = None
    review: bool = False
    origin: Origin | None = None
    span: Span | None = None


@dataclass(frozen=True)
class Check(Generic[Seen]):
    """A registered check: ``source`` is the clause, printer's guide or measurement behind it, ``fix`` what to do."""

    id: str
    run: Body[Seen]
    over: Callable[[Subject], Iterable[Seen]]
    level: Level
    source: str
    fix: str

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]

    @property
    def title(self) -> str:
        """The docstring's first line."""
        return (inspect.getdoc(self.run) or "").partition("\n")[0]

    @property
    def rationale(self) -> str:
        """The docstring after its first line."""
        return (inspect.getdoc(self.run) or "").partition("\n")[2].strip()

    @property
    def why(self) -> str:
        """One sentence on why it matters, with its source in brackets."""
        first = re.split(r"(?<=[.!?])\s", " ".join(self.rationale.split()), maxsplit=1)[0]
        return f"{first} ({self.source})" if first else self.source

    @property
    def limits(self) -> dict[str, LimitDoc]:
        """The keyword-only arguments: name, type and default of each limit."""
        parameters = inspect.signature(self.run).parameters.values()
        return {
            p.name: LimitDoc(p.name, _LIMIT_TYPES[p.annotation], p.default)
            for p in parameters
            if p.kind is p.KEYWORD_ONLY
        }


# annotations stay text at run time, so that a check's own imports may be for the type checker only
_LIMIT_TYPES: dict[str, Any] = {"float": float, "int": int, "bool": bool, "str": str, "tuple[str, ...]": tuple}


@dataclass(frozen=True, slots=True)
class LimitDoc:
    """A limit of a check as its signature states it."""

    name: str
    type: Any
    default: Limit

    @property
    def word(self) -> str:
        """The type as people write it in a profile."""
        return {float: "number", int: "whole number", bool: "true or false", str: "word"}.get(
            self.type, "list of words"
        )


CHECKS: dict[str, Check[Any]] = {}


def check(
    id: str, *, over: Callable[[Subject], Iterable[Seen]], level: Level, source: str, fix: str
) -> Callable[[Body[Seen]], Body[Seen]]:
    """Register the function as a check; the type checker holds ``over`` against its first argument."""

    def register(run: Body[Seen]) -> Body[Seen]:
        assert id not in CHECKS, f"two checks are called {id}"
        assert re.fullmatch(r"[a-z]+/[a-z0-9-]+", id), f"{id} is not family/condition"
        CHECKS[id] = Check(id, run, over, level, source, fix)
        return run

    return register


@dataclass(frozen=True)
class Rule:
    """A check as a profile applies it."""

    check: Check[Any]
    level: Level
    limits: Mapping[str, Limit] = field(default_factory=dict)


class State(Enum):
    """How a check ended, from best to worst: having looked at nothing is worse than having passed.

    ``WAIVED``: all it found is waived by somebody; ``NEEDS_REVIEW``: it cannot tell, and a person must look.
    """

    PASSED = "passed"
    NOT_APPLICABLE = "not-applicable"
    WAIVED = "waived"
    NEEDS_REVIEW = "needs-review"
    FAILED = "failed"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one check: its findings as diagnostics, and how many things it examined.

    ``waived`` says how many of the findings are waived: these are notes, and know by whom and why (``accepted``).
    """

    id: str
    title: str
    state: State
    examined: int
    found: tuple[Diagnostic, ...] = ()
    waived: int = 0

    @property
    def level(self) -> Level | None:
        """The worst level found, None where nothing was."""
        return worst(self.found)


Waive = Callable[[Diagnostic], "Diagnostic | None"]
"""Returns a finding as it stands where it is waived, None where it is not."""


def _nobody(_found: Diagnostic) -> Diagnostic | None:
    return None


def run_rules(subject: Subject, rules: Iterable[Rule], waive: Waive = _nobody) -> tuple[Outcome, ...]:
    """Run every rule; one that crashes becomes an error of its own and never hides the others."""
    return tuple(_run(subject, rule, waive) for rule in rules)


def _run(subject: Subject, rule: Rule, waive: Waive) -> Outcome:
    check = rule.check
    examined = 0
    found: list[Diagnostic] = []
    waived, review = 0, True
    try:
        for thing in check.over(subject):
            examined += 1
            for finding in check.run(thing, **rule.limits):
                diagnostic = _diagnostic(rule, finding, subject)
                note = waive(diagnostic)
                waived += note is not None
                review = review and (finding.review or note is not None)
                found.append(note or diagnostic)
    except Exception as crash:  # noqa: BLE001 - a broken check must not hide the others, nor pass
        found.append(_crashed(check, crash, subject))
        return Outcome(check.id, check.title, State.CRASHED, examined, tuple(found), waived)
    state = State.PASSED if examined else State.NOT_APPLICABLE
    if found:
        state = State.WAIVED if waived == len(found) else State.NEEDS_REVIEW if review else State.FAILED
    return Outcome(check.id, check.title, state, examined, tuple(found), waived)


def _diagnostic(rule: Rule, finding: Finding, subject: Subject) -> Diagnostic:
    place = finding.place or Place()
    if place.item is None:
        place = Place(subject.order.item, place.page, place.box, place.object)
    return Diagnostic(
        id=rule.check.id,
        level=rule.level if finding.level is None else min(rule.level, finding.level),
        message=finding.message,
        help=finding.help or rule.check.fix,
        span=finding.span,
        place=place,
        measured=finding.measured,
        required=finding.required,
        why=rule.check.why,
        review=finding.review,
        origin=finding.origin,
    )


def _crashed(check: Check[Any], crash: Exception, subject: Subject) -> Diagnostic:
    return Diagnostic(
        check.id,
        Level.ERROR,
        f"the check {check.id} itself broke: {type(crash).__name__}: {crash}",
        "this is a fault of panelpress, not of the file: please report it with the file",
        place=Place(subject.order.item),
    )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything a person may want to know of a check."""

    id: str
    title: str
    rationale: str
    source: str
    fix: str
    level: Level
    limits: tuple[LimitDoc, ...]


def _near(asked: str, known: Iterable[str]) -> str:
    """Return what was meant: the checks of a family where a family was named, else the nearest check."""
    family = [name for name in known if name.startswith(f"{asked.rstrip('/')}/")]
    return f"there are {', '.join(f'`{name}`' for name in family)}" if family else did_you_mean(asked, known)


def explain(check_id: str, others: Iterable[str] = ()) -> Explanation:
    """Return what a check looks for, why, by whose rule, and what to do.

    Args:
        check_id: its id.
        others: what else may be meant, for the remedy.

    Raises:
        PanelpressError: ``preflight/unknown-check``, with the nearest name.
    """
    known = all_checks()
    if check_id not in known:
        every = (*known, *others)
        what = f"there is no check `{check_id}`" + (", and no message of that name" if len(every) > len(known) else "")
        raise fault("preflight/unknown-check", what, _near(check_id, every))
    c = known[check_id]
    return Explanation(c.id, c.title, c.rationale, c.source, c.fix, c.level, tuple(c.limits.values()))


def all_checks() -> Mapping[str, Check[Any]]:
    """Return every check of the house by its id, in the order of families and of their files."""
    from panelpress.preflight import checks  # noqa: PLC0415 - the families import this module to register themselves

    checks.load()
    return CHECKS
