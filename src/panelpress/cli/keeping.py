"""The commands of keeping: `archive`, `verify`, `history`: what each takes, and what it prints."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from panelpress.cli.output import print_json, stderr
from panelpress.cli.signing import day
from panelpress.ground.diagnostics import PanelpressError
from panelpress.ground.units import count, size

if TYPE_CHECKING:
    import argparse

_FACTS = {
    "printer": "the print shop",
    "machine": "the machine it was printed on",
    "stock": "what it was printed on",
    "lamination": "what was put over it",
    "batch": "the stock's batch, or the shop's number of the job",
    "strip": "what the colour strip measured",
    "copy": "which copy of the show it hangs in",
    "note": "anything else",
}


# -- archive ---------------------------------------------------------------------------------------------------------


def archive(arguments: argparse.Namespace) -> int:
    """Write an edition as one zip."""
    from panelpress.exhibition.root import find_root
    from panelpress.jobs.archive import copy

    root = find_root(arguments.directory)
    copied = copy(root, arguments.edition, arguments.to)
    shown = copied.path.relative_to(Path.cwd()) if copied.path.is_relative_to(Path.cwd()) else copied.path
    if arguments.json:
        print_json(
            {
                "schema_version": 1,
                "job": copied.job,
                "edition": copied.number,
                "file": str(shown),
                "bytes": copied.octets,
                "sha256": copied.sha256,
                "files": copied.files,
            }
        )
        return 0
    print(shown)
    print(
        f"edition {copied.number} of {copied.job}: {count(copied.files, 'file')}, {size(copied.octets)}, read back; "
        f"SHA-256 {copied.sha256}",
        file=sys.stderr,
    )
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Make a project of an edition."""
    from panelpress.jobs.archive import restore

    restored = restore(arguments.source, arguments.into, arguments.edition)
    if arguments.json:
        print_json(
            {
                "schema_version": 1,
                "job": restored.job,
                "edition": restored.number,
                "folder": str(restored.path),
                "archive": restored.archive,
                "files": restored.files,
                "bytes": restored.octets,
                "archive_elsewhere": restored.elsewhere,
            }
        )
        return 0
    print(restored.path)
    files = f"{count(restored.files, 'file')}, {size(restored.octets)}, read back"
    print(f"edition {restored.number} of {restored.job}: {files}", file=sys.stderr)
    if restored.elsewhere:
        print(
            f"its archive is in {restored.archive}/; its catalogue.yml says {restored.elsewhere}: change `archive:` there",
            file=sys.stderr,
        )
    print(f"Now: cd {restored.path} && panelpress verify", file=sys.stderr)
    return 0


