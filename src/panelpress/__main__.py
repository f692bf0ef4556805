"""`python -m panelpress` and the `panelpress` command: one place that turns errors into exit codes."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from panelpress.cli import run  # noqa: PLC0415 - nothing is imported before it is needed
    except KeyboardInterrupt:  # before there is anything to interrupt
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
