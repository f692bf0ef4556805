"""Profiles: which checks apply, how bad each is, and its limits. Data, in YAML, with one parent at most.

A profile holds nothing of a job: ordered sizes, bleeds and page counts come with the
:class:`~panelpress.preflight.order.Order`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from panelpress.ground.diagnostics import Diagnostic, ExitCode, Level, PanelpressError, did_you_mean
from panelpress.ground.seen import stamp
from panelpress.ground.yamlsource import YamlSource, as_typed, read_yaml
from panelpress.preflight.framework import Check, Limit, LimitDoc, Outcome, Rule, all_checks, run_rules
from panelpress.preflight.order import FLAVOURS, Flavour
from panelpress.preflight.waivers import Waiver, Waiving, read_waivers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from panelpress.ground.keys import Loc
    from panelpress.preflight.order import Subject

_KEYS = ("title", "extends", "standard", "checks", "waivers")
_LEVELS = {"note": Level.NOTE, "warning": Level.WARNING, "error": Level.ERROR}
_LEVEL_WORDS = ("off", *_LEVELS)


@dataclass(frozen=True)
class Profile:
    """A named set of rules, in the order of the checks' families, and the waivers of what they find.

    ``extends`` is the profile it was built on, "" where it stands alone. ``standard`` is the PDF/X level it judges by,
    whatever the file claims and whatever was ordered; None leaves both their say.
    """

    name: str
    title: str
    rules: tuple[Rule, ...]
    waivers: tuple[Waiver, ...] = ()
    extends: str = ""
    standard: Flavour | None = None


@dataclass(frozen=True)
class _Setting:
    """What one profile says of one check; None where it says nothing."""

    level: Level | None
    off: bool | None
    limits: Mapping[str, Limit]


def judge(subject: Subject, profile: Profile) -> tuple[Outcome, ...]:
    """Return what became of every check of the profile on this subject, and of its waivers where there are any."""
    if profile.standard is not None:
        subject = replace(subject, order=replace(subject.order, flavour=profile.standard))
    run = {rule.check.id for rule in profile.rules}  # a part of the profile may have been asked for
    waiving = Waiving(tuple(w for w in profile.waivers if w.check in run), subject.order)
    outcomes = run_rules(subject, profile.rules, waiving.waived)
    return (*outcomes, waiving.outcome()) if waiving.waivers else outcomes


def with_waivers(profile: Profile, waivers: tuple[Waiver, ...]) -> Profile:
    """Return a profile that also waives what these are for; those of checks that it does not run are idle."""
    return replace(profile, waivers=(*profile.waivers, *waivers))


def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles that come with the program."""
    return tuple(sorted(p.name.removesuffix(".yaml") for p in _shipped().iterdir() if p.name.endswith(".yaml")))


def load_profile(name: str | Path, shown: str = "") -> Profile:
    """Return a profile: one of ours by name, or any YAML file by path, called ``shown`` in what is said of it.

    Raises:
        PanelpressError: with everything that is wrong in it and in the profiles it extends, each with file and line.
    """
    return _loaded(name, shown, tuple(stamp(name) or ()) if isinstance(name, Path) else ())


@functools.lru_cache(maxsize=32)
def _loaded(name: str | Path, shown: str, stamped: tuple[int, ...]) -> Profile:  # noqa: ARG001 - a file that changed is another
    """Read a profile once a process: one of ours is 0.04 s of work, and every item is judged by it."""
    problems: list[Diagnostic] = []
    settings: dict[str, _Setting] = {}
    waivers: list[Waiver] = []
    title = ""
    standard: Flavour | None = None
    lineage = list(_lineage(name, problems, shown))
    for source in reversed(lineage):
        data = source.data if isinstance(source.data, dict) else {}
        title = str(as_typed(data.get("title", title)))
        standard = _standard(source, data, problems) or standard
        for id, said in _settings(source, problems):
            settings[id] = _over(settings.get(id), said)
        waivers.extend(read_waivers(source, problems))
    problems.extend(_idle(w) for w in waivers if w.check not in settings or settings[w.check].off)
    if problems:
        raise PanelpressError(problems, ExitCode.CANNOT_JUDGE)
    rules = [_rule(c, settings[id]) for id, c in all_checks().items() if id in settings and not settings[id].off]
    plain = Path(name).stem if isinstance(name, Path) else name
    parent = lineage[1].file.removesuffix(".yaml") if len(lineage) > 1 else ""
    return Profile(plain, title or plain, tuple(rules), tuple(waivers), parent, standard)


def _standard(source: YamlSource, data: Mapping[str, Any], problems: list[Diagnostic]) -> Flavour | None:
    """Return the PDF/X level one file fixes, None where it says nothing or nothing we know."""
    said = data.get("standard")
    if said is None:
        return None
    known = next((level for level in FLAVOURS if level == said), None)
    if known is None:
        hint = did_you_mean(str(said), FLAVOURS)
        problems.append(_wrong(source, ("standard",), f"`{as_typed(said)}` is no PDF/X level", hint))
    return known


def _idle(waiver: Waiver) -> Diagnostic:
    message = f"a waiver of `{waiver.check}`, which this profile does not run"
    return Diagnostic("preflight/profile", Level.ERROR, message, "take the waiver out, or the check in", waiver.span)


def _shipped() -> Any:
    return resources.files("panelpress.preflight") / "profiles"


