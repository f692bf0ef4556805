"""`panelpress reprint --venue`: a panel of a closed edition with the strip of another town, all else proven as it was printed."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from tests.support.editions import Kept
from tests.support.reprints import again, given
from tests.support.venues import touring_project

from panelpress.cli import run
from panelpress.facts.outside import changed
from panelpress.ground.geometry import Box
from panelpress.inspect.reader import read_pdf
from panelpress.jobs.build import build
from panelpress.jobs.release import close
from panelpress.jobs.reprints import venue as towns
from panelpress.jobs.request import Request
from panelpress.ledger import editions, history
from panelpress.ledger.history import Reprint
from panelpress.report.progress import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.pdf import PdfFacts

pytestmark = pytest.mark.slow
STRIP = Box(33, 786.57, 561, 822.57)
BOOK = "catalogue.yml"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = touring_project(tmp_path_factory.mktemp("once") / "exhibition")
    built = build(Request(project.root), lambda _: nullcontext(Silent()))
    editions.keep(project.root, close(built, project.press))
    return project.root


@pytest.fixture
def kept(once: Path, tmp_path: Path) -> Kept:
    """A touring exhibition whose first edition was closed for Durham, its archive whole."""
    shutil.copytree(once, tmp_path / "exhibition")
    return Kept(tmp_path / "exhibition")


def told(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Run `reprint` with `--json`; return its exit code and what it said of the one item."""
    capsys.readouterr()
    code = again(root, *words, "--json")
    [item] = json.loads(capsys.readouterr().out)["items"]
    return code, item


