"""The command line: commands, options, exit codes, nothing else.

Only what ``--help`` needs is imported at the top; each command imports its job when it runs, so that help costs 0.05 s.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from panelpress import __version__
from panelpress.ground.diagnostics import ExitCode, Level, PanelpressError, did_you_mean, error, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import Console

    from panelpress.ground.diagnostics import Diagnostic

_LEVELS = tuple(level.word for level in reversed(Level))
_EXIT_CODES = """\
exit codes:
  0  press-ready           1  findings, or an item rejected
  2  could not judge       3  a fault of panelpress        130  interrupted
"""


# -- commands --------------------------------------------------------------------------------------------------------


def _build(arguments: argparse.Namespace) -> int:
    from panelpress.jobs.pool import default_jobs, start_early

    jobs = arguments.jobs or default_jobs()
    start_early(jobs)  # it loads the layout engine while the rest is imported and the project read
    from panelpress.exhibition.project import find_root
    from panelpress.jobs.build import Request, build
    from panelpress.report import json as as_json
    from panelpress.report.progress import watching
    from panelpress.report.terminal import show_report

    console = _stderr()
    quiet = arguments.quiet or arguments.json
    request = Request(
        find_root(arguments.directory),
        tuple(arguments.items),
        arguments.printer,
        jobs,
        arguments.cache,
        Level[arguments.fail_on.upper()],
    )
    report, code = build(request, lambda total: watching(console, total, jobs, quiet=quiet))
    if arguments.json:
        _print_json(as_json.document(report))
    elif not quiet or code:
        show_report(report, console, verbose=arguments.verbose)
    return int(code)


def _new(arguments: argparse.Namespace) -> int:
    from panelpress.jobs.new import new

    for path in new(arguments.folder):
        print(path)
    print(f"Now: cd {arguments.folder} && panelpress build", file=sys.stderr)
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from panelpress.jobs.check import check, need_files
    from panelpress.report import json as as_json
    from panelpress.report.terminal import show, summary

    need_files(arguments.files)
    profile = Path(arguments.profile)
    named = len(profile.parts) == 1 and not profile.suffix
    report, code = check(arguments.files, arguments.profile if named else profile, Level[arguments.fail_on.upper()])
    if arguments.json:
        _print_json(as_json.document(report))
    else:
        console = _stderr()
        show([d for d in report.findings if arguments.verbose or d.level is not Level.NOTE], console)
        console.print(summary(report, console.width))
    return int(code)


def _photos(arguments: argparse.Namespace) -> int:
    from rich.console import Console

    from panelpress.exhibition.project import find_root
    from panelpress.jobs.photos import PAGE, photos
    from panelpress.report.photos import json as as_json
    from panelpress.report.photos.terminal import show_photos

    root = find_root(arguments.directory)
    report, code = photos(root, arguments.printer, Level[arguments.fail_on.upper()])
    if arguments.json:
        _print_json(as_json.document(report))
    else:
        aside = _stderr()
        show_photos(report, Console(highlight=False), aside, verbose=arguments.verbose)
        aside.print(f"Contact sheet: out/{PAGE}")
    return int(code)


def _explain(arguments: argparse.Namespace) -> int:
    from panelpress.preflight.framework import all_checks, explain

    if arguments.name is None:
        for check_id, check in all_checks().items():
            print(f"{check_id:28} {check.title}")
        return 0
    told = explain(arguments.name)
    print(f"{told.id}: {told.title}\n\n{told.rationale}\n")
    print(f"Level: {told.level.word}")
    for limit in told.limits:
        print(f"Limit: {limit.name} = {limit.default} ({limit.word})")
    print(f"Source: {told.source}\nWhat to do: {told.fix}")
    return 0


def _info(arguments: argparse.Namespace) -> int:
    from panelpress.jobs.info import versions

    found = versions()
    if arguments.json:
        _print_json(found)
    else:
        width = max(len(name) for name in found)
        for name, version in found.items():
            print(f"{name:{width}}  {version}")
    return 0


def _schema(arguments: argparse.Namespace) -> int:
    from panelpress.exhibition.project import find_root
    from panelpress.jobs.schema import stale, write

    root = find_root(arguments.directory)
    if arguments.check:
        old = stale(root)
        for name in old:
            print(f"schema/{name} is not up to date: run `panelpress schema`", file=sys.stderr)
        return int(ExitCode.FINDINGS if old else ExitCode.PRESS_READY)
    for path in write(root):
        print(path.relative_to(root))
    return 0


# -- the parser ------------------------------------------------------------------------------------------------------


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
    new = _command(commands, "new", _new, "start an exhibition in a new folder")
    new.add_argument("folder", type=Path, metavar="DIR", help="a folder that does not exist yet, or is empty")
    _add_build(_command(commands, "build", _build, "build the files for the printer into out/press/"))
    _add_check(_command(commands, "check", _check, "judge any PDF, and say what to do about each finding"))
    _add_photos(
        _command(commands, "photos", _photos, "say of every photograph how large it can hang, and what to ask for")
    )
    explain = _command(commands, "explain", _explain, "say what a check looks for, why, and what to do")
    explain.add_argument("name", nargs="?", metavar="CHECK", help="such as bleed/painted; without it, all are listed")
    info = _command(commands, "info", _info, "print everything that can change a PDF: versions, fonts, profiles")
    _add_json(info)
    schema = _command(commands, "schema", _schema, "write the JSON Schemas that teach editors the project's files")
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
        "  panelpress build 3 num catalogue    panel 3, panel `num` and the catalogue\n\n" + _EXIT_CODES
    )
    command.add_argument(
        "items", nargs="*", metavar="ITEM", help="panels by number or id, or `catalogue`; everything when none is named"
    )
    _add_directory(command)
    command.add_argument("--printer", metavar="NAME", help="a print shop of catalogue.yml instead of the first one")
    command.add_argument(
        "-j", "--jobs", type=_jobs, metavar="N", help="how many items at once (default: one a processor)"
    )
    command.add_argument(
        "--no-cache", dest="cache", action="store_false", help="make every press picture again, keep none in out/cache"
    )
    _add_levels(command)
    _add_json(command)
    command.add_argument("-q", "--quiet", action="store_true", help="print nothing unless something is wrong")
    command.add_argument("-v", "--verbose", action="store_true", help="print notes in full")


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the PDF files")
    command.add_argument(
        "--profile", default="press", metavar="NAME", help="checks and limits: press, panel-a1, catalogue-a5 or a file"
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


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the command line; a misspelled command or option is answered with the nearest that exists.

    Raises:
        PanelpressError: with exit code 2.
    """
    top = parser()
    commands = next(a for a in top._actions if isinstance(a, argparse._SubParsersAction)).choices  # noqa: SLF001
    first = arguments[0] if arguments else ""
    if first.startswith("-") and first not in ("-h", "--help", "--version"):
        help = f"options stand after the command: `panelpress build {first}`; `panelpress --help` shows the commands"
        raise fault("usage", f"`{first}` cannot stand before a command", help)
    name = next((word for word in arguments if not word.startswith("-")), None)
    if name is not None and name not in commands:
        raise fault("usage", f"there is no command `{name}`", did_you_mean(name, commands))
    parsed, unknown = top.parse_known_args(arguments)
    if unknown:
        asked = commands[name] if name else top
        known = [option for action in asked._actions for option in action.option_strings]  # noqa: SLF001
        raise PanelpressError(
            error("usage", f"`{asked.prog}` has no option `{word}`", did_you_mean(word, known))
            if word.startswith("-")
            else error("usage", f"`{asked.prog}` takes no `{word}`", f"`{asked.prog} --help` shows what it takes")
            for word in unknown
        )
    return parsed


