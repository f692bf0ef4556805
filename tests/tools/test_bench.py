"""The benchmark: what is measured is the same every time and is really made; what is told follows from what was measured."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from tools.bench import bars, browsers, document, steps, tables, words, workload
from tools.bench.changes import Changes
from tools.bench.measure import BUILD, ROOT, Figure, Run, figure
from tools.bench.photographs import photograph
from tools.bench.results import Large, Results, Scaled, Spent, keep, read
from tools.bench.sizes import Size, sizes
from tools.bench.verdicts import verdicts
from tools.bench.workload import Workload

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FROZEN = {
    "plain.py": "d2967ff304fb516bb7bbd7a030a4c95b80e11a8bf634a62e761f3efe8bd559d7",
    "floor.py": "c138a4c818a34eb0d06b0bd61ca081105c311a47d5615f410b4e07daad5d1f7f",
    "bare_picture.py": "5c5656a14c9f5ba188bfeec71b12e109d20265941ffe49b973089931f3b207f7",
}


@pytest.mark.parametrize("file", FROZEN)
def test_what_panelpress_is_held_against_is_not_made_slower(file: str) -> None:
    data = (ROOT / "tools" / "bench" / file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == FROZEN[file], f"tools/bench/{file} is frozen: ratios are quoted to it"


# The exhibition that is measured


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exhibition of ten panels and a catalogue, with pictures of a few pixels."""
    originals = tmp_path_factory.mktemp("originals")
    for number in range(1, workload.BOOK_ONLY + 1):
        photograph(number, 60, 40).save(originals / f"{workload.photo_id(number)}.jpg")
    root = tmp_path_factory.mktemp("bench") / "project"
    workload.write(root, Workload(10, book=True), originals)
    return root


def held(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_a_photograph_is_the_same_every_time_and_unlike_the_next_one() -> None:
    first = photograph(5, 90, 60).tobytes()
    assert first == photograph(5, 90, 60).tobytes()
    assert first != photograph(6, 90, 60).tobytes()


def test_no_plate_of_any_panel_was_made_for_another_and_no_panel_shows_one_twice() -> None:
    seen: set[tuple[str, str]] = set()
    for number in range(1, 501):
        text = workload._panel(number, main=True)
        figures = re.findall(r"!\[\]\((\w+)\)", text)
        assert len(set(figures)) == workload.EACH
        layout = re.findall(r"layout: (\S+)", text)[0]
        plates = {(layout, id) for id in figures}
        assert not plates & seen
        seen |= plates
    widths = [
        re.findall(r"width: ([\d.]+), height: [\d.]+, caption", workload._geometry(group))[0] for group in range(50)
    ]
    assert len(set(widths)) == len(widths)


def test_no_two_panels_say_the_same() -> None:
    assert len({words.paragraphs(number) for number in range(1, 501)}) == 500


@pytest.mark.slow
def test_the_workload_is_the_same_every_time_and_is_built_without_an_error(tmp_path: Path) -> None:
    for name in ("one", "other"):
        workload.write(tmp_path / name, Workload(1))
    assert held(tmp_path / "one") == held(tmp_path / "other")
    subprocess.run([*BUILD, "--jobs", "1"], cwd=tmp_path / "one", check=True)
    (size,) = sizes(tmp_path / "one" / "out" / "press")
    assert size.pictures / workload.EACH == pytest.approx(550_000, rel=0.5)  # as photographs weigh at 150 ppi
    assert size.profile > 0
    assert size.fonts > 0


# What is changed between two builds


@pytest.mark.parametrize(
    ("change", "file"),
    [
        (Changes.comma, "panels/008-board-8.md"),
        (Changes.caption, "photos/captions.yml"),
        (Changes.picture, "photos/p23.jpg"),
        (Changes.token, "styles/measured.css"),
    ],
)
def test_a_change_is_in_one_file_and_never_what_it_was_before(
    project: Path, change: Callable[[Changes], None], file: str
) -> None:
    changes, before, states = Changes(project, 8), held(project), set()
    for _ in range(12):
        change(changes)
        after = held(project)
        assert {name for name in after if after[name] != before[name]} == {file}
        states.add(after[file])
    assert len(states) == 12
    (project / file).write_bytes(changes._before[project / file])


def test_an_exchanged_picture_has_the_same_pixels(project: Path) -> None:
    path = project / "photos" / "p23.jpg"
    before, pixels = path.read_bytes(), Image.open(path).tobytes()
    Changes(project, 8).picture()
    after = path.read_bytes()
    path.write_bytes(before)
    assert after != before
    assert Image.open(io.BytesIO(after)).tobytes() == pixels


def test_a_changed_caption_is_as_long_as_it_was_so_that_nothing_moves(project: Path) -> None:
    path = project / "photos" / "captions.yml"
    before = path.read_text("utf-8")
    Changes(project, 8).caption()
    after = path.read_text("utf-8")
    path.write_text(before, "utf-8")
    assert len(after) == len(before)
    assert sum(one != other for one, other in zip(before, after, strict=True)) <= 2


# What is measured


def test_several_runs_come_to_their_median_and_their_largest_peak() -> None:
    runs = [Run(3, 4, 100, 50, 90), Run(1, 9, 130, 60, 80), Run(2, 5, 110, 40, 120)]
    assert figure("x", runs) == Figure("x", 2, 1, 3, 5, 130, 60, 120, 3)


@pytest.mark.skipif(sys.platform != "linux", reason="adopts orphans on Linux alone")
def test_what_a_command_leaves_behind_is_waited_for_and_counted(tmp_path: Path) -> None:
    late = f"import time, pathlib; time.sleep(0.3); pathlib.Path({str(tmp_path / 'ended')!r}).touch()"
    leaving = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {late!r}]); sys.exit(3)"
    launch = [sys.executable, "-S", "-E", str(ROOT / "tools/bench/launch.py"), "--watch", sys.executable, "-c", leaving]
    done = subprocess.run(launch, capture_output=True, text=True, check=True)
    assert (tmp_path / "ended").exists()
    assert '"code": 3' in done.stderr.splitlines()[-1]


