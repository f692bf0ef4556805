"""YAML as people type it: nothing is turned into something else, and every problem is shown where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from panelpress.exhibition.shape import Words  # noqa: TC001 - pydantic reads the annotations at run time
from panelpress.ground.yamlsource import MOST_VALUES, read_yaml, salvage, source_value, validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from panelpress.ground.diagnostics import Diagnostic


class Inner(BaseModel):
    """A part of it."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)
    size: Annotated[float, Field(ge=0, le=25)] = 3
    """How large it is, mm"""
    name: Words = ""


class Outer(BaseModel):
    """A file as small as a test can do with."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)
    title: Words
    """What it is called"""
    number: int = 1
    switch: bool = False
    inner: Inner = Inner()
    many: tuple[Inner, ...] = ()
    words: dict[str, Words] = {}


def read(text: str) -> Mapping[str, object]:
    source = read_yaml(text, "file.yml")
    assert source.problems == ()
    assert isinstance(source.data, dict)
    return source.data


def problems(text: str) -> tuple[Diagnostic, ...]:
    return validate(read_yaml(text, "file.yml"), Outer)[1]


def only(text: str) -> Diagnostic:
    found = problems(text)
    assert len(found) == 1, [(d.id, d.message) for d in found]
    return found[0]


def underlined(found: Diagnostic) -> str:
    assert found.span is not None
    return found.span.text[found.span.column - 1 :][: found.span.length]


# -- scalars ---------------------------------------------------------------------------------------------------------

TYPED = """
12:30 no No NO yes Yes on off y n 0123 1.10 1e3 0o7 0x1F .5 +3 -0 00 007 1_000 12,5 2026-11-24 2026-11-24T10:00:00Z
true True TRUE false 1. .inf .nan -.inf 1.0e+6 190:20:30 = <<x 3/4 50% £19m c.1984 100,000
""".split()  # noqa: SIM905 - fifty quotation marks hide what is tested


@pytest.mark.parametrize("typed", TYPED)
def test_a_text_stays_what_was_typed(typed: str) -> None:
    """YAML 1.1 makes 750 of 12:30, false of no, 83 of 0123 and a date of a date."""
    value, found = validate(read_yaml(f"title: {typed}\nwords:\n  a: {typed}\n", "f"), Outer)
    assert found == ()
    assert value is not None
    assert value.title == typed
    assert value.words == {"a": typed}


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("+3", 3), ("-4", -4), ("0", 0), ("0123", 123), ("7.0", 7)])
def test_a_number_is_a_decimal_number(typed: str, number: int) -> None:
    value, _ = validate(read_yaml(f"title: x\nnumber: {typed}\n", "f"), Outer)
    assert value is not None
    assert value.number == number


@pytest.mark.parametrize("typed", ["12:30", "0o7", "0x1F", "1_0 0", "1.5", "twelve", "2026-11-24", "1e3"])
def test_what_is_no_whole_number_is_refused_as_it_was_typed(typed: str) -> None:
    found = only(f"title: x\nnumber: {typed}\n")
    assert found.message == f"`number` must be a whole number, not `{typed}`"
    assert underlined(found) == typed


@pytest.mark.parametrize(("typed", "means"), [("true", True), ("false", False), ("True", True), ("no", False)])
def test_a_switch_understands_what_people_write(typed: str, means: bool) -> None:  # noqa: FBT001
    value, _ = validate(read_yaml(f"title: x\nswitch: {typed}\n", "f"), Outer)
    assert value is not None
    assert value.switch is means


@pytest.mark.parametrize("typed", ["~", "null", ""])
def test_nothing_is_nothing_and_a_text_that_is_needed_says_so(typed: str) -> None:
    assert read(f"a: {typed}\n") == {"a": None}
    found = only(f"title: {typed}\n")
    assert found.message == "`title` has no value"
    assert found.help == "What it is called"


@pytest.mark.parametrize("tag", ["!!int", "!!float", "!!bool", "!!timestamp", "!!str"])
def test_tags_of_plain_values_change_nothing(tag: str) -> None:
    assert read(f"a: {tag} word\n") == {"a": "word"}


@pytest.mark.parametrize("typed", ["!!python/object:os.system word", "!Basta now", "!!binary aGVs", "!!set {a, b}"])
def test_a_text_that_begins_with_an_exclamation_mark_does_not_lose_its_first_word(typed: str) -> None:
    """YAML takes it for a tag: `title: !Basta now` would print as `now`."""
    (found,) = read_yaml(f"title: {typed}\n", "f").problems
    assert (found.id, found.message) == ("config/yaml", f"`{typed.split(maxsplit=1)[0]}` means nothing here")
    assert "in quotes" in found.help
    assert found.span is not None
    assert (found.span.line, found.span.column) == (1, 8)


def test_a_merge_key_brings_in_what_is_not_written_here() -> None:
    text = "a: &one {x: 1, y: 2}\nb: &two {y: 3, z: 4}\nc:\n  <<: [*one, *two]\n  x: 5\n"
    source = read_yaml(text, "f")
    assert source.problems == ()
    assert source.data["c"] == {"y": 2, "z": 4, "x": 5}
    assert source.span(("c", "z")).line == 2


@pytest.mark.parametrize("typed", ["word", "[word]", "[[a]]"])
def test_a_merge_key_of_no_group_is_named(typed: str) -> None:
    (found,) = read_yaml(f"a:\n  <<: {typed}\n", "f").problems
    assert found.message == "`<<` brings in another group of keys, and this is none"
    assert found.span is not None
    assert found.span.line == 2


def test_a_no_break_space_that_pretends_to_indent_is_shown() -> None:
    """Pasted from a web page it looks like any other, and the fault is noticed a line later."""
    (found,) = read_yaml("a:\n\u00a0\u00a0b: 1\n  c: 2\n", "f").problems
    assert "a no-break space" in found.message
    assert found.span is not None
    assert (found.span.line, found.span.column) == (2, 1)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("number: true", "`number` must be a whole number, not `true`"),
        ("number: " + "7" * 5000, "`number` must be a whole number, not `" + "7" * 60 + "…`"),
    ],
)
def test_a_switch_is_no_number_and_a_long_value_is_not_repeated(typed: str, message: str) -> None:
    assert only(f"title: x\n{typed}\n").message == message


def test_a_misspelt_key_is_not_said_to_be_missing_as_well() -> None:
    assert only("titel: a\n").help == "did you mean `title`?"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40))
def test_quoted_text_comes_back_whatever_it_is(text: str) -> None:
    quoted = text.replace("'", "''")
    source = read_yaml(f"title: '{quoted}'\n", "f")
    if source.problems:  # what YAML cannot hold at all is named
        assert "control character" in source.problems[0].message
    else:
        assert source.data == {"title": text}


# -- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_given_twice_is_refused_with_both_lines() -> None:
    found = only("title: a\nnumber: 1\ntitle: b\n")
    assert found.id == "config/duplicate-key"
    assert found.message == "key `title` is already given on line 1"
    assert found.span is not None
    assert (found.span.line, underlined(found)) == (3, "title")


def test_keys_that_are_quoted_or_deep_are_compared_too() -> None:
    assert only("title: a\n'title': b\n").id == "config/duplicate-key"
    assert only("title: a\nwords: {en: x, es: y, en: z}\n").message == "key `en` is already given on line 2"


def test_an_unknown_key_names_the_nearest_one() -> None:
    found = only("titel: a\ntitle: b\n")
    assert (found.id, found.message, found.help) == (
        "config/unknown-key",
        "unknown key `titel`",
        "did you mean `title`?",
    )
    assert underlined(found) == "titel"
    assert only("title: a\ninner: {sise: 3}\n").help == "did you mean `size`?"
    assert only("title: a\nmany:\n  - size: 3\n  - nam: x\n").help == "did you mean `name`?"


def test_a_missing_key_says_what_it_is_for() -> None:
    found = only("number: 1\n")
    assert (found.message, found.help) == ("`title` is missing", "add `title:` (What it is called)")


def test_a_key_must_be_a_word() -> None:
    assert only("title: x\n? [a, b]\n: c\n").message == "a key must be a plain word"


# -- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message", "word"),
    [
        ("inner: {size: 30}", "`inner.size` must be at most 25, not `30`", "30"),
        ("inner: {size: -1}", "`inner.size` must be at least 0, not `-1`", "-1"),
        ("inner: {size: nan}", "`inner.size` must be a number, not `nan`", "nan"),
        ("inner: {size: wide}", "`inner.size` must be a number, not `wide`", "wide"),
        ("inner: wide", "`inner` must be a group of `key: value` lines, not `wide`", "wide"),
        ("many: wide", "`many` must be a list: each entry on a line of its own after `- `, not `wide`", "wide"),
        ("many: [{size: 3}, {size: 26}]", "`size` of entry 2 of `many` must be at most 25, not `26`", "26"),
        ("switch: maybe", "`switch` must be `true` or `false`, not `maybe`", "maybe"),
        ("words: {en: [a]}", "`words.en` must be text", "["),
        ('inner: {size: "a: b"}', "`inner.size` must be a number, not `a: b`", '"a: b"'),
    ],
)
def test_a_wrong_value_is_said_in_plain_words_and_underlined(line: str, message: str, word: str) -> None:
    found = only(f"title: x\n{line}\n")
    assert found.message == message
    assert underlined(found) == word
    assert found.span is not None
    assert (found.span.line, found.span.text) == (2, line)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = problems("titel: a\ntitel: b\nnumber: x\ninner: {size: 30, name: [], oh: 1}\n")
    assert sorted(d.id.removeprefix("config/") for d in found) == [
        "duplicate-key",
        "unknown-key",
        "unknown-key",
        "value",
        "value",
        "value",
    ]


def test_front_matter_counts_lines_as_the_whole_file_does() -> None:
    found = validate(read_yaml("title: x\nnumber: no\n", "03-num.md", first_line=2), Outer)[1][0]
    assert found.span is not None
    assert (found.span.file, found.span.line, found.span.column) == ("03-num.md", 3, 9)


def test_an_address_is_underlined_to_its_end() -> None:
    source = read_yaml("file: https://example.org/a.jpg  # why\n", "f")
    span = source.span(("file",))
    assert span.text[span.column - 1 :][: span.length] == "https://example.org/a.jpg"


def test_windows_lines_and_a_mark_in_front_change_nothing() -> None:
    assert read("a: 1\r\nb: x\r\n") == {"a": 1, "b": "x"}


# -- what is no YAML -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "line", "column"),
    [
        ("a: 1\n\tb: 2\n", "a tab", 2, 1),
        ("a: b: c\n", "a `: ` where none belongs", 1, 5),
        ("a: 'open\nb: 2\n", "quotation mark is not closed", 1, 4),
        ("a: [1, 2\nb: 3\n", "a bracket is not closed", 2, 2),
        ("a: *b\n", "cannot start with `*`", 1, 4),
        ("a: @b\n", "cannot start with this sign", 1, 4),
        ("a: 'it's'\n", "does not fit what stands before it", 1, 8),
        ("a: 1\n---\nb: 2\n", "a second `---`", 2, 1),
        ('a: "c:\\dir"\n', "a backslash inside double quotes", 1, 8),
        ("a: x\x0by\n", "control character (U+000B)", 1, 5),
        ("a: 1\nb: \x00\n", "control character (U+0000)", 2, 4),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words_with_its_place(
    text: str, words: str, line: int, column: int
) -> None:
    (found,) = read_yaml(text, "f").problems
    assert found.id == "config/yaml"
    assert words in found.message
    assert found.help
    assert found.span is not None
    assert (found.span.line, found.span.column) == (line, column)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever is in the file: values, or a problem with its place."""
    source = read_yaml(text, "f")
    assert all(d.span and d.span.line >= 1 and d.span.column >= 1 and d.span.length >= 1 for d in source.problems)
    validate(source, Outer)


