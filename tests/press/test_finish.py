"""The finisher: exact boxes, digests of what prints, marks and slug outside the bleed, what PDF/X-1a forbids."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.support import press
from tests.support.press import MM, PLAIN, THEME, encoded, facts_of, findings, one_item, small_page, small_recipe

from panelpress.ground.files import Cache
from panelpress.ground.geometry import Box, Edges
from panelpress.press.finish import slug_line
from panelpress.press.make import make
from panelpress.press.recipe import Job

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.facts.pdf import PageFacts, Shape

WORDS: Final = "<p>Coal, bread and song.</p>"
MARKED: Final[dict[str, Any]] = {"marks": "crop+registration", "slug": True}
JOB: Final = Job("a-job", "A title", "A maker", "© A maker", 1, date(2026, 11, 24), "en-GB")


def boxes(data: bytes) -> list[dict[str, tuple[float, ...]]]:
    """Every page's boxes in mm, as written on the page object itself."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            {
                str(key)[1:]: tuple(float(v) * MM / 72 for v in page.obj[key])
                for key in page.obj.keys()  # noqa: SIM118 - a PDF dictionary gives its keys by this method alone
                if str(key).endswith("Box")
            }
            for page in pdf.pages
        ]


def page_of(made: Any) -> PageFacts:
    (page,) = facts_of(made).pages
    return page


# -- boxes -----------------------------------------------------------------------------------------------------------

edge = st.floats(0, 25).map(lambda mm: round(mm, 2))


@settings(max_examples=12, deadline=None)
@given(top=edge, right=edge, bottom=edge, left=edge, marks=st.sampled_from(["none", "crop", "crop+registration"]))
def test_any_bleed_up_to_25_mm_an_edge_gives_exact_boxes_and_paint_up_to_them(
    top: float, right: float, bottom: float, left: float, marks: str
) -> None:
    bleed = Edges(top, right, bottom, left)
    corners = '<i style="position:absolute;left:0;top:0;width:7mm;height:5mm;background:device-cmyk(0 1 0 0)"></i>'
    made = small_page(corners, bleed=bleed, marks=marks, size=(100.0, 80.0))
    margin = 12 if marks != "none" else 0
    trim = (margin + left, margin + bottom, margin + left + 100, margin + bottom + 80)
    bled = (margin, margin, trim[2] + right, trim[3] + top)
    (found,) = boxes(made.data)
    assert set(found) == {"MediaBox", "BleedBox", "TrimBox"}
    assert found["TrimBox"] == pytest.approx(trim, abs=0.001)
    assert found["BleedBox"] == pytest.approx(bled, abs=0.001)
    assert found["MediaBox"] == pytest.approx((0, 0, bled[2] + margin, bled[3] + margin), abs=0.001)
    page = page_of(made)
    paper, corner = page.shapes[:2]
    assert paper.visible is not None
    near = pytest.approx((-left, -top, 100 + right, 80 + bottom), abs=0.01)
    assert (paper.visible.left, paper.visible.top, paper.visible.right, paper.visible.bottom) == near
    assert (corner.box.left, corner.box.top, corner.box.right, corner.box.bottom) == pytest.approx(
        (0, 0, 7, 5), abs=0.01
    )


def test_a_page_without_bleed_has_a_bleed_box_all_the_same() -> None:
    (found,) = boxes(small_page(WORDS, bleed=Edges.all(0)).data)
    assert found["BleedBox"] == found["TrimBox"] == found["MediaBox"]


def test_every_page_of_a_book_has_its_boxes() -> None:
    recipe = small_recipe('<p>One</p><p style="break-before: page">Two</p>', bleed=Edges(1, 2, 3, 4))
    found = boxes(make(replace(recipe, pages=2, laid_pages=2), Cache(None)).data)
    assert len(found) == 2
    assert found[0] == found[1]


# -- what a digest tells ---------------------------------------------------------------------------------------------


def digest_of(html: str = WORDS, css: str = "", **options: Any) -> str:
    return small_page(html, css, **options).content_digest


def test_the_content_digest_does_not_see_metadata() -> None:
    plain = small_page(WORDS, job=JOB)
    for changed in (
        replace(JOB, date=date(1984, 3, 6)),
        replace(JOB, title="Un título"),
        replace(JOB, creator="Someone else"),
        replace(JOB, rights="© Someone else"),
        replace(JOB, edition=7),
        replace(JOB, job="b-job"),
    ):
        other = small_page(WORDS, job=changed)
        assert other.content_digest == plain.content_digest, changed
        assert other.data != plain.data, changed


