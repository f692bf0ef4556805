"""`panelpress photos`: what an editor is told of each picture, in words that can be acted on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest
from PIL import Image
from tests.support import press
from tests.support.press import coloured, encoded, grey_gamma, srgb

from panelpress.ground.files import digest_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

CATALOGUE: Final = """\
job: photos
title: Photographs
languages: [en-GB]
edition: {number: 1, date: 2026-11-25}
viewing_distance_m: 1.5
panels: [01-wide, 02-coarse, 03-tiny, 04-torn]
tour:
  - {venue: Redhills, country: United Kingdom, opens: 2027-03-01, closes: 2027-05-31}
  - {venue: La Paz, country: Bolivia, opens: 2027-08-01, closes: 2027-09-30}
catalogue:
  pages: 4
  print_run: 1000
  flat_plan:
    - {kind: title}
    - {kind: plate, photo: wide}
    - {kind: plate, photo: late}
    - {kind: colophon}
"""
CAPTIONS: Final = """\
photos:
  wide:
    file: wide.jpg
    title: Wide
    credit: © Somebody
    alt: A wide picture.
    rights:
      note: letter of 3 May
      expires: 2027-08-31
      territory: [United Kingdom]
      media: [panels]
      print_run: 500
      consent: asked
  coarse: {file: coarse.png, title: Coarse, credit: Nobody, alt: Coarse., rights: given in a letter}
  tiny: {file: tiny.tif, title: Tiny, alt: Tiny., rights: ours}
  torn: {file: torn.jpg, title: Torn, credit: Nobody, alt: Torn., rights: ours}
  late: {status: awaited, title: Late}
  again: {file: again.jpg, title: Again, credit: Nobody, alt: The same again., rights: ours}
"""


def _write(folder: Path) -> None:
    wide = coloured(3200, 2400, 3)
    grey = Image.fromarray(np.asarray(coloured(2400, 1800, 4).convert("L")))
    torn = encoded(coloured(800, 600, 5), "JPEG")
    press.write(
        folder,
        {
            "catalogue.yml": CATALOGUE,
            "photos/captions.yml": CAPTIONS,
            "photos/wide.jpg": encoded(wide, "JPEG", quality=90, icc_profile=srgb()),
            "photos/again.jpg": encoded(wide.resize((1600, 1200)), "JPEG", quality=85, icc_profile=srgb()),
            "photos/coarse.png": encoded(grey, "PNG", icc_profile=grey_gamma(2.2)),
            "photos/tiny.tif": encoded(coloured(800, 600, 6), "TIFF"),
            "photos/torn.jpg": torn[: len(torn) // 2],
            "photos/forgotten.jpg": encoded(coloured(90, 60, 7), "JPEG"),
            **{
                f"panels/{n:02d}-{id}.md": f"---\ntitle: {id}\nlayout: wall\n---\n\n![]({id})\n"
                for n, id in enumerate(("wide", "coarse", "tiny", "torn"), 1)
            },
            "styles/templates/panel/wall.yml": WALL_YML,
            "styles/templates/panel/wall.html": WALL_HTML,
        },
    )
    before = {path.name: digest_file(path) for path in (folder / "photos").iterdir()}
    ran = press.run("photos", "-C", folder, "--json")
    shown = press.run("photos", "-C", folder)
    said = {"code": ran.code, "out": ran.out, "err": ran.err, "shown": shown.out, "told": shown.err, "before": before}
    (folder / "ran.json").write_text(json.dumps(said))


WALL_YML: Final = """\
size: [594, 841]
frames:
  title: {left: 36, top: 42, width: 522, height: 60}
  folio: {left: 36, top: 809, width: 390, height: 14}
  number: {left: 470, top: 809, width: 88, height: 14}
slots:
  - {left: 0, top: 120, width: 600, height: 450, caption: {gap: 6, width: 522, height: 40}}
"""
WALL_HTML: Final = """\
{% extends "panel/board.html" %}
{% block content %}{% call frame(page, "title") %}{{ line(text.title, "h1", "small") }}{% endcall %}{% endblock %}
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = press.once(tmp_path_factory, "photos-told", _write)
    return folder, json.loads((folder / "ran.json").read_text("utf-8"))


