"""The command line itself: help, misspellings, exit codes, and who gets stdout."""

from __future__ import annotations

import argparse
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.project import Project, call, small_project

from panelpress import __version__
from panelpress.cli import parser, run

if TYPE_CHECKING:
    from pathlib import Path


def subcommands() -> dict[str, argparse.ArgumentParser]:
    action = next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def with_their_own(commands: dict[str, argparse.ArgumentParser]) -> dict[str, argparse.ArgumentParser]:
    """Return the commands and after each its own ones: `signoff import`."""
    found: dict[str, argparse.ArgumentParser] = {}
    for name, command in commands.items():
        found[name] = command
        for action in command._actions:
            if isinstance(action, argparse._SubParsersAction):
                found |= {f"{name} {inner}": below for inner, below in action.choices.items()}
    return found


COMMANDS = subcommands()
ALL_COMMANDS = with_their_own(COMMANDS)


def said(captured: Any) -> str:
    """What stderr says, in one line however it was wrapped."""
    return " ".join(captured.err.split())


# -- help ------------------------------------------------------------------------------------------------------------


def test_the_help_names_every_command_and_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(re.search(rf"^\s+{name}\s+\S", told, re.MULTILINE) for name in COMMANDS)
    assert all(re.search(rf"\b{code}  \S", told) for code in (0, 1, 2, 3, 130))


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_the_help_of_a_command_names_every_option_and_explains_it(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*name.split(), "--help"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    for action in ALL_COMMANDS[name]._actions:
        assert action.help, f"{name} {action.dest} is not explained"
        shown = action.option_strings or [str(action.metavar)]
        assert all(word in told.out for word in shown)
    assert max(map(len, told.out.splitlines())) <= 100


def test_no_command_shows_the_help_and_judges_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "commands:" in capsys.readouterr().out


def test_the_version_is_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"{__version__}\n"


# -- what was misspelled ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message", "help"),
    [
        (["biuld"], "there is no command `biuld`", "did you mean `build`?"),
        (["frobnicate"], "there is no command `frobnicate`", "there are `"),
        (["build", "--prnter", "x"], "`panelpress build` has no option `--prnter`", "did you mean `--printer`?"),
        (["build", "--print", "x"], "has no option `--print`", "did you mean `--printer`?"),
        (["build", "--jobs", "many"], "'many' is not a whole number from 1 up", "panelpress build --help"),
        (["build", "--jobs", "0"], "'0' is not a whole number from 1 up", "panelpress build --help"),
        (["build", "--jobs"], "expected one argument", "panelpress build --help"),
        (["build", "--fail-on", "eror"], "invalid choice: 'eror'", "panelpress build --help"),
        (["check"], "the following arguments are required: FILE", "panelpress check --help"),
        (["check", "none.pdf"], "there is no file none.pdf", "check its name"),
        (["explain", "bleed/paintd"], "bleed/paintd", "did you mean `bleed/painted`?"),
        (["-C", "x", "build"], "`-C` cannot stand before a command", "`panelpress build -C`"),
        (["--json", "info"], "`--json` cannot stand before a command", "options stand after the command"),
    ],
)
def test_a_misspelling_ends_with_2_and_a_hint(
    words: list[str], message: str, help: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    told = capsys.readouterr()
    assert message in " ".join((told.err + told.out).split())
    assert help in " ".join((told.err + told.out).split())
    assert "Traceback" not in told.err


def test_every_misspelled_option_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--prnter=x", "--jsn", "-x"]) == 2
    assert said(capsys.readouterr()).count("error[usage]") == 3


# -- the project -----------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


def test_faults_of_a_project_are_shown_with_line_and_remedy_and_end_with_2(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.edit("catalogue.yml", "title: A small", "titel: A small")
    project.edit("panels/01-coal.md", "![](seam)", "![](saem)")
    assert run(["build", "-C", str(project.root)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "error[config/unknown-key]: unknown key `titel`\n  --> catalogue.yml:2:1\n" in told.err
    assert "2 | titel: A small exhibition\n  | ^^^^^\n   = help: did you mean `title`?\n" in told.err
    assert "8 | ![](saem)\n  |     ^^^^\n   = help: did you mean `seam`?\n" in told.err
    assert not (project.root / "out" / "press").exists()


def test_faults_of_a_project_as_json_are_one_document(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.edit("catalogue.yml", "title: A small", "titel: A small")
    assert run(["build", "-C", str(project.root), "--json"]) == 2
    told = capsys.readouterr()
    assert told.err == ""
    document = json.loads(told.out)
    assert [e["id"] for e in document["errors"]] == ["config/unknown-key"]
    assert document["errors"][0]["source"] == {
        "file": "catalogue.yml",
        "line": 2,
        "column": 1,
        "length": 5,
        "text": "titel: A small exhibition",
    }


@pytest.mark.parametrize(
    ("words", "message", "help"),
    [
        (["brad"], "there is no panel or book `brad`", "did you mean `bread`?"),
        (["catalog"], "there is no panel or book `catalog`", "did you mean `catalogue`?"),
        (["9"], "there is no panel or book `9`", "`01`, `02`, `bread`, `catalogue`, `coal`"),
        (["--printer", "shp"], "there is no printer `shp`", "did you mean `shop`?"),
    ],
)
def test_unknown_items_and_printers_are_answered_with_the_nearest(
    project: Project, words: list[str], message: str, help: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "-C", str(project.root), *words]) == 2
    told = said(capsys.readouterr())
    assert message in told
    assert help in told
    assert not (project.root / "out" / "press").exists()


def test_styles_and_layouts_are_judged_together(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.edit("catalogue.yml", "job: small", "job: small\nstyles: [own.css]")
    project.write("styles/own.css", "p { color: red }\nh1 { color: #123456 }\n")
    project.write("styles/templates/panel/own.yml", "size: [594, 841]\nframs: {}\n")
    project.write("styles/templates/panel/own.html", "")
    project.edit("panels/01-coal.md", "title: Coal", "title: Coal\nlayout: own")
    assert run(["build", "-C", str(project.root)]) == 2
    told = capsys.readouterr().err
    assert "styles/own.css:1:12" in told
    assert "styles/own.css:2:13" in told
    assert "unknown key `frams`" in told


def test_outside_any_exhibition_it_says_where_it_looked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "-C", str(tmp_path)]) == 2
    assert f"no catalogue.yml in {tmp_path}" in said(capsys.readouterr())
    assert run(["build", "-C", str(tmp_path / "typo")]) == 2
    assert "there is no folder" in said(capsys.readouterr())


# -- the other commands ----------------------------------------------------------------------------------------------


def test_info_tells_every_version_as_lines_or_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["info", "--json"]) == 0
    told = capsys.readouterr()
    versions = json.loads(told.out)
    assert versions["panelpress"] == __version__
    assert {"python", "weasyprint", "pillow", "fonts", "profile FOGRA39"} <= set(versions)
    assert "missing" not in versions.values()
    assert told.err == ""
    assert run(["info"]) == 0
    assert [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()] == list(versions)


def test_info_and_the_manifest_name_what_no_python_package_tells(capsys: pytest.CaptureFixture[str]) -> None:
    """A press file depends on them too: two people who compare their manifests must see the difference."""
    assert run(["info", "--json"]) == 0
    assert {"pango", "harfbuzz", "littlecms2", "jpg", "zlib", "numpy", "mdit-py-plugins"} <= set(
        json.loads(capsys.readouterr().out)
    )


def test_a_word_too_many_is_not_called_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["info", "extra"]) == 2
    assert "`panelpress info` takes no `extra`" in capsys.readouterr().err


def test_explain_of_a_family_lists_its_checks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "bleed"]) == 2
    assert "there are `bleed/declared`, `bleed/painted`" in capsys.readouterr().err


