"""A whole build with pictures that cannot be printed: each rejects its own item in clear words, and the others are made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from PIL import Image
from tests.press.test_pictures import FRAMES, JPEG, PNG, deep_tiff, png_header, quarters, with_alpha
from tests.support import press
from tests.support.press import encoded, grey_ramp

from panelpress.ground.files import digest_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TURNED: Final = Image.Exif()
TURNED[0x0112] = 8

BAD: Final[dict[str, tuple[str, bytes, str]]] = {
    "cut": ("cut.jpg", JPEG[: len(JPEG) // 2], "damaged"),
    "mended": ("mended.jpg", JPEG[: len(JPEG) // 2] + b"\xff\xd9", "damaged"),
    "empty": ("empty.jpg", b"", "empty file"),
    "flat": ("flat.png", png_header(100, 0), "photos/flat.png"),
    "moving": ("moving.png", encoded(FRAMES[0], "PNG", save_all=True, append_images=FRAMES[1:]), "3 frames"),
    "pages": ("pages.tif", encoded(FRAMES[0], "TIFF", save_all=True, append_images=FRAMES[1:]), "3 pages"),
    "giant": ("giant.png", png_header(20_000, 15_000), "300 megapixels"),
    "glass": ("glass.png", encoded(with_alpha(100), "PNG"), "see-through"),
    "letter": ("letter.jpg", b"Dear editor, the photograph follows.", "text, not a picture"),
    "lab": ("lab.tif", encoded(Image.new("LAB", (90, 60)), "TIFF"), "LAB"),
}
GOOD: Final = {
    "plain": ("plain.jpg", JPEG),
    "drawn": ("drawn.png", PNG),
    "deep": ("deep.tif", deep_tiff(1, press.pixels(grey_ramp()).astype("uint16") * 257)),
    "inked": ("inked.jpg", encoded(Image.new("CMYK", (240, 160), (200, 120, 40, 20)), "JPEG")),
    "turned": ("turned.jpg", encoded(quarters().resize((240, 120)), "JPEG", exif=TURNED)),
}


def _write(folder: Path) -> None:
    names = [*BAD, *GOOD]
    files = {id: file for id, (file, _, _) in BAD.items()} | {id: file for id, (file, _) in GOOD.items()}
    panels = {
        f"panels/{n:02d}-{id}.md": f"---\ntitle: {id}\nlayout: picture\n---\n\n![]({id})\n"
        for n, id in enumerate(names, 1)
    }
    listed = ", ".join(path.removeprefix("panels/").removesuffix(".md") for path in panels)
    press.write(
        folder,
        {
            "catalogue.yml": press.PLAIN.replace("01-one", listed)
            + "printers:\n  shop: {makes: panels, target_ppi: 72, warn_ppi: 36, min_ppi: 36}\n",
            # nothing else is said of them, so that each file is also asked for its own fields
            "photos/captions.yml": "photos:\n" + "".join(f"  {id}: {{file: {file}}}\n" for id, file in files.items()),
            **panels,
            **{f"photos/{file}": data for file, data, _ in BAD.values()},
            **{f"photos/{file}": data for file, data in GOOD.values()},
        },
    )
    before = {path.name: digest_file(path) for path in (folder / "photos").iterdir()}
    ran = press.run("build", "-C", folder, "--json", "-j", "2")
    (folder / "ran.json").write_text(json.dumps({"code": ran.code, "out": ran.out, "err": ran.err, "before": before}))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Return the project and what the command answered."""
    folder = press.once(tmp_path_factory, "built-bad-pictures", _write)
    return folder, json.loads((folder / "ran.json").read_text("utf-8"))


def test_the_build_ends_with_findings_and_no_stack_trace(built: tuple[Path, dict[str, Any]]) -> None:
    _, ran = built
    assert ran["code"] == 1, ran["err"]
    for word in ("Traceback", "panelpress itself failed", "panelpress/fault"):
        assert word not in ran["err"] + ran["out"]


def _errors(item: dict[str, Any]) -> list[dict[str, Any]]:
    found = [*item["problems"], *(f for check in item["checks"] for f in check["findings"])]
    return [f for f in found if f["level"] == "error"]


@pytest.mark.parametrize("id", BAD)
def test_each_bad_picture_rejects_its_item_in_clear_words(id: str, built: tuple[Path, dict[str, Any]]) -> None:
    folder, ran = built
    file, _, words = BAD[id]
    (item,) = [i for i in json.loads(ran["out"])["items"] if i["item"] == id]
    assert item["state"] == "rejected"
    (found,) = _errors(item)
    assert found["id"].startswith("picture/")
    assert f"photograph `{id}` (photos/{file})" in found["message"]
    assert words in found["message"]
    assert found["help"]
    assert not list((folder / "out/press").glob(f"*{id}.pdf"))


@pytest.mark.parametrize("id", GOOD)
def test_the_others_are_made(id: str, built: tuple[Path, dict[str, Any]]) -> None:
    folder, ran = built
    (item,) = [i for i in json.loads(ran["out"])["items"] if i["item"] == id]
    assert item["state"] == "rejected" or list((folder / "out/press").glob(f"*{id}.pdf"))
    # small pictures on a large board: their resolution is all there may be to say
    assert {f["id"] for f in _errors(item)} <= {"image/resolution"}


def test_the_originals_are_as_they_were(built: tuple[Path, dict[str, Any]]) -> None:
    folder, ran = built
    assert {path.name: digest_file(path) for path in (folder / "photos").iterdir()} == ran["before"]
