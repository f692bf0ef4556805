"""The commands of signing: what each takes, and what it prints."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from panelpress.cli.output import print_json, stderr
from panelpress.ground.diagnostics import fault
from panelpress.ground.gates import GATE_IDS

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNOFF = ("import", "record", "done", "waive", "withdraw", "list", "log")
"""The commands of `signoff`"""
_PAGE = Path("out/status.html")


def status(arguments: argparse.Namespace) -> int:
    """Tell what is approved, what lapsed, and whom it waits for."""
    from rich.console import Console

    from panelpress.exhibition.root import find_root
    from panelpress.jobs.status import status, write_page
    from panelpress.report.status import document
    from panelpress.report.status.terminal import show_status

    root = find_root(arguments.directory)
    report, code = status(root, arguments.date, arguments.printer)
    if arguments.html:
        page = root / arguments.html if arguments.html == _PAGE else arguments.html
        write_page(report, page)
        print(f"The page: {arguments.html}", file=sys.stderr)
    if arguments.json:
        print_json(document(report))
    else:
        show_status(report, Console(highlight=False), stderr())
    return int(code)


def add_status(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `status` takes."""
    command.epilog = (
        "A row an item, a column a gate of `sign_off:` in catalogue.yml, people by their initials:\n"
        "  ✓ AW            approved by A. Writer\n"
        "  waits AW/BR     nobody of theirs decided on it as it is now\n"
        "  lapsed AW p. 1  changed since it was approved; what did not change still counts\n"
        "  2 to do AW      approved with corrections that are not all made\n"
        "  changes AW      changes are required\n"
        "  expired AW      the last day of the gate's approvals is past\n"
        "  ?               not built, or changed since: `panelpress build`\n"
        "Below it, the worst first, what is still wanted of whom.\n\n"
        "exit codes:\n"
        "  0  everything is approved    1  not yet\n"
        "  2  the record is not as it was written, or nobody is asked to approve anything\n"
    )
    command.add_argument(
        "-C", "--directory", type=Path, default=Path(), metavar="DIR", help="the exhibition's folder, or one inside it"
    )
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")
    command.add_argument(
        "--html",
        type=Path,
        nargs="?",
        const=_PAGE,
        metavar="FILE",
        help="also write a page for the project's website (out/status.html, or FILE)",
    )
    command.add_argument(
        "--date", type=day, metavar="YYYY-MM-DD", help="the day approvals are held against (default: the edition's)"
    )
    command.add_argument(
        "--printer", metavar="NAME", help="the print shop it was built for, where that is not the first one"
    )


