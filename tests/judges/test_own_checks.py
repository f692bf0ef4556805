"""The sample before our own checks: nothing but what is still to come is told, and every check that applies looked at something.

What is still to come is read here from the project's files as they stand in YAML and Markdown, not as the program reads them.
"""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from tests.support import press

from panelpress.preflight.profiles import load_profile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.press import Project

pytestmark = pytest.mark.slow

NOTHING_TO_SEE = {
    "page/creep": "the paper's caliper is not known",
    "page/spine": "the book is stitched, and has no back",
    "page/hinge": "… nor glue",
    "text/spine": "… nor lettering on it",
    "image/bitmap-resolution": "there are no bitmaps",
    "ink/blend-space": "nothing is transparent",
    "ink/intent-twice": "no colour is calibrated",
    "ink/icc-overprint": "… nor overprints so",
    "ink/black-line": "rules are grey or in colour",
    "ink/grey-line": "… and none is black in DeviceGray",
    "ink/white-overprint": "no text is white",
    "ink/white-path": "no area is white",
    "ink/spot-described": "there are no spot inks",
    "ink/spot-names": "… none",
    "ink/spot-suffix": "… none",
    "ink/spot-alike": "… none",
    "text/fitted": "no panel asks to be fitted",
    "layout/variable": "no panel has a strip that changes from town to town",
    "code/decodes": "no panel has a `link:`, the book has no `isbn:` yet",
    "code/isbn": "… none",
    "code/mirrored": "… none",
    "code/ink": "… none",
    "code/quiet-zone": "… none",
    "code/size": "… none",
    "document/transparency": "PDF/X-4 may be transparent",
    "document/syntax": "PDF/X-4 may keep objects in streams",
    "rights/term": "the captions say nothing of rights: the pictures are the project's own",
    "rights/territory": "… nothing",
    "rights/media": "… nothing",
    "rights/print-run": "… nothing",
    "rights/consent": "… nothing",
}
"""What no item of the sample has, and which checks therefore look at nothing."""

ONLY_A_BOOK = {
    "page/size-uniform": "a panel is one page",
    "page/imprint": "a panel has no imprint",
    "text/gutter": "a panel is not bound",
    "text/planned-pages": "a panel's text has one page to end on",
}
NO_RULES = dict.fromkeys(("ink/hairline", "ink/thin-white-line", "ink/multi-ink-line"), "no rule is drawn on it")
ONE_LINE = dict.fromkeys(("setting/hyphens", "setting/last-line", "setting/widow"), "its texts are single lines")
OF_ITS_OWN = {
    "catalogue": {"legible/height": "a book is held in the hand"},
    "title": ONLY_A_BOOK,
    "photographer": ONLY_A_BOOK,
    "durham": ONLY_A_BOOK | NO_RULES,
    "num": ONLY_A_BOOK | NO_RULES,
    "underground": ONLY_A_BOOK | NO_RULES,
    "brothers": ONLY_A_BOOK | NO_RULES,
    "bif": ONLY_A_BOOK | NO_RULES,
    "above-ground": ONLY_A_BOOK | NO_RULES | ONE_LINE,
    "headframe": ONLY_A_BOOK
    | NO_RULES
    | ONE_LINE
    | dict.fromkeys(("legible/alignment", "legible/leading", "legible/measure"), "its texts are single lines"),
}
"""What one item has not that another has."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample exhibition, built: by whoever needs it first."""
    return press.project(press.once(tmp_path_factory, "built-sample", press.sample_built))


def built(sample: Project) -> list[dict[str, Any]]:
    """Return what the build said of each item."""
    items: list[dict[str, Any]] = json.loads((sample.root / "report.json").read_text("utf-8"))["items"]
    return items


@functools.cache
def checked(root: Path, *names: str) -> list[dict[str, Any]]:
    """Return what `panelpress check` says of each item or file named; it must end well."""
    ran = press.run("check", "-C", root, *names, "--json")
    assert ran.code == 0, ran.err
    items: list[dict[str, Any]] = json.loads(ran.out)["items"]
    return items


def told(item: dict[str, Any]) -> Counter[tuple[str, str, str]]:
    """Return every finding of an item: check, level, message."""
    return Counter((c["id"], f["level"], f["message"]) for c in item["checks"] for f in c["findings"])


