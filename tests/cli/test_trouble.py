"""When things go wrong outside: nothing half-written, the old set intact, the next build works."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.test_build import build, states, whole
from tests.support import made
from tests.support.project import Project, call, clean_environment, command, small_project

from panelpress.cli import run
from panelpress.ground import files

if TYPE_CHECKING:
    from collections.abc import Callable

    from panelpress.jobs.work import Result, Task


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = small_project(tmp_path_factory.mktemp("once") / "exhibition")
    assert build(project) == 0
    return project


@pytest.fixture
def built(once: Project, tmp_path: Path) -> Project:
    """A project with a whole set in out/press, and a text that was changed since."""
    shutil.copytree(once.root, tmp_path / "exhibition")
    project = Project(tmp_path / "exhibition")
    project.edit("panels/01-coal.md", "Coal was", "Iron was")
    return project


def everything(project: Project) -> set[str]:
    """Every name in out/ but the lock's and the cache's: what a failed build must not add to."""
    out = project.root / "out"
    names = (p.relative_to(out) for p in out.rglob("*"))
    return {n.as_posix() for n in names if n.parts[0] not in (".lock", "cache")}


# -- the disk --------------------------------------------------------------------------------------------------------

STEPS = ["first item", "last item", "reports", "sync", "first rename", "second rename"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("number", "message"),
    [(errno.ENOSPC, "the disk is full"), (errno.EDQUOT, "the disk is full"), (errno.EROFS, "Read-only file system")],
)
def test_a_disk_that_takes_no_more_leaves_the_old_set_byte_for_byte(
    project: Project,
    step: str,
    number: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made.install(monkeypatch)
    build(project)
    old, names = project.published(), everything(project)
    project.edit("panels/01-coal.md", "Coal was", "Iron was")
    with monkeypatch.context() as patch:
        fail_at(step, OSError(number, os.strerror(number)), patch)
        assert build(project) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert message in told
    assert "the last good set is untouched" in told
    assert "Traceback" not in told
    assert project.published() == old
    assert everything(project) == names
    assert build(project) == 0
    assert whole(project)["01-coal.pdf"] != old["01-coal.pdf"]


@pytest.mark.parametrize("step", STEPS)
def test_ctrl_c_at_any_step_leaves_the_old_set_byte_for_byte(
    project: Project, step: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.install(monkeypatch)
    build(project)
    old, names = project.published(), everything(project)
    project.edit("panels/01-coal.md", "Coal was", "Iron was")
    capsys.readouterr()
    with monkeypatch.context() as patch:
        fail_at(step, KeyboardInterrupt(), patch)
        assert build(project) == 130
    told = capsys.readouterr().err
    assert "interrupted" in told
    assert "Traceback" not in told
    assert project.published() == old
    assert everything(project) == names
    assert build(project) == 0
    assert whole(project)["01-coal.pdf"] != old["01-coal.pdf"]


def fail_at(step: str, failure: BaseException, patch: pytest.MonkeyPatch) -> None:
    """Let a step of the build fail: while an item is made, while the reports are, or while the set is published."""
    if step.endswith("item"):
        key = "coal" if step.startswith("first") else "catalogue"

        def failing(task: Task) -> Result:
            (task.staging / "half.pdf").write_bytes(b"%PDF ha")
            raise failure

        made.install(patch, **{key: failing})
    elif step == "reports":
        patch.setattr("panelpress.report.html.page", raising(failure))
    elif step == "sync":
        patch.setattr(files, "_sync", raising(failure))
    else:
        real, seen = Path.rename, 0

        def renaming(path: Path, target: Path) -> Path:
            nonlocal seen
            seen += 1
            if seen == (1 if step.startswith("first") else 2):
                raise failure
            return real(path, target)

        patch.setattr(Path, "rename", renaming)


def raising(failure: BaseException) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> None:
        raise failure

    return fail


def test_a_cache_on_a_full_disk_is_no_reason_to_stop(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("out/cache", "a file where the folder should be")
    made.install(monkeypatch)
    assert build(project) == 0


def test_a_picture_that_cannot_be_read_is_not_called_unwritable(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The editor must look at the picture, not at out/."""
    refused = PermissionError(errno.EACCES, "Permission denied", str(project.root / "photos/seam.png"))

    def unreadable(task: Task) -> Result:
        del task
        raise refused

    made.install(monkeypatch, coal=unreadable)
    assert build(project) == 2
    told = capsys.readouterr().err.replace("\n", "")
    assert f"cannot read {project.root}/photos/seam.png: Permission denied" in told
    assert "cannot write" not in told