@given(st.text("ab:-[]{}&*!|>'\"#%@`,? \n\t1.~", max_size=40))
def test_no_mixture_of_signs_breaks_the_reader(text: str) -> None:
    source = read_yaml(text, "f")
    assert all(d.span and d.span.line >= 1 for d in source.problems)
    validate(source, Outer)


def test_aliases_are_followed() -> None:
    assert read("a: &x {en: 1}\nb: *x\n") == {"a": {"en": 1}, "b": {"en": 1}}


def test_an_alias_inside_its_own_anchor_ends() -> None:
    (found,) = read_yaml("a: &x [1, *x]\n", "f").problems
    assert "contains itself" in found.message


def test_an_alias_bomb_is_cut_off() -> None:
    """Eleven lines that would swell to 31 thousand million values."""
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    source = read_yaml(bomb, "f")
    assert len(source.values) <= MOST_VALUES * 1.1
    assert [d.message for d in source.problems] == ["this file has too many values"]


@pytest.mark.parametrize("open_", ["[", "{a: ", "- "])
def test_brackets_nested_without_end_are_refused(open_: str) -> None:
    (found,) = read_yaml(open_ * 5000, "f").problems
    assert found.id == "config/yaml"


# -- what is left ----------------------------------------------------------------------------------------------------