def looked(item: dict[str, Any]) -> set[str]:
    return {check["id"] for check in item["checks"] if check["examined"]}


def head(path: Path) -> dict[str, Any]:
    """Return the front matter of a Markdown file."""
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    return found


def still_to_come(root: Path) -> dict[str, Counter[tuple[str, str, str]]]:
    """Return the notes each item must have: one for each stand-in and for each text still to be supplied."""
    said = yaml.safe_load((root / "catalogue.yml").read_text("utf-8"))
    photos = yaml.safe_load((root / "photos/captions.yml").read_text("utf-8"))["photos"]
    missing = {id for id, photo in photos.items() if photo.get("status") == "stand-in"}
    pictures: dict[str, list[str]] = {}
    texts: dict[str, list[str]] = {}
    for name in said["panels"]:
        key = name.partition("-")[2]
        path = root / f"panels/{name}.md"
        placed = re.findall(r"!\[[^\]]*\]\(([\w-]+)\)", path.read_text("utf-8"))
        pictures[key] = [id for id in placed if id in missing]
        texts[key] = head(path).get("to_be_supplied", [])
    files = {name.partition("-")[2]: root / f"panels/{name}.md" for name in said["panels"]}
    plan = said["catalogue"]["flat_plan"]
    shown = [e["photo"] for e in plan if e["kind"] in {"plate", "title"} and "photo" in e]
    shown += [
        pictures[e["panel"]][0] for e in plan if e["kind"] == "text" and e.get("pages", 1) > 1
    ]  # it opens with one
    pictures["catalogue"] = [id for id in shown if id in missing]
    printed = [files[e["panel"]] for e in plan if e["kind"] == "text" and e.get("language", "en-GB") == "en-GB"]
    printed += [root / f"panels/{e['text']}.md" for e in plan if e["kind"] == "essay"]
    texts["catalogue"] = said["to_be_supplied"] + [
        line for path in printed for line in head(path).get("to_be_supplied", [])
    ]
    return {
        key: Counter(
            [
                ("image/stand-in", "note", f"photograph `{id}` has not come yet: a stand-in holds its place")
                for id in pictures[key]
            ]
            + [("text/to-be-supplied", "note", f"the text `{line}` is still to be supplied") for line in texts[key]]
        )
        for key in pictures
    }


def test_a_build_tells_what_is_still_to_come_and_nothing_else(sample: Project) -> None:
    assert {item["item"]: told(item) for item in built(sample)} == still_to_come(sample.root)
    assert {item["state"] for item in built(sample)} == {"ready"}


def test_checks_of_the_items_tell_what_is_still_to_come_and_nothing_else(sample: Project) -> None:
    items = checked(sample.root, *sample.files)
    assert {item["item"]: told(item) for item in items} == still_to_come(sample.root)


@pytest.mark.parametrize("profile", ["pdfx4", "gwg2022-digital"])
def test_the_files_alone_pass_whoever_judges(sample: Project, profile: str) -> None:
    """Without the order nobody knows of stand-ins; large format and sheetfed judge an A1 board as if it were read in the hand."""
    for item in checked(sample.root, *map(str, sample.files.values()), "--profile", profile):
        assert told(item) == Counter(), item["item"]


def test_every_check_that_applies_looked_at_something_in_every_item(sample: Project) -> None:
    """Builds see the layout and draw no plates, `check` draws plates and sees no layout: between them they see all."""
    awaited = still_to_come(sample.root)
    for made, item in zip(built(sample), checked(sample.root, *sample.files), strict=True):
        asked = {check["id"] for check in item["checks"]}
        idle = asked - looked(made) - looked(item)
        wanting = (
            {"text/to-be-supplied"}
            if not any(id == "text/to-be-supplied" for id, _, _ in awaited[item["item"]])
            else set()
        )
        assert idle == asked & {*NOTHING_TO_SEE, *OF_ITS_OWN[item["item"]], *wanting}, item["item"]


def test_every_item_is_judged_by_every_check_of_its_profile(sample: Project) -> None:
    for item in (*built(sample), *checked(sample.root, *sample.files)):
        profile = "catalogue-a5" if item["item"] == "catalogue" else "panel-a1"
        assert {c["id"] for c in item["checks"]} == {rule.check.id for rule in load_profile(profile).rules}
        assert not {c["state"] for c in item["checks"]} & {"crashed", "waived", "needs-review"}
