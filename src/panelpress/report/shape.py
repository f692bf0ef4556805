"""The shape of the report for machines: what the type checker holds the writer to is what the published schema says.

Only the schema's own making loads pydantic for it; a report is written as plain values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NotRequired

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LevelWord = Literal["error", "warning", "note"]
StateWord = Literal["passed", "not-applicable", "waived", "needs-review", "failed", "crashed"]


class SourceShape(TypedDict):
    """What of the project a finding comes from."""

    file: str
    """The project's file, from its root."""
    line: int
    """The line, counted from 1."""
    column: NotRequired[int]
    """Where on the line it starts, counted from 1; only where the line itself is wrong."""
    length: NotRequired[int]
    """How many characters are meant."""
    text: NotRequired[str]
    """The line as it stands in the file."""
    phrase: NotRequired[str]
    """The words on paper that come from there."""
    photograph: NotRequired[str]
    """The id of the photograph that is described there."""


class PlaceShape(TypedDict):
    """A place on paper; what is not known is left out."""

    item: NotRequired[str]
    """The item, or the file."""
    page: NotRequired[int]
    """The page, counted from 1."""
    object: NotRequired[str]
    """The name of the thing: a photograph, a font, words."""
    box_mm: NotRequired[tuple[float, float, float, float]]
    """Left, top, right and bottom in mm from the top-left corner of the page's trim, y downwards."""


class AcceptedShape(TypedDict):
    """Who answers for a finding: it then counts no more, and is still told."""

    name: str
    """Who."""
    reason: str
    """Why."""
    level: LevelWord
    """How bad it would be otherwise."""
    until: NotRequired[str]
    """The last day; left out where it is accepted for good."""


class FindingShape(TypedDict):
    """One thing that is wrong or worth knowing; what is not known is left out."""

    id: str
    """The check, or the kind of fault: `family/condition`."""
    level: LevelWord
    """`error`: must not be printed; `warning`: a printer or a reader may complain; `note`: worth knowing."""
    message: str
    """What is wrong here."""
    help: NotRequired[str]
    """What to do."""
    measured: NotRequired[str]
    """What was found, as people read it."""
    required: NotRequired[str]
    """What was wanted, as people read it."""
    why: NotRequired[str]
    """Why it matters, with the source of the rule in brackets."""
    source: NotRequired[SourceShape]
    """What of the project it comes from."""
    place: NotRequired[PlaceShape]
    """Where on paper it is."""
    review: NotRequired[bool]
    """The program cannot tell; a person must look."""
    accepted: NotRequired[AcceptedShape]
    """Somebody answers for it."""


class CheckShape(TypedDict):
    """What became of one check."""

    id: str
    """The check; `panelpress explain` tells more of it."""
    title: str
    """What it wants, in a sentence."""
    state: StateWord
    """How it ended; `not-applicable`: there was nothing to look at; `waived`: all it found is accepted."""
    examined: int
    """How many things it looked at."""
    waived: int
    """How many of its findings are accepted."""
    findings: list[FindingShape]
    """All it found."""


class ItemShape(TypedDict):
    """One item of the exhibition, or one file."""

    item: str
    """Its key."""
    label: str
    """What people call it."""
    state: Literal["ready", "rejected", "kept", "absent", "crashed"]
    """What became of it; `kept`: made by an earlier build of the very same inputs."""
    file: str
    """The file's name; empty where none was made."""
    pages: int
    """How many pages it has."""
    trim_mm: tuple[float, float]
    """Width and height of the (first) trimmed page, in mm."""
    bytes: int
    """How large the file is."""
    lowest_ppi: float | None
    """The effective resolution of its coarsest picture; null where it has none."""
    sha256: str
    """The digest of the file's bytes."""
    content_digest: str
    """The digest of what puts ink on paper; empty for files of strangers."""
    problems: list[FindingShape]
    """What kept it from being made, or was noticed on the way."""
    checks: list[CheckShape]
    """Every check that was run on the finished file."""


class ReportShape(TypedDict):
    """A report of `panelpress build` or `panelpress check`."""

    schema_version: Literal[2]
    """Grows whenever a program that reads reports would have to be changed."""
    title: str
    """The exhibition, or the profile."""
    job: str
    """The exhibition's name in file names."""
    edition: int
    """Its edition; 0 where files were checked."""
    date: str
    """The exhibition's day, YYYY-MM-DD; empty where files were checked."""
    items: list[ItemShape]
    """Every item or file."""
    remarks: list[FindingShape]
    """What was noticed of the project as a whole."""
    released: bool
    """Whether the edition was closed with it."""
    held: list[FindingShape]
    """What kept the edition from being closed, where that was asked for."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of reports: what is not named in it stands in none."""
    schema = adapter().json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def adapter() -> TypeAdapter[ReportShape]:
    """Return what checks a report against its shape."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - only the schema's making and the tests need it

    for shape in (SourceShape, PlaceShape, AcceptedShape, FindingShape, CheckShape, ItemShape, ReportShape):
        setattr(shape, "__pydantic_config__", {"extra": "forbid", "use_attribute_docstrings": True})  # noqa: B010
    return TypeAdapter(ReportShape)
