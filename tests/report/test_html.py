"""The HTML report: findings on their pages, plates, no scripts, nothing from elsewhere."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from tests.report.made import ACCEPTED, SHEET, found, item, outcome, report

from panelpress.facts.look import PageLook
from panelpress.facts.pdf import Plate
from panelpress.ground.diagnostics import Level, Origin, Place
from panelpress.ground.geometry import Box, Edges
from panelpress.report import html

if TYPE_CHECKING:
    from panelpress.report.model import ItemReport

_VOID = {"meta", "image", "rect", "circle", "line"}


class _Balanced(HTMLParser):
    """Notes elements that are not closed as they were opened, and all ids and links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.links += [told["href"] or ""] if tag == "a" else []
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag, attrs

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)


def marked(page: str) -> ET.Element:
    """Return the first page drawn."""
    drawn = re.search(r'<svg class="page".*?</svg>', page, re.DOTALL)
    assert drawn
    return ET.fromstring(drawn.group(0))


def boxes(svg: ET.Element, name: str) -> list[tuple[float, ...]]:
    return [
        tuple(float(r.get(k, "")) for k in ("x", "y", "width", "height"))
        for r in svg.iter("rect")
        if r.get("class") == name
    ]


def full() -> ItemReport:
    many = [found("ink/rgb", message="a <b>line", place=Place("a.pdf", 2, Box(n, 5, n + 1, 6))) for n in range(200)]
    settled = dataclasses.replace(found(accepted=ACCEPTED), level=Level.NOTE)
    return item(outcome(*many), outcome(found("page/crop", place=Place("a.pdf", 3))), outcome(settled), looks=40)


def test_every_link_leads_somewhere_and_every_element_is_closed() -> None:
    parser = _Balanced()
    parser.feed(html.page(report(full(), dataclasses.replace(full(), key="b"))))
    assert not parser.wrong
    assert not parser.open
    assert len(parser.ids) == len(set(parser.ids))
    assert {link[1:] for link in parser.links} <= set(parser.ids)
    assert any(link.endswith("-f1") for link in parser.links)


def test_nothing_runs_and_nothing_is_fetched() -> None:
    page = html.page(report(full()))
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert "url(" not in page
    assert "<b>line" not in page, "a PDF's words are no markup"


def test_a_finding_is_drawn_where_it_is() -> None:
    svg = marked(html.page(report(item(outcome(found()), looks=1))))
    assert boxes(svg, "error") == [(13, 23, 50, 50)], "the sheet begins 3 mm outside the trim"
    assert boxes(svg, "trim") == [(3, 3, 148, 210)]
    assert [text.text for text in svg.iter("text")][-1] == "1"


@pytest.mark.parametrize(
    ("rotate", "box"),
    [(90, (143, 13, 50, 50)), (180, (91, 143, 50, 50)), (270, (23, 91, 50, 50))],
)
def test_a_finding_turns_with_its_page(rotate: int, box: tuple[float, ...]) -> None:
    made = item(outcome(found()), looks=1)
    made = dataclasses.replace(made, looks=(dataclasses.replace(made.looks[0], rotate=rotate),))
    svg = marked(html.page(report(made)))
    assert boxes(svg, "error") == [box]


def test_the_safe_area_is_drawn_where_it_is_known() -> None:
    made = item(outcome(found()), looks=1, safe=Edges(5, 6, 7, 8))
    assert boxes(marked(html.page(report(made))), "safe") == [(11, 8, 134, 198)]


def test_pages_with_findings_are_large_and_all_others_in_the_strip() -> None:
    page = html.page(report(full()))
    large, strip = page.index('class="large"'), page.index('class="strip"')
    shown = [int(n) for n in re.findall(r'<figure id="a.pdf-p(\d+)"', page[large:strip])]
    assert shown == [2, 3], "page 1 has only a note"
    assert len(re.findall("<figure ", page)) == 40


def test_a_page_full_of_marks_stays_readable() -> None:
    page = html.page(report(full()))
    svg = next(d for d in re.findall(r'<svg class="page".*?</svg>', page, re.DOTALL) if "dense" in d)
    assert len(boxes(ET.fromstring(svg), "error")) == 80
    assert svg.count("<circle") == 1


def test_plates_are_shown_with_what_they_cover() -> None:
    plates = (Plate("Cyan", 0.0), Plate("Black", 0.256, b"jpeg"), Plate("Gold & co", 0.0004, b"jpeg"))
    look = PageLook(1, b"jpeg", SHEET, Box(0, 0, 148, 210), SHEET, plates=plates)
    page = html.page(report(dataclasses.replace(item(state="ready"), looks=(look,))))
    told = page[page.index('class="plates"') :]
    for words in ("Cyan 0\u00a0%", "Black 26\u00a0%", "Gold &amp; co under 0.1\u00a0%"):
        assert words in told
    assert told.count("<image") == 2


def test_what_is_accepted_stands_apart_and_says_why() -> None:
    page = html.page(report(full()))
    apart = page[page.index("Accepted: told, and not counted") :]
    assert "Accepted by Ana Choque because “the only print there is”, until 2027-05-31; else an error." in apart
    assert "What to do" not in apart


def test_a_finding_names_the_file_line_and_phrase() -> None:
    origin = Origin("panels/03-num.md", 12, "A band <walked>")
    page = html.page(report(item(outcome(found(origin=origin)))))
    assert "<code>panels/03-num.md</code>, line 12: “A band &lt;walked&gt;”" in page


def test_a_report_without_pictures_has_no_legend() -> None:
    assert 'class="legend"' not in html.page(report(item(outcome(found()))))
    assert 'class="legend"' in html.page(report(item(outcome(found()), looks=1)))