def test_a_profile_that_is_not_there_is_answered_with_those_that_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    assert run(["check", str(tmp_path / "a.pdf"), "--profile", "nope.yml"]) == 2
    told = capsys.readouterr().err
    assert "No such file" in told
    assert "`panel-a1`" in told


def test_explain_lists_every_check_and_explains_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert len(names) > 10
    for name in names:
        assert run(["explain", name]) == 0
        told = capsys.readouterr().out
        assert told.startswith(f"{name}: ")
        assert all(f"\n{part}: " in told for part in ("Level", "Source", "What to do"))


def test_schema_writes_what_it_then_finds_up_to_date(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--check", "-C", str(project.root)]) == 1
    assert "is not up to date: run `panelpress schema`" in capsys.readouterr().err
    assert run(["schema", "-C", str(project.root)]) == 0
    assert "schema/catalogue.schema.json" in capsys.readouterr().out.splitlines()
    assert run(["schema", "--check", "-C", str(project.root)]) == 0


def test_check_takes_a_profile_by_name_or_as_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(b"%PDF-1.4 torn")
    (tmp_path / "own.yaml").write_text("extends: press\n", "utf-8")
    for profile, message in [
        ("pres", "did you mean `press`?"),
        (str(tmp_path / "none.yaml"), "cannot read the profile"),
    ]:
        assert run(["check", str(pdf), "--profile", profile]) == 2
        assert message in said(capsys.readouterr())
    for profile in ("press", str(tmp_path / "own.yaml")):
        assert run(["check", str(pdf), "--profile", profile, "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["items"][0]["state"] == "rejected"


def test_a_fault_of_panelpress_ends_with_3_and_asks_for_a_report(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash() -> dict[str, str]:
        raise ZeroDivisionError("a [bold]bug")

    monkeypatch.setattr("panelpress.jobs.info.versions", crash)
    assert run(["info"]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert "this is our fault, not yours" in told.err
    assert "a [bold]bug" in told.err, "what is in brackets is no markup"


def test_ctrl_c_ends_with_130_and_without_a_trace(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> dict[str, str]:
        raise KeyboardInterrupt

    monkeypatch.setattr("panelpress.jobs.info.versions", interrupted)
    assert run(["info"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


# -- a process of its own --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "first"),
    [
        (["--version"], 0, __version__),
        (["info"], 0, "panelpress"),
        (["explain"], 0, "page/trim"),
        (["schema", "--check"], 1, ""),
        (["check", "none.pdf"], 2, ""),
        (["build", "none"], 2, ""),
        (["new", "fresh"], 0, "fresh/"),
    ],
)
def test_each_command_starts(project: Project, words: list[str], code: int, first: str) -> None:
    done = call(*words, folder=project.root)
    assert done.returncode == code
    assert done.stdout.startswith(first)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_colour_is_for_terminals_and_only_where_it_is_wanted(project: Project) -> None:
    plain = call("build", "none", folder=project.root)
    forced = call("build", "none", folder=project.root, changes={"FORCE_COLOR": "1", "TERM": "xterm"})
    refused = call("build", "none", folder=project.root, changes={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    escape = "\x1b["
    assert escape not in plain.stderr
    assert escape in forced.stderr
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", refused.stderr), "NO_COLOR leaves bold at most"


@pytest.mark.slow
def test_a_reader_who_leaves_is_no_fault() -> None:
    import subprocess  # noqa: PLC0415

    from tests.support.project import clean_environment, command  # noqa: PLC0415

    process = subprocess.Popen(
        command("explain"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert told == b""


def test_no_option_is_abbreviated_silently() -> None:
    def options(command: argparse.ArgumentParser) -> Any:
        return command.allow_abbrev

    assert not any(options(command) for command in COMMANDS.values())


@pytest.mark.slow
def test_a_new_exhibition_is_ready_as_it_comes(tmp_path: Path) -> None:
    """The first thing a new user sees: nothing to mend but the picture that is still to come."""
    made = call("new", "show", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    built = call("build", "--json", folder=tmp_path / "show")
    assert built.returncode == 0, built.stderr
    items = json.loads(built.stdout)["items"]
    assert {item["state"] for item in items} == {"ready"}
    found = [
        *(f for i in items for f in i["problems"]),
        *(f for i in items for c in i["checks"] for f in c["findings"]),
    ]
    assert {f["level"] for f in found} <= {"note"}
