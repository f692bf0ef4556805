"""`panelpress reprint --accept`: what one item has become is an edition of its own, if everybody approved it; else nothing."""

from __future__ import annotations

import json
import shutil
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageCms
from tests.support.project import Project, small_project
from tests.support.reprints import again, given
from tests.support.signing import decision

from panelpress.cli import run
from panelpress.ground.files import digest
from panelpress.jobs.build import build as build_it
from panelpress.jobs.request import Request
from panelpress.ledger import chain, editions, manifest
from panelpress.report.progress import Silent

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
SIGN_OFF = """
sign_off:
  signers:
    - {name: A. Writer, organisation: NUM}
  gates:
    text: [NUM]
"""
CAPTION = "    credit: Nobody\n"


def approve(project: Project, *keys: str) -> None:
    """Let everybody approve items as they were built last."""
    built = manifest.read(project.press)
    chain.append(
        project.root,
        [
            decision((), item=key, proof=0, judged=tuple(part.digest for part in built[key].judged["text"]))
            for key in keys or built
        ],
    )


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = small_project(tmp_path_factory.mktemp("once") / "exhibition")
    project.write("catalogue.yml", (project.root / "catalogue.yml").read_text("utf-8") + SIGN_OFF)
    captions = (project.root / "photos/captions.yml").read_text("utf-8")
    whole = CAPTION + "    alt: What it shows, told in words.\n    rights: free\n"
    project.write("photos/captions.yml", captions.replace(CAPTION, whole))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name in ("seam.png", "loaf.png"):  # that they are untagged is no check's finding, and could not be accepted
        with Image.open(project.root / "photos" / name) as picture:
            picture.convert("RGB").save(project.root / "photos" / name, icc_profile=profile)
    assert build(project) == 0
    approve(project)
    waive_all(project)
    assert build(project, "--release") == 0
    return project.root


@pytest.fixture
def project(once: Path, tmp_path: Path) -> Project:
    """A released exhibition whose first panel says something else since."""
    shutil.copytree(once, tmp_path / "exhibition")
    project = Project(tmp_path / "exhibition")
    project.edit("panels/01-coal.md", "two hundred", "three hundred")
    return project


def build(project: Project, *words: str) -> int:
    return run(["build", "-q", "-C", str(project.root), "--jobs", "1", *words])


def waive_all(project: Project) -> None:
    """Let a signer accept whatever is found in the items."""
    built = build_it(Request(project.root), lambda _: nullcontext(Silent()))
    for item in built.report.items:
        for check in sorted({found.id for found in item.findings if not found.accepted}):
            words = ["--by", "A. Writer", "--reason", "it is a test", "--date", "2026-11-24"]
            assert run(["signoff", "waive", check, item.key, *words, "-C", str(project.root)]) == 0


def told(capsys: pytest.CaptureFixture[str], project: Project, *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = again(project.root, *words, "--json")
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, value


def test_what_nobody_approved_is_refused_with_what_is_missing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(p.name for p in (project.root / "archive").rglob("*"))
    code, value = told(capsys, project, "coal", "--accept")
    [item] = value["items"]
    assert (code, item["given"]) == (1, False)
    [fault] = item["faults"]
    assert fault["id"] == "release/not-approved"
    assert fault["message"].startswith("panel 1 coal, text: ")
    assert list(editions.closed(project.root)) == [1]
    assert sorted(p.name for p in (project.root / "archive").rglob("*")) == before
    assert not given(project.root)


def test_what_is_approved_is_an_edition_of_one_item_and_the_others_stay_as_they_are(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    first = editions.read(project.root, 1)
    assert build(project) == 0
    approve(project, "coal")
    project.edit(
        "panels/02-bread.md", "stood by", "stood with"
    )  # another panel that is not approved is in nobody's way
    code, value = told(capsys, project, "coal", "--accept")
    [item] = value["items"]
    assert (code, item["how"], item["edition"]) == (0, "new-edition", 2), item
    second = editions.read(project.root, 2)
    assert list(second.items) == ["coal"]
    assert second.date == "2028-05-31"
    data = given(project.root)["small-e2-01-coal.pdf"]
    assert digest(data) == second.items["coal"].sha256 != first.items["coal"].sha256
    assert editions.read(project.root, 1) == first
    assert run(["verify", "-C", str(project.root)]) == 0
    _, value = told(capsys, project, "coal", "bread")
    assert [(each["edition"], each["how"]) for each in value["items"]] == [(2, "archived"), (1, "archived")]
    assert told(capsys, project, "coal", "--edition", "1")[1]["items"][0]["sha256"] == first.items["coal"].sha256
    assert again(project.root, "coal", "--accept") == 2
    assert "panel 1 coal is what it was in edition 2: there is nothing to accept" in capsys.readouterr().err


def test_only_one_item_is_accepted_at_a_time(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert again(project.root, "coal", "bread", "--accept") == 2
    assert "`--accept` closes an edition of one item as it is now, and not for 2 items" in capsys.readouterr().err
