"""A build of what was built already: told again in a moment, without reading the project.

It counts only while everything is what it was, by content: the project, what people decided, panelpress and all it stands on,
and the set in ``out/press``. What has not been touched is not even read (:mod:`panelpress.ground.seen`).
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from panelpress.exhibition.root import RECORD
from panelpress.ground.files import write_atomic
from panelpress.ground.packing import packed, unpacked
from panelpress.ground.seen import digests
from panelpress.jobs.places import CACHE, OUT, PRESS
from panelpress.ledger import snapshot
from panelpress.report.model import PARTS, Report

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.jobs.request import Request

_FILE = f"{OUT}/{CACHE}/built.json"
_MEMO = f"{OUT}/{CACHE}/set.json"
_DECIDED = f"{OUT}/{CACHE}/decided.json"


def keep(request: Request, state: str, others: tuple[str, ...], decided: dict[str, str], report: Report) -> None:
    """Note what a build told, when nothing was changed while it ran; one that cannot be noted is told anew.

    Args:
        request: what was asked.
        state: what tells all that was built from what will be there then (:func:`panelpress.ledger.snapshot.state_of`).
        others: the project's files outside its usual folders.
        decided: what people had decided when the build began (:func:`decided_by_now`); with more since, nothing is noted.
        report: what was told.
    """
    if decided != decided_by_now(request.root):
        return
    plain = replace(report, items=tuple(replace(item, looks=()) for item in report.items))
    value = {
        "asked": _asked(request),
        "state": state,
        "others": list(others),
        "set": _set(request.root),
        "decided": decided,
        "report": packed(plain).decode(),
    }
    try:
        write_atomic(request.root / _FILE, json.dumps(value, ensure_ascii=False).encode())
    except OSError:
        return


def unchanged(request: Request) -> Report | None:
    """Return what the last build told, where it was asked the same and everything still is as it was then."""
    if request.release or not request.cache:
        return None
    root = request.root
    try:
        value = json.loads((root / _FILE).read_bytes())
        if value["asked"] != _asked(request) or value["set"] != _set(root):
            return None
        if value["decided"] != decided_by_now(root):
            return None
        if value["state"] != snapshot.state_of(root, value["others"]):
            return None
        report = unpacked(value["report"].encode(), PARTS)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return report if isinstance(report, Report) else None


def _asked(request: Request) -> list[object]:
    return [list(request.items), request.printer, request.venue]


def decided_by_now(root: Path) -> dict[str, str]:
    """Return the digest of every file of the record."""
    return _held(root, root / RECORD, _DECIDED)


def _set(root: Path) -> dict[str, str]:
    return _held(root, root / OUT / PRESS, _MEMO)


def _held(root: Path, folder: Path, memo: str) -> dict[str, str]:
    """Return the digest of every file in a folder and below it, by its path in the project."""
    files = [path for path in sorted(folder.rglob("*")) if not path.is_dir()]
    return {path.relative_to(root).as_posix(): held for path, held in digests(files, root / memo).items()}
