"""`panelpress reprint`: the very file, or one that is proven the same, or nothing, and everything named that is different."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.editions import Kept, alter, flip
from tests.support.project import call
from tests.support.reprints import DAY, SPANISH, again, given, really_closed
from tests.support.smallprofile import small_profile

from panelpress.cli import run
from panelpress.ground.files import digest
from panelpress.inspect import paper
from panelpress.jobs.reprints import printer, rebuilt
from panelpress.ledger import history
from panelpress.ledger.history import Printed, Reprint
from panelpress.press import engine
from panelpress.press.conditions import SHIPPED
from panelpress.press.fonts import font_files
from panelpress.press.inputs import package_versions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow
FILES = {"coal": "01-coal.pdf", "bread": "02-bread.pdf", "catalogue": "catalogue.pdf"}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return really_closed(tmp_path_factory.mktemp("once") / "exhibition").root


@pytest.fixture
def kept(once: Path, tmp_path: Path) -> Kept:
    """A project whose edition is closed, its archive whole, its press files published."""
    shutil.copytree(once, tmp_path / "exhibition")
    return Kept(tmp_path / "exhibition")


def told(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Run `reprint` with `--json`; return its exit code and what it printed."""
    capsys.readouterr()
    code = again(root, *words, "--json")
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, value


def gone(kept: Kept) -> None:
    """Take away the archive and everything that was built: a fresh clone."""
    shutil.rmtree(kept.root / "archive")
    shutil.rmtree(kept.root / "out")


# -- from the archive ------------------------------------------------------------------------------------------------