def test_every_step_of_the_profile_still_has_its_functions() -> None:
    for name in (name for names in steps.STEPS.values() for name in names):
        assert callable(steps.found(name)[2]), name


def test_a_second_has_one_owner_however_steps_call_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("time.thread_time", lambda: now[0])
    spent: dict[str, float] = {}
    clock = steps.Clock()

    def passing(seconds: float, then: Callable[[], None] = lambda: None) -> None:
        now[0] += seconds
        then()
        now[0] += seconds

    inner = steps.wrap(lambda: passing(2), "inner", spent, clock)
    middle = steps.wrap(lambda: passing(0.5, inner), "outer", spent, clock)
    outer = steps.wrap(lambda: passing(1, middle), "outer", spent, clock)
    outer()
    assert spent == {"inner": 4, "outer": 3}
    assert sum(spent.values()) == now[0]


def test_press_colours_become_what_a_browser_can_show() -> None:
    css = "a { color: device-cmyk(0 0 0 1); --b: device-cmyk(.1 .85 1 .25) }"
    assert browsers.in_rgb(css) == "a { color: rgb(0, 0, 0); --b: rgb(172, 29, 0) }"


# What is told


def seconds(wall: float, mb: float = 100) -> Figure:
    return Figure("so many & <more>", wall, wall, wall, 2 * wall, mb, mb / 2, mb, 1)


