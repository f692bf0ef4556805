"""The command that issues proofs: what it takes, and what it prints."""

from __future__ import annotations

import argparse
from pathlib import Path

from panelpress.cli.output import print_json, stderr
from panelpress.cli.signing import day


def proof(arguments: argparse.Namespace) -> int:
    """Issue a proof."""
    from panelpress.jobs.forks import start_early
    from panelpress.jobs.request import default_jobs

    jobs = arguments.jobs or default_jobs()
    start_early(jobs)  # it loads the layout engine while the rest is imported and the project read
    from rich.console import Console

    from panelpress.exhibition.root import find_root
    from panelpress.jobs.proof import ProofRequest, proof
    from panelpress.report.progress import watching
    from panelpress.report.proof import document, show_proof

    console = stderr()
    quiet = arguments.quiet or arguments.json
    request = ProofRequest(
        find_root(arguments.directory),
        tuple(arguments.items),
        arguments.each,
        arguments.date,
        arguments.paper,
        arguments.max_mb,
        tuple(arguments.tile),
        arguments.printer,
        jobs,
        arguments.cache,
    )
    report, code = proof(request, lambda total: watching(console, total, jobs, quiet=quiet))
    if arguments.json:
        print_json(document(report))
    else:
        show_proof(report, Console(highlight=False), console, quiet=arguments.quiet)
    return int(code)


def add_proof(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `proof` takes."""
    command.epilog = (
        "Builds the items as `panelpress build` does, and shows the finished files as they will print, with\n"
        "numbered lines, what was found, the photographs, what changed since the last proof and since each\n"
        "person's approval, and a sheet to sign for every gate of `sign_off:` in catalogue.yml. Mail it:\n"
        "people fill it in on a computer, a telephone or paper. What comes back: `panelpress signoff import`.\n\n"
        "Its number is the next one; where nothing changed it is the last one again. What it shows is kept\n"
        "in record/proofs/: commit that, or what comes back cannot be read.\n\n"
        "examples:\n"
        "  panelpress proof                        everything, in out/proof/proof-N.pdf\n"
        "  panelpress proof 3 catalogue --each     panel 3 and the catalogue, also each by itself\n"
        "  panelpress proof 3 --tile 3@60,500      with a part at its real size, 60 mm from the left of the\n"
        "                                          trimmed panel and 500 mm from its top\n"
        "  panelpress proof --tile catalogue/8@0,0 --tile 3:lamp-lit-wall    page 8; a photograph\n\n"
        "exit codes:\n"
        "  0  issued, and all of it may be signed    1  issued; what is rejected is not to be signed\n"
        "  2  nothing issued                         3  a fault of panelpress    130  interrupted\n"
    )
    command.add_argument(
        "items", nargs="*", metavar="ITEM", help="panels by number or id, or `catalogue`; everything when none is named"
    )
    command.add_argument(
        "-C", "--directory", type=Path, default=Path(), metavar="DIR", help="the exhibition's folder, or one inside it"
    )
    command.add_argument(
        "--each", action="store_true", help="also a proof of each item by itself, with a number of its own"
    )
    command.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="the day of the proof (default: the edition's)")
    command.add_argument(
        "--paper", choices=("a3", "a4"), default="a3", help="the sheets that panels are shown on (default: a3)"
    )
    command.add_argument(
        "--max-mb",
        type=_megabytes,
        metavar="N",
        help="how large a proof may be; its pictures are made smaller until it is "
        "(default: `proof: {max_mb: …}` of catalogue.yml, or 10)",
    )
    command.add_argument(
        "--tile",
        action="append",
        default=[],
        metavar="PART",
        help="also a part at its real size on A4: ITEM@X,Y in mm, ITEM/PAGE@X,Y or ITEM:PHOTO (may be given again)",
    )
    command.add_argument("--printer", metavar="NAME", help="a print shop of catalogue.yml instead of the first one")
    command.add_argument(
        "-j", "--jobs", type=_jobs, metavar="N", help="how many items at once (default: one a processor)"
    )
    command.add_argument(
        "--no-cache", dest="cache", action="store_false", help="make every press picture again, keep none in out/cache"
    )
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")
    command.add_argument("-q", "--quiet", action="store_true", help="print only the names of the files")


def _megabytes(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0.1 <= found <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is no size: write it in MB, from 0.1 to 1000, such as 8")
    return found


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)
