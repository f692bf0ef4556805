"""The command line: commands, options, exit codes, nothing else.

Only what ``--help`` needs is imported at the top; each command imports its job when it runs, so that help costs 0.05 s.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from panelpress.cli.output import fault_of, mute, show, stderr
from panelpress.cli.parser import parse, parser
from panelpress.ground.diagnostics import ExitCode, PanelpressError, fault

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["parser", "run"]


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one return an exit code
    """Run the command line.

    Returns:
        The exit code: 0 press-ready, 1 findings, 2 could not judge, 3 a fault of panelpress, 130 interrupted.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    _open_streams()
    try:
        parsed = parse(arguments)
        if not hasattr(parsed, "run"):
            parser().print_help()
            return int(ExitCode.CANNOT_JUDGE)
        _stand_somewhere()
        code = int(parsed.run(parsed))
        sys.stdout.flush()  # here a closed pipe or a full disk can still be told of
        return code  # noqa: TRY300 - what is above may raise
    except SystemExit as done:  # --help and --version
        return done.code if isinstance(done.code, int) else int(ExitCode.PRESS_READY)
    except PanelpressError as refused:
        show(refused.diagnostics, as_json="--json" in arguments)
        return int(refused.code)
    except KeyboardInterrupt:
        building = "; out/press is a whole set, as every build leaves it" if "build" in arguments[:1] else ""
        stderr().print(f"interrupted{building}")
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        mute()
        return int(ExitCode.PRESS_READY)
    except OSError as refused:
        if refused.errno != errno.ENOSPC:
            return fault_of(refused)
        mute()
        stderr().print("the disk is full: make room and try again")
        return int(ExitCode.CANNOT_JUDGE)
    except Exception as crash:  # noqa: BLE001 - the last place where a fault can be told decently
        return fault_of(crash)


def _open_streams() -> None:
    """Give the streams that our caller closed somewhere to go: what nobody hears is no reason to fail."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _stand_somewhere() -> None:
    """See to it that the folder we are in still exists.

    Raises:
        PanelpressError: when it was removed meanwhile.
    """
    try:
        Path.cwd()
    except FileNotFoundError:
        raise fault(
            "usage", "the folder you are in does not exist any more", "go into the exhibition's folder"
        ) from None


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