WALLS = {
    "plain": 10.0, "press-only": 6.0, "cold": 20.0, "vivliostyle": 50.0, "same": 0.3, "plain-panel": 1.0, "comma": 3.5,
    "plain-book": 3.0, "caption": 9.0, "help": 0.1, "floor-copy": 0.1,
}  # fmt: skip
MEASURED = Results(
    {"processor": "one"},
    {id: seconds(wall) for id, wall in WALLS.items()},
    (Size("a.pdf", 1010, 800, 150, 50), Size("b.pdf", 1040, 800, 150, 50)),
    (Scaled(50, 1, seconds(30, 300), 100), Scaled(500, 1, seconds(320, 310), 1000), Scaled(10, 1, seconds(6), 20),
     Scaled(10, 2, seconds(8), 25)),
    Large(200, seconds(9, 1500)),
    Spent(3.0, (("lay out", 2.0), ("paint", 1.0))),
)  # fmt: skip


def test_verdicts_are_reckoned_from_the_one_run() -> None:
    told = [(v.most, v.measured and round(v.measured, 4), v.word) for v in verdicts(MEASURED)]
    assert told == [
        (0.65, 0.6, "reached"),
        (2.5, 2, "reached"),
        (0.45, 0.4, "reached"),
        (0.4, 0.3, "reached"),
        (0.03, 0.015, "reached"),
        (3, 3.5, "not reached"),
        (3, 3, "reached"),
        (10.5, 10.6667, "not reached"),
        (1.1, 1.0333, "reached"),
        (400, 300, "reached"),
        (1600, 1500, "reached"),
        (1.03, 1.04, "not reached"),
    ]


def test_what_was_not_measured_is_neither_reached_nor_missed() -> None:
    assert {v.word for v in verdicts(Results())} == {"not measured"}
    smaller = replace(MEASURED, large=Large(100, seconds(9, 100)))
    assert [v.word for v in verdicts(smaller) if "megapixels" in v.case] == ["not measured"]


def test_results_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    for results in (MEASURED, Results()):
        keep(results, tmp_path / "results.json")
        assert read(tmp_path / "results.json") == results


def test_sentences_say_what_sizes_come_to() -> None:
    rate, languages, end = tables.sentences(MEASURED)
    assert "one processor makes 47 a minute" in rate  # 500 × 60 / 640 s
    assert "94 a minute by the clock" in rate  # 500 × 60 / 320 s
    assert "costs 2.0 s and 5 MB" in languages
    assert "3.4 minutes and 0.5 GB" in languages  # 6 + 99 × 2 s; 20 + 99 × 5 MB
    assert "Each panel more costs 0.64 s, 2.0 MB" in end  # 290 s and 900 MB more for 450 panels
    assert "44,690 panels" in end  # 8 h / 0.644 s


def test_the_page_has_a_place_for_every_table_and_says_what_is_missing() -> None:
    page = document.PAGE.read_text("utf-8")
    names = {table.name for table in tables.tables(MEASURED)} | {"words"}
    assert names <= set(re.findall(r"<!-- measured: ([\w-]+) -->", page))
    written = document.filled(page, MEASURED)
    assert "| 500 panels against 50 | 10.5 × | 10.7 × | not reached |" in written
    assert "Each panel more costs" in written
    assert document.filled(written, MEASURED) == written
    missing = document.filled(written, Results()).count("Not measured in the last run")
    assert missing == len(names) - 1  # the verdicts say so line by line


def test_the_plot_is_well_formed_and_its_bars_are_as_long_as_what_they_stand_for() -> None:
    root = ET.fromstring(
        bars.chart("a & b", [("<first>", [("one & two", 4.0, True), ("three", 1.0, False)]), ("none", [])])
    )
    space = "{http://www.w3.org/2000/svg}"
    drawn = [float(rect.get("width", 0)) for rect in root.findall(f"{space}rect")][1:]  # the first is the ground
    assert drawn[0] == pytest.approx(4 * drawn[1], abs=0.3)
    assert [text.text for text in root.findall(f"{space}text")] == ["<first>", "one & two", "4.00 s", "three", "1.00 s"]


def test_the_documents_plot_is_well_formed() -> None:
    assert ET.fromstring(document.plot(MEASURED)).tag.endswith("svg")
    assert ET.fromstring(document.PLOT.read_text("utf-8")).tag.endswith("svg")