# -- running ---------------------------------------------------------------------------------------------------------


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one return an exit code
    """Run the command line.

    Returns:
        The exit code: 0 press-ready, 1 findings, 2 could not judge, 3 a fault of panelpress, 130 interrupted.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    _open_streams()
    try:
        parsed = _parse(arguments)
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
        _show(refused.diagnostics, as_json="--json" in arguments)
        return int(refused.code)
    except KeyboardInterrupt:
        building = "; out/press is a whole set, as every build leaves it" if "build" in arguments[:1] else ""
        _stderr().print(f"interrupted{building}")
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        _mute()
        return int(ExitCode.PRESS_READY)
    except OSError as refused:
        if refused.errno != errno.ENOSPC:
            return _fault(refused)
        _mute()
        _stderr().print("the disk is full: make room and try again")
        return int(ExitCode.CANNOT_JUDGE)
    except Exception as crash:  # noqa: BLE001 - the last place where a fault can be told decently
        return _fault(crash)


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


def _stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def _show(found: Iterable[Diagnostic], *, as_json: bool) -> None:
    from panelpress.report import json as json_report
    from panelpress.report.terminal import show

    found = tuple(found)
    if as_json:
        errors = [json_report.diagnostic(d) for d in found]
        _print_json({"schema_version": json_report.SCHEMA_VERSION, "errors": errors})
    else:
        show(found, _stderr())


def _print_json(value: Any) -> None:
    try:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads it; the exit code still tells the verdict
        _mute()


def _mute() -> None:
    """Send stdout nowhere, or Python would complain at its end of what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _fault(crash: Exception) -> int:
    import traceback

    lines = "".join(traceback.format_exception(crash))
    console = _stderr()
    console.print("panelpress itself failed; this is our fault, not yours.", style="bold red")
    console.print("Please report it with the lines below and the output of `panelpress info`.\n")
    console.print(lines, markup=False, soft_wrap=True)
    return int(ExitCode.BUG)
