"""`panelpress diff`: what prints the same is the same, and what does not is told with its place, its words and its figures."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.support import goodpdf
from tests.support.editions import Kept, alter, small_edition
from tests.support.goodpdf import draw_more, good_pdf, line_of_text, redraw, tint
from tests.support.reprints import really_closed

from panelpress.cli import run
from panelpress.facts.change import Piece
from panelpress.ground.files import write_atomic
from panelpress.ground.geometry import Box
from panelpress.inspect.reader import read_pdf
from panelpress.jobs.diff import _SAME_INK
from panelpress.jobs.diffs.pages import paired
from panelpress.jobs.diffs.texts import lines_of, text_changes
from panelpress.report.diff import ItemDiff, PageChange, elided

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def written(path: Path, change: Callable[[pikepdf.Pdf], None] | None = None, **options: Any) -> str:
    path.write_bytes(good_pdf(change, **options))
    return str(path)


def diff(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run(["diff", "--json", *words])
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, value


def held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[pikepdf.Pdf], None], **options: Any
) -> tuple[int, dict[str, Any]]:
    """Hold a good file against a changed one; return the exit code and what is said of the pair."""
    options = {"pages": 1, **options}
    first, second = (
        written(tmp_path / "old.pdf", pages=options["pages"]),
        written(tmp_path / "new.pdf", change, **options),
    )
    code, value = diff(capsys, first, second)
    (item,) = value["items"]
    return code, item


def other(item: dict[str, Any], *, prints: bool = True) -> dict[str, tuple[str, str]]:
    return {f["name"]: (f["first"], f["second"]) for f in item["facts"] if not f["same"] and f["prints"] is prints}


# -- two PDFs --------------------------------------------------------------------------------------------------------


def test_the_same_bytes_under_two_names_are_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, value = diff(capsys, written(tmp_path / "a.pdf"), written(tmp_path / "b.pdf"))
    assert code == 0
    assert value["same"]
    assert [item["state"] for item in value["items"]] == ["same"]


def test_another_title_is_told_and_does_not_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def retitle(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(pdf.Root.Metadata.read_bytes().replace(b"A good page", b"Another page"))

    code, item = held(tmp_path, capsys, retitle)
    assert code == 0
    assert item["state"] == "same-picture"
    assert other(item) == {}
    assert other(item, prints=False)["title"] == ("A good page", "Another page")


def test_a_word_is_told_with_its_page_and_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (line_of_text(words, 20, 80, 10) for words in ("Coal and bread", "Coal and song"))
    code, item = held(tmp_path, capsys, lambda pdf: redraw(pdf, old, new))
    assert code == 1
    assert item["state"] == "different"
    (text,) = item["texts"]
    assert (text["pages_first"], text["pages_second"]) == ([1], [1])
    assert [(p["kind"], p["text"].strip()) for p in text["pieces"] if p["kind"] != "same"] == [
        ("gone", "bread"), ("new", "song"),
    ]  # fmt: skip
    (page,) = item["pages"]
    assert (page["first"], page["plates"]) == (1, ["Black"])
    left, top, right, bottom = page["regions_mm"][0]
    assert 20 < left < 38, "it begins after `Coal and`, 20 mm from the left"
    assert left < right < 60
    assert top < 130 < bottom + 3, "its line stands 80 mm above the foot of 210 mm"


def test_an_area_a_fiftieth_darker_is_told_with_its_ink(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = goodpdf.TINT, goodpdf.TINT.replace("0.04 0.03 0.08 0 k", "0.04 0.05 0.08 0 k")
    code, item = held(tmp_path, capsys, lambda pdf: redraw(pdf, old, new))
    assert code == 1
    assert (item["texts"], other(item)) == ([], {})
    assert [(page["first"], page["plates"]) for page in item["pages"]] == [(1, ["Magenta"])]


def test_what_changed_in_the_bleed_alone_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = tint(-3, 20, -0.5, 60, "0 0.8 0.6 0 k")
    code, item = held(tmp_path, capsys, lambda pdf: draw_more(pdf, more))
    assert code == 1
    (page,) = item["pages"]
    left, top, right, bottom = page["regions_mm"][0]
    assert left < 0 < top
    assert right < 3
    assert bottom - top == pytest.approx(40, abs=6), "with some room around it"


def test_what_lies_outside_the_bleed_is_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, item = held(tmp_path, capsys, lambda pdf: draw_more(pdf, tint(-9, 20, -5, 60, "0 0.8 0.6 0 k")))
    assert code == 0
    assert item["state"] == "same-picture"


def test_another_bleed_box_is_a_difference_though_the_pages_look_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def less(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj.BleedBox = page.obj.TrimBox

    code, item = held(tmp_path, capsys, less)
    assert code == 1
    assert other(item) == {"bleed": ("3 mm", "0 mm")}
    assert item["pages"] == []


def test_another_standard_and_intent_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def intent(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OutputIntents[0].OutputConditionIdentifier = pikepdf.String("FOGRA52")

    code, item = held(tmp_path, capsys, intent)
    assert code == 1
    first, second = other(item)["intent"]
    assert first.startswith("FOGRA39")
    assert second.startswith("FOGRA52")
    code, item = held(tmp_path, capsys, lambda _: None, flavour="PDF/X-1a:2003")
    assert code == 1
    assert other(item)["standard"] == ("PDF/X-4", "PDF/X-1a:2003")


def test_a_page_put_between_others_is_told_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def insert(pdf: pikepdf.Pdf) -> None:
        page = pikepdf.Page(pdf.make_indirect(pikepdf.Dictionary(dict(pdf.pages[1].obj))))
        pdf.pages.insert(1, page)
        pdf.pages[1].obj.Contents = pdf.make_stream(line_of_text("song bread Coal", 20, 80, 10).encode())

    code, item = held(tmp_path, capsys, insert, pages=2)
    assert code == 1
    assert other(item)["pages"] == ("2", "3")
    assert [(p["first"], p["second"], p["state"]) for p in item["pages"]] == [(None, 2, "only-second")]


def test_another_trim_is_another_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def narrower(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            left, bottom, right, top = (float(v) for v in page.obj.TrimBox)
            page.obj.TrimBox = pikepdf.Array([left, bottom, right - 10, top])

    code, item = held(tmp_path, capsys, narrower)
    assert code == 1
    assert other(item)["trim"] == ("148 × 210 mm", "144.47 × 210 mm")
    assert {page["remark"] for page in item["pages"]} == {"its trim is another"}


def test_a_damaged_file_cannot_be_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = written(tmp_path / "a.pdf")
    torn = tmp_path / "torn.pdf"
    torn.write_bytes((tmp_path / "a.pdf").read_bytes()[:9000])
    code, value = diff(capsys, whole, str(torn))
    assert code == 2
    (item,) = value["items"]
    assert item["state"] == "unjudged"
    assert item["faults"][0]["id"] == "pdf/damaged"
    assert "torn.pdf" in item["faults"][0]["message"]


@pytest.mark.parametrize(
    ("words", "id"),
    [
        (("gone.pdf", "gone.pdf"), "pdf/missing"),
        (("nothing", "gone.pdf"), "diff/unknown"),
        (("1", "now"), "project/not-found"),
    ],
)
def test_what_is_not_there_cannot_be_judged(
    words: tuple[str, str], id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, value = diff(capsys, *words)
    assert code == 2
    assert [found["id"] for found in value["errors"]] == [id]


# -- editions --------------------------------------------------------------------------------------------------------


def real(kept: Kept, key: str, change: Callable[[pikepdf.Pdf], None] | None = None) -> None:
    """Put a real PDF where the file of an item was built."""
    write_atomic(kept.press_file(key), good_pdf(change))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    return small_edition(tmp_path / "show", monkeypatch)


def test_what_was_released_is_what_is_built(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    code, value = diff(capsys, "1", "now", "-C", str(kept.root))
    assert code == 0
    assert (value["first"], value["second"]) == ("edition 1", "what was built last")
    assert {item["item"]: item["state"] for item in value["items"]} == dict.fromkeys(kept.record().items, "same")
    assert value["remarks"] == []


def test_an_item_of_one_side_only_is_told(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    kept.project.edit("catalogue.yml", "  - 02-bread\n", "  - 02-bread\n  - 03-song\n")
    kept.project.write("panels/03-song.md", "---\ntitle: Song\n---\n\nThey sang.\n")
    kept.build()
    for words, state in ((("1", "now"), "only-second"), (("now", "1"), "only-first")):
        code, value = diff(capsys, *words, "-C", str(kept.root), "--item", "song")
        assert code == 1
        assert [(item["item"], item["state"]) for item in value["items"]] == [("song", state)]


def test_a_project_edited_since_it_was_built_is_told(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    name = next(path for path in sorted((kept.root / "panels").iterdir()) if path.suffix == ".md")
    name.write_text(name.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    code, value = diff(capsys, "1", "now", "-C", str(kept.root))
    assert code == 0, "the files are as they were"
    (remark,) = value["remarks"]
    assert f"panels/{name.name}" in remark


def test_a_file_written_over_since_is_compared_as_it_is(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    key = next(iter(kept.record().items))
    real(kept, key)
    code, value = diff(capsys, f"1:{key}", "now", "-C", str(kept.root))
    assert code == 2, "what edition 1 holds here is no PDF that could be drawn"
    assert any("is not what was built" in remark for remark in value["remarks"])


def test_an_item_is_held_against_a_file_of_any_name(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = next(iter(kept.record().items))
    copy = tmp_path / "from-the-printer.pdf"
    copy.write_bytes(kept.press_file(key).read_bytes())
    for words in ((f"1:{key}", str(copy)), (str(copy), "1"), ("now:1", str(copy))):
        code, value = diff(capsys, *words, "-C", str(kept.root))
        assert code == 0, words
        assert [(item["item"], item["state"]) for item in value["items"]] == [(key, "same")]
    stranger = written(tmp_path / "stranger.pdf")
    code, value = diff(capsys, stranger, "1", "-C", str(kept.root))
    assert code == 2
    assert [found["id"] for found in value["errors"]] == ["diff/which"]


@pytest.mark.parametrize("words", [("1:nobody", "now"), ("1", "now", "--item", "nobody")])
def test_an_item_of_no_side_is_named(words: tuple[str, ...], kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    code, value = diff(capsys, *words, "-C", str(kept.root))
    assert code == 2
    assert [found["id"] for found in value["errors"]] == ["project/unknown-item"]
    assert "nobody" in value["errors"][0]["message"]


def test_an_archive_that_was_altered_is_told_and_not_compared(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    key, item = next(iter(kept.record().items.items()))
    alter(kept.object_of(f"press/{item.file}"), b"other")
    real(kept, key)
    code, value = diff(capsys, f"1:{key}", f"now:{key}", "-C", str(kept.root))
    assert code == 2
    (found,) = value["items"][0]["faults"]
    assert found["id"] == "archive/missing"
    assert "was altered" in found["message"]


@pytest.mark.slow
def test_the_next_edition_tells_the_word_that_changed_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = really_closed(tmp_path / "show", profile=True)
    kept.number(2)
    kept.project.edit("panels/02-bread.md", "bakers", "tailors")
    kept.build()
    code, value = diff(capsys, "1", "now", "-C", str(kept.root))
    assert code == 1
    items = {item["item"]: item for item in value["items"]}
    assert items["coal"]["state"] == "same-picture"
    assert other(items["coal"]) == {}
    assert items["coal"]["remarks"] == [_SAME_INK], "nothing is drawn that is known to be the same"
    assert other(items["coal"], prints=False)["edition"] == ("1", "2")
    bread = items["bread"]
    assert bread["state"] == "different"
    changed = [(p["kind"], p["text"].strip()) for t in bread["texts"] for p in t["pieces"] if p["kind"] != "same"]
    assert changed == [("gone", "bakers"), ("new", "tailors")]
    assert [page["first"] for page in bread["pages"]] == [1]
    kept.object_of("press/02-bread.pdf").unlink()
    code, value = diff(capsys, "1", "now", "-C", str(kept.root))
    assert code == 2
    assert {item["item"]: item["state"] for item in value["items"]}["bread"] == "unjudged"


# -- what people see -------------------------------------------------------------------------------------------------


def test_the_terminal_tells_words_apart_without_colours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (line_of_text(words, 20, 80, 10) for words in ("Coal and bread", "Coal and song"))
    first, second = written(tmp_path / "a.pdf"), written(tmp_path / "b.pdf", lambda pdf: redraw(pdf, old, new))
    assert run(["diff", first, second]) == 1
    shown = capsys.readouterr()
    assert "a.pdf, b.pdf  differs: words, 1 page" in shown.out
    assert "[-bread-] {+song+}" in shown.out
    assert re.search(r"page 1: 1 part differs, in Black \(\d+ × \d+ mm at \d+, \d+\)", shown.out)
    assert "1 different" in shown.err


def test_the_page_stands_alone_and_outlines_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (line_of_text(words, 20, 80, 10) for words in ("Coal and bread", "Coal and song"))
    first, second = written(tmp_path / "a.pdf"), written(tmp_path / "b.pdf", lambda pdf: redraw(pdf, old, new))
    page = tmp_path / "d.html"
    assert run(["diff", first, second, "--html", str(page)]) == 1
    capsys.readouterr()
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", text)
    assert text.count('src="data:image/jpeg;base64,') == 2
    assert text.count("<i style=") == 2, "the same part on both"
    assert "<del>bread</del> <ins>song</ins>" in text
    again = tmp_path / "e.html"
    run(["diff", first, second, "--html", str(again)])
    assert again.read_bytes() == page.read_bytes()


def test_a_page_never_overwrites_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = written(tmp_path / "a.pdf")
    before = (tmp_path / "a.pdf").read_bytes()
    assert run(["diff", first, first, "--html", first]) == 2
    assert "ends in .html" in capsys.readouterr().err
    assert (tmp_path / "a.pdf").read_bytes() == before


# -- the parts -------------------------------------------------------------------------------------------------------


def test_a_line_shown_in_several_runs_is_one_line() -> None:
    words = [line_of_text("Coal", 20, 80, 10), line_of_text("bread", 29, 80, 10), line_of_text("song", 20, 70, 10)]
    facts = read_pdf(good_pdf(lambda pdf: draw_more(pdf, "\n".join(words), 2)), raster=False)
    assert lines_of(facts.pages[1])[-2:] == ("Coal bread", "song")


def test_pages_that_follow_each_other_are_told_together() -> None:
    def twice_song(pdf: pikepdf.Pdf) -> None:
        for number in (1, 2):
            draw_more(pdf, line_of_text("song", 20, 70, 10), number)

    first = read_pdf(good_pdf(pages=3), raster=False)
    second = read_pdf(
        good_pdf(twice_song, pages=3),
        raster=False,
    )
    (change,) = text_changes(paired(first, second))
    assert (change.first, change.second) == ((1, 2), (1, 2))
    assert [piece.text.strip() for piece in change.pieces if piece.kind == "new"] == ["song", "song"]


def test_long_stretches_that_stayed_are_left_out() -> None:
    stayed = " ".join(f"w{n}" for n in range(40))
    told = elided((Piece("same", stayed), Piece("gone", " old"), Piece("new", " new"), Piece("same", f" {stayed}")))
    assert told[0] == ("same", "… w34 w35 w36 w37 w38 w39")
    assert told[3] == ("same", " w0 w1 w2 w3 w4 w5 …")


def test_regions_are_told_in_mm_from_the_trim() -> None:
    page = PageChange(1, 1, "different", Box(-3, -3, 97, 197), ((0.5, 0.5, 0.75, 0.6),))
    assert page.boxes == ((47.0, 97.0, 72.0, 117.0),)
    assert ItemDiff("num", "panel 3 num", "different", pages=(page,)).words == "differs: 1 page"
