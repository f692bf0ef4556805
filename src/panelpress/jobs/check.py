"""`panelpress check`: judge any PDF, ours or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panelpress.ground.diagnostics import ExitCode, Level, PanelpressError, error
from panelpress.ground.files import digest_file
from panelpress.report.model import ItemReport, Report, exit_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def check(paths: Sequence[Path], profile: str | Path, fail_on: Level = Level.ERROR) -> tuple[Report, ExitCode]:
    """Judge PDFs by a profile.

    Raises:
        PanelpressError: when the profile does not exist.
    """
    from panelpress.inspect.reader import read_pdf
    from panelpress.preflight.order import Order, Subject
    from panelpress.preflight.profiles import judge, load_profile

    rules = load_profile(profile)
    items: list[ItemReport] = []
    unread = False
    for path in paths:
        try:
            facts = read_pdf(path)
        except PanelpressError as unreadable:
            unread = True
            items.append(ItemReport(path.name, path.name, "rejected", str(path), problems=unreadable.diagnostics))
            continue
        outcomes = judge(Subject(facts, None, Order(item=path.name)), rules)
        failed = any(d.level is Level.ERROR for outcome in outcomes for d in outcome.found)
        first = facts.pages[0]
        items.append(
            ItemReport(
                path.name,
                path.name,
                "rejected" if failed else "ready",
                str(path),
                len(facts.pages),
                round(first.trim.width, 2),
                round(first.trim.height, 2),
                path.stat().st_size,
                min((min(i.ppi_x, i.ppi_y) for page in facts.pages for i in page.images), default=None),
                digest_file(path),
                outcomes=outcomes,
            )
        )
    report = Report(f"Preflight by {profile}", "", 0, "", "", tuple(items))
    code = exit_code(items, report.findings, fail_on)
    return report, max(code, ExitCode.CANNOT_JUDGE) if unread else code


def need_files(paths: Sequence[Path]) -> None:
    """Refuse paths that are not files.

    Raises:
        PanelpressError: naming each of them.
    """
    missing = [
        error("check/missing", f"there is no file {path}", "check its name") for path in paths if not path.is_file()
    ]
    if missing:
        raise PanelpressError(missing)
