"""Printing conditions: their names in the ICC registry, their profiles, and ink mixes as style sheets write them."""

from __future__ import annotations

import functools
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Cmyk = tuple[float, float, float, float]
"""An ink mix: shares of cyan, magenta, yellow and black, each 0-1."""

SHIPPED = {"FOGRA39": Path(__file__).parent / "icc" / "fogra39.icc"}
"""Profiles that ship with panelpress, by the condition's name in the ICC registry."""


@dataclass(frozen=True)
class Condition:
    """A printing condition: its name in the ICC registry, its profile, and what the profile calls itself."""

    name: str
    icc: bytes
    description: str

    @property
    def digest(self) -> str:
        """SHA-256 of the profile."""
        return hashlib.sha256(self.icc).hexdigest()

    def is_of(self, icc: bytes | None) -> bool:
        """Tell whether a picture's profile is this press's, as programs write it anew: the same tables, another header."""
        return icc is not None and (icc == self.icc or _tables(icc) == _tables(self.icc))


_TABLES = (b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"wtpt")


@functools.lru_cache(maxsize=32)
def _tables(icc: bytes) -> tuple[bytes, ...]:
    """Return what a profile converts by (ICC.1:2001-04, 6.3.3): its tables both ways and its white."""
    found: dict[bytes, bytes] = {}
    count = min(int.from_bytes(icc[128:132], "big"), len(icc) // 12)  # a torn profile may claim any number
    for at in range(132, 132 + 12 * count, 12):
        start, size = (int.from_bytes(icc[at + i : at + i + 4], "big") for i in (4, 8))
        found[icc[at : at + 4]] = icc[start : start + size]
    return tuple(found.get(name, b"") for name in _TABLES) if b"A2B1" in found or b"A2B0" in found else (icc,)


@functools.cache
def condition(name: str, path: Path) -> Condition:
    """Read a press profile.

    Raises:
        ValueError: when the file is not an ICC output profile for CMYK.
        OSError: when it cannot be read.
    """
    icc = path.read_bytes()
    if len(icc) < 132 or icc[36:40] != b"acsp":
        raise ValueError("it is not an ICC profile")
    if icc[12:16] != b"prtr" or icc[16:20] != b"CMYK":
        raise ValueError("it is not an output profile for CMYK: ask the printer for the profile of the press")
    from PIL import ImageCms  # noqa: PLC0415 - composing needs names and paths only

    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    return Condition(name, icc, ImageCms.getProfileDescription(profile).strip())


def css(colour: Sequence[float]) -> str:
    """Return an ink mix (shares 0-1) as a CSS ``device-cmyk()``."""
    return "device-cmyk(" + " ".join(f"{share:g}" for share in colour) + ")"