def test_a_file_where_out_should_be_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.write("out", "")
    assert build(project) == 2
    assert "out/ is no folder but a file" in " ".join(capsys.readouterr().err.split())


def test_a_link_to_nowhere_where_out_should_be_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (project.root / "out").symlink_to("gone")
    assert build(project) == 2
    assert "a link to nowhere" in capsys.readouterr().err


def test_a_set_that_was_locked_does_not_stand_in_the_way_of_later_builds(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who locks out/press must not find the next build, and every one after it, refused."""
    made.install(monkeypatch)
    assert build(project) == 0
    project.press.chmod(0o555)
    retired = project.root / "out" / ".press.old"
    project.press.rename(retired)
    (project.root / "out" / "press").mkdir()
    assert build(project) == 0
    assert not retired.exists()
    whole(project)


def test_what_is_kept_was_made_with_the_very_same_versions(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pango is no part of the recipe: after its update, what it set before does not stand beside what it sets now."""
    made.install(monkeypatch)
    assert build(project) == 0
    file = project.press / "manifest.json"
    value = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(value | {"versions": value["versions"] | {"pillow": "0.1"}}), "utf-8")
    assert build(project, "1") == 0
    assert states(project) == {"coal": "ready", "bread": "absent", "catalogue": "absent"}


def test_streams_that_the_caller_closed_are_no_fault(project: Project) -> None:
    for closed in (">&-", "2>&-", ">&- 2>&-"):
        line = " ".join(["exec", *(f"'{word}'" for word in command("explain")), closed])
        assert subprocess.run(["sh", "-c", line], check=False, cwd=project.root).returncode == 0


