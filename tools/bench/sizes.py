"""What a press file weighs, against what it must hold: its pictures' encoded bytes, its ICC profile, its fonts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Size:
    """A press file in bytes: the whole, and the parts that no press file of this page can do without."""

    file: str
    whole: int
    pictures: int
    profile: int
    fonts: int

    @property
    def ratio(self) -> float:
        """The whole against the parts."""
        return self.whole / (self.pictures + self.profile + self.fonts)


def size_of(path: Path) -> Size:
    """Weigh a press file: streams as they lie in it."""
    pictures = fonts = profile = 0
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                pictures += len(thing.read_raw_bytes())
            elif isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                files = (thing[key] for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in thing)
                fonts += sum(len(file.read_raw_bytes()) for file in files)
        for intent in pdf.Root.get("/OutputIntents", []):
            if "/DestOutputProfile" in intent:
                profile += len(intent["/DestOutputProfile"].read_raw_bytes())
    return Size(path.name, path.stat().st_size, pictures, profile, fonts)


def sizes(folder: Path) -> list[Size]:
    """Weigh the press files of a folder, by name; the job ticket is none of them."""
    return [size_of(path) for path in sorted(folder.glob("*.pdf")) if path.name != "ticket.pdf"]
