"""What one strict decode of a photograph tells: plain values, kept by the digest of its file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from panelpress.facts.detail import Detail

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """One original.

    Attributes:
        width: pixels across, as it is looked at (EXIF turns applied).
        height: pixels down.
        format: ``JPEG``, ``TIFF`` … by its content, whatever it is called.
        mode: ``L``, ``RGB`` or ``CMYK``.
        bits: of each channel, as encoded.
        profile: what its colour profile calls itself; "" where it has none.
        turn: its EXIF orientation (1: upright).
        octets: length of the file.
        sha256: of the file.
        chroma: ``none`` (black and white), ``tint`` (one hue throughout) or ``colour``, measured on its pixels.
        tint: a* and b* of its mean colour.
        location: whether it says where it was taken.
        personal: whether its EXIF names a person or a camera.
        fingerprint: 64 bits, one for each of 8 × 8 places: whether the picture grows darker to the right of it.
        detail: what its pixels really hold.
    """

    width: int
    height: int
    format: str
    mode: str
    bits: int
    profile: str
    turn: int
    octets: int
    sha256: str
    chroma: str
    tint: tuple[float, float] = (0.0, 0.0)
    location: bool = False
    personal: bool = False
    fingerprint: int = 0
    detail: Detail = field(default_factory=lambda: Detail(0, 0))

    @property
    def colour(self) -> str:
        """Its colour state in words: ``black and white``, ``RGB, Adobe RGB (1998)``, ``CMYK, no profile``."""
        kind = {"none": "black and white", "tint": "tinted"}.get(self.chroma, self.mode)
        depth = f" {self.bits} bit" if self.bits not in (1, 8) else ""
        return f"{kind}{depth}, {self.profile or 'no profile'}"


_SAME = 5  # of 64 bits: crops by a few per cent and other sizes of one picture differ by less, other pictures by 15 and more


def near_duplicates(photos: Iterable[tuple[str, PhotoFacts]]) -> list[tuple[str, str]]:
    """Return the pairs, by name, that look like the same photograph."""
    known = list(photos)
    pairs = []
    for i, (one, facts) in enumerate(known):
        for other, theirs in known[i + 1 :]:
            shapes = facts.width / facts.height / (theirs.width / theirs.height)
            if (facts.fingerprint ^ theirs.fingerprint).bit_count() <= _SAME and 0.9 < shapes < 1.1:
                pairs.append((one, other))
    return pairs
