"""The results as tables and sentences: on the terminal as they are, in the document as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.bench.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.bench.measure import Figure
    from tools.bench.results import Results, Scaled

_WHOLE = ("plain", "press-only", "cold", "chromium", "vivliostyle")
_CHANGED = ("same", "comma", "caption", "picture", "token", "plain-panel", "plain-book")
_SMALL = ("help", "status", "explain")
_FLOORS = ("floor-copy", "floor-colour", "floor-pictures", "floor-layout", "floor-halves")
_GB, _MINUTE = 1000, 60


@dataclass(frozen=True)
class Table:
    """A table: its name, its head, its rows; all columns but the first hold figures and stand right."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """Return it for a terminal."""
        lines = (self.head, *self.rows)
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.head))]
        return "\n".join(
            "  ".join(
                cell.rjust(width) if i else cell.ljust(width)
                for i, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in lines
        )

    def markdown(self) -> str:
        """Return it for a document."""
        rule = ("---", *("--:" for _ in self.head[1:]))
        return "\n".join(f"| {' | '.join(line)} |" for line in (self.head, rule, *self.rows))


def tables(results: Results) -> tuple[Table, ...]:
    """Return every table that has something in it."""
    made = (
        _about(results),
        _must(results),
        _compared("whole", "10 panels and 32 pages, cold", results, _WHOLE, "plain"),
        _compared("changed", "after a change", results, _CHANGED, "cold"),
        _compared("small", "small commands", results, _SMALL, ""),
        _compared("floors", "floors", results, _FLOORS, "plain"),
        _spent(results),
        _scale(results),
        _sizes(results),
    )
    return tuple(table for table in made if table.rows)


def _about(results: Results) -> Table:
    return Table("machine", ("measured on", ""), tuple(results.machine.items()))


def _must(results: Results) -> Table:
    rows = tuple((v.case, v.wanted, v.found, v.word) for v in verdicts(results))
    return Table("must", ("must reach", "at most", "measured", ""), rows)


def _compared(name: str, title: str, results: Results, ids: Iterable[str], base: str) -> Table:
    """Return medians, spread and, with a base, the ratio to it."""
    against = results.wall(base)
    last = (f"× {_BASES[base]}",) if base else ()
    found = [results.figures[id] for id in ids if id in results.figures]
    rows = tuple(
        (
            each.label,
            _seconds(each.wall),
            f"{_seconds(each.least)}–{_seconds(each.most)}",
            _seconds(each.cpu),
            f"{each.peak_mb:.0f}",
            *((f"{each.wall / against:.2f}" if against else "–",) if base else ()),
        )
        for each in found
    )
    return Table(name, (title, "s", "least–most", "processor s", "peak MB", *last), rows)


_BASES = {"plain": "plain script", "cold": "cold build"}


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def _spent(results: Results) -> Table:
    spent = results.spent
    rows = tuple((step, f"{s:.2f}", f"{100 * s / spent.whole:.0f} %") for step, s in spent.steps) if spent else ()
    whole = (("together", f"{spent.whole:.2f}", "100 %"),) if spent else ()
    return Table("spent", ("where every second goes", "processor s", "share"), (*rows, *whole))


def _scale(results: Results) -> Table:
    scaled: list[tuple[str, Figure, float | None]] = [
        (s.figure.label, s.figure, s.out_mb) for s in sorted(results.scale, key=_by_size)
    ]
    if results.large:
        scaled.append((results.large.figure.label, results.large.figure, None))
    rows = tuple(
        (
            label,
            _seconds(figure.wall),
            _seconds(figure.cpu),
            f"{figure.worker_mb:.0f}",
            f"{figure.first_mb:.0f}",
            f"{out:.0f}" if out else "–",
        )
        for label, figure, out in scaled
    )
    return Table(
        "scale", ("cold build", "s", "processor s", "peak MB a worker", "peak MB the command", "MB in out/"), rows
    )


def _by_size(scaled: Scaled) -> tuple[int, int]:
    return scaled.panels, scaled.languages


def _sizes(results: Results) -> Table:
    rows = tuple(
        (s.file, f"{s.whole / 1e6:.2f}", f"{(s.pictures + s.profile + s.fonts) / 1e6:.2f}", f"{s.ratio:.4f}")
        for s in results.sizes
    )
    return Table("sizes", ("press file", "MB", "pictures, profile, fonts MB", "×"), rows)


def sentences(results: Results) -> tuple[str, ...]:
    """Return what the measurements of size come to, in words."""
    return tuple(said for said in (_rate(results), _languages(results), _end(results)) if said)


def _largest(results: Results) -> Scaled | None:
    return max((s for s in results.scale if s.languages == 1), key=lambda s: s.panels, default=None)


def _rate(results: Results) -> str:
    most = _largest(results)
    if most is None:
        return ""
    of_a_core = most.panels * _MINUTE / most.figure.cpu
    by_clock = most.panels * _MINUTE / most.figure.wall
    return (
        f"Of {most.panels} panels, one processor makes {of_a_core:.0f} a minute, checked and told; this machine made"
        f" {by_clock:.0f} a minute by the clock."
    )


def _languages(results: Results) -> str:
    """Return what a hundred languages cost, from what one more language of ten panels costs."""
    one, more = results.of(10), results.of(10, 2)
    if one is None or more is None:
        return ""
    wall, space = more.figure.wall - one.figure.wall, more.out_mb - one.out_mb
    return (
        f"One more language of ten panels costs {wall:.1f} s and {space:.0f} MB: their pictures are there already. A hundred"
        f" languages of them are {(one.figure.wall + 99 * wall) / _MINUTE:.1f} minutes and"
        f" {(one.out_mb + 99 * space) / _GB:.1f} GB."
    )


def _end(results: Results) -> str:
    """Return when this machine ends: in time, in memory, on disk, each as far as two sizes tell it."""
    most, few = _largest(results), results.of(50)
    if most is None or few is None or most.panels <= few.panels:
        return ""
    seconds = (most.figure.wall - few.figure.wall) / (most.panels - few.panels)
    first = max(0.0, (most.figure.first_mb - few.figure.first_mb) / (most.panels - few.panels))
    night = 8 * 60 * _MINUTE / seconds
    disk = most.out_mb / most.panels
    memory = f" and {1000 * first:.0f} kB of memory of the command" if first >= 0.001 else ""
    return (
        f"Each panel more costs {seconds:.2f} s, {disk:.1f} MB in `out/`{memory}, whatever their number. In a night of eight"
        f" hours this machine makes {night:,.0f} panels, {night * disk / _GB:.0f} GB; a worker needs no more memory for it."
    )