def test_a_folder_that_was_removed_meanwhile_is_told_as_that(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    line = " ".join(["rmdir ../gone; exec", *(f"'{word}'" for word in command("build"))])
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path / "gone", env=clean_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "the folder you are in does not exist any more" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="mounting takes root")
def test_a_disk_that_is_really_full(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    out = project.root / "out"
    out.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", out], check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        assert build(project, "--no-cache") == 0
        old, names = whole(project), everything(project)
        project.edit("panels/01-coal.md", "Coal was", "Iron was")
        assert build(project, "--no-cache") == 2
        assert "the disk is full" in capsys.readouterr().err
        assert project.published() == old
        assert everything(project) == names
        subprocess.run(["mount", "-o", "remount,size=8m", out], check=True)
        assert build(project, "--no-cache") == 0
        assert whole(project)["01-coal.pdf"] != old["01-coal.pdf"]
        subprocess.run(["mount", "-o", "remount,ro", out], check=True)
        old = project.published()
        capsys.readouterr()
        assert build(project, "--no-cache") == 2
        assert "Read-only file system" in " ".join(capsys.readouterr().err.split())
        assert project.published() == old
    finally:
        subprocess.run(["umount", "-l", out], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_system_that_takes_no_file_so_large(built: Project, jobs: str) -> None:
    """The one full disk that every user can have: a limit on the size of files."""
    project = built
    old, names = whole(project), everything(project)
    done = subprocess.run(
        command("build", "--jobs", jobs),
        cwd=project.root,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 2
    assert "cannot write to out" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.published() == old
    assert everything(project) == names


def ordinary() -> list[str]:
    """Return what to put before a command so that permissions hold for it: root's privileges go, its name stays."""
    if os.getuid() != 0:
        return []
    before = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"]
    if not shutil.which("setpriv") or subprocess.run([*before, "true"], check=False).returncode:
        pytest.skip("root cannot lay down its privileges here")
    return before


@pytest.mark.slow
@pytest.mark.parametrize("locked", ["out", "out/press", "photos/seam.png"])
def test_what_one_may_not_write_or_read(built: Project, locked: str) -> None:
    project, old = built, whole(built)
    words = [*ordinary(), *command("build", "--jobs", "1", "--no-cache")]
    path = project.root / locked
    path.chmod(0o500 if path.is_dir() else 0)
    try:
        done = subprocess.run(
            words, cwd=project.root, env=clean_environment(), capture_output=True, text=True, check=False
        )
    finally:
        path.chmod(0o755)
    told = " ".join(done.stderr.split())
    assert "Traceback" not in told
    if locked == "out":
        assert done.returncode == 2
        assert "cannot write to out" in told
        assert "Permission denied" in told
    elif locked == "photos/seam.png":
        assert done.returncode in (1, 2)
        assert "seam" in told
        assert "Permission denied" in told
    else:  # the folder that is replaced need not be written to
        assert done.returncode in (0, 2)
    if done.returncode == 2:
        assert project.published() == old
    assert build(project) == 0
    assert whole(project)["01-coal.pdf"] != old["01-coal.pdf"]


# -- being killed ----------------------------------------------------------------------------------------------------


def staging(project: Project) -> list[str]:
    return [p.name for folder in (project.root / "out").glob(".press.new-*") for p in folder.rglob("*")]


MOMENTS: dict[str, Callable[[Project], bool]] = {
    "begun": lambda project: any((project.root / "out").glob(".press.new-*")),
    "first file": lambda project: any(name.endswith(".pdf") for name in staging(project)),
    "reports": lambda project: "preflight.html" in staging(project),
}


def started(project: Project, *words: str) -> subprocess.Popen[str]:
    """Start a build that gives way to whoever watches it: on a busy machine it would be over before it is killed."""
    return subprocess.Popen(
        ["nice", "-n", "19", *command("build", *words)],
        cwd=project.root,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(process: subprocess.Popen[str], moment: Callable[[], bool]) -> None:
    while process.poll() is None and not moment():
        time.sleep(0.002)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "moment", "jobs"),
    [
        (signal.SIGINT, "begun", "1"),
        (signal.SIGINT, "begun", "2"),
        (signal.SIGINT, "first file", "2"),
        (signal.SIGINT, "reports", "1"),
        (signal.SIGTERM, "first file", "1"),
        (signal.SIGKILL, "begun", "2"),
        (signal.SIGKILL, "first file", "2"),
        (signal.SIGKILL, "first file", "1"),
        (signal.SIGKILL, "reports", "1"),
    ],
)
def test_a_build_killed_in_the_middle(built: Project, how: signal.Signals, moment: str, jobs: str) -> None:
    project, old = built, whole(built)
    process = started(project, "--jobs", jobs)
    wait_for(process, lambda: MOMENTS[moment](project))
    if how is signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does: to everybody
    else:
        process.send_signal(how)
    told = process.communicate(timeout=120)[1]  # its processes hold stderr open: they must end as well
    files = whole(project)  # whatever happened, what is there is a whole set
    if process.returncode == 0:
        assert moment == "reports", "it was over before it was killed"
    elif how is signal.SIGKILL:
        assert process.returncode == -how
    else:
        assert process.returncode == 130
        assert "interrupted" in told
        assert "Traceback" not in told
        assert not staging(project)
    if moment != "reports":
        assert files == old
    assert build(project) == 0
    assert whole(project)["01-coal.pdf"] != old["01-coal.pdf"]
    assert not staging(project)


@pytest.mark.slow
def test_what_a_killed_builds_processes_still_write_is_not_in_the_next_set(project: Project) -> None:
    """Killed without warning, a build leaves processes that finish their item: from the text as it was."""
    process = started(project, "--jobs", "2")
    wait_for(process, lambda: MOMENTS["begun"](project))
    process.kill()
    process.communicate(timeout=120)
    project.edit("panels/01-coal.md", "Coal was", "Iron was")
    assert build(project) == 0
    first = whole(project)
    assert build(project) == 0
    assert whole(project) == first


# -- two at once -----------------------------------------------------------------------------------------------------


def test_a_second_build_says_that_one_is_running(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = []

    def meanwhile(task: Task) -> Result:
        with monkeypatch.context() as patch:
            made.install(patch)
            codes.append(run(["build", "-C", str(project.root), "--jobs", "1"]))
        return made.ready(task)

    made.install(monkeypatch, coal=meanwhile)
    assert build(project) == 0
    assert codes == [2]
    told = " ".join(capsys.readouterr().err.split())
    assert "another build of this exhibition is running" in told
    assert "wait until it has finished" in told
    assert set(states(project).values()) == {"ready"}
    whole(project)


@pytest.mark.slow
def test_two_builds_in_two_processes(project: Project) -> None:
    first = started(project, "--jobs", "1")
    wait_for(first, lambda: MOMENTS["begun"](project))
    first.send_signal(signal.SIGSTOP)  # it holds the folder for as long as the second one needs to see it
    second = call("build", "--jobs", "1", folder=project.root)
    first.send_signal(signal.SIGCONT)
    told = first.communicate()[1]
    assert first.returncode == 0, told
    assert second.returncode == 2
    assert "another build of this exhibition is running" in second.stderr
    whole(project)


def test_these_tests_speak_of_this_panelpress() -> None:
    assert Path(command()[0]) == Path(sys.executable)
    assert shutil.which(sys.executable)
