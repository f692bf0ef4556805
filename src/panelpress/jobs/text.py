"""`panelpress text`: what is written, counted and judged, and how it stands on the panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from panelpress.exhibition.items import all_items
from panelpress.exhibition.project import load
from panelpress.facts.ease import reading_ease
from panelpress.ground.diagnostics import ExitCode, Level, PanelpressError, fault
from panelpress.ground.files import write_atomic
from panelpress.jobs.orders import choose_printers, order_for, rules_for
from panelpress.jobs.prose import judge_prose, prose_of, text_rules
from panelpress.preflight.checks.reading.length import sentences
from panelpress.preflight.framework import State
from panelpress.preflight.measures import measures
from panelpress.preflight.order import Subject
from panelpress.preflight.profiles import load_profile
from panelpress.press.compose import compose
from panelpress.press.templating import SHIPPED, THEMES
from panelpress.report.hang import Hanging, hanging
from panelpress.report.text import Board, Row, TextReport, html

if TYPE_CHECKING:
    from pathlib import Path

    from panelpress.exhibition.items import ItemName
    from panelpress.exhibition.model import Exhibition
    from panelpress.exhibition.printers import PanelPrinter
    from panelpress.facts.layout import LayoutFacts
    from panelpress.facts.prose import Written
    from panelpress.preflight.framework import Outcome
    from panelpress.preflight.measures import Measure


PAGE = "text.html"


def text(root: Path, fail_on: Level) -> tuple[TextReport, ExitCode]:
    """Return the editor's table, how the panels hang, what is wrong with what is written, and the exit code.

    Raises:
        PanelpressError: with exit code 2, when the project itself is faulty.
    """
    exhibition = load(root, THEMES, SHIPPED / "panel")
    prose = prose_of(exhibition)
    rules = text_rules(exhibition)
    outcomes = judge_prose(prose, rules, exhibition.date)
    findings = tuple(d for outcome in outcomes for d in outcome.found)
    budget = next((int(str(rule.limits["most"])) for rule in rules.rules if rule.check.id == "words/panel"), None)
    boards = _boards(exhibition)
    layouts = {(board.name.id, language): board.layout for board in boards for language in board.name.languages}
    rows = tuple(_row(written, budget, layouts.get((written.of, written.language))) for written in prose.texts)
    hung = tuple(
        hanging(str(written.number), exhibition.panel_size_mm, exhibition.hang_top_mm, layouts[key])
        for written in prose.texts
        if (key := (written.of, written.language)) in layouts and written.language == exhibition.language
    )
    read = tuple(Board(int(b.name.number), b.name.id, tuple(b.name.languages), b.measures) for b in boards)
    report = _report(exhibition, rows, hung, read, outcomes)
    _write(root / "out", html.page(report))
    if any(outcome.state is State.CRASHED for outcome in outcomes):
        return report, ExitCode.BUG
    return report, ExitCode.FINDINGS if any(d.counts(fail_on) for d in findings) else ExitCode.PRESS_READY


def _write(out: Path, page: str) -> None:
    try:
        out.mkdir(exist_ok=True)
        write_atomic(out / PAGE, page.encode())
    except OSError as refused:
        why = refused.strerror or str(refused)
        raise fault("text/unwritable", f"cannot write out/{PAGE}: {why}", "check the permissions of out/") from None


def _report(
    exhibition: Exhibition,
    rows: tuple[Row, ...],
    hung: tuple[Hanging, ...],
    boards: tuple[Board, ...],
    outcomes: tuple[Outcome, ...],
) -> TextReport:
    title = exhibition.title.get(exhibition.language) or next(iter(exhibition.title.values()))
    findings = tuple(d for outcome in outcomes for d in outcome.found)
    return TextReport(title, rows, hung, findings, boards, exhibition.to_be_supplied)


@dataclass(frozen=True)
class _Board:
    """A panel as laid out, and what was measured of it."""

    name: ItemName
    layout: LayoutFacts
    measures: tuple[Measure, ...]


def _boards(exhibition: Exhibition) -> list[_Board]:
    """Return every panel laid out, without its pictures, and how well it can be read.

    What cannot be composed is left out: the build says why.
    """
    printers = choose_printers(exhibition, None)
    names = [name for name in all_items(exhibition, printers[1].files) if name.kind == "panel"]
    return [board for name in names if (board := _board(exhibition, name, printers[0]))]


def _board(exhibition: Exhibition, name: ItemName, printer: PanelPrinter) -> _Board | None:
    from panelpress.inspect.reader import read_pdf
    from panelpress.press.bare import make_bare

    try:
        recipe = compose(exhibition, name, printer)
        bare = make_bare(recipe)
    except PanelpressError:
        return None
    profile = load_profile(rules_for(exhibition.root, recipe, printer).profile)
    facts = read_pdf(bare.data, recipe.file_name, raster=False)
    subject = Subject(facts, bare.layout, order_for(exhibition, recipe, printer))
    return _Board(name, bare.layout, measures(subject, profile))


def _row(written: Written, budget: int | None, layout: LayoutFacts | None) -> Row:
    said = [s for p in written.passages if p.role in ("lead", "body", "list") for s in sentences(p.text)]
    size, left = _set(written, layout) if layout else (None, None)
    return Row(
        written.of,
        written.number,
        written.language,
        written.file,
        written.words,
        budget if written.panel else None,
        reading_ease(said, written.language),
        max((len(s.split()) for s in said), default=0),
        size,
        left,
        written.open,
        written.state,
    )


def _set(written: Written, layout: LayoutFacts) -> tuple[float | None, float | None]:
    """Return the size of a text, pt, and how much of its frame is left below its last line, mm (less than 0: too long)."""
    ids = {block.id for block in layout.blocks if block.source.file == written.file}
    lines = [line for line in layout.lines if line.block in ids]
    lines = [line for line in lines if line.level == "body"] or [line for line in lines if line.level == "lead"]
    if not lines:
        return None, None
    frame = next((f.box for f in layout.frames if f.name == lines[-1].frame), None)
    left = frame.bottom - max(line.box.bottom for line in lines) if frame else None
    return lines[0].size_pt, left
