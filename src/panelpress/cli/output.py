"""What the command line says: data to stdout, conversation to stderr."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from panelpress.ground.diagnostics import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from panelpress.ground.diagnostics import Diagnostic


def stderr() -> Console:
    """Return the console that people read: progress, findings, verdicts."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def show(found: Iterable[Diagnostic], *, as_json: bool) -> None:
    """Print what stops a command: for people, or as one JSON document."""
    from panelpress.report import json as json_report
    from panelpress.report.terminal import show

    found = tuple(found)
    if as_json:
        errors = [json_report.diagnostic(d) for d in found]
        print_json({"schema_version": json_report.SCHEMA_VERSION, "errors": errors})
    else:
        show(found, stderr())


def print_json(value: Any) -> None:
    """Print a document on stdout."""
    try:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads it; the exit code still tells the verdict
        mute()


def mute() -> None:
    """Send stdout nowhere, or Python would complain at its end of what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def fault_of(crash: Exception) -> int:
    """Tell that panelpress itself failed, with what a report of it needs; return exit code 3."""
    import traceback

    lines = "".join(traceback.format_exception(crash))
    console = stderr()
    console.print("panelpress itself failed; this is our fault, not yours.", style="bold red")
    console.print("Please report it with the lines below and the output of `panelpress info`.\n")
    console.print(lines, markup=False, soft_wrap=True)
    return int(ExitCode.BUG)
