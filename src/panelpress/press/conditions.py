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