def test_the_archived_file_is_given_out_with_its_ticket_and_recorded(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    code, value = told(capsys, kept.root, "1", "--copies", "3", "--reason", "torn in  Durham")
    [item] = value["items"]
    assert (code, item["how"], item["file"]) == (0, "archived", "out/reprints/small-e1-01-coal.pdf")
    data = given(kept.root)["small-e1-01-coal.pdf"]
    assert data == (kept.press_file("coal")).read_bytes()
    assert any("pixel for pixel at 150 ppi" in sentence for sentence in item["proven"])
    ticket = json.loads((kept.root / "out/reprints/small-e1-01-coal-ticket.json").read_text("utf-8"))
    [row] = ticket["rows"]
    assert (row["copies"], row["sha256"], row["bleed_mm"], row["trim_mm"]) == (
        3,
        digest(data),
        [5.0] * 4,
        [594.0, 841.0],
    )
    assert row["inks"] == ["Cyan", "Magenta", "Yellow", "Black"]
    assert (row["standard"], row["condition"]) == ("PDF/X-4", "FOGRA39")
    assert ["Reason", "torn in Durham"] in ticket["reprint"]
    assert (kept.root / "out/reprints/small-e1-01-coal-ticket.pdf").read_bytes().startswith(b"%PDF")
    [event] = history.read(kept.root)[0]
    assert event == Reprint("coal", 1, DAY, digest(data), 3, "torn in Durham", "archived", "")


def test_bytes_that_show_something_else_than_they_did_are_not_given_out(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same renderer draws the same file otherwise: a machine that must not be trusted."""
    monkeypatch.setattr(paper, "PPI", 149.0)
    code, value = told(capsys, kept.root, "coal")
    [item] = value["items"]
    assert (code, item["faults"][0]["id"]) == (1, "reprint/picture")
    assert "page 1 does not print the same as then, though its bytes are the same" in item["faults"][0]["message"]
    assert not given(kept.root)


def test_where_another_renderer_drew_then_the_small_pictures_are_looked_at(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rebuilt, "version_of", lambda _: "99.3")
    code, value = told(capsys, kept.root, "coal")
    [item] = value["items"]
    assert (code, len(item["proven"])) == (0, 1)
    assert item["remarks"][0].startswith(
        "its pages look the same as then, in small; they are not compared pixel for pixel"
    )
    shutil.rmtree(kept.root / "archive")
    (kept.root / "out/press/01-coal.pdf").unlink()
    monkeypatch.setattr(engine, "ENGINE", "WeasyPrint 99.1")
    code, value = told(capsys, kept.root, "coal")
    [item] = value["items"]
    assert (code, item["how"]) == (0, "same-picture")
    assert item["proven"][0].endswith("what puts ink on its paper is the same, byte for byte, by its digest")


def test_the_next_order_asks_for_the_stock_it_was_really_printed_on(kept: Kept) -> None:
    record = kept.record()
    told_of = Printed("coal", 1, "2027-01-12", record.items["coal"].sha256, "Northern Print", "Durst P5", "3 mm Dibond",
                      "matt, anti-graffiti", "4711", "C 1.45")  # fmt: skip
    history.append(kept.root, [told_of])
    assert again(kept.root, "coal") == 0
    ticket = json.loads((kept.root / "out/reprints/small-e1-01-coal-ticket.json").read_text("utf-8"))
    assert (ticket["rows"][0]["stock"], ticket["rows"][0]["finish"]) == ("3 mm Dibond", "matt, anti-graffiti")
    before = dict(ticket["reprint"])["Printed before"]
    assert before == (
        "2027-01-12: Northern Print, on Durst P5, stock 3 mm Dibond, lamination matt, anti-graffiti, batch 4711, colour strip "
        "C 1.45. Please match it."
    )


def test_a_faulty_project_with_no_originals_is_no_hindrance_while_the_archive_is_whole(kept: Kept) -> None:
    shutil.rmtree(kept.root / "out")
    shutil.rmtree(kept.root / "photos")
    kept.project.write("panels/01-coal.md", "---\ntitle: [\n")
    assert again(kept.root, "1", "2", "catalogue") == 0
    assert {digest(data) for data in given(kept.root).values()} == {i.sha256 for i in kept.record().items.values()}


def test_the_same_command_again_writes_the_same_bytes_and_no_second_entry(kept: Kept) -> None:
    assert again(kept.root, "1") == 0
    folder = kept.root / "out" / "reprints"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert again(kept.root, "1") == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert len(history.read(kept.root)[0]) == 1


def test_the_last_edition_that_has_the_item_is_meant_where_none_is_named(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.number(2)
    kept.project.edit("panels/01-coal.md", "two hundred", "three hundred")
    kept.close()
    _, value = told(capsys, kept.root, "1")
    assert value["items"][0]["edition"] == 2
    _, value = told(capsys, kept.root, "1", "--edition", "1")
    assert value["items"][0]["edition"] == 1
    both = given(kept.root)
    assert both["small-e1-01-coal.pdf"] != both["small-e2-01-coal.pdf"]


def test_only_the_panels_of_one_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = really_closed(tmp_path / "exhibition")
    kept.number(2)
    kept.project.write("panels/02-bread.es.md", SPANISH)
    kept.close()
    code, value = told(capsys, kept.root, "--language", "es")
    assert (code, [item["item"] for item in value["items"]]) == (0, ["bread.es"])
    code, value = told(capsys, kept.root, "--language", "en-GB", "2")
    assert (code, [item["item"] for item in value["items"]]) == (0, ["bread"])
    code, value = told(capsys, kept.root, "--language", "fr")
    assert (code, value["errors"][0]["id"] if "errors" in value else "reprint/language") == (2, "reprint/language")


def test_what_is_no_item_or_no_edition_is_named(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        (["9"], "no closed edition has a panel or book `9`"),
        (["1", "--edition", "7"], "edition 7 was not closed"),
        ([], "no item is named"),
        (["1", "--printer", "nobody"], "there is no printer `nobody`"),
        (["1", "--printer", "press"], "the printer `press` does not make panels"),
        (["1", "--copies", "0"], "'0' is not a whole number from 1 up"),
    ):
        assert again(kept.root, *words) == 2
        assert said in " ".join(capsys.readouterr().err.split())
        assert not given(kept.root)


# -- without it ------------------------------------------------------------------------------------------------------


def test_another_font_file_and_another_weasyprint_are_named(kept: Kept, tmp_path: Path) -> None:
    """Other packages come first on the path of the process: a typeface with one file swapped, a version that says 99.1."""
    gone(kept)
    library = tmp_path / "library"
    fonts = library / "font_source_serif_pro"
    shutil.copytree(font_files()["SourceSerifPro-Regular.ttf"].parents[1], fonts)
    shutil.copyfile(fonts / "files" / "SourceSerifPro-Light.ttf", fonts / "files" / "SourceSerifPro-Regular.ttf")
    about = library / "weasyprint-99.1.dist-info" / "METADATA"
    about.parent.mkdir()
    about.write_text("Metadata-Version: 2.1\nName: weasyprint\nVersion: 99.1\n")
    done = call("reprint", "coal", "--date", DAY, "--json", folder=kept.root, changes={"PYTHONPATH": str(library)})
    assert done.returncode == 1, done.stderr
    [item] = json.loads(done.stdout)["items"]
    assert [d["what"] for d in item["differences"]] == ["fonts/SourceSerifPro-Regular.ttf", "weasyprint"]
    assert not given(kept.root)


# -- tampered and drifted --------------------------------------------------------------------------------------------


def lose(kept: Kept, path: str) -> None:
    for known_as, _ in kept.index().files[path].objects:
        kept.archive.path(known_as).unlink(missing_ok=True)


def a_pixel(kept: Kept, _: pytest.MonkeyPatch) -> None:
    """Change one sample of a picture in the archived PDF."""
    stored = kept.index().files["press/01-coal.pdf"]
    biggest = max(stored.objects, key=lambda each: each.octets)
    flip(kept.archive.path(biggest.sha256), biggest.octets // 2)


def cut(kept: Kept, _: pytest.MonkeyPatch) -> None:
    path = kept.object_of("press/01-coal.pdf")
    alter(path, path.read_bytes()[:-40])


def swapped(kept: Kept, _: pytest.MonkeyPatch) -> None:
    one, other = kept.object_of("press/01-coal.pdf"), kept.object_of("press/02-bread.pdf")
    data = one.read_bytes()
    alter(one, other.read_bytes())
    alter(other, data)


def renamed(kept: Kept, _: pytest.MonkeyPatch) -> None:
    """An object under the name of one that is none: a copy that went wrong."""
    path = kept.object_of("press/01-coal.pdf")
    path.rename(path.with_name(f"{path.name[:-1]}{'0' if path.name[-1] != '0' else '1'}"))


def extra_object(kept: Kept, _: pytest.MonkeyPatch) -> None:
    """Another panel's file under a name that no index knows: it is in nobody's way, and `verify` names it."""
    path = kept.object_of("press/02-bread.pdf")
    (path.parent / f"{path.name[:2]}{'5' * 62}").write_bytes(path.read_bytes())


def only_half_a_zip(kept: Kept, _: pytest.MonkeyPatch) -> None:
    """Where the archive should be lies one zip of it, cut off."""
    assert run(["archive", "-C", str(kept.root), "--to", str(kept.root.parent / "small.zip")]) == 0
    data = (kept.root.parent / "small.zip").read_bytes()
    gone(kept)
    kept.project.write("archive/small-1.zip", data[: len(data) // 2])


def half_a_zip_and_another_text(kept: Kept, patch: pytest.MonkeyPatch) -> None:
    only_half_a_zip(kept, patch)
    kept.project.edit("panels/01-coal.md", "two hundred", "three hundred")


def index_edited(kept: Kept, _: pytest.MonkeyPatch) -> None:
    [path] = (kept.root / "archive" / "editions").glob("*.json")
    alter(path, path.read_bytes().replace(b"A small exhibition", b"A large exhibition"))


def index_missing(kept: Kept, _: pytest.MonkeyPatch) -> None:
    [path] = (kept.root / "archive" / "editions").glob("*.json")
    path.unlink()


def index_of_another(kept: Kept, _: pytest.MonkeyPatch) -> None:
    """The second edition's index under the name of the first's."""
    [first] = (kept.root / "archive" / "editions").glob("*.json")
    text = kept.index().text.replace('"number": 1', '"number": 2')
    alter(first, text.encode())


def ticket_altered(kept: Kept, _: pytest.MonkeyPatch) -> None:
    flip(kept.object_of("press/ticket.json"), 30)


def lost_with_style(kept: Kept, _: pytest.MonkeyPatch) -> None:
    """The archived file is lost, and the style of which the archive's own copy is lost too was changed since."""
    lose(kept, "press/01-coal.pdf")
    lose(kept, "sources/styles/own.css")
    (kept.root / "out/press/01-coal.pdf").unlink()
    kept.project.write("styles/own.css", ".lead { letter-spacing: 0.2em }\n")


def text_changed(kept: Kept, _: pytest.MonkeyPatch) -> None:
    gone(kept)
    kept.project.edit("panels/01-coal.md", "two hundred", "three hundred")


def caption_changed(kept: Kept, _: pytest.MonkeyPatch) -> None:
    gone(kept)
    kept.project.edit("photos/captions.yml", "title: A seam", "title: The old seam of 1790")


def style_changed(kept: Kept, _: pytest.MonkeyPatch) -> None:
    gone(kept)
    kept.project.write("styles/own.css", ".lead { letter-spacing: 0.2em }\n")


def style_missing(kept: Kept, _: pytest.MonkeyPatch) -> None:
    gone(kept)
    (kept.root / "styles/own.css").unlink()


def original_missing(kept: Kept, _: pytest.MonkeyPatch) -> None:
    gone(kept)
    (kept.root / "photos/seam.png").unlink()


def original_changed(kept: Kept, _: pytest.MonkeyPatch) -> None:
    gone(kept)
    kept.project.picture("seam.png", shade=70)


def theme_changed(kept: Kept, _: pytest.MonkeyPatch) -> None:
    gone(kept)
    kept.project.edit("catalogue.yml", "languages:", "theme: underground\nlanguages:")


def panel_removed(kept: Kept, _: pytest.MonkeyPatch) -> None:
    gone(kept)
    kept.project.edit("catalogue.yml", "  - 01-coal\n", "")


def printer_renamed(kept: Kept, _: pytest.MonkeyPatch) -> None:
    gone(kept)
    kept.project.edit("catalogue.yml", "  shop: {", "  workshop: {")


def profile_changed(kept: Kept, patch: pytest.MonkeyPatch) -> None:
    gone(kept)
    path = kept.root.parent / "other.icc"
    path.write_bytes(small_profile())
    patch.setitem(SHIPPED, "FOGRA39", path)


def engine_changed(kept: Kept, patch: pytest.MonkeyPatch) -> None:
    """Another WeasyPrint, which sets the same: the file says so in its metadata, and prints the same."""
    gone(kept)
    patch.setitem(package_versions(), "weasyprint", "99.1")
    patch.setattr(engine, "ENGINE", "WeasyPrint 99.1")


def library_changed(kept: Kept, patch: pytest.MonkeyPatch) -> None:
    """Another Pillow, which makes the same bytes."""
    gone(kept)
    patch.setitem(package_versions(), "pillow", "99.2")


def built_file_altered(kept: Kept, _: pytest.MonkeyPatch) -> None:
    """What lies in out/press is no substitute when it is another file."""
    shutil.rmtree(kept.root / "archive")
    flip(kept.press_file("coal"), 5000)


def override_added(kept: Kept, _: pytest.MonkeyPatch) -> None:
    """A template that was no part of the edition does not get in."""
    gone(kept)
    kept.project.write("styles/templates/panel/text-picture.html", "<p>nothing</p>")


@pytest.mark.parametrize(
    ("tamper", "how", "named"),
    [
        (a_pixel, "archived", "press/01-coal.pdf cannot be had from the archive: objects/"),
        (cut, "archived", "press/01-coal.pdf cannot be had from the archive: objects/"),
        (swapped, "archived", "was altered"),
        (renamed, "archived", "press/01-coal.pdf cannot be had from the archive: objects/"),
        (extra_object, "archived", "the very file of edition 1, from the archive"),
        (only_half_a_zip, "identical", "edition 1 of small is not in the archive"),
        (half_a_zip_and_another_text, "differs", "panels/01-coal.md: "),
        (index_edited, "archived", "was altered since edition 1 was closed"),
        (index_missing, "archived", "edition 1 of small is not in the archive"),
        (index_of_another, "archived", "was altered since edition 1 was closed"),
        (ticket_altered, "archived", "the edition's job ticket cannot be had from the archive"),
        (built_file_altered, "identical", "edition 1 of small is not in the archive"),
        (override_added, "identical", "edition 1 of small is not in the archive"),
        (lost_with_style, "differs", "styles/own.css: "),
        (text_changed, "differs", "panels/01-coal.md: "),
        (caption_changed, "differs", "photos/captions.yml: "),
        (style_changed, "differs", "styles/own.css: "),
        (style_missing, "differs", "styles/own.css: is not there; was "),
        (original_missing, "differs", "photos/seam.png: is not there; was "),
        (original_changed, "differs", "photos/seam.png: "),
        (theme_changed, "differs", "catalogue.yml: "),
        (panel_removed, "differs", "catalogue.yml: "),
        (printer_renamed, "differs", "edition 1 was made for the printer `shop`"),
        (profile_changed, "differs", "profiles/FOGRA39: "),
        (engine_changed, "same-picture", "weasyprint: 99.1, was 70"),
        (library_changed, "identical", "pillow: 99.2, was "),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_what_is_not_as_it_was_is_named_and_nothing_else_given_out_as_the_same(
    kept: Kept,
    tamper: Callable[[Kept, pytest.MonkeyPatch], None],
    how: str,
    named: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    meant = kept.record().items["coal"].sha256
    tamper(kept, monkeypatch)
    code, value = told(capsys, kept.root, "coal")
    [item] = value["items"]
    said = [*item["remarks"], *(f["message"] for f in item["faults"])]
    said += [f"{d['what']}: {d['now'] or 'is not there'}; was {d['was']}" for d in item["differences"]]
    capsys.readouterr()
    again(kept.root, "coal")
    captured = capsys.readouterr()
    assert named in " ".join(f"{captured.out} {captured.err}".split()), said
    assert (item["how"], code) == (how, 1 if how == "differs" else 0)
    files = [digest(data) for data in given(kept.root).values()]
    assert files == {"differs": [], "archived": [meant], "identical": [meant]}.get(how, files)
    if how == "differs":
        assert not (kept.root / "record" / "history").exists()
        assert not list((kept.root / "out/reprints").glob("*ticket*"))
    if how == "same-picture":
        assert files != [meant]
        assert "pixel for pixel at 150 ppi" in item["proven"][0]


def test_what_was_done_to_an_object_is_named_exactly_by_verify(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    path, beside = kept.object_of("press/01-coal.pdf"), kept.object_of("press/02-bread.pdf").parent
    with pytest.MonkeyPatch.context() as patch:
        renamed(kept, patch)
        extra_object(kept, patch)
    kept.project.write(f"archive/objects/{digest(b'more')[:2]}/{digest(b'more')}", b"more")
    kept.project.write("archive/objects/ab/notes.txt", b"mine")
    capsys.readouterr()
    assert run(["verify", "-C", str(kept.root), "--json"]) == 1
    parts = json.loads(capsys.readouterr().out)["parts"]
    files = [file for part in parts for file in part["files"] if file["state"] != "right"]
    [moved] = [p.name for p in path.parent.iterdir() if p.name.startswith(path.name[:-1])]
    no_edition = "was altered; no edition names it"
    assert {(file["path"], file["state"], file["words"]) for file in files} == {
        ("press/01-coal.pdf", "missing", f"objects/{path.name[:2]}/{path.name[:12]}… is missing"),
        (f"objects/{path.name[:2]}/{moved}", "changed", no_edition),
        (f"objects/{beside.name}/{beside.name}{'5' * 62}", "changed", no_edition),
        ("objects/ab/notes.txt", "extra", "is no part of an archive"),
    }
    assert "3 objects that no edition names" in " ".join(remark for part in parts for remark in part["remarks"])


def test_half_a_zip_is_not_restored_and_a_whole_one_is_printed_from(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, cut_off, into = tmp_path / "small.zip", tmp_path / "half.zip", tmp_path / "restored"
    assert run(["archive", "-C", str(kept.root), "--to", str(pack)]) == 0
    data = pack.read_bytes()
    for octets in (len(data) - 1, len(data) // 2, 1000, 0):
        cut_off.write_bytes(data[:octets])
        capsys.readouterr()
        assert run(["archive", "restore", str(cut_off), "--into", str(into)]) == 2
        assert "error[archive/zip-truncated]: half.zip" in capsys.readouterr().err
        assert not into.exists()
    assert run(["archive", "restore", str(pack), "--into", str(into)]) == 0
    shutil.rmtree(into / "out", ignore_errors=True)
    assert again(into, "1", "2", "catalogue") == 0
    assert {digest(data) for data in given(into).values()} == {i.sha256 for i in kept.record().items.values()}


def record_edited(kept: Kept) -> None:
    kept.project.edit("record/editions/edition-1.json", '"date": "2026-11-24"', '"date": "2026-11-25"')


def record_torn(kept: Kept) -> None:
    path = kept.root / "record/editions/edition-1.json"
    path.write_bytes(path.read_bytes()[:-100])


def record_of_another_edition(kept: Kept) -> None:
    kept.project.edit("record/editions/edition-1.json", '"number": 1', '"number": 2')


def record_of_another_job(kept: Kept) -> None:
    kept.project.edit("record/editions/edition-1.json", '"job": "small"', '"job": "large"')


def job_renamed(kept: Kept) -> None:
    kept.project.edit("catalogue.yml", "job: small", "job: large")


def ledger_line_removed(kept: Kept) -> None:
    for path in (kept.root / "record/signoffs").glob("*.json"):
        path.unlink()


def ledger_line_edited(kept: Kept) -> None:
    [path] = (kept.root / "record/signoffs").glob("*.json")
    path.write_text(path.read_text("utf-8").replace("D. Miner", "E. Miner"), "utf-8")


def history_edited(kept: Kept) -> None:
    history.append(kept.root, [Printed("coal", 1, "2027-01-12", "0" * 64, stock="Dibond")])
    [path] = (kept.root / "record/history").glob("*.json")
    path.write_text(path.read_text("utf-8").replace("Dibond", "paper"), "utf-8")


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (record_edited, "record/editions/edition-1.json was altered: it says another `date` than the archive does"),
        (record_torn, "record/editions/edition-1.json cannot be read"),
        (record_of_another_edition, "record/editions/edition-1.json is the record of edition 2"),
        (
            record_of_another_job,
            "record/editions/edition-1.json is the record of the job `large`, and catalogue.yml says `small`",
        ),
        (
            job_renamed,
            "record/editions/edition-1.json is the record of the job `small`, and catalogue.yml says `large`",
        ),
        (ledger_line_removed, "an entry of the ledger is missing: record/editions/edition-1.json names"),
        (ledger_line_edited, "was altered"),
        (history_edited, "was altered"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_record_that_is_not_as_it_was_written_stops_all(
    kept: Kept, tamper: Callable[[Kept], None], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(kept)
    assert again(kept.root, "coal") == 2
    assert named in " ".join(capsys.readouterr().err.split())
    assert not given(kept.root)


def test_the_page_shows_each_input_and_the_pages_then_and_now(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    lost_with_style(kept, pytest.MonkeyPatch())
    code, value = told(capsys, kept.root, "coal")
    [item] = value["items"]
    assert (code, item["page"]) == (1, "out/reprints/small-e1-01-coal-differs.html")
    page = (kept.root / item["page"]).read_text("utf-8")
    [difference] = item["differences"]
    assert difference["was"] in page
    assert difference["now"] in page
    assert page.count("data:image/jpeg;base64,") == 2
    assert page.count('<i style="left:') >= 2
    kept.project.write("styles/own.css", ".lead { letter-spacing: 0.01em }\n")
    code, value = told(capsys, kept.root, "coal")
    assert (code, value["items"][0]["how"]) == (0, "identical")
    assert not (kept.root / item["page"]).exists()


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reprint", "--help"]) == 0
    out = capsys.readouterr().out
    assert "pixel for pixel on every plate at 150 ppi" in out
    assert "--printer NAME" in out


# -- another print shop ----------------------------------------------------------------------------------------------


def add_shop(kept: Kept, line: str) -> None:
    kept.project.edit("catalogue.yml", "printers:\n", f"printers:\n  {line}\n")


def test_another_bleed_and_marks_print_the_same_inside_the_trim(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    """From the archive's own sources: the project has lost its photographs and changed its text."""
    add_shop(
        kept, "wide: {makes: panels, name: Wide, bleed_mm: 3, marks: crop, target_ppi: 150, min_ppi: 36, warn_ppi: 36}"
    )
    add_shop(kept, "zine: {makes: catalogue, bleed_mm: 7, slug: true, target_ppi: 300, min_ppi: 72, warn_ppi: 72}")
    (kept.root / "photos/seam.png").unlink()
    kept.project.edit("panels/01-coal.md", "two hundred", "three hundred")
    code, value = told(capsys, kept.root, "coal", "--printer", "wide")
    [item] = value["items"]
    assert (code, item["how"], item["file"]) == (0, "other-printer", "out/reprints/small-e1-wide-01-coal.pdf")
    assert item["proven"][1].startswith("inside the trim every plate is the same, pixel for pixel at 150 ppi: of 17,4")
    ticket = json.loads((kept.root / "out/reprints/small-e1-wide-01-coal-ticket.json").read_text("utf-8"))
    assert ticket["rows"][0]["bleed_mm"] == [3.0] * 4
    assert ["Proven", item["proven"][1]] in ticket["reprint"]
    assert ticket["shops"] == [{"makes": "panels", "name": "Wide", "contact": ""}]
    code, value = told(capsys, kept.root, "catalogue", "--printer", "zine")
    assert (code, value["items"][0]["how"]) == (0, "other-printer")
    assert {(e.how, e.printer) for e in history.read(kept.root)[0] if isinstance(e, Reprint)} == {
        ("rebuilt", "wide"), ("rebuilt", "zine"),
    }  # fmt: skip


@pytest.mark.parametrize("limit", [2.5, 0.01])
def test_another_intent_is_told_in_colours_and_refused_where_they_would_be_seen(
    kept: Kept, limit: float, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A coarse copy of FOGRA39 is 0.1 away on average: what is refused is tried with a lower limit."""
    monkeypatch.setattr(printer, "MOST_MEAN", limit)
    kept.project.write("profiles/other.icc", small_profile())
    add_shop(kept, "wide: {makes: panels, condition: Other, profile: profiles/other.icc, min_ppi: 36, warn_ppi: 36}")
    code, value = told(capsys, kept.root, "coal", "--printer", "wide")
    [item] = value["items"]
    assert code == (0 if limit == 2.5 else 1)
    words = item["proven"][1] if code == 0 else item["faults"][0]["message"]
    assert "inside the trim colours are apart by 0.1 on average, 95 % by less than 0." in words
    assert "(CIEDE2000 from each paper's white, the worst page)" in words
    assert ("0.01 and 5 are the limits" in words) == bool(code)
    assert bool(given(kept.root)) == (not code)


def test_a_press_on_which_the_text_cannot_be_read_is_refused_by_its_finding(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.project.write("profiles/pale.icc", small_profile(lighter=20))
    add_shop(kept, "wide: {makes: panels, condition: Pale, profile: profiles/pale.icc, min_ppi: 36, warn_ppi: 36}")
    code, value = told(capsys, kept.root, "coal", "--printer", "wide")
    assert (code, {f["id"] for f in value["items"][0]["faults"]}) == (1, {"legible/contrast"})
    assert not given(kept.root)


def test_what_differs_inside_the_trim_is_not_given_out(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    add_shop(kept, "wide: {makes: panels, bleed_mm: 3, min_ppi: 36, warn_ppi: 36}")
    lose(kept, "sources/styles/own.css")
    kept.project.write("styles/own.css", ".lead { letter-spacing: 0.2em }\n")
    code, value = told(capsys, kept.root, "coal", "--printer", "wide")
    [item] = value["items"]
    assert code == 1
    assert "prints something else inside the trim" in item["faults"][0]["message"]
    assert [d["what"] for d in item["differences"]] == ["styles/own.css"]
    assert not given(kept.root)
