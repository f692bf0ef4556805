"""An exhibition whose proof is out: two panels, built as the proof shows them, two people of two organisations asked.

Nothing is laid out: the items are made of nothing, and what the gates judge in them is said by hand.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.support import returned as small
from tests.support.made import install, ready
from tests.support.project import Project, small_project

from panelpress.cli import run
from panelpress.facts.signing import Part
from panelpress.ledger import chain, proofs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pikepdf
    import pytest

    from panelpress.facts.signing import Judged
    from panelpress.ground.diagnostics import Diagnostic
    from panelpress.jobs.work import Result, Task
    from panelpress.ledger.entries import Matter
    from panelpress.ledger.proofs import ProofRecord

SIGN_OFF = """\
sign_off:
  signers:
    - {name: A. Writer, organisation: NUM, role: Editor}
    - {name: D. Miner, organisation: Durham miners}
  gates:
    text: [NUM, Durham miners]
    photographs: {organisations: [NUM], items: panels}
"""


class Shown:
    """A project with its first proof issued, and what the test does with it."""

    def __init__(
        self,
        root: Path,
        monkeypatch: pytest.MonkeyPatch,
        sign_off: str = SIGN_OFF,
        found: Mapping[str, Diagnostic] | None = None,
    ) -> None:
        self.found: dict[str, Diagnostic] = dict(found or {})
        self.project: Project = small_project(root)
        self.project.write("catalogue.yml", (root / "catalogue.yml").read_text("utf-8") + sign_off)
        self.root = root
        self.judged: dict[str, Judged] = dict(small.JUDGED)
        install(monkeypatch, coal=self._make, bread=self._make)
        self.build()
        self.record: ProofRecord = small.record()
        proofs.keep(root, self.record)

    def _make(self, task: Task) -> Result:
        made = ready(task)
        found = self.found.get(task.name.key)
        problems = (*made.report.problems, *([found] if found else []))
        return replace(made, judged=self.judged[task.name.key], report=replace(made.report, problems=problems))

    def build(self) -> None:
        """Build what is there."""
        assert run(["build", "-q", "-C", str(self.root)]) == 0

    def change(self, panel: str, file: str, old: str, new: str) -> None:
        """Change a panel's text and build it: what its text is judged by is another then."""
        self.project.edit(file, old, new)
        self.judged[panel] = {**self.judged[panel], "text": (Part(1, f"{panel} as {new}"),)}
        self.build()

    def back(self, name: str, *changes: Callable[[pikepdf.Pdf], object], record: ProofRecord | None = None) -> Path:
        """Write a proof as it was sent back."""

        def change(pdf: pikepdf.Pdf) -> None:
            for each in changes:
                each(pdf)

        return self.project.write(name, small.proof(record or self.record, change))

    def run(self, *words: str | Path) -> int:
        """Run a command of `signoff` on the project."""
        return run(["signoff", *(str(word) for word in words), "-C", str(self.root)])

    @property
    def matters(self) -> tuple[Matter, ...]:
        """Everything the ledger holds, in the order in which it was recorded."""
        ledger = chain.read(self.root)
        assert not ledger.faults
        found: list[Matter] = []
        after: tuple[str, ...] = ()
        by_parents = {entry.parents: known_as for known_as, entry in ledger.entries.items()}
        while after in by_parents:
            known_as = by_parents[after]
            found.append(ledger.entries[known_as].matter)
            after = (known_as,)
        assert len(found) == len(ledger.entries)
        return tuple(found)

    def evidence(self) -> list[bytes]:
        """Return the files that are kept as evidence."""
        return [path.read_bytes() for path in sorted((self.root / "record" / "evidence").glob("*"))]


def told(captured: str) -> dict[str, Any]:
    """Return the JSON document that a command printed."""
    value: dict[str, Any] = json.loads(captured)
    return value
