"""The outside programs that judge our files: poppler, Ghostscript and qpdf, each behind one small function.

They were written by other people to other people's ideas of a PDF, and that is their worth: a file that only our own
reader finds right has not been judged. A missing judge is an error and never a skipped test, so that a green run
always means that every judge has looked.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

MM_PER_POINT: Final = 25.4 / 72
# Long enough for an A1 panel on a busy machine; a judge that hangs must fail a test and not the whole run.
PATIENCE_SECONDS: Final = 600

DEBIAN_PACKAGES: Final = ("poppler-utils", "ghostscript", "qpdf", "default-jre-headless")


class JudgeMissingError(RuntimeError):
    """A program that a test needs is not installed."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} is not installed, and no test passes without its judge. `make test` installs the judges; "
            f"by hand on Debian or Ubuntu: sudo apt-get install {' '.join(DEBIAN_PACKAGES)}"
        )


class JudgeFailedError(RuntimeError):
    """A judge could not read the file at all, or answered in a way we do not understand."""


@dataclass(frozen=True)
class Answer:
    """What a program said."""

    code: int
    out: str
    err: str


def _own_fonts() -> dict[str, str]:
    """Return the environment without what the engine's room sets for itself: a judge has the fonts of its machine."""
    return {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}


def ask(program: str, *arguments: str | Path, accept: tuple[int, ...] = (0,)) -> Answer:
    """Run a judge, in a locale where figures have points and file names may have accents, and return what it said.

    Raises:
        JudgeMissingError: the program is not on the PATH.
        JudgeFailedError: it ended with a code that is not in `accept`.
    """
    found = shutil.which(program)
    if found is None:
        raise JudgeMissingError(program)
    done = subprocess.run(
        [found, *(str(argument) for argument in arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
        env={**_own_fonts(), "LC_ALL": "C.UTF-8"},
        timeout=PATIENCE_SECONDS,
    )
    if done.returncode not in accept:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise JudgeFailedError(f"{program} ended with code {done.returncode}: {said}")
    return Answer(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Box:
    """A page box in points, as the file has it (y grows upwards)."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width_mm(self) -> float:
        """The width in millimetres."""
        return (self.right - self.left) * MM_PER_POINT

    @property
    def height_mm(self) -> float:
        """The height in millimetres."""
        return (self.top - self.bottom) * MM_PER_POINT


@dataclass(frozen=True)
class PageBoxes:
    """The five boxes of a page. `pdfinfo` fills in the default where the file does not state one."""

    page: int
    media: Box
    crop: Box
    bleed: Box
    trim: Box
    art: Box


_BOX: Final = re.compile(
    r"^Page +(?P<page>\d+) +(?P<box>Media|Crop|Bleed|Trim|Art)Box: +"
    r"(?P<left>-?[\d.]+) +(?P<bottom>-?[\d.]+) +(?P<right>-?[\d.]+) +(?P<top>-?[\d.]+)$",
    re.MULTILINE,
)


def pdfinfo_boxes(path: Path) -> list[PageBoxes]:
    """Every page's boxes, to a hundredth of a point (0.0035 mm)."""
    said = ask("pdfinfo", "-box", "-f", "1", "-l", "-1", path).out
    pages: dict[int, dict[str, Box]] = {}
    for row in _BOX.finditer(said):
        edges = Box(*(float(row[edge]) for edge in ("left", "bottom", "right", "top")))
        pages.setdefault(int(row["page"]), {})[row["box"].lower()] = edges
    if not pages:
        raise JudgeFailedError(f"pdfinfo named no page box in {path.name}: {said[:500]}")
    return [PageBoxes(page=page, **boxes) for page, boxes in sorted(pages.items())]


@dataclass(frozen=True)
class FontRow:
    """One font as `pdffonts` lists it."""

    name: str
    kind: str
    encoding: str
    embedded: bool
    subset: bool
    to_unicode: bool


# Read from the right: a long font name pushes the columns out of line, and some kinds have blanks in them.
_FONT: Final = re.compile(
    r"^(?P<name>.*?) +(?P<kind>(?:CID )?(?:Type [013]C?|TrueType)(?: \(OT\))?|unknown) +(?P<encoding>\S+) +"
    r"(?P<embedded>yes|no) +(?P<subset>yes|no) +(?P<unicode>yes|no) +(?:\d+ +\d+|\[none\])$"
)


def pdffonts(path: Path) -> list[FontRow]:
    """Every font of the file."""
    rows = _table(ask("pdffonts", path).out, "pdffonts")
    fonts: list[FontRow] = []
    for row in rows:
        seen = _FONT.match(row)
        if seen is None:
            raise JudgeFailedError(f"pdffonts printed a line of an unknown shape: {row!r}")
        fonts.append(
            FontRow(
                name=seen["name"],
                kind=seen["kind"],
                encoding=seen["encoding"],
                embedded=seen["embedded"] == "yes",
                subset=seen["subset"] == "yes",
                to_unicode=seen["unicode"] == "yes",
            )
        )
    return fonts


@dataclass(frozen=True)
class ImageRow:
    """One placed picture as `pdfimages -list` lists it; inline pictures have no object number."""

    page: int
    kind: str
    width: int
    height: int
    colour: str
    components: int
    bits: int
    encoding: str
    interpolated: bool
    object_number: int | None
    x_ppi: float
    y_ppi: float


_IMAGE: Final = re.compile(
    r"^ *(?P<page>\d+) +\d+ +(?P<kind>\w+) +(?P<width>\d+) +(?P<height>\d+) +(?P<colour>\S+) +(?P<components>\d+) +"
    r"(?P<bits>\d+) +(?P<encoding>\S+) +(?P<interpolated>yes|no) +(?:(?P<object>\d+) +\d+|\[inline\]|\[none\]) +"
    r"(?P<x_ppi>[\d.]+) +(?P<y_ppi>[\d.]+) "
)


def pdfimages(path: Path) -> list[ImageRow]:
    """Every picture as placed, those inside forms and inline ones too, with its effective resolution."""
    rows = _table(ask("pdfimages", "-list", path).out, "pdfimages")
    images: list[ImageRow] = []
    for row in rows:
        seen = _IMAGE.match(row)
        if seen is None:
            raise JudgeFailedError(f"pdfimages printed a line of an unknown shape: {row!r}")
        images.append(
            ImageRow(
                page=int(seen["page"]),
                kind=seen["kind"],
                width=int(seen["width"]),
                height=int(seen["height"]),
                colour=seen["colour"],
                components=int(seen["components"]),
                bits=int(seen["bits"]),
                encoding=seen["encoding"],
                interpolated=seen["interpolated"] == "yes",
                object_number=None if seen["object"] is None else int(seen["object"]),
                x_ppi=float(seen["x_ppi"]),
                y_ppi=float(seen["y_ppi"]),
            )
        )
    return images


def _table(said: str, program: str) -> list[str]:
    """The rows below the ruler of a poppler table."""
    lines = said.splitlines()
    ruler = next((number for number, line in enumerate(lines) if line.startswith("-----")), None)
    if ruler is None:
        raise JudgeFailedError(f"{program} printed no table: {said[:500]!r}")
    return [line.rstrip() for line in lines[ruler + 1 :] if line.strip()]


@dataclass(frozen=True)
class QpdfVerdict:
    """What `qpdf --check` found: `complaints` is empty when syntax and streams are sound."""

    sound: bool
    complaints: tuple[str, ...]


def qpdf_check(path: Path) -> QpdfVerdict:
    """Syntax, cross-references and stream encodings; warnings count as complaints."""
    # 2 is "errors" and 3 is "warnings": both are answers about the file and not failures of the judge.
    answer = ask("qpdf", "--check", path, accept=(0, 2, 3))
    complaints = tuple(line for line in answer.err.splitlines() if line.strip())
    return QpdfVerdict(sound=answer.code == 0 and not complaints, complaints=complaints)


@dataclass(frozen=True)
class InkCoverage:
    """How much of a page each ink covers, in percent of the page's area."""

    page: int
    cyan: float
    magenta: float
    yellow: float
    black: float

    @property
    def black_only(self) -> bool:
        """Whether there is ink on the black plate and none on the others."""
        return self.black > 0 and self.cyan == self.magenta == self.yellow == 0


_INK: Final = re.compile(r"^ *([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) +CMYK OK *$", re.MULTILINE)


def ink_cov(path: Path, ppi: int = 72) -> list[InkCoverage]:
    """Each page's ink by Ghostscript's separations, to five decimals of a percent.

    Unlike `inkcov`, which counts pixels that carry any ink, this device adds up how much they carry. It fills every pixel
    that a shape touches: thin bars need a high resolution.
    """
    said = ask("gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=ink_cov", f"-r{ppi}", "-o", "-", path)
    pages = [
        InkCoverage(number, *(float(ink) for ink in row.groups()))
        for number, row in enumerate(_INK.finditer(said.out), 1)
    ]
    if not pages:
        raise JudgeFailedError(f"Ghostscript measured no page of {path.name}: {(said.err or said.out)[-500:]}")
    return pages
