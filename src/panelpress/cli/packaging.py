"""The command `package`: what it takes, and what it prints."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from panelpress.cli.output import print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelpress.jobs.package import Packed


def package(arguments: argparse.Namespace) -> int:
    """Pack the press files for the print shops."""
    from panelpress.exhibition.root import find_root
    from panelpress.jobs.package import Asked, document, package

    packed = package(
        Asked(find_root(arguments.directory), arguments.to, arguments.max_mb, unapproved=arguments.unapproved)
    )
    if arguments.json:
        print_json(document(packed))
    else:
        _say(packed)
    return 0


def _say(packed: Sequence[Packed]) -> None:
    from panelpress.jobs.package import words

    here = Path.cwd()
    for each in packed:
        print(each.path.relative_to(here) if each.path.is_relative_to(here) else each.path)
        print(f"  {words(each)}", file=sys.stderr)


def add_package(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `package` takes."""
    command.epilog = (
        "A zip for each print shop, or one where both are the same: its press files, the job ticket, the\n"
        "preflight, manifest.json, and SHA256SUMS, which `sha256sum -c` reads. What is not as it was built,\n"
        "not whole or not approved is not packed, and each reason is told.\n\n"
        "examples:\n"
        "  panelpress package                      into out/package/\n"
        "  panelpress package --max-mb 20          several zips of at most 20 MB, for a mail box\n"
        "  panelpress package --unapproved         a trial print; the name of the zip says UNAPPROVED\n\n"
        "A print shop's own limit stands in catalogue.yml: `max_mb:` of the printer.\n\n"
        "exit codes:\n"
        "  0  packed    1  something must not be sent as it is    2  there is nothing to pack, or no room\n"
    )
    command.add_argument(
        "-C", "--directory", type=Path, default=Path(), metavar="DIR", help="the exhibition's folder, or one inside it"
    )
    command.add_argument("--to", type=Path, metavar="DIR", help="where the zips go (default: out/package)")
    command.add_argument("--max-mb", type=_megabytes, metavar="N", help="how large one zip may be, MB")
    command.add_argument("--unapproved", action="store_true", help="pack what is not approved too, for a trial print")
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")


def _megabytes(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no size in MB")
    return value
