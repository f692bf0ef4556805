"""What a build does with its items: publishes the good, sets the rejected apart, keeps the untouched, drops the stale."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import made
from tests.support.project import COAL, Project, call, small_project

from panelpress.cli import run
from panelpress.ground.files import digest

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.jobs.work import Result, Task

REPORTS = ["manifest.json", "preflight.html", "preflight.json", "ticket.json", "ticket.pdf"]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


def build(project: Project, *words: str) -> int:
    return run(["build", "-C", str(project.root), "--jobs", "1", *words])


def manifest(project: Project) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((project.press / "manifest.json").read_text("utf-8"))
    return value


def states(project: Project) -> dict[str, str]:
    return {item["item"]: item["state"] for item in manifest(project)["items"]}


def whole(project: Project) -> dict[str, bytes]:
    """Return the published set, after comparing every file of it with the manifest: none missing, none too many."""
    files = project.published()
    told = manifest(project)
    listed = dict(told["files"]) | {i["file"]: i["sha256"] for i in told["items"] if i["file"]}
    good = {name: digest(data) for name, data in files.items() if not name.startswith("rejected/")}
    del good["manifest.json"]
    assert good == listed
    return files


# -- with items made of nothing --------------------------------------------------------------------------------------


def test_a_build_publishes_every_item_and_its_reports(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.install(monkeypatch)
    assert build(project) == 0
    assert sorted(whole(project)) == ["01-coal.pdf", "02-bread.pdf", "catalogue.pdf", *REPORTS]
    assert set(states(project).values()) == {"ready"}
    told = capsys.readouterr()
    assert told.out == "", "stdout is data"
    assert "Fit for the press: 3 files in out/press/" in told.err
    assert sorted(p.name for p in (project.root / "out").iterdir()) == [".lock", "cache", "press"]


def test_the_manifest_lists_every_input_with_its_digest(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made.install(monkeypatch)
    build(project)
    told = manifest(project)
    assert list(told["sources"]) == sorted(told["sources"])
    for name, sha256 in told["sources"].items():
        assert sha256 == digest((project.root / name).read_bytes())
    coal = next(item for item in told["items"] if item["item"] == "coal")
    assert coal["inputs"]["photos/seam.png"] == digest((project.root / "photos/seam.png").read_bytes())
    assert {"panelpress", "weasyprint", "pillow"} <= set(told["versions"])
    assert str(project.root) not in json.dumps(told), "no path of the machine"


def test_json_is_one_document_on_stdout_and_nothing_on_stderr(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.install(monkeypatch, coal=made.rejected)
    assert build(project, "--json") == 1
    told = capsys.readouterr()
    assert told.err == ""
    document = json.loads(told.out)
    assert {i["item"]: i["state"] for i in document["items"]} == {
        "coal": "rejected",
        "bread": "ready",
        "catalogue": "ready",
    }
    assert document == json.loads((project.press / "preflight.json").read_text("utf-8"))


def test_quiet_is_silent_where_all_is_well_and_speaks_where_not(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.install(monkeypatch)
    assert build(project, "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    made.install(monkeypatch, coal=made.rejected)
    assert build(project, "--quiet") == 1
    assert "far too few pixels" in capsys.readouterr().err


def test_a_rejected_item_leaves_and_the_others_are_published(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.install(monkeypatch)
    build(project)
    made.install(monkeypatch, coal=made.rejected)
    assert build(project) == 1
    files = whole(project)
    assert sorted(files) == sorted(["02-bread.pdf", "catalogue.pdf", *REPORTS, "rejected/01-coal.pdf"])
    coal = next(item for item in manifest(project)["items"] if item["item"] == "coal")
    assert (coal["state"], coal["file"]) == ("rejected", "")
    assert "preflight.html" in coal["reason"]
    told = capsys.readouterr().err
    assert "Not complete: panel 1 coal missing from out/press/, 2 files good" in told
    assert "ar too few pixels" in files["preflight.html"].decode()
    made.install(monkeypatch)
    assert build(project) == 0
    assert "rejected/01-coal.pdf" not in whole(project)


def test_an_item_that_could_not_be_made_has_no_file_anywhere(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made.install(monkeypatch, coal=made.unmade)
    assert build(project) == 1
    assert not [name for name in whole(project) if "coal" in name]


def test_a_fault_of_the_project_found_late_publishes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.install(monkeypatch)
    build(project)
    old = project.published()
    made.install(monkeypatch, catalogue=made.faulty)
    assert build(project) == 2
    assert "there is no family `Comic`" in capsys.readouterr().err
    assert project.published() == old


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (("1",), {"coal", "coal.es"}),
        (("2", "bread"), {"bread"}),
        (("02", "catalogue"), {"bread", "catalogue"}),
        (("coal.es",), {"coal.es"}),
        (("01-coal",), {"coal", "coal.es"}),
    ],
)
def test_only_what_was_asked_for_is_made(
    project: Project, words: tuple[str, ...], chosen: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("panels/01-coal.es.md", COAL)
    made.install(monkeypatch)
    assert build(project, *words) == 0
    assert {key for key, state in states(project).items() if state == "ready"} == chosen
    assert {state for key, state in states(project).items() if key not in chosen} == {"absent"}
    whole(project)


def test_what_was_not_asked_for_is_kept_with_all_that_was_found(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.install(monkeypatch)
    build(project)
    first = whole(project)
    report = json.loads(first["preflight.json"])
    for _ in range(2):  # what was kept once is kept again
        assert build(project, "coal") == 0
        assert states(project) == {"coal": "ready", "bread": "kept", "catalogue": "kept"}
        assert whole(project)["02-bread.pdf"] == first["02-bread.pdf"]
        for item, before in zip(json.loads(whole(project)["preflight.json"])["items"], report["items"], strict=True):
            assert item | {"state": "ready"} == before
    assert "Fit for the press: 3 files" in capsys.readouterr().err


CHANGES = {
    "text": ("panels/02-bread.md", "The bakers", "The millers"),
    "title": ("panels/02-bread.md", "title: Bread", "title: Loaf"),
    "caption": ("photos/captions.yml", "title: A loaf", "title: Two loaves"),
    "edition": ("catalogue.yml", "number: 1", "number: 2"),
    "bleed": ("catalogue.yml", "{makes: panels", "{makes: panels, bleed_mm: 8"),
    "limit": ("catalogue.yml", "min_ppi: 36}\n  press", "min_ppi: 50}\n  press"),
    "safe": ("catalogue.yml", "{makes: panels", "{makes: panels, safe_mm: 30"),
    "ink": ("catalogue.yml", "{makes: panels", "{makes: panels, max_ink: 280"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_stale_leaves(project: Project, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made from other inputs or judged by other limits, an older file is not what the exhibition says now."""
    made.install(monkeypatch)
    build(project)
    project.edit(*CHANGES[change])
    assert build(project, "coal") == 0
    assert states(project)["bread"] == "absent"
    assert not [name for name in whole(project) if "bread" in name]


