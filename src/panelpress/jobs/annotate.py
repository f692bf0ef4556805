"""Where marked-up copies go: to one file that was named, or into a folder, each beside the name it came with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import fault
from panelpress.ground.files import write_atomic

if TYPE_CHECKING:
    from panelpress.facts.pdf import PdfFacts
    from panelpress.report.model import ItemReport

SUFFIX = "-annotated"


@dataclass(frozen=True)
class Annotate:
    """Where copies go: ``folder`` tells whether ``path`` is a folder for many, or the one copy itself."""

    path: Path
    folder: bool

    def target(self, name: str) -> Path:
        """Return where the copy of a file goes; in a folder, its name says what it is."""
        if not self.folder:
            return self.path
        plain = Path(name.replace("/", "-").replace("\\", "-"))
        return self.path / f"{plain.stem if plain.suffix.lower() == '.pdf' else plain.name}{SUFFIX}.pdf"


def annotate_to(said: str, files: int) -> Annotate:
    """Return where copies go, as the command line says it: `OUT.pdf` for one file, `DIR/` for any number.

    Raises:
        PanelpressError: where one file was named for several copies.
    """
    path = Path(said)
    folder = said.endswith(("/", "\\")) or path.is_dir()
    if not folder and files > 1:
        help = f"name a folder: `--annotate {path.with_suffix('')}/`"
        raise fault("annotate/one-file", f"{files} files cannot all be annotated in {said}", help)
    return Annotate(path, folder)


def write_copy(to: Annotate, name: str, source: Path | None, data: bytes, found: tuple[ItemReport, PdfFacts]) -> Path:
    """Write the annotated copy of a file and return where it is.

    Raises:
        PanelpressError: where the copy would take the place of the file itself, or cannot be made or written.
    """
    from panelpress.report.annotated import annotated

    target = to.target(name)
    if source is not None and target.exists() and target.samefile(source):
        raise fault("annotate/itself", f"{target} is the file that is checked", "name another: it must stay as it is")
    made = annotated(data, *found)
    try:
        write_atomic(target, made)
    except OSError as refused:
        raise fault("annotate/unwritable", f"cannot write {target}: {refused.strerror}", "name another place") from None
    return target
