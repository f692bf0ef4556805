"""The sign-off sheets of a returned proof: what was ticked and written in their fields, whatever program filled them in.

A choice stands in a file twice: as the value of its field, and as the state of the button that people see. Both must say the
same. Programs differ in where they write what (on the field, on its buttons, as a name, as a text), and all of it is read;
where two places say different things, nobody can tell what was meant, and nothing is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from panelpress.facts.signing import DECISIONS, Answer, Signature
from panelpress.ground.diagnostics import fault
from panelpress.ground.gates import GATES, gate
from panelpress.inspect.values import dictionaries, entry, identity, name, resolved, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pypdf.generic import DictionaryObject

    from panelpress.facts.signing import DecisionWord
    from panelpress.ground.gates import GateId
    from panelpress.inspect.marks import Annotated

CODE_FIELD = "pp:code"
MAX_FIELDS = 20_000
_NAME = re.compile(r"pp:(?P<gate>[a-z-]+):(?:(?P<item>[^:]+):)?(?P<what>[a-z]+)")
_MAX_DEPTH = 16
_OFF = ("", "Off")
_WHO = ("name", "role", "organisation", "date")


@dataclass
class Field:
    """A field as it was found: every value that stands in it, on itself or on its buttons; the states of its buttons.

    ``states`` holds only what buttons say that have a state at all: a program that writes none leaves the value to speak.
    """

    values: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


def fields_of(form: Any, pages: Iterable[Annotated]) -> dict[str, Field]:
    """Return our fields by their full names: those of the form, and those that only stand on pages.

    Args:
        form: the file's interactive form, or None: a program that puts pages together may lose it and keep the fields.
        pages: the pages with what stands on them.

    Raises:
        PanelpressError: ``sign-off/too-complex``, where there are more fields than :data:`MAX_FIELDS`.
    """
    reader = _Reader()
    for raw, top in dictionaries(dict.get(form, "/Fields") if isinstance(form, dict) else None):
        reader.take(raw, top, "", None, 0)
    for page in pages:
        for raw, annotation in page.annotations:
            if name(entry(annotation, "/Subtype")) == "Widget" and identity(raw) not in reader.seen:
                reader.alone(raw, annotation)
    return {id: found for id, found in reader.found.items() if id == CODE_FIELD or _NAME.fullmatch(id)}


class _Reader:
    """Goes through the tree of fields, each object once."""

    def __init__(self) -> None:
        self.seen: set[object] = set()
        self.found: dict[str, Field] = {}

    def take(self, raw: Any, node: DictionaryObject, prefix: str, options: Any, depth: int) -> None:
        """Take a field or a button with everything below it."""
        if identity(raw) in self.seen or depth > _MAX_DEPTH:
            return
        self.seen.add(identity(raw))
        if len(self.seen) > MAX_FIELDS:
            help = "ask them to send the proof again as it was saved by their viewer"
            raise fault("sign-off/too-complex", f"it has more than {MAX_FIELDS:,} fields", help)
        part = text(entry(node, "/T"))
        full = ".".join(each for each in (prefix, part) if each)
        options = entry(node, "/Opt") or options
        self.note(full, node, options)
        for kid, below in dictionaries(dict.get(node, "/Kids")):
            self.take(kid, below, full, options, depth + 1)

    def alone(self, raw: Any, widget: DictionaryObject) -> None:
        """Take a button or field that stands on a page and in no form, with what stands above it."""
        chain: list[tuple[Any, DictionaryObject]] = [(raw, widget)]
        while len(chain) < _MAX_DEPTH and (above := entry(chain[-1][1], "/Parent")) is not None:
            parent = dict.get(chain[-1][1], "/Parent")
            chain.append((parent, above))
        options = next((found for _, node in chain if (found := entry(node, "/Opt"))), None)
        full = ".".join(part for _, node in reversed(chain) if (part := text(entry(node, "/T"))))
        for each, node in chain:
            if identity(each) not in self.seen:
                self.seen.add(identity(each))
                self.note(full, node, options)

    def note(self, full: str, node: DictionaryObject, options: Any) -> None:
        """Note what a field or button says."""
        if not full.startswith("pp:"):
            return
        found = self.found.setdefault(full, Field())
        value = entry(node, "/V")
        if value is not None:
            found.values.append(_exported(name(value), options) if full.endswith(":decision") else text(value))
        state = entry(node, "/AS")
        if state is not None and full.endswith(":decision"):
            found.states.append(_exported(name(state), options))


def _exported(state: str, options: Any) -> str:
    """Return what a state stands for: its number in the list of export values, where the field has one; else itself."""
    if state.isdecimal() and isinstance(options, list) and int(state) < len(options):
        return name(resolved(options[int(state)]))
    return state


def text_in(fields: dict[str, Field], id: str) -> str:
    """Return what a text field holds, "" where it is empty or missing.

    Raises:
        PanelpressError: ``sign-off/contradiction``, where it holds two texts.
    """
    said = list(dict.fromkeys(v for v in fields[id].values if v)) if id in fields else []
    if len(said) > 1:
        raise _contradiction(id, " and ".join(f"“{v[:40]}”" for v in said))
    return said[0] if said else ""


def answers_in(fields: dict[str, Field]) -> Iterator[Answer]:
    """Yield every row of every sheet in the order of the file, the empty ones too.

    Raises:
        PanelpressError: ``sign-off/contradiction`` or ``sign-off/unknown-answer``.
    """
    rows: dict[tuple[GateId, str], None] = {}
    for id in fields:
        found = _NAME.fullmatch(id)
        known = gate(found["gate"]) if found else None
        if found and known and found["item"]:
            rows[known.id, found["item"]] = None
    for gate_id, item in rows:
        row = f"pp:{gate_id}:{item}"
        yield Answer(gate_id, item, _chosen(fields, f"{row}:decision"), text_in(fields, f"{row}:comment"))


def _chosen(fields: dict[str, Field], id: str) -> DecisionWord | Any:
    """Return what was chosen in a row, "" for nothing."""
    if id not in fields:
        return ""
    values = {v for v in fields[id].values if v not in _OFF}
    shown = {s for s in fields[id].states if s not in _OFF}
    said = sorted(values | shown)
    if len(said) > 1:
        raise _contradiction(id, " and ".join(_word(each) for each in said))
    if values and fields[id].states and not shown:
        raise _contradiction(id, f"{_word(said[0])} in the field, and no button that shows it")
    if shown and fields[id].values and not values:
        raise _contradiction(id, f"{_word(said[0])} on a button, and nothing in the field")
    if said and said[0] not in DECISIONS:
        message = f"at the gate {_where(id)}, an answer is `{said[0][:40]}`, which the proof does not offer"
        raise fault("sign-off/unknown-answer", message, _ASK)
    return said[0] if said else ""


_ASK = "ask them what they decided, and record that: `panelpress signoff record … --evidence FILE`"


def _word(answer: str) -> str:
    return f"“{DECISIONS[answer]}”" if answer in DECISIONS else f"“{answer[:40]}”"


def _where(id: str) -> str:
    found = _NAME.fullmatch(id)
    known = gate(found["gate"]) if found else None
    if not found or not known:
        return id
    return f"{known.title}, {found['item']}" if found["item"] else known.title


def _contradiction(id: str, said: str) -> Exception:
    return fault("sign-off/contradiction", f"it contradicts itself at the gate {_where(id)}: it says {said}", _ASK)


def signatures_in(fields: dict[str, Field]) -> Iterator[Signature]:
    """Yield the foot of every sheet that somebody put a name to.

    Raises:
        PanelpressError: ``sign-off/contradiction``.
    """
    for each in GATES:
        who, role, organisation, date = (" ".join(text_in(fields, f"pp:{each.id}:{w}").split()) for w in _WHO)
        if who:
            yield Signature(each.id, who, role, organisation, date)
