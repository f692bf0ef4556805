"""What people change between two builds: each time to something that has never been built before.

A comma that was there two builds ago would be found in the cache; so the place, the word or the value differs every time.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.bench import words
from tools.bench.workload import BOOK_ONLY, THEME, panel_name, photo_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ACCENT = "--accent: device-cmyk(.1 .85 1 .25)"


@dataclass
class Changes:
    """Changes of one project, counted."""

    root: Path
    panel: int
    """The panel in which a comma is set and a picture changed; it is in no part of the catalogue"""
    _counts: dict[str, Iterator[int]] = field(default_factory=dict)
    _before: dict[Path, bytes] = field(default_factory=dict)

    def nothing(self) -> None:
        """Change nothing."""

    def comma(self) -> None:
        """Set a comma after a word of the panel's text; the one that was set before goes."""
        path = self.root / "panels" / f"{panel_name(self.panel)}.md"
        text = self._original(path).decode()
        first = words.paragraphs(self.panel)[0]
        places = [at for at, (here, after) in enumerate(itertools.pairwise(first)) if here.isalpha() and after == " "]
        turn = self._next("comma")
        assert turn < len(places), "every place for a comma has been used"
        _write(path, text.replace(first, f"{first[: places[turn] + 1]},{first[places[turn] + 1 :]}").encode())

    def caption(self) -> None:
        """Change a figure in a caption of the catalogue; nothing else moves."""
        path = self.root / "photos" / "captions.yml"
        text = self._original(path).decode()
        was = f"title: Plate {BOOK_ONLY} of {BOOK_ONLY}"
        assert was in text
        other = 40 + self._next("caption") % 60
        _write(path, text.replace(was, f"{was[:-2]}{other}").encode())

    def picture(self) -> None:
        """Exchange one of the panel's photographs: the same pixels in another file, so that all of its work is done anew."""
        path = self.root / "photos" / f"{photo_id(3 * (self.panel - 1) + 2)}.jpg"
        jpeg = self._original(path)
        note = b"state %d" % self._next("picture")
        _write(path, jpeg[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + jpeg[2:])

    def token(self) -> None:
        """Change the theme's accent a little: it colours something on every page."""
        path = self.root / "styles" / f"{THEME}.css"
        css = self._original(path).decode()
        assert _ACCENT in css
        yellow = 0.5 + self._next("token") % 500 / 1000
        _write(path, css.replace(_ACCENT, f"--accent: device-cmyk(.1 .85 {yellow:.3f} .25)").encode())

    def _next(self, what: str) -> int:
        return next(self._counts.setdefault(what, itertools.count(1)))

    def _original(self, path: Path) -> bytes:
        return self._before.setdefault(path, path.read_bytes())


def _write(path: Path, data: bytes) -> None:
    """Write a file as editors do: beside the old one, and renamed; the old one may be linked to elsewhere."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)
