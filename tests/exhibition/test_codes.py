"""An ISBN and a web address are refused where they are wrong, with their line: nobody sees in a code that it leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.project import Project, small_project

from panelpress.exhibition.codes import check_figure, isbn_figures, readable, sound_isbn, web_address
from panelpress.ground.diagnostics import PanelpressError

if TYPE_CHECKING:
    from pathlib import Path

BOOK, COAL, LINK = "catalogue.yml", "panels/01-coal.md", "https://www.example.org/coal"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small_project(tmp_path / "exhibition")


def with_isbn(project: Project, isbn: str, last: str = "{kind: back}") -> Project:
    project.edit(BOOK, "  pages: 4\n", f"  pages: 4\n  isbn: {isbn}\n")
    project.edit(BOOK, "{kind: works}", last)
    return project


def with_link(project: Project, link: str) -> Project:
    project.edit(COAL, "title: Coal\n", f"title: Coal\nlink: {link}\n")
    return project


@pytest.mark.parametrize("isbn", ["978-3-16-148410-0", "9783161484100", "978 0 306 40615 7", "979-10-90636-07-1"])
def test_an_isbn_is_kept_as_its_agency_writes_it(project: Project, isbn: str) -> None:
    book = with_isbn(project, isbn).load().catalogue
    assert book is not None
    assert book.isbn == isbn


@pytest.mark.parametrize(
    ("isbn", "what"),
    [
        ("978-3-16-148410-1", "must end in 0 if its other figures are right"),
        ("978-3-16-148401-0", "must end in"),
        ("3-16-148410-X", "is now 978-3-16-148410-0"),
        ("0306406152", "is now 978-0306406157"),
        ("0-306-40615-3", "begins with 978 or 979"),
        ("977-3-16-148410-7", "begins with 978 or 979"),
        ("978-3-16-148410", "must be an ISBN of 13 figures"),
        ("978--3-16-148410-0", "must be an ISBN of 13 figures"),
        ("ISBN 978-3-16-148410-0", "must be an ISBN of 13 figures"),
    ],
)
def test_a_wrong_isbn_is_refused_with_its_line_and_what_to_do(project: Project, isbn: str, what: str) -> None:
    found = with_isbn(project, isbn).only_problem()
    assert found.span is not None
    assert (found.id, found.span.file, found.span.line) == ("config/value", BOOK, 13)
    assert what in found.message
    assert found.help


def test_an_isbn_without_a_back_to_stand_on_is_refused(project: Project) -> None:
    found = with_isbn(project, "978-3-16-148410-0", "{kind: works}").only_problem()
    assert found.span is not None
    assert (found.id, found.span.line) == ("config/isbn", 13)
    assert "kind: back" in found.help


@given(st.from_regex(r"97[89][0-9]{9}", fullmatch=True))
def test_one_wrong_figure_or_two_exchanged_neighbours_are_seen(twelve: str) -> None:
    figures = twelve + str(check_figure(twelve))
    assert sound_isbn(figures) == figures
    for place in range(3, 13):
        wrong = figures[:place] + str((int(figures[place]) + 1) % 10) + figures[place + 1 :]
        with pytest.raises(ValueError, match="must end in"):
            sound_isbn(wrong)


def test_what_the_barcode_says_is_the_isbn_without_its_hyphens() -> None:
    assert isbn_figures("978-3-16-148410-0") == "9783161484100"


@pytest.mark.parametrize(
    "link", [LINK, "https://example.org", "https://example.org:8443/a?b=c&d=%20#e", "HTTPS://EXAMPLE.ORG/A"]
)
def test_a_link_is_kept_letter_by_letter(project: Project, link: str) -> None:
    said = with_link(project, f'"{link}"').load().panels[0].text().link
    assert said is not None
    assert (said.address, said.span.file, said.span.line) == (link, COAL, 3)


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("http://www.example.org", "must begin with `https://`"),
        ("www.example.org/coal", "must begin with `https://`"),
        ("https://localhost", "must be a web address"),
        ("https://www.example.org/two words", "without spaces and accented letters"),
        ("https://www.example.org/carbón", "without spaces and accented letters"),
        ("https://www.example.org/<b>", "must be a web address"),
    ],
)
def test_a_link_that_no_telephone_opens_is_refused_with_its_line(project: Project, link: str, what: str) -> None:
    found = with_link(project, link).only_problem()
    assert found.span is not None
    assert (found.id, found.span.file, found.span.line) == ("config/value", COAL, 3)
    assert what in found.message
    assert found.help


def test_an_essays_link_is_not_dropped_without_a_word(project: Project) -> None:
    project.write("panels/foreword.md", f"---\ntitle: Foreword\nlink: {LINK}\n---\n\nWords.\n")
    project.edit(BOOK, "{kind: works}", "{kind: essay, text: foreword}")
    found = project.only_problem()
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("panels/foreword.md", 3)


def test_the_second_language_of_a_board_cannot_have_a_code_of_its_own(project: Project) -> None:
    project.edit(COAL, "title: Coal\n", f"title: Coal\nlayout: bilingual\nlink: {LINK}\n")
    spanish = "---\ntitle: Carbón\nlink: {}\n---\n\nAquí se cortaba carbón.\n"
    project.write("panels/01-coal.es.md", spanish.format(LINK))
    assert project.problems() == ()
    project.write("panels/01-coal.es.md", spanish.format(LINK + "/es"))
    with pytest.raises(PanelpressError) as refused:
        project.load()
    (found,) = refused.value.diagnostics
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("panels/01-coal.es.md", 3)


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("https://www.example.org/", "www.example.org"),
        ("https://www.example.org/coal/", "www.example.org/coal/"),
        ("HTTPS://example.org/a?b", "example.org/a?b"),
    ],
)
def test_people_read_an_address_without_what_telephones_add(address: str, read: str) -> None:
    assert readable(web_address(address)) == read
