"""A small exhibition of which `panelpress proof` has issued a real proof: two panels with some lines of text, a catalogue."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.support.press import once, run
from tests.support.project import Project, small_project

from panelpress.ledger import proofs

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from panelpress.facts.signing import NumberedLine
    from panelpress.ledger.proofs import ProofRecord

SIGN_OFF: Final = """\
sign_off:
  signers:
    - {name: A. Writer, organisation: NUM, role: Editor}
    - {name: D. Miner, organisation: Durham miners}
  gates:
    text: [NUM, Durham miners]
    photographs: {organisations: [NUM], items: panels}
"""
COAL: Final = """\
---
title: Coal
lead: What lies below.
---

Two hundred years of cutting went on under these fields. The lodge banner was carried out at dawn, and a band walked before it
to the river, where every pit well known in the county came together.

Nobody went home before the lamps were lit again over the doors of the colliery.

![](seam)
"""
BREAD: Final = """\
---
title: Bread
---

The bakers stood by the miners in winter. Loaves were left at every door of the street, and nobody asked who had paid for them
until the strike was over and the ovens were cold.

![](loaf)
"""


@dataclass(frozen=True)
class Issued:
    """The project, the bytes of its first proof, and the record of it."""

    project: Project
    data: bytes
    record: ProofRecord

    def sheet(self, item: str, page: int = 1) -> int:
        """Return on which sheet a page of an item is shown."""
        return next(s.sheet for s in self.record.sheets if (s.item, s.page) == (item, page))

    def line(self, item: str, words: str) -> NumberedLine:
        """Return the one line of an item that holds some words."""
        (found,) = (line for line in self.record.items[item].lines if words in line.text)
        return found

    def words(self, item: str, line: int, first: int, last: int) -> str:
        """Return some words of a line, counted from 0; ``last`` is the one behind them."""
        (found,) = (each for each in self.record.items[item].lines if each.number == line and each.page == 1)
        words = found.text.split()
        assert len(words) >= last, f"line {line} of {item} is only {found.text!r}"
        return " ".join(words[first:last])


def _make(folder: Path) -> None:
    project = small_project(folder)
    project.write("catalogue.yml", (folder / "catalogue.yml").read_text("utf-8") + SIGN_OFF)
    project.write("panels/01-coal.md", COAL)
    project.write("panels/02-bread.md", BREAD)
    issued = run("proof", "-C", folder, "--jobs", "1", "--quiet")
    assert issued.code == 0, issued.err
    assert issued.out.strip() == "out/proof/proof-1.pdf"


def issued(factory: pytest.TempPathFactory) -> Issued:
    """Return the exhibition with its proof, made once a test run by the real command."""
    folder = once(factory, "issued-proof", _make)
    return Issued(Project(folder), (folder / "out/proof/proof-1.pdf").read_bytes(), proofs.read(folder, 1))


def copied(issued: Issued, folder: Path) -> Project:
    """Return a copy of the exhibition to change, with its record and what was built."""
    import shutil  # noqa: PLC0415

    target = folder / "copy"
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(target)
    shutil.copytree(issued.project.root, target)
    return Project(target)
