"""`panelpress check --annotate`: where the copies go, and what becomes of a file that cannot be marked."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from tests.support.goodpdf import good_pdf

from panelpress.cli import run
from panelpress.inspect.reader import read_pdf
from panelpress.report.shape import adapter

if TYPE_CHECKING:
    from pathlib import Path


def broken(**save: Any) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.CropBox = pdf.pages[0].obj.TrimBox

    return good_pdf(change, **save)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/a.pdf").write_bytes(broken())
    (tmp_path / "in/deep/A.PDF").write_bytes(broken())
    return tmp_path


def judged(*words: str) -> int:
    return run(["check", "--only", "page", *words])


def test_one_file_goes_where_it_was_asked_to(folder: Path) -> None:
    assert judged(str(folder / "in/a.pdf"), "--annotate", str(folder / "out.pdf")) == 1
    facts = read_pdf(folder / "out.pdf", raster=False)
    assert [a.subtype for a in facts.pages[0].annotations] == ["Square"]
    assert (folder / "in/a.pdf").read_bytes() == broken()


def test_a_folder_takes_many_and_their_names_say_what_they_are(folder: Path) -> None:
    judged(str(folder / "in"), "--annotate", f"{folder / 'out'}/")
    assert sorted(p.name for p in (folder / "out").iterdir()) == ["a-annotated.pdf", "deep-A-annotated.pdf"]


def test_many_files_cannot_go_into_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judged(str(folder / "in"), "--annotate", str(folder / "out.pdf")) == 2
    assert "2 files cannot all be annotated in" in " ".join(capsys.readouterr().err.split())
    assert not (folder / "out.pdf").exists()


def test_a_file_is_never_written_over_by_its_copy(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "in/a.pdf"
    assert judged(str(path), "--annotate", str(path)) == 2
    assert "is the file that is checked" in capsys.readouterr().err
    assert path.read_bytes() == broken()


def test_the_report_is_given_also_where_no_copy_can_be_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = pikepdf.open(io.BytesIO(broken()))
    pdf.save(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="x", user=""))
    code = judged(str(folder / "locked.pdf"), "--json", "--annotate", str(folder / "out.pdf"))
    told = capsys.readouterr().out
    adapter().validate_json(told)
    report = json.loads(told)
    assert code == 2
    assert report["items"][0]["checks"]
    assert [d["id"] for d in report["remarks"]] == ["annotate/locked"]


def test_html_shows_the_pages_and_json_stays_small(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    judged(str(folder / "in/a.pdf"), "--format", "html")
    assert b"data:image/jpeg;base64," in capsysbinary.readouterr().out
    judged(str(folder / "in/a.pdf"), "--json")
    assert b"base64" not in capsysbinary.readouterr().out


def test_a_verdict_by_some_checks_calls_nothing_fit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "good.pdf").write_bytes(good_pdf())
    assert judged(str(folder / "good.pdf")) == 0
    assert "Nothing wrong by the checks asked for: 1 file" in capsys.readouterr().err