def add_archive(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `archive` and `archive restore` take."""
    command.epilog = (
        "`panelpress build --release` keeps every edition in the archive, whose place `archive:` in\n"
        "catalogue.yml names. This writes one as a plain zip, for a drive or a colleague, and reads it back.\n\n"
        "examples:\n"
        "  panelpress archive                              the last edition, into out/\n"
        "  panelpress archive --edition 1 --to /media/usb  edition 1, to a drive\n"
        "  panelpress archive restore miners-1.zip --into miners    a project that works, elsewhere\n\n"
        "exit codes:\n"
        "  0  written and read back    2  the archive is not whole, or cannot be written\n"
    )
    command.add_argument("--edition", type=int, metavar="N", help="which edition (default: the last that was closed)")
    command.add_argument(
        "--to", type=Path, metavar="FILE.zip", help="the zip, or a folder to put it in (default: out/)"
    )
    _add_common(command)


def add_restore(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `archive restore` takes."""
    command.epilog = (
        "Everything is read and held against its digest before the folder has its name. What was signed stays\n"
        "signed, and the press files are there as they were printed.\n\n"
        "example:\n  panelpress archive restore british-miners-1-3f2a….zip --into miners\n\n"
        "exit codes:\n  0  restored, and read back    2  what is there is not whole; nothing was left behind\n"
    )
    command.add_argument(
        "source", type=Path, metavar="FILE.zip", help="the zip, the folder it was unpacked into, or an archive"
    )
    command.add_argument("--into", type=Path, required=True, metavar="DIR", help="a folder that does not exist yet")
    command.add_argument("--edition", type=int, metavar="N", help="which edition of an archive that holds several")
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")


# -- verify ----------------------------------------------------------------------------------------------------------


def verify(arguments: argparse.Namespace) -> int:
    """Read again what is kept, or what was given out."""
    from rich.console import Console

    from panelpress.jobs.verify import verify
    from panelpress.report.keeping import verified
    from panelpress.report.keeping.terminal import show_verified

    report, code = verify(_root(arguments), arguments.path, arguments.edition)
    if arguments.json:
        print_json(verified(report))
    else:
        show_verified(report, Console(highlight=False), stderr(), whole=arguments.all)
    return int(code)


def _root(arguments: argparse.Namespace) -> Path | None:
    """Return the exhibition's folder; None where there is none and a place is named that can be judged without one."""
    from panelpress.exhibition.root import find_root

    try:
        return find_root(arguments.directory)
    except PanelpressError:
        if arguments.path is None:
            raise
        return None


def add_verify(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `verify` takes."""
    command.epilog = (
        "Without PATH: the press files, the record of what people decided, and every edition of the archive.\n"
        "With one, what lies there: a set of press files, an archive, a zip of an edition, or a drive full of\n"
        "files, which are recognised by what they hold, whatever they are called.\n"
        "  right     it is what it was         changed   it is called so, and is another file\n"
        "  missing   it should be there        extra     it does not belong there\n"
        "  unknown   a PDF of no edition that is known here\n\n"
        "examples:\n"
        "  panelpress verify                             everything that is kept\n"
        "  panelpress verify /media/usb                  what is on the drive\n"
        "  panelpress verify /media/usb --edition 2      the same, and what of edition 2 is not there\n\n"
        "exit codes:\n"
        "  0  all is right    1  something is not    2  could not judge\n"
    )
    command.add_argument("path", type=Path, nargs="?", metavar="PATH", help="a folder, a zip, or a file")
    command.add_argument("--edition", type=int, metavar="N", help="only this edition; at PATH: what of it is not there")
    command.add_argument("--all", action="store_true", help="list the files that are right, too")
    _add_common(command)


# -- history ---------------------------------------------------------------------------------------------------------


def history(arguments: argparse.Namespace) -> int:
    """Tell which editions there are and what became of them."""
    from rich.console import Console

    from panelpress.exhibition.root import find_root
    from panelpress.jobs.history import history
    from panelpress.report.keeping import history as as_values
    from panelpress.report.keeping.terminal import show_history

    report = history(find_root(arguments.directory), arguments.item or "")
    if arguments.json:
        print_json(as_values(report))
    else:
        show_history(report, Console(highlight=False), stderr())
    return 2 if report.faults else 0


def history_add(arguments: argparse.Namespace) -> int:
    """Record how items were really printed."""
    from panelpress.exhibition.root import find_root
    from panelpress.jobs.history import add
    from panelpress.jobs.history import history as again
    from panelpress.report.keeping import event_of, told

    root = find_root(arguments.directory)
    facts = {name: getattr(arguments, name) for name in _FACTS}
    events = add(root, tuple(arguments.items), arguments.edition, arguments.date, facts)
    report = again(root)
    if arguments.json:
        print_json({"schema_version": 1, "recorded": [event_of(event, report) for event in events]})
        return 0
    labels = ", ".join(report.label(event.item) for event in events)
    print(f"recorded: {told(events[0], labels)}")
    return 0


def add_history(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `history` takes."""
    command.epilog = (
        "Editions with their archive, how each item was really printed, which copy of the show it hangs in,\n"
        "and what was reprinted when and why. `panelpress history add` tells how something was printed.\n\n"
        "examples:\n  panelpress history          everything\n  panelpress history 3        panel 3 only\n\n"
        "exit codes:\n  0  told    2  a record is not as it was written\n"
    )
    command.add_argument("item", nargs="?", metavar="ITEM", help="a panel by number or id, or `catalogue`")
    _add_common(command)


def add_history_add(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `history add` takes."""
    command.epilog = (
        "example:\n"
        '  panelpress history add all --edition 1 --date 2027-01-12 --printer "Northern Print" \\\n'
        '      --machine "Durst P5 250" --stock "3 mm Dibond" --lamination "matt, anti-graffiti" --copy A\n\n'
        "What is told is kept in record/history/, small text files for git; the next order can ask for the\n"
        "same.\n"
    )
    command.add_argument("items", nargs="+", metavar="ITEM", help="panels by number or id, `catalogue`, or `all`")
    command.add_argument("--edition", type=int, metavar="N", help="which edition (default: the last that was closed)")
    command.add_argument(
        "--date", type=day, required=True, metavar="YYYY-MM-DD", help="the day it was printed or delivered"
    )
    for name, about in _FACTS.items():
        command.add_argument(f"--{name}", default="", metavar="TEXT", help=about)
    _add_common(command)


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-C", "--directory", type=Path, default=Path(), metavar="DIR", help="the exhibition's folder, or one inside it"
    )
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")
