"""`panelpress new`: a small exhibition that builds, to change into one's own."""

from __future__ import annotations

from pathlib import Path

from panelpress.ground.diagnostics import fault
from panelpress.ground.files import write_atomic
from panelpress.jobs.schema import write as write_schemas

_STARTER = Path(__file__).parent / "starter"
_IGNORED = "/out/\n/archive/\n"


def new(target: Path) -> list[Path]:
    """Write the starter exhibition into a folder that is new or empty, and return the files.

    Raises:
        PanelpressError: when something is already there: nobody's work is written over.
    """
    written = []
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise fault("new/not-empty", f"{target} is not empty", "name a folder that does not exist yet")
        for source in sorted(path for path in _STARTER.rglob("*") if path.is_file()):
            path = target / source.relative_to(_STARTER)
            write_atomic(path, source.read_bytes())
            written.append(path)
        write_atomic(target / ".gitignore", _IGNORED.encode())
        written += [target / ".gitignore", *write_schemas(target)]
    except OSError as refused:
        raise fault(
            "new/unwritable", f"cannot write to {target}: {refused.strerror}", "choose another folder"
        ) from None
    return written