def refusal(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> str:
    """Run a reprint that must not begin; return what was said."""
    capsys.readouterr()
    assert again(root, *words) == 2
    assert given(root) == {}
    return capsys.readouterr().err


def facts(data: bytes) -> PdfFacts:
    return read_pdf(data, "file", raster=False)


def lowered(program: bytes) -> bytes:
    """Return a font whose letters stand a hundredth of their size lower: no list of what stands on a page tells it."""
    font = TTFont(io.BytesIO(program))
    for name in font.getGlyphOrder():
        glyph = font["glyf"][name]
        if glyph.numberOfContours > 0:
            glyph.coordinates.translate((0, -10))
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def said(data: bytes) -> str:
    return " ".join(run.text for run in facts(data).texts)


def test_the_record_says_whose_strip_was_printed(kept: Kept) -> None:
    items = kept.record().items
    assert {key: item.venue for key, item in items.items()} == {"coal": "durham", "bread": "", "catalogue": ""}
    assert items["coal"].file == "01-coal-durham.pdf"
    text = editions.path_of(kept.root, 1).read_text("utf-8")
    assert text.count('"venue"') == 1  # the others are written as they were before there were strips


def test_another_town_is_given_out_with_the_rest_proven_and_the_record_says_which(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    was = kept.press_file("coal").read_bytes()
    code, item = told(capsys, kept.root, "1", "--venue", "barnsley")
    assert (code, item["how"]) == (0, "other-venue")
    assert (
        item["proven"][0]
        == "made from the edition's sources, its strip that of `barnsley` as catalogue.yml says it now"
    )
    assert "none differs" in item["proven"][1]
    [(name, data)] = given(kept.root).items()
    assert name == "small-e1-01-coal-barnsley.pdf"
    assert "Barnsley" in said(data)
    assert "Durham" not in said(data)
    assert changed(facts(was), facts(data), STRIP) == ()
    ticket = json.loads((kept.root / "out/reprints/small-e1-01-coal-barnsley-ticket.json").read_text("utf-8"))
    assert ["Strip", "barnsley"] in [list(line) for line in ticket["reprint"]]
    [event] = history.read(kept.root)[0]
    assert isinstance(event, Reprint)
    assert (event.venue, event.how, event.edition) == ("barnsley", "rebuilt", 1)
    assert run(["history", "-C", str(kept.root)]) == 0
    assert "strip barnsley" in capsys.readouterr().out


def test_none_leaves_the_strip_empty(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    code, item = told(capsys, kept.root, "1", "--venue", "none")
    assert (code, item["proven"][0]) == (0, "made from the edition's sources, its strip left empty")
    [(name, data)] = given(kept.root).items()
    assert name == "small-e1-01-coal.pdf"
    assert "Durham" not in said(data)


def test_without_a_venue_it_is_the_very_file_with_the_strip_it_had(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.project.edit(BOOK, "venue: durham\n", "venue: barnsley\n")
    code, item = told(capsys, kept.root, "1")
    assert (code, item["how"], item["sha256"]) == (0, "archived", kept.record().items["coal"].sha256)
    kept.object_of("press/01-coal-durham.pdf").unlink()
    shutil.rmtree(kept.root / "out")
    code, item = told(capsys, kept.root, "1")
    assert (code, item["how"], item["sha256"]) == (0, "identical", kept.record().items["coal"].sha256)


def test_an_edition_closed_for_another_town_than_the_catalogue_names_is_made_anew_for_that_town(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = touring_project(tmp_path / "exhibition")
    built = build(Request(project.root, venue="barnsley"), lambda _: nullcontext(Silent()))
    editions.keep(project.root, close(built, project.press))
    kept = Kept(project.root)
    kept.object_of("press/01-coal-barnsley.pdf").unlink()
    shutil.rmtree(project.root / "out")
    code, item = told(capsys, project.root, "1")
    assert (code, item["how"]) == (0, "identical")


def test_a_town_that_joined_later_comes_from_todays_catalogue_with_its_logo_and_nothing_else_does(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    project = kept.project
    project.edit(BOOK, "venues:\n", "venues:\n  leeds: {place: Leeds, logos: [wheel]}\n")
    project.edit("photos/captions.yml", "drawings:\n", "drawings:\n  wheel: {file: wheel.svg}\n")
    project.write("photos/wheel.svg", (project.root / "photos/lamp.svg").read_bytes())
    project.edit("panels/01-coal.md", "two hundred", "three hundred")  # today's, and of no concern to edition 1
    project.edit(BOOK, "height_mm: 36", "height_mm: 60")
    was = kept.press_file("coal").read_bytes()
    code, item = told(capsys, kept.root, "1", "--venue", "leeds")
    assert (code, item["how"]) == (0, "other-venue")
    [data] = given(kept.root).values()
    assert "Leeds" in said(data)
    assert "two hundred" in said(data)
    assert changed(facts(was), facts(data), STRIP) == ()


def test_a_town_the_catalogue_has_no_more_is_taken_from_the_edition(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (kept.root / BOOK).read_text("utf-8")
    kept.project.write(BOOK, text[: text.index("  barnsley:")] + text[text.index("panels:\n") :])
    code, item = told(capsys, kept.root, "1", "--venue", "barnsley")
    assert (code, item["proven"][0].endswith("that of `barnsley` as edition 1 has it")) == (0, True)


def test_what_is_asked_and_cannot_be_is_said_and_nothing_is_given_out(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    root = kept.root
    assert "there is no venue `barnsly`" in refusal(capsys, root, "1", "--venue", "barnsly")
    assert "did you mean `barnsley`?" in refusal(capsys, root, "1", "--venue", "barnsly")
    assert "panel 2 bread carries no strip in edition 1" in refusal(capsys, root, "2", "--venue", "barnsley")
    assert "are not proven" in refusal(capsys, root, "1", "--venue", "barnsley", "--printer", "shop")
    assert "not for another venue" in refusal(capsys, root, "1", "--venue", "barnsley", "--accept")
    kept.project.edit(BOOK, "logos: [lamp]", "logos: [lmap]")
    code, item = told(capsys, root, "1", "--venue", "barnsley")
    assert (code, item["given"]) == (1, False)
    assert [fault["message"] for fault in item["faults"]] == ["there is no drawing `lmap`"]


def test_words_that_do_not_fit_the_strip_are_named_and_nothing_is_given_out(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.project.edit(BOOK, "    logos: [lamp]\n", "    lines: [One, Two, Three, Four, Five]\n")
    code, item = told(capsys, kept.root, "1", "--venue", "barnsley")
    assert (code, item["how"], given(kept.root)) == (1, "differs", {})
    assert {"text/complete", "layout/variable"} <= {fault["id"] for fault in item["faults"]}


def test_where_anything_outside_the_strip_is_other_it_is_named_and_nothing_is_given_out(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.object_of("sources/panels/01-coal.md").unlink()
    kept.project.edit("panels/01-coal.md", "two hundred", "three hundred")
    code, item = told(capsys, kept.root, "1", "--venue", "barnsley")
    assert (code, item["how"], given(kept.root)) == (1, "differs", {})
    [fault] = item["faults"]
    assert fault["id"] == "reprint/outside-strip"
    assert "outside the strip it is not what was printed" in fault["message"]
    assert "two hundred years" in fault["message"]
    assert [each["what"] for each in item["differences"]] == ["panels/01-coal.md"]
    assert not history.read(kept.root)[0]


def test_a_pixel_of_a_photograph_outside_the_strip_is_enough(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    kept.object_of("sources/photos/seam.png").unlink()
    kept.project.picture("seam.png", shade=61)
    code, item = told(capsys, kept.root, "1", "--venue", "barnsley")
    assert (code, item["how"], given(kept.root)) == (1, "differs", {})
    assert item["faults"][0]["id"] == "reprint/outside-strip"


def test_what_no_list_of_objects_tells_is_found_in_the_pixels(kept: Kept) -> None:
    was = kept.press_file("coal").read_bytes()
    with pikepdf.open(io.BytesIO(was)) as pdf:
        for thing in pdf.objects:
            if (
                isinstance(thing, pikepdf.Dictionary)
                and thing.get("/Type") == "/FontDescriptor"
                and "/FontFile2" in thing
            ):
                thing.FontFile2.write(lowered(thing.FontFile2.read_bytes()))
        out = io.BytesIO()
        pdf.save(out)
    assert changed(facts(was), facts(out.getvalue()), STRIP) == ()
    compared = towns.compare(was, out.getvalue(), "panel 1 coal", STRIP)
    assert compared.fault is not None
    assert "pixels at 150 ppi differ, on Black" in compared.fault.message
    assert towns.compare(was, was, "panel 1 coal", STRIP).fault is None
