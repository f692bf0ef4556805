"""What answers a question does not load what makes files: help, status, a build of what is built, a check explained."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.support.project import clean_environment, small_project

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ["weasyprint", "pydyf", "PIL", "numpy", "pikepdf", "pypdfium2", "pypdf", "fontTools", "zxingcpp"]
READING = ["pydantic", "jinja2", "yaml", "markdown_it"]
"""What a project is read with: not for what needs not read it."""
SIGN_OFF = """\
sign_off:
  signers:
    - {name: A. Miner, organisation: NUM, role: officer}
  gates:
    text: [NUM]
"""


def loaded(root: Path, *words: str) -> tuple[int, set[str]]:
    """Return how a command ends in a process of its own, and every top-level module it has loaded by then."""
    code = (
        "import json, sys\nfrom panelpress.cli import run\n"
        f"code = run({list(words)!r})\n"
        "print('\\n' + json.dumps([code, sorted({name.partition('.')[0] for name in sys.modules})]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=clean_environment(), capture_output=True, text=True, check=True
    )
    code_of, names = json.loads(done.stdout.splitlines()[-1])
    return code_of, set(names)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = small_project(tmp_path_factory.mktemp("lean") / "exhibition")
    project.write("catalogue.yml", (project.root / "catalogue.yml").read_text("utf-8") + SIGN_OFF)
    assert loaded(project.root, "build", "-q", "-j", "1")[0] == 0
    return project.root


@pytest.mark.slow
@pytest.mark.parametrize("words", [("build",), ("build", "-q"), ("build", "--json"), ("status",)], ids=" ".join)
def test_what_is_built_already_is_told_without_reading_it(built: Path, words: tuple[str, ...]) -> None:
    code, names = loaded(built, *words)
    assert code in (0, 1)
    assert names.isdisjoint(HEAVY + READING), names & {*HEAVY, *READING}


@pytest.mark.parametrize("words", [("explain",), ("explain", "image/resolution")], ids=" ".join)
def test_a_check_is_explained_without_what_it_judges(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, names = loaded(tmp_path, *words)
    assert code == 0
    assert names.isdisjoint(HEAVY), names & set(HEAVY)


def test_help_loads_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom panelpress.cli import run\ntry: run(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, check=True
    )
    names = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert names.isdisjoint([*HEAVY, *READING, "rich"]), names & {*HEAVY, *READING, "rich"}
