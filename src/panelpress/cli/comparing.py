"""The command `diff`: what it takes, and what it prints."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from panelpress.cli.output import print_json, stderr
from panelpress.ground.diagnostics import fault

_PAGE = (".html", ".htm")


def diff(arguments: argparse.Namespace) -> int:
    """Say what differs between two states."""
    from rich.console import Console

    from panelpress.jobs.diff import Request, diff
    from panelpress.report.diff import document
    from panelpress.report.diff.terminal import show_diff

    report, code = diff(Request(arguments.first, arguments.second, arguments.directory, tuple(arguments.item)))
    if arguments.html is not None:
        from panelpress.report.diff.html import page

        _write(arguments.html, page(report).encode())
    if arguments.json:
        print_json(document(report))
    else:
        show_diff(report, Console(highlight=False), stderr())
        if arguments.html is not None:
            print(arguments.html, file=sys.stderr)
    return int(code)


def _write(path: Path, data: bytes) -> None:
    from panelpress.ground.files import write_atomic

    try:
        write_atomic(path, data)
    except OSError as refused:
        what = f"cannot write {path}: {refused.strerror or refused}"
        raise fault("diff/unwritable", what, "check the folder and its permissions") from None


def _html(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in _PAGE:
        raise argparse.ArgumentTypeError(f"{text!r} is no name of a page: it ends in .html")
    return path


def add_diff(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `diff` takes."""
    command.epilog = (
        "A and B are each one of\n"
        "  FILE.pdf    any PDF; `./1` for a file that is called like an edition\n"
        "  1           edition 1, all its items; 1:3, 1:num, 1:catalogue one of them\n"
        "  now         what `panelpress build` built last, in out/press/; now:3 one item of it\n\n"
        "examples:\n"
        "  panelpress diff 1 now                     what the next edition changes\n"
        "  panelpress diff 1 2 --item 3 --html d.html    panel 3 then and now, with pictures\n"
        "  panelpress diff old.pdf new.pdf           two files from anywhere; no exhibition is needed\n"
        "  panelpress diff 1:3 returned.pdf          what somebody sent back, against panel 3 of edition 1\n\n"
        "Pages, boxes, fonts, ppi, inks, standard and intent are set side by side, words told apart, pages\n"
        "drawn as they will look on paper. Title, dates, size and the like are told, and do not count.\n\n"
        "exit codes:\n"
        "  0  prints the same    1  something differs    2  could not judge\n"
    )
    command.add_argument("first", metavar="A", help="a PDF, an edition, an item of it, or `now`")
    command.add_argument("second", metavar="B", help="the same, to hold it against")
    command.add_argument(
        "--item", action="append", default=[], metavar="ITEM", help="only this item; may be given several times"
    )
    command.add_argument("--html", type=_html, metavar="FILE", help="write a page with pictures, words and facts")
    command.add_argument(
        "-C", "--directory", type=Path, default=Path(), metavar="DIR", help="the exhibition's folder, or one inside it"
    )
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")