def day(text: str) -> dt.date:
    """Return a day of the command line.

    Raises:
        ArgumentTypeError: when it is none.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write it like 2027-05-31") from None


# -- signoff ---------------------------------------------------------------------------------------------------------


def no_command(_: argparse.Namespace) -> int:
    """Say that one of the commands of `signoff` must be named.

    Raises:
        PanelpressError: with exit code 2, always.
    """
    raise fault(
        "usage", "`panelpress signoff` needs a command", f"one of {', '.join(SIGNOFF)}; `panelpress signoff --help`"
    )


def signoff_import(arguments: argparse.Namespace) -> int:
    """Record what returned proofs say."""
    from rich.console import Console

    from panelpress.exhibition.root import find_root
    from panelpress.jobs.returns import import_returned
    from panelpress.report.signoff import imported
    from panelpress.report.signoff.terminal import show_import

    report, code = import_returned(find_root(arguments.directory), arguments.files, arguments.date)
    if arguments.json:
        print_json(imported(report))
    else:
        show_import(report, Console(highlight=False), stderr())
    return int(code)


def signoff_record(arguments: argparse.Namespace) -> int:
    """Record what somebody decided elsewhere."""
    from panelpress.exhibition.root import find_root
    from panelpress.jobs.signoff import record
    from panelpress.jobs.signoffs.who import Who
    from panelpress.report.signoff import decided, decisions, signed

    found = record(
        find_root(arguments.directory),
        tuple(arguments.items),
        arguments.gate,
        Who(arguments.by, arguments.role, arguments.organisation),
        arguments.decision,
        arguments.date,
        arguments.note,
        arguments.evidence,
        arguments.proof,
    )
    if arguments.json:
        print_json(decisions(found))
        return 0
    numbers = sorted({each.decision.proof for each in found})
    seen = f"proof {numbers[0]} shows" if len(numbers) == 1 else f"proofs {', '.join(map(str, numbers))} show"
    print(f"recorded: {signed(found[0].decision)}, on what {seen}")
    for each in found:
        print(f"  {decided(each)}")
    return 0


def signoff_done(arguments: argparse.Namespace) -> int:
    """Record that a comment is dealt with."""
    from panelpress.exhibition.root import find_root
    from panelpress.jobs.signoffs.todo import done
    from panelpress.report.signoff import commented

    ticked = done(
        find_root(arguments.directory),
        arguments.comment,
        arguments.by,
        arguments.date,
        arguments.note,
        arguments.anyway,
    )
    for asked in ticked:
        print(f"done: {commented(asked.comment, asked.comment.item)}")
    return 0


def signoff_waive(arguments: argparse.Namespace) -> int:
    """Record that somebody accepts a finding."""
    from panelpress.exhibition.root import find_root
    from panelpress.jobs.signoffs.waive import waive
    from panelpress.jobs.signoffs.who import Who

    made, counted = waive(
        find_root(arguments.directory),
        arguments.check,
        arguments.item,
        Who(arguments.by, arguments.role, arguments.organisation),
        arguments.reason,
        arguments.date,
        arguments.page,
        arguments.object,
        arguments.until,
    )
    until = f", until {made.until}" if made.until else ""
    then = "the next `panelpress build` applies it" if counted else "it does not count: not listed under `signers:`"
    print(f"recorded: {made.by} accepts {made.check} in {made.item}{until}; {then}")
    return 0


def signoff_list(arguments: argparse.Namespace) -> int:
    """List the comments that are not done."""
    from rich.console import Console

    from panelpress.exhibition.root import find_root
    from panelpress.jobs.signoffs.todo import listed
    from panelpress.report.signoff import listed as as_values
    from panelpress.report.signoff.terminal import show_list

    report = listed(find_root(arguments.directory))
    if arguments.json:
        print_json(as_values(report))
    else:
        show_list(report, Console(highlight=False), stderr(), whole=arguments.all)
    return 2 if report.faults else 0


def signoff_withdraw(arguments: argparse.Namespace) -> int:
    """Take an entry back that was recorded by mistake."""
    from panelpress.exhibition.root import find_root
    from panelpress.jobs.signoffs.withdraw import withdraw

    report = withdraw(
        find_root(arguments.directory),
        arguments.entry,
        arguments.by,
        arguments.date,
        arguments.reason,
        arguments.anyway,
    )
    for each in report.entries:
        print(f"taken back: {each.words}")
    return 0


def signoff_log(arguments: argparse.Namespace) -> int:
    """List what was recorded, in the order in which it was."""
    from rich.console import Console

    from panelpress.exhibition.root import find_root
    from panelpress.jobs.signoffs.withdraw import log
    from panelpress.report.signoff.log import document
    from panelpress.report.signoff.terminal import show_log

    report = log(find_root(arguments.directory), tuple(arguments.items))
    if arguments.json:
        print_json(document(report))
    else:
        show_log(report, Console(highlight=False), stderr())
    return 2 if report.faults else 0


def add_signoff(command: argparse.ArgumentParser) -> None:
    """Teach the command line what `signoff` and its own commands take."""
    command.epilog = (
        "Officers send proofs back, filled in and written on: `import` reads them. What they say on the\n"
        "telephone or write on paper: `record`. Their comments are a to-do list: `list` shows it, `done`\n"
        "ticks one off. All of it is kept in record/, small text files for git; `log` lists them, and\n"
        "`withdraw` takes one back that was a mistake. `panelpress status` tells where it stands.\n"
    )
    commands = command.add_subparsers(
        title="commands", metavar="COMMAND", help="one of these; each has a `--help` of its own"
    )
    _add_import(_under(command, commands, "import", signoff_import, "read returned proofs, and record what they say"))
    about = "record a decision that came by telephone, on paper or in a meeting"
    _add_record(_under(command, commands, "record", signoff_record, about))
    _add_done(_under(command, commands, "done", signoff_done, "tick a comment of the to-do list off"))
    _add_waive(_under(command, commands, "waive", signoff_waive, "accept a finding, by name and with a reason"))
    about = "take back what was recorded by mistake"
    _add_withdraw(_under(command, commands, "withdraw", signoff_withdraw, about))
    _add_list(_under(command, commands, "list", signoff_list, "list the comments that are still to be dealt with"))
    _add_log(_under(command, commands, "log", signoff_log, "list what was recorded, and what of it was taken back"))


def _under(
    command: argparse.ArgumentParser,
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
) -> argparse.ArgumentParser:
    made = commands.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        formatter_class=command.formatter_class,
        allow_abbrev=False,
    )
    made.set_defaults(run=run)
    made.add_argument(
        "-C", "--directory", type=Path, default=Path(), metavar="DIR", help="the exhibition's folder, or one inside it"
    )
    return made


def _add_import(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "Every file is kept in record/evidence/, also one that is refused, but for what is no proof at all.\n"
        "A decision holds for what that proof showed: what has changed since is recorded as lapsed. Comments\n"
        "are told with the line they stand beside.\n\n"
        "example:\n  panelpress signoff import ~/Downloads/proof-3*.pdf\n\n"
        "exit codes:\n"
        "  0  all is recorded, and counts    1  some is refused, lapsed, or does not count\n"
        "  2  no file could be read\n"
    )
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="proofs as they were sent back")
    command.add_argument(
        "--date", type=day, metavar="YYYY-MM-DD", help="the day of what bears none (default: the edition's)"
    )
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")


def _add_record(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "It holds for what the newest proof with the item shows, or the one that `--proof` names.\n\n"
        "examples:\n"
        '  panelpress signoff record panels --gate text --by "A. Writer" --decision approved \\\n'
        "      --date 2027-05-31\n"
        '  panelpress signoff record 3 --gate text --by "A. Writer" --decision corrections \\\n'
        '      --note "1971, not 1917" --date 2027-05-31 --evidence photo-of-sheet.jpg\n'
    )
    command.add_argument(
        "items", nargs="+", metavar="ITEM", help="panels by number or id, `catalogue`, `panels` or `all`"
    )
    command.add_argument("--gate", required=True, metavar="GATE", help=f"one of: {', '.join(GATE_IDS)}")
    _add_who(command, "who decided, as `signers:` in catalogue.yml lists them")
    words = "`approved`, `corrections` (approved once they are made) or `changes` (required)"
    command.add_argument("--decision", required=True, metavar="WORD", help=words)
    command.add_argument("--date", required=True, type=day, metavar="YYYY-MM-DD", help="the day they said so")
    command.add_argument("--note", default="", metavar="TEXT", help="what they said; corrections become a to-do")
    command.add_argument("--evidence", type=Path, metavar="FILE", help="a scan, photograph or message, to be kept")
    command.add_argument("--proof", type=int, metavar="N", help="the proof they saw (default: the newest)")
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")


def _add_done(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "Make the correction, `panelpress build`, then tick it off: whoever approved with this correction\n"
        "approves the item as it is then.\n\n"
        "example:\n"
        '  panelpress signoff done 3fa85f64 --by "The editor" --note "it was 1971" --date 2027-06-02\n'
    )
    command.add_argument("comment", metavar="DIGITS", help="the digits that `panelpress signoff list` prints")
    command.add_argument("--by", required=True, metavar="NAME", help="who dealt with it")
    command.add_argument("--note", default="", metavar="TEXT", help="how")
    command.add_argument("--date", required=True, type=day, metavar="YYYY-MM-DD", help="the day they did")
    _add_anyway(command, "record it though nothing changed since the proof, or though the name is like a signer's")


def _add_waive(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "The finding stays in every report, with who answers for it, why, and until when.\n\n"
        "example:\n"
        '  panelpress signoff waive image/resolution 4 --object lamp-lit-wall --by "A. Writer" \\\n'
        '      --reason "the only print there is" --date 2027-05-31 --until 2027-12-31\n'
    )
    command.add_argument("check", metavar="CHECK", help="such as image/resolution")
    command.add_argument("item", metavar="ITEM", help="a panel by number or id, or `catalogue`")
    _add_who(command, "who answers for it")
    command.add_argument("--reason", required=True, metavar="TEXT", help="why it is accepted")
    command.add_argument("--page", type=int, default=0, metavar="N", help="only on this page")
    command.add_argument("--object", default="", metavar="NAME", help="only of this object, such as a photograph's id")
    command.add_argument("--until", type=day, metavar="YYYY-MM-DD", help="the last day it holds (default: for good)")
    command.add_argument("--date", required=True, type=day, metavar="YYYY-MM-DD", help="the day they said so")


def _add_withdraw(command: argparse.ArgumentParser) -> None:
    command.epilog = (
        "The entry stays where it is, counts for nothing, and is told with who took it back and why. Anything\n"
        "may be taken back: a decision, a comment, a waiver, a tick, and what was taken back by mistake.\n\n"
        "example:\n"
        '  panelpress signoff withdraw 3fa85f64 --by "The editor" --reason "it was about panel 4" \\\n'
        "      --date 2027-06-02\n"
    )
    command.add_argument("entry", metavar="DIGITS", help="the digits that `panelpress signoff log` prints")
    command.add_argument("--by", required=True, metavar="NAME", help="who takes it back")
    command.add_argument("--reason", required=True, metavar="TEXT", help="why")
    command.add_argument("--date", required=True, type=day, metavar="YYYY-MM-DD", help="the day they do")
    _add_anyway(command, "record it though the name is like a signer's")


def _add_anyway(command: argparse.ArgumentParser, about: str) -> None:
    command.add_argument("--anyway", default="", metavar="REASON", help=f"{about}: the reason is recorded with it")


def _add_list(command: argparse.ArgumentParser) -> None:
    command.epilog = "Each begins with the digits that `panelpress signoff done` takes.\n"
    command.add_argument("--all", action="store_true", help="also those that are done, with who did them")
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")


def _add_log(command: argparse.ArgumentParser) -> None:
    command.epilog = "In the order in which it was recorded; each begins with the digits that `withdraw` takes.\n"
    command.add_argument("items", nargs="*", metavar="ITEM", help="only what is about these (default: all)")
    command.add_argument("--json", action="store_true", help="print one JSON document on stdout")


def _add_who(command: argparse.ArgumentParser, about: str) -> None:
    command.add_argument("--by", required=True, metavar="NAME", help=about)
    command.add_argument("--role", default="", metavar="TEXT", help="as what (default: as listed)")
    command.add_argument("--organisation", default="", metavar="NAME", help="for whom (default: as listed)")