@pytest.fixture
def photos(ran: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return {row["id"]: row for row in json.loads(ran[1]["out"])["photos"]}


def ids(row: dict[str, Any]) -> set[str]:
    return {finding["id"] for finding in row["findings"]}


def test_too_few_pixels_are_told_in_pixels_millimetres_and_metres(photos: dict[str, Any]) -> None:
    """2400 px on 600 mm: 101.6 ppi, good for 406 mm at 150 ppi, sharp from 2.9 m (GWG: 299 / ppi)."""
    (found,) = [f for f in photos["coarse"]["findings"] if f["id"] == "photo/resolution"]
    assert found["level"] == "warning"
    assert "needs 3543 px across on panel 2 coarse, has 2400: prints to 406 mm, or stand 2.9 m away" in found["message"]
    assert "no wider than 406 mm" in found["help"]
    assert (found["measured"], found["required"]) == ("102 ppi", "at least 150 ppi")


def test_far_too_few_are_an_error_and_the_worst_stands_first(
    photos: dict[str, Any], ran: tuple[Path, dict[str, Any]]
) -> None:
    (found,) = [f for f in photos["tiny"]["findings"] if f["id"] == "photo/resolution"]
    assert found["level"] == "error"
    assert set(list(photos)[:2]) == {"tiny", "torn"}
    assert ran[1]["code"] == 1


def test_the_largest_honest_size_is_told_for_panel_and_book(photos: dict[str, Any]) -> None:
    honest = photos["coarse"]["honest_mm"]
    assert honest["panel"] == pytest.approx([406.4, 304.8], abs=0.1)  # 150 ppi
    assert honest["book"] == pytest.approx([148, 111], abs=0.1)  # no larger than the page


def test_a_torn_picture_has_a_row_with_what_to_do(photos: dict[str, Any]) -> None:
    assert photos["torn"]["facts"] is None
    assert "picture/torn" in ids(photos["torn"])


def test_colour_state_profile_and_depth_are_told(photos: dict[str, Any]) -> None:
    assert photos["coarse"]["facts"]["chroma"] == "none"
    assert photos["wide"]["facts"]["chroma"] == "colour"
    assert photos["wide"]["facts"]["profile"]
    assert "picture/untagged" in ids(photos["tiny"])
    assert photos["coarse"]["black"] == "black ink alone"


def test_rights_are_held_against_tour_use_and_print_run(photos: dict[str, Any]) -> None:
    assert {id for id in ids(photos["wide"]) if id.startswith("rights/")} == {
        "rights/term", "rights/territory", "rights/media", "rights/print-run", "rights/consent",
    }  # fmt: skip
    assert not {id for id in ids(photos["coarse"]) if id.startswith("rights/")}
    said = photos["wide"]["rights"]
    for words in ("letter of 3 May", "until 2027-08-31", "United Kingdom", "for panels", "500 copies", "consent asked"):
        assert words in said


def test_missing_words_are_named(photos: dict[str, Any]) -> None:
    (found,) = [f for f in photos["tiny"]["findings"] if f["id"] == "photo/words"]
    assert "has no credit" in found["message"]
    assert "`credit:`" in found["help"]
    assert photos["late"]["status"] == "awaited"


def test_unused_files_and_doubles_are_found(ran: tuple[Path, dict[str, Any]], photos: dict[str, Any]) -> None:
    report = json.loads(ran[1]["out"])
    assert report["unused_files"] == ["forgotten.jpg"]
    (double,) = [f for f in report["findings"] if f["id"] == "photo/duplicate"]
    assert "`wide`" in double["message"]
    assert "`again`" in double["message"]
    assert "photo/unplaced" in ids(photos["again"])


def test_the_table_fits_a_terminal_and_the_rest_goes_to_stderr(ran: tuple[Path, dict[str, Any]]) -> None:
    table, told = ran[1]["shown"], ran[1]["told"]
    assert max(len(line) for line in table.splitlines()) <= 100  # the tests' terminal
    assert "102/150" in table
    assert "panel 406×305" in table
    assert "stand 2.9 m away" in told
    assert "Contact sheet: out/photos.html" in told


def test_the_contact_sheet_stands_alone(ran: tuple[Path, dict[str, Any]]) -> None:
    page = (ran[0] / "out/photos.html").read_text("utf-8")
    assert page.count("data:image/jpeg;base64,") == 4  # torn and late have none
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "© Somebody" in page


def test_no_command_touches_an_original(ran: tuple[Path, dict[str, Any]]) -> None:
    folder, said = ran
    press.run("build", "-C", folder)
    assert {path.name: digest_file(path) for path in (folder / "photos").iterdir()} == said["before"]


def test_what_was_surveyed_is_not_decoded_again(ran: tuple[Path, dict[str, Any]]) -> None:
    """The second run says the same from what the first one kept; a picture replaced is looked at anew."""
    folder, said = ran
    assert press.run("photos", "-C", folder, "--json").out == said["out"]
    kept = sorted((folder / "out/cache").rglob("*"))
    press.run("photos", "-C", folder, "--json")
    assert sorted((folder / "out/cache").rglob("*")) == kept
