"""The folder a reprint works in: one at a time, and nothing left behind."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import PanelpressError, fault
from panelpress.ground.files import alone
from panelpress.jobs.places import OUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "reprints"
_STAGING = ".new"


@contextlib.contextmanager
def staging_of(root: Path) -> Iterator[Path]:
    """Give a folder to work in that is gone afterwards; keep a second reprint out meanwhile, clear what a killed one left."""
    folder = root / OUT / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder, _busy()):
            for left in folder.glob(".*"):
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                elif left.name != ".lock":
                    left.unlink()
            staging = folder / _STAGING
            staging.mkdir()
            try:
                yield staging
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as refused:
        what = refused.strerror or str(refused)
        file = refused.filename if isinstance(refused.filename, str) else f"{OUT}/{FOLDER}"
        message = f"cannot write or read {file}: {what}"
        raise fault(
            "reprint/unwritable", message, "make room, or check its permissions; the same command again carries on"
        ) from None


def _busy() -> PanelpressError:
    return fault("reprint/busy", "another reprint of this exhibition is running", "wait until it has finished")
