"""What things on paper are painted with: colour spaces, colours and the inks they stand for, the state they are painted in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_WHITE = 1e-4  # a tint below a hundredth of a percent leaves no dot on any plate


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """A colour space and everything it stands on (ISO 32000-2, 8.6).

    ``kind`` is the PDF name (``DeviceCMYK``, ``ICCBased``, ``Separation`` …) or ``Unknown``. ``colorants`` are the
    inks of a Separation or DeviceN. ``base`` is the base of Indexed, the alternate of Separation and DeviceN, the
    space under an uncoloured Pattern, or, for a device name that the page's resources remap through a Default space,
    that space. ``profile`` is the SHA-256 of an ICCBased profile. ``full`` is a Separation's full tint in its alternate,
    in per cent (``0/100/100/0``), or which function makes it where that cannot be worked out.
    """

    kind: str
    components: int = 0
    colorants: tuple[str, ...] = ()
    base: ColourSpace | None = None
    profile: str = ""
    full: str = ""

    @property
    def chain(self) -> Iterator[ColourSpace]:
        """This space and, one after another, those it stands on."""
        space: ColourSpace | None = self
        while space is not None:
            yield space
            space = space.base

    @property
    def model(self) -> str:
        """``gray``, ``rgb``, ``cmyk``, ``lab``, ``spot`` or ``unknown``: how its numbers mean colour."""
        fixed = {
            "DeviceGray": "gray",
            "CalGray": "gray",
            "DeviceRGB": "rgb",
            "CalRGB": "rgb",
            "DeviceCMYK": "cmyk",
            "Lab": "lab",
            "Separation": "spot",
            "DeviceN": "spot",
        }
        if self.kind == "ICCBased":
            return {1: "gray", 3: "rgb", 4: "cmyk"}.get(self.components, "unknown")
        if self.kind in ("Indexed", "Pattern") and self.base is not None:
            return self.base.model
        return fixed.get(self.kind, "unknown")

    @property
    def words(self) -> str:
        """The chain as people read it: ``Indexed over ICCBased RGB``."""
        return " over ".join(_space_words(space) for space in self.chain)

    def uses(self, *models: str) -> bool:
        """Tell whether this space or any it stands on means colour by one of the given models."""
        return any(space.model in models for space in self.chain)


def _space_words(space: ColourSpace) -> str:
    if space.kind == "ICCBased":
        return f"ICCBased {space.model.upper() if space.model != 'gray' else 'grey'}"
    if space.colorants:
        return f"{space.kind} ({', '.join(space.colorants)})"
    return space.kind


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as the content stream sets it: its space and its components as written."""

    space: ColourSpace
    components: tuple[float, ...] = ()

    @property
    def inks(self) -> dict[str, float] | None:
        """How much of each ink, from 0 to 1, or None where that is not known before conversion (RGB, Lab, patterns)."""
        kind, values = self.space.kind, self.components
        if self.space.model == "gray" and kind != "Indexed" and len(values) == 1:
            return {"Black": 1 - values[0]}
        if self.space.model == "cmyk" and len(values) == len(PROCESS):
            return dict(zip(PROCESS, values, strict=True))
        if kind in ("Separation", "DeviceN") and len(values) == len(self.space.colorants):
            return {n: v for n, v in zip(self.space.colorants, values, strict=True) if n != "None"}
        return None

    @property
    def white(self) -> bool:
        """No ink at all (GWG 2022's White: CMYK 0000, Separation 0, DeviceN all 0, Gray 1; also RGB 1 1 1)."""
        if self.inks is None:
            return self.space.model == "rgb" and bool(self.components) and min(self.components) >= 1 - _WHITE
        return all(tint < _WHITE for tint in self.inks.values())

    @property
    def black_only(self) -> bool:
        """Full Black and nothing else (GWG 2022's Black)."""
        inks = self.inks or {}
        rest = (tint for name, tint in inks.items() if name != "Black")
        return inks.get("Black", 0.0) > 1 - _WHITE and all(tint < _WHITE for tint in rest)

    @property
    def registration(self) -> bool:
        """Painted in /All, the registration colour: on every plate."""
        return any("All" in space.colorants for space in self.space.chain)

    @property
    def words(self) -> str:
        """The colour as people read it: ``DeviceCMYK 0/0/0/100``, ``DeviceRGB 1/0/0``."""
        known = self.inks is not None
        figures = "/".join(f"{100 * v:.3g}" if known else f"{v:.3g}" for v in self.components)
        return f"{self.space.words} {figures}".strip()


BARE_PAPER = Colour(ColourSpace("DeviceCMYK", 4), (0.0, 0.0, 0.0, 0.0))
"""No ink at all."""


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour with the state it is painted in: overprint and its mode, constant alpha, blend mode, soft mask."""

    colour: Colour
    overprint: bool = False
    opm: int = 0
    alpha: float = 1.0
    blend: str = "Normal"
    soft_mask: bool = False

    @property
    def opaque(self) -> bool:
        """Neither alpha, blend mode nor soft mask let what lies beneath through."""
        return self.alpha >= 1 and self.blend in ("Normal", "Compatible") and not self.soft_mask
