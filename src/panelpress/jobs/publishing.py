"""A folder of `out/` published as a whole or not at all, by one process at a time; what was in the way in words."""

from __future__ import annotations

import contextlib
import errno
from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import PanelpressError, fault
from panelpress.ground.files import Swap, alone
from panelpress.jobs.places import PRESS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def publishing(out: Path, folder: str = PRESS) -> Iterator[Swap]:
    """Give a folder to fill that becomes ``out/press`` when all went well; leave the old set intact otherwise."""
    swap = Swap(out / folder)
    try:
        with alone(out, _busy()):
            swap.recover()
            try:
                yield swap
            finally:
                swap.discard()
    except OSError as refused:
        raise _unwritable(out, refused) from None


def _busy() -> PanelpressError:
    return fault("build/busy", "another build of this exhibition is running", "wait until it has finished")


def _unwritable(out: Path, refused: OSError) -> PanelpressError:
    if refused.errno in (errno.ENOSPC, errno.EDQUOT):
        return fault("build/disk-full", "the disk is full", "make room and build again; the last good set is untouched")
    what = refused.strerror or str(refused)
    file = refused.filename2 or refused.filename
    path = out / file if isinstance(file, str) else out
    if path == out and refused.errno in (errno.EEXIST, errno.ENOTDIR):
        return fault("build/unwritable", "out/ is no folder but a file, or a link to nowhere", "move it away")
    if path != out and not path.is_relative_to(out):
        return fault("build/unreadable", f"cannot read {path}: {what}", "check its permissions and build again")
    return fault(
        "build/unwritable",
        f"cannot write to {path.relative_to(out.parent)}: {what}",
        "check the permissions of out/ and all in it; the last good set is untouched",
    )
