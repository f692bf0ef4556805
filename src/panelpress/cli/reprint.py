"""The command `reprint`: what it takes, and what it prints."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from pathlib import Path

from panelpress.cli.output import print_json, stderr
from panelpress.cli.signing import day
from panelpress.ground.diagnostics import fault


def reprint(arguments: argparse.Namespace) -> int:
    """Print items of a closed edition again."""
    from rich.console import Console

    from panelpress.exhibition.root import find_root
    from panelpress.jobs.reprint import Request, reprint
    from panelpress.report.keeping.reprint import reprinted
    from panelpress.report.keeping.terminal import show_reprinted

    request = Request(
        find_root(arguments.directory),
        tuple(arguments.items),
        arguments.date or _today(),
        arguments.edition,
        arguments.language,
        arguments.copies,
        " ".join(arguments.reason.split()),
        arguments.printer,
        arguments.accept,
        arguments.venue,
    )
    report, code = reprint(request)
    if arguments.json:
        print_json(reprinted(report))
    else:
        show_reprinted(report, Console(highlight=False), stderr())
    return int(code)


def _today() -> dt.date:
    """Return the day on which somebody asks: it goes into the record and the ticket, never into a press file.

    Raises:
        PanelpressError: where SOURCE_DATE_EPOCH is set, and no time.
    """
    said = os.environ.get("SOURCE_DATE_EPOCH")
    if said is None:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.datetime.fromtimestamp(int(said), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise fault("usage", f"SOURCE_DATE_EPOCH is `{said}`, which is no time", "name the day with `--date`") from None


def add_reprint(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `reprint` takes."""
    command.epilog = (
        "The file is the one that was printed: from the archive, held against its digest and the pictures of\n"
        "its pages. Where the archive has it no more it is made anew from what the edition was made of, and\n"
        "given out only if it is the same, byte for byte, or pixel for pixel on every plate at 150 ppi. Else\n"
        "each input that is not as it was is named, a page in out/reprints/ shows then and now, and nothing\n"
        "is given out.\n\n"
        "  out/reprints/JOB-eN-FILE.pdf           for the printer\n"
        "  out/reprints/JOB-eN-FILE-ticket.pdf    how many, on which stock, why, and what is proven\n"
        "  record/history/                        an entry of it; `panelpress history` tells\n\n"
        "examples:\n"
        '  panelpress reprint 3 --copies 1 --reason "torn in Durham"\n'
        "  panelpress reprint 3 catalogue --edition 1\n"
        "  panelpress reprint --language es                every panel in Spanish\n"
        "  panelpress reprint 3 --printer wide-format      another print shop of catalogue.yml: its bleed,\n"
        "                                                  marks and intent, the same inside the trim\n"
        "  panelpress reprint 1 --venue durham             the strip of another town, all else as it was\n"
        "  panelpress reprint 3 --accept                   as it is now, if everybody approved it so\n\n"
        "exit codes:\n"
        "  0  for the printer    1  not the same, and not given out\n"
        "  2  a record or the project is not sound\n"
    )
    command.add_argument("items", nargs="*", metavar="ITEM", help="panels by number or id, or `catalogue`")
    command.add_argument(
        "--edition", type=int, metavar="N", help="which edition (default: the last that was closed with the item)"
    )
    command.add_argument("--language", default="", metavar="TAG", help="only panels in this language, such as es")
    command.add_argument("--copies", type=_copies, default=1, metavar="K", help="how many of each (default: 1)")
    command.add_argument("--reason", default="", metavar="TEXT", help="why, for the ticket and the record")
    command.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="the day of the reprint (default: today)")
    command.add_argument(
        "--printer", default="", metavar="NAME", help="another print shop of catalogue.yml than the one that printed it"
    )
    command.add_argument(
        "--venue", default="", metavar="NAME", help="with the strip of another town, one of `venues:`, or `none`"
    )
    command.add_argument(
        "--accept",
        action="store_true",
        help="not as it was but as it is now: close an edition of this one item, if everybody approved it so",
    )
    command.add_argument(
        "-C", "--directory", type=Path, default=Path(), metavar="DIR", help="the exhibition's folder, or one inside it"
    )
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")


def _copies(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)
