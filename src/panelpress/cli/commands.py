"""One function a command: from its options to its job, from the job's answer to what is printed, and the exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from panelpress.cli.output import print_json, stderr
from panelpress.ground.diagnostics import ExitCode, Level

if TYPE_CHECKING:
    import argparse

    from panelpress.jobs.request import Request
    from panelpress.report.model import Report


def build(arguments: argparse.Namespace) -> int:
    """Build the files for the printer."""
    from panelpress.exhibition.root import find_root
    from panelpress.jobs.request import Request, default_jobs
    from panelpress.jobs.unchanged import unchanged
    from panelpress.report.model import code_of

    quiet = arguments.quiet or arguments.json
    root = find_root(arguments.directory)
    if root != arguments.directory.resolve() and not quiet:
        stderr().print(f"The exhibition in {root}", style="dim", soft_wrap=True, highlight=False)
    request = Request(
        root,
        tuple(arguments.items),
        arguments.printer,
        arguments.jobs or default_jobs(),
        arguments.cache,
        Level[arguments.fail_on.upper()],
        arguments.release,
        arguments.cache_mb,
        arguments.cluster,
        arguments.venue,
    )
    report = unchanged(request)
    same = report is not None
    if report is None:
        report = _built(request, quiet=quiet)
    code = code_of(report, request.fail_on)
    if arguments.json:
        from panelpress.report import json as as_json

        print_json(as_json.document(report))
    elif not quiet or code:
        from panelpress.report.terminal import show_report

        console = stderr()
        show_report(report, console, verbose=arguments.verbose)
        if same:
            console.print("Nothing has changed since the last build: everything is as it was.", style="dim")
    return int(code)


def _built(request: Request, *, quiet: bool) -> Report:
    """Build what was asked."""
    from panelpress.jobs.forks import start_early

    start_early(request.jobs)  # it loads the layout engine while the rest is imported and the project read
    from panelpress.jobs.build import build
    from panelpress.report.progress import watching

    console = stderr()
    return build(request, lambda total: watching(console, total, request.jobs, quiet=quiet)).report


def new(arguments: argparse.Namespace) -> int:
    """Start an exhibition."""
    from panelpress.jobs.new import new

    for path in new(arguments.folder):
        print(path)
    print(f"Now: cd {arguments.folder} && panelpress build", file=sys.stderr)
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Judge PDFs."""
    from panelpress.jobs.check import Asked, check
    from panelpress.jobs.request import default_jobs

    profile = Path(arguments.profile) if arguments.profile else None
    named = profile is None or (len(profile.parts) == 1 and not profile.suffix)
    asked = Asked(
        tuple(arguments.files),
        arguments.profile if named else profile,
        tuple(arguments.only),
        tuple(arguments.skip),
        arguments.directory,
        looks=arguments.format == "html" and not arguments.json,
        annotate=arguments.annotate,
        jobs=arguments.jobs or default_jobs(),
    )
    fail_on = Level[arguments.fail_on.upper()]
    report, code = check(asked, sys.stdin.buffer, fail_on)
    if arguments.json or arguments.format != "text":
        _document(report, "json" if arguments.json else arguments.format, fail_on)
    else:
        from panelpress.report.terminal import show_report

        show_report(report, stderr(), verbose=arguments.verbose)
    return int(code)


def _document(report: Report, format: str, fail_on: Level) -> None:
    """Print a report in a format for machines or browsers on stdout."""
    if format == "json":
        from panelpress.report import json

        print_json(json.document(report))
        return
    from panelpress.report import html, junit, sarif

    made = {
        "html": lambda: html.page(report).encode(),
        "junit": lambda: junit.document(report, fail_on),
        "sarif": lambda: sarif.document(report),
    }
    sys.stdout.buffer.write(made[format]())
    sys.stdout.flush()


def photos(arguments: argparse.Namespace) -> int:
    """Tell how large each photograph can hang."""
    from rich.console import Console

    from panelpress.exhibition.root import find_root
    from panelpress.jobs.photos import PAGE, photos
    from panelpress.report.photos import json as as_json
    from panelpress.report.photos.terminal import show_photos

    root = find_root(arguments.directory)
    report, code = photos(root, arguments.printer, Level[arguments.fail_on.upper()])
    if arguments.json:
        print_json(as_json.document(report))
    else:
        aside = stderr()
        show_photos(report, Console(highlight=False), aside, verbose=arguments.verbose)
        aside.print(f"Contact sheet: out/{PAGE}")
    return int(code)


def text(arguments: argparse.Namespace) -> int:
    """Judge what is written."""
    from rich.console import Console

    from panelpress.exhibition.root import find_root
    from panelpress.jobs.text import PAGE, text
    from panelpress.report.text import document
    from panelpress.report.text.terminal import show_text

    report, code = text(find_root(arguments.directory), Level[arguments.fail_on.upper()])
    if arguments.json:
        print_json(document(report))
    else:
        aside = stderr()
        show_text(report, Console(highlight=False), aside)
        aside.print(f"The table, and how the panels hang: out/{PAGE}")
    return int(code)


def access(arguments: argparse.Namespace) -> int:
    """Make the access editions."""
    from panelpress.exhibition.root import find_root
    from panelpress.jobs.access import access
    from panelpress.report import json as as_json
    from panelpress.report.progress import watching
    from panelpress.report.terminal import show_editions

    console = stderr()
    quiet = arguments.quiet or arguments.json
    report, code = access(
        find_root(arguments.directory),
        tuple(arguments.language),
        Level[arguments.fail_on.upper()],
        lambda total: watching(console, total, quiet=quiet),
    )
    if arguments.json:
        print_json(as_json.document(report))
    elif not quiet or code:
        show_editions(report, console, verbose=arguments.verbose)
    return int(code)


def explain(arguments: argparse.Namespace) -> int:
    """Say what a check looks for, or what the name of any other message means."""
    from panelpress.preflight.framework import all_checks, explain
    from panelpress.report.explained import explained, names

    if arguments.name is None:
        for check_id, check in all_checks().items():
            print(f"{check_id:28} {check.title}")
        return 0
    if meant := explained(arguments.name):
        print(f"{arguments.name}: {meant.sentence}\n")
        print("No check, but a message of its own: it says what is wrong here, and the help below it what to do.\n")
        print(f"About: {meant.about}\nExplained in: {meant.page}")
        return 0
    told = explain(arguments.name, names())
    print(f"{told.id}: {told.title}\n\n{told.rationale}\n")
    print(f"Level: {told.level.word}")
    for limit in told.limits:
        print(f"Limit: {limit.name} = {limit.default} ({limit.word})")
    print(f"Source: {told.source}\nWhat to do: {told.fix}")
    return 0


def info(arguments: argparse.Namespace) -> int:
    """Print everything that can change a PDF."""
    from panelpress.jobs.info import versions

    found = versions()
    if arguments.json:
        print_json(found)
    else:
        width = max(len(name) for name in found)
        for name, version in found.items():
            print(f"{name:{width}}  {version}")
    return 0


def schema(arguments: argparse.Namespace) -> int:
    """Write the JSON Schemas, or tell whether they are up to date."""
    from panelpress.exhibition.root import find_root
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