def test_a_file_is_kept_under_the_name_that_the_printer_now_wants(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.install(monkeypatch)
    build(project)
    project.edit("catalogue.yml", "{makes: panels", '{makes: panels, file_name: "{id}.pdf"')
    assert build(project, "coal") == 0
    assert states(project) == {"coal": "ready", "bread": "kept", "catalogue": "kept"}
    assert sorted(whole(project)) == ["bread.pdf", "catalogue.pdf", "coal.pdf", *REPORTS]


def test_a_changed_picture_or_file_is_not_kept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made.install(monkeypatch)
    build(project)
    project.picture("loaf.png", shade=10)
    build(project, "coal")
    assert states(project) == {"coal": "ready", "bread": "absent", "catalogue": "kept"}
    build(project)
    (project.press / "02-bread.pdf").write_bytes(b"altered by hand")
    (project.press / "catalogue.pdf").unlink()
    build(project, "coal")
    assert states(project) == {"coal": "ready", "bread": "absent", "catalogue": "absent"}
    whole(project)


def test_where_a_caption_stands_in_its_file_makes_nothing_stale(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.install(monkeypatch)
    build(project)
    project.edit("photos/captions.yml", "photos:\n", "# two lines\n# more\nphotos:\n")
    build(project, "coal")
    assert states(project) == {"coal": "ready", "bread": "kept", "catalogue": "kept"}


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"schema_version": 99}', b"[1]", b"\xff"])
def test_a_damaged_manifest_or_report_keeps_nothing_and_stops_nothing(
    project: Project, damage: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.install(monkeypatch)
    for name in ("preflight.json", "manifest.json"):
        build(project)
        (project.press / name).write_bytes(damage)
        assert build(project, "coal") == 0
        assert states(project)["bread"] == ("kept" if name == "preflight.json" else "absent")
        whole(project)


def test_a_panel_taken_off_the_list_takes_its_file_along(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made.install(monkeypatch)
    build(project)
    project.edit("catalogue.yml", "  - 02-bread\n", "")
    build(project, "coal")
    assert not [name for name in whole(project) if "bread" in name]


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_from_which_findings_on_a_build_fails_is_for_the_caller_to_say(
    project: Project, level: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its photographs have no description: a warning."""
    made.install(monkeypatch)
    assert build(project, "--fail-on", level) == code
    assert set(states(project).values()) == {"ready"}


def test_two_items_never_share_a_file_name(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.install(monkeypatch)
    project.write("panels/01-coal.es.md", COAL)
    project.edit("catalogue.yml", "{makes: panels", '{makes: panels, file_name: "{id}.pdf"')
    assert build(project) == 2
    assert "panel 1 coal and panel 1 coal.es would both be called coal.pdf" in capsys.readouterr().err


def test_a_crash_in_one_item_names_it_and_makes_the_others(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from panelpress.jobs import work  # noqa: PLC0415

    def fragile(task: Task, started: float) -> Result:
        del started
        if task.name.key == "coal":
            raise ZeroDivisionError("by nothing")
        return made.ready(task)

    monkeypatch.setattr(work, "_work", fragile)
    assert build(project) == 3
    assert states(project) == {"coal": "crashed", "bread": "ready", "catalogue": "ready"}
    told = " ".join(capsys.readouterr().err.split())
    assert "panelpress itself failed on panel 1 coal: ZeroDivisionError: by nothing at" in told
    assert "this is our fault, not yours" in told
    assert "Traceback" not in told
    whole(project)


# -- in earnest ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_whole_build_in_a_process_of_its_own(project: Project) -> None:
    done = call("build", "--jobs", "2", folder=project.root)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Fit for the press: 3 files in out/press/\n" in done.stderr, "nothing is still to come"
    assert sorted(
        re.findall(r"^(.+): ready, findings: 1 note$", done.stderr, re.MULTILINE)
    ) == [  # of the colour profile
        "catalogue",
        "panel 1 coal",
        "panel 2 bread",
    ]
    first = whole(project)
    again = call("build", "2", "--json", folder=project.root)
    assert (again.returncode, again.stderr) == (0, "")
    assert {i["item"]: i["state"] for i in json.loads(again.stdout)["items"]} == {
        "coal": "kept",
        "bread": "ready",
        "catalogue": "kept",
    }
    pdfs = {name: data for name, data in whole(project).items() if name.endswith(".pdf")}
    assert pdfs == {name: data for name, data in first.items() if name.endswith(".pdf")}


@pytest.mark.slow
def test_too_few_pixels_and_too_many_words_reject_their_items_only(project: Project) -> None:
    project.edit("catalogue.yml", "target_ppi: 72, warn_ppi: 36, min_ppi: 36", "target_ppi: 72, min_ppi: 60")
    project.picture("loaf.png", (1600, 1067))
    project.write("panels/03-song.md", COAL.replace("Coal was cut here", "Coal was cut here and " * 900))
    project.edit("catalogue.yml", "  - 02-bread\n", "  - 02-bread\n  - 03-song\n")
    done = call("build", folder=project.root)
    assert done.returncode == 1
    assert states(project) == {"coal": "rejected", "bread": "ready", "song": "rejected", "catalogue": "ready"}
    whole(project)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_nothing_private_of_a_photograph_reaches_the_printer(project: Project) -> None:
    from PIL import Image  # noqa: PLC0415

    exif = Image.Exif()
    exif[0x013B] = "Name of the photographer's home"
    exif.get_ifd(0x8825)[29] = "1985:07:12"
    with Image.open(project.root / "photos/loaf.png") as picture:
        picture.convert("RGB").save(project.root / "photos/loaf.jpg", exif=exif)
    project.edit("photos/captions.yml", "loaf.png", "loaf.jpg")
    assert call("build", "bread", folder=project.root).returncode == 0
    assert not [name for name, data in whole(project).items() if b"photographer's home" in data or b"Exif\0" in data]


@pytest.mark.slow
def test_a_job_that_loses_its_process_names_the_item(project: Project) -> None:
    """As when the machine runs out of memory: the others are made all the same."""
    project.write(
        "sitecustomize.py",
        "import os, panelpress.press.make as m\n"
        "real = m.make\n"
        "def make(recipe, cache):\n"
        "    if recipe.name.key == 'coal':\n"
        "        os.kill(os.getpid(), 9)\n"
        "    return real(recipe, cache)\n"
        "m.make = make\n",
    )
    done = call("build", "--jobs", "2", folder=project.root, changes={"PYTHONPATH": str(project.root)})
    assert done.returncode == 3
    assert "the process that made panel 1 coal was stopped from outside" in done.stderr
    assert states(project) == {"coal": "crashed", "bread": "ready", "catalogue": "ready"}
    whole(project)