def test_the_content_digest_does_not_see_marks_or_slug() -> None:
    """They say what is printed; the trimmed page is the same."""
    assert digest_of(slug=True, marks="crop") == digest_of(slug=True, marks="crop+registration")


DIFFERENT: Final[dict[str, dict[str, Any]]] = {
    "a comma": {"html": WORDS.replace(",", "")},
    "a capital": {"html": WORDS.replace("bread", "Bread")},
    "a token of the theme": {"theme": THEME.replace(".04 .03 .08 0", ".04 .03 .09 0")},
    "a style": {"css": "p { font-size: 10.1pt }"},
    "bleed": {"bleed": Edges(3, 3, 3, 4)},
    "the size": {"size": (100.0, 80.5)},
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_the_content_digest_sees_whatever_prints_differently(what: str) -> None:
    assert digest_of(**DIFFERENT[what]) != digest_of()


PICTURE: Final = """\
---
title: One
layout: picture
---

![](one)
"""


def with_picture(folder: Path, *, level: int = 128, date_: str = "2026-11-24", title: str = "An exhibition") -> str:
    """Build a board with one picture, of which one pixel has a level; return its content digest."""
    picture = Image.new("L", (1200, 1600), 128)
    picture.putpixel((600, 800), level)
    catalogue = PLAIN.replace("2026-11-24", date_).replace("{en-GB: An exhibition}", title) + PRINTER
    root = press.write(
        folder,
        {
            "catalogue.yml": catalogue,
            "panels/01-one.md": PICTURE,
            "photos/captions.yml": "photos:\n  one: {file: one.png, title: One, credit: Nobody}\n",
            "photos/one.png": encoded(picture, "PNG"),
        },
    )
    result, _, _ = one_item(root)
    assert result.report.state == "ready", press.texts_of(findings(result))
    return result.report.content_digest


PRINTER: Final = "printers:\n  shop: {makes: panels, target_ppi: 72, warn_ppi: 36, min_ppi: 36}\n"


def test_one_pixel_changes_the_content_digest_and_the_date_does_not(tmp_path: Path) -> None:
    plain = with_picture(tmp_path / "a")
    assert with_picture(tmp_path / "b", date_="1984-03-06") == plain
    assert with_picture(tmp_path / "c", title="{en-GB: An exhibition, en: Another}") == plain
    assert with_picture(tmp_path / "d", level=255) != plain


def test_the_files_identifier_is_the_content_digest_and_the_same_twice() -> None:
    made = small_page(WORDS)
    assert facts_of(made).ids == (made.content_digest[:32], made.content_digest[:32])
    assert small_page(WORDS).data == made.data


# -- marks and slug --------------------------------------------------------------------------------------------------


def registered(page: PageFacts) -> list[Shape]:
    return [shape for shape in page.shapes if shape.paint.colour.registration]


@pytest.mark.parametrize(
    "bleed",
    [Edges.all(3), Edges(5, 12.5, 25, 3), Edges.all(0), Edges(0, 25, 0, 25)],
    ids=["3", "each", "none", "sides"],
)
@pytest.mark.parametrize("marks", ["crop", "crop+registration"])
def test_marks_and_slug_stand_outside_the_bleed_in_registration_colour(marks: str, bleed: Edges) -> None:
    page = page_of(small_page(WORDS, bleed=bleed, marks=marks, slug=True, size=(200.0, 150.0)))
    bled = Box(0, 0, 200, 150).grown(bleed)
    drawn = registered(page)
    assert len([s for s in drawn if s.kind == "stroke"]) == 8 + (12 if marks == "crop+registration" else 0)
    assert [s for s in drawn if s.kind == "fill"]  # the slug's letters
    for shape in drawn:
        space = shape.paint.colour.space
        assert (space.kind, space.colorants) == ("Separation", ("All",))
        assert shape.paint.colour.components == (1,)
        assert shape.box.overlap(bled) is None
        assert page.boxes.media.contains(shape.box)
    for shape in page.shapes:
        if shape not in drawn:
            assert shape.visible is None or bled.contains(shape.visible, 0.01)
    assert all(run.visible is None or bled.contains(run.visible) for run in page.texts)


def test_crop_marks_point_at_the_trim() -> None:
    bleed = Edges(5, 12.5, 25, 3)
    page = page_of(small_page(WORDS, bleed=bleed, marks="crop", size=(200.0, 150.0)))
    lines = [shape.box for shape in registered(page)]
    upright = sorted({round((b.left + b.right) / 2, 2) for b in lines if b.height > b.width})
    level = sorted({round((b.top + b.bottom) / 2, 2) for b in lines if b.width > b.height})
    assert upright == [0, 200]
    assert level == [0, 150]


def test_no_marks_are_drawn_where_the_printer_wants_none() -> None:
    assert registered(page_of(small_page(WORDS))) == []


def slug_of(job: Job, width: float) -> tuple[Box, list[Shape]]:
    """The slug line's box and the strokes of the marks."""
    page = page_of(small_page(WORDS, job=job, size=(width, 150.0), **MARKED))
    drawn = registered(page)
    letters = [shape.box for shape in drawn if shape.kind == "fill"]
    around = Box.around([p for b in letters for p in ((b.left, b.top), (b.right, b.bottom))])
    return around, [shape for shape in drawn if shape.kind == "stroke"]


def test_a_long_slug_shrinks_and_never_reaches_the_registration_target() -> None:
    short, _ = slug_of(replace(JOB, job="a"), 594)
    long, marks = slug_of(replace(JOB, job="-".join(["solidarity"] * 12)), 594)
    assert short.height == pytest.approx(7 * MM / 72, rel=0.5)  # 7 pt
    tight, tight_marks = slug_of(replace(JOB, job="-".join(["solidarity"] * 4)), 210)
    for box, strokes, width in ((long, marks, 594), (tight, tight_marks, 210)):
        assert box.left >= 2.9
        assert box.right <= width / 2 - 3
        assert all(stroke.box.overlap(box) is None for stroke in strokes)
    assert tight.height < short.height


def test_the_slug_says_job_item_edition_date_and_content() -> None:
    recipe = small_recipe(WORDS, job=JOB, **MARKED)
    made = make(recipe, Cache(None))
    assert slug_line(recipe, made.content_digest) == (
        f"a-job  ·  panel 1 small  ·  edition 1  ·  2026-11-24  ·  {made.content_digest[:16]}"
    )


# -- PDF/X-1a --------------------------------------------------------------------------------------------------------


def test_an_x1a_page_is_what_x1a_knows() -> None:
    facts = facts_of(small_page(WORDS, standard="pdf/x-1a", **MARKED))
    assert facts.version == "1.4"
    assert facts.info["GTS_PDFXVersion"] == "PDF/X-1a:2003"
    assert not facts.object_streams
    assert not any(page.groups or page.transparencies for page in facts.pages)
    assert {font.subtype for font in facts.fonts} == {"Type0/CIDFontType2"}  # TrueType: X-1a knows no OpenType programs
    assert "pdfxid:GTS_PDFXVersion" not in facts.xmp


def test_an_x4_page_says_so_in_both_places() -> None:
    facts = facts_of(small_page(WORDS))
    assert facts.version == "1.6"
    assert facts.info["GTS_PDFXVersion"] == facts.xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
    (intent,) = facts.intents
    assert intent.identifier == "FOGRA39"
    assert intent.registry == "http://www.color.org"


def board(folder: Path, standard: str, css: str) -> Path:
    return press.write(
        folder,
        {
            "catalogue.yml": PLAIN
            + f"styles: [own.css]\nprinters:\n  shop: {{makes: panels, standard: {standard}, target_ppi: 72, min_ppi: 36}}\n",
            "panels/01-one.md": "---\ntitle: One\nlayout: own\n---\n\nWords.\n",
            "photos/captions.yml": "photos: {}\n",
            "styles/own.css": css,
            **press.OWN_LAYOUT,
        },
    )


@pytest.mark.parametrize("css", ["h1 { opacity: .5 }", "p { color: device-cmyk(0 0 0 1 / .5) }"])
def test_x1a_refuses_what_shines_through_and_says_why(css: str, tmp_path: Path) -> None:
    result, _, _ = one_item(board(tmp_path, "pdf/x-1a", css))
    assert result.report.state == "rejected"
    found = [d for d in findings(result) if d.id == "document/transparency"]
    assert found, press.texts_of(findings(result))
    assert "page 1 uses transparency" in found[0].message
    assert "PDF/X-4" in found[0].help
    assert found[0].why


def test_x4_takes_what_shines_through(tmp_path: Path) -> None:
    result, _, _ = one_item(board(tmp_path, "pdf/x-4", "h1 { opacity: .5 }"))
    assert result.report.state == "ready", press.texts_of(findings(result))