def test_what_is_right_in_a_faulty_file_can_still_be_checked() -> None:
    text = "titel: x\nnumber: many\ninner: {size: 30, name: good}\nmany: [{size: 1}, {size: 99, name: a}, wrong, {size: 3}]\n"
    rest = salvage(read_yaml(text, "f"), Outer, {("title",): "stands for it"})
    assert rest is not None
    source, value = rest
    assert value == Outer(
        title="stands for it", inner=Inner(name="good"), many=(Inner(size=1), Inner(name="a"), Inner(size=3))
    )
    moved = source.span(("many", 2, "size"))
    assert moved.text[moved.column - 1 :][: moved.length] == "3"


def test_nothing_is_salvaged_from_what_is_no_list_of_keys() -> None:
    assert salvage(read_yaml("just words\n", "f"), Outer, {}) is None
    assert salvage(read_yaml("number: 1\n", "f"), Outer, {}) is None


@given(
    st.recursive(
        st.sampled_from(["1", "x", "99", "~", "true"]),
        lambda inner: (
            st.dictionaries(
                st.sampled_from(["title", "number", "inner", "many", "size", "name", "words", "oh"]), inner, max_size=4
            )
            | st.lists(inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_salvaging_always_ends_and_what_it_returns_is_sound(value: object) -> None:
    def typed(part: object) -> str:
        if isinstance(part, dict):
            return "{" + ", ".join(f"{key}: {typed(child)}" for key, child in part.items()) + "}"
        return "[" + ", ".join(map(typed, part)) + "]" if isinstance(part, list) else str(part)

    source = read_yaml(typed(value), "f")
    rest = salvage(source, Outer, {("title",): "x"})
    if rest:
        assert validate(rest[0], Outer)[0] == rest[1]


def test_a_place_that_does_not_exist_holds_nothing() -> None:
    source = read_yaml("a: [1]\n", "f")
    assert source_value(source, ("a", 0)) == 1
    assert source_value(source, ("a", 1)) is None
    assert source_value(source, ("a", 0, "b")) is None
