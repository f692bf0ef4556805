"""The words of the command line: commands, options, and the help that teaches them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from panelpress import __version__
from panelpress.cli import commands as run
from panelpress.cli import comparing, keeping, packaging, proof, reprint, signing
from panelpress.cli.comparing import add_diff
from panelpress.cli.keeping import add_archive, add_history, add_history_add, add_restore, add_verify
from panelpress.cli.packaging import add_package
from panelpress.cli.proof import add_proof
from panelpress.cli.reprint import add_reprint
from panelpress.cli.signing import add_signoff, add_status
from panelpress.ground.diagnostics import Level, PanelpressError, did_you_mean, error, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_OF_TWO_WORDS = frozenset({("archive", "restore"), ("history", "add")})
"""Commands that stand beside one of the first word alone, which takes words of its own"""
_LEVELS = tuple(level.word for level in reversed(Level))
_FORMATS = ("text", "html", "json", "junit", "sarif")
_EXIT_CODES = """\
exit codes:
  0  press-ready           1  findings, or an item rejected
  2  could not judge       3  a fault of panelpress        130  interrupted
"""


class _Parser(argparse.ArgumentParser):
    """Says what was meant where a command or option is misspelled, and ends with exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the command line as a Diagnostic."""
        raise fault("usage", f"{self.prog}: {message}", f"`{self.prog} --help` shows what there is")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help that keeps to 100 columns however wide the terminal is."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)


def parser() -> argparse.ArgumentParser:
    """Return the whole command line."""
    top = _Parser(
        prog="panelpress",
        formatter_class=_Formatter,
        description="Print-ready A1 exhibition panels and an A5 catalogue from text and photographs,\n"
        "checked as a print shop would.",
        epilog=_EXIT_CODES,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    new = _command(commands, "new", run.new, "start an exhibition in a new folder")
    new.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet, or is empty")
    _add_build(_command(commands, "build", run.build, "build the files for the printer into out/press/"))
    _add_check(_command(commands, "check", run.check, "judge any PDF, and say what to do about each finding"))
    _add_photos(
        _command(commands, "photos", run.photos, "say of every photograph how large it can hang, and what to ask for")
    )
    _add_access(
        _command(
            commands, "access", run.access, "make the texts in large print (PDF/UA) and as plain HTML, in out/access/"
        )
    )
    _add_text(_command(commands, "text", run.text, "judge what is written, and count the words of each panel"))
    add_proof(_command(commands, "proof", proof.proof, "issue what people sign: the finished files as they will print"))
    add_status(
        _command(
            commands, "status", signing.status, "say who approved what, what lapsed by which change, and who is awaited"
        )
    )
    add_signoff(
        _command(
            commands, "signoff", signing.no_command, "record what people decided: their proofs, calls, corrections"
        )
    )
    add_package(_command(commands, "package", packaging.package, "pack the press files for each print shop"))
    add_archive(_command(commands, "archive", keeping.archive, "write a released edition as one zip, and read it back"))
    add_restore(
        _command(commands, "archive restore", keeping.restore, "make a project that works of such a zip, anywhere")
    )
    add_reprint(
        _command(
            commands, "reprint", reprint.reprint, "print an item of a closed edition again, proven the same, or not"
        )
    )
    add_diff(
        _command(commands, "diff", comparing.diff, "say what differs between two editions, PDFs, or what is built now")
    )
    add_verify(
        _command(commands, "verify", keeping.verify, "read again what is kept, or what lies on a drive, and tell")
    )
    add_history(
        _command(commands, "history", keeping.history, "say what was printed how, hangs where, was reprinted why")
    )
    add_history_add(_command(commands, "history add", keeping.history_add, "record how an item was really printed"))
    explain = _command(commands, "explain", run.explain, "say what a check looks for, why, and what to do")
    about = "such as bleed/painted, or any message's; without it, all checks are listed"
    explain.add_argument("name", nargs="?", metavar="NAME", help=about)
    info = _command(commands, "info", run.info, "print everything that can change a PDF: versions, fonts, profiles")
    _add_json(info)
    schema = _command(commands, "schema", run.schema, "write the JSON Schemas that teach editors the project's files")
    _add_directory(schema)
    schema.add_argument("--check", action="store_true", help="write nothing; fail when they are not up to date")
    return top


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, run: Callable[[argparse.Namespace], int], about: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=about, description=f"{about[0].upper()}{about[1:]}.", formatter_class=_Formatter, allow_abbrev=False
    )
    command.set_defaults(run=run)
    return command


def _add_build(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "examples:\n  panelpress build                    everything\n"
        "  panelpress build 3 num catalogue    panel 3, panel `num` and the catalogue\n"
        "  panelpress build --release          close the edition, or be told everything that is in the way\n"
        "  panelpress build --venue durham     the strip of another town; nobody is asked again\n\n"
        "Where catalogue.yml asks for approvals (`sign_off:`), the name of a file says UNAPPROVED until\n"
        "all are there; its bytes are the same either way. out/press/ticket.pdf goes to the printer too.\n\n"
        + _EXIT_CODES
    )
    command.add_argument(
        "items", nargs="*", metavar="ITEM", help="panels by number or id, or `catalogue`; everything when none is named"
    )
    _add_directory(command)
    command.add_argument("--printer", metavar="NAME", help="a print shop of catalogue.yml instead of the first one")
    command.add_argument(
        "--venue", metavar="NAME", help="whose strip is printed, one of `venues:` in catalogue.yml, or `none`"
    )
    command.add_argument(
        "--release",
        action="store_true",
        help="close the edition: only if every item is approved as it is, with no stand-in and no open finding",
    )
    command.add_argument(
        "-j", "--jobs", type=_jobs, metavar="N", help="how many items at once (default: one a processor)"
    )
    command.add_argument(
        "--no-cache", dest="cache", action="store_false", help="make every press picture again, keep none in out/cache"
    )
    command.add_argument(
        "--cluster",
        default="",
        metavar="WHERE",
        help="make the items on a Dask cluster that sees this folder: `tcp://HOST:PORT`, or `local` (an extra)",
    )
    command.add_argument(
        "--cache-mb",
        type=_megabytes,
        default=4000,
        metavar="MB",
        help="how much out/cache may hold; what was used longest ago leaves first, what this build uses stays (default: 4000)",
    )
    _add_levels(command)
    _add_json(command)
    command.add_argument("-q", "--quiet", action="store_true", help="print nothing unless something is wrong")
    command.add_argument("-v", "--verbose", action="store_true", help="print notes in full")


def _add_check(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "examples:\n  panelpress check advert.pdf             any PDF, by the rules of every press file\n"
        "  panelpress check incoming/             every PDF of a folder\n"
        "  panelpress check 3 catalogue           what was built, against what was ordered\n"
        "  panelpress check - --format junit      from standard input, for a build server\n"
        "  panelpress check a.pdf --annotate b.pdf    a copy with each finding as a comment in its place\n\n"
        + _EXIT_CODES
    )
    command.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="PDF files, folders, `-` for standard input, or items of the exhibition",
    )
    _add_directory(command)
    command.add_argument(
        "--profile", metavar="NAME", help="checks and limits: press (the default), panel-a1, catalogue-a5 or a file"
    )
    command.add_argument(
        "--only", action="append", default=[], metavar="CHECK", help="only this check or family (may be given again)"
    )
    command.add_argument("--skip", action="append", default=[], metavar="CHECK", help="all but this check or family")
    command.add_argument(
        "--format", choices=_FORMATS, default="text", help="on stdout: html, json, junit or sarif (default: text)"
    )
    command.add_argument(
        "-j", "--jobs", type=_jobs, metavar="N", help="how many files at once (default: one a processor)"
    )
    command.add_argument(
        "--annotate",
        metavar="OUT",
        help="also write a copy with the findings as comments: OUT.pdf, or DIR/ for any number of files",
    )
    _add_levels(command)
    _add_json(command)
    command.add_argument("-v", "--verbose", action="store_true", help="print notes in full")


def _add_photos(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "The table names each place a photograph stands in: its resolution there, what is wanted, and\n"
        "the largest size its pixels are good for. Thumbnails, credits and rights: out/photos.html.\n\n" + _EXIT_CODES
    )
    _add_directory(command)
    command.add_argument("--printer", metavar="NAME", help="a print shop of catalogue.yml instead of the first one")
    _add_levels(command)
    _add_json(command)
    command.add_argument("-v", "--verbose", action="store_true", help="print notes in full, with what to do")


def _add_access(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "For people who cannot read the panels on the wall: all texts in order, each photograph told in words\n"
        "(`alt:` in photos/captions.yml). One edition a language:\n"
        "  out/access/large-print.pdf    A4, 18 point, tagged for screen readers, to lie beside the panels\n"
        "  out/access/texts.html         one page, for the web or a telephone\n\n"
        "example:\n  panelpress access --language es      only the edition in Spanish\n\n" + _EXIT_CODES
    )
    _add_directory(command)
    command.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="TAG",
        help="only the edition in this language, such as es (may be given again); all when none is named",
    )
    _add_levels(command)
    _add_json(command)
    command.add_argument("-q", "--quiet", action="store_true", help="print nothing unless something is wrong")
    command.add_argument("-v", "--verbose", action="store_true", help="print notes in full")


def _add_text(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "For whoever writes: words of each panel against what people read standing, reading ease, the\n"
        "longest sentence, the size of the type, what room is left, what is still to come; and how well each\n"
        "panel can be read, against its limits, the hardest first. Findings name the line.\n"
        "The same as a page, with the panels drawn to scale on their wall: out/text.html.\n\n" + _EXIT_CODES
    )
    _add_directory(command)
    _add_levels(command)
    _add_json(command)


def _add_directory(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "-C", "--directory", type=Path, default=Path(), metavar="DIR", help="the exhibition's folder, or one inside it"
    )


def _add_levels(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--fail-on", choices=_LEVELS, default="error", help="from which findings on the exit code is 1 (default: error)"
    )


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _megabytes(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of megabytes")
    return int(text)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the command line; a misspelled command or option is answered with the nearest that exists.

    Raises:
        PanelpressError: with exit code 2.
    """
    top = parser()
    if tuple(arguments[:2]) in _OF_TWO_WORDS:
        arguments = [" ".join(arguments[:2]), *arguments[2:]]
    first = arguments[0] if arguments else ""
    if first.startswith("-") and first not in ("-h", "--help", "--version"):
        help = f"options stand after the command: `panelpress build {first}`; `panelpress --help` shows the commands"
        raise fault("usage", f"`{first}` cannot stand before a command", help)
    asked = _asked(top, [word for word in arguments if not word.startswith("-")])
    parsed, unknown = top.parse_known_args(arguments)
    if unknown:
        known = [option for action in asked._actions for option in action.option_strings]  # noqa: SLF001
        raise PanelpressError(
            error("usage", f"`{asked.prog}` has no option `{word}`", did_you_mean(word, known))
            if word.startswith("-")
            else error("usage", f"`{asked.prog}` takes no `{word}`", f"`{asked.prog} --help` shows what it takes")
            for word in unknown
        )
    return parsed


def _asked(within: argparse.ArgumentParser, words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the command that some words name, down to a command's own ones.

    Raises:
        PanelpressError: where there is none of that name.
    """
    group = next((a for a in within._actions if isinstance(a, argparse._SubParsersAction)), None)  # noqa: SLF001
    if group is None or not words:
        return within
    if words[0] not in group.choices:
        of = within.prog.removeprefix("panelpress").strip()
        name = f"{of} {words[0]}".strip()
        raise fault("usage", f"there is no command `{name}`", did_you_mean(words[0], group.choices))
    return _asked(group.choices[words[0]], words[1:])