def _lineage(name: str | Path, problems: list[Diagnostic], shown: str = "") -> Iterator[YamlSource]:
    """Yield the profile, its parent, its parent's parent and so on."""
    seen: set[str] = set()
    wanted: str | Path | None = name
    asked: tuple[YamlSource, Loc] | None = None
    while wanted is not None:
        text = _text(wanted, asked, problems)
        if text is None:
            return
        source = read_yaml(text, shown or str(wanted) if isinstance(wanted, Path) else f"{wanted}.yaml")
        problems.extend(source.problems)
        yield source
        seen.add(str(wanted))
        parent = source.data.get("extends") if isinstance(source.data, dict) else None
        asked, wanted = (source, ("extends",)), str(parent) if parent is not None else None
        if wanted in seen:
            problems.append(_wrong(source, ("extends",), f"`{wanted}` extends itself", "name another profile or none"))
            return


def _text(wanted: str | Path, asked: tuple[YamlSource, Loc] | None, problems: list[Diagnostic]) -> str | None:
    if isinstance(wanted, Path):
        try:
            return wanted.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as unreadable:
            why = unreadable.strerror if isinstance(unreadable, OSError) else "it is not UTF-8 text"
            message = f"cannot read the profile {wanted}: {why}"
            hint = f"name a file that is there, or one of {', '.join(f'`{n}`' for n in sorted(profile_names()))}"
            problems.append(Diagnostic("preflight/profile", Level.ERROR, message, hint))
            return None
    if wanted in profile_names():
        return str((_shipped() / f"{wanted}.yaml").read_text(encoding="utf-8"))
    message, hint = f"there is no profile `{wanted}`", did_you_mean(wanted, profile_names())
    span = asked[0].span(asked[1]) if asked else None
    problems.append(Diagnostic("preflight/unknown-profile", Level.ERROR, message, hint, span))
    return None


def _wrong(source: YamlSource, loc: Loc, message: str, help: str, *, key: bool = False) -> Diagnostic:
    return Diagnostic("preflight/profile", Level.ERROR, message, help, source.span(loc, key=key))


def _settings(source: YamlSource, problems: list[Diagnostic]) -> Iterator[tuple[str, _Setting]]:
    """Yield what one file says of each check, and note every problem in it."""
    if not isinstance(source.data, dict):
        if not source.problems:
            problems.append(
                _wrong(source, (), "a profile is a list of keys and values", "write `checks:` and its lines")
            )
        return
    problems.extend(
        _wrong(source, (key,), f"unknown key `{key}`", did_you_mean(key, _KEYS), key=True)
        for key in source.data
        if key not in _KEYS
    )
    listed = source.data.get("checks")
    known = all_checks()
    for id, said in listed.items() if isinstance(listed, dict) else ():
        loc = ("checks", id)
        if id not in known:
            problems.append(_wrong(source, loc, f"there is no check `{id}`", did_you_mean(id, known), key=True))
            continue
        setting = _setting(source, loc, known[id], said, problems)
        if setting is not None:
            yield id, setting


def _setting(source: YamlSource, loc: Loc, c: Check[Any], said: Any, problems: list[Diagnostic]) -> _Setting | None:
    if said is None:
        return _Setting(c.level, off=False, limits={})
    if isinstance(said, str):
        said = {"level": said}
    if not isinstance(said, dict):
        problems.append(
            _wrong(source, loc, f"`{c.id}` wants a level or its limits", "write `error`, `warning`, `note` or `off`")
        )
        return None
    word = said.get("level")
    if word is not None and word not in _LEVEL_WORDS:
        problems.append(_wrong(source, (*loc, "level"), f"`{word}` is no level", did_you_mean(str(word), _LEVEL_WORDS)))
        return None
    limits: dict[str, Limit] = {}
    for name, value in said.items():
        if name == "level":
            continue
        if name not in c.limits:
            hint = did_you_mean(name, ["level", *c.limits])
            problems.append(_wrong(source, (*loc, name), f"`{c.id}` has no limit `{name}`", hint, key=True))
            continue
        limit = _limit(c.limits[name], value)
        if limit is None:
            message = f"`{name}` of `{c.id}` must be a {c.limits[name].word}, not `{as_typed(value)}`"
            problems.append(_wrong(source, (*loc, name), message, f"it is {c.limits[name].default!r} by default"))
            continue
        limits[name] = limit
    return _Setting(_LEVELS.get(str(word)), off=word == "off" if word is not None else None, limits=limits)


_ACCEPTED: dict[Any, tuple[type, ...]] = {bool: (bool,), int: (int,), float: (int, float), str: (str,)}


def _limit(doc: LimitDoc, value: Any) -> Limit | None:
    """Return the value as the limit's type, or None where it is not one; true is no number."""
    if doc.type is tuple:
        return tuple(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else None
    if isinstance(value, bool) != (doc.type is bool) or not isinstance(value, _ACCEPTED[doc.type]):
        return None
    return doc.type(value)  # type: ignore[no-any-return]


def _over(parent: _Setting | None, said: _Setting) -> _Setting:
    if parent is None:
        return said
    return _Setting(
        said.level if said.level is not None else parent.level,
        said.off if said.off is not None else parent.off and said.level is None and not said.limits,
        {**parent.limits, **said.limits},
    )


def _rule(c: Check[Any], setting: _Setting) -> Rule:
    return Rule(c, setting.level if setting.level is not None else c.level, dict(setting.limits))
